/*
 * check_guides.c - looks at the tables of causes and at the pages on platforms,
 * which stand beside the files of words; see check_inside.h.
 */
#include <limits.h>
#include <stdlib.h>

#include "lessons/commands/check_inside.h"
#include "lessons/glossary/platform.h"
#include "lessons/glossary/which.h"
#include "lessons/text/slice.h"
#include "lessons/text/unseen.h"

/* The lab knows rows by their names, and a page is of one table. */
static void compare_rows(const struct which *original,
                         const struct which *which, const char *name,
                         struct problems *problems)
{
    for (size_t i = 0; i < original->n_tables; i++) {
        const struct which_table *table = &original->tables[i];
        const struct which_table *ours = which_find(which, table->name);

        if (!ours)
            problems_add(
                problems, 0,
                "no table '%s' was found, one as in %s:%d was expected",
                table->name, name, table->line);
        for (size_t k = table->row; ours && k < table->row + table->n_rows; k++)
            if (!which_row(which, ours, original->rows[k].name))
                problems_add(problems, ours->line,
                             "no row '%s' was found, one as in %s:%d was "
                             "expected",
                             original->rows[k].name, name,
                             original->rows[k].line);
    }
}

/* What is wrong with the original is said where that is checked. */
static void check_translated(const struct which *which,
                             struct problems *problems)
{
    char name[PATH_MAX], *owned;
    struct problems own = {.name = name};
    struct which original;
    struct slice text;
    struct err err;

    if (!check_translation_of(problems->name, name, sizeof(name)))
        return;
    if (check_translation_original(name, &owned, &text, &err) != 0) {
        problems_err(problems, 0, &err);
        return;
    }
    if (which_read(&original, text.at, text.len, &own) == 0)
        compare_rows(&original, which, name, problems);
    if (own.out_of_memory)
        problems_no_memory(problems);
    problems_free(&own);
    which_free(&original);
    free(owned);
}

static void check_tables(const char *text, size_t len,
                         struct evidence *evidence)
{
    struct which which;

    if (which_read(&which, text, len, evidence->problems) == 0) {
        check_translated(&which, evidence->problems);
        for (size_t i = 0; i < which.n_rows; i++) {
            const struct which_row *row = &which.rows[i];

            for (int j = 0; j < row->n_evidence; j++)
                check_evidence(evidence, &row->evidence[j]);
            if (row->lesson)
                check_evidence_lesson(evidence, row->line, row->lesson);
        }
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
