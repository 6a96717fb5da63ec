/*
 * hands.h - what tests of the lesson's view share: a lesson or the bench on a
 * screen that nobody sees, driven as the app does it.
 */
#ifndef TESTS_SUPPORT_HANDS_H
#define TESTS_SUPPORT_HANDS_H

#include "widgets/lesson/lesson_view.h"
#include "widgets/view/view.h"

struct hands {
    struct app_options options;
    struct lesson *lesson; /* NULL: the bench */
    struct view *view;
    int rows;
    int columns;
};

/*
 * Begin a test: *state is hands on nothing yet, with progress that is kept
 * nowhere. Returns 0 or -1, as cmocka's setup functions do.
 */
int hands_setup(void **state);
int hands_teardown(void **state);

/*
 * Open a lesson of this front matter (behind what each must have) and body on
 * 23 rows of 80 columns; the bench where front is NULL. What was open before
 * is closed.
 */
void hands_open(struct hands *hands, const char *front, const char *body);

/* Carry on until nothing is under way, and draw. */
void hands_settle(struct hands *hands);

/* Wait for whatever the view waits for. */
void hands_wait(struct view *view);

/* Press a key and settle. Returns what the view replied. */
unsigned hands_press(struct hands *hands, int key);

/* Press each of these characters. */
void hands_type(struct hands *hands, const char *keys);

/*
 * Carry on until the text is on the screen, for at most ten seconds: a packet
 * may take its time to get to the wire.
 */
void hands_see(struct hands *hands, const char *text);

/* Draw on a screen of another size. */
void hands_resize(struct hands *hands, int rows, int columns);

#endif
