/*
 * call_member.h - members that have a name: `{state: ESTABLISHED, unacked: 0}`
 * of TCP_INFO, `{SCM_RIGHTS: 4}` of what goes along with a message. What is not
 * named is not compared.
 */
#ifndef LAB_CALL_CALL_MEMBER_H
#define LAB_CALL_CALL_MEMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lab/base/err.h"
#include "lab/call/call.h"

/* Of which struct a member can be. */
enum member_group {
    MEMBER_INFO, /* struct tcp_info, without its tcpi_ */
    MEMBER_SENT, /* what goes along with a message, cmsg(3) */
    MEMBER_CAME, /* what has come along, and the message's flags */
};

/* Whether there is such a member; if not, *near is one that may be meant. */
bool member_known(const char *name, enum member_group group, const char **near);

/*
 * Read `name: value` from len bytes. A value is a number, a range a..b, a word
 * or an address, or several numbers in braces. Returns 0, or -1 with the
 * reason.
 */
int member_parse(struct member *member, const char *text, size_t len,
                 struct err *err);

/* Write it as scripts do. */
void member_print(FILE *out, const struct member *member);

/*
 * Whether what was found is what is wanted. Of an error only those numbers
 * count that are wanted, from the first on.
 */
bool member_holds(const struct member *wanted, const struct member *found);

/*
 * Those that were found where the argument names what is wanted, or where it is
 * `_`: all of them. Whether each that is wanted was found.
 */
void show_members_found(FILE *out, const struct arg *arg,
                        const struct outcome *outcome);
bool same_members(const struct arg *arg, const struct outcome *outcome);

/* ---- call_option.c ---- */

/* The index-th name of a member of struct tcp_info; NULL past the last. */
const char *info_name(int index);

/*
 * What that member is in the len bytes of such a struct. Returns false where
 * this kernel's has none.
 */
bool info_value(const char *name, const void *info, size_t len, long *value);

#endif
