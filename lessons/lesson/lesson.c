/*
 * lesson.c - makes a list of steps of a lesson's blocks; see lesson.h.
 */
#include "lessons/lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "lessons/lesson/lesson_inside.h"
#include "lessons/text/file.h"

/* What the last block was that made steps; tells whose the prose is. */
enum last_block { LAST_NONE, LAST_PREDICT, LAST_LAB };

/* A lesson while its steps are being made. */
struct builder {
    struct lesson *lesson;
    struct problems *problems;
    struct scope scope;
    size_t prose; /* the paragraphs that the next step will show */
    size_t n_prose;
    enum last_block last; /* since those paragraphs began */
    struct show show;     /* of the steps to come */
};

/* ---- names ---- */

static bool ends_with(struct slice s, const char *end)
{
    size_t len = strlen(end);

    return s.len >= len && memcmp(s.at + s.len - len, end, len) == 0;
}

/* The end of its name decides which of the two forms a file has. */
static bool is_markdown(const char *name)
{
    return ends_with(slice_of(name), ".md");
}

/* NN-name.md: its name, and its NN in *order (0 without). */
static struct slice name_parts(const char *file, int *order)
{
    struct slice base = slice_of(file_base(file)), rest, digits;

    *order = 0;
    if (ends_with(base, ".md"))
        base.len -= 3;
    else if (ends_with(base, ".lab"))
        base.len -= 4;
    rest = base;
    digits = slice_span(&rest, "0123456789");
    if (digits.len == 0 || digits.len > 4 || !slice_take(&rest, "-") ||
        rest.len == 0)
        return base;
    *order = (int)strtol(digits.at, NULL, 10);
    return rest;
}

/* ---- steps ---- */

static int add_step(struct builder *b, struct step step)
{
    struct lesson *lesson = b->lesson;
    struct step *grown = reallocarray(lesson->steps, lesson->n_steps + 1,
                                      sizeof(*lesson->steps));

    if (!grown)
        return problems_no_memory(b->problems);
    step.prose = b->prose;
    step.n_prose = b->n_prose;
    step.show = b->show;
    lesson->steps = grown;
    lesson->steps[lesson->n_steps++] = step;
    return 0;
}

/* A step for each group of the lines from index `from` on. */
static int add_run_steps(struct builder *b, size_t from)
{
    const struct script *script = &b->lesson->script;

    for (size_t i = from; i < script->n;) {
        size_t end = i + 1;

        while (end < script->n &&
               script->lines[end].group == script->lines[i].group)
            end++;
        if (add_step(b, (struct step){.kind = STEP_RUN,
                                      .first_line = i,
                                      .n_lines = end - i}) != 0)
            return -1;
        i = end;
    }
    return 0;
}

/* Prose behind a lab block is the next step's; so is none at all. */
static void begin_prose(struct builder *b, size_t at)
{
    b->prose = at;
    b->n_prose = 0;
    b->last = LAST_NONE;
}

/* ---- blocks ---- */

/* Its lines join the one script; each of its groups becomes a step. */
static int add_lab(struct builder *b, const struct para *para, size_t kept)
{
    struct lesson *lesson = b->lesson;
    struct toggle toggles[SETTING_TOGGLES];
    size_t from = lesson->script.n, len = strlen(para->code);
    int n = 0;

    if (b->last == LAST_LAB)
        begin_prose(b, kept);
    b->last = LAST_LAB;
    if (script_read_toggles(para->code, len, toggles, &n, NULL) != 0 || n > 0)
        problems_add(b->problems, para->line + 1,
                     "a toggle line was found in this block, toggles were "
                     "expected in the front matter");
    script_read(&lesson->script, para->code, len, para->line + 1, &b->scope,
                b->problems);
    return add_run_steps(b, from);
}

