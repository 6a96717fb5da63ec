/*
 * What fork() leaves behind is the lab's own process: its memory, its terminal,
 * its descriptors, its rights. Here a child becomes a plain process with
 * nothing but its sockets, in this order: off the terminal, default signals,
 * onto its host, descriptors away, rights away, and last the promise to die
 * with the lab. Each step needs what a later one takes.
 */
#include "lab/actor/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/actor/descriptors.h"
#include "lab/actor/proto.h"
#include "lab/actor/thread.h"

/* What all threads of the process have together. */
struct process {
    const struct child_world *world;
    sigset_t handled; /* signals that have had a handler */
    struct file_limit limit;
    bool threaded; /* it has had more than one thread */
};

/* A thread that takes orders; a child of fork() has a copy of its parent's. */
struct self {
    int channel;
    struct process *process;
};

/* A new process begins with the signals that execve() would give it. */
static void reset_signals(void)
{
    sigset_t none;

    /*
     * SIGKILL and SIGSTOP can't be set and need not be (signal(7)). SIGPIPE is
     * the one that lessons care for: the tutorial ignores it, a plain program
     * does not.
     */
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * Give up every capability, for this process and all that it may become: with
 * PR_SET_NO_NEW_PRIVS a program that is run later gets none back either, not
 * even by being run by root (prctl(2)). That is one call; to drop each of them
 * from the bounding set would be forty.
 */
static int drop_rights(void)
{
    struct __user_cap_header_struct header = {
        .version = _LINUX_CAPABILITY_VERSION_3,
    };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -1;
    /*
     * glibc has no wrapper for capset(2); libcap would be a whole library for
     * this one line. All three sets are emptied.
     */
    return (int)syscall(SYS_capset, &header, none);
}

/* Returns what could not be done, with errno set; PART_NONE: all is well. */
static enum actor_part settle(int *channel, const struct child_world *world)
{
    /*
     * Ctrl-C in the terminal is for the tutorial, not for its actors. A session
     * of its own would do as well, but each session is a group to the scheduler
     * (sched(7), autogroup), and on a busy machine a group that has just been
     * made may wait for over a second.
     */
    setpgid(0, 0);
    reset_signals();
    prctl(PR_SET_NAME, world->name, 0, 0, 0);
    if (world->netns && netns_enter(world->netns, world->host) < 0)
        return PART_HOST;
    if (descriptors_settle(channel) < 0)
        return PART_FILES;
    if (drop_rights() < 0)
        return PART_RIGHTS;
    /* After the change of rights, which would undo it (prctl(2)). */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        return PART_RIGHTS;
    /* The lab may have died before PDEATHSIG was set; then nobody sends it. */
    if (getppid() != world->parent)
        _exit(0);
    return PART_NONE;
}

/* The actor could not do its part: there is no outcome that could be told. */
static void fail_in(struct reply *reply, enum actor_part part, int error)
{
    /* Without any reason it would be taken for a success. */
    reply->failed = error ? error : EIO;
    reply->part = part;
}

/* One that stayed open would have a number that the script counts on. */
static void let_go(int fd, struct reply *reply)
{
    if (close(fd) < 0)
        fail_in(reply, PART_FILES, errno);
}

/*
 * The lab's end of a new channel is closed once it is sent. Until then another
 * thread may be told to open something, whose number the script counts on.
 */
static void put_away(struct reply *reply)
{
    if (reply->channel < 0)
        return;
    reply->channel = descriptors_put_away(reply->channel);
    if (reply->channel < 0)
        fail_in(reply, PART_THREAD, errno);
}

/* ---- handlers ---- */

/* What runs where a script has set a handler; every one does the same. */
static void handler_ran(int signal)
{
    proto_send_ran(thread_channel(), signal);
}

/*
 * Hold back the signals that have a handler, or let them in. They are let in
 * while a call is made and while an order is awaited, and at no other time: a
 * handler that ran within a reply would put its report in the midst of that,
 * and one within the actor's own work would be nobody's.
 */
static void hold(const sigset_t *handled, bool held)
{
    if (!sigisemptyset(handled))
        sigprocmask(held ? SIG_BLOCK : SIG_UNBLOCK, handled, NULL);
}

/* Whether a signal of that call has a handler from here on is noted. */
static void note_handler(const struct call *call, sigset_t *handled)
{
    int signal = (int)call->args[0].number;

    if (call->args[1].kind == ARG_HANDLER)
        sigaddset(handled, signal);
    hold(handled, true);
}

/* ---- what is ordered ---- */

/*
 * fork(): the child becomes an actor too, and a child of the lab rather than
 * of its parent (CLONE_PARENT, clone(2)), so that the lab can wait for it.
 * Returns twice, as fork does.
 *
 * A clone() that fails is no answer to the script either: nothing that a script
 * can do makes it fail, but the limits that the lab was started with do
 * (RLIMIT_NPROC, a container's number of processes).
 */
static void run_fork(struct self *self, const char *name, struct reply *reply)
{
    int pair[2];
    long pid;

    reply->outcome.sock.fd = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return fail_in(reply, PART_FORK, errno);
    /*
     * No stack is given, so the child goes on with a copy of this one, as
     * fork() would. glibc's clone() wants a function and a stack of its own.
     */
    pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) {
        /*
         * dup3 puts it at the place where no script looks, where that of the
         * parent's first thread was; there is only one thread here. Should that
         * fail, the channel is still the parent's, and not ours to speak on.
         */
        if (dup3(pair[1], CHANNEL_AT, O_CLOEXEC) < 0)
            _exit(errno);
        self->channel = CHANNEL_AT;
        self->process->threaded = false;
        descriptors_drop_threads();
        reply->ready = true;
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
            fail_in(reply, PART_RIGHTS, errno);
        prctl(PR_SET_NAME, name, 0, 0, 0);
        let_go(pair[0], reply);
    } else if (pid < 0) {
        fail_in(reply, PART_FORK, errno);
        close(pair[0]);
    } else {
        reply->outcome.ret = pid;
        reply->channel = pair[0];
    }
    let_go(pair[1], reply);
    if (self->process->threaded)
        put_away(reply);
}

