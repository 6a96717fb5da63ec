/*
 * lesson.h - a lesson: prose, predictions, programs and a script, as one list
 * of steps that the runner walks and the screen shows.
 *
 * A lesson is a Markdown file with YAML front matter, or a stand-alone .lab
 * script, which is a lesson without prose. The format is in LESSONS.md.
 */
#ifndef LESSONS_LESSON_LESSON_H
#define LESSONS_LESSON_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"
#include "lessons/lesson/markdown.h"
#include "lessons/script/script.h"

enum {
    LESSON_CHOICES = 6,
    LESSON_ANSWER = 160, /* room for an address, or 32 bytes with escapes */
    LESSON_PROGRAMS = 8,
    LESSON_PREDICTS = 200,
    LESSON_LANES = 9, /* worlds that one lesson is run in, a matrix of 3 by 3 */
    LANE_NAME = 256   /* room for a lane's NAME=VALUE,...; the rest is cut */
};

/* One answer to a prediction, and what to say of it. */
struct choice {
    struct result result; /* of a call that fills in: any but a failure */
    char *filled; /* what it fills in, as scripts write it; NULL: the question
                     or the choice is about the result */
    char *sentence;
};

/* What came of the call that a question is about. */
struct came {
    struct result result;
    char filled[LESSON_ANSWER]; /* of what it fills in, where that is asked
                                   about; "" where it filled in nothing */
};

/* A question about the next result of a named actor and call, or about what
 * that call fills in. */
struct predict {
    int line; /* of the fence */
    char actor[CALL_NAME];
    char call[32]; /* "bind" */
    int fills;     /* which argument is asked about; -1: the result */
    char *question;
    struct choice choices[LESSON_CHOICES];
    int n_choices;
    size_t about; /* index of the script line that answers it */
};

/* The C program that an actor plays. */
struct program {
    char actor[CALL_NAME];
    int line;   /* of the fence in the lesson's file */
    char *code; /* with newlines */
};

/*
 * Columns of a host's list of sockets that a `show` block asks for, a set of
 * these bits. Where room is short they come before all others.
 */
enum show_column {
    SHOW_QUEUES = 1 << 0, /* bytes in the receive and send queue */
    SHOW_OWNER = 1 << 1,  /* the process that has it, or that none has */
    SHOW_FLAGS = 1 << 2,  /* SO_REUSEADDR and SO_REUSEPORT that it has, or that
                             a TIME-WAIT was made with */
    SHOW_TIMERS = 1 << 3, /* which timer runs, and what is left of it */
};

/* Panes that it asks for, a set of these bits. */
enum show_pane {
    SHOW_WIRE = 1 << 0,   /* the ladder of packets */
    SHOW_STATES = 1 << 1, /* the state diagram */
    SHOW_SOURCE = 1 << 2, /* the C program */
};

/* A `show` block: what the screen is to show from the next step on. */
struct show {
    int line;         /* of the fence; 0: none so far */
    unsigned panes;   /* enum show_pane */
    unsigned columns; /* enum show_column */
};

enum step_kind {
    STEP_READ,    /* prose at the lesson's end, with nothing to do */
    STEP_PREDICT, /* asks before the step that follows */
    STEP_RUN,     /* one group of script lines */
};

struct step {
    enum step_kind kind;
    size_t prose;      /* index of the first paragraph that belongs to it */
    size_t n_prose;    /* several steps may show the same paragraphs */
    size_t predict;    /* STEP_PREDICT: index */
    size_t first_line; /* STEP_RUN: index into the script */
    size_t n_lines;
    struct show show; /* the last one before this step */
};

/* What the screen shows of the worlds when the lesson is opened. */
enum lesson_shows {
    SHOWS_CALLS,  /* calls, and each host's list of sockets */
    SHOWS_WIRE,   /* the ladder of packets */
    SHOWS_STATES, /* the state diagram */
};

