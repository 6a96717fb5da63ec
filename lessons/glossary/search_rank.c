/*
 * search_rank.c - which lessons and terms answer a line, and which of them
 * best.
 *
 * What is known in the line counts ten times what the words of a lesson do, so
 * the longest name or text decides, and words only between lessons that are
 * equal in it. A term stands just behind the lessons that have it among their
 * symptoms.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lessons/glossary/search_inside.h"

enum {
    DECIDES = 10,    /* times what is known weighs */
    BESIDES = 2,     /* times what else of it is known */
    HUNDRED = 100,   /* a place of this worth would count a word whole */
    ERROR_TEXT = 12, /* what the shortest name of an errno weighs */
};

unsigned char search_place(enum passage_kind kind)
{
    switch (kind) {
    case PASSAGE_TITLE: return 60;
    case PASSAGE_SYMPTOMS: return 50;
    case PASSAGE_SUMMARY: return 40;
    case PASSAGE_TOGGLE: return 30;
    case PASSAGE_SCRIPT: return 20;
    case PASSAGE_PROSE: return 15;
    case PASSAGE_QUESTION: return 12;
    case PASSAGE_PROGRAM: return 10;
    case PASSAGE_READ_ON: return 5;
    case PASSAGE_KINDS: break;
    }
    return 0;
}

/* ---- words ---- */

/* Whether each word stands in some lesson, or in something that is known. */
static void find_somewhere(struct search *search)
{
    uint64_t known = 0;

    for (size_t i = 0; i < search->n_hits; i++)
        known |= search->hits[i].words;
    for (int i = 0; i < search->n_words; i++) {
        struct word *word = &search->words[i];

        word->somewhere = word->term || (word->plain & known);
        for (size_t j = 0; j < search->catalog->n && !word->somewhere; j++)
            word->somewhere = search->places[j][i] > 0;
    }
}

/* What a lesson has of the words: by weight, of those that stand somewhere. */
static int weigh_words(const struct search *search, size_t lesson, int *share)
{
    int weight = 0, has = 0, all = 0;

    for (int i = 0; i < search->n_words; i++) {
        const struct word *word = &search->words[i];
        int place = search->places[lesson][i];

        if (word->filler)
            continue;
        all += word->somewhere ? word->weight + 1 : 0;
        has += place > 0 ? word->weight + 1 : 0;
        weight += word->weight * place / HUNDRED;
        /* A sign alone has no weight of its own. */
        weight += place > 0;
    }
    *share = all > 0 ? HUNDRED * has / all : 0;
    return weight;
}

/* Whether the lesson holds one of the terms that decide. */
static bool holds_term(const struct search *search, size_t lesson)
{
    for (int i = 0; i < search->n_words; i++)
        for (size_t j = 0; j < search->n_terms; j++)
            if (search->words[i].term == search->terms[j] &&
                search->places[lesson][i] > 0)
                return true;
    return false;
}

/* Words that nothing knows, of the weight of all. */
static int lost_share(const struct search *search)
{
    int lost = 0, all = 0;

    for (int i = 0; i < search->n_words; i++) {
        const struct word *word = &search->words[i];

        if (word->filler)
            continue;
        all += word->weight + 1;
        lost += word->somewhere ? 0 : word->weight + 1;
    }
    return all > 0 ? HUNDRED * lost / all : 0;
}

/* ---- symptoms ---- */

/* The heaviest symptom of a lesson that stands in the line, and what else. */
static int weigh_symptoms(const struct search *search, size_t lesson,
                          int *besides)
{
    int best = 0, sum = 0;

    for (size_t i = 0; i < search->n_hits; i++) {
        const struct hit *hit = &search->hits[i];

        if (hit->lesson != (int)lesson)
            continue;
        sum += hit->weight;
        best = hit->weight > best ? hit->weight : best;
    }
    sum -= best;
    *besides = sum < best ? sum : best;
    return best;
}

/* ---- answers ---- */

/* Best first; of two equal ones the one that stands first in the catalog. */
static int compare(const void *left, const void *right)
{
    const struct answer *a = left, *b = right;

    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->lesson < b->lesson ? -1 : a->lesson > b->lesson;
}

/*
 * How much of the words a lesson must have that has no symptom of the line:
 * all, where some lesson has; else most of them, or what decides.
 */
