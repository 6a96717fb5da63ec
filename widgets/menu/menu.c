/*
 * menu.c - the menu view: the lessons by chapter, what is done of them, and
 * what the selected one is about.
 *
 * It is drawn from the rows of menu_list.c alone, so scrolling needs no
 * knowledge of chapters.
 */
#include "widgets/menu/menu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/menu/menu_about.h"
#include "widgets/menu/menu_inside.h"
#include "widgets/screen/mouse.h"
#include "widgets/view/pane.h"

enum {
    WIDE = 116, /* columns from which lessons and preview are side by side */
    LIST_WIDE = 72, /* columns of the list then */
    /* Rows of the preview where it is below the list: */
    ABOUT_LEAST = 7,
    ABOUT_MOST = 11,
    /* Columns of a row, from its left: */
    NUMBER_COLUMN = 3,
    MARK_COLUMN = 6,
    MENU_WIDE = 72, /* from here on there is room for the minutes */
};

/* ---- drawing ---- */

/* The bar at the top, with the score at its right end. */
static void draw_title(const struct menu *menu, struct area area)
{
    const struct catalog *catalog = menu->options->catalog;
    int n_done = 0;
    char score[128];

    for (int i = 0; i < menu->n_all; i++)
        n_done += menu_done(menu, &menu->all[i]);
    snprintf(score, sizeof(score),
             translate_n("%d of %zu lessons done", "%d of %zu lessons done",
                         catalog->n),
             n_done, catalog->n);
    area_fill(area, 0, ROLE_TITLE);
    int x = area.w - glyph_columns(score) - 1;
    const char *name = _("socket-lab  how sockets behave, on a real kernel");
    bool whole = glyph_columns(name) + 2 < x;
    area_put(area_columns(area, 0, x - 1), 0, 1, ROLE_TITLE,
             whole ? name : "socket-lab");
    area_put(area, 0, x, ROLE_TITLE, score);
}

/* Columns of "12/12 right", and of "120 min", whatever these are called. */
static int score_width(void)
{
    char text[64];

    /* TRANSLATORS: so many of the answers, of all. */
    snprintf(text, sizeof(text), _("%2d/%d right"), 10, 10);
    return glyph_columns(text);
}

static int minutes_width(void)
{
    char text[64];

    /* TRANSLATORS: so many minutes. */
    snprintf(text, sizeof(text), _("%3d min"), 100);
    return glyph_columns(text) + 1;
}

/*
 * The right-hand columns of a lesson: how its questions went, if any have been
 * answered, and where there is room the minutes. Returns where they begin.
 */
static int draw_figures(const struct menu *menu, struct area row,
                        const struct lesson *lesson)
{
    int w = score_width(), m = minutes_width();
    struct area score = area_columns(row, row.w - w - 1, w);
    struct area minutes = area_columns(row, row.w - w - m - 2, m);
    int right = 0, made = 0;

    if (menu->options->progress)
        progress_predictions(menu->options->progress, lesson->id, &right,
                             &made);
    if (made > 0)
        area_printf(score, 0, 0, ROLE_PLAIN, _("%2d/%d right"), right, made);
    if (row.w < MENU_WIDE)
        return made > 0 ? row.w - w - 2 : row.w - 1;
    area_printf(minutes, 0, 0, ROLE_PLAIN, _("%3d min"), lesson->minutes);
    return row.w - w - m - 3;
}

/* Number, mark, title, and at the right what draw_figures() adds. */
static void draw_lesson(const struct menu *menu, struct area row,
                        const struct item *item, enum role role)
{
    area_printf(row, 0, NUMBER_COLUMN, role, "%2d", item->number);
    if (menu_done(menu, item))
        area_sign(row, 0, MARK_COLUMN, role == ROLE_SELECTED ? role : ROLE_OK,
                  SIGN_DONE);
    int end = draw_figures(menu, row, item->lesson);
    area_put(area_columns(row, 0, end), 0, MENU_TITLE_COLUMN, ROLE_PLAIN,
             item->lesson->title);
}

/* "Go on: 2 Address already in use, step 7" */
static void draw_going_on(struct area row, const struct item *item,
                          enum role role)
{
    int x = NUMBER_COLUMN;

    x += area_put(row, 0, x, role, _("Go on:")) + 1;
    if (item->number > 0)
        x += area_printf(row, 0, x, role, "%d ", item->number);
    /* TRANSLATORS: a lesson's title, and where the learner was in it. */
    area_printf(row, 0, x, role, _("%s, step %zu"), item->lesson->title,
                item->step);
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

