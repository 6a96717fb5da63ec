/*
 * explain.c - puts together what the program knows of a word; see explain.h.
 *
 * Nothing is written here: the sentences are the glossary's, the ways between
 * states are those of the diagram, and the lessons themselves are asked who
 * shows the word.
 */
#include "lessons/commands/explain.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/call/call.h"
#include "lab/log/transition.h"
#include "lessons/glossary/glossary_where.h"
#include "lessons/glossary/guides.h"
#include "lessons/glossary/lesson_search.h"
#include "lessons/glossary/need_print.h"
#include "lessons/text/format.h"
#include "lessons/text/slice.h"
#include "lessons/text/unseen.h"
#include "lessons/text/wrap.h"

enum {
    COLUMNS = EXPLAIN_COLUMNS, /* that prose is wrapped to */
    LINE = 1000,               /* bytes that are asked for, with the NUL */
};

/* ---- wrapped text ---- */

/* Words from column x on; further lines begin at column indent. */
static void wrap(FILE *out, int x, int indent, struct slice text)
{
    wrap_from(out, COLUMNS, x, indent, text);
}

/* A paragraph of its own, indented. */
static void paragraph(FILE *out, int indent, const char *text)
{
    wrap_print(out, COLUMNS, indent, text);
}

/* ---- what it is ---- */

/* The first line: its name, what kind of word it is. */
static void headline(FILE *out, const struct term *term)
{
    const char *name = term->name, *usage;
    int number;

    switch (term->kind) {
    case TERM_ERRNO:
        number = symbol_errno_value(name, strlen(name));
        fprintf(out, _("%s, errno %d: %s\n"), name, number, strerror(number));
        break;
    case TERM_STATE: fprintf(out, _("%s, a state of TCP\n"), name); break;
    case TERM_CALL:
        /* Of some only the prose speaks; no script could make them. */
        usage = call_usage(name, NULL);
        fprintf(out, _("%s%s, a call\n"), usage ? usage : name,
                usage ? "" : "()");
        break;
    case TERM_OPTION: fprintf(out, _("%s, a socket option\n"), name); break;
    case TERM_SYSCTL: fprintf(out, _("%s, a sysctl\n"), name); break;
    case TERM_SIGNAL:
        number = symbol_signal_value(name, strlen(name));
        fprintf(out, _("%s, signal %d\n"), name, number);
        break;
    case TERM_CONSTANT:
        fprintf(out, _("%s, a constant in calls\n"), name);
        break;
    case TERM_FLAG: fprintf(out, _("%s, a flag of a packet\n"), name); break;
    case TERM_TOOL: fprintf(out, _("%s, shown by tools\n"), name); break;
    case TERM_IDEA:
    case TERM_KINDS: fprintf(out, "%s\n", name); break;
    }
}

/* Other names, what it means, and who says so. */
static void describe(FILE *out, const struct term *term)
{
    if (term->also) {
        const char *also = _("    also: ");
        int columns = wrap_columns(slice_of(also));

        fputs(also, out);
        wrap(out, columns, columns, slice_of(term->also));
    }
    fputc('\n', out);
    paragraph(out, 4, term->text);
    if (*term->source)
        fprintf(out, _("    See %s.\n"), term->source);
}

/* ---- errnos and calls ---- */

/* All calls that a meaning is of: that of recv is for read as well. */
static int calls_of(FILE *out, struct glossary *glossary,
                    const struct meaning *meaning, int number)
{
    const char *call;
    int x = fprintf(out, "    ");
    bool first = true;

    for (int i = 0; (call = call_table_name(i)); i++) {
        if (glossary_meaning(glossary, call, number) != meaning)
            continue;
        x += fprintf(out, "%s%s", first ? "" : ", ", call);
        first = false;
    }
    return x + fprintf(out, ": ");
}

/* What an errno means where it came from. */
static void describe_by_call(FILE *out, struct glossary *glossary,
                             const struct term *term)
{
    int number = symbol_errno_value(term->name, strlen(term->name));
    bool first = true;

    for (size_t i = 0; i < term->n_meanings; i++) {
        const struct meaning *meaning = &term->meanings[i];

        if (!*meaning->calls)
            continue;
        if (first)
            fprintf(out, "\n%s\n", _("From a call"));
        first = false;
        wrap(out, calls_of(out, glossary, meaning, number), 8,
             slice_of(meaning->text));
    }
}

/* What a call may fail with. */
static void describe_errors(FILE *out, struct glossary *glossary,
                            const char *call)
{
    const struct term *term;
    bool first = true;

    for (size_t i = 0;
         (term = glossary_at(glossary, i)) && term->kind == TERM_ERRNO; i++) {
        const struct meaning *meaning = glossary_meaning(
            glossary, call, symbol_errno_value(term->name, strlen(term->name)));

        if (!meaning || !*meaning->calls)
            continue;
        if (first)
            fprintf(out, "\n%s\n", _("It may fail with"));
        first = false;
        wrap(out, fprintf(out, "    %s: ", term->name), 8,
             slice_of(meaning->text));
    }
}

