/*
 * prose.c - a word at a time: a word that does not fit begins a new row.
 *
 * A word may be made of pieces in different styles ("`bind()`,"), which must
 * not be torn apart, so the pieces gather in the pen until white space ends
 * the word.
 *
 * The pen always goes through the whole text, and only pen_put() and
 * pen_margin() ask whether its row shows. So counting rows is drawing on an
 * area without any, scrolling is another top, and a count can never differ
 * from what is drawn. Lessons are short: it costs nothing that is noticed.
 */
#include "widgets/screen/prose.h"

#include <string.h>

#include "widgets/screen/glyph.h"

enum {
    WORD_BYTES = 512, /* of a word, or of a row of code, with its NUL */
    WORD_PIECES = 16, /* styles within one word */
};

/* A run of one style within a word. */
struct piece {
    enum role role;
    size_t start; /* in the pen's word */
};

/* Where the next word goes, and the word that is being gathered. */
struct pen {
    struct area area; /* its width is what rows are broken at */
    int top;          /* this many rows are passed over undrawn */
    int row;          /* counted from the text's beginning */
    int x;            /* the column behind what stands on the row */
    int indent;       /* where a continued row begins */
    bool quote;       /* rows begin with a bar */
    bool fresh;       /* nothing stands on this row yet */
    bool space;       /* white space came before the word */
    bool torn;        /* the word's beginning was placed already */
    enum role last;   /* of what was placed last */

    char word[WORD_BYTES];
    size_t len;
    struct piece pieces[WORD_PIECES];
    int n_pieces;
};

/* At the text's beginning, with nothing written. */
static void pen_open(struct pen *pen, struct area area, int top)
{
    memset(pen, 0, sizeof *pen);
    pen->area = area;
    pen->top = top;
    pen->fresh = true;
}

/* Draw at the pen's row, which may be scrolled out or below the area. */
static void pen_put(struct pen *pen, int x, enum role role, const char *text)
{
    area_put(pen->area, pen->row - pen->top, x, role, text);
}

/* A quote is told by the bar in front of each of its rows. */
static void pen_margin(struct pen *pen)
{
    if (pen->quote)
        area_sign(pen->area, pen->row - pen->top, 0, ROLE_FRAME, SIGN_VERTICAL);
}

/* What is written next begins a row, below the indent. */
static void pen_row(struct pen *pen)
{
    pen->row++;
    pen->x = pen->indent;
    pen->fresh = true;
    pen->space = false;
}

/* Copy piece number i of the word, ended with a NUL, into out. */
static void piece_copy(const struct pen *pen, int i, char *out)
{
    size_t end = i + 1 < pen->n_pieces ? pen->pieces[i + 1].start : pen->len;
    size_t len = end - pen->pieces[i].start;

    memcpy(out, pen->word + pen->pieces[i].start, len);
    out[len] = '\0';
}

/* Write a piece, over several rows where one does not take it. */
static void pen_piece(struct pen *pen, enum role role, char *text)
{
    int used;
    size_t fits;

    while (glyph_columns(text) > pen->area.w - pen->x &&
           (fits = glyph_fit(text, pen->area.w - pen->x, &used)) > 0) {
        char rest = text[fits];

        text[fits] = '\0';
        pen_put(pen, pen->x, role, text);
        text[fits] = rest;
        text += fits;
        pen_row(pen);
        pen_margin(pen);
    }
    pen_put(pen, pen->x, role, text);
    pen->x += glyph_columns(text);
}

/*
 * Between two words that look alike the space looks like them, so that a
 * sentence on a background is one piece. A terminal is then told of its look
 * once, and not for each word.
 */
static void pen_gap(struct pen *pen, int gap)
{
    if (gap > 0 && pen->last == pen->pieces[0].role && pen->last != ROLE_PLAIN)
        pen_put(pen, pen->x, pen->last, " ");
    pen->x += gap;
}

/*
 * The gathered word is complete: give it its place. Its width decides first
 * whether this row still takes it. A word that is wider than any row (a long
 * path; any sentence of a script that has no spaces) begins one of its own and
 * goes on over the next. The space before it is written only within a row,
 * never at a row's beginning.
 */
static void pen_word(struct pen *pen)
{
    char text[WORD_BYTES];
    int width = 0;

    if (pen->len == 0)
        return;
    for (int i = 0; i < pen->n_pieces; i++) {
        piece_copy(pen, i, text);
        width += glyph_columns(text);
    }
    int gap = pen->space && !pen->fresh ? 1 : 0;
    if (!pen->fresh && !pen->torn && pen->x + gap + width > pen->area.w)
        pen_row(pen);
    else
        pen_gap(pen, gap);
    if (pen->fresh)
        pen_margin(pen);
    for (int i = 0; i < pen->n_pieces; i++) {
        piece_copy(pen, i, text);
        pen_piece(pen, pen->pieces[i].role, text);
    }
    pen->last = pen->pieces[pen->n_pieces - 1].role;
    pen->fresh = false;
    pen->space = false;
    pen->torn = false;
    pen->len = 0;
    pen->n_pieces = 0;
}

/*
 * Add a byte to the word. A word that outgrows the pen is placed in parts, each
 * of whole characters.
 */
static void pen_byte(struct pen *pen, enum role role, char c)
{
    bool same =
        pen->n_pieces > 0 && pen->pieces[pen->n_pieces - 1].role == role;
    bool begins = !utf8_goes_on(c);

    if (pen->len + 1 >= WORD_BYTES ||
        (begins && pen->len + UTF8_BYTES >= WORD_BYTES) ||
        (!same && pen->n_pieces == WORD_PIECES)) {
        pen_word(pen);
        pen->torn = true;
    }
    if (pen->n_pieces == 0 || !same)
        pen->pieces[pen->n_pieces++] =
            (struct piece){.role = role, .start = pen->len};
    pen->word[pen->len++] = c;
}

