/*
 * lesson_draw.c - shares the screen out: title, prose, source, the frame, and
 * below it what there is to explain; the last row is lesson_foot.c's.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/why.h"
#include "widgets/screen/prose.h"

enum {
    FRAME_ROWS = 8,      /* a frame with less shows nothing of use, */
    MATRIX_ROWS = 10,    /* nor does a smaller one that stands for a grid */
    WIDE = 124,          /* from here on the source has its own side */
    VERY_WIDE = 144,     /* from here on it is there unasked */
    SOURCE_WIDTH = 82,   /* more is never needed */
    EXPLAIN_WIDTH = 100, /* wider rows are hard to read */
    PROSE_LEAST = 2,     /* always in sight, to be scrolled */
    BODY_ROWS = 22,      /* of a screen of 24: without title and keys */
    LOST_MOST = 2,       /* of them, on the smallest screen (app.c) */
};

/* Where everything goes. */
struct layout {
    struct area prose;
    struct area source;
    struct area frame;
    struct area explain;
    int explain_need; /* rows that it would fill */
    struct area foot; /* what is said, or comes next */
};

/* ---- title ---- */

/*
 * What it is on the left, how far and in what world on the right; the right
 * side stays whole.
 */
static void draw_title(struct lesson_view *view, struct area area)
{
    const struct lesson *lesson = view->lesson;
    char right[160] = "";
    int x = 1;

    area_fill(area, 0, ROLE_TITLE);
    if (view->runner) {
        char world[80];

        lesson_world(view, world, sizeof world);
        if (view->own)
            snprintf(right, sizeof right, "%s", world);
        else
            snprintf(right, sizeof right, _("step %zu/%zu  %s"),
                     runner_step(view->runner), lesson->n_steps, world);
    }
    int end = area.w - 1 - glyph_columns(right);
    struct area left = area_columns(area, 0, end - 1);
    x += area_put(left, 0, x, ROLE_TITLE, "socket-lab") + 2;
    if (lesson->number > 0)
        x += area_printf(left, 0, x, ROLE_TITLE, "%d ", lesson->number);
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
    struct area text = area_columns(area, 0, area.w - 1);

    if (view->own || !view->runner)
        return 0;
    if (view->strayed)
        return prose_text(text, y, 0, ROLE_WARN,
                          _("This world is your own now: you have changed it. "
                            "J and Enter bring back the lesson's, which this "
                            "is about:"));
    if (view->alone)
        return prose_text(text, y, 0, ROLE_WARN,
                          _("This is one world of your own, with its switches "
                            "(t). T brings back all those which this is "
                            "about:"));
    return 0;
}

/* A pane_text. */
static int page_text(const void *of, struct area area, int y)
{
    const struct lesson_view *view = of;
    struct prose prose = page_prose(view);
    int rows = draw_own(view, area, y);

    rows += lesson_end_draw(view, area, y + rows);
    return rows + prose_paras(&prose, area, y + rows);
}

static int page_rows(const struct lesson_view *view, int width)
{
    return pane_rows(page_text, view, width);
}

static void draw_prose(struct lesson_view *view, struct area area)
{
    mouse_hit(area, MOUSE_OWN + FOCUS_PROSE);
    pane_draw(&view->panes[FOCUS_NONE], area, page_text, view);
}

/* ---- below the frame ---- */

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

