/*
 * test_memory.c - a stream into memory, with all the memory it wants, and
 * without.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lab/base/memory.h"

static void keeps_what_is_written(void **state)
{
    struct memory memory;

    (void)state;
    assert_true(memory_open(&memory));
    fprintf(memory.out, "%d bottles", 99);
    fputc('\0', memory.out);
    fputs("of beer", memory.out);
    assert_true(memory_close(&memory));
    assert_int_equal(memory.len, 18);
    assert_memory_equal(memory.text, "99 bottles\0of beer", 19);
    free(memory.text);
}

static void says_where_it_is(void **state)
{
    struct memory memory;

    (void)state;
    assert_true(memory_open(&memory));
    assert_int_equal(ftell(memory.out), 0);
    fputs("1234567", memory.out);
    assert_int_equal(ftell(memory.out), 7);
    assert_int_equal(fflush(memory.out), 0);
    fputs("8", memory.out);
    assert_int_equal(ftell(memory.out), 8);
    assert_true(memory_close(&memory));
    assert_string_equal(memory.text, "12345678");
    free(memory.text);
}

static void nothing_is_an_empty_text(void **state)
{
    struct memory memory;

    (void)state;
    assert_true(memory_open(&memory));
    assert_true(memory_close(&memory));
    assert_string_equal(memory.text, "");
    free(memory.text);
}

static void grows_with_what_is_written(void **state)
{
    struct memory memory;

    (void)state;
    assert_true(memory_open(&memory));
    for (int i = 0; i < 100000; i++)
        fprintf(memory.out, "%05d\n", i);
    assert_true(memory_close(&memory));
    assert_int_equal(memory.len, 600000);
    assert_memory_equal(memory.text + 599994, "99999\n", 7);
    free(memory.text);
}

static void what_is_flushed_can_be_read(void **state)
{
    struct memory memory;

    (void)state;
    assert_true(memory_open(&memory));
    fputs("so far", memory.out);
    assert_int_equal(fflush(memory.out), 0);
    assert_string_equal(memory.text, "so far");
    assert_true(memory_close(&memory));
    free(memory.text);
}

/* Write more than there may be memory for. Exit status 0: that was told. */
static int lose(void)
{
    const struct rlimit limit = {64 << 20, 64 << 20};
    struct memory memory;
    int line = 0;

    if (setrlimit(RLIMIT_AS, &limit) < 0 || !memory_open(&memory))
        return 2;
    while (!ferror(memory.out) && line < 40000000)
        fprintf(memory.out, "%d and more\n", line++);
    /* What comes later may find room again, but is no whole text any more. */
    clearerr(memory.out);
    fputs("the end", memory.out);
    return memory_close(&memory) || memory.text;
}

/* In a child, for a limit can't be taken back. */
static void tells_that_something_was_lost(void **state)
{
    int status;
    pid_t pid;

    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* ASan's shadow alone is more than any limit */
#endif
    pid = fork();
    if (pid == 0)
        _exit(lose());
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void closing_what_is_not_open_is_no_text(void **state)
{
    struct memory memory = {0};

    (void)state;
    assert_false(memory_close(&memory));
    assert_null(memory.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_is_written),
        cmocka_unit_test(says_where_it_is),
        cmocka_unit_test(nothing_is_an_empty_text),
        cmocka_unit_test(grows_with_what_is_written),
        cmocka_unit_test(what_is_flushed_can_be_read),
        cmocka_unit_test(tells_that_something_was_lost),
        cmocka_unit_test(closing_what_is_not_open_is_no_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
