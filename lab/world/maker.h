/*
 * maker.h - a forked child that makes a part of a lab's world, and is then
 * gone, or stays to keep it: netns.c has one, sockdir.c another.
 */
#ifndef LAB_WORLD_MAKER_H
#define LAB_WORLD_MAKER_H

#include "lab/base/err.h"

/*
 * Keep nothing of the parent's but this channel, which becomes descriptor 3:
 * neither what other labs hold, nor a pipe whose reader waits for its end.
 * Signals from the terminal pass the child by. Returns 0 or -1.
 */
int maker_settle(int *channel);

/*
 * Enter a user namespace of its own, in which this process has all rights over
 * what it makes (user_namespaces(7)). One id inside, the same outside: nothing
 * that is made belongs to anybody else, and an unprivileged process may map no
 * more than itself. Returns 0, or -1 with ERR_MACHINE.
 */
int maker_enter_user(struct err *err);

/*
 * Write a file of /proc, which takes a text in one write or not at all.
 * Returns 0, or -1 with errno set.
 */
int maker_write(const char *path, const char *text);

#endif
