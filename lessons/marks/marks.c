/*
 * marks.c - sentences, their checksums, and marks; see marks.h.
 *
 * Where a sentence ends must be decided in the same way each time, or marks
 * would not be found again. It matters less whether that is always right.
 */
#include "lessons/marks/marks.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/marks/marks_inside.h"

#define MARK_BEGIN "<!-- of:"

/* ---- sentences ---- */

/* FNV-1a, folded: it has to tell two versions of a sentence apart. */
static unsigned checksum(struct slice text)
{
    unsigned long digest = 0x811c9dc5;

    for (size_t i = 0; i < text.len; i++) {
        digest ^= (unsigned char)text.at[i];
        digest = digest * 0x01000193 & 0xffffffff;
    }
    return (unsigned)((digest >> 16 ^ digest) & 0xffff);
}

static int add_value(struct values *values, size_t section, int line,
                     unsigned value)
{
    struct value *grown =
        memory_one_more(values->list, values->n, &values->room, sizeof(*grown));

    if (!grown)
        return -1;
    values->list = grown;
    grown[values->n++] = (struct value){section, value, line};
    return 0;
}

int marks_add_sentence(struct marks *marks, struct slice text)
{
    struct marked *passage = &marks->passages[marks->n_passages - 1];
    struct sentence *grown;

    text = slice_trim(text);
    if (text.len == 0)
        return 0;
    grown = memory_one_more(marks->sentences, marks->n_sentences,
                            &marks->sentences_room, sizeof(*grown));
    if (!grown)
        return -1;
    marks->sentences = grown;
    grown += marks->n_sentences;
    *grown =
        (struct sentence){slice_dup(text), checksum(text), (int)++passage->n};
    if (!grown->text)
        return -1;
    marks->n_sentences++;
    return add_value(&marks->said, passage->section, 0, grown->mark);
}

/*
 * How long the first sentence of a text is. It ends with a sign and a blank,
 * unless it goes on in small letters, as behind "e.g. ".
 */
static size_t sentence_length(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        size_t end = i + 1;

        if (text.at[i] == '\n')
            return i;
        if (!strchr(".?!", text.at[i]))
            continue;
        while (end < text.len && strchr("\"'`*_)]", text.at[end]))
            end++;
        if (end + 1 >= text.len ||
            (text.at[end] == ' ' && !islower((unsigned char)text.at[end + 1])))
            return end;
    }
    return text.len;
}

int marks_add_sentences(struct marks *marks, struct slice text)
{
    while (text.len > 0) {
        size_t len = sentence_length(text);

        if (marks_add_sentence(marks, (struct slice){text.at, len}) != 0)
            return -1;
        if (len < text.len)
            len++;
        text = (struct slice){text.at + len, text.len - len};
    }
    return 0;
}

/* ---- passages ---- */

int marks_add_passage(struct marks *marks, size_t section, int line, int at)
{
    struct marked *grown =
        memory_one_more(marks->passages, marks->n_passages,
                        &marks->passages_room, sizeof(*grown));

    if (!grown)
        return -1;
    marks->passages = grown;
    grown[marks->n_passages++] = (struct marked){
        .line = line,
        .at = at,
        .section = section,
        .first = marks->n_sentences,
    };
    return 0;
}

/* ---- marks ---- */

static int add_mark(struct comments *c, struct slice word)
{
    struct slice rest = word;
    char digits[5];

    slice_span(&rest, "0123456789abcdef");
    if (word.len != 4 || rest.len > 0) {
        problems_add(c->problems, c->line,
                     "the mark '%.*s' was found, four digits from 0 to f were "
                     "expected (`socket-lab check --mark FILE` writes them)",
                     SLICE(word));
        return 0;
    }
    slice_copy(word, digits, sizeof(digits));
    return add_value(&c->marks->marks, c->section, c->line,
                     (unsigned)strtoul(digits, NULL, 16));
}

/* The line goes where marks are made anew. */
static int note_line(struct comments *c)
{
    struct marks *marks = c->marks;
    int *grown = memory_one_more(marks->mark_lines, marks->n_mark_lines,
                                 &marks->mark_lines_room, sizeof(*grown));

    if (!grown)
        return -1;
    marks->mark_lines = grown;
    grown[marks->n_mark_lines++] = c->line;
    return 0;
}

