/*
 * config.c - reads the configuration file, line by line, and then looks for
 * keys that would mean two things.
 */
#include "widgets/config/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab/base/nearest.h"
#include "lessons/text/file.h"
#include "lessons/text/format.h"
#include "lessons/text/problems.h"
#include "lessons/text/slice.h"
#include "widgets/screen/theme.h"

enum { CONTROL_C = 3, CONTROL_L = 12, CONTROL_Z = 26 };

/* ---- where it is ---- */

/* XDG Base Directory Specification: a path that isn't absolute is ignored. */
static char *usual_file(void)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    if (config && config[0] == '/')
        return text_format("%s/socket-lab/config", config);
    if (home && home[0] == '/')
        return text_format("%s/.config/socket-lab/config", home);
    return NULL;
}

/* ---- a line ---- */

/* One that is being read: NAME = VALUE, without the blanks around both. */
struct line {
    const char *file;
    int number;
    struct slice name;
    struct slice value;
};

/* The action that a mistyped name may be; NULL for none. */
static const char *near_name(struct slice name)
{
    struct nearest best = {0};

    if (!slice_take(&name, "key."))
        return NULL;
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        nearest_try(&best, name.at, name.len, actions[i].name);
    return best.name;
}

static int wrong_name(const struct line *line, struct err *err)
{
    const char *near = near_name(line->name);

    if (near)
        return err_input(err,
                         "%s:%d: found '%.*s', expected key. and the name of "
                         "an action, did you mean key.%s?",
                         line->file, line->number, SLICE(line->name), near);
    return err_input(err,
                     "%s:%d: found '%.*s', expected theme, mouse, or key. and "
                     "the name of an action; `socket-lab keys` lists them",
                     line->file, line->number, SLICE(line->name));
}

static int again(const struct line *line, int before, struct err *err)
{
    return err_input(err, "%s:%d: found '%.*s' again, it stands in line %d",
                     line->file, line->number, SLICE(line->name), before);
}

/* These the program takes before any view. */
static bool is_reserved(int key)
{
    return key == CONTROL_C || key == CONTROL_L || key == CONTROL_Z;
}

static int check_keys(const struct line *line, const char *names,
                      struct err *err)
{
    size_t len = action_next_name(&names);

    if (len == 0)
        return err_input(err, "%s:%d: found no key, expected names of keys",
                         line->file, line->number);
    for (; len > 0; names += len, len = action_next_name(&names)) {
        struct slice name = {names, len};
        int key = key_named(names, len);

        if (key < 0)
            return err_input(err,
                             "%s:%d: found '%.*s', expected a key: a "
                             "character, or a name such as F2, Ctrl-A, Up, "
                             "Enter or space",
                             line->file, line->number, SLICE(name));
        if (is_reserved(key))
            return err_input(err,
                             "%s:%d: found '%.*s', which is the same "
                             "everywhere, expected another key",
                             line->file, line->number, SLICE(name));
    }
    return 0;
}

static int read_keys(struct config *config, const struct line *line,
                     struct err *err)
{
    struct slice name = line->name;
    enum action action = slice_take(&name, "key.")
                             ? action_named(name.at, name.len)
                             : ACTION_NONE;

    if (!action)
        return wrong_name(line, err);
    if (action == ACTION_NUMBER)
        return err_input(err,
                         "%s:%d: found key.number, expected another action: "
                         "digits stay digits",
                         line->file, line->number);
    if (config->keys[action])
        return again(line, config->key_lines[action], err);
    config->keys[action] = slice_dup(line->value);
    if (!config->keys[action])
        return err_machine(err, "out of memory");
    for (char *c = config->keys[action]; *c; c++)
        *c = *c == '\t' ? ' ' : *c;
    config->key_lines[action] = line->number;
    return check_keys(line, config->keys[action], err);
}

/* Which themes there are is known to who draws. */
static int read_theme(struct config *config, const struct line *line,
                      struct err *err)
{
    if (config->theme)
        return again(line, config->theme_line, err);
    if (line->value.len == 0)
        return err_input(err, "%s:%d: found nothing, expected a theme's name",
                         line->file, line->number);
    config->theme = slice_dup(line->value);
    config->theme_line = line->number;
    return config->theme ? 0 : err_machine(err, "out of memory");
}

static int read_mouse(struct config *config, const struct line *line,
                      struct err *err)
{
    if (config->mouse_line)
        return again(line, config->mouse_line, err);
    config->mouse = slice_is(line->value, "on");
    config->mouse_line = line->number;
    if (!config->mouse && !slice_is(line->value, "off"))
        return err_input(err, "%s:%d: found '%.*s', expected on or off",
                         line->file, line->number, SLICE(line->value));
    return 0;
}

