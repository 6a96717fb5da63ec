/*
 * lesson_frame.c - the framed part: a column for each lane with both hosts in
 * it, or, with one lane, a column for each host. The wire and the states have
 * a column for each lane, as far as they are worth it.
 */
#include <string.h>

#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/calls.h"
#include "widgets/panes/sockets.h"
#include "widgets/panes/sysctls.h"

enum {
    COLUMNS = RUNNER_LANES,
    ENOUGH_CALLS = 60, /* rows of calls that are worth asking for */
};

/* What one column of the frame shows. */
struct column {
    int lane;
    enum host_id host; /* HOSTS: both */
    struct area area;  /* between the lines, from the top border on */
};

struct frame {
    struct lesson_view *view;
    struct area area;
    struct column columns[COLUMNS];
    int n;
    bool split;                /* the columns are hosts */
    int lanes_h;               /* rows of the actors and their calls */
    int sockets_h[HOSTS];      /* split: only the first, for both */
    bool sysctls_below[HOSTS]; /* likewise: their sockets, not their titles */
    struct pane lanes;         /* as one scrolls them, in all columns */
    struct pane sockets;
    bool lanes_seek; /* this drawing is to find what is searched for in them */
    bool sockets_seek;
};

/* ---- columns ---- */

/* Columns share the width; what can't be shared goes to the last ones. */
static void place_columns(struct frame *frame)
{
    int inner = frame->area.w - frame->n - 1;
    int x = 1;

    for (int i = 0; i < frame->n; i++) {
        int w = area_most(0, inner * (i + 1) / frame->n - inner * i / frame->n);

        frame->columns[i].area = area_columns(frame->area, x, w);
        x += w + 1;
    }
}

/*
 * The first of n lanes to show, out of those from `from` on: the chosen one of
 * the wire or of a matrix is always in sight.
 */
static int first_lane(const struct lesson_view *view, int from, int lanes,
                      int n, bool chosen)
{
    int first = view->first_lane;

    if (chosen)
        first = area_least(view->lane, area_most(view->lane - n + 1, first));
    return area_most(from, area_least(first, from + lanes - n));
}

/* All lanes, or else no more than one row of a matrix, or a part of it. */
static void choose_lanes(struct frame *frame, int fit)
{
    struct lesson_view *view = frame->view;
    int lanes = runner_lanes(view->runner), from = 0;
    struct matrix matrix;
    bool grid = matrix_of(&matrix, view->runner);

    if (grid && fit < lanes) {
        lanes = matrix.columns->n_values;
        from = view->lane - view->lane % lanes;
    }
    frame->n = area_least(area_least(lanes, fit), COLUMNS);
    view->first_lane = first_lane(view, from, lanes, frame->n,
                                  grid || view->scene != SCENE_CALLS);
}

/*
 * One lane in a wide frame is split by hosts, so that a conversation is read
 * across; lanes stand beside each other as far as they fit.
 */
static void choose_columns(struct frame *frame)
{
    struct lesson_view *view = frame->view;
    int lanes = runner_lanes(view->runner);
    int width = lesson_scenes[view->scene].column;
    int fit = area_most(1, (frame->area.w - 1) / (width + 1));

    frame->split = view->scene == SCENE_CALLS && lanes == 1 && fit > 1;
    if (!frame->split) {
        choose_lanes(frame, fit);
    } else {
        frame->n = HOSTS;
        view->first_lane = 0;
    }
    for (int i = 0; i < frame->n; i++)
        frame->columns[i] =
            (struct column){.lane = frame->split ? 0 : view->first_lane + i,
                            .host = frame->split ? (enum host_id)i : HOSTS};
    place_columns(frame);
}

static struct lab *column_lab(const struct frame *frame, int column)
{
    return runner_lab(frame->view->runner, frame->columns[column].lane);
}

/* ---- heights ---- */

/* The host that a part of a column shows. */
static enum host_id host_of(const struct frame *frame, int column, int part)
{
    return frame->split ? frame->columns[column].host : (enum host_id)part;
}

/* Above a host's sockets; "" in all but one column. */
static const char *host_title(const struct frame *frame, int column, int part,
                              char *out, size_t size)
{
    out[0] = '\0';
    if (frame->split || column == 0)
        lesson_title_host(column_lab(frame, column),
                          host_of(frame, column, part), out, size);
    return out;
}

/*
 * The sysctls that were set on the host of a part, if they stand below its
 * sockets (or else in the line above them).
 */
