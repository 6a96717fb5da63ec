/*
 * lesson_prompt.c - what is done with a line, or with several, that were typed
 * or pasted.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/call/call.h"
#include "lessons/text/format.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/screen/paste.h"
#include "widgets/view/explain_page.h"
#include "widgets/view/help.h"

/* The names that Tab can complete are those of this moment. */
unsigned lesson_prompt_open(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    const struct lab *lab = runner_lab(view->runner, 0);
    const struct actor *actor;
    int n = 0;

    (void)key;
    for (int i = 0; n < NAMES && (actor = lab_actor_at(lab, i)); i++)
        view->actors[n++] = actor_name(actor);
    if (n == 0) {
        view->actors[n++] = "server";
        view->actors[n++] = "client";
    }
    view->names.actors = view->actors;
    view->names.n_actors = n;
    for (n = 0; n < NAMES && n < view->lesson->n_toggles; n++)
        view->toggles[n] = view->lesson->toggles[n].name;
    view->names.toggles = view->toggles;
    view->names.n_toggles = n;
    view->names.values = runner_setting(view->runner, 0)->names;
    view->names.glossary = view->options->glossary;
    lesson_set_mode(view, MODE_PROMPT);
    return VIEW_DRAW;
}

/* ---- what is meant by a line ---- */

/*
 * Without the colon of those who type it once more, and without blanks before
 * it.
 */
static const char *without_colon(const char *text)
{
    while (*text == ':' || *text == ' ')
        text++;
    return text;
}

/* Who made the newest call; the server before there was any. */
static const char *last_caller(const struct lesson_view *view)
{
    const struct log *log = lab_log(runner_lab(view->runner, 0));

    for (size_t i = log_count(log); i-- > 0;)
        if (log_at(log, i)->kind == EVENT_CALL)
            return log_at(log, i)->call.actor;
    return "server";
}

/* Whether it is a call and nothing else: `listen(3, 5)`. */
static bool is_plain_call(const char *text)
{
    char name[CALL_NAME];
    const char *summary;
    size_t len = 0;

    while (isalnum((unsigned char)text[len]) || text[len] == '_')
        len++;
    if (len == 0 || len >= sizeof name || text[len] != '(')
        return false;
    memcpy(name, text, len);
    name[len] = '\0';
    return call_usage(name, &summary) != NULL;
}

/* The lines as the runner reads them; owned, NULL without memory. */
static char *meant(const struct lesson_view *view, const char *text)
{
    struct memory all;
    bool whole = memory_open(&all);
    const char *between = "";

    while (whole && *text) {
        size_t len = strcspn(text, "\n");
        char *typed = strndup(text, len);
        const char *line = typed ? without_colon(typed) : "";
        bool plain = is_plain_call(line);

        whole = typed && fprintf(all.out, "%s%s%s%s", between,
                                 plain ? last_caller(view) : "",
                                 plain ? ": " : "", line) >= 0;
        free(typed);
        between = "\n";
        text += len + (text[len] != '\0');
    }
    if (memory_close(&all) && whole)
        return all.text;
    free(all.text);
    return NULL;
}

/* ---- what is done ---- */

/* Leave, so that what comes of the line is seen. */
static void done(struct lesson_view *view)
{
    prompt_accept(view->prompt);
    lesson_set_mode(view, MODE_STEP);
}

/*
 * What is wrong with a line, without a file that is none; of one that is alone
 * without its number as well.
 */
static const char *without_place(const char *text, const char *lines)
{
    static const char place[] = "line:1: ", file[] = "line:";

    if (!strchr(lines, '\n') && strncmp(text, place, sizeof place - 1) == 0)
        return text + sizeof place - 1;
    return strncmp(text, file, sizeof file - 1) == 0 ? text + sizeof file - 1
                                                     : text;
}

/* `explain NAME` is no line of a script: it opens a view of its own. */
static unsigned open_explanation(struct lesson_view *view, const char *name)
{
    struct err err;

    view->view.next = explain_page(view->options->catalog,
                                   view->options->glossary, name, &err);
    if (!view->view.next) {
        prompt_say(view->prompt, err.text);
        return VIEW_DRAW;
    }
    done(view);
    return VIEW_OPEN | VIEW_DRAW;
}

/* What to type, where nobody knows what. */
static unsigned open_help(struct lesson_view *view)
{
    view->view.next = help_view(&view->view);
    done(view);
    return VIEW_OPEN | VIEW_DRAW;
}

/* A line that is wrong stays to be mended. */
static void run(struct lesson_view *view, const char *text)
{
    struct err err = {.text = ""};
    char *lines = meant(view, text);

    if (!lines)
        return;
    if (lesson_command(view, -1, lines, &err) < 0) {
        prompt_say(view->prompt, without_place(err.text, lines));
    } else {
        done(view);
    }
    free(lines);
}

static unsigned enter(struct lesson_view *view)
{
    static const char explain[] = "explain ", help[] = "help ";
    const char *text = without_colon(prompt_text(view->prompt));

    if (strncmp(text, explain, sizeof explain - 1) == 0)
        return open_explanation(view, text + sizeof explain - 1);
    if (strncmp(text, help, sizeof help - 1) == 0)
        return open_explanation(view, text + sizeof help - 1);
    if (strcmp(text, "help") == 0)
        return open_help(view);
    if (*text)
        run(view, text);
    else
        lesson_set_mode(view, MODE_STEP);
    return VIEW_DRAW;
}

/* What stands in the packet, and behind it what is known of its name. */
static struct view *field_page(const struct lesson_view *view,
                               const struct header_field *field,
                               struct err *err)
{
    char term[SUBJECT];
    char *text = text_format("%s: %s\n\n    %s\n    (%s)\n", _(field->name),
                             field->value, _(field->text), field->source);
    struct view *page =
        text ? explain_text_page(view->options->catalog,
                                 view->options->glossary, text,
                                 fields_term(field, term, sizeof term), err)
             : NULL;

    free(text);
    return page;
}

unsigned lesson_explain(struct lesson_view *view)
{
    struct subject subject = lesson_frame_selected(view);
    struct fields_row field;
    char name[SUBJECT];
    struct err err = {.text = ""};

    if (!subject_name(&subject, name))
        return VIEW_IGNORED;
    view->view.next = lesson_field_selected(view, &field)
                          ? field_page(view, &field.field, &err)
                          : explain_page(view->options->catalog,
                                         view->options->glossary, name, &err);
    if (view->view.next)
        return VIEW_OPEN | VIEW_DRAW;
    lesson_say(view, ROLE_WARN, "%s", err.text);
    return VIEW_DRAW;
}

unsigned lesson_prompt_key(struct lesson_view *view, int key)
{
    if (key == SCREEN_KEY_PASTE) {
        prompt_paste(view->prompt, paste_text());
        return VIEW_DRAW;
    }
    switch (prompt_key(view->prompt, key)) {
    case PROMPT_IGNORED: return VIEW_IGNORED;
    case PROMPT_DRAW: break;
    case PROMPT_LEAVE: lesson_set_mode(view, MODE_STEP); break;
    case PROMPT_ENTER: return enter(view);
    }
    return VIEW_DRAW;
}
