/*
 * search_line.c - takes apart what was typed or pasted: what of it is known,
 * what decides, and which words are to be looked for in the lessons.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lessons/glossary/search_inside.h"

enum { TYPED = 6 }; /* the most words that people type themselves */

/* ---- what decides ---- */

/* The heaviest decide; of one weight there may be several. */
static void add_term(struct search *search, const struct term *term, int weight)
{
    if (weight < search->terms_weight)
        return;
    if (weight > search->terms_weight)
        search->n_terms = 0;
    search->terms_weight = weight;
    for (size_t i = 0; i < search->n_terms; i++)
        if (search->terms[i] == term)
            return;
    if (search->n_terms < SEARCH_TERMS)
        search->terms[search->n_terms++] = term;
}

/* A term that was found; for lessons that are about it, it is a symptom. */
static void add_found(struct search *search, const struct hit *hit)
{
    struct hit *hits = search->hits + search->n_hits;
    size_t room = SEARCH_HITS - search->n_hits;

    add_term(search, hit->term, hit->weight);
    search->n_hits += lexicon_meant(search->lexicon, hit, hits, room);
}

/* All of the line is one word, with whatever signs a name may have. */
static void find_whole(struct search *search)
{
    const struct term *terms[GLOSSARY_SAME];
    struct slice line = slice_trim(slice_of(search->line)), rest = line;
    size_t n;
    long number;

    slice_word(&rest);
    /* What a number means is not the same everywhere: find_numbers(). */
    if (rest.len > 0 || slice_number(line, &number))
        return;
    n = glossary_find(search->glossary, search->line, terms);
    for (size_t i = 0; i < n; i++) {
        struct hit hit = {.term = terms[i],
                          .lesson = LEXICON_NO_LESSON,
                          .weight = plain_weight(line) + 1,
                          .words = ~UINT64_C(0)};

        add_found(search, &hit);
    }
}

static void find_terms(struct search *search)
{
    size_t n = lexicon_match(search->lexicon, &search->plain, search->hits,
                             SEARCH_HITS);

    search->n_hits = n;
    for (size_t i = 0; i < n; i++)
        if (search->hits[i].lesson < 0)
            add_found(search, &search->hits[i]);
    find_whole(search);
}

/* ---- errnos ---- */

/* One that the glossary has no sentence of; there is one in a line, at most. */
static void add_nameless(struct search *search, const char *name, int weight)
{
    search->nameless = (struct term){
        .name = name, .text = "", .source = "errno(3)", .kind = TERM_ERRNO};
    add_term(search, &search->nameless, weight);
}

/* Where it is not all that was typed, it is written in capitals. */
static void find_nameless(struct search *search)
{
    for (int i = 0; i < search->plain.n; i++) {
        const struct plain_word *word = &search->plain.words[i];
        struct slice typed = {search->line + word->from, word->to - word->from};
        const struct term *terms[GLOSSARY_SAME];
        char name[GLOSSARY_NAME];
        const char *known;

        if ((!slice_begins(typed, "E") && search->plain.n > 1) ||
            typed.len < 3 || !slice_copy(typed, name, sizeof(name)) ||
            isdigit((unsigned char)name[0]))
            continue;
        known = glossary_errno(name);
        if (known && glossary_find(search->glossary, name, terms) == 0)
            add_nameless(search, known, plain_weight(typed));
    }
}

/* Whether the word before a number says that it is an errno's. */
static bool is_said(const struct plain *plain, int i)
{
    static const char *const words[] = {"errno", "error", "err", "winerror",
                                        "wsa"};
    struct slice before;

    if (i == 0)
        return false;
    before = plain_word(plain, i - 1);
    for (size_t j = 0; j < sizeof(words) / sizeof(words[0]); j++)
        if (slice_is(before, words[j]))
            return true;
    /* Rust's Os { code: 98 }, and not what a process has ended with. */
    return slice_is(before, "code") &&
           (i == 1 || !slice_is(plain_word(plain, i - 2), "exit"));
}

/* "(111)" and "(98: Address already in use)": so C programs write it. */
static bool is_in_parentheses(const struct search *search, int i)
{
    const struct plain_word *word = &search->plain.words[i];
    char behind = search->line[word->to];

    return word->from > 0 && search->line[word->from - 1] == '(' &&
           (behind == ')' || behind == ':');
}

/* Nothing but Windows' errnos for sockets has such numbers. */
static bool is_windows(long number)
{
    return number >= 10004 && number < 10200;
}

/* "EADDRINUSE (BSD)" for the sentence on a number that means several. */
static void say_meaning(struct search *search, const char *name,
                        const char *systems)
{
    size_t len = strlen(search->meanings);

    snprintf(search->meanings + len, sizeof(search->meanings) - len,
             len ? _(", %s on %s") : _("%s on %s"), name, systems);
    utf8_trim(search->meanings);
}

