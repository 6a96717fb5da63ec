/*
 * test_header.c - frames as bytes, read field by field: what the fields say,
 * and that nothing is read behind the end of a frame.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "lab/wire/header.h"
#include "tests/support/within.h"

/* A SYN with the options that Linux sends, from 10.0.0.2 to 10.0.0.1. */
static const uint8_t syn[] = {
    2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, /* Ethernet */
    /* IPv4: 60 bytes in all, DF, TTL 64 */
    0x45, 0, 0, 60, 0x12, 0x34, 0x40, 0, 64, 6, 0xab, 0xcd, 10, 0, 0, 2, 10, 0,
    0, 1,
    /* TCP: ports 41822 and 12000, seq 1000, 40 bytes, SYN, window 64240 */
    0xa3, 0x5e, 0x2e, 0xe0, 0, 0, 3, 0xe8, 0, 0, 0, 0, 0xa0, 2, 0xfa, 0xf0,
    0x1c, 0x46, 0, 0,
    /* MSS 1460, SACK permitted, timestamps, a no-operation, scale 7 */
    2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0, 0, 0, 100, 0, 0, 0, 0, 1, 3, 3, 7};

enum { IP_AT = 14, TCP_AT = 34, OPTIONS_AT = 54, BUFFER = 256 };

/* A frame that a test may change, at the very end of its memory. */
struct frame {
    uint8_t *bytes;
    size_t len;
};

static int setup(void **state)
{
    struct frame *frame = calloc(1, sizeof(*frame));

    assert_non_null(frame);
    frame->bytes = calloc(1, BUFFER);
    assert_non_null(frame->bytes);
    memcpy(frame->bytes, syn, sizeof(syn));
    frame->len = sizeof(syn);
    *state = frame;
    return 0;
}

static int teardown(void **state)
{
    struct frame *frame = *state;

    free(frame->bytes);
    free(frame);
    return 0;
}

/* Read from a copy of just that length: the sanitizer sees each step too far.
 */
static struct header read_exactly(const uint8_t *bytes, size_t len)
{
    uint8_t *copy = malloc(len ? len : 1);
    struct header header;

    assert_non_null(copy);
    memcpy(copy, bytes, len);
    header_read(&header, copy, len);
    free(copy);
    return header;
}

static void assert_field(const struct header *header, enum header_layer layer,
                         const char *name, const char *value)
{
    const struct header_field *field = header_find(header, layer, name);

    if (!field)
        fail_msg("no field %s", name);
    assert_string_equal(field->value, value);
}

static void reads_all_of_a_syn(void **state)
{
    struct frame *frame = *state;
    struct header header = read_exactly(frame->bytes, frame->len);

    assert_false(header.cut);
    assert_field(&header, LAYER_ETHERNET, "Source", "02:00:00:00:00:02");
    assert_field(&header, LAYER_ETHERNET, "Type", "0x0800 IPv4");
    assert_field(&header, LAYER_IP4, "Source", "10.0.0.2");
    assert_field(&header, LAYER_IP4, "Destination", "10.0.0.1");
    assert_field(&header, LAYER_IP4, "Total length", "60 bytes");
    assert_field(&header, LAYER_IP4, "Flags", "DF");
    assert_field(&header, LAYER_IP4, "Time to live", "64");
    assert_field(&header, LAYER_IP4, "Protocol", "6 TCP");
    assert_field(&header, LAYER_TCP, "Source port", "41822");
    assert_field(&header, LAYER_TCP, "Destination port", "12000");
    assert_field(&header, LAYER_TCP, "Sequence number", "1000");
    assert_field(&header, LAYER_TCP, "Flags", "SYN");
    assert_field(&header, LAYER_TCP, "Window", "64240");
    assert_field(&header, LAYER_TCP, "Checksum", "0x1c46");
    assert_null(header_find(&header, LAYER_PAYLOAD, "Data"));
}

