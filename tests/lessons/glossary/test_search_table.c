/*
 * test_search_table.c - what people type or paste leads where search.tsv says,
 * in the lessons as they are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/glossary/lesson_search.h"

struct fixture {
    struct catalog catalog;
    struct glossary *glossary;
    struct search *search;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct err err;

    /* Not with lessons of the user's own. */
    setenv("XDG_DATA_HOME", "/nonexistent", 1);
    unsetenv("SOCKET_LAB_LESSONS");
    *state = f;
    if (!f || catalog_open(&f->catalog, "lessons", &err) != 0)
        return -1;
    f->glossary = glossary_open("lessons");
    f->search = search_open(&f->catalog, f->glossary);
    while (f->search && search_read(f->search))
        ;
    return f->search ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    search_close(f->search);
    glossary_close(f->glossary);
    catalog_free(&f->catalog);
    free(f);
    return 0;
}

/* The id or name of the first answer; "-" where there is none. */
static const char *first(struct fixture *f, const char *line)
{
    const struct answer *answers;

    search_set(f->search, line);
    if (search_answers(f->search, &answers) == 0)
        return "-";
    return answers->term ? answers->term->name
                         : f->catalog.lessons[answers->lesson]->id;
}

/* Whether a name is, or has as a part, one of those with commas between. */
static bool is_one_of(const char *name, const char *wanted)
{
    struct slice rest = slice_of(wanted);
    bool more = true;

    if (strcmp(name, "-") == 0 || strcmp(wanted, "-") == 0)
        return strcmp(name, wanted) == 0;
    while (more) {
        struct slice one = slice_cut(&rest, ',', &more);

        if (memmem(name, strlen(name), one.at, one.len))
            return true;
    }
    return false;
}

static void leads_where_it_is_to(void **state)
{
    FILE *file = fopen("tests/lessons/glossary/search.tsv", "r");
    char line[1000];
    int lines = 0, wrong = 0;

    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        char *wanted = strchr(line, '\t');
        const char *found;

        line[strcspn(line, "\n")] = '\0';
        if (!wanted || *line == '#')
            continue;
        *wanted++ = '\0';
        found = first(*state, line);
        lines++;
        if (is_one_of(found, wanted))
            continue;
        print_error("'%s' leads to %s, %s was expected\n", line, found, wanted);
        wrong++;
    }
    fclose(file);
    assert_true(lines > 120);
    assert_int_equal(wrong, 0);
}

/* Letter by letter, as the menu searches: whatever is there so far. */
static void takes_every_beginning(void **state)
{
    static const char line[] =
        "[Errno 98] \xc3\xbc (98: Address already in use) ::1:80 'can't'";
    char typed[sizeof(line)];
    char note[300];

    for (size_t n = 0; n < sizeof(line); n++) {
        memcpy(typed, line, n);
        typed[n] = '\0';
        first(*state, typed);
        search_note(((struct fixture *)*state)->search, note, sizeof(note));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(leads_where_it_is_to),
        TEST(takes_every_beginning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
