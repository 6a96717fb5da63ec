/*
 * diagram_text.h - what goes with the state diagram in words: the changes of
 * the last step, and the list of all that came before.
 */
#ifndef WIDGETS_DIAGRAM_DIAGRAM_TEXT_H
#define WIDGETS_DIAGRAM_DIAGRAM_TEXT_H

#include "widgets/diagram/diagram.h"

/* "S:12000" for a socket of the server's host. */
void diagram_token(enum host_id host, const struct addr *local, char *out,
                   size_t size);

/* Whether the view shows the index-th event and it is a change of state. */
bool diagram_shows(const struct diagram_view *view, size_t index);

/*
 * Tell the changes of the last step, the newest last and lit, and what Linux
 * does its own way there. What has no room is counted.
 */
void diagram_tell(struct area area, const struct diagram_view *view);

/* Every change, the newest last; the oldest ones give way. */
void diagram_history(struct area area, const struct diagram_view *view);

#endif
