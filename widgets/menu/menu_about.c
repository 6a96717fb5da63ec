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

enum {
    SENTENCE = 512, /* bytes; what is longer is cut */
    EXTENT_ROW = 3, /* of most lessons: what stands still need not be sent */
};

/* Append, and cut what does not fit. */
static void add(char *out, size_t size, const char *text)
{
    size_t len = strlen(out);

    snprintf(out + len, size - len, "%s", text);
}

/* "SO_REUSEADDR off and on", "old off, on and auto": two values at least. */
static void toggle_text(const struct toggle *toggle, char *out, size_t size)
{
    int last = toggle->n_values - 1;
    char values[SENTENCE] = "";

    add(values, sizeof(values), toggle->label);
    for (int i = 0; i < last; i++) {
        add(values, sizeof(values), i == 0 ? " " : ", ");
        add(values, sizeof(values), toggle->values[i]);
    }
    /* TRANSLATORS: a switch and its values, "SO_REUSEADDR off" and "on". */
    snprintf(out, size, _("%s and %s"), values, toggle->values[last]);
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

    char down[SENTENCE], over[SENTENCE];

    out[0] = '\0';
    if (!rows)
        return;
    toggle_text(rows, down, sizeof(down));
    if (columns) {
        toggle_text(columns, over, sizeof(over));
        /* TRANSLATORS: "old off and on" by "new off and on". */
        snprintf(out, size, _("In a grid: %s by %s."), down, over);
    } else {
        /* TRANSLATORS: "SO_REUSEADDR off and on". */
        snprintf(out, size, _("Side by side: %s."), down);
    }
}

/* "12 steps, 3 questions. You were at step 4." */
static void extent(const struct app_options *options,
                   const struct lesson *lesson, char *out, size_t size)
{
    const struct progress *progress = options->progress;
    size_t step = progress ? progress_step(progress, lesson->id) : 0;
    bool done = progress && progress_done(progress, lesson->id);
    size_t n = lesson->n_predicts;
    char steps[64], questions[64];

    snprintf(steps, sizeof(steps),
             translate_n("%zu step", "%zu steps", lesson->n_steps),
             lesson->n_steps);
    snprintf(questions, sizeof(questions),
             translate_n("%zu question", "%zu questions", n), n);
    if (done)
        /* TRANSLATORS: "12 steps" and "3 questions". */
        snprintf(out, size, _("%s, %s. Done."), steps, questions);
    else if (step > 0 && step < lesson->n_steps)
        snprintf(out, size, _("%s, %s. You were at step %zu."), steps,
                 questions, step);
    else
        snprintf(out, size, _("%s, %s."), steps, questions);
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
    if (area.h > EXTENT_ROW + 2)
        y = area_most(y, EXTENT_ROW);
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
