/*
 * why.h - why the last call failed: which sockets stand in the way, and
 * what the errno means here.
 */
#ifndef WIDGETS_PANES_WHY_H
#define WIDGETS_PANES_WHY_H

#include "lessons/glossary/glossary.h"
#include "lessons/runner/runner.h"
#include "widgets/screen/screen.h"

/* What is to be explained. */
struct why_view {
    const struct runner *runner;
    struct glossary *glossary; /* what an errno means */
    const size_t *since; /* by lane: the log's index where the step began */
    bool brief;          /* leave out what an errno means: it has been said */
    bool terse;          /* the same where the sockets in the way are named */
    bool one;            /* explain the failed call of one lane, */
    int lane;            /* namely this one; else of each */
    bool strayed; /* the learner has changed the lesson's world by hand */
};

/*
 * Draw from row y on what did not come as the script says, in each lane from
 * since on: checks that failed or were not run, and what the lab itself has
 * noted. Returns how many rows it takes, as every part of a pane_text does.
 */
int why_checks(struct area area, int y, const struct why_view *view);

/* Draw in the same way why the newest call that failed did so. */
int why_draw(struct area area, int y, const struct why_view *view);

#endif
