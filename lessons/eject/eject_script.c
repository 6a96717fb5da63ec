/*
 * run.sh, which plays the lane's programs in the script's order. What its
 * commands do is in steps.sh; a step of the script is one line here.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/symbol.h"
#include "lab/log/event.h"
#include "lessons/eject/eject_inside.h"

/* One line, whatever stands in it: it becomes a comment, and a heading. */
static void put_plain(FILE *out, const char *text)
{
    for (; *text != '\0'; text++)
        fputc((unsigned char)*text < ' ' ? ' ' : *text, out);
}

void eject_title(FILE *out, const struct eject_plan *plan)
{
    char lane[256];

    setting_label(plan->setting, lane, sizeof(lane));
    put_plain(out, plan->lesson->title);
    fprintf(out, "%s%s", *lane != '\0' ? ", with " : "", lane);
}

/* dash's kill takes no SIG in front, and bash's takes both. */
const char *eject_signal(int number)
{
    const char *name = symbol_signal(number);

    return strncmp(name, "SIG", 3) == 0 ? name + 3 : name;
}

/* ---- run.sh ---- */

/*
 * Have the process started that an act is the first of. A program that is not
 * called as its actor is (see eject_program()) is named before the command, as
 * a variable of that command alone.
 */
static void put_start(FILE *out, const struct eject_plan *plan, int life)
{
    const struct eject_life *one = &plan->lives[life];
    int number = eject_number(plan, life);
    char program[64];

    eject_program(plan, life, program, sizeof(program));
    if (strcmp(program, one->actor) != 0)
        fprintf(out, "as=%s ", program);
    fprintf(out, "start %s %s", one->actor, host_name(one->host));
    if (number > 0)
        fprintf(out, " %d", number);
    fputc('\n', out);
}

/* A result; only what the shell would read as two words, or as *, is quoted. */
static void put_result(FILE *out, const struct eject_act *act,
                       const struct call *call)
{
    char text[128];

    eject_result(act, call, text, sizeof(text));
    fprintf(out, strpbrk(text, " ?|") ? " '%s'" : " %s", text);
}

/* `within`, where it is not the usual two seconds; in whole ones, rounded up.
 */
static void put_seconds(FILE *out, const struct line *line)
{
    if (line->deadline_ms > 2000)
        fprintf(out, " %d", (line->deadline_ms + 999) / 1000);
}

/*
 * A call with the text that its program is to print of it, so that run.sh can
 * compare what came with what the lesson says. What fork() makes is an actor
 * of its own, with a pipe of its own.
 */
static void put_call(FILE *out, const struct eject_plan *plan,
                     const struct eject_act *act)
{
    const char *actor = plan->lives[act->life].actor;
    struct memory memory;

    if (call_does(&act->call, CALL_FORKS)) {
        fprintf(out, "forks %d %s %s\n", act->step, actor,
                plan->lives[act->child].actor);
        return;
    }
    if (memory_open(&memory))
        eject_expected(memory.out, act);
    if (!memory_close(&memory)) {
        *plan->lost = true;
        return;
    }
    fprintf(out, "call %d %s ", act->step, actor);
    eject_shell_word(out, memory.text);
    put_result(out, act, &act->call);
    put_seconds(out, act->line);
    fputc('\n', out);
    free(memory.text);
}

/*
 * A call that has blocked returns. How its result is written depends on the
 * call, which is the last one before that this process has made.
 */
static void put_back(FILE *out, const struct eject_plan *plan,
                     const struct eject_act *act)
{
    const struct call *call = NULL;

    for (const struct eject_act *one = act; one-- > plan->acts;)
        if (one->life == act->life && one->line->kind == LINE_CALL) {
            call = &one->call;
            break;
        }
    fprintf(out, "back %d %s", act->step, plan->lives[act->life].actor);
    put_result(out, act, call);
    put_seconds(out, act->line);
    fputc('\n', out);
}

/* A timer is left out: ss rounds what it says of one. */
void eject_details(FILE *out, const struct line *line)
{
    const struct sock_details *details = &line->details;
    char range[RANGE_TEXT];

    if (details->proto)
        fprintf(out, " proto:%s",
                details->proto == IPPROTO_UDP ? "udp" : "tcp");
    if (details->recv_q.set)
        fprintf(out, " recv-q:%s",
                range_format(&details->recv_q, false, range));
    if (details->send_q.set)
        fprintf(out, " send-q:%s",
                range_format(&details->send_q, false, range));
    if (details->by_user)
        fprintf(out, " users:%s", *details->user ? details->user : "none");
    if (details->count.set)
        fprintf(out, " count:%s", range_format(&details->count, false, range));
}

