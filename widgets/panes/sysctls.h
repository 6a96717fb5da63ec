/*
 * sysctls.h - the sysctls of a host that were set in a world, and so hold there
 * instead of what the kernel begins with.
 */
#ifndef WIDGETS_PANES_SYSCTLS_H
#define WIDGETS_PANES_SYSCTLS_H

#include "lessons/runner/runner.h"

enum { SYSCTLS_TEXT = 256 }; /* bytes for all that one host has */

/*
 * "tcp_timestamps=0, ≠ tcp_fin_timeout=600": by the last part of their names,
 * in the order in which they were first set, with the values that they have
 * now; "" for none. The mark of a difference (difference_mark()) is in front of
 * what is not the same in all lanes. Returns out, which has SYSCTLS_TEXT bytes.
 */
const char *sysctls_text(const struct runner *runner, int lane,
                         enum host_id host, char *out);

#endif
