/*
 * menu.c - the menu view: the lessons by chapter, what is done of them, and
 * what the selected one is about.
 *
 * The list is made once, as rows of several kinds, of which lessons, the bench
 * and files that could not be read can be selected; headings and blank rows
 * are passed over. It is drawn from those rows alone, so scrolling needs no
 * knowledge of chapters. What a learner has done is asked of the progress at
 * every drawing, since it has changed whenever the menu comes back.
 */
#include "widgets/menu/menu.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/lesson/lesson_view.h"
#include "widgets/menu/menu_about.h"
#include "widgets/menu/menu_inside.h"
#include "widgets/screen/prose.h"

enum {
    WIDE = 116, /* columns from which lessons and preview are side by side */
    LIST_WIDE = 72, /* columns of the list then */
    /* Rows of the preview where it is below the list: */
    ABOUT_LEAST = 7,
    ABOUT_MOST = 11,
    /* Columns of a row, from its left: */
    NUMBER_COLUMN = 3,
    MARK_COLUMN = 6,
    /* and from its right: */
    SCORE_WIDTH = 11, /* "12/12 right" */
    MINUTES_WIDTH = 8,
};

/* ---- the list ---- */

/* A problem too: selected, it is shown in full, which its row may not hold. */
static bool selectable(const struct item *item)
{
    return item->kind == ITEM_LESSON || item->kind == ITEM_BENCH ||
           item->kind == ITEM_PROBLEM;
}

/* NULL where a search has found nothing. */
static const struct item *selected_item(const struct menu *menu)
{
    return menu->selected < 0 ? NULL : &menu->items[menu->selected];
}

/* fill() has made room for all that is ever added. */
static void add(struct menu *menu, struct item item)
{
    menu->all[menu->n_all++] = item;
}

/*
 * Lessons come by chapter: a new one gets a heading, and space before it. The
 * number is the one in the file's name; a lesson without one gets its place,
 * so that it can be typed as well.
 */
static void add_lessons(struct menu *menu, const struct catalog *catalog)
{
    const char *chapter = NULL;

    for (size_t i = 0; i < catalog->n; i++) {
        struct lesson *lesson = catalog->lessons[i];
        int number = lesson->order > 0 ? lesson->order : (int)i + 1;

        if (!chapter || strcmp(chapter, lesson->chapter) != 0) {
            chapter = lesson->chapter;
            if (menu->n_all > 0)
                add(menu, (struct item){.kind = ITEM_BLANK});
            add(menu, (struct item){.kind = ITEM_CHAPTER, .text = chapter});
        }
        add(menu, (struct item){.kind = ITEM_LESSON,
                                .lesson = lesson,
                                .number = number,
                                .index = i});
    }
}

/*
 * Made once: what may change while the menu lives is read when drawn. The
 * bench stands behind the lessons, and files that can't be read last: they
 * concern whoever writes lessons. Returns -1 without memory.
 */
static int fill(struct menu *menu)
{
    const struct catalog *catalog = menu->options->catalog;
    /* At worst each lesson has a chapter of its own, and space before it. */
    size_t most = 3 * catalog->n + catalog->n_problems + 4;

    menu->all = calloc(most, sizeof(*menu->all));
    if (!menu->all)
        return -1;
    add_lessons(menu, catalog);
    if (catalog->n == 0)
        add(menu, (struct item){.kind = ITEM_CHAPTER,
                                .text = "No lesson was found."});
    add(menu, (struct item){.kind = ITEM_BLANK});
    add(menu, (struct item){.kind = ITEM_BENCH});
    if (catalog->n_problems > 0)
        add(menu, (struct item){.kind = ITEM_BLANK});
    for (size_t i = 0; i < catalog->n_problems; i++)
        add(menu,
            (struct item){.kind = ITEM_PROBLEM, .text = catalog->problems[i]});
    menu->items = menu->all;
    menu->n = menu->n_all;
    return 0;
}

