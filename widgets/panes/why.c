/*
 * why.c - reads the events of the last step, newest failure first.
 *
 * Three things can be said about a step, lane by lane: what the lab itself
 * noted, which of the script's lines did not hold, and why the newest failed
 * call failed. For the last one the lab has looked around at the moment of
 * the failure and logged each socket in the way as a culprit right behind the
 * call's event; here they are only put into words.
 *
 * Twin lanes often fail alike. What all say is said once and without a lane's
 * name; a name in front means that another lane says something else.
 */
#include "widgets/panes/why.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/log/describe.h"
#include "lessons/glossary/guides.h"
#include "lessons/report/receipt.h"
#include "widgets/panes/difference.h"
#include "widgets/screen/prose.h"

enum {
    CULPRIT_TEXT = 1024, /* bytes of what is said about one failure */
    CULPRITS = 4,        /* described one by one; of the rest, the number */
    JIFFY_MS = 10,       /* the longest that Linux is built with, time(7) */
};

/* What there is to say about one lane. */
struct why_lane {
    const struct log *log;
    const char *label; /* "SO_REUSEADDR off: "; "" if it is the only lane */
    size_t since;      /* the log's index where the step began */
};

/* The newest failed call since the step began, and its index. */
static const struct event *failed_call(const struct why_lane *lane,
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

/*
 * The culprit's seconds as they are now, not as they were when it was met:
 * "40 s are left" must not stay on the screen for a minute. Events are never
 * changed, so this is a copy. The kernel counts in jiffies, so the list of
 * sockets, read at another moment, may have come to the next second already,
 * and a screen is drawn when it has: both are to say the same.
 */
static struct culprit_event culprit_now(const struct log *log,
                                        const struct event *event)
{
    struct culprit_event culprit = event->culprit;
    int64_t gone = (log_now(log) - event->t) / 1000000;

    if (culprit.expires_ms >= 0) {
        int64_t left = culprit.expires_ms - gone - JIFFY_MS;

        culprit.expires_ms = left > 0 ? (int)left : 0;
    }
    return culprit;
}

/*
 * One culprit: what it is, and what to do about it, which is said once where
 * the next one is of the same kind. A space is before the next one's.
 */
static void put_culprit(FILE *out, const struct guides *guides,
                        const struct log *log, const struct event *event,
                        const struct event *next)
{
    struct culprit_event culprit = culprit_now(log, event);

    describe_culprit(out, &culprit);
    if (!next || strcmp(next->culprit.row, culprit.row) != 0)
        guides_advise(out, guides, &culprit);
    fputc(' ', out);
}

/* The culprit behind the event at *index, which moves there; NULL: no more. */
static const struct event *next_culprit(const struct log *log, size_t *index)
{
    const struct event *event;

    while ((event = log_at(log, ++*index)) && event->kind != EVENT_CALL)
        if (event->kind == EVENT_CULPRIT)
            return event;
    return NULL;
}

/*
 * The sockets that stood in the way of the call at index, in words. Theirs are
 * the events up to the next call. Returns how many there were.
 */
static int put_culprits(FILE *out, const struct guides *guides,
                        const struct log *log, size_t index)
{
    const struct event *event = next_culprit(log, &index), *next;
    int n = 0;

    for (; event; event = next) {
        next = next_culprit(log, &index);
        if (n++ < CULPRITS)
            put_culprit(out, guides, log, event, n < CULPRITS ? next : NULL);
    }
    if (n > CULPRITS)
        fprintf(out,
                translate_n("And %d more. ", "And %d more. ", n - CULPRITS),
                n - CULPRITS);
    return n;
}

/*
 * What the failed call means; false when there is nothing to say. The culprits
 * come first: "port 80 is held by ..." is worth more than what EADDRINUSE
 * means in general. Text that outgrows out is cut by fmemopen(3).
 */
static bool failure_text(const struct why_lane *lane,
                         const struct why_view *view, char *out, size_t size)
{
    size_t index;
    const struct event *event = failed_call(lane, &index);
    FILE *file = event ? fmemopen(out, size, "w") : NULL;

    if (!file)
        return false;
    const struct call_event *call = &event->call;
    int culprits =
        put_culprits(file, glossary_guides(view->glossary), lane->log, index);
    if (!view->brief && !(view->terse && culprits > 0)) {
        if (culprits == 0)
            fprintf(file, "%s() %s: ", call->name, symbol_errno(call->err));
        fputs(glossary_says(view->glossary, call->name, call->err), file);
        guides_advise_call(file, glossary_guides(view->glossary), call);
    }
    fclose(file);
    out[utf8_whole(out, strnlen(out, size - 1))] = '\0';
    return !view->brief || culprits > 0;
}

/*
 * Whose doing it is that a line did not hold. A line from the prompt (0) was
 * only a guess; one of the lesson held where it was written, so either the
 * learner has changed the world since, or the lab has failed, or this kernel is
 * not like that one.
 */
static const char *blame(const struct why_view *view, const struct event *event,
                         char *out, size_t size)
{
    char kernel[160];

    if (event->line == 0)
        return _("Not as expected");
    if (view->strayed)
        return _("Not as in the lesson, after what you did by hand");
    if (!receipt_due(event))
        return _("The lab could not do its part here");
    snprintf(out, size, _("Your kernel (%s) differs here"),
             receipt_kernel(kernel, sizeof kernel));
    return out;
}

static bool ends_sentence(const char *text)
{
    size_t len = strlen(text);

    return len > 0 && text[len - 1] == '.';
}

/* A line that did not hold, or was not run; returns its rows. */
static int draw_check(struct area area, int y, const struct why_view *view,
                      const char *label, const struct event *event)
{
    const struct check_event *check = &event->check;
    const char *actual = check->actual ? check->actual : "";
    const char *line = check->text ? check->text : "";
    char text[CULPRIT_TEXT], why[400];
    const char *who = blame(view, event, why, sizeof why);

    if (check->result == CHECK_NOT_RUN)
        snprintf(text, sizeof text, _("%sNot run: %s  (%s)"), label, line,
                 actual);
    else if (check->expected && !check->expected[0])
        snprintf(text, sizeof text, "%s%s: %s: %s%s", label, who, line, actual,
                 ends_sentence(actual) ? "" : ".");
    else
        snprintf(text, sizeof text, _("%s%s: %s: expected %s, got %s%s%s"),
                 label, who, line, check->expected ? check->expected : "?",
                 actual, ends_sentence(actual) ? "" : ".",
                 who == why ? _(" It does not count against you (d: receipt).")
                            : "");
    return prose_text(area, y, 2, ROLE_ERROR, text);
}

/* Texts of a check may be missing. */
static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Whether this lane's step has a check with the same outcome. */
static bool has_check(const struct why_view *view, int lane,
                      const struct event *like)
{
    const struct log *log = lab_log(runner_lab(view->runner, lane));

    for (size_t i = view->since[lane]; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CHECK && event->line == like->line &&
            event->check.result == like->check.result &&
            same_text(event->check.text, like->check.text) &&
            same_text(event->check.actual, like->check.actual))
            return true;
    }
    return false;
}

