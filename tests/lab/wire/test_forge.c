/*
 * test_forge.c - frames that are changed or made from nothing: what is read
 * from them again, and that a receiver finds their checksums right.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>

#include "lab/wire/forge.h"

/* A frame of FORGE_FRAME bytes, and how many of them are used. */
struct frame {
    uint8_t bytes[FORGE_FRAME];
    size_t len;
};

static struct addr address(const char *text)
{
    struct addr addr;

    assert_int_equal(addr_parse(&addr, text, strlen(text)), 0);
    return addr;
}

/* [P.] with seq 1000, ack 2000, window 300. */
static struct frame frame_of(const char *from, const char *to, size_t len)
{
    const struct forge_fields fields = {.has_seq = true,
                                        .has_ack = true,
                                        .has_flags = true,
                                        .has_win = true,
                                        .seq = 1000,
                                        .ack = 2000,
                                        .flags = TH_FLAG_PSH | TH_FLAG_ACK,
                                        .win = 300};
    struct addr src = address(from), dst = address(to);
    struct frame frame = {{0}, 0};

    frame.len = forge_frame(frame.bytes, &src, &dst, &fields, len);
    return frame;
}

static uint32_t sum_16(const uint8_t *at, size_t len, uint32_t sum)
{
    for (size_t i = 0; i < len; i++)
        sum += (uint32_t)at[i] << (i % 2 ? 0 : 8);
    return sum;
}

/* A sum over all, the checksum within it too, is all ones (RFC 1071). */
static void assert_summed(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    assert_int_equal(sum, 0xffff);
}

static void assert_right(const struct frame *frame, int proto)
{
    const uint8_t *ip = frame->bytes + 14;
    bool v6 = ip[0] >> 4 == 6;
    size_t header = v6 ? 40 : 20, segment = frame->len - 14 - header;
    uint32_t pseudo = (uint32_t)proto + (uint32_t)segment;

    if (!v6)
        assert_summed(sum_16(ip, 20, 0));
    pseudo = v6 ? sum_16(ip + 8, 32, pseudo) : sum_16(ip + 12, 8, pseudo);
    assert_summed(sum_16(ip + header, segment, pseudo));
}

static void test_makes_a_segment(void **state)
{
    static const char *const ends[][2] = {
        {"10.0.0.2:41822", "10.0.0.1:12000"},
        {"[fd00::2]:41822", "[fd00::1]:12000"},
    };

    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (size_t len = 0; len <= FORGE_DATA; len += len < 3 ? 1 : 1397) {
            struct frame frame = frame_of(ends[i][0], ends[i][1], len);
            struct packet packet;
            char text[ADDR_TEXT];

            assert_int_equal(packet_parse(&packet, frame.bytes, frame.len), 0);
            assert_string_equal(addr_format(&packet.src, text), ends[i][0]);
            assert_string_equal(addr_format(&packet.dst, text), ends[i][1]);
            assert_int_equal(packet.seq, 1000);
            assert_int_equal(packet.ack, 2000);
            assert_int_equal(packet.win, 300);
            assert_int_equal(packet.flags, TH_FLAG_PSH | TH_FLAG_ACK);
            assert_int_equal(packet.len, len);
            assert_right(&frame, IPPROTO_TCP);
        }
}

static void test_changes_what_is_said_and_nothing_else(void **state)
{
    struct frame frame = frame_of("10.0.0.2:41822", "10.0.0.1:12000", 5);
    struct packet packet;
    struct err err;

    (void)state;
    const struct forge_fields seq = {.has_seq = true, .seq = 0xfffffff0};
    assert_int_equal(forge_change(frame.bytes, frame.len, &seq, &err), 0);
    assert_right(&frame, IPPROTO_TCP);
    const struct forge_fields others = {.has_flags = true,
                                        .flags = TH_FLAG_RST,
                                        .has_win = true,
                                        .has_ttl = true,
                                        .ttl = 1,
                                        .has_byte = true,
                                        .at = 4,
                                        .byte = 'Y'};
    assert_int_equal(forge_change(frame.bytes, frame.len, &others, &err), 0);
    assert_right(&frame, IPPROTO_TCP);
    assert_int_equal(packet_parse(&packet, frame.bytes, frame.len), 0);
    assert_int_equal(packet.seq, 0xfffffff0);
    assert_int_equal(packet.ack, 2000);
    assert_int_equal(packet.win, 0);
    assert_int_equal(packet.flags, TH_FLAG_RST);
    assert_int_equal(frame.bytes[14 + 8], 1);
    assert_memory_equal(frame.bytes + frame.len - 5, "xxxxY", 5);
}

