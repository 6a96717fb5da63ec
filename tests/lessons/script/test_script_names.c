/* Names for what the kernel chose: which are given, used, and unknown. */
#include "tests/support/mutate.h"
#include "tests/support/scripttest.h"

#define GIVEN "server: socket(AF_INET, SOCK_STREAM, 0) = $fd\n"

/* The second line is refused, with this. */
static void assert_second_refused(struct fixture *f, const char *text,
                                  const char *says)
{
    if (parse_bytes(f, text, strlen(text)) == 0)
        fail_msg("'%s' was accepted", text);
    if (strncmp(f->err.text, "t.lab:2: ", 9) != 0 || !strstr(f->err.text, says))
        fail_msg("'%s' does not say '%s'", f->err.text, says);
}

static void test_given_and_used(void **state)
{
    struct fixture *f = *state;
    struct line_name names[LINE_NAMES];

    parse(f, GIVEN "server: bind($fd, 10.0.0.1:0) = 0\n"
                   "server: getsockname($fd, 10.0.0.1:$p) = 0\n"
                   "server$ ss LISTEN 10.0.0.1:$p\n"
                   "server$ sysctl net.ipv4.ip_local_port_range=$p $p\n");
    assert_int_equal(f->script.names->n, 2);
    assert_int_equal(line_names(&f->script.lines[0], &f->setting, names), 1);
    assert_string_equal(names[0].name, "fd");
    assert_true(names[0].returned && !names[0].given);
    assert_int_equal(line_names(&f->script.lines[2], &f->setting, names), 2);
    assert_false(names[0].given || names[0].returned);
    assert_string_equal(names[1].name, "p");
    assert_true(names[1].given);
    assert_int_equal(line_names(&f->script.lines[3], &f->setting, names), 1);
    assert_false(names[0].given);
    assert_int_equal(line_names(&f->script.lines[4], &f->setting, names), 2);
}

static void test_values(void **state)
{
    struct fixture *f = *state;
    struct names names = {.n = 0};
    const struct line *line;
    struct line resolved;
    struct call call;

    f->setting.names = &names;
    parse(f, GIVEN "server: getsockname($fd, 10.0.0.1:$p) = 0\n"
                   "server$ ss LISTEN 10.0.0.1:$p within 5s\n");
    line = &f->script.lines[1];
    assert_int_equal(line_call(line, &f->setting, &call, &f->err), -1);
    assert_non_null(strstr(f->err.text, "'$fd' was found"));
    names_set(&names, slice_of("fd"), "7");
    assert_int_equal(line_call(line, &f->setting, &call, &f->err), 0);
    assert_int_equal(call_fd(&call), 7);
    assert_string_equal(call_name_at(&call, 1), "p");
    call_free(&call);
    /* With a value it is compared. */
    names_set(&names, slice_of("p"), "81");
    assert_int_equal(line_call(line, &f->setting, &call, &f->err), 0);
    assert_null(call_name_at(&call, 1));
    assert_int_equal(call.args[1].addr.port, 81);
    call_free(&call);
    line = &f->script.lines[2];
    assert_int_equal(line_resolve(line, &f->setting, &resolved, &f->err), 0);
    assert_int_equal(resolved.local.port, 81);
    assert_int_equal(resolved.number, 3);
    assert_int_equal(resolved.deadline_ms, 5000);
    assert_string_equal(resolved.text, line->text);
    line_free(&resolved);
}

/* Toggles stand in observations as well, each value of them. */
static void test_toggles_in_observations(void **state)
{
    struct fixture *f = *state;
    struct line resolved;
    const struct line *line = parse_line(f, "server$ ss LISTEN *:$port");

    assert_int_equal(line->local.port, 12000);
    choose(f, "port", "80");
    assert_int_equal(line_resolve(line, &f->setting, &resolved, &f->err), 0);
    assert_int_equal(resolved.local.port, 80);
    line_free(&resolved);
    script_free(&f->script);
    assert_refused(f, "server$ ss LISTEN *:$reuseaddr$port",
                   "'*:012000' was found");
}

static void test_mistakes(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "server: close($n) = 0",
                   "'$n' was found, a toggle or a name that has a value by "
                   "then was expected: reuseaddr or port");
    assert_refused(f, "server: socket(AF_INET, SOCK_STREAM, 0) = $port",
                   "the name $port was found, which is a toggle's");
    assert_refused(f, "server: = $port", "which is a toggle's");
    assert_refused(f, "server: = $1", "'$1' was found, a name such as $fd");
    assert_refused(f, "server: = $", "'$' was found, a name such as $fd");
    assert_refused(f, "server: recv(3, $data, 9, 0) = 1", "can't have a name");
    assert_second_refused(f, GIVEN "server$ ss LISTEN *:$p", "'$p' was found");
    assert_second_refused(f, GIVEN "server: close($f) = 0",
                          "reuseaddr, port or fd");
    assert_second_refused(
        f, GIVEN "server: setsockopt(3, SOL_SOCKET, SO_LINGER, {1, $z})",
        "'$z' was found, a toggle or a name");
    assert_second_refused(
        f, GIVEN "server: socket(AF_INET, SOCK_STREAM|$z, 0) = 3",
        "'$z' was found, a toggle or a name");
    assert_second_refused(f, GIVEN "server$ ss LISTEN $fd", "(with $fd=3)");
    assert_second_refused(f,
                          "server: accept(3, $peer) = 4\n"
                          "server: listen($peer, 5) = 0",
                          "found 10.0.0.1:1 (with $peer=10.0.0.1:1)");
}

static void test_too_many(void **state)
{
    struct fixture *f = *state;
    char text[8192] = "";

    for (int i = 0; i <= SCRIPT_VALUES; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text),
                 "server: dup(3) = $n%d\n", i);
    assert_int_equal(parse_bytes(f, text, strlen(text)), -1);
    assert_non_null(strstr(f->err.text, "t.lab:65: more than 64 names"));
    assert_true(!f->script.names || f->script.names->n == 0);
}

/* Whatever is written is read or refused; what is read can be looked at. */
static void test_mutations(void **state)
{
    static const char text[] =
        GIVEN "server: getsockname($fd, 10.0.0.1:$p) = 2..9, ..3\n"
              "server$ ss LISTEN 10.0.0.1:$p $reuseaddr within 5s\n"
              "wire: [$p] server > client\n"
              "server: accept(3, [fd00::1]:$q) = $n if reuseaddr=on, ...\n"
              "server: recv($n, \"a\"*$p..., {$q, 1}, 0) = 1..\n";
    struct fixture *f = *state;
    uint32_t seed = 1;

    for (int i = 0; i < 20000; i++) {
        struct line_name names[LINE_NAMES];
        size_t len;
        char *changed = mutate(text, sizeof(text) - 1, &len, &seed);

        if (parse_bytes(f, changed, len) == 0)
            for (size_t j = 0; j < f->script.n; j++)
                assert_true(
                    line_names(&f->script.lines[j], &f->setting, names) >= 0);
        script_free(&f->script);
        free(changed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_given_and_used),
        TEST(test_values),
        TEST(test_toggles_in_observations),
        TEST(test_mistakes),
        TEST(test_too_many),
        TEST(test_mutations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
