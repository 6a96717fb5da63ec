/*
 * lesson_receipt.c - where the kernel differs from the lesson: what is said
 * at the lesson's end, and the page with all of it.
 */
#include <stdlib.h>

#include "lab/base/memory.h"
#include "lessons/report/receipt.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/screen/prose.h"
#include "widgets/view/receipt_page.h"

enum {
    SHOWN = 4
}; /* lines that are listed at the end; of the rest, how many */

/*
 * Up to where the logs of the lanes count; NULL: to their ends. What had come
 * before a change by hand stays what the kernel said.
 */
static const size_t *until(const struct lesson_view *view)
{
    return view->strayed ? view->strayed_at : NULL;
}

/*
 * The page has its own copy of the text: the lesson goes on below it, and may
 * be run again.
 */
unsigned lesson_receipt_open(struct lesson_view *view)
{
    char kernel[160], *text;
    struct memory memory;
    int n = 0;
    bool whole;

    if (memory_open(&memory))
        n = receipt_write(memory.out, view->runner, until(view));
    whole = memory_close(&memory);
    text = memory.text;
    if (!whole) {
        lesson_say(view, ROLE_ERROR, "There is no memory for the receipt.");
    } else if (n == 0 && lesson_faulty_lane(view) >= 0) {
        free(text);
        lesson_say(view, ROLE_ERROR,
                   "There is no receipt: this machine can't go on with it.");
    } else if (n == 0) {
        free(text);
        lesson_say(view, ROLE_OK,
                   "There is no receipt: %s has done what the lesson says.",
                   receipt_kernel(kernel, sizeof kernel));
    } else if ((view->view.next = receipt_page(view->lesson->id, text))) {
        return VIEW_OPEN;
    }
    return VIEW_DRAW;
}

/* The lane's name is "" where there is one only. */
static void difference_line(const struct event *event, const char *lane,
                            char *out, size_t size)
{
    const char *expected = event->check.expected, *got = event->check.actual;

    expected = expected ? expected : "?";
    got = got ? got : "?";
    if (*lane)
        snprintf(out, size, _("line %d, %s: expected %s, got %s"), event->line,
                 lane, expected, got);
    else
        snprintf(out, size, _("line %d: expected %s, got %s"), event->line,
                 expected, got);
}

/* One line a difference, as many as are wanted; the others are counted. */
static int draw_lines(const struct lesson_view *view, struct area area, int y)
{
    int first = y, n = 0;
    char text[1024];

    for (int lane = 0; lane < runner_lanes(view->runner); lane++) {
        const struct log *log = lab_log(runner_lab(view->runner, lane));
        size_t end = view->strayed ? view->strayed_at[lane] : log_count(log);

        if (runner_fault(view->runner, lane))
            continue;
        for (size_t i = 0; i < end; i++) {
            const struct event *event = log_at(log, i);
            const char *name = runner_lane_name(view->runner, lane);

            if (!receipt_due(event) || n++ >= SHOWN)
                continue;
            difference_line(event, name, text, sizeof text);
            y += prose_text(area, y, 4, ROLE_PLAIN, text);
        }
    }
    if (n > SHOWN)
        area_printf(
            area, y++, 0, ROLE_DIM,
            translate_n("and %d more", "and %d more", (unsigned long)n - SHOWN),
            n - SHOWN);
    return y - first;
}

/* Not before the end: until then each step says what it has found. */
int lesson_receipt_draw(const struct lesson_view *view, struct area area, int y)
{
    char kernel[160], text[800], shown[800];
    int n, rows;

    if (view->own || lesson_next_step(view) || lesson_busy(view))
        return 0;
    n = receipt_write(NULL, view->runner, until(view));
    if (n == 0)
        return 0;
    snprintf(
        text, sizeof text,
        translate_n(
            "%s Your kernel (%s) differs from this lesson in %d "
            "place. That does not count against you. {receipt}: the receipt, "
            "to be saved.",
            "%s Your kernel (%s) differs from this lesson in %d "
            "places. That does not count against you. {receipt}: the "
            "receipt, to be saved.",
            (unsigned long)n),
        theme_sign(SIGN_BULLET), receipt_kernel(kernel, sizeof kernel), n);
    key_fill(text, shown, sizeof shown);
    rows = prose_text(area, y, 2, ROLE_HEADING, shown);
    return rows + draw_lines(view, area, y + rows);
}
