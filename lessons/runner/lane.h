/*
 * lane.h - private to the runner: one lane, and what it keeps of its line.
 *
 * A lane is a lab and one value for every toggle. It runs one line at a time
 * (lane_line.h), whose check comes into the lab's log. What a line needs of the
 * past (whose call is still out, which calls a process has made) is kept per
 * actor in a role.
 */
#ifndef LESSONS_RUNNER_LANE_H
#define LESSONS_RUNNER_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/lab.h"
#include "lessons/lesson/lesson.h"
#include "lessons/recording/recording.h"
#include "lessons/runner/expect.h"
#include "lessons/runner/runner.h"

/* Calls as the script wrote them, with their $NAMEs: "bind(3, *:80)". */
struct calls {
    char **texts; /* owned */
    size_t n;
};

enum { ROLE_SIGNALS = 65 }; /* one more than there are signals, signal(7) */

/* An actor as the script sees it. */
struct role {
    char name[CALL_NAME];
    bool unclaimed;   /* its call was still out when the call's line ended */
    int call_line;    /* the line that made its last call, 0 for a command */
    bool last_failed; /* that line's check failed */
    bool ended;       /* the script itself ended its process */
    size_t since;     /* its process' events are in the log from here on */
    size_t ran[ROLE_SIGNALS]; /* by signal: and from here on those of its
                                 handler that no line has taken */
    struct calls life;        /* what its process was asked to call, in order */
    struct calls plan; /* the last life that got to listen() or connect() */
};

struct lane {
    const struct lesson *lesson; /* not owned */
    struct lab *lab;             /* owned */
    struct setting setting;
    char name[LANE_NAME]; /* "reuseaddr=off" */
    struct names names;   /* what the kernel chose here; setting has them too */
    struct role *roles;   /* owned */
    size_t n_roles;
    struct result *came; /* by script line: what came of it; owned */
    const struct recording *recording; /* not owned; NULL: it is run */
    int recorded;                      /* which of the recording's lanes */
    struct end_event totals;

    /* The line under way; NULL when there is none. */
    const struct line *line;
    struct line resolved; /* where it is one with names, it is this: a copy
                           * with their values */
    bool command;         /* it came from the prompt or a key */
    bool replayed;        /* it belongs to a replay */
    bool call_failed;     /* the last call line gave -1, or was not made */
    struct actor *actor;  /* NULL where the line has none */
    size_t role;          /* the actor's */
    bool hindered;        /* should it fail, it is not the kernel's doing */
    bool waits_to_start;  /* LINE_RESTART: the old process is not gone yet */
    bool ordered;         /* LINE_WIRE_PACKET: its packet was there */
    bool rests;           /* the lab was at rest when it was last pumped */
    int64_t allowed;      /* ns that the line has */
    int64_t deadline;     /* log time; begins when the process is there */
    int64_t done_at;      /* log time when the line before was over */
    int64_t next_look;    /* log time; for lines that look again and again */
};

/*
 * Begin to open the lab, for lab_finish(), or one whose lines are not run but
 * played from the options' recording. The setting is copied, the lesson must
 * outlive the lane. Returns 0, or -1, also where the recording has no lane of
 * that setting; lane_close() in both cases.
 */
int lane_open(struct lane *lane, const struct lesson *lesson,
              const struct setting *setting,
              const struct runner_options *options, struct err *err);

/* End the lab and free the rest; harmless where lane_open() failed. */
void lane_close(struct lane *lane);

/*
 * Find out which of these needs (bits, NEED_BIT()) its world can't meet, for
 * conditions; first, if it is not NULL, is a lane of the same run that has done
 * so. The lab must be finished. Returns 0 or -1.
 */
int lane_learn(struct lane *lane, unsigned needs, const struct lane *first,
               struct err *err);

/* Set a toggle; the lane's name follows. Returns 0 or -1. */
int lane_toggle(struct lane *lane, const char *name, const char *value,
                struct err *err);

/* ---- the line under way ---- */

/* Write the line's check into the log, and be done with the line. */
void lane_finish(struct lane *lane, struct verdict verdict);

/* It held, and there was nothing to compare. */
void lane_pass(struct lane *lane);

/*
 * It makes no sense at that place of the script, so that nothing is known of
 * what the kernel would have done; actual comes from malloc and is taken over.
 */
void lane_fail(struct lane *lane, const char *expected, char *actual);

/* It could not be run, for that reason, which is taken over. */
void lane_skip(struct lane *lane, char *reason);

/*
 * This machine can't do it, for that reason, which is taken over: the line is
 * not run. A script's line ends the whole lane so (lab_give_up()), for what
 * follows would not be what was written; one that was typed leaves the world as
 * it is.
 */
void lane_unable(struct lane *lane, char *why);

/* An order was refused: lane_unable() or lane_fail(), as *err is to be blamed.
 */
void lane_refuse(struct lane *lane, const char *expected,
                 const struct err *err);

/* Whether the line's time is over, whatever goes on. */
bool lane_time_is_up(const struct lane *lane);

/*
 * Whether the line's deadline has passed, and all is at rest: what goes on
 * still is waited for, however slow the machine.
 */
bool lane_late(const struct lane *lane);

/* ---- roles (role.c) ---- */

/* The role of that name, made when it is new; SIZE_MAX without memory. */
size_t role_find(struct lane *lane, const char *name);

/* Free what a role holds, not the role itself. */
void role_free(struct role *role);

/*
 * Note that the role's process begins anew, to play what the script or the
 * prompt says or, replayed, what role_replay() gave. The log has that many
 * events by then.
 */
void role_start(struct role *role, bool replayed, size_t logged);

/*
 * Take the oldest run of the handler for this signal that no line has taken
 * yet. Returns the signal; or that of another run that is still there to be
 * taken, 0 for none.
 */
int role_take_handler(struct role *role, const struct log *log, int signal);

/* Note a call that its process was asked to make. */
void role_call(struct role *role, const char *text);

/*
 * What replaying the role's process has to call, into *calls (not owned, at
 * most room), and how many. The plan is then the life of the process to come.
 */
size_t role_replay(struct role *role, const char **calls, size_t room);

#endif
