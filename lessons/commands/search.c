/*
 * search.c - prints what was found; see search.h.
 */
#include "lessons/commands/search.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lessons/glossary/lesson_search.h"
#include "lessons/text/format.h"
#include "lessons/text/slice.h"

enum {
    LINE = 1000,    /* bytes that are searched for, with the NUL */
    EXCERPT = 66,   /* bytes of a place that are shown */
    BEFORE = 20,    /* of these, before the words */
    SENTENCE = 240, /* bytes of what a term means */
};

/* ---- for people ---- */

/* Where to begin and to end, at whole words. */
static struct slice excerpt(const char *text, size_t place)
{
    size_t from = place > BEFORE ? place - BEFORE : 0;
    size_t end;

    if (strlen(text) <= EXCERPT)
        return slice_of(text);
    while (from > 0 && text[from - 1] != ' ')
        from--;
    end = from + EXCERPT;
    if (end >= strlen(text))
        return (struct slice){text + from, strlen(text + from)};
    while (end > from && text[end] != ' ')
        end--;
    /* One word that is longer than all of the room. */
    for (end = end > from ? end : from + EXCERPT;
         end > from && utf8_goes_on(text[end]);)
        end--;
    return (struct slice){text + from, end - from};
}

static void print_place(FILE *out, const struct search *search,
                        const struct passage *where)
{
    size_t len;
    long at = search_hit(search, where, 0, &len);
    struct slice piece = excerpt(where->text, at < 0 ? 0 : (size_t)at);

    fprintf(out, "      %s%.*s%s\n", piece.at > where->text ? "... " : "",
            (int)piece.len, piece.at, piece.at[piece.len] ? " ..." : "");
}

static void print_lesson(FILE *out, const struct search *search,
                         const struct lesson *lesson, size_t index)
{
    const struct found *found = search_found(search, index);
    char number[16] = "";

    if (lesson->number > 0)
        snprintf(number, sizeof(number), "%d", lesson->number);
    fprintf(out, "%4s  %s (%s)\n", number, lesson->title, lesson->id);
    if (found->where)
        print_place(out, search, found->where);
}

/* The first sentence says what it is; `explain` says all. */
static void print_term(FILE *out, const struct term *term)
{
    const char *end = strstr(term->text, ". ");
    int len = end ? (int)(end + 1 - term->text) : (int)strlen(term->text);

    fprintf(out, "      %s%s%.*s\n", term->name, *term->text ? ": " : "", len,
            term->text);
}

/* ---- for programs ---- */

/* Texts of lessons are UTF-8, which a string of JSON takes as it is. */
static void put_string(FILE *out, const char *key, const char *text)
{
    fprintf(out, "\"%s\":\"", key);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ')
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void put_lesson(FILE *out, const struct search *search,
                       const struct lesson *lesson, size_t index)
{
    const struct passage *where = search_found(search, index)->where;

    fputc('{', out);
    put_string(out, "lesson", lesson->id);
    fprintf(out, ",\"number\":%d,", lesson->number);
    put_string(out, "title", lesson->title);
    if (where) {
        fprintf(out, ",\"line\":%d,", where->line);
        put_string(out, "text", where->text);
    }
    fputs("}\n", out);
}

static void put_term(FILE *out, const struct term *term)
{
    fputc('{', out);
    put_string(out, "name", term->name);
    fputc(',', out);
    put_string(out, "text", term->text);
    fputs("}\n", out);
}

/* ---- all of it ---- */

static void print_answer(FILE *out, const struct search *search,
                         const struct catalog *catalog,
                         const struct answer *answer, bool json)
{
    if (answer->term && json)
        put_term(out, answer->term);
    else if (answer->term)
        print_term(out, answer->term);
    else if (json)
        put_lesson(out, search, catalog->lessons[answer->lesson],
                   answer->lesson);
    else
        print_lesson(out, search, catalog->lessons[answer->lesson],
                     answer->lesson);
}

/* What was typed may be anything, and is shown on a terminal. */
static void say(FILE *notes, const char *text)
{
    char clean[2 * LINE];

    err_escape(clean, sizeof(clean), text);
    fprintf(notes, "socket-lab: %s\n", clean);
}

int search_words(FILE *out, FILE *notes, const struct catalog *catalog,
                 struct glossary *glossary, char *const *words, int n,
                 bool json, struct err *err)
{
    struct search *search = search_open(catalog, glossary);
    const struct answer *answers;
    char line[LINE], note[LINE];
    size_t found;

    if (!search)
        return err_machine(err, "out of memory");
    while (search_read(search))
        ;
    /* Of a very long line, the beginning is all that is looked at. */
    text_join(line, sizeof(line), words, n);
    search_set(search, line);
    found = search_answers(search, &answers);
    search_note(search, note, sizeof(note));
    if (found == 0 && !*note)
        snprintf(note, sizeof(note), _("nothing is known of '%.*s'"),
                 SLICE(slice_of(line)));
    if (*note)
        say(notes, note);
    for (size_t i = 0; i < found; i++)
        print_answer(out, search, catalog, &answers[i], json);
    search_close(search);
    return (int)found;
}
