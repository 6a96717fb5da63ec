/*
 * test_receipt_page.c - a learner on a kernel that differs: what the screen
 * says, what counts, and the page that can be saved.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/drawing.h"
#include "tests/support/folder.h"
#include "tests/support/hands.h"
#include "widgets/view/explain_page.h"
#include "widgets/view/receipt_page.h"

/* The lesson is wrong on purpose: no kernel gives 7 here. */
static const char wrong[] =
    "Prose.\n\n"
    "```predict\nserver: socket\nWhich one?\n\n3: The lowest.\n7: "
    "Seven.\n```\n\n"
    "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 7\n\n"
    "server: bind(3, 0.0.0.0:12000) = 0\n```\n\nLast prose.\n";

static int setup(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, "", wrong);
    return failed;
}

static void says_that_the_kernel_differs(void **state)
{
    hands_type(*state, " 1 ");
    assert_shows("Your kernel (Linux ");
    assert_shows("expected 7, got 3");
    assert_shows("not count against you");
}

static void fails_nobody(void **state)
{
    struct hands *hands = *state;
    int right, made;

    hands_type(hands, " 1 ");
    assert_shows("3, right.");
    progress_predictions(hands->options.progress, "walk", &right, &made);
    assert_int_equal(right, 1);
    assert_int_equal(made, 1);
    hands_type(hands, "  ");
    assert_true(progress_done(hands->options.progress, "walk"));
}

static void lists_them_at_the_end(void **state)
{
    hands_type(*state, " 1  ");
    assert_lacks("differs from this lesson");
    hands_press(*state, ' ');
    assert_shows("differs from this lesson in 1 place.");
    assert_shows("line 20: expected 7, got 3");
}

static void lists_nothing_where_nothing_differs(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "",
               "Prose.\n\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "```\n");
    hands_type(hands, " ");
    assert_shows("The lesson is done");
    assert_lacks("differs");
    assert_int_equal(hands_press(hands, '!'), VIEW_DRAW);
    assert_shows("There is no receipt: Linux ");
}

static void does_not_blame_the_kernel_for_hands(void **state)
{
    hands_type(*state, " 0");
    hands_type(*state, ":server: dup(0)\n");
    hands_press(*state, 0x1b);
    hands_type(*state, "   ");
    assert_shows("The lesson is done");
    assert_lacks("differs");
    hands_press(*state, '!');
    assert_shows("There is no receipt");
}

/* What came before the first change by hand is the kernel's all the same. */
static void keeps_what_came_before_hands(void **state)
{
    hands_type(*state, " 0 I  ");
    assert_shows("The lesson is done");
    assert_shows("differs from this lesson in 1 place.");
}

static void does_not_blame_the_kernel_for_the_lab(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "", "Prose.\n\n```lab\nserver: killed SIGINT\n```\n");
    hands_press(hands, ' ');
    assert_shows("The lab could not do its part here");
    assert_lacks("differs");
}

/* Toggles that are flipped half way make a mixture that no lesson knows. */
static void does_not_blame_the_kernel_for_toggles(void **state)
{
    struct hands *hands = *state;

    hands_open(hands,
               "toggles:\n  - name: t\n    label: T\n    values: [off, on]\n",
               "Prose.\n\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "[t=off] server: bind(3, 0.0.0.0:12000) = 0\n\n"
               "server: bind(3, 0.0.0.0:12000) = -1 EINVAL if t=off, 0\n```\n");
    hands_type(hands, " t ");
    assert_shows("after what you did by hand");
    hands_type(hands, "R");
    hands_type(hands, "  ");
    assert_shows("The lesson is done");
    assert_lacks("by hand");
    assert_lacks("differs");
}

/* ---- the page ---- */

/* The view that d opens, drawn once. */
static struct view *open_page(struct hands *hands)
{
    hands_type(hands, " 1   ");
    assert_int_equal(hands_press(hands, '!'), VIEW_OPEN);
    struct view *page = hands->view->next;
    assert_non_null(page);
    view_draw(page, drawing_begin(23, 80));
    return page;
}

