/*
 * keyline.c - which keys fit into a row, and drawing them.
 *
 * A view lists its keys by weight, so what does not fit is dropped from the
 * end. Two are never given up for others: without ? and q a learner in a
 * narrow window would be lost.
 */
#include "widgets/view/keyline.h"

#include <string.h>

/* GAP: columns between two entries; MOST_KEYS: entries that are looked at. */
enum { GAP = 2, MOST_KEYS = 32 };

/* The app's own key, for views that don't list it (app.c, common_key()). */
static const struct key_help help = {"?", "help", NULL};

/* The keys that a learner must find even in the narrowest place. */
static bool essential(const struct key_help *key)
{
    return !strcmp(key->keys, "?") || !strcmp(key->keys, "q");
}

/* Columns of an entry with the gap behind it. */
static int width(const struct key_help *key)
{
    return GAP + text_columns(key->keys) + 1 + text_columns(key->brief);
}

/* Columns of the whole row, were all of them drawn. */
static int width_of_all(const struct key_help *const *list, int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++)
        sum += width(list[i]);
    return sum;
}

/*
 * Those with a brief text, and help unless the view has a ? of its own: then
 * it has placed it, or (as the help itself) wants none. Returns how many.
 */
static int collect(const struct view *view, const struct key_help **list)
{
    const struct key_help *key = view->ops->keys;
    bool has_help = false;
    int n = 0;

    for (; key->keys && n < MOST_KEYS - 1; key++) {
        has_help = has_help || !strcmp(key->keys, help.keys);
        if (key->brief && (!view->ops->offers || view->ops->offers(view, key)))
            list[n++] = key;
    }
    if (!has_help)
        list[n++] = &help;
    return n;
}

/* Take one off the list's end, an essential one only if no other is left. */
static int drop(const struct key_help **list, int n)
{
    int last = n - 1;

    while (last > 0 && essential(list[last]))
        last--;
    if (essential(list[last]))
        last = n - 1;
    memmove(&list[last], &list[last + 1],
            (size_t)(n - last - 1) * sizeof(*list));
    return n - 1;
}

void keyline_draw(struct area area, const struct view *view)
{
    const struct key_help *list[MOST_KEYS];
    int n = collect(view, list);
    int x = 1;

    while (n > 0 && width_of_all(list, n) > area.w)
        n = drop(list, n);
    for (int i = 0; i < n; i++) {
        x += area_put(area, 0, x, ROLE_KEY, list[i]->keys) + 1;
        x += area_put(area, 0, x, ROLE_PLAIN, list[i]->brief) + GAP;
    }
}
