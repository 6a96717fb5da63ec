/*
 * toggle.c - toggles, their values in a lane, and $NAME in a line.
 *
 * A setting keeps an index for each toggle, not a text, so that it can be
 * copied, compared and stepped through cheaply; the texts stay with the
 * toggles, of which there is one array for a lesson.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/script/script_inside.h"

/* ---- declaring ---- */

/* The values come one by one with toggle_add_value(). */
int toggle_add(struct toggle *toggles, int *n, struct slice name,
               struct err *err)
{
    struct toggle *toggle = &toggles[*n];

    if (!slice_is_name(name))
        return err_input(err,
                         "the toggle '%.*s' was found, a name of at most 31 "
                         "letters, digits, _ and - was expected",
                         SLICE(name));
    if (*n == SETTING_TOGGLES)
        return err_input(err,
                         "more than %d toggles were found, fewer were "
                         "expected",
                         SETTING_TOGGLES);
    /* Built in place behind the last one, and counted only when it is right. */
    memset(toggle, 0, sizeof(*toggle));
    slice_copy(name, toggle->name, sizeof(toggle->name));
    slice_copy(name, toggle->label, sizeof(toggle->label));
    if (toggle_find(toggles, *n, toggle->name))
        return err_input(err,
                         "a second toggle '%s' was found, one of each name "
                         "was expected",
                         toggle->name);
    ++*n;
    return 0;
}

/*
 * A value ends at these where it stands in a line. The signs that are refused
 * end a word, a list, a condition or a string somewhere in the notation; #
 * would begin a comment.
 */
static bool value_is_plain(struct slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if (isspace((unsigned char)value.at[i]) ||
            strchr("[],\"#", value.at[i]))
            return false;
    return value.len > 0 && value.len < SCRIPT_NAME;
}

/* Values are few, so each is simply compared with those before it. */
int toggle_add_value(struct toggle *toggle, struct slice value, struct err *err)
{
    if (!value_is_plain(value))
        return err_input(err,
                         "the value '%.*s' was found, at most 31 characters "
                         "without blanks, commas, brackets, quotes and # "
                         "were expected",
                         SLICE(value));
    if (toggle->n_values == TOGGLE_VALUES)
        return err_input(err,
                         "more than %d values were found, fewer were expected",
                         TOGGLE_VALUES);
    for (int i = 0; i < toggle->n_values; i++)
        if (slice_is(value, toggle->values[i]))
            return err_input(err,
                             "the value '%s' was found twice, different "
                             "values were expected",
                             toggle->values[i]);
    slice_copy(value, toggle->values[toggle->n_values++], SCRIPT_NAME);
    return 0;
}

/* ---- asking ---- */

const struct toggle *toggle_find(const struct toggle *toggles, int n,
                                 const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(toggles[i].name, name) == 0)
            return &toggles[i];
    return NULL;
}

/*
 * Append the index-th of n items of a list in words. "a", "a or b", "a, b or
 * c". Cut where there is no room, as messages may be.
 */
static void list_item(char *out, size_t size, const char *item, int index,
                      int n)
{
    size_t len = strlen(out);

    snprintf(out + len, size - len, "%s%s",
             index == 0       ? ""
             : index == n - 1 ? _(" or ")
                              : ", ",
             item);
}

/* For messages: what could have been written instead. */
void toggle_names(const struct scope *scope, char *out, size_t size)
{
    snprintf(out, size, "%s", scope->n == 0 ? _("none is declared") : "");
    for (int i = 0; i < scope->n; i++)
        list_item(out, size, scope->toggles[i].name, i, scope->n);
}

/* The values of a toggle in the same way. */
static void toggle_values(const struct toggle *toggle, char *out, size_t size)
{
    out[0] = '\0';
    for (int i = 0; i < toggle->n_values; i++)
        list_item(out, size, toggle->values[i], i, toggle->n_values);
}

/* What a setting knows, as a scope. */
static struct scope scope_of(const struct setting *setting)
{
    return (struct scope){
        .toggles = setting->toggles, .n = setting->n, .names = setting->names};
}

