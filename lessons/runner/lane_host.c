/*
 * Observations: `HOST$ ss ...`, `HOST$ sysctl ...` and `HOST$ nstat ...`.
 *
 * A socket that is looked for may come a moment later, by a timer of the
 * kernel's or a packet that is on its way; so a look that fails is repeated
 * until the deadline. `ss no` in turn waits for a socket to be gone.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/world/sysctl.h"
#include "lessons/runner/lane_line.h"
#include "lessons/text/format.h"

/* How long a look for sockets that finds none leaves until the next one. */
static const int64_t LOOK_NS = 5 * 1000000;

/* The same of a counter, for which a process has to be made. */
static const int64_t COUNTER_NS = 20 * 1000000;

/* Most sockets that one `ss -K` destroys. */
enum { DESTROY_MAX = 64 };

/* For how long what was read after the line before is good enough. */
static const int64_t FRESH_NS = 2 * 1000000;

/* The host's sockets; with their owners, where the line asks for these. */
static const struct sock *sockets_of(struct lane *lane, size_t *n)
{
    const struct line *line = lane->line;

    if (line->details.by_user)
        lab_name_owners(lane->lab, line->host);
    return lab_sockets(lane->lab, line->host, n);
}

/* Destroy every socket that fits. */
static void destroy(struct lane *lane)
{
    const struct line *line = lane->line;
    struct sock fits[DESTROY_MAX];
    size_t n_fits = 0;
    size_t n;
    int64_t now = log_now(lab_log(lane->lab));
    const struct sock *socks = sockets_of(lane, &n);

    /* Copied first: destroying changes the list that they are found in. */
    for (size_t i = 0; i < n && n_fits < DESTROY_MAX; i++)
        if (expect_socket(line, &socks[i], now))
            fits[n_fits++] = socks[i];

    /* With the sockets that come nearest, as for any `ss` that finds none. */
    if (n_fits == 0) {
        struct verdict verdict = expect_sockets(line, socks, n, now);

        verdict.result = CHECK_FAILED;
        return lane_finish(lane, verdict);
    }
    for (size_t i = 0; i < n_fits; i++) {
        struct err err;

        if (lab_destroy(lane->lab, line->host, &fits[i], &err) < 0)
            return lane_refuse(lane, _("destroyed"), &err);
    }
}

/*
 * Whatever the reason: from here on this would not be the world that the script
 * was written for, so its lane ends. That the kernel lacks a setting, or that
 * it can't be written, is the machine's doing; that a setting which is there
 * does not take the value is the script's mistake, and this line fails.
 */
static void refuse_sysctl(struct lane *lane, const struct err *why)
{
    const struct line *line = lane->line;
    bool scripted = !lane->command;

    if (why->kind == ERR_MACHINE)
        return lane_unable(lane, strdup(why->text));
    lane->hindered = true;
    lane_finish(lane, verdict_of(false, strdup(_("set")), strdup(why->text)));
    if (scripted)
        lab_give_up(lane->lab, "%s was not set", line->sysctl);
}

static void set_sysctl(struct lane *lane)
{
    const struct line *line = lane->line;
    char *value = line_sysctl_value(line, &lane->setting);
    struct err err;

    err_machine(&err, "out of memory");
    if (!value ||
        lab_sysctl(lane->lab, line->host, line->sysctl, value, &err) < 0)
        refuse_sysctl(lane, &err);
    free(value);
}

/* There is nothing to wait for: a setting changes when it is set. */
static void look_at_sysctl(struct lane *lane)
{
    const struct line *line = lane->line;
    char value[SYSCTL_VALUE];
    struct err err;
    char *wanted =
        line->value ? line_sysctl_value(line, &lane->setting) : strdup("");
    int found = wanted ? lab_sysctl_read(lane->lab, line->host, line->sysctl,
                                         value, &err)
                       : err_machine(&err, "out of memory");

    if (found < 0)
        lane_refuse(lane, line->sysctl, &err);
    else
        lane_finish(lane, expect_sysctl(line, wanted, found ? value : NULL));
    free(wanted);
}

/*
 * Look how far the counter has come. It may go on by a timer, so that a look is
 * repeated for a while; the next line that names it counts from the last one.
 */
static void look_at_counter(struct lane *lane)
{
    const struct line *line = lane->line;
    int64_t now = log_now(lab_log(lane->lab)), value, since;
    struct verdict verdict;
    struct err err;
    int found;

    if (now < lane->next_look)
        return;
    lane->next_look = now + COUNTER_NS;
    found =
        lab_counter(lane->lab, line->host, line->counter, &value, &since, &err);
    if (found == 0)
        return lane_unable(lane, text_format(_("this kernel has no counter %s"),
                                             line->counter));
    if (found < 0)
        return lane_refuse(lane, line->counter, &err);
    verdict = expect_counter(line, since);
    if (verdict.result != CHECK_PASSED && !lane_late(lane))
        return verdict_drop(&verdict);
    if (lab_counted(lane->lab, line->host, line->counter, value, &err) == 0)
        return lane_finish(lane, verdict);
    verdict_drop(&verdict);
    lane_refuse(lane, line->counter, &err);
}

void lane_host_begin(struct lane *lane)
{
    const struct line *line = lane->line;
    int64_t now = log_now(lab_log(lane->lab));

    lane->next_look = line->kind == LINE_NSTAT ? now : now + LOOK_NS;
    /* After a pause, timers may have ended sockets unseen. */
    if (now - lane->done_at > FRESH_NS)
        lab_refresh(lane->lab);
    if (line->kind == LINE_SS_KILL)
        return destroy(lane);
    if (line->kind == LINE_SYSCTL)
        set_sysctl(lane);
    if (line->kind == LINE_SYSCTL_IS || line->kind == LINE_SYSCTL_NO)
        look_at_sysctl(lane);
}

/* Look for the socket; a look that finds nothing is repeated for a while. */
static void sockets_look(struct lane *lane)
{
    const struct line *line = lane->line;
    int64_t now = log_now(lab_log(lane->lab));
    size_t n;

    if (now >= lane->next_look) {
        lab_refresh(lane->lab);
        lane->next_look = now + LOOK_NS;
    }
    const struct sock *socks = sockets_of(lane, &n);
    struct verdict verdict = expect_sockets(line, socks, n, now);
    if (verdict.result == CHECK_PASSED || lane_late(lane))
        return lane_finish(lane, verdict);
    verdict_drop(&verdict);
}

void lane_host_look(struct lane *lane)
{
    if (lane->line->kind == LINE_SS || lane->line->kind == LINE_SS_NO)
        sockets_look(lane);
    else if (lane->line->kind == LINE_NSTAT)
        look_at_counter(lane);
    else if (lane->line->kind == LINE_SYSCTL)
        /* To what it was set: a toggle in it may change later. */
        lane_finish(lane,
                    verdict_of(true, strdup(""),
                               line_sysctl_value(lane->line, &lane->setting)));
    else
        lane_pass(lane);
}