static void reads_the_options_of_a_syn(void **state)
{
    struct frame *frame = *state;
    struct header header = read_exactly(frame->bytes, frame->len);

    assert_field(&header, LAYER_TCP, "Option MSS", "1460 bytes");
    assert_field(&header, LAYER_TCP, "Option SACK permitted", "yes");
    assert_field(&header, LAYER_TCP, "Option Timestamps", "100, echo 0");
    assert_field(&header, LAYER_TCP, "Option No-operation", "1 byte");
    assert_field(&header, LAYER_TCP, "Option Window scale", "7: times 128");
}

static void says_what_every_field_is_for(void **state)
{
    struct frame *frame = *state;
    struct header header = read_exactly(frame->bytes, frame->len);

    assert_true(header.n > 20);
    for (int i = 0; i < header.n; i++) {
        size_t len = strlen(header.fields[i].text);

        assert_true(len > 10);
        assert_int_equal(header.fields[i].text[len - 1], '.');
        assert_true(strlen(header.fields[i].source) > 5);
    }
}

static void an_ack_without_its_flag_does_not_count(void **state)
{
    struct frame *frame = *state;
    struct header header = read_exactly(frame->bytes, frame->len);

    assert_field(&header, LAYER_TCP, "Acknowledgment number",
                 "0 (not set: no ACK)");
    frame->bytes[TCP_AT + 13] = 0x12;
    header = read_exactly(frame->bytes, frame->len);
    assert_field(&header, LAYER_TCP, "Acknowledgment number", "0");
    assert_field(&header, LAYER_TCP, "Flags", "SYN, ACK");
}

/* Turn the frame's 20 bytes of options into these. */
static struct header with_options(struct frame *frame, const uint8_t *options,
                                  size_t len)
{
    memset(frame->bytes + OPTIONS_AT, 0, 20);
    memcpy(frame->bytes + OPTIONS_AT, options, len);
    return read_exactly(frame->bytes, frame->len);
}

static void reads_rare_options(void **state)
{
    static const uint8_t sack[] = {1, 1, 5, 10, 0, 0, 0, 9, 0, 0, 0, 12};
    static const uint8_t cookie[] = {34, 2, 99, 3, 0};
    struct header header = with_options(*state, sack, sizeof(sack));

    assert_false(header.cut);
    assert_field(&header, LAYER_TCP, "Option No-operation", "2 bytes");
    assert_field(&header, LAYER_TCP, "Option SACK", "9-12");
    header = with_options(*state, cookie, sizeof(cookie));
    assert_field(&header, LAYER_TCP, "Option Fast Open", "asks for a cookie");
    assert_field(&header, LAYER_TCP, "Option unknown", "kind 99, 1 bytes");
}

static void refuses_options_that_lie(void **state)
{
    static const uint8_t too_long[] = {2, 40};
    static const uint8_t too_short[] = {2, 1};
    static const uint8_t no_length[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                        1, 1, 1, 1, 1, 1, 1, 1, 1, 2};

    assert_true(with_options(*state, too_long, sizeof(too_long)).cut);
    assert_true(with_options(*state, too_short, sizeof(too_short)).cut);
    assert_true(with_options(*state, no_length, sizeof(no_length)).cut);
}

/* Behind the header comes data, and behind that padding. */
static void shows_the_data(void **state)
{
    struct frame *frame = *state;
    struct header header;

    memcpy(frame->bytes + frame->len, "hi\r\n....", 8);
    frame->bytes[IP_AT + 3] = 64;
    header = read_exactly(frame->bytes, frame->len + 8);
    assert_field(&header, LAYER_PAYLOAD, "Data", "4 bytes: hi..");
}

