/*
 * symbols.inc, made by symbols.awk, is a list of macro calls, CONSTANT(AF_INET)
 * and so on: the rows of the one table.
 */
#include "lab/base/symbol.h"

#include <string.h>

#include "lab/base/symbol_headers.h"

/*
 * SIGINT and EINTR are numbers as SO_REUSEADDR is, but only a signal may stand
 * where a signal is wanted.
 */
enum family {
    FAMILY_CONSTANT,
    FAMILY_ERRNO,
    FAMILY_SIGNAL,
};

struct symbol {
    const char *name;
    long value;
    enum family family;
    bool alias; /* another symbol is the name of its number */
};

/* Every constant by name, in the order of strcmp(3). */
static const struct symbol symbols[] = {
#define CONSTANT(name) {#name, name, FAMILY_CONSTANT, false},
#define ERRNO(name)    {#name, name, FAMILY_ERRNO, false},
#define SIGNAL(name)   {#name, name, FAMILY_SIGNAL, false},
/* signal(2)'s own two: pointers in C, plain 0 and 1 in every Linux libc. */
#define HANDLER(name) {#name, (long)(name), FAMILY_CONSTANT, false},
/* Errnos begin with an E, signals with an S. */
#define ALIAS(name)                                                            \
    {#name, name, #name[0] == 'E' ? FAMILY_ERRNO : FAMILY_SIGNAL, true},
#include "symbols.inc"
};

enum { N_SYMBOLS = sizeof(symbols) / sizeof(*symbols) };

/*
 * The index of the first symbol that is not below the len bytes at name,
 * where a symbol that begins with them is not below them.
 *
 * Binary search (the table has several hundred names and is asked for each
 * constant of each line).
 */
static size_t lower_bound(const char *name, size_t len)
{
    size_t low = 0;
    size_t high = N_SYMBOLS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strncmp(symbols[middle].name, name, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The symbol of just this name, NULL when there is none. */
static const struct symbol *find(const char *name, size_t len)
{
    size_t i = lower_bound(name, len);

    /* The shortest name of those that begin so comes first. */
    if (i < N_SYMBOLS && strncmp(symbols[i].name, name, len) == 0 &&
        strlen(symbols[i].name) == len)
        return &symbols[i];
    return NULL;
}

bool symbol_value(const char *name, size_t len, long *value)
{
    const struct symbol *symbol = find(name, len);

    if (!symbol)
        return false;
    *value = symbol->value;
    return true;
}

/* The name of a number, or `unknown`; there are few enough to look at each. */
static const char *name_of(int number, enum family family, const char *unknown)
{
    for (const struct symbol *at = symbols; at < symbols + N_SYMBOLS; at++)
        if (at->family == family && at->value == number && !at->alias)
            return at->name;
    return unknown;
}

static int value_of(const char *name, size_t len, enum family family)
{
    const struct symbol *symbol = find(name, len);

    return symbol && symbol->family == family ? (int)symbol->value : 0;
}

const char *symbol_errno(int number)
{
    return name_of(number, FAMILY_ERRNO, "E?");
}

int symbol_errno_value(const char *name, size_t len)
{
    return value_of(name, len, FAMILY_ERRNO);
}

const char *symbol_signal(int number)
{
    return name_of(number, FAMILY_SIGNAL, "SIG?");
}

int symbol_signal_value(const char *name, size_t len)
{
    return value_of(name, len, FAMILY_SIGNAL);
}

const char *symbol_complete(const char *prefix, size_t len, size_t index)
{
    /* All that begin so stand together, so the index-th is index further. */
    size_t i = lower_bound(prefix, len);

    if (index >= N_SYMBOLS - i ||
        strncmp(symbols[i + index].name, prefix, len) != 0)
        return NULL;
    return symbols[i + index].name;
}