/* Five bytes of UDP from port 9 to port 10. */
static void test_changes_a_datagram(void **state)
{
    struct frame frame = frame_of("10.0.0.2:9", "10.0.0.1:10", 0);
    uint8_t *ip = frame.bytes + 14;
    struct err err;

    (void)state;
    frame.len = 14 + 20 + 8 + 5;
    ip[3] = 33;
    ip[9] = IPPROTO_UDP;
    memset(ip + 24, 0, 9);
    ip[25] = 13;
    const struct forge_fields byte = {
        .has_byte = true, .at = 0, .byte = 7, .has_ttl = true, .ttl = 3};
    assert_int_equal(forge_change(frame.bytes, frame.len, &byte, &err), 0);
    assert_int_equal(ip[28], 7);
    assert_right(&frame, IPPROTO_UDP);
    const struct forge_fields seq = {.has_seq = true};
    assert_int_equal(forge_change(frame.bytes, frame.len, &seq, &err), -1);
    assert_string_equal(err.text, "the packet is not TCP: only ttl: and byte: "
                                  "can be changed");
}

static void test_refuses_what_is_not_there(void **state)
{
    struct frame frame = frame_of("10.0.0.2:41822", "10.0.0.1:12000", 5);
    struct frame before = frame;
    struct err err;

    (void)state;
    const struct forge_fields byte = {
        .has_byte = true, .at = 5, .has_ttl = true};
    assert_int_equal(forge_change(frame.bytes, frame.len, &byte, &err), -1);
    assert_string_equal(err.text, "the packet has no byte 5 of data");
    assert_memory_equal(frame.bytes, before.bytes, frame.len);
    frame.bytes[14 + 6] = 0x20; /* more fragments follow */
    assert_int_equal(forge_change(frame.bytes, frame.len, &byte, &err), -1);
    assert_string_equal(err.text, "a fragment can't be changed");
    for (size_t len = 0; len < 54; len++)
        assert_int_equal(forge_change(before.bytes, len, &byte, &err), -1);
}

/* What a receiver expects next, by what has arrived and what it has answered.
 */
static void test_what_is_awaited(void **state)
{
    struct flows flows = {0};
    struct packet data = {.proto = IPPROTO_TCP,
                          .src = address("10.0.0.2:9"),
                          .dst = address("10.0.0.1:10"),
                          .flags = TH_FLAG_SYN,
                          .seq = 0xffffffff,
                          .win = 100};
    struct packet ack = {.proto = IPPROTO_TCP,
                         .src = data.dst,
                         .dst = data.src,
                         .flags = TH_FLAG_ACK,
                         .seq = 5,
                         .ack = 0,
                         .win = 100};
    const struct flow *flow;
    uint32_t seq, relative;

    (void)state;
    flows_relative(&flows, &data, &seq, &relative);
    flow = flows_find(&flows, &data.src, &data.dst);
    assert_int_equal(flow->awaited, 0xffffffff);
    flows_arrived(&flows, &data);
    assert_int_equal(flow->awaited, 0);
    data.flags = TH_FLAG_ACK;
    data.seq = 10;
    data.len = 5;
    flows_arrived(&flows, &data); /* there is a gap before it */
    flow = flows_find(&flows, &data.src, &data.dst);
    assert_int_equal(flow->awaited, 0);
    data.seq = 0;
    flows_arrived(&flows, &data);
    assert_int_equal(flow->awaited, 5);
    ack.ack = 15; /* the gap was filled */
    ack.win = 0;
    flows_relative(&flows, &ack, &seq, &relative);
    flow = flows_find(&flows, &data.src, &data.dst);
    assert_int_equal(flow->awaited, 15);
    data.seq = 15; /* no window is open for it */
    flows_arrived(&flows, &data);
    assert_int_equal(flow->awaited, 15);
    flows_look(&flows, &data, &seq, &relative);
    assert_int_equal(seq, 16);
    flows_free(&flows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_makes_a_segment),
        cmocka_unit_test(test_changes_what_is_said_and_nothing_else),
        cmocka_unit_test(test_changes_a_datagram),
        cmocka_unit_test(test_refuses_what_is_not_there),
        cmocka_unit_test(test_what_is_awaited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
