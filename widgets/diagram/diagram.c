/*
 * diagram.c - what is lit on the map, and who stands where.
 *
 * All of it is read from the log and the hosts' sockets each time it is drawn:
 * the newest change of state lights its arrow and both ends, others of the
 * same step are bold, and each socket stands on its state as a token.
 */
#include "widgets/diagram/diagram.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lab/log/transition.h"
#include "widgets/diagram/diagram_ink.h"
#include "widgets/diagram/diagram_text.h"

enum {
    SIDE_COLUMNS = 36, /* least width of the list of changes */
    TEXT_ROWS = 6,     /* most rows of words below the diagram */
    TOKENS = 200,      /* bytes of a box' tokens */
    PORTS = 32,        /* different ports in one box */
    STEP_EVENTS = 500, /* of a longer step only the end is lit */
};

static const char *const letters[HOSTS] = {
    [HOST_SERVER] = "S",
    [HOST_CLIENT] = "C",
};

const struct view_sign diagram_signs[] = {
    {.mark = "S",
     .text = N_("A socket of the server's host, on the state that it is in.")},
    {.mark = "C", .text = N_("The same of the client's host.")},
    {.mark = "\xc3\x97", .text = N_("So many sockets stand there.")},
    {.sign = SIGN_CURRENT,
     .text = N_("Where the newest change of state has led.")},
    {.sign = SIGN_MORE_UP,
     .text = N_(
         "So many changes of the last step came before those that are told.")},
    {.mark = "rcv", .text = N_("What comes in and leads along the arrow.")},
    {.mark = "FIN", .text = N_("Behind the stroke: what is sent then.")},
    {.text = NULL},
};

struct diagram_view diagram_view_of(const struct lab *lab, size_t since)
{
    struct diagram_view view = {.log = lab_log(lab), .since = since};

    for (int i = 0; i < HOSTS; i++)
        view.hosts[i].socks =
            lab_sockets(lab, (enum host_id)i, &view.hosts[i].n);
    return view;
}

/* ---- tokens ---- */

/* Whether the socket stands on that state; one only bound is CLOSED. */
static bool stands_on(const struct sock *sock, enum tcp_state state)
{
    enum tcp_state at = sock->state == STATE_UNCONN ? STATE_NONE : sock->state;

    return sock->proto == IPPROTO_TCP && at == state;
}

static int count_on(const struct diagram_view *view, enum host_id host,
                    enum tcp_state state)
{
    int n = 0;

    for (size_t i = 0; i < view->hosts[host].n; i++)
        n += stands_on(&view->hosts[host].socks[i], state);
    return n;
}

/* Sockets of one host and one port, counted. */
struct group {
    struct addr local;
    int n;
};

/* Connections of one server share its port: they are one token, counted. */
static int group_by_port(const struct diagram_view *view, enum host_id host,
                         enum tcp_state state, struct group groups[PORTS])
{
    int n = 0;

    for (size_t i = 0; i < view->hosts[host].n; i++) {
        const struct sock *sock = &view->hosts[host].socks[i];
        int at = 0;

        if (!stands_on(sock, state))
            continue;
        while (at < n && groups[at].local.port != sock->local.port)
            at++;
        if (at == PORTS)
            continue;
        if (at == n)
            groups[n++] = (struct group){.local = sock->local};
        groups[at].n++;
    }
    return n;
}

/* "×3", where there are several of the same. */
static void put_count(FILE *out, int n)
{
    if (n > 1)
        fprintf(out, "\xc3\x97%d", n);
}

/* "S:12000×2 C:41822" */
static void put_ports(FILE *out, const struct diagram_view *view,
                      enum tcp_state state)
{
    struct group groups[PORTS];
    char token[32];

    for (int host = 0; host < HOSTS; host++) {
        int n = group_by_port(view, (enum host_id)host, state, groups);

        for (int i = 0; i < n; i++) {
            diagram_token((enum host_id)host, &groups[i].local, token,
                          sizeof token);
            fprintf(out, "%s", token);
            put_count(out, groups[i].n);
            fputc(' ', out);
        }
    }
}

