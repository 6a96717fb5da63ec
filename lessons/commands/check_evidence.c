/*
 * check_evidence.c - looks at what a sentence stands on; see check_inside.h.
 *
 * What a sentence says can be seen stands in a script that is run by the tests,
 * and what can't be seen is in a manual or an RFC.
 */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lessons/commands/check_inside.h"
#include "lessons/lesson/embedded.h"
#include "lessons/runner/proof.h"
#include "lessons/text/slice.h"

/* ---- sources ---- */

/* Take off letters, digits, and what else stands in a name of a page. */
static bool take_name(struct slice *text)
{
    size_t n = 0;

    while (n < text->len &&
           (isalnum((unsigned char)text->at[n]) ||
            (n > 0 && strchr(".+-", text->at[n])) || text->at[n] == '_'))
        n++;
    text->at += n;
    text->len -= n;
    return n > 0;
}

/*
 * tcp(7), 3p and the like among the sections of man(1); of another system's
 * manual that is said, as `setsockopt(2) of FreeBSD`, and there a call is
 * enough: `setsockopt() of Windows`.
 */
static bool is_page(struct slice text)
{
    bool section;

    if (!take_name(&text) || !slice_take(&text, "("))
        return false;
    section = text.len > 0 && text.at[0] >= '1' && text.at[0] <= '9';
    if (section && !take_name(&text))
        return false;
    if (!slice_take(&text, ")"))
        return false;
    return (section && text.len == 0) ||
           (slice_take(&text, " of ") && isalpha((unsigned char)text.at[0]));
}

/* `RFC 9293`, and perhaps a section: `RFC 9293 3.6`. */
static bool is_rfc(struct slice text)
{
    struct slice number;
    long value;

    if (!slice_take(&text, "RFC "))
        return false;
    number = slice_word(&text);
    if (!slice_number(number, &value) || value <= 0 ||
        !isdigit((unsigned char)number.at[0]))
        return false;
    return text.len == 0 || (take_name(&text) && text.len == 0);
}

/* A page of the web, which a comma would cut in two. */
static bool is_link(struct slice text)
{
    return slice_take(&text, "https://") && text.len > 0 &&
           !memchr(text.at, ' ', text.len) && text.at[0] != '/';
}

/* ip-sysctl.rst of the kernel's own documentation has no page of the manual. */
static void check_sources(struct evidence *evidence,
                          const struct words_field *field)
{
    struct slice rest = slice_of(field->text);
    bool more = true;

    while (more) {
        struct slice one = slice_trim(slice_cut(&rest, ',', &more));

        if (!is_page(one) && !is_rfc(one) && !is_link(one) &&
            !slice_is(one, "ip-sysctl"))
            problems_add(evidence->problems, field->line,
                         "the source '%.*s' was found, a page such as tcp(7), "
                         "'RFC 9293 3.6', ip-sysctl or https://HOST/PATH was "
                         "expected",
                         SLICE(one));
    }
}

/* ---- proofs ---- */

const struct lesson *check_evidence_lesson(struct evidence *evidence, int line,
                                           const char *id)
{
    struct lesson *lesson;
    struct err err;

    if (!evidence->opened &&
        catalog_open(&evidence->catalog, evidence->lessons, &err) != 0) {
        problems_err(evidence->problems, line, &err);
        return NULL;
    }
    evidence->opened = true;
    lesson = catalog_find(&evidence->catalog, id);
    if (!lesson || strcmp(lesson->id, id) != 0) {
        problems_add(evidence->problems, line,
                     "'%s' was found, the id of a lesson (`socket-lab list`) "
                     "or the name of a script was expected",
                     id);
        return NULL;
    }
    if (lesson_complete(lesson, &err) == 0)
        return lesson;
    problems_err(evidence->problems, line, &err);
    return NULL;
}

/* The script among those of the program; NULL, which is noted. */
static struct lesson *built_in_script(struct evidence *evidence, int line,
                                      const char *name)
{
    const struct embedded *e = embedded_find(embedded_proofs, name);
    struct lesson *lesson;
    struct err err;

    if (!e) {
        problems_add(evidence->problems, line,
                     "'%s' was found, a script beside this file, or one of the "
                     "program's own was expected",
                     name);
        return NULL;
    }
    lesson = lesson_parse(name, e->text, e->len, &err);
    if (!lesson)
        problems_err(evidence->problems, line, &err);
    return lesson;
}

/* The same, looked for beside the file first; lesson_free() it. */
static struct lesson *find_script(struct evidence *evidence, int line,
                                  const char *name)
{
    const char *file = evidence->problems->name, *slash = strrchr(file, '/');
    struct lesson *lesson;
    struct err err;
    char path[PATH_MAX];
    struct stat st;

    snprintf(path, sizeof(path), "%.*s%s", slash ? (int)(slash + 1 - file) : 0,
             file, name);
    if (strchr(name, '/') || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return built_in_script(evidence, line, name);
    lesson = lesson_load(path, &err);
    if (!lesson)
        problems_err(evidence->problems, line, &err);
    return lesson;
}

/* A proof is a line of the script as it stands there, and one that can fail. */
static void check_line(struct evidence *evidence, const struct lesson *lesson,
                       const char *id, int line, struct slice text)
{
    const char *near = NULL; /* a line that goes on as the text ends */

    for (size_t i = 0; i < lesson->script.n; i++) {
        const struct line *one = &lesson->script.lines[i];

        if (!near && strncmp(one->text, text.at, text.len) == 0)
            near = one->text;
        if (!slice_is(text, one->text))
            continue;
        if (!line_proves(one))
            problems_add(evidence->problems, line,
                         "'%.*s' was found, a line that checks something was "
                         "expected",
                         SLICE(text));
        return;
    }
    if (near)
        problems_add(evidence->problems, line,
                     "'%.*s' was found, a line of the script of %s was "
                     "expected, whole: %s",
                     SLICE(text), id, near);
    else
        problems_add(evidence->problems, line,
                     "'%.*s' was found, a line of the script of %s was "
                     "expected",
                     SLICE(text), id);
}

/* `LESSON: LINE` or `NAME.lab: LINE`. */
static void check_proof(struct evidence *evidence,
                        const struct words_field *field)
{
    struct slice text = slice_of(field->text), name;
    const struct lesson *lesson;
    struct lesson *owned = NULL;
    char id[NAME_MAX];
    bool found;

    name = slice_trim(slice_cut(&text, ':', &found));
    text = slice_trim(text);
    if (!found || text.len == 0 || !slice_copy(name, id, sizeof(id))) {
        problems_add(evidence->problems, field->line,
                     "the proof '%s' was found, 'LESSON: LINE' or 'NAME.lab: "
                     "LINE' was expected",
                     field->text);
        return;
    }
    if (name.len > 4 && strcmp(id + name.len - 4, ".lab") == 0)
        lesson = owned = find_script(evidence, field->line, id);
    else
        lesson = check_evidence_lesson(evidence, field->line, id);
    if (lesson)
        check_line(evidence, lesson, id, field->line, text);
    lesson_free(owned);
}

void check_evidence(struct evidence *evidence, const struct words_field *field)
{
    if (field->key == WORDS_PROOF)
        check_proof(evidence, field);
    else if (field->key == WORDS_SOURCE)
        check_sources(evidence, field);
}

void check_evidence_free(struct evidence *evidence)
{
    catalog_free(&evidence->catalog);
}
