/*
 * explain_page.c - the view of what a name means: what `socket-lab explain`
 * prints, to be scrolled, with the lesson still there behind it.
 */
#include "widgets/view/explain_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/commands/explain.h"
#include "lessons/text/wrap.h"
#include "widgets/screen/prose.h"
#include "widgets/view/page.h"

enum { LINE = 4096 }; /* bytes; what is longer is cut */

struct explain_page {
    struct page page; /* first */
    const struct catalog *catalog;
    struct glossary *glossary;
    char *before; /* that stands before it; owned, NULL: nothing */
    char *name;   /* owned; NULL: there is only what stands before */
    int width;    /* that the text was made for */
    char *text;   /* lines; owned */
};

/* What explain() prints, in new memory; NULL with the reason. */
static char *explanation(const struct explain_page *page, int width,
                         struct err *err)
{
    struct memory memory;
    int result = 0;

    if (!memory_open(&memory))
        result = err_machine(err, "out of memory");
    if (result == 0 && page->before)
        fprintf(memory.out, "%s%s", page->before, page->name ? "\n" : "");
    /* Where the name says nothing, what stands before it is all there is. */
    if (result == 0 && page->name &&
        explain(memory.out, width, page->catalog, page->glossary, page->name,
                err) < 0 &&
        !page->before)
        result = -1;
    if (!memory_close(&memory) && result == 0)
        result = err_machine(err, "out of memory");
    if (result == 0)
        return memory.text;
    free(memory.text);
    return NULL;
}

/*
 * A table has columns side by side where there is room for them, so that
 * another size of the screen may need another text. Without memory for it the
 * one that is there has to do.
 */
static void fit(struct explain_page *explain, int width)
{
    struct err err;
    char *text;

    if (width < EXPLAIN_COLUMNS)
        width = EXPLAIN_COLUMNS;
    if (width == explain->width)
        return;
    explain->width = width;
    text = explanation(explain, width, &err);
    if (!text)
        return;
    free(explain->text);
    explain->text = text;
}

/* ---- drawing ---- */

/*
 * One line: as it stands, with the blanks of a table, where it fits. What is
 * too long goes on further to the right than it began.
 */
static int draw_line(struct area area, int y, int indent, const char *line)
{
    struct area part = area_columns(area, indent, area.w - indent);
    enum role role = indent ? ROLE_PLAIN : ROLE_HEADING;

    if (wrap_columns(slice_of(line)) > part.w)
        return prose_text(part, y, 4, role, line);
    if (y >= 0 && y < part.h)
        area_put(part, y, 0, role, line);
    return 1;
}

/* A pane_text. A line that is not indented is a heading. */
static int draw_text(const void *of, struct area area, int y)
{
    const char *text = ((const struct explain_page *)of)->text;
    int first = y;
    char line[LINE];

    while (*text) {
        size_t len = strcspn(text, "\n");
        int indent = (int)strspn(text, " ");

        snprintf(line, sizeof(line), "%.*s", (int)len - indent, text + indent);
        y += len == 0 ? 1 : draw_line(area, y, indent, line);
        text += len + (text[len] == '\n');
    }
    return y - first;
}

static void explain_draw(struct view *view, struct area area)
{
    struct explain_page *explain = (struct explain_page *)view;

    fit(explain, area.w - 4);
    page_draw(&explain->page, area, _("socket-lab  explain"), draw_text,
              explain);
}

/* ---- keys ---- */

static const struct key explain_keys[] = {
    {.more = page_keys},
    {.is = {ACTION_BACK, ACTION_QUIT, ACTION_ENTER},
     .first_only = true,
     .text = N_("Back to where you were."),
     .act = view_back},
    KEYS_END,
};

/* ---- the view ---- */

static void explain_free(struct explain_page *explain)
{
    free(explain->text);
    free(explain->before);
    free(explain->name);
    free(explain);
}

static void explain_close(struct view *view)
{
    explain_free((struct explain_page *)view);
}

static const struct view_ops explain_ops = {
    .draw = explain_draw,
    .key = page_key,
    .close = explain_close,
};

struct view *explain_text_page(const struct catalog *catalog,
                               struct glossary *glossary, const char *text,
                               const char *name, struct err *err)
{
    struct explain_page *explain = calloc(1, sizeof(*explain));

    if (!explain) {
        err_machine(err, "out of memory");
        return NULL;
    }
    explain->catalog = catalog;
    explain->glossary = glossary;
    explain->before = text ? strdup(text) : NULL;
    explain->name = name ? strdup(name) : NULL;
    /* That many columns fit on a screen of 80. */
    explain->width = EXPLAIN_COLUMNS;
    if ((text && !explain->before) || (name && !explain->name))
        err_machine(err, "out of memory");
    else
        explain->text = explanation(explain, explain->width, err);
    if (explain->text)
        return page_view(&explain->page, &explain_ops, N_("an explanation"),
                         explain_keys, 1);
    explain_free(explain);
    return NULL;
}

struct view *explain_page(const struct catalog *catalog,
                          struct glossary *glossary, const char *name,
                          struct err *err)
{
    return explain_text_page(catalog, glossary, NULL, name, err);
}
