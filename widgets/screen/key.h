/*
 * key.h - the keys that are no characters, under names of our own.
 *
 * A key is an int: a character of Unicode, or one of these numbers, which
 * begin just beyond the last character. What a terminal sends for them only
 * screen.c and curses know.
 */
#ifndef WIDGETS_SCREEN_KEY_H
#define WIDGETS_SCREEN_KEY_H

enum {
    SCREEN_KEY_HALF_DOWN = 'd' - 'a' + 1, /* Ctrl-D, as ASCII has it */
    SCREEN_KEY_HALF_UP = 'u' - 'a' + 1,   /* Ctrl-U */
    SCREEN_KEYS = 0x110000,               /* no character is as large as that */
    SCREEN_KEY_OTHER = SCREEN_KEYS,       /* a key that we have no name for */
    SCREEN_KEY_UP,
    SCREEN_KEY_DOWN,
    SCREEN_KEY_LEFT,
    SCREEN_KEY_RIGHT,
    SCREEN_KEY_HOME,
    SCREEN_KEY_END,
    SCREEN_KEY_PAGE_UP,
    SCREEN_KEY_PAGE_DOWN,
    SCREEN_KEY_BACKSPACE,
    SCREEN_KEY_DELETE,
    SCREEN_KEY_INSERT,
    SCREEN_KEY_BACK_TAB,
    SCREEN_KEY_MOUSE,  /* see mouse_last() of mouse.h */
    SCREEN_KEY_PASTE,  /* see paste_text() of paste.h */
    SCREEN_KEY_RESIZE, /* the terminal has got another size */
    SCREEN_KEY_F1,     /* the others follow */
    SCREEN_KEY_F12 = SCREEN_KEY_F1 + 11,
};

#endif
