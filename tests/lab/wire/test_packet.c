/* Frames as bytes: what the wire reads from them, and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>

#include "lab/wire/packet.h"

/* A SYN from 10.0.0.2:41822 to 10.0.0.1:12000, 20 bytes of TCP header. */
static const uint8_t syn[54] = {
    2,    0,    0,    0,    0,  1, 2,    0,    0,  0, 0, 1, 8, 0, /* Ethernet */
    0x45, 0,    0,    40,   0,  0, 0x40, 0,    64, 6, 0, 0,       /* IPv4 */
    10,   0,    0,    2,    10, 0, 0,    1,                 /* addresses */
    0xa3, 0x5e, 0x2e, 0xe0, 0,  0, 3,    0xe8, 0,  0, 0, 0, /* ports, seq, ack
                                                             */
    0x50, 2,    0xff, 0xff, 0,  0, 0,    0,                 /* header, flags */
};

static void test_reads_tcp(void **state)
{
    struct packet packet;
    char text[ADDR_TEXT];

    (void)state;
    assert_int_equal(packet_parse(&packet, syn, sizeof(syn)), 0);
    assert_int_equal(packet.proto, IPPROTO_TCP);
    assert_string_equal(addr_format(&packet.src, text), "10.0.0.2:41822");
    assert_string_equal(addr_format(&packet.dst, text), "10.0.0.1:12000");
    assert_int_equal(packet.seq, 1000);
    assert_int_equal(packet.len, 0);
    assert_true(packet_turns(&packet));
}

static void test_reads_tcp_over_ip6(void **state)
{
    uint8_t frame[14 + 40 + 20] = {[12] = 0x86, [13] = 0xdd, [14] = 0x60};
    struct packet packet;
    char text[ADDR_TEXT];

    (void)state;
    frame[14 + 5] = 20; /* payload length */
    frame[14 + 6] = IPPROTO_TCP;
    frame[14 + 8] = 0xfd;
    frame[14 + 23] = 2;
    frame[14 + 24] = 0xfd;
    frame[14 + 39] = 1;
    memcpy(frame + 54, syn + 34, 20);
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), 0);
    assert_string_equal(addr_format(&packet.src, text), "[fd00::2]:41822");
    assert_string_equal(addr_format(&packet.dst, text), "[fd00::1]:12000");
}

/* A short frame is padded to 60 bytes on real Ethernet: not payload. */
static void test_padding_is_no_payload(void **state)
{
    uint8_t frame[60] = {0};
    struct packet packet;

    (void)state;
    memcpy(frame, syn, sizeof(syn));
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), 0);
    assert_int_equal(packet.len, 0);
}

static void test_refuses_what_is_cut_short(void **state)
{
    struct packet packet;

    (void)state;
    for (size_t len = 0; len < sizeof(syn); len++)
        assert_int_equal(packet_parse(&packet, syn, len), -1);
}

static void test_refuses_lengths_that_lie(void **state)
{
    uint8_t frame[sizeof(syn)];
    struct packet packet;

    (void)state;
    memcpy(frame, syn, sizeof(syn));
    frame[14] = 0x41; /* an IPv4 header of 4 bytes */
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), -1);
    memcpy(frame, syn, sizeof(syn));
    frame[46] = 0xf0; /* a TCP header of 60 bytes */
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), -1);
    memcpy(frame, syn, sizeof(syn));
    frame[16] = 1; /* 296 bytes in all, says the IPv4 header */
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), -1);
}

/* The rest of a datagram: four bytes, with no header of UDP's before them. */
static void test_later_fragments_have_no_ports(void **state)
{
    uint8_t frame[14 + 20 + 4] = {0};
    struct packet packet;

    (void)state;
    memcpy(frame, syn, 34);
    frame[17] = 24;       /* total length */
    frame[20] = 0;        /* no DF, no MF */
    frame[21] = 1480 / 8; /* offset, in units of 8 bytes */
    frame[23] = IPPROTO_UDP;
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), 0);
    assert_int_equal(packet.proto, IPPROTO_UDP);
    assert_int_equal(packet.offset, 1480);
    assert_int_equal(packet.len, 4);
    assert_int_equal(packet.src.port, 0);
    assert_int_equal(packet.dst.port, 0);
    /* Were it TCP, what stands there would be no flags either. */
    frame[23] = IPPROTO_TCP;
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), 0);
    assert_int_equal(packet_carries(&packet), 0);
}

/* IPv6 says so in a header of its own. */
static void test_reads_fragments_of_ip6(void **state)
{
    uint8_t frame[14 + 40 + 8 + 12] = {[12] = 0x86, [13] = 0xdd, [14] = 0x60};
    uint8_t *fragment = frame + 54;
    struct packet packet;

    (void)state;
    frame[14 + 5] = 20; /* payload length */
    frame[14 + 6] = IPPROTO_FRAGMENT;
    fragment[0] = IPPROTO_UDP;
    fragment[3] = 1; /* more follow */
    memcpy(fragment + 8, syn + 34, 4);
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), 0);
    assert_int_equal(packet.dst.port, 12000);
    assert_int_equal(packet.len, 4);
    fragment[2] = 5; /* at 1280 */
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), 0);
    assert_int_equal(packet.offset, 1280);
    assert_int_equal(packet.dst.port, 0);
    assert_int_equal(packet.len, 12);
    frame[14 + 5] = 7; /* no room for the header */
    assert_int_equal(packet_parse(&packet, frame, sizeof(frame)), -1);
}

