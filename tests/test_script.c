/*
 * test_script.c - the script language, read but not run.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/script.h"
#include "tests/mutate.h"

/* A script that knows two toggles. */
struct fixture {
    struct toggle toggles[SETTING_TOGGLES];
    int n;
    struct script script;
    struct setting setting;
    struct err err;
};

static const char declared[] = "toggle reuseaddr off on\n"
                               "toggle port 12000 12001 80\n";

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (script_toggles("t.lab", declared, sizeof(declared) - 1, f->toggles,
                       &f->n, &f->err) != 0)
        return -1;
    f->setting = (struct setting){.toggles = f->toggles, .n = f->n};
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    script_free(&f->script);
    free(f);
    return 0;
}

static int parse_bytes(struct fixture *f, const char *text, size_t len)
{
    return script_parse(&f->script, "t.lab", text, len, 1, f->toggles, f->n,
                        &f->err);
}

static void parse(struct fixture *f, const char *text)
{
    if (parse_bytes(f, text, strlen(text)) != 0)
        fail_msg("%s", f->err.text);
}

/* The only line of a script. */
static const struct line *parse_line(struct fixture *f, const char *text)
{
    script_free(&f->script);
    parse(f, text);
    assert_int_equal(f->script.n, 1);
    return &f->script.lines[0];
}

static void choose(struct fixture *f, const char *name, const char *value)
{
    assert_int_equal(setting_set(&f->setting, name, value, &f->err), 0);
}

/* What the only line of a script expects in the fixture's setting. */
static void assert_expected(struct fixture *f, const char *text,
                            const char *expected)
{
    const struct line *line = parse_line(f, text);
    char out[64];
    bool found;
    struct result result = line_expected(line, &f->setting, &found);

    assert_true(found);
    assert_string_equal(result_format(&result, out, sizeof(out)), expected);
}

/* A text of one line is refused, with a message that begins and says so. */
static void assert_refused(struct fixture *f, const char *text,
                           const char *says)
{
    if (parse_bytes(f, text, strlen(text)) == 0)
        fail_msg("'%s' was accepted", text);
    if (strstr(f->err.text, says) == NULL)
        fail_msg("'%s': '%s' does not say '%s'", text, f->err.text, says);
    if (strncmp(f->err.text, "t.lab:1: ", 9) != 0)
        fail_msg("'%s' does not begin with its place", f->err.text);
    assert_int_equal(f->err.kind, ERR_INPUT);
    assert_int_equal(f->script.n, 0);
}

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
    bool found;
    struct result result = line_expected(line, &f->setting, &found);

    assert_int_equal(line->n_alternatives, 0);
    assert_int_equal(result.kind, RESULT_NONE);
    assert_true(found);
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
    bool found;
    struct result result =
        line_expected(parse_line(f, "server: listen(3, 5) = 0 if port=80"),
                      &f->setting, &found);

    assert_false(found);
    assert_int_equal(result.kind, RESULT_NONE);
}

static void test_result_match(void **state)
{
    const struct result value = {RESULT_VALUE, 4, 0};
    const struct result failed = {RESULT_VALUE, -1, EADDRINUSE};
    const struct result any_failure = {RESULT_VALUE, -1, 0};
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

        assert_int_equal(script_toggles("t.lab", wrong[i].text,
                                        strlen(wrong[i].text), toggles, &n,
                                        &f->err),
                         -1);
        if (strstr(f->err.text, wrong[i].says) == NULL)
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

/* ---- observations ---- */

static void test_ss(void **state)
{
    const struct line *line =
        parse_line(*state, "server$ ss TIME-WAIT 10.0.0.1:12000 10.0.0.2:*");

    assert_int_equal(line->kind, LINE_SS);
    assert_int_equal(line->host, HOST_SERVER);
    assert_int_equal(line->state, STATE_TIME_WAIT);
    assert_int_equal(line->local.port, 12000);
    assert_true(line->peer.any_port);
    assert_false(line->peer.any_host);
}

static void test_ss_without_peer(void **state)
{
    const struct line *line = parse_line(*state, "client$ ss no any *:80");

    assert_int_equal(line->kind, LINE_SS_NO);
    assert_true(line->any_state);
    assert_true(line->peer.any_host);
    assert_true(line->peer.any_port);
}

static void test_ss_destroy(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(parse_line(f, "server$ ss -K TIME-WAIT *:80")->kind,
                     LINE_SS_KILL);
    assert_true(f->script.needs[NEED_DESTROY]);
    assert_false(f->script.needs[NEED_WIRE]);
}

static void test_ss_with_condition_and_deadline(void **state)
{
    static const char *const texts[] = {
        "server$ ss LISTEN *:80 if reuseaddr=on within 5s",
        "server$ ss LISTEN *:80 within 5s if reuseaddr=on",
    };
    struct fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        const struct line *line = parse_line(f, texts[i]);

        assert_int_equal(line->deadline_ms, 5000);
        choose(f, "reuseaddr", "off");
        assert_false(line_applies(line, &f->setting));
        choose(f, "reuseaddr", "on");
        assert_true(line_applies(line, &f->setting));
    }
}

