/*
 * The notation is that of the tools that a learner will meet at work, so that
 * what is read here can be read there: strace(1), ss(8), tcpdump(8).
 */
#include "lab/log/describe.h"

#include <netinet/in.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"

/* ---- calls ---- */

void describe_result(FILE *out, const struct call_event *call)
{
    if (!call->returned)
        fputc('?', out);
    else if (call->err)
        fprintf(out, "%ld %s", call->ret, symbol_errno(call->err));
    else if (call->ret > 0 && call_gives_events(call->name, call->args))
        call_print_events(out, (unsigned)call->ret, false);
    else
        fprintf(out, "%ld", call->ret);
}

/* `server: bind(3, 10.0.0.1:80) = 0` */
static void describe_call(FILE *out, const struct call_event *call)
{
    fprintf(out, "%s: %s(%s)", call->actor, call->name, call->args);
    if (!call->returned && !call->last) {
        fputs(_(" blocks"), out);
        return;
    }
    fputs(" = ", out);
    describe_result(out, call);
    if (call->err)
        fprintf(out, " (%s)", strerror(call->err));
    if (call->was_blocked)
        fputs(_(", after it had blocked"), out);
}

/* ---- sockets ---- */

/* Whether there is an other end to be named. */
static bool has_peer(const struct addr *peer)
{
    return peer->port != 0 && !peer->any_port;
}

/* The addresses as ss(8) writes them, each behind a space. */
static void print_addresses(FILE *out, const struct addr *local,
                            const struct addr *peer)
{
    char text[ADDR_TEXT];

    fprintf(out, " %s", addr_format(local, text));
    if (has_peer(peer))
        fprintf(out, " %s", addr_format(peer, text));
}

/* `server$ TIME-WAIT 10.0.0.1:80 10.0.0.2:41822 (was FIN-WAIT-2)` */
static void describe_state(FILE *out, const struct state_event *state)
{
    const char *now =
        /* TRANSLATORS: a socket is gone; its addresses stand behind it */
        state->now == STATE_NONE ? _("gone:") : state_name(state->now);

    fprintf(out, "%s$ %s%s", host_name(state->host),
            state->proto == IPPROTO_UDP ? "udp " : "", now);
    print_addresses(out, &state->local, &state->peer);
    if (state->old == STATE_NONE)
        fputs(_(" (new)"), out);
    else
        fprintf(out, _(" (was %s)"), state_name(state->old));
}

/* ---- packets ---- */

static const char *proto_name(int proto)
{
    switch (proto) {
    case IPPROTO_UDP: return "UDP";
    case IPPROTO_ICMP: return "ICMP";
    case IPPROTO_ICMPV6: return "ICMPv6";
    }
    return "IP";
}

/* `wire: server > client [S.] seq 0 ack 1 len 0` */
static void describe_packet(FILE *out, const struct packet_event *packet)
{
    fprintf(out, "wire: %s > %s ", host_name(packet->from),
            host_name(packet->to));
    if (packet->proto == IPPROTO_TCP) {
        fprintf(out, "[%s] seq %u", packet->flags, packet->seq);
        if (packet->has_ack)
            fprintf(out, " ack %u", packet->ack);
    } else {
        fputs(proto_name(packet->proto), out);
    }
    fprintf(out, " len %u", packet->len);
    /* That a packet arrives needs no words; anything else does. */
    if (packet->fate != FATE_DELIVERED)
        fprintf(out, " %s", translate(fate_name(packet->fate)));
    if (packet->made != MADE_SENT && packet->fate != FATE_CHANGED)
        fprintf(out, " (%s)", translate(made_name(packet->made)));
    if (packet->resent)
        fprintf(out,
                translate_n(" (sent again %u time)", " (sent again %u times)",
                            packet->resent),
                packet->resent);
}

/* ---- processes, checks ---- */

/* `server: [pid 812] killed by SIGINT` */
static void describe_process(FILE *out, const struct process_event *process)
{
    fprintf(out, "%s: [pid %ld] ", process->actor, (long)process->pid);
    switch (process->what) {
    case PROCESS_STARTED: fputs(_("started"), out); break;
    case PROCESS_EXITED:
        fprintf(out, _("exited with %d"), process->status);
        break;
    case PROCESS_KILLED:
        fprintf(out, _("killed by %s"), symbol_signal(process->status));
        break;
    }
}

