/*
 * script_result.c - what must come of a line: results and deadlines; the
 * conditions of results are script_condition.c's.
 *
 * The grammar, from the outside in:
 *
 *     ALTERNATIVES = RESULT [if CONDITIONS] {, RESULT [if CONDITIONS]}
 *     RESULT       = number | -1 ERRNO | NAME{|NAME} | RANGE | $NAME | ? | ...
 *     RANGE        = number..number | number.. | ..number
 *
 * Readers return -1 with "what was found, what was expected"; the line's number
 * is put in front by whoever called them.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lessons/script/script_inside.h"

enum { LONGEST_WAIT_MS = 10 * 60 * 1000 };

/* ---- the end of a line ---- */

int script_refuse(struct slice found, const char *format, struct err *err)
{
    return err_input(err, format, SLICE(found));
}

int line_read_end(struct slice rest, struct err *err)
{
    if (rest.len == 0)
        return 0;
    return script_refuse(
        rest, "'%.*s' was found, the end of the line was expected", err);
}

/* ---- times ---- */

/* The unit is part of the word: a number alone would leave it open. */
int duration_read(int *ms, struct slice text, struct err *err)
{
    struct slice rest = text, digits = slice_span(&rest, "0123456789");
    long number, unit = slice_is(rest, "ms")  ? 1
                        : slice_is(rest, "s") ? 1000
                                              : 0;

    /* Leading zeros must not make it octal. */
    while (digits.len > 1 && slice_take(&digits, "0"))
        ;
    if (unit == 0 || !slice_number(digits, &number))
        return script_refuse(
            text, "'%.*s' was found, a time such as 5s or 200ms was expected",
            err);
    /* Divided rather than multiplied: the product could overflow. */
    if (number > LONGEST_WAIT_MS / unit)
        return script_refuse(
            text, "'%.*s' was found, a time of at most 600s was expected", err);
    *ms = (int)(number * unit);
    return 0;
}

int within_read(int *deadline_ms, struct slice *text, struct err *err)
{
    struct slice rest = *text;
    /* `within` is the word before the last: a lone `within` is not it. */
    struct slice time = slice_last_word(&rest);

    if (!slice_is(slice_last_word(&rest), "within"))
        return 0;
    *text = rest;
    return duration_read(deadline_ms, time, err);
}

/* ---- results ---- */

/*
 * `POLLIN|POLLHUP` or a number. Names are those of the socket headers
 * (lab/base/symbol.h), poll(2)'s among them.
 */
static bool value_read(long *value, struct slice text)
{
    bool more = true;

    if (slice_number(text, value))
        return true;
    *value = 0;
    while (more) {
        struct slice name = slice_trim(slice_cut(&text, '|', &more));
        long bit;

        if (name.len == 0 || !(symbol_value(name.at, name.len, &bit) ||
                               slice_number(name, &bit)))
            return false;
        *value |= bit;
    }
    return true;
}

/* An errno by name, or by number where it has none. */
static int errno_read(struct result *result, struct slice name, struct err *err)
{
    long number;

    /*
     * 0 stands for "any errno" in a result, so nothing may be read as 0 here.
     */
    result->err = symbol_errno_value(name.at, name.len);
    if (result->err == 0 && slice_number(name, &number) && number > 0 &&
        number < 4096)
        result->err = (int)number;
    if (result->err == 0)
        return script_refuse(
            name, "'%.*s' was found, an errno such as EADDRINUSE was expected",
            err);
    return 0;
}

/* An end of a range; where nothing is written, it stays what it is. */
static bool bound_read(long *bound, struct slice text)
{
    return text.len == 0 || (slice_number(text, bound) && *bound >= 0);
}

/*
 * FROM..TO, of which one may be left out. No failure is in it: what a call
 * gives when it works has no -1.
 */
