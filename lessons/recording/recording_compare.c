/*
 * recording_compare.c - whether two recordings tell the same.
 *
 * How the world stands behind a line is put into sentences, without what
 * chance decides, and sorted: then the same run gives the same list. States on
 * the way from one to another are left out, since whether the lab saw one is
 * chance too; the state that a socket has come to rest in is not.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/log/describe.h"
#include "lab/recorded.h"
#include "lab/wire/packet.h"
#include "lessons/recording/recording.h"
#include "lessons/text/format.h"

/* Ports from here on are the kernel's to pick (ip_local_port_range, ip(7)). */
enum { EPHEMERAL = 32768 };

/* Sentences. */
struct facts {
    char **list; /* owned */
    size_t n;
};

/* ---- facts ---- */

/* Put a star in place of every port that the kernel has picked. */
static void mask_ports(char *text)
{
    char *out = text;

    while (*text) {
        *out++ = *text;
        if (*text++ != ':' || !isdigit((unsigned char)*text))
            continue;
        char *end;
        unsigned long port = strtoul(text, &end, 10);

        if (port >= EPHEMERAL && port <= UINT16_MAX)
            *out++ = '*';
        else
            while (text < end)
                *out++ = *text++;
        text = end;
    }
    *out = '\0';
}

/* Takes over text; NULL stands for no memory, and is no fact. */
static void add_fact(struct facts *facts, char *text)
{
    char **grown =
        text ? reallocarray(facts->list, facts->n + 1, sizeof(*grown)) : NULL;

    if (!grown) {
        free(text);
        return;
    }
    mask_ports(text);
    facts->list = grown;
    grown[facts->n++] = text;
}

