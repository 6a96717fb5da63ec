/*
 * test_cost.c - how many bytes a terminal of 80 by 24 is sent for a key
 * and a second that passes. Somebody may be at the other end of a slow line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/pty.h"

enum {
    QUIET_MS = 250,
    MOVE_BYTES = 300,
    COUNT_BYTES = 60,
};

static struct pty pty;

static int teardown(void **state)
{
    (void)state;
    pty_close(&pty);
    return 0;
}

static void start(const char *const words[], const char *text)
{
    assert_int_equal(pty_start(&pty, "xterm-256color", 24, 80, words), 0);
    assert_true(pty_sees(&pty, text));
    pty_quiet(&pty, QUIET_MS);
}

static void assert_cost(const char *keys, size_t most)
{
    size_t bytes;

    pty_forget(&pty);
    pty_type(&pty, keys);
    bytes = pty_quiet(&pty, QUIET_MS);
    if (bytes > most)
        fail_msg("'%s' costs %zu bytes, expected %zu at most: %s",
                 keys[0] == '\033' ? keys + 1 : keys, bytes, most, pty.out);
}

static const char down[] = "\033OB", up[] = "\033OA";

/*
 * All that is said below the list is another lesson's with each row. Where the
 * list scrolls over a chapter's name as well, that costs the rest.
 */
static void moving_in_the_menu(void **state)
{
    enum { CHAPTER_BYTES = 40, ROWS = 45 };

    (void)state;
    start((const char *const[]){NULL}, "essons");
    for (int i = 0; i < ROWS; i++)
        assert_cost(down, MOVE_BYTES + CHAPTER_BYTES);
    for (int i = 0; i < ROWS; i++)
        assert_cost(up, MOVE_BYTES + CHAPTER_BYTES);
}

static void moving_in_the_help(void **state)
{
    (void)state;
    start((const char *const[]){NULL}, "essons");
    pty_type(&pty, "?");
    assert_true(pty_sees(&pty, "Keys:"));
    pty_quiet(&pty, QUIET_MS);
    for (int i = 0; i < 6; i++)
        assert_cost(down, MOVE_BYTES);
}

static void moving_in_a_lesson(void **state)
{
    (void)state;
    start((const char *const[]){"1", NULL}, "step 0/");
    for (int i = 0; i < 4; i++)
        pty_type(&pty, " ");
    pty_quiet(&pty, 2 * QUIET_MS);
    for (int i = 0; i < 6; i++) {
        assert_cost("\t", MOVE_BYTES);
        assert_cost(down, MOVE_BYTES);
        assert_cost(up, MOVE_BYTES);
    }
}

/* Down and Up among the answers; the first key chooses one. */
static void moving_in_a_question(void **state)
{
    (void)state;
    start((const char *const[]){"2", NULL}, "step 0/");
    for (size_t bytes = 1; bytes > 0;) {
        pty_forget(&pty);
        pty_type(&pty, " ");
        bytes = pty_quiet(&pty, QUIET_MS);
    }
    for (int i = 0; i < 3; i++) {
        assert_cost(down, MOVE_BYTES);
        assert_cost(up, MOVE_BYTES);
    }
}

/* With a packet held: rows of the ladder and of the other panes. */
static void moving_on_the_bench(void **state)
{
    static const char *const keys[] = {"s", "w", "p", "c"};

    (void)state;
    start((const char *const[]){"bench", NULL}, "No server runs");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_type(&pty, keys[i]);
        pty_quiet(&pty, QUIET_MS);
    }
    for (int i = 0; i < 3; i++) {
        assert_cost("\t", MOVE_BYTES);
        assert_cost(down, MOVE_BYTES);
        assert_cost(up, MOVE_BYTES);
    }
}

/* A line that is typed costs its letters. */
static void typing_a_line(void **state)
{
    (void)state;
    start((const char *const[]){"1", NULL}, "step 0/");
    assert_cost(":", MOVE_BYTES);
    for (const char *text = "server: st"; *text; text++)
        assert_cost((char[]){*text, '\0'}, 8);
    assert_cost("\t", MOVE_BYTES);
}

static void a_key_that_does_nothing(void **state)
{
    (void)state;
    start((const char *const[]){NULL}, "essons");
    assert_cost("%", 0);
}

/* A TIME-WAIT whose seconds go down, in the worlds that have one. */
static void a_second_of_a_countdown(void **state)
{
    static const char script[] =
        "---\ntitle: Counting\nchapter: Own\nsummary: Own.\nminutes: 1\n"
        "---\n\nProse.\n\n```lab\n"
        "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "server: bind(3, 10.0.0.1:12000) = 0\n"
        "server: listen(3, 5) = 0\n"
        "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "client: connect(3, 10.0.0.1:12000) = 0\n"
        "server: accept(3) = 4\n"
        "client: close(3) = 0\n"
        "server: close(4) = 0\n```\n";
    char file[FOLDER_PATH + 16];
    char folder[FOLDER_PATH];

    (void)state;
    assert_int_equal(folder_make(folder), 0);
    assert_int_equal(folder_write(folder, "own.md", script), 0);
    snprintf(file, sizeof file, "%s/own.md", folder);
    start((const char *const[]){file, NULL}, "step 0/");
    pty_type(&pty, " ");
    bool counts = pty_sees(&pty, "TIME-WAIT");
    pty_quiet(&pty, QUIET_MS);
    for (int i = 0; counts && i < 3; i++) {
        pty_forget(&pty);
        for (int tries = 0; pty.n == 0 && tries < 100; tries++)
            pty_quiet(&pty, QUIET_MS);
        assert_true(pty.n > 0);
        if (pty.n > COUNT_BYTES)
            fail_msg("a second costs %zu bytes: %s", pty.n, pty.out);
    }
    folder_remove(folder);
    assert_true(counts);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
    const struct CMUnitTest tests[] = {
        TEST(moving_in_the_menu),      TEST(moving_in_the_help),
        TEST(moving_in_a_lesson),      TEST(moving_in_a_question),
        TEST(moving_on_the_bench),     TEST(typing_a_line),
        TEST(a_key_that_does_nothing), TEST(a_second_of_a_countdown),
    };

    return cmocka_run_group_tests_name("cost", tests, NULL, NULL);
}
