/*
 * test_fields.c - a packet's header fields on the screen, from a real wire.
 */
#include "tests/support/drawing.h"
#include "tests/support/labtest.h"
#include "widgets/panes/fields.h"
#include "widgets/view/pane.h"

static void draw(struct area area, const struct lab *lab, uint64_t id, int top)
{
    struct fields_view view = {lab, id};
    struct pane pane = {.top = top};

    pane_draw(&pane, area, fields_text, &view);
}

static int count(const struct lab *lab, uint64_t id, int width)
{
    struct fields_view view = {lab, id};

    return pane_rows(fields_text, &view, width);
}

static int setup(void **state)
{
    *state = NULL;
    theme_ascii(false);
    return 0;
}

/* A SYN that waits on the wire. */
static struct lab *begin(void **state)
{
    struct lab *lab = labtest_open(ISOLATION_NAMESPACE);
    int waits = 0;
    struct err err;

    *state = lab;
    assert_int_equal(lab_wire(lab, WIRE_HOLD, &err), 0);
    labtest_call(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_call(lab, "client", "connect(3, 10.0.0.1:12000)");
    while (lab_waiting(lab) == 0) {
        labtest_wait(lab, &waits);
        lab_pump(lab);
    }
    return lab;
}

static uint64_t oldest(const struct lab *lab)
{
    return lab_waiting_at(lab, 0)->id;
}

static void says_that_nothing_is_selected(void **state)
{
    struct lab *lab = labtest_open(ISOLATION_LOOPBACK);

    *state = lab;
    draw(drawing_begin(4, 80), lab, 0, 0);
    assert_shows("No packet selected");
    draw(drawing_begin(4, 80), lab, 99, 0);
    assert_shows("No packet selected");
    assert_int_equal(count(lab, 0, 80), 1);
}

static void says_what_a_syn_is_made_of(void **state)
{
    struct lab *lab = begin(state);

    draw(drawing_begin(100, 80), lab, oldest(lab), 0);
    assert_non_null(strstr(drawing_row(0), "client > server [S] seq 0 len 0"));
    assert_non_null(strstr(drawing_row(0), "held"));
    assert_string_equal(drawing_row(1), "TCP");
    assert_shows("Destination port       12000");
    assert_shows("Flags                  SYN");
    assert_shows("SYN opens, FIN says that no more will be sent");
    assert_shows("Option MSS             1460 bytes");
    assert_shows("The sender understands selective acknowledgments; only in");
    assert_shows("Option Window scale");
    assert_shows("Option Timestamps");
    assert_shows("(RFC 9293 §3.1)");
    assert_shows("Destination            10.0.0.1");
    assert_lacks("can't be read");
}

/* A later event has no frame of its own: the first one's is shown. */
static void follows_a_packet_through_its_life(void **state)
{
    struct lab *lab = begin(state);
    const struct packet_pattern any = {.any = true};
    uint64_t id = oldest(lab);
    struct err err;

    assert_int_equal(lab_packet(lab, PACKET_DROP, &any, &err), 0);
    draw(drawing_begin(100, 80), lab, id, 0);
    assert_non_null(strstr(drawing_row(0), "dropped"));
    assert_shows("Option MSS");
}

static void wide_panes_have_sentences_beside(void **state)
{
    struct lab *lab = begin(state);

    draw(drawing_begin(100, 160), lab, oldest(lab), 0);
    assert_int_equal(rows_with("Destination port       12000"), 1);
    assert_non_null(strstr(drawing_row(3), "Destination port       12000"));
    assert_non_null(strstr(drawing_row(3), "which end it is for."));
    assert_true(count(lab, oldest(lab), 160) < count(lab, oldest(lab), 80));
}

static void scrolls_and_says_that_there_is_more(void **state)
{
    struct lab *lab = begin(state);
    int rows = count(lab, oldest(lab), 80);

    assert_true(rows > 24);
    draw(drawing_begin(10, 80), lab, oldest(lab), 0);
    assert_shows("TCP");
    assert_shows("▼");
    assert_lacks("▲");
    draw(drawing_begin(10, 80), lab, oldest(lab), 10000);
    assert_shows("Whose header comes next. (RFC 894)");
    assert_shows("▲");
    assert_lacks("▼");
    draw(drawing_begin(rows, 80), lab, oldest(lab), 3);
    assert_non_null(strstr(drawing_row(0), "client > server"));
    assert_lacks("▲");
}

static void says_when_the_bytes_are_missing(void **state)
{
    struct lab *lab = labtest_open(ISOLATION_LOOPBACK);
    struct event event = {.kind = EVENT_PACKET,
                          .packet = {.id = 7, .proto = IPPROTO_UDP}};

    *state = lab;
    log_append(lab_log_write(lab), &event);
    draw(drawing_begin(5, 80), lab, 7, 0);
    assert_shows("UDP len 0 held");
    assert_shows("The log has not kept its bytes.");
    event.packet.id = 8;
    event.packet.frame = calloc(1, 20);
    event.packet.kept = 20;
    log_append(lab_log_write(lab), &event);
    draw(drawing_begin(20, 80), lab, 8, 0);
    assert_shows("Ethernet");
    event.packet.id = 9;
    event.packet.frame = calloc(1, 20);
    event.packet.frame[12] = 8;
    log_append(lab_log_write(lab), &event);
    draw(drawing_begin(20, 80), lab, 9, 0);
    assert_shows("The rest of its headers can't be read.");
}

static void survives_every_size(void **state)
{
    struct lab *lab = begin(state);

    for (int columns = 1; columns < 130; columns++)
        for (int rows = 1; rows < 5; rows++)
            draw(drawing_begin(rows, columns), lab, oldest(lab), rows);
    draw(drawing_begin(40, 38), lab, oldest(lab), 0);
    assert_shows("Source port            ");
}

int main(void)
{
#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(says_that_nothing_is_selected),
        LAB_TEST(says_what_a_syn_is_made_of),
        LAB_TEST(follows_a_packet_through_its_life),
        LAB_TEST(wide_panes_have_sentences_beside),
        LAB_TEST(scrolls_and_says_that_there_is_more),
        LAB_TEST(says_when_the_bytes_are_missing),
        LAB_TEST(survives_every_size),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
