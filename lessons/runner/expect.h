/*
 * expect.h - whether what came of a script line is what was expected, and
 * both in words.
 *
 * Pure functions over results, outcomes and sockets: nothing here waits or
 * gives orders. The lane decides when to ask.
 */
#ifndef LESSONS_RUNNER_EXPECT_H
#define LESSONS_RUNNER_EXPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lab/call/call.h"
#include "lab/log/event.h"
#include "lab/world/probe.h"
#include "lessons/glossary/glossary.h"
#include "lessons/script/script.h"

/* What is to be said of a line. A text is NULL only without memory. */
struct verdict {
    enum check_result result;
    char *expected; /* owned, goes into the log's check event */
    char *actual;   /* owned; for a line that was not run, the reason */
};

/* That it holds, or does not; both texts are taken over. */
struct verdict verdict_of(bool holds, char *expected, char *actual);

/* A verdict that nobody is to hear of. */
void verdict_drop(struct verdict *verdict);

/* Add one check to the totals, under its result. */
void verdict_count(struct end_event *totals, enum check_result result);

/*
 * A call has returned: compare its result, and what it filled in, with what
 * the script wants.
 */
struct verdict expect_return(const struct result *want, const struct call *call,
                             const struct outcome *outcome);

/* The call has not returned, and nothing more is waited for. */
struct verdict expect_blocked(const struct result *want);

/*
 * The actor's process ended inside the call, as exit() does and as a signal
 * may do. Holds where the script takes any result.
 */
struct verdict expect_death(const struct result *want, enum process_what what,
                            int status);

/*
 * A LINE_HANDLER, whose actor's handler has run for it. Where it has not, ran
 * is the signal that it has run for instead, 0 for none.
 */
struct verdict expect_handler(const struct line *line, int ran);

/* A LINE_KILLED or LINE_EXITED and the end that its actor had. */
struct verdict expect_end(const struct line *line, enum process_what what,
                          int status);

/* "killed SIGINT", "exited 0", as script lines say it; new memory. */
char *end_text(enum process_what what, int status);

/*
 * Whether a socket is one that the LINE_SS* stands for; now is log_now(), from
 * which on its timer is counted.
 */
bool expect_socket(const struct line *line, const struct sock *sock,
                   int64_t now);

/*
 * A LINE_SS or LINE_SS_NO and the n sockets of its host. On a failure, actual
 * lists those sockets that come nearest.
 */
struct verdict expect_sockets(const struct line *line, const struct sock *socks,
                              size_t n, int64_t now);

/*
 * A LINE_SYSCTL_IS, whose value is wanted, or a LINE_SYSCTL_NO; value is what
 * the host has, NULL for no such setting.
 */
struct verdict expect_sysctl(const struct line *line, const char *wanted,
                             const char *value);

/* A LINE_NSTAT and how far its counter has come. */
struct verdict expect_counter(const struct line *line, int64_t since);

/* "[S.] server > client win:0", as script lines say it; new memory. */
char *packet_text(const struct packet_pattern *packet);

/* A packet that waits in the same words, with the numbers that were asked for.
 */
void packet_print(FILE *out, const struct packet_event *packet,
                  const struct packet_pattern *asked);

/*
 * Why the failed check at this index of the log came out as it did, from what
 * the log holds of the line's call: what its errno means, and the sockets that
 * stood in the way. Each sentence begins with prefix and ends with a newline;
 * nothing is written where there is nothing to say. Returns how many.
 */
int expect_why(FILE *out, struct glossary *glossary, const struct log *log,
               size_t check, const char *prefix);

#endif
