/*
 * sysctls.c - finds `HOST$ sysctl NAME=VALUE` among the lines that have passed
 * their check. Nothing else tells it: the kernel would have to be asked, and a
 * recording has no kernel.
 */
#include "widgets/panes/sysctls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/text/slice.h"
#include "widgets/panes/difference.h"

enum {
    SYSCTLS = 8, /* more have never been set on one host */
    VALUE = 64,  /* bytes of "40000 40001" */
};

/* One that is in force. */
struct sysctl {
    struct slice name;
    char value[VALUE];
};

/* All of one host, in the order in which they were first set. */
struct sysctls {
    struct sysctl all[SYSCTLS];
    int n;
};

static const char order[] = "$ sysctl ";

/* Whether the line sets a sysctl of this host; its name and value then. */
static bool sets(const struct check_event *check, enum host_id host,
                 struct slice *name, const char **value)
{
    const char *text = check->text ? check->text : "";
    const char *at = strstr(text, order), *who = host_name(host);
    size_t len = strlen(who);

    if (check->result != CHECK_PASSED || !at || (size_t)(at - text) < len ||
        strncmp(at - len, who, len) != 0)
        return false;
    at += strlen(order);
    at += strspn(at, " ");
    *name = (struct slice){at, strcspn(at, "= ")};
    /* Lines that only look have a word in front of the name. */
    if (at[name->len] != '=')
        return false;
    *value = at + name->len + 1;
    return true;
}

/* The one of that name, NULL when there is none. */
static struct sysctl *find(struct sysctls *sysctls, const struct slice *name)
{
    for (int i = 0; i < sysctls->n; i++)
        if (slice_equal(sysctls->all[i].name, *name))
            return &sysctls->all[i];
    return NULL;
}

/*
 * What it was set to is in the check; a recording's check is without, but
 * there no toggle can have changed since.
 */
static void take_value(struct sysctl *sysctl, const struct check_event *check,
                       const char *value, const struct setting *setting)
{
    struct line line = {.value = (char *)value};
    bool known = check->actual && check->actual[0];
    char *text = known ? NULL : line_sysctl_value(&line, setting);

    snprintf(sysctl->value, sizeof sysctl->value, "%s",
             known  ? check->actual
             : text ? text
                    : "?");
    free(text);
}

static void gather(struct sysctls *sysctls, const struct runner *runner,
                   int lane, enum host_id host)
{
    const struct log *log = lab_log(runner_lab(runner, lane));
    const struct event *event;
    struct slice name;
    const char *value;

    sysctls->n = 0;
    for (size_t i = 0; (event = log_at(log, i)); i++) {
        if (event->kind != EVENT_CHECK ||
            !sets(&event->check, host, &name, &value))
            continue;
        struct sysctl *sysctl = find(sysctls, &name);

        if (!sysctl && sysctls->n < SYSCTLS)
            sysctl = &sysctls->all[sysctls->n++];
        if (!sysctl)
            continue;
        sysctl->name = name;
        take_value(sysctl, &event->check, value, runner_setting(runner, lane));
    }
}

/* The lanes in which it has another value, or was not set. */
static unsigned differs_with(const struct sysctl *sysctl, struct sysctls *lanes,
                             int n)
{
    unsigned with = 0;

    for (int i = 0; i < n; i++) {
        const struct sysctl *other = find(&lanes[i], &sysctl->name);

        if (!other || strcmp(other->value, sysctl->value) != 0)
            with |= 1u << i;
    }
    return with;
}

/* "tcp_fin_timeout" of net.ipv4.tcp_fin_timeout */
static struct slice last_part(struct slice name)
{
    const char *dot;

    while ((dot = memchr(name.at, '.', name.len))) {
        name.len -= (size_t)(dot + 1 - name.at);
        name.at = dot + 1;
    }
    return name;
}

/* Those that differ come first: where rows are few, they are the ones seen. */
const char *sysctls_text(const struct runner *runner, int lane,
                         enum host_id host, char *out)
{
    struct sysctls lanes[RUNNER_LANES];
    int n = runner_lanes(runner);
    size_t len = 0;

    out[0] = '\0';
    for (int i = 0; i < n; i++)
        gather(&lanes[i], runner, i, host);
    for (int i = 0; i < 2 * lanes[lane].n && len < SYSCTLS_TEXT; i++) {
        const struct sysctl *sysctl = &lanes[lane].all[i % lanes[lane].n];
        unsigned with = differs_with(sysctl, lanes, n);
        struct slice name = last_part(sysctl->name);
        char mark[DIFFERENCE_MARK];

        if ((with != 0) != (i < lanes[lane].n))
            continue;
        difference_mark(with, n, DIFFERENCE_MARK, mark);
        len += (size_t)snprintf(out + len, SYSCTLS_TEXT - len, "%s%s%s%.*s=%s",
                                len > 0 ? ", " : "", mark, mark[0] ? " " : "",
                                (int)name.len, name.at, sysctl->value);
    }
    return out;
}
