/*
 * walk.h - what panes' tests share: a small lesson, run for a few steps, so
 * that there is something real to draw.
 */
#ifndef TESTS_SUPPORT_WALK_H
#define TESTS_SUPPORT_WALK_H

#include "lessons/runner/runner.h"

struct walk {
    struct lesson *lesson;
    struct runner *runner;
};

/*
 * Read a lesson (front matter is put before body; toggles may be "") and open
 * its worlds, in whatever isolation this machine gives.
 */
void walk_open(struct walk *walk, const char *toggles, const char *body);
void walk_close(struct walk *walk);

/*
 * A fixture for panes that are about sockets: walk_time_wait in two lanes,
 * opened and with no step taken yet.
 */
int walk_setup(void **state);
int walk_teardown(void **state);

/* Take n steps, each to its end. */
void walk_steps(struct walk *walk, int n);

/* Run one script line in all lanes (-1) or in one. */
void walk_command(struct walk *walk, int lane, const char *line);

/* The front matter of a compared SO_REUSEADDR. */
extern const char walk_reuseaddr[];

/* Steps that leave a TIME-WAIT at the server, and then a bind() over it. */
extern const char walk_time_wait[];

#endif