/* A key may be =, so the first one is what parts name and value. */
static int read_line(struct config *config, struct line *line,
                     struct slice text, struct err *err)
{
    bool equals;

    line->value = slice_trim(text);
    if (line->value.len == 0 || *line->value.at == '#')
        return 0;
    line->name = slice_trim(slice_cut(&line->value, '=', &equals));
    line->value = slice_trim(line->value);
    if (!equals)
        return err_input(err, "%s:%d: found '%.*s', expected NAME = VALUE",
                         line->file, line->number, SLICE(line->name));
    if (slice_is(line->name, "theme"))
        return read_theme(config, line, err);
    if (slice_is(line->name, "mouse"))
        return read_mouse(config, line, err);
    return read_keys(config, line, err);
}

/* ---- keys that two actions have ---- */

static const char *keys_of(const struct config *config, enum action action)
{
    return config->keys[action] ? config->keys[action] : actions[action].keys;
}

/* Whether the key is one of those in the list of names. */
static bool among(const char *names, enum action action, int key)
{
    size_t len;

    if (action == ACTION_NUMBER)
        return key >= '0' && key <= '9';
    for (; (len = action_next_name(&names)) > 0; names += len)
        if (key_named(names, len) == key)
            return true;
    return false;
}

/* Another action that has the key and acts where this one does. */
static enum action other_with(const struct config *config, enum action one,
                              int key)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++) {
        enum action other = (enum action)i;

        if (other != one && actions[i].places & actions[one].places &&
            among(keys_of(config, other), other, key))
            return other;
    }
    return ACTION_NONE;
}

/* The later one of two lines is to blame: it is looked at by itself. */
static int check_action(const struct config *config, enum action one,
                        struct err *err)
{
    const char *names = config->keys[one];
    size_t len;

    for (; (len = action_next_name(&names)) > 0; names += len) {
        enum action other = other_with(config, one, key_named(names, len));

        if (other && config->key_lines[other] < config->key_lines[one])
            return err_input(err,
                             "%s:%d: found '%.*s' for %s, which %s has as "
                             "well, expected a key that means one thing",
                             config->file, config->key_lines[one], (int)len,
                             names, actions[one].name, actions[other].name);
    }
    return 0;
}

static int check_all(const struct config *config, struct err *err)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        if (config->keys[i] && check_action(config, (enum action)i, err) < 0)
            return -1;
    return 0;
}

/* ---- the file ---- */

/* Whatever stands there is printed by `socket-lab keys`. */
static int check_text(const struct config *config, struct slice text,
                      struct err *err)
{
    struct problems problems = {.name = config->file};

    text_check(text.at, text.len, 1, &problems);
    return problems_end(&problems, err);
}

static int parse(struct config *config, struct slice text, struct err *err)
{
    struct line line = {.file = config->file};

    if (check_text(config, text, err) < 0)
        return -1;
    while (text.len > 0) {
        line.number++;
        if (read_line(config, &line, slice_line(&text), err) < 0)
            return -1;
    }
    return check_all(config, err);
}

/* The usual file may be missing, but not be there and withheld. */
static bool is_missing(const char *file)
{
    return access(file, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

int config_read(const char *path, struct config *config, struct err *err)
{
    struct slice text;
    char *whole;

    *config = (struct config){.file = path ? strdup(path) : usual_file()};
    if (!config->file)
        return path ? err_machine(err, "out of memory") : 0;
    if (!path && is_missing(config->file))
        return 0;
    int result = path ? text_read(path, &whole, &text.len, err)
                      : text_read_kept(config->file, "a configuration file",
                                       &whole, &text.len, err);
    if (result < 0)
        return -1;
    config->found = true;
    text.at = whole;
    result = parse(config, text, err);
    free(whole);
    return result;
}

void config_bind(const struct config *config)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        action_bind((enum action)i, config->keys[i]);
}

void config_free(struct config *config)
{
    for (int i = 0; i < ACTIONS; i++)
        free(config->keys[i]);
    free(config->theme);
    free(config->file);
    *config = (struct config){.file = NULL};
}

/* ---- what is chosen ---- */

int config_choose_theme(const struct config *config, const char *name,
                        struct err *err)
{
    const char *chosen = name ? name : config->theme;
    char names[128];

    if (theme_choose(chosen) == 0)
        return 0;
    theme_names(names, sizeof names);
    if (name)
        return err_input(err, "theme '%s' was found, %s was expected", name,
                         names);
    return err_input(err, "%s:%d: theme '%s' was found, %s was expected",
                     config->file, config->theme_line, chosen, names);
}

bool config_mouse(const struct config *config, const char *said)
{
    if (said)
        return strcmp(said, "on") == 0;
    return config->mouse_line == 0 || config->mouse;
}
