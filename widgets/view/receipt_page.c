/*
 * receipt_page.c - shows a receipt, and writes it to a file.
 *
 * The text is what the file will hold, line by line; only lines that are wider
 * than the screen are wrapped.
 */
#include "widgets/view/receipt_page.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/new_file.h"
#include "widgets/screen/prose.h"
#include "widgets/view/page.h"

enum {
    LINE = 1024, /* bytes; what is longer is cut */
    MARGIN = 2,  /* columns at either side */
    FOOT = 2,    /* rows below the text, for what became of the file */
};

struct receipt {
    struct page page; /* first */
    char id[256];
    char *text;        /* owned */
    char message[512]; /* what became of the file, until one scrolls */
    enum role message_role;
    bool fresh; /* the last key has said it */
};

/* ---- drawing ---- */

/*
 * A pane_text. What fits is put as it stands, for the columns of a receipt
 * line up; only a longer line is wrapped, at its own indent.
 */
static int draw_text(const void *of, struct area area, int y)
{
    const char *at = ((const struct receipt *)of)->text;
    char line[LINE];
    int first = y;

    while (*at) {
        size_t len = strcspn(at, "\n");

        snprintf(line, sizeof line, "%.*s", (int)len, at);
        int indent = (int)strspn(line, " ");
        struct area rest = area_columns(area, indent, area.w - indent);
        if (glyph_columns(line + indent) <= rest.w) {
            area_put(rest, y++, 0, ROLE_PLAIN, line + indent);
        } else {
            y += prose_text(rest, y, 2, ROLE_PLAIN, line + indent);
        }
        at += len + (at[len] == '\n');
    }
    return y - first;
}

static void receipt_draw(struct view *view, struct area area)
{
    struct receipt *receipt = (struct receipt *)view;

    page_draw(&receipt->page, area_rows(area, 0, area.h - FOOT),
              _("Receipt: where your kernel differs"), draw_text, receipt);
    area_put(area, area.h - 1, MARGIN, receipt->message_role, receipt->message);
}

/* ---- keys ---- */

/* The name is said, as the folder may hold receipts of other days. */
static unsigned save(struct view *view, int key)
{
    struct receipt *receipt = (struct receipt *)view;
    char name[300];

    (void)key;
    receipt->fresh = true;
    receipt->message_role = ROLE_ERROR;
    if (new_file_text(receipt->id, receipt->text, name, sizeof name) < 0) {
        snprintf(receipt->message, sizeof receipt->message,
                 _("%s can't be written: %s."), name, strerror(errno));
        return VIEW_DRAW;
    }
    receipt->message_role = ROLE_OK;
    snprintf(receipt->message, sizeof receipt->message,
             _("The receipt is in %s."), name);
    return VIEW_DRAW;
}

static const struct key receipt_keys[] = {
    {.is = {ACTION_SAVE},
     N_("save"),
     N_("Write it to a file in this folder, to be handed on."),
     .act = save},
    {.more = page_keys},
    {.is = {ACTION_QUIT, ACTION_BACK, ACTION_ENTER, ACTION_RECEIPT},
     N_("back"),
     N_("Back to the lesson."),
     .act = view_back,
     .first_only = true},
    KEYS_END,
};

/* What was said has been read when the text is scrolled. */
static unsigned receipt_key(struct view *view, int key)
{
    struct receipt *receipt = (struct receipt *)view;

    receipt->fresh = false;
    unsigned what = page_key(view, key);
    if (what != VIEW_IGNORED && !receipt->fresh)
        receipt->message[0] = '\0';
    return what;
}

static void receipt_close(struct view *view)
{
    struct receipt *receipt = (struct receipt *)view;

    free(receipt->text);
    free(receipt);
}

static const struct view_ops receipt_ops = {
    .draw = receipt_draw,
    .key = receipt_key,
    .close = receipt_close,
};

struct view *receipt_page(const char *id, char *text)
{
    struct receipt *receipt = calloc(1, sizeof *receipt);

    if (!receipt) {
        free(text);
        return NULL;
    }
    receipt->text = text;
    snprintf(receipt->id, sizeof receipt->id, "%.240s-receipt", id);
    return page_view(&receipt->page, &receipt_ops, N_("a receipt"),
                     receipt_keys, MARGIN);
}
