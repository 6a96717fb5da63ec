/*
 * test_recording_bad.c - recordings that are wrong, cut short, huge or made up:
 * each is read or refused with its line. And what sets two of them apart.
 */
#include "tests/support/recordingtest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lessons/text/file.h"
#include "tests/support/folder.h"
#include "tests/support/mutate.h"
#include "tests/support/within.h"

/* ---- refusing ---- */

static void says_what_is_wrong(void **state)
{
    static const struct {
        const char *from, *to, *message;
    } rows[] = {
        {"{\"rec", "[\"rec", "r.json:1: "},
        {"\"recording\":1", "\"recording\":2",
         "r.json:1: found a recording of version 2, expected 1"},
        {"\"small\"", "\"other\"", "r.json:1: found a recording of 'other'"},
        {"\"digest\":\"", "\"digest\":\"x",
         "r.json:1: found a recording of another version of the script; "
         "`socket-lab record` makes it anew"},
        {"Linux", "Li\\u001bnux", "r.json:1: found no kernel's name"},
        {"[\"lane\",\"v=a\"]", "[\"lane\",\"v=c\"]", "r.json:2: "},
        {"[\"lane\",\"v=a\"]", "[\"lane\",\"\"]",
         "r.json:2: found lane '', expected the value of every toggle"},
        {"[\"lane\",\"v=a\"]\n", "", "r.json:2: found a line that is not"},
        {"[\"line\",1]", "[\"line\",2]", "r.json:3: found a line that is not"},
        {"[\"line\",1]\n", "", "r.json:3: found a record outside of a line"},
        {"[\"started\",1000,", "[\"started\",-1,",
         "r.json:4: found no time in microseconds, expected 0 to 3600000000"},
        {"[\"started\",1000,1,", "[\"started\",1000,7,",
         "r.json:4: found no line of the script, expected 0 to 6"},
        {"\"server\",4711", "\"server\",0", "r.json:4: found pid 0"},
        {"\"server\",4711", "\"moon\",4711",
         "r.json:4: found 'moon', expected server or client"},
        {"\"server\",\"server\",4711", "\"a b\",\"server\",4711",
         "r.json:4: found 'a b', expected an actor's name"},
        {"\"server\",\"socket\"", "\"nobody\",\"socket\"",
         "r.json:5: nobody has no process that could call"},
        {"\"socket\"", "\"mmap\"", "r.json:5: found 'mmap', expected a call"},
        {"SOCK_STREAM, 0\",3", "SOCK_STREAM, 0\",\"EWHAT\"",
         "r.json:5: found a result that is no number"},
        {"SOCK_STREAM, 0\"", "SOCK\\u001b[2J\"",
         "r.json:5: found a control character, expected text"},
        {"[1,3,6,0]", "[1,3,6]", "r.json:5: "},
        {"[\"check\",1,3]", "[\"check\",1,3]\n[\"check\",1,3]",
         "r.json:7: found another check"},
        {"[\"check\",1,3]\n", "", "r.json:7: found a line without a check"},
        {"[\"rest\",2]\n", "", "r.json:7: found the end of a line"},
        {"[\"rest\",2]", "[\"rest\",2]\n[\"note\",0,1,\"x\"]",
         "r.json:8: found 'note' behind the line's rest"},
        {"\"LISTEN\"", "\"LISTENING\"", "r.json:11: found 'LISTENING'"},
        {",[6,\"10.0.0.1:12000\",\"0.0.0.0:0\"]", "",
         "r.json:11: there is no socket 1"},
        {"[6,\"10.0.0.1:12000\"", "[6,\"10.0.0.1:*\"",
         "r.json:11: found '10.0.0.1:*', expected an address"},
        {"[6,", "[1,", "r.json:11: found protocol 1"},
        {"\"sock\",0,\"server\",1", "\"sock\",0,\"client\",1",
         "r.json:13: there is no socket 1"},
        {"\"keepalive\"", "\"egg\"", "r.json:13: found 'egg'"},
        {",1,\"held\",\"client\"", ",2,\"held\",\"client\"",
         "r.json:23: the packet's number is not the next one"},
        {"\"AQID\"", "\"AQI\"", "r.json:23: found a frame"},
        {"\"AQID\"", "\"=\"", "r.json:23: found a frame"},
        {"\"AQID\"", "\"====\"", "r.json:23: found a frame"},
        {"\"AQID\"", "\"A=AA\"", "r.json:23: found a frame"},
        {"\"AQID\"", "\"AA!A\"", "r.json:23: found a frame"},
        {"\"fate\",9,1", "\"fate\",9,2", "r.json:24: there was no packet 2"},
        {"[1]]\n[\"rest\"", "[2]]\n[\"rest\"", "r.json:26: there was no such"},
        {"\"SIGKILL\"", "\"SIGEGG\"", "r.json:29: found 'SIGEGG'"},
        {"\"state\",2,\"server\",1,null", "\"state\",2,\"client\",1,null",
         "r.json:30: there is no socket 1"},
        {"[\"end\"]\n", "[\"end\"]\n[\"end\"]\n", "r.json:34: found more"},
        {"[\"end\"]\n", "", "r.json:32: found the end of the file"},
        {"[\"check\",1,3]", "[\"cheque\",1]",
         "r.json:6: found 'cheque', expected a record's name"},
        {"[\"check\",1,3]", "[[],1]", "r.json:6: found no record"},
        {"[\"check\",1,3]", "7", "r.json:6: "},
        {"[\"check\",1,3]", "", "r.json:6: "},
    };
    struct fixture *f = *state;
    char whole[sizeof(f->text)];

    memcpy(whole, f->text, sizeof(whole));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        memcpy(f->text, whole, sizeof(whole));
        change(f, rows[i].from, rows[i].to);
        if (parse(f, f->text, strlen(f->text)))
            fail_msg("row %zu, %s, was taken", i, rows[i].to);
        if (strncmp(f->err.text, rows[i].message, strlen(rows[i].message)) != 0)
            fail_msg("row %zu: expected '%s', got '%s'", i, rows[i].message,
                     f->err.text);
    }
}

