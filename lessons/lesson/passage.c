/*
 * passage.c - takes a lesson apart; see passage.h.
 *
 * All texts are written one behind the other into one piece of memory, each
 * with its NUL. That piece may move while it grows, so what is kept meanwhile
 * is where a text begins; the pointers are made when all is there.
 */
#include "lessons/lesson/passage.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/text/slice.h"

/* A list that is being made. */
struct writer {
    struct passages *passages;
    size_t room;          /* of the list */
    struct memory memory; /* the texts */
    size_t *begins;       /* by passage: where its text begins */
    size_t begins_room;
    bool lost; /* there was no memory for a passage */
};

const char *passage_kind_name(enum passage_kind kind)
{
    switch (kind) {
    case PASSAGE_TITLE: return _("title");
    case PASSAGE_SUMMARY: return _("summary");
    case PASSAGE_TOGGLE: return _("compares");
    case PASSAGE_SCRIPT: return _("script");
    case PASSAGE_PROSE: return _("prose");
    case PASSAGE_QUESTION: return _("question");
    case PASSAGE_PROGRAM: return _("program");
    case PASSAGE_SYMPTOMS: return _("symptoms");
    case PASSAGE_READ_ON: return _("read on");
    case PASSAGE_KINDS: break;
    }
    return "";
}

/* ---- matching ---- */

void passage_fold(char *text)
{
    for (; *text; text++)
        *text = *text == '_' ? '-' : (char)tolower((unsigned char)*text);
}

/*
 * Letters beyond ASCII are no word's end: a `é` before the word belongs to it.
 * Where the word itself begins with a sign, as -1 does, any place will do.
 */
static bool in_word(const char *text, const char *at)
{
    unsigned char before = at > text ? (unsigned char)at[-1] : ' ';

    return (isalnum(before) || before >= 0x80) && isalnum((unsigned char)*at);
}

const char *passage_match(const char *folded, const char *from,
                          const char *word)
{
    const char *at = from;

    while ((at = strstr(at, word)) && in_word(folded, at))
        at++;
    return at;
}

/* ---- writing ---- */

/*
 * Begin a passage: what is written until end() is its text. Without memory it
 * is not in the list, and passages_read() fails in the end.
 */
static void begin(struct writer *writer, enum passage_kind kind, int line)
{
    struct passages *passages = writer->passages;
    struct passage *list = memory_one_more(passages->list, passages->n,
                                           &writer->room, sizeof(*list));
    size_t *begins = memory_one_more(writer->begins, passages->n,
                                     &writer->begins_room, sizeof(*begins));

    passages->list = list ? list : passages->list;
    writer->begins = begins ? begins : writer->begins;
    writer->lost = writer->lost || !list || !begins;
    if (writer->lost)
        return;
    begins[passages->n] = (size_t)ftell(writer->memory.out);
    list[passages->n++] = (struct passage){.kind = kind, .line = line};
}

static void end(struct writer *writer)
{
    fputc('\0', writer->memory.out);
}

/* Line breaks of the source are spaces here: a passage is one line. */
static void put(struct writer *writer, const char *text)
{
    for (; *text; text++)
        fputc(*text == '\n' || *text == '\t' ? ' ' : *text, writer->memory.out);
}

static void add(struct writer *writer, enum passage_kind kind, int line,
                const char *text)
{
    begin(writer, kind, line);
    put(writer, text);
    end(writer);
}

/* A passage for each line of a program that is not blank. */
static void add_code(struct writer *writer, enum passage_kind kind, int line,
                     const char *code)
{
    struct slice rest = slice_of(code);

    for (; rest.len > 0; line++) {
        struct slice one = slice_trim(slice_line(&rest));

        if (one.len == 0)
            continue;
        begin(writer, kind, line);
        fwrite(one.at, 1, one.len, writer->memory.out);
        end(writer);
    }
}

/* ---- the parts of a lesson ---- */

/* A paragraph that begins so is about other texts than the lesson's. */
static enum passage_kind para_kind(const struct para *para)
{
    const char *text = para->n_spans > 0 ? para->spans[0].text : "";

