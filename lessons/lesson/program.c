/*
 * program.c - finds an actor's C program, and its line that makes a call.
 *
 * It looks for the name with a parenthesis behind it, outside of comments and
 * strings, which is all that the lessons' programs need.
 */
#include <ctype.h>
#include <string.h>

#include "lessons/lesson/lesson.h"

/* What a place in a C program is in. */
enum context { IN_CODE, IN_STRING, IN_CHARACTER, IN_LINE, IN_COMMENT };

/* Where a walk through a program is. */
struct walk {
    const char *at;
    int line; /* from 0 */
    enum context context;
};

/*
 * A quote inside a comment and a comment inside a string are neither; so a walk
 * has to know at each place what it is in.
 */
static void walk_code(struct walk *w)
{
    if (w->at[0] == '"')
        w->context = IN_STRING;
    else if (w->at[0] == '\'')
        w->context = IN_CHARACTER;
    else if (w->at[0] == '/' && w->at[1] == '/')
        w->context = IN_LINE;
    else if (w->at[0] == '/' && w->at[1] == '*')
        w->context = IN_COMMENT, w->at++; /* its * must not end it */
}

/* Go on by one character, or by what must not be read apart. */
static void walk_on(struct walk *w)
{
    char quote = w->context == IN_STRING ? '"' : '\'';

    switch (w->context) {
    case IN_CODE: walk_code(w); break;
    case IN_STRING:
    case IN_CHARACTER:
        if (w->at[0] == '\\' && w->at[1] != '\0' && w->at[1] != '\n')
            w->at++;
        /*
         * A string that is not closed ends with its line, as a compiler sees
         * it.
         */
        else if (w->at[0] == quote || w->at[0] == '\n')
            w->context = IN_CODE;
        break;
    case IN_LINE:
        if (w->at[0] == '\n')
            w->context = IN_CODE;
        break;
    case IN_COMMENT:
        if (w->at[0] == '*' && w->at[1] == '/')
            w->context = IN_CODE, w->at++;
        break;
    }
    w->line += w->at[0] == '\n';
    w->at++;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Whether the call is made here: its whole name and a parenthesis. */
static bool calls_here(const char *begin, const char *at, const char *call)
{
    size_t len = strlen(call);

    if (strncmp(at, call, len) != 0 || (at > begin && is_word(at[-1])))
        return false;
    at += len;
    return at[strspn(at, " \t")] == '(';
}

/*
 * A program makes some calls twice (two socket()s, say): the next one behind
 * the line that runs now is meant, and the first again after a loop.
 */
int program_line(const struct program *program, const char *call, int after)
{
    struct walk w = {.at = program->code};
    int first = -1;

    for (; *w.at != '\0'; walk_on(&w)) {
        if (w.context != IN_CODE || !calls_here(program->code, w.at, call))
            continue;
        if (w.line > after)
            return w.line;
        if (first < 0)
            first = w.line;
    }
    return first;
}

const struct program *lesson_program(const struct lesson *lesson,
                                     const char *actor)
{
    for (int i = 0; i < lesson->n_programs; i++)
        if (strcmp(lesson->programs[i].actor, actor) == 0)
            return &lesson->programs[i];
    return NULL;
}
