/*
 * lexicon.c - what is known, as phrases of plain words; see lexicon.h.
 *
 * There are some two thousand phrases of a few words, and a line of a few more,
 * so each phrase is simply looked for in the line.
 */
#include "lessons/glossary/lexicon.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/nearest.h"
#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lessons/glossary/guides.h"

struct phrase {
    char *text;              /* plain, with its spaces around; owned */
    size_t len;              /* of it, in bytes */
    uint64_t begins;         /* a bit for how each of its words begins */
    int words;               /* how many */
    int weight;              /* plain_weight() */
    const struct term *term; /* that it names; NULL: none */
    int lesson;              /* whose symptom it is, or LEXICON_NO_LESSON */
    bool upper;              /* only in capitals is it that name */
    bool printed;            /* it may be put in other words, too */
    bool alone;              /* it counts only where it is all of the line */
};

struct lexicon {
    /* Languages and servers, as terms. */
    struct term platforms[GUIDE_PLATFORMS];
    struct phrase *phrases;
    size_t n, room;
    char **words; /* each once, in alphabetical order; owned */
    size_t n_words;
};

/* ---- phrases ---- */

/* Words of one beginning have one bit; so do some others. */
static uint64_t begin_bit(struct slice word)
{
    unsigned hash = 0;

    for (size_t i = 0; i < word.len && i < 3; i++)
        hash = hash * 31 + (unsigned char)word.at[i];
    return UINT64_C(1) << hash % 64;
}

/* Words that a sentence is nothing without. */
static uint64_t begin_bits(const struct plain *plain)
{
    uint64_t bits = 0;

    for (int i = 0; i < plain->n; i++)
        if (!plain_is_filler(plain_word(plain, i)))
            bits |= begin_bit(plain_word(plain, i));
    return bits;
}

static struct phrase *add(struct lexicon *lexicon, struct slice text)
{
    struct plain plain;
    struct phrase *phrase;

    phrase = memory_one_more(lexicon->phrases, lexicon->n, &lexicon->room,
                             sizeof(*phrase));
    if (!phrase)
        return NULL;
    lexicon->phrases = phrase;
    phrase += lexicon->n;
    plain_make(&plain, text);
    *phrase = (struct phrase){.text = strdup(plain.text),
                              .len = plain.len,
                              .begins = begin_bits(&plain),
                              .words = plain.n,
                              .weight = plain_weight(text),
                              .lesson = LEXICON_NO_LESSON};
    if (!phrase->text)
        return NULL;
    phrase->weight += phrase->weight == 0;
    lexicon->n++;
    return phrase;
}

/* LISTEN, SYN: in small letters they are words as others are. */
static bool is_shouted(const struct term *term, struct slice name)
{
    if (term->kind != TERM_STATE && term->kind != TERM_FLAG)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!isupper((unsigned char)name.at[i]))
            return false;
    return true;
}

/*
 * The names of calls, and those that a flag has besides its own, are words of
 * every sentence: a text that they stand in says more than they do.
 */
static bool add_name(struct lexicon *lexicon, const struct term *term,
                     struct slice name, bool first)
{
    struct phrase *phrase;

    if (slice_begins(name, "["))
        return true;
    phrase = add(lexicon, name);
    if (!phrase)
        return false;
    phrase->term = term;
    phrase->upper = is_shouted(term, name);
    if (term->kind == TERM_CALL || (term->kind == TERM_FLAG && !first))
        phrase->weight = (phrase->weight + 1) / 2;
    return true;
}

static bool add_text(struct lexicon *lexicon, const struct term *term,
                     struct slice text)
{
    if (!add_name(lexicon, term, text, false))
        return false;
    lexicon->phrases[lexicon->n - 1].printed = true;
    return true;
}

static bool add_term(struct lexicon *lexicon, const struct term *term)
{
    struct slice text;
    char name[GLOSSARY_NAME];

    for (size_t i = 0; term_name(term, i, name, sizeof(name)); i++)
        if (!add_name(lexicon, term, slice_of(name), i == 0))
            return false;
    for (size_t i = 0; term_said(term, i, &text); i++)
        if (!add_text(lexicon, term, text))
            return false;
    if (term->kind != TERM_ERRNO)
        return true;
    text =
        slice_of(strerror(symbol_errno_value(term->name, strlen(term->name))));
    return add_text(lexicon, term, text);
}

/*
 * A language or a server with a page of its own. Errors are printed with its
 * name before them, and "go" is in many a sentence: it must stand alone.
 */
