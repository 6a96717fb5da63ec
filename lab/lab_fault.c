/*
 * When a lab can't go on. Whatever the machine withholds from it (memory, a
 * descriptor, a process, an answer of the kernel's) leaves a world of which
 * something is not known; and what was not seen must not be judged. So the
 * first such thing ends it: orders are refused from then on, and pumping does
 * nothing.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lab/lab_inside.h"

const char *lab_fault(const struct lab *lab)
{
    return lab->fault[0] ? lab->fault : NULL;
}

void lab_give_up(struct lab *lab, const char *format, ...)
{
    struct event event = {.kind = EVENT_FAULT};
    va_list args;

    if (lab->fault[0])
        return;
    va_start(args, format);
    vsnprintf(lab->fault, sizeof(lab->fault), translate(format), args);
    va_end(args);
    utf8_trim(lab->fault);
    /* May be NULL, and is said all the same (log_append()). */
    event.note = strdup(lab->fault);
    log_append(lab->log, &event);
}

int lab_order_failed(struct lab *lab, const struct err *why, struct err *err)
{
    if (why->kind == ERR_MACHINE)
        lab_give_up(lab, "%s", why->text);
    if (err)
        *err = *why;
    return -1;
}

bool lab_is_over(const struct lab *lab, struct err *err)
{
    if (!lab->fault[0])
        return false;
    err_machine(err, "%s", lab->fault);
    return true;
}

bool lab_is_unable(const struct lab *lab, enum need need, struct err *err)
{
    const char *cannot = lab_cannot(lab, need);

    if (lab_is_over(lab, err))
        return true;
    if (cannot)
        err_machine(err, "%s", cannot);
    return cannot;
}

bool lab_append(struct lab *lab, const struct event *event)
{
    if (log_append(lab->log, event) && !log_lost(lab->log))
        return true;
    lab_give_up(lab, "out of memory");
    return false;
}