    mouse_hit(row, MOUSE_OWN + index);
    if (selected) {
        /* Not the titles: both rows' would be sent anew with each key. */
        area_fill(area_columns(row, 0, MENU_TITLE_COLUMN), 0, role);
        area_sign(row, 0, 1, role, SIGN_CURRENT);
        if (!menu->searching)
            screen_cursor(row, 0, 1);
    }
    switch (item->kind) {
    case ITEM_BLANK: break;
    case ITEM_CHAPTER: area_put(row, 0, 1, ROLE_HEADING, item->text); break;
    case ITEM_GO_ON: draw_going_on(row, item, role); break;
    case ITEM_LESSON: draw_lesson(menu, row, item, role); break;
    case ITEM_BENCH:
        area_put(row, 0, NUMBER_COLUMN + 1, role, action_keys(ACTION_BENCH));
        area_put(row, 0, MENU_TITLE_COLUMN, ROLE_PLAIN,
                 _("The bench: two hosts, no lesson"));
        break;
    case ITEM_PROBLEM:
        area_printf(row, 0, NUMBER_COLUMN + 1, selected ? role : ROLE_WARN,
                    _("! can't read %s"), item->text);
        break;
    case ITEM_WHERE: menu_search_draw_where(menu, row, item->where); break;
    case ITEM_TERM:
        area_printf(
            area_columns(row, MENU_TITLE_COLUMN, row.w - MENU_TITLE_COLUMN - 1),
            0, 0, ROLE_PLAIN, _("%s: what it means"), item->term->name);
        break;
    case ITEM_NOTE:
        area_wrap(area_columns(row, 1, row.w - 2), 0, ROLE_WARN, item->text);
        break;
    }
}

static void draw_list(struct menu *menu, struct area area)
{
    menu_scroll(menu, area.h);
    for (int y = 0; y < area.h && menu->top + y < menu->n; y++)
        draw_item(menu, area_rows(area, y, 1), menu->top + y);
}

/*
 * Signs that there is more stand in the row above the list and in the rule
 * below it: within the list they would move along with its rows, and would be
 * sent anew with each key that scrolls.
 */
static void draw_more(const struct menu *menu, struct area area, int height)
{
    if (menu->top > 0)
        area_sign(area, 0, area.w - 1, ROLE_KEY, SIGN_MORE_UP);
    if (menu->top + height < menu->n)
        area_sign(area, height + 1, area.w - 1, ROLE_KEY, SIGN_MORE_DOWN);
}

/*
 * What the selected row is about; the first row is its rule. Below the list a
 * lesson's title is not said again: it would be sent with each key.
 */
static void draw_about(const struct menu *menu, struct area area, bool beside)
{
    const struct item *item = menu_selected(menu);
    struct area body = area_rows(area, 1, area.h - 1);
    struct err err;

    if (!item)
        return;
    body = area_columns(body, 1, body.w - 2);
    switch (item->kind) {
    case ITEM_GO_ON:
    case ITEM_LESSON:
        area_rule(area, 0, beside ? item->lesson->title : NULL);
        if (menu_search_about(menu, body, item))
            break;
        /* What is in a lesson is read when it is looked at. */
        if (lesson_complete(item->lesson, &err) == 0)
            menu_about_lesson(body, menu->options, item->lesson);
        else
            area_wrap(body, 0, ROLE_ERROR, err.text);
        break;
    case ITEM_BENCH:
        area_rule(area, 0, beside ? _("The bench") : NULL);
        menu_about_bench(body);
        break;
    case ITEM_PROBLEM:
        area_rule(area, 0, _("A lesson that can't be read"));
        area_wrap(body, 0, ROLE_WARN, item->text);
        break;
    case ITEM_TERM:
        area_rule(area, 0, item->term->name);
        area_wrap(body, 0, ROLE_PLAIN, item->term->text);
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

        struct area list = area_columns(body, 0, LIST_WIDE);

        draw_list(menu, list);
        pane_signs(list, menu->top, menu->n);
        area_divide(body, LIST_WIDE);
        draw_about(menu, about, true);
    } else {
        int rows = area_clamp(area.h / 3, ABOUT_LEAST, ABOUT_MOST);

        draw_list(menu, area_rows(body, 0, body.h - rows));
        draw_about(menu, area_rows(body, body.h - rows, rows), false);
        draw_more(menu, area_rows(area, 1, area.h - 1), body.h - rows);
    }
}

/* ---- keys ---- */

