/*
 * The calls: how each is made, and near the end the one table of them that all
 * else reads. To add a call takes a function and a row.
 *
 * A run_...() runs inside an actor: a process with nothing but its sockets,
 * which may be killed at any moment. It makes its one system call, with the
 * arguments that the script gave, and keeps what the kernel filled in. Those
 * that send and receive are in call_data.c and call_message.c, those about
 * options in call_option.c, those that wait for descriptors in call_ready.c,
 * those that make some in call_fds.c, those about signals in call_signal.c.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_run.h"

/* ---- the calls ---- */

/* The address is the peer's; the new socket itself is the result. */
static long run_accept(const struct call *call, struct outcome *outcome)
{
    struct run_room room;

    run_room(&room, call, 1);
    return run_keep_addr(outcome, &room,
                         accept(run_int(call, 0), room.addr, room.len_at));
}

static long run_accept4(const struct call *call, struct outcome *outcome)
{
    struct run_room room;

    run_room(&room, call, 1);
    return run_keep_addr(
        outcome, &room,
        accept4(run_int(call, 0), room.addr, room.len_at, run_int(call, 2)));
}

/* bind(2) is given the address and its length, and fills in nothing. */
static long run_bind(const struct call *call, struct outcome *outcome)
{
    struct sockaddr_storage storage;
    socklen_t len;
    const struct sockaddr *addr = run_addr(call, 1, &storage, &len);

    (void)outcome;
    return bind(run_int(call, 0), addr, len);
}

/*
 * Errors are reported once and the descriptor is gone all the same (close(2),
 * "Dealing with error returns"): a script must not repeat it.
 */
static long run_close(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return close(run_int(call, 0));
}

/*
 * May return EINPROGRESS on a non-blocking socket: connecting then goes on by
 * itself, and SO_ERROR tells later how it went (connect(2)).
 */
static long run_connect(const struct call *call, struct outcome *outcome)
{
    const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    struct sockaddr_storage storage;
    socklen_t len;
    const struct sockaddr *addr = run_addr(call, 1, &storage, &len);

    (void)outcome;
    /* Not to connect, but to take that back (connect(2)). */
    if (call->args[1].kind == ARG_INT)
        return connect(run_int(call, 0), &nobody, sizeof(nobody));
    return connect(run_int(call, 0), addr, len);
}

/*
 * Only commands with an integer, or nothing, as third argument get here:
 * call_parse() refuses the rest. An argument too many is ignored.
 */
static long run_fcntl(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return fcntl(run_int(call, 0), run_int(call, 1), run_int(call, 2));
}

static long run_getpeername(const struct call *call, struct outcome *outcome)
{
    struct run_room room;

    run_room(&room, call, 1);
    /* Unlike accept(), these two want the room whether it is used or not. */
    return run_keep_addr(outcome, &room,
                         getpeername(run_int(call, 0),
                                     (struct sockaddr *)&room.storage,
                                     &room.len));
}

/*
 * Before bind() it gives the wildcard and port 0; after connect() the address
 * that the kernel has chosen (ip(7)).
 */
static long run_getsockname(const struct call *call, struct outcome *outcome)
{
    struct run_room room;

    run_room(&room, call, 1);
    return run_keep_addr(outcome, &room,
                         getsockname(run_int(call, 0),
                                     (struct sockaddr *)&room.storage,
                                     &room.len));
}

/*
 * BACKLOG is how many connections may wait complete, at most net.core.somaxconn
 * (listen(2)); one more than that fits in practice.
 */
static long run_listen(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return listen(run_int(call, 0), run_int(call, 1));
}

/*
 * Unlike close(), it acts on the connection and so on every descriptor of it,
 * in every process (shutdown(2)).
 */
static long run_shutdown(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return shutdown(run_int(call, 0), run_int(call, 1));
}

/*
 * The number is the lowest that is free (socket(2)), so a script can tell it
 * beforehand: 3 in a new actor.
 */
static long run_socket(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return socket(run_int(call, 0), run_int(call, 1), run_int(call, 2));
}

/*
 * Takes the name away. A socket that is bound to it lives on, and can't be
 * found any more (unlink(2)).
 */
