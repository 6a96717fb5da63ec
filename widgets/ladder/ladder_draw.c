/*
 * ladder_draw.c - the ladder's columns, and what is left out when they are
 * narrow.
 *
 *     | time | side: calls, then the state | wire | state, then calls |
 *
 * The time stands in wide panes only. A call may be longer than its side: no
 * arrow is in its row, so it goes on over the wire.
 */
#include "lab/base/translate.h"
#include "widgets/ladder/ladder.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/log/describe.h"
#include "widgets/ladder/ladder_packet.h"
#include "widgets/ladder/ladder_rows.h"
#include "widgets/panes/call_text.h"

enum {
    MOST_ROWS = 400,    /* no screen shows more */
    STATE_COLUMNS = 10, /* "FIN-WAIT-1" */
    WIRE_NARROW = 12,   /* "◀[S.] 0 ack─" */
    WIRE_COLUMNS = 30,  /* "──[P.] seq 1 ack 1 len 5 ──▶" */
    WIRE_MOST = 64,     /* longer arrows say nothing more */
    WIDE = 80,          /* from here on the wire grows as well */
    TIME_WIDTH = 100,   /* from here on the time is shown */
    TIME_COLUMNS = 10,  /* "    1.234 " */
    HEADING_HEIGHT = 3, /* a lower pane needs its rows itself */
    TEXT = 256,
};

/* Where the columns of a ladder are, within its area. */
struct frame {
    struct area all;  /* without the time */
    struct area wire; /* between the two lines */
    int side;         /* columns on either side of the lines */
};

/* How many columns the wire gets of so many. */
static int wire_columns(int width)
{
    int wire = width - 2 - 2 * STATE_COLUMNS;

    if (wire < WIRE_NARROW)
        return area_most(0, area_least(WIRE_NARROW, width - 2));
    wire = area_least(wire, WIRE_COLUMNS);
    if (width > WIDE)
        wire = area_least(wire + (width - WIDE) / 3, WIRE_MOST);
    return wire + (width - wire) % 2; /* both sides alike */
}

static struct frame frame_of(struct area area)
{
    struct frame frame = {.all = area};
    int wire = wire_columns(area.w);

    frame.side = area_most(0, (area.w - wire - 2) / 2);
    frame.wire = area_columns(area, frame.side + 1, wire);
    return frame;
}

/* Where text of so many columns begins at a host's edge. */
static int edge(const struct frame *frame, enum host_id host, int columns)
{
    return host == HOST_SERVER ? 0 : area_most(0, frame->all.w - columns);
}

/* ---- states ---- */

static enum role state_role(enum tcp_state state)
{
    if (state == STATE_ESTAB || state == STATE_LISTEN)
        return ROLE_OK;
    return state == STATE_NONE || state == STATE_UNCONN ? ROLE_DIM : ROLE_WARN;
}

/* ss(8) has no name for what is over; RFC 9293 calls it CLOSED. */
static const char *state_text(const struct state_event *state)
{
    return state->now == STATE_NONE ? "CLOSED" : state_name(state->now);
}

/* Beside the line, with a space between where there is one to spare. */
static void draw_state(const struct frame *frame, int y, enum host_id host,
                       const struct state_event *state)
{
    const char *text = state_text(state);
    int gap = frame->side > STATE_COLUMNS;
    int room = frame->side - gap;
    struct area side = area_columns(
        frame->all, host == HOST_SERVER ? 0 : frame->all.w - room, room);
    int x = host == HOST_SERVER ? area_most(0, room - glyph_columns(text)) : 0;

    area_put(side, y, x, state_role(state->now), text);
}

/* ---- calls ---- */

/* The two parts of what stands at a host's edge. */
struct deed {
    enum host_id host;
    char text[TEXT];
    char result[64];
    enum role role;
    enum role result_role;
};

/* " = 3", " = -1 EADDRINUSE", and " ..." for what has not returned. */
static void put_result(const struct ladder_row *row, struct deed *deed)
{
    const struct call_event *call = &row->event->call;
    bool blocked = row->open || row->over;
    char text[48];

    deed->result_role =
        call->returned || row->open ? call_text_role(call) : ROLE_DIM;
    call_text_result(call, blocked ? "..." : "?", text, sizeof text);
    snprintf(deed->result, sizeof deed->result, " %s%s",
             call->returned || !blocked ? "= " : "", text);
}

/* "b: " where the actor is not the one that the host is called after. */
static void actor_prefix(const char *actor, enum host_id host, char *out,
                         size_t size)
{
    bool same = strcmp(actor, host_name(host)) == 0;

    snprintf(out, size, "%s%s", same ? "" : actor, same ? "" : ": ");
}