/* Asked of the progress each time, which a lesson may have changed. */
static bool done(const struct menu *menu, const struct item *item)
{
    return item->kind == ITEM_LESSON && menu->options->progress &&
           progress_done(menu->options->progress, item->lesson->id);
}

/*
 * Where a learner goes on: the lesson named at the start, else the first that
 * is not done, else the first. There is always one: the bench is in every list.
 */
static void select_first(struct menu *menu)
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
        else if (next < 0 && !done(menu, item))
            next = i;
    }
    menu->selected = next < 0 ? first : next;
}

/* ---- drawing ---- */

/* The bar at the top, with the score at its right end. */
static void draw_title(const struct menu *menu, struct area area)
{
    const struct catalog *catalog = menu->options->catalog;
    int n_done = 0;
    char score[64];

    for (int i = 0; i < menu->n_all; i++)
        n_done += done(menu, &menu->all[i]);
    snprintf(score, sizeof(score), "%d of %zu lessons done", n_done,
             catalog->n);
    area_fill(area, 0, ROLE_TITLE);
    area_put(area, 0, 1, ROLE_TITLE,
             "socket-lab  how sockets behave, on a real kernel");
    area_put(area, 0, area.w - text_columns(score) - 1, ROLE_TITLE, score);
}

/* The right-hand columns of a lesson: minutes, and how its questions went. */
static void draw_figures(const struct menu *menu, struct area row,
                         const struct lesson *lesson, enum role role)
{
    struct area score = area_columns(row, row.w - SCORE_WIDTH - 1, SCORE_WIDTH);
    struct area minutes = area_columns(
        row, row.w - SCORE_WIDTH - MINUTES_WIDTH - 2, MINUTES_WIDTH);
    int right = 0, made = 0;

    area_printf(minutes, 0, 0, role, "%3d min", lesson->minutes);
    if (menu->options->progress)
        progress_predictions(menu->options->progress, lesson->id, &right,
                             &made);
    if (made > 0)
        area_printf(score, 0, 0, role, "%2d/%d right", right, made);
}

/* Number, mark, title, and at the right what draw_figures() adds. */
static void draw_lesson(const struct menu *menu, struct area row,
                        const struct item *item, enum role role)
{
    struct area title = area_columns(row, MENU_TITLE_COLUMN,
                                     row.w - MENU_TITLE_COLUMN - SCORE_WIDTH -
                                         MINUTES_WIDTH - 3);

    area_printf(row, 0, NUMBER_COLUMN, role, "%2d", item->number);
    if (done(menu, item))
        area_sign(row, 0, MARK_COLUMN, role == ROLE_SELECTED ? role : ROLE_OK,
                  SIGN_DONE);
    area_put(title, 0, 0, role, item->lesson->title);
    draw_figures(menu, row, item->lesson, role);
}

/*
 * The cursor is a sign as well as a colour, for terminals without any, and so
 * is what is wrong with a file. Colours within the selected row are its own:
 * a green tick on a reversed row would be hard to see.
 */
static void draw_item(const struct menu *menu, struct area row, int index)
{
    const struct item *item = &menu->items[index];
    bool selected = index == menu->selected;
    enum role role = selected ? ROLE_SELECTED : ROLE_PLAIN;

    if (selected) {
        area_fill(row, 0, role);
        area_sign(row, 0, 1, role, SIGN_CURRENT);
    }
    switch (item->kind) {
    case ITEM_BLANK: break;
    case ITEM_CHAPTER: area_put(row, 0, 1, ROLE_HEADING, item->text); break;
    case ITEM_LESSON: draw_lesson(menu, row, item, role); break;
    case ITEM_BENCH:
        area_put(row, 0, NUMBER_COLUMN + 1, role, "b");
        area_put(row, 0, MENU_TITLE_COLUMN, role,
                 "The bench: two hosts, no lesson");
        break;
    case ITEM_PROBLEM:
        area_printf(row, 0, NUMBER_COLUMN + 1, selected ? role : ROLE_WARN,
                    "! can't read %s", item->text);
        break;
    case ITEM_WHERE: menu_search_draw_where(menu, row, item->where); break;
    case ITEM_NOTE:
        area_wrap(area_columns(row, 1, row.w - 2), 0, ROLE_WARN, item->text);
        break;
    }
}

