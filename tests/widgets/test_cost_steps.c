/*
 * test_cost_steps.c - how many bytes a terminal of 80 by 24 is sent for a step,
 * in all lessons. Somebody may be at the other end of a slow line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <glob.h>
#include <stdio.h>

#include <cmocka.h>

#include "lessons/runner/runner.h"
#include "tests/support/parts.h"
#include "tests/support/pty.h"

enum {
    AT_ONCE = 6,
    QUIET_MS = 80,
    KEYS = 60,
    TRIES = 4,
    STEP_BYTES = 1920,
};

static struct pty pty;

static size_t key_bytes(const char *key)
{
    pty_forget(&pty);
    pty_type(&pty, key);
    return pty_quiet(&pty, QUIET_MS);
}

/*
 * A step, or where there is a question no answer to it in each lane. 0: nothing
 * is left to be done.
 */
static size_t step_bytes(void)
{
    size_t bytes = key_bytes(" ");

    for (int lane = 0; bytes == 0 && lane < RUNNER_LANES; lane++)
        bytes = key_bytes("0");
    return bytes;
}

/*
 * Walk to the lesson's end; returns the bytes of its costliest step. With the
 * first one the panes' contents come, and nothing has been there before.
 */
static size_t costliest(size_t lesson)
{
    char number[24];
    size_t most = 0, bytes;
    int keys = 0;

    snprintf(number, sizeof number, "%zu", lesson);
    assert_int_equal(pty_start(&pty, "xterm-256color", 24, 80,
                               (const char *const[]){number, NULL}),
                     0);
    assert_true(pty_sees(&pty, "step 0/"));
    pty_quiet(&pty, QUIET_MS);
    while (keys++ < KEYS && (bytes = step_bytes()) > 0)
        most = bytes > most ? bytes : most;
    pty_close(&pty);
    /* Something has been measured. */
    assert_true(keys > 3);
    return most;
}

/*
 * Where a machine is busy, a step comes piece by piece, and is drawn so: then
 * it is walked once more.
 */
static void a_step(void **state)
{
    glob_t files;

    (void)state;
    assert_int_equal(glob("lessons/[0-9]*.md", 0, NULL, &files), 0);
    for (size_t i; (i = parts_next(0)) < files.gl_pathc;) {
        size_t most = STEP_BYTES + 1;

        for (int tries = 0; most > STEP_BYTES && tries < TRIES; tries++)
            most = costliest(i + 1);
        if (most > STEP_BYTES)
            fail_msg("a step of lesson %zu costs %zu bytes, expected %d at "
                     "most",
                     i + 1, most, STEP_BYTES);
    }
    globfree(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_step)};

    if (parts_begin(AT_ONCE) < 0)
        return 1;
    return parts_end(
        cmocka_run_group_tests_name("cost of steps", tests, NULL, NULL));
}
