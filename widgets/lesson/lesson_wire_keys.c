/*
 * lesson_wire_keys.c - keys that look at the wire between the hosts, and keys
 * that give it orders.
 *
 * An order is a script line like any other, so a key does what a lesson or
 * the prompt does.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lab/wire/capture.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/screen/new_file.h"

enum { LINE = 96 }; /* a wire line is shorter */

/* ---- looking ---- */

static struct lab *lane_lab(const struct lesson_view *view)
{
    return runner_lab(view->runner, view->lane);
}

/* Another packet's fields are read from the first on. */
static void look_at_top(struct lesson_view *view)
{
    view->scene_pane.top = 0;
    view->scene_pane.selected = 0;
}

/* Lanes come round; where they stand side by side, the keys move over. */
static void go_over(struct lesson_view *view, int step)
{
    int lanes = runner_lanes(view->runner);

    if (lanes == 1)
        lesson_say(view, ROLE_WARN, "There is one lane only.");
    view->lane = (view->lane + lanes + step) % lanes;
    look_at_top(view);
}

static void select_packet(struct lesson_view *view, int step)
{
    ladder_select(&view->ladders[view->lane], lane_lab(view), step);
    look_at_top(view);
}

/* The newest packet is what somebody means who has selected none. */
static void show_newest(struct lesson_view *view)
{
    const struct ladder *ladder = &view->ladders[view->lane];

    if (ladder_selected(ladder) == 0)
        select_packet(view, -1);
    if (ladder_selected(ladder) == 0)
        lesson_say(view, ROLE_WARN, "There is no packet to look at yet.");
    else
        lesson_set_scene(view, SCENE_FIELDS);
}

static LESSON_KEY(show_fields, show_newest(view));

unsigned lesson_open_packet(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    return ladder_selected(&view->ladders[view->lane]) ? show_fields(base, key)
                                                       : VIEW_IGNORED;
}

/* Another lane, where the scene has one that the keys are for. */
unsigned lesson_other_lane(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    struct matrix matrix;

    if (!view->runner || (view->scene == SCENE_CALLS && !lesson_selects(view) &&
                          !matrix_of(&matrix, view->runner)))
        return VIEW_IGNORED;
    if (lesson_selects(view) && view->split) {
        view->host = view->host == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
        return VIEW_DRAW;
    }
    go_over(view, key == SCREEN_KEY_LEFT ? -1 : 1);
    return VIEW_DRAW;
}

/* The arrows are the ladder's until Tab gives them to another pane. */
static unsigned move_in_ladder(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    return view->focus == FOCUS_NONE &&
                   ladder_key(&view->ladders[view->lane], lane_lab(view), key)
               ? VIEW_DRAW
               : VIEW_IGNORED;
}

static unsigned fields_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (lesson_field_key(view, key))
        return VIEW_DRAW;
    if (key == '\n' && view->scene_pane.selected)
        return lesson_explain(view);
    switch (key) {
    case SCREEN_KEY_LEFT: select_packet(view, -1); break;
    case SCREEN_KEY_RIGHT: select_packet(view, 1); break;
    default: lesson_set_scene(view, SCENE_LADDER); break;
    }
    return VIEW_DRAW;
}

/* ---- orders ---- */

/* Whether any lane's wire is so. */
static bool any_lane(const struct lesson_view *view,
                     bool (*is)(const struct lab *lab))
{
    for (int i = 0; i < runner_lanes(view->runner); i++)
        if (is(runner_lab(view->runner, i)))
            return true;
    return false;
}

static bool has_waiting(const struct lab *lab)
{
    return lab_waiting(lab) > 0;
}

/* The packet that is selected, as far as it waits; NULL when it does not. */
static const struct packet_event *selected_waiting(struct lesson_view *view)
{
    uint64_t id = ladder_selected(&view->ladders[view->lane]);
    const struct packet_event *packet;

    for (size_t i = 0; (packet = lab_waiting_at(lane_lab(view), i)); i++)
        if (packet->id == id)
            return packet;
    return NULL;
}