/* STATE LOCAL [PEER], each as a word; a `*` must not meet the shell. */
static void put_socket(FILE *out, const struct line *line)
{
    char addr[ADDR_TEXT];
    struct addr peer = line->peer;
    struct addr local = line->local;

    fprintf(out, " %s ", line->any_state ? "any" : state_name(line->state));
    local.zone[0] = peer.zone[0] = '\0'; /* ss has them elsewhere */
    eject_shell_word(out, addr_format(&local, addr));
    if (!peer.any_host || !peer.any_port) {
        fputc(' ', out);
        eject_shell_word(out, addr_format(&peer, addr));
    }
    eject_details(out, line);
    fputc('\n', out);
}

/* `limit` is how long it is looked for, as a variable of that command alone. */
static void put_sees(FILE *out, const struct eject_act *act)
{
    const struct line *line = act->line;

    if (line->deadline_ms > 2000)
        fprintf(out, "limit=%d ", (line->deadline_ms + 999) / 1000);
    fprintf(out, "%s %d %s%s", line->kind == LINE_SS_KILL ? "destroys" : "sees",
            act->step, host_name(line->host),
            line->kind == LINE_SS_NO ? " no" : "");
    put_socket(out, line);
}

/* A sysctl that is set, or that is to have a value. */
static void put_sysctl(FILE *out, const struct eject_plan *plan,
                       const struct eject_act *act)
{
    char *value = line_sysctl_value(act->line, plan->setting);

    if (!value)
        *plan->lost = true;
    fprintf(out, "%s %d %s %s ",
            act->line->kind == LINE_SYSCTL ? "sets" : "has", act->step,
            host_name(act->line->host), act->line->sysctl);
    eject_shell_word(out, value ? value : "");
    fputc('\n', out);
    free(value);
}

/* How far a counter has come. */
static void put_counter(FILE *out, const struct eject_act *act)
{
    const struct line *line = act->line;
    char range[RANGE_TEXT];

    if (line->deadline_ms > 2000)
        fprintf(out, "limit=%d ", (line->deadline_ms + 999) / 1000);
    fprintf(out, "counts %d %s %s %s\n", act->step, host_name(line->host),
            line->counter, range_format(&line->since, false, range));
}

/*
 * Outside of the lab nobody stops a packet between two hosts; a queueing
 * discipline (tc-netem(8)) is as near as one comes. What waits in one is lost
 * when it is taken away, and TCP sends it again. The texts are for a reader,
 * not to be run: they name no packet.
 */
const char *eject_nearest(const struct line *line)
{
    static const char let_go[] = "tc qdisc del dev wire root, which loses what "
                                 "waits; TCP sends it again";
    static const char *const orders[] = {
        [WIRE_HOLD] = "tc qdisc add dev wire root netem delay 10s",
        [WIRE_FLOW] = let_go,
        [WIRE_MEND] = "tc qdisc del dev wire root",
        [WIRE_CUT] = "tc qdisc add dev wire root netem loss 100%",
    };
    static const char *const packets[] = {
        [PACKET_DELIVER] = let_go,
        [PACKET_DROP] = "tc qdisc add dev wire root netem loss 100%, before it "
                        "is sent",
        [PACKET_DUPLICATE] = "tc qdisc add dev wire root netem duplicate 100%",
        [PACKET_CHANGE] = "tc qdisc add dev wire root netem corrupt 100%, "
                          "which spoils a bit of each; TCP throws it away",
    };

    if (line_family(line->kind) != FAMILY_WIRE)
        return "";
    if (line->kind == LINE_WIRE_ORDER)
        return orders[line->order];
    if (line->kind == LINE_WIRE_FORGE)
        return "a program of your own with a raw socket, raw(7)";
    if (line->kind == LINE_WIRE_PACKET)
        return packets[line->packet_order];
    return line->kind == LINE_WIRE_ALL ? let_go : "tcpdump -ni wire";
}

/* Only shown by run.sh, which can't do it: the order, without `wire:`. */
static void put_wire(FILE *out, const struct eject_act *act)
{
    const char *text = act->line->text;
    const char *order = strchr(text, ':');

    fprintf(out, "wire %d ", act->step);
    eject_shell_word(out, order ? order + 1 + strspn(order + 1, " ") : text);
    fprintf(out, " # closest: %s\n", eject_nearest(act->line));
}

