/*
 * question_check.c - whether the right answer to each question is among its
 * choices, as far as the script says what must come.
 */
#include <stdio.h>
#include <string.h>

#include "lessons/lesson/lesson_inside.h"

/* ---- lanes ---- */

/*
 * "reuseaddr=off": by what a lane differs from the others, and what the kernel
 * lacks; "" for one alone.
 */
static void lane_label(const struct lesson *lesson,
                       const struct setting *setting, char *out, size_t size)
{
    out[0] = '\0';
    for (int i = 0; i < setting->n; i++) {
        const struct toggle *toggle = &setting->toggles[i];
        size_t len = strlen(out);

        if (lesson_compares(lesson, toggle->name))
            snprintf(out + len, size - len, "%s%s=%s", len > 0 ? "," : "",
                     toggle->name, toggle->values[setting->value[i]]);
    }
    for (enum need need = 0; need < NEEDS; need++) {
        size_t len = strlen(out);

        if (setting->lacks & NEED_BIT(need))
            snprintf(out + len, size - len, "%scan!=%s", len > 0 ? "," : "",
                     need_name(need));
    }
}

/* ---- answers ---- */

/*
 * Whether a learner could have chosen what the script says will come. A choice
 * `?` is right whatever comes, so it offers everything.
 */
static bool is_offered(const struct predict *predict,
                       const struct result *result)
{
    for (int i = 0; i < predict->n_choices; i++)
        if (result_offers(&predict->choices[i].result, result))
            return true;
    return false;
}

/* The same of what the call fills in. */
static bool is_fill_offered(const struct predict *predict, const char *filled)
{
    for (int i = 0; i < predict->n_choices; i++) {
        const struct choice *choice = &predict->choices[i];

        if (choice->filled ? call_fill_same(choice->filled, filled)
                           : choice->result.kind == RESULT_ANY)
            return true;
    }
    return false;
}

/* None of the choices is what the line expects. */
static void refuse_choices(const struct predict *predict, const char *expected,
                           int line, const char *lane,
                           struct problems *problems)
{
    if (lane[0] != '\0')
        problems_add(problems, predict->line,
                     "no choice '%s' was found, but line %d expects it with %s",
                     expected, line, lane);
    else
        problems_add(problems, predict->line,
                     "no choice '%s' was found, but line %d expects it",
                     expected, line);
}

/* The call that the question is about: its line, or the one that waits there.
 */
static const struct line *asked_call(const struct lesson *lesson,
                                     const struct predict *predict)
{
    size_t i = predict->about;

    while (i > 0 && (lesson->script.lines[i].kind != LINE_CALL ||
                     strcmp(lesson->script.lines[i].actor, predict->actor)))
        i--;
    return &lesson->script.lines[i];
}

/*
 * What the script has there. Names that the call gives are open; any others
 * are worth something, and what does not matter. False where it can't be read.
 */
static bool read_asked(const struct lesson *lesson, const struct line *line,
                       const struct setting *lane, struct call *call)
{
    struct line_name given[LINE_NAMES];
    const struct names *known = lesson->script.names;
    struct names names = known ? *known : (struct names){.n = 0};
    struct setting setting = *lane;
    int n = line_names(line, &setting, given);

    setting.names = &names;
    while (n-- > 0)
        if (given[n].given)
            names_drop(&names, slice_of(given[n].name));
    return line_call(line, &setting, call, NULL) == 0;
}

/* In the lane of that name, "" where there are no toggles. */
static void check_filled(const struct lesson *lesson,
                         const struct predict *predict,
                         const struct setting *setting, const char *lane,
                         struct problems *problems)
{
    const struct line *line = asked_call(lesson, predict);
    const struct arg *arg;
    struct call call;

    if (!read_asked(lesson, line, setting, &call))
        return;
    arg = &call.args[predict->fills];
    if (arg->kind == ARG_ABSENT)
        problems_add(problems, predict->line,
                     "a question on %s of %s() was found, but line %d leaves "
                     "that out: _ was expected there, or what must come",
                     call_fill_name(predict->call, predict->fills),
                     predict->call, line->number);
    else if (arg->kind != ARG_ANY && arg->kind != ARG_GIVEN &&
             !is_fill_offered(predict, arg->text))
        refuse_choices(predict, arg->text, line->number, lane, problems);
    call_free(&call);
}

/* Whether it is no failure: then the call fills something in. */
static bool may_work(const struct result *result)
{
    return result->kind != RESULT_BLOCKS &&
           !(result->kind == RESULT_VALUE && result->value == -1);
}

/*
 * Only where the script says one result, or `...`: what it leaves open a
 * learner can't be wrong about.
 */
static void check_answer(const struct lesson *lesson,
                         const struct predict *predict,
                         const struct setting *setting,
                         struct problems *problems)
{
    const struct line *line = &lesson->script.lines[predict->about];
    struct result result;
    char text[64], lane[256];

    /* In a lane where the line does not run nobody is asked. */
    if (!line_applies(line, setting))
        return;
    result = line_expected(line, setting);
    if (predict->fills >= 0 && may_work(&result)) {
        lane_label(lesson, setting, lane, sizeof(lane));
        check_filled(lesson, predict, setting, lane, problems);
        return;
    }
    if ((!result_returns(&result) && result.kind != RESULT_BLOCKS) ||
        is_offered(predict, &result))
        return;
    lane_label(lesson, setting, lane, sizeof(lane));
    result_format(&result, text, sizeof(text));
    refuse_choices(predict, text, line->number, lane, problems);
}

/*
 * The same on a kernel that can do everything, and on those that each lack one
 * of the things that the script asks about.
 */
static void check_kernels(const struct lesson *lesson,
                          const struct predict *predict,
                          const struct setting *lane, struct problems *problems)
{
    struct setting setting = *lane;

    check_answer(lesson, predict, &setting, problems);
    for (enum need need = 0; need < NEEDS; need++) {
        setting.lacks = lesson->script.asks & NEED_BIT(need);
        if (setting.lacks)
            check_answer(lesson, predict, &setting, problems);
    }
}

/*
 * In each lane the script's own answer must be among the choices. Only the
 * lanes that the lesson shows are tried: other toggles are turned by the
 * learner, who then sees what the kernel says.
 */
static void check_lanes(const struct lesson *lesson,
                        const struct predict *predict,
                        struct problems *problems)
{
    struct setting lanes[LESSON_LANES];
    int n = lesson_settings(lesson, NULL, 0, lanes, NULL);

    for (int i = 0; i < n; i++)
        check_kernels(lesson, predict, &lanes[i], problems);
}

void predict_check_all(const struct lesson *lesson, struct problems *problems)
{
    for (size_t i = 0; i < lesson->n_predicts; i++)
        check_lanes(lesson, &lesson->predicts[i], problems);
}
