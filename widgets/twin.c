/*
 * twin.c - two cursors that walk two logs call by call.
 *
 * Lanes go in lockstep, so a call in one log has its counterpart at about the
 * same place in the other; where the lines differ, the cursor that is behind
 * catches up. The first pair with unlike results ends the search for good:
 * all that follows differs because of it.
 */
#include "widgets/twin.h"

#include <stdio.h>
#include <string.h>

/* The next call at or after *cursor, which is left on it; NULL for none. */
static const struct event *twin_call(const struct log *log, size_t *cursor)
{
    const struct event *event;

    while ((event = log_at(log, *cursor)) && event->kind != EVENT_CALL)
        ++*cursor;
    return event;
}

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
 * never alike; but the value that getsockopt() reads is its result.
 */
static bool same_result(const struct call_event *a, const struct call_event *b)
{
    bool reads = strcmp(a->name, "getsockopt") == 0 && a->args && b->args;

    return a->returned == b->returned && a->ret == b->ret && a->err == b->err &&
           (!reads || strcmp(a->args, b->args) == 0);
}

/* Compare lane 0 with this lane up to the end of the shorter log. */
static void twin_compare(struct twin *twin, const struct log *ours,
                         const struct log *theirs, int lane)
{
    while (!twin->ours[lane]) {
        const struct event *a = twin_call(ours, &twin->here[lane]);
        const struct event *b = twin_call(theirs, &twin->there[lane]);

        if (!a || !b)
            return;
        if (!same_call(a, b)) {
            /* A line that only one lane runs: pass over it there alone. */
            if (a->line <= b->line)
                twin->here[lane]++;
            if (b->line <= a->line)
                twin->there[lane]++;
            continue;
        }
        if (!same_result(&a->call, &b->call)) {
            twin->ours[lane] = a;
            twin->theirs[lane] = b;
        }
        twin->here[lane]++;
        twin->there[lane]++;
    }
}

/* Every lane is compared with the first, which has the toggle's default. */
void twin_update(struct twin *twin, const struct runner *runner)
{
    const struct log *ours = lab_log(runner_lab(runner, 0));

    for (int lane = 1; lane < runner_lanes(runner); lane++)
        twin_compare(twin, ours, lab_log(runner_lab(runner, lane)), lane);
}

/* Both of a pair are marked: which lane is the odd one is for the learner. */
bool twin_differs(const struct twin *twin, const struct event *call)
{
    for (int lane = 1; lane < RUNNER_LANES; lane++)
        if (call == twin->ours[lane] || call == twin->theirs[lane])
            return true;
    return false;
}

const char *twin_label(const struct runner *runner, int lane, char *out,
                       size_t size)
{
    const struct lesson *lesson = runner_lesson(runner);
    const struct toggle *toggle =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->compare);
    const char *value =
        setting_value(runner_setting(runner, lane), lesson->compare);

    out[0] = '\0';
    if (runner_lanes(runner) > 1 && toggle && value)
        snprintf(out, size, "%s %s",
                 toggle->label[0] ? toggle->label : toggle->name, value);
    return out;
}
