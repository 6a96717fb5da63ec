/*
 * view.c - what a view does, and what is done where it has nothing to say.
 */
#include "widgets/view/view.h"

#include <stdlib.h>

void view_draw(struct view *view, struct area area)
{
    view->ops->draw(view, area);
}

unsigned view_key(struct view *view, int key)
{
    return view->ops->key ? view->ops->key(view, key)
                          : key_act(view->keys, view, key);
}

int view_fds(struct view *view, struct pollfd *fds)
{
    return view->ops->fds ? view->ops->fds(view, fds) : 0;
}

int64_t view_timeout(struct view *view)
{
    return view->ops->timeout ? view->ops->timeout(view) : -1;
}

unsigned view_pump(struct view *view)
{
    return view->ops->pump ? view->ops->pump(view) : VIEW_IGNORED;
}

bool view_busy(struct view *view)
{
    return view->ops->busy && view->ops->busy(view);
}

void view_legend(struct view *view, struct legend *legend)
{
    if (view->ops && view->ops->legend)
        view->ops->legend(view, legend);
    else if (view->signs)
        legend_add(legend, screen_area(), view->signs);
}

void view_close(struct view *view)
{
    if (view->ops->close)
        view->ops->close(view);
    else
        free(view);
}

unsigned view_back(struct view *view, int key)
{
    (void)view;
    (void)key;
    return VIEW_CLOSE;
}
