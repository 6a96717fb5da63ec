/*
 * explain_view.c - the view of what a name means: what `socket-lab explain`
 * prints, to be scrolled, with the lesson still there behind it.
 */
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/explain.h"
#include "widgets/app.h"
#include "widgets/prose.h"
#include "widgets/widget.h"

enum { LINE = 4096 }; /* bytes; what is longer is cut */

struct explain_view {
    struct view view;
    char *text; /* lines; owned */
    int top;    /* the first row that shows */
    int rows;   /* of all text, as last drawn */
    int page;   /* rows that show, as last drawn */
};

/* ---- drawing ---- */

/*
 * All lines from row y on; returns their rows. A line that is too long goes on
 * further to the right than it began; one that is not indented is a heading.
 */
static int draw_text(const char *text, struct area area, int y)
{
    int first = y;
    char line[LINE];

    while (*text) {
        size_t len = strcspn(text, "\n");
        int indent = (int)strspn(text, " ");
        struct area part = area_columns(area, indent, area.w - indent);

        snprintf(line, sizeof(line), "%.*s", (int)len - indent, text + indent);
        y += len == 0 ? 1
                      : prose_text(part, y, 4,
                                   indent ? ROLE_PLAIN : ROLE_HEADING, line);
        text += len + (text[len] == '\n');
    }
    return y - first;
}

/* How long the text is depends on the width: drawn on no rows at first. */
static void explain_draw(struct view *view, struct area area)
{
    struct explain_view *explain = (struct explain_view *)view;
    struct area body = area_rows(area, 2, area.h - 2);

    body = area_columns(body, 1, body.w - 2);
    explain->page = body.h;
    explain->rows = draw_text(explain->text, area_rows(body, 0, 0), 0);
    explain->top = prose_clamp(explain->top, explain->rows, explain->page);
    area_fill(area, 0, ROLE_TITLE);
    area_put(area, 0, 1, ROLE_TITLE, "socket-lab  explain");
    draw_text(explain->text, body, -explain->top);
    prose_more(area_rows(area, 2, area.h - 2), explain->top, explain->rows);
}

/* ---- keys ---- */

/* A key that changes nothing is not a reason to draw. */
static unsigned move_to(struct explain_view *explain, int top)
{
    int before = explain->top;

    explain->top = prose_clamp(top, explain->rows, explain->page);
    return explain->top != before ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned explain_key(struct view *view, int key)
{
    struct explain_view *explain = (struct explain_view *)view;

    switch (key) {
    case 'k':
    case KEY_BASE + KEY_UP: return move_to(explain, explain->top - 1);
    case 'j':
    case KEY_BASE + KEY_DOWN: return move_to(explain, explain->top + 1);
    case KEY_BASE + KEY_PPAGE:
        return move_to(explain, explain->top - explain->page);
    case ' ':
    case KEY_BASE + KEY_NPAGE:
        return move_to(explain, explain->top + explain->page);
    case KEY_BASE + KEY_HOME: return move_to(explain, 0);
    case KEY_BASE + KEY_END: return move_to(explain, explain->rows);
    case 0x1b:
    case 'q':
    case '\n': return VIEW_CLOSE;
    default: return VIEW_IGNORED;
    }
}

static const struct key_help explain_keys[] = {
    {"Up Down", "scroll", "Scroll by a line; j and k do the same."},
    {"PageUp PageDown", NULL, "Scroll by a page; so does the space bar."},
    {"Home End", NULL, "The first and the last line."},
    {"Esc", "back", "Back to the lesson; q and Enter do the same."},
    {NULL, NULL, NULL},
};

/* ---- the view ---- */

static void explain_close(struct view *view)
{
    free(((struct explain_view *)view)->text);
    free(view);
}

static const struct view_ops explain_ops = {
    .name = "an explanation",
    .keys = explain_keys,
    .draw = explain_draw,
    .key = explain_key,
    .close = explain_close,
};

/* What explain() prints, in new memory; NULL with the reason. */
static char *explanation(const struct catalog *catalog, const char *name,
                         struct err *err)
{
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    int result;

    if (!out) {
        err_machine(err, "out of memory");
        return NULL;
    }
    result = explain(out, catalog, name, err);
    if (fclose(out) != 0 && result == 0)
        result = err_machine(err, "out of memory");
    if (result == 0)
        return text;
    free(text);
    return NULL;
}

struct view *explain_view(const struct app_options *options, const char *name,
                          struct err *err)
{
    struct explain_view *explain = calloc(1, sizeof(*explain));

    if (!explain) {
        err_machine(err, "out of memory");
        return NULL;
    }
    explain->view.ops = &explain_ops;
    explain->text = explanation(options->catalog, name, err);
    if (explain->text)
        return &explain->view;
    free(explain);
    return NULL;
}
