/*
 * toggle.h - the named settings of a lesson, and the values that they have.
 *
 * A toggle is declared once for a whole lesson; a setting holds the value of
 * each in one lane; a condition says which value of one a line is for.
 */
#ifndef LESSONS_SCRIPT_TOGGLE_H
#define LESSONS_SCRIPT_TOGGLE_H

#include <stddef.h>

#include "lab/base/err.h"
#include "lessons/script/names.h"

enum { SCRIPT_NAME = 32, TOGGLE_VALUES = 8, SETTING_TOGGLES = 16 };

/* A named setting and the values that it can have. */
struct toggle {
    char name[SCRIPT_NAME];
    char label[64];                          /* for people, "SO_REUSEADDR" */
    char values[TOGGLE_VALUES][SCRIPT_NAME]; /* the first is the default */
    int n_values;
    int line; /* of the file that declares it, from 1 */
};

/* Every toggle of a script with the value that it has in one lane. */
struct setting {
    const struct toggle *toggles; /* not owned */
    int n;
    int value[SETTING_TOGGLES]; /* index into values, by toggle */
    unsigned lacks;             /* what the kernel can't do: bits, NEED_BIT() */
    const struct names *names;  /* what the kernel chose; NULL: nothing yet */
};

/* What a condition is about. */
enum condition_kind {
    CONDITION_TOGGLE, /* NAME=VALUE, as in `if reuseaddr=off` */
    CONDITION_CAN,    /* can=NEED */
    CONDITION_CANNOT, /* can!=NEED */
};

struct condition {
    char name[SCRIPT_NAME];  /* of the toggle, or "can" */
    char value[SCRIPT_NAME]; /* of the toggle, or the need's name */
    enum condition_kind kind;
};

enum { CONDITIONS = 8 };

/* Some, all of which must hold; none hold always. */
struct conditions {
    struct condition list[CONDITIONS];
    int n;
};

/* The toggle called so, NULL when there is none. */
const struct toggle *toggle_find(const struct toggle *toggles, int n,
                                 const char *name);

/* The value that a toggle has in this setting, NULL for an unknown one. */
const char *setting_value(const struct setting *setting, const char *name);

/*
 * Set it. Returns 0, or -1 when there is no such toggle or value; *err lists
 * those that there are.
 */
int setting_set(struct setting *setting, const char *name, const char *value,
                struct err *err);

/* "reuseaddr=off,reuseport=on": a lane's name; "" without toggles. */
void setting_label(const struct setting *setting, char *out, size_t size);

#endif
