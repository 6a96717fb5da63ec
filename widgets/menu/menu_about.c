/*
 * menu_about.c - a lesson in a few sentences, made from its front matter, its
 * steps and the learner's progress.
 *
 * Nothing here is written twice: how long a lesson is follows from its steps,
 * what it compares from its toggle, so an author can't forget to mend either.
 */
#include "widgets/menu/menu_about.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/recording/recording.h"

enum { SENTENCE = 256 }; /* bytes; what is longer is cut */

/* Append, and cut what does not fit. */
static void add(char *out, size_t size, const char *text)
{
    size_t len = strlen(out);

    snprintf(out + len, size - len, "%s", text);
}

/* "SO_REUSEADDR off and on" */
static void add_toggle(const struct toggle *toggle, char *out, size_t size)
{
    add(out, size, toggle->label);
    for (int i = 0; i < toggle->n_values; i++) {
        add(out, size,
            i == 0                      ? " "
            : i == toggle->n_values - 1 ? " and "
                                        : ", ");
        add(out, size, toggle->values[i]);
    }
}

/*
 * "Side by side: SO_REUSEADDR off and on.", "In a grid: old off and on by new
 * off and on."; "" without a comparison.
 */
static void compared(const struct lesson *lesson, char *out, size_t size)
{
    const struct toggle *rows =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->compare);
    const struct toggle *columns =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->across);

    out[0] = '\0';
    if (!rows)
        return;
    add(out, size, columns ? "In a grid: " : "Side by side: ");
    add_toggle(rows, out, size);
    if (columns) {
        add(out, size, " by ");
        add_toggle(columns, out, size);
    }
    add(out, size, ".");
}

/* "12 steps, 3 questions. You were at step 4." */
static void extent(const struct app_options *options,
                   const struct lesson *lesson, char *out, size_t size)
{
    const struct progress *progress = options->progress;
    size_t step = progress ? progress_step(progress, lesson->id) : 0;
    bool done = progress && progress_done(progress, lesson->id);
    size_t n = lesson->n_predicts;
    size_t used;

    used = (size_t)snprintf(out, size, "%zu step%s, %zu question%s.",
                            lesson->n_steps, lesson->n_steps == 1 ? "" : "s", n,
                            n == 1 ? "" : "s");
    if (used >= size)
        return;
    if (done)
        snprintf(out + used, size - used, " Done.");
    else if (step > 0 && step < lesson->n_steps)
        snprintf(out + used, size - used, " You were at step %zu.", step);
}

/* What is in the way of the lesson comes before what is in it. */
void menu_about_lesson(struct area area, const struct app_options *options,
                       const struct lesson *lesson)
{
    char sentence[SENTENCE];
    const char *why = NULL;
    int y = area_wrap(area, 0, ROLE_PLAIN, lesson->summary);

    if (lesson_lacks(lesson, options->isolation, &why) != NEEDS && why) {
        y += area_wrap(area, y, ROLE_WARN,
                       recording_exists(lesson)
                           ? _("Can't run here, so a recording of it is shown:")
                           : _("Can't run here:"));
        y += area_wrap(area, y, ROLE_WARN, why);
    }
    y += area.h > y + 2; /* air, where there is room for it */
    extent(options, lesson, sentence, sizeof(sentence));
    y += area_wrap(area, y, ROLE_DIM, sentence);
    compared(lesson, sentence, sizeof(sentence));
    area_wrap(area, y, ROLE_DIM, sentence);
}

void menu_about_bench(struct area area)
{
    area_wrap(
        area, 0, ROLE_PLAIN,
        _("The server and the client of the lessons, and nothing to learn "
          "but what you find out: start and kill them, connect, send and "
          "close by keys, turn the switches, or type any script line."));
}
