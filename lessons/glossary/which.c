/*
 * which.c - reads the tables line by line; see which.h.
 *
 * All strings stay where they are in a copy of the file: a line's end becomes
 * the string's.
 */
#include "lessons/glossary/which.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lessons/text/file.h"
#include "lessons/text/slice.h"

bool which_is(const char *file)
{
    return strcmp(file_base(file), "which.md") == 0;
}

/* ---- where the reader is ---- */

struct reader {
    struct which *which;
    struct problems *problems;
    int number;     /* of the line */
    bool titled;    /* `# ` has come */
    bool lost;      /* a heading was wrong: what stands below it is nobody's */
    bool lost_row;  /* the same of a row */
    bool in_row;    /* the last row is open */
    char *text_end; /* of the text above the table, while it may go on */
};

/* A whole sentence, into which what was found belongs. */
static int wrong(struct reader *reader, struct slice found, const char *format)
{
    return problems_add(reader->problems, reader->number, format, SLICE(found));
}

static struct which_table *last_table(const struct reader *reader)
{
    return &reader->which->tables[reader->which->n_tables - 1];
}

static struct which_row *last_row(const struct reader *reader)
{
    return &reader->which->rows[reader->which->n_rows - 1];
}

/* End a piece of the file as a string. */
static char *string(const struct reader *reader, struct slice piece)
{
    char *at = reader->which->text + (piece.at - reader->which->text);

    at[piece.len] = '\0';
    return at;
}

/* ---- what is done with ---- */

static void missing(struct reader *reader, const struct which_row *row,
                    const char *what)
{
    problems_add(reader->problems, row->line,
                 "the row '%s' without '%s' was found, it was expected",
                 row->name, what);
}

static void end_row(struct reader *reader)
{
    const struct which_row *row;

    if (!reader->in_row)
        return;
    reader->in_row = false;
    row = last_row(reader);
    if (!row->shows)
        missing(reader, row, "shows:");
    if (!row->is)
        missing(reader, row, "is:");
    if (!row->does)
        missing(reader, row, "do:");
    if (row->n_evidence == 0)
        missing(reader, row, "source:' or 'proof:");
}

static void end_table(struct reader *reader)
{
    const struct which_table *table;

    end_row(reader);
    if (reader->which->n_tables == 0 || reader->lost)
        return;
    table = last_table(reader);
    if (!*table->text)
        problems_add(reader->problems, table->line,
                     "'%s' without a text was found, where to look was "
                     "expected below it",
                     table->name);
    if (table->n_rows == 0)
        problems_add(reader->problems, table->line,
                     "'%s' without a row was found, '### NAME' was expected",
                     table->name);
}

/* ---- headings ---- */

static int begin_table(struct reader *reader, struct slice name)
{
    struct which *which = reader->which;
    struct which_table *grown;

    end_table(reader);
    reader->lost = true;
    reader->lost_row = false;
    if (symbol_errno_value(name.at, name.len) <= 0)
        return wrong(reader, name,
                     N_("'%.*s' was found, an errno was expected"));
    grown = memory_one_more(which->tables, which->n_tables, &which->tables_room,
                            sizeof(*grown));
    if (!grown)
        return problems_no_memory(reader->problems);
    which->tables = grown;
    name.at = string(reader, name);
    if (which_find(which, name.at))
        return wrong(reader, name,
                     N_("'%.*s' was found, one table of it was expected"));
    grown[which->n_tables++] = (struct which_table){
        .name = name.at,
        .text = "",
        .row = which->n_rows,
        .line = reader->number,
    };
    reader->lost = false;
    reader->text_end = NULL;
    return 0;
}

static int begin_row(struct reader *reader, struct slice name)
{
    struct which *which = reader->which;
    struct which_row *grown;

    if (reader->lost)
        return -1;
    if (which->n_tables == 0)
        return wrong(reader, name,
                     N_("'%.*s' was found, '## ERRNO' above it was expected"));
    end_row(reader);
    reader->lost_row = true;
    if (!slice_is_name(name))
        return wrong(reader, name,
                     N_("'%.*s' was found, a name of letters, digits, '_' and "
                        "'-' was expected"));
    grown = memory_one_more(which->rows, which->n_rows, &which->rows_room,
                            sizeof(*grown));
    if (!grown)
        return problems_no_memory(reader->problems);
    which->rows = grown;
    name.at = string(reader, name);
    if (which_row(which, last_table(reader), name.at))
        return wrong(
            reader, name,
            N_("'%.*s' was found, a name that no row above has was expected"));
    grown[which->n_rows++] =
        (struct which_row){.name = name.at, .line = reader->number};
    last_table(reader)->n_rows++;
    reader->in_row = true;
    reader->lost_row = false;
    return 0;
}

