/*
 * glossary.h - the words of the curriculum, each with a sentence or two on
 * what it means and the page that says so.
 *
 * Errnos, states, options, calls, sysctls, signals, flags and the ideas behind
 * them. Which lessons show a word is not written here: glossary_where.h finds
 * it in the lessons themselves. What an errno means of one call is in
 * lab/call/call_errno.h.
 */
#ifndef LESSONS_GLOSSARY_GLOSSARY_H
#define LESSONS_GLOSSARY_GLOSSARY_H

#include <stdbool.h>
#include <stddef.h>

enum term_kind {
    TERM_ERRNO,
    TERM_STATE, /* of a TCP socket, as ss(8) calls it */
    TERM_CALL,
    TERM_OPTION, /* what setsockopt() sets */
    TERM_SYSCTL, /* the last part of its name */
    TERM_SIGNAL,
    TERM_CONSTANT, /* any other name in the arguments of a call */
    TERM_FLAG,     /* of a packet */
    TERM_IDEA,     /* a word of the prose */
    TERM_KINDS,
};

struct term {
    const char *name;   /* as scripts write it; "half-close" */
    const char *also;   /* its other names, comma between; NULL: none */
    const char *text;   /* whole sentences */
    const char *source; /* "bind(2)", "RFC 9293 3.6"; comma between */
    enum term_kind kind;
};

/* "Errnos", "TCP states" and so on: a heading for the terms of a kind. */
const char *term_kind_title(enum term_kind kind);

/* The index-th term, by kind; NULL past the last. */
const struct term *glossary_at(size_t index);

enum { GLOSSARY_SAME = 4, GLOSSARY_NAME = 64 };

/*
 * The terms that a name may mean, those first that are written just so. Upper
 * and lower case are the same, and so are `-`, `_` and a space; an errno may
 * be its number, a call have its `()`, a sysctl its `net.ipv4.`, a packet's
 * flags their brackets. Writes at most GLOSSARY_SAME and returns how many.
 */
size_t glossary_find(const char *name, const struct term **terms);

/*
 * The usual name of an errno, of which this is a name ("ewouldblock") or the
 * number ("11"), whether the glossary has it or not; NULL when it is neither.
 */
const char *glossary_errno(const char *name);

/* A known name that is near to this one; NULL when none is. */
const char *glossary_nearest(const char *name);

/*
 * The index-th name of a term (0 is term->name) into out; false past the last
 * one.
 */
bool term_name(const struct term *term, size_t index, char *out, size_t size);

#endif