/* What follows in a later fragment are no ports. */
static void later_fragments_are_data(void **state)
{
    struct frame *frame = *state;
    struct header header;

    memcpy(frame->bytes + TCP_AT, "aaaaaaaa", 8);
    frame->bytes[IP_AT + 3] = 28;
    frame->bytes[IP_AT + 6] = 0;
    frame->bytes[IP_AT + 7] = 185;
    frame->bytes[IP_AT + 9] = 17;
    header = read_exactly(frame->bytes, TCP_AT + 8);
    assert_false(header.cut);
    assert_field(&header, LAYER_IP4, "Fragment offset", "1480");
    assert_field(&header, LAYER_PAYLOAD, "Data", "8 bytes: aaaaaaaa");
    assert_null(header_find(&header, LAYER_UDP, "Source port"));
}

static void reads_fragments_of_ip6(void **state)
{
    uint8_t bytes[14 + 40 + 8 + 8] = {[12] = 0x86, [13] = 0xdd, [14] = 0x60};
    struct header header;

    (void)state;
    bytes[14 + 5] = 16;
    bytes[14 + 6] = 44;
    bytes[54] = 17;
    bytes[57] = 1;
    bytes[62 + 3] = 7;
    header = read_exactly(bytes, sizeof(bytes));
    assert_field(&header, LAYER_IP6, "Next header", "44 fragment");
    assert_field(&header, LAYER_FRAGMENT, "Flags", "M");
    assert_field(&header, LAYER_UDP, "Destination port", "7");
    bytes[56] = 5;
    header = read_exactly(bytes, sizeof(bytes));
    assert_field(&header, LAYER_FRAGMENT, "Fragment offset", "1280");
    assert_null(header_find(&header, LAYER_UDP, "Destination port"));
    assert_true(read_exactly(bytes, 14 + 40 + 7).cut);
}

/* The log keeps headers only of long frames. */
static void data_may_be_missing(void **state)
{
    struct frame *frame = *state;
    struct header header;

    frame->bytes[IP_AT + 2] = 4; /* 1084 bytes in all */
    header = read_exactly(frame->bytes, frame->len);
    assert_field(&header, LAYER_PAYLOAD, "Data", "1024 bytes: ...");
    assert_false(header.cut);
}

static void a_frame_cut_short_keeps_what_is_whole(void **state)
{
    struct frame *frame = *state;
    int before = 0;

    for (size_t len = 0; len < frame->len; len++) {
        struct header header = read_exactly(frame->bytes, len);

        assert_true(header.cut);
        assert_true(header.n >= before);
        before = header.n;
    }
    assert_int_equal(before, 3 + 12 + 9);
}

static void reads_ip6_and_udp(void **state)
{
    struct frame *frame = *state;
    uint8_t *ip = frame->bytes + IP_AT;
    struct header header;

    memset(ip, 0, 60);
    frame->bytes[12] = 0x86;
    frame->bytes[13] = 0xdd;
    ip[0] = 0x61;
    ip[1] = 0x2a;
    ip[3] = 0xbc;
    ip[5] = 13;
    ip[6] = 17;
    ip[7] = 64;
    ip[8] = ip[24] = 0xfd;
    ip[23] = 2;
    ip[39] = 1;
    ip[41] = 53;
    ip[43] = 54;
    ip[45] = 13;
    memcpy(ip + 48, "hello", 5);
    header = read_exactly(frame->bytes, IP_AT + 53);
    assert_false(header.cut);
    assert_field(&header, LAYER_IP6, "Traffic class", "0x12");
    assert_field(&header, LAYER_IP6, "Flow label", "0xa00bc");
    assert_field(&header, LAYER_IP6, "Source", "fd00::2");
    assert_field(&header, LAYER_IP6, "Hop limit", "64");
    assert_field(&header, LAYER_UDP, "Destination port", "54");
    assert_field(&header, LAYER_UDP, "Length", "13");
    assert_field(&header, LAYER_PAYLOAD, "Data", "5 bytes: hello");
    for (size_t len = 0; len < IP_AT + 48; len++)
        assert_true(read_exactly(frame->bytes, len).cut);
}

