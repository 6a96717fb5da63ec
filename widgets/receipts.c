/*
 * receipts.c - shows a receipt, and writes it to a file.
 *
 * The text is what the file will hold, line by line; only lines that are wider
 * than the screen are wrapped.
 */
#include "widgets/receipts.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "widgets/prose.h"
#include "widgets/reserve.h"

enum { MARGIN = 2, LINE = 1024 };

struct receipts {
    struct view view;
    char id[256];
    char *text;        /* owned */
    int top;           /* the first row that shows; clamped while drawing */
    int rows;          /* of all text, as last drawn */
    int page;          /* rows that show, as last drawn */
    char message[512]; /* what became of the file, until the next key */
    enum role message_role;
};

static const struct key_help receipts_keys[] = {
    {"s", "save", "Write it to a file in this folder, to be handed on."},
    {"Up Down", "scroll", "Scroll by a line; j and k do the same."},
    {"PageUp PageDown", NULL, "Scroll by a page; so does the space bar."},
    {"Home End", NULL, "The first and the last line."},
    {"q", "back", "Back to the lesson; d, Esc and Enter do the same."},
    {NULL, NULL, NULL},
};

/* ---- drawing ---- */

/*
 * The text from row y on; returns its rows, those outside included. What fits
 * is put as it stands, for the columns of a receipt line up; only a longer
 * line is wrapped, at its own indent.
 */
static int draw_text(const struct receipts *receipts, struct area area, int y)
{
    const char *at = receipts->text;
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

/* Scrolling is settled here, where the size is known. */
static void receipts_draw(struct view *view, struct area area)
{
    struct receipts *receipts = (struct receipts *)view;
    struct area body = area_rows(area, 2, area.h - 4);

    body = area_columns(body, MARGIN, body.w - 2 * MARGIN);
    receipts->page = body.h;
    receipts->rows = draw_text(receipts, area_rows(body, 0, 0), 0);
    receipts->top = prose_clamp(receipts->top, receipts->rows, receipts->page);
    area_fill(area, 0, ROLE_TITLE);
    area_put(area, 0, 1, ROLE_TITLE, "Receipt: where your kernel differs");
    draw_text(receipts, body, -receipts->top);
    prose_more(area_rows(area, 2, area.h - 4), receipts->top, receipts->rows);
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

/* By what was measured last, as the help does. */
static unsigned scroll_to(struct receipts *receipts, int top)
{
    receipts->top = prose_clamp(top, receipts->rows, receipts->page);
    return VIEW_DRAW;
}

/* The keys of the help, and d, which has opened the page. */
static unsigned receipts_key(struct view *view, int key)
{
    struct receipts *receipts = (struct receipts *)view;
    int top = receipts->top, page = receipts->page;

    receipts->message[0] = '\0';
    switch (key) {
    case 's': return save(receipts);
    case 'k':
    case KEY_BASE + KEY_UP: return scroll_to(receipts, top - 1);
    case 'j':
    case KEY_BASE + KEY_DOWN: return scroll_to(receipts, top + 1);
    case KEY_BASE + KEY_PPAGE: return scroll_to(receipts, top - page);
    case ' ':
    case KEY_BASE + KEY_NPAGE: return scroll_to(receipts, top + page);
    case KEY_BASE + KEY_HOME: return scroll_to(receipts, 0);
    case KEY_BASE + KEY_END: return scroll_to(receipts, receipts->rows);
    case 0x1b:
    case 'q':
    case 'd':
    case '\n': return VIEW_CLOSE;
    default: return VIEW_IGNORED;
    }
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

struct view *receipts_view(const char *id, char *text)
{
    struct receipts *receipts = calloc(1, sizeof *receipts);

    if (!receipts) {
        free(text);
        return NULL;
    }
    receipts->view.ops = &receipts_ops;
    receipts->text = text;
    snprintf(receipts->id, sizeof receipts->id, "%.240s-receipt", id);
    return &receipts->view;
}
