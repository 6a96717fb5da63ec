/*
 * menu_search.c - the search in the menu: `/`, and the list narrows with every
 * letter.
 *
 * Lessons are read whole when they are first searched, one in each round of
 * the app's loop, so that no key waits for all of them. Until then those that
 * have been read are found. Whatever is typed is kept in one line of text that
 * the cursor stays at the end of; the list that it gives takes the place of
 * the whole list, which is put back in the end.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/glossary/glossary.h"
#include "lessons/glossary/lesson_search.h"
#include "lessons/text/slice.h"
#include "widgets/menu/menu_inside.h"
#include "widgets/screen/screen.h"
#include "widgets/view/pane.h"
#include "widgets/view/typed.h"

enum {
    NOTE = 1200,      /* bytes */
    PIECE = 1024,     /* bytes; more than a row has */
    COUNT_WIDTH = 22, /* columns for how many lessons were found, or more */
    ROOMY = 16,       /* rows from which passages are shown whole */
};

struct menu_search {
    struct search *search;
    struct typed typed;
    struct item *found; /* rows of what was found; owned */
    int selected;       /* in the whole list, when the search began */
    int top;
    int n_lessons;   /* how many were found */
    char note[NOTE]; /* what an ITEM_NOTE says */
};

/* ---- the list ---- */

/* Whether anything but spaces was typed. */
static bool has_words(const struct menu_search *search)
{
    return search->typed.text[strspn(search->typed.text, " ")] != '\0';
}

/* There is room for two rows for every lesson. */
static void add_found(struct menu *menu, const struct item *item)
{
    const struct found *found = search_found(menu->search->search, item->index);

    menu->items[menu->n++] = *item;
    if (found->where)
        menu->items[menu->n++] =
            (struct item){.kind = ITEM_WHERE, .where = found->where};
    menu->search->n_lessons++;
}

/* The row that the lesson has in the whole list. */
static const struct item *item_of(const struct menu *menu, size_t lesson)
{
    for (int i = 0; i < menu->n_all; i++)
        if (menu->all[i].kind == ITEM_LESSON && menu->all[i].index == lesson)
            return &menu->all[i];
    return NULL;
}

static void add_answer(struct menu *menu, const struct answer *answer)
{
    if (answer->term)
        menu->items[menu->n++] =
            (struct item){.kind = ITEM_TERM, .term = answer->term};
    else
        add_found(menu, item_of(menu, answer->lesson));
}

/*
 * What is to be said of the words: which of them stand nowhere, or that nothing
 * was found, and what may have been meant.
 */
static void add_note(struct menu *menu, size_t n_answers)
{
    struct menu_search *search = menu->search;
    const char *near = NULL;

    search_note(search->search, search->note, sizeof(search->note));
    if (n_answers == 0 && !search_ready(search->search)) {
        snprintf(search->note, sizeof(search->note), _("Reading the lessons."));
    } else if (n_answers == 0 && !*search->note) {
        near = glossary_nearest(menu->options->glossary, search->typed.text);
        snprintf(search->note, sizeof(search->note),
                 near ? _("No lesson has '%.*s'. Did you mean %s?")
                      : _("No lesson has '%.*s'."),
                 SLICE(slice_of(search->typed.text)), near);
    }
    if (*search->note)
        menu->items[menu->n++] =
            (struct item){.kind = ITEM_NOTE, .text = search->note};
}

/*
 * Show what the words give, best first. The first answer is selected, which
 * makes `/`, a line that was pasted and Enter a jump.
 */
static void show_found(struct menu *menu)
{
    struct menu_search *search = menu->search;
    const struct answer *answers;
    size_t n = search_answers(search->search, &answers);

    menu->items = search->found;
    menu->n = menu->top = search->n_lessons = 0;
    add_note(menu, n);
    menu->selected = n > 0 ? menu->n : -1;
    for (size_t i = 0; i < n; i++)
        add_answer(menu, &answers[i]);
}

/* The whole list again, as it was before the search. */
static void show_all(struct menu *menu)
{
    menu->items = menu->all;
    menu->n = menu->n_all;
    menu->selected = menu->search->selected;
    menu->top = menu->search->top;
}

/* Something else is searched for now. */
static unsigned changed(struct menu *menu)
{
    struct menu_search *search = menu->search;

    search_set(search->search, search->typed.text);
    if (has_words(search))
        show_found(menu);
    else
        show_all(menu);
    return VIEW_DRAW;
}

/* ---- beginning and end ---- */

static struct menu_search *open_search(const struct menu *menu)
{
    const struct catalog *catalog = menu->options->catalog;
    struct menu_search *search = calloc(1, sizeof(*search));

