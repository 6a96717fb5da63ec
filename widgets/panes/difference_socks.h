/*
 * difference_socks.h - sockets that not all worlds of a lesson have.
 *
 * Sockets of two worlds have no name in common: cookies are counted, and ports
 * are picked by the kernel. So it is asked whether another world has one that
 * looks like this one: its host, addresses, state, and what else a pane shows.
 */
#ifndef WIDGETS_PANES_DIFFERENCE_SOCKS_H
#define WIDGETS_PANES_DIFFERENCE_SOCKS_H

#include "lessons/runner/runner.h"

/* Whether the kernel may have picked this port (ip_local_port_range, ip(7)). */
bool difference_socks_picked(long port);

/* What a pane shows besides addresses, state and timer; joined by |. */
enum difference_shown {
    DIFFERENCE_OWNER = 1, /* whether a process has it */
    DIFFERENCE_QUEUES = 2,
};

/*
 * The lanes that have no socket like the index-th of lab_sockets() of this
 * lane and host; lane 0 is bit 0. Only what is shown counts (enum
 * difference_shown).
 */
unsigned difference_socks_with(const struct runner *runner, int lane,
                               enum host_id host, size_t index, unsigned shown);

#endif