/* Whether one like it waits in that lane; NULL: any one. */
static bool waits_in(const struct lesson_view *view, int lane,
                     const struct packet_event *like)
{
    const struct lab *lab = runner_lab(view->runner, lane);
    const struct packet_event *packet;

    for (size_t i = 0; (packet = lab_waiting_at(lab, i)); i++)
        if (!like || (packet->from == like->from &&
                      strcmp(packet->flags, like->flags) == 0))
            return true;
    return false;
}

/*
 * Lanes stay together where all of them have such a packet; one that has none
 * has nothing to do. While something is under way that can't be told yet. A
 * script's line would wait for its packet; a key is about what is seen.
 */
static void order_packet(struct lesson_view *view, const char *verb)
{
    const struct packet_event *like = selected_waiting(view);
    int lanes = runner_lanes(view->runner), n = 0;
    char line[LINE];

    if (!any_lane(view, has_waiting) && !lesson_busy(view)) {
        lesson_say(
            view, ROLE_WARN,
            any_lane(view, lab_wire_held)
                ? N_("Nothing waits on the wire.")
                : N_("Nothing waits on the wire: it flows, and {hold} holds "
                     "it."));
        return;
    }
    if (like)
        snprintf(line, sizeof line, "wire: %s [%s] %s > %s within 0ms", verb,
                 like->flags, host_name(like->from), host_name(like->to));
    else
        snprintf(line, sizeof line, "wire: %s within 0ms", verb);
    for (int i = 0; i < lanes; i++)
        n += waits_in(view, i, like);
    if (n == lanes || lesson_busy(view)) {
        lesson_order(view, -1, line);
        return;
    }
    for (int i = 0; i < lanes; i++)
        if (waits_in(view, i, like))
            lesson_order(view, i, line);
}

/* ---- a capture file ---- */

static int write_capture(const struct lesson_view *view, const char *name,
                         struct err *err)
{
    struct capture capture;

    if (capture_open(&capture, name, err) < 0)
        return -1;
    for (int i = 0; i < runner_lanes(view->runner); i++)
        capture_log(&capture, lab_log(runner_lab(view->runner, i)),
                    runner_lane_name(view->runner, i));
    return capture_close(&capture, err);
}

static bool has_packets(const struct lab *lab)
{
    const struct log *log = lab_log(lab);

    for (size_t i = 0; i < log_count(log); i++)
        if (log_at(log, i)->kind == EVENT_PACKET)
            return true;
    return false;
}

/* A file that could not be written whole is no use to anybody. */
static void save(struct lesson_view *view)
{
    const char *id = view->lesson->id;
    struct err err = {.text = ""};
    char name[256];

    if (!any_lane(view, has_packets)) {
        lesson_say(view, ROLE_WARN, "Nothing has been on the wire so far.");
    } else if (new_file_reserve(id, ".pcapng", name, sizeof name) < 0) {
        lesson_say(view, ROLE_ERROR, "%s can't be made: %s.", name,
                   strerror(errno));
    } else if (write_capture(view, name, &err) < 0) {
        unlink(name);
        lesson_say(view, ROLE_ERROR, "%s", err.text);
    } else {
        lesson_say(view, ROLE_OK, "What was on the wire is in %s.", name);
    }
}

/* A key of the wire's own: nothing of it is done where there is no wire. */
static unsigned order_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    const char *why = lab_cannot(runner_lab(view->runner, 0), NEED_WIRE);

    if (why) {
        lesson_say(view, ROLE_WARN, "%s", why);
        return VIEW_DRAW;
    }
    switch (key) {
    case 'p':
        lesson_order(view, -1,
                     any_lane(view, lab_wire_held) ? "wire: flow"
                                                   : "wire: hold");
        break;
    case '#':
        lesson_order(view, -1,
                     any_lane(view, lab_wire_cut) ? "wire: mend" : "wire: cut");
        break;
    case '>': order_packet(view, "deliver"); break;
    case '-': order_packet(view, "drop"); break;
    case '+': order_packet(view, "duplicate"); break;
    case 'P': save(view); break;
    }
    return VIEW_DRAW;
}

/* ---- the keys ---- */

static bool has_wire(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return !view->runner || !lab_cannot(runner_lab(view->runner, 0), NEED_WIRE);
}

/* Whether there is anything to be let through. */
static bool something_waits(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return view->runner && any_lane(view, has_waiting);
}

