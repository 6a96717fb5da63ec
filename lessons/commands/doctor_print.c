/*
 * doctor_print.c - what the doctor has found, for people.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/commands/doctor.h"
#include "lessons/text/wrap.h"

/* The other names of rows; those of needs are scripts' own. */
static const char *const rows[] = {N_("available"), N_("sysctls"), N_("kernel"),
                                   N_("terminal"),  N_("colours"), N_("locale"),
                                   N_("settings")};

/* Columns that the longest name of a row takes. */
static int name_width(void)
{
    int most = 0, one;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if ((one = wrap_columns(slice_of(_(rows[i])))) > most)
            most = one;
    for (enum need need = 0; need < NEEDS; need++)
        if ((one = wrap_columns(slice_of(need_name(need)))) > most)
            most = one;
    return most;
}

/* The beginning of a row. */
static void print_name(FILE *out, const char *name)
{
    fprintf(out, "  %s%*s ", name,
            name_width() - wrap_columns(slice_of(name)) + 1, "");
}

/* Whether something is there; why is NULL for a yes. */
static void print_answer(FILE *out, const char *name, const char *why)
{
    print_name(out, name);
    if (why)
        fprintf(out, _("no: %s\n"), why);
    else
        fprintf(out, "%s\n", _("yes"));
}

static void print_world(FILE *out, const struct doctor_world *world,
                        const char *what)
{
    fprintf(out, "%s (--isolation %s)\n", what,
            isolation_name(world->isolation));
    print_answer(out, _("available"), world->works ? NULL : world->why);
    for (enum need need = 0; world->works && need < NEEDS; need++)
        print_answer(out, need_name(need), world->cannot[need]);
}

/* Those that lessons set, and which of them can't be set on this machine. */
static void print_sysctls(FILE *out, const struct doctor *doctor)
{
    char lacks[1000] = "";
    int n = doctor->n_sysctls;

    if (!doctor->private_world.works || n == 0)
        return;
    for (int i = 0; i < n; i++) {
        size_t len = strlen(lacks);

        if (!doctor->sysctls[i].can)
            snprintf(lacks + len, sizeof(lacks) - len, "%s%s",
                     len > 0 ? ", " : "", doctor->sysctls[i].name);
    }
    print_name(out, _("sysctls"));
    if (*lacks)
        fprintf(out, _("no: these of lessons can't be set: %s\n"), lacks);
    else
        fprintf(out,
                translate_n("yes: the %d that lessons set\n",
                            "yes: all %d that lessons set\n", (unsigned long)n),
                n);
}

/* The reader's own keys and the like. */
static void print_settings(FILE *out, const struct doctor_shown *shown)
{
    char file[4096];

    err_escape(file, sizeof(file), shown->config ? shown->config : "");
    print_name(out, _("settings"));
    if (shown->config_wrong)
        fprintf(out, "%s\n", shown->config_wrong);
    else if (shown->config_found)
        fprintf(out, _("read from %s\n"), file);
    else if (shown->config)
        fprintf(out, _("none: there is no %s\n"), file);
    else
        fprintf(out, "%s\n", _("none: HOME is not set"));
}

static void print_machine(FILE *out, const struct doctor *doctor)
{
    const struct doctor_terminal *terminal = &doctor->terminal;

    fprintf(out, "%s\n", _("This machine"));
    print_name(out, _("kernel"));
    fprintf(out, "%s\n", doctor->kernel);
    print_name(out, _("terminal"));
    if (terminal->is_there && terminal->columns == 0)
        fprintf(out, "%s\n", _("yes, and it does not tell its size"));
    else if (terminal->is_there)
        fprintf(out, _("%d columns by %d lines\n"), terminal->columns,
                terminal->rows);
    else
        fprintf(out, "%s\n", _("none: this goes to a file or a pipe"));
    print_name(out, "TERM");
    fprintf(out, "%s\n", *terminal->term ? terminal->term : _("not set"));
    print_name(out, _("colours"));
    if (terminal->colours < 0)
        fprintf(out, "%s\n", _("not known: no terminal of that TERM is"));
    else
        fprintf(out, "%d\n", terminal->colours);
    print_name(out, _("locale"));
    fprintf(out, "%s (%s)\n", terminal->locale, terminal->codeset);
    print_settings(out, doctor->shown);
}

/* "3, 9, 41": the lessons of that fate. Returns how many they are. */
static int lessons_of(const struct doctor *doctor, enum doctor_fate fate,
                      char *out, size_t size)
{
    size_t len = 0;
    int n = 0;

    out[0] = '\0';
    for (size_t i = 0; doctor->fates && i < doctor->catalog->n; i++) {
        const struct lesson *lesson = doctor->catalog->lessons[i];
        char number[32];

        if (doctor->fates[i] != fate || len >= size)
            continue;
        snprintf(number, sizeof(number), "%d", lesson->number);
        len +=
            (size_t)snprintf(out + len, size - len, "%s%s", n++ > 0 ? ", " : "",
                             lesson->number > 0 ? number : lesson->id);
    }
    return n;
}

/* What follows from all of it. */
static void print_sum(FILE *out, const struct doctor *doctor)
{
    char recorded[1000], less[1000];
    int n = lessons_of(doctor, FATE_RECORDED, recorded, sizeof(recorded));
    int n_less = lessons_of(doctor, FATE_LESS, less, sizeof(less));

    fputc('\n', out);
    if (!doctor->best) {
        fprintf(out, "%s\n",
                _("Lessons can't run on this machine; they are shown as they "
                  "were recorded elsewhere."));
        return;
    }
    bool isolated = doctor->best == &doctor->private_world;
    if (n + n_less == 0)
        fprintf(out, "%s\n",
                isolated
                    ? _("Lessons run in private networks: all of them work.")
                    : _("Lessons run on plain loopback: all of them work."));
    else
        fprintf(out, "%s\n",
                isolated ? _("Lessons run in private networks.")
                         : _("Lessons run on plain loopback."));
    if (n > 0)
        fprintf(out,
                _("These need more, and are shown as they were recorded "
                  "elsewhere: %s.\n"),
                recorded);
    if (n_less > 0)
        fprintf(out,
                _("These work, and show what this kernel does where others do "
                  "more: %s.\n"),
                less);
}

void doctor_print(FILE *out, const struct doctor *doctor)
{
    print_world(out, &doctor->private_world, _("Private networks"));
    print_sysctls(out, doctor);
    fputc('\n', out);
    print_world(out, &doctor->plain_world, _("Plain loopback"));
    fputc('\n', out);
    print_machine(out, doctor);
    print_sum(out, doctor);
}