/* Its answer is looked for among the lines that come after it. */
static int add_predict(struct builder *b, const struct para *para, size_t kept)
{
    struct lesson *lesson = b->lesson;
    struct predict *grown;

    /* Each looks through the whole script, so there is an end to them. */
    if (lesson->n_predicts == LESSON_PREDICTS)
        return problems_add(b->problems, para->line,
                            "more than %d questions were found, fewer were "
                            "expected",
                            LESSON_PREDICTS);
    grown =
        reallocarray(lesson->predicts, lesson->n_predicts + 1, sizeof(*grown));
    if (!grown)
        return problems_no_memory(b->problems);
    if (b->last == LAST_LAB)
        begin_prose(b, kept);
    b->last = LAST_PREDICT;
    lesson->predicts = grown;
    grown += lesson->n_predicts++;
    memset(grown, 0, sizeof(*grown));
    predict_read(grown, slice_of(para->code), para->line, b->problems);
    /* The answer is looked for when the whole script is there. */
    grown->about = lesson->script.n;
    return add_step(b, (struct step){.kind = STEP_PREDICT,
                                     .predict = lesson->n_predicts - 1});
}

/* The code moves from the paragraph into the program. */
static int add_program(struct builder *b, struct para *para, struct slice actor)
{
    struct lesson *lesson = b->lesson;
    struct program *program = &lesson->programs[lesson->n_programs];

    if (!slice_is_name(actor))
        return problems_add(b->problems, para->line,
                            "the actor '%.*s' was found, a name such as in "
                            "```c server was expected",
                            SLICE(actor));
    if (lesson->n_programs == LESSON_PROGRAMS)
        return problems_add(b->problems, para->line,
                            "more than %d programs were found, fewer were "
                            "expected",
                            LESSON_PROGRAMS);
    slice_copy(actor, program->actor, sizeof(program->actor));
    if (lesson_program(lesson, program->actor))
        return problems_add(b->problems, para->line,
                            "a second program of %s was found, one was "
                            "expected",
                            program->actor);
    program->line = para->line;
    program->code = para->code;
    para->code = NULL;
    lesson->n_programs++;
    return 0;
}

/*
 * Whether a paragraph is a block that makes steps or a program; it is read
 * then, and is no prose.
 */
static bool add_block(struct builder *b, struct para *para, size_t kept)
{
    struct slice info = slice_of(para->kind == PARA_CODE ? para->info : "");
    struct slice word = slice_word(&info);

    if (slice_is(word, "lab"))
        add_lab(b, para, kept);
    else if (slice_is(word, "predict"))
        add_predict(b, para, kept);
    else if (slice_is(word, "show"))
        show_read(&b->show, slice_of(para->code), para->line, b->problems);
    else if (slice_is(word, "c") && info.len > 0)
        return add_program(b, para, info), true;
    else
        return false;
    if (info.len > 0)
        problems_add(b->problems, para->line,
                     "'%.*s' was found behind %.*s, the end of the line was "
                     "expected",
                     SLICE(info), SLICE(word));
    return true;
}

/* Blocks are taken out of the document: prose is what remains in it. */
static void add_paras(struct builder *b)
{
    struct document *document = &b->lesson->document;
    size_t kept = 0;

    for (size_t i = 0; i < document->n; i++) {
        struct para *para = &document->paras[i];

        if (add_block(b, para, kept)) {
            para_free(para);
            continue;
        }
        if (b->last != LAST_NONE)
            begin_prose(b, kept);
        document->paras[kept++] = *para;
        b->n_prose++;
    }
    document->n = kept;
    if (b->last == LAST_NONE && b->n_prose > 0)
        add_step(b, (struct step){.kind = STEP_READ});
    if (b->show.line > 0 &&
        (b->lesson->n_steps == 0 ||
         b->lesson->steps[b->lesson->n_steps - 1].show.line != b->show.line))
        problems_add(b->problems, b->show.line,
                     "a show block behind the last step was found, one before "
                     "a step was expected");
}

