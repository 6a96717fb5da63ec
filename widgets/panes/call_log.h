/*
 * call_log.h - calls as they are found in a log.
 */
#ifndef WIDGETS_PANES_CALL_LOG_H
#define WIDGETS_PANES_CALL_LOG_H

#include "lab/log/event.h"

/*
 * The event that shows the call which the lane made last, of all actors on
 * both hosts; NULL before the first. Which call returned last does not count:
 * that is decided by chance, and differs between lanes that run the same lines.
 */
const struct event *call_log_newest(const struct log *log);

#endif