/* Nothing but the whole is taken, wherever it is cut. */
static void refuses_what_is_cut_short(void **state)
{
    struct fixture *f = *state;

    for (size_t len = strlen(f->text) - 1; len-- > 0;) {
        assert_null(parse(f, f->text, len));
        assert_memory_equal(f->err.text, "r.json:", 7);
    }
}

static void refuses_what_is_huge(void **state)
{
    struct fixture *f = *state;
    char *text = malloc(RECORDING_MAX + 1);

    memset(text, '[', RECORDING_MAX + 1);
    assert_null(parse(f, text, RECORDING_MAX + 1));
    assert_string_equal(f->err.text, "r.json: found more than 1 MiB, expected "
                                     "a recording");
    assert_null(parse(f, text, RECORDING_MAX));
    assert_memory_equal(f->err.text, "r.json:1: ", 10);
    free(text);
}

/* ---- comparing ---- */

/* A recording of the sample with a change; the caller closes it. */
static struct recording *changed(struct fixture *f, const char *from,
                                 const char *to)
{
    char before[sizeof(f->text)];

    memcpy(before, f->text, sizeof(before));
    change(f, from, to);
    struct recording *recording =
        recording_parse(f->lesson, "r.json", f->text, strlen(f->text), &f->err);
    memcpy(f->text, before, sizeof(before));
    if (!recording)
        fail_msg("%s", f->err.text);
    return recording;
}

