/*
 * test_progress.c - what a learner has done, across runs and mishaps.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lessons/lesson/progress.h"
#include "tests/support/folder.h"

struct fixture {
    char home[FOLDER_PATH];
    char path[2 * FOLDER_PATH];
    struct progress *progress;
    struct err err;
};

static void open_progress(struct fixture *f)
{
    progress_close(f->progress);
    f->progress = progress_open(&f->err);
    assert_non_null(f->progress);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (folder_make(f->home) != 0)
        return -1;
    setenv("HOME", f->home, 1);
    setenv("XDG_STATE_HOME", f->home, 1);
    open_progress(f);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    progress_close(f->progress);
    folder_remove(f->home);
    free(f);
    return 0;
}

static void save(struct fixture *f)
{
    if (progress_save(f->progress, &f->err) != 0)
        fail_msg("%s", f->err.text);
}

static const char *below(struct fixture *f, const char *name)
{
    snprintf(f->path, sizeof(f->path), "%s/%s", f->home, name);
    return f->path;
}

/* They are kept beside the lessons, whoever writes those. */
static void test_the_last_lesson(void **state)
{
    struct fixture *f = *state;
    struct err err;
    struct progress *other;

    assert_string_equal(progress_last(f->progress), "");
    assert_false(progress_welcomed(f->progress));
    progress_set_welcomed(f->progress);
    save(f);
    other = progress_open(&err);
    assert_non_null(other);
    assert_true(progress_welcomed(other));
    progress_set_last(other, "b");
    progress_set_step(other, "b", 3);
    assert_int_equal(progress_save(other, &err), 0);
    progress_close(other);
    progress_set_step(f->progress, "a", 1);
    save(f);
    open_progress(f);
    assert_string_equal(progress_last(f->progress), "b");
    assert_int_equal(progress_step(f->progress, "b"), 3);
    assert_int_equal(progress_step(f->progress, "a"), 1);
    assert_true(progress_welcomed(f->progress));
}

static void test_nothing_done_yet(void **state)
{
    struct fixture *f = *state;
    int right = 7, made = 7;

    assert_string_equal(f->err.text, "");
    assert_false(progress_done(f->progress, "a"));
    assert_int_equal(progress_step(f->progress, "a"), 0);
    progress_predictions(f->progress, "a", &right, &made);
    assert_int_equal(right, 0);
    assert_int_equal(made, 0);
    save(f);
    assert_int_equal(access(below(f, "socket-lab"), F_OK), -1);
}

static void test_kept_between_runs(void **state)
{
    struct fixture *f = *state;
    int right, made;

    progress_set_done(f->progress, "a");
    progress_set_step(f->progress, "a", 5);
    progress_set_prediction(f->progress, "a", 0, "reuseaddr=off", true);
    progress_set_prediction(f->progress, "a", 0, "reuseaddr=on", false);
    progress_set_prediction(f->progress, "a", 1, "", true);
    save(f);
    open_progress(f);
    assert_string_equal(f->err.text, "");
    assert_true(progress_done(f->progress, "a"));
    assert_int_equal(progress_step(f->progress, "a"), 5);
    progress_predictions(f->progress, "a", &right, &made);
    assert_int_equal(right, 2);
    assert_int_equal(made, 3);
    assert_false(progress_done(f->progress, "b"));
}

static void test_a_later_answer_replaces_the_first(void **state)
{
    struct fixture *f = *state;
    int right, made;

    progress_set_prediction(f->progress, "a", 0, "", false);
    progress_set_prediction(f->progress, "a", 0, "", true);
    progress_predictions(f->progress, "a", &right, &made);
    assert_int_equal(right, 1);
    assert_int_equal(made, 1);
}

static void test_default_place(void **state)
{
    struct fixture *f = *state;

    unsetenv("XDG_STATE_HOME");
    open_progress(f);
    progress_set_done(f->progress, "a");
    save(f);
    assert_return_code(
        access(below(f, ".local/state/socket-lab/progress.json"), R_OK), errno);
}

static void test_no_home(void **state)
{
    struct fixture *f = *state;

    unsetenv("HOME");
    setenv("XDG_STATE_HOME", "relative", 1);
    open_progress(f);
    assert_string_equal(f->err.text, "HOME is not set: progress is not kept.");
    progress_set_done(f->progress, "a");
    assert_true(progress_done(f->progress, "a"));
    save(f);
}

static void test_no_other_file_is_left(void **state)
{
    struct fixture *f = *state;
    struct stat st;

    progress_set_step(f->progress, "a", 1);
    save(f);
    progress_set_step(f->progress, "a", 2);
    save(f);
    /* A folder's link count says nothing of files: try to remove them. */
    assert_return_code(unlink(below(f, "socket-lab/progress.json")), errno);
    assert_return_code(rmdir(below(f, "socket-lab")), errno);
    assert_int_equal(stat(below(f, "socket-lab"), &st), -1);
}

static void test_damaged_file_is_set_aside(void **state)
{
    static const char *const damaged[] = {
        "",
        "{",
        "[]",
        "{\"lessons\": 3}",
        "{\"version\": 1}",
        "{\"lessons\": {\"a\": {\"done\": true}}",
        "\xff\xfe",
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        folder_write(f->home, "socket-lab/progress.json", damaged[i]);
        open_progress(f);
        assert_non_null(strstr(f->err.text, "was set aside as "));
        assert_false(progress_done(f->progress, "a"));
        assert_return_code(unlink(below(f, "socket-lab/progress.json.damaged")),
                           errno);
        assert_int_equal(access(below(f, "socket-lab/progress.json"), F_OK),
                         -1);
    }
    progress_set_done(f->progress, "a");
    save(f);
    open_progress(f);
    assert_true(progress_done(f->progress, "a"));
}