/* Where ports have no room "S×2 C", or, without counts, "S C". */
static void put_letters(FILE *out, const struct diagram_view *view,
                        enum tcp_state state, bool counts)
{
    for (int host = 0; host < HOSTS; host++) {
        int n = count_on(view, (enum host_id)host, state);

        if (n == 0)
            continue;
        fputs(letters[host], out);
        put_count(out, counts ? n : 1);
        fputc(' ', out);
    }
}

/* The tokens of a state, in so many columns; "" for none. */
static void tokens_of(const struct diagram_view *view, enum tcp_state state,
                      int columns, char out[TOKENS])
{
    for (int form = 0; form < 3; form++) {
        FILE *file = fmemopen(out, TOKENS, "w");

        out[0] = '\0';
        if (!file)
            return;
        if (form == 0)
            put_ports(file, view, state);
        else
            put_letters(file, view, state, form == 1);
        fclose(file);
        out[TOKENS - 1] = '\0';
        out[strlen(out) - (*out != '\0')] = '\0'; /* the last space */
        if (glyph_columns(out) <= columns)
            return;
    }
}

/* Each token in reverse, like a piece on a board. */
static void draw_tokens(struct area area, const char *tokens)
{
    int x = 0;

    while (*tokens) {
        size_t len = strcspn(tokens, " ");
        char token[TOKENS];

        snprintf(token, sizeof token, "%.*s", (int)len, tokens);
        x += area_put(area, 0, x, ROLE_SELECTED, token) + 1;
        tokens += len + (tokens[len] == ' ');
    }
}

/* ---- what is lit ---- */

/* How a part of the map stands out. */
enum glow {
    GLOW_NONE,
    GLOW_STEP, /* changed in the last step as well */
    GLOW_LIT,  /* the newest change */
};

struct lights {
    enum glow places[PLACES];
    enum glow arrows[STATES][STATES]; /* from, to */
};

/* A RST or a last timeout has no arrow: then its ends alone are lit. */
static void light(struct lights *lights, const struct moved *moved,
                  enum glow glow)
{
    bool to_top = moved->from == STATE_LISTEN || moved->from == STATE_SYN_SENT;
    enum place from = diagram_map_find(moved->from, PLACE_CLOSED);
    enum place to =
        diagram_map_find(moved->to, to_top ? PLACE_CLOSED : PLACE_END);

    if (moved->from == moved->to)
        to = from;
    if (moved->arrow)
        lights->arrows[moved->from][moved->to] = glow;
    lights->places[from] = glow;
    lights->places[to] = glow;
}

/* From the step's first change to the newest, which may lie before it. */
static void light_all(struct lights *lights, const struct diagram_view *view)
{
    size_t newest = log_count(view->log);
    size_t first = view->since;
    struct moved moved;

    while (newest > 0 && !diagram_shows(view, newest - 1))
        newest--;
    if (newest == 0)
        return;
    if (newest > STEP_EVENTS && first < newest - STEP_EVENTS)
        first = newest - STEP_EVENTS;
    for (size_t i = first; i + 1 < newest; i++)
        if (diagram_shows(view, i) && transition_explain(view->log, i, &moved))
            light(lights, &moved, GLOW_STEP);
    if (transition_explain(view->log, newest - 1, &moved))
        light(lights, &moved, GLOW_LIT);
}

/* Only the newest is heavy: one thing has just moved, as in a machine. */
static struct ink ink_of(enum glow glow, enum role line, enum role text)
{
    switch (glow) {
    case GLOW_NONE: break;
    case GLOW_STEP: return (struct ink){ROLE_STRONG, ROLE_STRONG, false};
    case GLOW_LIT: return (struct ink){ROLE_CURRENT, ROLE_CURRENT, true};
    }
    return (struct ink){line, text, false};
}

/* The state that is selected, and the terminal's cursor at its name. */
static bool take_selected(const struct diagram_view *view, enum place place,
                          struct area area, int x)
{
    if (view->selected != (int)place + 1 || area.h < 1)
        return false;
    screen_cursor(area, 0, x);
    return true;
}

