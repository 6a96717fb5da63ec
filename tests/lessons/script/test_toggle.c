/*
 * test_toggle.c - results that depend on toggles, and toggles in lines.
 */
#include <errno.h>

#include "tests/support/scripttest.h"

/* ---- results ---- */

static void test_results(void **state)
{
    static const struct {
        const char *written;
        const char *read;
    } results[] = {
        {"0", "0"},
        {"-1", "-1"},
        {"0x10", "16"},
        {"?", "?"},
        {"...", "..."},
        {"-1 EADDRINUSE", "-1 EADDRINUSE"},
        {"-1   98", "-1 EADDRINUSE"},
        {"POLLIN|POLLHUP", "17"},
        {"POLLIN | 0x10", "17"},
    };
    char text[100];

    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
        snprintf(text, sizeof(text), "server: poll(3, POLLIN, 0) = %s",
                 results[i].written);
        assert_expected(*state, text, results[i].read);
    }
}

static void test_result_depends_on_toggles(void **state)
{
    struct fixture *f = *state;
    const char *text = "server: listen(3, 5) = -1 EADDRINUSE if "
                       "reuseaddr=off and port=80, 0 if reuseaddr=on, ... "
                       "within 1s";

    assert_expected(f, text, "...");
    choose(f, "port", "80");
    assert_expected(f, text, "-1 EADDRINUSE");
    choose(f, "reuseaddr", "on");
    assert_expected(f, text, "0");
    assert_int_equal(f->script.lines[0].deadline_ms, 1000);
}

static void test_no_alternative_holds(void **state)
{
    struct fixture *f = *state;
    struct result result = line_expected(
        parse_line(f, "server: listen(3, 5) = 0 if port=80"), &f->setting);

    assert_int_equal(result.kind, RESULT_NONE);
}

static void test_result_match(void **state)
{
    const struct result value = {.kind = RESULT_VALUE, .value = 4};
    const struct result failed = {
        .kind = RESULT_VALUE, .value = -1, .err = EADDRINUSE};
    const struct result any_failure = {.kind = RESULT_VALUE, .value = -1};
    const struct result any = {.kind = RESULT_ANY};
    const struct result blocks = {.kind = RESULT_BLOCKS};

    (void)state;
    assert_true(result_match(&value, 4, 0));
    assert_false(result_match(&value, 5, 0));
    assert_true(result_match(&failed, -1, EADDRINUSE));
    assert_false(result_match(&failed, -1, EINVAL));
    assert_true(result_match(&any_failure, -1, EINVAL));
    assert_false(result_match(&any_failure, 0, 0));
    assert_true(result_match(&any, -1, EINVAL));
    assert_false(result_match(&blocks, 0, 0));
}

/* ---- toggles ---- */

static void test_toggles_are_declared(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(f->n, 2);
    assert_string_equal(f->toggles[0].name, "reuseaddr");
    assert_int_equal(f->toggles[1].n_values, 3);
    assert_string_equal(f->toggles[1].values[2], "80");
    assert_ptr_equal(toggle_find(f->toggles, f->n, "port"), &f->toggles[1]);
    assert_null(toggle_find(f->toggles, f->n, "por"));
}

static void test_wrong_toggles(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } wrong[] = {
        {"\ntoggle a", "t.lab:2: toggle a without values"},
        {"toggle a on\ntoggle a off", "t.lab:2: a second toggle 'a'"},
        {"toggle a x x", "found twice"},
        {"toggle a! x y", "'a!'"},
        {"toggle a 1 2 3 4 5 6 7 8 9", "more than 8 values"},
        {"toggle a b,c d", "'b,c'"},
        {"toggle", "''"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct toggle toggles[SETTING_TOGGLES];
        int n = 0;

        assert_int_equal(toggles_parse(wrong[i].text, toggles, &n, &f->err),
                         -1);
        if (!strstr(f->err.text, wrong[i].says))
            fail_msg("'%s' does not say '%s'", f->err.text, wrong[i].says);
    }
}

static void test_setting(void **state)
{
    struct fixture *f = *state;
    char label[100];

    setting_label(&f->setting, label, sizeof(label));
    assert_string_equal(label, "reuseaddr=off,port=12000");
    choose(f, "reuseaddr", "on");
    assert_string_equal(setting_value(&f->setting, "reuseaddr"), "on");
    assert_null(setting_value(&f->setting, "nagle"));
    assert_int_equal(setting_set(&f->setting, "nagle", "on", &f->err), -1);
    assert_string_equal(f->err.text, "'nagle' was found, a toggle was "
                                     "expected: reuseaddr or port");
    assert_int_equal(setting_set(&f->setting, "port", "1", &f->err), -1);
    assert_string_equal(f->err.text,
                        "'port=1' was found, 12000, 12001 or 80 was expected");
    setting_label(&f->setting, label, 10);
    assert_string_equal(label, "reuseaddr");
}

static void test_toggle_in_arguments(void **state)
{
    struct fixture *f = *state;
    const char *text = "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, "
                       "$reuseaddr) = 0";
    struct call call;

    choose(f, "reuseaddr", "on");
    assert_int_equal(
        line_call(parse_line(f, text), &f->setting, &call, &f->err), 0);
    assert_int_equal(call.args[3].number, 1);
    call_free(&call);
    choose(f, "reuseaddr", "off");
    assert_int_equal(
        line_call(&f->script.lines[0], &f->setting, &call, &f->err), 0);
    assert_int_equal(call.args[3].number, 0);
    call_free(&call);
}

static void test_toggle_within_an_argument(void **state)
{
    struct fixture *f = *state;
    struct call call;

    choose(f, "port", "80");
    assert_int_equal(line_call(parse_line(f, "server: bind(3, 0.0.0.0:$port)"),
                               &f->setting, &call, &f->err),
                     0);
    assert_int_equal(call.args[1].addr.port, 80);
    call_free(&call);
}

static void test_dollar_in_a_string_is_a_byte(void **state)
{
    struct fixture *f = *state;
    struct call call;

    assert_int_equal(line_call(parse_line(f, "client: send(3, \"$5\", 2, 0)"),
                               &f->setting, &call, &f->err),
                     0);
    assert_memory_equal(call.args[1].bytes, "$5", 2);
    call_free(&call);
}

static void test_guard(void **state)
{
    struct fixture *f = *state;
    const struct line *line = parse_line(f, "[reuseaddr=on] server: start");

    assert_string_equal(line->text, "[reuseaddr=on] server: start");
    assert_false(line_applies(line, &f->setting));
    choose(f, "reuseaddr", "on");
    assert_true(line_applies(line, &f->setting));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_results),
        TEST(test_result_depends_on_toggles),
        TEST(test_no_alternative_holds),
        TEST(test_result_match),
        TEST(test_toggles_are_declared),
        TEST(test_wrong_toggles),
        TEST(test_setting),
        TEST(test_toggle_in_arguments),
        TEST(test_toggle_within_an_argument),
        TEST(test_dollar_in_a_string_is_a_byte),
        TEST(test_guard),
    };

    return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}
