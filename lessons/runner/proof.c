/* Which lines of a script can fail by what the kernel does; see proof.h. */
#include "lessons/runner/proof.h"

void proof_note(const struct lesson *lesson, struct problems *problems)
{
    for (size_t i = 0; i < lesson->script.n; i++)
        if (line_proves(&lesson->script.lines[i]))
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

    proof_note(lesson, &problems);
    return problems_end(&problems, err);
}
