/*
 * typed.h - a line of text behind a `/`, that is being typed: what is searched
 * for. The cursor stays at its end.
 */
#ifndef WIDGETS_VIEW_TYPED_H
#define WIDGETS_VIEW_TYPED_H

#include <stddef.h>

#include "widgets/screen/area.h"
#include "widgets/view/key.h"

enum { TYPED = 500 }; /* bytes, with the NUL: a line may be pasted */

/* All zero at first: nothing has been typed. */
struct typed {
    char text[TYPED];
    size_t len;
};

enum typed_reply {
    TYPED_IGNORED, /* the key means nothing here */
    TYPED_CHANGED, /* draw again */
    TYPED_ENTER,
    TYPED_LEAVE, /* Esc, or Backspace on an empty line */
};

/* A key: a letter, Backspace, Ctrl-W for a word, Ctrl-U for all of it. */
enum typed_reply typed_key(struct typed *typed, int key);

/* What those keys do in a search, for a view that gives them to typed_key(). */
extern const struct key typed_keys[];

/*
 * Draw it on the first row of the area, moved to the left where it is too long;
 * hint is what may be typed, as long as nothing has been.
 */
void typed_draw(struct area area, const struct typed *typed, const char *hint);

#endif
