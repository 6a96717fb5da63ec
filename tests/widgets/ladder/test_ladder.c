/*
 * test_ladder.c - the ladder of packets: what a real wire makes of it, and
 * every layout from logs that are made up.
 */
#include <curses.h>
#include <signal.h>

#include "tests/support/drawing.h"
#include "tests/support/labtest.h"
#include "tests/support/ladder_scene.h"
#include "widgets/ladder/ladder_rows.h"

/* Fail unless a row of the screen holds both texts, in this order. */
static void assert_row(const char *first, const char *second)
{
    for (int y = 0; y < LINES; y++) {
        const char *found = strstr(drawing_row(y), first);

        if (found && strstr(found + strlen(first), second))
            return;
    }
    fail_msg("no row with \"%s\" and \"%s\":\n%s", first, second,
             drawing_text());
}

/* ---- a real wire ---- */

static void order_wire(struct scene *scene, enum wire_order order)
{
    struct err err;

    assert_int_equal(lab_wire(scene->lab, order, &err), 0);
    labtest_rest(scene->lab);
}

/* Pump until so many packets wait. */
static void await_waiting(struct scene *scene, size_t n)
{
    int waits = 0;

    while (lab_pump(scene->lab) == LAB_BUSY || lab_waiting(scene->lab) != n)
        labtest_wait(scene->lab, &waits);
}

/* Do that to the oldest one; so many wait afterwards. */
static void order_packet(struct scene *scene, enum packet_order order, size_t n)
{
    const struct packet_pattern oldest = {.any = true};
    struct err err;

    assert_int_equal(lab_packet(scene->lab, order, &oldest, &err), 0);
    await_waiting(scene, n);
}

