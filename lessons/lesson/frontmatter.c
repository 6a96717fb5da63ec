/*
 * frontmatter.c - the YAML above a lesson; the only file that knows libyaml.
 *
 * Its document API keeps the place of every node, so each message can name
 * the line that it is about.
 */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "lessons/lesson/lesson_inside.h"
#include "lessons/text/file.h"
#include "lessons/text/unseen.h"

enum { MINUTES_MAX = 600 };

/* The front matter that is being read. */
struct reader {
    struct lesson *lesson;
    yaml_document_t *document;
    struct problems *problems;
    int compare_line; /* where `compare` stands; 0: nowhere */
};

/* ---- nodes ---- */

/* libyaml counts lines from 0, at the line behind the first fence. */
static int line_of(const yaml_node_t *node)
{
    return (int)node->start_mark.line + FRONTMATTER_LINE;
}

static struct slice scalar(const yaml_node_t *node)
{
    return (struct slice){(const char *)node->data.scalar.value,
                          node->data.scalar.length};
}

/* Say what a key had instead. Returns -1. */
static int expected(const struct reader *r, const yaml_node_t *node,
                    const char *key, const char *what)
{
    static const struct slice nothing = {"", 0};
    struct slice found =
        node->type == YAML_SCALAR_NODE ? slice_trim(scalar(node)) : nothing;

    if (node->type != YAML_SCALAR_NODE)
        return problems_add(r->problems, line_of(node),
                            "%s as a list or a mapping was found, %s was "
                            "expected",
                            key, what);
    return problems_add(r->problems, line_of(node),
                        "%s '%.*s' was found, %s was expected", key,
                        SLICE(found), what);
}

/* ---- plain values ---- */

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
static int read_string(const struct reader *r, const yaml_node_t *node,
                       const char *key, char **out)
{
    struct slice text;

    if (node->type != YAML_SCALAR_NODE)
        return expected(r, node, key, "a text");
    text = scalar(node);
    while (text.len > 0 && text.at[text.len - 1] == '\n')
        text.len--; /* of a folded block */
    text = slice_trim(text);
    if (!is_clean(text) || memchr(text.at, '\n', text.len) != NULL)
        return expected(r, node, key, "a line of text");
    free(*out);
    *out = unseen_plain(text);
    return *out != NULL ? 0 : problems_no_memory(r->problems);
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

static int read_id(const struct reader *r, const yaml_node_t *node)
{
    if (node->type != YAML_SCALAR_NODE || !is_id(scalar(node)))
        return expected(r, node, "id",
                        "a name of lower-case letters, digits and -");
    return read_string(r, node, "id", &r->lesson->id);
}

static int read_minutes(const struct reader *r, const yaml_node_t *node)
{
    long number;

    if (node->type != YAML_SCALAR_NODE ||
        !slice_number(slice_trim(scalar(node)), &number) || number < 1 ||
        number > MINUTES_MAX)
        return expected(r, node, "minutes", "a number from 1 to 600");
    r->lesson->minutes = (int)number;
    return 0;
}

/* ---- mappings ---- */

/* The key of a pair as text; "" when it is none. */
static struct slice pair_key(const struct reader *r,
                             const yaml_node_pair_t *pair, int *line)
{
    const yaml_node_t *key = yaml_document_get_node(r->document, pair->key);

    *line = line_of(key);
    return key->type == YAML_SCALAR_NODE ? scalar(key) : (struct slice){"", 0};
}

/*
 * Which of the n known keys a pair has; -1, which is noted, for another one or
 * one that was there before (a bit of *seen for each).
 */
static int known_key(const struct reader *r, const yaml_node_pair_t *pair,
                     const char *const *keys, int n, unsigned *seen,
                     const char *expected_keys)
{
    int line;
    struct slice key = pair_key(r, pair, &line);

    for (int i = 0; i < n; i++) {
        if (!slice_is(key, keys[i]))
            continue;
        if (*seen & 1u << i)
            return problems_add(r->problems, line,
                                "a second %s was found, one was expected",
                                keys[i]);
        *seen |= 1u << i;
        return i;
    }
    return problems_add(r->problems, line,
                        "the key '%.*s' was found, %s was expected", SLICE(key),
                        expected_keys);
}

/* ---- toggles ---- */

/* YAML would read off and on as booleans; here every scalar is its text. */
static int read_values(const struct reader *r, const yaml_node_t *node,
                       struct toggle *toggle)
{
    struct err why;

    if (node->type != YAML_SEQUENCE_NODE)
        return expected(r, node, "values", "a list such as [off, on]");
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *value = yaml_document_get_node(r->document, *item);

        if (value->type != YAML_SCALAR_NODE)
            return expected(r, value, "a value", "a word");
        if (!is_clean(scalar(value)))
            return expected(r, value, "the value", "a word");
        if (toggle_add_value(toggle, scalar(value), &why) != 0)
            return problems_err(r->problems, line_of(value), &why);
    }
    if (toggle->n_values < 2)
        return problems_add(r->problems, line_of(node),
                            "%d values were found, 2 to %d were expected",
                            toggle->n_values, TOGGLE_VALUES);
    return 0;
}

