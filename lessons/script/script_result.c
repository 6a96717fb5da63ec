/*
 * script_result.c - what must come of a line: results, conditions, deadlines.
 *
 * The grammar, from the outside in:
 *
 *     ALTERNATIVES = RESULT [if CONDITIONS] {, RESULT [if CONDITIONS]}
 *     CONDITIONS   = CONDITION {and CONDITION}
 *     CONDITION    = NAME=VALUE | can=NEED | can!=NEED
 *     RESULT       = number | -1 ERRNO | NAME{|NAME} | RANGE | ? | ...
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
                     "-1 ERRNO, FROM..TO, ? or ...",
                     SLICE(all));
}

/* As it may have been written: an end that is left out is left out. */
static void format_range(const struct result *range, char *out, size_t size)
{
    if (range->most == LONG_MAX)
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
           a->most == b->most;
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

/* ---- conditions ---- */

/* A misspelt condition would never hold, and nobody would notice. */
static int check_condition(const struct condition *condition,
                           const struct scope *scope, struct err *err)
{
    struct setting setting;

    setting_defaults(&setting, scope);
    return setting_set(&setting, condition->name, condition->value, err);
}

/*
 * can=NEED or can!=NEED: what the kernel can do. Where a script has a toggle of
 * that name, it is the toggle that is meant.
 */
static int need_read(struct condition *condition, struct slice need,
                     bool negated, struct err *err)
{
    char names[256];

    condition->kind = negated ? CONDITION_CANNOT : CONDITION_CAN;
    snprintf(condition->name, sizeof(condition->name), "can");
    if (need_find(need.at, need.len) != NEEDS &&
        slice_copy(need, condition->value, sizeof(condition->value)))
        return 0;
    return err_input(err, "'can%s=%.*s' was found, %s was expected behind it",
                     negated ? "!" : "", SLICE(need),
                     need_names(names, sizeof(names)));
}

/* NAME=VALUE, of a toggle that there is, or what the kernel can do. */
static int condition_read(struct condition *condition, struct slice text,
                          const struct scope *scope, struct err *err)
{
    struct slice value = slice_trim(text);
    bool found;
    struct slice name = slice_cut(&value, '=', &found);

    if (found && (slice_is(name, "can") || slice_is(name, "can!")) &&
        !toggle_find(scope->toggles, scope->n, "can"))
        return need_read(condition, value, name.len > 3, err);
    if (!found || !slice_is_name(name) ||
        !slice_copy(name, condition->name, sizeof(condition->name)) ||
        !slice_copy(value, condition->value, sizeof(condition->value)))
        return script_refuse(
            text,
            "'%.*s' was found, a condition such as reuseaddr=on or can=ipv6 "
            "was expected",
            err);
    return check_condition(condition, scope, err);
}

int conditions_read(struct conditions *conditions, struct slice text,
                    const struct scope *scope, struct err *err)
{
    bool more = true;

    while (more) {
        struct slice one = slice_cut_word(&text, "and", &more);

        if (conditions->n == CONDITIONS)
            return err_input(err,
                             "more than %d conditions were found, fewer were "
                             "expected",
                             CONDITIONS);
        if (condition_read(&conditions->list[conditions->n++], one, scope,
                           err) != 0)
            return -1;
    }
    return 0;
}

/* ---- alternatives ---- */

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

    if (result_parse(&alternative->result, result.at, result.len, err) != 0)
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

unsigned condition_need(const struct condition *condition)
{
    return condition->kind == CONDITION_TOGGLE
               ? 0
               : NEED_BIT(
                     need_find(condition->value, strlen(condition->value)));
}

/* A toggle that is not there has no value that could fit. */
static bool holds(const struct condition *condition,
                  const struct setting *setting)
{
    const char *value = setting_value(setting, condition->name);
    bool lacks = setting->lacks & condition_need(condition);

    switch (condition->kind) {
    case CONDITION_TOGGLE: return value && strcmp(value, condition->value) == 0;
    case CONDITION_CAN: return !lacks;
    case CONDITION_CANNOT: return lacks;
    }
    return false;
}

/*
 * No conditions at all hold: that is what makes the last alternative the rest.
 */
static bool all_hold(const struct conditions *conditions,
                     const struct setting *setting)
{
    for (int i = 0; i < conditions->n; i++)
        if (!holds(&conditions->list[i], setting))
            return false;
    return true;
}

bool line_asks(const struct line *line)
{
    for (int i = 0; i < line->when.n; i++)
        if (line->when.list[i].kind == CONDITION_CAN)
            return true;
    return false;
}

bool line_applies(const struct line *line, const struct setting *setting)
{
    return all_hold(&line->when, setting);
}

/* The first that holds, so a last one without `if` is the rest of cases. */
struct result line_expected(const struct line *line,
                            const struct setting *setting)
{
    for (int i = 0; i < line->n_alternatives; i++)
        if (all_hold(&line->alternatives[i].when, setting))
            return line->alternatives[i].result;
    return (struct result){.kind = RESULT_NONE};
}
