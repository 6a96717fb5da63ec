/*
 * test_ladder_keys.c - scrolling the ladder and selecting in it, every size of
 * it, and how long a drawing takes.
 */
#include <curses.h>

#include "tests/support/drawing.h"
#include "tests/support/labtest.h"
#include "tests/support/ladder_scene.h"
#include "tests/support/within.h"
#include "widgets/view/view.h"

/* ---- scrolling and selecting ---- */

/* Delivered segments with the ids first to last, which are their seq too. */
static void put_many(struct scene *scene, int first, int last)
{
    for (int i = first; i <= last; i++) {
        struct packet_event packet =
            scene_segment((uint64_t)i, "P.", FATE_DELIVERED);

        packet.seq = (uint32_t)i;
        packet.frame = calloc(1, 1);
        scene_packet(scene, packet);
    }
}

static struct scene *begin_many(void **state, int n)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    put_many(scene, 1, n);
    return scene;
}

static void press(struct scene *scene, int key)
{
    assert_true(ladder_key(&scene->ladder, scene->lab, key));
    scene_draw(scene, 11, 80);
}

static void the_newest_is_in_view(void **state)
{
    struct scene *scene = begin_many(state, 100);

    scene_draw(scene, 11, 80);
    assert_shows("seq 100 ");
    assert_shows("seq 91 ");
    assert_lacks("seq 90 ");
    assert_shows("server ▲");
    assert_lacks("▼");
    scene_packet(scene, scene_segment(101, "R", FATE_DELIVERED));
    scene_draw(scene, 11, 80);
    assert_shows("[R]");
}

static void scrolls_by_pages_to_both_ends(void **state)
{
    struct scene *scene = begin_many(state, 100);

    scene_draw(scene, 11, 80);
    press(scene, SCREEN_KEY_PAGE_UP);
    assert_shows("seq 82 ");
    assert_shows("seq 91 ");
    assert_shows("▼ client");
    press(scene, SCREEN_KEY_HOME);
    assert_shows("seq 1 ");
    assert_shows("seq 10 ");
    assert_lacks("▲");
    press(scene, SCREEN_KEY_PAGE_UP);
    assert_shows("seq 10 ");
    press(scene, SCREEN_KEY_PAGE_DOWN);
    assert_shows("seq 19 ");
    scene_packet(scene, scene_segment(101, "R", FATE_DELIVERED));
    scene_draw(scene, 11, 80);
    assert_lacks("[R]");
    press(scene, SCREEN_KEY_END);
    assert_shows("[R]");
    assert_false(scene->ladder.pane.held);
}

static void paging_down_to_the_end_follows_again(void **state)
{
    struct scene *scene = begin_many(state, 25);

    scene_draw(scene, 11, 80);
    press(scene, SCREEN_KEY_HOME);
    for (int i = 0; i < 3; i++)
        press(scene, SCREEN_KEY_PAGE_DOWN);
    assert_shows("seq 25 ");
    assert_false(scene->ladder.pane.held);
}

/* Whether the text on the screen is drawn as selected. */
static bool is_selected(const char *text)
{
    attr_t wanted = (attr_t)theme_attr(ROLE_SELECTED);

    for (int y = 0; y < LINES; y++) {
        const char *found = strstr(drawing_row(y), text);
        cchar_t sign;

        if (!found)
            continue;
        /* Left of the text may be signs of several bytes: look from the end. */
        int x = COLS - 26 - glyph_columns(text);
        wchar_t chars[CCHARW_MAX];
        attr_t attrs;
        short pair;

        mvin_wch(y, x, &sign);
        getcchar(&sign, chars, &attrs, &pair, NULL);
        return (attrs & A_REVERSE) == (wanted & A_REVERSE) && attrs & A_REVERSE;
    }
    fail_msg("no \"%s\"", text);
    return false;
}

static void selects_packet_by_packet(void **state)
{
    struct scene *scene = begin_many(state, 30);

    scene_draw(scene, 11, 80);
    assert_false(is_selected("seq 30 ack 1 len 5──"));
    assert_true(ladder_selected(&scene->ladder) == 0);
    press(scene, SCREEN_KEY_UP);
    assert_true(ladder_selected(&scene->ladder) == 30);
    assert_true(is_selected("seq 30 ack 1 len 5──"));
    press(scene, SCREEN_KEY_UP);
    assert_true(ladder_selected(&scene->ladder) == 29);
    assert_false(is_selected("seq 30 ack 1 len 5──"));
    press(scene, SCREEN_KEY_DOWN);
    press(scene, SCREEN_KEY_DOWN);
    assert_true(ladder_selected(&scene->ladder) == 30);
    press(scene, SCREEN_KEY_END);
    assert_true(ladder_selected(&scene->ladder) == 0);
}

static void scrolls_to_what_is_selected(void **state)
{
    struct scene *scene = begin_many(state, 30);

    scene_draw(scene, 11, 80);
    for (int i = 0; i < 15; i++)
        press(scene, SCREEN_KEY_UP);
    assert_true(ladder_selected(&scene->ladder) == 16);
    assert_true(is_selected("seq 16 ack 1 len 5──"));
    assert_non_null(strstr(drawing_row(1), "seq 16 "));
    press(scene, SCREEN_KEY_HOME);
    press(scene, SCREEN_KEY_DOWN);
    assert_non_null(strstr(drawing_row(10), "seq 17 "));
    for (int i = 0; i < 20; i++)
        press(scene, SCREEN_KEY_DOWN);
    assert_shows("seq 30 ");
    assert_false(scene->ladder.pane.held);
}

