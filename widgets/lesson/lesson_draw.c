/*
 * lesson_draw.c - the title, the text with its prose and what there is to
 * explain, and everything else in the place that layout.h gives it; the last
 * row is lesson_foot.c's.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/called.h"
#include "widgets/panes/why.h"
#include "widgets/screen/prose.h"

enum {
    TEXT_MOST = 100, /* wider rows are hard to read */
};

/* ---- title ---- */

/* How far, and in what world, in one of three lengths: 0 is the whole. */
static void title_right(const struct lesson_view *view, int brief, char *out,
                        size_t size)
{
    char world[80];

    out[0] = '\0';
    if (!view->runner)
        return;
    lesson_world(view, world, sizeof world);
    if (view->own)
        snprintf(out, size, "%s", world);
    else if (brief > 0)
        snprintf(out, size, "%zu/%zu%s%s", runner_step(view->runner),
                 view->lesson->n_steps, brief == 1 ? "  " : "",
                 brief == 1 ? world : "");
    else
        snprintf(out, size, _("step %zu/%zu  %s"), runner_step(view->runner),
                 view->lesson->n_steps, world);
}

/*
 * What it is on the left, how far on the right. The lesson's title is what has
 * to be whole: what is known anyway gives way to it.
 */
static void draw_title(struct lesson_view *view, struct area area)
{
    const struct lesson *lesson = view->lesson;
    char right[160], number[16] = "";
    int x = 1, brief = 0;

    if (lesson->number > 0)
        snprintf(number, sizeof number, "%d ", lesson->number);
    int need = glyph_columns(number) + glyph_columns(lesson->title) + 2;
    area_fill(area, 0, ROLE_TITLE);
    do
        title_right(view, brief, right, sizeof right);
    while (need + glyph_columns(right) >= area.w && brief++ < 2);
    int end = area.w - 1 - glyph_columns(right);
    if (need + glyph_columns("socket-lab") + 2 < end)
        x += area_put(area, 0, x, ROLE_TITLE, "socket-lab") + 2;
    struct area left = area_columns(area, 0, end - 1);
    x += area_put(left, 0, x, ROLE_TITLE, number);
    area_put(left, 0, x, ROLE_TITLE, lesson->title);
    area_put(area, 0, end, ROLE_TITLE, right);
}

/* ---- prose ---- */

/* The step whose prose shows; NULL where there are no steps. */
static const struct step *page_step(const struct lesson_view *view)
{
    return view->page < view->lesson->n_steps ? &view->lesson->steps[view->page]
                                              : NULL;
}

/* A lesson without steps, as the bench is, shows all of its prose. */
static struct prose page_prose(const struct lesson_view *view)
{
    const struct step *step = page_step(view);

    return (struct prose){.document = &view->lesson->document,
                          .first = step ? step->prose : 0,
                          .n = step ? step->n_prose : view->lesson->document.n};
}

/*
 * What stands before the prose where the world is another than the one that it
 * speaks of, and how to have that back. Returns its rows.
 */
static int draw_own(const struct lesson_view *view, struct area area, int y)
{
    char text[400];

    if (view->own || !view->runner || (!view->strayed && !view->alone))
        return 0;
    key_fill(view->strayed
                 ? _("You have changed this world by hand. {jump} and {enter} "
                     "bring back the lesson's, which the text below is about.")
                 : _("One world alone, whose switches {toggle} flips. {alone} "
                     "brings back those that the text below compares."),
             text, sizeof text);
    return prose_text(area_columns(area, 0, area.w - 1), y, 0, ROLE_WARN, text);
}

/* A pane_text. */
static int page_text(const void *of, struct area area, int y)
{
    const struct lesson_view *view = of;
    struct prose prose = page_prose(view);
    int rows = draw_own(view, area, y);

    /* The last column is for the signs of more above and below. */
    area = area_columns(area, 0, area.w - 1);
    rows += lesson_end_draw(view, area, y + rows);
    return rows + prose_paras(&prose, area, y + rows);
}

