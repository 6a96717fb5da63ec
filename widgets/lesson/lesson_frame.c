/*
 * lesson_frame.c - the framed parts: a column for each lane with both hosts in
 * it, or, with one lane, a column for each host. The wire and the states have
 * a column for each lane, as far as these fit.
 */
#include <string.h>

#include "widgets/diagram/diagram.h"
#include "widgets/layout/borders.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/calls.h"
#include "widgets/panes/sockets.h"
#include "widgets/panes/strip.h"
#include "widgets/panes/subject.h"
#include "widgets/panes/sysctls.h"

enum {
    STRIP_COLUMNS = 18, /* of a lane in the strip, "bind() -1 EADDRINUSE" */
    LINE_SPARE = 6,     /* of a line, beside what stands in it */
};

/* What one column of the frame shows. */
struct column {
    int lane;
    enum host_id host; /* HOSTS: both */
};

struct frame {
    struct lesson_view *view;
    enum lesson_scene scene;
    struct borders borders;
    struct column columns[BORDERS_COLUMNS];
    int n;
    int first;                 /* of the lanes that show */
    bool split;                /* the columns are hosts */
    struct layout_share share; /* of the rows */
    bool sysctls_below[HOSTS]; /* their sockets */
    struct pane lanes;         /* as one scrolls them, in all columns */
    struct pane sockets;
    bool lanes_seek; /* this drawing is to find what is searched for in them */
    bool sockets_seek;
};

/* ---- columns ---- */

/*
 * One lane in a wide frame is split by hosts, so that a conversation is read
 * across; lanes stand beside each other as far as they fit.
 */
static void choose_columns(struct frame *frame, struct area area, int width)
{
    struct lesson_view *view = frame->view;
    int lanes = runner_lanes(view->runner);
    int fit = borders_fit(area.w, width);

    frame->split = frame->scene == SCENE_CALLS && lanes == 1 && fit > 1;
    if (!frame->split)
        frame->n = lesson_lanes(view, fit, &frame->first);
    else
        frame->n = HOSTS;
    for (int i = 0; i < frame->n; i++)
        frame->columns[i] =
            (struct column){.lane = frame->split ? 0 : frame->first + i,
                            .host = frame->split ? (enum host_id)i : HOSTS};
    frame->borders = borders_make(area, frame->n);
}

static struct lab *column_lab(const struct frame *frame, int column)
{
    return runner_lab(frame->view->runner, frame->columns[column].lane);
}

/* Whether the cursor is in this column, of those that are selected in. */
static bool is_chosen(const struct frame *frame, int column)
{
    const struct lesson_view *view = frame->view;
    int last = frame->first + frame->n - 1;

    if (frame->split)
        return frame->columns[column].host == view->host;
    return frame->columns[column].lane ==
           area_clamp(view->lane, frame->first, last);
}

/* ---- titles ---- */

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

/* Those of a part's host, if they stand below its sockets, or else above. */
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
                               frame->borders.columns[i].w)
                frame->sysctls_below[part] = true;
        }
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

/* ---- drawing ---- */

/* The host, or the lane; marked where the keys are for one of several. */
static void column_title(const struct frame *frame, int column, char *out,
                         size_t size)
{
    const struct lesson_view *view = frame->view;
    const struct column *at = &frame->columns[column];
    struct matrix matrix;
    bool keys = frame->scene == SCENE_CALLS
                    ? lesson_selects(view) || matrix_of(&matrix, view->runner)
                    : frame->scene == view->scene;
    bool marked = frame->n > 1 && keys;

    if (frame->split)
        snprintf(out, size, "%s", host_name(at->host));
    else
        lesson_title_column(view, frame->scene, at->lane,
                            marked && at->lane == view->lane,
                            frame->borders.columns[column].w - 3, out, size);
}

/* Why calls may block: the wire of a column's lane. */
static void draw_asides(const struct frame *frame, int column, int used)
{
    struct area area = frame->borders.columns[column];
    char text[128];

    if (frame->scene == SCENE_LADDER || (frame->split && column < frame->n - 1))
        return;
    for (int brief = 0; brief < 2; brief++) {
        lesson_title_wire(column_lab(frame, column), brief, text, sizeof text);
        if (!text[0] || borders_aside(area, 0, used, ROLE_WARN, text))
            return;
    }
}

