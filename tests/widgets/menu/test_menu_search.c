/*
 * test_menu_search.c - the search in the menu: what it shows, and how it is
 * left.
 */
#include "tests/support/menutest.h"

static void narrows_the_list_with_every_letter(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 2);
    add_about(fixture, "Queues", "They come late, and wait.");
    draw(fixture, 24, 80);
    assert_int_equal(type(fixture, "/"), VIEW_DRAW);
    assert_shows("First contact");
    type(fixture, "t");
    assert_shows("3 of 3 lessons");
    assert_lacks("First contact");
    type(fixture, "itle");
    assert_shows("/title");
    assert_shows("2 of 3 lessons");
    assert_lacks("Queues");
    type(fixture, "<Backspace><Backspace><Backspace><Backspace><Backspace>");
    assert_shows("First contact");
    type(fixture, "wait late");
    assert_selected("Queues");
    assert_lacks("Title 1");
}

static void shows_where_it_was_found(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 1);
    add_about(fixture, "Queues", "Who comes late must wait.");
    draw(fixture, 24, 80);
    type(fixture, "/late");
    assert_non_null(strstr(drawing_row(3), "Who comes late must wait."));
    assert_shows("prose     Who comes late");
    type(fixture, "<C-u>EBADF");
    assert_non_null(strstr(drawing_row(2), "EBADF: what it means"));
    assert_shows(" The number is no open descriptor");
    assert_non_null(strstr(drawing_row(4), "server: listen(9, 5) = -1 EBADF"));
    /* What it means is said along with the lesson, too. */
    type(fixture, "<Down>");
    assert_selected("Queues");
    assert_shows("EBADF: The number is no open descriptor");
}

static void shows_a_place_far_to_the_right(void **state)
{
    struct fixture *fixture = *state;

    add_about(fixture, "Long",
              "One two three four five six seven eight nine ten eleven twelve "
              "thirteen fourteen fifteen sixteen seventeen needle eighteen.");
    draw(fixture, 24, 80);
    type(fixture, "/needle");
    assert_non_null(strstr(drawing_row(3), "needle"));
    assert_null(strstr(drawing_row(3), "One two"));
}

static void escape_leaves_everything_as_it_was(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 30);
    add_about(fixture, "Queues", "Text.");
    draw(fixture, 24, 80);
    type(fixture, "17/queues");
    assert_selected("Queues");
    assert_int_equal(type(fixture, "<Esc>"), VIEW_DRAW);
    assert_selected("Title 17 ");
    assert_lacks("/queues");
    type(fixture, "j");
    assert_selected("Title 18 ");
    type(fixture, "/<Backspace>k");
    assert_selected("Title 17 ");
}

static void enter_opens_and_keeps_the_selection(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 30);
    add_about(fixture, "Queues", "Text.");
    fixture->options.isolation = ISOLATION_LOOPBACK;
    draw(fixture, 24, 80);
    assert_int_equal(type(fixture, "/queue<Enter>"), VIEW_OPEN | VIEW_DRAW);
    assert_non_null(fixture->menu->next);
    view_close(fixture->menu->next);
    fixture->menu->next = NULL;
    assert_selected("Queues");
    assert_shows("Title 30 ");
}

/* Whoever writes of a word in the title is led there first. */
static void selects_the_lesson_that_is_about_it(void **state)
{
    struct fixture *fixture = *state;

    add_about(fixture, "Callers", "They stand in queues.");
    add_about(fixture, "Queues", "They are short.");
    draw(fixture, 24, 80);
    type(fixture, "/queue");
    assert_shows("2 of 2 lessons");
    assert_selected("Queues");
    type(fixture, "<Down>");
    assert_selected("Callers");
}

static void says_that_no_lesson_has_it(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 3);
    draw(fixture, 24, 80);
    type(fixture, "/xyzzy");
    assert_shows("No lesson has 'xyzzy'.");
    assert_shows("0 of 3 lessons");
    assert_int_equal(type(fixture, "<Enter>"), VIEW_DRAW);
    assert_int_equal(type(fixture, "<Down>"), VIEW_IGNORED);
    type(fixture, "<C-u>eadrinuse");
    assert_shows("'eadrinuse' is read as 'eaddrinuse'.");
    assert_selected("EADDRINUSE: what it means");
    type(fixture, "<Esc>");
    assert_selected("Title 1 ");
}

/* A line as a program has printed it; Enter tells all of what it is about. */
static void takes_a_line_that_was_pasted(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 2);
    add_about(fixture, "Queues", "Nobody is there: ECONNREFUSED.");
    draw(fixture, 24, 80);
    type(fixture, "/dial tcp 127.0.0.1:8080: connect: connection refused");
    assert_shows("Left out, for it stands nowhere: dial, tcp, 127.0.0.1:8080");
    assert_selected("ECONNREFUSED: what it means");
    assert_shows("1 of 3 lessons");
    assert_int_equal(type(fixture, "<Enter>"), VIEW_OPEN | VIEW_DRAW);
    assert_non_null(fixture->menu->next);
    view_draw(fixture->menu->next, drawing_begin(24, 80));
    assert_shows("ECONNREFUSED, errno 111: Connection refused");
    view_close(fixture->menu->next);
    fixture->menu->next = NULL;
    draw(fixture, 24, 80);
    assert_selected("ECONNREFUSED: what it means");
}

static void says_what_it_is_not_about(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 2);
    draw(fixture, 24, 80);
    type(fixture, "/TLS handshake timeout");
    assert_shows("It is about TLS, and no lesson is.");
    assert_shows("0 of 2 lessons");
}

static void takes_every_letter_as_text(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 3);
    draw(fixture, 24, 80);
    assert_int_equal(type(fixture, "/q?jkb12/"), VIEW_DRAW);
    assert_shows("/q?jkb12/");
    type(fixture, "\xc3\xbc");
    assert_int_equal(type(fixture, "<Backspace><C-w>"), VIEW_DRAW);
    assert_lacks("q?jkb");
    for (int i = 0; i < 200; i++)
        type(fixture, "x");
    assert_shows("No lesson has 'xxx");
}

static void searches_in_any_size(void **state)
{
    struct fixture *fixture = *state;

    add_lessons(fixture, 12);
    add_about(fixture, "Queues", "Title of a queue, \xc3\xbc and over.");
    draw(fixture, 24, 80);
    type(fixture, "/title over");
    for (int rows = 1; rows < 50; rows += 4) {
        for (int columns = 1; columns < 150; columns += 9)
            draw(fixture, rows, columns);
    }
    draw(fixture, 24, 80);
    assert_selected("Queues");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(narrows_the_list_with_every_letter),
        TEST(shows_where_it_was_found),
        TEST(shows_a_place_far_to_the_right),
        TEST(escape_leaves_everything_as_it_was),
        TEST(enter_opens_and_keeps_the_selection),
        TEST(selects_the_lesson_that_is_about_it),
        TEST(says_that_no_lesson_has_it),
        TEST(takes_a_line_that_was_pasted),
        TEST(says_what_it_is_not_about),
        TEST(takes_every_letter_as_text),
        TEST(searches_in_any_size),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
