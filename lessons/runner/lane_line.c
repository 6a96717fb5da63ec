/*
 * How one line is run. Lines differ in what they order and in what they wait
 * for, but all go the same way: lane_line_begin() gives the order, each pump of
 * the lab is followed by a lane_line_look(), and whoever sees that the line is
 * over calls lane_finish().
 *
 * A line is over when the lab is at rest: that says that nothing more will come
 * by itself, except through a timer, and for lines that wait for such a thing
 * there is the deadline (`within`). Nothing is judged without rest, for a
 * verdict must not depend on how fast the machine is; where rest never comes,
 * the lane is given up.
 */
#include "lessons/runner/lane_line.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/clock.h"

/*
 * How long behind its deadline a line waits for rest. It is no measure of
 * anything, and only has to be longer than a machine may be busy.
 */
static const int64_t PATIENCE_NS = INT64_C(60) * 1000000000;

/*
 * All that came of a line comes at once, and the line is over. It was played
 * when the recording was opened, so that only memory can be missing now.
 */
static void play(struct lane *lane, const struct line *line)
{
    struct lab *lab = lane->lab;
    size_t before = log_count(lab_log(lab));
    size_t index = (size_t)(line - lane->lesson->script.lines);
    const struct event *event;
    struct err err;

    if (recording_play(lane->recording, lane->recorded, index, lab,
                       &lane->came[index], &err) < 0) {
        struct event note = {.kind = EVENT_NOTE, .note = strdup(err.text)};

        log_append(lab_log_write(lab), &note);
    }
    for (; (event = log_at(lab_log(lab), before)); before++)
        if (event->kind == EVENT_CHECK)
            verdict_count(&lane->totals, event->check.result);
}

/*
 * The line is the lane's from now on. Log time counts nanoseconds of a
 * monotonic clock, so a change of the machine's date can't make a deadline come
 * or stay away.
 */
static void take_line(struct lane *lane, const struct line *line,
                      enum line_origin origin)
{
    int wait_ms = line->kind == LINE_WAIT ? line->wait_ms : line->deadline_ms;

    lane->line = line;
    lane->command = origin != ORIGIN_SCRIPT;
    lane->replayed = origin == ORIGIN_REPLAY;
    lane->actor = NULL;
    lane->hindered = false;
    lane->rests = false;
    lane->allowed = wait_ms * INT64_C(1000000);
    lane->deadline = log_now(lab_log(lane->lab)) + lane->allowed;
    lab_line_begins(lane->lab);
}

/*
 * A line that does not apply in this lane is over without a check: the script
 * has no such line there. An order may be over, and judged, when this returns.
 */
void lane_line_begin(struct lane *lane, const struct line *line,
                     enum line_origin origin)
{
    if (lane->recording)
        return play(lane, line);
    if (!line_applies(line, &lane->setting))
        return;
    take_line(lane, line, origin);
    if (lab_fault(lane->lab))
        return lane_skip(lane, strdup(lab_fault(lane->lab)));
    if (lane->replayed)
        lane_names_forget(lane);
    /* A call is only then known to be its actor's. */
    if (line_family(line->kind) != FAMILY_PROCESS && !lane_names_ready(lane))
        return;
    switch (line_family(line->kind)) {
    case FAMILY_PROCESS: lane_process_begin(lane); break;
    case FAMILY_HOST: lane_host_begin(lane); break;
    case FAMILY_WIRE: lane_wire_begin(lane); break;
    case FAMILY_TIME: break; /* it only waits */
    }
}

/*
 * Whether the line can still be looked at. A process that is being made has all
 * the time that the lab gives it, and the line's time only begins then; a world
 * that never rests, or was given up, ends the line.
 */
static bool may_look(struct lane *lane)
{
    int64_t now = log_now(lab_log(lane->lab));

    if (lane->actor && actor_starting(lane->actor))
        lane->deadline = now + lane->allowed;
    if (!lane->rests && now >= lane->deadline + PATIENCE_NS)
        lab_give_up(lane->lab, "it has not come to rest within %d s",
                    (int)((lane->allowed + PATIENCE_NS) / 1000000000));
    if (!lab_fault(lane->lab))
        return true;
    lane_skip(lane, strdup(lab_fault(lane->lab)));
    return false;
}

/* Whether it can go on while something is still under way: neither judges. */
static bool goes_on_without_rest(const struct lane *lane)
{
    return lane->line->kind == LINE_WAIT ||
           (lane->line->kind == LINE_RESTART && lane->waits_to_start);
}

void lane_line_look(struct lane *lane)
{
    if (!may_look(lane) || (!lane->rests && !goes_on_without_rest(lane)))
        return;
    switch (line_family(lane->line->kind)) {
    case FAMILY_PROCESS: lane_process_look(lane); break;
    case FAMILY_HOST: lane_host_look(lane); break;
    case FAMILY_WIRE: lane_wire_look(lane); break;
    case FAMILY_TIME:
        if (!lane_time_is_up(lane))
            break;
        lab_refresh(lane->lab);
        lane_pass(lane);
        break;
    }
}

int64_t lane_line_timeout(const struct lane *lane)
{
    int64_t wait = lab_timeout(lane->lab);
    int64_t now = log_now(lab_log(lane->lab));
    const struct line *line = lane->line;

    if (!line)
        return wait;
    /* Without rest a deadline only counts for a line that is nothing else. */
    if (!lane->rests && line->kind != LINE_WAIT)
        return clock_sooner(wait,
                            clock_left(lane->deadline + PATIENCE_NS, now));
    /* Timers end sockets without waking anybody: look now and then. */
    if (line->kind == LINE_SS || line->kind == LINE_SS_NO ||
        line->kind == LINE_NSTAT)
        wait = clock_sooner(wait, clock_left(lane->next_look, now));
    return clock_sooner(wait, clock_left(lane->deadline, now));
}
