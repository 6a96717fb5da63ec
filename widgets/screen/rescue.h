/*
 * rescue.h - the terminal put right when the program crashes.
 *
 * A program that dies on the alternate screen without echo leaves its user
 * typing blindly. What restores the terminal is fetched from terminfo
 * beforehand, since a signal handler may not ask (signal-safety(7)).
 */
#ifndef WIDGETS_SCREEN_RESCUE_H
#define WIDGETS_SCREEN_RESCUE_H

#include <termios.h>

/*
 * From now on SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL and SIGQUIT, and a
 * sanitizer's last breath, give the terminal back as it was, and then do what
 * they did before. Call it once curses is up; before is the terminal's mode
 * from before that.
 */
void rescue_arm(const struct termios *before);

/* The terminal is in order again; crashes are no longer our concern. */
void rescue_disarm(void);

#endif
