/*
 * marks_words.c - cuts a file of words into what is marked; see marks.h.
 */
#include "lessons/marks/marks_inside.h"

/* An entry is a passage; its mark stands below its heading. */
static int add_entries(struct marks *marks, const struct words *words,
                       const struct words *original)
{
    for (size_t i = 0; i < words->n_entries; i++) {
        const struct words_entry *entry = &words->entries[i];
        size_t section = words_original(original, words, i);

        if (marks_add_passage(marks, section, entry->line, entry->line + 1) !=
            0)
            return -1;
        for (size_t k = 0; k < entry->n_items; k++)
            if (marks_add_sentences(
                    marks, slice_of(words->items[entry->item + k].text)) != 0)
                return -1;
    }
    return 0;
}

/* The marks in its comments, each in the section of the entry above it. */
static int add_marks(struct marks *marks, struct slice file,
                     struct problems *problems)
{
    struct comments comments = {.marks = marks, .problems = problems};
    size_t next = 0;

    for (comments.line = 1; file.len > 0; comments.line++) {
        struct slice line = slice_trim(slice_line(&file));

        while (next < marks->n_passages &&
               marks->passages[next].line <= comments.line)
            comments.section = marks->passages[next++].section;
        if ((comments.in_comment || slice_begins(line, "<!--")) &&
            marks_comment(&comments, line) != 0)
            return -1;
    }
    return 0;
}

int marks_read_words(struct marks *marks, struct slice file,
                     const struct words *words, const struct words *original,
                     struct problems *problems)
{
    *marks = (struct marks){0};
    if (add_entries(marks, words, original) != 0 ||
        add_marks(marks, file, problems) != 0)
        return problems_no_memory(problems);
    marks_sort(marks);
    return 0;
}
