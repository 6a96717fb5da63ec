/*
 * lab_counter.c - what the kernel has counted for a host, from one look to the
 * next. A network namespace's counters begin at 0, as its lab does.
 */
#include <stdio.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/lab_inside.h"

/* NULL: it was not looked at yet. */
static struct counter_mark *find_mark(const struct lab *lab, enum host_id host,
                                      const char *name)
{
    for (size_t i = 0; i < lab->n_marks; i++)
        if (lab->marks[i].host == host && strcmp(lab->marks[i].name, name) == 0)
            return &lab->marks[i];
    return NULL;
}

int lab_counter(struct lab *lab, enum host_id host, const char *name,
                int64_t *now, int64_t *since, struct err *err)
{
    const struct counter_mark *mark = find_mark(lab, host, name);
    struct err why;
    int found;

    if (lab_is_unable(lab, NEED_COUNTER, err))
        return -1;
    found = counter_read(&lab->netns, host, name, now, &why);
    if (found < 0)
        return lab_order_failed(lab, &why, err);
    if (found)
        *since = *now - (mark ? mark->value : 0);
    return found;
}

int lab_counted(struct lab *lab, enum host_id host, const char *name,
                int64_t now, struct err *err)
{
    struct counter_mark *mark = find_mark(lab, host, name);
    struct err why;

    if (!mark) {
        struct counter_mark *marks = memory_one_more(
            lab->marks, lab->n_marks, &lab->room_marks, sizeof(*marks));

        if (!marks) {
            err_machine(&why, "out of memory");
            return lab_order_failed(lab, &why, err);
        }
        lab->marks = marks;
        mark = &marks[lab->n_marks++];
        mark->host = host;
        snprintf(mark->name, sizeof(mark->name), "%s", name);
    }
    mark->value = now;
    return 0;
}
