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

enum {
    CODE_INDENT = 2,    /* for the sign */
    WRAPPED_INDENT = 4, /* of what a line has had no room for */
};

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

/* One line of a program. */
struct code_line {
    const char *code;
    bool runs;
    bool blocked;
};

/*
 * The sign says which line runs, the words behind it that it waits. A line that
 * is too long goes on below, further in. Returns the rows.
 */
static int draw_line(struct area area, int y, const struct code_line *line)
{
    enum role role = line->runs ? ROLE_CURRENT : ROLE_CODE;
    int first = y, x = CODE_INDENT, used;
    const char *at = line->code;
    size_t next;

    if (line->runs)
        area_sign(area, y, 0, ROLE_CURRENT, SIGN_CURRENT);
    do {
        size_t len = glyph_line(at, area.w - x - 1, &next);

        used = area_printf(area, y++, x, role, "%.*s", (int)len, at);
        if (at == line->code)
            x = area_least(area.w / 2,
                           x + (int)strspn(at, " ") + WRAPPED_INDENT);
        at += next;
    } while (*at && at[-1] != '\n');
    used += y - first == 1 ? CODE_INDENT : x;
    if (line->blocked && used + 1 + glyph_columns(_("(blocks)")) > area.w) {
        used = x;
        y++;
    }
    if (line->blocked)
        area_put(area, y - 1, used + 1, ROLE_WARN, _("(blocks)"));
    return y - first;
}

/* What there is to draw of a program. */
struct code {
    const char *text;
    int running; /* 1 + the line that runs, 0: none */
    bool blocked;
};

/* The first n lines, -1: all. Returns their rows. */
static int draw_lines(const struct code *code, int n, struct area area, int y)
{
    const char *at = code->text;
    int first = y;

    for (int i = 0; *at && i != n; i++) {
        bool runs = i + 1 == code->running;
        struct code_line line = {at, runs, runs && code->blocked};
        size_t len = strcspn(at, "\n");

        y += draw_line(area, y, &line);
        at += len + (at[len] == '\n');
    }
    return y - first;
}

/* A pane_text; the last line may do without its newline. */
static int code_text(const void *of, struct area area, int y)
{
    return draw_lines(of, -1, area, y);
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
    struct area nowhere = {.w = area.w};
    int above = draw_lines(&code, area_most(0, code.running - 1), nowhere, 0);
    if (!pane->held)
        pane->top = above - (area.h - 1) / 3;
    pane_draw(pane, area_rows(area, 1, area.h - 1), code_text, &code);
}
