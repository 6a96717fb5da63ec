/*
 * frontmatter_keys.c - what a lesson makes of its front matter: the keys that
 * there are, and the values that each may have.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/lesson/frontmatter_inside.h"
#include "lessons/text/file.h"
#include "lessons/text/unseen.h"

enum { MINUTES_MAX = 600 };

/* The front matter that is being read. */
struct reader {
    struct lesson *lesson;
    struct problems *problems;
    int compare_line; /* where `compare` stands; 0: nowhere */
};

/* ---- plain values ---- */

/* Say what a key had instead. Returns -1. */
static int expected(const struct reader *r, const struct front_value *node,
                    const char *key, const char *what)
{
    static const struct slice nothing = {"", 0};
    struct slice found =
        node->kind == FRONT_TEXT ? slice_trim(node->text) : nothing;

    if (node->kind != FRONT_TEXT)
        return problems_add(r->problems, node->line,
                            "%s as a list or a mapping was found, %s was "
                            "expected",
                            key, what);
    return problems_add(r->problems, node->line,
                        "%s '%.*s' was found, %s was expected", key,
                        SLICE(found), what);
}

/* YAML can write any character as an escape; a terminal must not see them. */
static bool is_clean(struct slice text)
{
    struct problems found = {.name = ""};
    bool clean = text_check(text.at, text.len, 1, &found) == 0;

    problems_free(&found);
    return clean && text.len > 0;
}

/*
 * One line of text; YAML may have folded it out of several. It is printed in
 * many places, and can turn or hide nothing there.
 */
static int read_string(const struct reader *r, const struct front_value *node,
                       const char *key, char **out)
{
    struct slice text;

    if (node->kind != FRONT_TEXT)
        return expected(r, node, key, "a text");
    text = node->text;
    while (text.len > 0 && text.at[text.len - 1] == '\n')
        text.len--; /* of a folded block */
    text = slice_trim(text);
    if (!is_clean(text) || memchr(text.at, '\n', text.len))
        return expected(r, node, key, "a line of text");
    free(*out);
    *out = unseen_plain(text);
    return *out ? 0 : problems_no_memory(r->problems);
}

/* It goes on command lines and into file names; a number is an order. */
static bool is_id(struct slice text)
{
    bool letter = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool lower = c >= 'a' && c <= 'z';

        if (!lower && c != '-' && (c < '0' || c > '9'))
            return false;
        letter = letter || lower;
    }
    return letter;
}

static int read_id(const struct reader *r, const struct front_value *node)
{
    if (node->kind != FRONT_TEXT || !is_id(node->text))
        return expected(r, node, "id",
                        "a name of lower-case letters, digits and -");
    return read_string(r, node, "id", &r->lesson->id);
}

static int read_minutes(const struct reader *r, const struct front_value *node)
{
    long number;

    if (node->kind != FRONT_TEXT ||
        !slice_number(slice_trim(node->text), &number) || number < 1 ||
        number > MINUTES_MAX)
        return expected(r, node, "minutes", "a number from 1 to 600");
    r->lesson->minutes = (int)number;
    return 0;
}

/* ---- mappings ---- */

/*
 * Which of the n known keys it is; -1, which is noted, for another one or
 * one that was there before (a bit of *seen for each).
 */
static int known_key(const struct reader *r, const struct front_value *key,
                     const char *const *keys, int n, unsigned *seen,
                     const char *expected_keys)
{
    for (int i = 0; i < n; i++) {
        if (!slice_is(key->text, keys[i]))
            continue;
        if (*seen & 1u << i)
            return problems_add(r->problems, key->line,
                                "a second %s was found, one was expected",
                                keys[i]);
        *seen |= 1u << i;
        return i;
    }
    return problems_add(r->problems, key->line,
                        "the key '%.*s' was found, %s was expected",
                        SLICE(key->text), expected_keys);
}

/* ---- toggles ---- */

/* YAML would read off and on as booleans; here every scalar is its text. */
static int read_values(const struct reader *r, const struct front_value *node,
                       struct toggle *toggle)
{
    struct err why;

    if (node->kind != FRONT_LIST)
        return expected(r, node, "values", "a list such as [off, on]");
    for (int i = 0; i < node->n; i++) {
        const struct front_value value = front_item(node, i);

        if (value.kind != FRONT_TEXT)
            return expected(r, &value, "a value", "a word");
        if (!is_clean(value.text))
            return expected(r, &value, "the value", "a word");
        if (toggle_add_value(toggle, value.text, &why) != 0)
            return problems_err(r->problems, value.line, &why);
    }
    if (toggle->n_values < 2)
        return problems_add(r->problems, node->line,
                            "%d values were found, 2 to %d were expected",
                            toggle->n_values, TOGGLE_VALUES);
    return 0;
}