/* A listening server, and a client in connect() on a wire that holds. */
static struct scene *begin_connect(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_NAMESPACE);

    labtest_call(scene->lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_call(scene->lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_call(scene->lab, "server", "listen(3, 5)");
    labtest_call(scene->lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    order_wire(scene, WIRE_HOLD);
    labtest_call(scene->lab, "client", "connect(3, 10.0.0.1:12000)");
    await_waiting(scene, 1);
    return scene;
}

static void a_held_syn_hangs_in_the_middle(void **state)
{
    struct scene *scene = begin_connect(state);

    scene_draw(scene, 12, 80);
    assert_row("waits ├───[S] seq 0──│", "SYN-SENT");
    assert_row("connect(3, 10.0.0.1:12000)", "...");
    assert_row("listen(3, 5) = 0", "LISTEN");
    assert_row("server", "wire holds, 1 waits");
}

static void a_delivered_syn_leaves_dots_behind(void **state)
{
    struct scene *scene = begin_connect(state);

    order_packet(scene, PACKET_DELIVER, 1);
    scene_draw(scene, 12, 80);
    assert_row("waited ····[S] seq 0··", "SYN-SENT");
    assert_row("SYN-RECV │◀ waited", "[S] seq 0──│");
    assert_row("│──[S.] seq 0 ack 1─┤", "waits");
}

static void both_sides_stand_beside_their_packets(void **state)
{
    struct scene *scene = begin_connect(state);

    order_packet(scene, PACKET_DELIVER, 1);
    order_packet(scene, PACKET_DELIVER, 1);
    order_packet(scene, PACKET_DELIVER, 0);
    labtest_await(scene->lab, HOST_SERVER, STATE_ESTAB);
    scene_draw(scene, 20, 80);
    assert_row("[S.] seq 0 ack 1", "▶│ ESTAB");
    assert_row("ESTAB │◀ waited", "[.] seq 1 ack 1──│");
    assert_row("connect(3, 10.0.0.1:12000)", "= 0");
    assert_row("server", "wire holds  ");
}

static void a_dropped_packet_ends_in_a_cross(void **state)
{
    struct scene *scene = begin_connect(state);

    order_packet(scene, PACKET_DROP, 0);
    scene_draw(scene, 12, 80);
    assert_row("dropped ╳───", "[S] seq 0──│");
    assert_row("waited ··", "[S] seq 0");
}

static void a_copy_is_called_one(void **state)
{
    struct scene *scene = begin_connect(state);

    order_packet(scene, PACKET_DUPLICATE, 2);
    scene_draw(scene, 12, 80);
    assert_int_equal(rows_with("waits ├"), 2);
    assert_row("waits ├─", "[S] seq 0 copy──");
}

/* The one that is changed goes no further, and another in its place. */
static void a_changed_packet_is_called_one(void **state)
{
    struct scene *scene = begin_connect(state);
    const struct packet_pattern oldest = {.any = true};
    const struct packet_change change = {.win = {true, false, 0}};
    struct err err;

    assert_int_equal(lab_change(scene->lab, &oldest, &change, &err), 0);
    await_waiting(scene, 1);
    scene_draw(scene, 12, 80);
    assert_row("waited ··", "[S] seq 0");
    assert_row("changed ╳───", "[S] seq 0──│");
    assert_row("waits ├─", "[S] seq 0 changed──│");
}

static void a_forged_packet_is_called_one(void **state)
{
    struct scene *scene = begin_connect(state);
    const struct packet_pattern reset = {
        .flags = "R.", .from = HOST_SERVER, .to = HOST_CLIENT};
    const struct packet_change numbers = {.ack = {true, false, 1}};
    struct err err;

    order_wire(scene, WIRE_FLOW);
    labtest_await(scene->lab, HOST_SERVER, STATE_ESTAB);
    assert_int_equal(lab_forge(scene->lab, &reset, &numbers, &err), 0);
    labtest_rest(scene->lab);
    scene_draw(scene, 20, 80);
    assert_row("[R.] seq 1 ack 1 forged", "▶│ CLOSED");
}

/* Two worlds beside each other in 80 columns: no state is cut. */
static void two_ladders_fit_in_80_columns(void **state)
{
    static const enum tcp_state all[] = {
        STATE_ESTAB,      STATE_SYN_SENT,   STATE_SYN_RECV,
        STATE_FIN_WAIT_1, STATE_FIN_WAIT_2, STATE_TIME_WAIT,
        STATE_CLOSE_WAIT, STATE_LAST_ACK,   STATE_CLOSING,
    };
    struct scene *scene = begin_connect(state);

    scene_draw(scene, 12, 36);
    assert_row("server", "holds, 1 waits");
    assert_row("├[S] seq 0──│", "SYN-SENT");
    assert_row("connect(3, 10.0.0.1:12000)", "...");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct packet_event packet =
            scene_segment(100 + i, "F.", FATE_DELIVERED);

        scene_packet(scene, packet);
        scene_state(scene, HOST_SERVER, STATE_NONE, all[i]);
        scene_state(scene, HOST_CLIENT, STATE_NONE, all[i]);
        scene_draw(scene, 12, 36);
        assert_row(state_name(all[i]), state_name(all[i]));
        assert_lacks(theme_sign(SIGN_ELLIPSIS));
    }
}

static void a_cut_wire_says_so(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_NAMESPACE);

    order_wire(scene, WIRE_CUT);
    scene_draw(scene, 5, 38);
    assert_row("server", "wire is cut");
}

static void a_whole_close_while_it_flows(void **state)
{
    struct scene *scene = begin_connect(state);

    order_wire(scene, WIRE_FLOW);
    labtest_await(scene->lab, HOST_SERVER, STATE_ESTAB);
    labtest_call(scene->lab, "server", "accept(3)");
    labtest_call(scene->lab, "server", "close(4)");
    labtest_await(scene->lab, HOST_CLIENT, STATE_CLOSE_WAIT);
    labtest_call(scene->lab, "client", "close(3)");
    labtest_await(scene->lab, HOST_SERVER, STATE_TIME_WAIT);
    scene_draw(scene, 30, 80);
    assert_row("FIN-WAIT-1 │──[F.] seq 1 ack 1──", "▶│ CLOSE-WAIT");
    assert_row("TIME-WAIT │◀──", "[F.] seq 1 ack 2──│ LAST-ACK");
    assert_row("[.] seq 2 ack 2──", "▶│ CLOSED");
}

