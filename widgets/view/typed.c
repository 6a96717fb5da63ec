/*
 * typed.c - typing at the end of a line, and taking back from there.
 */
#include "widgets/view/typed.h"

#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/paste.h"
#include "widgets/screen/screen.h"

enum {
    ESC = 0x1b,
    CTRL_U = 'u' - 'a' + 1,
    CTRL_W = 'w' - 'a' + 1,
};

static enum typed_reply cut(struct typed *typed, size_t len)
{
    typed->text[typed->len = len] = '\0';
    return TYPED_CHANGED;
}

/* One character less; on an empty line it takes the `/` away. */
static enum typed_reply backspace(struct typed *typed)
{
    size_t len = typed->len;

    if (len == 0)
        return TYPED_LEAVE;
    while (len > 0 && utf8_goes_on(typed->text[len - 1]))
        len--;
    return cut(typed, len - (len > 0));
}

/* One word less, with the spaces behind it. */
static enum typed_reply word_less(struct typed *typed)
{
    size_t len = typed->len;

    while (len > 0 && typed->text[len - 1] == ' ')
        len--;
    while (len > 0 && typed->text[len - 1] != ' ')
        len--;
    return cut(typed, len);
}

/* What does not fit into the line is not taken. */
static enum typed_reply type(struct typed *typed, int key)
{
    char bytes[UTF8_BYTES];
    size_t n;

    if (key < ' ' || key == 0x7f || key >= SCREEN_KEYS)
        return TYPED_IGNORED;
    n = utf8_encode((wchar_t)key, bytes);
    if (typed->len + n >= TYPED)
        return TYPED_CHANGED;
    memcpy(typed->text + typed->len, bytes, n);
    return cut(typed, typed->len + n);
}

/* The first line of it, for Enter does something. */
static enum typed_reply insert(struct typed *typed, const char *text)
{
    wchar_t character;

    text += strspn(text, "\n");
    for (; *text && *text != '\n'; type(typed, (int)character))
        text += utf8_decode(text, &character);
    return TYPED_CHANGED;
}

enum typed_reply typed_key(struct typed *typed, int key)
{
    switch (key) {
    case ESC: return TYPED_LEAVE;
    case '\n': return TYPED_ENTER;
    case SCREEN_KEY_BACKSPACE: return backspace(typed);
    case SCREEN_KEY_PASTE: return insert(typed, paste_text());
    case CTRL_W: return word_less(typed);
    case CTRL_U: return cut(typed, 0);
    default: return type(typed, key);
    }
}

const struct key typed_keys[] = {
    {.keys = "Enter",
     .brief = N_("find"),
     .text = N_("Go to the next row that has the text.")},
    {.keys = "Esc",
     .brief = N_("back"),
     .text = N_("Leave the search; nothing is marked any more.")},
    {.keys = "Backspace",
     .brief = "",
     .text = N_("Take the last letter back; Ctrl-W a word, Ctrl-U all of it.")},
    {.keys = "F1", .brief = N_("help"), .text = N_("This help on the keys.")},
    {.keys = N_("a to z"),
     .brief = "",
     .text = N_("Any other key is part of what is searched for. Small letters "
                "and large ones are alike. Without any, the search before goes "
                "on.")},
    {.keys = "?", .brief = "", .text = N_("Is searched for too.")},
    KEYS_END,
};

void typed_draw(struct area area, const struct typed *typed, const char *hint)
{
    struct area text = area_columns(area, 2, area.w - 2);
    const char *from = typed->text;
    wchar_t skipped;

    while (*from && glyph_columns(from) >= text.w)
        from += utf8_decode(from, &skipped);
    area_put(area, 0, 1, ROLE_KEY, "/");
    area_put(text, 0, 0, ROLE_PLAIN, from);
    screen_cursor(text, 0, glyph_columns(from));
    if (!typed->len)
        area_put(text, 0, 2, ROLE_DIM, hint);
}