/* People read it in the head of a lane, where room is short. */
static int read_label(const struct reader *r, const struct front_value *node,
                      struct toggle *toggle)
{
    char *label = NULL;
    int result = read_string(r, node, "label", &label);

    if (result == 0 &&
        !slice_copy(slice_of(label), toggle->label, sizeof(toggle->label)))
        result = expected(r, node, "label", "at most 63 bytes");
    free(label);
    return result;
}

/* Find the value of a key that must be there; false, and noted, without. */
static bool find_value(const struct reader *r,
                       const struct front_value *mapping, const char *name,
                       struct front_value *value)
{
    for (int i = 0; i < mapping->n; i++) {
        struct front_value key;

        *value = front_pair(mapping, i, &key);
        if (slice_is(key.text, name))
            return true;
    }
    problems_add(r->problems, mapping->line,
                 "a toggle without %s was found, name, label and values were "
                 "expected",
                 name);
    return false;
}

/* Unknown keys and repeated ones; missing ones find_value() reports. */
static int check_toggle_keys(const struct reader *r,
                             const struct front_value *node)
{
    static const char *const keys[] = {"name", "label", "values"};
    unsigned seen = 0;
    int result = 0;

    for (int i = 0; i < node->n; i++) {
        struct front_value key;

        front_pair(node, i, &key);
        if (known_key(r, &key, keys, 3, &seen, "name, label or values") < 0)
            result = -1;
    }
    return result;
}

static int read_toggle(const struct reader *r, const struct front_value *node)
{
    struct lesson *lesson = r->lesson;
    struct toggle *toggle = &lesson->toggles[lesson->n_toggles];
    struct front_value name, label, values;
    struct err why;

    if (node->kind != FRONT_MAPPING)
        return expected(r, node, "a toggle", "name, label and values");
    if (check_toggle_keys(r, node) != 0 ||
        !find_value(r, node, "name", &name) ||
        !find_value(r, node, "label", &label) ||
        !find_value(r, node, "values", &values))
        return -1;
    if (name.kind != FRONT_TEXT)
        return expected(r, &name, "name", "a word");
    if (toggle_add(lesson->toggles, &lesson->n_toggles, name.text, &why) != 0)
        return problems_err(r->problems, name.line, &why);
    toggle->line = name.line;
    if (read_label(r, &label, toggle) != 0)
        return -1;
    return read_values(r, &values, toggle);
}

/* One that is wrong does not hide mistakes in the next. */
static int read_toggles(const struct reader *r, const struct front_value *node)
{
    int result = 0;

    if (node->kind != FRONT_LIST)
        return expected(r, node, "toggles", "a list of toggles");
    for (int i = 0; i < node->n; i++) {
        const struct front_value item = front_item(node, i);

        if (read_toggle(r, &item) != 0)
            result = -1;
    }
    return result;
}

/* One toggle's name. */
static bool read_compared(const struct front_value *node,
                          char name[SCRIPT_NAME])
{
    return node->kind == FRONT_TEXT && node->text.len > 0 &&
           slice_copy(node->text, name, SCRIPT_NAME);
}

/* One toggle, or a list of one or two: the rows and columns of a matrix. */
static int read_compare(struct reader *r, const struct front_value *node)
{
    char *const names[] = {r->lesson->compare, r->lesson->across};
    bool right = node->n == 1 || node->n == 2;

    r->compare_line = node->line;
    if (node->kind == FRONT_TEXT && read_compared(node, names[0]))
        return 0;
    if (node->kind != FRONT_LIST)
        return expected(r, node, "compare", "the name of a toggle, or two");
    for (int i = 0; right && i < node->n; i++) {
        const struct front_value item = front_item(node, i);

        right = read_compared(&item, names[i]);
    }
    if (right)
        return 0;
    return problems_add(r->problems, r->compare_line,
                        "a list was found for compare, one toggle or two such "
                        "as [old, new] were expected");
}

/* ---- needs ---- */

static int read_need(const struct reader *r, const struct front_value *node)
{
    static const char *const names[NEEDS] = {
        [NEED_WIRE] = "wire",           [NEED_SYSCTL] = "sysctl",
        [NEED_DESTROY] = "destroy",     [NEED_IPV6] = "ipv6",
        [NEED_SOCKET] = "socket",       [NEED_ADDRESS] = "address",
        [NEED_MULTICAST] = "multicast", [NEED_OPTION] = "option",
    };

    for (int i = 0; node->kind == FRONT_TEXT && i < NEEDS; i++) {
        if (!slice_is(node->text, names[i]))
            continue;
        r->lesson->needs[i] = true;
        return 0;
    }
    return expected(r, node, "the need",
                    "wire, sysctl, destroy, ipv6, socket, address, multicast "
                    "or option");
}

