/*
 * lesson_scene.c - one table of scenes, and the keys that show them.
 */
#include "widgets/lesson/lesson_scene.h"

#include "widgets/diagram/diagram.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/fields.h"

enum {
    WIDTH = 80,    /* of a frame whose columns have room */
    ROWS = 8,      /* a frame with less shows no scene at all */
    ALL_ROWS = 60, /* a scene that has a use for all that it gets */
    ONE_ONLY = INT16_MAX,
};

static void draw_ladder(struct lesson_view *view, int lane, struct area area)
{
    ladder_draw(area, runner_lab(view->runner, lane), &view->ladders[lane]);
}

static void draw_fields(struct lesson_view *view, int lane, struct area area)
{
    struct fields_view fields = {runner_lab(view->runner, lane),
                                 ladder_selected(&view->ladders[lane])};

    pane_draw(&view->scene_pane, area, fields_text, &fields);
}

static void draw_states(struct lesson_view *view, int lane, struct area area)
{
    struct diagram_view diagram =
        diagram_view_of(runner_lab(view->runner, lane), view->since[lane]);

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

/*
 * A ladder with fewer rows than here shows no exchange of packets, a diagram no
 * more than a list; but that one can do with little, also during a question.
 * The diagram has a use for two rows of words below it, and for its list of
 * changes beside it.
 */
const struct scene lesson_scenes[] = {
    [SCENE_CALLS] = {.title = "",
                     .column = 34,
                     .width = WIDTH,
                     .least = ROWS,
                     .asked = ROWS},
    [SCENE_LADDER] = {.title = N_("the wire"),
                      .key = 'w',
                      .keys = lesson_ladder_look_keys,
                      .column = 57,
                      .width = WIDTH,
                      .least = 12,
                      .asked = ROWS,
                      .rows = ALL_ROWS,
                      .draw = draw_ladder},
    [SCENE_FIELDS] = {.title = N_("a packet"),
                      .keys = lesson_fields_keys,
                      .column = ONE_ONLY,
                      .scrolls = true,
                      .width = WIDTH,
                      .least = DIAGRAM_ROWS + 2,
                      .asked = ROWS,
                      .rows = ALL_ROWS,
                      .draw = draw_fields},
    [SCENE_STATES] = {.title = N_("TCP states"),
                      .key = 'v',
                      .column = DIAGRAM_COLUMNS + 2,
                      .width = 120,
                      .least = DIAGRAM_LEAST + 2,
                      .asked = DIAGRAM_LEAST + 2,
                      .rows = DIAGRAM_ROWS + 4,
                      .draw = draw_states},
};

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
    view->begun = true;
    return VIEW_DRAW;
}
