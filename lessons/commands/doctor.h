/*
 * doctor.h - `socket-lab doctor`: what this machine lets lessons do.
 */
#ifndef LESSONS_COMMANDS_DOCTOR_H
#define LESSONS_COMMANDS_DOCTOR_H

#include <stdio.h>

/*
 * Try both kinds of world with a small script each, and print what works,
 * what does not, and how to get the rest. Returns the exit status: 0 where
 * lessons can run in one of them, 3 where they can't.
 */
int doctor(FILE *out);

#endif