struct lesson {
    char *id; /* "address-already-in-use" */
    char *title;
    char *chapter;
    char *summary;
    char *symptoms; /* what people type who are in it, comma between; NULL:
                       nobody has said */
    char *remember; /* the sentence to take away; NULL: none */
    char *attempt;  /* `try`: something to be tried by hand at the end; NULL */
    int attempt_line; /* where it stands */
    char *leads;      /* the id of the lesson that this leads to; NULL */
    int minutes;
    int order;      /* from the file's name, NN-name.md; 0 without */
    int number;     /* what to type for it: its order, or what the catalog has
                       given it; 0: it is in no catalog */
    char *file;     /* where it was read, for messages */
    char *original; /* of a translation: the file of what it translates; NULL */
    struct toggle toggles[SETTING_TOGGLES];
    int n_toggles;
    char compare[SCRIPT_NAME]; /* the toggle whose values are lanes; "" none */
    char across[SCRIPT_NAME];  /* of a matrix: compare has a row for each value,
                                  this a column; "" where one is compared */
    bool needs[NEEDS];         /* declared, and found in the script */
    enum lesson_shows shows;   /* `view:` of the front matter */
    struct document document;  /* prose; blocks for steps are taken out */
    struct script script;
    struct predict *predicts;
    size_t n_predicts;
    struct program programs[LESSON_PROGRAMS];
    int n_programs;
    struct step *steps;
    size_t n_steps;
    char *unread; /* owned: the file's text, while only its front matter
                     was read; else NULL. See lesson_complete(). */
    size_t unread_len;
};

/*
 * Read a lesson from len bytes; name (a file's) is for messages and tells by
 * its end, .md or not, which of the two forms it is. Returns NULL with
 * "FILE:LINE: what was found, what was expected" in *err. lesson_free() it.
 */
struct lesson *lesson_parse(const char *name, const char *text, size_t len,
                            struct err *err);

/*
 * The same, but only the front matter is read: enough for a menu, in a small
 * part of the time. What stands in the script and the prose is missing until
 * lesson_complete().
 */
struct lesson *lesson_parse_head(const char *name, const char *text, size_t len,
                                 struct err *err);

/*
 * Read the rest of the lesson, if that has not been done yet. Returns 0, or -1
 * with the reason; the lesson stays as it was then. Strings of the front
 * matter stay where they are in both cases.
 */
int lesson_complete(struct lesson *lesson, struct err *err);

/* lesson_parse() from a file; at most 4 MiB are accepted. "-" is standard
 * input. */
struct lesson *lesson_load(const char *file, struct err *err);

void lesson_free(struct lesson *lesson);

/*
 * The first need that this kind of world can't meet, with its sentence in
 * *why; NEEDS when it can meet all.
 */
enum need lesson_lacks(const struct lesson *lesson, enum isolation isolation,
                       const char **why);

/* Whether the lanes differ in the toggle of that name. */
bool lesson_compares(const struct lesson *lesson, const char *toggle);

/*
 * Whether nothing sets the lanes apart up to the end of that line of the
 * script: the same calls are made in all, and the same is expected of them.
 */
bool lesson_alike_until(const struct lesson *lesson, size_t line);

/*
 * The settings of the lanes that the lesson is to be run in, row by row where
 * it is a matrix: a lane for each combination of the compared toggles. Those
 * that fixed has (NAME=VALUE, n of them) stay so and are not compared; all
 * others have their default. Returns how many lanes, at least 1; -1 when there
 * is no such toggle or value.
 */
int lesson_settings(const struct lesson *lesson, const struct condition *fixed,
                    int n, struct setting settings[LESSON_LANES],
                    struct err *err);

/* The program of that actor, NULL when the lesson shows none. */
const struct program *lesson_program(const struct lesson *lesson,
                                     const char *actor);

/*
 * The line (from 0) of a program that makes this call: the first one after
 * line `after` (-1 at first) that calls it, else the first one at all, else
 * -1.
 */
int program_line(const struct program *program, const char *call, int after);

#endif
