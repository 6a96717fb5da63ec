/*
 * question.c - questions on what a call will return, and where the answer is.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/lesson/lesson_inside.h"

/* A block that is being read, line by line. */
struct block {
    struct slice rest;
    int line; /* of the first line of rest, in the file */
    struct problems *problems;
    bool unclear; /* what the choices are about was not understood */
};

static struct slice next_line(struct block *block)
{
    block->line++;
    return slice_line(&block->rest);
}

/*
 * Append a line to a text with a blank between; false without memory. The
 * buffer grows by one line at a time: questions are a few lines long.
 */
static bool append(char **text, struct slice more)
{
    size_t len = *text ? strlen(*text) : 0;
    char *grown = realloc(*text, len + more.len + 2);

    if (!grown)
        return false;
    *text = grown;
    if (len > 0)
        grown[len++] = ' ';
    if (more.len > 0)
        memcpy(grown + len, more.at, more.len);
    grown[len + more.len] = '\0';
    return true;
}

/* ---- the parts of a block ---- */

/* `ADDRESS`, as the call's usage names it. */
static int read_filled(struct predict *predict, struct slice name,
                       struct block *block)
{
    int first = call_fill_at(predict->call, NULL);
    char text[32];

    if (slice_copy(name, text, sizeof(text)))
        predict->fills = call_fill_at(predict->call, text);
    if (predict->fills >= 0)
        return 0;
    block->unclear = true;
    if (first < 0)
        return problems_add(block->problems, block->line,
                            "'%.*s' was found behind %s, which fills in "
                            "nothing: the end of the line was expected",
                            SLICE(name), predict->call);
    return problems_add(block->problems, block->line,
                        "'%.*s' was found, what %s() fills in was expected, "
                        "such as %s",
                        SLICE(name), predict->call,
                        call_fill_name(predict->call, first));
}

/*
 * `ACTOR: CALL`, or `ACTOR: CALL ARGUMENT`. The question is about the next such
 * call behind the block; predict_find_all() looks for it when all of the script
 * is read.
 */
static int read_subject(struct predict *predict, struct block *block)
{
    struct slice text = next_line(block), rest = text, actor, call;
    const char *summary;
    bool found;

    actor = slice_trim(slice_cut(&rest, ':', &found));
    rest = slice_trim(rest);
    call = slice_word(&rest);
    /*
     * The call's name must be one of the table's, or the question would be
     * about a line that can't be.
     */
    if (!found || !slice_is_name(actor) ||
        !slice_copy(call, predict->call, sizeof(predict->call)) ||
        !call_usage(predict->call, &summary))
        return problems_add(block->problems, block->line,
                            "'%.*s' was found, ACTOR: CALL was expected, "
                            "such as server: bind, or server: accept ADDRESS",
                            SLICE(text));
    slice_copy(actor, predict->actor, sizeof(predict->actor));
    return rest.len > 0 ? read_filled(predict, rest, block) : 0;
}

/* The lines up to a blank one. */
static int read_question(struct predict *predict, struct block *block)
{
    while (block->rest.len > 0) {
        struct slice text = slice_trim(next_line(block));

        if (text.len == 0)
            break;
        if (!append(&predict->question, text))
            return problems_no_memory(block->problems);
    }
    if (!predict->question)
        return problems_add(block->problems, block->line,
                            "no question was found, one was expected above "
                            "the choices");
    return 0;
}

/*
 * What stands before the colon of a choice. There may be colons in an address,
 * in quotes or in braces: where those are asked for, it is the first with a
 * blank behind it, outside of quotes and braces.
 */
static struct slice cut_choice(const struct predict *predict,
                               struct slice *text, bool *found)
{
    struct slice all = *text;
    bool quoted = false;
    int depth = 0;

    if (predict->fills < 0)
        return slice_cut(text, ':', found);
    *found = false;
    for (size_t i = 0; i + 1 < all.len; i++) {
        if (quoted && all.at[i] == '\\')
            i++;
        else if (all.at[i] == '"')
            quoted = !quoted;
        else if (!quoted && (all.at[i] == '{' || all.at[i] == '}'))
            depth += all.at[i] == '{' ? 1 : -1;
        else if (!quoted && depth <= 0 && all.at[i] == ':' &&
                 all.at[i + 1] == ' ') {
            *found = true;
            *text = (struct slice){all.at + i + 1, all.len - i - 1};
            return (struct slice){all.at, i};
        }
    }
    return all;
}

/* That it fails, blocks, or does anything may be said of any call. */
static bool is_result(struct slice said)
{
    return slice_is(said, "...") || slice_is(said, "?") ||
           (slice_begins(said, "-1") && (said.len == 2 || said.at[2] == ' '));
}

/* Read what is said into the choice. Returns 0 or -1. */
static int read_said(struct choice *choice, const struct predict *predict,
                     struct slice said, struct err *err)
{
    int read = predict->fills < 0 || is_result(said)
                   ? result_parse(&choice->result, said.at, said.len, err)
                   : result_parse(&choice->result, "0..", 3, err);

    if (read != 0 || predict->fills < 0 || is_result(said))
        return read;
    choice->filled = slice_dup(said);
    if (!choice->filled)
        return err_machine(err, "out of memory");
    if (said.len >= LESSON_ANSWER)
        return err_input(err,
                         "a choice of %zu bytes was found, fewer than %d were "
                         "expected",
                         said.len, LESSON_ANSWER);
    return call_fill_check(predict->call, predict->fills, choice->filled, err);
}

