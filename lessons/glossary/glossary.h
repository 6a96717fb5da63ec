/*
 * glossary.h - the words of the curriculum, each with a sentence or two on
 * what it means and the page that says so.
 *
 * Errnos, states, options, calls, sysctls, signals, flags and the ideas behind
 * them. They are read from the files of words (words.h), a kind from each: in
 * the folders of lessons, and as the program itself has them. Which lessons
 * show a word is not written there: glossary_where.h finds it in the lessons.
 */
#ifndef LESSONS_GLOSSARY_GLOSSARY_H
#define LESSONS_GLOSSARY_GLOSSARY_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"
#include "lessons/text/slice.h"

enum term_kind {
    TERM_ERRNO,
    TERM_STATE, /* of a TCP socket, as ss(8) calls it */
    TERM_CALL,
    TERM_OPTION, /* what setsockopt() sets */
    TERM_SYSCTL, /* the last part of its name */
    TERM_SIGNAL,
    TERM_CONSTANT, /* any other name in the arguments of a call */
    TERM_FLAG,     /* of a packet */
    TERM_TOOL,     /* what a tool shows: a column, a counter */
    TERM_IDEA,     /* a word of the prose */
    TERM_KINDS,
};

/* What an errno says of some calls. */
struct meaning {
    const char *calls; /* "bind, connect"; recv, send, accept stand for their
                          kin; "" for any call */
    const char *text;
};

struct term {
    const char *name; /* as scripts write it; "half-close" */
    const char *also; /* its other names, comma between; NULL: none */
    const char *said; /* texts that are printed for it, a line each; or NULL */
    const char *number; /* "98 Linux, 48 BSD"; NULL: not said */
    const char *text;   /* whole sentences */
    const char *source; /* "bind(2)", "RFC 9293 3.6"; comma between; "": none */
    enum term_kind kind;
    const struct meaning *meanings; /* of an errno */
    size_t n_meanings;
};

struct glossary;
struct guides;

/*
 * A glossary; dir is that of --lessons, NULL for none, and must outlive it. The
 * files are read at the first question, so that who asks none does not wait for
 * it. NULL without memory. Wherever a glossary is asked, NULL is one that knows
 * nothing.
 */
struct glossary *glossary_open(const char *dir);
void glossary_close(struct glossary *glossary);

/*
 * Read the files, if that has not been done yet. Returns 0, or -1 where the
 * machine lacks what it takes; the glossary knows nothing then.
 */
int glossary_read(struct glossary *glossary, struct err *err);

/*
 * The index-th message of a file that is wrong, and was not used; NULL past the
 * last.
 */
const char *glossary_problem(struct glossary *glossary, size_t index);

/*
 * The tables of causes and the pages on platforms (guides.h), which lie beside
 * the files of words; never NULL.
 */
const struct guides *glossary_guides(struct glossary *glossary);

/* "Errnos", "TCP states" and so on: a heading for the terms of a kind. */
const char *term_kind_title(enum term_kind kind);

/* The index-th term, by kind; NULL past the last. */
const struct term *glossary_at(struct glossary *glossary, size_t index);

enum { GLOSSARY_SAME = 4, GLOSSARY_NAME = 64 };

/*
 * The terms that a name may mean, those first that are written just so. Upper
 * and lower case are the same, and so are `-`, `_` and a space; an errno may
 * be its number, a call have its `()`, a sysctl its `net.ipv4.`, a packet's
 * flags their brackets, and an option be without its `SO_`. Writes at most
 * GLOSSARY_SAME and returns how many.
 */
size_t glossary_find(struct glossary *glossary, const char *name,
                     const struct term **terms);

/*
 * The usual name of an errno, of which this is a name ("ewouldblock") or the
 * number ("11"), whether the glossary has it or not; NULL when it is neither.
 */
const char *glossary_errno(const char *name);

/* A known name that is near to this one; NULL when none is. */
const char *glossary_nearest(struct glossary *glossary, const char *name);

/* What an errno means of one call; NULL where nothing is said of it. */
const struct meaning *glossary_meaning(struct glossary *glossary,
                                       const char *call, int err);

/*
 * One or two sentences on what it means that this call failed with this errno,
 * and what to do. Falls back to strerror(3), and to "" for 0.
 */
const char *glossary_says(struct glossary *glossary, const char *call, int err);

/* One letter as names are compared: lower case, `-` for `_` and a space. */
char term_fold(char letter);

/*
 * The index-th name of a term (0 is term->name) into out; false past the last
 * one.
 */
bool term_name(const struct term *term, size_t index, char *out, size_t size);

/* The index-th text that systems and languages have for it; false past them. */
bool term_said(const struct term *term, size_t index, struct slice *text);

/*
 * On which systems an errno has that number: "BSD", or "Linux, BSD"; false
 * where it has it on none that is known of.
 */
bool term_number(const struct term *term, long number, char *out, size_t size);

#endif
