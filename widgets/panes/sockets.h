/*
 * sockets.h - a host's sockets as ss(8) lists them, with what is left of
 * their timers counting down.
 */
#ifndef WIDGETS_PANES_SOCKETS_H
#define WIDGETS_PANES_SOCKETS_H

#include "lab/lab.h"
#include "lessons/runner/runner.h"
#include "widgets/view/pane.h"

/* What one pane shows. */
struct sockets_view {
    const struct lab *lab;
    enum host_id host;
    /* Marks what not all of its lanes have; NULL: nothing is marked. */
    const struct runner *worlds;
    int lane;            /* which of them the lab is */
    const char *sysctls; /* below the sockets; "" or NULL: none */
    unsigned columns;    /* enum show_column: those that the lesson is about */
};

/* Draw the sockets of one host, "none" without any, as far as they show. */
void sockets_draw(struct area area, const struct sockets_view *view,
                  struct pane *pane);

/* How many rows would show all of them, and the sysctls; at least 1. */
int sockets_rows(const struct sockets_view *view, int width);

/* "ss -tano", or "ss -tuano" where the host has UDP sockets. */
const char *sockets_command(const struct lab *lab, enum host_id host);

/*
 * Nanoseconds until a number in the pane changes; -1 while nothing counts
 * down.
 */
int64_t sockets_timeout(const struct lab *lab);

#endif
