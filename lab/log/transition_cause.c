/*
 * transition_cause.c - weighs the evidence for what caused a change of state.
 *
 * Most arrows have one possible cause and the table alone tells it. Three
 * things need evidence, which transition_evidence.c finds: which call closed
 * (close, shutdown, or the end of the process), what ended a socket before its
 * time (a RST, given or taken, or nobody's answer), and whether a time was
 * over.
 */
#include <errno.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lab/log/transition.h"
#include "lab/log/transition_evidence.h"

/*
 * What Linux takes from the first FIN's answer to the end: TCP_TIMEWAIT_LEN,
 * 60 s, whose timer may be a little early.
 */
static const int64_t TWO_MSL = 59000000000;

/*
 * No timer of TCP is as short as this: a socket that leaves a state sooner does
 * so for another reason.
 */
static const int64_t SOONEST = 100000000;

static void set_cause(struct moved *moved, const char *who, const char *said,
                      const char *section)
{
    snprintf(moved->cause, sizeof(moved->cause), "%s%s%s", who ? who : "",
             who ? ", " : "", said);
    utf8_trim(moved->cause);
    moved->section = section;
}

/*
 * What the table says, with the call that it really was: where the figure has
 * CLOSE, a program may have called shutdown() or just ended.
 */
static void set_from_table(struct moved *moved, const struct scene *scene)
{
    const struct transition *arrow = moved->arrow;
    const char *who = arrow->call;

    if (who && strcmp(who, "close()") == 0) {
        const char *closed = scene_who_closed(scene);

        who = closed ? closed : who;
    }
    set_cause(moved, who, translate(arrow->said), arrow->section);
    moved->aside = arrow->aside ? translate(arrow->aside) : "";
}

/* A cause that the figure has no arrow for: see its note 3. */
static void set_other(struct moved *moved, const char *who, const char *said,
                      const char *section)
{
    moved->arrow = NULL;
    set_cause(moved, who, said, section);
}

/* TIME-WAIT has its own ways to end early (RFC 1337; RFC 9293 3.6.1). */
static void explain_time_wait(struct moved *moved, const struct scene *scene)
{
    if (scene->lasted >= TWO_MSL)
        set_from_table(moved, scene); /* a RST before that was ignored */
    else if (scene_is_reset(scene_received(scene)))
        set_other(moved, NULL,
                  _("received RST before 2MSL were over (RFC 1337)"), "3.5.3");
    else if (scene_taken_over(scene))
        set_other(moved, NULL, _("a new connection took its addresses over"),
                  "3.6.1");
    else if (scene->lasted >= 0)
        set_other(moved, NULL, _("ended before 2MSL were over, as by ss -K"),
                  "");
    else
        set_from_table(moved, scene);
}

/* SYN-SENT ends in what its connect() returns. */
static void explain_syn_sent(struct moved *moved, const struct scene *scene)
{
    int err = scene_connect_errno(scene);

    if (scene_is_reset(scene_received(scene)) || err == ECONNREFUSED)
        set_other(moved, NULL, _("received RST: connection refused"), "3.5.3");
    else if (scene_got_icmp(scene))
        set_other(moved, NULL, _("told by ICMP that there is no way"),
                  "3.9.2.2");
    else if (err == ETIMEDOUT)
        set_other(moved, NULL, _("gave up: its SYN was never answered"),
                  "3.8.3");
    else if (scene_who_closed(scene))
        set_from_table(moved, scene);
    else
        set_other(moved, NULL, _("gave up"), "3.8.3");
}

/*
 * Where TIME-WAIT, or FIN-WAIT-2 without a process, would have come next, but
 * the kernel keeps no more of them, as tcp_max_tw_buckets has it (tcp(7)).
 */
static void set_no_room(struct moved *moved, const struct packet_event *packet)
{
    set_other(moved, NULL,
              strchr(packet->flags, 'F')
                  ? _("received FIN, and no room for a TIME-WAIT "
                      "(tcp_max_tw_buckets)")
                  : _("received ACK of its FIN, and no room for a TIME-WAIT "
                      "(tcp_max_tw_buckets)"),
              "");
}

/* Given up, as far as there is a wire to tell. */
static void set_unanswered(struct moved *moved, const struct scene *scene)
{
    if (scene_has_packets(scene))
        set_other(moved, NULL, _("given up: no answer came"), "3.8.3");
    else
        set_other(moved, scene_who_closed(scene),
                  _("what came of it was not seen"), "");
}

