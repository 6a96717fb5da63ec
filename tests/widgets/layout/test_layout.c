/*
 * test_layout.c - the places of a lesson's panes, at every size and with
 * everything that can be open.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widgets/layout/layout.h"

enum {
    WIRE = 1 << LAYOUT_WIRE,
    STATES = 1 << LAYOUT_STATES,
    SOURCE = 1 << LAYOUT_SOURCE,
};

/* The screen without title and keys. */
static struct area body(int rows, int columns)
{
    return (struct area){.y = 1, .h = rows - 2, .w = columns};
}

static struct layout_wants wants(enum layout_pane scene, unsigned asked)
{
    return (struct layout_wants){
        .worlds = true, .scene = scene, .asked = asked, .zoom = LAYOUT_PANES};
}

static struct layout make(int rows, int columns, enum layout_pane scene,
                          unsigned asked)
{
    struct layout_wants what = wants(scene, asked);

    return layout_make(body(rows, columns), &what);
}

static bool shows(struct area area)
{
    return area.h > 0 && area.w > 0;
}

static bool within(struct area inner, struct area outer)
{
    return !shows(inner) || (inner.y >= outer.y && inner.x >= outer.x &&
                             inner.y + inner.h <= outer.y + outer.h &&
                             inner.x + inner.w <= outer.x + outer.w);
}

static bool overlap(struct area a, struct area b)
{
    return shows(a) && shows(b) && a.y < b.y + b.h && b.y < a.y + a.h &&
           a.x < b.x + b.w && b.x < a.x + a.w;
}

/* The parts; the source last, which may take the text's place. */
static void list(const struct layout *layout, struct area parts[7])
{
    parts[0] = layout->worlds;
    parts[1] = layout->wire;
    parts[2] = layout->states;
    parts[3] = layout->strip;
    parts[4] = layout->foot;
    parts[5] = layout->text;
    parts[6] = layout->source;
}

static void check(const struct layout *layout, struct area area)
{
    struct area parts[7];

    list(layout, parts);
    for (int i = 0; i < 7; i++) {
        assert_true(within(parts[i], area));
        for (int k = 0; k < i; k++)
            if (i < 6 || k < 5)
                assert_false(overlap(parts[i], parts[k]));
    }
    /* What has failed and the states are never both out of sight. */
    if (area.h > 8)
        assert_true(shows(layout->worlds) || shows(layout->strip));
}

static void nothing_overlaps_at_any_size(void **state)
{
    (void)state;
    for (int rows = 3; rows < 70; rows++)
        for (int columns = 1; columns < 220; columns += 3)
            for (unsigned set = 0; set < 1U << LAYOUT_PANES; set++) {
                struct layout_wants what = wants(LAYOUT_PANES, 0);

                what.hidden = rows % 2 ? set : 0;
                what.asked = rows % 2 ? 0 : set;
                what.scene = (enum layout_pane[]){LAYOUT_PANES, LAYOUT_WIRE,
                                                  LAYOUT_STATES}[columns % 3];
                what.zoom = columns % 2
                                ? LAYOUT_PANES
                                : (enum layout_pane)(set % LAYOUT_PANES);
                struct layout layout = layout_make(body(rows, columns), &what);
                check(&layout, body(rows, columns));
            }
}

static void worlds_keep_their_rows(void **state)
{
    (void)state;
    struct layout layout = make(24, 80, LAYOUT_PANES, 0);

    assert_int_equal(layout.text.h, 9);
    assert_int_equal(layout.worlds.h, 12);
    assert_int_equal(layout.worlds.w, 80);
    layout = make(16, 60, LAYOUT_PANES, 0);
    assert_int_equal(layout.text.h, 5);
    assert_int_equal(layout.worlds.h, 8);
    /* The source takes the prose's place and moves nothing. */
    struct layout source = make(24, 80, LAYOUT_PANES, SOURCE);
    layout = make(24, 80, LAYOUT_PANES, 0);
    assert_memory_equal(&source.worlds, &layout.worlds, sizeof layout.worlds);
    assert_memory_equal(&source.source, &layout.text, sizeof layout.text);
}

static void a_scene_leaves_a_strip(void **state)
{
    (void)state;
    struct layout layout = make(24, 80, LAYOUT_STATES, 0);

    assert_false(shows(layout.worlds));
    assert_int_equal(layout.strip.h, LAYOUT_STRIP);
    assert_true(layout.states.h >= 11); /* with borders, a diagram whole */
    layout = make(16, 60, LAYOUT_WIRE, 0);
    assert_true(layout.wire.h >= 6);
    assert_int_equal(layout.strip.h, LAYOUT_STRIP);
}

