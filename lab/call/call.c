/*
 * The table of calls, and the questions that it answers by itself. To add a
 * call: a name in enum call_id, a row here, a function in call_run.c or
 * call_data.c.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/call/call_arg.h"
#include "lab/call/call_table.h"

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
#define PATH          {"PATH", PARAM_PATH, false}

/*
 * The table. Parameters stand in the order of the C call. An address has its
 * length with it; the length of data that is sent may be left out, and
 * then it is that of the data.
 */
const struct call_def call_table[CALLS] = {
    [CALL_ACCEPT] = {
        "accept", "accept(FD[, ADDRESS])",
        "take the next connection off the queue, accept(2)",
        .params = {FD, ADDR_OUT}},
    [CALL_ACCEPT4] = {
        "accept4", "accept4(FD[, ADDRESS], FLAGS)",
        "accept() with flags for the new socket, accept(2)",
        .params = {FD, ADDR_OUT, INT("FLAGS")}},
    [CALL_BIND] = {
        "bind", "bind(FD, ADDRESS)",
        "give the socket its local address and port, bind(2)",
        .params = {FD, ADDR}},
    [CALL_CLOSE] = {
        "close", "close(FD)",
        "give back a descriptor; the last one closes, close(2)",
        .params = {FD}},
    [CALL_CONNECT] = {
        "connect", "connect(FD, ADDRESS)",
        "connect to an address, connect(2)",
        .params = {FD, ADDR}},
    [CALL_DUP] = {
        "dup", "dup(FD)",
        "make a second descriptor of the same socket, dup(2)",
        .params = {FD}},
    [CALL_EXECVE] = {
        "execve", "execve(" CALL_ITSELF ")",
        "become a program anew; unmarked descriptors stay, execve(2)",
        .params = {PATH}},
    [CALL_EXIT] = {
        "exit", "exit(STATUS)",
        "end the process; the kernel closes all it had, exit(3)",
        .params = {INT("STATUS")}},
    [CALL_FCNTL] = {
        "fcntl", "fcntl(FD, COMMAND[, ARG])",
        "read or change a descriptor's flags, fcntl(2)",
        .params = {FD, INT("COMMAND"), INT_OPT("ARG")},
        .only_looks = true},
    [CALL_FORK] = {
        "fork", "fork(ACTOR)",
        "make a child that has the same descriptors, fork(2)",
        .params = {ACTOR}},
    [CALL_GETPEERNAME] = {
        "getpeername", "getpeername(FD[, ADDRESS])",
        "ask for the address of the peer, getpeername(2)",
        .params = {FD, ADDR_OUT},
        .only_looks = true},
    [CALL_GETSOCKNAME] = {
        "getsockname", "getsockname(FD[, ADDRESS])",
        "ask for the socket's own address, getsockname(2)",
        .params = {FD, ADDR_OUT},
        .only_looks = true},
    [CALL_GETSOCKOPT] = {
        "getsockopt", "getsockopt(FD, LEVEL, OPTION, VALUE)",
        "read a socket option, getsockopt(2), socket(7)",
        .params = {FD, INT("LEVEL"), INT("OPTION"), VALUE_OUT},
        .only_looks = true},
    [CALL_LISTEN] = {
        "listen", "listen(FD, BACKLOG)",
        "let connections come in and queue up, listen(2)",
        .params = {FD, INT("BACKLOG")}},
    [CALL_POLL] = {
        "poll", "poll(FD, EVENTS, MS)",
        "wait for events; gives those that came, poll(2)",
        .params = {FD, INT("EVENTS"), INT("MS")},
        .only_looks = true},
    [CALL_READ] = {
        "read", "read(FD, DATA, LEN)",
        "receive at most LEN bytes, read(2)",
        .params = {FD, DATA_OUT, LEN}},
    [CALL_RECV] = {
        "recv", "recv(FD, DATA, LEN, FLAGS)",
        "receive at most LEN bytes, recv(2)",
        .params = {FD, DATA_OUT, LEN, INT("FLAGS")}},
    [CALL_RECVFROM] = {
        "recvfrom", "recvfrom(FD, DATA, LEN, FLAGS[, ADDRESS])",
        "receive, and learn from whom, recv(2)",
        .params = {FD, DATA_OUT, LEN, INT("FLAGS"), ADDR_OUT}},
    [CALL_SEND] = {
        "send", "send(FD, DATA[, LEN], FLAGS)",
        "send bytes, send(2)",
        .params = {FD, DATA, LEN_OPT, INT("FLAGS")}},
    [CALL_SENDTO] = {
        "sendto", "sendto(FD, DATA[, LEN], FLAGS[, ADDRESS])",
        "send bytes to an address, send(2)",
        .params = {FD, DATA, LEN_OPT, INT("FLAGS"), ADDR_OPT}},
    [CALL_SETSOCKOPT] = {
        "setsockopt", "setsockopt(FD, LEVEL, OPTION, VALUE)",
        "set a socket option, setsockopt(2), socket(7)",
        .params = {FD, INT("LEVEL"), INT("OPTION"), VALUE}},
    [CALL_SHUTDOWN] = {
        "shutdown", "shutdown(FD, HOW)",
        "end one direction, or both, for everybody, shutdown(2)",
        .params = {FD, INT("HOW")}},
    [CALL_SIGNAL] = {
        "signal", "signal(SIGNAL, HANDLER)",
        "SIG_IGN ignores a signal, SIG_DFL undoes it, signal(2)",
        .params = {INT("SIGNAL"), INT("HANDLER")},
        .only_looks = true},
    [CALL_SOCKET] = {
        "socket", "socket(DOMAIN, TYPE, PROTOCOL)",
        "make a socket, socket(2)",
        .params = {INT("DOMAIN"), INT("TYPE"), INT("PROTOCOL")},
        .only_looks = true},
    [CALL_UNLINK] = {
        "unlink", "unlink(PATH)",
        "remove the file of a Unix socket, unlink(2)",
        .params = {PATH}},
    [CALL_WRITE] = {
        "write", "write(FD, DATA[, LEN])",
        "send bytes, write(2)",
        .params = {FD, DATA, LEN_OPT}},
};
/* clang-format on */

