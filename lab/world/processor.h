/*
 * processor.h - keeps a lab and its actors on one processor, so that packets
 * stay in order.
 */
#ifndef LAB_WORLD_PROCESSOR_H
#define LAB_WORLD_PROCESSOR_H

#include <sched.h>
#include <stdbool.h>

/*
 * Keep this process, and those that it forks from now on, on the processor that
 * it runs on now (sched_setaffinity(2)). *before is what to give back. Returns
 * false, with nothing changed, where it has but one already or may not choose.
 */
bool processor_keep(cpu_set_t *before);

/* Let it run again where it could before processor_keep(). */
void processor_give_back(const cpu_set_t *before);

#endif
