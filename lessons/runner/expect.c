/*
 * Two questions are always asked together: did it come out as expected, and how
 * is either side to be written. The words go into the log with the verdict, so
 * that the screen, the reports and the tests all say the same.
 */
#include "lessons/runner/expect.h"

#include <inttypes.h>
#include <limits.h>
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

enum { RESULT_TEXT = 64, TIMER_TEXT = 64, SOCKETS_SHOWN = 6 };

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
    struct result got = {RESULT_VALUE, outcome->ret, outcome->err};
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

struct verdict expect_end(const struct line *line, enum process_what what,
                          int status)
{
    bool killed = line->kind == LINE_KILLED;
    enum process_what want = killed ? PROCESS_KILLED : PROCESS_EXITED;
    int wanted = killed ? line->signal : line->status;
    bool holds = what == want && status == wanted;

    return verdict_of(holds, end_text(want, wanted), end_text(what, status));
}

/* How long the socket's timer has left; not below 0, as it may fire late. */
static int64_t timer_left_ms(const struct sock *sock, int64_t now)
{
    return sock->expires > now ? (sock->expires - now) / 1000000 : 0;
}

static bool timer_match(const struct timer_pattern *pattern,
                        const struct sock *sock, int64_t now)
{
    int64_t left = timer_left_ms(sock, now);

    if (pattern->timer == TIMER_NONE)
        return true;
    return sock->timer == pattern->timer && left >= pattern->from_ms &&
           left <= pattern->to_ms;
}

/*
 * Compared as ss(8) would show them: wildcards, peers and states as they are
 * listed, not as a packet would be matched to a socket.
 */
bool expect_socket(const struct line *line, const struct sock *sock,
                   int64_t now)
{
    return (line->any_state || line->state == sock->state) &&
           addr_match(&line->local, &sock->local) &&
           addr_match(&line->peer, &sock->peer) &&
           timer_match(&line->timer, sock, now);
}

/* What a LINE_SS* looks for, as ss writes a socket. */
static char *pattern_text(const struct line *line)
{
    char local[ADDR_TEXT];
    char peer[ADDR_TEXT];
    char timer[TIMER_TEXT] = "";
    const struct timer_pattern *pattern = &line->timer;

    if (pattern->timer != TIMER_NONE && pattern->to_ms == INT_MAX)
        snprintf(timer, sizeof(timer), " timer:(%s)",
                 timer_name(pattern->timer));
    else if (pattern->timer != TIMER_NONE)
        snprintf(timer, sizeof(timer), " timer:(%s,%gs..%gs)",
                 timer_name(pattern->timer), pattern->from_ms / 1000.0,
                 pattern->to_ms / 1000.0);
    return text_format("%s%s %s %s%s", line->kind == LINE_SS_NO ? "no " : "",
                       line->any_state ? "any" : state_name(line->state),
                       addr_format(&line->local, local),
                       addr_format(&line->peer, peer), timer);
}

/* " timer:(timewait,59.9s)" where the line is about timers, else nothing. */
static void print_timer(FILE *out, const struct line *line,
                        const struct sock *sock, int64_t now)
{
    int64_t left = timer_left_ms(sock, now);

    if (line->timer.timer == TIMER_NONE)
        return;
    if (sock->timer == TIMER_NONE)
        fputs(_(" no timer"), out);
    else
        fprintf(out, " timer:(%s,%" PRId64 ".%03" PRId64 "s)",
                timer_name(sock->timer), left / 1000, left % 1000);
}

/*
 * How near a socket comes to what is looked for: 0 is not at all. The local
 * address weighs most: it is how people tell sockets apart. The state weighs
 * least, being what a failed observation mostly gets wrong.
 */
static int nearness(const struct line *line, const struct sock *sock)
{
    return 4 * addr_match(&line->local, &sock->local) +
           2 * addr_match(&line->peer, &sock->peer) +
           (line->any_state || line->state == sock->state);
}

/*
 * "LISTEN 0.0.0.0:80 0.0.0.0:*, ...": the nearest ones, nearest first. At most
 * SOCKETS_SHOWN, for the message has to fit on a screen; the rest is counted.
 */
static char *sockets_text(const struct line *line, const struct sock *socks,
                          size_t n, int64_t now)
{
    struct memory memory;

    if (!memory_open(&memory)) {
        memory_close(&memory);
        return NULL;
    }
    FILE *out = memory.out;
    int shown = 0;
    /* From the nearest down, without sorting what the lab owns. */
    for (int near = 7; near >= 0; near--) {
        for (size_t i = 0; i < n && shown < SOCKETS_SHOWN; i++) {
            if (nearness(line, &socks[i]) != near)
                continue;
            char local[ADDR_TEXT];
            char peer[ADDR_TEXT];
            fprintf(out, "%s%s %s %s", shown++ ? ", " : "",
                    state_name(socks[i].state),
                    addr_format(&socks[i].local, local),
                    addr_format(&socks[i].peer, peer));
            print_timer(out, line, &socks[i], now);
        }
    }
    if (n > (size_t)shown)
        fprintf(out, _(" and %zu more"), n - shown);
    if (n == 0)
        fputs(_("no sockets"), out);
    return memory_close(&memory) ? memory.text : NULL;
}

struct verdict expect_sockets(const struct line *line, const struct sock *socks,
                              size_t n, int64_t now)
{
    /* `ss no` fails on the first socket that fits, and shows that one. */
    bool wanted = line->kind != LINE_SS_NO;
    const struct sock *found = NULL;

    for (size_t i = 0; i < n && !found; i++)
        if (expect_socket(line, &socks[i], now))
            found = &socks[i];

    return verdict_of(!!found == wanted, pattern_text(line),
                      found ? sockets_text(line, found, 1, now)
                            : sockets_text(line, socks, n, now));
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

/*
 * The flags must be the same, not only contain these: [S] is no SYN-ACK.
 * Sequence numbers are the kernel's choice (RFC 6528), so no script has them.
 */
bool expect_packet(const struct packet_pattern *pattern,
                   const struct packet_event *packet)
{
    return pattern->any ||
           (strcmp(pattern->flags, packet->flags) == 0 &&
            pattern->from == packet->from && pattern->to == packet->to);
}

char *packet_text(const char *flags, enum host_id from, enum host_id to)
{
    return text_format("[%s] %s > %s", flags, host_name(from), host_name(to));
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
