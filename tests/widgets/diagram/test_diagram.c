/*
 * test_diagram.c - the state diagram at every size: who stands where, and what
 * is lit.
 */
#include "tests/support/labtest.h"

#include "lab/log/transition.h"
#include "tests/support/drawing.h"
#include "tests/support/within.h"
#include "widgets/diagram/diagram.h"

enum { ROWS = 17, COLUMNS = 78 }; /* a pane of a lesson at 80 by 24 */

static const char *const states[] = {
    "CLOSED",     "LISTEN",     "SYN-SENT",   "SYN-RECEIVED",
    "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "ESTABLISHED",
    "CLOSING",    "LAST-ACK",   "TIME-WAIT",
};

/* A world that is made up: a log and one socket for each host. */
struct world {
    struct log *log;
    struct sock socks[HOSTS][3];
    struct diagram_view view;
};

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof(*world));

    if (!world || !(world->log = log_open()))
        return -1;
    world->view.log = world->log;
    for (int host = 0; host < HOSTS; host++)
        world->view.hosts[host].socks = world->socks[host];
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    log_close(world->log);
    free(world);
    return 0;
}

/* One more socket of the host stands on that state. */
static void stand(struct world *world, enum host_id host, enum tcp_state at,
                  uint16_t port)
{
    size_t n = world->view.hosts[host].n++;

    assert_true(n < 3);
    world->socks[host][n] = (struct sock){.proto = IPPROTO_TCP,
                                          .state = at,
                                          .local = {.port = port},
                                          .inode = 1,
                                          .bound_only = at == STATE_UNCONN};
}

static void change(struct world *world, enum host_id host, enum tcp_state old,
                   enum tcp_state now)
{
    struct event event = {.kind = EVENT_STATE,
                          .state = {.host = host,
                                    .proto = IPPROTO_TCP,
                                    .cookie = 7,
                                    .local = {.port = 12000},
                                    .peer = {.port = 40000},
                                    .old = old,
                                    .now = now}};

    log_append(world->log, &event);
}

static void draw(const struct world *world, int rows, int columns)
{
    diagram_draw(drawing_begin(rows, columns), &world->view);
}

/* How often the text is on the screen. */
static int times(const char *text)
{
    int n = 0;

    for (const char *at = drawing_text(); (at = strstr(at, text)); n++)
        at += strlen(text);
    return n;
}

/* Heads of arrows that are lit. */
static int lit_heads(void)
{
    return times("\xe2\x96\xb2") + times("\xe2\x96\xb6") +
           times("\xe2\x96\xbc") + times("\xe2\x97\x80");
}

/* Fail unless the token stands in the box of that name. */
static void assert_stands(const char *name, const char *token)
{
    const char *text = drawing_text();
    const char *box = text;
    char head[32];

    snprintf(head, sizeof head, "%s ", name);
    while ((box = strstr(box, head))) {
        size_t len = strcspn(box, "]\n");
        const char *found = strstr(box, token);

        if (found && found < box + len)
            return;
        box++;
    }
    fail_msg("%s does not stand on %s:\n%s", token, name, text);
}

static const enum tcp_state all[] = {
    STATE_UNCONN,     STATE_LISTEN,     STATE_SYN_SENT,   STATE_SYN_RECV,
    STATE_FIN_WAIT_1, STATE_FIN_WAIT_2, STATE_CLOSE_WAIT, STATE_ESTAB,
    STATE_CLOSING,    STATE_LAST_ACK,   STATE_TIME_WAIT,
};

static void each_state_has_its_marker(void **state)
{
    struct world *world = *state;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        world->view.hosts[HOST_SERVER].n = 0;
        world->view.hosts[HOST_CLIENT].n = 0;
        stand(world, HOST_SERVER, all[i], 12000);
        draw(world, ROWS, COLUMNS);
        assert_stands(states[i], "S:12000");
        assert_int_equal(times("S:12000"), 1);
        world->view.hosts[HOST_SERVER].n = 0;
        stand(world, HOST_CLIENT, all[i], 41822);
        draw(world, ROWS, COLUMNS);
        assert_stands(states[i], "C:41822");
    }
}