    if (!search)
        return NULL;
    search->search = search_open(catalog, menu->options->glossary);
    search->found =
        calloc(2 * catalog->n + SEARCH_TERMS + 1, sizeof(*search->found));
    if (search->search && search->found)
        return search;
    search_close(search->search);
    free(search->found);
    free(search);
    return NULL;
}

/* What has been read once is kept, for the next search. */
unsigned menu_search_begin(struct menu *menu)
{
    if (!menu->search)
        menu->search = open_search(menu);
    if (!menu->search)
        return VIEW_IGNORED;
    menu->search->selected = menu->selected;
    menu->search->top = menu->top;
    menu->search->typed = (struct typed){.len = 0};
    menu->searching = true;
    return changed(menu);
}

/* Back to the whole list, with the selection that was before. */
static unsigned cancel(struct menu *menu)
{
    show_all(menu);
    menu->searching = false;
    return VIEW_DRAW;
}

/*
 * Open what is selected; behind a lesson is the whole list, with the lesson
 * selected, and behind what a name means is the search.
 */
static unsigned enter(struct menu *menu)
{
    struct lesson *lesson =
        menu->selected >= 0 ? menu->items[menu->selected].lesson : NULL;

    if (!has_words(menu->search))
        return cancel(menu);
    if (menu->selected >= 0 && !lesson)
        return menu_open_selected(menu);
    if (!lesson)
        return VIEW_DRAW;
    cancel(menu);
    for (int i = 0; i < menu->n; i++)
        if (menu->items[i].lesson == lesson)
            menu->selected = i;
    return menu_open_selected(menu);
}

void menu_search_close(struct menu *menu)
{
    if (!menu->search)
        return;
    search_close(menu->search->search);
    free(menu->search->found);
    free(menu->search);
}

/* ---- keys ---- */

unsigned menu_search_key(struct menu *menu, int key)
{
    switch (typed_key(&menu->search->typed, key)) {
    case TYPED_CHANGED: return changed(menu);
    case TYPED_ENTER: return enter(menu);
    case TYPED_LEAVE: return cancel(menu);
    case TYPED_IGNORED: break;
    }
    return menu_move(menu, key);
}

/* menu_search_key() does what they say. */
const struct key menu_search_keys[] = {
    {.keys = "Enter",
     .brief = N_("open"),
     .text = N_("Open the selected lesson, and leave the search.")},
    {.keys = "Esc",
     .brief = N_("all lessons"),
     .text = N_("Leave the search: the whole list, as it was.")},
    {.keys = "Up Down",
     .brief = N_("select"),
     .text = N_("Select the lesson above or below.")},
    {.keys = "Backspace",
     .brief = "",
     .text = N_("Take the last letter back; Ctrl-W a word, Ctrl-U all of it.")},
    {.keys = "PgUp PgDn",
     .brief = "",
     .text = N_("Go up or down by as much as the list shows.")},
    {.keys = "F1", .brief = N_("help"), .text = N_("This help on the keys.")},
    {.keys = N_("a to z"),
     .brief = "",
     .text =
         N_("Any other key is part of what is searched for: words of a lesson, "
            "errnos by name or number, options, calls, TCP states, sysctls, or "
            "an error message, pasted as it stands. The best answer comes "
            "first.")},
    {.keys = "?", .brief = "", .text = N_("Is searched for too.")},
    KEYS_END,
};

/* ---- reading ---- */

/* One lesson a round: the app looks at the keyboard between two of them. */
unsigned menu_search_pump(struct view *view)
{
    struct menu *menu = (struct menu *)view;
    struct menu_search *search = menu->search;

    if (!menu->searching)
        return VIEW_IGNORED;
    int before = search->n_lessons;
    if (!search_read(search->search) || !has_words(search))
        return VIEW_IGNORED;
    show_found(menu);
    return search->n_lessons != before || search_ready(search->search)
               ? VIEW_DRAW
               : VIEW_IGNORED;
}

bool menu_search_busy(struct view *view)
{
    const struct menu *menu = (const struct menu *)view;

    return menu->searching && !search_ready(menu->search->search);
}

/* ---- drawing ---- */

/*
 * The words with the cursor behind them, moved to the left where they are too
 * long; and how many lessons were found, or what may be typed.
 */
void menu_search_draw(const struct menu *menu, struct area row)
{
    const struct menu_search *search = menu->search;
    char count[80] = "";

    if (!menu->searching)
        return;
    if (has_words(search))
        snprintf(count, sizeof(count),
                 translate_n("%d of %zu lessons", "%d of %zu lessons",
                             menu->options->catalog->n),
                 search->n_lessons, menu->options->catalog->n);
    int w = area_most(glyph_columns(count) + 2, COUNT_WIDTH);
    typed_draw(area_columns(row, 0, row.w - w), &search->typed,
               _("words, a name, a number, or an error as it was printed"));
    area_put(row, 0, row.w - glyph_columns(count) - 1, ROLE_DIM, count);
}

