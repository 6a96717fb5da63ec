/*
 * words.h - reads a file of words: sentences on names, each with its evidence.
 *
 * The form is Markdown's, kept narrow, so that a teacher can mend a sentence
 * and this can say what is wrong with it. LESSONS.md describes it:
 *
 *     # Errnos
 *
 *     ## EADDRINUSE
 *     also: WSAEADDRINUSE
 *
 *     - The local address and port are taken, and what has them does not share.
 *       source: bind(2)
 *
 *     ### bind
 *
 *     - What it means of that call.
 *       proof: address-already-in-use: server: bind(3, 0.0.0.0:80) = ...
 *
 * A comment, <!-- ... -->, may stand in lines of its own.
 *
 * Here only the form is read. Whether a proof holds and a source can be looked
 * up is asked by `socket-lab check` (lessons/commands/check_words.h); what the
 * entries mean together is glossary.h's.
 */
#ifndef LESSONS_GLOSSARY_WORDS_H
#define LESSONS_GLOSSARY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/glossary/glossary.h"
#include "lessons/text/problems.h"

enum {
    WORDS_SAID = 200,  /* bytes that a `said:` may have, less one */
    WORDS_CALLS = 200, /* and the calls of a heading together */
    WORDS_TEXT = 1000, /* and an item's text */
};

enum words_key {
    WORDS_ALSO,   /* of an entry: other names of the same */
    WORDS_SAYS,   /* of an entry: a text that is printed for it */
    WORDS_NUMBER, /* of an errno: "48 BSD", where it differs by system */
    WORDS_SOURCE, /* of an item: pages and RFCs, comma between */
    WORDS_PROOF,  /* of an item: "LESSON: LINE" */
    WORDS_KEYS,
};

/* `key: text` */
struct words_field {
    enum words_key key;
    const char *text; /* without blanks at its ends */
    int line;
};

/* A sentence or two, with its evidence: at least one field. */
struct words_item {
    const char *text; /* on one line */
    int line;
    size_t field, n_fields; /* index of the first one, and how many */
};

/* A heading and what stands below it. */
struct words_entry {
    const char *name; /* "EADDRINUSE"; of a call "bind, connect" */
    int line;
    bool of_call; /* `###`: what the entry above means of these calls */
    size_t field, n_fields;
    size_t item, n_items; /* at least one */
};

/* A whole file. Texts in it are pieces of `text`. */
struct words {
    enum term_kind kind;
    bool translation;
    char *text; /* owned, as are the lists */
    size_t len;
    struct words_entry *entries;
    struct words_item *items;
    struct words_field *fields;
    size_t n_entries, n_items, n_fields;
    size_t entries_room, items_room, fields_room;
};

/* The calls of an entry that is for all of them. */
extern const char words_any_call[];

/*
 * Which terms a file of that name has: "lessons/words/errnos.md", TERM_ERRNO.
 * TERM_KINDS when it is no such file.
 */
enum term_kind words_kind(const char *file);

/* The name of the file that has the terms of a kind: "errnos.md". */
const char *words_file(enum term_kind kind);

/*
 * Read len bytes as the file problems->name, which tells the kind, and note
 * what is wrong. Characters that nobody sees become U+FFFD (unseen.h). In a
 * translation, LANG/words/NAME.md, sentences may stand without evidence, which
 * is the original's. Returns 0, or -1 when something is wrong, or without
 * memory; words_free() it in both cases.
 */
int words_read(struct words *words, const char *text, size_t len,
               bool translation, struct problems *problems);
void words_free(struct words *words);

/*
 * Which entry of the original the index-th of a translation is, by its heading;
 * calls are looked for below the same name. original->n_entries for none.
 */
size_t words_original(const struct words *original, const struct words *words,
                      size_t index);

#endif