static const char *sysctls_of(const struct frame *frame, int column, int part,
                              bool below, char *out)
{
    out[0] = '\0';
    if (frame->sysctls_below[part] == below)
        sysctls_text(frame->view->runner, frame->columns[column].lane,
                     host_of(frame, column, part), out);
    return out;
}

/* In all columns alike: where one has no room for them, they stand below. */
static void place_sysctls(struct frame *frame)
{
    char title[64], text[SYSCTLS_TEXT];

    for (int part = 0; part < HOSTS; part++)
        for (int i = 0; i < frame->n; i++) {
            host_title(frame, i, part, title, sizeof title);
            sysctls_of(frame, i, part, false, text);
            if (text[0] && glyph_columns(title) + glyph_columns(text) + 9 >
                               frame->columns[i].area.w)
                frame->sysctls_below[part] = true;
        }
}

/* The most rows that a host's sockets take in any column. */
static int rows_of(const struct frame *frame, enum host_id host)
{
    char text[SYSCTLS_TEXT];
    int most = 1;

    for (int i = 0; i < frame->n; i++) {
        struct sockets_view view = {
            .lab = column_lab(frame, i),
            .host = host,
            .sysctls =
                sysctls_of(frame, i, frame->split ? 0 : (int)host, true, text),
        };

        most =
            area_most(most, sockets_rows(&view, frame->columns[i].area.w - 2));
    }
    return most;
}

/* The calls of a column, laid out with those of all lanes that show. */
static struct calls_view calls_view_of(const struct frame *frame, int column)
{
    struct calls_view calls = {.lab = column_lab(frame, column),
                               .host = frame->columns[column].host};

    for (int i = 0; !frame->split && i < frame->n; i++)
        calls.beside[calls.n_beside++] = column_lab(frame, i);
    return calls;
}

/* The most rows that the calls take in any column. */
static int calls_of(const struct frame *frame)
{
    int most = 2;

    for (int i = 0; i < frame->n; i++) {
        struct calls_view lanes = calls_view_of(frame, i);

        lanes.rows = ENOUGH_CALLS;
        most = area_most(
            most, pane_rows(calls_text, &lanes, frame->columns[i].area.w));
    }
    return most;
}

/*
 * Sockets get a row, however few there are, and two where there is room, so
 * that the frame does not jump; then as many as they need, as long as the calls
 * keep the greater half.
 */
static void share_rows(struct frame *frame)
{
    int parts = frame->split ? 1 : HOSTS;
    int inner = area_most(0, frame->area.h - 2 - parts);
    int calls = area_least(calls_of(frame), area_most(2, inner * 3 / 5));
    int least = inner >= 12 && calls_of(frame) + 2 * parts <= inner ? 2 : 1;
    int left = inner;

    for (int i = 0; i < parts; i++) {
        int need = area_most(least, rows_of(frame, (enum host_id)i));

        if (frame->split)
            need = area_most(need, rows_of(frame, HOST_CLIENT));
        int others = (parts - 1 - i) * least;
        frame->sockets_h[i] = area_least(
            left, area_most(least, area_least(need, left - calls - others)));
        left -= frame->sockets_h[i];
    }
    frame->lanes_h = left;
}

/* ---- drawing ---- */

/* The host, or the lane; marked where the keys are for one of several. */
static void column_title(const struct frame *frame, int column, char *out,
                         size_t size)
{
    const struct lesson_view *view = frame->view;
    const struct column *at = &frame->columns[column];
    struct matrix matrix;
    bool marked = frame->n > 1 && (view->scene != SCENE_CALLS ||
                                   matrix_of(&matrix, view->runner));

    if (frame->split)
        snprintf(out, size, "%s", host_name(at->host));
    else
        lesson_title_column(view, at->lane, marked && at->lane == view->lane,
                            out, size);
}

/* A horizontal line with its own signs where the columns meet it. */
static void draw_line(const struct frame *frame, int y, enum sign left,
                      enum sign middle, enum sign right)
{
    struct area area = frame->area;

    area_rule(area, y, NULL);
    area_sign(area, y, 0, ROLE_FRAME, left);
    for (int i = 1; i < frame->n; i++)
        area_sign(area, y, frame->columns[i].area.x - area.x - 1, ROLE_FRAME,
                  middle);
    area_sign(area, y, area.w - 1, ROLE_FRAME, right);
}

