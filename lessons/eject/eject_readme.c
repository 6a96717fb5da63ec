/*
 * The text that goes with an ejected lesson. Whatever it says to type is what
 * run.sh does, and what needs the lab is named as such.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/log/event.h"
#include "lessons/eject/eject_inside.h"

/* "server.c, client.c and copy.c". */
static void put_programs(FILE *out, const struct eject_plan *plan)
{
    char name[64];
    int n = 0, i = 0;

    for (int life = 0; life < plan->n_lives; life++)
        n += eject_is_first(plan, life);
    for (int life = 0; life < plan->n_lives; life++) {
        if (!eject_is_first(plan, life))
            continue;
        fprintf(out, "%s%s.c",
                i == 0       ? ""
                : i == n - 1 ? " and "
                             : ", ",
                eject_program(plan, life, name, sizeof(name)));
        i++;
    }
}

/* The step that a process begins with. */
static int first_step(const struct eject_plan *plan, int life)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->acts[i].life == life || plan->acts[i].child == life)
            return plan->acts[i].step;
    return 0;
}

/* How each process is begun by hand, in the order of the lesson. */
static void put_starts(FILE *out, const struct eject_plan *plan,
                       const char *before)
{
    char name[64];

    for (int life = 0; life < plan->n_lives; life++) {
        int number = eject_number(plan, life);

        if (plan->lives[life].parent >= 0)
            continue;
        fprintf(out, "    %s./%s", before,
                eject_program(plan, life, name, sizeof(name)));
        if (number > 0)
            fprintf(out, " %d", number);
        fprintf(out, "    # on %s, from step %d\n",
                host_name(plan->lives[life].host), first_step(plan, life));
    }
}

/* Children of fork() have no terminal of their own. */
static void put_children(FILE *out, const struct eject_plan *plan)
{
    for (int life = 0; life < plan->n_lives; life++)
        if (!eject_is_entry(plan, life))
            fprintf(out,
                    "\n%s is a child of %s. It waits for lines of its own:\n"
                    "\n    echo >%s.steps\n",
                    plan->lives[life].actor,
                    plan->lives[plan->lives[life].parent].actor,
                    plan->lives[life].actor);
}

/*
 * One of the lists below writes the item that an act makes, if it makes one,
 * below the heading. Returns whether it does.
 */
typedef bool item_writer(FILE *out, const struct eject_plan *plan, size_t act,
                         const char *heading);

/* A list of all items of a kind; its heading stands above the first. */
static void put_items(FILE *out, const struct eject_plan *plan,
                      item_writer *put, const char *heading)
{
    for (size_t i = 0; i < plan->n; i++)
        if (put(out, plan, i, heading))
            heading = "";
}

/* The signals of the lesson; each program says its process id by hand. */
static bool put_signal(FILE *out, const struct eject_plan *plan, size_t act,
                       const char *heading)
{
    const struct line *line = plan->acts[act].line;

    if (line->kind != LINE_SIGNAL && line->kind != LINE_RESTART)
        return false;
    fprintf(out, "%s    kill -%s PID    # %s, step %d\n", heading,
            line->kind == LINE_RESTART ? "INT" : eject_signal(line->signal),
            line->actor, plan->acts[act].step);
    return true;
}

/* A filter of ss, or a part of one; returns what goes between the next two. */
static const char *put_filter(FILE *out, const struct addr *addr,
                              const char *side, const char *between)
{
    char text[ADDR_TEXT];
    struct addr host = *addr;

    host.any_port = true;
    host.port = 0;
    if (!addr->any_host) {
        addr_format(&host, text);
        text[strlen(text) - 2] = '\0'; /* the :* */
        fprintf(out, "%s%s %s", between, *side == 's' ? "src" : "dst", text);
        between = " and ";
    }
    if (!addr->any_port) {
        fprintf(out, "%s%s = :%d", between, side, addr->port);
        between = " and ";
    }
    return between;
}