static void shows_a_receipt(void **state)
{
    struct view *page = open_page(*state);

    assert_shows("lesson  A walk (walk.md)");
    assert_shows("kernel  Linux ");
    assert_shows("line 20");
    assert_shows("  server: socket(AF_INET, SOCK_STREAM, 0) = 7");
    assert_shows("  expected  7");
    assert_shows("  got       3");
    assert_int_equal(view_key(page, 'q'), VIEW_CLOSE);
    assert_int_equal(view_key(page, '!'), VIEW_CLOSE);
    /* The app's own: it opens the help. */
    assert_int_equal(view_key(page, '?'), VIEW_IGNORED);
    for (int columns = 1; columns < 120; columns += 7)
        for (int rows = 1; rows < 40; rows += 3)
            view_draw(page, drawing_begin(rows, columns));
    view_close(page);
}

static void scrolls_a_receipt(void **state)
{
    struct view *page = open_page(*state);

    view_draw(page, drawing_begin(8, 80));
    assert_lacks("got       3");
    view_key(page, SCREEN_KEY_END);
    view_draw(page, drawing_begin(8, 80));
    assert_shows("got       3");
    assert_lacks("kernel  Linux");
    view_key(page, SCREEN_KEY_HOME);
    view_draw(page, drawing_begin(8, 80));
    assert_shows("A receipt of socket-lab");
    view_close(page);
}

/* An s that is typed is not the key that saves. */
static void searches_a_receipt(void **state)
{
    struct view *page = open_page(*state);

    view_draw(page, drawing_begin(10, 80));
    assert_lacks("got       3");
    for (const char *key = "/AS EXPECTED"; *key; key++)
        assert_int_equal(view_key(page, *key), VIEW_DRAW);
    view_key(page, SCREEN_KEY_BACKSPACE);
    view_draw(page, drawing_begin(10, 80));
    assert_shows("/AS EXPECTE");
    for (int i = 0; i < 11; i++)
        view_key(page, SCREEN_KEY_BACKSPACE);
    for (const char *key = "got   \n"; *key; key++)
        view_key(page, *key);
    view_draw(page, drawing_begin(10, 80));
    assert_shows("got       3");
    assert_lacks("The receipt is in");
    view_close(page);
}

/* An explanation is such a page as well. */
static void searches_an_explanation(void **state)
{
    const struct catalog none = {.n = 0};
    struct glossary *glossary = glossary_open(NULL);
    struct err err;
    struct view *page = explain_page(&none, glossary, "EADDRINUSE", &err);

    (void)state;
    assert_non_null(page);
    view_draw(page, drawing_begin(6, 80));
    assert_lacks("listen: ");
    for (const char *key = "/LISTEN: \n"; *key; key++)
        view_key(page, *key);
    view_draw(page, drawing_begin(6, 80));
    assert_shows("listen: ");
    view_close(page);
    glossary_close(glossary);
}

static bool file_has(const char *name, const char *text)
{
    char content[4096] = "";
    FILE *file = fopen(name, "r");

    if (!file)
        return false;
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    fclose(file);
    return strstr(content, text) != NULL;
}

static void saves_a_receipt(void **state)
{
    char folder[FOLDER_PATH], before[4096];
    struct view *page = open_page(*state);

    assert_int_equal(folder_make(folder), 0);
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    view_key(page, 'Y');
    view_draw(page, drawing_begin(23, 80));
    assert_shows("The receipt is in walk-receipt.txt.");
    assert_true(file_has("walk-receipt.txt", "\nline 20\n"));
    assert_true(file_has("walk-receipt.txt", "  expected  7\n  got       3\n"));
    /* What is there is not written over. */
    view_key(page, 'Y');
    assert_true(file_has("walk-receipt-2.txt", "kernel  Linux "));
    assert_int_equal(chdir("/proc"), 0);
    view_key(page, 'Y');
    view_draw(page, drawing_begin(23, 80));
    assert_shows("walk-receipt.txt can't be written: ");
    assert_int_equal(chdir(before), 0);
    folder_remove(folder);
    view_close(page);
}

int main(void)
{
#define RECEIPT(name)                                                          \
    cmocka_unit_test_setup_teardown(name, setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        RECEIPT(says_that_the_kernel_differs),
        RECEIPT(fails_nobody),
        RECEIPT(lists_them_at_the_end),
        RECEIPT(lists_nothing_where_nothing_differs),
        RECEIPT(does_not_blame_the_kernel_for_hands),
        RECEIPT(keeps_what_came_before_hands),
        RECEIPT(does_not_blame_the_kernel_for_the_lab),
        RECEIPT(does_not_blame_the_kernel_for_toggles),
        RECEIPT(shows_a_receipt),
        RECEIPT(scrolls_a_receipt),
        RECEIPT(searches_a_receipt),
        RECEIPT(searches_an_explanation),
        RECEIPT(saves_a_receipt),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
