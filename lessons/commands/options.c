/*
 * options.c - reads the options of the command line; see options.h.
 */
#include "lessons/commands/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/err.h"
#include "lab/base/translate.h"

/* With the letters by which `commands` and read_option() know them. */
static const struct option long_options[] = {
    {"lessons", required_argument, NULL, 'l'},
    {"isolation", required_argument, NULL, 'i'},
    {"ascii", no_argument, NULL, 'a'},
    {"theme", required_argument, NULL, 'y'},
    {"mouse", required_argument, NULL, 'u'},
    {"recorded", no_argument, NULL, 'r'},
    {"json", no_argument, NULL, 'o'},
    {"to", required_argument, NULL, 't'},
    {"mark", no_argument, NULL, 'm'},
    {"keys", required_argument, NULL, 'k'},
    {"config", required_argument, NULL, 'c'},
    {"format", required_argument, NULL, 'f'},
    {"pcap", required_argument, NULL, 'p'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

int misused(const char *format, ...)
{
    char raw[1000], text[1000];
    va_list args;

    va_start(args, format);
    vsnprintf(raw, sizeof(raw), translate(format), args);
    va_end(args);
    err_escape(text, sizeof(text), raw);
    fprintf(stderr, "socket-lab: %s\n", text);
    return STATUS_INPUT;
}

/* What the lab calls the kinds of worlds is what the option calls them. */
static int read_isolation(enum isolation *isolation, const char *name)
{
    static const enum isolation kinds[] = {ISOLATION_AUTO, ISOLATION_NAMESPACE,
                                           ISOLATION_LOOPBACK};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        *isolation = kinds[i];
        if (strcmp(isolation_name(kinds[i]), name) == 0)
            return 0;
    }
    return misused("unknown isolation '%s', expected auto, namespace or "
                   "loopback",
                   name);
}

/* NAME=VALUE; whether there is such a toggle is the lesson's to say. */
static int read_setting(struct options *options, const char *text)
{
    struct runner_options *runner = &options->run.runner;
    struct condition *one = &options->settings[runner->n_settings];
    const char *equals = strchr(text, '=');
    size_t name = equals ? (size_t)(equals - text) : 0;

    if (name == 0 || name >= sizeof(one->name) || !equals[1] ||
        strlen(equals + 1) >= sizeof(one->value))
        return misused("-s '%s', expected NAME=VALUE", text);
    if (runner->n_settings == SETTING_TOGGLES)
        return misused("more than %d -s", SETTING_TOGGLES);
    snprintf(one->name, sizeof(one->name), "%.*s", (int)name, text);
    snprintf(one->value, sizeof(one->value), "%s", equals + 1);
    runner->settings = options->settings;
    runner->n_settings++;
    return 0;
}

/* How many lessons run at once, for -j. */
static int read_side_by_side(int *n, const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (end == text || *end || value < 1 || value > RUN_SIDE_BY_SIDE)
        return misused("-j '%s', expected a number from 1 to %d", text,
                       RUN_SIDE_BY_SIDE);
    *n = (int)value;
    return 0;
}

static int read_mouse(const char **mouse, const char *text)
{
    *mouse = text;
    if (strcmp(text, "on") == 0 || strcmp(text, "off") == 0)
        return 0;
    return misused("--mouse '%s', expected on or off", text);
}

/* Take one option in. Returns 0 or the exit status. */
static int read_option(struct options *options, int letter)
{
    char text[2] = {(char)letter, '\0'};

    if (!strchr(options->given, letter))
        strncat(options->given, text,
                sizeof(options->given) - strlen(options->given) - 1);
    switch (letter) {
    case 'l': options->run.lessons = optarg; return 0;
    case 'i': return read_isolation(&options->run.runner.isolation, optarg);
    case 'f': options->run.format = optarg; return 0;
    case 'p': options->run.pcap = optarg; return 0;
    case 's': return read_setting(options, optarg);
    case 'j': return read_side_by_side(&options->run.side_by_side, optarg);
    case 'c': options->config = optarg; return 0;
    case 'k': options->keys = optarg; return 0;
    case 'y': options->theme = optarg; return 0;
    case 'u': return read_mouse(&options->mouse, optarg);
    case 't': options->to = optarg; return 0;
    case 'r': options->recorded = true; return 0;
    case 'm': options->mark = true; return 0;
    case 'o': options->json = true; return 0;
    case 'a': options->ascii = true; return 0;
    case 'h': options->help = true; return 0;
    default: options->version = true; return 0;
    }
}

const char *option_name(int letter, char *out, size_t size)
{
    snprintf(out, size, "-%c", letter);
    for (const struct option *one = long_options; one->name; one++)
        if (one->val == letter)
            snprintf(out, size, "--%s", one->name);
    return out;
}

/*
 * What getopt_long(3) did not like. Its own messages name the program by
 * argv[0] and are not ours to word, so they are made here: ':' is a missing
 * argument; otherwise optopt is 0 for an unknown long option, the option's
 * letter for a long one that takes no argument, and an unknown short one.
 */
static int bad_option(int problem, char **argv)
{
    char name[64];
    const char *word = argv[optind - 1];

    if (problem == ':')
        return misused("%s needs an argument",
                       option_name(optopt, name, sizeof(name)));
    if (optopt && strncmp(word, "--", 2) == 0)
        return misused("%s takes no argument",
                       option_name(optopt, name, sizeof(name)));
    if (optopt) {
        snprintf(name, sizeof(name), "-%c", optopt);
        word = name;
    }
    return misused("unknown option %s; `socket-lab --help` lists those that "
                   "there are",
                   word);
}

int options_read(struct options *options, int argc, char **argv)
{
    opterr = 0; /* getopt_long() itself prints nothing */
    for (;;) {
        int letter = getopt_long(argc, argv, ":hVj:s:", long_options, NULL);

        if (letter < 0)
            return 0;
        int status = letter == '?' || letter == ':'
                         ? bad_option(letter, argv)
                         : read_option(options, letter);
        if (status)
            return status;
    }
}
