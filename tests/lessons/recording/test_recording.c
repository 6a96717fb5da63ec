/*
 * test_recording.c - recordings: what is played, and that those which are
 * shipped are those of the lessons.
 */
#include "tests/support/recordingtest.h"

#include <errno.h>
#include <signal.h>

#include "lab/recorded.h"
#include "lessons/recording/recording_inside.h"
#include "tests/support/totals.h"

/* ---- playing ---- */

static void plays_calls_with_their_results(void **state)
{
    const struct lab *lab = play(*state, 2);
    const struct log *log = lab_log(lab);
    const struct event *start = log_at(log, 0), *call = log_at(log, 3);

    assert_int_equal(start->kind, EVENT_PROCESS);
    assert_int_equal(start->process.pid, 4711);
    assert_int_equal(start->t, 1000000);
    assert_int_equal(call->kind, EVENT_CALL);
    assert_int_equal(call->line, 16);
    assert_string_equal(call->call.name, "bind");
    assert_int_equal(call->call.ret, -1);
    assert_int_equal(call->call.err, EADDRINUSE);
    assert_int_equal(call->call.pid, 4711);
    assert_int_equal(log_at(log, 4)->culprit.expires_ms, 59000);
    assert_string_equal(log_at(log, 4)->culprit.owner, "server fd 3");
    /* Recordings of before there were rows have none. */
    assert_string_equal(log_at(log, 4)->culprit.row, "time-wait");
    assert_string_equal(log_at(log, 6)->check.text,
                        "server: bind(3, 10.0.0.1:12000) = 0");
}

static void plays_sockets_as_they_were(void **state)
{
    const struct lab *lab = play(*state, 2);
    size_t n;
    const struct sock *socks = lab_sockets(lab, HOST_SERVER, &n);

    assert_int_equal(n, 1);
    assert_int_equal(socks[0].state, STATE_LISTEN);
    assert_int_equal(socks[0].local.port, 12000);
    assert_int_equal(socks[0].recv_queue, 1);
    assert_int_equal(socks[0].send_queue, 5);
    assert_int_equal(socks[0].timer, TIMER_KEEPALIVE);
    assert_int_equal(socks[0].expires, 2000000000);
    lab_sockets(lab, HOST_CLIENT, &n);
    assert_int_equal(n, 0);
}

/* One that was bound only and listens since is no longer bound only. */
static void plays_what_a_socket_is_no_longer(void **state)
{
    struct fixture *f = *state;
    static const char bound[] = "[\"sock\",0,\"server\",1,[0,0,\"\",0,0,2]]\n";
    char *at = strstr(f->text, "[\"sock\"");
    size_t n;

    memmove(at + sizeof bound - 1, at, strlen(at) + 1);
    memcpy(at, bound, sizeof bound - 1);
    const struct sock *socks = lab_sockets(play(f, 2), HOST_SERVER, &n);
    assert_int_equal(n, 1);
    assert_int_equal(socks[0].send_queue, 5);
    assert_false(socks[0].bound_only);
}

static void plays_actors_as_they_were(void **state)
{
    struct fixture *f = *state;
    const struct lab *lab = play(f, 4);
    const struct actor *server = lab_find(lab, "server");
    int status;

    assert_int_equal(actor_state(server), ACTOR_BLOCKED);
    assert_int_equal(actor_pid(server), 4711);
    runner_advance(f->runner, false);
    runner_finish(f->runner);
    assert_int_equal(actor_state(server), ACTOR_DEAD);
    assert_int_equal(actor_pid(server), 0);
    assert_int_equal(actor_end(server, &status), PROCESS_KILLED);
    assert_int_equal(status, SIGKILL);
}

static void plays_what_waits_on_the_wire(void **state)
{
    const struct lab *lab = play(*state, 5);
    const struct packet_event *packet = lab_waiting_at(lab, 0);

    assert_true(lab_wire_held(lab));
    assert_false(lab_wire_cut(lab));
    assert_int_equal(lab_waiting(lab), 1);
    assert_string_equal(packet->flags, "S");
    assert_int_equal(packet->resent, 1);
    assert_false(packet->has_ack);
    const struct event *first = log_at(lab_log(lab), 10);
    assert_int_equal(first->kind, EVENT_PACKET);
    assert_int_equal(first->packet.kept, 3);
    assert_memory_equal(first->packet.frame, "\1\2\3", 3);
}

static void its_clock_stands_between_lines(void **state)
{
    const struct lab *lab = play(*state, 1);
    int64_t then = log_now(lab_log(lab));

    assert_int_equal(then, 1008000);
    assert_int_equal(lab_timeout(lab), -1);
    lab_refresh((struct lab *)lab);
    assert_int_equal(lab_pump((struct lab *)lab), LAB_REST);
    assert_int_equal(log_now(lab_log(lab)), then);
}

static void knows_what_came_of_each_line(void **state)
{
    struct fixture *f = *state;
    struct result result;

    play(f, 6);
    assert_true(runner_result(f->runner, 1, 0, &result));
    assert_int_equal(result.value, -1);
    assert_int_equal(result.err, EADDRINUSE);
    assert_true(runner_result(f->runner, 3, 0, &result));
    assert_int_equal(result.kind, RESULT_BLOCKS);
    assert_false(runner_result(f->runner, 2, 0, &result));
    assert_int_equal(runner_totals(f->runner).passed, 5);
    runner_end(f->runner);
    assert_int_equal(runner_step(f->runner), f->lesson->n_steps);
}