void setting_defaults(struct setting *setting, const struct scope *scope)
{
    *setting = (struct setting){
        .toggles = scope->toggles, .n = scope->n, .names = scope->names};
}

/* The text as it was declared, `on` and not 1: conditions are written so. */
const char *setting_value(const struct setting *setting, const char *name)
{
    const struct toggle *toggle =
        toggle_find(setting->toggles, setting->n, name);

    if (!toggle)
        return NULL;
    return toggle->values[setting->value[toggle - setting->toggles]];
}

/* The message must help at the prompt and behind -s: it lists what is. */
int setting_set(struct setting *setting, const char *name, const char *value,
                struct err *err)
{
    const struct toggle *toggle =
        toggle_find(setting->toggles, setting->n, name);
    const struct scope scope = scope_of(setting);
    char known[256];

    if (!toggle) {
        toggle_names(&scope, known, sizeof(known));
        return err_input(err, "'%s' was found, a toggle was expected: %s", name,
                         known);
    }
    for (int i = 0; i < toggle->n_values; i++) {
        if (strcmp(toggle->values[i], value) != 0)
            continue;
        setting->value[toggle - setting->toggles] = i;
        return 0;
    }
    toggle_values(toggle, known, sizeof(known));
    return err_input(err, "'%s=%s' was found, %s was expected", name, value,
                     known);
}

/* In the order of their declaration, so a lane keeps its name. */
void setting_label(const struct setting *setting, char *out, size_t size)
{
    out[0] = '\0';
    for (int i = 0; i < setting->n; i++) {
        const struct toggle *toggle = &setting->toggles[i];
        size_t len = strlen(out);

        snprintf(out + len, size - len, "%s%s=%s", i > 0 ? "," : "",
                 toggle->name, toggle->values[setting->value[i]]);
    }
}

/* ---- $NAME ---- */

/* The next $NAME in a text: how many bytes it has, and which toggle it is. */
struct reference {
    const char *at;    /* of the $; NULL when there is none any more */
    size_t len;        /* with the $ */
    int toggle;        /* -1 for any other name */
    const char *value; /*   and what it is worth; NULL: it has no value */
};

/* A $ inside a string is a byte to be sent, no reference. */
static const char *next_dollar(const char *text)
{
    bool quoted = false;

    for (; *text != '\0'; text++) {
        if (quoted && text[0] == '\\' && text[1] != '\0')
            text++;
        else if (*text == '"')
            quoted = !quoted;
        else if (*text == '$' && !quoted)
            return text;
    }
    return NULL;
}

/* What is no toggle may be a name with a value; that has no - in it. */
static void find_value(struct reference *ref, const struct scope *scope)
{
    struct slice name = {ref->at + 1, ref->len - 1};

    name.len = name_length(name);
    ref->value = names_value(scope->names, name);
    if (ref->value)
        ref->len = name.len + 1;
}

/*
 * Names may hold a -, so the longest one that is a toggle's counts. `$a-b` is
 * the toggle a-b if there is one, else a followed by `-b`: so the longest goes
 * first, cut only before a hyphen.
 */
static struct reference next_reference(const char *text,
                                       const struct scope *scope)
{
    struct reference ref = {.at = next_dollar(text), .toggle = -1};
    size_t longest = 0;

    if (!ref.at)
        return ref;
    for (const char *p = ref.at + 1;
         isalnum((unsigned char)*p) || *p == '_' || *p == '-'; p++)
        longest++;
    ref.len = longest + 1;
    for (size_t len = longest; len > 0 && ref.toggle < 0; len--) {
        struct slice name = {ref.at + 1, len};

        if (len < longest && name.at[len] != '-')
            continue;
        for (int i = 0; i < scope->n; i++)
            if (slice_is(name, scope->toggles[i].name))
                ref = (struct reference){ref.at, len + 1, i, NULL};
    }
    if (ref.toggle < 0)
        find_value(&ref, scope);
    return ref;
}

struct slice text_next_name(const char **text, const struct scope *scope)
{
    struct reference ref;

    while ((ref = next_reference(*text, scope)).at) {
        struct slice name = {ref.at + 1, ref.len - 1};

        *text = ref.at + ref.len;
        name.len = ref.toggle < 0 ? name_length(name) : 0;
        if (name.len > 0)
            return name;
    }
    return slice_of("");
}

