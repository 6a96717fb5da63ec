/*
 * check_words.c - looks at a file of words; see check_inside.h.
 *
 * Names, then evidence: what a sentence says was seen stands in a script that
 * is run by the tests, and what can't be seen is in a manual or an RFC.
 */
#include "lessons/commands/check_inside.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/call/call.h"
#include "lessons/glossary/words.h"
#include "lessons/text/slice.h"
#include "lessons/text/unseen.h"

struct checker {
    const struct words *words;
    struct problems *problems;
};

/* ---- names ---- */

/* Whether two names are found by the same words (glossary_find()). */
static bool same_name(struct slice a, struct slice b)
{
    if (a.len != b.len || a.len == 0)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (term_fold(a.at[i]) != term_fold(b.at[i]))
            return false;
    return true;
}

/* Whether the key's text is a list, with a comma between two names. */
static bool is_list(enum words_key key)
{
    return key == WORDS_ALSO || key == WORDS_NUMBER;
}

/*
 * What two entries must not both have: names and texts among each other, and
 * numbers. A name of the second that the entry has as well; false: none.
 */
static bool entry_has(const struct words *words,
                      const struct words_entry *entry, bool number,
                      struct slice name)
{
    if (!number && same_name(slice_of(entry->name), name))
        return true;
    for (size_t i = 0; i < entry->n_fields; i++) {
        const struct words_field *field = &words->fields[entry->field + i];
        struct slice rest = slice_of(field->text), one;
        bool more = (field->key == WORDS_NUMBER) == number;

        while (more) {
            one = rest;
            more = false;
            if (is_list(field->key))
                one = slice_cut(&rest, ',', &more);
            if (same_name(slice_trim(one), name))
                return true;
        }
    }
    return false;
}

/* Note it where an entry above has that name. */
static void check_twice(struct checker *checker,
                        const struct words_entry *entry, int line, bool number,
                        struct slice name)
{
    const struct words_entry *all = checker->words->entries;

    for (const struct words_entry *other = all; other < entry; other++)
        if (!other->of_call && entry_has(checker->words, other, number, name)) {
            problems_add(checker->problems, line,
                         "'%.*s' was found, which '%s' of line %d has already, "
                         "another name was expected",
                         SLICE(name), other->name, other->line);
            return;
        }
}

/* "48 BSD": a number, and where it is the errno's. */
static void check_number(struct checker *checker, int line, struct slice text)
{
    struct slice system = text, number = slice_word(&system);
    long value;

    if (!slice_number(number, &value) || value <= 0 || system.len == 0)
        problems_add(checker->problems, line,
                     "'%.*s' was found, a number and a system such as '48 BSD' "
                     "was expected",
                     SLICE(text));
}

/* All names, texts and numbers of a field. */
static void check_field(struct checker *checker,
                        const struct words_entry *entry,
                        const struct words_field *field)
{
    struct slice rest = slice_of(field->text);
    bool number = field->key == WORDS_NUMBER, more = true;

    while (more) {
        struct slice one = rest;

        more = false;
        if (is_list(field->key))
            one = slice_trim(slice_cut(&rest, ',', &more));
        if (number)
            check_number(checker, field->line, one);
        check_twice(checker, entry, field->line, number, one);
    }
}

/* A word that stands for itself: what its kin is said of is said of it. */
static void check_call(struct checker *checker, int line, struct slice call)
{
    char name[GLOSSARY_NAME];
    const char *kin;

    if (!slice_copy(call, name, sizeof(name)) || !call_usage(name, NULL)) {
        problems_add(checker->problems, line,
                     "'%.*s' was found, a call that scripts can make, or '%s' "
                     "was expected",
                     SLICE(call), words_any_call);
        return;
    }
    kin = call_kin(name);
    if (strcmp(kin, name) != 0)
        problems_add(checker->problems, line,
                     "'%s' was found, '%s' was expected, which stands for it",
                     name, kin);
}

/* Whether a `###` between the errno and this one has the call as well. */
static bool is_said(const struct words *words, const struct words_entry *entry,
                    struct slice call)
{
    while (entry-- > words->entries && entry->of_call) {
        struct slice rest = slice_of(entry->name);
        bool more = true;

        while (more)
            if (same_name(slice_trim(slice_cut(&rest, ',', &more)), call))
                return true;
    }
    return false;
}

