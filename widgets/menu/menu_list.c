/*
 * menu_list.c - the rows of the menu: which there are, which of them is
 * selected, and what opens it.
 *
 * The list is made once, as rows of several kinds, of which lessons, the bench
 * and files that could not be read can be selected; headings and blank rows
 * are passed over. What a learner has done is asked of the progress at every
 * drawing, since it has changed whenever the menu comes back.
 */
#include <stdlib.h>
#include <string.h>

#include "widgets/lesson/lesson_view.h"
#include "widgets/menu/menu_inside.h"
#include "widgets/screen/mouse.h"
#include "widgets/view/explain_page.h"
#include "widgets/view/pane.h"

/* A problem too: selected, it is shown in full, which its row may not hold. */
static bool selectable(const struct item *item)
{
    return item->kind == ITEM_LESSON || item->kind == ITEM_GO_ON ||
           item->kind == ITEM_BENCH || item->kind == ITEM_PROBLEM ||
           item->kind == ITEM_TERM;
}

/* NULL where a search has found nothing. */
const struct item *menu_selected(const struct menu *menu)
{
    return menu->selected < 0 ? NULL : &menu->items[menu->selected];
}

static void add(struct menu *menu, struct item item)
{
    menu->all[menu->n_all++] = item;
}

/*
 * Lessons come by chapter: a new one gets a heading, and space before it.
 */
static void add_lessons(struct menu *menu, const struct catalog *catalog)
{
    const char *chapter = NULL;

    for (size_t i = 0; i < catalog->n; i++) {
        struct lesson *lesson = catalog->lessons[i];

        if (!chapter || strcmp(chapter, lesson->chapter) != 0) {
            chapter = lesson->chapter;
            if (menu->n_all > 0)
                add(menu, (struct item){.kind = ITEM_BLANK});
            add(menu, (struct item){.kind = ITEM_CHAPTER, .text = chapter});
        }
        add(menu, (struct item){.kind = ITEM_LESSON,
                                .lesson = lesson,
                                .number = lesson->number,
                                .index = i});
    }
}

/*
 * Whether the lesson has that step: it may have become shorter since. One that
 * can't be read says so when it is opened.
 */
static bool has_step(struct lesson *lesson, size_t step)
{
    struct err err;

    return lesson_complete(lesson, &err) < 0 || step < lesson->n_steps;
}

/*
 * The lesson that the learner has left in the middle, and where; NULL: none, or
 * it is no longer there.
 */
static struct lesson *left_lesson(const struct menu *menu, size_t *step)
{
    const struct progress *progress = menu->options->progress;
    struct lesson *lesson =
        progress ? catalog_find(menu->options->catalog, progress_last(progress))
                 : NULL;

    if (!lesson)
        return NULL;
    *step = progress_step(progress, lesson->id);
    return *step > 0 && !progress_done(progress, lesson->id) &&
                   has_step(lesson, *step)
               ? lesson
               : NULL;
}

/* Above all lessons, where there is something to go on with. */
static void add_going_on(struct menu *menu)
{
    size_t step = 0;
    struct lesson *lesson = left_lesson(menu, &step);

    if (!lesson)
        return;
    add(menu, (struct item){.kind = ITEM_GO_ON,
                            .lesson = lesson,
                            .number = lesson->number,
                            .step = step});
}

/*
 * Made once, but for what the first row offers; what else may change while the
 * menu lives is read when drawn. The bench stands behind the lessons, and files
 * that can't be read last: they concern whoever writes lessons. There is room
 * for all that is ever added.
 */