/* ---- states ---- */

/* One arrow of the diagram, seen from one of its ends. */
static void describe_arrow(FILE *out, const struct transition *arrow, bool in)
{
    if (in)
        fprintf(out, _("    from %s: "), transition_state_name(arrow->from));
    else
        fprintf(out, _("    to %s: "), transition_state_name(arrow->to));
    if (arrow->call)
        fprintf(out, "%s, ", arrow->call);
    fprintf(out, "%s (RFC 9293 %s)\n", translate(arrow->said), arrow->section);
}

/* All arrows into a state, or all out of it. */
static void describe_arrows(FILE *out, const char *name, bool in)
{
    enum tcp_state state = state_find(name, strlen(name));
    const struct transition *arrow;
    const char *said = "";

    /* The diagram's CLOSED; to ss(8) it is a socket, to the RFC nothing. */
    if (state == STATE_UNCONN)
        state = STATE_NONE;
    fprintf(out, "\n%s\n", in ? _("Into it") : _("Out of it"));
    for (size_t i = 0; (arrow = transition_at(i)); i++) {
        if ((in ? arrow->to : arrow->from) != state)
            continue;
        describe_arrow(out, arrow, in);
        /* What is true of several arrows is said once. */
        if (arrow->aside && strcmp(arrow->aside, said) != 0)
            paragraph(out, 8, translate(said = arrow->aside));
    }
}

/* ---- lessons ---- */

/* The sentence of a passage that names the idea. */
static struct slice sentence(const struct passage *passage,
                             const struct term *term)
{
    const char *text = passage->text, *at = shows_idea(passage, term), *stop;

    stop = strstr(at, ". ");
    while (at > text && !(at > text + 1 && at[-1] == ' ' &&
                          (at[-2] == '.' || at[-2] == '?')))
        at--;
    return (struct slice){at, stop ? (size_t)(stop + 1 - at) : strlen(at)};
}

/* The lesson's number and title, and where it shows the term. */
static void print_lesson(FILE *out, const struct lesson *lesson,
                         const struct line *line, const struct passage *passage,
                         const struct term *term)
{
    if (lesson->number > 0)
        fprintf(out, "%4d  %s\n", lesson->number, lesson->title);
    else
        fprintf(out, "      %s (%s)\n", lesson->title, lesson->id);
    /* A title is said already. */
    if (passage && passage->kind != PASSAGE_TITLE) {
        fprintf(out, "      ");
        wrap(out, 6, 6, sentence(passage, term));
    }
    if (line) {
        fprintf(out, "%9d: ", line->number);
        unseen_print(out, line->text);
        fputc('\n', out);
    }
}

/* One lesson, if it shows the term; true when it does. */
static bool describe_lesson(FILE *out, struct lesson *lesson,
                            const struct term *term, bool first)
{
    struct passages passages;
    const struct passage *passage = NULL;
    const struct line *line = NULL;
    struct err err;

    /* One that can't be read is for `list` and `check` to complain of. */
    if (lesson_complete(lesson, &err) != 0)
        return false;
    if (passages_read(&passages, lesson, &err) == 0)
        line = shows_first(lesson, &passages, term, &passage);
    if ((line || passage) && first)
        fprintf(out, "\n%s\n",
                term->kind == TERM_IDEA
                    ? _("Lessons that speak of it, and the first line that "
                        "does")
                    : _("Lessons that show it, and the first line that does"));
    if (line || passage)
        print_lesson(out, lesson, line, passage, term);
    passages_free(&passages);
    return line || passage;
}

/* True when there is one. */
static bool find_lessons(FILE *out, const struct catalog *catalog,
                         const struct term *term)
{
    bool any = false;

    for (size_t i = 0; i < catalog->n; i++)
        any |= describe_lesson(out, catalog->lessons[i], term, !any);
    return any;
}

/* What no script shows may be spoken of: then it is looked for as an idea. */
static void describe_lessons(FILE *out, const struct catalog *catalog,
                             const struct term *term)
{
    struct term idea = *term;

    idea.kind = TERM_IDEA;
    if (!find_lessons(out, catalog, term) &&
        (term->kind == TERM_IDEA || !find_lessons(out, catalog, &idea)))
        fprintf(out, "\n%s\n", _("No lesson shows it."));
}

/* ---- the whole ---- */

/* Which cause is it? That is asked first; only few errnos have a table. */
static void describe_causes(FILE *out, int width, const struct catalog *catalog,
                            struct glossary *glossary, const char *name)
{
    const struct which *which = &glossary_guides(glossary)->which;
    const struct which_table *table = which_find(which, name);

    if (table)
        which_print(out, width, which, table, catalog);
}

static void explain_term(FILE *out, int width, const struct catalog *catalog,
                         struct glossary *glossary, const struct term *term)
{
    const char *name = term->name;