/* The end of one that has sent its FIN and had only to wait for the peer. */
static void explain_closing(struct moved *moved, const struct scene *scene)
{
    const struct packet_event *packet = scene_brought_by(scene);
    bool timed = scene->lasted < 0 || scene->lasted >= SOONEST;

    if (packet)
        set_no_room(moved, packet);
    else if (moved->from == STATE_FIN_WAIT_2)
        set_other(moved, NULL,
                  timed ? _("no FIN came in tcp_fin_timeout, and no process "
                            "waits for it")
                        : _("ended before its time, as by ss -K"),
                  "");
    else
        set_unanswered(moved, scene);
}

/* The end of a connection in any other state. */
static void explain_end(struct moved *moved, const struct scene *scene)
{
    const char *who = scene_who_closed(scene);

    if (scene_is_reset(scene_received(scene)))
        set_other(moved, NULL, _("received RST"), "3.5.3");
    else if (scene_sent_reset(scene))
        set_other(moved, who, _("sent RST"), "3.10.5");
    else if (moved->from == STATE_LAST_ACK && scene_acknowledged(scene))
        set_from_table(moved, scene);
    else if (moved->from == STATE_FIN_WAIT_1 ||
             moved->from == STATE_FIN_WAIT_2 || moved->from == STATE_CLOSING)
        explain_closing(moved, scene);
    else if (moved->from == STATE_SYN_RECV)
        set_other(moved, NULL, _("given up: the ACK of its SYN never came"),
                  "3.8.3");
    else
        set_unanswered(moved, scene);
}

/* A socket that is only bound: CLOSED before and after. */
static void explain_bound(struct moved *moved)
{
    bool born = moved->event->now == STATE_UNCONN;

    set_cause(moved, NULL, born ? _("bind(), it has a port now") : _("closed"),
              "");
    moved->aside = _("The RFC has no state for a socket that is only bound: it "
                     "is CLOSED.");
}

/* The RFC's CLOSED is no socket at all, or one that only has a port. */
static enum tcp_state plain(enum tcp_state state)
{
    return state == STATE_UNCONN ? STATE_NONE : state;
}

/* Whether a socket in SYN-RECEIVED had been made by a listening one. */
static bool is_passive(const struct scene *scene)
{
    return !scene->previous || scene->previous->old == STATE_NONE;
}

/* Put the ends where the figure has them, which knows no second socket. */
static void set_ends(struct moved *moved, const struct scene *scene)
{
    moved->from = plain(moved->event->old);
    moved->to = plain(moved->event->now);
    if (moved->from == STATE_NONE && moved->to == STATE_SYN_RECV)
        moved->from = STATE_LISTEN;
    if (moved->from == STATE_SYN_RECV && moved->to == STATE_NONE &&
        is_passive(scene) && scene_is_reset(scene_received(scene)))
        moved->to = STATE_LISTEN;
    moved->arrow = transition_find(moved->from, moved->to);
}

/*
 * Ends come first: there the same two states may have several causes. All
 * other arrows have theirs in the table.
 */
static void explain(struct moved *moved, const struct scene *scene)
{
    bool ends = moved->to == STATE_NONE && moved->from != STATE_LISTEN;

    if (moved->from == moved->to)
        explain_bound(moved);
    else if (ends && scene_destroyed(scene))
        set_other(moved, "ss -K",
                  scene_sent_reset(scene) ? _("sent RST")
                                          : _("the kernel destroyed it"),
                  "");
    else if (ends && moved->from == STATE_TIME_WAIT)
        explain_time_wait(moved, scene);
    else if (ends && moved->from == STATE_SYN_SENT)
        explain_syn_sent(moved, scene);
    else if (ends)
        explain_end(moved, scene);
    else if (moved->arrow)
        set_from_table(moved, scene);
    else
        set_cause(moved, NULL, _("states between went by too fast to be read"),
                  "");
    if (moved->from == STATE_SYN_RECV && moved->to == STATE_ESTAB &&
        is_passive(scene))
        moved->aside = _("The kernel alone did this: accept() only fetches the "
                         "connection.");
}

/* What brought the change about was not what its sender had sent. */
static void tell_of_strangers(struct moved *moved, const struct scene *scene)
{
    const struct packet_event *packet = scene_brought_by(scene);

    if (packet && packet->made == MADE_FORGED)
        moved->aside = _("The packet was forged: no host has sent it.");
    if (packet && packet->made == MADE_CHANGED)
        moved->aside = _("The packet was changed on the wire.");
}

bool transition_explain(const struct log *log, size_t index,
                        struct moved *moved)
{
    struct scene scene;

    if (!scene_open(&scene, log, index))
        return false;
    *moved = (struct moved){.event = scene.event, .section = "", .aside = ""};
    set_ends(moved, &scene);
    explain(moved, &scene);
    tell_of_strangers(moved, &scene);
    return true;
}

long transition_before(const struct log *log, size_t end)
{
    for (size_t i = end; i > 0; i--)
        if (scene_state(log_at(log, i - 1)))
            return (long)(i - 1);
    return -1;
}