static int least_share(const struct search *search, const int *shares,
                       bool symptom)
{
    int most = 0;

    for (size_t i = 0; i < search->catalog->n; i++)
        most = shares[i] > most ? shares[i] : most;
    if (most == HUNDRED || (!symptom && search->n_terms == 0 && most >= 60))
        return most;
    return HUNDRED + 1;
}

/*
 * A line that is about something else, or of which next to nothing is known,
 * has no answer: lessons that happen to hold the rest of its words are none.
 */
static bool is_foreign(const struct search *search, bool symptom)
{
    if (search->elsewhere)
        return search->n_terms == 0 || search->terms[0]->kind != TERM_ERRNO ||
               search->terms_weight < ERROR_TEXT;
    return !symptom && search->n_terms == 0 && lost_share(search) > 50;
}

/* The name of a call among other words says what is done, not what is wrong. */
static int term_weight(const struct search *search, const struct term *term)
{
    int times =
        term->kind == TERM_CALL && search->plain.n > 1 ? BESIDES : DECIDES;

    return times * search->terms_weight - 1;
}

static void add_answers(struct search *search, const int *shares, int least)
{
    bool all = least == HUNDRED;

    for (size_t i = 0; i < search->catalog->n; i++) {
        struct found *found = &search->found[i];

        found->is = found->symptom || shares[i] >= least ||
                    (!all && holds_term(search, i));
        if (found->is)
            search->answers[search->n_answers++] =
                (struct answer){.lesson = i, .weight = found->weight};
    }
    for (size_t i = 0; i < search->n_terms; i++)
        search->answers[search->n_answers++] =
            (struct answer){.term = search->terms[i],
                            .lesson = search->catalog->n + i,
                            .weight = term_weight(search, search->terms[i])};
    qsort(search->answers, search->n_answers, sizeof(*search->answers),
          compare);
}

void search_rank(struct search *search)
{
    int shares[search->catalog->n + 1];
    bool symptom = false;

    find_somewhere(search);
    search->n_answers = 0;
    for (size_t i = 0; i < search->catalog->n; i++) {
        struct found *found = &search->found[i];
        int besides, best = weigh_symptoms(search, i, &besides);

        found->is = false;
        found->symptom = best > 0;
        found->weight = DECIDES * best + BESIDES * besides +
                        weigh_words(search, i, &shares[i]);
        symptom = symptom || found->symptom;
    }
    if (search->n_words > 0 && !is_foreign(search, symptom))
        add_answers(search, shares, least_share(search, shares, symptom));
}

/* ---- what is to be said ---- */

struct slice search_piece(const struct search *search, const struct term *term)
{
    for (int i = 0; i < search->n_words; i++)
        if (search->words[i].term == term)
            return search->words[i].typed;
    return (struct slice){"", 0};
}

static void say(char *out, size_t size, const char *before, const char *text)
{
    size_t len = strlen(out);

    snprintf(out + len, size - len, "%s%s", len ? before : "", text);
    utf8_trim(out);
}

/* Which words are left out, "OSError, 8080"; false when none is. */
static bool list_lost(const struct search *search, char *out, size_t size)
{
    char typed[GLOSSARY_NAME];

    *out = '\0';
    for (int i = 0; i < search->n_words; i++) {
        const struct word *word = &search->words[i];

        if (word->filler || word->somewhere)
            continue;
        snprintf(typed, sizeof(typed), "%.*s", SLICE(word->typed));
        say(out, size, ", ", typed);
    }
    return *out != '\0';
}

void search_note(const struct search *search, char *out, size_t size)
{
    char lost[200], text[600];

    *out = '\0';
    if (search->elsewhere && search->n_answers == 0) {
        snprintf(out, size, "%s", translate(search->elsewhere));
        return;
    }
    if (*search->corrections) {
        snprintf(text, sizeof(text), "%s.", search->corrections);
        say(out, size, " ", text);
    }
    /* A number that has one meaning everywhere needs no word. */
    if (search->n_terms > 1 && *search->meanings) {
        snprintf(text, sizeof(text), _("The number is %s."), search->meanings);
        say(out, size, " ", text);
    }
    /* Only when all has been read is it certain. */
    if (search->read == search->catalog->n && search->n_answers > 0 &&
        list_lost(search, lost, sizeof(lost))) {
        snprintf(text, sizeof(text), _("Left out, for it stands nowhere: %s."),
                 lost);
        say(out, size, " ", text);
    }
}
