/*
 * drawing.c - screen_save() into memory, after a drawing has been sent off.
 */
#include "tests/support/drawing.h"

#include <curses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "widgets/screen/mouse.h"

static char *text; /* of the last drawing_text() */
static char row[1024];

int drawing_open(void **state)
{
    struct err err;

    (void)state;
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("LINES", "24", 1);
    setenv("COLUMNS", "80", 1);
    theme_choose("dark");
    return screen_open(true, &err);
}

int drawing_close(void **state)
{
    (void)state;
    screen_close();
    free(text);
    text = NULL;
    return 0;
}

struct area drawing_begin(int rows, int columns)
{
    screen_resize(rows, columns);
    screen_begin();
    return screen_area();
}

const char *drawing_text(void)
{
    size_t size = 0;

    free(text);
    text = NULL;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    screen_end();
    screen_save(file);
    fclose(file);
    return text;
}

const char *drawing_row(int y)
{
    const char *line = drawing_text();

    for (; y > 0 && *line; y--)
        line += strcspn(line, "\n") + 1;
    size_t len = strcspn(line, "\n");
    assert_true(len < sizeof row);
    memcpy(row, line, len);
    row[len] = '\0';
    return row;
}

void assert_shows(const char *wanted)
{
    if (!strstr(drawing_text(), wanted))
        fail_msg("\"%s\" is not on the screen:\n%s", wanted, text);
}

void assert_lacks(const char *unwanted)
{
    if (strstr(drawing_text(), unwanted))
        fail_msg("\"%s\" is on the screen:\n%s", unwanted, text);
}

/* The first place of the text in the drawing before; it must be there. */
static void find(const char *wanted, int *y, int *x)
{
    const char *line = drawing_text();

    for (*y = 0; *line; (*y)++) {
        size_t len = strcspn(line, "\n");
        const char *found = strstr(line, wanted);
        char before[1024];

        if (found && found < line + len && len < sizeof before) {
            memcpy(before, line, len);
            before[found - line] = '\0';
            *x = glyph_columns(before);
            return;
        }
        line += len + (line[len] == '\n');
    }
    fail_msg("\"%s\" is not on the screen:\n%s", wanted, text);
}

void assert_cursor_at(const char *wanted)
{
    int y, x;

    find(wanted, &y, &x);
    if (getcury(stdscr) != y || getcurx(stdscr) != x)
        fail_msg("the cursor is in row %d, column %d, expected %d, %d, at "
                 "\"%s\":\n%s",
                 getcury(stdscr), getcurx(stdscr), y, x, wanted, text);
}

int drawing_click(const char *wanted)
{
    int y, x;

    find(wanted, &y, &x);
    return mouse_happens(MOUSE_CLICK, y, x);
}

int rows_with(const char *wanted)
{
    int n = 0;

    for (const char *line = drawing_text(); *line;) {
        size_t len = strcspn(line, "\n");
        const char *found = strstr(line, wanted);

        n += found && found < line + len;
        line += len + (line[len] == '\n');
    }
    return n;
}
