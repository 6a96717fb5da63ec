/*
 * called.c - each call once, however often it was made.
 */
#include "widgets/panes/called.h"

#include <string.h>

#include "widgets/screen/prose.h"

enum { TEXT = 1200 }; /* bytes of what is said of a call */

/* Whether the event is a call, and the newest one of its name. */
static bool is_newest(const struct log *log, size_t index)
{
    const struct event *call = log_at(log, index), *event;

    if (call->kind != EVENT_CALL)
        return false;
    while ((event = log_at(log, ++index)))
        if (event->kind == EVENT_CALL &&
            strcmp(event->call.name, call->call.name) == 0)
            return false;
    return true;
}

/* What the glossary says of the call; NULL: nothing. */
static const struct term *term_of(struct glossary *glossary, const char *name)
{
    const struct term *terms[GLOSSARY_SAME];
    size_t n = glossary_find(glossary, name, terms);

    for (size_t i = 0; i < n; i++)
        if (terms[i]->kind == TERM_CALL)
            return terms[i];
    return NULL;
}

/* One paragraph from row y on, if it fits; returns its rows. */
static int draw_call(struct area area, int y, const struct term *term,
                     const char *name)
{
    char text[TEXT];

    snprintf(text, sizeof text, "%s(): %s", name, term->text);
    int rows = prose_text((struct area){.w = area.w}, 0, 0, ROLE_DIM, text);
    if (y + rows > area.h)
        return 0;
    return prose_text(area, y, 0, ROLE_DIM, text);
}

int called_draw(struct area area, struct glossary *glossary,
                const struct log *log, size_t since)
{
    int y = 0;

    for (size_t i = log_count(log); y < area.h && i-- > since;) {
        const struct event *event = log_at(log, i);
        const struct term *term =
            is_newest(log, i) ? term_of(glossary, event->call.name) : NULL;
        int rows = term ? draw_call(area, y, term, event->call.name) : 0;

        y += rows > 0 ? rows + 1 : 0;
    }
    return y > 0 ? y - 1 : 0;
}