/* A title stands in a line, with a space on both sides. */
static void draw_title(struct area area, int y, enum role role,
                       const char *title)
{
    if (!title[0])
        return;
    struct area text = area_columns(area, 1, area.w - 2);
    area_put(text, y, 0, role, " ");
    int x = 1 + area_put(text, y, 1, role, title);
    area_put(text, y, x, role, " ");
}

/* At the right end of a column's title, if so many columns leave room. */
static bool draw_aside(struct area area, int y, int used, enum role role,
                       const char *text)
{
    int x = area.w - glyph_columns(text) - 4;

    if (x <= used + 1)
        return false;
    draw_title(area_columns(area, x, area.w), y, role, text);
    return true;
}

/* A question has no row for this at the bottom, and its arrow keys choose. */
static void draw_more(const struct lesson_view *view, struct area area,
                      int used)
{
    if (pane_more(&view->panes[FOCUS_NONE]) && view->mode == MODE_QUIZ &&
        view->focus != FOCUS_PROSE &&
        !draw_aside(area, 0, used, ROLE_KEY, _("Tab: more to read above")))
        draw_aside(area, 0, used, ROLE_KEY, _("Tab: more"));
}

/*
 * Why calls may block: the wire of a column's lane. The ladder says that by
 * itself, but its arrow keys don't scroll the prose as they else do.
 */
static void draw_asides(const struct frame *frame, int column, int used)
{
    const struct lesson_view *view = frame->view;
    struct area area = frame->columns[column].area;
    bool last = column == frame->n - 1;
    char text[128];

    if (view->scene == SCENE_LADDER) {
        if (last && pane_more(&view->panes[FOCUS_NONE]) &&
            view->focus == FOCUS_NONE)
            draw_aside(area, 0, used, ROLE_KEY, _("Tab: more to read above"));
        return;
    }
    if (frame->split && !last)
        return;
    lesson_title_wire(column_lab(frame, column), false, text, sizeof text);
    if (!text[0]) {
        if (last)
            draw_more(view, area, used);
        return;
    }
    if (draw_aside(area, 0, used, ROLE_WARN, text))
        return;
    lesson_title_wire(column_lab(frame, column), true, text, sizeof text);
    draw_aside(area, 0, used, ROLE_WARN, text);
}

/* The outline, with the columns' titles above and the other toggles below. */
static void draw_borders(const struct frame *frame)
{
    struct area area = frame->area;
    char title[256];

    for (int x = 0, i = 0; i <= frame->n; i++) {
        area_divide(area, x);
        if (i < frame->n)
            x += frame->columns[i].area.w + 1;
    }
    draw_line(frame, 0, SIGN_TOP_LEFT, SIGN_TEE_DOWN, SIGN_TOP_RIGHT);
    draw_line(frame, area.h - 1, SIGN_BOTTOM_LEFT, SIGN_TEE_UP,
              SIGN_BOTTOM_RIGHT);
    for (int i = 0; i < frame->n; i++) {
        column_title(frame, i, title, sizeof title);
        draw_title(frame->columns[i].area, 0, ROLE_HEADING, title);
        draw_asides(frame, i, title[0] ? 3 + glyph_columns(title) : 0);
    }
    lesson_title_frame(frame->view, frame->split ? 1 : frame->n, title,
                       sizeof title);
    draw_title(area, area.h - 1, ROLE_HEADING, title);
}

/*
 * One column's rows, with a column free on both sides. All are as wide as the
 * first, so that what is cut is cut alike.
 */
static struct area cell(const struct frame *frame, int column, int y, int h)
{
    struct area area = frame->columns[column].area;

    return area_rows(area_columns(area, 1, frame->columns[0].area.w - 2), y, h);
}

/*
 * Columns are scrolled as one: where something is searched for, to the first
 * place that any of them has.
 */
static void join(struct pane *all, const struct pane *part, bool seeks)
{
    if (!seeks)
        pane_join(all, part);
    else if (all->rows == 0 || (all->search.missing && !part->search.missing))
        *all = *part;
}

/* The upper part of every column. */
static void draw_lanes(struct frame *frame)
{
    struct lesson_view *view = frame->view;

    for (int i = 0; i < frame->n; i++) {
        struct calls_view lanes = calls_view_of(frame, i);
        struct pane pane = view->panes[FOCUS_LANES];

        lanes.lanes = runner_lanes(view->runner);
        lanes.twin = lanes.lanes > 1 ? &view->twin : NULL;

        area_clear(cell(frame, i, 1, frame->lanes_h));
        calls_draw(cell(frame, i, 1, frame->lanes_h), lanes, &pane);
        join(&frame->lanes, &pane, frame->lanes_seek);
    }
    view->panes[FOCUS_LANES] = frame->lanes;
}

