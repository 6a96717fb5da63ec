/*
 * layout.h - where everything of a lesson stands on the screen.
 *
 * Sizes and what is open go in, rectangles come out; nothing is drawn here, and
 * nothing of a lesson is known but how many worlds it compares. So a place
 * depends on the size of the screen and on what is open, and never on how long
 * a text is or which step it is: what a learner looks at stands still.
 *
 *   up to 119x38             from 120x30              from 120x39
 *   ┌─────────────────┐      ┌──────┬──────────┐      ┌───────┬───────────┐
 *   │ text            │      │ text │ worlds   │      │ text  │ worlds    │
 *   ├─────────────────┤      │      │          │      │       ├───────────┤
 *   │ worlds, or one  │      │      ├──────────┤      ├───────┤ wire      │
 *   │ pane and a strip│      │source│ wire or  │      │source ├───────────┤
 *   │                 │      │      │ states   │      │       │ states    │
 *   └─────────────────┘      └──────┴──────────┘      └───────┴───────────┘
 *
 * Below 120 columns the wire stands below the worlds from 39 rows on. The
 * source shows at 120x30 if it is asked for, at 160x30 always.
 *
 * The text is prose and what is explained below it, or a question. The worlds
 * are their calls, and below them each host's sockets. A strip says in two rows
 * what stands there in a dozen: the last call's result, and the states. It is
 * there whenever the worlds are not.
 */
#ifndef WIDGETS_LAYOUT_LAYOUT_H
#define WIDGETS_LAYOUT_LAYOUT_H

#include <stdbool.h>

#include "widgets/screen/area.h"

enum {
    LAYOUT_STRIP = 2, /* rows of the strip */
    LAYOUT_HOSTS = 2, /* that have sockets */
};

/* What can be opened, zoomed and hidden; LAYOUT_PANES: none of them. */
enum layout_pane {
    LAYOUT_TEXT,
    LAYOUT_CALLS,
    LAYOUT_SOCKETS,
    LAYOUT_WIRE,
    LAYOUT_STATES,
    LAYOUT_SOURCE,
    LAYOUT_PANES,
};

/* What there is to place. Sets have the bit 1 << enum layout_pane. */
struct layout_wants {
    bool worlds;            /* there are some; else there is only text */
    bool few_words;         /* there is not much text, as on the bench */
    bool settings;          /* sysctls stand with the sockets */
    int lanes;              /* how many they are */
    int details;            /* columns that sockets have in rows of their own */
    enum layout_pane scene; /* wire or states, where the keys are for it;
                               else LAYOUT_PANES */
    unsigned asked;         /* panes that are wanted besides */
    unsigned hidden;        /* panes that are not to be seen */
    enum layout_pane zoom;  /* the one that gets all; LAYOUT_PANES: none */
};

/* What does not show has no rows. */
struct layout {
    struct area text;
    struct area source; /* at the text's own place: for the prose's part */
    struct area worlds; /* calls and sockets, borders included */
    struct area wire;
    struct area states;
    struct area strip;
    struct area foot; /* the row that says what comes next */
};

/* Place everything in the area, which is the screen but the title and keys. */
struct layout layout_make(struct area area, const struct layout_wants *wants);

/* How the worlds' rows are shared, without their borders and titles. */
struct layout_share {
    int calls;
    int parts;                 /* hosts that stand below each other */
    int sockets[LAYOUT_HOSTS]; /* of each part */
};

/*
 * Share out that many rows, borders and the parts' titles included. With beside
 * both hosts' sockets stand side by side, and are one part.
 */
struct layout_share layout_share(int rows, bool beside,
                                 const struct layout_wants *wants);

/* How many rows of the text block the explanation gets, and the prose. */
struct layout_text {
    int prose;
    int gap; /* blank rows between them */
    int explained;
};

/* Which part of the text matters most now. */
enum layout_first {
    LAYOUT_BOTH,      /* what is explained, and a good part of the prose */
    LAYOUT_PROSE,     /* one reads */
    LAYOUT_EXPLAINED, /* one reads what is explained, or is asked something */
};

/* Share out the rows of the text by what prose and explanation need. */
struct layout_text layout_text(int rows, int prose, int explained,
                               enum layout_first first);

#endif
