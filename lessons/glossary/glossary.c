/*
 * glossary.c - finds a term by any of its names; see glossary.h.
 *
 * There are some two hundred terms, asked for what a person has typed, so
 * every question simply walks through all of them.
 */
#include "lessons/glossary/glossary.h"

#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/call/call.h"
#include "lessons/text/slice.h"

/* In the order in which `socket-lab explain` lists them. */
static const char *const titles[TERM_KINDS] = {
    [TERM_ERRNO] = N_("Errnos"),
    [TERM_STATE] = N_("TCP states"),
    [TERM_CALL] = N_("Calls"),
    [TERM_OPTION] = N_("Socket options"),
    [TERM_SYSCTL] = N_("Sysctls"),
    [TERM_SIGNAL] = N_("Signals"),
    [TERM_CONSTANT] = N_("Other constants"),
    [TERM_FLAG] = N_("Flags of a packet"),
    [TERM_TOOL] = N_("What tools show"),
    [TERM_IDEA] = N_("Ideas"),
};

const char *term_kind_title(enum term_kind kind)
{
    return translate(titles[kind]);
}

/* ---- names ---- */

char term_fold(char letter)
{
    if (letter == '_' || letter == ' ')
        return '-';
    return (char)tolower((unsigned char)letter);
}

static void fold(char *name)
{
    for (; *name; name++)
        *name = term_fold(*name);
}

bool term_name(const struct term *term, size_t index, char *out, size_t size)
{
    struct slice rest = slice_of(term->also ? term->also : "");
    struct slice name = slice_of(term->name);
    bool found;

    for (; index > 0; index--) {
        name = slice_trim(slice_cut(&rest, ',', &found));
        if (name.len == 0)
            return false;
    }
    return slice_copy(name, out, size);
}

bool term_said(const struct term *term, size_t index, struct slice *text)
{
    struct slice rest = slice_of(term->said ? term->said : "");

    for (*text = slice_trim(slice_line(&rest)); index > 0 && text->len > 0;
         index--)
        *text = slice_trim(slice_line(&rest));
    return text->len > 0;
}

bool term_number(const struct term *term, long number, char *out, size_t size)
{
    struct slice rest = slice_of(term->number ? term->number : "");
    size_t len = 0;
    bool more = rest.len > 0;

    if (term->kind == TERM_ERRNO && !strstr(rest.at, "Linux") &&
        symbol_errno_value(term->name, strlen(term->name)) == number)
        len = (size_t)snprintf(out, size, "Linux");
    while (more) {
        struct slice one = slice_trim(slice_cut(&rest, ',', &more));
        long value;

        if (slice_number(slice_word(&one), &value) && value == number &&
            len < size)
            len += (size_t)snprintf(out + len, size - len, "%s%.*s",
                                    len ? ", " : "", SLICE(one));
    }
    return len > 0;
}

/*
 * What was typed, without what only says of what kind it is: `bind()` and
 * bind(2), net.ipv4.tcp_tw_reuse with dots or as a path. False when it is too
 * long to be a name.
 */
static bool bare_name(const char *typed, char *out, size_t size)
{
    struct slice name = slice_trim(slice_of(typed));
    char last = slice_begins(name, "net.") ? '.' : '/';
    struct slice rest;
    bool found = true;

    if (slice_begins(name, "["))
        return slice_copy(name, out, size);
    for (rest = name; found && rest.len > 0;) {
        name = rest;
        slice_cut(&rest, last, &found);
    }
    rest = name;
    return slice_copy(slice_trim(slice_cut(&rest, '(', &found)), out, size);
}

const char *glossary_errno(const char *name)
{
    char upper[GLOSSARY_NAME];
    long number;
    size_t i;

    for (i = 0; i + 1 < sizeof(upper) && name[i]; i++)
        upper[i] = (char)toupper((unsigned char)name[i]);
    upper[i] = '\0';
    if (!slice_number(slice_of(name), &number))
        number = symbol_errno_value(upper, i);
    if (number <= 0 || number > INT_MAX)
        return NULL;
    /* A number without a name is "E?". */
    name = symbol_errno((int)number);
    return strchr(name, '?') ? NULL : name;
}

