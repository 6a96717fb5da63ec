/* Netlink messages and lines of /proc as bytes: what the probe reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <string.h>

#include "lab/world/probe.h"

/* A TIME-WAIT of 10.0.0.1:12000 with 57 s left, as the kernel reports it. */
static struct inet_diag_msg time_wait(void)
{
    struct inet_diag_msg diag = {
        .idiag_family = AF_INET,
        .idiag_state = 6,
        .idiag_timer = 3,
        .idiag_expires = 57000,
    };

    diag.id.idiag_sport = htons(12000);
    diag.id.idiag_dport = htons(41822);
    inet_pton(AF_INET, "10.0.0.1", diag.id.idiag_src);
    inet_pton(AF_INET, "10.0.0.2", diag.id.idiag_dst);
    diag.id.idiag_cookie[0] = 0x89abcdef;
    diag.id.idiag_cookie[1] = 1;
    return diag;
}

static void test_reads_time_wait(void **state)
{
    struct inet_diag_msg diag = time_wait();
    struct sock sock;
    char text[ADDR_TEXT];

    (void)state;
    assert_int_equal(probe_parse(&sock, &diag, sizeof(diag), IPPROTO_TCP, 1000),
                     0);
    assert_int_equal(sock.state, STATE_TIME_WAIT);
    assert_string_equal(addr_format(&sock.local, text), "10.0.0.1:12000");
    assert_string_equal(addr_format(&sock.peer, text), "10.0.0.2:41822");
    assert_int_equal(sock.timer, TIMER_TIMEWAIT);
    assert_int_equal(sock.expires, 1000 + 57000LL * 1000000);
    assert_int_equal(sock.inode, 0);
    assert_true(sock.cookie == 0x189abcdefu);
}

static void test_kernel_states_get_names(void **state)
{
    static const char *const names[] = {
        "-",          "ESTAB",     "SYN-SENT", "SYN-RECV",   "FIN-WAIT-1",
        "FIN-WAIT-2", "TIME-WAIT", "UNCONN",   "CLOSE-WAIT", "LAST-ACK",
        "LISTEN",     "CLOSING",   "SYN-RECV", "UNCONN",     "-"};
    struct inet_diag_msg diag = time_wait();
    struct sock sock;

    (void)state;
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        diag.idiag_state = (uint8_t)i;
        assert_int_equal(
            probe_parse(&sock, &diag, sizeof(diag), IPPROTO_TCP, 0), 0);
        assert_string_equal(state_name(sock.state), names[i]);
        assert_int_equal(sock.bound_only, i == 7 || i == 13);
    }
}

static void test_refuses_short_and_foreign(void **state)
{
    struct inet_diag_msg diag = time_wait();
    struct sock sock;

    (void)state;
    for (size_t len = 0; len < sizeof(diag); len++)
        assert_int_equal(probe_parse(&sock, &diag, len, IPPROTO_TCP, 0), -1);
    diag.idiag_family = AF_UNIX;
    assert_int_equal(probe_parse(&sock, &diag, sizeof(diag), IPPROTO_TCP, 0),
                     -1);
}

static void test_reads_proc_line(void **state)
{
    struct sock sock;
    char text[ADDR_TEXT];

    (void)state;
    assert_int_equal(
        probe_proc_parse(&sock,
                         "   1: 0100007F:2EE0 0200007F:A35E 06 00000000:"
                         "00000000 03:00001644 00000000     0        0 0 3 "
                         "0000000000000000\n",
                         IPPROTO_TCP, 0),
        0);
    assert_int_equal(sock.state, STATE_TIME_WAIT);
    assert_string_equal(addr_format(&sock.local, text), "127.0.0.1:12000");
    assert_string_equal(addr_format(&sock.peer, text), "127.0.0.2:41822");
    assert_int_equal(sock.timer, TIMER_TIMEWAIT);
    assert_int_equal(sock.expires / 1000000000, 57);
}

static void test_refuses_other_lines(void **state)
{
    struct sock sock;

    (void)state;
    assert_int_equal(probe_proc_parse(&sock,
                                      "  sl  local_address rem_address   st\n",
                                      IPPROTO_TCP, 0),
                     -1);
    assert_int_equal(probe_proc_parse(&sock, "", IPPROTO_TCP, 0), -1);
    assert_int_equal(
        probe_proc_parse(&sock, "   1: 0100007F:2EE0 0200007F", IPPROTO_TCP, 0),
        -1);
}

static void test_lists_are_ordered_by_cookie(void **state)
{
    struct sock_list list = {0};
    struct sock sock = {0};

    (void)state;
    for (uint64_t i = 0; i < 20; i++) {
        sock.cookie = i * 7 % 20;
        assert_int_equal(sock_list_add(&list, &sock), 0);
    }
    sock_list_sort(&list);
    for (uint64_t i = 0; i < 20; i++)
        assert_int_equal(list.socks[i].cookie, i);
    sock_list_free(&list);
}

static void test_a_socket_is_listed_once(void **state)
{
    struct sock_list list = {0};
    struct sock connects = {.cookie = 2, .state = STATE_SYN_SENT};
    struct sock bound = {
        .cookie = 2, .state = STATE_UNCONN, .bound_only = true};
    struct sock others[] = {{.cookie = 1}, {.cookie = 3}};

    (void)state;
    sock_list_single(&list);
    assert_int_equal(list.n, 0);
    assert_int_equal(sock_list_add(&list, &others[1]), 0);
    assert_int_equal(sock_list_add(&list, &connects), 0);
    assert_int_equal(sock_list_add(&list, &bound), 0);
    assert_int_equal(sock_list_add(&list, &others[0]), 0);
    sock_list_sort(&list);
    sock_list_single(&list);
    assert_int_equal(list.n, 3);
    assert_int_equal(list.socks[0].cookie, 1);
    assert_int_equal(list.socks[1].state, STATE_SYN_SENT);
    assert_int_equal(list.socks[2].cookie, 3);
    sock_list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_time_wait),
        cmocka_unit_test(test_kernel_states_get_names),
        cmocka_unit_test(test_refuses_short_and_foreign),
        cmocka_unit_test(test_reads_proc_line),
        cmocka_unit_test(test_refuses_other_lines),
        cmocka_unit_test(test_lists_are_ordered_by_cookie),
        cmocka_unit_test(test_a_socket_is_listed_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