static void names_an_icmp_error(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_NAMESPACE);

    labtest_call(scene->lab, "client", "socket(AF_INET, SOCK_DGRAM, 0)");
    order_wire(scene, WIRE_HOLD);
    labtest_call(scene->lab, "client", "sendto(3, \"hi\", 2, 0, 10.0.0.1:9)");
    await_waiting(scene, 1);
    order_packet(scene, PACKET_DELIVER, 1);
    order_packet(scene, PACKET_DELIVER, 0);
    scene_draw(scene, 10, 80);
    assert_row("◀ waited ──", "UDP len 2──│");
    assert_row("│──ICMP port unreachable──", "▶│");
}

static void shows_calls_and_states_without_a_wire(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_draw(scene, 5, 80);
    assert_shows("there are no packets to see");
    labtest_call(scene->lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_call(scene->lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_call(scene->lab, "server", "listen(3, 5)");
    scene_draw(scene, 8, 80);
    assert_row("server", "no wire on loopback");
    assert_row("listen(3, 5) = 0", "LISTEN");
}

/* ---- logs that are made up ---- */

static void retransmissions_are_marked(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    struct packet_event packet = scene_segment(1, "P.", FATE_HELD);

    scene_packet(scene, packet);
    packet.resent = 2;
    scene_packet(scene, packet);
    scene_draw(scene, 6, 100);
    assert_int_equal(rows_with("[P.]"), 1);
    assert_shows("[P.] seq 1 ack 1 len 5 ×3");
    packet.fate = FATE_DELIVERED;
    scene_packet(scene, packet);
    packet = scene_segment(2, "P.", FATE_DELIVERED);
    packet.again = true;
    scene_packet(scene, packet);
    scene_draw(scene, 6, 100);
    assert_int_equal(rows_with("[P.] seq 1 ack 1 len 5 ×3"), 2);
    assert_shows("[P.] seq 1 ack 1 len 5 again");
}

/* The log's clock stands there, so that nobody waits for a timer. */
static void set_ms(struct scene *scene, int64_t ms)
{
    log_set_now(lab_log_write(scene->lab), ms * 1000000);
}

/* A segment that is lost, and each time sent again later than before. */
static void lose_at(struct scene *scene, uint64_t id, int64_t ms)
{
    struct packet_event packet = scene_segment(id, "P.", FATE_DROPPED);

    set_ms(scene, ms);
    packet.again = id > 1;
    scene_packet(scene, packet);
}

static void what_a_timer_repeats_is_one_row(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    lose_at(scene, 1, 1000);
    lose_at(scene, 2, 1200);
    lose_at(scene, 3, 1600);
    lose_at(scene, 4, 3200);
    scene_draw(scene, 6, 100);
    assert_int_equal(rows_with("[P.]"), 1);
    assert_shows(" ×4, last after 1.6 s");
    /* Where there is little room it is only counted. */
    scene_draw(scene, 6, 46);
    assert_shows(" ×4");
    assert_lacks("last after");
    /* All of them are one packet to be selected. */
    assert_true(ladder_select(&scene->ladder, scene->lab, -1));
    assert_int_equal(ladder_selected(&scene->ladder), 1);
    assert_false(ladder_select(&scene->ladder, scene->lab, -1));
}

/* What was done between two of them, or what they changed, is to be seen. */
static void what_happens_between_parts_repeats(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    lose_at(scene, 1, 1000);
    lose_at(scene, 2, 1200);
    scene_call(scene, "client", "close", "3", true);
    lose_at(scene, 3, 1600);
    scene_state(scene, HOST_CLIENT, STATE_ESTAB, STATE_NONE);
    lose_at(scene, 4, 3200);
    /* Sooner than by a timer: somebody has doubled it. */
    lose_at(scene, 5, 3201);
    scene_draw(scene, 12, 100);
    assert_int_equal(rows_with("[P.]"), 4);
    assert_shows("×2, last after 0.2 s");
}

/* That it waited is said only where the packet's own words leave room. */
static void waiting_writes_over_no_mark(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    struct packet_event packet = scene_segment(1, "F.", FATE_HELD);

    packet.len = 0;
    packet.again = true;
    scene_packet(scene, packet);
    scene_state(scene, HOST_SERVER, STATE_ESTAB, STATE_CLOSE_WAIT);
    packet.fate = FATE_DELIVERED;
    scene_packet(scene, packet);
    scene_draw(scene, 6, 80);
    assert_int_equal(rows_with("[F.] seq 1 ack 1 again"), 2);
}

static void half_of_80_columns_has_shorter_texts(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    struct packet_event packet = scene_segment(1, "P.", FATE_DELIVERED);

    scene_packet(scene, packet);
    scene_state(scene, HOST_SERVER, STATE_ESTAB, STATE_CLOSE_WAIT);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0), "CLOSE-WAIT│◀[P.] 1:6 ack 1─│");
    packet.id = 2;
    packet.seq = 100000;
    scene_packet(scene, packet);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0), "          │◀───[P.] len 5──│");
    packet.again = true;
    packet.seq = 1;
    packet.id = 3;
    scene_packet(scene, packet);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0), "          │◀[P.] 1:6 again─│");
    scene_packet(scene, scene_segment(4, "R", FATE_HELD));
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0), "          │     ├─[R] 1:6──│");
}

