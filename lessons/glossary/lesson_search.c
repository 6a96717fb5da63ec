/*
 * lesson_search.c - looks for words in all lessons; see lesson_search.h.
 *
 * Every lesson is searched anew for every key that is typed. Together they are
 * some 400 KB of text, which strstr(3) is through with in a fraction of a
 * millisecond; an index would be more to read than what it saves.
 */
#include "lessons/glossary/lesson_search.h"

#include <stdlib.h>
#include <string.h>

#include "lessons/glossary/glossary.h"
#include "lessons/text/slice.h"

enum { WORDS = 16, NAMES = 5 };

/* What a word is looked for as: itself, and other names of the same thing. */
struct word {
    char names[NAMES][GLOSSARY_NAME]; /* folded */
    int n;
};

struct search {
    const struct catalog *catalog;
    struct glossary *glossary;
    struct passages *passages; /* by lesson; empty for one not read yet */
    struct found *found;       /* by lesson */
    size_t read;               /* how many lessons have been read */
    struct word words[WORDS];
    int n_words;
    bool impossible; /* more or longer words than any lesson holds */
};

struct search *search_open(const struct catalog *catalog,
                           struct glossary *glossary)
{
    struct search *search = calloc(1, sizeof(*search));

    if (!search)
        return NULL;
    search->catalog = catalog;
    search->glossary = glossary;
    /* One more than there are, for calloc(0) may return NULL. */
    search->passages = calloc(catalog->n + 1, sizeof(*search->passages));
    search->found = calloc(catalog->n + 1, sizeof(*search->found));
    if (!search->passages || !search->found) {
        search_close(search);
        return NULL;
    }
    return search;
}

void search_close(struct search *search)
{
    if (!search)
        return;
    for (size_t i = 0; search->passages && i < search->read; i++)
        passages_free(&search->passages[i]);
    free(search->passages);
    free(search->found);
    free(search);
}

/* ---- matching ---- */

/* Where a word, by one of its names, is in a passage; NULL: it is not. */
static const char *match(const struct word *word, const char *folded,
                         const char *from, size_t *len)
{
    const char *first = NULL;

    for (int i = 0; i < word->n; i++) {
        const char *at = passage_match(folded, from, word->names[i]);

        if (at && (!first || at < first)) {
            first = at;
            *len = strlen(word->names[i]);
        }
    }
    return first;
}

/* How many of the words a passage holds, as bits. */
static unsigned words_in(const struct search *search,
                         const struct passage *passage)
{
    unsigned bits = 0;
    size_t len;

    for (int i = 0; i < search->n_words; i++)
        if (match(&search->words[i], passage->folded, passage->folded, &len))
            bits |= 1U << i;
    return bits;
}

/*
 * Whether the letters of each word are somewhere in the lesson, within a word
 * or not. Most lessons are out with that, which is quickly asked.
 */
static bool may_hold(const struct search *search,
                     const struct passages *passages)
{
    for (int i = 0; i < search->n_words; i++) {
        const struct word *word = &search->words[i];
        bool found = false;

        for (int j = 0; j < word->n && !found; j++)
            found = memmem(passages->folded, passages->size, word->names[j],
                           strlen(word->names[j])) != NULL;
        if (!found)
            return false;
    }
    return search->n_words > 0 && !search->impossible && passages->n > 0;
}

/* The best place of each word so far, as its kind. */
static void note_kind(int *kinds, unsigned bits, enum passage_kind kind)
{
    for (int i = 0; bits >> i; i++)
        if ((bits >> i & 1) && (int)kind < kinds[i])
            kinds[i] = (int)kind;
}

/*
 * Weigh one lesson by the best place of each word. To be shown is the place
 * with most of the words, then the one that comes first in enum passage_kind,
 * then the one further up.
 */