/* An error of type 3, code 3, that quotes the SYN. */
static void names_an_icmp_error_and_its_packet(void **state)
{
    struct frame *frame = *state;
    uint8_t *icmp = frame->bytes + TCP_AT;
    struct header header;

    memset(icmp, 0, 8);
    frame->bytes[IP_AT + 3] = 56;
    frame->bytes[IP_AT + 9] = 1;
    icmp[0] = 3;
    icmp[1] = 3;
    memcpy(icmp + 8, syn + IP_AT, 28);
    header = read_exactly(frame->bytes, TCP_AT + 36);
    assert_false(header.cut);
    assert_field(&header, LAYER_ICMP, "Type", "3");
    assert_field(&header, LAYER_ICMP, "Code", "3 port unreachable");
    assert_field(&header, LAYER_ICMP, "About",
                 "10.0.0.2:41822 > 10.0.0.1:12000");
    for (size_t len = 0; len < TCP_AT + 32; len++)
        assert_true(read_exactly(frame->bytes, len).cut);
}

static void reads_ip6_errors(void **state)
{
    uint8_t frame[IP_AT + 40 + 8 + 40 + 8] = {[12] = 0x86, [13] = 0xdd};
    struct header header;

    (void)state;
    frame[IP_AT] = 0x60;
    frame[IP_AT + 5] = 56;
    frame[IP_AT + 6] = 58;
    frame[IP_AT + 40] = 1;
    frame[IP_AT + 41] = 4;
    frame[IP_AT + 48 + 8] = frame[IP_AT + 48 + 24] = 0xfd;
    frame[IP_AT + 48 + 23] = 2;
    frame[IP_AT + 48 + 39] = 1;
    frame[IP_AT + 48 + 41] = 9;
    frame[IP_AT + 48 + 43] = 7;
    header = read_exactly(frame, sizeof(frame));
    assert_false(header.cut);
    assert_field(&header, LAYER_ICMP6, "Code", "4 port unreachable");
    assert_field(&header, LAYER_ICMP6, "About", "[fd00::2]:9 > [fd00::1]:7");
}

/* Whatever the bytes are, nothing is read that is not there. */
static void survives_any_bytes(void **state)
{
    struct frame *frame = *state;
    uint32_t random = 1;

    for (int round = 0; round < 20000; round++) {
        size_t len = (size_t)round % 120;
        struct header header;

        memcpy(frame->bytes, syn, sizeof(syn));
        for (int changes = 0; changes < 4; changes++) {
            random = random * 1664525 + 1013904223;
            frame->bytes[12 + (random >> 8) % 70] = (uint8_t)(random >> 24);
        }
        header = read_exactly(frame->bytes, len);
        assert_within(header.n, 0, HEADER_FIELDS);
    }
}

static void layers_have_names(void **state)
{
    (void)state;
    assert_string_equal(header_layer_name(LAYER_ETHERNET), "Ethernet");
    assert_string_equal(header_layer_name(LAYER_ICMP6), "ICMPv6");
    assert_string_equal(header_layer_name(LAYERS), "");
}

int main(void)
{
#define FRAME_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        FRAME_TEST(reads_all_of_a_syn),
        FRAME_TEST(reads_the_options_of_a_syn),
        FRAME_TEST(says_what_every_field_is_for),
        FRAME_TEST(an_ack_without_its_flag_does_not_count),
        FRAME_TEST(reads_rare_options),
        FRAME_TEST(refuses_options_that_lie),
        FRAME_TEST(shows_the_data),
        FRAME_TEST(later_fragments_are_data),
        FRAME_TEST(reads_fragments_of_ip6),
        FRAME_TEST(data_may_be_missing),
        FRAME_TEST(a_frame_cut_short_keeps_what_is_whole),
        FRAME_TEST(reads_ip6_and_udp),
        FRAME_TEST(names_an_icmp_error_and_its_packet),
        cmocka_unit_test(reads_ip6_errors),
        FRAME_TEST(survives_any_bytes),
        cmocka_unit_test(layers_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
