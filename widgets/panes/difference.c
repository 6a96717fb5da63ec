/*
 * difference.c - lays the calls of one log beside those of another.
 *
 * Lanes go in lockstep, but within a line the order of events is chance: an
 * accept() may return before or after the connect() that it answers. So a
 * call's counterpart is not the one at the same place, but the one of the
 * same line, actor and name. The first pair with unlike results ends the
 * search for good: all that follows differs because of it.
 */
#include "widgets/panes/difference.h"

#include <stdio.h>
#include <string.h>

/*
 * Whether both events belong to the same line of the script. Commands have no
 * line; for them the actor and the call have to do.
 */
static bool same_call(const struct event *a, const struct event *b)
{
    return a->line == b->line && strcmp(a->call.name, b->call.name) == 0 &&
           strcmp(a->call.actor, b->call.actor) == 0;
}

/*
 * What a call fills in is left out of it, as ports that the kernel picks are
 * never alike; but the value that getsockopt() reads is its result. That two
 * children have different process IDs says nothing either.
 */
static bool same_result(const struct call_event *a, const struct call_event *b)
{
    bool reads = strcmp(a->name, "getsockopt") == 0 && a->args && b->args;
    bool forked = strcmp(a->name, "fork") == 0 && a->ret > 0 && b->ret > 0;

    return a->returned == b->returned && (forked || a->ret == b->ret) &&
           a->err == b->err && (!reads || strcmp(a->args, b->args) == 0);
}

/* How many events before `end` belong to the same call as this one. */
static size_t count_before(const struct log *log, const struct event *call,
                           size_t end)
{
    size_t n = 0;

    for (size_t i = 0; i < end; i++) {
        const struct event *event = log_at(log, i);

        n += event->kind == EVENT_CALL && same_call(event, call);
    }
    return n;
}

/* The n-th event (from 0) of the same call in another log; NULL for none. */
static const struct event *counterpart(const struct log *log,
                                       const struct event *call, size_t n)
{
    const struct event *event;

    for (size_t i = 0; (event = log_at(log, i)); i++)
        if (event->kind == EVENT_CALL && same_call(event, call) && n-- == 0)
            return event;
    return NULL;
}

void difference_compare(struct difference *twin, const struct log *ours,
                        const struct log *theirs, int lane)
{
    const struct event *a;
    size_t *seen = &twin->seen[lane];

    for (; !twin->ours[lane] && (a = log_at(ours, *seen)); ++*seen) {
        const struct event *b;

        if (a->kind != EVENT_CALL)
            continue;
        b = counterpart(theirs, a, count_before(ours, a, *seen));
        /* Without one it is a line that only lane 0 runs. */
        if (!b || same_result(&a->call, &b->call))
            continue;
        twin->ours[lane] = a;
        twin->theirs[lane] = b;
    }
}

/* Every lane is compared with the first, which has the toggle's default. */
void difference_update(struct difference *twin, const struct runner *runner)
{
    /* In the middle of a line a lane may merely be the later one. */
    if (runner_busy(runner))
        return;

    const struct log *ours = lab_log(runner_lab(runner, 0));

    for (int lane = 1; lane < runner_lanes(runner); lane++)
        difference_compare(twin, ours, lab_log(runner_lab(runner, lane)), lane);
}

/* Both of a pair are marked: which lane is the odd one is for the learner. */
bool difference_differs(const struct difference *twin, const struct event *call)
{
    for (int lane = 1; lane < RUNNER_LANES; lane++)
        if (call == twin->ours[lane] || call == twin->theirs[lane])
            return true;
    return false;
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
