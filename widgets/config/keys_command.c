/*
 * keys_command.c - prints the table of actions in one of three forms.
 */
#include "widgets/config/keys_command.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lessons/text/wrap.h"
#include "widgets/config/config.h"
#include "widgets/view/key.h"

enum {
    COLUMNS = 78,
    KEYS_COLUMN = 2,
    NAME_COLUMN = 17,
    TEXT_COLUMN = 32,
    NAMES = 128,     /* bytes of names of keys */
    FILE_NAME = 4096 /* and of a file's */
};

/* The names of the action's keys, or other ones, into out. */
static const char *names_of(enum action action, char *out, size_t size)
{
    key_names(&(struct key){.is = {action}}, true, out, size);
    return out;
}

/* Blanks up to a column, one at least. Returns the column. */
static int go_to(FILE *out, int x, int column)
{
    do
        fputc(' ', out);
    while (++x < column);
    return x;
}

/* ---- for people ---- */

/* A name in its column, and where it ends. */
static int put(FILE *out, int x, int column, const char *text)
{
    x = go_to(out, x, column);
    fputs(text, out);
    return x + wrap_columns(slice_of(text));
}

static void print_action(FILE *out, enum action action)
{
    const struct action_row *row = &actions[action];
    char names[NAMES];
    int x;

    x = put(out, 0, KEYS_COLUMN, names_of(action, names, sizeof(names)));
    x = put(out, x, NAME_COLUMN, row->name);
    x = go_to(out, x, TEXT_COLUMN);
    wrap_from(out, COLUMNS, x, TEXT_COLUMN, slice_of(_(row->text)));
}

static void print_file(FILE *out, const struct config *config)
{
    char file[FILE_NAME];

    err_escape(file, sizeof(file), config->file ? config->file : "");
    if (config->found)
        fprintf(out, _("\nRead from %s.\n"), file);
    else if (config->file)
        fprintf(out, _("\nThere is no %s, where other keys would be given.\n"),
                file);
}

static void print_text(FILE *out, const struct config *config)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++) {
        if (actions[i].group)
            fprintf(out, "%s%s\n", i > ACTION_NONE + 1 ? "\n" : "",
                    _(actions[i].group));
        print_action(out, (enum action)i);
    }
    print_file(out, config);
}

/* ---- for the manual page ---- */

/* In mdoc(7) each sentence begins a line. */
static void mdoc_text(FILE *out, const char *text)
{
    const char *end;

    for (; (end = strstr(text, ". ")); text = end + 2)
        fprintf(out, "%.*s\n", (int)(end + 1 - text), text);
    fprintf(out, "%s\n", text);
}

/* `.Ic \&a , \&b Pq Cm name`: \& keeps signs from being taken for orders. */
static void mdoc_action(FILE *out, enum action action)
{
    const char *name = actions[action].keys;
    size_t len = action_next_name(&name);
    bool first = true;

    fputs(".It Ic", out);
    for (; len > 0; name += len, len = action_next_name(&name)) {
        fprintf(out, "%s \\&%.*s", first ? "" : " ,", (int)len, name);
        first = false;
    }
    fprintf(out, " Pq Cm %s\n", actions[action].name);
    mdoc_text(out, actions[action].text);
}

static void print_mdoc(FILE *out)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++) {
        if (actions[i].group)
            fprintf(out, "%s.Ss %s\n.Bl -tag -compact -width \"Ctrl-D\"\n",
                    i > ACTION_NONE + 1 ? ".El\n" : "", actions[i].group);
        mdoc_action(out, (enum action)i);
    }
    fputs(".El\n", out);
}

/* ---- a configuration ---- */

static void conf_action(FILE *out, enum action action, bool own)
{
    char names[NAMES];

    if (action != ACTION_NUMBER)
        fprintf(out, "%skey.%s = %s\n", own ? "" : "# ", actions[action].name,
                names_of(action, names, sizeof(names)));
}

/* What the file says stands as it is; all else is there, and commented out. */
static void print_conf(FILE *out, const struct config *config)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++) {
        if (actions[i].group)
            fprintf(out, "%s# %s\n", i > ACTION_NONE + 1 ? "\n" : "",
                    _(actions[i].group));
        conf_action(out, (enum action)i, config->keys[i] != NULL);
    }
    fprintf(out, "\n%stheme = %s\n", config->theme ? "" : "# ",
            config->theme ? config->theme : "dark");
    fprintf(out, "%smouse = %s\n", config->mouse_line ? "" : "# ",
            config->mouse_line && !config->mouse ? "off" : "on");
}

/* ---- the command ---- */

int keys_command(FILE *out, const struct options *options)
{
    const char *format = options->run.format;
    struct config config;
    struct err err;

    if (strcmp(format, "mdoc") == 0) {
        print_mdoc(out);
        return STATUS_HELD;
    }
    if (strcmp(format, "text") != 0 && strcmp(format, "conf") != 0)
        return misused("unknown format '%s', expected text, mdoc or conf",
                       format);
    if (config_read(options->config, &config, &err) < 0) {
        config_free(&config);
        fprintf(stderr, "socket-lab: %s\n", err.text);
        return err.kind == ERR_INPUT ? STATUS_INPUT : STATUS_MACHINE;
    }
    config_bind(&config);
    if (strcmp(format, "conf") == 0)
        print_conf(out, &config);
    else
        print_text(out, &config);
    config_bind(&(struct config){.file = NULL});
    config_free(&config);
    return STATUS_HELD;
}
