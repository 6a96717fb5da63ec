/*
 * test_script.c - the script language, read but not run: processes and files.
 */
#include <signal.h>

#include "tests/support/mutate.h"
#include "tests/support/scripttest.h"

/* ---- process lines ---- */

static void test_call(void **state)
{
    const struct line *line =
        parse_line(*state, "  server: bind(3, 0.0.0.0:12000) = 0   # comment");

    assert_int_equal(line->kind, LINE_CALL);
    assert_string_equal(line->text, "server: bind(3, 0.0.0.0:12000) = 0");
    assert_string_equal(line->call, "bind(3, 0.0.0.0:12000)");
    assert_string_equal(line->actor, "server");
    assert_int_equal(line->host, HOST_SERVER);
    assert_false(line->has_host);
    assert_int_equal(line->deadline_ms, 2000);
    assert_int_equal(line->number, 1);
}

static void test_call_without_result(void **state)
{
    struct fixture *f = *state;
    const struct line *line = parse_line(f, "client: close(3)");
    struct result result = line_expected(line, &f->setting);

    assert_int_equal(line->n_alternatives, 0);
    assert_int_equal(result.kind, RESULT_NONE);
    assert_int_equal(line->host, HOST_CLIENT);
}

static void test_strings_hide_what_looks_like_syntax(void **state)
{
    const struct line *line = parse_line(
        *state, "client: send(3, \"a # b) = 7 \\\" within 5s\", 9, 0) = 9");

    assert_string_equal(line->call,
                        "send(3, \"a # b) = 7 \\\" within 5s\", 9, 0)");
    assert_int_equal(line->deadline_ms, 2000);
    assert_int_equal(line->n_alternatives, 1);
}

static void test_returns(void **state)
{
    const struct line *line = parse_line(*state, "server: = 4 within 200ms");

    assert_int_equal(line->kind, LINE_RETURNS);
    assert_int_equal(line->deadline_ms, 200);
    assert_int_equal(line->alternatives[0].result.value, 4);
}

static void test_start_and_restart(void **state)
{
    assert_int_equal(parse_line(*state, "server: start")->kind, LINE_START);
    assert_int_equal(parse_line(*state, "server: restart")->kind, LINE_RESTART);
}

static void test_signals(void **state)
{
    const struct line *line = parse_line(*state, "server: SIGINT");

    assert_int_equal(line->kind, LINE_SIGNAL);
    assert_int_equal(line->signal, SIGINT);
    line = parse_line(*state, "server: killed SIGKILL");
    assert_int_equal(line->kind, LINE_KILLED);
    assert_int_equal(line->signal, SIGKILL);
}

static void test_handler(void **state)
{
    const struct line *line =
        parse_line(*state, "server: handler ran SIGUSR1 within 5s");

    assert_int_equal(line->kind, LINE_HANDLER);
    assert_int_equal(line->signal, SIGUSR1);
    assert_int_equal(line->deadline_ms, 5000);
    assert_true(line_proves(line));
}

static void test_exited(void **state)
{
    const struct line *line = parse_line(*state, "server: exited 3 within 5s");

    assert_int_equal(line->kind, LINE_EXITED);
    assert_int_equal(line->status, 3);
    assert_int_equal(line->deadline_ms, 5000);
}

static void test_actor_names_its_host_once(void **state)
{
    struct fixture *f = *state;

    parse(f, "b@client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
             "b: close(3) = 0\n");
    assert_true(f->script.lines[0].has_host);
    assert_string_equal(f->script.lines[0].actor, "b");
    assert_int_equal(f->script.lines[0].host, HOST_CLIENT);
    assert_false(f->script.lines[1].has_host);
    assert_int_equal(f->script.lines[1].host, HOST_CLIENT);
}

static void test_fork_introduces_its_child(void **state)
{
    struct fixture *f = *state;

    parse(f, "client: fork(child_1) = ?\nchild_1: close(3)\n");
    assert_int_equal(f->script.lines[1].host, HOST_CLIENT);
}

static void test_prompt_leaves_actors_to_the_lab(void **state)
{
    struct fixture *f = *state;
    const char *text = "b: close(3)";

    assert_int_equal(script_parse(&f->script, "prompt", text, strlen(text), 0,
                                  f->toggles, f->n, &f->err),
                     0);
    assert_int_equal(f->script.lines[0].host, HOSTS);
    assert_int_equal(f->script.lines[0].number, 0);
    text = "jump";
    assert_int_equal(script_parse(&f->script, "prompt", text, strlen(text), 0,
                                  f->toggles, f->n, &f->err),
                     -1);
    assert_memory_equal(f->err.text, "prompt: ", 8);
}

/* ---- files ---- */

static void test_groups_and_line_numbers(void **state)
{
    struct fixture *f = *state;

    parse(f, "\n# first\nserver: start\n# no blank line, no new group\n"
             "server: SIGINT\n\n \t \ntoggle x a b\nwait 1ms\n");
    assert_int_equal(f->script.n, 3);
    assert_int_equal(f->script.n_groups, 2);
    assert_int_equal(f->script.lines[0].number, 3);
    assert_int_equal(f->script.lines[1].number, 5);
    assert_int_equal(f->script.lines[1].group, 0);
    assert_int_equal(f->script.lines[2].number, 9);
    assert_int_equal(f->script.lines[2].group, 1);
    parse(f, "wait 2ms");
    assert_int_equal(f->script.lines[3].group, 2);
}

