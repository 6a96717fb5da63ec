/*
 * parts.h - a test that mostly waits for the kernel's timers, made by several
 * processes at once. Each of them runs all tests of the program, and does of
 * their work what no other has taken yet. The first one speaks for all; what
 * another has to say is shown where it has failed.
 */
#ifndef TESTS_SUPPORT_PARTS_H
#define TESTS_SUPPORT_PARTS_H

#include <stddef.h>

/*
 * Become n processes, or as many as can be had, before any test is run. Returns
 * 0, or -1 with errno.
 */
int parts_begin(int n);

/*
 * The next piece of work of the test with that number, 0 or 1: each is given to
 * one process only, counted from 0 on. There is no end: the caller knows how
 * many there are.
 */
size_t parts_next(int test);

/*
 * Behind all tests, with what this process is to return from main(). Returns
 * that; the first process waits for the others, and returns 1 where one of
 * them has failed.
 */
int parts_end(int status);

#endif
