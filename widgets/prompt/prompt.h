/*
 * prompt.h - the line editor behind the : key.
 *
 * It edits one script line with history and completion. What is done with the
 * line is its owner's affair:
 *
 *     switch (prompt_key(prompt, key)) {
 *     case PROMPT_ENTER:
 *         if (runner_command(runner, lane, prompt_text(prompt), &err) < 0)
 *             prompt_say(prompt, err.text);   (the line stays to be mended)
 *         else
 *             prompt_accept(prompt);          (into the history, and empty)
 *
 * What is pasted may be several lines: they are shown, as a block, and wait for
 * Enter as one line does.
 */
#ifndef WIDGETS_PROMPT_PROMPT_H
#define WIDGETS_PROMPT_PROMPT_H

#include "widgets/prompt/complete.h"
#include "widgets/screen/area.h"

struct prompt;

/*
 * A new, empty prompt; names (may be NULL, and may change between keys) must
 * outlive it. NULL without memory.
 */
struct prompt *prompt_open(const struct complete_names *names);
void prompt_close(struct prompt *prompt);

enum prompt_reply {
    PROMPT_IGNORED, /* the key means nothing here */
    PROMPT_DRAW,    /* something is to be drawn */
    PROMPT_ENTER,   /* the line is to be carried out; it still stands */
    PROMPT_LEAVE,   /* Esc, or Backspace on an empty line; it is empty now */
};

/* A key as a view's key handler takes it. */
enum prompt_reply prompt_key(struct prompt *prompt, int key);

/*
 * Insert what was pasted. Line breaks at its end are left out; with one within,
 * all of it is a block, behind what was typed so far.
 */
void prompt_paste(struct prompt *prompt, const char *text);

/*
 * The line, or the lines of the block, as they stand; valid until the next key.
 */
const char *prompt_text(const struct prompt *prompt);
/* Replace the line and put the cursor at its end. */
void prompt_set(struct prompt *prompt, const char *text);

/*
 * Remember the line in the history (once, if it was the last) and empty it. A
 * block is not remembered.
 */
void prompt_accept(struct prompt *prompt);

/* Say something (what is wrong with the line) until the next key. */
void prompt_say(struct prompt *prompt, const char *text);

/*
 * Draw it at the foot of the area: the line on the last row, and above it,
 * where there is room, what was said, the candidates of Tab, or the usage of
 * the call. The cursor is shown.
 */
void prompt_draw(const struct prompt *prompt, struct area area);

/* Rows that drawing it would fill: 1 to 5, of a block as many as it needs. */
int prompt_rows(const struct prompt *prompt);

#endif