/* All that an errno's number means, there and here. */
static void find_number(struct search *search, int i, long number, bool certain)
{
    struct hit hit = {.lesson = LEXICON_NO_LESSON,
                      .weight = plain_weight(plain_word(&search->plain, i)),
                      .words = UINT64_C(1) << i,
                      .first = i,
                      .last = i};
    const char *here = symbol_errno((int)number);
    char systems[64];
    bool linux_has = false;

    /* Where it is surely an errno, a figure says as much as a few letters. */
    hit.weight *= certain || is_windows(number) ? 10 : 3;
    for (size_t j = 0; (hit.term = glossary_at(search->glossary, j)); j++) {
        if (!term_number(hit.term, number, systems, sizeof(systems)))
            continue;
        add_found(search, &hit);
        if (search->n_hits < SEARCH_HITS)
            search->hits[search->n_hits++] = hit;
        say_meaning(search, hit.term->name, systems);
        linux_has = linux_has || strstr(systems, "Linux");
    }
    if (linux_has || !certain || strchr(here, '?'))
        return;
    add_nameless(search, here, hit.weight);
    say_meaning(search, here, "Linux");
}

static void find_numbers(struct search *search)
{
    for (int i = 0; i < search->plain.n; i++) {
        char text[GLOSSARY_NAME];
        bool certain;
        long number;

        if (!slice_copy(plain_word(&search->plain, i), text, sizeof(text)) ||
            !isdigit((unsigned char)*text) ||
            !slice_number(slice_of(text), &number) || number <= 0 ||
            number > 20000)
            continue;
        certain = search->plain.n == 1 || is_said(&search->plain, i);
        if (certain || is_windows(number) || is_in_parentheses(search, i))
            find_number(search, i, number, certain);
    }
}

/* ---- what is not ours ---- */

#define ABOUT_TLS   N_("It is about TLS, and no lesson is.")
#define ABOUT_NAMES N_("It is about the resolution of names, and no lesson is.")

/*
 * What the line is about in place of sockets, as a sentence. Libraries above
 * them print errors of their own, with words that lessons have too, such as
 * "handshake".
 */
static const char *find_elsewhere(const struct search *search)
{
    static const struct {
        const char *words, *about; /* to be looked up */
    } marks[] = {
        {" ssl ", ABOUT_TLS},
        {" tls ", ABOUT_TLS},
        {" openssl ", ABOUT_TLS},
        {" x509 ", ABOUT_TLS},
        {" certificate ", ABOUT_TLS},
        {" certificates ", ABOUT_TLS},
        {" sslerror ", ABOUT_TLS},
        {" sslexception ", ABOUT_TLS},
        {" sslhandshakeexception ", ABOUT_TLS},
        {" getaddrinfo ", ABOUT_NAMES},
        {" gaierror ", ABOUT_NAMES},
        {" unknownhostexception ", ABOUT_NAMES},
        {" enotfound ", ABOUT_NAMES},
        {" dns ", ABOUT_NAMES},
        {" nxdomain ", ABOUT_NAMES},
        {" name resolution ", ABOUT_NAMES},
        {" name or service not known ", ABOUT_NAMES},
        {" nodename nor servname ", ABOUT_NAMES},
        {" no such host ", ABOUT_NAMES},
        {" could not resolve ", ABOUT_NAMES},
        {" unknown host ", ABOUT_NAMES},
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strstr(search->plain.text, marks[i].words))
            return marks[i].about;
    return NULL;
}

/* ---- words ---- */

/* Nothing is gained by looking for the same letters twice. */
static void add_name(struct word *word, struct slice name)
{
    char *folded;

    if (word->n == SEARCH_NAMES || name.len == 0)
        return;
    folded = word->names[word->n];
    if (!slice_copy(name, folded, sizeof(word->names[0])))
        return;
    passage_fold(folded);
    for (int i = 0; i < word->n; i++)
        if (strcmp(word->names[i], folded) == 0)
            return;
    word->n++;
}

/*
 * The glossary's own name, for one who types another name of the same thing;
 * a packet's flags are letters in scripts, and have several. Of ideas all
 * names are words of the prose, and stand for themselves.
 */
static void add_names(struct word *word, const struct term *term)
{
    char name[GLOSSARY_NAME];

    if (term->kind == TERM_IDEA)
        return;
    for (size_t j = 0; term_name(term, j, name, sizeof(name)); j++)
        if (j == 0 || term->kind == TERM_FLAG)
            add_name(word, slice_of(name));
}

/* Without the signs around it: `"bind():` is bind. */
static struct slice bare(struct slice text)
{
    while (text.len > 0 && strchr("\"'`([{<", text.at[0]))
        text = (struct slice){text.at + 1, text.len - 1};
    while (text.len > 0 && strchr("\"'`)]}>:;,.?!(", text.at[text.len - 1]))
        text.len--;
    return text;
}

/* Which plain words a piece of the line has become. */
static uint64_t plain_words(const struct search *search, struct slice piece)
{
    size_t from = (size_t)(piece.at - search->line), to = from + piece.len;
    uint64_t bits = 0;

    for (int i = 0; i < search->plain.n; i++)
        if (search->plain.words[i].from >= from &&
            search->plain.words[i].from < to)
            bits |= UINT64_C(1) << i;
    return bits;
}

