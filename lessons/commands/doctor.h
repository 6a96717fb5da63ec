/*
 * doctor.h - `socket-lab doctor`: what this machine lets lessons do.
 */
#ifndef LESSONS_COMMANDS_DOCTOR_H
#define LESSONS_COMMANDS_DOCTOR_H

#include <stdbool.h>
#include <stdio.h>

#include "lab/lab.h"
#include "lessons/lesson/catalog.h"

/* What is known only to those who show lessons. */
struct doctor_shown {
    int colours;        /* as below */
    const char *config; /* the configuration file; NULL: there is no home */
    bool config_found;  /* it is there */
    const char *config_wrong; /* what is wrong in it; NULL: nothing */
};

/* The terminal that lessons would be shown on. */
struct doctor_terminal {
    bool is_there; /* standard output is one */
    int columns;
    int rows;
    int colours;         /* -1: nothing is known of a terminal of that TERM */
    char term[64];       /* $TERM in ASCII, or "" */
    const char *locale;  /* of the characters, "C.UTF-8" */
    const char *codeset; /* how it writes them, "UTF-8" */
};

/* One kind of world, and what came of trying it. */
struct doctor_world {
    enum isolation isolation;
    bool works;                /* a server and a client meet there */
    char why[600];             /* why not; "" */
    const char *cannot[NEEDS]; /* why it can't do that; NULL: it can */
};

enum { DOCTOR_SYSCTLS = 64 };

/* A sysctl that a lesson sets. */
struct doctor_sysctl {
    const char *name; /* the lesson's */
    bool can;         /* it can be set on a host of the lab */
};

/* What becomes of a lesson in the best world of this machine. */
enum doctor_fate {
    FATE_WORKS,
    FATE_LESS,     /* it works, and something that it asks about is missing */
    FATE_RECORDED, /* it can't run here */
};

struct doctor {
    char kernel[160];
    struct doctor_terminal terminal;
    const struct doctor_shown *shown;
    struct doctor_world private_world; /* ISOLATION_NAMESPACE */
    struct doctor_world plain_world;   /* ISOLATION_LOOPBACK */
    const struct doctor_world *best;   /* of these two; NULL: neither works */
    struct doctor_sysctl sysctls[DOCTOR_SYSCTLS];
    int n_sysctls;
    const struct catalog *catalog; /* not owned */
    enum doctor_fate *fates;       /* by lesson of the catalog; owned */
};

/*
 * Try both kinds of world with a small script each, and print what works, what
 * does not, and how to get the rest; as one JSON object (LESSONS.md) where that
 * is asked for. Nothing is believed that can be tried. Returns the exit status:
 * 0 where lessons can run in one of the worlds, 3 where they can't.
 */
int doctor(FILE *out, const struct catalog *catalog,
           const struct doctor_shown *shown, bool json);

/* For doctor() alone: print what it has found (doctor_print.c). */
void doctor_print(FILE *out, const struct doctor *doctor);
/* The same as JSON (doctor_json.c). */
void doctor_json(FILE *out, const struct doctor *doctor);

#endif
