/*
 * markdown.h - Markdown read into paragraphs; the only file that knows md4c.
 *
 * A document is a flat list: headings, text, list items, quotes, fenced
 * blocks. That is all that lessons use; tables, HTML and images are errors. A
 * comment that stands by itself, <!-- ... -->, is nothing.
 */
#ifndef LESSONS_LESSON_MARKDOWN_H
#define LESSONS_LESSON_MARKDOWN_H

#include <stddef.h>

#include "lab/base/err.h"
#include "lessons/text/problems.h"

enum span_style {
    SPAN_PLAIN = 0,
    SPAN_EMPHASIS = 1,
    SPAN_STRONG = 2,
    SPAN_CODE = 4,
    SPAN_LINK = 8, /* its text; the target is in the span's href */
};

struct span {
    unsigned style; /* of enum span_style, joined by | */
    char *text;     /* owned; a hard line break is "\n" */
    char *href;     /* owned; NULL unless SPAN_LINK */
};

enum para_kind {
    PARA_TEXT,
    PARA_HEADING,
    PARA_ITEM, /* of a list */
    PARA_QUOTE,
    PARA_CODE, /* fenced: info and code hold it, spans are empty */
};

struct para {
    enum para_kind kind;
    int depth;  /* heading level; nesting of a list item, from 1 */
    int number; /* of an ordered item; 0 for a bullet */
    int line;   /* in the file, from 1; for PARA_CODE of the fence */
    struct span *spans;
    size_t n_spans;
    char *info; /* PARA_CODE: what stands behind the fence, trimmed */
    char *code; /* PARA_CODE: its text, with newlines */
};

struct document {
    struct para *paras;
    size_t n;
};

/*
 * Read len bytes of Markdown; first_line is the file's line that text begins
 * with (front matter stands above it). What a lesson can't use is noted, and
 * the rest read. Returns 0, or -1 when something was noted.
 */
int document_read(struct document *document, const char *text, size_t len,
                  int first_line, struct problems *problems);

/* Free what a document holds, or one paragraph. */
void document_free(struct document *document);
void para_free(struct para *para);

#endif
