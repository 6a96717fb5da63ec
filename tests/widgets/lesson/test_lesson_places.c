/*
 * test_lesson_places.c - a lesson's frames stand still: where their lines and
 * titles are on the drawn screen is the same at every step.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "lessons/lesson/embedded.h"
#include "tests/support/drawing.h"
#include "tests/support/hands.h"

enum { STEPS = 200, LINES_TEXT = 16384 };

/* Where the frames' corners are, and the titles of the lists of sockets. */
static void find_lines(int rows, char out[LINES_TEXT])
{
    static const char *const marks[] = {"\u250c\u2500", "\u2510", "\u2518",
                                        "$ ss -t"};
    size_t len = 0;

    out[0] = '\0';
    for (int y = 0; y < rows; y++) {
        const char *row = drawing_row(y);

        for (int x = 0; *row; x++) {
            for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
                if (strncmp(row, marks[i], strlen(marks[i])) == 0)
                    len += (size_t)snprintf(out + len, LINES_TEXT - len,
                                            "%d,%d ", y, x);
            do
                row++;
            while ((*row & 0xc0) == 0x80);
        }
    }
}

/* Whether a question is on the screen: those take the keys. */
static bool asks(const struct hands *hands)
{
    return strncmp(hands->view->name, "a question", 10) == 0;
}

/* From its recording, in which nobody waits for the kernel's timers. */
static void open_lesson(struct hands *hands, const char *part)
{
    const struct embedded *e = embedded_lessons;
    struct err err = {.text = ""};

    while (e->name && !strstr(e->name, part))
        e++;
    assert_non_null(e->name);
    hands->options.recorded = true;
    hands->lesson = lesson_parse(e->name, e->text, e->len, &err);
    assert_non_null(hands->lesson);
    hands->view = lesson_view(&hands->options, hands->lesson);
    assert_non_null(hands->view);
    hands_resize(hands, 23, 80);
}

static const struct size {
    int rows;
    int columns;
} sizes[] = {{24, 80},  {40, 120}, {45, 160}, {60, 200}, {16, 60},  {23, 80},
             {30, 120}, {17, 61},  {29, 119}, {31, 121}, {44, 159}, {71, 233}};

/* Each size at each step, so that one walk is enough. */
static void stands_still(struct hands *hands, const char *part)
{
    enum { N = sizeof sizes / sizeof *sizes };
    static char first[N][LINES_TEXT], now[LINES_TEXT];
    char end[32];

    open_lesson(hands, part);
    snprintf(end, sizeof end, "%zu/%zu  recorded", hands->lesson->n_steps,
             hands->lesson->n_steps);
    bool done = false;
    for (int i = 0; i < STEPS && !done; i++) {
        done = rows_with(end) > 0;
        for (int k = 0; k < N; k++) {
            /* The key line is not the view's. */
            hands_resize(hands, sizes[k].rows - 1, sizes[k].columns);
            find_lines(hands->rows, i == 0 ? first[k] : now);
            assert_true(strlen(first[k]) > 10);
            if (i > 0 && strcmp(first[k], now) != 0)
                fail_msg("%s at %dx%d, after %d keys: %s\n%s\n%s", part,
                         sizes[k].columns, sizes[k].rows, i, first[k], now,
                         drawing_text());
        }
        hands_resize(hands, 23, 80);
        hands_press(hands, asks(hands) ? '0' : ' ');
    }
    assert_true(done);
}

static void address_already_in_use(void **state)
{
    stands_still(*state, "02-");
}

static void what_time_wait_is(void **state)
{
    stands_still(*state, "03-");
}

static void the_last_ack_gets_lost(void **state)
{
    stands_still(*state, "31-");
}

int main(void)
{
#define STILL(name)                                                            \
    cmocka_unit_test_setup_teardown(name, hands_setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        STILL(address_already_in_use),
        STILL(what_time_wait_is),
        STILL(the_last_ack_gets_lost),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