/* The heaviest known name that begins in the piece; NULL: none does. */
static const struct hit *name_in(const struct search *search,
                                 struct slice piece)
{
    uint64_t words = plain_words(search, piece);
    const struct hit *best = NULL;

    for (size_t i = 0; i < search->n_hits; i++) {
        const struct hit *hit = &search->hits[i];

        if (hit->term && hit->lesson < 0 && !hit->loose &&
            (words >> hit->first & 1) && (!best || hit->weight > best->weight))
            best = hit;
    }
    return best;
}

/* Make a piece as long as the name that begins in it. */
static struct slice stretch(const struct search *search, struct slice piece,
                            const struct hit *hit, struct slice *rest)
{
    const char *end = search->line + search->plain.words[hit->last].to;

    if (end <= piece.at + piece.len)
        return piece;
    piece.len = (size_t)(end - piece.at);
    /* Signs behind it belong to no other word. */
    while (rest->len > 0 && rest->at < end)
        slice_word(rest);
    return piece;
}

/* How it is written for the lessons: as typed, bare, and put right. */
static void name_word(const struct search *search, struct word *word,
                      struct slice piece)
{
    const struct term *terms[GLOSSARY_SAME];
    char typed[GLOSSARY_NAME];

    if (word->plain && (word->plain & (word->plain - 1)) == 0)
        add_name(word,
                 plain_word(&search->plain, __builtin_ctzll(word->plain)));
    else
        add_name(word, bare(piece));
    add_name(word, piece);
    if (word->term)
        add_names(word, word->term);
    else if (slice_copy(piece, typed, sizeof(typed)))
        for (size_t i = glossary_find(search->glossary, typed, terms); i > 0;
             i--)
            add_names(word, terms[i - 1]);
}

static void add_word(struct search *search, struct slice piece,
                     struct slice *rest)
{
    struct word *word = &search->words[search->n_words++];
    const struct hit *hit = name_in(search, piece);

    *word = (struct word){.term = hit ? hit->term : NULL};
    if (hit)
        piece = stretch(search, piece, hit, rest);
    word->typed = bare(piece).len > 0 ? bare(piece) : piece;
    word->plain = plain_words(search, piece);
    word->weight = plain_weight(piece);
    word->filler = !hit && plain_is_filler(word->typed);
    name_word(search, word, piece);
}

/* Signs alone, a `-` or `=`, are to be found where they are all there is. */
static void cut_words(struct search *search)
{
    struct slice rest = slice_trim(slice_of(search->line));
    bool any = false;

    search->n_words = 0;
    while (rest.len > 0 && search->n_words < SEARCH_WORDS) {
        struct slice piece = slice_word(&rest);

        add_word(search, piece, &rest);
    }
    for (int i = 0; i < search->n_words; i++) {
        struct word *word = &search->words[i];

        word->filler = word->filler || (search->plain.n > 0 && !word->plain);
        any = any || !word->filler;
    }
    for (int i = 0; !any && i < search->n_words; i++)
        search->words[i].filler = false;
}

/* ---- all of it ---- */

void search_line(struct search *search)
{
    search->n_terms = 0;
    search->terms_weight = 0;
    *search->meanings = '\0';
    find_terms(search);
    find_numbers(search);
    find_nameless(search);
    search->elsewhere = find_elsewhere(search);
    cut_words(search);
}

/*
 * A text of several words decides, as it stands: the rest matters little. And
 * a long line was pasted, not typed.
 */
static bool is_certain(const struct search *search)
{
    if (search->plain.n > TYPED)
        return true;
    for (size_t i = 0; i < search->n_hits; i++)
        if (!search->hits[i].loose &&
            __builtin_popcountll(search->hits[i].words) > 1)
            return true;
    return false;
}

/* One plain word that nothing knows, neither a lesson nor a phrase. */
static bool correct_word(struct search *search, int i)
{
    struct slice word = plain_word(&search->plain, i);
    size_t len = strlen(search->corrections);
    const char *near = lexicon_has(search->lexicon, word)
                           ? NULL
                           : lexicon_nearest(search->lexicon, word);

    if (!near)
        return false;
    snprintf(search->corrections + len, sizeof(search->corrections) - len,
             len ? _(", '%.*s' is read as '%s'") : _("'%.*s' is read as '%s'"),
             SLICE(word), near);
    utf8_trim(search->corrections);
    plain_replace(&search->plain, i, near);
    return true;
}

bool search_correct(struct search *search)
{
    uint64_t lost = 0;
    bool any = false;

    for (int i = 0; i < search->n_words && !is_certain(search); i++)
        if (!search->words[i].filler && !search->words[i].somewhere)
            lost |= search->words[i].plain;
    for (int i = 0; i < search->plain.n; i++)
        if (lost >> i & 1)
            any |= correct_word(search, i);
    if (any)
        search_line(search);
    return any;
}
