/*
 * key.c - which key a name means, and which row of a table a key.
 *
 * Keys are numbers as a view's key handler takes them: a Unicode character,
 * or one of widgets/screen/key.h, which begin just beyond the last character,
 * so the two can't be taken for each other. Control characters are themselves
 * (Enter 0x0a, Esc 0x1b, Ctrl-C 0x03), as they come from a terminal.
 */
#include "widgets/view/key.h"

#include <string.h>

#include "widgets/screen/glyph.h"
#include "widgets/view/view.h"

/* Names that are no characters, beside F1 to F12 and C-a to C-z. */
static const struct {
    const char *name;
    int key;
} names[] = {
    {"Enter", '\n'},
    {"Tab", '\t'},
    {"Esc", 0x1b},
    {"Space", ' '},
    {"space", ' '},
    {"Backspace", SCREEN_KEY_BACKSPACE},
    {"Delete", SCREEN_KEY_DELETE},
    {"Insert", SCREEN_KEY_INSERT},
    {"Up", SCREEN_KEY_UP},
    {"Down", SCREEN_KEY_DOWN},
    {"Left", SCREEN_KEY_LEFT},
    {"Right", SCREEN_KEY_RIGHT},
    {"Home", SCREEN_KEY_HOME},
    {"End", SCREEN_KEY_END},
    {"PageUp", SCREEN_KEY_PAGE_UP},
    {"PageDown", SCREEN_KEY_PAGE_DOWN},
    {"S-Tab", SCREEN_KEY_BACK_TAB},
};

/* F1 to F12; -1 for anything else. */
static int function_key(const char *name, size_t len)
{
    int number = 0;

    if (len < 2 || len > 3 || name[0] != 'F')
        return -1;
    for (size_t i = 1; i < len; i++) {
        if (name[i] < '0' || name[i] > '9')
            return -1;
        number = number * 10 + name[i] - '0';
    }
    return number >= 1 && number <= 12 ? SCREEN_KEY_F1 + number - 1 : -1;
}

/* C-x is x without its upper bits, as ASCII has it. */
int key_named(const char *name, size_t len)
{
    wchar_t character;

    if (len == 3 && name[0] == 'C' && name[1] == '-' && name[2] >= 'a' &&
        name[2] <= 'z')
        return name[2] - 'a' + 1;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i].name) == len && !memcmp(names[i].name, name, len))
            return names[i].key;
    if (len > 0 && utf8_decode(name, &character) == len)
        return (int)character;
    return function_key(name, len);
}

/* Terminals differ in what they send for these two. */
static int plain(int key)
{
    switch (key) {
    case '\r': return '\n';
    case '\b':
    case 0x7f: return SCREEN_KEY_BACKSPACE;
    default: return key;
    }
}

/* Whether the key is among these names; a character's name may be a range. */
static bool takes(const char *name, int key)
{
    while (name && *name) {
        size_t len = strcspn(name, " ");
        int first = (unsigned char)name[0];
        int last = first;

        if (len == 3 && name[1] == '-' && (unsigned char)name[2] >= first)
            last = (unsigned char)name[2];
        else if (len == 1 && strncmp(name + 1, " to ", 4) == 0)
            last = (unsigned char)name[5];
        if (last != first ? key >= first && key <= last
                          : key_named(name, len) == key)
            return true;
        name += len;
        name += strspn(name, " ");
    }
    return false;
}

/* Rows beyond the room are left out. */
static int list_from(const struct key *table, const struct key **list, int n)
{
    for (; table->keys || table->more; table++) {
        if (table->more)
            n = list_from(table->more, list, n);
        else if (n < MOST_KEYS)
            list[n++] = table;
    }
    return n;
}

int key_list(const struct key *table, const struct key **list)
{
    return list_from(table, list, 0);
}

bool key_offered(const struct key *key, const struct view *view)
{
    return !key->offered || key->offered(view);
}

unsigned key_act(const struct key *table, struct view *view, int key)
{
    const struct key *list[MOST_KEYS];
    int n = key_list(table, list);

    key = plain(key);
    for (int i = 0; i < n; i++) {
        unsigned reply = VIEW_IGNORED;

        if (list[i]->act &&
            (takes(list[i]->keys, key) || takes(list[i]->also, key)))
            reply = list[i]->act(view, key);
        if (reply != VIEW_IGNORED)
            return reply;
    }
    return VIEW_IGNORED;
}