/* What stands behind a mark would go with its line. */
static void refuse_rest(struct comments *c, struct slice rest)
{
    rest = slice_trim(rest);
    if (rest.len > 0)
        problems_add(c->problems, c->line,
                     "'%.*s' was found behind a mark, the end of the line was "
                     "expected",
                     SLICE(rest));
}

int marks_comment(struct comments *c, struct slice line)
{
    const char *end = memmem(line.at, line.len, "-->", 3);

    if (!c->in_comment)
        c->in_mark = slice_take(&line, MARK_BEGIN);
    c->in_comment = !end;
    if (c->in_mark && note_line(c) != 0)
        return -1;
    if (end && c->in_mark)
        refuse_rest(
            c, (struct slice){end + 3, line.len - (size_t)(end + 3 - line.at)});
    if (end)
        line.len = (size_t)(end - line.at);
    while (c->in_mark && line.len > 0) {
        struct slice word = slice_word(&line);

        if (word.len > 0 && add_mark(c, word) != 0)
            return -1;
    }
    return 0;
}

static int compare_values(const void *left, const void *right)
{
    const struct value *a = left, *b = right;

    if (a->section != b->section)
        return a->section < b->section ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* A file without any has no list. */
static void sort(struct values *values)
{
    if (values->n > 0)
        qsort(values->list, values->n, sizeof(*values->list), compare_values);
}

void marks_sort(struct marks *marks)
{
    sort(&marks->said);
    sort(&marks->marks);
}

void marks_free(struct marks *marks)
{
    for (size_t i = 0; i < marks->n_sentences; i++)
        free(marks->sentences[i].text);
    free(marks->sentences);
    free(marks->passages);
    free(marks->marks.list);
    free(marks->said.list);
    free(marks->mark_lines);
    free(marks->fences);
    *marks = (struct marks){0};
}

bool marks_have(const struct values *values, size_t section, unsigned value)
{
    const struct value key = {.section = section, .value = value};

    return values->n > 0 &&
           bsearch(&key, values->list, values->n, sizeof(key), compare_values);
}

/* ---- writing ---- */

/* From where to where in the original the next passage is a translation. */
struct span_of {
    size_t from, to;
};

/*
 * Passages are paired in their order, section by section; the last one of a
 * section is of all that are left there.
 */
static struct span_of pair(const struct marks *original,
                           const struct marks *translation, size_t index,
                           size_t next)
{
    size_t section = translation->passages[index].section;
    bool last = index + 1 == translation->n_passages ||
                translation->passages[index + 1].section != section;
    struct span_of span;

    /* Words may stand in another order. */
    if (next > 0 && original->passages[next - 1].section > section)
        next = 0;
    while (next < original->n_passages &&
           original->passages[next].section < section)
        next++;
    span = (struct span_of){next, next};
    while (span.to < original->n_passages &&
           original->passages[span.to].section == section &&
           (last || span.to == span.from))
        span.to++;
    return span;
}

/* A comment of lines that are not too long. */
static void write_mark(FILE *out, const struct marks *original,
                       struct span_of span)
{
    int column = 0;

    for (size_t i = span.from; i < span.to; i++)
        for (size_t k = 0; k < original->passages[i].n; k++) {
            unsigned mark =
                original->sentences[original->passages[i].first + k].mark;

            if (column == 0)
                column = fprintf(out, MARK_BEGIN);
            else if (column > 68)
                column = fprintf(out, "\n ") - 1;
            column += fprintf(out, " %04x", mark);
        }
    if (column > 0)
        fputs(" -->\n", out);
}

char *marks_write(const struct marks *original, const struct marks *translation,
                  struct slice file)
{
    struct memory memory = {0};
    struct span_of span = {0};
    size_t passage = 0, marked = 0;

    if (!memory_open(&memory)) {
        memory_close(&memory);
        return NULL;
    }
    for (int line = 1; file.len > 0; line++) {
        const char *begin = file.at;

        slice_line(&file);
        for (; passage < translation->n_passages &&
               translation->passages[passage].at == line;
             passage++) {
            span = pair(original, translation, passage, span.to);
            write_mark(memory.out, original, span);
        }
        if (marked < translation->n_mark_lines &&
            translation->mark_lines[marked] == line)
            marked++;
        else
            fwrite(begin, 1, (size_t)(file.at - begin), memory.out);
    }
    return memory_close(&memory) ? memory.text : NULL;
}
