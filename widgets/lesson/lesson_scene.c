/*
 * lesson_scene.c - one table of scenes, and the keys that show them.
 */
#include "widgets/lesson/lesson_scene.h"

#include "widgets/diagram/diagram.h"
#include "widgets/layout/borders.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/fields.h"

enum {
    CALLS_COLUMNS = 34,
    CALLS_NARROW = 28, /* the same on less than 80 columns: two worlds are */
    NARROW = 72,       /* compared there as well */
    LADDER_COLUMNS = 37,
    LIST_COLUMNS = 34, /* of a diagram that is a list of states */
    ONE_ONLY = INT16_MAX,
};

static void draw_ladder(struct lesson_view *view, int lane, struct area area)
{
    ladder_pane(&view->ladders[lane])->cursor = lane == view->lane;
    ladder_draw(area, runner_lab(view->runner, lane), &view->ladders[lane]);
}

static struct fields_view fields_of(const struct lesson_view *view, int lane)
{
    return (struct fields_view){runner_lab(view->runner, lane),
                                ladder_selected(&view->ladders[lane])};
}

static void draw_fields(struct lesson_view *view, int lane, struct area area)
{
    struct fields_view fields = fields_of(view, lane);

    view->fields_width = area.w;
    pane_draw(&view->scene_pane, area, fields_text, &fields);
}

/*
 * The fields have rows of explanation below them: what is selected goes from
 * field to field, and all of its rows are in sight.
 */
static void select_field(struct lesson_view *view, int before)
{
    struct fields_view fields = fields_of(view, view->lane);
    struct pane *pane = &view->scene_pane;
    int width = view->fields_width, row = pane->selected - 1;
    int first = fields_step(&fields, width, 0, 1);
    struct fields_row at;

    row = fields_step(&fields, width, row, row >= before ? 1 : -1);
    if (row < 0 && pane->selected - 1 >= before)
        row = fields_step(&fields, width, pane->rows - 1, -1);
    if (row < first)
        row = first;
    pane->selected = row + 1;
    if (row < 0 || !fields_at(&fields, width, row, &at))
        return;
    pane_show(pane, row == first ? 0 : row + at.rows - 1);
    pane_show(pane, row);
}

bool lesson_field_key(struct lesson_view *view, int key)
{
    int before = view->scene_pane.selected;

    if (!pane_key(&view->scene_pane, key, 1))
        return false;
    if (view->scene_pane.selected)
        select_field(view, before);
    return true;
}

bool lesson_field_selected(const struct lesson_view *view,
                           struct fields_row *out)
{
    struct fields_view fields;

    if (view->scene != SCENE_FIELDS || view->focus != FOCUS_NONE ||
        !view->runner || !view->scene_pane.selected)
        return false;
    fields = fields_of(view, view->lane);
    return fields_at(&fields, view->fields_width, view->scene_pane.selected - 1,
                     out);
}

static void draw_states(struct lesson_view *view, int lane, struct area area)
{
    struct diagram_view diagram =
        diagram_view_of(runner_lab(view->runner, lane), view->since[lane]);

    if (view->focus == FOCUS_STATES && lane == view->lane)
        diagram.selected = view->panes[FOCUS_STATES].selected;
    diagram_draw(area, &diagram);
}

const struct key lesson_scene_keys[] = {
    {.is = {ACTION_WIRE}, .act = lesson_scene_show},
    {.is = {ACTION_STATES}, .act = lesson_scene_show},
    KEYS_END,
};

const struct key lesson_recorded_scene_keys[] = {
    {.is = {ACTION_WIRE},
     .text = N_("The wire as a ladder of packets. Again: back."),
     .act = lesson_scene_show},
    {.is = {ACTION_STATES},
     .text =
         N_("The state diagram of TCP, with the sockets on it. Again: back."),
     .act = lesson_scene_show},
    KEYS_END,
};

