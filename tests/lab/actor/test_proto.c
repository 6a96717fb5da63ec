/*
 * What the lab believes of an actor's channel: replies as they are sent, and
 * nothing that only looks like one. Under the sanitizers a value that its type
 * does not have (a bool of 2, an enum out of range) fails here as soon as it is
 * looked at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/actor/proto.h"
#include "lab/base/pass.h"

enum {
    HEAD_MOST = 4096
}; /* bytes that the first message of a reply may have */

struct fixture {
    int ends[2]; /* the actor's, the lab's */
    struct inbox inbox;
    char head[HEAD_MOST]; /* a real reply's first message */
    size_t size;
};

/* What an accept() may have given, with everything that there can be in it. */
static const struct reply real = {
    .outcome = {.ret = 4,
                .addr = {.family = AF_INET, .port = 80, .ip = {10, 0, 0, 2}},
                .has_addr = true,
                .ints = {1, 2, 3},
                .n_ints = 3,
                .sock = {.cookie = 7,
                         .fd = 4,
                         .proto = 6,
                         .flags = SOCKNOTE_REUSEADDR}},
    .channel = -1,
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (!f || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, f->ends) < 0)
        return -1;
    inbox_clear(&f->inbox);
    /* Taken from the wire: nobody but proto.c knows how it is laid out. */
    proto_send_reply(f->ends[0], &real);
    f->size = (size_t)recv(f->ends[1], f->head, sizeof(f->head), 0);
    return f->size > 0 && f->size < sizeof(f->head) ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    outcome_free(&f->inbox.reply.outcome);
    close(f->ends[0]);
    close(f->ends[1]);
    free(f);
    return 0;
}

/* Look at all that the lab looks at; each value must be one of its type's. */
static void use(const struct reply *reply)
{
    const struct outcome *outcome = &reply->outcome;
    char text[ADDR_TEXT];
    bool flags[] = {reply->ready,
                    outcome->has_addr,
                    outcome->sock.flags & SOCKNOTE_REUSEADDR,
                    outcome->sock.flags & SOCKNOTE_REUSEPORT,
                    outcome->sock.flags & SOCKNOTE_V6ONLY,
                    outcome->addr.any_host,
                    outcome->addr.any_port};
    volatile int seen = 0;

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        assert_true(flags[i] == true || flags[i] == false);
    assert_non_null(part_failed(reply->part));
    assert_true(strlen(addr_format(&outcome->addr, text)) < sizeof(text));
    assert_true(strlen(outcome->addr.path) < sizeof(outcome->addr.path));
    assert_true(outcome->err >= 0 && outcome->err < 4096);
    assert_true(reply->failed >= 0 && reply->failed < 4096);
    assert_true(outcome->err == 0 || outcome->ret == -1);
    for (int i = 0; i < outcome->n_ints; i++)
        seen = outcome->ints[i];
    (void)seen;
    assert_true(outcome->n_ints >= 0 && outcome->n_ints <= CALL_INTS);
    assert_true(outcome->len <= CALL_BYTES_MAX);
    assert_true(outcome->data || outcome->len == 0);
}

/* Send a message as it is, and have the lab take it in. */
static int hear(struct fixture *f, const void *message, size_t size)
{
    int got;

    assert_int_equal(send(f->ends[0], message, size, 0), size);
    got = proto_recv_reply(f->ends[1], &f->inbox);
    if (got > 0)
        use(&f->inbox.reply);
    return got;
}

/* Forget what was heard, and what waits still. */
static void forget(struct fixture *f)
{
    char rest[64];

    while (recv(f->ends[1], rest, sizeof(rest), MSG_DONTWAIT) >= 0)
        continue;
    outcome_free(&f->inbox.reply.outcome);
    if (f->inbox.reply.channel >= 0)
        close(f->inbox.reply.channel);
    inbox_clear(&f->inbox);
}

static void a_reply_arrives_as_it_was_sent(void **state)
{
    struct fixture *f = *state;
    struct outcome *outcome = &f->inbox.reply.outcome;

    assert_int_equal(hear(f, f->head, f->size), 1);
    assert_int_equal(outcome->ret, 4);
    assert_true(outcome->has_addr);
    assert_int_equal(outcome->addr.port, 80);
    assert_memory_equal(outcome->addr.ip, real.outcome.addr.ip, 16);
    assert_int_equal(outcome->n_ints, 3);
    assert_int_equal(outcome->ints[2], 3);
    assert_int_equal(outcome->sock.cookie, 7);
    assert_true(outcome->sock.flags & SOCKNOTE_REUSEADDR);
    assert_false(outcome->sock.flags & SOCKNOTE_REUSEPORT);
}

/* It belongs to no call, and may come in front of a reply. */
static void a_handler_that_ran_is_told(void **state)
{
    struct fixture *f = *state;

    proto_send_ran(f->ends[0], SIGUSR1);
    proto_send_reply(f->ends[0], &real);
    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), 1);
    assert_int_equal(f->inbox.reply.ran, SIGUSR1);
    inbox_clear(&f->inbox);
    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), 1);
    assert_int_equal(f->inbox.reply.ran, 0);
    assert_int_equal(f->inbox.reply.outcome.ret, 4);
}

