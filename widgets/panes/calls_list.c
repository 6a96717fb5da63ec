/*
 * calls_list.c - lays calls beside each other, and finds the newest that fit;
 * see calls_list.h.
 *
 * Lanes run the same lines in lockstep, so that most calls are made in the same
 * order in all of them; what is missing in one lane, or made there in another's
 * place, is found by looking a few calls ahead. Nothing may depend on what
 * chance decides: a call stands where it was made, never where it returned.
 *
 * Rows are then taken from the newest back until the column is full, whoever
 * they belong to: so an actor that does nothing gives its room to one that
 * does.
 */
#include "widgets/panes/calls_list.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"

enum {
    LEAST_CALLS = 6, /* with fewer, idle actors lose the rows of their names */
    AHEAD = 40,      /* calls that only some lanes make, in a row */
};

/* One lane's calls, oldest first. */
struct lane_item {
    int actor;
    struct calls_cell cell;
};

struct lane_items {
    struct lane_item *items; /* owned */
    size_t n, room;
};

/* ---- the lanes of a view ---- */

int calls_lanes(const struct calls_view *view)
{
    return view->n_beside > 0 ? view->n_beside : 1;
}

const struct lab *calls_lab(const struct calls_view *view, int lane)
{
    return view->n_beside > 0 ? view->beside[lane] : view->lab;
}

int calls_own_lane(const struct calls_view *view)
{
    for (int i = 0; i < view->n_beside; i++)
        if (view->beside[i] == view->lab)
            return i;
    return 0;
}

/* ---- one lane ---- */

/* The actor's index; -1 for one that is not shown. */
static int find_actor(const struct calls_list *list, const char *name)
{
    for (int i = 0; i < list->n_actors; i++)
        if (strcmp(list->actors[i].name, name) == 0)
            return i;
    return -1;
}

/* In order of birth, which is the order in which a lesson brings them on. */
static void add_actors(struct calls_list *list, const struct calls_view *view,
                       int lane)
{
    const struct actor *actor;

    for (int i = 0; (actor = lab_actor_at(calls_lab(view, lane), i)); i++) {
        int at = find_actor(list, actor_name(actor));

        if (view->host != HOSTS && actor_host(actor) != view->host)
            continue;
        if (at < 0 && list->n_actors < CALLS_ACTORS) {
            at = list->n_actors++;
            list->actors[at].name = actor_name(actor);
        }
        if (at >= 0)
            list->actors[at].in[lane] = actor;
    }
}

static void add_item(struct lane_items *lane, int actor,
                     const struct event *event)
{
    struct lane_item *grown =
        memory_one_more(lane->items, lane->n, &lane->room, sizeof(*grown));

    if (!grown)
        return;
    lane->items = grown;
    grown[lane->n++] = (struct lane_item){
        .actor = actor, .cell = {.event = event, .line = event->line}};
}

/* A call that blocked has two events and one row: where it was made. */
static void add_call(struct lane_items *lane, int actor,
                     const struct event *event)
{
    if (!event->call.was_blocked) {
        add_item(lane, actor, event);
        return;
    }
    for (size_t i = lane->n; i-- > 0;)
        if (lane->items[i].actor == actor &&
            lane->items[i].cell.event->kind == EVENT_CALL) {
            lane->items[i].cell.event = event;
            return;
        }
}

/* What the actor did before is over: another process has its name now. */
static void add_start(struct lane_items *lane, int actor)
{
    for (size_t i = 0; i < lane->n; i++)
        if (lane->items[i].actor == actor)
            lane->items[i].cell.over = true;
}

/*
 * A death has a row only where another process follows: how the newest one
 * ended is said beside its name. One that exited has its exit() for a row.
 */
static void drop_last_deaths(struct lane_items *lane)
{
    size_t kept = 0;

    for (size_t i = 0; i < lane->n; i++) {
        const struct calls_cell *cell = &lane->items[i].cell;

        if (cell->over || cell->event->kind != EVENT_PROCESS)
            lane->items[kept++] = lane->items[i];
    }
    lane->n = kept;
}

