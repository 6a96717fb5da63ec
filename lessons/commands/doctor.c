/*
 * The doctor does not ask the system what it allows; it tries. A small script
 * that every lesson has the likes of is run in both kinds of world, and the
 * answers are read from what came of its lines.
 */
#include "lessons/commands/doctor.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lessons/commands/run.h"
#include "lessons/text/wrap.h"

enum { LEAST_NAME = 12 }; /* columns */

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

/* Columns of what is tried, which the answers stand behind. */
static int name_width(void)
{
    int most = wrap_columns(slice_of(_("available"))), one;

    for (enum need need = 0; need < NEEDS; need++)
        if ((one = wrap_columns(slice_of(need_name(need)))) > most)
            most = one;
    return most > LEAST_NAME ? most : LEAST_NAME;
}

/* A line of the answer: why is NULL for a yes. */
static void print_answer(FILE *out, const char *name, const char *why)
{
    int blanks = name_width() - wrap_columns(slice_of(name));

    fprintf(out, "  %s%*s ", name, blanks > 0 ? blanks : 0, "");
    if (why)
        fprintf(out, _("no: %s\n"), why);
    else
        fprintf(out, "%s\n", _("yes"));
}

/* A line for each thing that lessons may need beyond sockets. */
static void print_needs(FILE *out, const struct lab *lab)
{
    for (enum need need = 0; need < NEEDS; need++)
        print_answer(out, need_name(need), lab_cannot(lab, need));
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
        print_answer(out, _("available"), err.text);
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
    print_answer(out, _("available"),
                 fault            ? fault
                 : findings.works ? NULL
                                  : _("a server and a client can't meet"));
    print_answer(out, "sock_diag",
                 findings.bound_seen
                     ? NULL
                     : _("sockets that are only bound are not seen, nor what "
                         "is left of timers"));
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
        examine(out, lesson, ISOLATION_NAMESPACE, _("Private networks"));
    fputc('\n', out);
    bool plain = examine(out, lesson, ISOLATION_LOOPBACK, _("Plain loopback"));
    lesson_free(lesson);
    fprintf(out, "\n%s\n",
            isolated ? _("Lessons run in private networks: all of them work.")
            : plain  ? _("Lessons run on plain loopback; those that need more "
                          "are shown as they were recorded elsewhere.")
                     : _("Lessons can't run on this machine; they are shown as "
                          "they were recorded elsewhere."));
    return isolated || plain ? STATUS_HELD : STATUS_MACHINE;
}
