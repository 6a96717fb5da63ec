/*
 * How one line is run. Lines differ in what they order and in what they wait
 * for, but all go the same way: begin() gives the order, each pump of the lab
 * is followed by a look(), and whoever sees that the line is over calls
 * lane_finish(), which writes the check into the log and leaves lane->line
 * NULL.
 *
 * A line is over when the lab is at rest: that says that nothing more will come
 * by itself, except through a timer, and for lines that wait for such a thing
 * there is the deadline (`within`). Nothing is judged without rest, for a
 * verdict must not depend on how fast the machine is; where rest never comes,
 * the lane is given up.
 */
#include "lessons/runner/lane.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/clock.h"
#include "lab/recorded.h"

/* How long lines that look again and again leave between two looks. */
static const int64_t LOOK_NS = 5 * 1000000;

/*
 * How long behind its deadline a line waits for rest. It is no measure of
 * anything, and only has to be longer than a machine may be busy.
 */
static const int64_t PATIENCE_NS = INT64_C(60) * 1000000000;

/* All of a lane but its lab. */
static int lane_init(struct lane *lane, const struct lesson *lesson,
                     const struct setting *setting, struct err *err)
{
    *lane = (struct lane){.lesson = lesson, .setting = *setting};
    setting_label(&lane->setting, lane->name, sizeof(lane->name));
    /* One more than there are lines, as calloc(0) may return NULL. */
    lane->came = calloc(lesson->script.n + 1, sizeof(*lane->came));
    return lane->came ? 0 : err_machine(err, "out of memory");
}

/* The lab is only begun here: several lanes' worlds are made at once. */
int lane_open(struct lane *lane, const struct lesson *lesson,
              const struct setting *setting, enum isolation isolation,
              struct err *err)
{
    if (lane_init(lane, lesson, setting, err) < 0)
        return -1;
    lane->lab = lab_begin(isolation, err);
    return lane->lab ? 0 : -1;
}

int lane_open_recorded(struct lane *lane, const struct lesson *lesson,
                       const struct setting *setting,
                       const struct recording *recording, struct err *err)
{
    if (lane_init(lane, lesson, setting, err) < 0)
        return -1;
    lane->recording = recording;
    lane->recorded = recording_lane(recording, lane->name);
    if (lane->recorded < 0)
        return err_input(err, "The recording has no lane '%s'.", lane->name);
    lane->lab = recorded_open(err);
    return lane->lab ? 0 : -1;
}

void lane_close(struct lane *lane)
{
    for (size_t i = 0; i < lane->n_roles; i++)
        role_free(&lane->roles[i]);
    free(lane->roles);
    free(lane->came);
    if (lane->lab)
        lab_close(lane->lab);
    *lane = (struct lane){0};
}

int lane_toggle(struct lane *lane, const char *name, const char *value,
                struct err *err)
{
    if (setting_set(&lane->setting, name, value, err) < 0)
        return -1;
    setting_label(&lane->setting, lane->name, sizeof(lane->name));
    return 0;
}

/* ---- the end of a line ---- */

/* What is known of a world that was given up is not to be judged. */
static struct verdict unjudged(struct verdict verdict, const char *fault)
{
    if (verdict.result == CHECK_NOT_RUN)
        return verdict;
    free(verdict.expected);
    free(verdict.actual);
    return (struct verdict){CHECK_NOT_RUN, strdup(""), strdup(fault)};
}

void lane_finish(struct lane *lane, struct verdict verdict)
{
    const struct line *line = lane->line;
    if (lab_fault(lane->lab))
        verdict = unjudged(verdict, lab_fault(lane->lab));
    struct event event = {
        .kind = EVENT_CHECK,
        .line = line->number,
        .check = {verdict.result, strdup(line->text), verdict.expected,
                  verdict.actual, lane->hindered},
    };
    /* Never as passed, when there is no memory to say what it was. */
    if (!log_append(lab_log_write(lane->lab), &event) ||
        log_lost(lab_log(lane->lab))) {
        lab_give_up(lane->lab, "out of memory");
        verdict.result = CHECK_NOT_RUN;
    }
    lane->done_at = log_now(lab_log(lane->lab));
    /* Script lines count, what was typed does not. */
    if (!lane->command)
        verdict_count(&lane->totals, verdict.result);
    /*
     * For the lines to come: a `= RESULT` that finds no call says why, and a
     * replay goes no further.
     */
    if (line->kind == LINE_CALL && lane->actor) {
        lane->roles[lane->role].last_failed = verdict.result != CHECK_PASSED;
        lane->call_failed |= verdict.result != CHECK_PASSED;
    }
    lane->line = NULL;
}

void lane_pass(struct lane *lane)
{
    lane_finish(lane, (struct verdict){CHECK_PASSED, strdup(""), strdup("")});
}

void lane_fail(struct lane *lane, const char *expected, char *actual)
{
    lane->hindered = true;
    lane_finish(lane, (struct verdict){CHECK_FAILED, strdup(expected), actual});
}

void lane_skip(struct lane *lane, char *reason)
{
    lane_finish(lane, (struct verdict){CHECK_NOT_RUN, strdup(""), reason});
}

void lane_unable(struct lane *lane, const char *why)
{
    if (!lane->command)
        lab_give_up(lane->lab, "%s", why);
    lane_skip(lane, strdup(why));
}