const struct key lesson_quiz_scene_keys[] = {
    {.is = {ACTION_WIRE},
     .text = N_("The wire as a ladder of packets. Again: back."),
     .act = lesson_scene_show},
    {.is = {ACTION_STATES},
     .text = N_("The state diagram of TCP. Again: back."),
     .act = lesson_scene_show},
    KEYS_END,
};

const struct scene lesson_scenes[] = {
    [SCENE_CALLS] = {.title = "",
                     .column = CALLS_COLUMNS,
                     .pane = LAYOUT_CALLS,
                     .focus = FOCUS_LANES},
    [SCENE_LADDER] = {.title = N_("the wire"),
                      .key = 'w',
                      .keys = lesson_ladder_look_keys,
                      .column = LADDER_COLUMNS,
                      .pane = LAYOUT_WIRE,
                      .focus = FOCUS_WIRE,
                      .draw = draw_ladder},
    [SCENE_FIELDS] = {.title = N_("a packet"),
                      .keys = lesson_fields_keys,
                      .column = ONE_ONLY,
                      .pane = LAYOUT_WIRE,
                      .focus = FOCUS_WIRE,
                      .scrolls = true,
                      .draw = draw_fields},
    [SCENE_STATES] = {.title = N_("TCP states"),
                      .key = 'v',
                      .column = DIAGRAM_COLUMNS + 2,
                      .pane = LAYOUT_STATES,
                      .focus = FOCUS_STATES,
                      .draw = draw_states},
};

/* Where whole diagrams have no room beside each other, lists of states do. */
int lesson_scene_width(const struct lesson_view *view, enum lesson_scene scene,
                       struct area area)
{
    int lanes = runner_lanes(view->runner),
        column = lesson_scenes[scene].column;

    if (scene == SCENE_CALLS && area.w < NARROW)
        return CALLS_NARROW;
    if (scene == SCENE_STATES && lanes > 1 &&
        borders_fit(area.w, column) < lanes)
        return LIST_COLUMNS;
    return column;
}

/* Whoever asks for a scene wants to see it, also before the first step. */
unsigned lesson_scene_show(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    int scene = sizeof lesson_scenes / sizeof *lesson_scenes - 1;

    while (scene > SCENE_CALLS + 1 && lesson_scenes[scene].key != key)
        scene--;
    bool shown = view->scene == (enum lesson_scene)scene ||
                 (scene == SCENE_LADDER && view->scene == SCENE_FIELDS);
    lesson_set_scene(view, shown ? SCENE_CALLS : (enum lesson_scene)scene);
    view->hidden &= ~(1U << lesson_scenes[scene].pane);
    view->zoom = LAYOUT_PANES;
    view->begun = true;
    return VIEW_DRAW;
}

/* What the lesson wants to be seen first. */
static enum lesson_scene first_scene(const struct lesson *lesson)
{
    switch (lesson->shows) {
    case SHOWS_CALLS: break;
    case SHOWS_WIRE: return SCENE_LADDER;
    case SHOWS_STATES: return SCENE_STATES;
    }
    return SCENE_CALLS;
}

static enum lesson_scene scene_of(const struct lesson *lesson,
                                  const struct show *show)
{
    if (show->line == 0)
        return first_scene(lesson);
    return show->panes & SHOW_WIRE     ? SCENE_LADDER
           : show->panes & SHOW_STATES ? SCENE_STATES
                                       : SCENE_CALLS;
}

/* What the learner has chosen since stands until the lesson asks for more. */
void lesson_show(struct lesson_view *view)
{
    static const struct show none = {0};
    const struct lesson *lesson = view->lesson;
    size_t step = view->runner ? runner_step(view->runner) : 0;

    if (step >= lesson->n_steps && step > 0)
        step = lesson->n_steps - 1;
    const struct show *show =
        step < lesson->n_steps ? &lesson->steps[step].show : &none;
    view->columns = show->columns;
    if (show->line == view->show_line)
        return;
    view->show_line = show->line;
    view->shown = (show->panes & SHOW_WIRE ? 1U << LAYOUT_WIRE : 0) |
                  (show->panes & SHOW_STATES ? 1U << LAYOUT_STATES : 0);
    view->source_on = show->panes & SHOW_SOURCE;
    view->hidden &= ~(view->shown | (unsigned)view->source_on << LAYOUT_SOURCE);
    lesson_set_scene(view, scene_of(lesson, show));
    view->lessons_scene = view->scene;
    view->lessons_source = view->source_on;
}