/* ---- below the prose ---- */

/* All toggles with their values, the chosen one marked. */
static int draw_toggles(const struct lesson_view *view, struct area area, int y)
{
    const struct setting *setting = runner_setting(view->runner, 0);
    bool twins = runner_lanes(view->runner) > 1;

    for (int i = 0; i < setting->n; i++) {
        const struct toggle *toggle = &setting->toggles[i];
        bool fixed = twins && lesson_compares(view->lesson, toggle->name);

        mouse_hit_row(area, y + i, '1' + i);
        if (i == view->chosen) {
            area_sign(area, y + i, 0, ROLE_KEY, SIGN_CURRENT);
            screen_cursor(area, y + i, 0);
        }
        area_printf(area, y + i, 2, ROLE_KEY, "%d", i + 1);
        area_printf(area, y + i, 4,
                    i == view->chosen ? ROLE_SELECTED : ROLE_PLAIN, "%s  %s",
                    toggle->label,
                    fixed ? _("(compared: fixed in each lane)")
                          : toggle->values[setting->value[i]]);
    }
    return setting->n;
}

/*
 * Why the hosts are addresses of this machine only, or not here at all; ""
 * when neither is so.
 */
static const char *fallback(const struct lesson_view *view)
{
    if (view->recording)
        return view->why;
    return lab_fallback_reason(runner_lab(view->runner, 0));
}

/* What was predicted and what came, or else only what came. */
static int draw_answers(const struct lesson_view *view, struct area area, int y)
{
    int rows = 0;

    if (view->quiz)
        rows += quiz_said(area, y, view->quiz, view->runner, view->lane);
    if (view->verdict)
        rows += quiz_verdict(area, y + rows, view->verdict, view->runner,
                             view->lane);
    if (rows == 0 && view->begun)
        rows = matrix_results(area, y, view->runner, view->since, view->lane);
    return rows;
}

/* A pane_text, of all that is explained below the prose. */
static int explain_text(const void *of, struct area area, int y)
{
    const struct lesson_view *view = of;
    struct matrix matrix;
    int first = y;

    const char *message = lesson_foot_long(view, view->layout.foot.w);

    if (message)
        y += prose_text(area, y, 0, view->message_role, message);
    if (!view->runner)
        return y + prose_text(area, y, 0, ROLE_ERROR, view->why) - first;
    if (view->mode == MODE_QUIZ)
        return y + quiz_draw(area, y, view->quiz, view->runner) - first;
    if (view->mode == MODE_TOGGLES)
        return y + draw_toggles(view, area, y) - first;
    if (!view->begun)
        y += prose_text(area, y, 0, ROLE_WARN, fallback(view));
    y += lesson_receipt_draw(view, area, y);
    struct why_view culprit = {.runner = view->runner,
                               .glossary = view->options->glossary,
                               .since = view->since,
                               /* A lesson's prose says the rest. */
                               .terse = !view->own,
                               .strayed = view->strayed,
                               .one = matrix_of(&matrix, view->runner),
                               .lane = view->lane};
    /* What came otherwise must not lack room; a grid shows it by itself. */
    if (!culprit.one)
        y += why_checks(area, y, &culprit);
    int answers = draw_answers(view, area, y);
    y += answers;
    if (culprit.one)
        y += why_checks(area, y, &culprit);
    /* The sentences of a verdict say already what an errno means. */
    culprit.brief = view->verdict && answers > 0;
    return y + why_draw(area, y, &culprit) - first;
}

/* ---- the text ---- */

/* Where words go: a column free on both sides, as the title has it. */
static struct area text_of(struct area area)
{
    return area_columns(area, 1, area_least(area.w - 2, TEXT_MOST));
}

static enum layout_first text_first(const struct lesson_view *view)
{
    if (view->focus == FOCUS_PROSE)
        return LAYOUT_PROSE;
    return view->focus == FOCUS_WHY || view->mode == MODE_QUIZ ||
                   view->mode == MODE_TOGGLES
               ? LAYOUT_EXPLAINED
               : LAYOUT_BOTH;
}

