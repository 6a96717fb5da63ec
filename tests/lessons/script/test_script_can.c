/* Conditions on what the kernel can do: can=NAME and can!=NAME. */
#include "tests/support/scripttest.h"

static void test_holds_where_the_kernel_can(void **state)
{
    struct fixture *f = *state;
    const struct line *line = parse_line(f, "[can=migrate] server: start");

    assert_int_equal(f->script.asks, NEED_BIT(NEED_MIGRATE));
    assert_true(line_applies(line, &f->setting));
    f->setting.lacks = NEED_BIT(NEED_SOMAXCONN);
    assert_true(line_applies(line, &f->setting));
    f->setting.lacks = NEED_BIT(NEED_MIGRATE);
    assert_false(line_applies(line, &f->setting));
    line = parse_line(f, "[can!=migrate] server: start");
    assert_true(line_applies(line, &f->setting));
    f->setting.lacks = 0;
    assert_false(line_applies(line, &f->setting));
}

static void test_results_and_observations(void **state)
{
    static const char result[] =
        "server: listen(3, 5) = 0 if reuseaddr=on and can=migrate, 7";
    struct fixture *f = *state;

    choose(f, "reuseaddr", "on");
    assert_expected(f, result, "0");
    f->setting.lacks = NEED_BIT(NEED_MIGRATE);
    assert_expected(f, result, "7");
    assert_int_equal(f->script.asks, NEED_BIT(NEED_MIGRATE));
    assert_false(line_applies(
        parse_line(f, "server$ ss LISTEN *:80 if can=migrate"), &f->setting));
}

/* Who asks needs nothing; who does not, needs what it does. */
static void test_needs(void **state)
{
    struct fixture *f = *state;

    parse_line(f, "[can=destroy-time-wait] server$ ss -K TIME-WAIT *:80");
    assert_false(f->script.needs[NEED_DESTROY]);
    assert_false(f->script.needs[NEED_DESTROY_TIME_WAIT]);
    parse_line(f, "server$ ss -K TIME-WAIT *:80");
    assert_true(f->script.needs[NEED_DESTROY_TIME_WAIT]);
    parse_line(f, "server$ ss -K ESTAB *:80");
    assert_false(f->script.needs[NEED_DESTROY_TIME_WAIT]);
    parse_line(f, "server$ sysctl net.core.somaxconn=1");
    assert_true(f->script.needs[NEED_SOMAXCONN]);
    parse_line(f, "[can=somaxconn] server$ sysctl net.core.somaxconn=1");
    assert_false(f->script.needs[NEED_SYSCTL]);
    parse_line(f, "[can!=somaxconn] server$ sysctl net.ipv4.tcp_ecn=1");
    assert_true(f->script.needs[NEED_SYSCTL]);
}

static void test_mistakes(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "[can=fly] server: start", "'can=fly' was found");
    assert_refused(f, "[can!=] server: start", "'can!=' was found");
    assert_refused(f, "[can] server: start", "a condition such as");
    assert_refused(f, "[reuseaddr!=on] server: start", "a condition such as");
    assert_refused(f, "server: close(3) = 0 if can=migrate and can=jump, 1",
                   "migrate, ");
    assert_int_equal(f->script.asks, 0);
}

/* As it was before there were such conditions. */
static void test_a_toggle_of_that_name(void **state)
{
    static const char text[] = "toggle can off on\n";
    struct fixture *f = *state;

    assert_int_equal(toggles_parse(text, f->toggles, &f->n, &f->err), 0);
    f->setting.n = f->n;
    choose(f, "can", "on");
    assert_refused(f, "[can=migrate] server: start", "off or on");
    assert_true(
        line_applies(parse_line(f, "[can=on] server: start"), &f->setting));
    assert_int_equal(f->script.asks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_holds_where_the_kernel_can),
        TEST(test_results_and_observations),
        TEST(test_needs),
        TEST(test_mistakes),
        TEST(test_a_toggle_of_that_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
