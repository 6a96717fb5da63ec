#include "lab/log/event.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lab/base/clock.h"
#include "lab/base/memory.h"
#include "lab/base/translate.h"

/* As ss(8) writes them, which is not as RFC 9293 does: ESTAB, SYN-RECV. */
static const char *const state_names[STATES] = {
    [STATE_NONE] = "-",
    [STATE_ESTAB] = "ESTAB",
    [STATE_SYN_SENT] = "SYN-SENT",
    [STATE_SYN_RECV] = "SYN-RECV",
    [STATE_FIN_WAIT_1] = "FIN-WAIT-1",
    [STATE_FIN_WAIT_2] = "FIN-WAIT-2",
    [STATE_TIME_WAIT] = "TIME-WAIT",
    [STATE_UNCONN] = "UNCONN",
    [STATE_CLOSE_WAIT] = "CLOSE-WAIT",
    [STATE_LAST_ACK] = "LAST-ACK",
    [STATE_LISTEN] = "LISTEN",
    [STATE_CLOSING] = "CLOSING",
};

const char *state_name(enum tcp_state state)
{
    return state < STATES ? state_names[state] : "-";
}

enum tcp_state state_find(const char *name, size_t len)
{
    for (int i = STATE_NONE + 1; i < STATES; i++)
        if (len == strlen(state_names[i]) &&
            memcmp(name, state_names[i], len) == 0)
            return (enum tcp_state)i;
    return STATE_NONE;
}

const char *fate_name(enum packet_fate fate)
{
    switch (fate) {
    case FATE_HELD: return N_("held");
    case FATE_DELIVERED: return N_("delivered");
    case FATE_DROPPED: return N_("dropped");
    case FATE_DUPLICATED: return N_("duplicated");
    case FATE_CHANGED: return N_("changed");
    }
    return "-";
}

const char *made_name(enum packet_made made)
{
    switch (made) {
    case MADE_SENT: return "sent";
    case MADE_CHANGED: return N_("changed");
    case MADE_FORGED: return N_("forged");
    }
    return "-";
}

/*
 * Events live in chunks that never move, so that a pointer to one stays valid
 * while the list of chunks grows.
 */
enum { CHUNK = 64 };

/* Only its end ever changes; a reader needs no more than an index. */
struct log {
    struct event **chunks; /* each holds CHUNK events */
    size_t n_chunks;
    size_t room;           /* for how many chunks the list has room */
    size_t n;              /* events */
    bool lost;             /* something of them is missing */
    int64_t start;         /* clock_now() */
    struct timespec began; /* CLOCK_REALTIME, for captures */
    bool still;            /* the clock stands at `now` */
    int64_t now;
};

/* Make room for CHUNK more events. Returns -1 without memory. */
static int grow(struct log *log)
{
    struct event **chunks = memory_one_more(log->chunks, log->n_chunks,
                                            &log->room, sizeof(*chunks));

    if (!chunks)
        return -1;
    log->chunks = chunks;
    chunks[log->n_chunks] = malloc(CHUNK * sizeof(**chunks));
    if (!chunks[log->n_chunks])
        return -1;
    log->n_chunks++;
    return 0;
}

struct log *log_open(void)
{
    struct log *log = calloc(1, sizeof(*log));

    if (!log)
        return NULL;
    log->start = clock_now();
    clock_gettime(CLOCK_REALTIME, &log->began);
    if (grow(log) == 0)
        return log;
    log_close(log);
    return NULL;
}

void event_free(struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL: free(event->call.args); break;
    case EVENT_CHECK:
        free(event->check.text);
        free(event->check.expected);
        free(event->check.actual);
        break;
    case EVENT_NOTE:
    case EVENT_FAULT: free(event->note); break;
    case EVENT_PACKET: free(event->packet.frame); break;
    case EVENT_STATE:
    case EVENT_PROCESS:
    case EVENT_HANDLER:
    case EVENT_CULPRIT:
    case EVENT_END: break;
    }
}

/* Where the index-th event is; it must be there. */
static struct event *slot(const struct log *log, size_t index)
{
    return &log->chunks[index / CHUNK][index % CHUNK];
}

void log_close(struct log *log)
{
    if (!log)
        return;
    for (size_t i = 0; i < log->n; i++)
        event_free(slot(log, i));
    for (size_t i = 0; i < log->n_chunks; i++)
        free(log->chunks[i]);
    free(log->chunks);
    free(log);
}

int64_t log_now(const struct log *log)
{
    return log->still ? log->now : clock_now() - log->start;
}

void log_set_now(struct log *log, int64_t t)
{
    log->still = true;
    log->now = t;
}

int64_t log_began(const struct log *log)
{
    return (int64_t)log->began.tv_sec * 1000000000 + log->began.tv_nsec;
}

/* Whether a text that each event of its kind has could not be made. */
static bool lacks_text(const struct event *event)
{
    return (event->kind == EVENT_CALL && !event->call.args) ||
           (event->kind == EVENT_NOTE && !event->note) ||
           (event->kind == EVENT_CHECK &&
            (!event->check.text || !event->check.expected ||
             !event->check.actual));
}

/*
 * Every event but a fault leaves room for one behind it: that memory has run
 * out is then still said.
 */
const struct event *log_append(struct log *log, const struct event *event)
{
    struct event lost = *event; /* its strings are ours in any case */
    size_t behind = event->kind == EVENT_FAULT ? 0 : 1;
    struct event *kept;

    log->lost |= lacks_text(event);
    if (log->n + behind >= log->n_chunks * CHUNK && grow(log) < 0) {
        event_free(&lost);
        log->lost = true;
        return NULL;
    }
    kept = slot(log, log->n++);
    *kept = *event;
    kept->t = log_now(log);
    return kept;
}

bool log_lost(const struct log *log)
{
    return log->lost;
}

size_t log_count(const struct log *log)
{
    return log->n;
}

const struct event *log_at(const struct log *log, size_t index)
{
    return index < log->n ? slot(log, index) : NULL;
}
