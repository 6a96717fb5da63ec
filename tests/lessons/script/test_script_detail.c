/*
 * test_script_detail.c - what an `ss` line asks of a socket beside its state.
 */
#include "tests/support/scripttest.h"

#include <limits.h>
#include <netinet/in.h>

#define BEFORE "server: start\n"

/* The details of the last line of a script. */
static const struct sock_details *details_of(struct fixture *f,
                                             const char *text)
{
    script_free(&f->script);
    parse(f, text);
    return &f->script.lines[f->script.n - 1].details;
}

static void test_all_together(void **state)
{
    const struct sock_details *read = details_of(
        *state, BEFORE "server$ ss ESTAB *:80 *:9 users:server proto:tcp "
                       "send-q:..7 recv-q:5 timer:(on) count:1..3 within 5s");

    assert_string_equal(read->user, "server");
    assert_true(read->by_user);
    assert_int_equal(read->proto, IPPROTO_TCP);
    assert_int_equal(read->send_q.from, INT64_MIN);
    assert_int_equal(read->send_q.to, 7);
    assert_int_equal(read->recv_q.from, 5);
    assert_int_equal(read->recv_q.to, 5);
    assert_int_equal(read->timer.timer, TIMER_ON);
    assert_int_equal(read->count.from, 1);
    assert_int_equal(read->count.to, 3);
}

static void test_without_a_peer(void **state)
{
    struct fixture *f = *state;
    const struct sock_details *read =
        details_of(f, "client$ ss no any *:80 recv-q:1.. if reuseaddr=on");

    assert_true(f->script.lines[0].peer.any_host);
    assert_int_equal(read->recv_q.from, 1);
    assert_int_equal(read->recv_q.to, INT64_MAX);
    assert_false(read->send_q.set);
    assert_false(read->count.set);
    assert_false(read->by_user);
    assert_int_equal(read->proto, 0);
}

static void test_nobody(void **state)
{
    const struct sock_details *read =
        details_of(*state, "server$ ss -K any *:80 users:none proto:udp");

    assert_true(read->by_user);
    assert_string_equal(read->user, "");
    assert_int_equal(read->proto, IPPROTO_UDP);
}

/* What a host does not tell of is no detail: an address was meant. */
static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } wrong[] = {
        {"count:", "'count:' was found, a number such as 5 or a range"},
        {"count:x", "'count:x' was found"},
        {"count:-1", "'count:-1' was found"},
        {"count:3..1", "'count:3..1' was found"},
        {"count:..", "'count:..' was found"},
        {"count:1...3", "'count:1...3' was found"},
        {"count:1 count:2", "a second count: was found, one was expected"},
        {"recv-q:99999999999", "'recv-q:99999999999' was found"},
        {"send-q:many", "'send-q:many' was found"},
        {"timer:(on) timer:(on)", "a second timer: was found"},
        {"proto:unix", "the protocol 'unix' was found, tcp or udp was"},
        {"recvq:1", "did you mean recv-q:?"},
        {"weather:1", "'weather:1' was found, timer:, count:, recv-q:"},
        {"users:clinet", "users:clinet was found"},
        {"users:", "users: was found, an actor of a line before"},
        {"unix:/tmp/s", "'unix:/tmp/s' was found, an address"},
    };
    char text[128];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        snprintf(text, sizeof(text), "server$ ss any *:1 %s", wrong[i].text);
        assert_refused(*state, text, wrong[i].says);
    }
    assert_refused(*state, "server$ ss no any *:1 count:2",
                   "behind ss no and ss -K nothing on how many");
    assert_refused(*state, "server$ ss -K any *:1 count:2",
                   "behind ss no and ss -K nothing on how many");
}

/* Actors are known from their first line on. */
static void test_who_was_meant(void **state)
{
    static const char text[] = "worker@server: start\n"
                               "server$ ss any *:1 users:wroker";
    struct fixture *f = *state;

    assert_int_equal(parse_bytes(f, text, strlen(text)), -1);
    assert_non_null(strstr(f->err.text, "did you mean users:worker?"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_all_together), TEST(test_without_a_peer), TEST(test_nobody),
        TEST(test_refusals),     TEST(test_who_was_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
