/*
 * prompt_draw.c - the line with its cursor, and above it what there is to say
 * of it, or the block that was pasted.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/prompt/prompt_inside.h"
#include "widgets/screen/screen.h"

enum {
    COLUMNS = 60,  /* that the screen has at least */
    HINT_ROWS = 4, /* most above the line */
};

/* Lines of the block; 0 without one. */
static int block_rows(const struct prompt *prompt)
{
    int rows = prompt->block != NULL;

    for (const char *at = prompt->block; at && *at; at++)
        rows += *at == '\n';
    return rows;
}

/*
 * Rows of the message, on the narrowest screen: the owner leaves prompt_rows()
 * free before it knows the width, and one row too many does no harm.
 */
static int message_rows(const char *message)
{
    return area_wrap((struct area){.w = COLUMNS}, 0, ROLE_ERROR, message);
}

/*
 * Lay the candidates out in rows of so many columns, and draw those that the
 * area holds (none, to count only). Returns the rows.
 */
static int draw_words(const struct prompt *prompt, struct area area,
                      int columns)
{
    int y = 0;
    int x = 1;

    for (int i = 0; i < prompt->found.n; i++) {
        const char *word = prompt->found.words[i];
        int width = glyph_columns(word);

        if (x > 1 && x + width >= columns) {
            x = 1;
            y++;
        }
        area_put(area, y, x, ROLE_CODE, word);
        x += width + 2;
    }
    return y + 1;
}

int prompt_rows(const struct prompt *prompt)
{
    const struct area nowhere = {0, 0, 0, 0};
    const char *summary;
    int rows;

    if (prompt->message[0])
        rows = message_rows(prompt->message);
    else if (prompt->listed)
        rows = draw_words(prompt, nowhere, COLUMNS);
    else
        rows = complete_usage(prompt->text, prompt->cursor, &summary) != NULL;
    return 1 + area_least(rows, HINT_ROWS) + block_rows(prompt);
}

/* What stands above the line. */
static void draw_hint(const struct prompt *prompt, struct area area)
{
    const char *summary = "";
    const char *usage;
    bool more = false; /* than the area holds */

    if (prompt->message[0]) {
        more = area_wrap(area, 0, ROLE_ERROR, prompt->message) > area.h;
    } else if (prompt->listed) {
        more = draw_words(prompt, area, area.w) > area.h;
    } else if ((usage =
                    complete_usage(prompt->text, prompt->cursor, &summary))) {
        int x = 1 + area_put(area, 0, 1, ROLE_CODE, usage);

        area_put(area, 0, x + 2, ROLE_DIM, translate(summary));
    }
    if (more)
        area_sign(area, area.h - 1, area.w - 1, ROLE_FRAME, SIGN_ELLIPSIS);
}

/*
 * The block's lines, each in a row; where they have not all room, the last row
 * says how many are left out.
 */
static void draw_block(const struct prompt *prompt, struct area area)
{
    int rows = block_rows(prompt);
    const char *line = prompt->block;
    char text[LINE_BYTES];

    for (int y = 0; y < rows && y < area.h; y++) {
        size_t len = strcspn(line, "\n");

        if (y == area.h - 1 && rows > area.h) {
            area_printf(area, y, 1, ROLE_WARN,
                        translate_n("and %d line more", "and %d lines more",
                                    (unsigned long)(rows - y)),
                        rows - y);
            return;
        }
        snprintf(text, sizeof(text), "%.*s", (int)len, line);
        area_put(area, y, 1, ROLE_CODE, text);
        line += len + (line[len] != '\0');
    }
}

/*
 * The line, moved to the left if the cursor would not be on it, by whole
 * characters and no more than needed. Nothing remembers by how much: it follows
 * from the cursor each time.
 */
static void draw_text(const struct prompt *prompt, struct area text)
{
    size_t first = 0;
    char head[LINE_BYTES];
    wchar_t character;
    int x;

    memcpy(head, prompt->text, prompt->cursor);
    head[prompt->cursor] = '\0';
    while ((x = glyph_columns(head + first)) >= text.w && head[first])
        first += utf8_decode(head + first, &character);
    area_put(text, 0, 0, ROLE_PLAIN, prompt->text + first);
    screen_cursor(text, 0, x);
}

/* Behind the colon: the line, what is looked for, or what a block waits for. */
static void draw_line(const struct prompt *prompt, struct area row)
{
    int rows = block_rows(prompt), x = 1;

    area_put(row, 0, 0, ROLE_KEY, ":");
    if (prompt->block) {
        x += area_printf(
            row, 0, x, ROLE_HEADING,
            translate_n("Enter runs this %d line, Esc drops it.",
                        "Enter runs these %d lines, Esc drops them.",
                        (unsigned long)rows),
            rows);
        screen_cursor(row, 0, x);
        return;
    }
    if (prompt->seeking)
        /* TRANSLATORS: a line that was typed before, by a part of it. */
        x += area_printf(row, 0, x, ROLE_DIM, _("(earlier, with '%s') "),
                         prompt->sought);
    draw_text(prompt, area_columns(row, x, row.w - x));
}

/* Its rows are blanked first: a pane may have drawn there. */
void prompt_draw(const struct prompt *prompt, struct area area)
{
    int rows = area_least(prompt_rows(prompt), area.h);
    struct area all = area_rows(area, area.h - rows, rows);
    int block = area_least(block_rows(prompt), rows - 1);

    for (int y = 0; y < rows; y++)
        area_fill(all, y, ROLE_PLAIN);
    draw_block(prompt, area_rows(all, 0, block));
    draw_hint(prompt, area_rows(all, block, rows - 1 - block));
    draw_line(prompt, area_rows(all, rows - 1, 1));
}