/* One observation as a line for the shell. */
static void put_ss(FILE *out, const struct line *line)
{
    const char *state = line->any_state ? "" : state_name(line->state);
    const char *options = line->any_state                ? "-tuano"
                          : strcmp(state, "UNCONN") == 0 ? "-uano"
                                                         : "-tno state ";
    const char *between = " '";

    fprintf(out, "    %s$ ss %s", host_name(line->host),
            line->kind == LINE_SS_KILL ? "-K " : "");
    fputs(options, out);
    if (strcmp(state, "LISTEN") == 0)
        fputs("listening", out);
    else if (strcmp(state, "ESTAB") == 0)
        fputs("established", out);
    else if (strcmp(state, "UNCONN") != 0)
        for (; *state != '\0'; state++)
            fputc(*state >= 'A' && *state <= 'Z' ? *state + 32 : *state, out);
    between = put_filter(out, &line->local, "sport", between);
    between = put_filter(out, &line->peer, "dport", between);
    if (strcmp(between, " and ") == 0)
        fputc('\'', out);
}

static bool put_observation(FILE *out, const struct eject_plan *plan,
                            size_t act, const char *heading)
{
    const struct line *line = plan->acts[act].line;

    if (line->kind != LINE_SS && line->kind != LINE_SS_NO &&
        line->kind != LINE_SS_KILL && line->kind != LINE_NSTAT)
        return false;
    fputs(heading, out);
    if (line->kind == LINE_NSTAT) {
        fprintf(out, "    %s$ nstat -az %s    # step %d\n",
                host_name(line->host), line->counter, plan->acts[act].step);
        return true;
    }
    put_ss(out, line);
    fprintf(out, "    # step %d%s", plan->acts[act].step,
            line->kind == LINE_SS_NO ? ", none of them" : "");
    eject_details(out, line);
    fputc('\n', out);
    return true;
}

/* What a run removes is not removed for those who go through it by hand. */
static bool put_file(FILE *out, const struct eject_plan *plan, size_t act,
                     const char *heading)
{
    const char *path = eject_new_file(plan, act);

    if (!path)
        return false;
    fprintf(out, "%s    rm ", heading);
    eject_shell_word(out, path);
    fprintf(out, "    # made at step %d\n", plan->acts[act].step);
    return true;
}

/* A sysctl of a host; on one's own machine it is the machine's. */
static bool put_sysctl(FILE *out, const struct eject_plan *plan, size_t act,
                       const char *heading)
{
    const struct line *line = plan->acts[act].line;

    if (line->kind != LINE_SYSCTL)
        return false;
    char *value = line_sysctl_value(line, plan->setting);
    if (!value)
        *plan->lost = true;
    fprintf(out, "%s    %s$ sysctl -w %s='%s'    # step %d\n", heading,
            host_name(line->host), line->sysctl, value ? value : "",
            plan->acts[act].step);
    free(value);
    return true;
}

/* What these programs can't show, with what comes near. */
static bool put_wire(FILE *out, const struct eject_plan *plan, size_t act,
                     const char *heading)
{
    const struct line *line = plan->acts[act].line;
    const char *nearest = eject_nearest(line);

    if (!*nearest)
        return false;
    fprintf(out, "%s    step %d, %s\n        %s\n", heading,
            plan->acts[act].step, line->text, nearest);
    return true;
}

/*
 * The first call of the lane's programs that is traced so, by the alphabet
 * behind `after`; NULL for none.
 */
static const char *next_traced(const struct eject_plan *plan, const char *after)
{
    const char *next = NULL;

    for (size_t i = 0; i < plan->n; i++) {
        const char *traced = plan->acts[i].line->kind == LINE_CALL
                                 ? call_traced(&plan->acts[i].call)
                                 : NULL;

        if (traced && strcmp(traced, after) > 0 &&
            (!next || strcmp(traced, next) < 0))
            next = traced;
    }
    return next;
}

/*
 * strace with a filter for the calls that the programs make, or else all that a
 * process does would stand between them. A ? lets pass what this processor's
 * kernel knows under another name (strace(1)).
 */