/* Whose event it is, if it is one of those that may have a row; else NULL. */
static const char *actor_of(const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL: return event->call.actor;
    case EVENT_PROCESS: return event->process.actor;
    case EVENT_HANDLER: return event->handler.actor;
    default: return NULL;
    }
}

static void read_lane(const struct calls_list *list, const struct log *log,
                      struct lane_items *lane)
{
    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);
        const char *name = actor_of(event);
        int actor = name ? find_actor(list, name) : -1;

        if (actor < 0)
            continue;
        if (event->kind == EVENT_CALL)
            add_call(lane, actor, event);
        else if (event->kind == EVENT_HANDLER)
            add_item(lane, actor, event);
        else if (event->process.what == PROCESS_STARTED)
            add_start(lane, actor);
        else if (event->process.what == PROCESS_KILLED)
            add_item(lane, actor, event);
    }
    drop_last_deaths(lane);
}

/* ---- lanes beside each other ---- */

static bool same_deed(const struct event *a, const struct event *b)
{
    return a->kind == b->kind &&
           (a->kind != EVENT_CALL || !strcmp(a->call.name, b->call.name));
}

/*
 * Whether the item belongs into the row: what the same line has done in another
 * lane; or, any_line, what another line has done in its place.
 */
static bool belongs(const struct calls_list *list, const struct calls_row *row,
                    const struct lane_item *item, bool any_line)
{
    if (row->actor != item->actor)
        return false;
    for (int i = 0; i < list->lanes; i++) {
        const struct calls_cell *cell = &row->cells[i];

        if (cell->event && same_deed(cell->event, item->cell.event) &&
            (any_line || cell->line == item->cell.line))
            return true;
    }
    return false;
}

/* How far behind row r the item's row is; AHEAD: nowhere. */
static int row_ahead(const struct calls_list *list, int r,
                     const struct lane_item *item)
{
    for (int away = 0; away < AHEAD && r + away < list->n; away++)
        if (belongs(list, &list->rows[r + away], item, false))
            return away;
    return AHEAD;
}

/* How far behind item i the item of row r is; AHEAD: nowhere. */
static int item_ahead(const struct calls_list *list, int r,
                      const struct lane_items *lane, size_t i)
{
    for (int away = 0; away < AHEAD && i + (size_t)away < lane->n; away++)
        if (belongs(list, &list->rows[r], &lane->items[i + (size_t)away],
                    false))
            return away;
    return AHEAD;
}

/*
 * The same for what another line does in its place, up to where both lanes come
 * to the same line again.
 */
static int row_instead(const struct calls_list *list, int r,
                       const struct lane_items *lane, size_t i)
{
    for (int away = 0; away < AHEAD && r + away < list->n; away++) {
        if (item_ahead(list, r + away, lane, i) < AHEAD)
            break;
        if (belongs(list, &list->rows[r + away], &lane->items[i], true))
            return away;
    }
    return AHEAD;
}

static int item_instead(const struct calls_list *list, int r,
                        const struct lane_items *lane, size_t i)
{
    for (int away = 0; away < AHEAD && i + (size_t)away < lane->n; away++) {
        const struct lane_item *item = &lane->items[i + (size_t)away];

        if (row_ahead(list, r, item) < AHEAD)
            break;
        if (belongs(list, &list->rows[r], item, true))
            return away;
    }
    return AHEAD;
}

/* What comes next: the row and the item together, or one of them alone. */
enum next { NEXT_BOTH, NEXT_ROW, NEXT_ITEM };

static enum next next_of(const struct calls_list *list, int r,
                         const struct lane_items *lane, size_t i)
{
    if (i >= lane->n)
        return NEXT_ROW;
    if (r >= list->n)
        return NEXT_ITEM;

    int rows = row_ahead(list, r, &lane->items[i]);
    int items = item_ahead(list, r, lane, i);
    if (rows == AHEAD && items == AHEAD) {
        rows = row_instead(list, r, lane, i);
        items = item_instead(list, r, lane, i);
    }
    if (rows == 0)
        return NEXT_BOTH;
    return rows <= items ? NEXT_ROW : NEXT_ITEM;
}

