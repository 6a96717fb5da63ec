/*
 * marks.c - cuts lessons into sentences; see marks.h.
 *
 * The file's own lines are looked at, not the paragraphs that Markdown makes of
 * them: marks are put between lines. What a sentence is has to be the same each
 * time, and need not be right each time.
 */
#include "lessons/commands/marks.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/lesson/lesson_inside.h"

#define MARK_BEGIN "<!-- of:"

/* The file while it is cut. */
struct cutter {
    struct marks *marks;
    const struct lesson *lesson;
    struct problems *problems;
    int line;
    bool open;          /* the line before belongs to a passage */
    bool in_comment;    /* one that has not ended yet */
    bool in_mark;       /* and which is a mark */
    struct slice fence; /* the signs that opened a block; len 0: in none */
    char *text;         /* of the passage that is open; owned */
    size_t len, room;
};

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

static int add_sentence(struct marks *marks, struct slice text)
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

/* All sentences of a text in which lines are joined; '\n' ends one as well. */
static int add_sentences(struct marks *marks, struct slice text)
{
    while (text.len > 0) {
        size_t len = sentence_length(text);

        if (add_sentence(marks, (struct slice){text.at, len}) != 0)
            return -1;
        if (len < text.len)
            len++;
        text = (struct slice){text.at + len, text.len - len};
    }
    return 0;
}

/* ---- passages ---- */

static int add_passage(struct cutter *c, int line, int at)
{
    struct marks *marks = c->marks;
    struct marked *grown =
        memory_one_more(marks->passages, marks->n_passages,
                        &marks->passages_room, sizeof(*grown));

    if (!grown)
        return -1;
    marks->passages = grown;
    grown[marks->n_passages++] = (struct marked){
        .line = line,
        .at = at,
        .section = marks->n_fences,
        .first = marks->n_sentences,
    };
    return 0;
}

/* A line end that stays is one before an item of a list. */
static int append(struct cutter *c, struct slice line, bool item)
{
    char *grown;

    if (c->len + line.len + 2 > c->room) {
        c->room = 2 * (c->len + line.len + 2);
        grown = realloc(c->text, c->room);
        if (!grown)
            return -1;
        c->text = grown;
    }
    if (c->len > 0)
        c->text[c->len++] = item ? '\n' : ' ';
    memcpy(c->text + c->len, line.at, line.len);
    c->len += line.len;
    return 0;
}

/* The passage that was open is whole. */
static int end_passage(struct cutter *c)
{
    size_t len = c->len;

    c->len = 0;
    return len > 0 ? add_sentences(c->marks, (struct slice){c->text, len}) : 0;
}

static bool is_item(struct slice line)
{
    slice_span(&line, "0123456789");
    return slice_begins(line, "- ") || slice_begins(line, "* ") ||
           slice_begins(line, ". ");
}

/* What is indented goes on with an item, whose blank lines do not end it. */
static int cut_prose(struct cutter *c, struct slice line, bool indented)
{
    bool goes_on = c->open || (indented && c->len > 0);

    if (!goes_on &&
        (end_passage(c) != 0 || add_passage(c, c->line, c->line) != 0))
        return -1;
    c->open = true;
    return append(c, line, is_item(line));
}

/* ---- what is no paragraph ---- */

/* What people read of the front matter; its mark stands below it. */
static int cut_front(struct cutter *c, int body_line)
{
    const struct lesson *lesson = c->lesson;
    const char *texts[] = {lesson->title, lesson->chapter, lesson->summary};

    if (add_passage(c, FRONTMATTER_LINE, body_line) != 0)
        return -1;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (add_sentences(c->marks, slice_of(texts[i])) != 0)
            return -1;
    for (int i = 0; i < lesson->n_toggles; i++)
        if (add_sentence(c->marks, slice_of(lesson->toggles[i].label)) != 0)
            return -1;
    return 0;
}

