/*
 * trial.h - what this kernel can do, found by trying it.
 *
 * A version says little: distributions take things over from later kernels,
 * sometimes by name only, and leave others out when they build theirs. So a
 * child makes a network of its own, and does there what a script would do.
 */
#ifndef LAB_WORLD_TRIAL_H
#define LAB_WORLD_TRIAL_H

#include "lab/base/err.h"
#include "lab/world/netns.h"

/* The needs that can be tried, as bits (NEED_BIT()). */
unsigned trial_known(void);

/*
 * Try the needs among `wanted` (bits), and set in *lacks those that this kernel
 * can't do. netns is a lab's world, from whose rights the child makes another;
 * NULL is plain loopback, where the child tries what it can in this machine's
 * own network. It takes about a millisecond. Returns 0, or -1 with ERR_MACHINE
 * where there is no child to be had.
 */
int trial_run(const struct netns *netns, unsigned wanted, unsigned *lacks,
              struct err *err);

#endif
