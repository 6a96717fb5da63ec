/*
 * Names in a script that is made C: `= $fd` is a variable of the process that
 * gets the descriptor. All other names stand for what only a run can know, and
 * what one program would have to tell another.
 */
#include "lessons/eject/eject_inside.h"

static int refuse(const struct eject_plan *plan, const struct eject_act *act,
                  const char *name, struct err *err)
{
    return err_input(err,
                     "%s:%d: '$%s' was found, which gets its value only when "
                     "the script runs: a number that is known beforehand was "
                     "expected, or the name of a descriptor in the process "
                     "that has it",
                     plan->lesson->file, act->line->number, name);
}

int eject_check_names(const struct eject_plan *plan,
                      const struct eject_act *act, struct err *err)
{
    struct line_name names[LINE_NAMES];
    int n = line_names(act->line, plan->setting, names);

    if (n < 0)
        return err_machine(err, "out of memory");
    for (int i = 0; i < n; i++) {
        struct slice name = slice_of(names[i].name);
        bool known =
            act->line->kind == LINE_CALL && names_value(&plan->given, name);

        if (!names[i].returned && !known)
            return refuse(plan, act, names[i].name, err);
    }
    return 0;
}

/* Whether the number is that of a descriptor which this process has named. */
static bool is_own(const struct eject_plan *plan, const struct eject_act *act,
                   long number)
{
    size_t index = (size_t)(number - EJECT_GIVEN);

    return index < plan->n && plan->acts[index].life == act->life;
}

int eject_check_given(const struct eject_plan *plan,
                      const struct eject_act *act, struct err *err)
{
    struct line_name names[LINE_NAMES];
    int n = line_names(act->line, plan->setting, names);
    int used = 0, own = 0;

    for (int i = 0; i < n; i++)
        used += !names[i].returned;
    for (int i = 0; i < act->call.n_args; i++)
        own += act->call.args[i].kind == ARG_INT &&
               call_param(&act->call, i) == PARAM_FD &&
               is_own(plan, act, act->call.args[i].number);
    if (n < 0)
        return err_machine(err, "out of memory");
    return own < used ? refuse(plan, act, names[0].name, err) : 0;
}

int eject_give(struct eject_plan *plan, size_t act, const struct call *call,
               struct err *err)
{
    const char *name = plan->acts[act].want.name;
    char number[32];

    snprintf(number, sizeof(number), "%zu", (size_t)EJECT_GIVEN + act);
    if (call && call_gives(call) &&
        names_set(&plan->given, slice_of(name), number))
        return 0;
    return refuse(plan, &plan->acts[act], name, err);
}
