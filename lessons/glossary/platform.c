/*
 * platform.c - reads such a page line by line, and prints it; see platform.h.
 *
 * All strings stay where they are in a copy of the file: a line's end becomes
 * the string's, and the further lines of a paragraph are moved up to its first.
 */
#include "lessons/glossary/platform.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/glossary/which.h"
#include "lessons/text/file.h"
#include "lessons/text/slice.h"
#include "lessons/text/wrap.h"

bool platform_is(const char *file)
{
    const char *slash = strrchr(file, '/');
    size_t len = strlen(file);

    if (!slash || slash - file < 5 || strncmp(slash - 5, "words", 5) != 0 ||
        strcmp(file + len - 3, ".md") != 0)
        return false;
    return words_kind(file) == TERM_KINDS && !which_is(file);
}

/* ---- reading ---- */

struct reader {
    struct platform *platform;
    struct problems *problems;
    int number;    /* of the line */
    bool fenced;   /* between two fences */
    bool in_item;  /* the last part is an item that may have evidence */
    char *goes_on; /* end of a text whose next line belongs to it; or NULL */
};

/* A whole sentence, into which what was found belongs. */
static int wrong(struct reader *reader, struct slice found, const char *format)
{
    return problems_add(reader->problems, reader->number, format, SLICE(found));
}

/* End a piece of the file as a string. */
static char *string(const struct reader *reader, struct slice piece)
{
    char *at = reader->platform->text + (piece.at - reader->platform->text);

    at[piece.len] = '\0';
    return at;
}

static struct part *last_part(const struct reader *reader)
{
    return &reader->platform->parts[reader->platform->n_parts - 1];
}

/* What an item has to have once it is at its end. */
static void end_part(struct reader *reader)
{
    reader->goes_on = NULL;
    if (!reader->in_item)
        return;
    reader->in_item = false;
    if (last_part(reader)->n_fields == 0)
        problems_add(reader->problems, last_part(reader)->line,
                     "a sentence without evidence was found, 'source: PAGE' or "
                     "'proof: LESSON: LINE' was expected below it");
}

static int add_part(struct reader *reader, enum part_kind kind,
                    struct slice text)
{
    struct platform *platform = reader->platform;
    struct part *grown;

    end_part(reader);
    grown = memory_one_more(platform->parts, platform->n_parts,
                            &platform->parts_room, sizeof(*grown));
    if (!grown)
        return problems_no_memory(reader->problems);
    platform->parts = grown;
    grown[platform->n_parts++] = (struct part){
        .kind = kind,
        .text = string(reader, text),
        .line = reader->number,
        .field = platform->n_fields,
    };
    reader->in_item = kind == PART_ITEM;
    if (kind == PART_ITEM || kind == PART_TEXT)
        reader->goes_on =
            platform->text + (text.at - platform->text) + text.len;
    return 0;
}

/* A further line of a paragraph: moved up, behind a space. */
static void add_line(struct reader *reader, struct slice line)
{
    *reader->goes_on++ = ' ';
    memmove(reader->goes_on, line.at, line.len);
    reader->goes_on += line.len;
    *reader->goes_on = '\0';
}

static int add_evidence(struct reader *reader, struct slice text,
                        enum words_key key)
{
    struct platform *platform = reader->platform;
    struct words_field *grown;

    text = slice_trim(text);
    if (text.len == 0)
        return wrong(reader, text,
                     N_("'%.*s' was found, a page, or a proof, was expected"));
    grown = memory_one_more(platform->fields, platform->n_fields,
                            &platform->fields_room, sizeof(*grown));
    if (!grown)
        return problems_no_memory(reader->problems);
    platform->fields = grown;
    grown[platform->n_fields++] =
        (struct words_field){key, string(reader, text), reader->number};
    last_part(reader)->n_fields++;
    reader->goes_on = NULL;
    return 0;
}

/* `# NAME`, and `also: NAMES` below it. */
static int read_title(struct reader *reader, struct slice line)
{
    if (!slice_take(&line, "# ") || slice_trim(line).len == 0)
        return wrong(reader, line,
                     N_("'%.*s' was found, '# NAME' was expected"));
    reader->platform->name = string(reader, slice_trim(line));
    return 0;
}

static int read_also(struct reader *reader, struct slice names)
{
    names = slice_trim(names);
    if (names.len == 0)
        return wrong(
            reader, names,
            N_("'%.*s' was found, a name behind 'also:' was expected"));
    reader->platform->also = string(reader, names);
    return 0;
}

