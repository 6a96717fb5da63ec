/*
 * which_print.c - the tables as text; see which.h.
 *
 * What ss shows takes 40 columns and more, so that a table of 78 would be
 * narrow strips: there a row is a block of lines, each with a word in front.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lessons/glossary/which.h"
#include "lessons/text/wrap.h"

enum {
    INDENT = 4,
    LABEL = 7, /* "shows  " */
    NAME = 16, /* column of a row's name */
    GAP = 2,   /* between two columns */
    SEE_TEXT = 400,
};

/* Where to read on: the lesson with its number, and the pages. "": nowhere. */
static void see(const struct which_row *row, const struct catalog *catalog,
                char *out, size_t size)
{
    const struct lesson *lesson =
        row->lesson ? catalog_find(catalog, row->lesson) : NULL;
    size_t len = 0;

    out[0] = '\0';
    if (lesson && lesson->order > 0)
        len = (size_t)snprintf(out, size, _("lesson %d, %s"), lesson->order,
                               lesson->title);
    else if (lesson)
        len = (size_t)snprintf(out, size, "%s", lesson->title);
    for (int i = 0; i < row->n_evidence && len < size; i++)
        if (row->evidence[i].key == WORDS_SOURCE)
            len += (size_t)snprintf(out + len, size - len, "%s%s",
                                    len > 0 ? "; " : "", row->evidence[i].text);
}

/* ---- a block of lines ---- */

static void print_part(FILE *out, int width, const char *label,
                       const char *text)
{
    int columns = wrap_columns(slice_of(label));
    int gap = columns < LABEL ? LABEL - columns : 1;

    fprintf(out, "%*s%s%*s", INDENT, "", label, gap, "");
    wrap_from(out, width, INDENT + columns + gap, INDENT + LABEL,
              slice_of(text));
}

static void print_block(FILE *out, int width, const struct which_row *row,
                        const struct catalog *catalog)
{
    char text[SEE_TEXT];

    see(row, catalog, text, sizeof(text));
    fprintf(out, "\n  %s\n", row->name);
    print_part(out, width, _("shows"), row->shows);
    print_part(out, width, _("is"), row->is);
    print_part(out, width, _("do"), row->does);
    if (*text)
        print_part(out, width, _("see"), text);
}

/* ---- columns ---- */

enum { COLUMNS = 4 };

/* Widths of the name, and of what follows it. */
struct widths {
    int of[COLUMNS];
};

static struct widths widths(int width)
{
    int rest = width - INDENT - NAME - (COLUMNS - 1) * GAP;
    int third = rest * 3 / 10;

    return (struct widths){{NAME, rest - 2 * third, third, third}};
}

/* The next line of a cell; a word that is wider than its column is cut. */
static struct slice cell_line(struct slice *text, int width)
{
    struct slice whole = *text, line = wrap_take(text, width);

    if (wrap_columns(line) <= width)
        return line;
    line.len = utf8_whole(line.at, (size_t)width);
    *text = (struct slice){line.at + line.len,
                           (size_t)(whole.at + whole.len - line.at) - line.len};
    return line;
}

/* Line by line, until all cells have come to their ends. */
static void print_cells(FILE *out, struct widths widths,
                        const char *const cells[COLUMNS])
{
    struct slice rest[COLUMNS];
    bool more = true;

    for (int i = 0; i < COLUMNS; i++)
        rest[i] = slice_of(cells[i]);
    while (more) {
        int blanks = INDENT; /* due before the next piece of text */

        more = false;
        for (int i = 0; i < COLUMNS; i++) {
            struct slice line = cell_line(&rest[i], widths.of[i]);

            if (line.len > 0)
                fprintf(out, "%*s%.*s", blanks, "", (int)line.len, line.at);
            blanks = (line.len > 0 ? 0 : blanks) + widths.of[i] -
                     wrap_columns(line) + GAP;
            more = more || slice_trim(rest[i]).len > 0;
        }
        fputc('\n', out);
    }
}

static void print_columns(FILE *out, int width, const struct which_row *row,
                          const struct catalog *catalog)
{
    char text[SEE_TEXT], does[2 * SEE_TEXT];

    see(row, catalog, text, sizeof(text));
    snprintf(does, sizeof(does), "%s%s%s%s", row->does, *text ? " (" : "", text,
             *text ? ")" : "");
    fputc('\n', out);
    print_cells(out, widths(width),
                (const char *const[]){row->name, row->shows, row->is, does});
}

/* ---- the whole ---- */

void which_print(FILE *out, int width, const struct which *which,
                 const struct which_table *table, const struct catalog *catalog)
{
    fputs(_("\nWhich of these is mine?\n"), out);
    wrap_print(out, width < WHICH_WIDE ? width : WHICH_WIDE, INDENT,
               table->text);
    if (width >= WHICH_WIDE) {
        fputc('\n', out);
        print_cells(out, widths(width),
                    (const char *const[]){"", _("SHOWS"), _("IS"), _("DO")});
    }
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct which_row *row = &which->rows[table->row + i];

        if (width >= WHICH_WIDE)
            print_columns(out, width, row, catalog);
        else
            print_block(out, width, row, catalog);
    }
}
