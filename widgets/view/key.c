/*
 * key.c - which row of a table a key is, and what the row is called.
 *
 * Keys are numbers as a view's key handler takes them: a Unicode character,
 * or one of widgets/screen/key.h, which begin just beyond the last character,
 * so the two can't be taken for each other. Control characters are themselves
 * (Enter 0x0a, Esc 0x1b, Ctrl-C 0x03), as they come from a terminal.
 */
#include "widgets/view/key.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/view/view.h"

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

static bool is_end(const struct key *key)
{
    return !key->is[0] && !key->keys && !key->more && !key->heading;
}

/* Rows beyond the room are left out. */
static int list_from(const struct key *table, const struct key **list, int n)
{
    for (; !is_end(table); table++) {
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

const char *key_brief(const struct key *key)
{
    const char *brief = key->brief ? key->brief : actions[key->is[0]].brief;

    return brief ? brief : "";
}

const char *key_text(const struct key *key)
{
    const char *text = key->text ? key->text : actions[key->is[0]].text;

    return text ? text : "";
}

/* Add the n-th name of the action's keys; false where it has fewer. */
static bool add_name(enum action action, int n, char *out, size_t size)
{
    const char *name = action_keys(action);
    size_t len = action_next_name(&name), used = strlen(out);

    for (; len > 0 && n > 0; n--) {
        name += len;
        len = action_next_name(&name);
    }
    if (len > 0)
        snprintf(out + used, size - used, "%s%.*s", used ? " " : "", (int)len,
                 name);
    return len > 0;
}

/* Whether the actions of the row have names of keys of their own to show. */
static bool renamed(const struct key *key)
{
    return key->is[0] && key->is[0] != ACTION_NUMBER;
}

void key_names(const struct key *key, bool all, char *out, size_t size)
{
    int actions_shown = key->first_only && !all ? 1 : KEY_ACTIONS;
    bool more = true;

    out[0] = '\0';
    if (key->heading || (key->keys && (!all || !renamed(key)))) {
        snprintf(out, size, "%s", _(key->heading ? key->heading : key->keys));
        return;
    }
    for (int n = 0; more && (all || n == 0); n++) {
        more = false;
        for (int i = 0; i < actions_shown && key->is[i]; i++)
            more = add_name(key->is[i], n, out, size) || more;
    }
}

/* The action that stands in braces at text, and their bytes; else none. */
static enum action braced(const char *text, size_t *len)
{
    const char *end = *text == '{' ? strchr(text, '}') : NULL;

    *len = end ? (size_t)(end - text) + 1 : 0;
    return end ? action_named(text + 1, *len - 2) : ACTION_NONE;
}

void key_fill(const char *text, char *out, size_t size)
{
    size_t used = 0, len;

    out[0] = '\0';
    while (*text && used + 1 < size) {
        enum action action = braced(text, &len);

        if (action) {
            out[used] = '\0';
            add_name(action, 0, out + used, size - used);
            used += strlen(out + used);
            text += len;
        } else {
            out[used++] = *text++;
        }
    }
    out[used] = '\0';
}

bool key_is(const struct key *key, enum action action)
{
    for (int i = 0; i < KEY_ACTIONS && key->is[i]; i++)
        if (key->is[i] == action)
            return true;
    return false;
}

/* The first of its actions that takes the key; ACTION_NONE for none. */
static enum action action_in(const struct key *row, int key)
{
    for (int i = 0; i < KEY_ACTIONS && row->is[i]; i++)
        if (action_takes(row->is[i], key))
            return row->is[i];
    return ACTION_NONE;
}

unsigned key_act(const struct key *table, struct view *view, int key)
{
    const struct key *list[MOST_KEYS];
    int n = key_list(table, list);

    key = plain(key);
    for (int i = 0; i < n; i++) {
        enum action action = list[i]->act ? action_in(list[i], key) : 0;
        unsigned reply = VIEW_IGNORED;

        if (action)
            reply = list[i]->act(view, action_key(action, key));
        if (reply != VIEW_IGNORED)
            return reply;
    }
    return VIEW_IGNORED;
}