static void test_odd_values_are_not_believed(void **state)
{
    struct fixture *f = *state;
    int right, made;

    folder_write(f->home, "socket-lab/progress.json",
                 "{\"lessons\": {\"a\": {\"done\": 1, \"step\": -4, "
                 "\"predictions\": {\"0\": \"yes\"}}, \"b\": [], "
                 "\"c\": {\"step\": \"x\", \"predictions\": 3}}}");
    open_progress(f);
    assert_string_equal(f->err.text, "");
    assert_false(progress_done(f->progress, "a"));
    assert_int_equal(progress_step(f->progress, "a"), 0);
    progress_predictions(f->progress, "a", &right, &made);
    assert_int_equal(made, 0);
    progress_set_done(f->progress, "b");
    progress_set_prediction(f->progress, "c", 0, "", true);
    save(f);
    open_progress(f);
    assert_true(progress_done(f->progress, "b"));
    progress_predictions(f->progress, "c", &right, &made);
    assert_int_equal(right, 1);
}

static void test_failure_is_said_once(void **state)
{
    struct fixture *f = *state;

    /* A file where the folder would be: fails for root as well. */
    folder_write(f->home, "socket-lab", "in the way");
    progress_set_done(f->progress, "a");
    assert_int_equal(progress_save(f->progress, &f->err), -1);
    assert_non_null(strstr(f->err.text, "could not be written"));
    assert_int_equal(progress_save(f->progress, &f->err), 0);
    assert_string_equal(f->err.text, "");
    assert_true(progress_done(f->progress, "a"));
    assert_return_code(unlink(below(f, "socket-lab")), errno);
    save(f);
    open_progress(f);
    assert_true(progress_done(f->progress, "a"));
}

static void test_unreadable_is_not_replaced(void **state)
{
    struct fixture *f = *state;
    struct stat st;

    folder_write(f->home, "socket-lab/progress.json/x", "");
    open_progress(f);
    assert_non_null(strstr(f->err.text, "Progress is not kept."));
    progress_set_done(f->progress, "a");
    save(f);
    assert_return_code(stat(below(f, "socket-lab/progress.json/x"), &st),
                       errno);
}

static void test_symbolic_link_is_kept(void **state)
{
    struct fixture *f = *state;
    struct stat st;

    folder_write(f->home, "elsewhere.json", "{\"lessons\": {}}");
    folder_write(f->home, "socket-lab/x", "");
    assert_return_code(
        symlink("../elsewhere.json", below(f, "socket-lab/progress.json")),
        errno);
    open_progress(f);
    progress_set_done(f->progress, "a");
    save(f);
    assert_return_code(lstat(f->path, &st), errno);
    assert_true(S_ISLNK(st.st_mode));
    open_progress(f);
    assert_true(progress_done(f->progress, "a"));
}

/* open(2) would wait for a writer of the pipe, before the first screen. */
static void test_a_named_pipe_is_not_waited_for(void **state)
{
    struct fixture *f = *state;
    struct stat st;

    progress_set_done(f->progress, "a");
    save(f);
    below(f, "socket-lab/progress.json");
    assert_return_code(unlink(f->path), errno);
    assert_return_code(mkfifo(f->path, 0600), errno);
    open_progress(f);
    assert_non_null(strstr(f->err.text, "progress in a regular file was "
                                        "expected. Progress is not kept."));
    progress_set_done(f->progress, "b");
    save(f);
    assert_return_code(stat(f->path, &st), errno);
    assert_true(S_ISFIFO(st.st_mode));
}

static void test_two_programs_keep_each_others_lessons(void **state)
{
    struct fixture *f = *state;
    struct progress *other = progress_open(&f->err);

    progress_set_done(f->progress, "a");
    progress_set_done(other, "b");
    progress_set_step(other, "a", 3);
    save(f);
    assert_int_equal(progress_save(other, &f->err), 0);
    progress_close(other);
    open_progress(f);
    assert_true(progress_done(f->progress, "a"));
    assert_true(progress_done(f->progress, "b"));
    assert_int_equal(progress_step(f->progress, "a"), 3);
}

/* Saves again and again, as a second program would; 0 when all went well. */
static int save_often(int seed)
{
    struct err err;
    struct progress *progress = progress_open(&err);
    int failed = !progress || err.text[0] != '\0';
    char id[32];

    snprintf(id, sizeof(id), "lesson-%d", seed);
    for (size_t i = 1; !failed && i <= 25; i++) {
        progress_set_step(progress, id, i);
        failed = progress_save(progress, &err) != 0;
    }
    progress_close(progress);
    return failed;
}

static void test_many_programs_at_once(void **state)
{
    struct fixture *f = *state;
    pid_t children[4];
    int status;

    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        assert_return_code(children[i], errno);
        if (children[i] == 0)
            _exit(save_often(i));
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    open_progress(f);
    assert_string_equal(f->err.text, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_nothing_done_yet),
        TEST(test_the_last_lesson),
        TEST(test_kept_between_runs),
        TEST(test_a_later_answer_replaces_the_first),
        TEST(test_default_place),
        TEST(test_no_home),
        TEST(test_no_other_file_is_left),
        TEST(test_damaged_file_is_set_aside),
        TEST(test_odd_values_are_not_believed),
        TEST(test_failure_is_said_once),
        TEST(test_unreadable_is_not_replaced),
        TEST(test_symbolic_link_is_kept),
        TEST(test_a_named_pipe_is_not_waited_for),
        TEST(test_two_programs_keep_each_others_lessons),
        TEST(test_many_programs_at_once),
    };

    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
