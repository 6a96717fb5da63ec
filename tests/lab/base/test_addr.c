/*
 * test_addr.c - addresses as scripts write them, there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lab/base/addr.h"

static struct addr parsed(const char *text)
{
    struct addr addr;

    if (addr_parse(&addr, text, strlen(text)) < 0)
        fail_msg("%s was not read", text);
    return addr;
}

static void text_comes_back(void **state)
{
    static const char *const texts[] = {
        "10.0.0.1:80",
        "0.0.0.0:0",
        "[fd00::1]:80",
        "[::]:12000",
        "10.0.0.2:*",
        "*:12000",
        "*:*",
        "[fd00::1]:*",
        "unix:/tmp/s",
        "unix:@hidden",
        "[::ffff:10.0.0.1]:80",
        "[fe80::1%eth0]:80",
        "[fe80::1%eth0]:*",
        "[ff02::1%2]:80",
        "unix:",
    };
    char out[ADDR_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct addr addr = parsed(texts[i]);

        assert_string_equal(addr_format(&addr, out), texts[i]);
    }
}

static void a_star_alone_is_any_address_and_port(void **state)
{
    struct addr addr = parsed("*");

    (void)state;
    assert_true(addr.any_host);
    assert_true(addr.any_port);
}

static void what_is_no_address_is_refused(void **state)
{
    static const char *const texts[] = {
        "[fe80::1%]:80",
        "[fe80::1%abcdefghijklmnop]:80",
        "10.0.0.1%eth0:80",
        "[%eth0]:80",
        "",
        "10.0.0.1",
        "10.0.0.1:",
        "10.0.0.1:65536",
        "10.0.0:80",
        ":80",
        "fd00::1:80",
        "[fd00::1]",
        "[fd00::1:8",
        "[10.0.0.1]:8",
        "10.0.0.1:80 ",
        "10.0.0.1:-1",
        "[]:80",
        "a:80",
        "10.0.0.1:000080",
        "[fd00::1]x:80",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct addr addr = {.port = 7};
        int result = addr_parse(&addr, texts[i], strlen(texts[i]));

        if (result == 0)
            fail_msg("`%s` was taken for an address", texts[i]);
        assert_int_equal(addr.port, 7);
    }
}

static void a_path_that_is_too_long_is_refused(void **state)
{
    struct addr addr;
    char text[5 + 108];

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = i < 5 ? "unix:"[i] : 'x';
    assert_int_equal(addr_parse(&addr, text, sizeof(text)), -1);
    assert_int_equal(addr_parse(&addr, text, sizeof(text) - 1), 0);
}

static void only_len_bytes_are_read(void **state)
{
    struct addr addr;

    (void)state;
    assert_int_equal(addr_parse(&addr, "10.0.0.1:8012", 11), 0);
    assert_int_equal(addr.port, 80);
}

static void patterns_match_what_they_stand_for(void **state)
{
    static const struct {
        const char *pattern;
        const char *actual;
        bool match;
    } cases[] = {
        {"*", "10.0.0.2:41822", true},
        {"*:*", "[fd00::1]:1", true},
        {"10.0.0.2:*", "10.0.0.2:41822", true},
        {"10.0.0.2:*", "10.0.0.1:41822", false},
        {"*:12000", "[::]:12000", true},
        {"*:12000", "10.0.0.1:12001", false},
        {"10.0.0.1:80", "10.0.0.1:80", true},
        {"0.0.0.0:80", "[::]:80", false},
        {"10.0.0.1:80", "[::ffff:10.0.0.1]:80", false},
        {"unix:/tmp/a", "unix:/tmp/a", true},
        {"unix:/tmp/a", "unix:/tmp/b", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct addr pattern = parsed(cases[i].pattern);
        struct addr actual = parsed(cases[i].actual);

        if (addr_match(&pattern, &actual) != cases[i].match)
            fail_msg("%s against %s", cases[i].pattern, cases[i].actual);
    }
}

static void equality_takes_wildcards_as_they_stand(void **state)
{
    struct addr star = parsed("*:80");
    struct addr one = parsed("10.0.0.1:80");
    struct addr other = parsed("10.0.0.1:81");

    (void)state;
    assert_true(addr_equal(&star, &star));
    assert_true(addr_equal(&one, &one));
    assert_false(addr_equal(&star, &one));
    assert_false(addr_equal(&one, &other));
}

static void zero_is_the_wildcard_address(void **state)
{
    struct addr v4 = parsed("0.0.0.0:80");
    struct addr v6 = parsed("[::]:80");
    struct addr one = parsed("[::1]:80");
    struct addr star = parsed("*:80");

    (void)state;
    assert_true(addr_is_wildcard(&v4));
    assert_true(addr_is_wildcard(&v6));
    assert_false(addr_is_wildcard(&one));
    assert_false(addr_is_wildcard(&star));
}

static void the_kernel_form_comes_back(void **state)
{
    static const char *const texts[] = {"10.0.0.1:80", "[fd00::1]:65535",
                                        "unix:/tmp/s", "unix:@hidden", "unix:"};
    struct sockaddr_storage storage;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct addr addr = parsed(texts[i]);
        socklen_t len = addr_to_sockaddr(&addr, &storage);
        struct addr back;
        char out[ADDR_TEXT];

        assert_true(len >= sizeof(sa_family_t));
        addr_from_sockaddr(&back, &storage, len);
        assert_string_equal(addr_format(&back, out), texts[i]);
    }
}

static void the_port_is_sent_in_network_order(void **state)
{
    struct addr addr = parsed("10.0.0.1:12000");
    struct sockaddr_storage storage;
    uint8_t port[2];

    (void)state;
    addr_to_sockaddr(&addr, &storage);
    memcpy(port, &((struct sockaddr_in *)&storage)->sin_port, 2);
    assert_int_equal(port[0] << 8 | port[1], 12000);
}

static void a_pattern_has_no_kernel_form(void **state)
{
    struct sockaddr_storage storage;
    struct addr any_port = parsed("10.0.0.1:*");
    struct addr any_host = parsed("*:80");

    (void)state;
    assert_int_equal(addr_to_sockaddr(&any_port, &storage), 0);
    assert_int_equal(addr_to_sockaddr(&any_host, &storage), 0);
}

static void no_address_is_a_dash(void **state)
{
    struct sockaddr_storage storage = {.ss_family = AF_INET};
    struct addr addr;
    char out[ADDR_TEXT];

    (void)state;
    addr_from_sockaddr(&addr, &storage, 0);
    assert_string_equal(addr_format(&addr, out), "-");
    /* Too short for its family: what is not there is not read. */
    addr_from_sockaddr(&addr, &storage, sizeof(sa_family_t));
    assert_string_equal(addr_format(&addr, out), "-");
    assert_false(addr.any_host);
}

