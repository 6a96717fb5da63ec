/*
 * test_script_number.c - ranges and numbers behind a packet on a wire line.
 */
#include "tests/support/scripttest.h"

static void test_ranges(void **state)
{
    const struct line *line = parse_line(
        *state, "wire: [.] client > server win:0 len:5.. seq:..7 ack:1..9 "
                "within 5s");

    assert_int_equal(line->kind, LINE_WIRE_EXPECT);
    assert_int_equal(line->deadline_ms, 5000);
    assert_true(line->packet.win.set);
    assert_int_equal(line->packet.win.to, 0);
    assert_int_equal(line->packet.len.from, 5);
    assert_int_equal(line->packet.seq.to, 7);
    assert_int_equal(line->packet.ack.to, 9);
    line = parse_line(*state, "wire: drop [.] client > server len:0");
    assert_int_equal(line->packet_order, PACKET_DROP);
    assert_true(line->packet.len.set);
    assert_false(line->packet.win.set);
}

static void test_change(void **state)
{
    const struct line *line =
        parse_line(*state, "wire: change [P.] client > server seq:+1000 ack:-1 "
                           "win:0 ttl:1 flags:.R byte:3=0x41");
    const struct packet_change *change = &line->change;

    assert_int_equal(line->kind, LINE_WIRE_PACKET);
    assert_int_equal(line->packet_order, PACKET_CHANGE);
    assert_true(change->seq.added);
    assert_int_equal(change->seq.number, 1000);
    assert_true(change->ack.added);
    assert_int_equal(change->ack.number, -1);
    assert_true(change->win.set);
    assert_int_equal(change->win.number, 0);
    assert_int_equal(change->ttl.number, 1);
    assert_string_equal(change->flags, "R.");
    assert_int_equal(change->at, 3);
    assert_int_equal(change->byte, 'A');
    line = parse_line(*state, "wire: change [] client > server ttl:1");
    assert_string_equal(line->packet.flags, "");
}

static void test_forge(void **state)
{
    const struct line *line = parse_line(
        *state, "wire: forge [P.] server > client seq:5 len:1400 ack:+0");
    const struct packet_change *numbers = &line->change;

    assert_int_equal(line->kind, LINE_WIRE_FORGE);
    assert_int_equal(line->packet.from, HOST_SERVER);
    assert_true(numbers->seq.set);
    assert_false(numbers->seq.added);
    assert_int_equal(numbers->seq.number, 5);
    assert_true(numbers->ack.added);
    assert_int_equal(numbers->len, 1400);
    line = parse_line(*state, "wire: forge [R] client > server");
    assert_false(line->change.seq.set);
    assert_true(((struct fixture *)*state)->script.needs[NEED_WIRE]);
}

static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } wrong[] = {
        {"[.] client > server win", "'win' was found, win:, len:, seq: or"},
        {"[.] client > server ttl:5", "'ttl:5' was found, win:, len:"},
        {"[.] client > server win:65536", "'win:65536' was found, a number"},
        {"[.] client > server win:+1", "'win:+1' was found, a number"},
        {"[.] client > server len:1 len:2", "a second len: was found"},
        {"drop [.] client > server len:x", "'len:x' was found"},
        {"change", "'' was found, a packet such as"},
        {"change [P.] client > server", "what to change, such as seq:+1000"},
        {"change [P.] client > server seq:", "'seq:' was found"},
        {"change [P.] client > server seq:++1", "'seq:++1' was found"},
        {"change [P.] client > server seq:+-1", "'seq:+-1' was found"},
        {"change [P.] client > server seq:4294967296", "not too large"},
        {"change [P.] client > server seq:+1 seq:+1", "a second seq: was"},
        {"change [P.] client > server win:+1", "from 0 to 65535 was expected"},
        {"change [P.] client > server ttl:256", "from 0 to 255 was expected"},
        {"change [P.] client > server flags:X", "the flags 'X' were found"},
        {"change [P.] client > server flags:", "the flags '' were found"},
        {"change [P.] client > server byte:1", "such as byte:0=65"},
        {"change [P.] client > server byte:x=1", "'byte:x=1' was found"},
        {"change [P.] client > server byte:1=256", "from 0 to 255"},
        {"change [P.] client > server len:5", "'len:5' was found"},
        {"change [P.] client > server sqe:5", "did you mean seq:?"},
        {"change [P.] client > server color:5", "'color:5' was found, seq:"},
        {"change [] client > server seq:+1", "'seq:+1' was found, ttl: or"},
        {"forge [] client > server", "the flags of a TCP packet"},
        {"forge [R] client > client", "server > client or client > server"},
        {"forge [R] client > server flags:S", "'flags:S' was found, seq:"},
        {"forge [R] client > server len:1401", "from 0 to 1400 was expected"},
    };
    char text[128];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        snprintf(text, sizeof(text), "wire: %s", wrong[i].text);
        assert_refused(*state, text, wrong[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ranges),
        TEST(test_change),
        TEST(test_forge),
        TEST(test_refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