static void test_sysctl(void **state)
{
    struct fixture *f = *state;
    const struct line *line = parse_line(
        f, "server$ sysctl net.ipv4.ip_local_port_range=1000 2000  # two");
    char *value;

    assert_int_equal(line->kind, LINE_SYSCTL);
    assert_string_equal(line->sysctl, "net.ipv4.ip_local_port_range");
    assert_string_equal(line->value, "1000 2000");
    assert_true(f->script.needs[NEED_SYSCTL]);
    line = parse_line(f, "server$ sysctl net.ipv4.tcp_rfc1337=$reuseaddr");
    value = line_sysctl_value(line, &f->setting);
    assert_string_equal(value, "0");
    free(value);
}

static void test_ipv6_is_noticed(void **state)
{
    struct fixture *f = *state;

    parse_line(f, "server: bind(3, [::]:80)");
    assert_false(f->script.needs[NEED_IPV6]);
    parse_line(f, "server: bind(3, [::1]:80)");
    assert_false(f->script.needs[NEED_IPV6]);
    parse_line(f, "client: connect(3, [fd00::1]:80)");
    assert_true(f->script.needs[NEED_IPV6]);
    parse_line(f, "client$ ss ESTAB *:* [fd00::1]:80");
    assert_true(f->script.needs[NEED_IPV6]);
}

/* ---- wire lines, time ---- */

static void test_wire_orders(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(parse_line(f, "wire: hold")->order, WIRE_HOLD);
    assert_int_equal(parse_line(f, "wire: flow")->order, WIRE_FLOW);
    assert_int_equal(parse_line(f, "wire: cut")->order, WIRE_CUT);
    assert_int_equal(parse_line(f, "wire: mend")->order, WIRE_MEND);
    assert_int_equal(f->script.lines[0].kind, LINE_WIRE_ORDER);
    assert_true(f->script.needs[NEED_WIRE]);
    assert_int_equal(parse_line(f, "wire: none within 5s")->kind,
                     LINE_WIRE_NONE);
    assert_int_equal(parse_line(f, "wire: deliver all")->kind, LINE_WIRE_ALL);
}

static void test_wire_packets(void **state)
{
    const struct line *line = parse_line(*state, "wire: [S.] server > client");

    assert_int_equal(line->kind, LINE_WIRE_EXPECT);
    assert_string_equal(line->packet.flags, "S.");
    assert_int_equal(line->packet.from, HOST_SERVER);
    assert_int_equal(line->packet.to, HOST_CLIENT);
    line = parse_line(*state, "wire: duplicate [.PF] client > server");
    assert_int_equal(line->kind, LINE_WIRE_PACKET);
    assert_int_equal(line->packet_order, PACKET_DUPLICATE);
    assert_false(line->packet.any);
    assert_string_equal(line->packet.flags, "FP.");
    line = parse_line(*state, "wire: drop");
    assert_int_equal(line->packet_order, PACKET_DROP);
    assert_true(line->packet.any);
    line = parse_line(*state, "wire: deliver");
    assert_int_equal(line->packet_order, PACKET_DELIVER);
}

