/*
 * test_menu.c - the menu: what it shows of lessons and progress, and how its
 * keys move.
 */
#include "tests/support/menutest.h"
#include "widgets/view/help.h"

/* ---- showing ---- */

static void lists_lessons_by_chapter(void **state)
{
    struct fixture *fixture = *state;

    add_lesson(fixture, "First contact", "");
    add_lesson(fixture, "First contact", "");
    add_lesson(fixture, "The wire", "");
    draw(fixture, 24, 80);
    assert_string_equal(drawing_row(2), " First contact");
    assert_non_null(strstr(drawing_row(3), " 1   Title 1 "));
    assert_non_null(strstr(drawing_row(4), " 2   Title 2 "));
    assert_non_null(strstr(drawing_row(4), "12 min"));
    assert_string_equal(drawing_row(5), "");
    assert_string_equal(drawing_row(6), " The wire");
    assert_non_null(strstr(drawing_row(9), "B   The bench"));
    assert_shows("0 of 3 lessons done");
}

static void marks_what_is_done(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 3);
    progress_set_done(fixture->options.progress, "lesson-1");
    draw(fixture, 24, 80);
    assert_non_null(strstr(drawing_row(3), theme_sign(SIGN_DONE)));
    assert_null(strstr(drawing_row(4), theme_sign(SIGN_DONE)));
    assert_shows("1 of 3 lessons done");
    assert_selected("Title 2");
}

/* Whoever began with a lesson finds it again when it is left. */
static void begins_at_the_lesson_that_was_named(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 3);
    progress_set_done(fixture->options.progress, "lesson-2");
    fixture->options.lesson = fixture->lessons[1];
    draw(fixture, 24, 80);
    assert_selected("Title 2");
}

static void shows_progress_as_it_is_now(void **state)
{
    struct fixture *fixture = *state;
    struct progress *progress = fixture->options.progress;

    add_lessons(fixture, 1);
    draw(fixture, 24, 80);
    assert_lacks("right");
    progress_set_prediction(progress, "lesson-1", 0, "", true);
    progress_set_prediction(progress, "lesson-1", 1, "", false);
    progress_set_done(progress, "lesson-1");
    draw(fixture, 24, 80);
    assert_shows("1/2 right");
    assert_shows("1 of 1 lessons done");
}

static void says_what_the_selected_one_is_about(void **state)
{
    struct fixture *fixture = *state;

    add_lesson(fixture, "First contact", "");
    add_lesson(fixture, "First contact",
               "toggles:\n  - name: linger\n    label: SO_LINGER\n"
               "    values: [off, on, zero]\ncompare: linger\n");
    add_lesson(fixture, "First contact",
               "toggles:\n  - name: old\n    label: old\n"
               "    values: [off, on]\n  - name: new\n    label: new\n"
               "    values: [off, on, late]\ncompare: [old, new]\n");
    draw(fixture, 24, 80);
    assert_shows("Summary 1.");
    assert_lacks("Summary 2.");
    type(fixture, "j");
    assert_shows("Summary 2.");
    assert_shows("Side by side: SO_LINGER off, on and zero.");
    type(fixture, "j");
    assert_shows("In a grid: old off and on by new off, on and late.");
}

static void says_what_this_world_cant_give(void **state)
{
    struct fixture *fixture = *state;

    add_lesson(fixture, "First contact", "needs: [wire]\n");
    fixture->options.isolation = ISOLATION_LOOPBACK;
    draw(fixture, 24, 80);
    assert_shows("Can't run here:");
    fixture->options.isolation = ISOLATION_NAMESPACE;
    draw(fixture, 24, 80);
    assert_lacks("Can't run here:");
}

static void shows_lessons_that_cant_be_read(void **state)
{
    struct fixture *fixture = *state;
    char *problems[] = {"mine.md:3: found nothing, expected a title"};

    add_lessons(fixture, 1);
    fixture->catalog.problems = problems;
    fixture->catalog.n_problems = 1;
    draw(fixture, 24, 80);
    assert_shows("! can't read mine.md:3: found nothing, expected a title");
    assert_int_equal(type(fixture, "<End>"), VIEW_DRAW);
    assert_int_equal(rows_with("mine.md:3: found nothing"), 2);
    assert_int_equal(type(fixture, "<Enter>"), VIEW_IGNORED);
}

static void does_without_any_lesson(void **state)
{
    struct fixture *fixture = *state;

    draw(fixture, 24, 80);
    assert_shows("No lesson was found.");
    assert_selected("The bench");
}

static void puts_the_preview_beside_the_list_where_it_fits(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 3);
    draw(fixture, 24, 80);
    assert_null(strstr(drawing_row(3), "Summary 1."));
    draw(fixture, 40, 140);
    assert_non_null(strstr(drawing_row(3), "Title 1"));
    assert_non_null(strstr(drawing_row(3), "Summary 1."));
}

/* Where columns are few, the minutes give way to the title. */
static void keeps_titles_whole(void **state)
{
    struct fixture *fixture = *state;

    add_about(fixture, "Too late, and on the wrong socket", "Text.");
    draw(fixture, 15, 60);
    assert_shows("Too late, and on the wrong socket");
    assert_lacks("5 min");
    draw(fixture, 24, 80);
    assert_shows("Too late, and on the wrong socket");
    assert_shows("5 min");
}

