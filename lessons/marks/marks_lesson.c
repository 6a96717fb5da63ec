/*
 * marks_lesson.c - cuts a lesson into what is marked; see marks.h.
 *
 * The file's own lines are looked at, not the paragraphs that Markdown makes of
 * them: marks are put between lines.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/lesson/lesson_inside.h"
#include "lessons/marks/marks_inside.h"

/* The file while it is cut. */
struct cutter {
    struct marks *marks;
    const struct lesson *lesson;
    struct comments comments; /* with the line that is looked at */
    bool open;                /* the line before belongs to a passage */
    struct slice fence; /* the signs that opened a block; len 0: in none */
    char *text;         /* of the passage that is open; owned */
    size_t len, room;
};

/* ---- passages ---- */

/* The next one begins in this line. */
static int add_passage(struct cutter *c)
{
    int line = c->comments.line;

    return marks_add_passage(c->marks, c->marks->n_fences, line, line);
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
    return len > 0 ? marks_add_sentences(c->marks, (struct slice){c->text, len})
                   : 0;
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

    if (!goes_on && (end_passage(c) != 0 || add_passage(c) != 0))
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

    if (marks_add_passage(c->marks, 0, FRONTMATTER_LINE, body_line) != 0)
        return -1;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (marks_add_sentences(c->marks, slice_of(texts[i])) != 0)
            return -1;
    for (int i = 0; i < lesson->n_toggles; i++)
        if (marks_add_sentence(c->marks, slice_of(lesson->toggles[i].label)) !=
            0)
            return -1;
    return 0;
}

/* The question whose fence is this line. */
static int cut_question(struct cutter *c)
{
    const struct lesson *lesson = c->lesson;

    for (size_t i = 0; i < lesson->n_predicts; i++) {
        const struct predict *predict = &lesson->predicts[i];

        if (predict->line != c->comments.line)
            continue;
        if (add_passage(c) != 0 ||
            marks_add_sentences(c->marks, slice_of(predict->question)) != 0)
            return -1;
        for (int k = 0; k < predict->n_choices; k++)
            if (marks_add_sentences(
                    c->marks, slice_of(predict->choices[k].sentence)) != 0)
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
    grown[marks->n_fences++] = (struct fence_line){c->comments.line, info};
    c->fence = signs;
    c->open = false;
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
    if (c->comments.in_comment || slice_begins(line, "<!--")) {
        c->open = false;
        c->comments.section = c->marks->n_fences;
        return marks_comment(&c->comments, line);
    }
    if (signs.len > 0)
        return open_fence(c, line, signs);
    if (line.len > 0)
        return cut_prose(c, line, raw.at[0] == ' ' || raw.at[0] == '\t');
    c->open = false;
    return 0;
}

int marks_read(struct marks *marks, struct slice file,
               const struct lesson *lesson, struct problems *problems)
{
    struct cutter c = {
        .marks = marks,
        .lesson = lesson,
        .comments = {.marks = marks, .problems = problems},
    };
    struct slice yaml, body;
    int *line = &c.comments.line, body_line, result;

    *marks = (struct marks){0};
    slice_take(&file, "\xef\xbb\xbf");
    if (frontmatter_cut(file, &yaml, &body, &body_line, NULL) != 0)
        return 0;
    result = cut_front(&c, body_line);
    for (*line = body_line; body.len > 0 && result == 0; ++*line)
        result = cut_line(&c, slice_line(&body));
    if (result == 0)
        result = end_passage(&c);
    marks->last_line = *line;
    free(c.text);
    marks_sort(marks);
    return result == 0 ? 0 : problems_no_memory(problems);
}
