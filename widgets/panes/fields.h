/*
 * fields.h - the header fields of one packet, each with a sentence on what it
 * is for: first what its transport says, then the headers around that.
 */
#ifndef WIDGETS_PANES_FIELDS_H
#define WIDGETS_PANES_FIELDS_H

#include <stdint.h>

#include "lab/lab.h"
#include "widgets/screen/screen.h"

/* Which packet, as ladder_selected() has it; 0: none. */
struct fields_view {
    const struct lab *lab;
    uint64_t id;
};

/*
 * A pane_text (view/pane.h) of a struct fields_view. Where no packet is
 * selected or its bytes are not in the log, a line says so.
 */
int fields_text(const void *of, struct area area, int y);

#endif
