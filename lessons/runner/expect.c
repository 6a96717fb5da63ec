/*
 * Two questions are always asked together: did it come out as expected, and how
 * is either side to be written. The words go into the log with the verdict, so
 * that the screen, the reports and the tests all say the same.
 */
#include "lessons/runner/expect.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/log/describe.h"
#include "lessons/glossary/guides.h"
#include "lessons/text/format.h"
#include "lessons/text/slice.h"

enum { RESULT_TEXT = 64 };

struct verdict verdict_of(bool holds, char *expected, char *actual)
{
    return (struct verdict){holds ? CHECK_PASSED : CHECK_FAILED, expected,
                            actual};
}

void verdict_drop(struct verdict *verdict)
{
    free(verdict->expected);
    free(verdict->actual);
}

void verdict_count(struct end_event *totals, enum check_result result)
{
    switch (result) {
    case CHECK_PASSED: totals->passed++; break;
    case CHECK_FAILED: totals->failed++; break;
    case CHECK_NOT_RUN: totals->not_run++; break;
    }
}

/* What the script wants, as it writes it; "" where anything will do. */
static char *wanted_text(const struct result *want)
{
    char text[RESULT_TEXT];

    if (want->kind == RESULT_NONE)
        return strdup("");
    return strdup(result_format(want, text, sizeof(text)));
}

/* Whether the script takes whatever comes. */
static bool takes_any(const struct result *want)
{
    return want->kind == RESULT_NONE || want->kind == RESULT_ANY;
}

/*
 * Both texts are made in every case: a check that passed is shown with what
 * came, too.
 */
struct verdict expect_return(const struct result *want, const struct call *call,
                             const struct outcome *outcome)
{
    struct result got = {
        .kind = RESULT_VALUE, .value = outcome->ret, .err = outcome->err};
    bool holds = result_match(want, outcome->ret, outcome->err);
    char text[RESULT_TEXT];
    struct err err;

    result_format(&got, text, sizeof(text));
    /*
     * The result first: where it is wrong, the arguments do not matter. A call
     * that failed as expected has filled in nothing to look at.
     */
    if (holds && outcome->ret >= 0 && call_check(call, outcome, &err) < 0)
        return verdict_of(false, wanted_text(want),
                          text_format(_("%s, but %s"), text, err.text));
    return verdict_of(holds, wanted_text(want), strdup(text));
}

/*
 * A call that blocks is no failure by itself; it is one where a result was to
 * come, which is then named as what was expected.
 */
struct verdict expect_blocked(const struct result *want)
{
    bool holds = takes_any(want) || want->kind == RESULT_BLOCKS;

    return verdict_of(holds, wanted_text(want), strdup("..."));
}

/* As `A: killed SIGINT` and `A: exited 0` are written. */
char *end_text(enum process_what what, int status)
{
    switch (what) {
    case PROCESS_KILLED: return text_format("killed %s", symbol_signal(status));
    case PROCESS_EXITED: return text_format("exited %d", status);
    /* It has not ended at all, and the script said that it had. */
    case PROCESS_STARTED: break;
    }
    return strdup(_("running"));
}

struct verdict expect_death(const struct result *want, enum process_what what,
                            int status)
{
    return verdict_of(takes_any(want), wanted_text(want),
                      end_text(what, status));
}

static char *handler_text(int signal)
{
    return signal ? text_format("handler ran %s", symbol_signal(signal))
                  : strdup(_("no handler ran"));
}

struct verdict expect_handler(const struct line *line, int ran)
{
    return verdict_of(ran == line->signal, handler_text(line->signal),
                      handler_text(ran));
}

struct verdict expect_end(const struct line *line, enum process_what what,
                          int status)
{
    bool killed = line->kind == LINE_KILLED;
    enum process_what want = killed ? PROCESS_KILLED : PROCESS_EXITED;
    int wanted = killed ? line->signal : line->status;
    bool holds = what == want && status == wanted;

    return verdict_of(holds, end_text(want, wanted), end_text(what, status));
}

