/*
 * faults_errno.h - with what each system call can fail on a machine that lacks
 * something, or forbids it.
 */
#ifndef TESTS_FAULTS_FAULTS_ERRNO_H
#define TESTS_FAULTS_FAULTS_ERRNO_H

enum { FAULT_ERRNOS = 4 };

/*
 * The errnos to try of a system call, behind the last one 0; none at all for a
 * call that can't fail, or whose failure is no fault of a machine.
 */
const int *fault_errnos(int number);

/* The call's name where it has a row of its own, else "call N". */
const char *fault_call_name(int number, char *text, unsigned long size);

#endif