/* `server: [pid 812] handler ran SIGUSR1` */
static void describe_handler(FILE *out, const struct handler_event *handler)
{
    fprintf(out, "%s: [pid %ld] ", handler->actor, (long)handler->pid);
    fprintf(out, _("handler ran for %s"), symbol_signal(handler->signal));
}

static void describe_check(FILE *out, const struct check_event *check)
{
    switch (check->result) {
    case CHECK_PASSED: fprintf(out, _("ok: %s"), check->text); break;
    case CHECK_FAILED:
        fprintf(out, _("failed: %s: expected %s, came %s"), check->text,
                check->expected, check->actual);
        break;
    case CHECK_NOT_RUN:
        fprintf(out, _("not run: %s: %s"), check->text, check->actual);
        break;
    }
}

void describe_event(FILE *out, const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL: describe_call(out, &event->call); break;
    case EVENT_STATE: describe_state(out, &event->state); break;
    case EVENT_PACKET: describe_packet(out, &event->packet); break;
    case EVENT_PROCESS: describe_process(out, &event->process); break;
    case EVENT_HANDLER: describe_handler(out, &event->handler); break;
    case EVENT_CHECK: describe_check(out, &event->check); break;
    case EVENT_CULPRIT: describe_culprit(out, &event->culprit); break;
    case EVENT_NOTE: fputs(event->note, out); break;
    case EVENT_FAULT:
        fprintf(out, _("this machine can't go on with it: %s"),
                event->note ? event->note : _("out of memory"));
        break;
    case EVENT_END:
        fprintf(out, _("%d passed, %d failed, %d not run"), event->end.passed,
                event->end.failed, event->end.not_run);
        break;
    }
}

/* ---- culprits ---- */

/* With which flags the socket was made, as far as the log knows. */
static void print_flags(FILE *out, const struct culprit_event *culprit)
{
    const char *shown[2] = {NULL}; /* there are no more that are shown */
    size_t n = 0;

    if (!culprit->known)
        return;
    for (const struct socknote_option *at = socknote_options; at->name; at++)
        if (at->shown && culprit->flags & at->flag && n < 2)
            shown[n++] = at->name;
    if (n == 2)
        /* TRANSLATORS: made of such pieces is a sentence: "Blocked by STATE
           ADDRESSES: made with OPTION, owned by ACTOR, SECONDS s left." */
        fprintf(out, _("made with %s and %s, "), shown[0], shown[1]);
    else if (n == 0)
        fputs(_("made without SO_REUSEADDR, "), out);
    else if (culprit->flags & SOCKNOTE_REUSEADDR)
        fprintf(out, _("made with %s, "), shown[0]);
    else
        fprintf(out, _("made with %s and without SO_REUSEADDR, "), shown[0]);
}

/*
 * A state that no process keeps up has a timer that ends it: that is the time
 * to wait. Any other timer says nothing of the socket's end.
 */
static bool ends_by_itself(const struct culprit_event *culprit)
{
    return culprit->expires_ms >= 0 && culprit->owner[0] == '\0' &&
           (culprit->state == STATE_TIME_WAIT ||
            culprit->state == STATE_FIN_WAIT_2);
}

/* Who has to act for the port to be free, or how long it takes. */
static void print_owner(FILE *out, const struct culprit_event *culprit)
{
    bool bound =
        culprit->state == STATE_LISTEN || culprit->state == STATE_UNCONN;

    if (culprit->owner[0])
        /* TRANSLATORS: the end of a sentence that begins with "Blocked by" */
        fprintf(out, _("owned by %s"), culprit->owner);
    else if (bound) /* without its owner it would not be there */
        fputs(_("owned by a process outside the lab"), out);
    else
        fputs(_("owned by no process"), out);
    if (ends_by_itself(culprit))
        fprintf(out, _(", %d s left"), (culprit->expires_ms + 999) / 1000);
}

void describe_culprit(FILE *out, const struct culprit_event *culprit)
{
    bool shares = culprit->known && culprit->flags & SOCKNOTE_REUSEPORT;

    fprintf(out, _("Blocked by %s"), state_name(culprit->state));
    print_addresses(out, &culprit->local, &culprit->peer);
    fputs(": ", out);
    /* With SO_REUSEADDR or without, a listener blocks. */
    if (culprit->state != STATE_LISTEN || shares)
        print_flags(out, culprit);
    print_owner(out, culprit);
    fputc('.', out);
}