/* Rows of what is explained; a question is made to fit where it can be. */
static int explained_rows(struct lesson_view *view, struct area text)
{
    int need = pane_rows(explain_text, view, text.w);

    if (view->mode != MODE_QUIZ)
        return need;
    view->quiz->tight = false;
    need = pane_rows(explain_text, view, text.w);
    view->quiz->tight = need > text.h;
    return view->quiz->tight ? pane_rows(explain_text, view, text.w) : need;
}

/* The rows of the question's first n choices. */
static int choices_rows(const struct quiz *quiz, int n, int width)
{
    struct predict some = *quiz->predict;
    struct quiz of = *quiz;

    some.n_choices = n;
    of.predict = &some;
    return quiz_choices((struct area){.w = width}, 0, &of, -1);
}

/*
 * The answer that is chosen stays in sight: answers are a question's end. Of
 * the worlds behind the first, about which nothing is chosen so far, it is the
 * name of the world, with as many answers as there are rows for.
 */
static void follow_answer(struct lesson_view *view, int need, struct area text)
{
    const struct quiz *quiz = view->quiz;
    bool grid = quiz->columns > 0;
    int row = need - 1;

    if (!grid)
        row -= choices_rows(quiz, quiz->predict->n_choices, text.w) -
               choices_rows(quiz, quiz->cursor + 1, text.w);
    if (view->focus == FOCUS_NONE && (grid || quiz->cursor >= 0))
        view->panes[FOCUS_WHY].top =
            area_clamp(view->panes[FOCUS_WHY].top, row - text.h + 1, row);
    else if (view->focus == FOCUS_NONE && quiz->lane > 0)
        view->panes[FOCUS_WHY].top = area_clamp(
            need - text.h, 0,
            need - choices_rows(quiz, quiz->predict->n_choices, text.w) - 1);
}

/* The pane that Tab has chosen has a sign in its corner. */
static void draw_focus(struct area area, bool focused)
{
    if (focused && area.h > 0)
        area_sign(area, 0, area.w - 1, ROLE_KEY, SIGN_CURRENT);
}

/*
 * What the calls of the step do, in rows that nothing else needs; of the first
 * world that has made any.
 */
static void draw_called(const struct lesson_view *view, struct area area)
{
    int rows = 0;

    if (!view->runner || view->mode != MODE_STEP || !view->begun ||
        lesson_is_over(view))
        return;
    for (int i = 0; rows == 0 && i < runner_lanes(view->runner); i++)
        rows =
            called_draw(area, view->options->glossary,
                        lab_log(runner_lab(view->runner, i)), view->since[i]);
}

/*
 * Prose, and below it what is explained. On a narrow screen the source stands
 * in the prose's place, unless that is what one reads.
 */
static void draw_text(struct lesson_view *view, struct area area,
                      struct area *source)
{
    struct area text = text_of(area);
    bool covered = source->h > 0 && source->x == area.x &&
                   source->y == area.y && view->focus != FOCUS_PROSE;
    int need = explained_rows(view, text);
    int prose = pane_rows(page_text, view, text.w);
    struct layout_text share =
        layout_text(area.h, covered ? area.h : prose, need, text_first(view));

    mouse_hit(area_rows(area, 0, share.prose), MOUSE_OWN + FOCUS_PROSE);
    mouse_hit(area_rows(area, share.prose + share.gap, share.explained),
              MOUSE_OWN + FOCUS_WHY);
    if (covered)
        *source = area_rows(area, 0, share.prose);
    else
        pane_draw(&view->panes[FOCUS_NONE], area_rows(text, 0, share.prose),
                  page_text, view);
    if (!covered && source->x == area.x && source->y == area.y)
        source->h = 0;
    if (view->mode == MODE_QUIZ)
        follow_answer(view, need,
                      (struct area){.h = share.explained, .w = text.w});
    pane_draw(&view->panes[FOCUS_WHY],
              area_rows(text, share.prose + share.gap, share.explained),
              explain_text, view);
    int used = share.prose + share.gap + share.explained;
    /* Above the worlds a step sends enough to the terminal as it is. */
    if (view->layout.worlds.x > area.x)
        draw_called(view, area_rows(text, used + 1, area.h - used - 1));
    draw_focus(area_rows(area, 0, share.prose), view->focus == FOCUS_PROSE);
    draw_focus(area_rows(area, share.prose + share.gap, share.explained),
               view->focus == FOCUS_WHY);
    view->unexplained = need > share.explained;
}

