/*
 * explain_page.c - the view of what a name means: what `socket-lab explain`
 * prints, to be scrolled, with the lesson still there behind it.
 */
#include "widgets/view/explain_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/commands/explain.h"
#include "widgets/screen/prose.h"
#include "widgets/view/page.h"

enum { LINE = 4096 }; /* bytes; what is longer is cut */

struct explain_page {
    struct page page; /* first */
    char *text;       /* lines; owned */
};

/* ---- drawing ---- */

/*
 * A pane_text. A line that is too long goes on further to the right than it
 * began; one that is not indented is a heading.
 */
static int draw_text(const void *of, struct area area, int y)
{
    const char *text = ((const struct explain_page *)of)->text;
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

static void explain_draw(struct view *view, struct area area)
{
    struct explain_page *explain = (struct explain_page *)view;

    page_draw(&explain->page, area, "socket-lab  explain", draw_text, explain);
}

/* ---- keys ---- */

static const struct key explain_keys[] = {
    {.more = page_keys},
    {"Esc", "back", "Back to the lesson; q and Enter do the same.",
     .act = view_back, .also = "q Enter"},
    KEYS_END,
};

/* ---- the view ---- */

static void explain_close(struct view *view)
{
    free(((struct explain_page *)view)->text);
    free(view);
}

static const struct view_ops explain_ops = {
    .draw = explain_draw,
    .key = page_key,
    .close = explain_close,
};

/* What explain() prints, in new memory; NULL with the reason. */
static char *explanation(const struct catalog *catalog,
                         struct glossary *glossary, const char *name,
                         struct err *err)
{
    struct memory memory;
    int result = memory_open(&memory)
                     ? explain(memory.out, catalog, glossary, name, err)
                     : err_machine(err, "out of memory");

    if (!memory_close(&memory) && result == 0)
        result = err_machine(err, "out of memory");
    if (result == 0)
        return memory.text;
    free(memory.text);
    return NULL;
}

struct view *explain_page(const struct catalog *catalog,
                          struct glossary *glossary, const char *name,
                          struct err *err)
{
    struct explain_page *explain = calloc(1, sizeof(*explain));

    if (!explain) {
        err_machine(err, "out of memory");
        return NULL;
    }
    explain->text = explanation(catalog, glossary, name, err);
    /* explain() writes 78 columns: they are to fit on a screen of 80. */
    if (explain->text)
        return page_view(&explain->page, &explain_ops, "an explanation",
                         explain_keys, 1);
    free(explain);
    return NULL;
}
