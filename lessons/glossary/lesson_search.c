/*
 * lesson_search.c - looks for words in all lessons; see lesson_search.h.
 *
 * Every lesson is searched anew for every key that is typed. Together they are
 * some 400 KB of text, which strstr(3) is through with in a fraction of a
 * millisecond; an index would be more to read than what it saves.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/glossary/search_inside.h"

struct search *search_open(const struct catalog *catalog,
                           struct glossary *glossary)
{
    struct search *search = calloc(1, sizeof(*search));
    /* One more than there are, for calloc(0) may return NULL. */
    size_t n = catalog->n + 1;

    if (!search)
        return NULL;
    search->catalog = catalog;
    search->glossary = glossary;
    search->lexicon = lexicon_open(catalog, glossary);
    search->passages = calloc(n, sizeof(*search->passages));
    search->found = calloc(n, sizeof(*search->found));
    search->places = calloc(n, sizeof(*search->places));
    search->answers = calloc(n + SEARCH_TERMS, sizeof(*search->answers));
    if (search->lexicon && search->passages && search->found &&
        search->places && search->answers)
        return search;
    search_close(search);
    return NULL;
}

void search_close(struct search *search)
{
    if (!search)
        return;
    for (size_t i = 0; search->passages && i < search->read; i++)
        passages_free(&search->passages[i]);
    lexicon_close(search->lexicon);
    free(search->passages);
    free(search->found);
    free(search->places);
    free(search->answers);
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

/* Which of some words a passage holds; words and the answer are bits. */
static unsigned words_in(const struct search *search,
                         const struct passage *passage, unsigned words)
{
    unsigned bits = 0;
    size_t len;

    for (int i = 0; i < search->n_words; i++)
        if ((words >> i & 1) &&
            match(&search->words[i], passage->folded, passage->folded, &len))
            bits |= 1U << i;
    return bits;
}

/*
 * The words whose letters are somewhere in the lesson, within a word or not,
 * as bits. That is quickly asked, and most lessons hold few of them.
 */
static unsigned letters_in(const struct search *search,
                           const struct passages *passages)
{
    unsigned bits = 0;

    for (int i = 0; i < search->n_words && passages->n > 0; i++) {
        const struct word *word = &search->words[i];

        for (int j = 0; j < word->n && !word->filler; j++)
            if (memmem(passages->folded, passages->size, word->names[j],
                       strlen(word->names[j])))
                bits |= 1U << i;
    }
    return bits;
}

/*
 * Whether a passage with n of the words is rather to be shown than the best so
 * far, which has most of them: one with more, or one that comes first in enum
 * passage_kind. The symptoms are shown only where nothing else can be.
 */
static bool is_better(const struct passage *best, int most,
                      const struct passage *passage, int n)
{
    if (passage->kind == PASSAGE_TITLE || n == 0)
        return false;
    if (!best || best->kind == PASSAGE_SYMPTOMS)
        return true;
    if (passage->kind == PASSAGE_SYMPTOMS || n < most)
        return false;
    return n > most || passage->kind < best->kind;
}

/* Note the best place of each word, and of them all. */
static void look(struct search *search, size_t lesson)
{
    const struct passages *passages = &search->passages[lesson];
    struct found *found = &search->found[lesson];
    unsigned char *places = search->places[lesson];
    unsigned may = letters_in(search, passages);
    int most = 0;

    *found = (struct found){0};
    memset(places, 0, sizeof(search->places[lesson]));
    for (size_t i = 0; may && i < passages->n; i++) {
        const struct passage *passage = &passages->list[i];
        unsigned bits = words_in(search, passage, may);
        int n = __builtin_popcount(bits);
        unsigned char place = search_place(passage->kind);

        for (int j = 0; j < search->n_words; j++)
            if ((bits >> j & 1) && place > places[j])
                places[j] = place;
        if (!is_better(found->where, most, passage, n))
            continue;
        most = n;
        found->where = passage;
    }
}

static void look_everywhere(struct search *search)
{
    for (size_t i = 0; i < search->catalog->n; i++)
        look(search, i);
    search_rank(search);
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
    search_rank(search);
    /* Only now is it certain that a word stands nowhere. */
    if (search_ready(search) && search_correct(search))
        look_everywhere(search);
    return true;
}

/* ---- asking ---- */

void search_set(struct search *search, const char *words)
{
    snprintf(search->line, sizeof(search->line), "%s", words);
    /* What was pasted may have several lines; their ends part words, too. */
    for (char *c = search->line; (c = strchr(c, '\n'));)
        *c = ' ';
    plain_make(&search->plain, slice_of(search->line));
    *search->corrections = '\0';
    search_line(search);
    look_everywhere(search);
    if (search_ready(search) && search_correct(search))
        look_everywhere(search);
}

size_t search_answers(const struct search *search,
                      const struct answer **answers)
{
    *answers = search->answers;
    return search->n_answers;
}

const struct found *search_found(const struct search *search, size_t lesson)
{
    return &search->found[lesson];
}

static unsigned all_words(const struct search *search)
{
    unsigned bits = 0;

    for (int i = 0; i < search->n_words; i++)
        if (!search->words[i].filler)
            bits |= 1U << i;
    return bits;
}

const struct passage *search_next(const struct search *search, size_t lesson,
                                  size_t *at)
{
    const struct passages *passages = &search->passages[lesson];

    while (*at < passages->n) {
        const struct passage *passage = &passages->list[(*at)++];

        if (passage->kind != PASSAGE_TITLE &&
            words_in(search, passage, all_words(search)))
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
        const char *at =
            search->words[i].filler
                ? NULL
                : match(&search->words[i], folded, folded + from, &wide);

        if (at && (!first || at < first)) {
            first = at;
            *len = wide;
        }
    }
    return first ? (long)(first - folded) : -1;
}
