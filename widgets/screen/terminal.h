/*
 * terminal.h - what is known of the terminal without taking it over.
 */
#ifndef WIDGETS_SCREEN_TERMINAL_H
#define WIDGETS_SCREEN_TERMINAL_H

/*
 * How many colours a terminal of $TERM has (terminfo(5)), 0 where it has none;
 * -1 where nothing is known of such a terminal.
 */
int terminal_colours(void);

#endif