/* ---- lines ---- */

/* What stands above a table, on several lines, becomes one. */
static int add_text(struct reader *reader, struct slice line)
{
    if (reader->text_end) {
        *reader->text_end++ = ' ';
        memmove(reader->text_end, line.at, line.len);
    } else {
        reader->text_end =
            reader->which->text + (line.at - reader->which->text);
        last_table(reader)->text = reader->text_end;
    }
    reader->text_end += line.len;
    *reader->text_end = '\0';
    return 0;
}

static int add_evidence(struct reader *reader, struct slice line,
                        enum words_key key)
{
    struct which_row *row = last_row(reader);
    struct slice text = slice_trim(line);

    if (row->n_evidence == WHICH_EVIDENCE)
        return wrong(reader, text,
                     N_("'%.*s' was found, no further evidence of this row was "
                        "expected"));
    row->evidence[row->n_evidence++] =
        (struct words_field){key, string(reader, text), reader->number};
    return 0;
}

/* `key: text`, of the last row. */
static int add_field(struct reader *reader, struct slice line)
{
    struct which_row *row = last_row(reader);
    static const char *const keys[] = {"shows:", "is:", "do:", "lesson:"};
    const char **texts[] = {&row->shows, &row->is, &row->does, &row->lesson};
    struct slice rest = line;

    if (slice_take(&rest, "source:") && slice_trim(rest).len > 0)
        return add_evidence(reader, rest, WORDS_SOURCE);
    if (slice_take(&rest, "proof:") && slice_trim(rest).len > 0)
        return add_evidence(reader, rest, WORDS_PROOF);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        rest = line;
        if (!slice_take(&rest, keys[i]))
            continue;
        rest = slice_trim(rest);
        if (rest.len == 0)
            return wrong(reader, line,
                         N_("'%.*s' was found, a text behind it was expected"));
        if (*texts[i])
            return wrong(
                reader, line,
                N_("'%.*s' was found, one such line of a row was expected"));
        *texts[i] = string(reader, rest);
        return 0;
    }
    return wrong(reader, line,
                 N_("'%.*s' was found, shows:, is:, do:, lesson:, source: or "
                    "proof: with a text was expected"));
}

static int read_line(struct reader *reader, struct slice line)
{
    struct slice rest = slice_trim(line);

    if (rest.len == 0)
        return 0;
    if (!reader->titled) {
        reader->titled = true;
        return slice_take(&rest, "# ")
                   ? 0
                   : wrong(reader, line,
                           N_("'%.*s' was found, '# TITLE' was expected"));
    }
    if (slice_take(&rest, "### "))
        return begin_row(reader, slice_trim(rest));
    if (slice_take(&rest, "## "))
        return begin_table(reader, slice_trim(rest));
    if (reader->lost || reader->lost_row)
        return -1;
    if (reader->in_row)
        return add_field(reader, rest);
    if (reader->which->n_tables > 0 && last_table(reader)->n_rows == 0)
        return add_text(reader, rest);
    return wrong(
        reader, line,
        N_("'%.*s' was found, '## ERRNO' or '### NAME' above it was expected"));
}

int which_read(struct which *which, const char *text, size_t len,
               struct problems *problems)
{
    struct reader reader = {.which = which, .problems = problems};
    struct slice rest;

    *which = (struct which){0};
    which->text = slice_dup((struct slice){text, len});
    if (!which->text)
        return problems_no_memory(problems);
    rest = (struct slice){which->text, len};
    if (text_check(text, len, 1, problems) == 0)
        while (rest.len > 0 && !problems->out_of_memory) {
            struct slice line = slice_line(&rest);

            reader.number++;
            read_line(&reader, line);
        }
    end_table(&reader);
    if (which->n_tables == 0 && problems_none(problems))
        problems_add(problems, 0,
                     "no table was found, '## ERRNO' was expected");
    return problems_none(problems) ? 0 : -1;
}

void which_free(struct which *which)
{
    free(which->text);
    free(which->tables);
    free(which->rows);
    *which = (struct which){0};
}

/* ---- asking ---- */

const struct which_table *which_find(const struct which *which,
                                     const char *name)
{
    for (size_t i = 0; i < which->n_tables; i++)
        if (strcmp(which->tables[i].name, name) == 0)
            return &which->tables[i];
    return NULL;
}

const struct which_row *which_row(const struct which *which,
                                  const struct which_table *table,
                                  const char *name)
{
    for (size_t i = 0; i < table->n_rows; i++)
        if (strcmp(which->rows[table->row + i].name, name) == 0)
            return &which->rows[table->row + i];
    return NULL;
}
