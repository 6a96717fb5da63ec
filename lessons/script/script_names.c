/*
 * script_names.c - which names stand in a line, and whether it gives or uses
 * them.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/script/script_inside.h"

/* One more, while there is room. */
static int add(struct line_name *names, int n, struct slice name, bool given,
               bool returned)
{
    if (n == LINE_NAMES)
        return n;
    names[n] = (struct line_name){.given = given, .returned = returned};
    slice_copy(name, names[n].name, sizeof(names[n].name));
    return n + 1;
}

/* Whether the call gives this name to what comes in an argument. */
static bool gives(const struct call *call, struct slice name)
{
    for (int i = 0; i < call->n_args; i++)
        if (call_name_at(call, i) && slice_is(name, call_name_at(call, i)))
            return true;
    return false;
}

/*
 * The call without the value of any name. Returns 1, 0 where it can't be read
 * so, or -1 without memory.
 */
static int bare_call(const struct line *line, const struct setting *setting,
                     struct call *call)
{
    struct setting bare = *setting;
    struct err err = {.kind = ERR_INPUT};
    char *text;
    bool read;

    bare.names = NULL;
    text = setting_expand_call(&bare, line->call, &err);
    read = text && call_parse(call, text, &err) == 0;
    free(text);
    return read ? 1 : err.kind == ERR_MACHINE ? -1 : 0;
}

int line_names(const struct line *line, const struct setting *setting,
               struct line_name *names)
{
    const struct scope scope = {setting->toggles, setting->n, NULL};
    const struct result result = line_expected(line, setting);
    const char *text = line_template(line);
    struct call call = {0};
    struct slice name;
    int n = 0;

    if (text && strchr(text, '$')) {
        int is_call =
            line->kind == LINE_CALL ? bare_call(line, setting, &call) : 0;

        if (is_call < 0)
            return -1;
        while ((name = text_next_name(&text, &scope)).len > 0)
            n = add(names, n, name, is_call && gives(&call, name), false);
        if (is_call)
            call_free(&call);
    }
    if (result.name[0])
        n = add(names, n, slice_of(result.name), false, true);
    return n;
}
