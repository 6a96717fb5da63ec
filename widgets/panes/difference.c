/*
 * difference.c - lays the calls of each lane beside those of the others.
 *
 * Lanes go in lockstep, but within a line the order of events is chance: an
 * accept() may return before or after the connect() that it answers. So a
 * call's counterpart is not the one at the same place. It is found in two
 * goes: first the call of the same line, actor and name; and then, for lines
 * that only some worlds run, the next call of that name that the actor makes
 * there before both are at the same line again.
 */
#include "widgets/panes/difference.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "widgets/panes/difference_socks.h"
#include "widgets/screen/glyph.h"
#include "widgets/screen/theme.h"

/* The calls of a lane, in the order in which they were made. */
struct calls {
    const struct event **made;  /* as each was made, */
    const struct event **ended; /* and as it ended: what is shown of it */
    size_t n;
};

/* ---- the calls of a lane ---- */

/* A call that blocked has a second event, which goes with the first. */
static void end_call(struct calls *calls, const struct event *end)
{
    for (size_t i = calls->n; i-- > 0;)
        if (!calls->ended[i]->call.returned &&
            !strcmp(calls->made[i]->call.actor, end->call.actor)) {
            calls->ended[i] = end;
            return;
        }
}

static void calls_free(struct calls *calls)
{
    free(calls->made);
    free(calls->ended);
}

/* Returns 0, or -1 without memory. */
static int calls_gather(struct calls *calls, const struct log *log)
{
    size_t n = log_count(log);

    *calls = (struct calls){.made = calloc(n + 1, sizeof(*calls->made)),
                            .ended = calloc(n + 1, sizeof(*calls->ended))};
    if (!calls->made || !calls->ended)
        return -1;
    for (size_t i = 0; i < n; i++) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_CALL)
            continue;
        if (event->call.was_blocked) {
            end_call(calls, event);
            continue;
        }
        calls->made[calls->n] = calls->ended[calls->n] = event;
        calls->n++;
    }
    return 0;
}

/* ---- counterparts ---- */

static bool same_name(const struct event *a, const struct event *b)
{
    return !strcmp(a->call.name, b->call.name) &&
           !strcmp(a->call.actor, b->call.actor);
}

/* Commands have no line; for them the actor and the call have to do. */
static bool same_call(const struct event *a, const struct event *b)
{
    return a->line == b->line && same_name(a, b);
}

enum { NOWHERE = -1 };

/* The n-th of a line's calls has the n-th there for its counterpart. */
static void match_lines(const struct calls *a, const struct calls *b, long *at)
{
    for (size_t i = 0; i < a->n; i++) {
        size_t before = 0;

        at[i] = NOWHERE;
        for (size_t k = 0; k < i; k++)
            before += same_call(a->made[k], a->made[i]);
        for (size_t k = 0; k < b->n && at[i] == NOWHERE; k++)
            if (same_call(b->made[k], a->made[i]) && before-- == 0)
                at[i] = (long)k;
    }
}

/* The call there whose counterpart is that of this index; whether one is. */
static bool is_taken(const struct calls *a, const long *at, size_t index)
{
    for (size_t i = 0; i < a->n; i++)
        if (at[i] == (long)index)
            return true;
    return false;
}

/* Where the actor's last call before i with a counterpart has it. */
static long last_before(const struct calls *a, const long *at, size_t i)
{
    const char *actor = a->made[i]->call.actor;

    while (i-- > 0)
        if (at[i] != NOWHERE && !strcmp(a->made[i]->call.actor, actor))
            return at[i];
    return NOWHERE;
}

/*
 * What the worlds run in each other's place: "[way=a] server: bind(...)" and
 * "[way=b] server: bind(...)".
 */
static void match_others(const struct calls *a, const struct calls *b, long *at)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct event *call = a->made[i];

        if (at[i] != NOWHERE || call->line == 0)
            continue;
        for (long k = last_before(a, at, i) + 1; k < (long)b->n; k++) {
            const struct event *other = b->made[k];

            if (strcmp(other->call.actor, call->call.actor) != 0)
                continue;
            if (other->line == 0 || is_taken(a, at, (size_t)k))
                break;
            if (!same_name(other, call))
                continue;
            at[i] = k;
            break;
        }
    }
}

/* ---- what counts ---- */

/* Ports that the kernel picked are never alike: one that may be is passed. */
static const char *pass_port(const char *text)
{
    char *end;

    if (text[0] != ':' || !isdigit((unsigned char)text[1]))
        return NULL;
    long port = strtol(text + 1, &end, 10);
    return difference_socks_picked(port) ? end : NULL;
}

