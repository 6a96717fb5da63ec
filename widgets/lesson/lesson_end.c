/*
 * lesson_end.c - what a lesson says at its end, and the way on from there.
 */
#include "widgets/lesson/lesson_inside.h"
#include "widgets/screen/prose.h"

bool lesson_is_over(const struct lesson_view *view)
{
    return view->runner && !view->own && !lesson_next_step(view) &&
           lesson_faulty_lane(view) < 0;
}

/* ---- other lessons ---- */

/* The lesson behind this one; NULL at the last. */
static struct lesson *next_lesson(const struct lesson_view *view)
{
    const struct catalog *catalog = view->options->catalog;

    for (size_t i = 0; catalog && i + 1 < catalog->n; i++)
        if (catalog->lessons[i] == view->lesson)
            return catalog->lessons[i + 1];
    return NULL;
}

/* The lesson that this one leads to; NULL: none. */
static const struct lesson *led_to(const struct lesson_view *view)
{
    const struct catalog *catalog = view->options->catalog;
    const char *leads = view->lesson->leads;

    return leads && catalog ? catalog_find(catalog, leads) : NULL;
}

/* It takes the place of this one, so that q leads to the menu from there. */
unsigned lesson_end_open(struct lesson_view *view)
{
    struct lesson *next = next_lesson(view);
    struct err err;

    if (!next) {
        lesson_say(
            view, ROLE_OK,
            "That was the last lesson: {quit} leads back to the others.");
        return VIEW_DRAW;
    }
    if (lesson_complete(next, &err) < 0) {
        lesson_say(view, ROLE_ERROR, "%s", err.text);
        return VIEW_DRAW;
    }
    view->view.next = view->another(view->options, next);
    return VIEW_OPEN | VIEW_CLOSE | VIEW_DRAW;
}

/* ---- what is said ---- */

/* Once something was tried by hand, where it leads to comes before all. */
void lesson_end_text(const struct lesson_view *view, char *out, size_t size)
{
    const struct lesson *led = led_to(view);

    if ((view->strayed || view->alone) && led && led->number > 0)
        snprintf(out, size, _("What comes of that is lesson %d: %s."),
                 led->number, led->title);
    else if (next_lesson(view))
        snprintf(out, size,
                 _("The lesson is done: {enter} opens the next one, {quit} "
                   "leads back."));
    else
        snprintf(out, size,
                 _("The lesson is done: {quit} leads back to the "
                   "others."));
}

/* A heading with a text below it; returns the rows, 0 without a text. */
static int draw_part(struct area area, int y, const char *heading,
                     const char *text)
{
    char filled[2000];

    if (!text)
        return 0;
    key_fill(text, filled, sizeof filled);
    area_put(area, y, 0, ROLE_HEADING, heading);
    return 1 + prose_text(area, y + 1, 0, ROLE_PLAIN, filled);
}

/* What the learner said and the kernel did not do. */
static int draw_wrong(const struct lesson_view *view, struct area area, int y)
{
    int first = y;

    for (size_t i = 0; i < view->lesson->n_predicts; i++) {
        int rows =
            quiz_wrong(area, y + (y == first), &view->quizzes[i], view->runner);

        if (rows > 0 && y == first)
            area_put(area, y++, 0, ROLE_HEADING,
                     _("What you had expected otherwise:"));
        y += rows;
    }
    return y - first;
}

/* What to try, and which lesson is about what comes of it. */
static int draw_attempt(const struct lesson_view *view, struct area area, int y)
{
    const struct lesson *led = led_to(view);
    char text[400];
    int rows =
        draw_part(area, y, _("To be tried by hand:"), view->lesson->attempt);

    if (rows == 0 || !led)
        return rows;
    /* TRANSLATORS: a lesson's number and title. */
    snprintf(text, sizeof text, _("What comes of it is lesson %d: %s."),
             led->number, led->title);
    return rows + prose_text(area, y + rows, 0, ROLE_DIM, text);
}

int lesson_end_draw(const struct lesson_view *view, struct area area, int y)
{
    const struct lesson *next = next_lesson(view);
    int first = y;

    if (!lesson_is_over(view))
        return 0;
    y += draw_part(area, y, _("To be taken away:"), view->lesson->remember);
    y += draw_wrong(view, area, y);
    y += draw_attempt(view, area, y);
    if (next) {
        char text[400], filled[400];

        /* TRANSLATORS: a lesson's number and title. */
        snprintf(text, sizeof text, _("{enter} opens the next: %d %s"),
                 next->number, next->title);
        key_fill(text, filled, sizeof filled);
        y += prose_text(area, y, 0, ROLE_KEY, filled);
    }
    return y > first ? y + 1 - first : 0;
}
