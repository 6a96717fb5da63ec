/*
 * quiz.c - one lane after the other is asked; sentences come with the
 * verdict, so that none of them gives the answer away.
 *
 * A quiz goes through three times. It asks: quiz_key() and quiz_draw(), until
 * each lane has an answer. It waits: quiz_said(), while the step runs. It is
 * decided: quiz_judge() notes it once for each lane as soon as the kernel has
 * returned there, and quiz_verdict() says it. No lesson says what is right:
 * the same question may have another answer on another kernel. What is asked
 * of a whole matrix at once is drawn and answered in quiz_grid.c.
 */
#include "widgets/quiz/quiz.h"

#include <string.h>

#include "lab/base/translate.h"
#include "widgets/panes/difference.h"
#include "widgets/panes/matrix.h"
#include "widgets/panes/result_text.h"
#include "widgets/screen/prose.h"
#include "widgets/view/view.h"

/* Lanes beyond those that there are count as not answered. */
void quiz_open(struct quiz *quiz, const struct predict *predict, size_t number,
               int lanes)
{
    memset(quiz, 0, sizeof *quiz);
    quiz->predict = predict;
    quiz->number = number;
    quiz->lanes = lanes;
    quiz->cursor = -1;
    for (int i = 0; i < RUNNER_LANES; i++)
        quiz->answers[i] = ANSWER_NONE;
}

/*
 * Not asked about lanes where the line does not run: nothing would ever come of
 * the answer. With -s there may be no other lane; then the learner is asked
 * all the same, for a question without one to answer it would be a riddle.
 */
static void mark_unasked(struct quiz *quiz, const struct runner *runner)
{
    const struct script *script = &runner_lesson(runner)->script;
    size_t about = quiz->predict->about;
    int asked = 0;

    if (about >= script->n)
        return;
    for (int i = 0; i < quiz->lanes; i++)
        asked += line_applies(&script->lines[about], runner_setting(runner, i));
    for (int i = 0; asked > 0 && i < quiz->lanes; i++)
        if (!line_applies(&script->lines[about], runner_setting(runner, i)))
            quiz->answers[i] = ANSWER_UNASKED;
}

/* From here on to the first lane that is asked, or behind the last. */
static void pass_unasked(struct quiz *quiz)
{
    while (quiz->lane < quiz->lanes &&
           quiz->answers[quiz->lane] == ANSWER_UNASKED)
        quiz->lane++;
}

void quiz_ask(struct quiz *quiz, const struct predict *predict, size_t number,
              const struct runner *runner)
{
    struct matrix matrix;

    quiz_open(quiz, predict, number, runner_lanes(runner));
    mark_unasked(quiz, runner);
    pass_unasked(quiz);
    quiz->together = quiz->lanes > 1 &&
                     lesson_alike_until(runner_lesson(runner), predict->about);
    if (!quiz->together && matrix_of(&matrix, runner)) {
        quiz->columns = matrix.columns->n_values;
        quiz->cursor = 0;
    }
}

bool quiz_asks(const struct quiz *quiz)
{
    return quiz->predict && quiz->lane < quiz->lanes;
}

/*
 * The next lane is asked with nothing chosen: an answer that is just repeated
 * was not thought about.
 */
static void quiz_answer(struct quiz *quiz, int choice)
{
    do {
        quiz->answers[quiz->lane++] = choice;
        pass_unasked(quiz);
    } while (quiz->together && quiz_asks(quiz));
    quiz->cursor = -1;
}

/*
 * Take the last answer back, to be given anew, with the cursor where it was.
 * Returns whether there was one.
 */
static bool quiz_back(struct quiz *quiz)
{
    int lane = quiz->lane - 1;

    while (lane >= 0 && quiz->answers[lane] == ANSWER_UNASKED)
        lane--;
    if (lane < 0)
        return false;
    quiz->lane = lane;
    quiz->cursor = area_most(-1, quiz->answers[lane]);
    quiz->answers[quiz->lane] = ANSWER_NONE;
    return true;
}

/* A number answers at once; the cursor is for those who like to see it. */
bool quiz_key(struct quiz *quiz, int key)
{
    int n = quiz->predict->n_choices;

    if (quiz->columns > 0)
        return quiz_grid_key(quiz, key);
    if (key >= '1' && key < '1' + n) {
        quiz_answer(quiz, key - '1');
        return true;
    }
    switch (key) {
    case SCREEN_KEY_UP:
        quiz->cursor = quiz->cursor > 0 ? quiz->cursor - 1 : n - 1;
        return true;
    case SCREEN_KEY_DOWN: quiz->cursor = (quiz->cursor + 1) % n; return true;
    case '\n':
        if (quiz->cursor < 0)
            return false;
        quiz_answer(quiz, quiz->cursor);
        return true;
    case '0': quiz_answer(quiz, ANSWER_SKIPPED); return true;
    case 'b': return quiz_back(quiz);
    }
    return false;
}

/* ---- the question ---- */

