/*
 * Private networks on a kernel without IPv6 (ipv6.disable=1). Such a kernel
 * can't be had here, so its answers are: requests that are about IPv6 go
 * nowhere, and EAFNOSUPPORT comes back, as linux/net/core/rtnetlink.c would
 * have it. The two functions of libmnl that send and receive are replaced for
 * that.
 */
#include "tests/support/runtest.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

/* What the kernel is to answer to a request about IPv6; 0: it has IPv6. */
static int ipv6_error;

/* The answer that stands in for the kernel's; error 0: it is asked itself. */
static struct nlmsghdr refused;
static int refused_error;

/* Whether there is an attribute of that type among those from `first` on. */
static bool has_attribute(const struct nlmsghdr *header, size_t offset,
                          uint16_t type)
{
    const struct nlattr *attribute;

    mnl_attr_for_each(attribute, header, offset)
    {
        if (mnl_attr_get_type(attribute) == type)
            return true;
    }
    return false;
}

/* An interface's own settings for a family, an address, or a route. */
static bool is_about_ipv6(const struct nlmsghdr *header)
{
    const uint8_t *family = mnl_nlmsg_get_payload(header);

    if (header->nlmsg_type == RTM_NEWLINK)
        return has_attribute(header, sizeof(struct ifinfomsg), IFLA_AF_SPEC);
    return *family == AF_INET6;
}

ssize_t mnl_socket_sendto(const struct mnl_socket *socket, const void *request,
                          size_t size)
{
    refused_error = 0;
    if (ipv6_error && is_about_ipv6(request)) {
        memcpy(&refused, request, sizeof(refused));
        refused_error = ipv6_error;
        return (ssize_t)size;
    }
    return send(mnl_socket_get_fd(socket), request, size, 0);
}

ssize_t mnl_socket_recvfrom(const struct mnl_socket *socket, void *answer,
                            size_t size)
{
    struct nlmsghdr *header;
    struct nlmsgerr *error;

    if (!refused_error)
        return recv(mnl_socket_get_fd(socket), answer, size, 0);
    header = mnl_nlmsg_put_header(answer);
    header->nlmsg_type = NLMSG_ERROR;
    header->nlmsg_seq = refused.nlmsg_seq;
    error = mnl_nlmsg_put_extra_header(header, sizeof(*error));
    error->error = -refused_error;
    error->msg = refused;
    refused_error = 0;
    return header->nlmsg_len;
}

static int teardown(void **state)
{
    ipv6_error = 0;
    return runtest_teardown(state);
}

/* All that IPv4 does is there: calls, states, packets on the wire. */
static void ipv4_works(void **state, int error)
{
    struct runner *runner;

    labtest_need(ISOLATION_NAMESPACE);
    ipv6_error = error;
    runner =
        runtest_run(state, CONNECTED "wire: hold\n"
                                     "client: send(3, \"hi\", 2, 0) = 2\n"
                                     "wire: [P.] client > server\n"
                                     "wire: flow\n"
                                     "server: recv(4, \"hi\", 9, 0) = 2\n"
                                     "server$ ss ESTAB *:12000 10.0.0.2:*\n");
    runtest_totals(runner, 12, 0, 0);
    assert_int_equal(lab_isolation(runner_lab(runner, 0)), ISOLATION_NAMESPACE);
    assert_string_equal(lab_cannot(runner_lab(runner, 0), NEED_IPV6),
                        "This kernel has no IPv6.");
}

static void a_kernel_without_ipv6_has_private_networks(void **state)
{
    ipv4_works(state, EAFNOSUPPORT);
}

static void so_has_one_that_does_not_support_it(void **state)
{
    ipv4_works(state, EOPNOTSUPP);
}

/* net.ipv6.conf.default.disable_ipv6=1 that new namespaces inherit. */
static void so_has_one_where_it_is_switched_off(void **state)
{
    ipv4_works(state, EACCES);
}

/* A lesson that needs IPv6 is told so before anything of it runs. */
static void a_lesson_that_needs_it_says_so(void **state)
{
    static const char text[] = "---\ntitle: T\nchapter: C\nsummary: S.\n"
                               "minutes: 1\nneeds: [ipv6]\n---\n"
                               "```lab\n"
                               "server: socket(AF_INET6, SOCK_STREAM, 0) = 3\n"
                               "```\n";
    static const enum isolation kinds[] = {ISOLATION_AUTO, ISOLATION_NAMESPACE};
    struct runtest *test = *state;
    struct err err = {.text = ""};

    labtest_need(ISOLATION_NAMESPACE);
    test->lesson = lesson_parse("test.md", text, strlen(text), &err);
    if (!test->lesson)
        fail_msg("%s", err.text);
    ipv6_error = EAFNOSUPPORT;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct runner_options options = {.isolation = kinds[i]};

        assert_null(runner_open(test->lesson, &options, &err));
        assert_int_equal(err.kind, ERR_MACHINE);
        assert_string_equal(err.text, "This kernel has no IPv6.");
    }
}

/* What is no answer about IPv6 is a failure, and no world without it. */
static void a_kernel_that_is_out_of_memory_is_none(void **state)
{
    static const enum isolation kinds[] = {ISOLATION_AUTO, ISOLATION_NAMESPACE};
    struct err err = {.text = ""};

    (void)state;
    labtest_need(ISOLATION_NAMESPACE);
    ipv6_error = ENOBUFS;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        assert_null(lab_open(kinds[i], &err));
        assert_int_equal(err.kind, ERR_MACHINE);
        assert_non_null(strstr(err.text, strerror(ENOBUFS)));
    }
}

/* The replacement is not idle: this kernel would have taken the requests. */
static void with_ipv6_nothing_is_missing(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET6, SOCK_STREAM, 0) = 3\n"
                           "server: bind(3, [fd00::1]:12000) = 0\n");

    if (lab_cannot(runner_lab(runner, 0), NEED_IPV6))
        skip();
    runtest_totals(runner, 2, 0, 0);
}

#define RTNL_TEST(f) cmocka_unit_test_setup_teardown(f, runtest_setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RTNL_TEST(a_kernel_without_ipv6_has_private_networks),
        RTNL_TEST(so_has_one_that_does_not_support_it),
        RTNL_TEST(so_has_one_where_it_is_switched_off),
        RTNL_TEST(a_lesson_that_needs_it_says_so),
        RTNL_TEST(a_kernel_that_is_out_of_memory_is_none),
        RTNL_TEST(with_ipv6_nothing_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
