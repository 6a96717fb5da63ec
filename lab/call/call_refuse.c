/*
 * What of a call's arguments the kinds alone do not tell: numbers that are out
 * of range, and what no script has any business with.
 */
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>

#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_member.h"
#include "lab/call/call_parse.h"
#include "lab/call/call_show.h"

/* Pointers, locks and leases of fcntl(2) are no business of a script. */
static bool command_is_known(long command)
{
    return command == F_DUPFD || command == F_DUPFD_CLOEXEC ||
           command == F_GETFD || command == F_SETFD || command == F_GETFL ||
           command == F_SETFL;
}

/*
 * Whether it could lead out of where the lab has its files. There are no links
 * there, and so no need for it either.
 */
static bool climbs(const struct addr *addr)
{
    const char *at = addr->path;

    if (addr->family != AF_UNIX || at[0] == '@')
        return false;
    for (; *at; at += strcspn(at, "/"), at += strspn(at, "/"))
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || !at[2]))
            return true;
    return false;
}

enum { SET_LAST = 1020 }; /* the largest descriptor of a script */

/* Those that read or write one int, and of sockets, tcp(7), udp(7), ip(7). */
static bool request_is_known(long request)
{
    return request == FIONREAD || request == FIONBIO || request == SIOCOUTQ ||
           request == SIOCOUTQNSD || request == SIOCATMARK;
}

/* Whether the lengths are some, and not too much in all. */
static bool lengths_fit(const struct arg *arg)
{
    long total = 0;

    for (int i = 0; i < arg->n_ints; i++) {
        if (arg->ints[i] < 0)
            return false;
        total += arg->ints[i];
    }
    return total <= CALL_BYTES_MAX;
}

/*
 * Whether they are among those that a script may have open; an fd_set has room
 * for not many more (select(2)).
 */
static bool set_fits(const struct arg *arg)
{
    for (int i = 0; i < arg->n_ints; i++)
        if (arg->ints[i] < 0 || arg->ints[i] > SET_LAST)
            return false;
    return true;
}

/* What is said of a list that has not as many members as C's struct has. */
static const char *list_refusal(const struct arg *arg, enum param_kind kind)
{
    bool two = arg->kind != ARG_INTS || arg->n_ints == 2;

    if (kind != PARAM_SET && arg->n_ints > CALL_INTS)
        return N_("%s() takes a struct of at most 8 members: found %s");
    if (kind == PARAM_LENS && !lengths_fit(arg))
        return N_("%s() takes lengths from 0 on, of 16777216 bytes in all: "
                  "found %s");
    if (kind == PARAM_SET && !set_fits(arg))
        return N_("%s() takes descriptors from 0 to 1020, those that a process "
                  "may have here: found %s");
    if (kind == PARAM_SECONDS && !two)
        return N_("%s() takes seconds and microseconds such as {1, 0}: found "
                  "%s");
    if (kind == PARAM_PAIR_OUT && !two)
        return N_("%s() gives two descriptors, such as {3, 4}: found %s");
    if (kind == PARAM_LIMIT && !two)
        return N_(
            "%s() takes a soft and a hard limit such as {8, 8}: found %s");
    if (kind == PARAM_REQUEST_VALUE && arg->kind == ARG_INTS &&
        arg->n_ints != 1)
        return N_("%s() takes one integer in braces, such as {1}: found %s");
    return NULL;
}

/* What is said of a number that is too large, or is no such constant. */
static const char *number_refusal(const struct arg *arg, enum param_kind kind)
{
    long number = arg->number;

    if (kind == PARAM_LEN && (number < 0 || number > CALL_BYTES_MAX))
        return N_("%s() takes a LEN from 0 to 16777216: found %s");
    if (kind == PARAM_ENTRIES && number > CALL_ENTRIES)
        return N_("%s() takes a MAXEVENTS of at most 32 here: found %s");
    if (kind == PARAM_NFDS && number > FD_SETSIZE)
        return N_(
            "%s() takes an NFDS of at most 1024, as many as an fd_set has "
            "room for: found %s");
    if (kind == PARAM_HANDLER && arg->kind == ARG_INT &&
        number != (intptr_t)SIG_IGN && number != (intptr_t)SIG_DFL)
        return N_("%s() takes handler, SIG_IGN or SIG_DFL as HANDLER: found "
                  "%s");
    if (kind == PARAM_COMMAND && !command_is_known(number))
        return N_("%s() takes F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD or "
                  "F_DUPFD_CLOEXEC as COMMAND: found %s");
    if (kind == PARAM_REQUEST && !request_is_known(number))
        return N_("%s() takes FIONREAD, FIONBIO, SIOCOUTQ, SIOCOUTQNSD or "
                  "SIOCATMARK as REQUEST: found %s");
    if (kind == PARAM_RESOURCE && number != RLIMIT_NOFILE)
        return N_("%s() takes RLIMIT_NOFILE as RESOURCE: found %s");
    if (kind == PARAM_PEER && arg->kind == ARG_INT && number != AF_UNSPEC)
        return N_("%s() takes an address such as 10.0.0.1:80, or AF_UNSPEC: "
                  "found %s");
    return NULL;
}

/*
 * What is said where no call can do anything with that argument: of which call,
 * and what was found. NULL where one can.
 */