/* An unknown $NAME is no use of any toggle, and reported elsewhere. */
bool text_uses_toggle(const char *text, const struct scope *scope, int toggle)
{
    struct reference ref;

    while ((ref = next_reference(text, scope)).at) {
        if (ref.toggle == toggle)
            return true;
        text = ref.at + ref.len;
    }
    return false;
}

/*
 * setsockopt(2) wants 1 and 0 where people say on and off. Only for these two
 * words: any other value goes into the call as it is.
 */
static const char *argument_value(const char *value)
{
    return strcmp(value, "on") == 0    ? "1"
           : strcmp(value, "off") == 0 ? "0"
                                       : value;
}

/* What could have been written, toggles first. */
static void known_names(const struct setting *setting, char *out, size_t size)
{
    int n_names = setting->names ? setting->names->n : 0;
    int n = setting->n + n_names;

    snprintf(out, size, "%s", n == 0 ? _("none is declared") : "");
    for (int i = 0; i < n; i++)
        list_item(out, size,
                  i < setting->n ? setting->toggles[i].name
                                 : setting->names->list[i - setting->n].name,
                  i, n);
}

int setting_refuse_name(const struct setting *setting, struct slice written,
                        struct err *err)
{
    char known[256];

    known_names(setting, known, sizeof(known));
    return err_input(err,
                     "'%.*s' was found, a toggle or a name that has a value by "
                     "then was expected: %s",
                     SLICE(written), known);
}

/*
 * Whether what comes may get a name there: it is all of an argument, or all of
 * its port. Within braces or beside a | it is no argument.
 */
static bool may_stay(const char *text, struct slice written)
{
    struct slice name = {written.at + 1, written.len - 1};
    const char *behind = written.at + written.len;
    const char *before = written.at;
    bool braced = false;

    behind += strspn(behind, " \t");
    while (before > text && strchr(" \t", before[-1]))
        before--;
    for (const char *at = text; at < written.at; at++)
        braced = *at == '{' || (braced && *at != '}');
    return name.len > 0 && name_length(name) == name.len && !braced &&
           before > text && strchr("(,:", before[-1]) && strchr(",)", *behind);
}

/* What stands between references goes out as it is. */
static int write_expanded(FILE *out, const struct setting *setting,
                          const char *text, bool is_call, struct err *err)
{
    const struct scope scope = scope_of(setting);
    const char *all = text;
    struct reference ref;

    while ((ref = next_reference(text, &scope)).at) {
        const struct slice written = {ref.at, ref.len};

        fwrite(text, 1, (size_t)(ref.at - text), out);
        text = ref.at + ref.len;
        if (ref.toggle >= 0)
            fputs(argument_value(setting->toggles[ref.toggle]
                                     .values[setting->value[ref.toggle]]),
                  out);
        else if (ref.value)
            fputs(ref.value, out);
        else if (is_call && may_stay(all, written))
            fwrite(written.at, 1, written.len, out);
        else
            return setting_refuse_name(setting, written, err);
    }
    fputs(text, out);
    return 0;
}

static char *expand(const struct setting *setting, const char *text,
                    bool is_call, struct err *err)
{
    struct memory memory;
    char *expanded;
    int result;

    /* Most lines name no toggle, and a stream costs more than they do. */
    if (!strchr(text, '$')) {
        expanded = strdup(text);
        if (!expanded)
            err_machine(err, "out of memory");
        return expanded;
    }
    result = memory_open(&memory)
                 ? write_expanded(memory.out, setting, text, is_call, err)
                 : 0;
    /* A name that there is not is told first: its message is there already. */
    if (!memory_close(&memory) && result == 0)
        result = err_machine(err, "out of memory");
    if (result == 0)
        return memory.text;
    free(memory.text);
    return NULL;
}

char *setting_expand(const struct setting *setting, const char *text,
                     struct err *err)
{
    return expand(setting, text, false, err);
}

char *setting_expand_call(const struct setting *setting, const char *text,
                          struct err *err)
{
    return expand(setting, text, true, err);
}