/* Twin lanes often fail alike: that is said once, by the first. */
static bool checks_alike(const struct why_view *view, const struct event *event)
{
    for (int i = 0; i < runner_lanes(view->runner); i++)
        if (!has_check(view, i, event))
            return false;
    return true;
}

/* The machine, and nobody who sits before it, is why there is no result. */
static int draw_fault(struct area area, int y, const char *label,
                      const struct event *event)
{
    char text[CULPRIT_TEXT];

    snprintf(text, sizeof text, _("%sThis machine can't go on with it: %s."),
             label, event->note ? event->note : _("out of memory"));
    return prose_text(area, y, 0, ROLE_ERROR, text);
}

/* What the lab had to note, and every line that did not hold. */
static int draw_checks(struct area area, int y, const struct why_view *view,
                       const struct why_lane *lane, int index)
{
    int rows = 0;

    for (size_t i = lane->since; i < log_count(lane->log); i++) {
        const struct event *event = log_at(lane->log, i);

        if (event->kind == EVENT_NOTE && event->note)
            rows += prose_text(area, y + rows, 0, ROLE_PLAIN, event->note);
        if (event->kind == EVENT_FAULT)
            rows += draw_fault(area, y + rows, lane->label, event);
        if (event->kind != EVENT_CHECK || event->check.result == CHECK_PASSED)
            continue;
        bool alike = checks_alike(view, event);
        if (!alike || index == 0)
            rows += draw_check(area, y + rows, view, alike ? "" : lane->label,
                               event);
    }
    return rows;
}

/* label is room for the lane's name; it is used only where lanes differ. */
static struct why_lane why_lane(const struct why_view *view, int lane,
                                char *label, size_t size)
{
    difference_label(view->runner, lane, label, size);
    if (label[0])
        snprintf(label + strlen(label), size - strlen(label), ": ");
    return (struct why_lane){.log = lab_log(runner_lab(view->runner, lane)),
                             .label = label,
                             .since = view->since[lane]};
}

/*
 * Whether another lane has something else to say. One that has nothing to say
 * does not count: its result stands beside the failure, for all to see.
 */
static bool others_differ(const struct why_view *view, int lane,
                          const char *text)
{
    char other[CULPRIT_TEXT], label[160];

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        struct why_lane at = why_lane(view, i, label, sizeof label);

        if (i != lane && failure_text(&at, view, other, sizeof other) &&
            strcmp(other, text) != 0)
            return true;
    }
    return false;
}

/* said is what the lanes before have said, so that nothing is said twice. */
static int draw_failure(struct area area, int y, const struct why_view *view,
                        const struct why_lane *lane, int index, char *said)
{
    char text[CULPRIT_TEXT];

    if (!failure_text(lane, view, text, sizeof text) || !strcmp(text, said))
        return 0;
    memcpy(said, text, sizeof text);
    if (!others_differ(view, index, text))
        return prose_text(area, y, 0, ROLE_PLAIN, text);

    char whole[CULPRIT_TEXT + 160];
    snprintf(whole, sizeof whole, "%s%s", lane->label, text);
    return prose_text(area, y, 2, ROLE_PLAIN, whole);
}

int why_checks(struct area area, int y, const struct why_view *view)
{
    char label[160];
    int first = y;

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        struct why_lane lane = why_lane(view, i, label, sizeof label);

        y += draw_checks(area, y, view, &lane, i);
    }
    return y - first;
}

int why_draw(struct area area, int y, const struct why_view *view)
{
    char said[CULPRIT_TEXT] = "", label[160];
    int first = y;

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        struct why_lane lane = why_lane(view, i, label, sizeof label);

        if (!view->one || i == view->lane)
            y += draw_failure(area, y, view, &lane, i, said);
    }
    return y - first;
}
