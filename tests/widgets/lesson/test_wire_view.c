/*
 * test_wire_view.c - the wire and the states in place of the calls: keys in, a
 * screen out, and real kernels between them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"

enum { ESC = 0x1b, UP = SCREEN_KEY_UP };

#define HANGS         "waits \xe2\x94\x9c\xe2\x94\x80" /* waits ├─ */
#define ARRIVES       "\xe2\x97\x80"                   /* ◀ */
#define IN_THE_MIDDLE "\xe2\x94\x80\xe2\x94\xa4 "      /* ─┤ */
#define COMES         "\xe2\x94\x80\xe2\x96\xb6"       /* ─▶ */
#define LOST          "\xe2\x95\xb3"                   /* ╳ */
#define HERE          "\xe2\x94\x80 \xe2\x96\xb6 "     /* ─ ▶ */

/* A server that listens, and a client with a socket. */
#define LISTENS                                                                \
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                            \
    "server: bind(3, 0.0.0.0:12000) = 0\n"                                     \
    "server: listen(3, 5) = 0\n"                                               \
    "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
#define CONNECTS "client: connect(3, 10.0.0.1:12000) = ...\n"

static const char handshake[] =
    "First prose.\n\n"
    "```lab\n" LISTENS "\n"
    "wire: hold\n" CONNECTS "wire: [S] client > server\n\n"
    "wire: deliver\n"
    "wire: [S.] server > client\n"
    "```\n\n"
    "Second prose.\n\n"
    "```predict\nclient: connect\nWhat does it return?\n\n"
    "0: Enough.\n...: Not enough.\n```\n\n"
    "```lab\n"
    "wire: deliver\n"
    "client: = 0\n"
    "```\n";

static const char two_lanes[] = "toggles:\n"
                                "  - name: calls\n"
                                "    label: The client calls\n"
                                "    values: [off, on]\n"
                                "compare: calls\n";

static const char one_calls[] =
    "Prose.\n\n"
    "```lab\n" LISTENS "wire: hold\n"
    "[calls=on] " CONNECTS "[calls=on] wire: [S] client > server\n```\n";

/* ---- fixtures ---- */

/* Namespaces are what most of this is about. */
static void need_wire(void)
{
    if (!strstr(drawing_text(), "loopback"))
        return;
    print_message("no wire here\n");
    if (getenv("LAB_REQUIRE_NETNS"))
        fail();
    skip();
}

static struct hands *open_bench(void **state)
{
    hands_open(*state, NULL, NULL);
    need_wire();
    return *state;
}

static struct hands *open_lesson(void **state, const char *front,
                                 const char *body)
{
    hands_open(*state, front, body);
    need_wire();
    return *state;
}

/* Some row of the screen has both texts, the first one before the second. */
static void assert_row(const char *first, const char *second)
{
    for (int y = 0; y < 60; y++) {
        const char *at = strstr(drawing_row(y), first);

        if (at && strstr(at + strlen(first), second))
            return;
    }
    fail_msg("no row has \"%s\" and then \"%s\":\n%s", first, second,
             drawing_text());
}

/* ---- the ladder on the bench ---- */

static void a_handshake_is_let_through_by_hand(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "swpc");
    hands_see(hands, "wire holds, 1 waits");
    assert_row(HANGS, "[S] seq 0");
    assert_row("[S] seq 0", "SYN-SENT");
    assert_row("connect(3, 10.0.0.1:12000)", "...");
    assert_lacks("SYN-RECV");
    hands_press(hands, '>');
    hands_see(hands, "[S.] seq 0 ack 1");
    assert_row("SYN-RECV", ARRIVES);
    assert_row("[S.] seq 0 ack 1", "waits");
    assert_lacks("ESTAB");
    hands_press(hands, '>');
    hands_see(hands, "[.] seq 1 ack 1");
    assert_row("[S.] seq 0 ack 1", "ESTAB");
    assert_shows("connect(3, 10.0.0.1:12000) = 0");
    assert_row(HANGS, "[.] seq 1 ack 1");
    assert_lacks("accept(3, 10.0.0.2");
    hands_press(hands, '>');
    hands_see(hands, "accept(3, 10.0.0.2");
    assert_shows("wire holds ");
}

static void a_packet_is_lost(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "swpc");
    hands_see(hands, "1 waits");
    hands_press(hands, '-');
    assert_row(LOST, "[S] seq 0");
    assert_lacks("SYN-RECV");
    assert_lacks("1 waits");
}

static void a_packet_is_doubled(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "swpc");
    hands_see(hands, "1 waits");
    assert_int_equal(rows_with("[S] seq 0"), 1);
    hands_press(hands, '+');
    assert_shows("wire holds, 2 wait");
    assert_int_equal(rows_with("[S] seq 0"), 2);
}

