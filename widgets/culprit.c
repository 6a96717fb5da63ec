/*
 * culprit.c - reads the events of the last step, newest failure first.
 */
#include "widgets/culprit.h"

#include <stdlib.h>
#include <string.h>

#include "lab/describe.h"
#include "lab/symbol.h"
#include "widgets/prose.h"
#include "widgets/twin.h"

enum { CULPRIT_TEXT = 1024, CULPRITS = 4 };

/* What there is to say about one lane. */
struct culprit_lane {
    const struct log *log;
    const char *label; /* "" when there is only one lane */
    size_t since;
};

/* The newest failed call since the step began, and its index. */
static const struct event *failed_call(const struct culprit_lane *lane,
                                       size_t *index)
{
    for (size_t i = log_count(lane->log); i-- > lane->since;) {
        const struct event *event = log_at(lane->log, i);

        if (event->kind == EVENT_CALL && event->call.err) {
            *index = i;
            return event;
        }
    }
    return NULL;
}

/* The culprit's seconds as they are now, not as they were when it was met. */
static struct culprit_event culprit_now(const struct log *log,
                                        const struct event *event)
{
    struct culprit_event culprit = event->culprit;
    int64_t gone = (log_now(log) - event->t) / 1000000;

    if (culprit.expires_ms >= 0) {
        int64_t left = culprit.expires_ms - gone;

        culprit.expires_ms = left > 0 ? (int)left : 0;
    }
    return culprit;
}

static void put_culprit(FILE *out, const struct log *log,
                        const struct event *event)
{
    struct culprit_event culprit = culprit_now(log, event);

    describe_culprit(out, &culprit);
    fputc(' ', out);
}

/* The sockets that stood in the way of the call at index, in words. */
static int put_culprits(FILE *out, const struct log *log, size_t index)
{
    const struct event *event;
    int n = 0;

    while ((event = log_at(log, ++index)) && event->kind != EVENT_CALL)
        if (event->kind == EVENT_CULPRIT && n++ < CULPRITS)
            put_culprit(out, log, event);
    if (n > CULPRITS)
        fprintf(out, "And %d more. ", n - CULPRITS);
    return n;
}

/* What the failed call means; false when there is nothing to say. */
static bool failure_text(const struct culprit_lane *lane, bool brief, char *out,
                         size_t size)
{
    size_t index;
    const struct event *event = failed_call(lane, &index);
    FILE *file = event ? fmemopen(out, size, "w") : NULL;

    if (!file)
        return false;
    const struct call_event *call = &event->call;
    int culprits = put_culprits(file, lane->log, index);
    if (!brief) {
        if (culprits == 0)
            fprintf(file, "%s() %s: ", call->name, symbol_errno(call->err));
        fputs(describe_errno(call->name, call->err), file);
    }
    fclose(file);
    out[size - 1] = '\0';
    return !brief || culprits > 0;
}

static int draw_check(struct area area, int y, const struct culprit_lane *lane,
                      const struct check_event *check)
{
    char text[CULPRIT_TEXT];

    if (check->result == CHECK_NOT_RUN)
        snprintf(text, sizeof text, "%sNot run: %s  %s", lane->label,
                 check->text ? check->text : "",
                 check->actual ? check->actual : "");
    else
        snprintf(text, sizeof text,
                 "%sThis kernel differs here: %s  expected %s, got %s.",
                 lane->label, check->text ? check->text : "",
                 check->expected ? check->expected : "?",
                 check->actual ? check->actual : "?");
    return prose_text(area, y, 2, ROLE_ERROR, text);
}

static int draw_checks(struct area area, int y, const struct culprit_lane *lane)
{
    int rows = 0;

    for (size_t i = lane->since; i < log_count(lane->log); i++) {
        const struct event *event = log_at(lane->log, i);

        if (event->kind == EVENT_CHECK && event->check.result != CHECK_PASSED)
            rows += draw_check(area, y + rows, lane, &event->check);
        else if (event->kind == EVENT_NOTE && event->note)
            rows += prose_text(area, y + rows, 0, ROLE_PLAIN, event->note);
    }
    return rows;
}

static struct culprit_lane culprit_lane(const struct runner *runner, int lane,
                                        const size_t *since, char *label,
                                        size_t size)
{
    twin_label(runner, lane, label, size);
    if (label[0])
        snprintf(label + strlen(label), size - strlen(label), ": ");
    return (struct culprit_lane){.log = lab_log(runner_lab(runner, lane)),
                                 .label = label,
                                 .since = since[lane]};
}

int culprit_draw(struct area area, const struct runner *runner,
                 const size_t *since, bool brief)
{
    char said[CULPRIT_TEXT] = "", text[CULPRIT_TEXT], label[160];
    int y = 0;

    for (int i = 0; i < runner_lanes(runner); i++) {
        struct culprit_lane lane =
            culprit_lane(runner, i, since, label, sizeof label);

        y += draw_checks(area, y, &lane);
        /* Twin lanes often fail alike: once is enough. */
        if (!failure_text(&lane, brief, text, sizeof text) ||
            !strcmp(text, said))
            continue;
        y += prose_text(area, y, 0, ROLE_PLAIN, text);
        snprintf(said, sizeof said, "%s", text);
    }
    return y;
}

bool culprit_counts(const struct runner *runner, const size_t *since)
{
    for (int i = 0; i < runner_lanes(runner); i++) {
        const struct log *log = lab_log(runner_lab(runner, i));

        for (size_t k = since[i]; k < log_count(log); k++)
            if (log_at(log, k)->kind == EVENT_CULPRIT)
                return true;
    }
    return false;
}
