/*
 * fields.h - the header fields of one packet, each with a sentence on what it
 * is for: first what its transport says, then the headers around that.
 */
#ifndef WIDGETS_PANES_FIELDS_H
#define WIDGETS_PANES_FIELDS_H

#include <stdint.h>

#include "lab/lab.h"
#include "lab/wire/header.h"
#include "widgets/screen/screen.h"
#include "widgets/view/legend.h"

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

/* What it may show that does not explain itself (widgets/view/legend.h). */
extern const struct view_sign fields_signs[];

/* A row of that text, and the field that it is of. */
struct fields_row {
    int row;
    int first; /* the field's first row, */
    int rows;  /* and how many it has */
    struct header_field field;
};

/* The field that a row of the text, at that width, is of; false for none. */
bool fields_at(const struct fields_view *view, int width, int row,
               struct fields_row *out);

/*
 * The first row of a field: from this row on the next one that begins (step 1),
 * or the one which the row is of, or the one before (-1). -1: there is none.
 */
int fields_step(const struct fields_view *view, int width, int row, int step);

/* The name that `explain` explains more of the field by; NULL for none. */
const char *fields_term(const struct header_field *field, char *out,
                        size_t size);

#endif