/* In the last line; below the worlds the same again would say nothing. */
static void frame_title(const struct frame *frame, char *out, size_t size)
{
    int shown = frame->split ? 1 : frame->n;

    if (frame->scene != SCENE_CALLS && frame->view->layout.worlds.h > 0)
        lesson_title_lanes(frame->view, frame->first, shown, out, size);
    else
        lesson_title_frame(frame->view, frame->first, shown, out, size);
}

/* The outline, with the columns' titles above and the other toggles below. */
static void draw_borders(const struct frame *frame)
{
    struct area area = frame->borders.area;
    char title[256];

    borders_draw(&frame->borders);
    for (int i = 0; i < frame->n; i++) {
        column_title(frame, i, title, sizeof title);
        borders_title(frame->borders.columns[i], 0, ROLE_HEADING, title);
        draw_asides(frame, i, title[0] ? 3 + glyph_columns(title) : 0);
    }
    frame_title(frame, title, sizeof title);
    borders_title(area, area.h - 1, ROLE_HEADING, title);
}

static struct area cell(const struct frame *frame, int column, int y, int h)
{
    return borders_cell(&frame->borders, column, y, h);
}

/*
 * A copy of the pane for one cell. The selected row is that of one cell; the
 * same row of other lanes comes along as long as they have the same rows.
 */
static struct pane pane_of(const struct frame *frame, enum lesson_focus focus,
                           bool chosen, bool same_rows)
{
    struct pane pane = frame->view->panes[focus];

    pane.cursor = pane.selects && chosen;
    if (!chosen && !same_rows)
        pane.selected = 0;
    return pane;
}

/* What was searched for is selected, in the first cell that has it. */
static void take_found(struct frame *frame, struct pane *pane, int column,
                       int part)
{
    struct lesson_view *view = frame->view;

    if (!pane->selects || pane->search.missing)
        return;
    pane->selected = pane->search.found;
    view->host = host_of(frame, column, part);
    if (!frame->split)
        view->lane = frame->columns[column].lane;
}

/* What a click on a cell is: the pane, and whose rows they are. */
static int click_of(const struct frame *frame, int column,
                    enum lesson_focus focus, int part)
{
    return MOUSE_OWN + (int)focus +
           LESSON_CELL * (1 + 2 * frame->columns[column].lane +
                          (int)host_of(frame, column, part));
}

/* The upper part of every column. */
static void draw_lanes(struct frame *frame)
{
    struct lesson_view *view = frame->view;

    for (int i = 0; i < frame->n; i++) {
        struct calls_view lanes = calls_view_of(frame, i);
        struct pane pane =
            pane_of(frame, FOCUS_LANES, is_chosen(frame, i), !frame->split);

        lanes.lanes = runner_lanes(view->runner);
        lanes.twin = lanes.lanes > 1 ? &view->twin : NULL;

        area_clear(cell(frame, i, 1, frame->share.calls));
        mouse_hit(cell(frame, i, 1, frame->share.calls),
                  click_of(frame, i, FOCUS_LANES, 0));
        calls_draw(cell(frame, i, 1, frame->share.calls), lanes, &pane);
        if (frame->lanes_seek && !pane_has_found(&frame->lanes))
            take_found(frame, &pane, i, 0);
        pane_join(&frame->lanes, &pane, frame->lanes_seek);
    }
    view->panes[FOCUS_LANES] = frame->lanes;
}

/* The packets of the last step, where the wire itself does not show. */
static void draw_packets(const struct frame *frame, int column, int y, int used)
{
    const struct lesson_view *view = frame->view;
    struct area area = frame->borders.columns[column];
    char text[128];

    if (view->layout.wire.h > 0 || (frame->split && column < frame->n - 1))
        return;
    lesson_title_packets(column_lab(frame, column),
                         view->since[frame->columns[column].lane],
                         area.w - used - LINE_SPARE, text, sizeof text);
    if (text[0])
        borders_aside(area, y, used, ROLE_DIM, text);
}

/* What stands in the line below a part; "" where nothing does. */
static void line_below(const struct frame *frame, int column, int part,
                       char *out, size_t size)
{
    bool last = part == frame->share.parts - 1;

    out[0] = '\0';
    if (!last)
        host_title(frame, column, part + 1, out, size);
    else if (column == 0)
        frame_title(frame, out, size);
}

