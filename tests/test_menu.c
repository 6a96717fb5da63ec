/*
 * test_menu.c - the menu: what it shows of lessons and progress, and how its
 * keys move.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/drawing.h"
#include "widgets/app.h"
#include "widgets/keys.h"
#include "widgets/widget.h"

enum { LESSONS = 40 };

/* A menu and what it is about. */
struct fixture {
    struct lesson *lessons[LESSONS];
    struct catalog catalog;
    struct app_options options;
    struct view *menu;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct err err;

    /* Progress that is never written anywhere. */
    setenv("XDG_STATE_HOME", "/nonexistent", 1);
    if (!fixture)
        return -1;
    fixture->catalog.lessons = fixture->lessons;
    fixture->options.catalog = &fixture->catalog;
    fixture->options.progress = progress_open(&err);
    *state = fixture;
    return fixture->options.progress ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    if (fixture->menu)
        fixture->menu->ops->close(fixture->menu);
    for (size_t i = 0; i < fixture->catalog.n; i++)
        lesson_free(fixture->lessons[i]);
    progress_close(fixture->options.progress);
    free(fixture);
    return 0;
}

/* ---- what is in the menu ---- */

/* A lesson called "NN-lesson-N" in that chapter; more is front matter. */
static void add_lesson(struct fixture *fixture, const char *chapter,
                       const char *more)
{
    int number = (int)fixture->catalog.n + 1;
    struct err err;
    char name[64], text[1024];

    snprintf(name, sizeof(name), "%02d-lesson-%d.md", number, number);
    snprintf(text, sizeof(text),
             "---\ntitle: Title %d\nchapter: %s\nsummary: Summary %d.\n"
             "minutes: %d\n%s---\n\nText.\n\n"
             "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n",
             number, chapter, number, number + 10, more);
    fixture->lessons[number - 1] = lesson_parse(name, text, strlen(text), &err);
    if (!fixture->lessons[number - 1])
        fail_msg("%s", err.text);
    fixture->catalog.n++;
}

static void add_lessons(struct fixture *fixture, int n)
{
    for (int i = 0; i < n; i++)
        add_lesson(fixture, "First contact", "");
}

/* A lesson that is called and that says something else than the others. */
static void add_about(struct fixture *fixture, const char *title,
                      const char *text)
{
    int number = (int)fixture->catalog.n + 1;
    struct err err;
    char name[64], whole[1024];

    snprintf(name, sizeof(name), "%02d-other-%d.md", number, number);
    snprintf(whole, sizeof(whole),
             "---\ntitle: %s\nchapter: Others\nsummary: In short.\n"
             "minutes: 5\n---\n\n%s\n\n"
             "```lab\nserver: listen(9, 5) = -1 EBADF\n```\n",
             title, text);
    fixture->lessons[number - 1] =
        lesson_parse_head(name, whole, strlen(whole), &err);
    if (!fixture->lessons[number - 1])
        fail_msg("%s", err.text);
    fixture->catalog.n++;
}

/* Draw the menu (made now, if it was not yet) on a screen of this size. */
static void draw(struct fixture *fixture, int rows, int columns)
{
    if (!fixture->menu)
        fixture->menu = menu_view(&fixture->options);
    assert_non_null(fixture->menu);
    fixture->menu->ops->draw(fixture->menu, drawing_begin(rows, columns));
}

/* Type keys as key scripts write them; returns the last one's reply. */
static unsigned type(struct fixture *fixture, const char *keys)
{
    unsigned reply = VIEW_IGNORED;

    while (*keys) {
        size_t used;
        int key = key_parse(keys, &used);

        assert_true(key >= 0);
        reply = fixture->menu->ops->key(fixture->menu, key);
        keys += used;
        while (fixture->menu->ops->busy &&
               fixture->menu->ops->busy(fixture->menu))
            fixture->menu->ops->pump(fixture->menu);
    }
    draw(fixture, 24, 80);
    return reply;
}

/* The row that the cursor is on. */
static void assert_selected(const char *text)
{
    const char *line = strstr(drawing_text(), theme_sign(SIGN_CURRENT));
    size_t len;

    assert_non_null(line);
    len = strcspn(line, "\n");
    if (!memmem(line, len, text, strlen(text)))
        fail_msg("selected is \"%.*s\" and not %s", (int)len, line, text);
}

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
    assert_non_null(strstr(drawing_row(9), "b   The bench"));
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

/* ---- searching ---- */

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
    assert_non_null(strstr(drawing_row(3), "server: listen(9, 5) = -1 EBADF"));
    /* What it means is said along with it. */
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
    fixture->menu->next->ops->close(fixture->menu->next);
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
    type(fixture, "<Up>");
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
    assert_shows("Did you mean EADDRINUSE?");
    type(fixture, "<Esc>");
    assert_selected("Title 1 ");
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
        TEST(lists_lessons_by_chapter),
        TEST(marks_what_is_done),
        TEST(shows_progress_as_it_is_now),
        TEST(says_what_the_selected_one_is_about),
        TEST(says_what_this_world_cant_give),
        TEST(shows_lessons_that_cant_be_read),
        TEST(does_without_any_lesson),
        TEST(puts_the_preview_beside_the_list_where_it_fits),
        TEST(draws_in_any_size),
        TEST(moves_over_lessons_only),
        TEST(goes_to_both_ends),
        TEST(goes_by_pages),
        TEST(goes_to_a_lesson_by_its_number),
        TEST(quits_without_asking),
        TEST(scrolls_as_little_as_it_must),
        TEST(narrows_the_list_with_every_letter),
        TEST(shows_where_it_was_found),
        TEST(shows_a_place_far_to_the_right),
        TEST(escape_leaves_everything_as_it_was),
        TEST(enter_opens_and_keeps_the_selection),
        TEST(selects_the_lesson_that_is_about_it),
        TEST(says_that_no_lesson_has_it),
        TEST(takes_every_letter_as_text),
        TEST(searches_in_any_size),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