static void holding_ends_with_the_same_key(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "swpc");
    hands_see(hands, "1 waits");
    hands_press(hands, 'p');
    assert_shows("wire flows");
    hands_see(hands, "accept(3, 10.0.0.2");
}

static void the_cable_is_cut_and_mended(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "sw#");
    assert_shows("wire is cut");
    hands_press(hands, 'c');
    hands_see(hands, "[S] seq 0");
    assert_row(LOST, "[S] seq 0");
    hands_press(hands, '#');
    assert_shows("wire flows");
}

/* The second of two packets is let through before the first. */
static void the_selected_packet_goes_first(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "swc");
    hands_see(hands, "accept(3, 10.0.0.2");
    hands_type(hands, "pD");
    hands_see(hands, "wire holds, 1 waits");
    hands_press(hands, 'X');
    hands_see(hands, "wire holds, 2 wait");
    hands_press(hands, UP);
    hands_press(hands, '>');
    assert_row("[P.] seq 1 ack 1 len 7", IN_THE_MIDDLE);
    assert_row("[F.] seq 8 ack 1", COMES);
    assert_shows("FIN-WAIT-1");
    hands_press(hands, '>');
    hands_see(hands, "CLOSE-WAIT");
}

static void says_that_nothing_waits(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "w>");
    assert_shows("Nothing waits on the wire: it flows, and p holds it.");
    hands_type(hands, "p-");
    assert_shows("Nothing waits on the wire.");
    hands_press(hands, '+');
    assert_shows("Nothing waits on the wire.");
}

/*
 * A script's line would wait for its packet; a key answers at once, so it gives
 * no time. What is pressed while a step is under way can't be refused before.
 */
static void keys_wait_for_no_packet(void **state)
{
    struct hands *hands =
        open_lesson(state, "",
                    "Prose.\n\n```lab\nwire: hold\n"
                    "client: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
                    "client: sendto(3, \"x\", 0, 10.0.0.1:9) = 1\n```\n");

    hands_press(hands, 'w');
    view_key(hands->view, ' ');
    view_key(hands->view, '-');
    view_key(hands->view, '-');
    hands_settle(hands);
    assert_shows("wire holds ");
    hands_press(hands, 'w');
    assert_shows("wire: drop within 0ms");
    assert_shows("nothing waits");
}

/* Without the wire in sight its keys are nobody's. */
static void orders_need_the_wire_in_sight(void **state)
{
    struct hands *hands = open_bench(state);

    hands_press(hands, 's');
    for (const char *key = "p>-+#Po"; *key; key++)
        assert_int_equal(hands_press(hands, *key), VIEW_IGNORED);
    hands_type(hands, "wp");
    assert_shows("wire holds");
}

static void the_usual_view_says_why_calls_block(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "scw");
    hands_see(hands, "accept(3, 10.0.0.2");
    hands_type(hands, "pwx");
    hands_see(hands, "wire holds, 1 waits ");
    hands_press(hands, 'X');
    hands_see(hands, "wire holds, 2 wait ");
    assert_row("client", "wire holds, 2 wait ");
    assert_shows("Packets wait on the wire: w shows it");
    hands_type(hands, "w#w");
    assert_shows("wire is cut, 2 wait ");
    hands_type(hands, "wp#w");
    assert_lacks("wire holds");
    assert_lacks("wire is cut");
}

static void scrolls_until_something_new_comes(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "swc");
    hands_see(hands, "accept(3, 10.0.0.2");
    hands_type(hands, "dDdDdDdD");
    assert_lacks("listen(");
    hands_press(hands, SCREEN_KEY_HOME);
    assert_shows("listen(");
    hands_press(hands, 'd');
    assert_lacks("listen(");
}

/* ---- one packet ---- */

static void explains_the_selected_packet(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "wf");
    assert_shows("There is no packet to look at yet.");
    hands_type(hands, "sc");
    hands_see(hands, "accept(3, 10.0.0.2");
    hands_type(hands, "pf");
    assert_shows("client > server [.] seq 1 ack 1");
    assert_row("Destination port", "12000");
    hands_press(hands, SCREEN_KEY_LEFT);
    assert_shows("server > client [S.] seq 0 ack 1");
    hands_press(hands, SCREEN_KEY_PAGE_DOWN);
    hands_press(hands, SCREEN_KEY_PAGE_DOWN);
    assert_lacks("server > client [S.] seq 0 ack 1");
    hands_press(hands, SCREEN_KEY_END);
    assert_shows("Ethernet");
    assert_lacks("Destination port");
    hands_press(hands, SCREEN_KEY_HOME);
    assert_lacks("Ethernet");
    hands_press(hands, ESC);
    assert_shows("wire holds");
    hands_type(hands, "ff");
    assert_shows("wire holds");
}

