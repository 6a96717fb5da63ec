/*
 * script_detail.c - what stands behind the addresses of an `ss` line: what the
 * socket is besides its state.
 *
 *     server$ ss ESTAB *:80 proto:tcp recv-q:1.. users:server count:2
 */
#include <limits.h>
#include <netinet/in.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lessons/script/script_inside.h"

/* ---- ranges ---- */

/* An end of a range; without digits there is none, which is `none`. */
static bool read_end(int64_t *end, struct slice text, int64_t none,
                     int64_t most)
{
    long number;

    *end = none;
    if (text.len == 0)
        return true;
    if (!slice_number(text, &number) || number < 0 || number > most)
        return false;
    *end = number;
    return true;
}

int range_read(struct range *range, struct slice text, int64_t most)
{
    struct slice from = text;
    size_t dots = 0;

    while (dots + 1 < text.len && memcmp(text.at + dots, "..", 2) != 0)
        dots++;
    range->set = true;
    if (text.len < 2 || dots + 1 == text.len) {
        bool is_number = text.len > 0 && read_end(&range->from, text, 0, most);

        range->to = range->from;
        return is_number ? 0 : -1;
    }
    from.len = dots;
    text = (struct slice){text.at + dots + 2, text.len - dots - 2};
    if ((from.len == 0 && text.len == 0) ||
        !read_end(&range->from, from, INT64_MIN, most) ||
        !read_end(&range->to, text, INT64_MAX, most) || range->from > range->to)
        return -1;
    return 0;
}

/* ---- timers ---- */

/* What a timer's pattern was found to be, and what it should have been. */
static int refuse_timer(struct slice text, struct err *err)
{
    return script_refuse(
        text,
        "'%.*s' was found, a timer such as timer:(timewait,50s..60s) or "
        "timer:(keepalive) was expected",
        err);
}

/*
 * timer:(NAME) or timer:(NAME,FROM..TO), which is how `ss -o` writes a timer.
 * A span, because the time that it shows has gone on when anybody reads it.
 */
static int read_timer(struct timer_pattern *pattern, struct slice text,
                      struct err *err)
{
    struct slice all = text, inside, name, from;
    bool closed, has_time, has_span;

    if (!slice_take(&text, "timer:("))
        return refuse_timer(all, err);
    inside = slice_cut(&text, ')', &closed);
    name = slice_cut(&inside, ',', &has_time);
    pattern->timer = timer_find(name.at, name.len);
    if (!closed || text.len > 0 || pattern->timer == TIMER_NONE)
        return refuse_timer(all, err);
    pattern->to_ms = INT_MAX;
    if (!has_time)
        return 0;
    from = slice_cut(&inside, '.', &has_span);
    if (!has_span || !slice_take(&inside, "."))
        return refuse_timer(all, err);
    if (duration_read(&pattern->from_ms, from, err) != 0 ||
        duration_read(&pattern->to_ms, inside, err) != 0)
        return -1;
    return pattern->from_ms <= pattern->to_ms ? 0 : refuse_timer(all, err);
}

/* ---- the others ---- */

/* A protocol that the probe asks the kernel about (lab/world/probe.h). */
static int read_proto(struct sock_details *details, struct slice name,
                      struct err *err)
{
    if (slice_is(name, "tcp"))
        details->proto = IPPROTO_TCP;
    else if (slice_is(name, "udp"))
        details->proto = IPPROTO_UDP;
    else
        return script_refuse(
            name, "the protocol '%.*s' was found, tcp or udp was expected",
            err);
    return 0;
}

/*
 * An actor that a line before has introduced; at the prompt the lab may know
 * others. `none` is nobody, whatever an actor is called.
 */
