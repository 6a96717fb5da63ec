/*
 * markdown.c - see markdown.h.
 *
 * md4c calls back for each block, span and piece of text. It doesn't say
 * where in the file it is, but most of the texts that it hands over lie in
 * the file's own bytes, and their place there gives the line.
 */
#include "lessons/lesson/markdown.h"

#include <limits.h>
#include <md4c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/lesson/markdown_text.h"
#include "lessons/text/slice.h"
#include "lessons/text/unseen.h"

enum { LISTS_DEEP = 8 };

/* A list that is open, within those before it. */
struct list {
    bool ordered;
    int number; /* of the item that is open */
};

struct reader {
    struct document *document;
    struct problems *problems;
    struct slice file;
    size_t counted; /* lines are counted up to this byte of the file */
    int line;       /* the line that it is in */

    struct para *para; /* the one that is open; NULL: none */
    bool has_line;     /* its line is known */
    int blank_lines;   /* of a code block, before its line was known */
    char *pending;     /* text that is no span yet */
    size_t pending_len;
    size_t pending_room;

    struct list lists[LISTS_DEEP];
    int depth;                   /* of lists, may be more than LISTS_DEEP */
    bool item_begins;            /* the next text is the first of a list item */
    int quotes;                  /* how many are open */
    int spans[MD_SPAN_CODE + 1]; /* how many are open, by MD_SPANTYPE; without
                                    md4c's extensions there are no others */
    char *href;                  /* of the link that is open */
    int skipping;                /* blocks and spans that lessons can't use */
    const char *unwanted;        /* what they are, until their line is known */
    const char *comment_end;     /* of the last one in a block of HTML */
    int html_line;               /* the last one whose HTML was told of */
};

/* ---- lines ---- */

static bool in_file(const struct reader *r, const char *text)
{
    uintptr_t at = (uintptr_t)text, begin = (uintptr_t)r->file.at;

    return text && at >= begin && at < begin + r->file.len;
}

/* Count lines up to text, which lies in the file. */
static void move_to(struct reader *r, const char *text)
{
    size_t offset = (size_t)(text - r->file.at);

    for (; r->counted < offset; r->counted++)
        r->line += r->file.at[r->counted] == '\n';
}

/* One message for a table or a piece of HTML, however long it is. */
static void report_unwanted(struct reader *r, int line)
{
    if (!r->unwanted)
        return;
    problems_add(r->problems, line, "%s", translate(r->unwanted));
    r->unwanted = NULL;
}

/* The place of a text is known: so is the line of what it belongs to. */
static void see_text(struct reader *r, const char *text)
{
    if (!in_file(r, text))
        return;
    move_to(r, text);
    report_unwanted(r, r->line);
    if (!r->para || r->has_line)
        return;
    r->para->line = r->line;
    if (r->para->kind == PARA_CODE)
        r->para->line -= r->blank_lines + 1;
    r->has_line = true;
}

/* ---- paragraphs ---- */

static int no_memory(struct reader *r)
{
    problems_no_memory(r->problems);
    return -1;
}

static int open_para(struct reader *r, enum para_kind kind, int depth)
{
    struct document *d = r->document;
    struct para *grown;

    /* Room grows in powers of two: the number of paragraphs tells when. */
    if ((d->n & (d->n - 1)) == 0) {
        grown =
            reallocarray(d->paras, d->n > 0 ? 2 * d->n : 1, sizeof(*d->paras));
        if (!grown)
            return no_memory(r);
        d->paras = grown;
    }
    r->para = &d->paras[d->n++];
    *r->para = (struct para){.kind = kind, .depth = depth, .line = r->line};
    r->has_line = false;
    r->blank_lines = 0;
    return 0;
}

/* Text that no block of its own was opened for, in a list or in a quote. */
static int open_text(struct reader *r)
{
    int depth = r->depth < LISTS_DEEP ? r->depth : LISTS_DEEP;
    const struct list *list = depth > 0 ? &r->lists[depth - 1] : NULL;

    if (!r->item_begins)
        return open_para(r, r->quotes > 0 ? PARA_QUOTE : PARA_TEXT, 0);
    r->item_begins = false;
    if (open_para(r, PARA_ITEM, r->depth) != 0)
        return -1;
    r->para->number = list && list->ordered ? list->number : 0;
    return 0;
}

static unsigned style_now(const struct reader *r)
{
    return (r->spans[MD_SPAN_EM] > 0 ? SPAN_EMPHASIS : 0) |
           (r->spans[MD_SPAN_STRONG] > 0 ? SPAN_STRONG : 0) |
           (r->spans[MD_SPAN_CODE] > 0 ? SPAN_CODE : 0) |
           (r->href ? SPAN_LINK : 0);
}