/* Both sides of one connection have room wherever both can be. */
static void both_sides_stand_on_one_state(void **state)
{
    static const enum tcp_state shared[] = {
        STATE_UNCONN, STATE_SYN_SENT,   STATE_SYN_RECV,  STATE_ESTAB,
        STATE_LISTEN, STATE_FIN_WAIT_1, STATE_TIME_WAIT, STATE_CLOSING};
    struct world *world = *state;

    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        world->view.hosts[HOST_SERVER].n = 0;
        world->view.hosts[HOST_CLIENT].n = 0;
        stand(world, HOST_SERVER, shared[i], 12000);
        stand(world, HOST_CLIENT, shared[i], 41822);
        draw(world, 14, DIAGRAM_COLUMNS);
        assert_stands(transition_state_name(shared[i]), "S:12000 C:41822");
    }
}

static void several_are_counted(void **state)
{
    struct world *world = *state;

    stand(world, HOST_SERVER, STATE_ESTAB, 12000);
    stand(world, HOST_SERVER, STATE_ESTAB, 12000);
    stand(world, HOST_CLIENT, STATE_LAST_ACK, 41822);
    stand(world, HOST_CLIENT, STATE_LAST_ACK, 41823);
    stand(world, HOST_CLIENT, STATE_LAST_ACK, 41824);
    draw(world, ROWS, COLUMNS);
    assert_stands("ESTABLISHED", "S:12000\xc3\x97"
                                 "2");
    assert_stands("LAST-ACK", "C\xc3\x97"
                              "3");
}

static void udp_stands_nowhere(void **state)
{
    struct world *world = *state;

    stand(world, HOST_SERVER, STATE_UNCONN, 12000);
    world->socks[HOST_SERVER][0].proto = IPPROTO_UDP;
    draw(world, ROWS, COLUMNS);
    assert_lacks("S:12000");
}

/* Put the change that an arrow is for into the log. */
static void change_as(struct world *world, const struct transition *arrow)
{
    bool passive = arrow->from == STATE_LISTEN && arrow->to == STATE_SYN_RECV;
    struct event rst = {.kind = EVENT_PACKET,
                        .packet = {.from = HOST_CLIENT,
                                   .to = HOST_SERVER,
                                   .proto = IPPROTO_TCP,
                                   .src = {.port = 40000},
                                   .dst = {.port = 12000},
                                   .flags = "R",
                                   .fate = FATE_DELIVERED}};

    if (arrow->from == STATE_SYN_SENT && arrow->to == STATE_NONE) {
        struct event close = {.kind = EVENT_CALL,
                              .call = {.host = HOST_SERVER,
                                       .name = "close",
                                       .args = strdup("3"),
                                       .returned = true,
                                       .sock = {.cookie = 7}}};

        log_append(world->log, &close);
    }
    if (arrow->from == STATE_SYN_RECV && arrow->to == STATE_LISTEN) {
        log_append(world->log, &rst);
        change(world, HOST_SERVER, STATE_SYN_RECV, STATE_NONE);
    } else {
        change(world, HOST_SERVER, passive ? STATE_NONE : arrow->from,
               arrow->to);
    }
}

static void each_arrow_lights_and_is_named(void **state)
{
    const struct transition *arrow;

    for (size_t i = 0; (arrow = transition_at(i)); i++) {
        struct world *world;
        char line[120];

        teardown(state);
        assert_int_equal(setup(state), 0);
        world = *state;
        change_as(world, arrow);
        for (int columns = DIAGRAM_COLUMNS; columns <= COLUMNS; columns++) {
            draw(world, ROWS, columns);
            if (lit_heads() != 1)
                fail_msg("%s lights %d heads:\n%s", arrow->label, lit_heads(),
                         drawing_text());
        }
        snprintf(line, sizeof line, "server: %s \xe2\x86\x92 %s: ",
                 transition_state_name(arrow->from),
                 transition_state_name(arrow->to));
        assert_shows(line);
    }
}

