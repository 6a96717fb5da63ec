/*
 * lesson_foot.c - the last row above the keys: what was just said, what is
 * waited for, or what space will do.
 */
#include <string.h>

#include "widgets/lesson/lesson_inside.h"

/* The line without the [NAME=VALUE] that says where it runs. */
static const char *after_guard(const char *text)
{
    const char *end = *text == '[' ? strchr(text, ']') : NULL;

    return end ? end + 1 + strspn(end + 1, " ") : text;
}

/* A line as a promise, without the result that would spoil it. */
static void line_text(const struct line *line, char *out, size_t size)
{
    if (line->kind == LINE_CALL)
        snprintf(out, size, "%s: %s", line->actor, line->call);
    else if (line->kind == LINE_RETURNS)
        snprintf(out, size, _("%s: its call returns"), line->actor);
    else if (line->kind == LINE_WIRE_EXPECT || line->kind == LINE_WIRE_NONE)
        snprintf(out, size, _("a look at what waits on the wire"));
    else
        snprintf(out, size, "%s", after_guard(line->text));
}

/* The next line that does something in some lane, and how many there are. */
static const struct line *first_line(const struct lesson_view *view,
                                     const struct step *step, int *n)
{
    const struct script *script = &view->lesson->script;
    const struct line *first = NULL;
    const struct line *last = runner_line(view->runner);

    *n = 0;
    for (size_t i = 0; i < step->n_lines; i++) {
        const struct line *line = &script->lines[step->first_line + i];

        if (last && line <= last)
            continue;
        if (!first)
            first = line;
        ++*n;
    }
    return first;
}

/* "Next: server: bind(3, 0.0.0.0:12000)  and 2 more" */
static void promise(const char *text, int n, char *out, size_t size)
{
    if (n > 1)
        snprintf(out, size,
                 translate_n("Next: %s  and %d more", "Next: %s  and %d more",
                             (unsigned long)n - 1),
                 text, n - 1);
    else
        snprintf(out, size, _("Next: %s"), text);
}

/* What comes, without a call's arguments where these have no room. */
static void lines_text(const struct lesson_view *view, const struct step *step,
                       char *out, size_t size)
{
    char text[256] = "";
    int n, room = view->layout.foot.w;
    const struct line *line = first_line(view, step, &n);

    if (line)
        line_text(line, text, sizeof text);
    promise(text, n, out, size);
    if (line && line->kind == LINE_CALL && glyph_columns(out) > room) {
        snprintf(text, sizeof text, "%s: %.*s()", line->actor,
                 (int)strcspn(line->call, "("), line->call);
        promise(text, n, out, size);
    }
    if (glyph_columns(out) > room)
        promise(text, 1, out, size);
}

/* What space will do. */
static void next_text(const struct lesson_view *view, char *out, size_t size)
{
    const struct step *step = lesson_next_step(view);

    if (!step) {
        lesson_end_text(view, out, size);
        return;
    }
    if (step->kind == STEP_READ) {
        snprintf(out, size, _("Next: the end, in words."));
        return;
    }
    if (step->kind == STEP_PREDICT) {
        snprintf(out, size, _("Next: a question about %s()."),
                 view->lesson->predicts[step->predict].call);
        return;
    }
    lines_text(view, step, out, size);
}

/* On the bench, the packets that wait come before what else could be done. */
static const char *bench_text(const struct lesson_view *view)
{
    if (lab_waiting(runner_lab(view->runner, 0)) == 0)
        return bench_hint(view->runner);
    if (view->scene == SCENE_CALLS)
        return _("Packets wait on the wire: {wire} shows it, and lets them "
                 "through.");
    return _("{deliver} lets the oldest packet through, {drop} loses it, "
             "{hold} lets all flow.");
}

/* One sentence on what is going on, or on what could be done. */
static void foot_text(const struct lesson_view *view, char *out, size_t size)
{
    const struct line *line = runner_line(view->runner);

    if (view->mode == MODE_GOTO && view->number[0] == '\0')
        snprintf(out, size, _("Go to step (0 to %zu): _   {enter}: step %zu"),
                 view->lesson->n_steps, lesson_saved_step(view));
    else if (view->mode == MODE_GOTO)
        snprintf(out, size, _("Go to step (0 to %zu): %s_"),
                 view->lesson->n_steps, view->number);
    else if (view->mode == MODE_TOGGLES)
        snprintf(out, size, _("{enter} or a digit flips, {back} is done."));
    else if (lesson_busy(view) && line)
        snprintf(out, size, _("Waiting for: %s"), line->text);
    else if (lesson_busy(view))
        snprintf(out, size, _("Waiting."));
    else if (lesson_faulty_lane(view) >= 0)
        snprintf(out, size,
                 _("This machine can't go on with it; {again} begins again."));
    else if (view->own)
        snprintf(out, size, "%s", bench_text(view));
    else
        next_text(view, out, size);
}

/* A message comes before everything else, until the next key. */
static bool has_message(const struct lesson_view *view)
{
    return view->message[0] && view->mode != MODE_GOTO && !view->searching;
}

/*
 * How to read what has no rows: the prose, or what is explained below it. Where
 * the arrow keys are for something else, Tab leads there; they choose answers.
 */
static void draw_unread(const struct lesson_view *view, struct area area,
                        int used)
{
    bool taken = view->mode == MODE_QUIZ || view->scene == SCENE_LADDER ||
                 lesson_scenes[view->scene].scrolls;
    bool asked = view->mode == MODE_QUIZ && view->unexplained;
    char hint[80];

    key_fill(asked   ? _("{down}: the answers")
             : taken ? _("{pane}: more to read")
                     : _("{down}: read on"),
             hint, sizeof hint);
    int x = area.w - glyph_columns(hint);

    if ((pane_more(&view->panes[FOCUS_NONE]) || view->unexplained) &&
        view->focus == FOCUS_NONE && x > used + 1)
        area_put(area, 0, x, ROLE_KEY, hint);
}

void lesson_foot_draw(const struct lesson_view *view, struct area area)
{
    char raw[600] = "", text[600];

    if (view->searching) {
        typed_draw(area, &view->typed, _("a text that is to be found"));
        return;
    }
    if (has_message(view) && !lesson_foot_long(view, area.w)) {
        area_put(area, 0, 0, view->message_role, view->message);
        draw_unread(view, area, glyph_columns(view->message));
        return;
    }
    if (view->runner && view->mode != MODE_QUIZ)
        foot_text(view, raw, sizeof raw);
    key_fill(raw, text, sizeof text);
    area_put(area, 0, 0, lesson_busy(view) ? ROLE_WARN : ROLE_DIM, text);
    draw_unread(view, area, glyph_columns(text));
}

const char *lesson_foot_long(const struct lesson_view *view, int width)
{
    return has_message(view) && glyph_columns(view->message) > width
               ? view->message
               : NULL;
}
