/*
 * progress.h - what a learner has done, kept between runs.
 *
 * One JSON file, $XDG_STATE_HOME/socket-lab/progress.json (XDG Base Directory
 * Specification; ~/.local/state without the variable), written whole to a
 * new file that then replaces the old one. A file that can't be read as such
 * is set aside as progress.json.damaged and said; one that can't be written
 * is said once. Neither ever stops the tutorial.
 */
#ifndef LESSONS_LESSON_PROGRESS_H
#define LESSONS_LESSON_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"

struct progress;

/*
 * Read it. Never NULL unless out of memory; what went wrong is in *err (whose
 * text is "" when nothing did).
 */
struct progress *progress_open(struct err *err);
void progress_close(struct progress *progress);

/* Whether the lesson of that id was gone through to its end. */
bool progress_done(const struct progress *progress, const char *lesson);
/* The step where one was, 0 for the beginning. */
size_t progress_step(const struct progress *progress, const char *lesson);
/* The lesson that a step was taken in last; "" for none. */
const char *progress_last(const struct progress *progress);
/* Whether the learner has been welcomed. */
bool progress_welcomed(const struct progress *progress);
/* How many predictions were right, and how many were made. */
void progress_predictions(const struct progress *progress, const char *lesson,
                          int *right, int *made);

/* Note that it was. */
void progress_set_done(struct progress *progress, const char *lesson);
/* Note where one is, for the next time. */
void progress_set_step(struct progress *progress, const char *lesson,
                       size_t step);
/* Note in which lesson that was. */
void progress_set_last(struct progress *progress, const char *lesson);
/* Note that the learner was welcomed. */
void progress_set_welcomed(struct progress *progress);
/* question is the prediction's number in the lesson, lane the lane's name. */
void progress_set_prediction(struct progress *progress, const char *lesson,
                             size_t question, const char *lane, bool right);

/*
 * Write it if anything has changed; waits for the disk (fsync(2)). Returns 0,
 * or -1 with the reason, which is given once: as long as it goes on failing
 * after that, 0 is returned.
 */
int progress_save(struct progress *progress, struct err *err);

#endif