static unsigned move_key(struct view *view, int key)
{
    return menu_move((struct menu *)view, key);
}

static unsigned digit_key(struct view *view, int key)
{
    return menu_type_digit((struct menu *)view, key - '0');
}

static unsigned open_key(struct view *view, int key)
{
    struct menu *menu = (struct menu *)view;

    switch (key) {
    case '/': return menu_search_begin(menu);
    case 'B': return menu_open(menu, NULL);
    case 'q': return VIEW_QUIT;
    default: return menu_open_selected(menu);
    }
}

const struct key menu_keys[] = {
    {.is = {ACTION_UP, ACTION_DOWN},
     N_("select"),
     N_("Select the lesson above or below."),
     .act = move_key},
    {.is = {ACTION_ENTER},
     .text = N_("Open the selected lesson."),
     .act = open_key},
    {.is = {ACTION_SEARCH},
     .text =
         N_("Search all lessons for words, errnos, options, calls and states."),
     .act = open_key},
    {.is = {ACTION_NUMBER},
     N_("number"),
     N_("Select the lesson of that number; for 12 type 1 and then 2."),
     .keys = N_("0 to 9"),
     .act = digit_key},
    {.is = {ACTION_PAGE_UP, ACTION_PAGE_DOWN},
     "",
     N_("Go up or down by as much as the list shows."),
     .act = move_key},
    {.is = {ACTION_HALF_UP, ACTION_HALF_DOWN},
     "",
     N_("By half as much."),
     .act = move_key},
    {.is = {ACTION_FIRST, ACTION_LAST},
     "",
     N_("Select the first or the last row."),
     .act = move_key},
    {.is = {ACTION_BENCH}, .act = open_key},
    {.is = {ACTION_HELP}, .text = ""},
    {.is = {ACTION_QUIT},
     .text = N_("Leave the program. What you have done is kept."),
     .act = open_key},
    KEYS_END,
};

/* Key line and help are those of what the keys are for. */
static void take_keys(struct menu *menu)
{
    menu->view.name = menu->searching ? N_("the search") : N_("the menu");
    menu->view.keys = menu->searching ? menu_search_keys : menu_keys;
}

/*
 * Any key but a digit ends the number that was being typed: nothing has to be
 * remembered of when it began, so there is no timeout to be too slow for.
 */
static unsigned menu_key(struct view *view, int key)
{
    struct menu *menu = (struct menu *)view;
    unsigned reply;

    if (key == SCREEN_KEY_MOUSE) {
        reply = menu_click(menu);
    } else if (menu->searching) {
        reply = menu_search_key(menu, key);
    } else {
        if (key < '0' || key > '9')
            menu->typed = 0;
        reply = key_act(menu_keys, view, key);
    }
    take_keys(menu);
    return reply;
}

/* ---- the view ---- */

static unsigned menu_pump(struct view *view)
{
    bool renewed = menu_renew((struct menu *)view);

    return menu_search_pump(view) | (renewed ? VIEW_DRAW : VIEW_IGNORED);
}

static int64_t menu_timeout(struct view *view)
{
    return menu_search_busy(view) ? 0 : -1;
}

/* Lessons and texts belong to the catalog. */
static void menu_close(struct view *view)
{
    struct menu *menu = (struct menu *)view;

    menu_search_close(menu);
    free(menu->all);
    free(menu);
}

static const struct view_sign menu_signs[] = {
    {.sign = SIGN_CURRENT, .text = N_("What is selected.")},
    {.sign = SIGN_DONE, .text = N_("A lesson that you have done.")},
    {.mark = N_("right"),
     .text = N_("So many of your answers in it were right, of so many.")},
    {.mark = N_("min"), .text = N_("How long it takes, for most people.")},
    {.sign = SIGN_MORE_DOWN, .text = N_("There is more further down.")},
    {.sign = SIGN_MORE_UP, .text = N_("There is more further up.")},
    {.text = NULL},
};

static const struct view_ops menu_ops = {
    .draw = menu_draw,
    .key = menu_key,
    .timeout = menu_timeout,
    .pump = menu_pump,
    .busy = menu_search_busy,
    .close = menu_close,
};

struct view *menu_view(const struct app_options *options)
{
    struct menu *menu = calloc(1, sizeof(*menu));

    if (!menu)
        return NULL;
    menu->view.ops = &menu_ops;
    menu->view.signs = menu_signs;
    menu->options = options;
    take_keys(menu);
    if (menu_fill(menu) < 0) {
        free(menu);
        return NULL;
    }
    menu_select_first(menu);
    return &menu->view;
}
