/* Where a lab's socket files are: paths there and back, and what is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/world/sockdir.h"

struct fixture {
    char folder[64]; /* stands for $TMPDIR */
    struct sockdir sockdir;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (!f)
        return -1;
    f->sockdir = SOCKDIR_NONE;
    strcpy(f->folder, "/tmp/test_sockdir.XXXXXX");
    return mkdtemp(f->folder) ? setenv("TMPDIR", f->folder, 1) : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    sockdir_close(&f->sockdir);
    rmdir(f->folder);
    unsetenv("TMPDIR");
    free(f);
    return 0;
}

/* How many files and folders are in the one that stands for $TMPDIR. */
static int entries(const struct fixture *f)
{
    DIR *folder = opendir(f->folder);
    int n = 0;

    assert_non_null(folder);
    while (readdir(folder))
        n++;
    closedir(folder);
    return n - 2; /* . and .. */
}

/* ---- paths ---- */

static struct call bind_to(const char *text)
{
    struct call call;
    char written[160];
    struct err err;

    snprintf(written, sizeof(written), "bind(3, %s)", text);
    if (call_parse(&call, written, &err) < 0)
        fail_msg("%s", err.text);
    return call;
}

static void paths_go_there_and_back(void **state)
{
    static const struct {
        const char *script;
        const char *kernel;
    } paths[] = {
        {"unix:/tmp/s", "tmp/s"}, {"unix:s", "./s"}, {"unix:", ""},
        {"unix:@s", "@s"},        {"unix:/", "/"},
    };
    struct fixture *f = *state;

    assert_int_equal(sockdir_open(&f->sockdir, false, NULL), 0);
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct call call = bind_to(paths[i].script);
        char text[ADDR_TEXT];

        sockdir_call(&f->sockdir, &call, NULL);
        assert_string_equal(call.args[1].addr.path, paths[i].kernel);
        if (strcmp(paths[i].kernel, "/") != 0)
            sockdir_back(&call.args[1].addr);
        assert_string_equal(addr_format(&call.args[1].addr, text),
                            paths[i].script);
        call_free(&call);
    }
}

static void only_paths_ask_for_a_folder(void **state)
{
    static const struct {
        const char *text;
        bool wanted;
    } addresses[] = {
        {"unix:/tmp/s", true}, {"unix:s", true},       {"unix:@s", false},
        {"unix:", false},      {"10.0.0.1:80", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        struct call call = bind_to(addresses[i].text);

        assert_int_equal(sockdir_wanted(&call), addresses[i].wanted);
        call_free(&call);
    }
}

/* Whether there is such a folder in the lab's. */
static bool has_folder(const struct fixture *f, const char *name)
{
    struct stat found;

    return fstatat(f->sockdir.root, name, &found, 0) == 0 &&
           S_ISDIR(found.st_mode);
}

static void folders_are_those_of_the_machine(void **state)
{
    struct fixture *f = *state;
    char path[96];
    struct call call;

    assert_int_equal(sockdir_open(&f->sockdir, false, NULL), 0);
    assert_true(has_folder(f, "tmp"));
    assert_false(has_folder(f, "etc"));
    snprintf(path, sizeof(path), "unix:/etc/none-such-here/s");
    call = bind_to(path);
    sockdir_call(&f->sockdir, &call, NULL);
    call_free(&call);
    assert_true(has_folder(f, "etc"));
    assert_false(has_folder(f, "etc/none-such-here"));
}

/* ---- what is left ---- */

/* Put a file into the lab's /tmp. */
static void put_file(int root)
{
    int fd = openat(root, "tmp/s", O_CREAT | O_WRONLY, 0600);

    assert_true(fd >= 0);
    close(fd);
}

static void both_kinds_hold_files(void **state)
{
    struct fixture *f = *state;

    for (int in_memory = 0; in_memory < 2; in_memory++) {
        assert_int_equal(sockdir_open(&f->sockdir, in_memory, NULL), 0);
        put_file(f->sockdir.root);
        assert_int_equal(faccessat(f->sockdir.root, "tmp/s", F_OK, 0), 0);
        sockdir_close(&f->sockdir);
        assert_int_equal(entries(f), 0);
    }
}

static void two_do_not_meet(void **state)
{
    struct fixture *f = *state;
    struct sockdir other;

    for (int in_memory = 0; in_memory < 2; in_memory++) {
        assert_int_equal(sockdir_open(&f->sockdir, in_memory, NULL), 0);
        assert_int_equal(sockdir_open(&other, in_memory, NULL), 0);
        put_file(f->sockdir.root);
        assert_int_equal(faccessat(other.root, "tmp/s", F_OK, 0), -1);
        /* The one that was made first is not kept open by the other. */
        sockdir_close(&f->sockdir);
        sockdir_close(&other);
        assert_int_equal(entries(f), 0);
    }
}

/* A child that opens one, and is killed by a signal that it can't catch. */
static void be_killed(bool in_memory)
{
    struct sockdir sockdir;

    if (sockdir_open(&sockdir, in_memory, NULL) < 0)
        _exit(1);
    close(openat(sockdir.root, "tmp/s", O_CREAT | O_WRONLY, 0600));
    kill(getpid(), SIGKILL);
    _exit(1);
}

/*
 * Whoever the killed one leaves behind becomes a child of this process
 * (PR_SET_CHILD_SUBREAPER), so that its end can be waited for.
 */
static void nothing_is_left_by_the_killed(void **state)
{
    struct fixture *f = *state;
    pid_t child, dead;
    int status;

    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    for (int in_memory = 0; in_memory < 2; in_memory++) {
        child = fork();
        if (child == 0)
            be_killed(in_memory);
        while ((dead = wait(&status)) > 0)
            if (dead == child)
                assert_true(WIFSIGNALED(status));
        assert_int_equal(errno, ECHILD);
        assert_int_equal(entries(f), 0);
    }
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

static void says_where_there_is_no_place(void **state)
{
    struct fixture *f = *state;
    struct err err;

    setenv("TMPDIR", "/none-such-here", 1);
    assert_int_equal(sockdir_open(&f->sockdir, false, &err), -1);
    assert_non_null(strstr(err.text, "No such file or directory"));
    assert_int_equal(f->sockdir.root, -1);
}

#define SOCKDIR_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SOCKDIR_TEST(paths_go_there_and_back),
        SOCKDIR_TEST(only_paths_ask_for_a_folder),
        SOCKDIR_TEST(folders_are_those_of_the_machine),
        SOCKDIR_TEST(both_kinds_hold_files),
        SOCKDIR_TEST(two_do_not_meet),
        SOCKDIR_TEST(nothing_is_left_by_the_killed),
        SOCKDIR_TEST(says_where_there_is_no_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