static void refuses_to_be_changed(void **state)
{
    struct fixture *f = *state;
    struct runner *runner;

    play(f, 2);
    runner = f->runner;
    assert_int_equal(runner_command(runner, -1, "server: SIGINT", &f->err), -1);
    assert_non_null(strstr(f->err.text, "recording, made on Linux 6.1.2"));
    assert_int_equal(runner_replay(runner, "server", &f->err), -1);
    assert_int_equal(runner_toggle(runner, 0, "v", "b", &f->err), -1);
    assert_false(runner_busy(runner));
}

static void needs_a_lane_for_the_setting(void **state)
{
    struct fixture *f = *state;
    struct condition setting = {.name = "v", .value = "b"};
    struct runner_options options = {.settings = &setting, .n_settings = 1};

    assert_non_null(parse(f, f->text, strlen(f->text)));
    options.recording = f->recording;
    assert_null(runner_open(f->lesson, &options, &f->err));
    assert_string_equal(f->err.text, "The recording has no lane 'v=b'.");
}

static void names_its_kernel(void **state)
{
    struct fixture *f = *state;
    char version[32];

    open_sample(f);
    assert_string_equal(recording_kernel(f->recording), "Linux 6.1.2");
    assert_string_equal(
        recording_version(f->recording, version, sizeof(version)), "Linux 6.1");
}

/* ---- those that are shipped ---- */

static void every_lesson_has_its_recording(void **state)
{
    struct fixture *f = *state;
    struct lesson *lesson;
    int n = 0;

    for (; (lesson = shipped(n, &f->err)); n++) {
        struct recording *recording = recording_open(lesson, &f->err);

        if (!recording)
            fail_msg("%s: %s\n`make recordings` brings all of them up to date.",
                     lesson->id, f->err.text);
        recording_close(recording);
        lesson_free(lesson);
    }
    assert_true(n > 40);
    while (embedded_recordings[n].name)
        fail_msg("%s has no lesson; `make recordings` takes it away.",
                 embedded_recordings[n].name);
}

/* What was recorded of a line, held against the line itself. */
static void check_line(const struct runner *runner, int lane, size_t index)
{
    const struct lesson *lesson = runner_lesson(runner);
    const struct line *line = &lesson->script.lines[index];
    const struct setting *setting = runner_setting(runner, lane);
    struct result came, want;
    char text[64];

    bool has = runner_result(runner, index, lane, &came);

    if (!line_applies(line, setting))
        return;
    if (line->kind != LINE_CALL && line->kind != LINE_RETURNS)
        return;
    want = line_expected(line, setting);
    if (want.kind == RESULT_NONE || want.kind == RESULT_ANY)
        return;
    bool held = has && (want.kind == RESULT_BLOCKS
                            ? came.kind == RESULT_BLOCKS
                            : result_match(&want, came.value, came.err));
    if (!held)
        fail_msg("%s:%d, %s: recorded %s", lesson->file, line->number,
                 runner_lane_name(runner, lane),
                 result_format(&came, text, sizeof(text)));
}

/* Play a lesson's recording to its end, and count its lines that held. */
static void check_recording(const struct lesson *lesson)
{
    struct err err = {.text = ""};
    struct runner_options options = {.recording = recording_open(lesson, &err)};
    struct runner *runner =
        options.recording ? runner_open(lesson, &options, &err) : NULL;
    int want = 0;

    if (!runner)
        fail_msg("%s: %s", lesson->id, err.text);
    while (runner_step(runner) < lesson->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
    }
    for (int lane = 0; lane < runner_lanes(runner); lane++)
        for (size_t i = 0; i < lesson->script.n; i++) {
            check_line(runner, lane, i);
            want += line_applies(&lesson->script.lines[i],
                                 runner_setting(runner, lane));
        }
    struct end_event totals = runner_totals(runner);
    assert_int_equal(totals.passed, want);
    assert_int_equal(totals.failed + totals.not_run, 0);
    runner_close(runner);
    recording_close((struct recording *)options.recording);
}

static void every_recorded_line_is_as_the_lesson_expects(void **state)
{
    struct fixture *f = *state;
    struct lesson *lesson;

    for (int i = 0; (lesson = shipped(i, &f->err)); i++) {
        check_recording(lesson);
        lesson_free(lesson);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plays_calls_with_their_results),
        TEST(plays_sockets_as_they_were),
        TEST(plays_what_a_socket_is_no_longer),
        TEST(plays_actors_as_they_were),
        TEST(plays_what_waits_on_the_wire),
        TEST(its_clock_stands_between_lines),
        TEST(knows_what_came_of_each_line),
        TEST(refuses_to_be_changed),
        TEST(needs_a_lane_for_the_setting),
        TEST(names_its_kernel),
        TEST(every_lesson_has_its_recording),
        TEST(every_recorded_line_is_as_the_lesson_expects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
