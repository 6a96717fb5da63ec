/*
 * script_values.c - a line that names toggles is read with every value that
 * they have, so that a wrong one is found before anything runs.
 */
#include <string.h>

#include "lab/base/utf8.h"
#include "lessons/script/script_inside.h"

/* What is wrong, cut so that there is room for more behind it. */
struct cut {
    char text[sizeof(((struct err *)0)->text) - 2 * SCRIPT_NAME - 16];
};

static struct cut cut(const struct err *err)
{
    struct cut what;

    memcpy(what.text, err->text, sizeof(what.text));
    what.text[sizeof(what.text) - 1] = '\0';
    utf8_trim(what.text);
    return what;
}

/* Say with which value it went wrong. */
static int with_value(struct err *err, const struct toggle *toggle,
                      const char *value)
{
    /* That there was no memory has nothing to do with the value. */
    if (err->kind == ERR_MACHINE)
        return -1;
    return err_input(err, "%s (with %s=%s)", cut(err).text, toggle->name,
                     value);
}

/*
 * What a name may be worth stands in the message: say which name that was.
 */
int script_with_name(struct err *err, const char *text,
                     const struct scope *scope)
{
    struct slice name;
    const char *value;

    while ((name = text_next_name(&text, scope)).len > 0) {
        value = names_value(scope->names, name);
        if (err->kind == ERR_INPUT && value && strstr(err->text, value))
            return err_input(err, "%s (with $%.*s=%s)", cut(err).text,
                             SLICE(name), value);
    }
    return -1;
}

static int try_values(struct script *script, const struct line *line,
                      struct setting setting, int index, script_try *try,
                      struct err *err)
{
    const struct toggle *toggle = &setting.toggles[index];

    for (int v = 0; v < toggle->n_values; v++) {
        setting.value[index] = v;
        if (try(script, line, &setting, err) != 0)
            return with_value(err, toggle, toggle->values[v]);
    }
    return 0;
}

/* Whether the line, by what stands in brackets, runs with one value only. */
static bool is_fixed(const struct line *line, const char *toggle)
{
    for (int i = 0; i < line->when.n; i++)
        if (strcmp(line->when.list[i].name, toggle) == 0)
            return true;
    return false;
}

int script_set_fixed(struct setting *setting, const struct line *line,
                     struct err *err)
{
    for (int i = 0; i < line->when.n; i++)
        if (line->when.list[i].kind == CONDITION_TOGGLE &&
            setting_set(setting, line->when.list[i].name,
                        line->when.list[i].value, err) != 0)
            return -1;
    return 0;
}

/*
 * The toggles are tried one after the other with the rest at their defaults:
 * they are arguments of their own, and all combinations could be very many.
 */
int script_try_values(struct script *script, const struct line *line,
                      const char *text, const struct scope *scope,
                      script_try *try, struct err *err)
{
    struct setting setting;
    bool tried = false;

    setting_defaults(&setting, scope);
    if (script_set_fixed(&setting, line, err) != 0)
        return -1;
    for (int i = 0; i < scope->n; i++) {
        if (is_fixed(line, scope->toggles[i].name) ||
            !text_uses_toggle(text, scope, i))
            continue;
        tried = true;
        if (try_values(script, line, setting, i, try, err) != 0)
            return -1;
    }
    if (!tried && try(script, line, &setting, err) != 0)
        return script_with_name(err, text, scope);
    return 0;
}