/* A pane_text, of all that stands below the frame. */
static int explain_text(const void *of, struct area area, int y)
{
    const struct lesson_view *view = of;
    struct matrix matrix;
    int first = y;

    if (!view->runner)
        return prose_text(area, y, 0, ROLE_ERROR, view->why);
    if (view->mode == MODE_QUIZ)
        return quiz_draw(area, y, view->quiz, view->runner);
    if (view->mode == MODE_TOGGLES)
        return draw_toggles(view, area, y);
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

/* ---- sharing out ---- */

/* The fewest rows of a frame that shows something of use. */
static int frame_least(const struct lesson_view *view)
{
    const struct scene *scene = &lesson_scenes[view->scene];
    struct matrix matrix;

    if (view->mode == MODE_QUIZ)
        return scene->asked;
    if (view->scene == SCENE_CALLS && matrix_of(&matrix, view->runner))
        return MATRIX_ROWS;
    return scene->least;
}

/*
 * A screen of 24 rows shows all that there is to see. On one of 22 or 23, such
 * as a pane of tmux(1) has, what has happened gets as many rows as there: what
 * is blank and what is prose, which can be scrolled, give theirs. Only where
 * nothing would be left of the prose the frame gives some.
 */
static int rows_lost(struct area area)
{
    return area_clamp(BODY_ROWS - area.h, 0, LOST_MOST);
}

/*
 * Rows of what is explained: what it needs, but the frame and a piece of the
 * prose stay in sight.
 */
static int explain_rows(const struct lesson_view *view, struct area area,
                        int foot, int need)
{
    int h = area.h + rows_lost(area);
    int most = h * 2 / 5;

    if (view->mode == MODE_QUIZ || view->focus == FOCUS_WHY)
        most = h - 4;
    else if (view->begun && view->scene != SCENE_CALLS)
        most = area_clamp(most, 0, h - foot - PROSE_LEAST - frame_least(view));
    return area_clamp(need, 0, area_clamp(most, 1, area.h - foot));
}

/* Where words go: a column free on both sides, as the title has it. */
static struct area text_of(struct area area)
{
    return area_columns(area, 1, area.w - 2);
}

/* Rows of the prose, when the frame is to be had below it. */
static int prose_rows_of(struct lesson_view *view, struct area area, int free,
                         bool beside)
{
    /* The bench's prose is for the beginning, and for whoever asks for it. */
    bool unread = view->own && view->focus != FOCUS_PROSE;
    int need = unread ? 0 : page_rows(view, text_of(area).w);

    if (!view->begun || !view->runner)
        return free;
    if (view->source_on && !beside)
        return area_clamp(area.h / 2, 0, free - FRAME_ROWS);
    if (view->focus == FOCUS_PROSE)
        return area_clamp(need, 0, free);
    /* A third, and what the frame has no use for. */
    int most = free - lesson_frame_rows(view, area.w);
    if (most < (area.h + 1) / 3)
        most = (area.h + 1) / 3;
    most = area_clamp(most, 0, free - frame_least(view));
    return area_clamp(need, 0, area_clamp(most, PROSE_LEAST, free));
}

/* The source beside everything else, where the screen is wide. */
static void split_sides(const struct lesson_view *view, struct area *area,
                        struct area *source)
{
    int frame = lesson_scenes[view->scene].width;

    if (!view->source_on || area->w < WIDE)
        return;
    int w = area_clamp(area->w - frame - 1, 40, SOURCE_WIDTH);

    *source = area_columns(*area, area->w - w, w);
    *area = area_columns(*area, 0, area->w - w - 1);
}

/* Where the frame begins, and how high it is. */
struct share {
    int prose;
    int gap; /* a blank row between text and frame, where there is room */
    int frame;
};

/* Take a row from where it is missed least. */
static void lose_row(struct lesson_view *view, int width, struct share *share)
{
    if (share->gap > 0)
        share->gap--;
    else if (share->frame > lesson_frame_rows(view, width) || share->prose == 0)
        share->frame--;
    else if (share->prose > 1 || share->frame <= frame_least(view))
        share->prose--;
    else
        share->frame--;
}

/* below: the rows of what is explained, and of the foot. */
static struct share share_out(struct lesson_view *view, struct area area,
                              int below, bool beside)
{
    struct area whole = area;
    struct share share;

    whole.h += rows_lost(area);
    share.prose = prose_rows_of(view, whole, whole.h - below, beside);
    share.frame = whole.h - below - share.prose;
    share.gap = share.prose > 0 && share.frame > FRAME_ROWS + 4 &&
                share.frame > frame_least(view);
    share.frame -= share.gap;
    for (int lost = rows_lost(area); lost > 0; lost--)
        lose_row(view, area.w, &share);
    return share;
}

/*
 * Everything gets its place anew with each drawing: a resize is nothing
 * special.
 */
static struct layout lay_out(struct lesson_view *view, struct area area)
{
    struct layout layout = {.source = {0}};

    split_sides(view, &area, &layout.source);
    struct area text = text_of(area);
    struct area narrow = area_columns(text, 0, EXPLAIN_WIDTH);
    layout.explain_need = pane_rows(explain_text, view, narrow.w);
    int foot = lesson_foot_rows(view, text.w);
    int explain = explain_rows(view, narrow, foot, layout.explain_need);
    struct share share =
        share_out(view, area, explain + foot, layout.source.w > 0);
    int y = share.prose + share.gap;

    if (view->source_on && layout.source.w == 0 && view->begun)
        layout.source = area_rows(area, 0, share.prose);
    else
        layout.prose = area_rows(text, 0, share.prose);
    layout.frame = area_rows(area, y, share.frame);
    layout.explain = area_rows(narrow, y + share.frame, explain);
    layout.foot = area_rows(text, area.h - foot, foot);
    return layout;
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
}

/*
 * Two ladders or diagrams side by side need all of a wide screen; so does a
 * matrix.
 */
static bool source_unasked(const struct lesson_view *view, int width)
{
    bool wide = width >= VERY_WIDE && view->lesson->n_programs > 0;
    struct matrix matrix;

    return wide &&
           (!view->runner || runner_lanes(view->runner) == 1 ||
            (view->scene == SCENE_CALLS && !matrix_of(&matrix, view->runner)));
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

void lesson_draw(struct view *base, struct area area)
{
    struct lesson_view *view = (struct lesson_view *)base;
    struct area body = area_rows(area, 1, area.h - 1);

    if (!view->source_set)
        view->source_on = source_unasked(view, area.w);
    struct layout layout = lay_out(view, body);

    draw_title(view, area);
    draw_prose(view, layout.prose);
    draw_source(view, layout.source);
    if (view->runner && view->begun)
        lesson_frame_draw(view, layout.frame);
    mouse_hit(layout.explain, MOUSE_OWN + FOCUS_WHY);
    pane_draw(&view->panes[FOCUS_WHY], layout.explain, explain_text, view);
    view->unexplained =
        view->mode == MODE_STEP && layout.explain_need > layout.explain.h;
    say_missing(view);
    lesson_foot_draw(view, layout.foot);
    if (view->mode == MODE_PROMPT)
        prompt_draw(view->prompt, body);
}