/* ---- the states ---- */

static void the_machine_runs(void **state)
{
    struct hands *hands = open_bench(state);

    hands_type(hands, "svpc");
    hands_see(hands, "wire holds, 1 waits");
    assert_shows("LISTEN S:12000");
    assert_shows("SYN-SENT C:");
    assert_shows("client: CLOSED");
    hands_press(hands, '>');
    hands_see(hands, "wire holds, 1 waits");
    assert_shows("SYN-RECEIVED S:12000");
    assert_shows("server: LISTEN");
    assert_lacks("client: CLOSED");
    hands_press(hands, '>');
    hands_see(hands, "wire holds, 1 waits");
    assert_shows("ESTABLISHED C:");
    assert_lacks("SYN-SENT C:");
    hands_press(hands, '>');
    hands_see(hands, "ESTABLISHED S:12000 C:");
    hands_press(hands, 'd');
    hands_see(hands, "wire holds, 1 waits");
    assert_shows("Earlier, server: SYN-RECEIVED");
    hands_press(hands, 'v');
    assert_lacks("SYN-RECEIVED");
    assert_shows("ss -tano");
}

/* ---- in a lesson ---- */

static void a_lesson_goes_on_beside_the_wire(void **state)
{
    struct hands *hands = open_lesson(state, "", handshake);

    hands_type(hands, " w ");
    assert_shows("First prose.");
    assert_row(HANGS, "SYN-SENT");
    assert_shows("Next: wire: deliver");
    hands_press(hands, ' ');
    assert_shows("SYN-RECV");
    assert_shows("Second prose.");
    hands_type(hands, " 1");
    assert_shows("step 4/5");
    hands_press(hands, ' ');
    assert_row("[S.] seq 0 ack 1", "ESTAB");
    assert_shows("0, right.");
}

static void a_lesson_says_what_it_shows_first(void **state)
{
    struct hands *hands = open_lesson(state, "view: wire\n", handshake);

    assert_shows("wire flows");
    hands_press(hands, ' ');
    assert_shows("wire flows");
    hands = open_lesson(state, "view: states\n", handshake);
    hands_type(hands, "  ");
    assert_shows("SYN-SENT C:");
    hands_press(hands, 'b');
    assert_shows("LISTEN S:12000");
}

/* From that step on, until the learner or another step wants something else. */
static void a_step_says_what_it_shows(void **state)
{
    struct hands *hands =
        open_lesson(state, "",
                    "One.\n\n```lab\n"
                    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n\n"
                    "Two.\n\n```show\nwire\n```\n\n```lab\n"
                    "server: bind(3, 0.0.0.0:12000) = 0\n\n"
                    "server: listen(3, 5) = 0\n```\n\n"
                    "Three.\n\n```show\ncalls queues\n```\n\n```lab\n"
                    "server: close(3) = 0\n```\n");

    assert_shows("ss -tano");
    hands_press(hands, ' ');
    assert_shows("wire flows");
    hands_press(hands, 'w');
    assert_shows("ss -tano");
    hands_press(hands, ' ');
    assert_shows("ss -tano");
    hands_press(hands, 'b');
    hands_press(hands, ' ');
    assert_shows("wire flows");
    hands_press(hands, ' ');
    assert_shows("Three.");
    assert_shows("ss -tano");
    assert_shows("Send-Q 5"); /* its backlog */
}

static void a_question_may_be_looked_at_not_decided(void **state)
{
    struct hands *hands = open_lesson(state, "", handshake);

    hands_type(hands, "    w");
    assert_shows("What does it return?");
    assert_shows("wire holds, 1 waits");
    for (const char *key = "p>-+#"; *key; key++)
        assert_int_equal(hands_press(hands, *key), VIEW_IGNORED);
    assert_shows("wire holds, 1 waits");
    hands_type(hands, "fv");
    assert_shows("What does it return?");
    assert_shows("SYN-RECEIVED S:12000");
    hands_type(hands, "1 ");
    assert_shows("0, right.");
}

static void hands_on_the_wire_are_remembered(void **state)
{
    struct hands *hands =
        open_lesson(state, "view: wire\n",
                    "Prose.\n\n```lab\n" LISTENS "wire: hold\n" CONNECTS
                    "wire: [S] client > server\n\n"
                    "wire: deliver within 0ms\n```\n");

    hands_type(hands, " - ");
    assert_shows("Not as in the lesson, after what you did by hand: wire: "
                 "deliver within");
}