/* ---- the two forms ---- */

/* The front matter first: blocks use the toggles that it declares. */
static void read_markdown(struct builder *b, struct slice file)
{
    struct lesson *lesson = b->lesson;
    struct slice yaml, body;
    int body_line;

    if (frontmatter_cut(file, &yaml, &body, &body_line, b->problems) != 0)
        return;
    frontmatter_read(lesson, yaml, b->problems);
    b->scope =
        (struct scope){.toggles = lesson->toggles, .n = lesson->n_toggles};
    /* What a block without an end has swallowed would only be noise. */
    if (fences_check(body, body_line, b->problems) != 0)
        return;
    document_read(&lesson->document, body.at, body.len, body_line, b->problems);
    if (b->problems->out_of_memory)
        return;
    add_paras(b);
    predict_find_all(b->lesson, b->problems);
}

/* A script is a lesson without prose: nothing but groups. */
static void read_script(struct builder *b, struct slice file)
{
    struct lesson *lesson = b->lesson;

    script_read_toggles(file.at, file.len, lesson->toggles, &lesson->n_toggles,
                        b->problems);
    b->scope =
        (struct scope){.toggles = lesson->toggles, .n = lesson->n_toggles};
    script_read(&lesson->script, file.at, file.len, 1, &b->scope, b->problems);
    add_run_steps(b, 0);
}

/* What nothing else has named is named after the file. */
static bool fill_names(struct lesson *lesson, struct slice name)
{
    if (!lesson->id)
        lesson->id = slice_dup(name);
    if (!lesson->title)
        lesson->title = slice_dup(name);
    if (!lesson->chapter)
        lesson->chapter = strdup("");
    if (!lesson->summary)
        lesson->summary = strdup("");
    return lesson->id && lesson->title && lesson->chapter && lesson->summary;
}

/* An empty lesson of that file; NULL without memory. */
static struct lesson *lesson_new(const char *file, struct slice *name)
{
    struct lesson *lesson = calloc(1, sizeof(*lesson));

    if (!lesson || !(lesson->file = strdup(file))) {
        free(lesson);
        return NULL;
    }
    *name = name_parts(file, &lesson->order);
    lesson->number = lesson->order;
    return lesson;
}

struct lesson *lesson_read(const char *text, size_t len,
                           struct problems *problems)
{
    struct slice name;
    struct lesson *lesson = lesson_new(problems->name, &name);
    struct builder b = {.lesson = lesson, .problems = problems};
    struct slice file = {text, len};

    if (!lesson) {
        problems_no_memory(problems);
        return NULL;
    }
    slice_take(&file, "\xef\xbb\xbf"); /* a byte order mark says nothing */
    /* Bytes that are no text would confuse every later message. */
    if (text_check(file.at, file.len, 1, problems) == 0) {
        if (is_markdown(problems->name))
            read_markdown(&b, file);
        else
            read_script(&b, file);
        /* What a broken line does to an actor can't be known. */
        if (problems_none(problems))
            compare_check_lives(lesson, problems);
    }
    if (!fill_names(lesson, name))
        problems_no_memory(problems);
    for (int i = 0; i < NEEDS; i++)
        lesson->needs[i] = lesson->needs[i] || lesson->script.needs[i];
    return lesson;
}

char *lesson_id(const char *name, const char *text, size_t len)
{
    struct slice file = {text, len}, yaml, body;
    char *id = NULL;
    int line, order;

    slice_take(&file, "\xef\xbb\xbf");
    if (frontmatter_cut(file, &yaml, &body, &line, NULL) == 0)
        id = frontmatter_id(yaml);
    return id ? id : slice_dup(name_parts(name, &order));
}

struct lesson *lesson_parse(const char *name, const char *text, size_t len,
                            struct err *err)
{
    struct problems problems = {.name = name};
    struct lesson *lesson = lesson_read(text, len, &problems);

