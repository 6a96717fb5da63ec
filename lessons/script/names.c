/*
 * names.c - a list of names and values. It is short, and searched from its
 * beginning.
 */
#include "lessons/script/names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

size_t name_length(struct slice text)
{
    size_t n = 0;

    while (n < text.len &&
           (isalnum((unsigned char)text.at[n]) || text.at[n] == '_'))
        n++;
    return n < VALUE_NAME && n > 0 && !isdigit((unsigned char)*text.at) ? n : 0;
}

/* Where it is, or behind the last. */
static int find(const struct names *names, struct slice name)
{
    int i = 0;

    while (i < names->n && !slice_is(name, names->list[i].name))
        i++;
    return i;
}

const char *names_value(const struct names *names, struct slice name)
{
    int i = names ? find(names, name) : 0;

    return names && i < names->n ? names->list[i].value : NULL;
}

bool names_set(struct names *names, struct slice name, const char *value)
{
    int i = find(names, name);

    if (i == SCRIPT_VALUES)
        return false;
    slice_copy(name, names->list[i].name, VALUE_NAME);
    snprintf(names->list[i].value, sizeof(names->list[i].value), "%s", value);
    if (i == names->n)
        names->n++;
    return true;
}

void names_drop(struct names *names, struct slice name)
{
    int i = find(names, name);

    if (i == names->n)
        return;
    names->n--;
    memmove(&names->list[i], &names->list[i + 1],
            (size_t)(names->n - i) * sizeof(names->list[0]));
}