/* One of the lower parts: a host in all columns, or both hosts side by side. */
static void draw_sockets(struct frame *frame, int y, int part)
{
    const struct runner *runner = frame->view->runner;
    char title[64], above[SYSCTLS_TEXT], below[SYSCTLS_TEXT];

    draw_line(frame, y, SIGN_TEE_LEFT, SIGN_CROSS, SIGN_TEE_RIGHT);
    for (int i = 0; i < frame->n; i++) {
        struct area column = frame->columns[i].area;
        struct sockets_view sockets = {
            .lab = column_lab(frame, i),
            .host = host_of(frame, i, part),
            /* At work, lanes may be apart for a moment. */
            .worlds = runner_busy(runner) ? NULL : runner,
            .lane = frame->columns[i].lane,
            .sysctls = sysctls_of(frame, i, part, true, below),
        };
        struct pane pane = frame->view->panes[FOCUS_SOCKETS];
        struct area area = cell(frame, i, y + 1, frame->sockets_h[part]);

        host_title(frame, i, part, title, sizeof title);
        draw_title(column, y, ROLE_HEADING, title);
        if (sysctls_of(frame, i, part, false, above)[0])
            draw_aside(column, y, 3 + glyph_columns(title), ROLE_WARN, above);
        area_clear(area);
        sockets_draw(area, &sockets, &pane);
        join(&frame->sockets, &pane, frame->sockets_seek);
    }
}

/* The pane that the arrow keys scroll has a sign in its corner. */
static void draw_focus(const struct frame *frame)
{
    enum lesson_focus focus = frame->view->focus;
    int y = focus == FOCUS_LANES     ? 0
            : focus == FOCUS_SOCKETS ? frame->lanes_h + 1
                                     : -1;

    if (y >= 0)
        area_sign(frame->area, y, frame->area.w - 2, ROLE_KEY, SIGN_CURRENT);
}

/* Two rows of sockets a host are reserved, as share_rows() does. */
int lesson_frame_rows(struct lesson_view *view, int width)
{
    struct frame frame = {.view = view, .area = {.w = width}};
    int rows = 2;

    if (lesson_scenes[view->scene].rows > 0)
        return lesson_scenes[view->scene].rows;
    choose_columns(&frame);
    place_sysctls(&frame);
    for (int part = 0; part < (frame.split ? 1 : HOSTS); part++)
        rows += 1 + area_most(2, rows_of(&frame, (enum host_id)part));
    return rows + calls_of(&frame);
}

/* Calls above, sockets below. */
static void draw_parts(struct frame *frame)
{
    frame->lanes = frame->sockets = (struct pane){0};
    draw_lanes(frame);
    int y = 1 + frame->lanes_h;
    for (int part = 0; part < (frame->split ? 1 : HOSTS); part++) {
        if (y < frame->area.h - 1)
            draw_sockets(frame, y, part);
        y += 1 + frame->sockets_h[part];
    }
    frame->view->panes[FOCUS_SOCKETS] = frame->sockets;
}

/*
 * Where something is searched for, once to find it and once from there: one
 * column may have it, and all of them go along.
 */
static void draw_calls(struct frame *frame)
{
    const struct pane *panes = frame->view->panes;

    share_rows(frame);
    frame->lanes_seek = panes[FOCUS_LANES].search.seek != 0;
    frame->sockets_seek = panes[FOCUS_SOCKETS].search.seek != 0;
    if (frame->lanes_seek || frame->sockets_seek)
        draw_parts(frame);
    frame->lanes_seek = frame->sockets_seek = false;
    draw_parts(frame);
    draw_focus(frame);
}

void lesson_frame_draw(struct lesson_view *view, struct area area)
{
    struct frame frame = {.view = view, .area = area};

    if (area.h < 3 || area.w < 4)
        return;
    choose_columns(&frame);
    place_sysctls(&frame);
    draw_borders(&frame);
    const struct scene *scene = &lesson_scenes[view->scene];
    if (!scene->draw)
        draw_calls(&frame);
    else
        for (int i = 0; i < frame.n; i++)
            scene->draw(view, frame.columns[i].lane,
                        cell(&frame, i, 1, area.h - 2));
}