static int read_range(struct result *result, struct slice all, struct err *err)
{
    struct slice to = all, from;
    bool found;

    from = slice_trim(slice_cut(&to, '.', &found));
    to = slice_trim((struct slice){to.at + 1, to.len - 1});
    *result = (struct result){.kind = RESULT_RANGE, .most = LONG_MAX};
    if (from.len + to.len > 0 && bound_read(&result->value, from) &&
        bound_read(&result->most, to) && result->value <= result->most)
        return 0;
    return script_refuse(
        all,
        "'%.*s' was found, a range from a number that is not below 0 to one "
        "that is not less was expected, such as 2000..9000, 2000.. or ..9000",
        err);
}

/* Whether `..` stands there, of which `...` is none. */
static bool is_range(struct slice text)
{
    bool found;

    slice_cut(&text, '.', &found);
    return found && slice_begins(text, ".");
}

/* `$NAME`: any number that is no failure, and its name from there on. */
static int given_read(struct result *result, struct slice all, struct err *err)
{
    struct slice name = {all.at + 1, all.len - 1};

    *result = (struct result){.kind = RESULT_RANGE, .most = LONG_MAX};
    if (name.len > 0 && name_length(name) == name.len &&
        slice_copy(name, result->name, sizeof(result->name)))
        return 0;
    return script_refuse(
        all,
        "'%.*s' was found, a name such as $fd was expected, of "
        "at most 31 letters, digits and _, no digit first",
        err);
}

/*
 * RESULT = number | -1 ERRNO | NAME|NAME... | RANGE | ? | ...
 *
 * A bare errno is the likeliest slip, so it gets a message of its own.
 */
int result_parse(struct result *result, const char *text, size_t len,
                 struct err *err)
{
    struct slice all = slice_trim((struct slice){text, len});
    struct slice rest = all;
    struct slice word = slice_word(&rest);
    long value;

    *result = (struct result){.kind = RESULT_VALUE};
    if (slice_is(all, "?") || slice_is(all, "...")) {
        result->kind = slice_is(all, "?") ? RESULT_ANY : RESULT_BLOCKS;
        return 0;
    }
    if (slice_begins(all, "$"))
        return given_read(result, all, err);
    if (is_range(all))
        return read_range(result, all, err);
    /*
     * -1 and something behind it: that must be an errno. A lone -1 is any
     * failure, and read below as a number.
     */
    if (rest.len > 0 && slice_number(word, &value) && value == -1) {
        result->value = -1;
        return errno_read(result, rest, err);
    }
    if (symbol_errno_value(all.at, all.len) != 0)
        return err_input(err, "'%.*s' was found, '-1 %.*s' was expected",
                         SLICE(all), SLICE(all));
    if (all.len > 0 && value_read(&result->value, all))
        return 0;
    return err_input(err,
                     "'%.*s' was found, a result was expected: a number, "
                     "-1 ERRNO, FROM..TO, $NAME, ? or ...",
                     SLICE(all));
}

/* As it may have been written: an end that is left out is left out. */
static void format_range(const struct result *range, char *out, size_t size)
{
    if (range->name[0])
        snprintf(out, size, "$%s", range->name);
    else if (range->most == LONG_MAX)
        snprintf(out, size, "%ld..", range->value);
    else
        snprintf(out, size, "%ld..%ld", range->value, range->most);
}

/*
 * What the kernel gave goes through here as well, so an errno without a name
 * has to come out as something: symbol_errno() says E?.
 */
char *result_format(const struct result *result, char *out, size_t size)
{
    switch (result->kind) {
    case RESULT_NONE:
    case RESULT_ANY: snprintf(out, size, "?"); break;
    case RESULT_BLOCKS: snprintf(out, size, "..."); break;
    case RESULT_RANGE: format_range(result, out, size); break;
    case RESULT_VALUE:
        if (result->value == -1 && result->err != 0)
            snprintf(out, size, "-1 %s", symbol_errno(result->err));
        else
            snprintf(out, size, "%ld", result->value);
        break;
    }
    return out;
}