static void fill(struct menu *menu)
{
    const struct catalog *catalog = menu->options->catalog;

    menu->n_all = 0;
    add_going_on(menu);
    add_lessons(menu, catalog);
    if (catalog->n == 0)
        add(menu, (struct item){.kind = ITEM_CHAPTER,
                                .text = _("No lesson was found.")});
    add(menu, (struct item){.kind = ITEM_BLANK});
    add(menu, (struct item){.kind = ITEM_BENCH});
    if (catalog->n_problems > 0)
        add(menu, (struct item){.kind = ITEM_BLANK});
    for (size_t i = 0; i < catalog->n_problems; i++)
        add(menu,
            (struct item){.kind = ITEM_PROBLEM, .text = catalog->problems[i]});
    menu->items = menu->all;
    menu->n = menu->n_all;
}

int menu_fill(struct menu *menu)
{
    const struct catalog *catalog = menu->options->catalog;
    /* At worst each lesson has a chapter of its own, and space before it. */
    size_t most = 3 * catalog->n + catalog->n_problems + 6;

    menu->all = calloc(most, sizeof(*menu->all));
    if (!menu->all)
        return -1;
    fill(menu);
    return 0;
}

/* What is selected stays so, wherever it stands then. */
bool menu_renew(struct menu *menu)
{
    const struct item *first = &menu->all[0], *selected = menu_selected(menu);
    bool there = first->kind == ITEM_GO_ON;
    size_t step = 0;
    struct lesson *lesson = left_lesson(menu, &step);

    if (menu->items != menu->all || !selected ||
        (there ? first->lesson == lesson && first->step == step : !lesson))
        return false;
    int behind = menu->n - menu->selected;
    bool was_first = selected == first;
    fill(menu);
    menu->selected = was_first && lesson ? 0 : area_most(0, menu->n - behind);
    while (!selectable(&menu->items[menu->selected]))
        menu->selected++;
    return true;
}

/* Asked of the progress each time, which a lesson may have changed. */
bool menu_done(const struct menu *menu, const struct item *item)
{
    return item->kind == ITEM_LESSON && menu->options->progress &&
           progress_done(menu->options->progress, item->lesson->id);
}

/*
 * Where a learner goes on: the lesson named at the start, else the one that was
 * left in the middle, else the first that is not done, else the first. There is
 * always one: the bench is in every list.
 */
void menu_select_first(struct menu *menu)
{
    int first = -1, next = -1;

    for (int i = 0; i < menu->n; i++) {
        const struct item *item = &menu->items[i];

        if (first < 0 && selectable(item))
            first = i;
        if (item->kind != ITEM_LESSON)
            continue;
        if (item->lesson == menu->options->lesson)
            next = i;
        else if (first >= 0 && menu->items[first].kind == ITEM_GO_ON)
            next = next < 0 ? first : next;
        else if (next < 0 && !menu_done(menu, item))
            next = i;
    }
    menu->selected = next < 0 ? first : next;
}

/* ---- moving ---- */

/*
 * Scroll as little as shows the selected row, together with the heading above
 * the first one and all that stands below the last one.
 */
void menu_scroll(struct menu *menu, int rows)
{
    int first = menu->selected;
    int last = menu->selected;

    while (first > 0 && !selectable(&menu->items[first - 1]))
        first--;
    while (last + 1 < menu->n && !selectable(&menu->items[last + 1]))
        last++;
    menu->page = rows;
    /* Only behind the last row that can be selected does the rest matter. */
    if (last + 1 < menu->n)
        last = menu->selected;
    /* Where a search has found it belongs to the lesson. */
    if (last + 1 < menu->n && menu->items[last + 1].kind == ITEM_WHERE)
        last++;
    menu->top = area_clamp(menu->top, last - rows + 1, first);
    menu->top = pane_clamp(menu->top, menu->n, rows);
}

/*
 * Move to the nearest row that can be selected, from index on in a direction,
 * 1 or -1. Returns a key handler's flags. The direction is that of the key, or
 * for a page the one back towards where we came from, as there is always
 * something to be selected that way.
 */
static unsigned select_from(struct menu *menu, int index, int direction)
{
    index = area_clamp(index, 0, menu->n - 1);
    while (index >= 0 && index < menu->n && !selectable(&menu->items[index]))
        index += direction;
    if (index < 0 || index >= menu->n || index == menu->selected)
        return VIEW_IGNORED;
    menu->selected = index;
    return VIEW_DRAW;
}