static void compares_what_matters(void **state)
{
    static const struct {
        const char *from, *to, *message; /* NULL: that is free */
    } rows[] = {
        {"4711", "4712", NULL},
        {"\"rest\",2", "\"rest\",999", NULL},
        {"59000", "3000", NULL},
        {"[\"check\",1,3]", "[\"check\",1,4]",
         "v=a: line 15: found '4', expected '3'"},
        {"\"bind\",\"3, 10.0.0.1:12000\"", "\"bind\",\"3, 10.0.0.1:12001\"",
         "v=a: found 'server: bind(3, 10.0.0.1:12001) = -1 EADDRINUSE', "
         "expected 'server: bind(3, 10.0.0.1:12000) = -1 EADDRINUSE'"},
        {"\"LISTEN\",[6,\"10.0.0.1:12000\"", "\"LISTEN\",[6,\"10.0.0.1:40000\"",
         "v=a: line 16: found 'server$ ss LISTEN 10.0.0.1:* 0.0.0.0:0'"},
        {"[1]]\n[\"rest\"", "[]]\n[\"rest\"",
         "v=a: line 19: found 'nothing more', expected 'wire: [S] client > "
         "server'"},
        {"\"SIGKILL\"", "\"SIGTERM\"",
         "v=a: found 'server: killed SIGTERM', expected 'server: killed "
         "SIGKILL'"},
    };
    struct fixture *f = *state;

    open_sample(f);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct recording *other = changed(f, rows[i].from, rows[i].to);
        int different = recording_compare(f->recording, other, &f->err);

        if (!rows[i].message && different)
            fail_msg("row %zu: %s", i, f->err.text);
        if (rows[i].message &&
            (!different || !strstr(f->err.text, rows[i].message)))
            fail_msg("row %zu: expected '%s', got '%s'", i, rows[i].message,
                     different ? f->err.text : "no difference");
        recording_close(other);
    }
}

/* ---- anything at all ---- */

/* Whatever is taken can be walked through. */
static void walk(const struct lesson *lesson, const struct recording *recording)
{
    struct runner_options options = {.recording = recording};
    struct err err;
    struct runner *runner = runner_open(lesson, &options, &err);

    while (runner && runner_step(runner) < lesson->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
    }
    runner_close(runner);
}

static void takes_or_refuses_anything(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 20261122;
    int accepted = 0;

    for (int i = 0; i < 3000; i++) {
        size_t len;
        char *text = mutate(f->text, strlen(f->text), &len, &seed);

        if (parse(f, text, len))
            walk(f->lesson, f->recording);
        else
            assert_memory_equal(f->err.text, "r.json", 6);
        accepted += f->recording != NULL;
        free(text);
    }
    assert_within(accepted, 1, 2999);
}

/* Real ones have records that the sample has not. */
static void takes_or_refuses_what_is_shipped(void **state)
{
    struct fixture *f = *state;
    struct lesson *lesson;
    uint32_t seed = 4711;

    for (int i = 0; (lesson = shipped(i, &f->err)); i++) {
        const struct embedded *e = &embedded_recordings[i];

        for (int k = 0; e->name && k < 8; k++) {
            size_t len;
            char *text = mutate(e->text, e->len, &len, &seed);
            struct recording *recording =
                recording_parse(lesson, "r.json", text, len, &f->err);

            if (recording)
                walk(lesson, recording);
            recording_close(recording);
            free(text);
        }
        lesson_free(lesson);
    }
}

/* The recording of a lesson in a folder of its own; err says why not. */
static struct recording *open_beside(const char *folder, struct err *err)
{
    char file[FOLDER_PATH + 16];
    struct lesson *lesson;
    struct recording *recording;

    snprintf(file, sizeof(file), "%s/small.md", folder);
    lesson = lesson_parse(file, lesson_text, strlen(lesson_text), err);
    assert_non_null(lesson);
    recording = recording_open(lesson, err);
    lesson_free(lesson);
    return recording;
}

/* A pipe that nobody writes to, and what is longer than anything read. */
static void refuses_what_is_no_recording_at_all(void **state)
{
    struct fixture *f = *state;
    char folder[FOLDER_PATH], path[FOLDER_PATH + 32];

    assert_int_equal(folder_make(folder), 0);
    snprintf(path, sizeof(path), "%s/recordings", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    strcat(path, "/small.json");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(open_beside(folder, &f->err));
    assert_non_null(strstr(f->err.text, "a recording in a regular file"));
    assert_int_equal(unlink(path), 0);
    close(open(path, O_WRONLY | O_CREAT, 0600));
    assert_int_equal(truncate(path, TEXT_MAX + 1), 0);
    assert_null(open_beside(folder, &f->err));
    assert_non_null(strstr(f->err.text, "4 MiB were found, a recording was"));
    folder_remove(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_what_is_wrong),
        TEST(refuses_what_is_cut_short),
        TEST(refuses_what_is_huge),
        TEST(compares_what_matters),
        TEST(takes_or_refuses_anything),
        TEST(takes_or_refuses_what_is_shipped),
        TEST(refuses_what_is_no_recording_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
