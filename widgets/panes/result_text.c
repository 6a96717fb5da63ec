/*
 * result_text.c - results are written as calls write theirs, so that one can
 * be looked for among the others.
 */
#include "widgets/panes/result_text.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/panes/call_text.h"

/* The notation is that of the calls above the question. */
void result_text(const char *call, const struct result *result, char *out,
                 size_t size)
{
    if (result->kind == RESULT_RANGE) {
        result_format(result, out, size);
        return;
    }
    struct call_event event = {.name = call,
                               .returned = result->kind == RESULT_VALUE,
                               .ret = result->value,
                               .err = result->err};

    call_text_result(&event, result->kind == RESULT_BLOCKS ? _("blocks") : "?",
                     out, size);
}

void result_about(const struct predict *predict, char *out, size_t size)
{
    snprintf(out, size, "%s()%s%s", predict->call,
             predict->fills >= 0 ? " " : "",
             predict->fills >= 0 ? call_fill_name(predict->call, predict->fills)
                                 : "");
}

void result_answer_text(const struct predict *predict,
                        const struct came *answer, char *out, size_t size)
{
    if (answer->filled[0])
        snprintf(out, size, "%s", answer->filled);
    else
        result_text(predict->call, &answer->result, out, size);
}

void result_said_text(const struct predict *predict,
                      const struct choice *choice, char *out, size_t size)
{
    if (choice->filled)
        snprintf(out, size, "%s", choice->filled);
    else
        result_text(predict->call, &choice->result, out, size);
}

void result_choice_text(const struct predict *predict,
                        const struct choice *choice, char *out, size_t size)
{
    const struct result *result = &choice->result;
    char text[LESSON_ANSWER];

    result_said_text(predict, choice, text, sizeof text);
    if (result->kind == RESULT_BLOCKS)
        snprintf(out, size, "...  %s", _("it does not return yet: it blocks"));
    else if (result->kind == RESULT_VALUE && result->err)
        snprintf(out, size, "%s  %s", text, strerror(result->err));
    else
        snprintf(out, size, "%s", text);
}

/*
 * A choice may be less exact than the kernel: `...` is right for any call that
 * blocks, and `?` for any result, which lets a lesson offer "something else".
 */
static bool result_right(const struct result *said, const struct result *came)
{
    switch (said->kind) {
    case RESULT_ANY:
    case RESULT_NONE: return true;
    case RESULT_BLOCKS: return came->kind == RESULT_BLOCKS;
    case RESULT_RANGE:
    case RESULT_VALUE: break;
    }
    return came->kind == RESULT_VALUE &&
           result_match(said, came->value, came->err);
}

/* Of a call that has failed, nothing that it fills in is right. */
bool result_choice_right(const struct choice *choice, const struct came *answer)
{
    if (choice->filled)
        return answer->filled[0] &&
               call_fill_same(choice->filled, answer->filled);
    return result_right(&choice->result, &answer->result);
}

const struct choice *result_choice_for(const struct predict *predict,
                                       const struct came *answer)
{
    for (int i = 0; i < predict->n_choices; i++)
        if (result_choice_right(&predict->choices[i], answer))
            return &predict->choices[i];
    return NULL;
}