/* ---- the way back ---- */

/* Whether the learner has opened what the lesson does not show by itself. */
bool lesson_has_opened(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return view->zoom != LAYOUT_PANES || view->scene == SCENE_FIELDS ||
           (view->source_on && !view->lessons_source) ||
           (view->scene != SCENE_CALLS && view->scene != view->lessons_scene);
}

bool lesson_has_opened_nothing(const struct view *base)
{
    return !lesson_has_opened(base);
}

/* One thing at a time, what lies above all else first. */
unsigned lesson_close_opened(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    (void)key;
    if (!lesson_has_opened(base))
        return VIEW_IGNORED;
    if (view->zoom != LAYOUT_PANES)
        view->zoom = LAYOUT_PANES;
    else if (view->scene == SCENE_FIELDS)
        lesson_set_scene(view, SCENE_LADDER);
    else if (view->source_on && !view->lessons_source)
        view->source_on = false;
    else
        lesson_set_scene(view, view->lessons_scene);
    if (view->focus == FOCUS_SOURCE && !view->source_on)
        view->focus = FOCUS_NONE;
    return VIEW_DRAW;
}

/* ---- the panes ---- */

/* What the layout calls the pane that has the focus. */
static enum layout_pane focused_pane(const struct lesson_view *view)
{
    static const enum layout_pane panes[FOCI] = {
        [FOCUS_PROSE] = LAYOUT_TEXT,      [FOCUS_LANES] = LAYOUT_CALLS,
        [FOCUS_SOCKETS] = LAYOUT_SOCKETS, [FOCUS_WHY] = LAYOUT_TEXT,
        [FOCUS_SOURCE] = LAYOUT_SOURCE,   [FOCUS_WIRE] = LAYOUT_WIRE,
        [FOCUS_STATES] = LAYOUT_STATES,
    };

    if (view->focus != FOCUS_NONE)
        return panes[view->focus];
    return view->scene == SCENE_CALLS ? LAYOUT_TEXT
                                      : lesson_scenes[view->scene].pane;
}

unsigned lesson_zoom(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    bool zoomed = view->zoom != LAYOUT_PANES;

    (void)key;
    view->zoom = zoomed ? LAYOUT_PANES : focused_pane(view);
    return VIEW_DRAW;
}

unsigned lesson_hide(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    enum layout_pane pane = focused_pane(view);

    (void)key;
    view->zoom = LAYOUT_PANES;
    if (view->focus == FOCUS_NONE && view->scene == SCENE_CALLS)
        view->hidden = 0;
    else
        view->hidden |= 1U << pane;
    if (pane == LAYOUT_WIRE || pane == LAYOUT_STATES)
        lesson_set_scene(view, SCENE_CALLS);
    if (pane == LAYOUT_SOURCE)
        view->source_on = false;
    view->focus = FOCUS_NONE;
    return VIEW_DRAW;
}

/* Whether it shows, and is not what has the arrow keys anyway. */
static bool can_focus(const struct lesson_view *view, enum lesson_focus focus)
{
    const struct layout *layout = &view->layout;
    bool ladder = view->scene == SCENE_LADDER || view->scene == SCENE_FIELDS;

    switch (focus) {
    case FOCUS_LANES:
        return layout->worlds.h > 0 && !(view->hidden >> LAYOUT_CALLS & 1);
    case FOCUS_SOCKETS:
        return layout->worlds.h > 0 && !(view->hidden >> LAYOUT_SOCKETS & 1);
    case FOCUS_SOURCE: return layout->source.h > 0;
    case FOCUS_WIRE: return layout->wire.h > 0 && !ladder;
    case FOCUS_STATES: return layout->states.h > 0;
    case FOCUS_NONE:
    case FOCUS_PROSE:
    case FOCUS_WHY:
    case FOCI: break;
    }
    return focus == FOCUS_NONE || layout->text.h > 0;
}

