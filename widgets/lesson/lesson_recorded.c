/*
 * lesson_recorded.c - a lesson that this machine can't run, as it was recorded
 * on another.
 *
 * The runner plays a recording as it runs a script, and panes read its labs as
 * they read others. What is left for the view is to open it, to say what it
 * is, and to refuse the keys that would act on a world.
 */
#include <string.h>

#include "widgets/lesson/lesson_inside.h"

/* What it is, and behind it why it is not run; "" where it was asked for. */
static void tell(struct lesson_view *view, const char *why)
{
    const char *kernel = recording_kernel(view->recording);

    if (why[0])
        snprintf(view->why, sizeof view->why,
                 _("This machine can't run the lesson, so what you see was "
                   "recorded on %s: every step can be walked through, and "
                   "nothing can be changed. %s"),
                 kernel, why);
    else
        snprintf(view->why, sizeof view->why,
                 _("What you see was recorded on %s: every step can be walked "
                   "through, and nothing can be changed."),
                 kernel);
}

/* Neither to be run nor to be shown: both reasons are said. */
static void tell_lack(struct lesson_view *view, const char *why,
                      const struct err *err)
{
    snprintf(view->why, sizeof view->why, "%s%s%s", why, why[0] ? " " : "",
             err->text);
}

/* The recording stays open: `R` and `b` play it from its beginning again. */
static struct runner *open_recorded(struct lesson_view *view, const char *why)
{
    struct runner_options options = {.isolation = ISOLATION_NAMESPACE};
    struct runner *runner = NULL;
    struct err err;

    if (!view->recording)
        view->recording = recording_open(view->lesson, &err);
    options.recording = view->recording;
    if (view->recording)
        runner = runner_open(view->lesson, &options, &err);
    if (runner)
        tell(view, why);
    else
        tell_lack(view, why, &err);
    return runner;
}

/* For one world a compared toggle needs a value: its first one. */
static int set_first(const struct lesson *lesson, const char *name,
                     struct condition *condition)
{
    const struct toggle *toggle =
        toggle_find(lesson->toggles, lesson->n_toggles, name);

    if (!toggle)
        return 0;
    snprintf(condition->name, sizeof condition->name, "%s", name);
    snprintf(condition->value, sizeof condition->value, "%s",
             toggle->values[0]);
    return 1;
}

struct runner *lesson_open_alive(const struct lesson_view *view,
                                 struct err *err)
{
    struct runner_options options = {.isolation = view->options->isolation};
    struct condition first[2]; /* a lesson compares two toggles at most */

    options.settings = first;
    if (view->alone)
        options.n_settings =
            set_first(view->lesson, view->lesson->compare, first);
    if (view->alone)
        options.n_settings += set_first(view->lesson, view->lesson->across,
                                        &first[options.n_settings]);
    return runner_open(view->lesson, &options, err);
}

struct runner *lesson_open_runner(struct lesson_view *view)
{
    struct runner *runner;
    struct err why = {.text = ""};

    if (view->recording || (view->options->recorded && !view->own))
        return open_recorded(view, "");
    runner = lesson_open_alive(view, &why);
    if (!runner && !view->own && why.kind == ERR_MACHINE)
        return open_recorded(view, why.text);
    snprintf(view->why, sizeof view->why, "%s", why.text);
    return runner;
}

/* A receipt is of a kernel that was asked, which this machine's was not. */
void lesson_recorded_refuse(struct lesson_view *view, int key)
{
    struct err err = {.text = ""};

    runner_alive(view->runner, &err);
    if (key == '!')
        snprintf(err.text, sizeof err.text,
                 _("This is a recording, made on %s, in which every line is as "
                   "the lesson says. A receipt is of a kernel that was asked."),
                 recording_kernel(view->recording));
    lesson_say(view, ROLE_WARN, "%s", err.text);
}

void lesson_world(const struct lesson_view *view, char *out, size_t size)
{
    const struct lab *lab = runner_lab(view->runner, 0);
    char version[24];

    if (view->recording)
        snprintf(out, size, _("recorded on %s"),
                 recording_version(view->recording, version, sizeof version));
    else
        snprintf(out, size, "%s",
                 lab_isolation(lab) == ISOLATION_LOOPBACK ? _("loopback")
                                                          : _("isolated"));
}
