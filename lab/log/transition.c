/*
 * transition.c - the arrows of the diagram as one table, and how a change of
 * state is put into words. Causes are found in transition_cause.c.
 */
#include "lab/log/transition.h"

#include "lab/base/translate.h"

/* Figure 5 from top to bottom, with FIN-WAIT-1 to TIME-WAIT of its note 2. */
static const struct transition transitions[] = {
    {STATE_NONE, STATE_LISTEN, "listen()", "listen()", N_("passive open"),
     "3.9.1.1", NULL},
    {STATE_LISTEN, STATE_NONE, "close()", "close()",
     N_("nobody listens any more"), "3.9.1.4", NULL},
    {STATE_NONE, STATE_SYN_SENT, "connect() / SYN", "connect()",
     N_("active open, sent SYN"), "3.9.1.1", NULL},
    {STATE_SYN_SENT, STATE_NONE, "close()", "close()",
     N_("nothing had been answered"), "3.9.1.4", NULL},
    {STATE_LISTEN, STATE_SYN_SENT, N_("SEND, not on Linux"), "send()",
     N_("sent SYN"), "3.9.1.2",
     N_("Linux has no way from LISTEN to SYN-SENT.")},
    {STATE_LISTEN, STATE_SYN_RECV, "rcv SYN / SYN,ACK", NULL,
     N_("received SYN, sent SYN,ACK"), "3.5",
     N_("On Linux the listening socket stays in LISTEN; what stands in "
        "SYN-RECEIVED is a small socket of its own.")},
    {STATE_SYN_RECV, STATE_LISTEN, "rcv RST", NULL, N_("received RST"), "3.5.3",
     N_("On Linux the small socket in SYN-RECEIVED ends; the listening one has "
        "been in LISTEN all the time.")},
    {STATE_SYN_SENT, STATE_SYN_RECV, "rcv SYN / SYN,ACK", NULL,
     N_("received SYN, sent SYN,ACK: both called at once"), "3.5", NULL},
    {STATE_SYN_SENT, STATE_ESTAB, "rcv SYN,ACK / ACK", NULL,
     N_("received SYN,ACK, sent ACK"), "3.5", NULL},
    {STATE_SYN_RECV, STATE_ESTAB, "rcv ACK of SYN", NULL,
     N_("received ACK of its SYN"), "3.5", NULL},
    {STATE_SYN_RECV, STATE_FIN_WAIT_1, "close() / FIN", "close()",
     N_("sent FIN"), "3.6", NULL},
    {STATE_ESTAB, STATE_FIN_WAIT_1, "close() / FIN", "close()", N_("sent FIN"),
     "3.6", NULL},
    {STATE_ESTAB, STATE_CLOSE_WAIT, "rcv FIN / ACK", NULL,
     N_("received FIN, sent ACK"), "3.6", NULL},
    {STATE_FIN_WAIT_1, STATE_FIN_WAIT_2, "rcv ACK of FIN", NULL,
     N_("received ACK of its FIN"), "3.6", NULL},
    {STATE_FIN_WAIT_1, STATE_CLOSING, "rcv FIN / ACK", NULL,
     N_("received FIN before the ACK of its own, sent ACK"), "3.6", NULL},
    {STATE_FIN_WAIT_1, STATE_TIME_WAIT, "rcv FIN,ACK / ACK", NULL,
     N_("received FIN and ACK of its FIN, sent ACK"), "3.6",
     N_("Linux keeps TIME-WAIT for 60 s, without any process.")},
    {STATE_FIN_WAIT_2, STATE_TIME_WAIT, "rcv FIN / ACK", NULL,
     N_("received FIN, sent ACK"), "3.6",
     N_("Linux keeps TIME-WAIT for 60 s, without any process.")},
    {STATE_CLOSING, STATE_TIME_WAIT, "rcv ACK of FIN", NULL,
     N_("received ACK of its FIN"), "3.6",
     N_("Linux keeps TIME-WAIT for 60 s, without any process.")},
    {STATE_CLOSE_WAIT, STATE_LAST_ACK, "close() / FIN", "close()",
     N_("sent FIN"), "3.6", NULL},
    {STATE_LAST_ACK, STATE_NONE, "rcv ACK of FIN", NULL,
     N_("received ACK of its FIN"), "3.6", NULL},
    {STATE_TIME_WAIT, STATE_NONE, "2MSL", NULL, N_("2MSL are over"), "3.6.1",
     NULL},
};

const struct transition *transition_at(size_t index)
{
    return index < sizeof(transitions) / sizeof(*transitions)
               ? &transitions[index]
               : NULL;
}

const struct transition *transition_find(enum tcp_state from, enum tcp_state to)
{
    const struct transition *arrow;

    for (size_t i = 0; (arrow = transition_at(i)); i++)
        if (arrow->from == from && arrow->to == to)
            return arrow;
    return NULL;
}

const char *transition_state_name(enum tcp_state state)
{
    static const char *const names[STATES] = {
        [STATE_NONE] = "CLOSED",
        [STATE_UNCONN] = "CLOSED",
        [STATE_ESTAB] = "ESTABLISHED",
        [STATE_SYN_RECV] = "SYN-RECEIVED",
    };

    return state < STATES && names[state] ? names[state] : state_name(state);
}

void transition_describe(FILE *out, const struct moved *moved)
{
    fprintf(out, "%s: ", host_name(moved->event->host));
    if (moved->from == moved->to)
        fprintf(out, "%s", transition_state_name(moved->to));
    else
        fprintf(out, "%s \xe2\x86\x92 %s", transition_state_name(moved->from),
                transition_state_name(moved->to));
    fprintf(out, ": %s", moved->cause);
    if (*moved->section)
        fprintf(out, " (RFC 9293 %s)", moved->section);
}