static void live_on(int channel, const void *with);

/*
 * thread(): one more thread of this process becomes an actor. `self` is what it
 * goes on from: it stays, since no thread ever leaves its loop.
 */
static void run_thread(const struct self *self, const char *name,
                       struct reply *reply)
{
    int pair[2];
    pid_t number;

    reply->outcome.sock.fd = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return fail_in(reply, PART_THREAD, errno);
    number = thread_begin(pair[1], name, live_on, self);
    if (number < 0) {
        fail_in(reply, PART_THREAD, errno);
        let_go(pair[0], reply);
        return;
    }
    self->process->threaded = true;
    reply->outcome.ret = number;
    reply->channel = pair[0];
    put_away(reply);
}

/*
 * Weak here, and nowhere else: so it is NULL in a program whose main() does
 * not begin with it, and which would do something else than be an actor.
 */
void child_resume(int argc, char **argv) __attribute__((weak)); /* NOLINT */

/*
 * execve(): the same program from its beginning, with nothing but what the
 * kernel keeps for it (execve(2)): the process id, the descriptors without
 * FD_CLOEXEC, the signals that are ignored. One descriptor more is kept, the
 * channel, and one word of where we are. Only a failure comes back here; of a
 * success the new program tells (child_go_on()). As with fork(), the script
 * can't have brought that failure about.
 */
static void run_exec(const struct self *self, struct reply *reply)
{
    const struct child_world *world = self->process->world;
    const struct file_limit *limit = &self->process->limit;
    struct outcome *outcome = &reply->outcome;
    const uint8_t *net =
        world->loopback ? world->loopback->net : (uint8_t[3]){0};
    char name[16]; /* as long as the kernel keeps it, PR_GET_NAME */
    char note[CHILD_NOTE_SIZE];
    char *argv[] = {name, CHILD_RESUMES, note, NULL};

    outcome->ret = -1;
    outcome->err = ENOSYS;
    outcome->sock.fd = -1;
    if (!child_resume)
        return;
    prctl(PR_GET_NAME, name, 0, 0, 0);
    snprintf(note, sizeof(note), CHILD_NOTE, self->channel, world->parent,
             (int)world->host, net[0], net[1], net[2], limit->soft,
             limit->hard);
    fcntl(self->channel, F_SETFD, 0);
    /* The kernel would keep the mask for the new program. */
    hold(&self->process->handled, false);
    execve("/proc/self/exe", argv, environ);
    hold(&self->process->handled, true);
    fail_in(reply, PART_EXEC, errno);
    fcntl(self->channel, F_SETFD, FD_CLOEXEC);
}

/*
 * Make the folder that came with an order the working directory, and forget
 * its descriptor: the script must find the numbers that it knows. Without the
 * folder the call would go astray in the machine's files.
 */
static int go_to(int folder)
{
    int done;

    if (folder == FOLDER_NONE)
        return 0;
    if (folder == FOLDER_LOST) {
        errno = EMFILE;
        return -1;
    }
    done = fchdir(folder);
    return close(folder) < 0 ? -1 : done;
}

/* Make a call that is a single system call, with nothing but it to go wrong. */
static void run_call(const struct self *self, struct call *call, int folder,
                     struct reply *reply)
{
    sigset_t *handled = &self->process->handled;

    if (go_to(folder) < 0)
        return fail_in(reply, PART_FOLDER, errno);
    /* The number of a channel is to a script like one that is not open. */
    for (int fd = CHANNEL_AT; fd < NEVER_OPEN; fd++)
        call_replace_fd(call, fd, NEVER_OPEN);
    call->handler = handler_ran;
    /* To ask for an interface takes a descriptor, and so comes before. */
    for (int i = 0; i < CALL_ARGS; i++)
        if (call->args[i].kind == ARG_ADDR)
            addr_zone_number(&call->args[i].addr);
    if (descriptors_limit(&self->process->limit) < 0)
        return fail_in(reply, PART_FILES, errno);
    hold(handled, false);
    if (self->process->world->loopback)
        loopback_run(call, &reply->outcome);
    else
        call_run(call, &reply->outcome);
    hold(handled, true);
    if (call_does(call, CALL_SIGNALS) && reply->outcome.ret == 0)
        note_handler(call, handled);
    if (reply->outcome.unable)
        fail_in(reply, PART_CALL, reply->outcome.unable);
    if (descriptors_limit(NULL) < 0)
        fail_in(reply, PART_FILES, errno);
    addr_zone_name(&reply->outcome.addr);
}

