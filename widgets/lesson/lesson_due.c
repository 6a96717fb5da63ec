/*
 * lesson_due.c - reckons when a world is to be made anew.
 */
#include "widgets/lesson/lesson_due.h"

static const int64_t second = 1000000000; /* in nanoseconds */
static const int64_t ms = 1000000;

enum {
    /* In seconds: */
    SPARE = 10, /* what is left of a life when a new world stands */
    SHORT = 20, /* a shorter life is too short to read about */
    PILE = 45,  /* how long packets may be sent again without an answer */
    /* In milliseconds: */
    WAIT_MS = 5000,     /* a shorter `wait` is only a pause */
    DEADLINE_MS = 2000, /* of a line without `within` */
};

/* Whether the kernel forgets the socket when its timer ends. */
static bool ends_by_timer(const struct sock *sock)
{
    switch (sock->timer) {
    case TIMER_TIMEWAIT: return true;
    case TIMER_KEEPALIVE:
        return sock->state == STATE_FIN_WAIT_2 && sock->inode == 0;
    case TIMER_NONE:
    case TIMER_ON:
    case TIMER_PERSIST: break;
    }
    return false;
}

/* Whether it asks, and has had no answer so far. */
static bool piles_up(const struct sock *sock)
{
    return sock->timer == TIMER_ON ||
           (sock->timer != TIMER_NONE && sock->retransmits > 0);
}

/*
 * In a new world the socket has its whole life again, less what the steps wait
 * for. Where that is no more than the lead, a new world would gain nothing.
 */
int64_t lesson_due_sock(const struct sock *sock, int64_t since,
                        struct due_world world)
{
    int64_t life = sock->expires - since;

    if (sock->timer == TIMER_NONE || sock->expires == 0)
        return -1;
    if (ends_by_timer(sock))
        return life > SHORT * second && life > world.lead + SPARE * second
                   ? sock->expires - world.lead
                   : -1;
    if (piles_up(sock))
        return world.rested + PILE * second;
    /* A probe after two hours, say, whose answer nobody has waited for. */
    if (sock->timer == TIMER_KEEPALIVE &&
        sock->expires - world.rested > SHORT * second + world.lead)
        return sock->expires - world.lead;
    return -1;
}

/* When the socket came into the state that it is in; -1: before the log. */
static int64_t since_when(const struct log *log, uint64_t cookie, size_t before)
{
    for (size_t i = before; i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_STATE && event->state.cookie == cookie)
            return event->t;
    }
    return -1;
}

int64_t lesson_due_lived(const struct log *log, size_t index)
{
    const struct event *end = log_at(log, index);
    int64_t since = since_when(log, end->state.cookie, index);

    return since < 0 ? 0 : end->t - since;
}

int64_t lesson_due_left(const struct lab *lab, struct due_world world)
{
    const struct log *log = lab_log(lab);
    int64_t soonest = -1;

    for (int host = 0; host < HOSTS; host++) {
        size_t n;
        const struct sock *socks = lab_sockets(lab, (enum host_id)host, &n);

        for (size_t i = 0; i < n; i++) {
            if (socks[i].timer == TIMER_NONE)
                continue;
            int64_t due = lesson_due_sock(
                &socks[i], since_when(log, socks[i].cookie, log_count(log)),
                world);
            if (due >= 0 && (soonest < 0 || due < soonest))
                soonest = due;
        }
    }
    if (soonest < 0)
        return -1;
    return soonest > log_now(log) ? soonest - log_now(log) : 0;
}

/* What a line may wait for, beside what each line may. */
static int64_t may_wait(const struct line *line, const struct setting *setting)
{
    if (!line_applies(line, setting))
        return 0;
    if (line->kind == LINE_WAIT)
        return line->wait_ms * ms;
    return line->deadline_ms > DEADLINE_MS ? line->deadline_ms * ms : 0;
}

int64_t lesson_due_lead(const struct lesson *lesson, size_t step,
                        const struct setting *setting)
{
    int64_t lead = SPARE * second;

    for (size_t i = 0; i < step && i < lesson->n_steps; i++) {
        const struct step *at = &lesson->steps[i];

        for (size_t k = 0; at->kind == STEP_RUN && k < at->n_lines; k++)
            lead +=
                may_wait(&lesson->script.lines[at->first_line + k], setting);
    }
    return lead;
}

/* Questions on the way are passed over: they are about those lines. */
bool lesson_due_waits(const struct lesson *lesson, size_t step,
                      const struct setting *setting)
{
    while (step < lesson->n_steps && lesson->steps[step].kind != STEP_RUN)
        step++;
    if (step >= lesson->n_steps)
        return false;
    const struct step *at = &lesson->steps[step];
    for (size_t k = 0; k < at->n_lines; k++) {
        const struct line *line = &lesson->script.lines[at->first_line + k];
        int64_t most = may_wait(line, setting);

        if (line->kind == LINE_WAIT ? most >= WAIT_MS * ms : most > 0)
            return true;
    }
    return false;
}