static const char *strace_of(const struct eject_plan *plan, char *out,
                             size_t size)
{
    size_t used = (size_t)snprintf(
        out, size, "strace -f -e trace=%%network,close,exit_group");
    const char *traced = "";

    while ((traced = next_traced(plan, traced)))
        used += (size_t)snprintf(out + used, size - used, ",%s", traced);
    snprintf(out + used, size - used, " ");
    return out;
}

/* How the folder is used. */
static void put_use(FILE *out, const struct eject_plan *plan)
{
    char before[256];

    fputs("The whole lesson\n----------------\n\n"
          "    make run\n\n"
          "compiles the programs and plays all steps in order, in two network "
          "namespaces\njoined by a cable: the hosts server, 10.0.0.1, and "
          "client, 10.0.0.2. That needs\nno root where the system lets "
          "ordinary users make namespaces; else it runs on\nplain loopback, "
          "where some results differ. run.sh holds the steps, with the\n"
          "lesson's text.\n\n"
          "By hand\n-------\n\n"
          "    make\n\n"
          "Start each of these in a terminal of its own. Before each call it "
          "waits for\nEnter, and says the number of the step: keep to the "
          "order of the numbers.\n\n",
          out);
    put_starts(out, plan, "");
    put_children(out, plan);
    put_items(out, plan, put_signal,
              "\nSignals, each at its step; a program says its PID when it "
              "begins, and Ctrl-C in\nits terminal is INT:\n\n");
    fputs(
        "\nSo started they are on this machine's loopback: 127.0.0.1 plays the "
        "server's\nhost, 127.0.0.2 the client's, and what is bound to 0.0.0.0 "
        "can be reached from\noutside meanwhile. For two hosts of their own "
        "type `./run.sh shell` first; it says\nhow to get a shell on the "
        "other one.\n\n"
        "The calls\n---------\n\n"
        "strace(1) shows the same calls as the kernel sees them, and needs "
        "no root:\n\n",
        out);
    put_starts(out, plan, strace_of(plan, before, sizeof before));
}

void eject_write_readme(FILE *out, const struct eject_plan *plan)
{
    eject_title(out, plan);
    fputs("\n\n", out);
    put_programs(out, plan);
    fputs(" make the calls of a lesson of socket-lab,\n"
          "one after the other, and print each with its result and errno. "
          "They were written\nby `socket-lab eject ",
          out);
    fprintf(out, "%s", plan->lesson->id);
    for (int i = 0; i < plan->setting->n; i++) {
        const struct toggle *toggle = &plan->setting->toggles[i];

        fprintf(out, " -s %s=%s", toggle->name,
                toggle->values[plan->setting->value[i]]);
    }
    fputs("`.\n\n", out);
    put_use(out, plan);
    put_items(out, plan, put_observation,
              "\nThe sockets\n-----------\n\n"
              "Look behind the step before; ss(8) is of iproute2, and -K needs "
              "root of the\nhost:\n\n");
    put_items(out, plan, put_file,
              "\nFiles\n-----\n\n"
              "A Unix socket's file stays behind, and bind() makes none where "
              "one is. run.sh\nremoves at its end what its programs have "
              "made, and neither it nor they touch\nwhat others have. By "
              "hand, remove them before you begin anew:\n\n");
    put_items(out, plan, put_sysctl,
              "\nSysctls\n-------\n\n"
              "Each is set on one host alone, so make two hosts first "
              "(`./run.sh shell`). As\nroot on the machine itself they would "
              "change all of it:\n\n");
    put_items(out, plan, put_wire,
              "\nWhat only the lab can do\n------------------------\n\n"
              "The lesson stops packets on the wire and chooses which of them "
              "go on. No\ncommand does just that. run.sh passes over these "
              "steps; behind the first of\nthem results may be other than "
              "the lesson's, and are shown without a\njudgement. What comes "
              "nearest, on a host of its own and as its root:\n\n");
}
