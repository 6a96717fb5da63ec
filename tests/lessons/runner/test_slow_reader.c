/*
 * A lesson whose reader takes their time. With packets stopped on the wire the
 * kernels' timers go on meanwhile, and what they send must not spoil the steps
 * behind. Each step here waits until a timer has sent something again.
 */
#include "tests/support/labtest.h"

#include <glob.h>

#include "lessons/runner/runner.h"
#include "tests/support/parts.h"
#include "tests/support/totals.h"

enum { AT_ONCE = 8 };

/* Whether a socket waits for an answer, and has not repeated anything yet. */
static bool about_to_repeat(struct lab *lab)
{
    bool about = false;

    lab_refresh(lab);
    for (int host = 0; host < HOSTS; host++) {
        size_t n;
        const struct sock *socks = lab_sockets(lab, (enum host_id)host, &n);

        for (size_t i = 0; i < n; i++)
            about |= socks[i].timer == TIMER_ON && socks[i].retransmits == 0;
    }
    return about;
}

static void read_slowly(struct lab *lab)
{
    int waits = 0;

    /* As on the screen between two keys. */
    lab_no_line(lab);
    labtest_rest(lab);
    while (about_to_repeat(lab)) {
        labtest_wait(lab, &waits);
        labtest_rest(lab);
    }
}

static void read_lesson_slowly(const struct lesson *lesson)
{
    const struct runner_options options = {.isolation = ISOLATION_NAMESPACE};
    struct err err;
    struct runner *runner = runner_open(lesson, &options, &err);
    struct end_event totals;

    if (!runner)
        fail_msg("%s: %s", lesson->file, err.text);
    while (runner_step(runner) < lesson->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
        for (int lane = 0; lane < runner_lanes(runner); lane++)
            read_slowly(runner_lab(runner, lane));
    }
    totals = runner_totals(runner);
    if (totals.passed == 0 || totals.failed + totals.not_run > 0)
        fail_msg("%s: %d passed, %d failed, %d not run", lesson->file,
                 totals.passed, totals.failed, totals.not_run);
    runner_close(runner);
}

static void test_lessons_with_a_wire_can_be_read_slowly(void **state)
{
    glob_t files;
    struct err err;

    (void)state;
    labtest_need(ISOLATION_NAMESPACE);
    assert_int_equal(glob("lessons/[0-9]*.md", 0, NULL, &files), 0);
    for (size_t i; (i = parts_next(0)) < files.gl_pathc;) {
        struct lesson *lesson = lesson_load(files.gl_pathv[i], &err);

        if (!lesson)
            fail_msg("%s", err.text);
        if (lesson->needs[NEED_WIRE])
            read_lesson_slowly(lesson);
        lesson_free(lesson);
    }
    globfree(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lessons_with_a_wire_can_be_read_slowly),
    };

    if (parts_begin(AT_ONCE) < 0)
        return 1;
    return parts_end(cmocka_run_group_tests(tests, NULL, NULL));
}