static void free_facts(struct facts *facts)
{
    for (size_t i = 0; i < facts->n; i++)
        free(facts->list[i]);
    free(facts->list);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/*
 * Whether a FIN was acknowledged at once or a moment later is chance (RFC 9293
 * 3.8.6.3), and all that sets these two states apart.
 */
static const char *rest_name(enum tcp_state state)
{
    return state == STATE_FIN_WAIT_1 || state == STATE_FIN_WAIT_2
               ? "FIN-WAIT"
               : state_name(state);
}

static void add_socks(struct facts *facts, const struct lab *lab,
                      enum host_id host)
{
    char local[ADDR_TEXT], peer[ADDR_TEXT];
    size_t n;
    const struct sock *socks = lab_sockets(lab, host, &n);

    for (size_t i = 0; i < n; i++)
        add_fact(facts, text_format("%s$ ss %s %s %s", host_name(host),
                                    rest_name(socks[i].state),
                                    addr_format(&socks[i].local, local),
                                    addr_format(&socks[i].peer, peer)));
}

/* How the world stands behind a line. */
static void gather(struct facts *facts, const struct lab *lab)
{
    const struct packet_event *packet;

    for (int host = 0; host < HOSTS; host++)
        add_socks(facts, lab, (enum host_id)host);
    /* A bare acknowledgement may come a moment later; see rest_name(). */
    for (size_t i = 0; (packet = lab_waiting_at(lab, i)); i++)
        if (!packet_only_acks(packet))
            add_fact(facts, text_format("wire: [%s] %s > %s", packet->flags,
                                        host_name(packet->from),
                                        host_name(packet->to)));
    if (facts->n > 1)
        qsort(facts->list, facts->n, sizeof(*facts->list), compare_texts);
}

/* ---- what an actor has done ---- */

/*
 * Whether the script says what comes of a line. Where it takes anything, or the
 * call was only to block, the result is free: how much a buffer takes, the
 * process id that fork() gives.
 */
static bool says_result(const struct line *line)
{
    for (int i = 0; i < line->n_alternatives; i++)
        if (line->alternatives[i].result.kind == RESULT_VALUE)
            return true;
    return false;
}

/*
 * Whether a line leaves a part of what its call fills in to the kernel:
 * {rtt: 1..}, "text"... There are dots in a row nowhere else but in quotes.
 */
static bool leaves_open(const struct line *line)
{
    const char *at = line->kind == LINE_CALL ? line->call : "";
    bool quoted = false;

    for (; *at; at++) {
        if (quoted && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && at[0] == '.' && at[1] == '.')
            return true;
    }
    return false;
}

/*
 * Whether the line with that number of the file says what comes of its call,
 * and all that this fills in.
 */
static bool line_says_result(const struct script *script, int number)
{
    for (size_t i = 0; i < script->n; i++)
        if (script->lines[i].number == number)
            return says_result(&script->lines[i]) &&
                   !leaves_open(&script->lines[i]);
    return false;
}

static char *call_fact(const struct call_event *call, bool strict)
{
    char result[64] = "";
    FILE *out = fmemopen(result, sizeof(result), "w");

    if (out) {
        describe_result(out, call);
        fclose(out);
    }
    if (!strict && call->err == 0)
        return text_format("%s: %s(...)", call->actor, call->name);
    return text_format("%s: %s(%s) = %s", call->actor, call->name, call->args,
                       result);
}

static char *process_fact(const struct process_event *process)
{
    if (process->what == PROCESS_STARTED)
        return text_format("%s: start", process->actor);
    if (process->what == PROCESS_EXITED)
        return text_format("%s: exited %d", process->actor, process->status);
    return text_format("%s: killed %s", process->actor,
                       symbol_signal(process->status));
}

/* What the actor did next, from *at on; NULL when it did nothing more. */
static char *next_deed(const struct log *log, size_t *at, const char *actor,
                       const struct script *script)
{
    const struct event *event;

    while ((event = log_at(log, (*at)++))) {
        bool returned = event->kind == EVENT_CALL && event->call.returned;

        if (returned && strcmp(event->call.actor, actor) == 0)
            return call_fact(&event->call,
                             line_says_result(script, event->line));
        if (event->kind == EVENT_PROCESS &&
            strcmp(event->process.actor, actor) == 0)
            return process_fact(&event->process);
        if (event->kind == EVENT_HANDLER &&
            strcmp(event->handler.actor, actor) == 0)
            return text_format("%s: handler ran %s", actor,
                               symbol_signal(event->handler.signal));
    }
    return NULL;
}

/* ---- comparing ---- */

/* One of the two recordings, as far as it has been played. */
struct side {
    const struct recording *recording;
    int lane;
    struct lab *lab;
    struct facts facts; /* how the world stands behind the last line, */
    struct result came; /*   and what came of that */
    bool checked;       /* the line was one of the lane's */
};

static int side_open(struct side *side, const struct recording *recording,
                     int lane, struct err *err)
{
    *side = (struct side){.recording = recording, .lane = lane};
    side->lab = lane < 0 ? NULL : recorded_open(err);
    return side->lab ? 0 : -1;
}

static void side_close(struct side *side)
{
    free_facts(&side->facts);
    if (side->lab)
        lab_close(side->lab);
}

/* Play a line and look at the world behind it. */
static int side_line(struct side *side, size_t line, struct err *err)
{
    const struct log *log = lab_log(side->lab);
    size_t since = log_count(log);

    free_facts(&side->facts);
    side->facts = (struct facts){0};
    if (recording_play(side->recording, side->lane, line, side->lab,
                       &side->came, err) < 0)
        return -1;
    gather(&side->facts, side->lab);
    side->checked = false;
    for (const struct event *event; (event = log_at(log, since)); since++)
        side->checked |= event->kind == EVENT_CHECK;
    return 0;
}

/* Say what is different; NULL is nothing. */
static int differ(const char *a, const char *b, struct err *err)
{
    return err_input(err, "found '%s', expected '%s'",
                     b ? b : _("nothing more"), a ? a : _("nothing more"));
}

/* The first fact that only one of the lists has. */
static int compare_facts(const struct facts *a, const struct facts *b,
                         struct err *err)
{
    for (size_t i = 0; i < a->n || i < b->n; i++) {
        const char *left = i < a->n ? a->list[i] : NULL;
        const char *right = i < b->n ? b->list[i] : NULL;

        if (!left || !right || strcmp(left, right) != 0)
            return differ(left, right, err);
    }
    return 0;
}

static int compare_results(const struct side *a, const struct side *b,
                           const struct line *line, struct err *err)
{
    bool same = a->came.kind == b->came.kind && a->came.err == b->came.err &&
                (a->came.value == b->came.value || !says_result(line));
    char left[64], right[64];

    if (same)
        return 0;
    return differ(result_format(&a->came, left, sizeof(left)),
                  result_format(&b->came, right, sizeof(right)), err);
}

/*
 * An actor's own deeds are in order, whatever happens beside them. Which line
 * a call returned at is in the results.
 */
static int compare_deeds(const struct side *a, const struct side *b,
                         const char *actor, const struct script *script,
                         struct err *err)
{
    size_t i = 0, k = 0;
    int done = 0;
    bool more = true;

    while (done == 0 && more) {
        char *left = next_deed(lab_log(a->lab), &i, actor, script);
        char *right = next_deed(lab_log(b->lab), &k, actor, script);

        more = left && right;
        if (left)
            mask_ports(left);
        if (right)
            mask_ports(right);
        bool same = more ? strcmp(left, right) == 0 : left == right;
        if (!same)
            done = differ(left, right, err);
        free(left);
        free(right);
    }
    return done;
}

/* Line by line how the world stood, and then actor by actor what was done. */
static int compare_lanes(struct side *a, struct side *b,
                         const struct script *script, struct err *err)
{
    const struct actor *actor;

    for (size_t i = 0; i < script->n; i++) {
        const struct line *line = &script->lines[i];

        if (side_line(a, i, err) < 0 || side_line(b, i, err) < 0 ||
            compare_results(a, b, line, err) < 0)
            return err_prefix(err, "line %d", line->number);
        /* While only other lanes have a line, time goes by here. */
        if (b->checked && compare_facts(&a->facts, &b->facts, err) < 0)
            return err_prefix(err, "line %d", line->number);
    }
    for (int i = 0; (actor = lab_actor_at(b->lab, i)); i++)
        if (compare_deeds(a, b, actor_name(actor), script, err) < 0)
            return -1;
    return 0;
}

int recording_compare(const struct recording *a, const struct recording *b,
                      struct err *err)
{
    const struct script *script = &recording_lesson(a)->script;
    const char *name;

    for (int lane = 0; (name = recording_lane_name(b, lane)); lane++) {
        struct side left = {0}, right = {0};
        int done = recording_lane(a, name) < 0
                       ? err_input(err, "found a new lane, %s", name)
                       : 0;

        if (done == 0 &&
            (side_open(&left, a, recording_lane(a, name), err) < 0 ||
             side_open(&right, b, lane, err) < 0 ||
             compare_lanes(&left, &right, script, err) < 0))
            done = *name ? err_prefix(err, "%s", name) : -1;
        side_close(&left);
        side_close(&right);
        if (done < 0)
            return -1;
    }
    return 0;
}