/* "SO_REUSEADDR off: 0", what was said for a lane. */
static void answer_text(const struct quiz *quiz, const struct runner *runner,
                        int lane, char *out, size_t size)
{
    char label[128], answer[120];
    int said = quiz->answers[lane];

    snprintf(answer, sizeof answer, "%s", _("skipped"));
    if (said >= 0)
        result_said_text(quiz->predict, &quiz->predict->choices[said], answer,
                         sizeof answer);
    difference_label(runner, lane, label, sizeof label);
    snprintf(out, size, "%s%s%s", label, label[0] ? ": " : "", answer);
}

/* "SO_REUSEADDR off: 0  SO_REUSEADDR on: 0", of the lanes before this one. */
static void answers_text(const struct quiz *quiz, const struct runner *runner,
                         char *out, size_t size)
{
    char text[256];
    size_t len = 0;

    out[0] = '\0';
    for (int i = 0; i < quiz->lane && len < size; i++) {
        if (quiz->answers[i] == ANSWER_UNASKED)
            continue;
        answer_text(quiz, runner, i, text, sizeof text);
        len += (size_t)snprintf(out + len, size - len, "%s%s", len ? "  " : "",
                                text);
    }
}

/* One paragraph for all lanes; gone as soon as the first is decided. */
int quiz_said(struct area area, int y, const struct quiz *quiz,
              const struct runner *runner, int here)
{
    char text[256], list[1024] = "", whole[1200];
    bool any = false, asked = false;

    if (quiz->columns > 0)
        return quiz_grid_said(area, y, quiz, runner, here);

    for (int i = 0; i < quiz->lanes; i++) {
        if (quiz->judged[i])
            return 0;
        if (quiz->answers[i] == ANSWER_UNASKED)
            continue;
        answer_text(quiz, runner, i, text, sizeof text);
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s", asked ? ", " : "",
                 text);
        any = any || quiz->answers[i] >= 0;
        asked = true;
    }
    snprintf(whole, sizeof whole, _("You said %s"), list);
    return any ? prose_text(area, y, 0, ROLE_DIM, whole) : 0;
}

/* A question looks like one, and says of which world or worlds it is. */
static void heading_text(const struct quiz *quiz, const struct runner *runner,
                         char *out, size_t size)
{
    char label[128] = "";

    if (quiz->together) {
        snprintf(out, size, "%s",
                 _("Question: one answer, for all worlds are the same so "
                   "far"));
        return;
    }
    if (quiz->columns == 0)
        difference_label(runner, quiz->lane, label, sizeof label);
    snprintf(out, size, "%s%s%s", _("Question"), label[0] ? ": " : "", label);
}

/*
 * In its line, what was said of the worlds before, or else below it: whoever is
 * asked about the second one should see what the first was thought to do.
 * Returns the rows.
 */
static int draw_heading(struct area area, int y, const struct quiz *quiz,
                        const struct runner *runner)
{
    char heading[192], said[512] = "", text[520];

    heading_text(quiz, runner, heading, sizeof heading);
    area_rule(area, y, heading);
    if (quiz->columns == 0)
        answers_text(quiz, runner, said, sizeof said);
    if (!said[0])
        return 1;
    snprintf(text, sizeof text, " %s ", said);
    int x = area.w - glyph_columns(text) - 2;
    if (x < glyph_columns(heading) + 5)
        return 1 + area_wrap(area, y + 1, ROLE_DIM, said);
    area_put(area, y, x, ROLE_DIM, text);
    return 1;
}

int quiz_draw(struct area area, int y, const struct quiz *quiz,
              const struct runner *runner)
{
    int first = y;

    y += draw_heading(area, y, quiz, runner);
    if (quiz->columns > 0)
        return y + quiz_grid_draw(area, y, quiz, runner) - first;
    y += prose_text(area, y, 0, ROLE_STRONG, quiz->predict->question);
    return y + quiz_choices(area, y, quiz, quiz->cursor) - first;
}

/* ---- the verdict ---- */

/*
 * The kernel may decide for the lanes at different times, so each lane is
 * looked at by itself, and only once: a lesson may be run again.
 */
void quiz_renew(struct quiz *quiz)
{
    memset(quiz->judged, 0, sizeof quiz->judged);
}

bool quiz_judge(struct quiz *quiz, const struct runner *runner,
                struct progress *progress)
{
    const struct lesson *lesson = runner_lesson(runner);
    struct came came;
    bool news = false;

    for (int i = 0; quiz->predict && i < quiz->lanes; i++) {
        int answer = quiz->answers[i];

        if (quiz->judged[i] || answer < 0 ||
            !runner_answer(runner, quiz->number, i, &came))
            continue;
        quiz->judged[i] = true;
        news = true;
        if (progress)
            progress_set_prediction(
                progress, lesson->id, quiz->number, runner_lane_name(runner, i),
                result_choice_right(&quiz->predict->choices[answer], &came));
    }
    return news;
}