    headline(out, term);
    if (term->kind == TERM_ERRNO)
        describe_causes(out, width, catalog, glossary, name);
    describe(out, term);
    if (term->kind == TERM_ERRNO)
        describe_by_call(out, glossary, term);
    if (term->kind == TERM_CALL)
        describe_errors(out, glossary, name);
    if (term->kind == TERM_STATE) {
        describe_arrows(out, name, true);
        describe_arrows(out, name, false);
    }
    describe_lessons(out, catalog, term);
}

/* An errno that the glossary has not: what the system says of it. */
static void explain_errno(FILE *out, int width, const struct catalog *catalog,
                          struct glossary *glossary, const struct term *term)
{
    headline(out, term);
    describe_causes(out, width, catalog, glossary, term->name);
    describe_lessons(out, catalog, term);
}

/* Of a line that says more than a name: what of it is the name. */
static void say_piece(FILE *out, const struct search *search, const char *line,
                      const struct term *term)
{
    struct slice piece = search_piece(search, term);
    char typed[LINE], clean[LINE];

    if (piece.len == 0 || !strchr(line, ' ') ||
        piece.len == slice_trim(slice_of(line)).len ||
        !slice_copy(piece, typed, sizeof(typed)))
        return;
    err_escape(clean, sizeof(clean), typed);
    fprintf(out, _("Of the line, '%s' is known.\n\n"), clean);
}

/* A language or a server, which the search has as a term. */
static bool explain_platform(FILE *out, struct glossary *glossary,
                             const char *name)
{
    const struct platform *platform =
        guides_platform(glossary_guides(glossary), name);

    if (platform)
        platform_print(out, COLUMNS, platform);
    return platform;
}

static void explain_one(FILE *out, int width, const struct catalog *catalog,
                        struct glossary *glossary, const struct term *term)
{
    if (term->kind == TERM_IDEA && explain_platform(out, glossary, term->name))
        return;
    if (*term->text)
        explain_term(out, width, catalog, glossary, term);
    else
        explain_errno(out, width, catalog, glossary, term);
}

/* The terms that the line is about. Returns how many. */
static int explain_terms(FILE *out, int width, const struct catalog *catalog,
                         struct glossary *glossary, const struct search *search,
                         const char *line)
{
    const struct answer *answers;
    size_t n = search_answers(search, &answers);
    char note[400];
    int found = 0;

    for (size_t i = 0; i < n; i++) {
        const struct term *term = answers[i].term;

        if (!term)
            continue;
        search_note(search, note, sizeof(note));
        if (found == 0 && *note)
            fprintf(out, "%s\n\n", note);
        if (found > 0)
            fputc('\n', out);
        else
            say_piece(out, search, line, term);
        explain_one(out, width, catalog, glossary, term);
        found++;
    }
    return found;
}

/* Words that are no name, and what lessons are about. Returns how many. */
static int explain_symptom(FILE *out, const struct catalog *catalog,
                           const struct search *search)
{
    const struct answer *answers;
    size_t n = search_answers(search, &answers);

    if (n > 0)
        fprintf(out, "%s\n", _("Lessons about it"));
    for (size_t i = 0; i < n; i++)
        print_lesson(out, catalog->lessons[answers[i].lesson], NULL, NULL,
                     NULL);
    return (int)n;
}

/* Nothing is: what it may be about, or what may have been meant. */
static int explain_nothing(struct glossary *glossary,
                           const struct search *search, const char *name,
                           struct err *err)
{
    const char *near = glossary_nearest(glossary, name);
    char note[400];

    search_note(search, note, sizeof(note));
    if (*note && near)
        return err_input(err,
                         "nothing is known of '%.*s': %s, did you mean %s?",
                         SLICE(slice_of(name)), note, near);
    if (*note)
        return err_input(err, "nothing is known of '%.*s': %s",
                         SLICE(slice_of(name)), note);
    if (near)
        return err_input(err, "nothing is known of '%.*s', did you mean %s?",
                         SLICE(slice_of(name)), near);
    return err_input(err, "nothing is known of '%.*s'", SLICE(slice_of(name)));
}

/* No lesson is read for the search: what a line is about is known without. */
int explain(FILE *out, int width, const struct catalog *catalog,
            struct glossary *glossary, const char *name, struct err *err)
{
    const struct term *terms[GLOSSARY_SAME];
    struct search *search;
    int result = 0;

    if (glossary_read(glossary, err) != 0)
        return -1;
    if (glossary_find(glossary, name, terms) == 0 &&
        need_print(out, EXPLAIN_COLUMNS, name))
        return 0;
    search = search_open(catalog, glossary);
    if (!search)
        return err_machine(err, "out of memory");
    search_set(search, name);
    if (!explain_terms(out, width, catalog, glossary, search, name) &&
        !explain_symptom(out, catalog, search))
        result = explain_nothing(glossary, search, name, err);
    search_close(search);
    return result;
}

/* Of a very long line, the beginning is all that is looked at. */
int explain_words(FILE *out, int width, const struct catalog *catalog,
                  struct glossary *glossary, char *const *words, int n,
                  struct err *err)
{
    char name[LINE];

    text_join(name, sizeof(name), words, n);
    return explain(out, width, catalog, glossary, name, err);
}
