/*
 * parsed.h - what the readers that note every problem make of a text, for tests
 * that want the first one only.
 */
#ifndef TESTS_SUPPORT_PARSED_H
#define TESTS_SUPPORT_PARSED_H

#include <string.h>

#include "lessons/lesson/markdown.h"
#include "lessons/script/script_inside.h"

/* document_read(), and 0, or -1 with the topmost problem and no document. */
static inline int document_parse(struct document *document, const char *name,
                                 const char *text, size_t len, int first_line,
                                 struct err *err)
{
    struct problems problems = {.name = name};
    int result;

    document_read(document, text, len, first_line, &problems);
    result = problems_end(&problems, err);
    if (result != 0)
        document_free(document);
    return result;
}

/* The same with script_read_toggles(), of what is named t.lab. */
static inline int toggles_parse(const char *text, struct toggle *toggles,
                                int *n, struct err *err)
{
    struct problems problems = {.name = "t.lab"};

    script_read_toggles(text, strlen(text), toggles, n, &problems);
    return problems_end(&problems, err);
}

#endif
