/*
 * key_script.c - key scripts, line by line.
 *
 * The whole script is read before any of it is played, so that a mistake in
 * its last line is found at once.
 */
#include "widgets/keys/key_script.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/text/file.h"
#include "widgets/screen/glyph.h"
#include "widgets/view/view.h"

enum { LARGEST = 1000 }; /* rows or columns of @resize */

/*
 * Beside what key_named() knows. These mean something else where they stand:
 * `<` anywhere, `@` and `#` at a line's beginning.
 */
static const struct {
    const char *name;
    int key;
} names[] = {{"lt", '<'}, {"at", '@'}, {"hash", '#'}};

/* ---- names ---- */

/*
 * What stands between < and >, exactly so: a script is not typed in a hurry,
 * and a name that is nearly right is better refused. A character is written
 * without the signs. Returns -1 for no name.
 */
static int named_key(const char *name, size_t len)
{
    wchar_t character;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i].name) == len && !memcmp(names[i].name, name, len))
            return names[i].key;
    if (utf8_decode(name, &character) == len)
        return -1;
    return key_named(name, len);
}

/* A lone < is no key, so that a misspelt name is never taken for characters. */
int key_script_key(const char *text, size_t *used)
{
    wchar_t character;

    if (text[0] == '<') {
        size_t len = strcspn(text + 1, ">\n");

        if (text[1 + len] != '>')
            return -1;
        *used = len + 2;
        return named_key(text + 1, len);
    }
    *used = utf8_decode(text, &character);
    return *used ? (int)character : -1;
}

/* ---- scripts ---- */

/* Where the reading is. */
struct reader {
    struct key_script *script; /* what has been read so far */
    const char *name;          /* of the file, for messages */
    int line;                  /* from 1 */
    size_t room;               /* for how many orders script has memory */
    struct err *err;
};

/* Append an order. Takes over its text, also on failure. */
static int add(struct reader *reader, struct order order)
{
    struct key_script *script = reader->script;
    struct order *more = memory_one_more(script->orders, script->n,
                                         &reader->room, sizeof(*more));

    order.line = reader->line;
    if (!more) {
        free(order.text);
        return err_machine(reader->err, "no memory for the key script");
    }
    script->orders = more;
    script->orders[script->n++] = order;
    return 0;
}

/*
 * A line of keys: each becomes an order of its own, since the program may have
 * something to do after each of them, and is waited for.
 */
static int read_keys(struct reader *reader, const char *text)
{
    while (*text) {
        size_t used;
        int key = key_script_key(text, &used);

        if (key < 0) {
            return err_input(reader->err,
                             "%s:%d: found %s, expected the name of a key such "
                             "as <Enter>, <Esc>, <PageUp>, <F1>, <C-c>, or "
                             "<lt> for the character <",
                             reader->name, reader->line, text);
        }
        if (add(reader, (struct order){.kind = ORDER_KEY, .key = key}) < 0)
            return -1;
        text += used;
    }
    return 0;
}

/*
 * "COLUMNS ROWS", the way terminals are spoken of (80x24), though curses has
 * them the other way round. The %c is there to be refused: what follows the
 * two numbers would otherwise pass unseen.
 */
static int read_size(struct reader *reader, const char *text)
{
    struct order order = {.kind = ORDER_RESIZE};
    char rest;

    if (sscanf(text, "%d %d %c", &order.columns, &order.rows, &rest) != 2 ||
        order.columns < 1 || order.columns > LARGEST || order.rows < 1 ||
        order.rows > LARGEST) {
        return err_input(reader->err,
                         "%s:%d: found %s, expected columns and rows, each "
                         "from 1 to %d, such as 120 40",
                         reader->name, reader->line,
                         *text ? text : _("nothing"), LARGEST);
    }
    return add(reader, order);
}

/*
 * What follows an @; the name up to a space, the rest as it stands: a text to
 * look for may hold anything, spaces in its middle included.
 */
static int read_order(struct reader *reader, const char *text)
{
    static const char *const kinds[] = {
        [ORDER_SAVE] = "save",     [ORDER_RESIZE] = "resize",
        [ORDER_WAIT] = "wait",     [ORDER_EXPECT] = "expect",
        [ORDER_REFUSE] = "refuse",
    };
    size_t len = strcspn(text, " \t");
    const char *rest = text + len + strspn(text + len, " \t");

    for (int kind = ORDER_SAVE; kind <= ORDER_REFUSE; kind++) {
        struct order order = {.kind = (enum order_kind)kind};

        if (strlen(kinds[kind]) != len || memcmp(kinds[kind], text, len))
            continue;
        if (kind == ORDER_RESIZE)
            return read_size(reader, rest);
        if (!*rest) {
            return err_input(reader->err, "%s:%d: nothing follows @%s",
                             reader->name, reader->line, kinds[kind]);
        }
        order.text = strdup(rest);
        if (!order.text)
            return err_machine(reader->err, "no memory for the key script");
        return add(reader, order);
    }
    return err_input(reader->err,
                     "%s:%d: found @%s, expected @save, @resize, @wait, "
                     "@expect or @refuse",
                     reader->name, reader->line, text);
}

/*
 * One line without the space around it, so that a script may be indented. A
 * key script that has to begin or end a line with a space writes <Space>.
 */
static int read_line(struct reader *reader, const char *text)
{
    if (!*text || *text == '#')
        return 0;
    if (*text == '@')
        return read_order(reader, text + 1);
    return read_keys(reader, text);
}

/* Lines are counted from 1, those that say nothing included. */
int key_script_parse(struct key_script *script, const char *name,
                     const char *text, struct err *err)
{
    struct reader reader = {.script = script, .name = name, .err = err};

    *script = (struct key_script){0};
    while (*text) {
        size_t len = strcspn(text, "\n");
        const char *next = text + len + (text[len] == '\n');
        size_t before = strspn(text, " \t\r");
        char *line;
        int status;

        before = before < len ? before : len;
        while (len > before && strchr(" \t\r", text[len - 1]))
            len--;
        line = strndup(text + before, len - before);
        if (!line)
            return err_machine(err, "no memory for the key script");
        reader.line++;
        status = read_line(&reader, line);
        free(line);
        if (status < 0)
            return -1;
        text = next;
    }
    return 0;
}

int key_script_load(struct key_script *script, const char *file,
                    struct err *err)
{
    char *text;
    size_t len;
    int status;

    *script = (struct key_script){0};
    if (text_read(file, &text, &len, err) < 0)
        return -1;
    /* What stands behind a NUL would pass for having been played. */
    status = strlen(text) < len
                 ? err_input(err, "%s: found a NUL, expected text", file)
                 : key_script_parse(script, file, text, err);
    free(text);
    return status;
}

void key_script_free(struct key_script *script)
{
    for (size_t i = 0; i < script->n; i++)
        free(script->orders[i].text);
    free(script->orders);
    *script = (struct key_script){0};
}