/* The row of the lesson with that number, -1 when there is none. */
static int numbered(const struct menu *menu, int number)
{
    for (int i = 0; i < menu->n; i++) {
        if (menu->items[i].kind == ITEM_LESSON &&
            menu->items[i].number == number)
            return i;
    }
    return -1;
}

/*
 * Digits in a row make one number, as long as there is such a lesson; when
 * there is none, the last digit begins a new one. The bound keeps many digits
 * from growing beyond an int.
 */
unsigned menu_type_digit(struct menu *menu, int digit)
{
    int number = area_clamp(menu->typed, 0, 1000) * 10 + digit;

    if (numbered(menu, number) < 0)
        number = digit;
    menu->typed = number;
    if (numbered(menu, number) < 0)
        return VIEW_IGNORED;
    return select_from(menu, numbered(menu, number), 1);
}

/* NULL is the bench, as it is for lesson_view(). */
unsigned menu_open(struct menu *menu, struct lesson *lesson)
{
    struct err err;

    /* One that can't be read says so beside the list. */
    if (lesson && lesson_complete(lesson, &err) < 0)
        return VIEW_DRAW;
    menu->view.next = lesson_view(menu->options, lesson);
    return VIEW_OPEN | VIEW_DRAW;
}

/* Where one was: with all that had happened until there. */
static unsigned go_on(struct menu *menu, const struct item *item)
{
    struct err err;

    if (lesson_complete(item->lesson, &err) < 0)
        return VIEW_DRAW;
    menu->view.next = lesson_view_at(menu->options, item->lesson, item->step);
    return VIEW_OPEN | VIEW_DRAW;
}

/* What it means, all of it. Without memory its sentence beside the list does.
 */
static unsigned open_term(struct menu *menu, const struct term *term)
{
    struct err err;

    menu->view.next = explain_page(menu->options->catalog,
                                   menu->options->glossary, term->name, &err);
    return menu->view.next ? VIEW_OPEN | VIEW_DRAW : VIEW_DRAW;
}

unsigned menu_open_selected(struct menu *menu)
{
    const struct item *item = menu_selected(menu);

    if (!item || item->kind == ITEM_PROBLEM)
        return VIEW_IGNORED;
    if (item->kind == ITEM_TERM)
        return open_term(menu, item->term);
    if (item->kind == ITEM_GO_ON)
        return go_on(menu, item);
    return menu_open(menu, item->lesson);
}

unsigned menu_click(struct menu *menu)
{
    const struct mouse *mouse = mouse_last();
    int index = mouse->what - MOUSE_OWN;

    if (mouse->kind != MOUSE_CLICK || index < 0 || index >= menu->n ||
        !selectable(&menu->items[index]))
        return VIEW_IGNORED;
    return index == menu->selected ? menu_open_selected(menu)
                                   : select_from(menu, index, 1);
}

unsigned menu_move(struct menu *menu, int key)
{
    int half = area_most(menu->page / 2, 1);

    switch (key) {
    case SCREEN_KEY_UP: return select_from(menu, menu->selected - 1, -1);
    case SCREEN_KEY_DOWN: return select_from(menu, menu->selected + 1, 1);
    case SCREEN_KEY_HOME: return select_from(menu, 0, 1);
    case SCREEN_KEY_END: return select_from(menu, menu->n - 1, -1);
    case SCREEN_KEY_HALF_UP: return select_from(menu, menu->selected - half, 1);
    case SCREEN_KEY_HALF_DOWN:
        return select_from(menu, menu->selected + half, -1);
    case SCREEN_KEY_PAGE_UP:
        return select_from(menu, menu->selected - menu->page, 1);
    case SCREEN_KEY_PAGE_DOWN:
        return select_from(menu, menu->selected + menu->page, -1);
    default: return VIEW_IGNORED;
    }
}