/* The script adds what it shows by itself; this is for the rest. */
static int read_needs(const struct reader *r, const struct front_value *node)
{
    int result = 0;

    if (node->kind != FRONT_LIST)
        return expected(r, node, "needs", "a list such as [wire]");
    for (int i = 0; i < node->n; i++) {
        const struct front_value item = front_item(node, i);

        if (read_need(r, &item) != 0)
            result = -1;
    }
    return result;
}

/* ---- view ---- */

/* Which of the screen's views the lesson is best seen in. */
static int read_view(const struct reader *r, const struct front_value *node)
{
    static const struct {
        const char *name;
        enum lesson_shows shows;
    } views[] = {{"wire", SHOWS_WIRE}, {"states", SHOWS_STATES}};

    for (int i = 0; node->kind == FRONT_TEXT && i < 2; i++) {
        if (!slice_is(node->text, views[i].name))
            continue;
        r->lesson->shows = views[i].shows;
        return 0;
    }
    return expected(r, node, "view", "wire or states");
}

/* ---- the whole of it ---- */

enum key {
    KEY_TITLE, /* the first four are the ones that a lesson must have */
    KEY_CHAPTER,
    KEY_SUMMARY,
    KEY_MINUTES,
    KEY_ID,
    KEY_TOGGLES,
    KEY_COMPARE,
    KEY_NEEDS,
    KEY_VIEW,
    KEYS,
};

static const char *const key_names[KEYS] = {
    [KEY_TITLE] = "title",     [KEY_CHAPTER] = "chapter",
    [KEY_SUMMARY] = "summary", [KEY_MINUTES] = "minutes",
    [KEY_ID] = "id",           [KEY_TOGGLES] = "toggles",
    [KEY_COMPARE] = "compare", [KEY_NEEDS] = "needs",
    [KEY_VIEW] = "view",
};

/* Each key has its reader; the compiler finds the one that is missing. */
static int read_key(struct reader *r, enum key key,
                    const struct front_value *node)
{
    struct lesson *lesson = r->lesson;

    switch (key) {
    case KEY_TITLE: return read_string(r, node, "title", &lesson->title);
    case KEY_CHAPTER: return read_string(r, node, "chapter", &lesson->chapter);
    case KEY_SUMMARY: return read_string(r, node, "summary", &lesson->summary);
    case KEY_MINUTES: return read_minutes(r, node);
    case KEY_ID: return read_id(r, node);
    case KEY_TOGGLES: return read_toggles(r, node);
    case KEY_COMPARE: return read_compare(r, node);
    case KEY_NEEDS: return read_needs(r, node);
    case KEY_VIEW: return read_view(r, node);
    case KEYS: break;
    }
    return 0;
}

/* Whatever is wrong with one key, the others are read as well. */
static int read_root(struct reader *r, const struct front_value *root)
{
    unsigned seen = 0;
    int result = 0;

    if (root->kind != FRONT_MAPPING)
        return problems_add(r->problems, FRONTMATTER_LINE,
                            "no keys were found, title, chapter, summary and "
                            "minutes were expected");
    for (int i = 0; i < root->n; i++) {
        struct front_value name;
        const struct front_value value = front_pair(root, i, &name);
        int key = known_key(r, &name, key_names, KEYS, &seen,
                            "id, title, chapter, summary, minutes, toggles, "
                            "compare, needs or view");

        if (key < 0 || read_key(r, (enum key)key, &value) != 0)
            result = -1;
    }
    for (int i = 0; i <= KEY_MINUTES; i++)
        if (!(seen & 1u << i))
            result = problems_add(r->problems, 1,
                                  "no %s was found, one was expected in the "
                                  "front matter",
                                  key_names[i]);
    /* Toggles may stand below it, so this waited until all was read. */
    return compare_check(r->lesson, r->compare_line, r->problems) != 0 ? -1
                                                                       : result;
}

int frontmatter_read(struct lesson *lesson, struct slice yaml,
                     struct problems *problems)
{
    struct reader r = {.lesson = lesson, .problems = problems};
    struct front_value root;

    if (front_open(&root, yaml, problems) != 0)
        return -1;
    int result = read_root(&r, &root);
    front_close(&root);
    return result;
}