/* ---- twin lanes ---- */

static void lanes_are_shown_one_at_a_time(void **state)
{
    struct hands *hands = open_lesson(state, two_lanes, one_calls);

    hands_type(hands, " w");
    hands_resize(hands, 23, 70);
    assert_shows("The client calls off");
    assert_shows("lane 1 of 2, o: the next");
    assert_lacks("[S]");
    hands_press(hands, 'o');
    assert_shows("The client calls on");
    assert_lacks("The client calls off");
    assert_row(HANGS, "[S]");
}

static void lanes_stand_side_by_side_where_they_fit(void **state)
{
    struct hands *hands = open_lesson(state, two_lanes, one_calls);

    hands_type(hands, " w");
    assert_row(HERE "The client calls off", "The client calls on");
    hands_press(hands, 'o');
    assert_row("The client calls off", HERE "The client calls on");
    assert_shows("\u251c[S] seq 0");
    hands_press(hands, 'v');
    assert_row("The client calls off", HERE "The client calls on");
    assert_row("LISTEN S:12000", "LISTEN S:12000");
    assert_shows("SYN-SENT C:");
    /* Whole, where the width is there for both. */
    hands_resize(hands, 24, 200);
    assert_row("S server C client", "S server C client");
}

/* A pane in the worlds' place leaves in sight what has come of them. */
static void calls_and_states_are_never_both_hidden(void **state)
{
    struct hands *hands = open_lesson(state, two_lanes, one_calls);

    hands_press(hands, ' ');
    for (const char *key = "wvwfwSzZ"; *key; key++) {
        hands_press(hands, *key);
        for (int rows = 15; rows < 60; rows += 11)
            for (int columns = 60; columns < 200; columns += 30) {
                hands_resize(hands, rows, columns);
                assert_shows("connect(3, ");
                assert_true(rows_with("LISTEN") > 0);
                assert_true(rows_with("SYN-SENT") > 0);
            }
        hands_resize(hands, 23, 80);
    }
}

/* z gives a pane all, and Z takes it away, until it is wanted again. */
static void panes_are_zoomed_and_hidden(void **state)
{
    struct hands *hands = open_lesson(state, two_lanes, one_calls);

    hands_type(hands, " wz");
    assert_lacks("Prose.");
    assert_shows("[S] seq 0");
    assert_shows("S LISTEN  C SYN-SENT");
    hands_press(hands, 0x1b);
    assert_shows("Prose.");
    hands_press(hands, 'Z');
    assert_lacks("[S] seq 0");
    assert_shows("ss -tano");
    hands_type(hands, "\t\t\tZ"); /* the prose, the calls, the sockets */
    assert_lacks("ss -tano");
    assert_shows("S LISTEN  C SYN-SENT");
    hands_press(hands, 'Z');
    assert_shows("ss -tano");
}

/* A lane where nothing waits gets no order; what all can do, all do. */
static void orders_go_to_the_lanes_that_can(void **state)
{
    struct hands *hands = open_lesson(state, two_lanes, one_calls);

    hands_type(hands, " wo>");
    hands_see(hands, "SYN-RECV");
    assert_lacks("Not as");
    hands_press(hands, 'p');
    assert_shows("wire flows");
    hands_press(hands, 'o');
    assert_shows("wire flows");
}

/* ---- a capture ---- */

static size_t file_size(const char *name)
{
    FILE *file = fopen(name, "r");
    long size;

    if (!file)
        fail_msg("%s is not there", name);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    fclose(file);
    return (size_t)size;
}

static void write_mine(const char *name)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    fputs("mine", file);
    fclose(file);
}

static void saves_what_was_on_the_wire(void **state)
{
    struct hands *hands = open_bench(state);
    char folder[] = "/tmp/socket-lab-test-XXXXXX";

    assert_non_null(mkdtemp(folder));
    assert_return_code(chdir(folder), 0);
    hands_type(hands, "swP");
    assert_shows("Nothing has been on the wire so far.");
    assert_int_not_equal(access("bench.pcapng", F_OK), 0);
    write_mine("bench.pcapng");
    hands_press(hands, 'c');
    hands_see(hands, "accept(3, 10.0.0.2");
    hands_press(hands, 'P');
    assert_shows("What was on the wire is in bench-2.pcapng.");
    assert_int_equal(file_size("bench.pcapng"), 4);
    assert_true(file_size("bench-2.pcapng") > 300);
    hands_press(hands, 'P');
    assert_shows("bench-3.pcapng.");
    unlink("bench.pcapng");
    unlink("bench-2.pcapng");
    unlink("bench-3.pcapng");
    assert_return_code(rmdir(folder), 0);
    hands_press(hands, 'P');
    assert_shows("bench.pcapng can't be made: No such file or directory.");
    assert_return_code(chdir("/"), 0);
}

