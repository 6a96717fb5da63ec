/*
 * app_keys.h - what keys do that every view has: M and Y.
 */
#ifndef WIDGETS_APP_KEYS_H
#define WIDGETS_APP_KEYS_H

#include <stddef.h>

/* Take the mouse's clicks, or leave them to the terminal; says which. */
void app_turn_mouse(char *notice, size_t size);

/*
 * Write what was drawn last as text to a new file in the present folder. Says
 * its name, or why there is none.
 */
void app_save_screen(char *notice, size_t size);

#endif