void lane_refuse(struct lane *lane, const char *expected, const struct err *err)
{
    if (err->kind == ERR_INPUT)
        lane_fail(lane, expected, strdup(err->text));
    else
        lane_unable(lane, err->text);
}

/* ---- one line ---- */

/* The four notations of the language; each has its own file. */
enum family {
    FAMILY_PROCESS, /* ACTOR: ... */
    FAMILY_HOST,    /* HOST$ ... */
    FAMILY_WIRE,    /* wire: ... */
    FAMILY_TIME,    /* wait ... */
};

/* Which of them a kind of line belongs to. */
static enum family family(enum line_kind kind)
{
    switch (kind) {
    case LINE_CALL:
    case LINE_RETURNS:
    case LINE_START:
    case LINE_RESTART:
    case LINE_SIGNAL:
    case LINE_KILLED:
    case LINE_EXITED: return FAMILY_PROCESS;
    case LINE_SS:
    case LINE_SS_NO:
    case LINE_SS_KILL:
    case LINE_SYSCTL:
    case LINE_SYSCTL_IS:
    case LINE_SYSCTL_NO: return FAMILY_HOST;
    case LINE_WIRE_ORDER:
    case LINE_WIRE_PACKET:
    case LINE_WIRE_ALL:
    case LINE_WIRE_EXPECT:
    case LINE_WIRE_NONE: return FAMILY_WIRE;
    case LINE_WAIT: break;
    }
    return FAMILY_TIME;
}

/* Whether its time is over, whatever goes on. */
static bool time_is_up(const struct lane *lane)
{
    return log_now(lab_log(lane->lab)) >= lane->deadline;
}

bool lane_late(const struct lane *lane)
{
    return lane->rests && time_is_up(lane);
}

/* Give the line's order; a line that only waits has none. */
static void begin(struct lane *lane)
{
    const char *fault = lab_fault(lane->lab);

    if (fault)
        return lane_skip(lane, strdup(fault));
    switch (family(lane->line->kind)) {
    case FAMILY_PROCESS: perform_begin(lane); break;
    case FAMILY_HOST: observe_begin(lane); break;
    case FAMILY_WIRE: packets_begin(lane); break;
    case FAMILY_TIME: break;
    }
}

/* Let the line see how the lab stands; it may end itself. */
static void look(struct lane *lane, bool rest)
{
    switch (family(lane->line->kind)) {
    case FAMILY_PROCESS: perform_look(lane, rest); break;
    case FAMILY_HOST: observe_look(lane, rest); break;
    case FAMILY_WIRE: packets_look(lane, rest); break;
    case FAMILY_TIME:
        if (!time_is_up(lane))
            break;
        lab_refresh(lane->lab);
        lane_pass(lane);
        break;
    }
}

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
 * What the last line has left is cleared before the order is given: an order
 * may be over, and looked at, before this returns.
 */
void lane_begin(struct lane *lane, const struct line *line,
                enum line_origin origin)
{
    lane->line = NULL;
    if (lane->recording)
        return play(lane, line);
    /* Over without a check: in this lane the script has no such line. */
    if (!line_applies(line, &lane->setting))
        return;
    int wait_ms = line->kind == LINE_WAIT ? line->wait_ms : line->deadline_ms;
    int64_t now = log_now(lab_log(lane->lab));
    lane->line = line;
    lane->command = origin != ORIGIN_SCRIPT;
    lane->replayed = origin == ORIGIN_REPLAY;
    lane->actor = NULL;
    lane->waits_to_start = false;
    lane->hindered = false;
    lane->rests = false;
    /*
     * Log time counts nanoseconds of a monotonic clock, so a change of the
     * machine's date can't make a deadline come or stay away.
     */
    lane->allowed = wait_ms * INT64_C(1000000);
    lane->deadline = now + lane->allowed;
    lane->next_look = now + LOOK_NS;
    lab_line_begins(lane->lab);
    begin(lane);
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

bool lane_pump(struct lane *lane)
{
    /* Without a line too: what happens by itself belongs into the log. */
    lane->rests = lab_pump(lane->lab) == LAB_REST;
    if (!lane->line || !may_look(lane))
        return true;
    look(lane, lane->rests);
    /* Nothing comes by itself any more, and that is not enough for the line. */
    if (lane->line && lane->rests)
        lab_time_passes(lane->lab);
    int64_t now = log_now(lab_log(lane->lab));
    if (lane->next_look <= now)
        lane->next_look = now + LOOK_NS;
    return !lane->line;
}

int64_t lane_timeout(const struct lane *lane)
{
    int64_t wait = lab_timeout(lane->lab);
    if (!lane->line)
        return wait;
    int64_t now = log_now(lab_log(lane->lab));
    /* Without rest a deadline only counts for a line that is nothing else. */
    bool waits = !lane->rests && lane->line->kind != LINE_WAIT;
    int64_t until = lane->deadline + (waits ? PATIENCE_NS : 0);
    int64_t left = clock_left(until, now);
    /* A line that is late is looked at at once. */
    wait = clock_sooner(wait, left);
    if (waits)
        return wait;
    /* Timers end sockets without waking anybody: look now and then. */
    if (lane->line->kind == LINE_SS || lane->line->kind == LINE_SS_NO) {
        left = clock_left(lane->next_look, now);
        wait = clock_sooner(wait, left);
    }
    return wait;
}
