/*
 * app_pace.h - when what has changed is to be drawn.
 *
 * While something is under way in a view, as a step's calls are, its pieces
 * come a moment after each other. What is between them would be sent over a
 * slow line, and nobody would see it: so a drawing waits for the next piece,
 * but only for a moment.
 */
#ifndef WIDGETS_APP_PACE_H
#define WIDGETS_APP_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    APP_PACE_NS = 5000000,       /* longest wait since the last change, and */
    APP_PACE_MOST_NS = 15000000, /* since the first one */
};

/* All zero: everything is drawn. Times are those of clock_now(). */
struct app_pace {
    bool at_once;   /* a key has changed something, and has begun nothing */
    int64_t first;  /* change since the last drawing; 0: none has waited */
    int64_t latest; /* change */
};

/*
 * Something has changed, and that is to be drawn: how long to wait with it, in
 * ns. busy: the view has something under way.
 */
int64_t app_pace_wait(struct app_pace *pace, bool busy, int64_t now);

/* Something has changed by what is under way. */
void app_pace_change(struct app_pace *pace, int64_t now);

#endif
