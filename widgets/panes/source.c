/*
 * source.c - finds each program's running line and draws the page around it.
 *
 * The C program is never run: the script makes the calls that the program
 * would make, and here the line with the call's name is marked. The search
 * begins behind the line that ran last and goes round at the end, so a loop
 * with accept() in it is followed from turn to turn (program_line()).
 *
 * Lines are counted from 0 by program_line() and from 1 here, so that all zero
 * means that nothing has run.
 */
#include "widgets/panes/source.h"

#include <string.h>

#include "lab/base/translate.h"

/* The program that the actor plays, -1 for an actor without one. */
static int find_program(const struct lesson *lesson, const char *actor)
{
    for (int i = 0; i < lesson->n_programs; i++)
        if (strcmp(lesson->programs[i].actor, actor) == 0)
            return i;
    return -1;
}

/*
 * A call that the program does not contain (typed at the prompt, perhaps)
 * leaves the mark where it is.
 */
static void source_call(struct source *source, const struct lesson *lesson,
                        const struct call_event *call)
{
    int found = find_program(lesson, call->actor);

    if (found < 0)
        return;
    source->program = found;
    /* A call that had blocked is in its line already. */
    if (!call->was_blocked) {
        int line = program_line(&lesson->programs[found], call->name,
                                source->line[found] - 1);

        if (line >= 0)
            source->line[found] = line + 1;
    }
    source->blocked[found] = !call->returned && !call->last;
}

/*
 * A new process begins at the top, and nothing of it has run. Whatever else
 * happened to it, it is in no call any more.
 */
static void source_process(struct source *source, const struct lesson *lesson,
                           const struct process_event *process)
{
    int found = find_program(lesson, process->actor);

    if (found < 0)
        return;
    /* Where a process ended stays marked until the next one begins. */
    if (process->what == PROCESS_STARTED)
        source->line[found] = 0;
    source->blocked[found] = false;
}

/* Only what came since the last time: the cursor never goes back. */
void source_update(struct source *source, const struct lesson *lesson,
                   const struct log *log)
{
    const struct event *event;

    for (; (event = log_at(log, source->cursor)); source->cursor++) {
        if (event->kind == EVENT_CALL)
            source_call(source, lesson, &event->call);
        else if (event->kind == EVENT_PROCESS)
            source_process(source, lesson, &event->process);
    }
}

/* The sign says which line runs, the words behind it that it waits. */
static void draw_line(struct area area, int y, const char *code, size_t len,
                      bool runs, bool blocked)
{
    enum role role = runs ? ROLE_CURRENT : ROLE_CODE;

    if (runs)
        area_sign(area, y, 0, ROLE_CURRENT, SIGN_CURRENT);
    int x = 2 + area_printf(area, y, 2, role, "%.*s", (int)len, code);
    if (blocked)
        area_put(area, y, x + 1, ROLE_WARN, _("(blocks)"));
}

/* What there is to draw of a program. */
struct code {
    const char *text;
    int running; /* 1 + the line that runs, 0: none */
    bool blocked;
};

/* A pane_text; the last line may do without its newline. */
static int code_text(const void *of, struct area area, int y)
{
    const struct code *code = of;
    const char *at = code->text;
    int n = 0;

    while (*at) {
        size_t len = strcspn(at, "\n");
        bool runs = n + 1 == code->running;

        draw_line(area, y + n++, at, len, runs, runs && code->blocked);
        at += len + (at[len] == '\n');
    }
    return n;
}

/*
 * The page begins so that the running line stands a third down: what comes next
 * matters more than what was.
 */
void source_draw(struct area area, const struct source *source,
                 const struct lesson *lesson, const char *lane,
                 struct pane *pane)
{
    char title[192];

    if (lesson->n_programs == 0 || area.h < 2)
        return;
    const struct program *program = &lesson->programs[source->program];
    struct code code = {.text = program->code,
                        .running = source->line[source->program],
                        .blocked = source->blocked[source->program]};

    snprintf(title, sizeof title, "%s.c%s%s", program->actor,
             lane[0] ? "  " : "", lane);
    area_rule(area, 0, title);
    if (!pane->held)
        pane->top = code.running - 1 - (area.h - 1) / 3;
    pane_draw(pane, area_rows(area, 1, area.h - 1), code_text, &code);
}