    return strncmp(text, "Read on", 7) == 0 ? PASSAGE_READ_ON : PASSAGE_PROSE;
}

/* "SO_REUSEADDR: off, on" */
static void add_toggles(struct writer *writer, const struct lesson *lesson)
{
    for (int i = 0; i < lesson->n_toggles; i++) {
        const struct toggle *toggle = &lesson->toggles[i];

        begin(writer, PASSAGE_TOGGLE, 0);
        put(writer, toggle->label);
        for (int j = 0; j < toggle->n_values; j++) {
            put(writer, j ? ", " : ": ");
            put(writer, toggle->values[j]);
        }
        end(writer);
    }
}

static void add_prose(struct writer *writer, const struct document *document)
{
    for (size_t i = 0; i < document->n; i++) {
        const struct para *para = &document->paras[i];

        if (para->kind == PARA_CODE) {
            add_code(writer, PASSAGE_PROSE, para->line + 1, para->code);
            continue;
        }
        begin(writer, para_kind(para), para->line);
        for (size_t j = 0; j < para->n_spans; j++)
            put(writer, para->spans[j].text);
        end(writer);
    }
}

/* What is asked and what may be answered are one passage each. */
static void add_questions(struct writer *writer, const struct lesson *lesson)
{
    for (size_t i = 0; i < lesson->n_predicts; i++) {
        const struct predict *predict = &lesson->predicts[i];

        add(writer, PASSAGE_QUESTION, predict->line, predict->question);
        for (int j = 0; j < predict->n_choices; j++)
            add(writer, PASSAGE_QUESTION, predict->line,
                predict->choices[j].sentence);
    }
}

static void add_all(struct writer *writer, const struct lesson *lesson)
{
    add(writer, PASSAGE_TITLE, 0, lesson->title);
    add(writer, PASSAGE_TITLE, 0, lesson->id);
    add(writer, PASSAGE_SUMMARY, 0, lesson->summary);
    if (lesson->symptoms)
        add(writer, PASSAGE_SYMPTOMS, 0, lesson->symptoms);
    add_toggles(writer, lesson);
    add_prose(writer, &lesson->document);
    add_questions(writer, lesson);
    for (size_t i = 0; i < lesson->script.n; i++)
        add(writer, PASSAGE_SCRIPT, lesson->script.lines[i].number,
            lesson->script.lines[i].text);
    for (int i = 0; i < lesson->n_programs; i++)
        add_code(writer, PASSAGE_PROGRAM, lesson->programs[i].line + 1,
                 lesson->programs[i].code);
}

/* ---- the whole ---- */

/* By line; passages of one line stay in the order of their texts. */
static int compare(const void *left, const void *right)
{
    const struct passage *a = left, *b = right;

    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return a->text < b->text ? -1 : a->text > b->text;
}

/* All texts are where they will stay now. */
static int finish(struct writer *writer)
{
    struct passages *passages = writer->passages;

    passages->folded = malloc(passages->size + 1);
    if (!passages->folded)
        return -1;
    memcpy(passages->folded, passages->texts, passages->size);
    for (size_t i = 0; i < passages->n; i++) {
        struct passage *passage = &passages->list[i];

        passage->text = passages->texts + writer->begins[i];
        passage_fold(passages->folded + writer->begins[i]);
        passage->folded = passages->folded + writer->begins[i];
    }
    qsort(passages->list, passages->n, sizeof(*passages->list), compare);
    return 0;
}

int passages_read(struct passages *passages, const struct lesson *lesson,
                  struct err *err)
{
    struct writer writer = {.passages = passages};
    int result;

    *passages = (struct passages){0};
    if (memory_open(&writer.memory))
        add_all(&writer, lesson);
    result = memory_close(&writer.memory) && !writer.lost ? 0 : -1;
    passages->texts = writer.memory.text;
    passages->size = writer.memory.len;
    if (result == 0)
        result = finish(&writer);
    free(writer.begins);
    return result == 0 ? 0 : err_machine(err, "out of memory");
}

void passages_free(struct passages *passages)
{
    free(passages->list);
    free(passages->texts);
    free(passages->folded);
    *passages = (struct passages){0};
}
