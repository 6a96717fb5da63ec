/*
 * words.c - reads a file of words, line by line; see words.h.
 *
 * All strings stay where they are in a copy of the file: a line's end becomes
 * the string's, and the further lines of an item are moved up to its first. So
 * a file costs one piece of memory and three lists, however many words it has.
 */
#include "lessons/glossary/words.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/text/file.h"
#include "lessons/text/slice.h"
#include "lessons/text/unseen.h"

const char words_any_call[] = "any call";

static const char *const files[TERM_KINDS] = {
    [TERM_ERRNO] = "errnos.md",       [TERM_STATE] = "states.md",
    [TERM_CALL] = "calls.md",         [TERM_OPTION] = "options.md",
    [TERM_SYSCTL] = "sysctls.md",     [TERM_SIGNAL] = "signals.md",
    [TERM_CONSTANT] = "constants.md", [TERM_FLAG] = "flags.md",
    [TERM_TOOL] = "tools.md",         [TERM_IDEA] = "ideas.md",
};

static const char *const keys[WORDS_KEYS] = {
    [WORDS_ALSO] = "also:",     [WORDS_SAYS] = "said:",
    [WORDS_NUMBER] = "number:", [WORDS_SOURCE] = "source:",
    [WORDS_PROOF] = "proof:",
};

const char *words_file(enum term_kind kind)
{
    return files[kind];
}

enum term_kind words_kind(const char *file)
{
    const char *base = file_base(file);
    int kind = 0;

    while (kind < TERM_KINDS && strcmp(base, files[kind]) != 0)
        kind++;
    return (enum term_kind)kind;
}

size_t words_original(const struct words *original, const struct words *words,
                      size_t index)
{
    const struct words_entry *entry = &words->entries[index], *name = entry;
    bool below = false;

    while (name->of_call && name > words->entries)
        name--;
    for (size_t i = 0; i < original->n_entries; i++) {
        const struct words_entry *one = &original->entries[i];

        if (!one->of_call)
            below = strcmp(one->name, name->name) == 0;
        if (below && one->of_call == entry->of_call &&
            strcmp(one->name, entry->name) == 0)
            return i;
    }
    return original->n_entries;
}

/* ---- where the reader is ---- */

struct reader {
    struct words *words;
    struct problems *problems;
    int number;  /* of the line */
    bool titled; /* the title has come */
    bool in_comment;
    bool goes_on; /* the line before was an item's text */
    bool in_item; /* the last entry has an item */
    bool lost;    /* an entry could not be read, and nothing is its */
    char *end;    /* of the text of the last item */
};

static int no_memory(struct reader *reader)
{
    return problems_no_memory(reader->problems);
}

static int wrong(struct reader *reader, const char *said)
{
    return problems_add(reader->problems, reader->number, "%s",
                        translate(said));
}

/* The same, of a text of the file, which belongs into the sentence. */
static int wrong_text(struct reader *reader, struct slice text,
                      const char *format)
{
    return problems_add(reader->problems, reader->number, format, SLICE(text));
}

static struct words_entry *last_entry(const struct reader *reader)
{
    return &reader->words->entries[reader->words->n_entries - 1];
}

static struct words_item *last_item(const struct reader *reader)
{
    return &reader->words->items[reader->words->n_items - 1];
}

/* End a piece of the file as a string: behind it there is a line end, or NUL.
 */
static char *string(struct reader *reader, struct slice piece)
{
    char *at = reader->words->text + (piece.at - reader->words->text);

    at[piece.len] = '\0';
    return at;
}

/* ---- what is done with ---- */

/* What an item has to have once it is at its end. */
static void end_item(struct reader *reader)
{
    struct words_item *item;

    if (!reader->in_item || reader->lost)
        return;
    item = last_item(reader);
    item->n_fields = reader->words->n_fields - item->field;
    if (item->n_fields == 0 && !reader->words->translation)
        problems_add(reader->problems, item->line,
                     "a sentence without evidence was found, 'source: PAGE' or "
                     "'proof: LESSON: LINE' was expected below it");
    if (strlen(item->text) >= WORDS_TEXT)
        problems_add(reader->problems, item->line,
                     "an item of %zu bytes was found, fewer than %d were "
                     "expected",
                     strlen(item->text), WORDS_TEXT);
}

static void end_entry(struct reader *reader)
{
    struct words_entry *entry;

    end_item(reader);
    if (reader->words->n_entries == 0 || reader->lost)
        return;
    entry = last_entry(reader);
    entry->n_items = reader->words->n_items - entry->item;
    if (entry->n_items == 0)
        problems_add(reader->problems, entry->line,
                     "'%s' without a sentence was found, '- ' and one was "
                     "expected below it",
                     entry->name);
}