/* The question whose fence is this line. */
static int cut_question(struct cutter *c)
{
    const struct lesson *lesson = c->lesson;

    for (size_t i = 0; i < lesson->n_predicts; i++) {
        const struct predict *predict = &lesson->predicts[i];

        if (predict->line != c->line)
            continue;
        if (add_passage(c, c->line, c->line) != 0 ||
            add_sentences(c->marks, slice_of(predict->question)) != 0)
            return -1;
        for (int k = 0; k < predict->n_choices; k++)
            if (add_sentences(c->marks,
                              slice_of(predict->choices[k].sentence)) != 0)
                return -1;
    }
    return 0;
}

/* The signs that a line opens or ends a block with; len 0: it is no fence. */
static struct slice fence_signs(struct slice line)
{
    struct slice signs = slice_begins(line, "~") ? slice_span(&line, "~")
                                                 : slice_span(&line, "`");

    if (signs.len < 3 || memchr(line.at, '`', line.len))
        signs.len = 0;
    return signs;
}

static int open_fence(struct cutter *c, struct slice line, struct slice signs)
{
    struct marks *marks = c->marks;
    struct slice info =
        slice_trim((struct slice){line.at + signs.len, line.len - signs.len});
    struct fence_line *grown;

    if (end_passage(c) != 0 || cut_question(c) != 0)
        return -1;
    grown = memory_one_more(marks->fences, marks->n_fences, &marks->fences_room,
                            sizeof(*grown));
    if (!grown)
        return -1;
    marks->fences = grown;
    grown[marks->n_fences++] = (struct fence_line){c->line, info};
    c->fence = signs;
    c->open = false;
    return 0;
}

/* ---- marks ---- */

static int add_mark(struct cutter *c, struct slice word)
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
    return add_value(&c->marks->marks, c->marks->n_fences, c->line,
                     (unsigned)strtoul(digits, NULL, 16));
}

/* The line goes where marks are made anew. */
static int note_line(struct cutter *c)
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

/* A line of a comment, up to its end if it has one. */
static int cut_comment(struct cutter *c, struct slice line)
{
    const char *end = memmem(line.at, line.len, "-->", 3);

    if (!c->in_comment)
        c->in_mark = slice_take(&line, MARK_BEGIN);
    c->in_comment = !end;
    c->open = false;
    if (c->in_mark && note_line(c) != 0)
        return -1;
    if (end)
        line.len = (size_t)(end - line.at);
    while (c->in_mark && line.len > 0) {
        struct slice word = slice_word(&line);

        if (word.len > 0 && add_mark(c, word) != 0)
            return -1;
    }
    return 0;
}

/* ---- the whole ---- */

static int cut_line(struct cutter *c, struct slice raw)
{
    struct slice line = slice_trim(raw), signs = fence_signs(line);

    if (c->fence.len > 0) {
        if (signs.len >= c->fence.len && signs.at[0] == c->fence.at[0] &&
            signs.len == line.len)
            c->fence.len = 0;
        return 0;
    }
    if (c->in_comment || slice_begins(line, "<!--"))
        return cut_comment(c, line);
    if (signs.len > 0)
        return open_fence(c, line, signs);
    if (line.len > 0)
        return cut_prose(c, line, raw.at[0] == ' ' || raw.at[0] == '\t');
    c->open = false;
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

int marks_read(struct marks *marks, struct slice file,
               const struct lesson *lesson, struct problems *problems)
{
    struct cutter c = {.marks = marks, .lesson = lesson, .problems = problems};
    struct slice yaml, body;
    int body_line, result;

    *marks = (struct marks){0};
    slice_take(&file, "\xef\xbb\xbf");
    if (frontmatter_cut(file, &yaml, &body, &body_line, NULL) != 0)
        return 0;
    result = cut_front(&c, body_line);
    for (c.line = body_line; body.len > 0 && result == 0; c.line++)
        result = cut_line(&c, slice_line(&body));
    if (result == 0)
        result = end_passage(&c);
    marks->last_line = c.line;
    free(c.text);
    sort(&marks->said);
    sort(&marks->marks);
    return result == 0 ? 0 : problems_no_memory(problems);
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
