/*
 * The doctor does not ask the system what it allows; it tries. A small script
 * that every lesson has the likes of is run in both kinds of world, then
 * whatever scripts can ask about is tried there (lab_try()), and each sysctl
 * that a lesson sets is written. From that follows what becomes of each lesson.
 */
#include "lessons/commands/doctor.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lab/world/sysctl.h"
#include "lessons/commands/run.h"
#include "lessons/report/receipt.h"

static const char script[] = "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                             "server: bind(3, 10.0.0.1:12000) = 0\n"
                             "server: listen(3, 5) = 0\n"
                             "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                             "client: connect(3, 10.0.0.1:12000) = 0\n"
                             "server$ ss ESTAB 10.0.0.1:12000 10.0.0.2:*\n";

/* ---- worlds ---- */

/* Whether the script holds, to its end and in one go. */
static bool script_holds(struct runner *runner)
{
    struct end_event totals;

    while (runner_step(runner) < runner_lesson(runner)->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
    }
    totals = runner_lane_totals(runner, 0);
    return totals.failed + totals.not_run == 0;
}

/* Write each sysctl with the value that it has. */
static void try_sysctls(struct doctor *doctor, struct lab *lab)
{
    for (int i = 0; i < doctor->n_sysctls; i++) {
        struct doctor_sysctl *sysctl = &doctor->sysctls[i];
        char value[SYSCTL_VALUE];
        struct err err;

        sysctl->can =
            lab_sysctl_read(lab, HOST_SERVER, sysctl->name, value, &err) > 0 &&
            lab_sysctl(lab, HOST_SERVER, sysctl->name, value, &err) == 0;
    }
}

/* Try all that can be tried in a world that is there. */
static void try_needs(struct doctor *doctor, struct doctor_world *world,
                      struct lab *lab)
{
    struct err err;

    if (lab_try(lab, ~0U, NULL, &err) < 0) {
        world->works = false;
        snprintf(world->why, sizeof(world->why), "%s", err.text);
    }
    for (enum need need = 0; need < NEEDS; need++)
        world->cannot[need] = lab_cannot(lab, need);
    if (world->isolation == ISOLATION_NAMESPACE)
        try_sysctls(doctor, lab);
}

static void examine(struct doctor *doctor, struct doctor_world *world,
                    const struct lesson *lesson, enum isolation isolation)
{
    struct err err;
    struct runner_options options = {.isolation = isolation};
    struct runner *runner = runner_open(lesson, &options, &err);

    world->isolation = isolation;
    if (!runner) {
        snprintf(world->why, sizeof(world->why), "%s", err.text);
        return;
    }
    world->works = script_holds(runner);
    const char *fault = runner_fault(runner, 0);
    if (!world->works)
        snprintf(world->why, sizeof(world->why), "%s",
                 fault ? fault : _("a server and a client can't meet"));
    else
        try_needs(doctor, world, runner_lab(runner, 0));
    runner_close(runner);
}

/* ---- lessons ---- */

/* Note a sysctl that a line sets; what there is no room for is not tried. */
static void note_sysctl(struct doctor *doctor, const struct line *line)
{
    int i = 0;

    while (i < doctor->n_sysctls &&
           strcmp(doctor->sysctls[i].name, line->sysctl) != 0)
        i++;
    if (i == DOCTOR_SYSCTLS)
        return;
    if (i == doctor->n_sysctls)
        doctor->sysctls[doctor->n_sysctls++].name = line->sysctl;
}

static void note_sysctls(struct doctor *doctor)
{
    for (size_t i = 0; i < doctor->catalog->n; i++) {
        const struct script *lines = &doctor->catalog->lessons[i]->script;

        for (size_t k = 0; k < lines->n; k++)
            if (lines->lines[k].kind == LINE_SYSCTL)
                note_sysctl(doctor, &lines->lines[k]);
    }
}

/* Whether it sets, without asking, what can't be set here. */
static bool lacks_sysctl(const struct doctor *doctor,
                         const struct lesson *lesson)
{
    for (size_t k = 0; k < lesson->script.n; k++) {
        const struct line *line = &lesson->script.lines[k];

        for (int i = 0; i < doctor->n_sysctls; i++)
            if (line->kind == LINE_SYSCTL && !line_asks(line) &&
                !doctor->sysctls[i].can &&
                strcmp(line->sysctl, doctor->sysctls[i].name) == 0)
                return true;
    }
    return false;
}

static enum doctor_fate fate_of(const struct doctor *doctor,
                                const struct lesson *lesson)
{
    enum doctor_fate fate = FATE_WORKS;

    if (!doctor->best || lesson->unread || lacks_sysctl(doctor, lesson))
        return FATE_RECORDED;
    for (enum need need = 0; need < NEEDS; need++) {
        if (!doctor->best->cannot[need])
            continue;
        if (lesson->needs[need])
            return FATE_RECORDED;
        if (lesson->script.asks & NEED_BIT(need))
            fate = FATE_LESS;
    }
    return fate;
}

/* ---- the terminal ---- */

/* What lessons would be shown on. */
static struct doctor_terminal terminal(const struct doctor_shown *shown)
{
    struct winsize size = {0};
    bool is_there = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;

    const char *term = getenv("TERM");
    const char *locale = setlocale(LC_CTYPE, NULL);
    struct doctor_terminal terminal = {
        .is_there = is_there,
        .columns = size.ws_col,
        .rows = size.ws_row,
        .colours = shown->colours,
        .locale = locale ? locale : "C",
        .codeset = nl_langinfo(CODESET),
    };

    /* Names of terminals are ASCII (term(7)); others may be no text at all. */
    snprintf(terminal.term, sizeof(terminal.term), "%s", term ? term : "");
    for (char *c = terminal.term; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    return terminal;
}

/* ---- the whole of it ---- */

/* Without memory there are no lessons; what is tried is told all the same. */
static void judge_lessons(struct doctor *doctor)
{
    doctor->best = doctor->private_world.works ? &doctor->private_world
                   : doctor->plain_world.works ? &doctor->plain_world
                                               : NULL;
    doctor->fates = calloc(doctor->catalog->n + 1, sizeof(*doctor->fates));
    for (size_t i = 0; doctor->fates && i < doctor->catalog->n; i++)
        doctor->fates[i] = fate_of(doctor, doctor->catalog->lessons[i]);
}

int doctor(FILE *out, const struct catalog *catalog,
           const struct doctor_shown *shown, bool json)
{
    struct doctor doctor = {
        .catalog = catalog, .terminal = terminal(shown), .shown = shown};
    struct err err;
    /* Never NULL but without memory: the script is our own. */
    struct lesson *lesson =
        lesson_parse("doctor.lab", script, sizeof(script) - 1, &err);

    if (!lesson) {
        fprintf(out, "%s\n", err.text);
        return STATUS_MACHINE;
    }
    /* What programs read is in English. */
    translate_plain(json);
    receipt_kernel(doctor.kernel, sizeof(doctor.kernel));
    for (size_t i = 0; i < catalog->n; i++)
        lesson_complete(catalog->lessons[i], &err);
    note_sysctls(&doctor);
    examine(&doctor, &doctor.private_world, lesson, ISOLATION_NAMESPACE);
    examine(&doctor, &doctor.plain_world, lesson, ISOLATION_LOOPBACK);
    judge_lessons(&doctor);
    if (json)
        doctor_json(out, &doctor);
    else
        doctor_print(out, &doctor);
    translate_plain(false);
    lesson_free(lesson);
    free(doctor.fates);
    return doctor.best ? STATUS_HELD : STATUS_MACHINE;
}