void lesson_take_focus(struct lesson_view *view)
{
    static const enum lesson_focus foci[] = {FOCUS_LANES, FOCUS_SOCKETS,
                                             FOCUS_STATES};

    for (size_t i = 0; i < sizeof foci / sizeof *foci; i++) {
        struct pane *pane = &view->panes[foci[i]];

        if (view->focus == foci[i])
            pane->selects = pane->cursor = true;
        else if (pane->selects)
            pane_let_go(pane);
    }
    view->panes[FOCUS_STATES].rows = DIAGRAM_STATES;
    view->panes[FOCUS_STATES].height = DIAGRAM_STATES;
}

unsigned lesson_next_pane(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    int step = key == SCREEN_KEY_BACK_TAB ? FOCI - 1 : 1;

    view->panes[FOCUS_WHY].top = 0;
    do
        view->focus = (enum lesson_focus)((view->focus + step) % FOCI);
    while (!can_focus(view, view->focus));
    lesson_take_focus(view);
    return VIEW_DRAW;
}

/* ---- the mouse ---- */

/* A click on the cell of a grid goes to that world, also to answer for it. */
static unsigned click_cell(struct lesson_view *view, int lane)
{
    if (!view->runner || lane >= runner_lanes(view->runner))
        return VIEW_IGNORED;
    view->lane = lane;
    if (view->mode == MODE_QUIZ)
        view->quiz->lane = lane;
    return VIEW_DRAW;
}

/*
 * The keys are for the cell that was clicked on from here on. Of sockets the
 * row is selected; of calls, which have rows between them, the first key does.
 */
static void click_row(struct lesson_view *view, int cell, int y)
{
    struct pane *pane = &view->panes[FOCUS_SOCKETS];
    enum host_id host = (enum host_id)(cell % 2);
    int row = pane->top + y - view->sockets_y[view->split ? 0 : host];

    if (cell / 2 >= runner_lanes(view->runner))
        return;
    view->lane = cell / 2;
    view->host = host;
    lesson_take_focus(view);
    if (view->focus == FOCUS_SOCKETS)
        pane->selected = row >= 0 ? row + 1 : 0;
}

/* The wheel moves what it is over, whatever the arrow keys move. */
unsigned lesson_mouse(struct lesson_view *view)
{
    const struct mouse *mouse = mouse_last();
    enum lesson_focus before = view->focus;
    int focus = (mouse->what - MOUSE_OWN) % LESSON_CELL;
    int cell = (mouse->what - MOUSE_OWN) / LESSON_CELL - 1;

    if (mouse->kind == MOUSE_CLICK && mouse->what >= MATRIX_CLICK)
        return click_cell(view, mouse->what - MATRIX_CLICK);
    if ((view->mode != MODE_STEP && view->mode != MODE_QUIZ) || focus < 0 ||
        focus >= FOCI)
        return VIEW_IGNORED;
    /* A scene that has the frame's place has the arrow keys anyway. */
    if (focus == FOCUS_WIRE && lesson_scenes[view->scene].focus == FOCUS_WIRE)
        focus = FOCUS_NONE;
    view->focus = (enum lesson_focus)focus;
    if (mouse->kind == MOUSE_CLICK && cell >= 0)
        click_row(view, cell, mouse->y);
    if (mouse->kind == MOUSE_CLICK)
        return VIEW_DRAW;
    struct pane *pane = lesson_focused(view);
    int key = mouse->kind == MOUSE_WHEEL_UP ? SCREEN_KEY_UP : SCREEN_KEY_DOWN;
    if (pane == &view->scene_pane)
        lesson_field_key(view, key);
    else
        for (int i = 0; i < MOUSE_WHEEL_ROWS; i++)
            pane_key(pane, key, 1);
    view->focus = before;
    return VIEW_DRAW;
}