/* Twin lanes run the same program; the first one is followed. */
static void draw_source(struct lesson_view *view, struct area area)
{
    char lane[128] = "";

    if (area.w <= 0 || !view->runner)
        return;
    difference_label(view->runner, 0, lane, sizeof lane);
    mouse_hit(area, MOUSE_OWN + FOCUS_SOURCE);
    source_draw(area, &view->source, view->lesson, lane,
                &view->panes[FOCUS_SOURCE]);
    draw_focus(area, view->focus == FOCUS_SOURCE);
}

/* ---- the places ---- */

/* What shows, and what the learner has made of it. */
static struct layout_wants wants_of(const struct lesson_view *view)
{
    bool asked = view->mode == MODE_QUIZ || view->mode == MODE_TOGGLES;
    struct layout_wants wants = {
        .worlds = view->runner != NULL,
        .lanes = view->runner ? runner_lanes(view->runner) : 0,
        .few_words = view->own != NULL,
        .settings = view->lesson->needs[NEED_SYSCTL],
        .details = view->details,
        .asked = view->shown,
        .hidden = view->hidden,
        .zoom = view->zoom};

    wants.scene = view->scene == SCENE_CALLS ? LAYOUT_PANES
                                             : lesson_scenes[view->scene].pane;
    if (view->source_on)
        wants.asked |= 1U << LAYOUT_SOURCE;
    if (view->lesson->n_programs == 0)
        wants.hidden |= 1U << LAYOUT_SOURCE;
    /* Whoever is asked something has to see it. */
    if (asked)
        wants.hidden &= ~(1U << LAYOUT_TEXT);
    return wants;
}

/* The wire's place is the packet's as well. */
static void draw_worlds(struct lesson_view *view,
                        const struct layout_wants *wants)
{
    const struct layout *layout = &view->layout;
    bool fields = view->scene == SCENE_FIELDS;

    if (!view->runner)
        return;
    lesson_frame_draw(view, layout->worlds, SCENE_CALLS, wants);
    lesson_frame_draw(view, layout->wire, fields ? SCENE_FIELDS : SCENE_LADDER,
                      wants);
    lesson_frame_draw(view, layout->states, SCENE_STATES, wants);
    lesson_strip_draw(view, layout->strip);
}

/* Where the text is, or that it is not there, is known when all is drawn. */
static void say_missing(struct lesson_view *view)
{
    struct pane *pane = lesson_focused(view);
    char text[PANE_MISSING];

    if (pane->search.missing)
        lesson_say(view, ROLE_WARN, "%s", pane_missing(pane, text));
    pane->search.missing = 0;
}

/*
 * Everything gets its place anew with each drawing: a resize is nothing
 * special.
 */
void lesson_draw(struct view *base, struct area area)
{
    struct lesson_view *view = (struct lesson_view *)base;
    struct area body = area_rows(area, 1, area.h - 1);
    struct layout_wants wants = wants_of(view);

    view->layout = layout_make(body, &wants);
    struct area source = view->layout.source;
    struct area foot = area_columns(view->layout.foot, 1, body.w - 2);
    view->layout.foot = foot;

    draw_title(view, area);
    draw_text(view, view->layout.text, &source);
    draw_source(view, source);
    draw_worlds(view, &wants);
    say_missing(view);
    lesson_foot_draw(view, foot);
    if (view->mode == MODE_PROMPT)
        prompt_draw(view->prompt, body);
}