static void draws_in_any_size(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 12);
    for (int rows = 1; rows < 30; rows += 4) {
        for (int columns = 1; columns < 130; columns += 9)
            draw(fixture, rows, columns);
    }
    draw(fixture, 24, 80);
    assert_selected("Title 1");
}

/* ---- keys ---- */

static void moves_over_lessons_only(void **state)
{
    struct fixture *fixture = *state;

    add_lesson(fixture, "First contact", "");
    add_lesson(fixture, "The wire", "");
    draw(fixture, 24, 80);
    assert_int_equal(type(fixture, "<Down>"), VIEW_DRAW);
    assert_selected("Title 2");
    assert_int_equal(type(fixture, "j"), VIEW_DRAW);
    assert_selected("The bench");
    assert_int_equal(type(fixture, "j"), VIEW_IGNORED);
    type(fixture, "kk");
    assert_selected("Title 1");
    assert_int_equal(type(fixture, "<Up>"), VIEW_IGNORED);
}

static void goes_to_both_ends(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 30);
    draw(fixture, 24, 80);
    type(fixture, "<End>");
    assert_selected("The bench");
    assert_lacks("First contact");
    type(fixture, "<Home>");
    assert_selected("Title 1 ");
    assert_shows("First contact");
}

static void goes_by_pages(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 30);
    draw(fixture, 24, 80);
    type(fixture, "<PageDown>");
    assert_lacks("Title 1 ");
    type(fixture, "<PageDown><PageDown><PageDown>");
    assert_selected("The bench");
    type(fixture, "<PageUp><PageUp><PageUp><PageUp>");
    assert_selected("Title 1 ");
}

static void goes_to_a_lesson_by_its_number(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 23);
    draw(fixture, 24, 80);
    type(fixture, "2");
    assert_selected("Title 2 ");
    type(fixture, "1");
    assert_selected("Title 21 ");
    type(fixture, "4");
    assert_selected("Title 4 ");
    type(fixture, "j2");
    assert_selected("Title 2 ");
    assert_int_equal(type(fixture, "j0"), VIEW_IGNORED);
    assert_selected("Title 3 ");
}

static void quits_without_asking(void **state)
{
    struct fixture *fixture = *state;

    draw(fixture, 24, 80);
    assert_int_equal(type(fixture, "q"), VIEW_QUIT);
    assert_int_equal(type(fixture, "x"), VIEW_IGNORED);
}

static void scrolls_as_little_as_it_must(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 30);
    draw(fixture, 24, 80);
    assert_non_null(strstr(drawing_text(), theme_sign(SIGN_MORE_DOWN)));
    type(fixture, "15");
    assert_selected("Title 15 ");
    type(fixture, "k");
    assert_shows("Title 15 ");
}

/* ---- the mouse ---- */

/* One click selects, one more on the same row opens. */
static void a_click_selects_and_opens(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 5);
    draw(fixture, 24, 80);
    drawing_click("Title 3");
    assert_int_equal(view_key(fixture->menu, SCREEN_KEY_MOUSE), VIEW_DRAW);
    draw(fixture, 24, 80);
    assert_selected("Title 3");
    drawing_click("Title 3");
    assert_true(view_key(fixture->menu, SCREEN_KEY_MOUSE) & VIEW_OPEN);
    view_close(fixture->menu->next);
}

static void a_click_on_a_chapter_does_nothing(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 5);
    draw(fixture, 24, 80);
    drawing_click("First contact");
    assert_int_equal(view_key(fixture->menu, SCREEN_KEY_MOUSE), VIEW_IGNORED);
    draw(fixture, 24, 80);
    drawing_click("First contact");
    assert_int_equal(view_key(fixture->menu, SCREEN_KEY_MOUSE), VIEW_IGNORED);
}

/* For readers of the screen and magnifiers, which follow the cursor. */
static void the_cursor_is_on_what_is_selected(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 5);
    draw(fixture, 24, 80);
    assert_cursor_at("\xe2\x96\xb6");
    type(fixture, "jj");
    assert_selected("Title 3");
    assert_cursor_at("\xe2\x96\xb6");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* What stands beside a lesson's title is explained by the help. */
static void the_help_explains_the_list(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 3);
    draw(fixture, 24, 80);
    struct view *help = help_view(fixture->menu);
    assert_non_null(help);
    view_draw(help, drawing_begin(80, 80));
    assert_shows("How long it takes, for most people.");
    assert_shows("What is selected.");
    assert_lacks("A lesson that you have done.");
    view_close(help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_lessons_by_chapter),
        TEST(marks_what_is_done),
        TEST(begins_at_the_lesson_that_was_named),
        TEST(shows_progress_as_it_is_now),
        TEST(says_what_the_selected_one_is_about),
        TEST(says_what_this_world_cant_give),
        TEST(shows_lessons_that_cant_be_read),
        TEST(does_without_any_lesson),
        TEST(puts_the_preview_beside_the_list_where_it_fits),
        TEST(keeps_titles_whole),
        TEST(draws_in_any_size),
        TEST(moves_over_lessons_only),
        TEST(goes_to_both_ends),
        TEST(goes_by_pages),
        TEST(goes_to_a_lesson_by_its_number),
        TEST(quits_without_asking),
        TEST(scrolls_as_little_as_it_must),
        TEST(a_click_selects_and_opens),
        TEST(a_click_on_a_chapter_does_nothing),
        TEST(the_cursor_is_on_what_is_selected),
        TEST(the_help_explains_the_list),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