/* least wins where the two contradict each other, as in a tiny window. */
static int between(int value, int least, int most)
{
    if (value > most)
        value = most;
    return value > least ? value : least;
}

/*
 * Scroll as little as shows the selected row, together with the heading above
 * the first one and all that stands below the last one.
 */
static void scroll_list(struct menu *menu, int rows)
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
    menu->top = between(menu->top, last - rows + 1, first);
    menu->top = prose_clamp(menu->top, menu->n, rows);
}

/* Signs at the right edge say that there is more. */
static void draw_list(struct menu *menu, struct area area)
{
    scroll_list(menu, area.h);
    for (int y = 0; y < area.h && menu->top + y < menu->n; y++)
        draw_item(menu, area_rows(area, y, 1), menu->top + y);
    prose_more(area, menu->top, menu->n);
}

/* What the selected row is about; the first row is its rule. */
static void draw_about(const struct menu *menu, struct area area)
{
    const struct item *item = selected_item(menu);
    struct area body = area_rows(area, 1, area.h - 1);
    struct err err;

    if (!item)
        return;
    body = area_columns(body, 1, body.w - 2);
    switch (item->kind) {
    case ITEM_LESSON:
        area_rule(area, 0, item->lesson->title);
        if (menu_search_about(menu, body, item))
            break;
        /* What is in a lesson is read when it is looked at. */
        if (lesson_complete(item->lesson, &err) == 0)
            menu_about_lesson(body, menu->options, item->lesson);
        else
            area_wrap(body, 0, ROLE_ERROR, err.text);
        break;
    case ITEM_BENCH:
        area_rule(area, 0, "The bench");
        menu_about_bench(body);
        break;
    case ITEM_PROBLEM:
        area_rule(area, 0, "A lesson that can't be read");
        area_wrap(body, 0, ROLE_WARN, item->text);
        break;
    case ITEM_BLANK:
    case ITEM_CHAPTER:
    case ITEM_WHERE:
    case ITEM_NOTE: break;
    }
}

/*
 * Wide screens have the preview beside the list, others below it. The list has
 * a fixed width then: titles don't get longer on a wider screen, but a preview
 * reads better.
 */
static void menu_draw(struct view *view, struct area area)
{
    struct menu *menu = (struct menu *)view;
    struct area body = area_rows(area, 2, area.h - 2);

    draw_title(menu, area);
    menu_search_draw(menu, area_rows(area, 1, 1));
    if (area.w >= WIDE) {
        struct area about =
            area_columns(body, LIST_WIDE + 1, area.w - LIST_WIDE - 2);

        draw_list(menu, area_columns(body, 0, LIST_WIDE));
        area_divide(body, LIST_WIDE);
        draw_about(menu, about);
    } else {
        int rows = between(area.h / 3, ABOUT_LEAST, ABOUT_MOST);

        draw_list(menu, area_rows(body, 0, body.h - rows));
        draw_about(menu, area_rows(body, body.h - rows, rows));
    }
}

/* ---- keys ---- */

/*
 * Move to the nearest row that can be selected, from index on in a direction,
 * 1 or -1. Returns a key handler's flags. The direction is that of the key, or
 * for a page the one back towards where we came from, as there is always
 * something to be selected that way.
 */
