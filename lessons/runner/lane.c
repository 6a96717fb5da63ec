/*
 * A lane's life, and the ends that a line can come to. lane_finish() writes the
 * check into the log, whoever has judged; lane_line.c says when.
 */
#include "lessons/runner/lane.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/clock.h"
#include "lab/base/translate.h"
#include "lab/recorded.h"

/* The lab is only begun here: several lanes' worlds are made at once. */
int lane_open(struct lane *lane, const struct lesson *lesson,
              const struct setting *setting,
              const struct runner_options *options, struct err *err)
{
    const struct recording *recording = options->recording;

    *lane = (struct lane){
        .lesson = lesson, .setting = *setting, .recording = recording};
    lane->setting.names = &lane->names;
    setting_label(&lane->setting, lane->name, sizeof(lane->name));
    /* One more than there are lines, as calloc(0) may return NULL. */
    lane->came = calloc(lesson->script.n + 1, sizeof(*lane->came));
    if (!lane->came)
        return err_machine(err, "out of memory");
    if (recording)
        lane->recorded = recording_lane(recording, lane->name);
    if (lane->recorded < 0)
        return err_input(err, "The recording has no lane '%s'.", lane->name);
    lane->lab =
        recording ? recorded_open(err) : lab_begin(options->isolation, err);
    return lane->lab ? 0 : -1;
}

void lane_close(struct lane *lane)
{
    for (size_t i = 0; i < lane->n_roles; i++)
        role_free(&lane->roles[i]);
    free(lane->roles);
    line_free(&lane->resolved);
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

int lane_learn(struct lane *lane, unsigned needs, const struct lane *first,
               struct err *err)
{
    if (lab_try(lane->lab, needs, first ? first->lab : NULL, err) < 0)
        return -1;
    for (enum need need = 0; need < NEEDS; need++)
        if ((needs & NEED_BIT(need)) && lab_cannot(lane->lab, need))
            lane->setting.lacks |= NEED_BIT(need);
    return 0;
}

/* ---- the end of a line ---- */

/* What is known of a world that was given up is not to be judged. */
static struct verdict unjudged(struct verdict verdict, const char *fault)
{
    if (verdict.result == CHECK_NOT_RUN)
        return verdict;
    verdict_drop(&verdict);
    return (struct verdict){CHECK_NOT_RUN, strdup(""), strdup(fault)};
}

bool lane_time_is_up(const struct lane *lane)
{
    return log_now(lab_log(lane->lab)) >= lane->deadline;
}

bool lane_late(const struct lane *lane)
{
    return lane->rests && lane_time_is_up(lane);
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
    lane_finish(lane, verdict_of(true, strdup(""), strdup("")));
}

void lane_fail(struct lane *lane, const char *expected, char *actual)
{
    lane->hindered = true;
    lane_finish(lane, verdict_of(false, strdup(expected), actual));
}

void lane_skip(struct lane *lane, char *reason)
{
    lane_finish(lane, (struct verdict){CHECK_NOT_RUN, strdup(""), reason});
}

void lane_unable(struct lane *lane, char *why)
{
    if (!lane->command)
        lab_give_up(lane->lab, "%s", why ? why : _("out of memory"));
    lane_skip(lane, why);
}

void lane_refuse(struct lane *lane, const char *expected, const struct err *err)
{
    if (err->kind == ERR_INPUT)
        lane_fail(lane, expected, strdup(err->text));
    else
        lane_unable(lane, strdup(err->text));
}