static void calls_stand_at_their_edge(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_call(scene, "client", "connect", "3, 10.0.0.1:12000", true);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0),
                        "        connect(3, 10.0.0.1:12000) = 0");
    scene_state(scene, HOST_CLIENT, STATE_NONE, STATE_LISTEN);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0),
                        " LISTEN connect(3, 10.0.0.1:12000) = 0");
    scene_call(scene, "client", "connect", "3, 10.0.0.1:12000", true);
    scene_state(scene, HOST_CLIENT, STATE_UNCONN, STATE_TIME_WAIT);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0),
                        "          │TIME-WAIT connect(3, …) = 0");
    scene_call(scene, "b", "close", "4", true);
    scene_draw(scene, 1, 38);
    assert_string_equal(drawing_row(0), "b: close(4) = 0            │");
}

static void a_call_blocks_until_a_later_event(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    const struct log *log;
    struct ladder_row row;

    scene_call(scene, "server", "accept", "3", false);
    log = lab_log(scene->lab);
    assert_int_equal(ladder_rows(log, 0, &row, 1), 1);
    assert_true(row.open && !row.over);
    scene_call(scene, "server", "accept", "3", true);
    assert_int_equal(ladder_rows(log, 0, &row, 1), 1);
    assert_true(!row.open && row.over);
    scene_draw(scene, 4, 60);
    assert_shows("accept(3) ...");
    assert_shows("accept(3) = 0");
}

static void says_how_a_process_ended(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    struct event event = {
        .kind = EVENT_PROCESS,
        .process = {.actor = "server", .what = PROCESS_KILLED, .status = 2}};

    scene_append(scene, &event);
    event.process.what = PROCESS_EXITED;
    scene_append(scene, &event);
    scene_draw(scene, 4, 60);
    assert_shows("killed by SIGINT");
    assert_shows("exited with 2");
}

static void says_that_a_handler_ran(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    struct event event = {.kind = EVENT_HANDLER,
                          .handler = {.actor = "server", .signal = SIGUSR1}};

    scene_append(scene, &event);
    scene_draw(scene, 4, 60);
    assert_shows("handler ran SIGUSR1");
}

