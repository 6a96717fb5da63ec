/*
 * test_app_pace.c - that a drawing waits for the rest of a step, but not long,
 * and that a key that moves something does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widgets/app_pace.h"

enum { NOW = 1000000000, MOMENT = 1000000 };

static void draws_at_once_where_nothing_is_under_way(void **state)
{
    struct app_pace pace = {0};

    (void)state;
    assert_int_equal(app_pace_wait(&pace, false, NOW), 0);
}

static void waits_for_the_next_piece(void **state)
{
    struct app_pace pace = {0};

    (void)state;
    assert_int_equal(app_pace_wait(&pace, true, NOW), APP_PACE_NS);
    app_pace_change(&pace, NOW + MOMENT);
    assert_int_equal(app_pace_wait(&pace, true, NOW + MOMENT), APP_PACE_NS);
    assert_int_equal(app_pace_wait(&pace, true, NOW + MOMENT + APP_PACE_NS), 0);
}

static void draws_at_once_when_the_last_piece_is_there(void **state)
{
    struct app_pace pace = {0};

    (void)state;
    assert_true(app_pace_wait(&pace, true, NOW) > 0);
    assert_int_equal(app_pace_wait(&pace, false, NOW + MOMENT), 0);
}

static void does_not_wait_for_ever(void **state)
{
    struct app_pace pace = {0};
    int64_t now = NOW;

    (void)state;
    for (; app_pace_wait(&pace, true, now) > 0; now += MOMENT) {
        app_pace_change(&pace, now);
        assert_true(now < NOW + 2 * APP_PACE_MOST_NS);
    }
    assert_int_equal(now, NOW + APP_PACE_MOST_NS);
}

static void a_moving_key_does_not_wait(void **state)
{
    struct app_pace pace = {0};

    (void)state;
    assert_true(app_pace_wait(&pace, true, NOW) > 0);
    pace.at_once = true;
    assert_int_equal(app_pace_wait(&pace, true, NOW), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_at_once_where_nothing_is_under_way),
        cmocka_unit_test(waits_for_the_next_piece),
        cmocka_unit_test(draws_at_once_when_the_last_piece_is_there),
        cmocka_unit_test(does_not_wait_for_ever),
        cmocka_unit_test(a_moving_key_does_not_wait),
    };

    return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
