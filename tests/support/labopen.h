/*
 * labopen.h - a world in one go, for tests and measurements that make no
 * others at the same time.
 */
#ifndef TESTS_SUPPORT_LABOPEN_H
#define TESTS_SUPPORT_LABOPEN_H

#include "lab/lab.h"

/* lab_begin() and lab_finish(). NULL with the reason; else to be closed. */
static inline struct lab *lab_open(enum isolation isolation, struct err *err)
{
    struct lab *lab = lab_begin(isolation, err);

    if (!lab || lab_finish(lab, err) == 0)
        return lab;
    lab_close(lab);
    return NULL;
}

#endif
