/*
 * script_condition.c - where a line runs, and which of its results counts:
 *
 *     CONDITIONS   = CONDITION {and CONDITION}
 *     CONDITION    = NAME=VALUE | can=NEED | can!=NEED
 */
#include <stdio.h>
#include <string.h>

#include "lessons/script/script_inside.h"

/* ---- reading ---- */

/* A misspelt condition would never hold, and nobody would notice. */
static int check_condition(const struct condition *condition,
                           const struct scope *scope, struct err *err)
{
    struct setting setting;

    setting_defaults(&setting, scope);
    return setting_set(&setting, condition->name, condition->value, err);
}

/*
 * can=NEED or can!=NEED: what the kernel can do. Where a script has a toggle of
 * that name, it is the toggle that is meant.
 */
static int need_read(struct condition *condition, struct slice need,
                     bool negated, struct err *err)
{
    char names[256];

    condition->kind = negated ? CONDITION_CANNOT : CONDITION_CAN;
    snprintf(condition->name, sizeof(condition->name), "can");
    if (need_find(need.at, need.len) != NEEDS &&
        slice_copy(need, condition->value, sizeof(condition->value)))
        return 0;
    return err_input(err, "'can%s=%.*s' was found, %s was expected behind it",
                     negated ? "!" : "", SLICE(need),
                     need_names(names, sizeof(names)));
}

/* NAME=VALUE, of a toggle that there is, or what the kernel can do. */
static int condition_read(struct condition *condition, struct slice text,
                          const struct scope *scope, struct err *err)
{
    struct slice value = slice_trim(text);
    bool found;
    struct slice name = slice_cut(&value, '=', &found);

    if (found && (slice_is(name, "can") || slice_is(name, "can!")) &&
        !toggle_find(scope->toggles, scope->n, "can"))
        return need_read(condition, value, name.len > 3, err);
    if (!found || !slice_is_name(name) ||
        !slice_copy(name, condition->name, sizeof(condition->name)) ||
        !slice_copy(value, condition->value, sizeof(condition->value)))
        return err_input(err,
                         "'%.*s' was found, a condition such as reuseaddr=on "
                         "or can=ipv6 was expected",
                         SLICE(text));
    return check_condition(condition, scope, err);
}

int conditions_read(struct conditions *conditions, struct slice text,
                    const struct scope *scope, struct err *err)
{
    bool more = true;

    while (more) {
        struct slice one = slice_cut_word(&text, "and", &more);

        if (conditions->n == CONDITIONS)
            return err_input(err,
                             "more than %d conditions were found, fewer were "
                             "expected",
                             CONDITIONS);
        if (condition_read(&conditions->list[conditions->n++], one, scope,
                           err) != 0)
            return -1;
    }
    return 0;
}

/* ---- whether they hold ---- */

unsigned condition_need(const struct condition *condition)
{
    return condition->kind == CONDITION_TOGGLE
               ? 0
               : NEED_BIT(
                     need_find(condition->value, strlen(condition->value)));
}

/* A toggle that is not there has no value that could fit. */
static bool holds(const struct condition *condition,
                  const struct setting *setting)
{
    const char *value = setting_value(setting, condition->name);
    bool lacks = setting->lacks & condition_need(condition);

    switch (condition->kind) {
    case CONDITION_TOGGLE: return value && strcmp(value, condition->value) == 0;
    case CONDITION_CAN: return !lacks;
    case CONDITION_CANNOT: return lacks;
    }
    return false;
}

/*
 * No conditions at all hold: that is what makes the last alternative the rest.
 */
bool conditions_hold(const struct conditions *conditions,
                     const struct setting *setting)
{
    for (int i = 0; i < conditions->n; i++)
        if (!holds(&conditions->list[i], setting))
            return false;
    return true;
}

bool line_asks(const struct line *line)
{
    for (int i = 0; i < line->when.n; i++)
        if (line->when.list[i].kind == CONDITION_CAN)
            return true;
    return false;
}

bool line_applies(const struct line *line, const struct setting *setting)
{
    return conditions_hold(&line->when, setting);
}