/* "✓ SO_REUSEADDR on: 0, right." "✗ SO_REUSEADDR on: 0, you said -1." */
static void verdict_text(const struct quiz *quiz, int lane, const char *label,
                         const struct came *came, char *out, size_t size)
{
    const struct choice *said = &quiz->predict->choices[quiz->answers[lane]];
    char got[LESSON_ANSWER], answer[LESSON_ANSWER];

    result_answer_text(quiz->predict, came, got, sizeof got);
    result_said_text(quiz->predict, said, answer, sizeof answer);
    if (result_choice_right(said, came))
        /* TRANSLATORS: a sign, "SO_REUSEADDR on", and what came: "0". */
        snprintf(out, size, _("%s %s: %s, right."), theme_sign(SIGN_DONE),
                 label, got);
    else
        snprintf(out, size, _("%s %s: %s, you said %s."),
                 theme_sign(SIGN_WRONG), label, got, answer);
}

/*
 * Whether every lane was answered alike, and the kernel did alike: then one
 * verdict without a lane's name says it all.
 */
static bool verdicts_alike(const struct quiz *quiz, const struct runner *runner)
{
    struct came first, other;

    if (!runner_answer(runner, quiz->number, 0, &first))
        return false;
    for (int i = 0; i < quiz->lanes; i++)
        if (!quiz->judged[i] || quiz->answers[i] != quiz->answers[0] ||
            !runner_answer(runner, quiz->number, i, &other) ||
            !result_equal(&other.result, &first.result) ||
            strcmp(other.filled, first.filled) != 0)
            return false;
    return true;
}

/*
 * Which sentences are due: those that were chosen, and the right ones. Those
 * that nobody took and the kernel did not either would only confuse.
 */
static void mark_sentences(const struct quiz *quiz, int lane,
                           const struct came *came, bool *due)
{
    const struct choice *right = result_choice_for(quiz->predict, came);

    due[quiz->answers[lane]] = true;
    if (right)
        due[right - quiz->predict->choices] = true;
}

/*
 * A verdict for each lane, beside each other where they fit, as lanes stand
 * beside each other. Sets due[] for the sentences of those that are decided.
 * Returns the rows; 0 when none is.
 */
static int draw_verdicts(struct area area, int y, const struct quiz *quiz,
                         const struct runner *runner, bool *due)
{
    bool alike = verdicts_alike(quiz, runner);
    char label[128], text[128 + 3 * LESSON_ANSWER];
    struct came came;
    int x = 0, rows = 0;

    result_about(quiz->predict, label, sizeof label);
    for (int i = 0; i < (alike ? 1 : quiz->lanes); i++) {
        if (!quiz->judged[i] || !runner_answer(runner, quiz->number, i, &came))
            continue;
        if (!alike && quiz->lanes > 1)
            difference_label(runner, i, label, sizeof label);
        verdict_text(quiz, i, label, &came, text, sizeof text);
        if (rows == 0 || x + glyph_columns(text) > area.w) {
            rows++;
            x = 0;
        }
        bool right = result_choice_right(
            &quiz->predict->choices[quiz->answers[i]], &came);
        enum role role = right ? ROLE_OK : ROLE_ERROR;
        if (x == 0)
            rows += area_wrap(area, y + rows - 1, role, text) - 1;
        else
            area_put(area, y + rows - 1, x, role, text);
        x += glyph_columns(text) + 2; /* in an area without rows as well */
        mark_sentences(quiz, i, &came, due);
    }
    return rows;
}

/* In the order of the choices, each once, however many lanes it is due to. */
int quiz_verdict(struct area area, int y, const struct quiz *quiz,
                 const struct runner *runner, int here)
{
    bool due[LESSON_CHOICES] = {false};

    if (!quiz->predict)
        return 0;
    if (quiz->columns > 0)
        return quiz_grid_verdict(area, y, quiz, runner, here);
    int rows = draw_verdicts(area, y, quiz, runner, due);
    for (int i = 0; rows > 0 && i < quiz->predict->n_choices; i++)
        if (due[i])
            rows += prose_text(area, y + rows, 0, ROLE_PLAIN,
                               quiz->predict->choices[i].sentence);
    return rows;
}

/* Whether the lane was answered wrong, and then what came there. */
static bool was_wrong(const struct quiz *quiz, const struct runner *runner,
                      int lane, struct came *came)
{
    return quiz->predict && quiz->judged[lane] && quiz->answers[lane] >= 0 &&
           runner_answer(runner, quiz->number, lane, came) &&
           !result_choice_right(&quiz->predict->choices[quiz->answers[lane]],
                                came);
}

int quiz_wrong(struct area area, int y, const struct quiz *quiz,
               const struct runner *runner)
{
    char label[128], text[128 + 3 * LESSON_ANSWER];
    struct came came;
    int first = y;

    for (int i = 0; i < quiz->lanes; i++) {
        if (!was_wrong(quiz, runner, i, &came))
            continue;
        if (y == first)
            y += prose_text(area, y, 0, ROLE_PLAIN, quiz->predict->question);
        if (!difference_label(runner, i, label, sizeof label)[0])
            result_about(quiz->predict, label, sizeof label);
        verdict_text(quiz, i, label, &came, text, sizeof text);
        y += prose_text(area, y, 0, ROLE_ERROR, text);
    }
    return y - first;
}