static void a_reset_lights_both_ends_only(void **state)
{
    struct world *world = *state;

    change(world, HOST_SERVER, STATE_ESTAB, STATE_NONE);
    draw(world, ROWS, COLUMNS);
    assert_int_equal(lit_heads(), 0);
    assert_shows("\xe2\x94\x83"
                 "ESTABLISHED ");
    assert_shows("\xe2\x94\x83"
                 "CLOSED ");
}

static void a_step_with_several_changes_tells_each(void **state)
{
    struct world *world = *state;

    change(world, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    world->view.since = log_count(world->log);
    change(world, HOST_SERVER, STATE_ESTAB, STATE_FIN_WAIT_1);
    change(world, HOST_CLIENT, STATE_ESTAB, STATE_CLOSE_WAIT);
    draw(world, ROWS, COLUMNS);
    assert_lacks("CLOSED \xe2\x86\x92 SYN-SENT");
    assert_shows("server: ESTABLISHED \xe2\x86\x92 FIN-WAIT-1: ");
    assert_non_null(strstr(drawing_row(14), "client: ESTABLISHED"));
    assert_int_equal(lit_heads(), 1);
    draw(world, 14, COLUMNS); /* one row for words: the newest, and a count */
    assert_lacks("server: ESTABLISHED");
    assert_non_null(strstr(drawing_row(13), "client: ESTABLISHED"));
    assert_non_null(strstr(drawing_row(13), "\xe2\x96\xb2"
                                            "1"));
}

static void an_earlier_change_is_told_as_such(void **state)
{
    struct world *world = *state;

    draw(world, ROWS, COLUMNS);
    assert_shows("No socket has changed its state yet.");
    change(world, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    world->view.since = log_count(world->log);
    draw(world, ROWS, COLUMNS);
    assert_shows("Earlier, client: SYN-SENT");
}

/* How many are not told stands beside the words, not on them. */
static void what_is_not_told_is_counted(void **state)
{
    struct world *world = *state;

    for (int i = 0; i < 6; i++) {
        change(world, HOST_SERVER, STATE_NONE, STATE_LISTEN);
        change(world, HOST_SERVER, STATE_LISTEN, STATE_NONE);
    }
    world->view.since = 0;
    change(world, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    for (int columns = DIAGRAM_COLUMNS; columns < 100; columns++) {
        draw(world, DIAGRAM_ROWS, columns);
        assert_shows("received SYN,ACK, sent ACK");
        assert_shows("\xe2\x96\xb2"
                     "12");
    }
}

static void linux_is_told_apart(void **state)
{
    struct world *world = *state;

    change(world, HOST_SERVER, STATE_NONE, STATE_SYN_RECV);
    draw(world, ROWS, COLUMNS);
    assert_shows("stays in LISTEN");
    change(world, HOST_SERVER, STATE_NONE, STATE_UNCONN);
    world->view.since = 1;
    draw(world, ROWS, COLUMNS);
    assert_shows("only bound");
    change(world, HOST_SERVER, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    stand(world, HOST_SERVER, STATE_FIN_WAIT_2, 12000);
    world->view.since = 2;
    draw(world, ROWS, COLUMNS);
    assert_lacks("orphan");
    world->socks[HOST_SERVER][0].inode = 0;
    draw(world, ROWS, COLUMNS);
    assert_shows("orphan");
}

static void ascii_says_the_same(void **state)
{
    struct world *world = *state;

    theme_ascii(true);
    stand(world, HOST_CLIENT, STATE_ESTAB, 41822);
    stand(world, HOST_CLIENT, STATE_ESTAB, 41822);
    change(world, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    draw(world, ROWS, COLUMNS);
    theme_ascii(false);
    for (const char *at = drawing_text(); *at; at++)
        assert_within((unsigned char)*at, '\n', '~');
    assert_shows("V rcv SYN,ACK / ACK");
    assert_shows("{ESTABLISHED C:41822x2 ");
    assert_shows("client: SYN-SENT -> ESTABLISHED: received SYN,ACK, sent ACK");
}

/* From the least size on every name and label is whole, whatever the size. */
static void nothing_hides_at_any_size(void **state)
{
    struct world *world = *state;

    for (int rows = DIAGRAM_ROWS; rows <= 50; rows += 3)
        for (int columns = DIAGRAM_COLUMNS; columns <= 200; columns += 7) {
            const struct transition *arrow;

            draw(world, rows, columns);
            for (size_t i = 0; i < sizeof states / sizeof *states; i++)
                assert_shows(states[i]);
            for (size_t i = 0; (arrow = transition_at(i)); i++)
                assert_shows(arrow->label);
            assert_int_equal(times("close() / FIN"), 3);
            assert_int_equal(times("rcv SYN / SYN,ACK"), 2);
        }
}

/*
 * Without the rows between the boxes, everybody stands where they stood; what
 * rows there are go to the arrow that is lit, and then to its neighbours.
 */
static void a_low_pane_keeps_the_map(void **state)
{
    struct world *world = *state;

    stand(world, HOST_SERVER, STATE_LISTEN, 12000);
    stand(world, HOST_CLIENT, STATE_SYN_SENT, 41822);
    change(world, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    for (int rows = DIAGRAM_LEAST; rows < DIAGRAM_ROWS; rows++)
        for (int columns = DIAGRAM_COLUMNS; columns <= 118; columns += 7) {
            draw(world, rows, columns);
            for (size_t i = 0; i < sizeof states / sizeof *states; i++)
                assert_shows(states[i]);
            assert_stands("LISTEN", "S:12000");
            assert_stands("SYN-SENT", "C:41822");
            assert_shows("S server C client");
            assert_shows("client: CLOSED");
            if (rows > DIAGRAM_LEAST)
                assert_shows("connect() / SYN");
            assert_lacks("rcv ACK of FIN"); /* far away */
            assert_lacks("rcv FIN,ACK / ACK");
        }
}

static void a_wide_pane_lists_every_change(void **state)
{
    struct world *world = *state;

    change(world, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    change(world, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    world->view.since = log_count(world->log);
    draw(world, 22, 118);
    assert_shows("Every change so far");
    assert_shows("C:12000 CLOSED \xe2\x86\x92 SYN-SENT");
    assert_shows("C:12000 SYN-SENT \xe2\x86\x92 ESTABLISHED");
    for (int i = 0; i < 100; i++) /* the newest stays in view */
        change(world, HOST_SERVER, STATE_NONE, STATE_LISTEN);
    change(world, HOST_CLIENT, STATE_ESTAB, STATE_CLOSE_WAIT);
    draw(world, 22, 118);
    assert_shows("C:12000 ESTABLISHED \xe2\x86\x92 CLOSE-WAIT");
    assert_lacks("C:12000 CLOSED");
}

static void a_small_pane_lists_states(void **state)
{
    struct world *world = *state;

    stand(world, HOST_SERVER, STATE_LISTEN, 12000);
    stand(world, HOST_CLIENT, STATE_SYN_SENT, 41822);
    change(world, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    draw(world, 6, 38);
    assert_string_equal(drawing_row(0), "LISTEN       S:12000");
    assert_string_equal(drawing_row(1), "SYN-SENT     C:41822");
    assert_non_null(strstr(drawing_row(2), "client: CLOSED"));
    assert_lacks("ESTABLISHED");
}

/* Two worlds beside each other in 80 columns: all states, and where it is. */
static void two_small_panes_fit_in_80_columns(void **state)
{
    struct world *world = *state;

    stand(world, HOST_SERVER, STATE_LISTEN, 12000);
    stand(world, HOST_CLIENT, STATE_ESTAB, 41822);
    change(world, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    draw(world, 14, 36);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        assert_shows(states[i]);
    assert_lacks(theme_sign(SIGN_ELLIPSIS));
    assert_shows("LISTEN S:12000");
    assert_shows("\xe2\x96\xb6"
                 "ESTABLISHED C");
    assert_int_equal(lit_heads(), 1);
    assert_shows("client: SYN-SENT");
}

static void survives_every_size(void **state)
{
    struct world *world = *state;

    stand(world, HOST_SERVER, STATE_LISTEN, 12000);
    change(world, HOST_SERVER, STATE_NONE, STATE_LISTEN);
    for (int columns = 0; columns < 130; columns += 3)
        for (int rows = 0; rows < 30; rows++)
            diagram_draw(
                area_rows(area_columns(drawing_begin(30, 130), 0, columns), 0,
                          rows),
                &world->view);
    draw(world, ROWS, COLUMNS);
    assert_stands("LISTEN", "S:12000");
}

/* ---- a living lab ---- */

static void draw_lab(const struct lab *lab, size_t since)
{
    struct diagram_view view = diagram_view_of(lab, since);

    diagram_draw(drawing_begin(ROWS, COLUMNS), &view);
}

/* Let the oldest packet through and draw what that did. */
static void step(struct lab *lab)
{
    size_t since = log_count(lab_log(lab));

    labtest_deliver(lab);
    draw_lab(lab, since);
}

static void call(struct lab *lab, const char *actor, const char *text)
{
    size_t since = log_count(lab_log(lab));

    labtest_call(lab, actor, text);
    draw_lab(lab, since);
}

static void follows_both_hang_up_at_once(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err;

    call(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    call(lab, "server", "bind(3, 0.0.0.0:12000)");
    assert_stands("CLOSED", "S:12000");
    call(lab, "server", "listen(3, 5)");
    assert_stands("LISTEN", "S:12000");
    call(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    call(lab, "client", "bind(3, 10.0.0.2:41822)");
    assert_int_equal(lab_wire(lab, WIRE_HOLD, &err), 0);
    call(lab, "client", "connect(3, 10.0.0.1:12000)");
    assert_stands("SYN-SENT", "C:41822");
    step(lab);
    assert_stands("SYN-RECEIVED", "S:12000");
    assert_stands("LISTEN", "S:12000");
    step(lab);
    step(lab);
    assert_stands("ESTABLISHED", "S:12000 C:41822");
    call(lab, "server", "accept(3)");
    call(lab, "server", "close(4)");
    assert_stands("FIN-WAIT-1", "S:12000");
    call(lab, "client", "close(3)");
    assert_stands("FIN-WAIT-1", "S:12000 C:41822");
    step(lab);
    assert_stands("CLOSING", "C:41822");
    assert_shows("\xe2\x96\xbc rcv FIN / ACK");
    step(lab);
    assert_stands("CLOSING", "S:12000 C:41822");
    step(lab);
    assert_stands("TIME-WAIT", "S:12000");
    step(lab);
    assert_stands("TIME-WAIT", "S:12000 C:41822");
}

int main(void)
{
#define MADE_UP(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define LIVING(name)                                                           \
    cmocka_unit_test_setup_teardown(name, labtest_setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        MADE_UP(each_state_has_its_marker),
        MADE_UP(both_sides_stand_on_one_state),
        MADE_UP(several_are_counted),
        MADE_UP(udp_stands_nowhere),
        MADE_UP(each_arrow_lights_and_is_named),
        MADE_UP(a_reset_lights_both_ends_only),
        MADE_UP(a_step_with_several_changes_tells_each),
        MADE_UP(an_earlier_change_is_told_as_such),
        MADE_UP(what_is_not_told_is_counted),
        MADE_UP(linux_is_told_apart),
        MADE_UP(ascii_says_the_same),
        MADE_UP(nothing_hides_at_any_size),
        MADE_UP(a_low_pane_keeps_the_map),
        MADE_UP(a_wide_pane_lists_every_change),
        MADE_UP(a_small_pane_lists_states),
        MADE_UP(two_small_panes_fit_in_80_columns),
        MADE_UP(survives_every_size),
        LIVING(follows_both_hang_up_at_once),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
