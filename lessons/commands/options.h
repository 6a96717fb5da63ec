/*
 * options.h - the options of the command line, read into one struct that all
 * subcommands share. Which of them a command takes is main.c's to say.
 */
#ifndef LESSONS_COMMANDS_OPTIONS_H
#define LESSONS_COMMANDS_OPTIONS_H

#include <stdbool.h>

#include "lessons/commands/run.h"

/* What the command line says. */
struct options {
    struct run_options run; /* holds what the other commands need as well */
    struct condition settings[SETTING_TOGGLES]; /* run.runner points here */
    bool ascii;
    const char *theme;  /* a theme of the screen; NULL: by itself */
    const char *mouse;  /* "on", "off"; NULL: not said */
    bool recorded;      /* show recordings of lessons instead of running them */
    bool json;          /* print answers as JSON */
    bool mark;          /* translations, instead of checking them */
    const char *keys;   /* a key script's file, NULL for the keyboard */
    const char *config; /* the configuration file; NULL: the usual one */
    const char *to;     /* where `record` writes; NULL: beside the lesson */
    bool help;
    bool version;
    char given[32]; /* the options that were given, as their letters */
};

/*
 * Read all options, wherever they stand; argv's other words come to stand
 * behind optind (getopt_long(3)). Returns 0, or the exit status when one is
 * wrong, which is said then.
 */
int options_read(struct options *options, int argc, char **argv);

/* "--keys" or "-s" for an option's letter, into out; returns out. */
const char *option_name(int letter, char *out, size_t size);

/*
 * Say on standard error what is wrong with the command line. Returns the exit
 * status for it, STATUS_INPUT.
 */
int misused(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
