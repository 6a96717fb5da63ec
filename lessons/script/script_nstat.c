/*
 * script_nstat.c - how far a counter of the kernel's has come.
 *
 *     server$ nstat TcpExtListenOverflows = +1
 */
#include <stdio.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lessons/script/script_inside.h"

/* What of this kernel's counters is like the one that was written. */
struct guess {
    struct slice typed;
    bool known;
    char near[COUNTER_NAME]; /* "": nothing is */
};

/* A name without the part that it belongs to is what most people remember. */
static bool is_its_end(struct slice typed, const char *name)
{
    size_t len = strlen(name);

    return typed.len > 2 && typed.len < len &&
           memcmp(name + len - typed.len, typed.at, typed.len) == 0;
}

/* Shown every counter, it keeps the one that comes nearest. */
static bool guess_one(void *data, const char *name, int64_t value)
{
    struct guess *guess = data;
    struct nearest near = {0};

    (void)value;
    if (slice_is(guess->typed, name)) {
        guess->known = true;
        return false;
    }
    if (guess->near[0])
        nearest_try(&near, guess->typed.at, guess->typed.len, guess->near);
    nearest_try(&near, guess->typed.at, guess->typed.len, name);
    if (near.name == name || is_its_end(guess->typed, name))
        snprintf(guess->near, sizeof(guess->near), "%s", name);
    return true;
}

/*
 * Each network namespace lists the same counters, so this machine's own list
 * tells. Where it can't be read whole, as on a kernel without IPv6, nothing is
 * wrong with a name that is not in it.
 */
static int read_counter(struct line *line, struct slice name, struct err *err)
{
    struct guess guess = {.typed = name};
    bool all = counter_walk_here(guess_one, &guess);
    struct slice letters = name;

    slice_span(&letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "abcdefghijklmnopqrstuvwxyz0123456789");
    if (slice_copy(name, line->counter, sizeof(line->counter)) &&
        name.len > 0 && letters.len == 0 && (guess.known || !all))
        return 0;
    if (guess.near[0])
        return err_input(err,
                         "the counter '%.*s' was found, one that this kernel "
                         "has was expected, did you mean %s?",
                         SLICE(name), guess.near);
    return err_input(err,
                     "the counter '%.*s' was found, one that this kernel has "
                     "was expected, such as TcpExtListenOverflows",
                     SLICE(name));
}

/* +1, +0.. or +1..3, counted from the look before. */
static int read_since(struct range *since, struct slice text, struct err *err)
{
    struct slice all = text;

    if (slice_take(&text, "+") && !slice_begins(text, ".") &&
        range_read(since, text, INT64_MAX) == 0)
        return 0;
    return script_refuse(all,
                         "'%.*s' was found, how far the counter has come was "
                         "expected, such as +1, +0 or +1..",
                         err);
}

int line_read_nstat(struct line *line, struct slice text,
                    const struct scope *scope, struct err *err)
{
    struct slice what, name;
    bool conditional, found;

    line->kind = LINE_NSTAT;
    if (within_read(&line->deadline_ms, &text, err) != 0)
        return -1;
    what = slice_cut_word(&text, "if", &conditional);
    if (conditional && conditions_read(&line->when, text, scope, err) != 0)
        return -1;
    if (within_read(&line->deadline_ms, &what, err) != 0)
        return -1;
    text = what;
    name = slice_trim(slice_cut(&text, '=', &found));
    if (!found)
        return script_refuse(what,
                             "'%.*s' was found, a counter such as "
                             "TcpExtListenOverflows = +1 was expected",
                             err);
    if (read_counter(line, name, err) != 0)
        return -1;
    return read_since(&line->since, slice_trim(text), err);
}