static long run_unlink(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return unlink(call->args[0].addr.path);
}

/* ---- the table ---- */

/* clang-format off */

/* Parameters by what they take. */
#define FD            {"FD", PARAM_FD, false}
#define INT(name)     {name, PARAM_INT, false}
#define INT_OPT(name) {name, PARAM_INT, true}
#define LEN           {"LEN", PARAM_LEN, false}
#define LEN_OPT       {"LEN", PARAM_LEN, true}
#define ADDR          {"ADDRESS", PARAM_ADDR, false}
#define ADDR_OPT      {"ADDRESS", PARAM_ADDR, true}
#define ADDR_OUT      {"ADDRESS", PARAM_ADDR_OUT, true}
#define DATA          {"DATA", PARAM_DATA, false}
#define DATA_OUT      {"DATA", PARAM_DATA_OUT, false}
#define VALUE         {"VALUE", PARAM_OPTION, false}
#define VALUE_OUT     {"VALUE", PARAM_OPTION_OUT, false}
#define ACTOR         {"ACTOR", PARAM_ACTOR, false}
#define COMMAND       {"COMMAND", PARAM_COMMAND, false}
#define HANDLER       {"HANDLER", PARAM_HANDLER, false}
#define PATH          {"PATH", PARAM_PATH, false}
#define ITSELF        {"PATH", PARAM_ITSELF, false}
#define FD_AS(name)   {name, PARAM_FD, false}
#define FD_NEW        {"NEW", PARAM_FD_NEW, false}
#define PEER          {"ADDRESS", PARAM_PEER, false}
#define PIECES        {"PIECES", PARAM_PIECES, false}
#define PIECES_OUT    {"PIECES", PARAM_PIECES_OUT, false}
#define LENS          {"LENS", PARAM_LENS, false}
#define READY_OUT     {"READY", PARAM_READY_OUT, false}
#define POLLED        {"FDS", PARAM_POLLED, false}
#define SET(name)     {name, PARAM_SET, false}
#define SECONDS_OPT   {"TIME", PARAM_SECONDS, true}
#define PAIR_OUT      {"FDS", PARAM_PAIR_OUT, false}

/*
 * The table. Parameters stand in the order of the C call. An address has its
 * length with it; the length of data that is sent may be left out, and
 * then it is that of the data.
 */
