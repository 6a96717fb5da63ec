/* One paste at a time; what was pasted is kept until the next one. */
#include "widgets/screen/paste.h"

#include <string.h>
#include <unistd.h>

#include "widgets/screen/glyph.h"
/* Its macros are common words: last. */
#include <curses.h>
#include <term.h>

enum { PASTED = 1 << 16 }; /* bytes */

_Static_assert(PASTE_BEGINS > KEY_MAX, "it is none of the keys of curses");

static struct {
    char text[PASTED];
    size_t len;
    bool goes_on;
} paste;

/*
 * Only few descriptions of terminals name the marks. Those that report a mouse
 * are of the same kind, and the others would show what they don't know.
 */
static bool is_known(void)
{
    return key_mouse && *key_mouse;
}

const char *paste_off_text(void)
{
    return is_known() ? "\033[?2004l" : "";
}

void paste_turn(bool on)
{
    const char *text;

    paste.goes_on = false;
    if (!is_known())
        return;
    define_key("\033[200~", on ? PASTE_BEGINS : 0);
    define_key("\033[201~", on ? PASTE_ENDS : 0);
    /* Past curses, whose own output may wait: the order does not matter. */
    text = on ? "\033[?2004h" : paste_off_text();
    if (write(STDOUT_FILENO, text, strlen(text)) < 0)
        paste.goes_on = false; /* then nothing is marked */
}

void paste_begin(void)
{
    paste.len = 0;
    paste.text[0] = '\0';
    paste.goes_on = true;
}

bool paste_goes_on(void)
{
    return paste.goes_on;
}

void paste_add(wint_t character)
{
    char bytes[UTF8_BYTES];
    size_t n = utf8_encode((wchar_t)character, bytes);

    if (character == 0 || paste.len + n >= PASTED)
        return;
    for (size_t i = 0; i < n; i++)
        paste.text[paste.len++] = bytes[i];
    paste.text[paste.len] = '\0';
}

void paste_end(void)
{
    paste.goes_on = false;
}

const char *paste_text(void)
{
    return paste.text;
}
