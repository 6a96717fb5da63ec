/*
 * What came of the call that a question is about. Its result was kept when the
 * line was over; what it filled in is in the log, of a recording as well.
 */
#include <string.h>

#include "lessons/runner/runner.h"

/* Behind the last check of the line in the log; 0: it was not checked. */
static size_t behind_check(const struct log *log, int line)
{
    size_t i = log_count(log);

    while (i > 0 && !(log_at(log, i - 1)->kind == EVENT_CHECK &&
                      log_at(log, i - 1)->line == line))
        i--;
    return i;
}

/* The last call of that name that the actor's line has seen return. */
static const struct call_event *
returned(const struct log *log, const struct predict *predict, int line)
{
    for (size_t i = behind_check(log, line); i > 0; i--) {
        const struct event *event = log_at(log, i - 1);

        if (event->kind == EVENT_CALL && event->call.returned &&
            strcmp(event->call.actor, predict->actor) == 0 &&
            strcmp(event->call.name, predict->call) == 0)
            return &event->call;
    }
    return NULL;
}

bool runner_answer(const struct runner *runner, size_t predict, int lane,
                   struct came *answer)
{
    const struct lesson *lesson = runner_lesson(runner);
    const struct predict *asked = &lesson->predicts[predict];
    const struct call_event *call = NULL;

    answer->filled[0] = '\0';
    if (!runner_predicted(runner, predict, lane, &answer->result))
        return false;
    if (asked->fills >= 0 && answer->result.kind == RESULT_VALUE &&
        answer->result.value >= 0)
        call = returned(lab_log(runner_lab(runner, lane)), asked,
                        lesson->script.lines[asked->about].number);
    if (call && call->args)
        call_fill_came(call->name, call->args, asked->fills, answer->filled,
                       sizeof(answer->filled));
    return true;
}