/* Put one lane's calls into the rows that the lanes before it have. */
static void merge_lane(struct calls_list *list, const struct lane_items *lane,
                       int number)
{
    struct calls_row *rows =
        calloc((size_t)list->n + lane->n + 1, sizeof(*rows));
    size_t i = 0;
    int r = 0, n = 0;

    if (!rows)
        return;
    while (r < list->n || i < lane->n) {
        enum next next = next_of(list, r, lane, i);

        if (next != NEXT_ITEM)
            rows[n] = list->rows[r++];
        if (next != NEXT_ROW) {
            rows[n].actor = lane->items[i].actor;
            rows[n].cells[number] = lane->items[i++].cell;
        }
        n++;
    }
    free(list->rows);
    list->rows = rows;
    list->n = n;
}

void calls_list_read(struct calls_list *list, const struct calls_view *view)
{
    *list = (struct calls_list){.lanes = calls_lanes(view)};
    for (int i = 0; i < list->lanes; i++)
        add_actors(list, view, i);
    for (int i = 0; i < list->lanes; i++) {
        struct lane_items lane = {0};

        read_lane(list, lab_log(calls_lab(view, i)), &lane);
        merge_lane(list, &lane, i);
        free(lane.items);
    }
}

void calls_list_free(struct calls_list *list)
{
    free(list->rows);
    list->rows = NULL;
    list->n = 0;
}

/* ---- what fits ---- */

/*
 * The errno's text has a row of its own only with the newest failure of a
 * process that is still the newest. failed has those that were met, actor by
 * actor, as bits of the lanes. Returns the rows that the row takes.
 */
static int mark_errors(const struct calls_list *list, struct calls_row *row,
                       unsigned *failed, bool room)
{
    row->error = false;
    for (int i = 0; i < list->lanes; i++) {
        struct calls_cell *cell = &row->cells[i];
        bool fails = cell->event && cell->event->kind == EVENT_CALL &&
                     cell->event->call.err != 0;

        cell->error =
            fails && room && !cell->over && !(failed[row->actor] >> i & 1);
        row->error |= cell->error;
        if (fails)
            failed[row->actor] |= 1u << i;
    }
    return 1 + row->error;
}

/* others: rows of the actors of whom no call shows; 0: they are left out. */
static void fit(struct calls_list *list, int below, int height, int others)
{
    unsigned failed[CALLS_ACTORS] = {0};
    bool folded = others < list->n_actors;

    list->folded = folded;
    list->bare = others == 0;
    list->height = others;
    for (int i = 0; i < list->n_actors; i++)
        list->actors[i].named = !folded;
    list->end = list->n - below > 0 ? list->n - below : 0;
    for (list->first = list->end; list->first > 0; list->first--) {
        struct calls_row *row = &list->rows[list->first - 1];
        /* In a folded list the first call of an actor brings its name along. */
        int name = list->actors[row->actor].named ? 0 : 1;

        if (list->height + name + 1 > height)
            break;
        list->height += name + mark_errors(list, row, failed,
                                           list->height + name + 2 <= height);
        list->actors[row->actor].named = true;
    }
}

/*
 * Two actors are never folded: the row that they would share saves nothing. But
 * where names would leave no row for a call, they give way to the newest one:
 * what it has returned is what the pane is for.
 */
void calls_list_fit(struct calls_list *list, int below, int height)
{
    fit(list, below, height, list->n_actors);
    if (list->first > 0 && list->n_actors > 2 &&
        list->end - list->first < LEAST_CALLS)
        fit(list, below, height, 1);
    if (list->first > 0 && list->end == list->first && height > 1)
        fit(list, below, height, 0);
}
