/*
 * bench_text.h - the bench's lesson as text: toggles, the two programs, and
 * what a newcomer should know before the first key.
 */
#ifndef WIDGETS_LESSON_BENCH_TEXT_H
#define WIDGETS_LESSON_BENCH_TEXT_H

/* The front matter, from its first line to its last toggle. */
extern const char bench_front[];

/* What stands below it. */
extern const char bench_body[];

#endif