/* Make the pending text a span of the style that it was read in. */
static int end_span(struct reader *r)
{
    struct slice text = {r->pending, r->pending_len};
    struct para *para = r->para;
    struct span *grown;

    if (!para || text.len == 0)
        return 0;
    grown = reallocarray(para->spans, para->n_spans + 1, sizeof(*grown));
    if (!grown)
        return no_memory(r);
    para->spans = grown;
    grown = &para->spans[para->n_spans];
    *grown = (struct span){.style = style_now(r), .text = slice_dup(text)};
    if (!grown->text)
        return no_memory(r);
    para->n_spans++;
    r->pending_len = 0;
    if (r->href && !(grown->href = strdup(r->href)))
        return no_memory(r);
    return 0;
}

static int append(struct reader *r, const char *text, size_t len)
{
    if (r->pending_len + len > r->pending_room) {
        size_t room = 2 * (r->pending_len + len) + 64;
        char *grown = realloc(r->pending, room);

        if (!grown)
            return no_memory(r);
        r->pending = grown;
        r->pending_room = room;
    }
    memcpy(r->pending + r->pending_len, text, len);
    r->pending_len += len;
    return 0;
}

/*
 * Prose is printed too, and turns or hides nothing there. A block is what it
 * is: a script's bytes count.
 */
static int append_text(struct reader *r, struct slice text)
{
    bool block = r->para && r->para->kind == PARA_CODE;
    char *plain;

    if (block || unseen_find(text) == text.len)
        return append(r, text.at, text.len);
    plain = unseen_plain(text);
    int result = plain ? append(r, plain, strlen(plain)) : no_memory(r);
    free(plain);
    return result;
}

/* Code is kept whole; everything else ends with its last span. */
static int close_para(struct reader *r)
{
    struct para *para = r->para;
    int result = 0;

    if (!para)
        return 0;
    if (para->kind == PARA_CODE) {
        para->code = slice_dup((struct slice){r->pending, r->pending_len});
        r->pending_len = 0;
        result = !para->code ? no_memory(r) : 0;
    } else {
        result = end_span(r);
    }
    r->para = NULL;
    return result;
}

/* ---- blocks ---- */

/* From here to the matching leave nothing is kept. */
static void skip(struct reader *r, const char *what)
{
    if (r->skipping++ == 0)
        r->unwanted = what;
    r->comment_end = NULL;
}

/*
 * The text behind the fence lies in the fence's own line, so it gives the line
 * even of an empty block.
 */
static int open_code(struct reader *r, const MD_BLOCK_CODE_DETAIL *detail)
{
    struct slice info = {detail->info.text, detail->info.size};

    if (open_para(r, PARA_CODE, 0) != 0)
        return -1;
    r->item_begins = false;
    if (in_file(r, info.at)) {
        move_to(r, info.at);
        r->para->line = r->line;
        r->has_line = true;
    }
    r->para->info = info.len > 0 ? slice_dup(slice_trim(info)) : strdup("");
    return !r->para->info ? no_memory(r) : 0;
}

/* Lists deeper than LISTS_DEEP are counted, and numbered like the last. */
static void open_list(struct reader *r, bool ordered, int number)
{
    if (r->depth < LISTS_DEEP)
        r->lists[r->depth] = (struct list){ordered, number - 1};
    r->depth++;
}

static void open_item(struct reader *r)
{
    r->item_begins = true;
    if (r->depth > 0 && r->depth <= LISTS_DEEP)
        r->lists[r->depth - 1].number++;
}

/* A block that begins ends the paragraph before it (tight lists say no end). */
static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    if (close_para(r) != 0)
        return -1;
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR: return 0; /* a rule only separates */
    case MD_BLOCK_QUOTE: r->quotes++; return 0;
    case MD_BLOCK_UL: open_list(r, false, 0); return 0;
    case MD_BLOCK_OL:
        open_list(r, true, (int)((MD_BLOCK_OL_DETAIL *)detail)->start);
        return 0;
    case MD_BLOCK_LI: open_item(r); return 0;
    case MD_BLOCK_H:
        return open_para(r, PARA_HEADING,
                         (int)((MD_BLOCK_H_DETAIL *)detail)->level);
    case MD_BLOCK_CODE: return open_code(r, detail);
    case MD_BLOCK_P: return open_text(r);
    case MD_BLOCK_HTML: skip(r, markdown_no_html); return 0;
    case MD_BLOCK_TABLE: skip(r, markdown_no_table); return 0;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: return 0;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    (void)detail;
    if (close_para(r) != 0)
        return -1;
    if (type == MD_BLOCK_QUOTE)
        r->quotes--;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
        r->depth--;
    if (type == MD_BLOCK_LI)
        r->item_begins = false;
    if (type == MD_BLOCK_HTML || type == MD_BLOCK_TABLE) {
        report_unwanted(r, r->line);
        r->skipping--;
    }
    return 0;
}

/* ---- spans ---- */

