/*
 * doctor_print.c - what the doctor has found, for people.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/commands/doctor.h"

/* `name  yes`, or `name  no: why`. */
static void print_row(FILE *out, const char *name, const char *why)
{
    fprintf(out, "  %-18s %s%s%s\n", name, why ? _("no") : _("yes"),
            why ? ": " : "", why ? why : "");
}

static void print_world(FILE *out, const struct doctor_world *world,
                        const char *what)
{
    fprintf(out, "%s (--isolation %s)\n", what,
            isolation_name(world->isolation));
    print_row(out, _("available"), world->works ? NULL : world->why);
    for (enum need need = 0; world->works && need < NEEDS; need++)
        print_row(out, need_name(need), world->cannot[need]);
}

/* Those that lessons set and this machine does not let them set. */
static void print_sysctls(FILE *out, const struct doctor *doctor)
{
    int lacks = 0;

    for (int i = 0; i < doctor->n_sysctls; i++)
        lacks += !doctor->sysctls[i].can;
    if (!doctor->private_world.works || doctor->n_sysctls == 0)
        return;
    fprintf(out, "  %-18s ", _("sysctls"));
    if (lacks == 0)
        fprintf(out,
                ngettext("yes: the %d that lessons set\n",
                         "yes: all %d that lessons set\n",
                         (unsigned long)doctor->n_sysctls),
                doctor->n_sysctls);
    else
        fputs(_("no: these can't be set:"), out);
    for (int i = 0; i < doctor->n_sysctls; i++)
        if (!doctor->sysctls[i].can)
            fprintf(out, " %s", doctor->sysctls[i].name);
    if (lacks > 0)
        fputc('\n', out);
}

static void print_machine(FILE *out, const struct doctor *doctor)
{
    const struct doctor_terminal *terminal = &doctor->terminal;

    fprintf(out, "%s\n", _("This machine"));
    fprintf(out, "  %-18s %s\n", _("kernel"), doctor->kernel);
    fprintf(out, "  %-18s ", _("terminal"));
    if (terminal->is_there)
        fprintf(out, _("%d columns by %d lines\n"), terminal->columns,
                terminal->rows);
    else
        fprintf(out, "%s\n", _("none: this goes to a file or a pipe"));
    fprintf(out, "  %-18s %s\n", "TERM",
            *terminal->term ? terminal->term : _("not set"));
    fprintf(out, "  %-18s ", _("colours"));
    if (terminal->colours < 0)
        fprintf(out, "%s\n", _("not known: no terminal of that TERM is"));
    else
        fprintf(out, "%d\n", terminal->colours);
    fprintf(out, "  %-18s %s (%s)\n", _("locale"), terminal->locale,
            terminal->codeset);
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
        fputs(_("Lessons can't run on this machine; they are shown as they "
                "were recorded elsewhere.\n"),
              out);
        return;
    }
    fputs(doctor->best == &doctor->private_world
              ? _("Lessons run in private networks")
              : _("Lessons run on plain loopback"),
          out);
    fputs(n + n_less == 0 ? _(": all of them work.\n") : ".\n", out);
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