static const char *refusal(const struct arg *arg, enum param_kind kind)
{
    bool is_path = kind == PARAM_PATH && arg->addr.path[0] == '@';
    const char *refused = number_refusal(arg, kind);

    if (arg->name[0] && kind == PARAM_DATA_OUT)
        return N_("%s() gives bytes, which can't have a name; \"text\"... says "
                  "how they begin: found %s");
    /* Without a value it is call_wants()'s. */
    if (arg->name[0])
        return NULL;
    if (show_is_open(arg) && kind != PARAM_DATA_OUT && kind != PARAM_PIECES_OUT)
        return N_("%s() takes all of its bytes, and only of those that come "
                  "may ... be the rest: found %s");
    if (!refused)
        refused = list_refusal(arg, kind);
    if (refused)
        return refused;
    if (arg->kind == ARG_ADDR && climbs(&arg->addr))
        return N_("%s() takes a path without ..: found %s");
    if ((kind == PARAM_ADDR || kind == PARAM_PEER) &&
        (arg->addr.any_host || arg->addr.any_port))
        return N_("%s() takes one address, and * stands for any; 0.0.0.0 is "
                  "all of this host, port 0 a free port: found %s");
    if (is_path)
        return N_("%s() takes a path, and a name behind an @ is in no folder: "
                  "found %s");
    /* Any other program would be no actor. */
    if (kind == PARAM_ITSELF && strcmp(arg->text, CALL_ITSELF) != 0)
        return N_("%s() takes \"/proc/self/exe\", the program that runs "
                  "already, as PATH: found %s");
    if (kind == PARAM_OPTION && arg->kind == ARG_BYTES && arg->repeat > 1)
        return N_("%s() takes a string without *N as VALUE: found %s");
    if (kind == PARAM_LABEL &&
        (arg->repeat > 1 || memchr(arg->bytes, '\0', arg->len)))
        return N_("%s() takes a name without \\0 and *N: found %s");
    return NULL;
}

/* Events stand beside one descriptor, or inside of a list of several. */
static int refuse_poll(const struct call *call, struct err *err)
{
    bool one = call->args[0].kind == ARG_INT;

    if (one == (call->args[1].kind != ARG_ABSENT))
        return 0;
    return err_input(err,
                     one ? N_("%s() takes events behind one descriptor, as in "
                              "poll(3, POLLIN, 1000): found %s alone")
                         : N_("%s() takes the events of several descriptors in "
                              "their list alone: found %s"),
                     call->def->name, call->args[one ? 0 : 1].text);
}

/* Those of all sets are found in one list (select(2)). */
static int refuse_sets(const struct call *call, struct err *err)
{
    int n = 0;

    for (int i = 0; i < call->n_args; i++)
        if (call_param(call, i) == PARAM_SET)
            n += call->args[i].n_ints;
    if (n <= CALL_ENTRIES)
        return 0;
    return err_input(err,
                     "%s() takes at most %d descriptors in its sets: "
                     "found %d",
                     call->def->name, CALL_ENTRIES, n);
}

/* What stands in messages for all of the group. */
static const char *group_example(enum member_group group)
{
    switch (group) {
    case MEMBER_INFO: return "state, unacked, rtt";
    case MEMBER_SENT: return "SCM_RIGHTS, IP_PKTINFO";
    case MEMBER_CAME: return "SCM_RIGHTS, IP_PKTINFO, flags";
    }
    return "";
}

/* A member that there is not, or one that may have been meant. */
static int refuse_members(const struct call *call, const struct arg *arg,
                          enum member_group group, struct err *err)
{
    const char *name = call->def->name, *near;

    for (int i = 0; i < arg->n_members; i++) {
        const char *member = arg->members[i].name;

        if (member_known(member, group, &near))
            continue;
        if (near)
            return err_input(err,
                             "%s() takes members such as %s here: found %s; "
                             "did you mean %s?",
                             name, group_example(group), member, near);
        return err_input(err, "%s() takes members such as %s here: found %s",
                         name, group_example(group), member);
    }
    return 0;
}

/*
 * What goes along with a message. A call has as many lengths as it has buffers,
 * and no range is sent.
 */
static int refuse_control(const struct call *call, struct err *err)
{
    bool sends = call_does(call, CALL_SENDS);
    const struct arg *control = &call->args[sends ? 2 : 3];

    if (refuse_members(call, control, sends ? MEMBER_SENT : MEMBER_CAME, err) <
        0)
        return -1;
    for (int i = 0; sends && i < control->n_members; i++)
        if (control->members[i].range || control->members[i].n == 0)
            return err_input(err, "%s() takes one number as %s: found %s",
                             call->def->name, control->members[i].name,
                             control->text);
    return 0;
}

/* Only one option is a struct whose members scripts name. */
static int refuse_option(const struct call *call, struct err *err)
{
    const struct arg *value = &call->args[3];

    if (value->kind != ARG_MEMBERS)
        return 0;
    if ((int)call->args[1].number != IPPROTO_TCP ||
        (int)call->args[2].number != TCP_INFO)
        return err_input(err,
                         "%s() takes members with names of TCP_INFO alone: "
                         "found %s",
                         call->def->name, value->text);
    return refuse_members(call, value, MEMBER_INFO, err);
}

/*
 * Whether the call makes sense. What the kernel itself refuses is left to the
 * kernel: to see its errno is what a script is for.
 */
int call_refuse(const struct call *call, struct err *err)
{
    for (int i = 0; i < call->n_args; i++) {
        const struct arg *arg = &call->args[i];
        const char *refused =
            arg->kind == ARG_ABSENT ? NULL : refusal(arg, call_param(call, i));

        if (refused)
            return err_input(err, refused, call->def->name, arg->text);
    }
    if (call_does(call, CALL_POLLS))
        return refuse_poll(call, err);
    if (call_does(call, CALL_MESSAGES))
        return refuse_control(call, err);
    if (call_does(call, CALL_ASKS_OPTION))
        return refuse_option(call, err);
    return refuse_sets(call, err);
}