/* ---- the parts ---- */

/* A name with room for it, of no other signs than people type. */
static int check_name(struct reader *reader, struct slice name, size_t most)
{
    if (name.len == 0)
        return wrong(reader, N_("nothing was found, a name was expected"));
    if (name.len < most)
        return 0;
    return problems_add(reader->problems, reader->number,
                        "a name of %zu bytes was found, fewer than %zu were "
                        "expected",
                        name.len, most);
}

/* `## NAME`, and `### CALL, CALL` in the file of errnos. */
static int read_heading(struct reader *reader, struct slice name, bool of_call)
{
    struct words *words = reader->words;
    struct words_entry *grown;
    size_t most = of_call ? (size_t)WORDS_CALLS : (size_t)GLOSSARY_NAME;

    end_entry(reader);
    reader->in_item = reader->goes_on = false;
    reader->lost = true;
    name = slice_trim(name);
    if (!reader->titled)
        return wrong_text(
            reader, name,
            N_("'%.*s' was found, '# ' and a title above it was expected"));
    if (of_call && words->kind != TERM_ERRNO)
        return wrong(reader, N_("'###' was found, '## NAME' (calls stand below "
                                "an errno only) was expected"));
    if (of_call && words->n_entries == 0)
        return wrong(reader,
                     N_("'###' was found, '## ERRNO' above it was expected"));
    if (check_name(reader, name, most) != 0)
        return -1;
    grown = memory_one_more(words->entries, words->n_entries,
                            &words->entries_room, sizeof(*grown));
    if (!grown)
        return no_memory(reader);
    words->entries = grown;
    grown[words->n_entries++] = (struct words_entry){
        .name = string(reader, name),
        .line = reader->number,
        .of_call = of_call,
        .field = words->n_fields,
        .item = words->n_items,
    };
    reader->lost = false;
    return 0;
}

/* `- ` and the first line of a sentence. */
static int read_item(struct reader *reader, struct slice text)
{
    struct words *words = reader->words;
    struct words_item *grown;

    end_item(reader);
    text = slice_trim(text);
    grown = memory_one_more(words->items, words->n_items, &words->items_room,
                            sizeof(*grown));
    if (!grown)
        return no_memory(reader);
    words->items = grown;
    grown[words->n_items++] = (struct words_item){
        .text = string(reader, text),
        .line = reader->number,
        .field = words->n_fields,
    };
    reader->in_item = reader->goes_on = true;
    reader->end = words->text + (text.at - words->text) + text.len;
    if (text.len == 0)
        return wrong(reader,
                     N_("an empty item was found, a sentence was expected"));
    return 0;
}

/* A further line of an item's text: moved up, behind a space. */
static int read_more(struct reader *reader, struct slice text)
{
    if (!reader->goes_on)
        return wrong_text(
            reader, text,
            reader->in_item
                ? N_("'%.*s' was found, source:, proof: or a new '- ' was "
                     "expected")
                : N_("'%.*s' was found, '- ' and a sentence was expected"));
    *reader->end++ = ' ';
    memmove(reader->end, text.at, text.len);
    reader->end += text.len;
    *reader->end = '\0';
    return 0;
}

/* A field of the last item, or of the last entry. */
static int add_field(struct reader *reader, enum words_key key,
                     struct slice text)
{
    struct words *words = reader->words;
    struct words_field *grown;

    text = slice_trim(text);
    if (text.len == 0)
        return problems_add(reader->problems, reader->number,
                            "nothing was found behind '%s', a text was "
                            "expected",
                            keys[key]);
    grown = memory_one_more(words->fields, words->n_fields, &words->fields_room,
                            sizeof(*grown));
    if (!grown)
        return no_memory(reader);
    words->fields = grown;
    grown[words->n_fields++] = (struct words_field){
        .key = key,
        .text = string(reader, text),
        .line = reader->number,
    };
    return 0;
}

/* The key that a line begins with, which is taken off; WORDS_KEYS: none. */
static enum words_key take_key(struct slice *line, enum words_key first,
                               enum words_key end)
{
    for (int key = (int)first; key < (int)end; key++)
        if (slice_take(line, keys[key]))
            return (enum words_key)key;
    return WORDS_KEYS;
}

/* Each of the names has to be one, not only all of them together. */
static int check_names(struct reader *reader, struct slice names)
{
    bool more = true;

    while (more)
        if (check_name(reader, slice_trim(slice_cut(&names, ',', &more)),
                       GLOSSARY_NAME) != 0)
            return -1;
    return 0;
}