/*
 * Where to begin, so that a place in the text shows: at its start, or at a
 * word that leaves a third of the row before the place.
 */
static size_t excerpt(const char *text, size_t place, int columns)
{
    size_t from = place;
    int room = columns / 3;

    if (glyph_fit(text, columns - 8, NULL) > place)
        return 0;
    while (from > 0 && (room-- > 0 || text[from - 1] != ' '))
        from--;
    return from;
}

/*
 * A part of a passage. What was found is written once more over it, in a role
 * of its own.
 */
static void draw_part(const struct search *search, struct area row,
                      const struct passage *passage, size_t from, size_t n)
{
    bool code =
        passage->kind == PASSAGE_SCRIPT || passage->kind == PASSAGE_PROGRAM;
    const char *text = passage->text + from;
    char piece[PIECE];
    size_t next = from, len = 0;
    long at;

    snprintf(piece, sizeof(piece), "%.*s", (int)n, text);
    area_put(row, 0, 0, code ? ROLE_CODE : ROLE_PLAIN, piece);
    while ((at = search_hit(search, passage, next, &len)) >= 0) {
        size_t before = (size_t)at - from;

        next = (size_t)at + len;
        /* Not behind the part, nor where the row's ellipsis stands. */
        if (before + len > n || glyph_fit(text, row.w - 1, NULL) < before + len)
            break;
        snprintf(piece, sizeof(piece), "%.*s", (int)before, text);
        area_printf(row, 0, glyph_columns(piece), ROLE_STRONG, "%.*s", (int)len,
                    text + before);
    }
}

/* One row of a passage, around the first place that was found. */
static void draw_excerpt(const struct search *search, struct area row,
                         const struct passage *passage)
{
    size_t len = 0;
    long at = search_hit(search, passage, 0, &len);
    size_t from = excerpt(passage->text, at < 0 ? 0 : (size_t)at, row.w);

    if (from > 0) {
        area_sign(row, 0, 0, ROLE_DIM, SIGN_ELLIPSIS);
        row = area_columns(row, 2, row.w - 2);
    }
    draw_part(search, row, passage, from, strlen(passage->text + from));
}

/* All of a passage, from row y on; returns its rows. */
static int draw_whole(const struct search *search, struct area area, int y,
                      const struct passage *passage)
{
    size_t from = 0, next;
    int rows = 0;

    for (; passage->text[from]; from += next, rows++) {
        size_t n = glyph_line(passage->text + from, area.w, &next);

        draw_part(search, area_rows(area, y + rows, 1), passage, from, n);
    }
    return rows;
}

void menu_search_draw_where(const struct menu *menu, struct area row,
                            const struct passage *passage)
{
    draw_excerpt(
        menu->search->search,
        area_columns(row, MENU_TITLE_COLUMN + 2, row.w - MENU_TITLE_COLUMN - 3),
        passage);
}

/* Columns of the longest of "question" and its like, with a gap. */
static int kind_width(void)
{
    int most = 0;

    for (int kind = 0; kind < PASSAGE_KINDS; kind++)
        most = area_most(most, glyph_columns(translate(passage_kind_name(
                                   (enum passage_kind)kind))));
    return most + 2;
}

/* Rows that say what the words mean, when they are a name. */
static int draw_meaning(const struct menu *menu, struct area area)
{
    const struct answer *answers;
    size_t n = search_answers(menu->search->search, &answers), i = 0;
    char text[1024];

    while (i < n && !answers[i].term)
        i++;
    if (i == n)
        return 0;
    snprintf(text, sizeof(text), "%s: %s", answers[i].term->name,
             answers[i].term->text);
    return area_wrap(area, 0, ROLE_PLAIN, text) + 1;
}

bool menu_search_about(const struct menu *menu, struct area area,
                       const struct item *item)
{
    const struct menu_search *search = menu->search;
    int kind = kind_width();
    struct area texts = area_columns(area, kind, area.w - kind);
    const struct passage *passage;
    size_t at = 0;
    int y;

    if (!menu->searching || !has_words(search))
        return false;
    y = draw_meaning(menu, area);
    while ((passage = search_next(search->search, item->index, &at))) {
        struct area row = area_rows(area, y, 1);

        if (y >= area.h)
            break;
        area_put(row, 0, 0, ROLE_DIM,
                 translate(passage_kind_name(passage->kind)));
        if (area.h < ROOMY)
            draw_excerpt(search->search, area_columns(row, kind, texts.w),
                         passage);
        y += area.h < ROOMY ? 1 : draw_whole(search->search, texts, y, passage);
    }
    if (passage)
        pane_signs(area, 0, area.h + 1);
    return true;
}
