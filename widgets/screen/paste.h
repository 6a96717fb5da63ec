/*
 * paste.h - what somebody pastes, told apart from what is typed.
 *
 * A terminal that is asked to (bracketed paste, 2004 of xterm's ctlseqs) puts
 * marks around it. All of it is then one SCREEN_KEY_PASTE: letters that were
 * meant for a line that is being typed are no keys that do something.
 */
#ifndef WIDGETS_SCREEN_PASTE_H
#define WIDGETS_SCREEN_PASTE_H

#include <stdbool.h>
#include <wchar.h>

/* What was pasted last, as UTF-8; "" at first. */
const char *paste_text(void);

/* ---- for the screen ---- */

/* Ask the terminal for the marks, or no longer. */
void paste_turn(bool on);

/* What turns them off when the program ends or crashes; "" where none are. */
const char *paste_off_text(void);

/* The numbers by which curses tells the two marks. */
enum { PASTE_BEGINS = 01001, PASTE_ENDS };

/* A mark has come: what follows is pasted. */
void paste_begin(void);
/* Whether its end has not come yet. */
bool paste_goes_on(void);
/* One more character of it; what is too much is left out. */
void paste_add(wint_t character);
/* That was all. */
void paste_end(void);

#endif