/* `also: NAMES` and the like, below a heading and at the line's beginning. */
static int read_entry_field(struct reader *reader, struct slice line)
{
    const struct words *words = reader->words;
    struct slice text = line;
    enum words_key key = take_key(&text, WORDS_ALSO, WORDS_SOURCE);

    if (key == WORDS_KEYS)
        return wrong_text(reader, line,
                          reader->in_item
                              ? N_("'%.*s' was found, '- ' and a sentence, or "
                                   "two blanks before it was expected")
                              : N_("'%.*s' was found, also:, said:, number: or "
                                   "'- ' and a sentence was expected"));
    if (reader->in_item)
        return wrong_text(
            reader, line,
            N_("'%.*s' was found, it above the sentences was expected"));
    if (last_entry(reader)->of_call)
        return wrong_text(
            reader, line,
            N_("'%.*s' was found, '- ' and a sentence was expected"));
    if (key == WORDS_NUMBER && words->kind != TERM_ERRNO)
        return wrong_text(
            reader, line,
            N_("'%.*s' was found, also:, said: or a sentence was expected"));
    if (key == WORDS_ALSO && check_names(reader, text) != 0)
        return -1;
    if (key == WORDS_SAYS &&
        check_name(reader, slice_trim(text), WORDS_SAID) != 0)
        return -1;
    if (add_field(reader, key, text) != 0)
        return -1;
    last_entry(reader)->n_fields++;
    return 0;
}

/* What is indented belongs to the item above. */
static int read_indented(struct reader *reader, struct slice line)
{
    enum words_key key = reader->in_item
                             ? take_key(&line, WORDS_SOURCE, WORDS_KEYS)
                             : WORDS_KEYS;

    if (key == WORDS_KEYS)
        return read_more(reader, line);
    reader->goes_on = false;
    return add_field(reader, key, line);
}

/* ---- lines ---- */

/* `# ` and the title, or a heading. */
static int read_hashes(struct reader *reader, struct slice line)
{
    struct slice rest = line;
    int n = 0;

    while (slice_take(&rest, "#"))
        n++;
    if (n > 3 || (n == 1 && reader->titled) ||
        (rest.len > 0 && rest.at[0] != ' '))
        return wrong_text(reader, line,
                          N_("'%.*s' was found, '## NAME' was expected"));
    if (n > 1)
        return read_heading(reader, rest, n == 3);
    reader->titled = true;
    return 0;
}

/* Below the title there is what editors should know, and then the entries. */
static int read_line(struct reader *reader, struct slice line)
{
    bool indented = line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
    struct slice text = slice_trim(line), rest = text;

    if (reader->in_comment || slice_begins(text, "<!--")) {
        reader->in_comment = !memmem(text.at, text.len, "-->", 3);
        text.len = 0;
    }
    if (text.len == 0) {
        reader->goes_on = false;
        return 0;
    }
    if (!indented && slice_begins(text, "#"))
        return read_hashes(reader, text);
    if (!reader->titled)
        return wrong_text(
            reader, text,
            N_("'%.*s' was found, '# ' and a title was expected"));
    if (reader->lost || reader->words->n_entries == 0)
        return 0;
    if (indented)
        return read_indented(reader, text);
    if (slice_take(&rest, "- "))
        return read_item(reader, rest);
    return read_entry_field(reader, text);
}

/* Where the title is missing it is said once. */
static void read_lines(struct reader *reader)
{
    struct slice rest = {reader->words->text, reader->words->len};

    while (rest.len > 0 && !reader->problems->out_of_memory) {
        struct slice line = slice_line(&rest);

        reader->number++;
        if (read_line(reader, line) != 0 && !reader->titled)
            return;
    }
    /* A list that is not whole says nothing of what is missing. */
    if (reader->problems->out_of_memory)
        return;
    end_entry(reader);
    if (reader->words->n_entries == 0 && !reader->lost)
        problems_add(reader->problems, 0,
                     "no word was found, '## NAME' was expected");
}

/* A copy to work in; hardly any has what nobody sees. NULL without memory. */
static char *copy(struct slice text)
{
    return unseen_find(text) == text.len ? slice_dup(text) : unseen_plain(text);
}

int words_read(struct words *words, const char *text, size_t len,
               bool translation, struct problems *problems)
{
    struct reader reader = {.words = words, .problems = problems};

    *words = (struct words){.kind = words_kind(problems->name),
                            .translation = translation};
    words->text = copy((struct slice){text, len});
    if (!words->text)
        return problems_no_memory(problems);
    words->len = strlen(words->text);
    /* What a terminal would take as an order is not looked at any further. */
    if (text_check(text, len, 1, problems) == 0)
        read_lines(&reader);
    return problems_none(problems) ? 0 : -1;
}

void words_free(struct words *words)
{
    free(words->text);
    free(words->entries);
    free(words->items);
    free(words->fields);
    *words = (struct words){0};
}
