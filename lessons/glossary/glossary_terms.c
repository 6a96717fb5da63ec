/*
 * glossary_terms.c - makes terms of a file of words that was read; see
 * glossary_inside.h.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/glossary/glossary_inside.h"
#include "lessons/text/slice.h"

/* ---- putting texts together ---- */

/* Begin a string in the file's room. */
static char *begin(struct source *source)
{
    char *text = source->room + source->used;

    *text = '\0';
    return text;
}

/* Add to the string that was begun last. */
static void add(struct source *source, const char *text, const char *between,
                struct slice piece)
{
    char *end = source->room + source->used;

    if (end > text)
        end = stpcpy(end, between);
    memcpy(end, piece.at, piece.len);
    end[piece.len] = '\0';
    source->used = (size_t)(end + piece.len - source->room);
}

/* End it; NULL for one that is empty. */
static const char *end(struct source *source, const char *text)
{
    if (*text == '\0')
        return NULL;
    source->used++;
    return text;
}

/*
 * The texts of one key of an entry, behind what there was before (NULL:
 * nothing); NULL when it has none.
 */
static const char *joined(struct source *source, const char *before,
                          const struct words_entry *entry, enum words_key key,
                          const char *between)
{
    char *text = begin(source);

    if (before)
        add(source, text, between, slice_of(before));
    for (size_t i = 0; i < entry->n_fields; i++) {
        const struct words_field *field =
            &source->words.fields[entry->field + i];

        if (field->key == key)
            add(source, text, between, slice_of(field->text));
    }
    return end(source, text);
}

/* All sentences, which are a paragraph. */
static const char *paragraph(struct source *source,
                             const struct words_entry *entry)
{
    char *text = begin(source);

    for (size_t i = 0; i < entry->n_items; i++)
        add(source, text, " ",
            slice_of(source->words.items[entry->item + i].text));
    return end(source, text);
}

/* Whether a list, with commas between, has that piece. */
static bool has_piece(const char *list, struct slice piece)
{
    struct slice rest = slice_of(list);
    bool more = rest.len > 0;

    while (more) {
        struct slice one = slice_trim(slice_cut(&rest, ',', &more));

        if (slice_equal(one, piece))
            return true;
    }
    return false;
}

/* What the sentences have as their sources, each once. */
static void add_sources(struct source *source, const char *text,
                        const struct words_field *field)
{
    struct slice rest = slice_of(field->text);
    bool more = field->key == WORDS_SOURCE;

    while (more) {
        struct slice piece = slice_trim(slice_cut(&rest, ',', &more));

        if (!has_piece(text, piece))
            add(source, text, ", ", piece);
    }
}

static const char *all_sources(struct source *source,
                               const struct words_entry *entry)
{
    const struct words_item *items = source->words.items + entry->item;
    char *text = begin(source);
    const char *whole;

    for (size_t i = 0; i < entry->n_items; i++)
        for (size_t j = 0; j < items[i].n_fields; j++)
            add_sources(source, text,
                        &source->words.fields[items[i].field + j]);
    whole = end(source, text);
    return whole ? whole : "";
}

/* ---- terms ---- */

/* The term of that name among those of its kind, which are the last ones. */
static struct term *same_term(struct glossary *glossary, enum term_kind kind,
                              const char *name)
{
    for (size_t i = glossary->n_terms; i-- > 0;) {
        if (glossary->terms[i].kind != kind)
            break;
        if (strcmp(glossary->terms[i].name, name) == 0)
            return &glossary->terms[i];
    }
    return NULL;
}

/* One more, at the end. */
static struct term *new_term(struct glossary *glossary)
{
    struct term *grown = memory_one_more(glossary->terms, glossary->n_terms,
                                         &glossary->terms_room, sizeof(*grown));

    if (!grown)
        return NULL;
    glossary->terms = grown;
    return &grown[glossary->n_terms++];
}

/* What the entry says of a call is the last term's. */
static void add_meaning(struct source *source, struct term *term,
                        const struct words_entry *entry)
{
    struct meaning *meaning = &source->meanings[source->n_meanings++];
    bool any = strcmp(entry->name, words_any_call) == 0;

    *meaning =
        (struct meaning){any ? "" : entry->name, paragraph(source, entry)};
    term->n_meanings++;
}

/* ---- translations ---- */