static void test_crlf_and_no_final_newline(void **state)
{
    struct fixture *f = *state;

    parse(f, "server: start\r\n\r\nserver: SIGINT # x\r\nwait 1s");
    assert_int_equal(f->script.n, 3);
    assert_int_equal(f->script.n_groups, 2);
    assert_string_equal(f->script.lines[0].text, "server: start");
    assert_string_equal(f->script.lines[1].text, "server: SIGINT");
}

static void test_empty(void **state)
{
    struct fixture *f = *state;

    parse(f, "");
    parse(f, "\n\n# nothing\n");
    assert_int_equal(f->script.n, 0);
    assert_int_equal(f->script.n_groups, 0);
}

static void test_bytes_that_are_no_text(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(parse_bytes(f, "wait 1s\nwait\0 1s\n", 17), -1);
    assert_string_equal(f->err.text,
                        "t.lab:2: a NUL byte was found, text was expected");
    assert_int_equal(parse_bytes(f, "# \xff\n", 4), -1);
    assert_non_null(strstr(f->err.text, "0xff"));
    assert_int_equal(parse_bytes(f, "wait 1s\x1b[2J", 11), -1);
    assert_non_null(strstr(f->err.text, "control character"));
}

static void test_long_lines(void **state)
{
    struct fixture *f = *state;
    size_t len = SCRIPT_LINE_MAX + 1;
    char *text = malloc(len + 1);

    memset(text, 'x', len);
    text[len] = '\0';
    text[0] = '#';
    assert_int_equal(parse_bytes(f, text, SCRIPT_LINE_MAX), 0);
    assert_refused(f, text, "a line of 65537 bytes");
    free(text);
}

static void test_failure_leaves_the_script_alone(void **state)
{
    struct fixture *f = *state;
    const char *text = "c@client: start\nwire: hold\nserver: jump";

    parse(f, "b@client: start\n");
    assert_int_equal(parse_bytes(f, text, strlen(text)), -1);
    assert_int_equal(f->script.n, 1);
    assert_int_equal(f->script.n_groups, 1);
    assert_int_equal(f->script.n_actors, 1);
    assert_false(f->script.needs[NEED_WIRE]);
}

/* The first example of the language, as it stands in LESSONS.md. */
static const char example[] =
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuseaddr) = 0\n"
    "server: bind(3, 0.0.0.0:12000) = 0\n"
    "server: listen(3, 5) = 0\n"
    "server: accept(3, _) = ...                     # blocks\n"
    "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "client: connect(3, 10.0.0.1:12000) = 0\n"
    "server: = 4                                    # returns now\n"
    "server: close(4) = 0\n"
    "server: SIGINT\n"
    "server: killed SIGINT\n"
    "client: recv(3, \"\", 1024, 0) = 0\n"
    "client: close(3) = 0\n"
    "server$ ss TIME-WAIT 10.0.0.1:12000 10.0.0.2:*\n"
    "\n"
    "[reuseaddr=on] server: start\n"
    "b@server: socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0) = 3 within 5s\n"
    "b: send(3, \"x\"*65536, 65536, MSG_NOSIGNAL) = -1 EPIPE\n"
    "b: setsockopt(3, SOL_SOCKET, SO_LINGER, {1, 0}) = 0\n"
    "wire: [S.] server > client\n"
    "wire: deliver all\n"
    "server$ sysctl net.ipv4.tcp_fin_timeout=5\n"
    "server: bind(3, 0.0.0.0:12000) = -1 EADDRINUSE if reuseaddr=off, "
    "0 if reuseaddr=on\n";

static void test_example(void **state)
{
    struct fixture *f = *state;

    parse(f, example);
    assert_int_equal(f->script.n, 22);
}

/* ---- anything at all ---- */

static void test_mutations(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 20240;
    int accepted = 0, refused = 0;

    for (int i = 0; i < 3000; i++) {
        size_t len;
        char *text = mutate(example, sizeof(example) - 1, &len, &seed);

        f->err.text[0] = '\0';
        if (parse_bytes(f, text, len) == 0) {
            accepted++;
        } else {
            refused++;
            assert_memory_equal(f->err.text, "t.lab:", 6);
        }
        script_free(&f->script);
        free(text);
    }
    assert_true(accepted > 0);
    assert_true(refused > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_call),
        TEST(test_call_without_result),
        TEST(test_strings_hide_what_looks_like_syntax),
        TEST(test_returns),
        TEST(test_start_and_restart),
        TEST(test_signals),
        TEST(test_exited),
        TEST(test_handler),
        TEST(test_actor_names_its_host_once),
        TEST(test_fork_introduces_its_child),
        TEST(test_prompt_leaves_actors_to_the_lab),
        TEST(test_groups_and_line_numbers),
        TEST(test_crlf_and_no_final_newline),
        TEST(test_empty),
        TEST(test_bytes_that_are_no_text),
        TEST(test_long_lines),
        TEST(test_failure_leaves_the_script_alone),
        TEST(test_example),
        TEST(test_mutations),
    };

    return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
