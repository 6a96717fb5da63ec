/*
 * lesson_eject.c - the key that writes a lesson's programs into folders.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lessons/eject/eject.h"
#include "widgets/lesson/lesson_inside.h"

enum { FOLDER = 256 };

/* Add a value to a folder's name; what can't stand in one becomes a hyphen. */
static void add_value(char *folder, const char *value)
{
    size_t len = strlen(folder);

    snprintf(folder + len, FOLDER - len, "-%s", value);
    for (char *at = folder + len; *at != '\0'; at++)
        if (*at == '/' || *at == '@' || *at == ' ')
            *at = '-';
}

/* Where a lane goes: the lesson's name, with what sets the lane apart. */
static void lane_folder(const struct lesson_view *view, int lane, char *folder)
{
    const struct setting *setting = runner_setting(view->runner, lane);

    snprintf(folder, FOLDER, "%.100s", view->lesson->id);
    for (int i = 0; runner_lanes(view->runner) > 1 && i < setting->n; i++)
        if (lesson_compares(view->lesson, setting->toggles[i].name))
            add_value(folder, setting->toggles[i].values[setting->value[i]]);
}

/* One that is there already is found before any is written. */
static bool all_free(struct lesson_view *view)
{
    char folder[FOLDER];
    struct stat ignored;

    for (int lane = 0; lane < runner_lanes(view->runner); lane++) {
        lane_folder(view, lane, folder);
        if (lstat(folder, &ignored) != 0)
            continue;
        lesson_say(view, ROLE_ERROR,
                   "%s is here already; it has to go before another is "
                   "written.",
                   folder);
        return false;
    }
    return true;
}

void lesson_eject(struct lesson_view *view)
{
    int lanes = runner_lanes(view->runner);
    char folder[FOLDER] = "", first[FOLDER];
    const char *said;
    struct err err;

    if (!all_free(view))
        return;
    for (int lane = 0; lane < lanes; lane++) {
        lane_folder(view, lane, folder);
        if (eject(view->lesson, runner_setting(view->runner, lane), folder,
                  &err) != 0) {
            lesson_say(view, ROLE_ERROR, "%s", err.text);
            return;
        }
    }
    lane_folder(view, 0, first);
    if (lanes < 2)
        said = N_("The C programs are in %s, with a README; `make run` there "
                  "plays them.");
    else if (lanes == 2)
        said = N_("The C programs are in %s and %s, with a README; `make run` "
                  "there plays them.");
    else
        said = N_("The C programs are in %s to %s, with a README; `make run` "
                  "there plays them.");
    lesson_say(view, ROLE_HEADING, said, first, folder);
}