/* Whether two calls were given the same, and have filled in the same. */
static bool same_args(const char *a, const char *b)
{
    while (*a && *b) {
        const char *a_end = pass_port(a), *b_end = pass_port(b);

        if (a_end && b_end) {
            a = a_end;
            b = b_end;
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return *a == *b;
}

/* That two children have different process IDs says nothing. */
static bool same_outcome(const struct call_event *a, const struct call_event *b)
{
    bool forked = !strcmp(a->name, "fork") && a->ret > 0 && b->ret > 0;

    return a->returned == b->returned && a->last == b->last &&
           (forked || a->ret == b->ret) && a->err == b->err &&
           same_args(a->args ? a->args : "", b->args ? b->args : "");
}

/* ---- all lanes ---- */

void difference_free(struct difference *twin)
{
    free(twin->calls);
    *twin = (struct difference){0};
}

/* Without memory it is left unmarked. */
static void add_call(struct difference *twin, const struct event *event,
                     int lane)
{
    struct difference_call *grown;

    for (size_t i = twin->n; i-- > 0;)
        if (twin->calls[i].event == event) {
            twin->calls[i].with |= 1u << lane;
            return;
        }
    grown = memory_one_more(twin->calls, twin->n, &twin->room, sizeof(*grown));
    if (!grown)
        return;
    twin->calls = grown;
    grown[twin->n++] =
        (struct difference_call){.event = event, .with = 1u << lane};
}

/* Mark the calls of one lane that differ from those of another, both ways. */
static void compare_lanes(struct difference *twin, const struct calls *calls,
                          int one, int other)
{
    const struct calls *a = &calls[one], *b = &calls[other];
    long *at = calloc(a->n + 1, sizeof(*at));

    if (!at)
        return;
    match_lines(a, b, at);
    match_others(a, b, at);
    for (size_t i = 0; i < a->n; i++) {
        if (at[i] != NOWHERE &&
            same_outcome(&a->ended[i]->call, &b->ended[at[i]]->call))
            continue;
        add_call(twin, a->ended[i], other);
        if (at[i] != NOWHERE)
            add_call(twin, b->ended[at[i]], one);
    }
    for (size_t k = 0; k < b->n; k++)
        if (!is_taken(a, at, k))
            add_call(twin, b->ended[k], one);
    free(at);
}

void difference_compare(struct difference *twin, const struct log *const *logs,
                        int n)
{
    struct calls calls[RUNNER_LANES] = {{0}};
    bool whole = true;

    twin->n = 0;
    for (int i = 0; i < n; i++)
        whole = calls_gather(&calls[i], logs[i]) == 0 && whole;
    for (int i = 0; whole && i < n; i++)
        for (int k = i + 1; k < n; k++)
            compare_lanes(twin, calls, i, k);
    for (int i = 0; i < n; i++)
        calls_free(&calls[i]);
}

void difference_update(struct difference *twin, const struct runner *runner)
{
    const struct log *logs[RUNNER_LANES];
    int n = runner_lanes(runner);
    bool news = false;

    /* In the middle of a line a lane may merely be the later one. */
    if (n < 2 || runner_busy(runner))
        return;
    for (int i = 0; i < n; i++) {
        logs[i] = lab_log(runner_lab(runner, i));
        news = news || twin->seen[i] != log_count(logs[i]);
        twin->seen[i] = log_count(logs[i]);
    }
    if (news)
        difference_compare(twin, logs, n);
}

unsigned difference_with(const struct difference *twin,
                         const struct event *call)
{
    for (size_t i = twin->n; i-- > 0;)
        if (twin->calls[i].event == call)
            return twin->calls[i].with;
    return 0;
}

/* ---- for people ---- */

/* The last of the lanes from this one on that are all among those of with. */
static int run_end(unsigned with, int lane)
{
    while (with >> (lane + 1) & 1)
        lane++;
    return lane;
}

/* "1,3" and "1-3", as people number lanes, from 1 on. */
static void add_lanes(unsigned with, char *out, size_t size)
{
    size_t len = 0;

    for (int i = 0; i < RUNNER_LANES && len < size; i++) {
        int last = run_end(with, i);

        if (!(with >> i & 1))
            continue;
        /* Two are no range: "1,2" is as short, and easier to read. */
        bool range = last > i + 1;
        len += (size_t)snprintf(out + len, size - len, "%s%d",
                                len > 0 ? "," : "", i + 1);
        if (range && len < size)
            len += (size_t)snprintf(out + len, size - len, "-%d", last + 1);
        if (range)
            i = last;
    }
}

const char *difference_mark(unsigned with, int lanes, int columns, char *out)
{
    const char *different = with ? theme_sign(SIGN_DIFFERENT) : "";
    int sign = snprintf(out, DIFFERENCE_MARK, "%s", different);

    if (lanes > 2)
        add_lanes(with, out + sign, (size_t)(DIFFERENCE_MARK - sign));
    if (glyph_columns(out) > columns)
        out[sign] = '\0';
    return out;
}

/* Append "SO_REUSEADDR off", what a compared toggle is set to in the lane. */
static void add_label(const struct setting *setting, const char *name,
                      char *out, size_t size)
{
    const struct toggle *toggle =
        toggle_find(setting->toggles, setting->n, name);
    size_t len = strlen(out);

    if (toggle)
        snprintf(out + len, size - len, "%s%s %s", len > 0 ? ", " : "",
                 toggle->label[0] ? toggle->label : toggle->name,
                 setting_value(setting, name));
}

const char *difference_label(const struct runner *runner, int lane, char *out,
                             size_t size)
{
    const struct lesson *lesson = runner_lesson(runner);
    const struct setting *setting = runner_setting(runner, lane);

    out[0] = '\0';
    if (runner_lanes(runner) == 1)
        return out;
    add_label(setting, lesson->compare, out, size);
    add_label(setting, lesson->across, out, size);
    return out;
}
