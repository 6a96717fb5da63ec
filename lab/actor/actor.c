/*
 * An actor seen from the lab: a child process, the channel to it, and what is
 * known of the call that it was given last.
 *
 * Three descriptors tell of the process. The channel carries orders and
 * replies; it also hangs up when the process dies, but says nothing of how. The
 * pidfd (pidfd_open(2)) becomes readable at the end, so that epoll can wait for
 * it, as it could not for SIGCHLD without a handler, which is global. And
 * /proc/PID/stat, kept open and read again from the start, tells whether the
 * process sleeps: that is how a call that blocks is told from one that is only
 * slow.
 */
#include "lab/actor/actor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/base/release.h"

struct actor *actor_new(const char *name, enum host_id host)
{
    struct actor *actor = calloc(1, sizeof(*actor));

    if (!actor)
        return NULL;
    snprintf(actor->name, sizeof(actor->name), "%s", name);
    actor->host = host;
    actor->channel = -1;
    actor->pidfd = -1;
    actor->stat = -1;
    inbox_clear(&actor->inbox);
    return actor;
}

/* Forget the last call and what came of it. */
static void actor_forget(struct actor *actor)
{
    call_free(&actor->call);
    outcome_free(&actor->outcome);
    actor->has_call = false;
    actor->has_outcome = false;
    actor->blocked_logged = false;
}

/*
 * The process is gone, or about to go: close everything that led to it. A reply
 * that was half received goes too, with the descriptor of a forked child that
 * may have come with it; the child then finds its channel closed and ends.
 */
static void actor_hang_up(struct actor *actor)
{
    release_fd(&actor->channel);
    release_fd(&actor->pidfd);
    release_fd(&actor->stat);
    outcome_free(&actor->inbox.reply.outcome);
    release_fd(&actor->inbox.reply.channel);
    inbox_clear(&actor->inbox);
    actor->pid = 0;
}

/* A thread goes with its process, which its leader has. */
void actor_kill(const struct actor *actor)
{
    if (actor->pid > 0 && !actor->leader)
        kill(actor->pid, SIGKILL);
}

/* Kill its process, wait for that, and have it dead: nobody watches it. */
static void actor_abandon(struct actor *actor)
{
    actor_kill(actor);
    if (!actor->leader)
        release_child(actor->pid);
    actor_hang_up(actor);
    actor->state = ACTOR_DEAD;
    actor->starting = false;
    actor->end = PROCESS_KILLED;
    actor->status = SIGKILL;
}

void actor_free(struct actor *actor)
{
    if (!actor)
        return;
    actor_abandon(actor);
    actor_forget(actor);
    free(actor);
}

/* Open what tells us about the process. */
static int actor_watch(struct actor *actor, struct err *err)
{
    int process = (int)(actor->leader ? actor->leader->pid : actor->pid);
    char path[64];

    snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", process,
             (int)actor->pid);
    actor->stat = open(path, O_RDONLY | O_CLOEXEC);
    /* A pidfd is a process' (pidfd_open(2)); its leader has one. */
    if (actor->stat >= 0 && actor->leader)
        return 0;
    actor->pidfd = (int)syscall(SYS_pidfd_open, actor->pid, 0);
    if (actor->stat >= 0 && actor->pidfd >= 0)
        return 0;
    return err_machine(err, "watching process %d: %s", (int)actor->pid,
                       strerror(errno));
}

/* Its new process or thread, about which nothing is known yet. */
static void actor_renew(struct actor *actor, struct actor *leader, pid_t pid,
                        int channel)
{
    actor_forget(actor);
    actor->leader = leader;
    actor->pid = pid;
    actor->channel = channel;
    actor->state = ACTOR_CALLING;
    actor->starting = true;
    actor->ending = false;
    actor->disturbed = false;
    sigemptyset(&actor->sent);
}

/*
 * The state is ACTOR_CALLING although there is no call yet: to come up is what
 * the process is busy with, and its first reply ends that. Failing here leaves
 * the process to actor_free(), which kills it.
 */
int actor_adopt(struct actor *actor, pid_t pid, int channel, struct err *err)
{
    siginfo_t info;

    /*
     * A number is only believed of a child of ours: the process will be
     * signalled. WNOWAIT leaves it as it is, ended or not.
     */
    if (pid <= 0 ||
        waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0) {
        close(channel);
        return err_machine(err, "process %d is none of the lab's", (int)pid);
    }
    actor_renew(actor, NULL, pid, channel);
    return actor_watch(actor, err);
}

/* That the number is a thread of a process of ours is seen by its /proc file.
 */
int actor_join(struct actor *actor, struct actor *leader, pid_t number,
               int channel, struct err *err)
{
    actor_renew(actor, leader, number, channel);
    return actor_watch(actor, err);
}

