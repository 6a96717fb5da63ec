/*
 * culprit.h - why the last call failed: which sockets stand in the way, and
 * what the errno means here.
 */
#ifndef WIDGETS_CULPRIT_H
#define WIDGETS_CULPRIT_H

#include "lessons/runner.h"
#include "widgets/screen.h"

/*
 * Draw what the events of each lane from index since[lane] on have to explain:
 * checks that failed, the newest call that failed, notes. brief leaves out
 * what an errno means, where somebody else has said so. Returns how many rows
 * it takes; with an area of height 0 it only measures.
 */
int culprit_draw(struct area area, const struct runner *runner,
                 const size_t *since, bool brief);

/* Whether the seconds of a blocking socket are among it. */
bool culprit_counts(const struct runner *runner, const size_t *since);

#endif