/* Whether there is a packet to look at. */
static bool something_passed(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return view->runner && any_lane(view, has_packets);
}

/* clang-format off */

#define ORDER(action, use) {.is = {action}, .act = order_key, .offered = (use)}

const struct key lesson_order_keys[] = {
    KEYS_GROUP(N_("The wire:"), N_("orders go to the wire of every lane.")),
    ORDER(ACTION_DELIVER, something_waits), ORDER(ACTION_DROP, something_waits),
    ORDER(ACTION_HOLD, has_wire), ORDER(ACTION_COPY, something_waits),
    KEYS_END,
};

const struct key lesson_capture_keys[] = {
    {.is = {ACTION_PACKETS}, N_("save"), .act = order_key,
     .offered = something_passed},
    {.is = {ACTION_LANE}, .act = lesson_other_lane},
    KEYS_END,
};

const struct key lesson_more_order_keys[] = {
    ORDER(ACTION_CUT, has_wire), {.more = lesson_capture_keys}, KEYS_END,
};

#define SCENE(action, brief, text) \
    {.is = {action}, brief, text, .act = lesson_scene_show}

#define TO_CALLS N_("Back to the calls and the lists of sockets.")

const struct key lesson_ladder_look_keys[] = {
    SCENE(ACTION_WIRE, N_("back"), TO_CALLS),
    {.is = {ACTION_FIELDS}, .act = show_fields, .offered = something_passed},
    SCENE(ACTION_STATES, NULL, N_("The state diagram instead.")),
    {.is = {ACTION_UP, ACTION_DOWN}, N_("select"),
     N_("Select the packet before, or the one after."), .act = move_in_ladder,
     .offered = something_passed},
    {.is = {ACTION_PAGE_UP, ACTION_PAGE_DOWN, ACTION_HALF_UP,
            ACTION_HALF_DOWN}, "",
     N_("Scroll by a page, or by half of one."), .act = move_in_ladder},
    {.is = {ACTION_FIRST, ACTION_LAST}, "",
     N_("The oldest packets, and the newest."),
     .act = move_in_ladder},
    KEYS_END,
};

const struct key lesson_states_look_keys[] = {
    SCENE(ACTION_STATES, N_("back"), TO_CALLS),
    SCENE(ACTION_WIRE, NULL, N_("The wire as a ladder of packets instead.")),
    KEYS_END,
};

const struct key lesson_fields_keys[] = {
    {.is = {ACTION_FIELDS, ACTION_BACK, ACTION_QUIT}, N_("back"),
     N_("Back to the ladder."), .first_only = true, .act = fields_key},
    {.is = {ACTION_UP, ACTION_DOWN}, N_("select"),
     N_("Select a field, the one before or the next."), .act = fields_key},
    {.is = {ACTION_ENTER}, N_("explain"),
     N_("Explain the field that is selected; with none, back to the ladder."),
     .act = fields_key},
    {.is = {ACTION_PAGE_UP, ACTION_PAGE_DOWN, ACTION_HALF_UP,
            ACTION_HALF_DOWN}, "",
     N_("The same by a page, or by half of one."), .act = fields_key},
    {.is = {ACTION_FIRST, ACTION_LAST}, "", N_("The first and the last line."),
     .act = fields_key},
    {.is = {ACTION_LEFT, ACTION_RIGHT}, N_("other packets"),
     N_("The packet before, or the one after."), .act = fields_key},
    {.more = lesson_search_keys},
    SCENE(ACTION_WIRE, N_("calls"), TO_CALLS),
    SCENE(ACTION_STATES, "", N_("The state diagram.")),
    KEYS_GROUP(N_("All the while:"),
               N_("steps and orders as on the ladder, such as")),
    {.is = {ACTION_STEP}, "", N_("Take the next step of the lesson.")},
    {.is = {ACTION_DELIVER, ACTION_DROP, ACTION_COPY}, "",
     N_("Deliver this packet, lose it or copy it, if it waits.")},
    {.is = {ACTION_HOLD, ACTION_CUT}, "",
     N_("Hold the wire or let it flow; cut the cable or mend it.")},
    KEYS_END,
};

/* clang-format on */