struct actor *actor_process(struct actor *actor)
{
    return actor->leader ? actor->leader : actor;
}

int actor_signal(struct actor *actor, int signal)
{
    if (actor->leader)
        return (int)syscall(SYS_tgkill, actor->leader->pid, actor->pid, signal);
    return kill(actor->pid, signal);
}

void actor_end_thread(struct actor *actor, enum process_what end, int status)
{
    actor->end = end;
    actor->status = status;
    actor->state = ACTOR_DEAD;
    actor->starting = false;
    actor->ending = false;
    actor->disturbed = false;
    actor->leader = NULL;
    actor_hang_up(actor);
}

int actor_spawn(struct actor *actor, const struct child_world *world,
                struct err *err)
{
    int pair[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return err_machine(err, "socketpair: %s", strerror(errno));
    /*
     * The child never comes back from child_main(). It has copies of all our
     * descriptors, and closes them before it takes its first order.
     */
    pid = fork();
    if (pid == 0) {
        close(pair[0]);
        child_main(pair[1], world);
    }
    /*
     * Ours of the child's end must be closed in any case: as long as one copy
     * of it is open, the channel would not hang up when the child dies.
     */
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return err_fork(err, errno);
    }
    return actor_adopt(actor, pid, pair[0], err);
}

int actor_order(struct actor *actor, const struct call *order, int folder,
                struct call *call, int line, struct err *err)
{
    int sent;

    actor_forget(actor);
    actor->call = *call;
    actor->has_call = true;
    actor->line = line;
    /*
     * A program that begins says so, and sleeps meanwhile as it likes; so does
     * who waits for a new thread to begin.
     */
    actor->starting |= call_does(call, CALL_EXECS | CALL_THREADS);
    actor->state = ACTOR_CALLING;
    sent = proto_send_call(actor->channel, order, folder);
    if (sent < 0 && errno != EPIPE)
        return err_machine(err, "ordering a call: %s", strerror(errno));
    /* EPIPE: it is dying; the log will say so. */
    return 0;
}

/*
 * One read of a file that is open already: no lookup of a path, and no chance
 * of meeting another process that has got the same number since. A file of
 * /proc is made anew whenever it is read from its beginning.
 */
char actor_letter(const struct actor *actor)
{
    char text[256];
    ssize_t got = pread(actor->stat, text, sizeof(text) - 1, 0);
    const char *end;

    if (got <= 0)
        return 0;
    text[got] = '\0';
    /* The name stands in brackets and may hold anything. */
    end = strrchr(text, ')');
    return end && end[1] == ' ' ? end[2] : 0;
}

/*
 * Only a process that has really ended is reaped: WNOHANG leaves one that runs
 * alone. A signal's number and an exit status share one field, which `end`
 * tells apart (wait(2)).
 */
int actor_reap(struct actor *actor)
{
    int status;
    pid_t dead = actor->pid && !actor->leader
                     ? waitpid(actor->pid, &status, WNOHANG)
                     : 0;

    if (dead < 0 && errno == EINTR)
        return 0;
    if (dead <= 0)
        return dead < 0 ? -1 : 0;
    actor->end = WIFSIGNALED(status) ? PROCESS_KILLED : PROCESS_EXITED;
    actor->status =
        WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    actor->state = ACTOR_DEAD;
    actor->starting = false;
    actor->ending = false;
    actor->disturbed = false;
    actor_hang_up(actor);
    return 1;
}

void actor_lose_channel(struct actor *actor)
{
    release_fd(&actor->channel);
    actor->ending = true;
}

/* ---- what lab.h shows of an actor ---- */

const char *actor_name(const struct actor *actor)
{
    return actor->name;
}

enum host_id actor_host(const struct actor *actor)
{
    return actor->host;
}

pid_t actor_pid(const struct actor *actor)
{
    return actor->pid ? actor->pid : actor->was;
}

enum actor_state actor_state(const struct actor *actor)
{
    return actor->state;
}

enum process_what actor_end(const struct actor *actor, int *status)
{
    *status = actor->status;
    return actor->end;
}

bool actor_starting(const struct actor *actor)
{
    return actor->starting;
}

/*
 * SIGPIPE comes of writing to a connection that is gone, SIGIO of a descriptor
 * that was made to send it (fcntl(2), O_ASYNC), and SIGALRM of alarm(2).
 */
bool actor_was_killed(const struct actor *actor)
{
    return actor->state == ACTOR_DEAD && actor->end == PROCESS_KILLED &&
           actor->status != SIGPIPE && actor->status != SIGIO &&
           actor->status != SIGALRM &&
           sigismember(&actor->sent, actor->status) != 1;
}

const struct outcome *actor_outcome(const struct actor *actor,
                                    const struct call **call)
{
    if (!actor->has_outcome)
        return NULL;
    if (call)
        *call = &actor->call;
    return &actor->outcome;
}