static void larger_screens_show_more_at_once(void **state)
{
    (void)state;
    struct layout layout = make(30, 120, LAYOUT_PANES, 0);

    assert_true(layout.text.w >= 40 && layout.text.h >= 27);
    assert_true(layout.worlds.w >= 79 && layout.worlds.x >= 40);
    assert_true(shows(layout.wire) && layout.wire.y > layout.worlds.y);
    layout = make(30, 120, LAYOUT_STATES, 0);
    assert_true(shows(layout.worlds) && shows(layout.states));
    layout = make(45, 160, LAYOUT_PANES, 0);
    assert_true(shows(layout.text) && shows(layout.source) &&
                shows(layout.worlds) && shows(layout.wire) &&
                shows(layout.states));
}

static void a_zoomed_pane_has_all(void **state)
{
    (void)state;
    struct layout_wants what = wants(LAYOUT_WIRE, 0);

    what.zoom = LAYOUT_WIRE;
    struct layout layout = layout_make(body(24, 80), &what);
    assert_int_equal(layout.wire.h, 19);
    assert_int_equal(layout.strip.h, LAYOUT_STRIP);
    what.zoom = LAYOUT_SOCKETS;
    layout = layout_make(body(24, 80), &what);
    assert_int_equal(layout.worlds.h, 21);
    struct layout_share share = layout_share(21, false, &what);
    assert_int_equal(share.calls, 2);
    assert_int_equal(share.sockets[0] + share.sockets[1], 15);
}

static void hidden_panes_give_their_room(void **state)
{
    (void)state;
    struct layout_wants what = wants(LAYOUT_PANES, 0);

    what.hidden = 1 << LAYOUT_TEXT;
    assert_int_equal(layout_make(body(24, 80), &what).worlds.h, 21);
    what.hidden = 1 << LAYOUT_SOCKETS;
    struct layout layout = layout_make(body(24, 80), &what);
    assert_int_equal(layout.strip.h, LAYOUT_STRIP);
    assert_int_equal(layout_share(10, false, &what).calls, 8);
    what.hidden = WIRE | STATES;
    layout = layout_make(body(45, 160), &what);
    assert_int_equal(layout.worlds.h, 42);
}

static void every_host_has_rows_for_its_sockets(void **state)
{
    (void)state;
    struct layout_wants what = wants(LAYOUT_PANES, 0);

    for (int rows = 8; rows < 60; rows++)
        for (int beside = 0; beside < 2; beside++) {
            struct layout_share share = layout_share(rows, beside, &what);
            int all = 2 + share.parts + share.calls;

            for (int i = 0; i < share.parts; i++) {
                assert_true(share.sockets[i] > 0);
                all += share.sockets[i];
            }
            assert_int_equal(all, rows);
            assert_true(share.calls >= 2);
        }
}

static void a_question_is_whole_and_prose_gets_the_rest(void **state)
{
    (void)state;
    struct layout_text text = layout_text(9, 8, 7, LAYOUT_EXPLAINED);

    assert_int_equal(text.explained, 7);
    assert_int_equal(text.prose, 2);
    text = layout_text(5, 8, 7, LAYOUT_EXPLAINED);
    assert_int_equal(text.explained, 5);
    /* Where both need more than there is, neither is out of sight. */
    text = layout_text(9, 20, 20, LAYOUT_BOTH);
    assert_true(text.prose >= 2 && text.explained >= 2);
    text = layout_text(9, 3, 2, LAYOUT_BOTH);
    assert_true(text.prose == 3 && text.gap == 1 && text.explained == 2);
    text = layout_text(9, 8, 7, LAYOUT_PROSE);
    assert_int_equal(text.prose, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_at_any_size),
        cmocka_unit_test(worlds_keep_their_rows),
        cmocka_unit_test(a_scene_leaves_a_strip),
        cmocka_unit_test(larger_screens_show_more_at_once),
        cmocka_unit_test(a_zoomed_pane_has_all),
        cmocka_unit_test(hidden_panes_give_their_room),
        cmocka_unit_test(every_host_has_rows_for_its_sockets),
        cmocka_unit_test(a_question_is_whole_and_prose_gets_the_rest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