static int read_user(struct line *line, struct slice name,
                     const struct script *script, struct err *err)
{
    struct sock_details *details = &line->details;
    struct nearest near = {0};

    details->by_user = true;
    if (slice_is(name, "none"))
        return 0;
    if (slice_is_name(name) &&
        (line->number == 0 || script_actor_host(script, name) != HOSTS)) {
        slice_copy(name, details->user, sizeof(details->user));
        return 0;
    }
    for (int i = 0; i < script->n_actors; i++)
        nearest_try(&near, name.at, name.len, script->actors[i].name);
    if (near.name)
        return err_input(err,
                         "users:%.*s was found, an actor of a line before or "
                         "users:none was expected, did you mean users:%s?",
                         SLICE(name), near.name);
    return err_input(err,
                     "users:%.*s was found, an actor of a line before or "
                     "users:none was expected",
                     SLICE(name));
}

static int read_range(struct range *range, struct slice value, int64_t most,
                      struct slice word, struct err *err)
{
    return range_read(range, value, most) == 0
               ? 0
               : script_refuse(word,
                               "'%.*s' was found, a number such as 5 or a "
                               "range such as 1.. or 1..3 was expected",
                               err);
}

/* How many there are says nothing of which to destroy, or that none is. */
static int read_count(struct line *line, struct slice value, struct slice word,
                      struct err *err)
{
    if (line->kind != LINE_SS)
        return script_refuse(word,
                             "'%.*s' was found, behind ss no and ss -K nothing "
                             "on how many was expected",
                             err);
    return read_range(&line->details.count, value, INT_MAX, word, err);
}

/* ---- by name ---- */

static const char *const names[] = {"timer",  "count", "recv-q",
                                    "send-q", "proto", "users"};

enum { TIMER, COUNT, RECV_Q, SEND_Q, PROTO, USERS, DETAILS };

/* A name in front of a colon; a path of Unix sockets is an address. */
bool detail_is_one(struct slice word)
{
    bool found;
    struct slice name = slice_cut(&word, ':', &found), letters = name;

    slice_span(&letters, "abcdefghijklmnopqrstuvwxyz-_");
    return found && name.len > 1 && letters.len == 0 && !slice_is(name, "unix");
}

static int refuse_name(struct slice word, struct slice name, struct err *err)
{
    struct nearest near = {0};

    for (int i = 0; i < DETAILS; i++)
        nearest_try(&near, name.at, name.len, names[i]);
    if (near.name)
        return err_input(err,
                         "'%.*s' was found, timer:, count:, recv-q:, send-q:, "
                         "proto: or users: was expected, did you mean %s:?",
                         SLICE(word), near.name);
    return script_refuse(word,
                         "'%.*s' was found, timer:, count:, recv-q:, send-q:, "
                         "proto: or users: was expected",
                         err);
}

/* Whether the line has one of that name already. */
static bool is_there(const struct sock_details *details, int which)
{
    switch (which) {
    case TIMER: return details->timer.timer != TIMER_NONE;
    case COUNT: return details->count.set;
    case RECV_Q: return details->recv_q.set;
    case SEND_Q: return details->send_q.set;
    case PROTO: return details->proto != 0;
    case USERS: return details->by_user;
    }
    return false;
}

int detail_read(struct line *line, struct slice word,
                const struct script *script, struct err *err)
{
    struct sock_details *details = &line->details;
    struct slice value = word;
    bool found;
    struct slice name = slice_cut(&value, ':', &found);
    int which = 0;

    while (which < DETAILS && !slice_is(name, names[which]))
        which++;
    if (is_there(details, which))
        return err_input(err, "a second %s: was found, one was expected",
                         names[which]);
    switch (which) {
    case TIMER: return read_timer(&details->timer, word, err);
    case COUNT: return read_count(line, value, word, err);
    case RECV_Q:
        return read_range(&details->recv_q, value, UINT32_MAX, word, err);
    case SEND_Q:
        return read_range(&details->send_q, value, UINT32_MAX, word, err);
    case PROTO: return read_proto(details, value, err);
    case USERS: return read_user(line, value, script, err);
    }
    return refuse_name(word, name, err);
}