static bool add_platform(struct lexicon *lexicon, struct term *term,
                         const struct platform *platform)
{
    char name[GLOSSARY_NAME];

    *term =
        (struct term){.name = platform->name,
                      .also = platform->also,
                      .text = _("What it does with sockets unless it is told "
                                "otherwise, and how its errors read."),
                      .source = "",
                      .kind = TERM_IDEA};
    for (size_t i = 0; term_name(term, i, name, sizeof(name)); i++) {
        if (!add_name(lexicon, term, slice_of(name), i == 0))
            return false;
        lexicon->phrases[lexicon->n - 1].alone = true;
    }
    return true;
}

/* Of a symptom that is a name, the glossary knows the other names. */
static const struct term *names_term(const struct lexicon *lexicon,
                                     const struct phrase *symptom, size_t terms)
{
    for (size_t i = 0; i < terms; i++)
        if (lexicon->phrases[i].len == symptom->len &&
            memcmp(lexicon->phrases[i].text, symptom->text, symptom->len) == 0)
            return lexicon->phrases[i].term;
    return NULL;
}

/* terms is how many phrases are the glossary's, which stand before these. */
static bool add_symptoms(struct lexicon *lexicon, const struct lesson *lesson,
                         int index, size_t terms)
{
    struct slice rest = slice_of(lesson->symptoms ? lesson->symptoms : "");
    bool more;

    while (rest.len > 0) {
        struct slice text = slice_trim(slice_cut(&rest, ',', &more));
        struct phrase *phrase = add(lexicon, text);

        if (!phrase)
            return false;
        phrase->lesson = index;
        phrase->term = names_term(lexicon, phrase, terms);
    }
    return true;
}

/* ---- words ---- */

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* All words of all phrases, each once. */
static bool list_words(struct lexicon *lexicon)
{
    size_t n = 0, most = 0;

    for (size_t i = 0; i < lexicon->n; i++)
        most += (size_t)lexicon->phrases[i].words;
    lexicon->words = calloc(most + 1, sizeof(*lexicon->words));
    if (!lexicon->words)
        return false;
    for (size_t i = 0; i < lexicon->n; i++) {
        struct slice rest = slice_of(lexicon->phrases[i].text);

        for (rest = slice_trim(rest); rest.len > 0; lexicon->n_words++) {
            lexicon->words[lexicon->n_words] = slice_dup(slice_word(&rest));
            if (!lexicon->words[lexicon->n_words])
                return false;
        }
    }
    qsort(lexicon->words, lexicon->n_words, sizeof(*lexicon->words), compare);
    for (size_t i = 0; i < lexicon->n_words; i++) {
        if (n > 0 && strcmp(lexicon->words[n - 1], lexicon->words[i]) == 0)
            free(lexicon->words[i]);
        else
            lexicon->words[n++] = lexicon->words[i];
    }
    lexicon->n_words = n;
    return true;
}