static void look(struct search *search, size_t lesson)
{
    const struct passages *passages = &search->passages[lesson];
    struct found *found = &search->found[lesson];
    int kinds[WORDS], most = 0;

    *found = (struct found){.is = may_hold(search, passages)};
    for (int i = 0; i < WORDS; i++)
        kinds[i] = PASSAGE_KINDS;
    for (size_t i = 0; found->is && i < passages->n; i++) {
        const struct passage *passage = &passages->list[i];
        unsigned bits = words_in(search, passage);
        int n = __builtin_popcount(bits);

        note_kind(kinds, bits, passage->kind);
        if (passage->kind == PASSAGE_TITLE || n == 0 || n < most ||
            (n == most && passage->kind >= found->where->kind))
            continue;
        most = n;
        found->where = passage;
    }
    for (int i = 0; found->is && i < search->n_words; i++) {
        found->weight += kinds[i];
        found->is = kinds[i] < PASSAGE_KINDS;
    }
}

/* ---- reading ---- */

bool search_ready(const struct search *search)
{
    return search->read == search->catalog->n;
}

bool search_read(struct search *search)
{
    size_t next = search->read;
    struct lesson *lesson;
    struct err err;

    if (search_ready(search))
        return false;
    lesson = search->catalog->lessons[next];
    /* What went wrong is said where the lesson is to be opened. */
    (void)lesson_complete(lesson, &err);
    if (passages_read(&search->passages[next], lesson, &err) != 0)
        passages_free(&search->passages[next]);
    search->read++;
    look(search, next);
    return true;
}

/* ---- asking ---- */

/* Nothing is gained by looking for the same letters twice. */
static void add_name(struct word *word, const char *name)
{
    char *folded;

    if (word->n == NAMES)
        return;
    folded = word->names[word->n];
    if (!slice_copy(slice_of(name), folded, sizeof(word->names[0])))
        return;
    passage_fold(folded);
    if (word->n == 0 || strcmp(word->names[0], folded) != 0)
        word->n++;
}

/*
 * The glossary's own name, for one who types another name of the same thing;
 * a packet's flags are letters in scripts, and have several. Of ideas all
 * names are words of the prose, and stand for themselves.
 */
static void add_names(struct glossary *glossary, struct word *word,
                      const char *typed)
{
    const struct term *terms[GLOSSARY_SAME];
    size_t n = glossary_find(glossary, typed, terms);
    char name[GLOSSARY_NAME];

    for (size_t i = 0; i < n; i++) {
        bool flag = terms[i]->kind == TERM_FLAG;

        if (terms[i]->kind == TERM_IDEA)
            continue;
        for (size_t j = 0; term_name(terms[i], j, name, sizeof(name)); j++)
            if (j == 0 || flag)
                add_name(word, name);
    }
}

static void add_word(struct search *search, struct slice text)
{
    struct word *word = &search->words[search->n_words];
    char typed[GLOSSARY_NAME];

    if (search->n_words == WORDS || !slice_copy(text, typed, sizeof(typed))) {
        search->impossible = true;
        return;
    }
    *word = (struct word){0};
    add_name(word, typed);
    add_names(search->glossary, word, typed);
    search->n_words++;
}

void search_set(struct search *search, const char *words)
{
    struct slice rest = slice_trim(slice_of(words));

    search->n_words = 0;
    search->impossible = false;
    while (rest.len > 0)
        add_word(search, slice_word(&rest));
    for (size_t i = 0; i < search->read; i++)
        look(search, i);
}

const struct found *search_found(const struct search *search, size_t lesson)
{
    return &search->found[lesson];
}

const struct passage *search_next(const struct search *search, size_t lesson,
                                  size_t *at)
{
    const struct passages *passages = &search->passages[lesson];

    while (*at < passages->n) {
        const struct passage *passage = &passages->list[(*at)++];

        if (passage->kind != PASSAGE_TITLE && words_in(search, passage))
            return passage;
    }
    return NULL;
}

long search_hit(const struct search *search, const struct passage *passage,
                size_t from, size_t *len)
{
    const char *folded = passage->folded, *first = NULL;

    for (int i = 0; i < search->n_words; i++) {
        size_t wide = 0;
        const char *at = match(&search->words[i], folded, folded + from, &wide);

        if (at && (!first || at < first)) {
            first = at;
            *len = wide;
        }
    }
    return first ? (long)(first - folded) : -1;
}
