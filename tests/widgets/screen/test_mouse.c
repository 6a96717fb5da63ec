/*
 * test_mouse.c - what a click is on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/drawing.h"
#include "widgets/screen/mouse.h"

static void finds_what_was_drawn_last(void **state)
{
    struct area area = drawing_begin(10, 40);

    (void)state;
    mouse_hit(area, 'a');
    mouse_hit(area_columns(area_rows(area, 2, 3), 5, 10), MOUSE_OWN + 7);
    assert_int_equal(mouse_happens(MOUSE_CLICK, 1, 5), 'a');
    assert_int_equal(mouse_happens(MOUSE_CLICK, 2, 5), MOUSE_OWN + 7);
    assert_int_equal(mouse_happens(MOUSE_WHEEL_UP, 4, 14), MOUSE_OWN + 7);
    assert_int_equal(mouse_last()->kind, MOUSE_WHEEL_UP);
    assert_int_equal(mouse_last()->y, 4);
    assert_int_equal(mouse_happens(MOUSE_CLICK, 5, 14), 'a');
    assert_int_equal(mouse_happens(MOUSE_CLICK, 4, 15), 'a');
    assert_int_equal(mouse_happens(MOUSE_CLICK, 10, 0), MOUSE_NOTHING);
}

/* Rows that are scrolled out of sight can't be clicked on. */
static void takes_rows_that_show_only(void **state)
{
    struct area area = drawing_begin(10, 40);

    (void)state;
    mouse_hit_row(area, -1, 'a');
    mouse_hit_row(area, 10, 'b');
    assert_int_equal(mouse_happens(MOUSE_CLICK, 0, 0), MOUSE_NOTHING);
    assert_int_equal(mouse_happens(MOUSE_CLICK, 9, 0), MOUSE_NOTHING);
    mouse_hit_row(area, 9, 'c');
    assert_int_equal(mouse_happens(MOUSE_CLICK, 9, 39), 'c');
}

static void forgets_the_drawing_before(void **state)
{
    (void)state;
    mouse_hit(drawing_begin(10, 40), 'a');
    drawing_begin(10, 40);
    assert_int_equal(mouse_happens(MOUSE_CLICK, 0, 0), MOUSE_NOTHING);
}

static void has_room_for_no_end_of_areas(void **state)
{
    struct area area = drawing_begin(10, 40);

    (void)state;
    for (int i = 0; i < 5000; i++)
        mouse_hit(area, 'a');
    assert_int_equal(mouse_happens(MOUSE_CLICK, 0, 0), 'a');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_drawn_last),
        cmocka_unit_test(takes_rows_that_show_only),
        cmocka_unit_test(forgets_the_drawing_before),
        cmocka_unit_test(has_room_for_no_end_of_areas),
    };

    return cmocka_run_group_tests_name("mouse", tests, drawing_open,
                                       drawing_close);
}
