/*
 * ladder_scene.h - what the ladder's tests share: a lab and the view of it,
 * and logs that are made up.
 */
#ifndef TESTS_SUPPORT_LADDER_SCENE_H
#define TESTS_SUPPORT_LADDER_SCENE_H

#include "lab/lab.h"
#include "widgets/ladder/ladder.h"

enum { SCENE_PORT = 41822 }; /* the client's */

/* A lab that is made anew for each test, and what is seen of it. */
struct scene {
    struct lab *lab;
    struct ladder ladder;
};

/* cmocka setup and teardown: *state is a scene without a lab yet. */
int scene_setup(void **state);
int scene_teardown(void **state);

/* Open its lab; skips the test where that can't be had. */
struct scene *scene_begin(void **state, enum isolation isolation);

/* Draw the ladder on a screen of this size. */
void scene_draw(struct scene *scene, int rows, int columns);

/* Append an event to the lab's log. */
void scene_append(struct scene *scene, const struct event *event);

/* A segment of five bytes from the client, or what becomes of it later. */
struct packet_event scene_segment(uint64_t id, const char *flags,
                                  enum packet_fate fate);

/* Append a packet, a state, a call. */
void scene_packet(struct scene *scene, struct packet_event packet);
void scene_state(struct scene *scene, enum host_id host, enum tcp_state old,
                 enum tcp_state now);
void scene_call(struct scene *scene, const char *actor, const char *name,
                const char *args, bool returned);

#endif