static void test_wait(void **state)
{
    assert_int_equal(parse_line(*state, "wait 200ms")->wait_ms, 200);
    assert_int_equal(parse_line(*state, "wait 2s")->wait_ms, 2000);
    assert_int_equal(parse_line(*state, "wait 600s")->wait_ms, 600000);
    assert_int_equal(parse_line(*state, "wait 010ms")->wait_ms, 10);
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

/* ---- refusals ---- */

static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } wrong[] = {
        {"jump", "'jump' was found"},
        {"server jump", "'server jump' was found"},
        {": start", "': start' was found"},
        {"server:", "start, restart"},
        {"server: jump", "start, restart"},
        {"server: start now", "'now' was found"},
        {"server: SIGFOO", "'SIGFOO'"},
        {"server: killed", "a signal such as SIGINT"},
        {"server: exited 256", "'256' was found"},
        {"server: exited", "an exit status"},
        {"server: bind(3", "a closing parenthesis"},
        {"server: bind(3, \"x)", "a closing parenthesis"},
        {"server: bind(3, 10.0.0.1:80) 0", "'0' was found behind the call"},
        {"server: bind(3, 10.0.0.1:80) =", "a result was expected"},
        {"server: bind(3, 10.0.0.1:80) = EADDRINUSE", "'-1 EADDRINUSE'"},
        {"server: bind(3, 10.0.0.1:80) = -1 EFOO", "'EFOO' was found"},
        {"server: bind(3, 10.0.0.1:80) = 0 EINVAL", "a result was expected"},
        {"server: bind(3, 10.0.0.1:80) = 0, 1", "an 'if' behind"},
        {"server: bind(3, 10.0.0.1:80) = 0 if", "a condition"},
        {"server: bind(3, 10.0.0.1:80) = 0 if x=1", "'x' was found"},
        {"server: bind(3, 10.0.0.1:80) = 0 if port=1", "12000, 12001 or 80"},
        {"server: bind(3, 10.0.0.1:80) = 0 within 5", "'5' was found"},
        {"server: bind(3, 10.0.0.1:80) = 0 within 601s", "at most 600s"},
        {"server: bind(3, 10.0.0.1:80) = 0 within -1s", "'-1s' was found"},
        {"server: bond(3, 10.0.0.1:80) = 0", "bond"},
        {"server: bind(3)", "bind"},
        {"server: bind(3, 10.0.0.1:$x)", "'$x' was found"},
        {"server: listen(3, $port", "a closing parenthesis"},
        {"server: bind($port, 10.0.0.$port:80)", "with port=12000"},
        {"b: close(3)", "b@server: or b@client:"},
        {"b@moon: close(3)", "'moon' was found"},
        {"server@client: close(3)", "it lives on host server"},
        {"wire@server: close(3)", "other than wire"},
        {"a/b@server: close(3)", "'a/b' was found"},
        {"x234567890123456789012345678901x@server: start", "at most 31"},
        {"moon$ ss any *:*", "server$ or client$"},
        {"server$ jump", "ss or sysctl"},
        {"server$ ss", "the state ''"},
        {"server$ ss TIME_WAIT *:*", "the state 'TIME_WAIT'"},
        {"server$ ss LISTEN", "an address"},
        {"server$ ss LISTEN 10.0.0:80", "'10.0.0:80' was found"},
        {"server$ ss LISTEN unix:/tmp/s", "an address"},
        {"server$ ss LISTEN *:1 *:2 *:3", "'*:3' was found"},
        {"server$ ss LISTEN *:1 if port=7", "12000, 12001 or 80"},
        {"server$ sysctl net.ipv4.x", "NAME=VALUE"},
        {"server$ sysctl kernel.x=1", "'kernel.x' was found"},
        {"server$ sysctl net.ipv4/../../x=1", "NAME=VALUE"},
        {"server$ sysctl net...x=1", "NAME=VALUE"},
        {"server$ sysctl net.x=$y", "'$y' was found"},
        {"wire: jump", "'jump' was found"},
        {"wire:", "'' was found"},
        {"wire: hold tight", "'hold tight' was found"},
        {"wire: [S server > client", "a packet such as"},
        {"wire: [S] server client", "a packet such as"},
        {"wire: [X] server > client", "the flags 'X'"},
        {"wire: [SS] server > client", "the flags 'SS'"},
        {"wire: [S] server > server", "server > client"},
        {"wire: deliver all of it", "a packet such as"},
        {"wait", "'' was found"},
        {"wait 5", "'5' was found"},
        {"wait 11m", "'11m' was found"},
        {"wait 600001ms", "at most 600s"},
        {"wait 99999999999999999999s", "was found"},
        {"[reuseaddr=on]", "a line behind"},
        {"[reuseaddr=on server: start", "a line behind"},
        {"[reuseaddr] server: start", "a condition"},
        {"[port=on] server: start", "12000, 12001 or 80"},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_refused(*state, wrong[i].text, wrong[i].says);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

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
        TEST(test_actor_names_its_host_once),
        TEST(test_fork_introduces_its_child),
        TEST(test_prompt_leaves_actors_to_the_lab),
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
        TEST(test_ss),
        TEST(test_ss_without_peer),
        TEST(test_ss_destroy),
        TEST(test_ss_with_condition_and_deadline),
        TEST(test_sysctl),
        TEST(test_ipv6_is_noticed),
        TEST(test_wire_orders),
        TEST(test_wire_packets),
        TEST(test_wait),
        TEST(test_groups_and_line_numbers),
        TEST(test_crlf_and_no_final_newline),
        TEST(test_empty),
        TEST(test_bytes_that_are_no_text),
        TEST(test_long_lines),
        TEST(test_failure_leaves_the_script_alone),
        TEST(test_example),
        TEST(test_refusals),
        TEST(test_mutations),
    };

    return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