static void test_flags_are_tcpdumps(void **state)
{
    char out[PACKET_FLAGS];

    (void)state;
    assert_string_equal(packet_flags(0x02, out), "S");
    assert_string_equal(packet_flags(0x12, out), "S.");
    assert_string_equal(packet_flags(0x11, out), "F.");
    assert_string_equal(packet_flags(0x19, out), "FP.");
    assert_string_equal(packet_flags(0x04, out), "R");
    assert_string_equal(packet_flags(0x14, out), "R.");
    assert_string_equal(packet_flags(0, out), "");
    assert_string_equal(packet_flags(0xc2, out), "SEW");
    assert_string_equal(packet_flags(0x52, out), "S.E");
    assert_string_equal(packet_flags(0x90, out), ".W");
    assert_string_equal(packet_flags(0xff, out), "FSRP.UEW");
}

/* An acknowledgment is one whatever it says of congestion. */
static void test_only_acks(void **state)
{
    static const char *const acks[] = {".", ".E", ".W", ".EW"};
    static const char *const others[] = {"S.", "S.E", "F.", "R.", "R", ""};
    struct packet_event packet = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(acks) / sizeof(acks[0]); i++) {
        strcpy(packet.flags, acks[i]);
        packet.len = 0;
        assert_true(packet_only_acks(&packet));
        packet.len = 1;
        assert_false(packet_only_acks(&packet));
    }
    packet.len = 0;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        strcpy(packet.flags, others[i]);
        assert_false(packet_only_acks(&packet));
    }
}

static struct packet segment(uint16_t from, uint16_t to, uint8_t flags,
                             uint32_t seq, uint32_t ack)
{
    struct packet packet = {.proto = IPPROTO_TCP, .flags = flags};
    uint8_t ip[4] = {10, 0, 0, 1};

    addr_from_ip(&packet.src, AF_INET, ip, from);
    addr_from_ip(&packet.dst, AF_INET, ip, to);
    packet.seq = seq;
    packet.ack = ack;
    return packet;
}

/* Numbers that wrap around, on the way to be sent and sent again. */
static void test_retransmissions_are_known(void **state)
{
    struct flows flows = {0};
    struct packet data = segment(2, 1, 0x18, 0xfffffff0, 1);
    uint32_t seq;
    uint32_t ack;

    (void)state;
    data.len = 0x20;
    assert_false(flows_relative(&flows, &data, &seq, &ack));
    assert_true(flows_relative(&flows, &data, &seq, &ack));
    data.seq = 0x10;
    assert_false(flows_relative(&flows, &data, &seq, &ack));
    data.len = 0;
    assert_false(flows_relative(&flows, &data, &seq, &ack));
    data.flags = 0x11;
    data.seq = 0x30;
    assert_false(flows_relative(&flows, &data, &seq, &ack));
    assert_true(flows_relative(&flows, &data, &seq, &ack));
    flows_free(&flows);
}

/*
 * Both call at once: the SYN goes out again with an ACK, which is an answer;
 * the same once more is a retransmission.
 */
static void test_an_answer_is_no_retransmission(void **state)
{
    struct flows flows = {0};
    struct packet packet = segment(2, 1, TH_FLAG_SYN, 1000, 0);
    uint32_t seq;
    uint32_t ack;

    (void)state;
    assert_false(flows_relative(&flows, &packet, &seq, &ack));
    assert_true(flows_relative(&flows, &packet, &seq, &ack));
    packet.flags |= TH_FLAG_ACK;
    assert_false(flows_relative(&flows, &packet, &seq, &ack));
    assert_true(flows_relative(&flows, &packet, &seq, &ack));
    packet = segment(2, 1, 0x18, 1001, 1);
    packet.len = 5;
    assert_false(flows_relative(&flows, &packet, &seq, &ack));
    packet = segment(2, 1, 0x12, 1000, 1);
    assert_true(flows_relative(&flows, &packet, &seq, &ack));
    flows_free(&flows);
}

static void expect_relative(struct flows *flows, struct packet packet,
                            uint32_t seq, uint32_t ack)
{
    uint32_t got_seq;
    uint32_t got_ack;

    flows_relative(flows, &packet, &got_seq, &got_ack);
    assert_int_equal(got_seq, seq);
    assert_int_equal(got_ack, ack);
}

static void test_numbers_count_from_the_first(void **state)
{
    struct flows flows = {0};

    (void)state;
    expect_relative(&flows, segment(2, 1, TH_FLAG_SYN, 0xffffffff, 0), 0, 0);
    expect_relative(&flows, segment(1, 2, 0x12, 7000, 0), 0, 1);
    expect_relative(&flows, segment(2, 1, 0x10, 0, 7001), 1, 1);
    expect_relative(&flows, segment(2, 1, 0x18, 9, 7001), 10, 1);
    /* The same ports again: a SYN begins a new count. */
    expect_relative(&flows, segment(2, 1, TH_FLAG_SYN, 50, 0), 0,
                    (uint32_t)-7000);
    flows_free(&flows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_tcp),
        cmocka_unit_test(test_reads_tcp_over_ip6),
        cmocka_unit_test(test_padding_is_no_payload),
        cmocka_unit_test(test_refuses_what_is_cut_short),
        cmocka_unit_test(test_refuses_lengths_that_lie),
        cmocka_unit_test(test_later_fragments_have_no_ports),
        cmocka_unit_test(test_reads_fragments_of_ip6),
        cmocka_unit_test(test_flags_are_tcpdumps),
        cmocka_unit_test(test_only_acks),
        cmocka_unit_test(test_retransmissions_are_known),
        cmocka_unit_test(test_an_answer_is_no_retransmission),
        cmocka_unit_test(test_numbers_count_from_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
