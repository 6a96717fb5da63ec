/*
 * frontmatter_keys.c - what a lesson makes of its front matter: the keys that
 * there are, and the values that each may have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
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

/* Say what a key had instead of what ("a text was expected"). Returns -1. */
static int expected(const struct reader *r, const struct front_value *node,
                    const char *key, const char *what)
{
    static const struct slice nothing = {"", 0};
    struct slice found =
        node->kind == FRONT_TEXT ? slice_trim(node->text) : nothing;

    if (node->kind != FRONT_TEXT)
        return problems_add(r->problems, node->line,
                            "%s as a list or a mapping was found, %s", key,
                            translate(what));
    return problems_add(r->problems, node->line, "%s '%.*s' was found, %s", key,
                        SLICE(found), translate(what));
}

/* YAML can write any character as an escape; a terminal must not see them. */
static bool is_clean(struct slice text)
{
    return text_check(text.at, text.len, 1, NULL) == 0 && text.len > 0;
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
        return expected(r, node, key, N_("a text was expected"));
    text = node->text;
    while (text.len > 0 && text.at[text.len - 1] == '\n')
        text.len--; /* of a folded block */
    text = slice_trim(text);
    if (!is_clean(text) || memchr(text.at, '\n', text.len))
        return expected(r, node, key, N_("a line of text was expected"));
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

/* An id, into out. */
static int read_name(struct reader *r, const struct front_value *node,
                     const char *key, char **out)
{
    if (node->kind != FRONT_TEXT || !is_id(node->text))
        return expected(
            r, node, key,
            N_("a name of lower-case letters, digits and - was expected"));
    return read_string(r, node, key, out);
}

static int read_id(struct reader *r, const struct front_value *node)
{
    return read_name(r, node, "id", &r->lesson->id);
}

static int read_try(struct reader *r, const struct front_value *node)
{
    r->lesson->attempt_line = node->line;
    return read_string(r, node, "try", &r->lesson->attempt);
}

static int read_leads(struct reader *r, const struct front_value *node)
{
    return read_name(r, node, "leads", &r->lesson->leads);
}

static int read_minutes(struct reader *r, const struct front_value *node)
{
    long number;

    if (node->kind != FRONT_TEXT ||
        !slice_number(slice_trim(node->text), &number) || number < 1 ||
        number > MINUTES_MAX)
        return expected(r, node, "minutes",
                        N_("a number from 1 to 600 was expected"));
    r->lesson->minutes = (int)number;
    return 0;
}

/* Phrases with a comma between them; one that is empty is a slip. */
static int read_symptoms(struct reader *r, const struct front_value *node)
{
    struct slice rest, phrase;
    bool more = true;

    if (read_string(r, node, "symptoms", &r->lesson->symptoms) != 0)
        return -1;
    for (rest = slice_of(r->lesson->symptoms); more;) {
        phrase = slice_trim(slice_cut(&rest, ',', &more));
        if (phrase.len == 0)
            return problems_add(r->problems, node->line,
                                "nothing was found between two commas of "
                                "symptoms, a phrase was expected");
    }
    return 0;
}

/* ---- mappings and lists ---- */

/*
 * A key that a mapping may have, and for the whole front matter its reader,
 * which notes what is wrong; that it returns -1 then tells nobody more.
 */
struct key {
    const char *name;
    bool must;   /* a lesson has none without it */
    size_t text; /* without a reader: where in the lesson its text goes */
    int (*read)(struct reader *r, const struct front_value *node);
};

/*
 * Find the values of the n known keys; that of one which is not there has no
 * line. Notes unknown keys, in the words of unknown, and repeated ones, of
 * which the first counts. Returns 0 or -1.
 */
static int find_values(const struct reader *r,
                       const struct front_value *mapping,
                       const struct key *keys, int n,
                       struct front_value *values, const char *unknown)
{
    int result = 0;

    memset(values, 0, (size_t)n * sizeof(*values));
    for (int i = 0; i < mapping->n; i++) {
        struct front_value key, value = front_pair(mapping, i, &key);
        int k = 0;

        while (k < n && !slice_is(key.text, keys[k].name))
            k++;
        if (k == n)
            result =
                problems_add(r->problems, key.line, unknown, SLICE(key.text));
        else if (values[k].line > 0)
            result = problems_add(r->problems, key.line,
                                  "a second %s was found, one was expected",
                                  keys[k].name);
        else
            values[k] = value;
    }
    return result;
}

/* Read a list; an item that is wrong does not hide mistakes in the next. */
static int read_list(struct reader *r, const struct front_value *node,
                     const char *key, const char *what,
                     int (*read)(struct reader *r,
                                 const struct front_value *item))
{
    if (node->kind != FRONT_LIST)
        return expected(r, node, key, what);
    for (int i = 0; i < node->n; i++) {
        const struct front_value item = front_item(node, i);

        read(r, &item);
    }
    return 0;
}

/* Which of these words it is, some of which may be NULL; -1 for none. */
static int find_word(const struct front_value *node, const char *const *words,
                     int n)
{
    for (int i = 0; node->kind == FRONT_TEXT && i < n; i++)
        if (words[i] && slice_is(node->text, words[i]))
            return i;
    return -1;
}

/* ---- toggles ---- */

/* YAML would read off and on as booleans; here every scalar is its text. */
static int read_values(const struct reader *r, const struct front_value *node,
                       struct toggle *toggle)
{
    struct err why;

    if (node->kind != FRONT_LIST)
        return expected(r, node, "values",
                        N_("a list such as [off, on] was expected"));
    for (int i = 0; i < node->n; i++) {
        const struct front_value value = front_item(node, i);

        if (value.kind != FRONT_TEXT)
            return expected(r, &value, _("a value"), N_("a word was expected"));
        if (!is_clean(value.text))
            return expected(r, &value, _("the value"),
                            N_("a word was expected"));
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
        result =
            expected(r, node, "label", N_("at most 63 bytes was expected"));
    free(label);
    return result;
}

static int read_toggle(struct reader *r, const struct front_value *node)
{
    enum { NAME, LABEL, VALUES, TOGGLE_KEYS };
    static const struct key keys[] = {[NAME] = {.name = "name"},
                                      [LABEL] = {.name = "label"},
                                      [VALUES] = {.name = "values"}};
    struct lesson *lesson = r->lesson;
    struct toggle *toggle = &lesson->toggles[lesson->n_toggles];
    struct front_value values[TOGGLE_KEYS];
    const struct front_value *name = &values[NAME];
    struct err why;

    if (node->kind != FRONT_MAPPING)
        return expected(r, node, _("a toggle"),
                        N_("name, label and values was expected"));
    if (find_values(r, node, keys, TOGGLE_KEYS, values,
                    N_("the key '%.*s' was found, name, label or values was "
                       "expected")) != 0)
        return -1;
    for (int i = 0; i < TOGGLE_KEYS; i++)
        if (values[i].line == 0)
            return problems_add(r->problems, node->line,
                                "a toggle without %s was found, name, label "
                                "and values were expected",
                                keys[i].name);
    if (name->kind != FRONT_TEXT)
        return expected(r, name, "name", N_("a word was expected"));
    if (toggle_add(lesson->toggles, &lesson->n_toggles, name->text, &why) != 0)
        return problems_err(r->problems, name->line, &why);
    toggle->line = name->line;
    if (read_label(r, &values[LABEL], toggle) != 0)
        return -1;
    return read_values(r, &values[VALUES], toggle);
}

static int read_toggles(struct reader *r, const struct front_value *node)
{
    return read_list(r, node, "toggles", N_("a list of toggles was expected"),
                     read_toggle);
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
        return expected(r, node, "compare",
                        N_("the name of a toggle, or two was expected"));
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

static int read_need(struct reader *r, const struct front_value *node)
{
    const char *names[NEEDS];
    char list[256], what[300];

    for (enum need need = 0; need < NEEDS; need++)
        names[need] = need_name(need);
    int need = find_word(node, names, NEEDS);

    if (need < 0) {
        snprintf(what, sizeof(what), _("%s was expected"),
                 need_names(list, sizeof(list)));
        return expected(r, node, _("the need"), what);
    }
    r->lesson->needs[need] = true;
    return 0;
}

/* The script adds what it shows by itself; this is for the rest. */
static int read_needs(struct reader *r, const struct front_value *node)
{
    return read_list(r, node, "needs", N_("a list such as [wire] was expected"),
                     read_need);
}

/* ---- view ---- */

/* Which of the screen's views the lesson is best seen in. */
static int read_view(struct reader *r, const struct front_value *node)
{
    static const char *const names[] = {
        [SHOWS_WIRE] = "wire", [SHOWS_STATES] = "states"};
    int shows = find_word(node, names, SHOWS_STATES + 1);

    if (shows < 0)
        return expected(r, node, "view", N_("wire or states was expected"));
    r->lesson->shows = (enum lesson_shows)shows;
    return 0;
}

/* ---- the whole of it ---- */

static const struct key keys[] = {
    {"title", true, .text = offsetof(struct lesson, title)},
    {"chapter", true, .text = offsetof(struct lesson, chapter)},
    {"summary", true, .text = offsetof(struct lesson, summary)},
    {"minutes", true, .read = read_minutes},
    {"id", .read = read_id},
    {"toggles", .read = read_toggles},
    {"compare", .read = read_compare},
    {"needs", .read = read_needs},
    {"symptoms", .read = read_symptoms},
    {"view", .read = read_view},
    {"remember", .text = offsetof(struct lesson, remember)},
    {"try", .read = read_try},
    {"leads", .read = read_leads},
};

enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static int read_key(struct reader *r, const struct key *key,
                    const struct front_value *node)
{
    if (key->read)
        return key->read(r, node);
    return read_string(r, node, key->name,
                       (char **)((char *)r->lesson + key->text));
}

/* Whatever is wrong with one key, the others are read as well. */
static void read_root(struct reader *r, const struct front_value *root)
{
    struct front_value values[KEYS];

    if (root->kind != FRONT_MAPPING) {
        problems_add(r->problems, FRONTMATTER_LINE,
                     "no keys were found, title, chapter, summary and minutes "
                     "were expected");
        return;
    }
    find_values(r, root, keys, KEYS, values,
                N_("the key '%.*s' was found, id, title, chapter, summary, "
                   "minutes, symptoms, toggles, compare, needs, view, "
                   "remember, try or leads was expected"));
    for (int i = 0; i < KEYS; i++) {
        if (values[i].line > 0)
            read_key(r, &keys[i], &values[i]);
        else if (keys[i].must)
            problems_add(r->problems, 1,
                         "no %s was found, one was expected in the front "
                         "matter",
                         keys[i].name);
    }
    /* Toggles may stand below it, so this waited until all was read. */
    compare_check(r->lesson, r->compare_line, r->problems);
}

void frontmatter_read(struct lesson *lesson, struct slice yaml,
                      struct problems *problems)
{
    struct reader r = {.lesson = lesson, .problems = problems};
    struct front_value root;

    if (front_open(&root, yaml, problems) != 0)
        return;
    read_root(&r, &root);
    front_close(&root);
}