/* In the line below a part: states that only sockets further down have. */
static void draw_hidden(const struct frame *frame, int y, int part)
{
    const struct pane *pane = &frame->view->panes[FOCUS_SOCKETS];
    char title[256], names[SYSCTLS_TEXT];

    for (int i = 0; i < frame->n; i++) {
        struct area column = frame->borders.columns[i];
        struct sockets_view sockets = {.lab = column_lab(frame, i),
                                       .host = host_of(frame, i, part),
                                       .columns = frame->view->columns};

        if (part < frame->share.parts - 1 &&
            sysctls_of(frame, i, part + 1, false, names)[0])
            continue;
        line_below(frame, i, part, title, sizeof title);
        int used = 3 + glyph_columns(title);
        sockets_hidden(cell(frame, i, 0, frame->share.sockets[part]), &sockets,
                       pane, column.w - used - LINE_SPARE, names, sizeof names);
        if (names[0])
            borders_aside(column, y, used, ROLE_WARN, names);
    }
}

/* One of the lower parts: a host in all columns, or both hosts side by side. */
static void draw_sockets(struct frame *frame, int y, int part)
{
    const struct runner *runner = frame->view->runner;
    char title[64], above[SYSCTLS_TEXT], below[SYSCTLS_TEXT];

    borders_line(&frame->borders, y);
    for (int i = 0; i < frame->n; i++) {
        struct area column = frame->borders.columns[i];
        struct sockets_view sockets = {
            .lab = column_lab(frame, i),
            .host = host_of(frame, i, part),
            /* At work, lanes may be apart for a moment. */
            .worlds = runner_busy(runner) ? NULL : runner,
            .lane = frame->columns[i].lane,
            .sysctls = sysctls_of(frame, i, part, true, below),
            .columns = frame->view->columns,
        };
        bool chosen =
            is_chosen(frame, i) && host_of(frame, i, part) == frame->view->host;
        struct pane pane = pane_of(frame, FOCUS_SOCKETS, chosen, false);
        struct area area = cell(frame, i, y + 1, frame->share.sockets[part]);

        host_title(frame, i, part, title, sizeof title);
        borders_title(column, y, ROLE_HEADING, title);
        if (sysctls_of(frame, i, part, false, above)[0])
            borders_aside(column, y, 3 + glyph_columns(title), ROLE_WARN,
                          above);
        else if (part == 0)
            draw_packets(frame, i, y, 3 + glyph_columns(title));
        area_clear(area);
        mouse_hit(area, click_of(frame, i, FOCUS_SOCKETS, part));
        frame->view->sockets_y[part] = area.y;
        sockets_draw(area, &sockets, &pane);
        if (frame->sockets_seek && !pane_has_found(&frame->sockets))
            take_found(frame, &pane, i, part);
        pane_join(&frame->sockets, &pane, frame->sockets_seek);
    }
}

/* The pane that the arrow keys scroll has a sign in its corner. */
static void draw_focus(const struct frame *frame)
{
    enum lesson_focus focus = frame->view->focus;
    struct area area = frame->borders.area;
    int y = focus == FOCUS_LANES     ? 0
            : focus == FOCUS_SOCKETS ? frame->share.calls + 1
                                     : -1;

    if (y >= 0)
        area_sign(area, y, area.w - 2, ROLE_KEY, SIGN_CURRENT);
}

/* Calls above, sockets below. */
static void draw_parts(struct frame *frame)
{
    int y = 1 + frame->share.calls;

    frame->lanes = frame->sockets = (struct pane){0};
    if (frame->share.calls > 0)
        draw_lanes(frame);
    for (int part = 0; part < frame->share.parts; part++) {
        if (y < frame->borders.area.h - 1)
            draw_sockets(frame, y, part);
        y += 1 + frame->share.sockets[part];
    }
    frame->view->panes[FOCUS_SOCKETS] = frame->sockets;
    y = 1 + frame->share.calls;
    for (int part = 0; part < frame->share.parts; part++) {
        y += 1 + frame->share.sockets[part];
        if (y < frame->borders.area.h)
            draw_hidden(frame, y, part);
    }
}