/* Whether it is what the system says of an errno, "connection refused". */
static bool is_message(const struct term *term, const char *folded)
{
    char message[GLOSSARY_NAME];
    int number = symbol_errno_value(term->name, strlen(term->name));

    if (term->kind != TERM_ERRNO)
        return false;
    snprintf(message, sizeof(message), "%s", strerror(number));
    fold(message);
    return strcmp(message, folded) == 0;
}

/* reuseaddr is SO_REUSEADDR: of an option, what says its level may be left out.
 */
static bool is_option(const struct term *term, const char *folded)
{
    const char *behind = strchr(term->name, '_');
    char one[GLOSSARY_NAME];

    if (term->kind != TERM_OPTION || !behind)
        return false;
    snprintf(one, sizeof(one), "%s", behind + 1);
    fold(one);
    return strcmp(one, folded) == 0;
}

/* 2: written just so; 1: the same but for case and `-`, `_`; 0: another. */
static int agrees(const struct term *term, const char *name)
{
    char folded[GLOSSARY_NAME], one[GLOSSARY_NAME];

    if (strcmp(term->name, name) == 0)
        return 2;
    snprintf(folded, sizeof(folded), "%s", name);
    fold(folded);
    for (size_t i = 0; term_name(term, i, one, sizeof(one)); i++) {
        fold(one);
        if (strcmp(one, folded) == 0)
            return 1;
    }
    return is_message(term, folded) || is_option(term, folded);
}

/* Written just so comes first: listen is the call, LISTEN the state. */
size_t glossary_find(struct glossary *glossary, const char *name,
                     const struct term **terms)
{
    const struct term *term;
    char typed[GLOSSARY_NAME];
    const char *wanted;
    size_t n = 0;

    if (!bare_name(name, typed, sizeof(typed)) || !*typed)
        return 0;
    wanted = glossary_errno(typed);
    wanted = wanted ? wanted : typed;
    for (int want = 2; want > 0; want--)
        for (size_t i = 0;
             n < GLOSSARY_SAME && (term = glossary_at(glossary, i)); i++)
            if (agrees(term, wanted) == want)
                terms[n++] = term;
    return n;
}

const char *glossary_nearest(struct glossary *glossary, const char *name)
{
    struct nearest best = {0};
    char typed[GLOSSARY_NAME], one[GLOSSARY_NAME];
    const struct term *near = NULL, *term;

    if (!bare_name(name, typed, sizeof(typed)))
        return NULL;
    fold(typed);
    /* What is near is kept by nearest_try(), but `one` does not last. */
    for (size_t i = 0; (term = glossary_at(glossary, i)); i++)
        for (size_t j = 0; term_name(term, j, one, sizeof(one)); j++) {
            size_t before = best.name ? best.distance : SIZE_MAX;

            fold(one);
            nearest_try(&best, typed, strlen(typed), one);
            if (best.name && best.distance < before)
                near = term;
        }
    return near ? near->name : NULL;
}

/* ---- what an errno means of a call ---- */

/* Whether it is for the call, among others perhaps. */
static bool is_of(const struct meaning *meaning, const char *call)
{
    struct slice rest = slice_of(meaning->calls);
    bool more = true;

    while (more)
        if (slice_is(slice_trim(slice_cut(&rest, ',', &more)), call))
            return true;
    return false;
}

static const struct term *errno_term(struct glossary *glossary, int err)
{
    const char *name = symbol_errno(err);
    const struct term *term;

    for (size_t i = 0;
         (term = glossary_at(glossary, i)) && term->kind == TERM_ERRNO; i++)
        if (strcmp(term->name, name) == 0)
            return term;
    return NULL;
}

/* A call's own meaning comes before that for any call. */
const struct meaning *glossary_meaning(struct glossary *glossary,
                                       const char *call, int err)
{
    const struct term *term = errno_term(glossary, err);
    const struct meaning *any = NULL;
    const char *kin = call_kin(call);

    for (size_t i = 0; term && i < term->n_meanings; i++) {
        const struct meaning *meaning = &term->meanings[i];

        if (*meaning->calls == '\0')
            any = meaning;
        else if (is_of(meaning, kin))
            return meaning;
    }
    return any;
}

const char *glossary_says(struct glossary *glossary, const char *call, int err)
{
    const struct meaning *meaning;

    if (!err)
        return "";
    meaning = glossary_meaning(glossary, call, err);
    return meaning ? meaning->text : strerror(err);
}
