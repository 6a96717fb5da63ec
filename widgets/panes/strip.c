/*
 * strip.c - see strip.h. Where a row is too short, a call loses arguments, but
 * never its result.
 */
#include "widgets/panes/strip.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/panes/call_log.h"
#include "widgets/panes/call_text.h"

enum { GAP = 2 }; /* between a call and its result */

/* Whether it never returns: the process that made it is gone. */
static bool is_lost(const struct lab *lab, const struct call_event *call)
{
    const struct actor *actor = lab_find(lab, call->actor);

    return call->last || !actor || actor_pid(actor) != call->pid;
}

static void draw_result(struct area area, const struct lab *lab)
{
    const struct event *event = call_log_newest(lab_log(lab));
    char text[CALL_TEXT], result[CALL_TEXT_RESULT];

    if (!event) {
        area_put(area, 0, 0, ROLE_DIM, _("no call yet"));
        return;
    }
    const struct call_event *call = &event->call;
    call_text_result(call, is_lost(lab, call) ? "?" : "...", result,
                     sizeof result);
    int room = area_most(0, area.w - GAP - glyph_columns(result));
    call_text(call->name, call->args ? call->args : "", room, text,
              sizeof text);
    int x = area_put(area_columns(area, 0, room), 0, 0, ROLE_PLAIN, text);
    area_put(area, 0, x + GAP, call_text_role(call), result);
}

/* How many sockets of a host are in that state. */
static int count(const struct sock *socks, size_t n, enum tcp_state state)
{
    int found = 0;

    for (size_t i = 0; i < n; i++)
        found += socks[i].state == state;
    return found;
}

/* "LISTEN ESTAB×2"; returns the columns. */
static int draw_states(struct area area, int x, const struct sock *socks,
                       size_t n)
{
    int first = x;

    for (int i = 0; i < STATES; i++) {
        enum tcp_state state = (enum tcp_state)i;
        int found = count(socks, n, state);

        if (found == 0)
            continue;
        if (x > first)
            x++;
        x += area_put(area, 1, x, ROLE_STRONG, state_name(state));
        if (found > 1)
            x += area_printf(area, 1, x, ROLE_PLAIN, "\xc3\x97%d", found);
    }
    if (x == first)
        x += area_put(area, 1, x, ROLE_DIM, _("none"));
    return x - first;
}

const struct view_sign strip_signs[] = {
    {.mark = "S", .text = N_("States of the sockets on the server's host.")},
    {.mark = "C", .text = N_("The same of the client's host.")},
    {.mark = "\xc3\x97", .text = N_("So many sockets are in that state.")},
    {.mark = "-1",
     .text = N_("The last call failed, with the errno behind it.")},
    {.mark = "...", .text = N_("The last call blocks: it has not returned.")},
    {.mark = "?",
     .text = N_("The last call never returns: its process has ended in it.")},
    {.text = NULL},
};

void strip_draw(struct area area, const struct lab *lab)
{
    static const char *const letters[HOSTS] = {
        [HOST_SERVER] = "S", [HOST_CLIENT] = "C"};
    int x = 0;

    draw_result(area, lab);
    for (int host = 0; host < HOSTS; host++) {
        size_t n;
        const struct sock *socks = lab_sockets(lab, (enum host_id)host, &n);

        x += area_put(area, 1, x, ROLE_DIM, letters[host]) + 1;
        x += draw_states(area, x, socks, n) + GAP;
    }
}