/* Only the web is a place that every reader can get to from a terminal. */
static int open_link(struct reader *r, const MD_SPAN_A_DETAIL *detail)
{
    struct slice href = {detail->href.text, detail->href.size};

    free(r->href);
    r->href = href.len > 0 ? slice_dup(href) : strdup("");
    if (!r->href)
        return no_memory(r);
    if (in_file(r, href.at))
        move_to(r, href.at);
    if (!slice_begins(href, "https://"))
        problems_add(r->problems, r->line,
                     "a link to '%.*s' was found, https://... was expected",
                     SLICE(href));
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    if (r->skipping == 0 && !r->para && open_text(r) != 0)
        return -1;
    if (end_span(r) != 0)
        return -1;
    r->spans[type]++;
    if (type == MD_SPAN_IMG)
        skip(r, N_("an image was found, headings, text, lists, quotes, links "
                   "and fenced code were expected"));
    else if (type == MD_SPAN_A)
        return open_link(r, detail);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    (void)detail;
    if (end_span(r) != 0)
        return -1;
    r->spans[type]--;
    if (type == MD_SPAN_IMG) {
        report_unwanted(r, r->line);
        r->skipping--;
    } else if (type == MD_SPAN_A) {
        free(r->href);
        r->href = NULL;
    }
    return 0;
}

/* ---- text ---- */

static int add_entity(struct reader *r, struct slice entity)
{
    const char *text = markdown_entity(entity);

    if (text)
        return append(r, text, strlen(text));
    problems_add(r->problems, r->line,
                 "'%.*s' was found, the character itself was expected",
                 SLICE(entity));
    return 0;
}

/* A tag and its end in one line are one mistake. */
static void see_html(struct reader *r)
{
    r->unwanted = r->line != r->html_line ? markdown_no_html : NULL;
    r->html_line = r->line;
    report_unwanted(r, r->line);
}

/*
 * What a writer notes for writers is not shown. md4c makes one block of a
 * comment and of HTML in the next line.
 */
static void see_comment(struct reader *r, struct slice text)
{
    if (!in_file(r, text.at) || slice_trim(text).len == 0 ||
        (r->unwanted != markdown_no_html && !r->comment_end))
        return;
    if (!r->comment_end || text.at >= r->comment_end)
        r->comment_end = markdown_comment(r->file, text.at);
    r->unwanted = r->comment_end ? NULL : markdown_no_html;
}

/*
 * What md4c takes for a table depends on its version: 0.4.8 wants three dashes
 * a column, 0.5.2 one, as other readers of Markdown do (GFM 4.10). What it does
 * not take comes as text. A writer is told the same in either case: the line
 * of the table's head, which is above the rule where the paragraph has begun
 * before.
 */
static void see_table(struct reader *r, struct slice text)
{
    if (r->spans[MD_SPAN_CODE] > 0 || !in_file(r, text.at) ||
        !markdown_table_rule(r->file, text.at))
        return;
    r->unwanted = markdown_no_table;
    report_unwanted(r, r->para->line < r->line ? r->line - 1 : r->line);
}

/* A line end in the source is a blank, two spaces before it make it stay. */
static int add_text(struct reader *r, MD_TEXTTYPE type, struct slice text)
{
    switch (type) {
    case MD_TEXT_NORMAL: see_table(r, text); return append_text(r, text);
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH: return append_text(r, text);
    case MD_TEXT_NULLCHAR: return 0; /* text_check() reports it */
    case MD_TEXT_BR: return append(r, "\n", 1);
    case MD_TEXT_SOFTBR: return append(r, " ", 1);
    case MD_TEXT_ENTITY: return add_entity(r, text);
    case MD_TEXT_HTML: see_html(r); return 0;
    }
    return 0;
}

/*
 * In a tight list there is no block for the text of an item, so text may find
 * no paragraph open.
 */
static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size,
                   void *user)
{
    struct reader *r = user;

    if (r->skipping == 0 && !r->para && open_text(r) != 0)
        return -1;
    if (type == MD_TEXT_HTML && r->skipping == 1)
        see_comment(r, (struct slice){text, size});
    see_text(r, text);
    if (r->skipping > 0)
        return 0;
    if (r->para->kind == PARA_CODE && !r->has_line && size == 1 &&
        text[0] == '\n')
        r->blank_lines++;
    return add_text(r, type, (struct slice){text, size});
}

/* ---- the whole of it ---- */

int document_read(struct document *document, const char *text, size_t len,
                  int first_line, struct problems *problems)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text,
    };
    struct reader r = {
        .document = document,
        .problems = problems,
        .file = {text, len},
        .line = first_line,
    };

    *document = (struct document){0};
    if (len > INT_MAX)
        return problems_add(problems, 0,
                            "%zu bytes were found, a lesson was expected", len);
    if (md_parse(text, (MD_SIZE)len, &parser, &r) != 0)
        problems_no_memory(problems);
    free(r.pending);
    free(r.href);
    return problems_none(problems) ? 0 : -1;
}