    if (problems_end(&problems, err) == 0)
        return lesson;
    lesson_free(lesson);
    return NULL;
}

struct lesson *lesson_parse_head(const char *name, const char *text, size_t len,
                                 struct err *err)
{
    struct problems problems = {.name = name};
    struct slice file = {text, len}, yaml, body, base;
    struct lesson *lesson;
    int line;

    if (!is_markdown(name))
        return lesson_parse(name, text, len, err);
    lesson = lesson_new(name, &base);
    if (!lesson) {
        err_machine(err, "out of memory");
        return NULL;
    }
    slice_take(&file, "\xef\xbb\xbf");
    if (frontmatter_cut(file, &yaml, &body, &line, &problems) == 0 &&
        text_check(yaml.at, yaml.len, FRONTMATTER_LINE, &problems) == 0)
        frontmatter_read(lesson, yaml, &problems);
    lesson->unread = slice_dup((struct slice){text, len});
    lesson->unread_len = len;
    if (!fill_names(lesson, base) || !lesson->unread)
        problems_no_memory(&problems);
    if (problems_end(&problems, err) == 0)
        return lesson;
    lesson_free(lesson);
    return NULL;
}

static void swap_strings(char **a, char **b)
{
    char *kept = *a;

    *a = *b;
    *b = kept;
}

int lesson_complete(struct lesson *lesson, struct err *err)
{
    struct lesson *whole;
    struct lesson head;

    if (!lesson->unread)
        return 0;
    whole = lesson_parse(lesson->file, lesson->unread, lesson->unread_len, err);
    if (!whole)
        return -1;
    head = *lesson;
    *lesson = *whole;
    *whole = head;
    lesson->number = head.number;
    /* A menu shows them, and need not know that the rest has changed. */
    swap_strings(&lesson->id, &whole->id);
    swap_strings(&lesson->title, &whole->title);
    swap_strings(&lesson->chapter, &whole->chapter);
    swap_strings(&lesson->summary, &whole->summary);
    swap_strings(&lesson->symptoms, &whole->symptoms);
    swap_strings(&lesson->remember, &whole->remember);
    swap_strings(&lesson->attempt, &whole->attempt);
    swap_strings(&lesson->leads, &whole->leads);
    swap_strings(&lesson->file, &whole->file);
    swap_strings(&lesson->original, &whole->original);
    lesson_free(whole);
    return 0;
}

struct lesson *lesson_load(const char *file, struct err *err)
{
    struct lesson *lesson;
    char *text;
    size_t len;

    if (text_read(file, &text, &len, err) != 0)
        return NULL;
    lesson = lesson_parse(file, text, len, err);
    free(text);
    return lesson;
}

void lesson_free(struct lesson *lesson)
{
    if (!lesson)
        return;
    free(lesson->id);
    free(lesson->title);
    free(lesson->chapter);
    free(lesson->summary);
    free(lesson->symptoms);
    free(lesson->remember);
    free(lesson->attempt);
    free(lesson->leads);
    free(lesson->file);
    free(lesson->original);
    free(lesson->unread);
    document_free(&lesson->document);
    script_free(&lesson->script);
    for (size_t i = 0; i < lesson->n_predicts; i++)
        predict_free(&lesson->predicts[i]);
    free(lesson->predicts);
    for (int i = 0; i < lesson->n_programs; i++)
        free(lesson->programs[i].code);
    free(lesson->steps);
    free(lesson);
}

/* ---- asking ---- */

/* ISOLATION_AUTO lacks nothing: what it will be is not known yet. */
enum need lesson_lacks(const struct lesson *lesson, enum isolation isolation,
                       const char **why)
{
    for (int i = 0; i < NEEDS; i++) {
        if (!lesson->needs[i])
            continue;
        *why = isolation_cannot(isolation, (enum need)i);
        if (*why)
            return (enum need)i;
    }
    *why = NULL;
    return NEEDS;
}