/* What the entry of a translation says of the same calls as the original's. */
static void translate_meaning(struct source *source, struct term *term,
                              const struct words_entry *entry)
{
    bool any = strcmp(entry->name, words_any_call) == 0;
    struct meaning *meanings =
        source->meanings + source->n_meanings - term->n_meanings;

    for (size_t i = 0; i < term->n_meanings; i++)
        if (strcmp(meanings[i].calls, any ? "" : entry->name) == 0)
            meanings[i].text = paragraph(source, entry);
}

/* Its sentences; names, numbers and sources are the original's, and its own. */
static void translate_term(struct source *source, struct term *term,
                           const struct words_entry *entry)
{
    struct meaning *meanings = source->meanings + source->n_meanings;

    for (size_t i = 0; i < term->n_meanings; i++)
        meanings[i] = term->meanings[i];
    source->n_meanings += term->n_meanings;
    term->meanings = meanings;
    term->text = paragraph(source, entry);
    term->also = joined(source, term->also, entry, WORDS_ALSO, ", ");
    term->said = joined(source, term->said, entry, WORDS_SAYS, "\n");
    term->number = joined(source, term->number, entry, WORDS_NUMBER, ", ");
}

/* Whether the text was put together for this file. */
static bool is_ours(const struct source *source, const char *text)
{
    uintptr_t at = (uintptr_t)text, room = (uintptr_t)source->room;

    return at >= room && at < room + source->used;
}

/* What the program does not know is no translation, and left out. */
static void translate_terms(struct glossary *glossary, struct source *source)
{
    struct words *words = &source->words;
    struct term *term = NULL;

    for (size_t i = 0; i < words->n_entries; i++) {
        const struct words_entry *entry = &words->entries[i];

        if (!entry->of_call) {
            term = same_term(glossary, words->kind, entry->name);
            /* A second time would be a translation of itself. */
            if (term && is_ours(source, term->text))
                term = NULL;
            if (term)
                translate_term(source, term, entry);
        } else if (term) {
            translate_meaning(source, term, entry);
        }
    }
}

/* The length of what may be missing, and of a mark behind it. */
static size_t length(const char *text)
{
    return text ? strlen(text) + 2 : 0;
}

/* How much room, and how many meanings, the originals' parts take. */
static size_t original_room(struct glossary *glossary,
                            const struct words *words, size_t *n_meanings)
{
    size_t room = 0;

    for (size_t i = 0; words->translation && i < words->n_entries; i++) {
        const struct words_entry *entry = &words->entries[i];
        const struct term *term =
            entry->of_call ? NULL
                           : same_term(glossary, words->kind, entry->name);

        if (!term)
            continue;
        room += length(term->also) + length(term->said) + length(term->number);
        *n_meanings += term->n_meanings;
    }
    return room;
}

/* ---- a whole file ---- */

/* Make terms of a file's entries. Returns 0, or -1 without memory. */
static int add_terms(struct glossary *glossary, struct source *source)
{
    struct words *words = &source->words;
    struct term *term = NULL;

    for (size_t i = 0; i < words->n_entries; i++) {
        const struct words_entry *entry = &words->entries[i];

        if (entry->of_call) {
            add_meaning(source, term, entry);
            continue;
        }
        term = same_term(glossary, words->kind, entry->name);
        if (!term && !(term = new_term(glossary)))
            return -1;
        *term = (struct term){
            .name = entry->name,
            .also = joined(source, NULL, entry, WORDS_ALSO, ", "),
            .said = joined(source, NULL, entry, WORDS_SAYS, "\n"),
            .number = joined(source, NULL, entry, WORDS_NUMBER, ", "),
            .text = paragraph(source, entry),
            .source = all_sources(source, entry),
            .kind = words->kind,
            .meanings = source->meanings + source->n_meanings,
        };
    }
    return 0;
}

int glossary_use(struct glossary *glossary, struct source *source)
{
    size_t n = source->words.n_entries;
    size_t room = original_room(glossary, &source->words, &n);

    source->room = malloc(source->words.len + room + 1);
    source->meanings = calloc(n, sizeof(*source->meanings));
    if (!source->room || !source->meanings)
        return -1;
    if (!source->words.translation)
        return add_terms(glossary, source);
    translate_terms(glossary, source);
    return 0;
}
