/*
 * menutest.h - what tests of the menu share: lessons that the test makes up, a
 * menu of them, keys, and what is selected.
 */
#ifndef TESTS_SUPPORT_MENUTEST_H
#define TESTS_SUPPORT_MENUTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/drawing.h"
#include "widgets/keys/key_script.h"
#include "widgets/menu/menu.h"
#include "widgets/view/view.h"

enum { LESSONS = 40 };

/* A menu and what it is about. */
struct fixture {
    struct lesson *lessons[LESSONS];
    struct catalog catalog;
    struct app_options options;
    struct view *menu;
};

static inline int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct err err;

    /* Progress that is never written anywhere. */
    setenv("XDG_STATE_HOME", "/nonexistent", 1);
    if (!fixture)
        return -1;
    fixture->catalog.lessons = fixture->lessons;
    fixture->options.catalog = &fixture->catalog;
    fixture->options.progress = progress_open(&err);
    fixture->options.glossary = glossary_open(NULL);
    *state = fixture;
    return fixture->options.progress ? 0 : -1;
}

static inline int teardown(void **state)
{
    struct fixture *fixture = *state;

    if (fixture->menu)
        view_close(fixture->menu);
    for (size_t i = 0; i < fixture->catalog.n; i++)
        lesson_free(fixture->lessons[i]);
    progress_close(fixture->options.progress);
    glossary_close(fixture->options.glossary);
    free(fixture);
    return 0;
}

/* A lesson called "NN-lesson-N" in that chapter; more is front matter. */
static inline void add_lesson(struct fixture *fixture, const char *chapter,
                              const char *more)
{
    int number = (int)fixture->catalog.n + 1;
    struct err err;
    char name[64], text[1024];

    snprintf(name, sizeof(name), "%02d-lesson-%d.md", number, number);
    snprintf(text, sizeof(text),
             "---\ntitle: Title %d\nchapter: %s\nsummary: Summary %d.\n"
             "minutes: %d\n%s---\n\nText.\n\n"
             "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n",
             number, chapter, number, number + 10, more);
    fixture->lessons[number - 1] = lesson_parse(name, text, strlen(text), &err);
    if (!fixture->lessons[number - 1])
        fail_msg("%s", err.text);
    fixture->catalog.n++;
}

static inline void add_lessons(struct fixture *fixture, int n)
{
    for (int i = 0; i < n; i++)
        add_lesson(fixture, "First contact", "");
}

/* A lesson that is called and that says something else than the others. */
static inline void add_about(struct fixture *fixture, const char *title,
                             const char *text)
{
    int number = (int)fixture->catalog.n + 1;
    struct err err;
    char name[64], whole[1024];

    snprintf(name, sizeof(name), "%02d-other-%d.md", number, number);
    snprintf(whole, sizeof(whole),
             "---\ntitle: %s\nchapter: Others\nsummary: In short.\n"
             "minutes: 5\n---\n\n%s\n\n"
             "```lab\nserver: listen(9, 5) = -1 EBADF\n```\n",
             title, text);
    fixture->lessons[number - 1] =
        lesson_parse_head(name, whole, strlen(whole), &err);
    if (!fixture->lessons[number - 1])
        fail_msg("%s", err.text);
    fixture->catalog.n++;
}

/* Draw the menu (made now, if it was not yet) on a screen of this size. */
static inline void draw(struct fixture *fixture, int rows, int columns)
{
    if (!fixture->menu)
        fixture->menu = menu_view(&fixture->options);
    assert_non_null(fixture->menu);
    view_draw(fixture->menu, drawing_begin(rows, columns));
}

/* Type keys as key scripts write them; returns the last one's reply. */
static inline unsigned type(struct fixture *fixture, const char *keys)
{
    unsigned reply = VIEW_IGNORED;

    while (*keys) {
        size_t used;
        int key = key_script_key(keys, &used);

        assert_true(key >= 0);
        reply = view_key(fixture->menu, key);
        keys += used;
        while (view_busy(fixture->menu))
            view_pump(fixture->menu);
    }
    draw(fixture, 24, 80);
    return reply;
}

/* The row that the cursor is on. */
static inline void assert_selected(const char *text)
{
    const char *line = strstr(drawing_text(), theme_sign(SIGN_CURRENT));
    size_t len;

    assert_non_null(line);
    len = strcspn(line, "\n");
    if (!memmem(line, len, text, strlen(text)))
        fail_msg("selected is \"%.*s\" and not %s", (int)len, line, text);
}

#endif