static void check_calls(struct checker *checker,
                        const struct words_entry *entry)
{
    struct slice rest = slice_of(entry->name);
    bool more = true;

    while (more) {
        struct slice call = slice_trim(slice_cut(&rest, ',', &more));

        if (!slice_is(call, words_any_call))
            check_call(checker, entry->line, call);
        if (is_said(checker->words, entry, call))
            problems_add(checker->problems, entry->line,
                         "'%.*s' was found a second time, each call once was "
                         "expected below an errno",
                         SLICE(call));
    }
}

static void check_names(struct checker *checker,
                        const struct words_entry *entry)
{
    const struct words *words = checker->words;

    if (entry->of_call) {
        check_calls(checker, entry);
        return;
    }
    if (words->kind == TERM_ERRNO &&
        !symbol_errno_value(entry->name, strlen(entry->name)))
        problems_add(checker->problems, entry->line,
                     "'%s' was found, an errno of this system was expected",
                     entry->name);
    check_twice(checker, entry, entry->line, false, slice_of(entry->name));
    for (size_t i = 0; i < entry->n_fields; i++)
        check_field(checker, entry, &words->fields[entry->field + i]);
}

/* ---- translations ---- */

static void compare_entries(const struct words *original,
                            const struct checker *checker, const char *name)
{
    const struct words *words = checker->words;

    for (size_t i = 0; i < words->n_entries; i++)
        if (words_original(original, words, i) == original->n_entries)
            problems_add(checker->problems, words->entries[i].line,
                         "'%s' was found, a heading of %s was expected",
                         words->entries[i].name, name);
}

/* Cut both, and look at the marks; or write them, into *marked. */
static void compare_marks(const struct words *original, struct slice theirs,
                          const struct words *words, struct slice ours,
                          const char *name, char **marked,
                          struct problems *problems)
{
    struct marks a = {0}, b = {0};

    if (marks_read_words(&a, theirs, original, original, problems) == 0 &&
        marks_read_words(&b, ours, words, original, problems) == 0) {
        if (!marked)
            check_marks(&a, &b, name, problems);
        else if (!(*marked = marks_write(&a, &b, ours)))
            problems_no_memory(problems);
    }
    marks_free(&a);
    marks_free(&b);
}

/* What is wrong with the original is said where that is checked. */
static void check_against(const struct checker *checker, struct slice file,
                          const char *name, char **marked)
{
    struct problems own = {.name = name};
    struct words original = {0};
    struct slice text;
    struct err err;
    char *owned;

    if (check_translation_original(name, &owned, &text, &err) != 0) {
        problems_err(checker->problems, 0, &err);
        return;
    }
    if (words_read(&original, text.at, text.len, false, &own) == 0) {
        compare_entries(&original, checker, name);
        compare_marks(&original, text, checker->words, file, name, marked,
                      checker->problems);
    }
    if (own.out_of_memory)
        problems_no_memory(checker->problems);
    problems_free(&own);
    words_free(&original);
    free(owned);
}

char *check_words_mark(const char *text, size_t len, const char *original,
                       struct problems *problems)
{
    struct words words;
    struct checker checker = {&words, problems};
    char *marked = NULL;

    if (words_read(&words, text, len, true, problems) == 0)
        check_against(&checker, (struct slice){text, len}, original, &marked);
    words_free(&words);
    return marked;
}

/* ---- the whole of it ---- */

void check_words(const char *text, size_t len, const char *lessons,
                 struct problems *problems)
{
    struct words words;
    struct checker checker = {&words, problems};
    struct evidence evidence = {.problems = problems, .lessons = lessons};
    char original[PATH_MAX];
    bool translation =
        check_translation_of(problems->name, original, sizeof(original));

    if (words_read(&words, text, len, translation, problems) == 0) {
        if (translation)
            check_against(&checker, (struct slice){text, len}, original, NULL);
        for (size_t i = 0; i < words.n_entries; i++)
            check_names(&checker, &words.entries[i]);
        for (size_t i = 0; i < words.n_fields; i++)
            check_evidence(&evidence, &words.fields[i]);
    }
    unseen_lint((struct slice){text, len}, 1, problems);
    check_evidence_free(&evidence);
    words_free(&words);
}