static void data_follows_in_pieces(void **state)
{
    struct fixture *f = *state;
    struct reply reply = real;
    size_t len = 100000;
    int got = 0;

    reply.outcome.data = malloc(len);
    reply.outcome.len = len;
    assert_non_null(reply.outcome.data);
    memset(reply.outcome.data, 'x', len);
    assert_int_equal(proto_send_reply(f->ends[0], &reply), 0);
    while (got == 0)
        got = proto_recv_reply(f->ends[1], &f->inbox);
    assert_int_equal(got, 1);
    assert_int_equal(f->inbox.reply.outcome.len, len);
    assert_memory_equal(f->inbox.reply.outcome.data, reply.outcome.data, len);
    free(reply.outcome.data);
}

/*
 * Every byte of a real reply changed to every value. Many are real still (the
 * port of an address may be any); those that are taken must be good to use. At
 * least each flag of 2 and more is refused, so many are.
 */
static void no_byte_of_it_is_believed_blindly(void **state)
{
    struct fixture *f = *state;
    int refused = 0;

    for (size_t i = 0; i < f->size; i++)
        for (int value = 0; value < 256; value++) {
            char message[HEAD_MOST];
            int got;

            memcpy(message, f->head, f->size);
            message[i] = (char)value;
            got = hear(f, message, f->size);
            if (got < 0)
                assert_int_equal(errno, EPROTO);
            refused += got < 0;
            forget(f);
        }
    assert_true(refused > 7 * 254);
}

static void no_other_length_is_a_reply(void **state)
{
    struct fixture *f = *state;

    for (size_t size = 1; size < f->size + 64; size++) {
        if (size == f->size)
            continue;
        assert_int_equal(hear(f, f->head, size), -1);
        assert_int_equal(errno, EPROTO);
        forget(f);
    }
}

/* The same bytes all over: flags, lengths and an address without an end. */
static void patterns_are_no_reply(void **state)
{
    struct fixture *f = *state;
    static const unsigned char patterns[] = {0x02, 0x7f, 0x80, 0xff, 'x'};

    for (size_t i = 0; i < sizeof(patterns); i++) {
        char message[HEAD_MOST];

        memset(message, patterns[i], f->size);
        assert_int_equal(hear(f, message, f->size), -1);
        assert_int_equal(errno, EPROTO);
        forget(f);
    }
}

/* More data than was said to come would be written behind its room. */
static void data_is_not_longer_than_it_says(void **state)
{
    struct fixture *f = *state;
    char data[] = "abcdef";
    struct reply reply = real;
    char more[64] = "";

    reply.outcome.data = data;
    reply.outcome.len = 3;
    assert_int_equal(proto_send_reply(f->ends[0], &reply), 0);
    recv(f->ends[1], f->head, sizeof(f->head), 0);
    recv(f->ends[1], more, sizeof(more), 0);
    assert_int_equal(hear(f, f->head, f->size), 0);
    assert_int_equal(hear(f, more, sizeof(more)), -1);
    assert_int_equal(errno, EPROTO);
}

/* A descriptor that came with it stays open nowhere. */
static void what_came_along_is_closed(void **state)
{
    struct fixture *f = *state;
    struct iovec part = {f->head, f->size};
    int pipe_ends[2];
    char byte;

    assert_int_equal(pipe(pipe_ends), 0);
    memset(f->head, 0xff, f->size);
    assert_true(pass_send(f->ends[0], &part, 1, pipe_ends[1]) > 0);
    close(pipe_ends[1]);
    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), -1);
    /* The end of the pipe tells that nobody could write into it any more. */
    assert_int_equal(read(pipe_ends[0], &byte, 1), 0);
    close(pipe_ends[0]);
}

static void an_end_is_told_from_nothing_yet(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), 0);
    close(f->ends[0]);
    f->ends[0] = -1;
    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), -1);
    assert_int_equal(errno, EPIPE);
}

/* Its end with an order unread is a reset, and comes before what it has said.
 */
static void what_was_said_before_a_reset_is_heard(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(proto_send_reply(f->ends[0], &real), 0);
    assert_int_equal(send(f->ends[1], "order", 5, 0), 5);
    close(f->ends[0]);
    f->ends[0] = -1;
    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), 1);
    assert_int_equal(f->inbox.reply.outcome.ret, 4);
    outcome_free(&f->inbox.reply.outcome);
    inbox_clear(&f->inbox);
    assert_int_equal(proto_recv_reply(f->ends[1], &f->inbox), -1);
    assert_int_equal(errno, EPIPE);
}

#define PROTO_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROTO_TEST(a_reply_arrives_as_it_was_sent),
        PROTO_TEST(a_handler_that_ran_is_told),
        PROTO_TEST(data_follows_in_pieces),
        PROTO_TEST(no_byte_of_it_is_believed_blindly),
        PROTO_TEST(no_other_length_is_a_reply),
        PROTO_TEST(patterns_are_no_reply),
        PROTO_TEST(data_is_not_longer_than_it_says),
        PROTO_TEST(what_came_along_is_closed),
        PROTO_TEST(an_end_is_told_from_nothing_yet),
        PROTO_TEST(what_was_said_before_a_reset_is_heard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
