/*
 * bench_text.h - the bench's lesson as text: toggles, the two programs, and
 * what a newcomer should know before the first key.
 */
#ifndef WIDGETS_BENCH_TEXT_H
#define WIDGETS_BENCH_TEXT_H

#include <stdbool.h>

/* The whole of it, with SO_REUSEADDR compared or not; never freed. */
const char *bench_text(bool twin);

#endif
