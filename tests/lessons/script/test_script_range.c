/* Results of which only the least and the most are known: 2000..9000. */
#include "tests/support/scripttest.h"

#include <errno.h>
#include <limits.h>

static struct result range(const char *text)
{
    struct result result;
    struct err err;

    if (result_parse(&result, text, strlen(text), &err) != 0)
        fail_msg("%s", err.text);
    return result;
}

static void test_read(void **state)
{
    struct fixture *f = *state;
    struct result result = range("2000..9000");

    assert_int_equal(result.kind, RESULT_RANGE);
    assert_int_equal(result.value, 2000);
    assert_int_equal(result.most, 9000);
    assert_int_equal(range("2000..").most, LONG_MAX);
    assert_int_equal(range("..9000").value, 0);
    assert_int_equal(range("0x10 .. 0x20").most, 32);
    assert_int_equal(range("...").kind, RESULT_BLOCKS);
    assert_expected(f, "client: send(3, \"x\", 0) = 1..9 within 5s", "1..9");
    assert_expected(f, "client: = 1.. if reuseaddr=off, ..9", "1..");
    choose(f, "reuseaddr", "on");
    assert_expected(f, "client: = 1.. if reuseaddr=off, ..9", "0..9");
}

/* A failure is in none of them. */
static void test_match(void **state)
{
    struct result result = range("2000..9000");
    struct result open = range("..9000");

    (void)state;
    assert_true(result_match(&result, 2000, 0));
    assert_true(result_match(&result, 9000, 0));
    assert_false(result_match(&result, 1999, 0));
    assert_false(result_match(&result, 9001, 0));
    assert_true(result_match(&open, 0, 0));
    assert_false(result_match(&open, -1, EAGAIN));
    assert_true(result_returns(&open));
}

/* Of a choice of a question one number is enough. */
static void test_offers(void **state)
{
    struct result wide = range("1..100"), part = range("50..");
    struct result other = range("101.."), one = range("7"), all = range("?");

    (void)state;
    assert_true(result_offers(&part, &wide));
    assert_false(result_offers(&other, &wide));
    assert_true(result_offers(&one, &wide));
    assert_true(result_offers(&wide, &one));
    assert_false(result_offers(&other, &one));
    assert_true(result_offers(&all, &wide));
}

static void test_mistakes(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "client: = 9..2", "'9..2' was found, a range from");
    assert_refused(f, "client: = ..", "'..' was found, a range from");
    assert_refused(f, "client: = -1..5", "'-1..5' was found, a range from");
    assert_refused(f, "client: = 1..x", "'1..x' was found, a range from");
    assert_refused(f, "client: = 1...", "'1...' was found, a range from");
    assert_refused(f, "client: = x",
                   "a number, -1 ERRNO, FROM..TO, $NAME, ? or ...");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_read),
        TEST(test_match),
        TEST(test_offers),
        TEST(test_mistakes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