/* Two states of one side need two rows; the other side joins the first. */
static void each_side_has_one_state_a_row(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_packet(scene, scene_segment(1, "F.", FATE_DELIVERED));
    scene_state(scene, HOST_SERVER, STATE_ESTAB, STATE_CLOSE_WAIT);
    scene_state(scene, HOST_SERVER, STATE_LISTEN, STATE_NONE);
    scene_state(scene, HOST_CLIENT, STATE_ESTAB, STATE_FIN_WAIT_1);
    scene_draw(scene, 2, 60);
    assert_row("CLOSE-WAIT │", "│ FIN-WAIT-1");
    assert_non_null(strstr(drawing_row(1), "CLOSED │"));
}

/* The lab reads a host before it lets its FIN through. */
static void a_state_joins_the_packet_that_follows(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    scene_call(scene, "server", "listen", "3, 5", true);
    scene_state(scene, HOST_CLIENT, STATE_ESTAB, STATE_FIN_WAIT_1);
    scene_packet(scene, scene_segment(1, "F.", FATE_DELIVERED));
    scene_draw(scene, 2, 60);
    assert_non_null(strstr(drawing_row(0), "listen(3, 5) = 0"));
    assert_non_null(strstr(drawing_row(1), "│ FIN-WAIT-1"));
}

static void checks_and_notes_have_no_row(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);
    struct event note = {.kind = EVENT_NOTE, .note = strdup("hello")};
    struct event check = {.kind = EVENT_CHECK,
                          .check.text = strdup("wire: none")};
    struct event end = {.kind = EVENT_END};

    scene_append(scene, &note);
    scene_append(scene, &check);
    scene_append(scene, &end);
    scene_draw(scene, 3, 60);
    assert_lacks("hello");
    assert_lacks("wire: none");
    assert_shows("Calls and states come here");
}

static void ascii_loses_nothing(void **state)
{
    struct scene *scene = scene_begin(state, ISOLATION_LOOPBACK);

    theme_ascii(true);
    scene_packet(scene, scene_segment(1, "P.", FATE_DELIVERED));
    scene_packet(scene, scene_segment(2, "F.", FATE_HELD));
    scene_packet(scene, scene_segment(3, "R", FATE_DROPPED));
    scene_packet(scene, scene_segment(4, ".", FATE_HELD));
    scene_packet(scene, scene_segment(4, ".", FATE_DELIVERED));
    scene_draw(scene, 8, 100);
    assert_shows("|<-");
    assert_shows("waits +-");
    assert_shows("dropped X-");
    assert_shows("waited ..[.]");
    for (const char *c = drawing_text(); *c; c++)
        assert_true((unsigned char)*c < 0x80);
}

int main(void)
{
#define SCENE_TEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_held_syn_hangs_in_the_middle),
        SCENE_TEST(a_delivered_syn_leaves_dots_behind),
        SCENE_TEST(both_sides_stand_beside_their_packets),
        SCENE_TEST(a_dropped_packet_ends_in_a_cross),
        SCENE_TEST(a_copy_is_called_one),
        SCENE_TEST(a_changed_packet_is_called_one),
        SCENE_TEST(a_forged_packet_is_called_one),
        SCENE_TEST(two_ladders_fit_in_80_columns),
        SCENE_TEST(a_cut_wire_says_so),
        SCENE_TEST(a_whole_close_while_it_flows),
        SCENE_TEST(names_an_icmp_error),
        SCENE_TEST(shows_calls_and_states_without_a_wire),
        SCENE_TEST(retransmissions_are_marked),
        SCENE_TEST(what_a_timer_repeats_is_one_row),
        SCENE_TEST(what_happens_between_parts_repeats),
        SCENE_TEST(waiting_writes_over_no_mark),
        SCENE_TEST(half_of_80_columns_has_shorter_texts),
        SCENE_TEST(calls_stand_at_their_edge),
        SCENE_TEST(a_call_blocks_until_a_later_event),
        SCENE_TEST(says_how_a_process_ended),
        SCENE_TEST(says_that_a_handler_ran),
        SCENE_TEST(each_side_has_one_state_a_row),
        SCENE_TEST(a_state_joins_the_packet_that_follows),
        SCENE_TEST(checks_and_notes_have_no_row),
        SCENE_TEST(ascii_loses_nothing),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
