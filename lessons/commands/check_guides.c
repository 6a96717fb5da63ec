/*
 * check_guides.c - looks at the tables of causes and at the pages on platforms,
 * which stand beside the files of words; see check_inside.h.
 */
#include "lessons/commands/check_inside.h"
#include "lessons/glossary/platform.h"
#include "lessons/glossary/which.h"
#include "lessons/text/slice.h"
#include "lessons/text/unseen.h"

static void check_tables(const char *text, size_t len,
                         struct evidence *evidence)
{
    struct which which;

    if (which_read(&which, text, len, evidence->problems) == 0)
        for (size_t i = 0; i < which.n_rows; i++) {
            const struct which_row *row = &which.rows[i];

            for (int j = 0; j < row->n_evidence; j++)
                check_evidence(evidence, &row->evidence[j]);
            if (row->lesson)
                check_evidence_lesson(evidence, row->line, row->lesson);
        }
    which_free(&which);
}

static void check_platform(const char *text, size_t len,
                           struct evidence *evidence)
{
    struct platform platform;

    if (platform_read(&platform, text, len, evidence->problems) == 0)
        for (size_t i = 0; i < platform.n_fields; i++)
            check_evidence(evidence, &platform.fields[i]);
    platform_free(&platform);
}

void check_guide(const char *text, size_t len, const char *lessons,
                 struct problems *problems)
{
    struct evidence evidence = {.problems = problems, .lessons = lessons};

    if (which_is(problems->name))
        check_tables(text, len, &evidence);
    else
        check_platform(text, len, &evidence);
    unseen_lint((struct slice){text, len}, 1, problems);
    check_evidence_free(&evidence);
}
