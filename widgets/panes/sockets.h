/*
 * sockets.h - a host's sockets as ss(8) lists them, with what is left of
 * their timers counting down.
 */
#ifndef WIDGETS_PANES_SOCKETS_H
#define WIDGETS_PANES_SOCKETS_H

#include "lab/lab.h"
#include "lessons/runner/runner.h"
#include "widgets/panes/sockets_timer.h"
#include "widgets/view/legend.h"
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

/* Behind the state of a socket for which a call waits. */
#define SOCKETS_WAITED "\xe2\x86\x90"

/*
 * Draw the sockets of one host, "none" without any, as far as they show. No row
 * of them is cut: what has no room in one goes on in the next. The signs for
 * more stand in the column behind the area, which its frame leaves free.
 */
void sockets_draw(struct area area, const struct sockets_view *view,
                  struct pane *pane);

/* How many rows would show all of them, and the sysctls; at least 1. */
int sockets_rows(const struct sockets_view *view, int width);

/*
 * The states of sockets that are scrolled out of the area, of which no row in
 * it has one, behind the sign for more, as many as so many columns have room
 * for; "" for none. The area and the pane are those of sockets_draw().
 */
void sockets_hidden(struct area area, const struct sockets_view *view,
                    const struct pane *pane, int columns, char *out,
                    size_t size);

/* What it may show that does not explain itself (widgets/view/legend.h). */
extern const struct view_sign sockets_signs[];

/*
 * The socket of the pane's selected row in an area of this width; NULL where
 * none is selected.
 */
const struct sock *sockets_selected(const struct sockets_view *view, int width,
                                    const struct pane *pane);

/* "ss -tano", or "ss -tuano" where the host has UDP sockets. */
const char *sockets_command(const struct lab *lab, enum host_id host);

#endif
