/*
 * receipt_page.c - shows a receipt, and writes it to a file.
 *
 * The text is what the file will hold, line by line; only lines that are wider
 * than the screen are wrapped.
 */
#include "widgets/lesson/receipt_page.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "widgets/screen/new_file.h"
#include "widgets/screen/prose.h"
#include "widgets/view/page.h"

enum {
    LINE = 1024, /* bytes; what is longer is cut */
    MARGIN = 2,  /* columns at either side */
    FOOT = 2,    /* rows below the text, for what became of the file */
};

struct receipts {
    struct view view;
    char id[256];
    char *text; /* owned */
    struct page page;
    char message[512]; /* what became of the file, until one scrolls */
    enum role message_role;
};

static const struct key_help receipts_keys[] = {
    {"s", "save", "Write it to a file in this folder, to be handed on."},
    PAGE_KEYS,
    {"q", "back", "Back to the lesson; d, Esc and Enter do the same."},
    {NULL, NULL, NULL},
};

/* ---- drawing ---- */

/*
 * A page_text. What fits is put as it stands, for the columns of a receipt
 * line up; only a longer line is wrapped, at its own indent.
 */
static int draw_text(const void *of, struct area area, int y)
{
    const char *at = ((const struct receipts *)of)->text;
    char line[LINE];
    int first = y;

    while (*at) {
        size_t len = strcspn(at, "\n");

        snprintf(line, sizeof line, "%.*s", (int)len, at);
        int indent = (int)strspn(line, " ");
        struct area rest = area_columns(area, indent, area.w - indent);
        if (text_columns(line + indent) <= rest.w) {
            area_put(rest, y++, 0, ROLE_PLAIN, line + indent);
        } else {
            y += prose_text(rest, y, 2, ROLE_PLAIN, line + indent);
        }
        at += len + (at[len] == '\n');
    }
    return y - first;
}

static void receipts_draw(struct view *view, struct area area)
{
    struct receipts *receipts = (struct receipts *)view;

    page_draw(&receipts->page, area, "Receipt: where your kernel differs",
              draw_text, receipts);
    area_put(area, area.h - 1, MARGIN, receipts->message_role,
             receipts->message);
}

/* ---- keys ---- */

/* A file that could not be written whole is no use to anybody. */
static int write_file(const struct receipts *receipts, const char *name)
{
    FILE *file = fopen(name, "w");

    if (!file)
        return -1;
    fputs(receipts->text, file);
    int error = fflush(file) != 0 || ferror(file) ? errno : 0;
    if (fclose(file) != 0 && !error)
        error = errno;
    if (!error)
        return 0;
    unlink(name);
    errno = error;
    return -1;
}

/* The name is said, as the folder may hold receipts of other days. */
static unsigned save(struct receipts *receipts)
{
    char name[300];

    receipts->message_role = ROLE_ERROR;
    if (file_reserve(receipts->id, ".txt", name, sizeof name) < 0 ||
        write_file(receipts, name) < 0) {
        snprintf(receipts->message, sizeof receipts->message,
                 "%s can't be written: %s.", name, strerror(errno));
        return VIEW_DRAW;
    }
    receipts->message_role = ROLE_OK;
    snprintf(receipts->message, sizeof receipts->message,
             "The receipt is in %s.", name);
    return VIEW_DRAW;
}

/*
 * d has opened the page and closes it as well. A key that means nothing here
 * is left to the app, whose ? opens the help.
 */
static unsigned receipts_key(struct view *view, int key)
{
    struct receipts *receipts = (struct receipts *)view;
    unsigned what;

    switch (key) {
    case 's': return save(receipts);
    case 'd': return VIEW_CLOSE;
    default: break;
    }
    what = page_key(&receipts->page, key);
    if (what != VIEW_IGNORED)
        receipts->message[0] = '\0';
    return what;
}

static void receipts_close(struct view *view)
{
    struct receipts *receipts = (struct receipts *)view;

    free(receipts->text);
    free(receipts);
}

static const struct view_ops receipts_ops = {
    .name = "a receipt",
    .keys = receipts_keys,
    .draw = receipts_draw,
    .key = receipts_key,
    .close = receipts_close,
};

struct view *receipt_page(const char *id, char *text)
{
    struct receipts *receipts = calloc(1, sizeof *receipts);

    if (!receipts) {
        free(text);
        return NULL;
    }
    receipts->view.ops = &receipts_ops;
    receipts->page = (struct page){.margin = MARGIN, .foot = FOOT};
    receipts->text = text;
    snprintf(receipts->id, sizeof receipts->id, "%.240s-receipt", id);
    return &receipts->view;
}