const struct call_def call_table[] = {
    {"accept", "accept(FD[, ADDRESS])",
     N_("take the next connection off the queue, accept(2)"),
     .params = {FD, ADDR_OUT},
     .run = run_accept, .gives = "peer", .traits = CALL_ACCEPTS},
    {"accept4", "accept4(FD[, ADDRESS], FLAGS)",
     N_("accept() with flags for the new socket, accept(2)"),
     .params = {FD, ADDR_OUT, INT("FLAGS")},
     .run = run_accept4, .gives = "peer", .kin = "accept",
     .traits = CALL_ACCEPTS},
    {"alarm", "alarm(SECONDS)",
     N_("have SIGALRM sent in so many seconds, alarm(2)"),
     .params = {INT("SECONDS")},
     .run = run_alarm, .traced = "?alarm,?setitimer",
     .traits = CALL_ONLY_LOOKS},
    {"bind", "bind(FD, ADDRESS)",
     N_("give the socket its local address and port, bind(2)"),
     .params = {FD, ADDR},
     .run = run_bind, .traits = CALL_BINDS},
    {"close", "close(FD)",
     N_("give back a descriptor; the last one closes, close(2)"),
     .params = {FD},
     .run = run_close, .traits = CALL_CLOSES},
    {"connect", "connect(FD, ADDRESS)",
     N_("connect to an address, connect(2)"),
     .params = {FD, PEER},
     .run = run_connect, .traits = CALL_CONNECTS},
    {"dup", "dup(FD)",
     N_("make a second descriptor of the same socket, dup(2)"),
     .params = {FD},
     .run = run_dup, .gives = "copy", .traced = "dup"},
    {"dup2", "dup2(FD, NEW)",
     N_("make a second descriptor, of this number, dup(2)"),
     .params = {FD, FD_NEW},
     .run = run_dup2, .gives = "copy", .kin = "dup",
     .traced = "?dup2,?dup3"},
    {"dup3", "dup3(FD, NEW, FLAGS)",
     N_("dup2() with flags for the new descriptor, dup(2)"),
     .params = {FD, FD_NEW, INT("FLAGS")},
     .run = run_dup3, .gives = "copy", .kin = "dup", .traced = "dup3"},
    {"epoll_create1", "epoll_create1(FLAGS)",
     N_("make a list of descriptors to wait for, epoll_create(2)"),
     .params = {INT("FLAGS")},
     .run = run_epoll_create1, .gives = "epoll", .traced = "epoll_create1",
     .traits = CALL_ONLY_LOOKS},
    {"epoll_ctl", "epoll_ctl(EPOLL, OPERATION, FD[, EVENTS])",
     N_("add, change or remove a descriptor of it, epoll_ctl(2)"),
     .params = {FD_AS("EPOLL"), INT("OPERATION"), FD,
                {"EVENTS", PARAM_EVENTS, true}},
     .run = run_epoll_ctl, .traced = "epoll_ctl", .traits = CALL_ONLY_LOOKS},
    {"epoll_wait", "epoll_wait(EPOLL, {FD: EVENTS}, MAXEVENTS, MS)",
     N_("wait until some are ready; gives how many, epoll_wait(2)"),
     .params = {FD_AS("EPOLL"), READY_OUT,
                {"MAXEVENTS", PARAM_ENTRIES, false}, INT("MS")},
     .run = run_epoll_wait, .traced = "?epoll_wait,?epoll_pwait",
     .traits = CALL_ONLY_LOOKS},
    {"execve", "execve(" CALL_ITSELF ")",
     N_("become a program anew; unmarked descriptors stay, execve(2)"),
     .params = {ITSELF},
     .traced = "execve", .traits = CALL_EXECS},
    {"exit", "exit(STATUS)",
     N_("end the process; the kernel closes all it had, exit(3)"),
     .params = {INT("STATUS")},
     .traits = CALL_EXITS},
    {"fcntl", "fcntl(FD, COMMAND[, ARG])",
     N_("read or change a descriptor's flags, fcntl(2)"),
     .params = {FD, COMMAND, INT_OPT("ARG")},
     .run = run_fcntl, .traced = "fcntl", .traits = CALL_ONLY_LOOKS},
    {"fork", "fork(ACTOR)",
     N_("make a child that has the same descriptors, fork(2)"),
     .params = {ACTOR},
     .traced = "?fork,?clone,?clone3", .traits = CALL_FORKS},
    {"getpeername", "getpeername(FD[, ADDRESS])",
     N_("ask for the address of the peer, getpeername(2)"),
     .params = {FD, ADDR_OUT},
     .run = run_getpeername, .traits = CALL_ONLY_LOOKS | CALL_ASKS_PEER},
    {"getsockname", "getsockname(FD[, ADDRESS])",
     N_("ask for the socket's own address, getsockname(2)"),
     .params = {FD, ADDR_OUT},
     .run = run_getsockname, .traits = CALL_ONLY_LOOKS | CALL_ASKS_NAME},
    {"getsockopt", "getsockopt(FD, LEVEL, OPTION, VALUE)",
     N_("read a socket option, getsockopt(2), socket(7)"),
     .params = {FD, INT("LEVEL"), INT("OPTION"), VALUE_OUT},
     .run = run_getsockopt, .traits = CALL_ONLY_LOOKS | CALL_ASKS_OPTION},
    {"ioctl", "ioctl(FD, REQUEST, {VALUE})",
     N_("ask a descriptor for a number, or set one, ioctl(2), tcp(7)"),
     .params = {FD, {"REQUEST", PARAM_REQUEST, false},
                {"VALUE", PARAM_REQUEST_VALUE, false}},
     .run = run_ioctl, .traced = "ioctl", .traits = CALL_ONLY_LOOKS},
    {"listen", "listen(FD, BACKLOG)",
     N_("let connections come in and queue up, listen(2)"),
     .params = {FD, INT("BACKLOG")},
     .run = run_listen, .traits = CALL_LISTENS},
    {"memfd_create", "memfd_create(NAME, FLAGS)",
     N_("make a file in memory alone, memfd_create(2)"),
     .params = {{"NAME", PARAM_LABEL, false}, INT("FLAGS")},
     .run = run_memfd_create, .gives = "file", .traced = "memfd_create",
     .traits = CALL_ONLY_LOOKS},
    {"pipe2", "pipe2({READ, WRITE}, FLAGS)",
     N_("make two ends of a pipe, to read and to write, pipe(2)"),
     .params = {PAIR_OUT, INT("FLAGS")},
     .run = run_pipe2, .traced = "pipe2",
     .traits = CALL_ONLY_LOOKS | CALL_GIVES_TWO},
    {"poll", "poll(FD, EVENTS, MS)",
     N_("wait for events of FD, or of {FD: EVENTS}, poll(2)"),
     .params = {POLLED, INT_OPT("EVENTS"), INT("MS")},
     .run = run_poll, .traced = "?poll,?ppoll",
     .traits = CALL_ONLY_LOOKS | CALL_POLLS},
    {"read", "read(FD, DATA, LEN)",
     N_("receive at most LEN bytes, read(2)"),
     .params = {FD, DATA_OUT, LEN},
     .run = run_read, .kin = "recv", .traced = "read",
     .traits = CALL_RECEIVES},
    {"readv", "readv(FD, {DATA}, {LEN})",
     N_("receive into several buffers, readv(2)"),
     .params = {FD, PIECES_OUT, LENS},
     .run = run_readv, .kin = "recv", .traced = "readv",
     .traits = CALL_RECEIVES},
    {"recv", "recv(FD, DATA, LEN, FLAGS)",
     N_("receive at most LEN bytes, recv(2)"),
     .params = {FD, DATA_OUT, LEN, INT("FLAGS")},
     .run = run_recvfrom, .traits = CALL_RECEIVES},
    {"recvfrom", "recvfrom(FD, DATA, LEN, FLAGS[, ADDRESS])",
     N_("receive, and learn from whom, recv(2)"),
     .params = {FD, DATA_OUT, LEN, INT("FLAGS"), ADDR_OUT},
     .run = run_recvfrom, .kin = "recv", .traits = CALL_RECEIVES},
    {"recvmsg", "recvmsg(FD, {DATA}, {LEN}[, {CONTROL}], FLAGS[, ADDRESS])",
     N_("receive, and what came along with it, recv(2), cmsg(3)"),
     .params = {FD, PIECES_OUT, LENS, {"CONTROL", PARAM_CONTROL_OUT, true},
                INT("FLAGS"), ADDR_OUT},
     .run = run_recvmsg, .kin = "recv",
     .traits = CALL_RECEIVES | CALL_MESSAGES},
    {"select", "select(NFDS, {FD}, {FD}, {FD}[, {SECONDS, MICROSECONDS}])",
     N_("wait for descriptors of three sets, select(2)"),
     .params = {{"NFDS", PARAM_NFDS, false}, SET("READ"), SET("WRITE"),
                SET("EXCEPT"), SECONDS_OPT},
     .run = run_select, .traced = "?select,?_newselect,?pselect6",
     .traits = CALL_ONLY_LOOKS},
    {"send", "send(FD, DATA[, LEN], FLAGS)",
     N_("send bytes, send(2)"),
     .params = {FD, DATA, LEN_OPT, INT("FLAGS")},
     .run = run_sendto, .traits = CALL_SENDS},
    {"sendfile", "sendfile(FD, FILE[, OFFSET], LEN)",
     N_("send bytes of a file, sendfile(2)"),
     .params = {FD, FD_AS("FILE"), {"OFFSET", PARAM_OFFSET, true}, LEN},
     .run = run_sendfile, .kin = "send", .traced = "?sendfile,?sendfile64",
     .traits = CALL_SENDS},
    {"sendmsg", "sendmsg(FD, {DATA}[, {CONTROL}], FLAGS[, ADDRESS])",
     N_("send several pieces, and more along with them, sendmsg(2)"),
     .params = {FD, PIECES, {"CONTROL", PARAM_CONTROL, true}, INT("FLAGS"),
                ADDR_OPT},
     .run = run_sendmsg, .kin = "send",
     .traits = CALL_SENDS | CALL_MESSAGES},
    {"sendto", "sendto(FD, DATA[, LEN], FLAGS[, ADDRESS])",
     N_("send bytes to an address, send(2)"),
     .params = {FD, DATA, LEN_OPT, INT("FLAGS"), ADDR_OPT},
     .run = run_sendto, .kin = "send", .traits = CALL_SENDS},
    {"setrlimit", "setrlimit(RESOURCE, {SOFT, HARD})",
     N_("limit how many files the process may open, getrlimit(2)"),
     .params = {{"RESOURCE", PARAM_RESOURCE, false},
                {"LIMIT", PARAM_LIMIT, false}},
     .traced = "?setrlimit,?prlimit64",
     .traits = CALL_ONLY_LOOKS | CALL_LIMITS},
    {"setsockopt", "setsockopt(FD, LEVEL, OPTION, VALUE)",
     N_("set a socket option, setsockopt(2), socket(7)"),
     .params = {FD, INT("LEVEL"), INT("OPTION"), VALUE},
     .run = run_setsockopt, .traits = CALL_SETS_OPTION},
    {"shutdown", "shutdown(FD, HOW)",
     N_("end one direction, or both, for everybody, shutdown(2)"),
     .params = {FD, INT("HOW")},
     .run = run_shutdown, .traits = CALL_SHUTS_DOWN},
    {"sigaction", "sigaction(SIGNAL, HANDLER[, FLAGS])",
     N_("what a signal does; SA_RESTART goes on with calls, sigaction(2)"),
     .params = {INT("SIGNAL"), HANDLER, INT_OPT("FLAGS")},
     .run = run_sigaction, .traced = "rt_sigaction", .kin = "signal",
     .traits = CALL_ONLY_LOOKS | CALL_SIGNALS},
    {"signal", "signal(SIGNAL, HANDLER)",
     N_("have a signal ignored (SIG_IGN), handled or neither, signal(2)"),
     .params = {INT("SIGNAL"), HANDLER},
     .run = run_signal, .traced = "rt_sigaction",
     .traits = CALL_ONLY_LOOKS | CALL_SIGNALS},
    {"socket", "socket(DOMAIN, TYPE, PROTOCOL)",
     N_("make a socket, socket(2)"),
     .params = {INT("DOMAIN"), INT("TYPE"), INT("PROTOCOL")},
     .run = run_socket, .gives = "fd",
     .traits = CALL_ONLY_LOOKS | CALL_MAKES_SOCKET},
    {"socketpair", "socketpair(DOMAIN, TYPE, PROTOCOL, {ONE, OTHER})",
     N_("make two sockets that are connected, socketpair(2)"),
     .params = {INT("DOMAIN"), INT("TYPE"), INT("PROTOCOL"), PAIR_OUT},
     .run = run_socketpair, .traits = CALL_ONLY_LOOKS | CALL_GIVES_TWO},
    {"thread", "thread(ACTOR)",
     N_("make a thread that has all descriptors too, pthread_create(3)"),
     .params = {ACTOR},
     .traced = "?clone,?clone3", .traits = CALL_THREADS},
    {"unlink", "unlink(PATH)",
     N_("remove the file of a Unix socket, unlink(2)"),
     .params = {PATH},
     .run = run_unlink, .traced = "?unlink,?unlinkat",
     .traits = CALL_UNLINKS},
    {"write", "write(FD, DATA[, LEN])",
     N_("send bytes, write(2)"),
     .params = {FD, DATA, LEN_OPT},
     .run = run_write, .kin = "send", .traced = "write",
     .traits = CALL_SENDS},
    {"writev", "writev(FD, {DATA})",
     N_("send several pieces by one call, readv(2)"),
     .params = {FD, PIECES},
     .run = run_writev, .kin = "send", .traced = "writev",
     .traits = CALL_SENDS},
    {.name = NULL},
};
/* clang-format on */
