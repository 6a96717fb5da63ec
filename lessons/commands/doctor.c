/*
 * The doctor does not ask the system what it allows; it tries. A small script
 * that every lesson has the likes of is run in both kinds of world, and the
 * answers are read from what came of its lines.
 */
#include "lessons/commands/doctor.h"

#include <string.h>

#include "lessons/commands/run.h"

/*
 * A socket that is only bound is what /proc/net/tcp does not show: where it
 * is seen, sock_diag is at work.
 */
static const char script[] = "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                             "server: bind(3, 10.0.0.1:12000) = 0\n"
                             "server$ ss UNCONN 10.0.0.1:12000 within 100ms\n"
                             "server: listen(3, 5) = 0\n"
                             "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                             "client: connect(3, 10.0.0.1:12000) = 0\n"
                             "server$ ss ESTAB 10.0.0.1:12000 10.0.0.2:*\n";

/* What the script found out. */
struct findings {
    bool bound_seen; /* the observation of the bound socket held */
    bool works;      /* all the rest did */
};

/* Read from the log how the script's lines came out. */
static struct findings read_checks(const struct log *log)
{
    struct findings findings = {false, true};

    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_CHECK)
            continue;
        bool held = event->check.result == CHECK_PASSED;
        if (strstr(event->check.text, "UNCONN"))
            findings.bound_seen = held;
        else
            findings.works &= held;
    }
    return findings;
}

/* What people call it. */
static const char *need_name(enum need need)
{
    switch (need) {
    case NEED_WIRE: return "the wire";
    case NEED_SYSCTL: return "sysctls";
    case NEED_DESTROY: return "ss -K";
    case NEED_IPV6: return "IPv6";
    case NEED_SOCKET: return "other kinds";
    case NEED_ADDRESS: return "addresses";
    case NEED_MULTICAST: return "multicast";
    case NEED_OPTION: return "options";
    case NEEDS: break;
    }
    return "";
}

/* A line for each thing that lessons may need beyond sockets. */
static void print_needs(FILE *out, const struct lab *lab)
{
    for (enum need need = 0; need < NEEDS; need++) {
        const char *why = lab_cannot(lab, need);

        fprintf(out, "  %-12s %s%s%s\n", need_name(need), why ? "no" : "yes",
                why ? ": " : "", why ? why : "");
    }
}

/* Try one kind of world. Returns whether lessons can run in it. */
static bool examine(FILE *out, const struct lesson *lesson,
                    enum isolation isolation, const char *what)
{
    struct err err;
    struct runner_options options = {.isolation = isolation};
    struct runner *runner = runner_open(lesson, &options, &err);

    fprintf(out, "%s (--isolation %s)\n", what, isolation_name(isolation));
    if (!runner) {
        fprintf(out, "  %-12s no: %s\n", "available", err.text);
        return false;
    }
    /* To the end in one go; a line that fails does not stop it. */
    while (runner_step(runner) < lesson->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
    }
    const struct lab *lab = runner_lab(runner, 0);
    struct findings findings = read_checks(lab_log(lab));
    const char *fault = runner_fault(runner, 0);
    fprintf(out, "  %-12s %s%s\n", "available",
            fault            ? "no: "
            : findings.works ? "yes"
                             : "no: a server and a client can't meet",
            fault ? fault : "");
    fprintf(out, "  %-12s %s\n", "sock_diag",
            findings.bound_seen ? "yes"
                                : "no: sockets that are only bound are not "
                                  "seen, nor what is left of timers");
    print_needs(out, lab);
    runner_close(runner);
    return findings.works;
}

int doctor(FILE *out)
{
    struct err err;
    /* Never NULL but without memory: the script is our own. */
    struct lesson *lesson =
        lesson_parse("doctor.lab", script, sizeof(script) - 1, &err);

    if (!lesson) {
        fprintf(out, "%s\n", err.text);
        return STATUS_MACHINE;
    }
    bool isolated =
        examine(out, lesson, ISOLATION_NAMESPACE, "Private networks");
    fputc('\n', out);
    bool plain = examine(out, lesson, ISOLATION_LOOPBACK, "Plain loopback");
    lesson_free(lesson);
    fprintf(out, "\n%s\n",
            isolated ? "Lessons run in private networks: all of them work."
            : plain  ? "Lessons run on plain loopback; those that need more "
                       "are shown as they were recorded elsewhere."
                     : "Lessons can't run on this machine; they are shown as "
                       "they were recorded elsewhere.");
    return isolated || plain ? STATUS_HELD : STATUS_MACHINE;
}