/* ---- without a wire, and at any size ---- */

static void loopback_says_that_it_has_no_wire(void **state)
{
    struct hands *hands = *state;

    hands->options.isolation = ISOLATION_LOOPBACK;
    hands_open(hands, NULL, NULL);
    hands_type(hands, "swc");
    assert_shows("no wire on loopback");
    assert_shows("connect(3, 10.0.0.1:12000) = 0");
    assert_shows("ESTAB");
    for (const char *key = "p>-+#P"; *key; key++) {
        hands_press(hands, *key);
        assert_shows("The wire can't be held or cut on plain loopback");
        assert_shows("needs namespaces.");
    }
    hands_press(hands, 'v');
    assert_shows("ESTABLISHED S:12000 C:");
    assert_shows("no wire on loopback");
    hands_press(hands, 'p');
    assert_shows("The wire can't be held");
    hands_type(hands, ":wire: hold\n");
    assert_shows("needs namespaces.");
    assert_lacks("namespaces..");
}

static void draws_at_every_size(void **state)
{
    struct hands *hands = open_lesson(state, two_lanes, one_calls);

    for (const char *scene = " wofv"; *scene; scene++) {
        hands_press(hands, *scene);
        for (int columns = 1; columns < 210; columns += 7)
            for (int rows = 1; rows < 62; rows += 4)
                hands_resize(hands, rows, columns);
        hands_resize(hands, 1, 1);
        hands_resize(hands, 60, 200);
        assert_shows("The client calls on");
        hands_resize(hands, 23, 80);
    }
    assert_shows("SYN-SENT C:");
}

/* The diagram comes before long prose, which can be scrolled. */
static void the_diagram_keeps_its_rows(void **state)
{
    char body[2048] = "";

    for (int i = 0; i < 10; i++)
        strcat(body, "A line of prose.\n\n");
    strcat(body, "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n\n"
                 "server: bind(3, 0.0.0.0:12000) = -1 EBADF\n```\n");
    struct hands *hands = open_lesson(state, "view: states\n", body);

    hands_type(hands, "  ");
    assert_shows("TIME-WAIT");
    assert_shows("Your kernel (Linux ");
    assert_true(rows_with("A line of prose.") > 0);
    /* Who wants to read scrolls, or zooms it: nothing else moves. */
    hands_press(hands, '\t');
    assert_shows("TIME-WAIT");
    hands_press(hands, 'z');
    assert_true(rows_with("A line of prose.") > 7);
}

int main(void)
{
#define WIRE_TEST(name)                                                        \
    cmocka_unit_test_setup_teardown(name, hands_setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        WIRE_TEST(a_handshake_is_let_through_by_hand),
        WIRE_TEST(a_packet_is_lost),
        WIRE_TEST(a_packet_is_doubled),
        WIRE_TEST(holding_ends_with_the_same_key),
        WIRE_TEST(the_cable_is_cut_and_mended),
        WIRE_TEST(the_selected_packet_goes_first),
        WIRE_TEST(says_that_nothing_waits),
        WIRE_TEST(keys_wait_for_no_packet),
        WIRE_TEST(orders_need_the_wire_in_sight),
        WIRE_TEST(the_usual_view_says_why_calls_block),
        WIRE_TEST(scrolls_until_something_new_comes),
        WIRE_TEST(explains_the_selected_packet),
        WIRE_TEST(the_machine_runs),
        WIRE_TEST(a_lesson_goes_on_beside_the_wire),
        WIRE_TEST(a_lesson_says_what_it_shows_first),
        WIRE_TEST(a_step_says_what_it_shows),
        WIRE_TEST(a_question_may_be_looked_at_not_decided),
        WIRE_TEST(hands_on_the_wire_are_remembered),
        WIRE_TEST(lanes_are_shown_one_at_a_time),
        WIRE_TEST(lanes_stand_side_by_side_where_they_fit),
        WIRE_TEST(calls_and_states_are_never_both_hidden),
        WIRE_TEST(panes_are_zoomed_and_hidden),
        WIRE_TEST(orders_go_to_the_lanes_that_can),
        WIRE_TEST(saves_what_was_on_the_wire),
        WIRE_TEST(loopback_says_that_it_has_no_wire),
        WIRE_TEST(draws_at_every_size),
        WIRE_TEST(the_diagram_keeps_its_rows),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