/*
 * Gather words out of the text. Spaces only say that a word has ended. A
 * newline is a break that the author wanted: markdown.c has made spaces of
 * those that merely break a source line.
 */
static void pen_text(struct pen *pen, enum role role, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n') {
            pen_word(pen);
            pen_row(pen);
        } else if (*text == ' ' || *text == '\t') {
            pen_word(pen);
            pen->space = true;
        } else {
            pen_byte(pen, role, *text);
        }
    }
}

/* ---- paragraphs ---- */

/* One role a span: code keeps its look inside of emphasis. */
static enum role span_role(const struct span *span, enum role plain)
{
    if (span->style & SPAN_CODE)
        return ROLE_CODE;
    if (span->style & SPAN_STRONG)
        return ROLE_STRONG;
    if (span->style & (SPAN_EMPHASIS | SPAN_LINK))
        return ROLE_EMPHASIS;
    return plain;
}

/* Spans follow each other without a gap: they may be parts of one word. */
static void pen_spans(struct pen *pen, const struct para *para, enum role plain)
{
    for (size_t i = 0; i < para->n_spans; i++) {
        const struct span *span = &para->spans[i];

        if (!span->text)
            continue;
        pen_text(pen, span_role(span, plain), span->text);
        /* A terminal has no links, so the target must be readable. */
        if (span->href && strcmp(span->href, span->text) != 0) {
            pen_text(pen, ROLE_DIM, " (");
            pen_text(pen, ROLE_DIM, span->href);
            pen_text(pen, ROLE_DIM, ")");
        }
    }
    pen_word(pen);
}

/*
 * Code keeps its own lines. A row that is too long is cut, as wrapping would
 * make another program of it.
 */
static void pen_code(struct pen *pen, const struct para *para)
{
    const char *line = para->code ? para->code : "";
    char text[WORD_BYTES];

    while (*line) {
        size_t len = strcspn(line, "\n");
        size_t kept = len < sizeof text - 1 ? len : sizeof text - 1;

        memcpy(text, line, kept);
        text[kept] = '\0';
        pen_put(pen, 2, ROLE_CODE, text);
        line += len + (line[len] == '\n');
        if (*line)
            pen_row(pen);
    }
}

/* The mark stands to the left of where all of the item's rows begin. */
static void pen_item(struct pen *pen, const struct para *para)
{
    int indent = 2 * (para->depth > 0 ? para->depth : 1);
    char mark[16];

    if (para->number > 0)
        snprintf(mark, sizeof mark, "%d.", para->number);
    else
        snprintf(mark, sizeof mark, "%s", theme_sign(SIGN_BULLET));
    pen_put(pen, indent - 2, ROLE_PLAIN, mark);
    pen->indent = indent + (para->number > 0 ? 1 : 0);
    pen->x = pen->indent;
    pen_spans(pen, para, ROLE_PLAIN);
}

/* One paragraph, from the pen's row on; the pen stays on its last row. */
static void pen_para(struct pen *pen, const struct para *para)
{
    pen->indent = 0;
    pen->x = 0;
    pen->fresh = true;
    pen->quote = false;
    switch (para->kind) {
    case PARA_TEXT: pen_spans(pen, para, ROLE_PLAIN); break;
    case PARA_HEADING: pen_spans(pen, para, ROLE_HEADING); break;
    case PARA_ITEM: pen_item(pen, para); break;
    case PARA_QUOTE:
        pen->quote = true;
        pen->indent = 2;
        pen->x = 2;
        pen_spans(pen, para, ROLE_PLAIN);
        break;
    case PARA_CODE: pen_code(pen, para); break;
    }
}

/* Scripts, questions and programs have panes of their own. */
static bool para_shown(const struct para *para)
{
    if (para->kind != PARA_CODE || !para->info)
        return true;
    return strcmp(para->info, "lab") != 0 &&
           strcmp(para->info, "predict") != 0 &&
           strncmp(para->info, "c ", 2) != 0;
}

/* Items of a list stand together; all else is parted by a blank row. */
static bool paras_joined(const struct para *above, const struct para *below)
{
    return above->kind == PARA_ITEM && below->kind == PARA_ITEM;
}

/* One column stays free for the signs that there is more. */
static int prose_width(int width)
{
    return area_least(width > 1 ? width - 1 : width, PROSE_WIDTH);
}

/* To begin at row y is to have scrolled by -y. */
int prose_paras(const void *of, struct area area, int y)
{
    const struct prose *prose = of;
    const struct document *document = prose->document;
    const struct para *above = NULL;
    struct pen pen;

    pen_open(&pen, area_columns(area, 0, prose_width(area.w)), -y);
    for (size_t i = 0; i < prose->n && prose->first + i < document->n; i++) {
        const struct para *para = &document->paras[prose->first + i];

        if (!para_shown(para))
            continue;
        if (above)
            pen.row += paras_joined(above, para) ? 1 : 2;
        pen_para(&pen, para);
        above = para;
    }
    return above ? pen.row + 1 : 0;
}

int prose_text(struct area area, int y, int indent, enum role role,
               const char *text)
{
    struct pen pen;

    if (!text || !*text)
        return 0;
    pen_open(&pen, area, -y);
    pen.indent = indent;
    pen_text(&pen, role, text);
    pen_word(&pen);
    return pen.row + 1;
}