const char *diagram_selected(const struct diagram_view *view)
{
    if (view->selected < 1 || view->selected > DIAGRAM_STATES)
        return NULL;
    return transition_state_name(
        diagram_map_place((enum place)(view->selected - 1))->state);
}

/* ---- the diagram ---- */

/* Arrows first: boxes are drawn over their ends. */
static void draw_arrows(const struct map_fit *fit, const struct lights *lights)
{
    const struct map_arrow *arrow;

    for (int i = 0; (arrow = diagram_map_arrow(i)); i++) {
        enum tcp_state from = diagram_map_place(arrow->from)->state;
        enum tcp_state to = diagram_map_place(arrow->to)->state;

        diagram_ink_arrow(
            fit, arrow, translate(transition_find(from, to)->label),
            ink_of(lights->arrows[from][to], ROLE_FRAME, ROLE_DIM));
    }
}

/* A state with somebody on it stands out from an empty one. */
static void draw_boxes(const struct map_fit *fit, const struct lights *lights,
                       const struct diagram_view *view)
{
    for (int i = 0; i < PLACES; i++) {
        enum place place = (enum place)i;
        enum tcp_state state = diagram_map_place(place)->state;
        char tokens[TOKENS] = "";
        struct ink ink;
        struct area free;

        if (place != PLACE_END)
            tokens_of(view, state, TOKENS, tokens);
        ink = ink_of(lights->places[i], ROLE_FRAME,
                     *tokens ? ROLE_STRONG : ROLE_PLAIN);
        if (view->selected == i + 1)
            ink.text = ROLE_SELECTED;
        free = diagram_ink_box(fit, place, transition_state_name(state), ink);
        take_selected(view, place, free,
                      -1 - glyph_columns(transition_state_name(state)));
        if (*tokens)
            tokens_of(view, state, free.w, tokens);
        draw_tokens(free, tokens);
    }
}

/* What the tokens' letters mean, in the corner that the map leaves free. */
static void draw_legend(const struct map_fit *fit)
{
    bool one_row = fit->spacing == 1;
    int y = 0, x = 0;

    for (int host = 0; host < HOSTS; host++) {
        const char *name = host_name((enum host_id)host);

        area_put(fit->area, y, x, ROLE_SELECTED, letters[host]);
        area_put(fit->area, y, x + 2, ROLE_DIM, name);
        x += one_row ? glyph_columns(name) + 3 : 0;
        y += !one_row;
    }
}

static void draw_map(const struct map_fit *fit, const struct lights *lights,
                     const struct diagram_view *view)
{
    draw_legend(fit);
    draw_arrows(fit, lights);
    draw_boxes(fit, lights, view);
}

/* The gap whose label is worth a row most: that of the arrow that is lit. */
static int lit_gap(const struct lights *lights)
{
    const struct map_arrow *arrow;

    for (int i = 0; (arrow = diagram_map_arrow(i)); i++) {
        enum tcp_state from = diagram_map_place(arrow->from)->state;
        enum tcp_state to = diagram_map_place(arrow->to)->state;

        if (lights->arrows[from][to] == GLOW_LIT && diagram_ink_gap(arrow) >= 0)
            return diagram_ink_gap(arrow);
    }
    return 0;
}

/* ---- where there is no room for it ---- */

/* The states that somebody stands on, a row each; returns the rows. */
static int draw_list(struct area area, const struct diagram_view *view)
{
    int y = 0;

    for (int i = 0; i < PLACE_END; i++) {
        enum tcp_state state = diagram_map_place((enum place)i)->state;
        char tokens[TOKENS];

        tokens_of(view, state, TOKENS, tokens);
        if (!*tokens)
            continue;
        int used =
            area_put(area, y, 0, ROLE_STRONG, transition_state_name(state));
        int x = used > 12 || area.w < 20 ? used + 1 : 13;
        struct area right = area_columns(area_rows(area, y, 1), x, area.w - x);
        tokens_of(view, state, right.w, tokens);
        draw_tokens(right, tokens);
        y++;
    }
    if (y == 0)
        area_put(area, y++, 0, ROLE_DIM, _("No socket: all is CLOSED."));
    return y;
}