bool lexicon_has(const struct lexicon *lexicon, struct slice word)
{
    size_t low = 0, high = lexicon->n_words;

    /* The first one that is not before it in the alphabet. */
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (strncmp(lexicon->words[middle], word.at, word.len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lexicon->n_words &&
           strncmp(lexicon->words[low], word.at, word.len) == 0;
}

/*
 * A word of few letters, or one with digits, is near to too many. The distance
 * is 2 more where letters are not only missing (nearest.h).
 */
const char *lexicon_nearest(const struct lexicon *lexicon, struct slice word)
{
    struct nearest best = {0};
    size_t far = word.len < 8 ? 3 : 4;

    if (word.len < 4)
        return NULL;
    for (size_t i = 0; i < word.len; i++)
        if (!isalpha((unsigned char)word.at[i]))
            return NULL;
    for (size_t i = 0; i < lexicon->n_words; i++)
        if (strlen(lexicon->words[i]) >= 4)
            nearest_try(&best, word.at, word.len, lexicon->words[i]);
    return best.name && best.distance <= far ? best.name : NULL;
}

/* ---- all of it ---- */

static bool fill(struct lexicon *lexicon, const struct catalog *catalog,
                 struct glossary *glossary)
{
    const struct guides *guides;
    const struct term *term;
    size_t terms;

    for (size_t i = 0; (term = glossary_at(glossary, i)); i++)
        if (!add_term(lexicon, term))
            return false;
    terms = lexicon->n;
    guides = glossary_guides(glossary);
    for (size_t i = 0; guides && i < guides->n_platforms; i++)
        if (!add_platform(lexicon, &lexicon->platforms[i],
                          &guides->platforms[i]))
            return false;
    for (size_t i = 0; i < catalog->n; i++)
        if (!add_symptoms(lexicon, catalog->lessons[i], (int)i, terms))
            return false;
    return list_words(lexicon);
}

struct lexicon *lexicon_open(const struct catalog *catalog,
                             struct glossary *glossary)
{
    struct lexicon *lexicon = calloc(1, sizeof(*lexicon));

    if (!lexicon || fill(lexicon, catalog, glossary))
        return lexicon;
    lexicon_close(lexicon);
    return NULL;
}

void lexicon_close(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    for (size_t i = 0; i < lexicon->n; i++)
        free(lexicon->phrases[i].text);
    for (size_t i = 0; i < lexicon->n_words; i++)
        free(lexicon->words[i]);
    free(lexicon->phrases);
    free(lexicon->words);
    free(lexicon);
}

/* ---- matching ---- */

/* The phrase's words in a row, from the line's byte `at` on. */
static struct hit hit_at(const struct phrase *phrase, const struct plain *line,
                         size_t at)
{
    struct hit hit = {phrase->term, phrase->lesson, phrase->weight, 0, -1, 0,
                      false};

    for (int i = 0; i < line->n; i++) {
        if (line->words[i].at <= at || line->words[i].at > at + phrase->len - 2)
            continue;
        hit.words |= UINT64_C(1) << i;
        hit.first = hit.first < 0 ? i : hit.first;
        hit.last = i;
    }
    return hit;
}

/* Each word of the phrase is somewhere in the line, in one of its forms. */
static bool stands_loose(const struct phrase *phrase, const struct plain *line,
                         struct hit *hit)
{
    struct slice rest = slice_trim(slice_of(phrase->text));
    int words = 0;

    *hit = (struct hit){.term = phrase->printed ? phrase->term : NULL,
                        .lesson = phrase->lesson,
                        .first = -1,
                        .loose = true};
    while (rest.len > 0) {
        struct slice word = slice_word(&rest);
        int i = 0;

        if (plain_is_filler(word))
            continue;
        while (i < line->n && !plain_akin(word, plain_word(line, i)))
            i++;
        if (i == line->n)
            return false;
        hit->words |= UINT64_C(1) << i;
        words++;
    }
    /* Two words may well stand in a line by chance, and five hardly do. */
    hit->weight = phrase->weight * (words < 5 ? 4 + words : 9) / 10;
    /* Each of another word of the line. */
    return words > 1 && words == __builtin_popcountll(hit->words);
}

/* SYN and not syn; but where that is all of the line, it can be nothing else.
 */
static bool is_written(const struct phrase *phrase, const struct plain *line,
                       const struct hit *hit)
{
    const struct plain_word *word = &line->words[hit->first];

    if (phrase->alone)
        return line->n == phrase->words;
    if (!phrase->upper || line->n == 1)
        return true;
    for (size_t i = word->from; i < word->to; i++)
        if (islower((unsigned char)line->source.at[i]))
            return false;
    return true;
}

/* Of the line's words, those that the phrase must be made of are there. */
static bool may_stand(const struct phrase *phrase, uint64_t begins)
{
    return (phrase->begins & ~begins) == 0;
}

size_t lexicon_meant(const struct lexicon *lexicon, const struct hit *hit,
                     struct hit *hits, size_t room)
{
    size_t n = 0;

    for (size_t i = 0; i < lexicon->n && n < room; i++) {
        const struct phrase *phrase = &lexicon->phrases[i];

        if (phrase->lesson < 0 || phrase->term != hit->term)
            continue;
        hits[n] = *hit;
        hits[n++].lesson = phrase->lesson;
    }
    return n;
}

size_t lexicon_match(const struct lexicon *lexicon, const struct plain *line,
                     struct hit *hits, size_t room)
{
    uint64_t begins = begin_bits(line);
    size_t n = 0;

    for (size_t i = 0; i < lexicon->n && n < room; i++) {
        const struct phrase *phrase = &lexicon->phrases[i];
        const char *at;

        if (!may_stand(phrase, begins) || phrase->words == 0)
            continue;
        at = strstr(line->text, phrase->text);
        if (at) {
            hits[n] = hit_at(phrase, line, (size_t)(at - line->text));
            n += is_written(phrase, line, &hits[n]);
        } else if ((phrase->lesson >= 0 || phrase->printed) &&
                   stands_loose(phrase, line, &hits[n])) {
            n++;
        }
    }
    return n;
}