/* People read it in the head of a lane, where room is short. */
static int read_label(const struct reader *r, const yaml_node_t *node,
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

/* The value of a key that must be there, NULL (and noted) without. */
static const yaml_node_t *
find_value(const struct reader *r, const yaml_node_t *mapping, const char *name)
{
    for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++) {
        int line;

        if (slice_is(pair_key(r, pair, &line), name))
            return yaml_document_get_node(r->document, pair->value);
    }
    problems_add(r->problems, line_of(mapping),
                 "a toggle without %s was found, name, label and values were "
                 "expected",
                 name);
    return NULL;
}

/* Unknown keys and repeated ones; missing ones find_value() reports. */
static int check_toggle_keys(const struct reader *r, const yaml_node_t *node)
{
    static const char *const keys[] = {"name", "label", "values"};
    unsigned seen = 0;
    int result = 0;

    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++)
        if (known_key(r, pair, keys, 3, &seen, "name, label or values") < 0)
            result = -1;
    return result;
}

static int read_toggle(const struct reader *r, const yaml_node_t *node)
{
    struct lesson *lesson = r->lesson;
    struct toggle *toggle = &lesson->toggles[lesson->n_toggles];
    const yaml_node_t *name, *values, *label = NULL;
    struct err why;

    if (node->type != YAML_MAPPING_NODE)
        return expected(r, node, "a toggle", "name, label and values");
    if (check_toggle_keys(r, node) != 0 ||
        (name = find_value(r, node, "name")) == NULL ||
        (label = find_value(r, node, "label")) == NULL ||
        (values = find_value(r, node, "values")) == NULL)
        return -1;
    if (name->type != YAML_SCALAR_NODE)
        return expected(r, name, "name", "a word");
    if (toggle_add(lesson->toggles, &lesson->n_toggles, scalar(name), &why) !=
        0)
        return problems_err(r->problems, line_of(name), &why);
    toggle->line = line_of(name);
    if (read_label(r, label, toggle) != 0)
        return -1;
    return read_values(r, values, toggle);
}

/* One that is wrong does not hide mistakes in the next. */
static int read_toggles(const struct reader *r, const yaml_node_t *node)
{
    int result = 0;

    if (node->type != YAML_SEQUENCE_NODE)
        return expected(r, node, "toggles", "a list of toggles");
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++)
        if (read_toggle(r, yaml_document_get_node(r->document, *item)) != 0)
            result = -1;
    return result;
}

/* One toggle's name. */
static bool read_compared(const yaml_node_t *node, char name[SCRIPT_NAME])
{
    return node->type == YAML_SCALAR_NODE && scalar(node).len > 0 &&
           slice_copy(scalar(node), name, SCRIPT_NAME);
}

/* One toggle, or a list of one or two: the rows and columns of a matrix. */
static int read_compare(struct reader *r, const yaml_node_t *node)
{
    char *const names[] = {r->lesson->compare, r->lesson->across};
    int n = 0;

    r->compare_line = line_of(node);
    if (node->type == YAML_SCALAR_NODE && read_compared(node, names[0]))
        return 0;
    if (node->type != YAML_SEQUENCE_NODE)
        return expected(r, node, "compare", "the name of a toggle, or two");
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++, n++)
        if (n == 2 || !read_compared(yaml_document_get_node(r->document, *item),
                                     names[n]))
            break;
    if (n > 0 &&
        node->data.sequence.items.start + n == node->data.sequence.items.top)
        return 0;
    return problems_add(r->problems, r->compare_line,
                        "a list was found for compare, one toggle or two such "
                        "as [old, new] were expected");
}

/* ---- needs ---- */

static int read_need(const struct reader *r, const yaml_node_t *node)
{
    static const char *const names[NEEDS] = {
        [NEED_WIRE] = "wire",           [NEED_SYSCTL] = "sysctl",
        [NEED_DESTROY] = "destroy",     [NEED_IPV6] = "ipv6",
        [NEED_SOCKET] = "socket",       [NEED_ADDRESS] = "address",
        [NEED_MULTICAST] = "multicast", [NEED_OPTION] = "option",
    };

    for (int i = 0; node->type == YAML_SCALAR_NODE && i < NEEDS; i++) {
        if (!slice_is(scalar(node), names[i]))
            continue;
        r->lesson->needs[i] = true;
        return 0;
    }
    return expected(r, node, "the need",
                    "wire, sysctl, destroy, ipv6, socket, address, multicast "
                    "or option");
}