/* For the help, which explains what shows there. */
static void remember_areas(struct frame *frame)
{
    struct area area = frame->borders.area;
    int calls = frame->share.calls;

    frame->view->split = frame->split;
    frame->view->calls = area_rows(area, 1, calls);
    frame->view->sockets = area_rows(area, 1 + calls, area.h - 2 - calls);
}

/* What is searched for: once to find it, once in all columns from there. */
static void draw_calls(struct frame *frame, const struct layout_wants *wants)
{
    const struct pane *panes = frame->view->panes;

    frame->view->first_lane = frame->split ? 0 : frame->first;
    frame->share = layout_share(frame->borders.area.h, frame->split, wants);
    remember_areas(frame);
    lesson_take_focus(frame->view);
    frame->lanes_seek = panes[FOCUS_LANES].search.seek != 0;
    frame->sockets_seek = panes[FOCUS_SOCKETS].search.seek != 0;
    if (frame->lanes_seek || frame->sockets_seek)
        draw_parts(frame);
    frame->lanes_seek = frame->sockets_seek = false;
    draw_parts(frame);
    draw_focus(frame);
}

/* A sign in the corner where one of the lower panes has the focus. */
static void draw_scene(struct frame *frame)
{
    const struct scene *scene = &lesson_scenes[frame->scene];
    struct area area = frame->borders.area;
    char title[256];

    mouse_hit(area, MOUSE_OWN + scene->focus);
    frame_title(frame, title, sizeof title);
    for (int i = 0; i < frame->n; i++) {
        scene->draw(frame->view, frame->columns[i].lane,
                    cell(frame, i, 1, area.h - 2));
        draw_packets(frame, i, area.h - 1,
                     i == 0 ? 3 + glyph_columns(title) : 0);
    }
    if ((int)frame->view->focus == scene->focus)
        area_sign(area, 0, area.w - 2, ROLE_KEY, SIGN_CURRENT);
}

void lesson_frame_draw(struct lesson_view *view, struct area area,
                       enum lesson_scene scene,
                       const struct layout_wants *wants)
{
    struct frame frame = {.view = view, .scene = scene};

    if (area.h < 3 || area.w < 4)
        return;
    choose_columns(&frame, area, lesson_scene_width(view, scene, area));
    place_sysctls(&frame);
    draw_borders(&frame);
    if (lesson_scenes[scene].draw)
        draw_scene(&frame);
    else
        draw_calls(&frame, wants);
}

void lesson_strip_draw(struct lesson_view *view, struct area area)
{
    struct frame frame = {.view = view, .scene = SCENE_LADDER};

    if (area.h < 1 || area.w < 4)
        return;
    choose_columns(&frame, area, STRIP_COLUMNS);
    for (int i = 0; i < frame.n; i++) {
        if (i > 0)
            area_divide(area, frame.borders.columns[i].x - area.x - 1);
        strip_draw(cell(&frame, i, 0, area.h), column_lab(&frame, i));
    }
}

/* ---- what is selected ---- */

struct subject lesson_frame_selected(struct lesson_view *view)
{
    struct frame frame = {.view = view, .scene = SCENE_CALLS};
    struct area area = view->layout.worlds;
    struct subject selected = {.host = view->host};
    struct fields_row field;
    int column = 0;

    if (lesson_field_selected(view, &field)) {
        selected.name = _(field.field.name);
        return selected;
    }
    if (view->focus == FOCUS_STATES) {
        struct diagram_view states = {.selected =
                                          view->panes[FOCUS_STATES].selected};

        selected.name = diagram_selected(&states);
        return selected;
    }
    if (!lesson_selects(view) || area.h < 3 || area.w < 4)
        return selected;
    choose_columns(&frame, area, lesson_scene_width(view, SCENE_CALLS, area));
    while (column < frame.n - 1 && !is_chosen(&frame, column))
        column++;
    selected.lab = column_lab(&frame, column);
    struct calls_view calls = calls_view_of(&frame, column);
    struct sockets_view sockets = {
        .lab = selected.lab, .host = view->host, .columns = view->columns};
    if (view->focus == FOCUS_LANES)
        selected.event = calls_selected(&calls, &view->panes[FOCUS_LANES]);
    else
        selected.sock = sockets_selected(&sockets, cell(&frame, column, 0, 1).w,
                                         &view->panes[FOCUS_SOCKETS]);
    return selected;
}
