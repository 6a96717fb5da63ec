/*
 * glossary_where.c - looks for terms in lessons; see glossary_where.h.
 */
#include "lessons/glossary/glossary_where.h"

#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lessons/lesson/lesson_inside.h"

/* ---- names in the arguments of a call ---- */

/* Names end where a letter, a digit or `_` does not go on. */
static bool names(const char *text, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = text; (at = strstr(at, name)); at++) {
        unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
        unsigned char behind = (unsigned char)at[len];

        if (!isalnum(before) && before != '_' && !isalnum(behind) &&
            behind != '_')
            return true;
    }
    return false;
}

/*
 * Part of the name may be a toggle's value, as in SO_$which. Each value of
 * every toggle is tried; a name never depends on two of them.
 */
static bool call_names(const struct lesson *lesson, const struct line *line,
                       const char *name)
{
    struct setting setting = {.toggles = lesson->toggles,
                              .n = lesson->n_toggles};

    if (line->kind != LINE_CALL)
        return false;
    if (!strchr(line->call, '$'))
        return names(line->call, name);
    for (int turn = 0; turn < TOGGLE_VALUES; turn++) {
        struct err err;
        char *call;
        bool found;

        for (int i = 0; i < setting.n; i++) {
            int last = lesson->toggles[i].n_values - 1;

            setting.value[i] = turn < last ? turn : last;
        }
        call = setting_expand_call(&setting, line->call, &err);
        found = call && names(call, name);
        free(call);
        if (found)
            return true;
    }
    return false;
}

/* Flags that a call returns by name, as poll() does: behind the last " = ". */
static bool result_names(const struct line *line, const char *name)
{
    const char *result = NULL;

    if (line->kind != LINE_CALL && line->kind != LINE_RETURNS)
        return false;
    for (const char *at = line->text; (at = strstr(at, "= ")); at += 2)
        result = at;
    return result && names(result, name);
}

/* ---- each kind ---- */

/* getsockopt(3, SOL_SOCKET, SO_ERROR, 111): an errno as its number. */
static bool reads_error(const struct line *line, int number)
{
    const char *at =
        line->kind == LINE_CALL ? strstr(line->call, "SO_ERROR") : NULL;
    int value;

    return at && sscanf(at, "SO_ERROR , %d", &value) == 1 && value == number;
}

static bool gives_errno(const struct lesson *lesson, const struct line *line,
                        const char *name)
{
    int number = symbol_errno_value(name, strlen(name));

    for (int i = 0; i < line->n_alternatives; i++)
        if (line->alternatives[i].result.err == number)
            return true;
    return reads_error(line, number) || call_names(lesson, line, name);
}

/* `ss no STATE` shows that there is none. */
static bool has_state(const struct line *line, const char *name)
{
    return (line->kind == LINE_SS || line->kind == LINE_SS_KILL) &&
           !line->any_state && line->state == state_find(name, strlen(name));
}

/* A sysctl; a term has only the last part of its name. */
static bool is_about(const struct line *line, const char *name)
{
    bool is_sysctl = line->kind == LINE_SYSCTL ||
                     line->kind == LINE_SYSCTL_IS ||
                     line->kind == LINE_SYSCTL_NO;
    const char *dot = is_sysctl ? strrchr(line->sysctl, '.') : NULL;

    return dot && strcmp(dot + 1, name) == 0;
}

static bool signals(const struct line *line, const char *name)
{
    return (line->kind == LINE_SIGNAL || line->kind == LINE_KILLED ||
            line->kind == LINE_HANDLER) &&
           line->signal == symbol_signal_value(name, strlen(name));
}

/* tcpdump(8)'s letter is the flag's first one, but for ACK. */
static bool carries(const struct line *line, const char *name)
{
    return (line->kind == LINE_WIRE_EXPECT || line->kind == LINE_WIRE_PACKET ||
            line->kind == LINE_WIRE_FORGE) &&
           strchr(line->packet.flags, strcmp(name, "ACK") ? name[0] : '.');
}

/* A column of ss(8) that the line asks for, or a counter of nstat(8). */
static bool shows_tool(const struct line *line, const char *name)
{
    if (line->kind == LINE_NSTAT)
        return strcmp(name, "nstat") == 0 || strcmp(name, line->counter) == 0;
    if (line->kind != LINE_SS && line->kind != LINE_SS_NO)
        return false;
    return strcmp(name, "Recv-Q") == 0   ? line->details.recv_q.set
           : strcmp(name, "Send-Q") == 0 ? line->details.send_q.set
                                         : false;
}

bool shows_in_line(const struct lesson *lesson, const struct line *line,
                   const struct term *term)
{
    const char *name = term->name;

    switch (term->kind) {
    case TERM_ERRNO: return gives_errno(lesson, line, name);
    case TERM_STATE: return has_state(line, name);
    case TERM_CALL: return slice_is(line_call_name(line), name);
    case TERM_SYSCTL: return is_about(line, name);
    case TERM_SIGNAL:
        return signals(line, name) || call_names(lesson, line, name);
    case TERM_OPTION: return call_names(lesson, line, name);
    case TERM_CONSTANT:
        return call_names(lesson, line, name) || result_names(line, name);
    case TERM_FLAG: return carries(line, name);
    case TERM_TOOL: return shows_tool(line, name);
    case TERM_IDEA:
    case TERM_KINDS: break;
    }
    return false;
}

/* ---- ideas ---- */

const char *shows_idea(const struct passage *passage, const struct term *term)
{
    const char *folded = passage->folded;
    char name[GLOSSARY_NAME];

    for (size_t i = 0; term_name(term, i, name, sizeof(name)); i++) {
        const char *at = folded;

        passage_fold(name);
        /* SOCK_STREAM is another name, and not one for a stream. */
        while ((at = passage_match(folded, at, name)) && at > folded &&
               at[-1] == '-')
            at++;
        if (at)
            return passage->text + (at - folded);
    }
    return NULL;
}

/*
 * A place in the text says more than the title, which is all of the lesson,
 * or than what to read after it. Scripts and programs name no ideas.
 */
static const struct passage *first_naming(const struct passages *passages,
                                          const struct term *term)
{
    const struct passage *above = NULL;

    for (size_t i = 0; i < passages->n; i++) {
        const struct passage *passage = &passages->list[i];

        if (passage->kind == PASSAGE_PROGRAM ||
            passage->kind == PASSAGE_SCRIPT ||
            passage->kind == PASSAGE_SYMPTOMS || !shows_idea(passage, term))
            continue;
        if (passage->line > 0 && passage->kind != PASSAGE_READ_ON)
            return passage;
        above = above ? above : passage;
    }
    return above;
}

const struct line *shows_first(const struct lesson *lesson,
                               const struct passages *passages,
                               const struct term *term,
                               const struct passage **passage)
{
    const struct passage *named =
        term->kind == TERM_IDEA ? first_naming(passages, term) : NULL;

    if (passage)
        *passage = named;
    for (size_t i = 0; i < lesson->script.n; i++) {
        const struct line *line = &lesson->script.lines[i];

        if (named ? line->number > named->line
                  : shows_in_line(lesson, line, term))
            return line;
    }
    return NULL;
}