/* A packet that waited has two rows, but is one step of the selection. */
static void a_packet_is_selected_once(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_packet(scene, scene_segment(1, "S", FATE_HELD));
    scene_packet(scene, scene_segment(2, "F.", FATE_HELD));
    scene_packet(scene, scene_segment(1, "S", FATE_DELIVERED));
    assert_true(ladder_select(&scene->ladder, scene->lab, -1));
    assert_true(ladder_selected(&scene->ladder) == 1);
    assert_true(ladder_select(&scene->ladder, scene->lab, -1));
    assert_true(ladder_selected(&scene->ladder) == 2);
    assert_false(ladder_select(&scene->ladder, scene->lab, -1));
    assert_true(ladder_select(&scene->ladder, scene->lab, 0));
    assert_true(ladder_selected(&scene->ladder) == 0);
    assert_false(ladder_select(&scene->ladder, scene->lab, 0));
}

static void nothing_to_select_is_no_harm(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    static const int keys[] = {SCREEN_KEY_UP,      SCREEN_KEY_DOWN,
                               SCREEN_KEY_PAGE_UP, SCREEN_KEY_PAGE_DOWN,
                               SCREEN_KEY_HOME,    SCREEN_KEY_END};

    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        press(scene, keys[i]);
    assert_false(ladder_key(&scene->ladder, scene->lab, 'x'));
    assert_true(ladder_selected(&scene->ladder) == 0);
}

/* ---- sizes ---- */

static void survives_every_size(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_call(scene, "server", "listen", "3, 5", true);
    scene_state(scene, HOST_SERVER, STATE_NONE, STATE_LISTEN);
    scene_call(scene, "client", "connect", "3, 10.0.0.1:12000", false);
    scene_packet(scene, scene_segment(1, "P.", FATE_HELD));
    scene_packet(scene, scene_segment(2, "S.", FATE_DROPPED));
    scene_packet(scene, scene_segment(1, "P.", FATE_DELIVERED));
    scene_state(scene, HOST_CLIENT, STATE_ESTAB, STATE_CLOSE_WAIT);
    ladder_select(&scene->ladder, scene->lab, -1);
    for (int columns = 1; columns <= 210; columns++)
        for (int rows = 1; rows < 10; rows++)
            scene_draw(scene, rows, columns);
    for (int columns = 38; columns <= 210; columns++) {
        scene_draw(scene, 1, columns);
        assert_shows("[P.]");
        assert_shows("CLOSE-WAIT");
    }
}

static void wide_panes_show_the_time(void **state)
{
    struct scene *scene = begin_many(state, 1);

    scene_draw(scene, 3, 120);
    assert_non_null(strstr(drawing_row(1), "    0.0"));
    scene_draw(scene, 3, 99);
    assert_lacks("0.0");
}

static int64_t draw_ns(struct scene *scene)
{
    const struct log *log = lab_log(scene->lab);
    int64_t best = INT64_MAX;

    for (int i = 0; i < 5; i++) {
        struct area area = drawing_begin(60, 200);
        int64_t start = log_now(log);

        ladder_draw(area, scene->lab, &scene->ladder);
        if (log_now(log) - start < best)
            best = log_now(log) - start;
    }
    return best;
}

/*
 * What is promised is 2 ms; a busy machine and the sanitizers have ten times
 * that.
 */
static void a_long_log_is_drawn_fast(void **state)
{
    enum { LIMIT = 20000000 };
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_packet(scene, scene_segment(1, "F.", FATE_HELD));
    put_many(scene, 2, 10000);
    assert_within(draw_ns(scene), 0, LIMIT);
    /* From the beginning, where a packet waits to the end of the log. */
    ladder_key(&scene->ladder, scene->lab, SCREEN_KEY_HOME);
    assert_within(draw_ns(scene), 0, LIMIT);
    assert_int_equal(rows_with("waits"), 1);
    assert_shows("seq 59 ");
}

/* States alone, none of which any packet has caused, are rows of their own. */
static void many_states_are_drawn_fast(void **state)
{
    enum { LIMIT = 20000000 };
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    for (int i = 0; i < 10000; i++)
        scene_state(scene, HOST_SERVER, STATE_TIME_WAIT, STATE_NONE);
    assert_within(draw_ns(scene), 0, LIMIT);
    assert_int_equal(rows_with("CLOSED"), 59);
}

int main(void)
{
#define SCENE_TEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(the_newest_is_in_view),
        SCENE_TEST(scrolls_by_pages_to_both_ends),
        SCENE_TEST(paging_down_to_the_end_follows_again),
        SCENE_TEST(selects_packet_by_packet),
        SCENE_TEST(scrolls_to_what_is_selected),
        SCENE_TEST(a_packet_is_selected_once),
        SCENE_TEST(nothing_to_select_is_no_harm),
        SCENE_TEST(survives_every_size),
        SCENE_TEST(wide_panes_show_the_time),
        SCENE_TEST(a_long_log_is_drawn_fast),
        SCENE_TEST(many_states_are_drawn_fast),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