static int read_text(struct reader *reader, struct slice line)
{
    const struct platform *platform = reader->platform;
    struct slice rest = line;

    if (!platform->name)
        return read_title(reader, line);
    if (platform->n_parts == 0 && !platform->also && slice_take(&rest, "also:"))
        return read_also(reader, rest);
    if (slice_take(&rest, "## "))
        return add_part(reader, PART_HEADING, slice_trim(rest));
    if (slice_begins(line, "```")) {
        end_part(reader);
        reader->fenced = true;
        return 0;
    }
    if (slice_take(&rest, "- "))
        return add_part(reader, PART_ITEM, slice_trim(rest));
    if (reader->in_item && slice_take(&rest, "source:"))
        return add_evidence(reader, rest, WORDS_SOURCE);
    if (reader->in_item && slice_take(&rest, "proof:"))
        return add_evidence(reader, rest, WORDS_PROOF);
    if (!reader->goes_on)
        return add_part(reader, PART_TEXT, line);
    add_line(reader, line);
    return 0;
}

static void read_line(struct reader *reader, struct slice line)
{
    struct slice text = slice_trim(line);

    if (reader->fenced && slice_begins(text, "```"))
        reader->fenced = false;
    else if (reader->fenced)
        add_part(reader, PART_CODE, line);
    else if (text.len == 0)
        reader->goes_on = NULL;
    else
        read_text(reader, text);
}

int platform_read(struct platform *platform, const char *text, size_t len,
                  struct problems *problems)
{
    struct reader reader = {.platform = platform, .problems = problems};
    struct slice rest;

    *platform = (struct platform){0};
    platform->text = slice_dup((struct slice){text, len});
    if (!platform->text)
        return problems_no_memory(problems);
    rest = (struct slice){platform->text, len};
    if (text_check(text, len, 1, problems) == 0)
        while (rest.len > 0 && !problems->out_of_memory) {
            struct slice line = slice_line(&rest);

            reader.number++;
            read_line(&reader, line);
        }
    end_part(&reader);
    if (reader.fenced)
        problems_add(problems, reader.number,
                     "the end of the file was found, '```' was expected");
    if (platform->n_parts == 0 && problems_none(problems))
        problems_add(problems, 0,
                     "no section was found, '## ' and a heading was expected");
    return problems_none(problems) ? 0 : -1;
}

void platform_free(struct platform *platform)
{
    free(platform->text);
    free(platform->parts);
    free(platform->fields);
    *platform = (struct platform){0};
}

/* ---- asking and printing ---- */

static bool same(struct slice one, const char *name)
{
    return strlen(name) == one.len && strncasecmp(one.at, name, one.len) == 0;
}

bool platform_named(const struct platform *platform, const char *name)
{
    struct slice rest = slice_of(platform->also ? platform->also : "");
    bool more = rest.len > 0;

    if (same(slice_of(platform->name), name))
        return true;
    while (more)
        if (same(slice_trim(slice_cut(&rest, ',', &more)), name))
            return true;
    return false;
}

enum { INDENT = 4 };

/* A sentence behind its mark, and who says so. */
static void print_item(FILE *out, int width, const struct platform *platform,
                       const struct part *part)
{
    const char *see = _("See ");
    int before = INDENT + 2 + wrap_columns(slice_of(see));

    fprintf(out, "%*s- ", INDENT, "");
    wrap_from(out, width, INDENT + 2, INDENT + 2, slice_of(part->text));
    for (size_t i = 0; i < part->n_fields; i++) {
        const struct words_field *field = &platform->fields[part->field + i];

        if (field->key != WORDS_SOURCE)
            continue;
        if (*see)
            fprintf(out, "%*s%s", INDENT + 2, "", see);
        else
            fprintf(out, "%*s", before, "");
        wrap_from(out, width, before, before, slice_of(field->text));
        see = "";
    }
}

/* Between two paragraphs, and around code, there is an empty line. */
static bool is_apart(const struct platform *platform, size_t index)
{
    enum part_kind kind = platform->parts[index].kind, before;

    if (index == 0 || kind == PART_HEADING)
        return true;
    before = platform->parts[index - 1].kind;
    if (before == PART_HEADING)
        return false;
    return kind == PART_TEXT || kind != before;
}

void platform_print(FILE *out, int width, const struct platform *platform)
{
    fprintf(out, "%s\n", platform->name);
    if (platform->also)
        fprintf(out, "%*s%s%s\n", INDENT, "", _("also: "), platform->also);
    for (size_t i = 0; i < platform->n_parts; i++) {
        const struct part *part = &platform->parts[i];

        if (is_apart(platform, i))
            fputc('\n', out);
        switch (part->kind) {
        case PART_HEADING: fprintf(out, "%s\n", part->text); break;
        case PART_TEXT: wrap_print(out, width, INDENT, part->text); break;
        case PART_ITEM: print_item(out, width, platform, part); break;
        case PART_CODE:
            fprintf(out, "%*s%s\n", *part->text ? INDENT + 2 : 0, "",
                    part->text);
        }
    }
}