/*
 * All states in two columns, from top to bottom as a connection goes through
 * them: at the left who opens it and closes it first, at the right the other.
 */
static const enum place small_map[][2] = {
    {PLACE_CLOSED, PLACE_LISTEN},          {PLACE_SYN_SENT, PLACE_SYN_RECEIVED},
    {PLACE_ESTABLISHED, PLACE_CLOSE_WAIT}, {PLACE_FIN_WAIT_1, PLACE_LAST_ACK},
    {PLACE_FIN_WAIT_2, PLACE_CLOSING},     {PLACE_TIME_WAIT, PLACE_END},
};

enum { SMALL_ROWS = sizeof small_map / sizeof *small_map };

enum tcp_state diagram_newest(const struct diagram_view *view)
{
    struct moved moved;

    for (size_t i = log_count(view->log); i-- > 0;)
        if (diagram_shows(view, i) && transition_explain(view->log, i, &moved))
            return moved.to;
    return STATES;
}

/* Its place on the map; PLACES before the first. */
static enum place newest_place(const struct diagram_view *view)
{
    enum tcp_state state = diagram_newest(view);

    return state == STATES ? PLACES : diagram_map_find(state, PLACE_END);
}

/* A state's name, with the sign where the newest change has led, and tokens. */
static void draw_small_place(struct area area, enum place place,
                             const struct lights *lights,
                             const struct diagram_view *view)
{
    enum tcp_state state = diagram_map_place(place)->state;
    char tokens[TOKENS] = "";
    bool newest = newest_place(view) == place;

    if (place != PLACE_END)
        tokens_of(view, state, TOKENS, tokens);
    else if (!newest)
        return;
    struct ink ink = ink_of(lights->places[place], ROLE_FRAME,
                            *tokens ? ROLE_STRONG : ROLE_DIM);
    if (newest)
        area_sign(area, 0, 0, ROLE_CURRENT, SIGN_CURRENT);
    if (take_selected(view, place, area, 1))
        ink.text = ROLE_SELECTED;
    int used = 2 + area_put(area, 0, 1, ink.text, transition_state_name(state));
    struct area free = area_columns(area, used, area.w - used);
    if (*tokens)
        tokens_of(view, state, free.w, tokens);
    draw_tokens(free, tokens);
}

/*
 * All states where two columns of them have room, and else those that somebody
 * stands on. Words are what tells the machine then.
 */
static void draw_small(struct area area, const struct diagram_view *view,
                       const struct lights *lights)
{
    int rows = SMALL_ROWS;

    if (area.w < DIAGRAM_SMALL_COLUMNS || area.h < SMALL_ROWS + 1) {
        rows = draw_list(area, view);
    } else {
        for (int y = 0; y < SMALL_ROWS; y++)
            for (int i = 0; i < 2; i++)
                draw_small_place(area_columns(area_rows(area, y, 1),
                                              i * (area.w / 2), area.w / 2),
                                 small_map[y][i], lights, view);
    }
    diagram_tell(area_rows(area, rows, area.h - rows), view);
}

/* The list of changes gets a third of a wide pane. */
static int side_columns(struct area area)
{
    int third = area.w / 3;

    if (area.w < DIAGRAM_COLUMNS + SIDE_COLUMNS + 2)
        return 0;
    return area_most(third, SIDE_COLUMNS);
}

void diagram_draw(struct area area, const struct diagram_view *view)
{
    int side = side_columns(area);
    struct area left = area_columns(area, 0, area.w - side - (side ? 2 : 0));
    /* The rows of words below a map that has no labels matter more. */
    int spare = area.h > MAP_ROWS + 2 || area.h < DIAGRAM_ROWS ? 2 : 1;
    struct lights lights = {0};
    struct map_fit fit;

    light_all(&lights, view);
    if (!diagram_ink_fit(left, spare, lit_gap(&lights), &fit)) {
        draw_small(area, view, &lights);
        return;
    }
    draw_map(&fit, &lights, view);
    diagram_tell(area_rows(left, fit.area.h, TEXT_ROWS), view);
    if (side)
        diagram_history(area_columns(area, area.w - side, side), view);
}