/* Word by word: how far apart they stand means nothing to the kernel. */
static bool same_value(const char *a, const char *b)
{
    struct slice left = slice_of(a), right = slice_of(b), x, y;

    do {
        x = slice_word(&left);
        y = slice_word(&right);
        if (x.len != y.len || memcmp(x.at, y.at, x.len) != 0)
            return false;
    } while (x.len > 0);
    return true;
}

struct verdict expect_sysctl(const struct line *line, const char *wanted,
                             const char *value)
{
    bool absent = line->kind == LINE_SYSCTL_NO;
    bool holds = absent ? !value : value && same_value(wanted, value);

    return verdict_of(holds,
                      absent ? text_format("no %s", line->sysctl)
                             : text_format("%s = %s", line->sysctl, wanted),
                      value ? text_format("%s = %s", line->sysctl, value)
                            : text_format("no %s", line->sysctl));
}

struct verdict expect_counter(const struct line *line, int64_t since)
{
    const struct range came = {true, since, since};
    char wanted[RANGE_TEXT], text[RANGE_TEXT];

    return verdict_of(
        range_holds(&line->since, since),
        text_format("%s = %s", line->counter,
                    range_format(&line->since, true, wanted)),
        text_format("%s = %s", line->counter, range_format(&came, true, text)));
}

/* " win:0", where the range is one. */
static void print_range(FILE *out, const char *name, const struct range *range)
{
    char text[RANGE_TEXT];

    if (range->set)
        fprintf(out, " %s:%s", name, range_format(range, false, text));
}

char *packet_text(const struct packet_pattern *packet)
{
    struct memory memory;

    if (memory_open(&memory)) {
        fprintf(memory.out, "[%s] %s > %s", packet->flags,
                host_name(packet->from), host_name(packet->to));
        print_range(memory.out, "win", &packet->win);
        print_range(memory.out, "len", &packet->len);
        print_range(memory.out, "seq", &packet->seq);
        print_range(memory.out, "ack", &packet->ack);
    }
    return memory_close(&memory) ? memory.text : NULL;
}

void packet_print(FILE *out, const struct packet_event *packet,
                  const struct packet_pattern *asked)
{
    fprintf(out, "[%s] %s > %s", packet->flags, host_name(packet->from),
            host_name(packet->to));
    if (asked->win.set)
        fprintf(out, " win:%u", packet->win);
    if (asked->len.set)
        fprintf(out, " len:%u", packet->len);
    if (asked->seq.set)
        fprintf(out, " seq:%u", packet->seq);
    if (asked->ack.set)
        fprintf(out, " ack:%u", packet->ack);
    if (packet->made != MADE_SENT)
        fprintf(out, " (%s)", translate(made_name(packet->made)));
}

/* Write the meaning of a failed call. Returns how many sentences. */
static int why_call(FILE *out, struct glossary *glossary,
                    const struct call_event *call, const char *prefix)
{
    if (!call->returned || call->ret != -1)
        return 0;
    const char *meaning = glossary_says(glossary, call->name, call->err);
    if (!*meaning)
        return 0;
    fprintf(out, "%s%s", prefix, meaning);
    guides_advise_call(out, glossary_guides(glossary), call);
    fputc('\n', out);
    return 1;
}

/*
 * The log is read backwards from the check: nothing else belongs to its line
 * but what happened since the check before. Events that were not the line's own
 * call (another actor's that returned meanwhile) are passed over.
 */
int expect_why(FILE *out, struct glossary *glossary, const struct log *log,
               size_t check, const char *prefix)
{
    /* The line's events stand behind the check of the line before it. */
    size_t first = check;

    while (first > 0 && log_at(log, first - 1)->kind != EVENT_CHECK)
        first--;

    /* Culprits stand behind the call that they are about. */
    int n = 0;
    bool ours = false;
    for (size_t i = first; i < check; i++) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL) {
            ours = event->line == log_at(log, check)->line;
            n += ours ? why_call(out, glossary, &event->call, prefix) : 0;
        } else if (event->kind == EVENT_CULPRIT && ours) {
            fputs(prefix, out);
            describe_culprit(out, &event->culprit);
            guides_advise(out, glossary_guides(glossary), &event->culprit);
            fputc('\n', out);
            n++;
        }
    }
    return n;
}