/* Its host alone knows the interface: what the kernel takes is a number. */
static void a_zone_is_a_number_for_the_kernel(void **state)
{
    struct addr addr = parsed("[fe80::1%lo]:80");
    struct sockaddr_storage storage;
    const struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&storage;
    struct addr back;
    socklen_t len;

    (void)state;
    addr_zone_number(&addr);
    assert_string_equal(addr.zone, "1");
    len = addr_to_sockaddr(&addr, &storage);
    assert_int_equal(in6->sin6_scope_id, 1);
    addr_from_sockaddr(&back, &storage, len);
    addr_zone_name(&back);
    assert_string_equal(back.zone, "lo");
    addr = parsed("[fe80::1%none]:80");
    addr_zone_number(&addr);
    assert_string_equal(addr.zone, "0");
}

static void zones_count_where_both_have_one(void **state)
{
    struct addr eth0 = parsed("[fe80::1%eth0]:80");
    struct addr lo = parsed("[fe80::1%lo]:80");
    struct addr none = parsed("[fe80::1]:80");

    (void)state;
    assert_false(addr_match(&eth0, &lo));
    assert_true(addr_match(&eth0, &none));
    assert_true(addr_match(&none, &eth0));
    assert_true(addr_match(&eth0, &eth0));
    assert_false(addr_equal(&none, &eth0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_comes_back),
        cmocka_unit_test(a_star_alone_is_any_address_and_port),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(a_path_that_is_too_long_is_refused),
        cmocka_unit_test(only_len_bytes_are_read),
        cmocka_unit_test(patterns_match_what_they_stand_for),
        cmocka_unit_test(equality_takes_wildcards_as_they_stand),
        cmocka_unit_test(zero_is_the_wildcard_address),
        cmocka_unit_test(the_kernel_form_comes_back),
        cmocka_unit_test(the_port_is_sent_in_network_order),
        cmocka_unit_test(a_pattern_has_no_kernel_form),
        cmocka_unit_test(no_address_is_a_dash),
        cmocka_unit_test(a_zone_is_a_number_for_the_kernel),
        cmocka_unit_test(zones_count_where_both_have_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
