/*
 * netstat and snmp have two lines for each part, one with the names and one
 * with the values in the same order; snmp6 has a line for each counter:
 *
 *     TcpExt: SyncookiesSent SyncookiesRecv ...
 *     TcpExt: 0 0 ...
 *
 *     Ip6InReceives                   	12
 */
#include "lab/world/counter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/world/hostfile.h"

enum { TEXT = 64 << 10 }; /* several times what a kernel has there */

static const char *const files[] = {
    "/proc/self/net/netstat", "/proc/self/net/snmp", "/proc/self/net/snmp6"};

enum { FILES = sizeof(files) / sizeof(files[0]) };

/* ---- one text ---- */

/* Where the line ends; at its newline, or at the text's end. */
static const char *line_end(const char *at)
{
    return at + strcspn(at, "\n");
}

/* The next word of a line; its length, 0 when there is none. */
static size_t next_word(const char **at, const char *end)
{
    while (*at < end && (**at == ' ' || **at == '\t'))
        (*at)++;
    const char *word = *at;
    while (word < end && *word != ' ' && *word != '\t')
        word++;
    return (size_t)(word - *at);
}

/* Two lines of netstat or snmp; both begin with "PART:". */
static bool walk_part(const char *names, const char *values, size_t part,
                      counter_each *each, void *data)
{
    const char *names_end = line_end(names), *values_end = line_end(values);
    const char *name = names + part + 1, *value = values + part + 1;
    size_t len;

    while ((len = next_word(&name, names_end)) > 0 &&
           next_word(&value, values_end) > 0) {
        char whole[COUNTER_NAME];
        char *end;
        int64_t number = strtoimax(value, &end, 10);
        int used = snprintf(whole, sizeof(whole), "%.*s%.*s", (int)part, names,
                            (int)len, name);

        if (used > 0 && used < COUNTER_NAME && end > value &&
            !each(data, whole, number))
            return false;
        name += len;
        value += next_word(&value, values_end);
    }
    return true;
}

/* A line of snmp6. */
static bool walk_line(const char *line, counter_each *each, void *data)
{
    char name[COUNTER_NAME];
    int64_t value;

    return sscanf(line, "%63[A-Za-z0-9] %" SCNd64, name, &value) != 2 ||
           each(data, name, value);
}

void counter_walk(const char *text, counter_each *each, void *data)
{
    while (*text) {
        const char *end = line_end(text);
        const char *next = *end ? end + 1 : end;
        size_t part = strcspn(text, ": \n");

        if (text[part] != ':') {
            if (!walk_line(text, each, data))
                return;
        } else if (strncmp(text, next, part + 1) == 0) {
            if (!walk_part(text, next, part, each, data))
                return;
            next = line_end(next);
            next += *next != '\0';
        }
        text = next;
    }
}

/* ---- those that there are ---- */

/* Ours, so nobody has to go anywhere for it. */
static bool read_here(const char *path, char *text)
{
    FILE *in = fopen(path, "re");
    size_t len = in ? fread(text, 1, TEXT - 1, in) : 0;

    text[len] = '\0';
    if (in)
        fclose(in);
    return in != NULL;
}

bool counter_walk_here(counter_each *each, void *data)
{
    char *text = malloc(TEXT);
    bool all = text != NULL;

    for (int i = 0; text && i < FILES; i++) {
        all &= read_here(files[i], text);
        counter_walk(text, each, data);
    }
    free(text);
    return all;
}

/* One counter that is looked for. */
struct wanted {
    const char *name;
    int64_t *value;
    bool found;
};

static bool take(void *data, const char *name, int64_t value)
{
    struct wanted *wanted = data;

    if (strcmp(name, wanted->name) != 0)
        return true;
    wanted->found = true;
    *wanted->value = value;
    return false;
}

int counter_read(const struct netns *netns, enum host_id host, const char *name,
                 int64_t *value, struct err *err)
{
    struct wanted wanted = {.name = name, .value = value};
    char *text = malloc(TEXT);
    int result = 1;

    if (!text)
        return err_machine(err, "out of memory");
    for (int i = 0; result >= 0 && !wanted.found && i < FILES; i++) {
        result = hostfile_read(netns, host, files[i], text, TEXT, err);
        if (result > 0)
            counter_walk(text, take, &wanted);
    }
    free(text);
    return result < 0 ? -1 : wanted.found;
}