static unsigned select_from(struct menu *menu, int index, int direction)
{
    index = between(index, 0, menu->n - 1);
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
static unsigned type_digit(struct menu *menu, int digit)
{
    int number = between(menu->typed, 0, 1000) * 10 + digit;

    if (numbered(menu, number) < 0)
        number = digit;
    menu->typed = number;
    if (numbered(menu, number) < 0)
        return VIEW_IGNORED;
    return select_from(menu, numbered(menu, number), 1);
}

/* NULL is the bench, as it is for lesson_view(). */
static unsigned open_view(struct menu *menu, struct lesson *lesson)
{
    struct err err;

    /* One that can't be read says so beside the list. */
    if (lesson && lesson_complete(lesson, &err) < 0)
        return VIEW_DRAW;
    menu->view.next = lesson_view(menu->options, lesson);
    return VIEW_OPEN | VIEW_DRAW;
}

unsigned menu_open_selected(struct menu *menu)
{
    const struct item *item = selected_item(menu);

    if (!item || item->kind == ITEM_PROBLEM)
        return VIEW_IGNORED;
    return open_view(menu, item->lesson);
}

unsigned menu_move(struct menu *menu, int key)
{
    switch (key) {
    case KEY_BASE + KEY_UP: return select_from(menu, menu->selected - 1, -1);
    case KEY_BASE + KEY_DOWN: return select_from(menu, menu->selected + 1, 1);
    case KEY_BASE + KEY_HOME: return select_from(menu, 0, 1);
    case KEY_BASE + KEY_END: return select_from(menu, menu->n - 1, -1);
    case KEY_BASE + KEY_PPAGE:
        return select_from(menu, menu->selected - menu->page, 1);
    case KEY_BASE + KEY_NPAGE:
        return select_from(menu, menu->selected + menu->page, -1);
    default: return VIEW_IGNORED;
    }
}

/*
 * Any key but a digit ends the number that was being typed: nothing has to be
 * remembered of when it began, so there is no timeout to be too slow for.
 */
static unsigned menu_key(struct view *view, int key)
{
    struct menu *menu = (struct menu *)view;

    if (key >= '0' && key <= '9')
        return type_digit(menu, key - '0');
    menu->typed = 0;
    switch (key) {
    case 'k': return menu_move(menu, KEY_BASE + KEY_UP);
    case 'j': return menu_move(menu, KEY_BASE + KEY_DOWN);
    case '\n': return menu_open_selected(menu);
    case '/': return menu_search_begin(menu);
    case 'b': return open_view(menu, NULL);
    case 'q': return VIEW_QUIT;
    default: return menu_move(menu, key);
    }
}

/* Lessons and texts belong to the catalog. */
static void menu_close(struct view *view)
{
    struct menu *menu = (struct menu *)view;

    menu_search_close(menu);
    free(menu->all);
    free(menu);
}

/* ---- the view ---- */

static const struct key_help menu_keys[] = {
    {"Up Down", "select", "Select the lesson above or below; k and j do too."},
    {"Enter", "open", "Open the selected lesson."},
    {"/", "search",
     "Search all lessons for words, errnos, options, calls and states."},
    {"0 to 9", "number",
     "Select the lesson of that number; for 12 type 1 and then 2."},
    {"PageUp PageDown", NULL, "Go up or down by as much as the list shows."},
    {"Home End", NULL, "Select the first or the last row."},
    {"b", "bench",
     "Open the bench: the same two hosts without a lesson, driven by keys and "
     "by script lines."},
    {"?", "help", "This help on the keys."},
    {"q", "quit", "Leave the program. What you have done is kept."},
    {NULL, NULL, NULL},
};

const struct view_ops menu_ops = {
    .name = "the menu",
    .keys = menu_keys,
    .draw = menu_draw,
    .key = menu_key,
    .close = menu_close,
};

const struct view_ops menu_search_ops = {
    .name = "the search",
    .keys = menu_search_keys,
    .draw = menu_draw,
    .key = menu_search_key,
    .timeout = menu_search_timeout,
    .pump = menu_search_pump,
    .busy = menu_search_busy,
    .close = menu_close,
};

struct view *menu_view(const struct app_options *options)
{
    struct menu *menu = calloc(1, sizeof(*menu));

    if (!menu)
        return NULL;
    menu->view.ops = &menu_ops;
    menu->options = options;
    if (fill(menu) < 0) {
        free(menu);
        return NULL;
    }
    select_first(menu);
    return &menu->view;
}
