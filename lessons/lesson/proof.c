/* Which lines of a script can fail by what the kernel does; see proof.h. */
#include "lessons/lesson/proof.h"

/* Whether some RESULT of the line says what must come. */
static bool says_result(const struct line *line)
{
    for (int i = 0; i < line->n_alternatives; i++)
        if (line->alternatives[i].result.kind != RESULT_ANY)
            return true;
    return false;
}

/*
 * What only gives an order proves nothing: it holds as soon as it is given. An
 * order about a packet, a socket or a setting has to find it, and fails
 * without.
 */
bool proof_in_line(const struct line *line)
{
    switch (line->kind) {
    case LINE_CALL:
    case LINE_RETURNS: return says_result(line);
    case LINE_KILLED:
    case LINE_EXITED:
    case LINE_SS:
    case LINE_SS_NO:
    case LINE_SS_KILL:
    case LINE_SYSCTL:
    case LINE_SYSCTL_IS:
    case LINE_SYSCTL_NO:
    case LINE_WIRE_EXPECT:
    case LINE_WIRE_NONE:
    case LINE_WIRE_PACKET: return true;
    case LINE_START:
    case LINE_RESTART:
    case LINE_SIGNAL:
    case LINE_WIRE_ORDER:
    case LINE_WIRE_ALL:
    case LINE_WAIT: break;
    }
    return false;
}

void proof_note(const struct lesson *lesson, struct problems *problems)
{
    for (size_t i = 0; i < lesson->script.n; i++)
        if (proof_in_line(&lesson->script.lines[i]))
            return;
    /* A lesson has a summary, a stand-alone script has none. */
    if (lesson->script.n == 0 && lesson->summary[0])
        problems_add(problems, 0,
                     "no script line was found, a ```lab block was expected");
    else
        problems_add(problems, 0,
                     "no line that checks anything was found, a result such as "
                     "'= 0' or an observation such as 'server$ ss LISTEN *:80' "
                     "was expected");
}

int proof_check(const struct lesson *lesson, struct err *err)
{
    struct problems problems = {.name = lesson->file};
    int found;

    proof_note(lesson, &problems);
    found = problems_first(&problems, err);
    problems_free(&problems);
    return found;
}