static void call_deed(const struct ladder_row *row, int room, struct deed *deed)
{
    const struct call_event *call = &row->event->call;
    size_t prefix;
    int columns;

    deed->host = call->host;
    deed->role = row->over ? ROLE_DIM : ROLE_PLAIN;
    put_result(row, deed);
    actor_prefix(call->actor, call->host, deed->text, sizeof(deed->text));
    prefix = strlen(deed->text);
    columns = room - glyph_columns(deed->text) - glyph_columns(deed->result);
    call_text(call->name, call->args ? call->args : "", columns,
              deed->text + prefix, sizeof(deed->text) - prefix);
}

static void process_deed(const struct process_event *process, struct deed *deed)
{
    size_t prefix;

    deed->host = process->host;
    deed->role = ROLE_WARN;
    deed->result_role = ROLE_WARN;
    deed->result[0] = '\0';
    actor_prefix(process->actor, process->host, deed->text, sizeof(deed->text));
    prefix = strlen(deed->text);
    if (process->what == PROCESS_KILLED)
        snprintf(deed->text + prefix, sizeof(deed->text) - prefix,
                 _("killed by %s"), symbol_signal(process->status));
    else
        snprintf(deed->text + prefix, sizeof(deed->text) - prefix,
                 _("exited with %d"), process->status);
}

static void handler_deed(const struct handler_event *handler, struct deed *deed)
{
    size_t prefix;

    deed->host = handler->host;
    deed->role = ROLE_WARN;
    deed->result_role = ROLE_WARN;
    deed->result[0] = '\0';
    actor_prefix(handler->actor, handler->host, deed->text, sizeof(deed->text));
    prefix = strlen(deed->text);
    snprintf(deed->text + prefix, sizeof(deed->text) - prefix,
             _("handler ran %s"), symbol_signal(handler->signal));
}

/* A row may hold the other side's state too, over which nothing is written. */
static int deed_room(const struct frame *frame, const struct ladder_row *row,
                     enum host_id host)
{
    enum host_id other = host == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
    const struct state_event *own = row->states[host];
    int room = frame->all.w - (row->states[other] ? frame->side + 1 : 0);

    return own ? room - glyph_columns(state_text(own)) - 1 : room;
}

/* The state stands in its column where the call leaves it, else behind it. */
static void draw_deed(const struct frame *frame, int y,
                      const struct ladder_row *row, const struct deed *deed)
{
    const struct state_event *state = row->states[deed->host];
    int text = glyph_columns(deed->text);
    int columns = text + glyph_columns(deed->result);
    int word = state ? glyph_columns(state_text(state)) + 1 : 0;
    bool behind = state && columns + word > frame->side - 1;
    int x = edge(frame, deed->host, columns + (behind ? word : 0));

    if (behind && deed->host == HOST_CLIENT)
        x += area_put(frame->all, y, x, state_role(state->now),
                      state_text(state)) +
             1;
    x += area_put(frame->all, y, x, deed->role, deed->text);
    x += area_put(frame->all, y, x, deed->result_role, deed->result);
    if (behind && deed->host == HOST_SERVER)
        area_put(frame->all, y, x + 1, state_role(state->now),
                 state_text(state));
    if (state && !behind)
        draw_state(frame, y, deed->host, state);
}

/* ---- rows ---- */

static void draw_lines(const struct frame *frame, int y)
{
    area_sign(frame->all, y, frame->side, ROLE_FRAME, SIGN_VERTICAL);
    area_sign(frame->all, y, frame->side + 1 + frame->wire.w, ROLE_FRAME,
              SIGN_VERTICAL);
}

static bool is_selected(const struct ladder_row *row, uint64_t selected)
{
    return selected != 0 && row->event->kind == EVENT_PACKET &&
           row->event->packet.id == selected;
}

static void draw_row(const struct frame *frame, int y,
                     const struct ladder_row *row, uint64_t selected)
{
    const struct event *event = row->event;
    struct deed deed = {.host = HOSTS};

    draw_lines(frame, y);
    if (event->kind == EVENT_CALL)
        call_deed(row, deed_room(frame, row, event->call.host), &deed);
    else if (event->kind == EVENT_PROCESS)
        process_deed(&event->process, &deed);
    else if (event->kind == EVENT_HANDLER)
        handler_deed(&event->handler, &deed);
    else if (event->kind == EVENT_PACKET)
        ladder_packet_draw(frame->wire, y, row, is_selected(row, selected));
    for (int host = 0; host < HOSTS; host++)
        if (row->states[host] && deed.host != (enum host_id)host)
            draw_state(frame, y, (enum host_id)host, row->states[host]);
    if (deed.host != HOSTS)
        draw_deed(frame, y, row, &deed);
}