/* One step of the script. */
static void put_act(FILE *out, const struct eject_plan *plan,
                    const struct eject_act *act)
{
    const char *actor = act->line->actor;

    switch (act->line->kind) {
    case LINE_CALL: put_call(out, plan, act); break;
    case LINE_RETURNS: put_back(out, plan, act); break;
    case LINE_START: put_start(out, plan, act->life); break;
    case LINE_RESTART:
        fprintf(out, "stops %d %s\n", act->step, actor);
        put_start(out, plan, act->life);
        break;
    case LINE_SIGNAL:
        fprintf(out, "sends %d %s %s\n", act->step, actor,
                eject_signal(act->line->signal));
        break;
    case LINE_KILLED:
        fprintf(out, "ends %d %s killed %s\n", act->step, actor,
                eject_signal(act->line->signal));
        break;
    case LINE_EXITED:
        fprintf(out, "ends %d %s exited %d\n", act->step, actor,
                act->line->status);
        break;
    case LINE_HANDLER:
        fprintf(out, "handles %d %s %s\n", act->step, actor,
                eject_signal(act->line->signal));
        break;
    case LINE_SS:
    case LINE_SS_NO:
    case LINE_SS_KILL: put_sees(out, act); break;
    case LINE_SYSCTL:
    case LINE_SYSCTL_IS: put_sysctl(out, plan, act); break;
    case LINE_NSTAT: put_counter(out, act); break;
    case LINE_SYSCTL_NO:
        fprintf(out, "unknown %d %s %s\n", act->step,
                host_name(act->line->host), act->line->sysctl);
        break;
    case LINE_WIRE_ORDER:
    case LINE_WIRE_PACKET:
    case LINE_WIRE_FORGE:
    case LINE_WIRE_ALL:
    case LINE_WIRE_EXPECT:
    case LINE_WIRE_NONE: put_wire(out, act); break;
    case LINE_WAIT:
        fprintf(out, "pause %d %d.%03d\n", act->step, act->line->wait_ms / 1000,
                act->line->wait_ms % 1000);
        break;
    }
}

/* Whether the act is the first of a process that a call starts by itself. */
static bool starts_by_itself(const struct eject_plan *plan, size_t act)
{
    int life = plan->acts[act].life;

    if (life < 0 || plan->lives[life].parent >= 0 ||
        plan->acts[act].line->kind == LINE_START ||
        plan->acts[act].line->kind == LINE_RESTART)
        return false;
    for (size_t i = 0; i < act; i++)
        if (plan->acts[i].life == life)
            return false;
    return true;
}

/* The files of Unix sockets. */
static void put_paths(FILE *out, const struct eject_plan *plan)
{
    const char *before = "uses_files ";

    for (size_t i = 0; i < plan->n; i++) {
        const char *path = eject_new_file(plan, i);

        if (!path)
            continue;
        fputs(before, out);
        eject_shell_word(out, path);
        before = " ";
    }
    if (strcmp(before, " ") == 0)
        fputc('\n', out);
}

/*
 * Steps in the lesson's order, each group of them below the prose that stands
 * before it there: the script is to be read as well as run.
 */
void eject_write_run(FILE *out, const struct eject_plan *plan)
{
    const struct lesson *lesson = plan->lesson;
    size_t act = 0;

    fputs("#!/usr/bin/env bash\n# ", out);
    eject_title(out, plan);
    fputs(": every step, in order.\n#\n"
          "#     ./run.sh          play all of it\n"
          "#     ./run.sh shell    only make the two hosts, to try it by "
          "hand\n\n"
          "cd \"$(dirname \"$0\")\" || exit 2\n"
          ". ./steps.sh\n"
          "make_hosts \"$@\"\n"
          "[ \"${1-}\" != shell ] || hand_over\n",
          out);
    put_paths(out, plan);
    for (size_t s = 0; s < lesson->n_steps; s++) {
        const struct step *step = &lesson->steps[s];
        size_t end = step->first_line + step->n_lines;

        fputc('\n', out);
        if (eject_prose(out, plan, s, "# "))
            fputc('\n', out);
        for (; step->kind == STEP_RUN && act < plan->n &&
               plan->acts[act].index < end;
             act++) {
            if (starts_by_itself(plan, act))
                put_start(out, plan, plan->acts[act].life);
            put_act(out, plan, &plan->acts[act]);
        }
    }
    fputs("\nsum_up\n", out);
}