/* Whether two choices say the same. */
static bool same_choice(const struct choice *a, const struct choice *b)
{
    if (a->filled && b->filled)
        return strcmp(a->filled, b->filled) == 0;
    return !a->filled && !b->filled && result_equal(&a->result, &b->result);
}

/* RESULT: sentence */
static int read_choice(struct predict *predict, struct slice text,
                       struct block *block)
{
    struct choice *choice = &predict->choices[predict->n_choices];
    struct slice sentence = text;
    struct err why;
    bool found;
    struct slice said = slice_trim(cut_choice(predict, &sentence, &found));

    sentence = slice_trim(sentence);
    if (!found || sentence.len == 0)
        return problems_add(block->problems, block->line,
                            "'%.*s' was found, a choice was expected: "
                            "RESULT: sentence",
                            SLICE(text));
    if (predict->n_choices == LESSON_CHOICES)
        return problems_add(block->problems, block->line,
                            "more than %d choices were found, fewer were "
                            "expected",
                            LESSON_CHOICES);
    free(choice->filled); /* of one that was refused */
    choice->filled = NULL;
    if (read_said(choice, predict, said, &why) != 0)
        return problems_err(block->problems, block->line, &why);
    if (choice->result.name[0])
        return problems_add(block->problems, block->line,
                            "the choice '%.*s' was found, which is a name: a "
                            "result was expected",
                            SLICE(said));
    for (int i = 0; i < predict->n_choices; i++)
        if (same_choice(&predict->choices[i], choice))
            return problems_add(block->problems, block->line,
                                "the choice '%.*s' was found twice, "
                                "different results were expected",
                                SLICE(said));
    /* Counted only when it is whole, so that predict_free() can rely on it. */
    choice->sentence = slice_dup(sentence);
    if (!choice->sentence)
        return problems_no_memory(block->problems);
    predict->n_choices++;
    return 0;
}

static int read_choices(struct predict *predict, struct block *block)
{
    char **open = NULL; /* the sentence that an indented line goes on with */
    int result = 0;

    while (block->rest.len > 0) {
        struct slice line = next_line(block), text = slice_trim(line);

        if (text.len == 0)
            continue;
        if (slice_begins(line, "  ") && open) {
            if (!append(open, text))
                return problems_no_memory(block->problems);
            continue;
        }
        open = NULL;
        if (read_choice(predict, text, block) == 0)
            open = &predict->choices[predict->n_choices - 1].sentence;
        else
            result = -1;
    }
    /* Too few only where none was refused, which has been said already. */
    if (result == 0 && predict->n_choices < 2)
        result = problems_add(block->problems, predict->line,
                              "%d choices were found, 2 to %d were expected",
                              predict->n_choices, LESSON_CHOICES);
    return result;
}

/*
 * Marks of code (`bind()`) are Markdown's: on the screen a question and its
 * choices stand as they are read aloud.
 */
static void take_marks_out(char *text)
{
    char *to = text;

    if (!text)
        return;
    for (; *text; text++)
        if (*text != '`')
            *to++ = *text;
    *to = '\0';
}

/*
 * The rest is read even if the first line is wrong, for check wants every
 * mistake. Without a subject there is no answer to look for, and an empty call
 * says so.
 */
void predict_read(struct predict *predict, struct slice code, int line,
                  struct problems *problems)
{
    struct block block = {.rest = code, .line = line, .problems = problems};

    predict->line = line;
    predict->fills = -1;
    if (read_subject(predict, &block) != 0)
        predict->call[0] = '\0'; /* there is nothing to look for */
    if (read_question(predict, &block) == 0 && !block.unclear)
        read_choices(predict, &block);
    take_marks_out(predict->question);
    for (int i = 0; i < predict->n_choices; i++)
        take_marks_out(predict->choices[i].sentence);
}

void predict_free(struct predict *predict)
{
    free(predict->question);
    for (int i = 0; i < LESSON_CHOICES; i++) {
        free(predict->choices[i].filled);
        free(predict->choices[i].sentence);
    }
}

/* ---- where the answer is ---- */

/* Read off the text: its arguments may hold toggles, its name can't. */
struct slice line_call_name(const struct line *line)
{
    struct slice rest =
        slice_of(line->kind == LINE_CALL && line->call ? line->call : "");
    bool found;

    return slice_trim(slice_cut(&rest, '(', &found));
}

/*
 * A `= RESULT` line is the return of the actor's last call, which may stand
 * above the question: so the search begins at the top.
 */
static int find_answer(struct predict *predict, const struct script *script,
                       size_t from)
{
    bool asked = false; /* the actor's last call is the one in question */

    for (size_t i = 0; i < script->n; i++) {
        const struct line *line = &script->lines[i];

        if (strcmp(line->actor, predict->actor) != 0 ||
            (line->kind != LINE_CALL && line->kind != LINE_RETURNS))
            continue;
        if (line->kind == LINE_CALL)
            asked = slice_is(line_call_name(line), predict->call);
        /*
         * Above the question nothing answers it, yet it tells whose return is
         * next.
         */
        if (i < from || !asked)
            continue;
        predict->about = i;
        return 0;
    }
    return -1;
}

/* A block that could not be read has no call to look for. */
void predict_find_all(struct lesson *lesson, struct problems *problems)
{
    for (size_t i = 0; i < lesson->n_predicts; i++) {
        struct predict *predict = &lesson->predicts[i];

        if (predict->call[0] != '\0' &&
            find_answer(predict, &lesson->script, predict->about) != 0)
            problems_add(problems, predict->line,
                         "a question on '%s: %s' was found, that call was "
                         "expected further down",
                         predict->actor, predict->call);
    }
}