/* setrlimit(): what the calls behind it may have open. */
static void run_limit(const struct call *call, struct file_limit *limit,
                      struct outcome *outcome)
{
    const int *ints = call->args[1].ints;

    /* -1 is RLIM_INFINITY, and any negative number as large in C. */
    outcome->sock.fd = -1;
    outcome->ret = descriptors_set(limit, (unsigned long)(long)ints[0],
                                   (unsigned long)(long)ints[1]);
    outcome->err = outcome->ret < 0 ? errno : 0;
}

/*
 * One order, one reply, except for exit(), which has none: the lab sees the
 * process end. In a fork's child the reply is its first word to the lab, sent
 * over the child's own channel, which has the number of its parent's.
 *
 * Where no reply can be sent the exit status is the reason: the lab has no
 * other way to learn of it.
 */
static void run_order(struct self *self, struct call *call, int folder)
{
    struct reply reply = {.channel = -1};

    if (call_does(call, CALL_EXITS))
        _exit((int)call->args[0].number);
    if (call_does(call, CALL_FORKS))
        run_fork(self, call->args[0].name, &reply);
    else if (call_does(call, CALL_THREADS))
        run_thread(self, call->args[0].name, &reply);
    else if (call_does(call, CALL_EXECS))
        run_exec(self, &reply);
    else if (call_does(call, CALL_LIMITS))
        run_limit(call, &self->process->limit, &reply.outcome);
    else
        run_call(self, call, folder, &reply);
    if (proto_send_reply(self->channel, &reply) < 0)
        _exit(errno);
    if (reply.channel >= 0 && close(reply.channel) < 0)
        _exit(errno);
    outcome_free(&reply.outcome);
}

/*
 * An order can't be read. It may have been exit(), and then a status would be
 * taken for the script's own: so the lab is told before.
 */
static noreturn void refuse_order(int channel)
{
    struct reply reply = {.outcome.sock.fd = -1, .channel = -1};

    fail_in(&reply, PART_ORDER, errno);
    if (proto_send_reply(channel, &reply) < 0)
        _exit(errno);
    _exit(reply.failed);
}

/*
 * The loop is the whole life of an actor: wait for an order, make the call,
 * report. It waits inside recv(), and so sleeps; the lab takes that as idle.
 */
static noreturn void live(struct self *self)
{
    struct call call;
    int folder;
    int got;

    hold(&self->process->handled, false);
    while ((got = proto_recv_call(self->channel, &call, &folder)) > 0) {
        hold(&self->process->handled, true);
        run_order(self, &call, folder);
        call_free(&call);
        hold(&self->process->handled, false);
    }
    if (got < 0)
        refuse_order(self->channel);
    _exit(0);
}

/* The same for the first thread of a process. */
static noreturn void live_first(int channel, const struct child_world *world,
                                const struct file_limit *limit)
{
    struct process process = {.world = world, .limit = *limit};
    struct self self = {channel, &process};

    sigemptyset(&process.handled);
    live(&self);
}

/* And for a further one, whose creator holds back signals for it. */
static void live_on(int channel, const void *with)
{
    struct self self = *(const struct self *)with;
    struct reply reply = {.ready = true, .outcome.sock.fd = -1, .channel = -1};

    self.channel = channel;
    if (proto_send_reply(channel, &reply) < 0)
        _exit(errno);
    live(&self);
}

noreturn void child_main(int channel, const struct child_world *world)
{
    struct reply reply = {.ready = true, .channel = -1};

    reply.part = settle(&channel, world);
    if (reply.part != PART_NONE)
        fail_in(&reply, reply.part, errno);
    if (proto_send_reply(channel, &reply) < 0 || reply.failed)
        _exit(errno);
    live_first(channel, world, &FILE_LIMIT);
}

noreturn void child_go_on(int channel, const struct child_world *world,
                          const struct file_limit *limit)
{
    struct reply reply = {.outcome.sock.fd = -1, .channel = -1};

    /* Lost on the way: the mark of the channel, and the name, execve(2). */
    fcntl(channel, F_SETFD, FD_CLOEXEC);
    prctl(PR_SET_NAME, world->name, 0, 0, 0);
    /* As at the beginning: who lives on without a lab would be lost. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        fail_in(&reply, PART_RIGHTS, errno);
    if (getppid() != world->parent)
        _exit(0);
    /* What the call before has left of the limit is the script's. */
    if (descriptors_limit(NULL) < 0)
        fail_in(&reply, PART_FILES, errno);
    if (proto_send_reply(channel, &reply) < 0)
        _exit(errno);
    live_first(channel, world, limit);
}