bool result_equal(const struct result *a, const struct result *b)
{
    return a->kind == b->kind && a->value == b->value && a->err == b->err &&
           a->most == b->most && strcmp(a->name, b->name) == 0;
}

/* That a call blocks is told by its not returning, so no return matches. */
bool result_match(const struct result *result, long ret, int err)
{
    switch (result->kind) {
    case RESULT_NONE:
    case RESULT_ANY: return true;
    case RESULT_BLOCKS: return false;
    case RESULT_RANGE: return ret >= result->value && ret <= result->most;
    case RESULT_VALUE: break;
    }
    return ret == result->value &&
           (ret != -1 || result->err == 0 || err == result->err);
}

bool result_returns(const struct result *result)
{
    return result->kind == RESULT_VALUE || result->kind == RESULT_RANGE;
}

bool result_offers(const struct result *choice, const struct result *expected)
{
    if (expected->kind == RESULT_VALUE)
        return result_match(choice, expected->value, expected->err);
    if (expected->kind == RESULT_RANGE && choice->kind == RESULT_RANGE)
        return choice->value <= expected->most &&
               expected->value <= choice->most;
    if (expected->kind == RESULT_RANGE && choice->kind == RESULT_VALUE)
        return result_match(expected, choice->value, choice->err);
    return choice->kind == RESULT_ANY || choice->kind == expected->kind;
}

/* ---- alternatives ---- */

/* Nobody could tell which of the two a $NAME means. */
static int check_name(const struct result *result, const struct scope *scope,
                      struct err *err)
{
    if (!result->name[0] ||
        !toggle_find(scope->toggles, scope->n, result->name))
        return 0;
    return err_input(err,
                     "the name $%s was found, which is a toggle's: another one "
                     "was expected",
                     result->name);
}

/*
 * RESULT [if NAME=VALUE [and NAME=VALUE]...]
 *
 * What stands behind an alternative without `if` could never be reached.
 */
static int alternative_read(struct alternative *alternative, struct slice text,
                            bool last, const struct scope *scope,
                            struct err *err)
{
    bool conditional;
    struct slice result = slice_cut_word(&text, "if", &conditional);

    if (result_parse(&alternative->result, result.at, result.len, err) != 0 ||
        check_name(&alternative->result, scope, err) != 0)
        return -1;
    if (conditional)
        return conditions_read(&alternative->when, text, scope, err);
    if (!last)
        return err_input(err,
                         "'%.*s' was found before another result, an 'if' "
                         "behind all but the last was expected",
                         SLICE(result));
    return 0;
}

int alternatives_read(struct line *line, struct slice text,
                      const struct scope *scope, struct err *err)
{
    bool more = true;

    while (more) {
        struct slice one = slice_cut(&text, ',', &more);
        struct alternative *grown;

        if (line->n_alternatives == ALTERNATIVES)
            return err_input(err,
                             "more than %d results were found, fewer were "
                             "expected",
                             ALTERNATIVES);
        /*
         * One at a time: most lines have one result, and 16 would be 9 kB a
         * line.
         */
        grown = reallocarray(line->alternatives,
                             (size_t)line->n_alternatives + 1, sizeof(*grown));
        if (!grown)
            return err_machine(err, "out of memory");
        line->alternatives = grown;
        grown += line->n_alternatives++;
        memset(grown, 0, sizeof(*grown));
        if (alternative_read(grown, one, !more, scope, err) != 0)
            return -1;
    }
    return 0;
}

/* The first that holds, so a last one without `if` is the rest of cases. */
struct result line_expected(const struct line *line,
                            const struct setting *setting)
{
    for (int i = 0; i < line->n_alternatives; i++)
        if (conditions_hold(&line->alternatives[i].when, setting))
            return line->alternatives[i].result;
    return (struct result){.kind = RESULT_NONE};
}
