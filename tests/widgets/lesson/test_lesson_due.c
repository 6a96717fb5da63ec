/*
 * test_lesson_due.c - when a world is to be made anew, reckoned from sockets
 * and times that nobody has to wait for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "widgets/lesson/lesson_due.h"

static const int64_t second = 1000000000;

/* At rest since second 5, and half a minute would be no surprise. */
static int64_t due_of(struct sock sock, int64_t since, int64_t lead)
{
    struct due_world world = {.rested = 5 * second, .lead = lead * second};
    int64_t due = lesson_due_sock(&sock, since * second, world);

    return due < 0 ? due : due / second;
}

static struct sock time_wait(int64_t expires)
{
    return (struct sock){.state = STATE_TIME_WAIT,
                         .timer = TIMER_TIMEWAIT,
                         .expires = expires * second};
}

static void renews_a_time_wait_before_its_end(void **state)
{
    (void)state;
    assert_int_equal(due_of(time_wait(63), 3, 10), 53);
    /* A step that takes long has to begin sooner. */
    assert_int_equal(due_of(time_wait(63), 3, 25), 38);
}

/* The steps would take as long as the socket lives. */
static void lets_be_what_can_not_be_kept(void **state)
{
    (void)state;
    assert_int_equal(due_of(time_wait(63), 3, 60), -1);
}

static void lets_be_what_the_lesson_made_short(void **state)
{
    struct sock sock = {.state = STATE_FIN_WAIT_2,
                        .timer = TIMER_TIMEWAIT,
                        .expires = 6 * second};

    (void)state;
    assert_int_equal(due_of(sock, 5, 10), -1);
}

static void renews_a_fin_wait_2_that_nobody_has(void **state)
{
    struct sock sock = {.state = STATE_FIN_WAIT_2,
                        .timer = TIMER_KEEPALIVE,
                        .expires = 605 * second};

    (void)state;
    assert_int_equal(due_of(sock, 5, 10), 595);
}

static void renews_what_is_sent_again_and_again(void **state)
{
    struct sock sock = {.state = STATE_SYN_SENT,
                        .timer = TIMER_ON,
                        .inode = 7,
                        .expires = 9 * second};

    (void)state;
    assert_int_equal(due_of(sock, 4, 10), 50);
    /* Probes without an answer, of a peer that is gone or keeps its window. */
    sock.state = STATE_ESTAB;
    sock.retransmits = 3;
    sock.timer = TIMER_KEEPALIVE;
    assert_int_equal(due_of(sock, 4, 10), 50);
    sock.timer = TIMER_PERSIST;
    assert_int_equal(due_of(sock, 4, 10), 50);
}

static void lets_be_probes_that_are_answered(void **state)
{
    struct sock sock = {.state = STATE_ESTAB,
                        .timer = TIMER_KEEPALIVE,
                        .inode = 7,
                        .expires = 6 * second};

    (void)state;
    assert_int_equal(due_of(sock, 4, 10), -1);
    sock.expires = 7205 * second;
    assert_int_equal(due_of(sock, 4, 10), 7195);
}

static void lets_be_who_has_no_timer(void **state)
{
    struct sock sock = {.state = STATE_ESTAB, .inode = 7};

    (void)state;
    assert_int_equal(due_of(sock, 4, 10), -1);
}

/* ---- lines that wait ---- */

static struct lesson *lesson_of(const char *body)
{
    struct err err = {.text = ""};
    char text[2048];

    snprintf(text, sizeof text,
             "---\nid: due\ntitle: Due\nchapter: Tests\n"
             "summary: One sentence.\nminutes: 1\n---\n\n%s",
             body);
    struct lesson *lesson = lesson_parse("due.md", text, strlen(text), &err);
    if (!lesson)
        fail_msg("%s", err.text);
    return lesson;
}

static void knows_lines_that_are_about_waiting(void **state)
{
    static const char body[] =
        "One.\n\n```lab\nclient: start\nwait 1100ms\n```\n\n"
        "Two.\n\n```lab\nclient$ ss no any *:1 within 9s\n```\n\n"
        "Three.\n\n```lab\nwait 50s\n```\n";
    const struct setting setting = {.n = 0};
    struct lesson *lesson = lesson_of(body);

    (void)state;
    assert_false(lesson_due_waits(lesson, 0, &setting)); /* a mere pause */
    assert_true(lesson_due_waits(lesson, 1, &setting));
    assert_true(lesson_due_waits(lesson, 2, &setting));
    assert_false(lesson_due_waits(lesson, 3, &setting));
    assert_int_equal(lesson_due_lead(lesson, 0, &setting), 10 * second);
    assert_int_equal(lesson_due_lead(lesson, 1, &setting), 11100000000);
    assert_int_equal(lesson_due_lead(lesson, 3, &setting), 70100000000);
    lesson_free(lesson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renews_a_time_wait_before_its_end),
        cmocka_unit_test(lets_be_what_can_not_be_kept),
        cmocka_unit_test(lets_be_what_the_lesson_made_short),
        cmocka_unit_test(renews_a_fin_wait_2_that_nobody_has),
        cmocka_unit_test(renews_what_is_sent_again_and_again),
        cmocka_unit_test(lets_be_probes_that_are_answered),
        cmocka_unit_test(lets_be_who_has_no_timer),
        cmocka_unit_test(knows_lines_that_are_about_waiting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