const struct call_def *call_find(const char *name, size_t len)
{
    for (int i = 0; i < CALLS; i++)
        if (strlen(call_table[i].name) == len &&
            memcmp(call_table[i].name, name, len) == 0)
            return &call_table[i];
    return NULL;
}

int call_params(const struct call_def *def)
{
    /*
     * The rows of the table are shorter than params[]; the rest of each is
     * zero.
     */
    int n = 0;

    while (n < CALL_ARGS && def->params[n].name)
        n++;
    return n;
}

/* def points into the table, so its place there is the id. */
enum call_id call_id(const struct call *call)
{
    return (enum call_id)(call->def - call_table);
}

void call_free(struct call *call)
{
    for (int i = 0; i < CALL_ARGS; i++) {
        /* Zeroed afterwards, so that to free a call twice is harmless. */
        free(call->args[i].bytes);
        free(call->args[i].text);
    }
    memset(call, 0, sizeof(*call));
}

const char *call_name(const struct call *call)
{
    return call->def->name;
}

int call_fd(const struct call *call)
{
    if (call->def->params[0].kind != PARAM_FD)
        return -1;
    return (int)call->args[0].number;
}

/* The kernel takes an int, so a number that is cut to fd is fd as well. */
void call_replace_fd(struct call *call, int fd, int other)
{
    const struct param *params = call->def->params;

    for (int i = 0; i < CALL_ARGS && params[i].name; i++)
        if (params[i].kind == PARAM_FD && (int)call->args[i].number == fd)
            call->args[i].number = other;
}

bool call_is_fork(const struct call *call)
{
    return call_id(call) == CALL_FORK;
}

bool call_is_exec(const struct call *call)
{
    return call_id(call) == CALL_EXECVE;
}

bool call_only_looks(const struct call *call)
{
    return call_table[call_id(call)].only_looks;
}

bool call_is_exit(const struct call *call)
{
    return call_id(call) == CALL_EXIT;
}

int call_number(const struct call *call)
{
    return (int)call_id(call);
}

int call_set_number(struct call *call, int number)
{
    if (number < 0 || number >= CALLS)
        return -1;
    call->def = &call_table[number];
    return 0;
}

const char *call_table_name(int index)
{
    return index >= 0 && index < CALLS ? call_table[index].name : NULL;
}

const char *call_usage(const char *name, const char **summary)
{
    const struct call_def *def = call_find(name, strlen(name));

    if (!def)
        return NULL;
    if (summary)
        *summary = def->summary;
    return def->usage;
}