/* The script adds what it shows by itself; this is for the rest. */
static int read_needs(const struct reader *r, const yaml_node_t *node)
{
    int result = 0;

    if (node->type != YAML_SEQUENCE_NODE)
        return expected(r, node, "needs", "a list such as [wire]");
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++)
        if (read_need(r, yaml_document_get_node(r->document, *item)) != 0)
            result = -1;
    return result;
}

/* ---- view ---- */

/* Which of the screen's views the lesson is best seen in. */
static int read_view(const struct reader *r, const yaml_node_t *node)
{
    static const struct {
        const char *name;
        enum lesson_shows shows;
    } views[] = {{"wire", SHOWS_WIRE}, {"states", SHOWS_STATES}};

    for (int i = 0; node->type == YAML_SCALAR_NODE && i < 2; i++) {
        if (!slice_is(scalar(node), views[i].name))
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
static int read_key(struct reader *r, enum key key, const yaml_node_t *node)
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
static int read_root(struct reader *r, const yaml_node_t *root)
{
    unsigned seen = 0;
    int result = 0;

    if (root == NULL || root->type != YAML_MAPPING_NODE)
        return problems_add(r->problems, FRONTMATTER_LINE,
                            "no keys were found, title, chapter, summary and "
                            "minutes were expected");
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        int key = known_key(r, pair, key_names, KEYS, &seen,
                            "id, title, chapter, summary, minutes, toggles, "
                            "compare, needs or view");

        if (key < 0 ||
            read_key(r, (enum key)key,
                     yaml_document_get_node(r->document, pair->value)) != 0)
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

/*
 * Load the YAML; false, with its complaint noted, when it is none. Of a mistake
 * libyaml always says which one; where it has stopped without a word, it had no
 * memory, which it does not always call by that name.
 */
static bool load(yaml_document_t *document, struct slice yaml,
                 struct problems *problems)
{
    yaml_parser_t parser;
    bool loaded;

    if (!yaml_parser_initialize(&parser)) {
        problems_no_memory(problems);
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.at,
                                 yaml.len);
    loaded = yaml_parser_load(&parser, document) != 0;
    if (!loaded && (parser.error == YAML_MEMORY_ERROR || !parser.problem))
        problems_no_memory(problems);
    else if (!loaded)
        problems_add(problems, (int)parser.problem_mark.line + FRONTMATTER_LINE,
                     "%s, YAML was expected", parser.problem);
    yaml_parser_delete(&parser);
    return loaded;
}

int frontmatter_read(struct lesson *lesson, struct slice yaml,
                     struct problems *problems)
{
    yaml_document_t document;
    struct reader r = {
        .lesson = lesson,
        .document = &document,
        .problems = problems,
    };
    int result;

    if (!load(&document, yaml, problems))
        return -1;
    result = read_root(&r, yaml_document_get_root_node(&document));
    yaml_document_delete(&document);
    return result;
}

/* The lines of the YAML that a node stands on. */
static struct slice lines_of(struct slice yaml, const yaml_node_t *node)
{
    struct slice rest = yaml, found;

    for (size_t i = 0; i < node->start_mark.line; i++)
        slice_line(&rest);
    found = rest;
    for (size_t i = node->start_mark.line; i <= node->end_mark.line; i++)
        slice_line(&rest);
    found.len -= rest.len;
    return found;
}

/* Whether a value has such a character, and its lines in the file have none. */
static bool is_escaped(struct slice yaml, const yaml_node_t *node)
{
    struct slice value = scalar(node), lines = lines_of(yaml, node);
    uint32_t ignored;

    return unseen_find(value, &ignored) < value.len &&
           unseen_find(lines, &ignored) == lines.len;
}

void frontmatter_unseen(struct slice yaml, struct problems *problems)
{
    yaml_document_t document;
    struct problems unwanted = {.name = ""};

    /* That it can't be read was told before. */
    if (load(&document, yaml, &unwanted)) {
        for (const yaml_node_t *node = document.nodes.start;
             node < document.nodes.top; node++)
            if (node->type == YAML_SCALAR_NODE && is_escaped(yaml, node))
                unseen_warn(scalar(node), line_of(node), problems);
        yaml_document_delete(&document);
    }
    problems_free(&unwanted);
}