/* The wire's state; brief: without the word for it. */
static const char *wire_state(const struct lab *lab, bool brief)
{
    if (lab_wire_cut(lab))
        return brief ? _("is cut") : _("wire is cut");
    if (lab_wire_held(lab))
        /* TRANSLATORS: the wire holds packets. */
        return brief ? _("holds") : _("wire holds");
    /* TRANSLATORS: the wire lets packets flow. */
    return brief ? _("flows") : _("wire flows");
}

/* What the wire does now, or that there is none, in so many columns. */
static void wire_text(const struct lab *lab, int columns, char *out,
                      size_t size)
{
    size_t waiting = lab_waiting(lab);

    if (lab_cannot(lab, NEED_WIRE)) {
        snprintf(out, size, "%s", _("no wire on loopback"));
        return;
    }
    for (int brief = 0; brief < 2; brief++) {
        const char *now = wire_state(lab, brief);

        if (waiting > 0)
            snprintf(out, size,
                     translate_n("%s, %zu waits", "%s, %zu wait", waiting), now,
                     waiting);
        else
            snprintf(out, size, "%s", now);
        if (glyph_columns(out) <= columns)
            return;
    }
}

/* The hosts' names over their sides, the wire's state between them. */
static void draw_heading(struct area row, const struct lab *lab,
                         const struct pane *pane)
{
    char text[TEXT];
    int x;

    x = area_put(row, 0, 0, ROLE_HEADING, host_name(HOST_SERVER)) + 1;
    if (pane->top > 0)
        area_sign(row, 0, x, ROLE_KEY, SIGN_MORE_UP);
    x = area_most(0, row.w - glyph_columns(host_name(HOST_CLIENT)));
    area_put(row, 0, x, ROLE_HEADING, host_name(HOST_CLIENT));
    if (pane_more(pane))
        area_sign(row, 0, x - 2, ROLE_KEY, SIGN_MORE_DOWN);
    row = area_columns(row, 9, row.w - 18);
    wire_text(lab, row.w, text, sizeof(text));
    area_put(row, 0, area_most(0, (row.w - glyph_columns(text)) / 2), ROLE_DIM,
             text);
}

/* Says what will come; returns its row. */
static int draw_empty(struct area area, int y, const struct lab *lab)
{
    return area_wrap(
        area, y, ROLE_DIM,
        lab_cannot(lab, NEED_WIRE)
            ? _("Calls and states come here; there are no packets to see.")
            : _("Calls, states and packets come here, the newest last."));
}

/* The columns of the time, in front of everything else. */
static int time_columns(struct area area)
{
    return area.w >= TIME_WIDTH ? TIME_COLUMNS : 0;
}

/* What ladder_text() draws. */
struct ladder_view {
    const struct lab *lab;
    uint64_t selected;
    bool cursor; /* the terminal's stands there */
};

/* A pane_text: all rows below the heading. */
static int ladder_text(const void *of, struct area area, int y)
{
    const struct ladder_view *view = of;
    const struct log *log = lab_log(view->lab);
    struct ladder_row rows[MOST_ROWS];
    int time = time_columns(area), first = area_most(0, y);
    struct area body = area_columns(area, time, area.w - time);
    struct frame frame = frame_of(body);
    int all = ladder_rows_before(log, log_count(log));
    int n = ladder_rows(log, first - y, rows,
                        area_least(area.h - first, MOST_ROWS));

    for (int i = 0; i < n; i++) {
        if (time)
            area_printf(area, first + i, 0, ROLE_DIM, "%9.3f",
                        (double)rows[i].event->t / 1e9);
        draw_row(&frame, first + i, &rows[i], view->selected);
        if (view->cursor && is_selected(&rows[i], view->selected))
            screen_cursor(frame.wire, first + i, 0);
    }
    return all > 0 ? all : draw_empty(body, y, view->lab);
}

void ladder_draw(struct area area, const struct lab *lab, struct ladder *ladder)
{
    struct ladder_view view = {lab, ladder->selected, ladder->pane.cursor};
    bool heading = area.h >= HEADING_HEIGHT;
    int time = time_columns(area);

    pane_draw(ladder_pane(ladder), area_rows(area, heading, area.h - heading),
              ladder_text, &view);
    if (heading)
        draw_heading(area_columns(area, time, area.w - time), lab,
                     &ladder->pane);
}
