/*
 * A script says which actor makes a call; a C program is one process. Here
 * the lines of a lane are given to processes: an actor's first line, `start`
 * and `restart` begin one, fork() begins another, `killed` and `exited` end
 * it. A process that is started runs a program of its own; one that is forked
 * runs on in the program of whoever was started. execve() begins that program
 * again: as if it were another start, but for what is open.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lessons/eject/eject_inside.h"

/* Begin a process. Returns its index, or -1 without memory. */
static int begin_life(struct eject_plan *plan, const char *actor,
                      enum host_id host, int parent, struct err *err)
{
    size_t n = (size_t)plan->n_lives + 1;
    struct eject_life *lives = reallocarray(plan->lives, n, sizeof(*lives));

    if (!lives)
        return err_machine(err, "out of memory");
    plan->lives = lives;
    struct eject_life *life = &lives[plan->n_lives];
    *life = (struct eject_life){.host = host, .number = 1, .parent = parent};
    memcpy(life->actor, actor, CALL_NAME);
    for (int i = 0; i < plan->n_lives; i++)
        life->number += strcmp(lives[i].actor, actor) == 0;
    life->root = parent < 0 ? plan->n_lives : lives[parent].root;
    return plan->n_lives++;
}

/* The process that a line is about; one that nobody started is started. */
static int life_of(struct eject_plan *plan, const struct line *line,
                   struct err *err)
{
    int life = plan->n_lives - 1;

    while (life >= 0 && strcmp(plan->lives[life].actor, line->actor) != 0)
        life--;
    if (life < 0 || plan->lives[life].over)
        return begin_life(plan, line->actor, line->host, -1, err);
    return life;
}

/* The call that a process waits in, for which an answer is there now. */
static void note_answer(struct eject_plan *plan, size_t answer)
{
    for (size_t i = answer; i-- > 0;) {
        struct eject_act *act = &plan->acts[i];

        if (act->life != plan->acts[answer].life ||
            act->line->kind != LINE_CALL)
            continue;
        if (act->want.kind != RESULT_BLOCKS)
            return;
        act->answer = answer;
        return;
    }
}

/* The call whose result a line of that index names: its own, or one above. */
static const struct call *named_call(const struct eject_plan *plan,
                                     size_t index)
{
    for (size_t i = index + 1; i-- > 0;)
        if (plan->acts[i].life == plan->acts[index].life &&
            plan->acts[i].line->kind == LINE_CALL)
            return &plan->acts[i].call;
    return NULL;
}

/* Whether it is an execve() that does not fail. */
static bool becomes_anew(const struct eject_act *act)
{
    return call_does(&act->call, CALL_EXECS) &&
           !(act->want.kind == RESULT_VALUE && act->want.value < 0);
}

/* Whether one of its arguments is `{state: LISTEN}` or the like. */
static bool names_members(const struct call *call)
{
    for (int i = 0; i < call->n_args; i++)
        if (call->args[i].kind == ARG_MEMBERS)
            return true;
    return false;
}

/* What only a call has. */
static int take_call(struct eject_plan *plan, struct eject_act *act,
                     struct err *err)
{
    const struct line *line = act->line;
    struct setting setting = *plan->setting;

    setting.names = &plan->given;
    if (line_call(line, &setting, &act->call, err) != 0 ||
        eject_check_given(plan, act, err) != 0)
        return -1;
    if (call_does(&act->call, CALL_MESSAGES))
        return err_input(err,
                         "%s:%d: %s() was found, other calls were expected: no "
                         "program here puts a message together",
                         plan->lesson->file, line->number,
                         call_name(&act->call));
    if (names_members(&act->call))
        return err_input(err,
                         "%s:%d: a member with a name was found, other values "
                         "were expected: no program here looks into a struct",
                         plan->lesson->file, line->number);
    if (call_does(&act->call, CALL_THREADS))
        return err_input(err,
                         "%s:%d: a thread was found, processes alone were "
                         "expected: each program plays one, step by step",
                         plan->lesson->file, line->number);
    if (becomes_anew(act)) {
        act->child = begin_life(plan, line->actor, line->host, act->life, err);
        if (act->child >= 0)
            plan->lives[act->child].execed = true;
    } else if (call_does(&act->call, CALL_FORKS)) {
        act->child = begin_life(plan, act->call.args[0].name, line->host,
                                act->life, err);
    } else {
        return 0;
    }
    return act->child < 0 ? -1 : 0;
}

/* The process of a line, or -1 for none, in act->life. Returns 0 or -1. */
static int take_life(struct eject_plan *plan, struct eject_act *act,
                     struct err *err)
{
    const struct line *line = act->line;

    if (line->actor[0] == '\0')
        return 0;
    if (line->kind == LINE_START || line->kind == LINE_RESTART)
        act->life = begin_life(plan, line->actor, line->host, -1, err);
    else
        act->life = life_of(plan, line, err);
    if (act->life < 0)
        return -1;
    if (line->kind == LINE_KILLED || line->kind == LINE_EXITED)
        plan->lives[act->life].over = true;
    return 0;
}

/* An observation has the values of the lane's toggles. Returns 0 or -1. */
static int take_values(struct eject_plan *plan, struct eject_act *act,
                       struct err *err)
{
    if (eject_check_names(plan, act, err) != 0)
        return -1;
    if (!act->line->late)
        return 0;
    act->own = calloc(1, sizeof(*act->own));
    if (!act->own)
        return err_machine(err, "out of memory");
    if (line_resolve(act->line, plan->setting, act->own, err) != 0)
        return -1;
    act->line = act->own;
    return 0;
}

/* Take one line of the lane in. Returns 0 or -1. */
static int take_line(struct eject_plan *plan, size_t index, struct err *err)
{
    struct eject_act *act = &plan->acts[plan->n];

    *act = (struct eject_act){.line = &plan->lesson->script.lines[index],
                              .index = index,
                              .step = (int)plan->n + 1,
                              .life = -1,
                              .child = -1,
                              .answer = SIZE_MAX};
    act->want = line_expected(act->line, plan->setting);
    plan->n++;
    if (take_values(plan, act, err) != 0 || take_life(plan, act, err) != 0)
        return -1;
    if (act->line->kind == LINE_CALL && take_call(plan, act, err) != 0)
        return -1;
    if (act->line->kind == LINE_RETURNS)
        note_answer(plan, plan->n - 1);
    if (!act->want.name[0])
        return 0;
    return eject_give(plan, plan->n - 1, named_call(plan, plan->n - 1), err);
}

/*
 * Observations, wire lines and pauses are no program. The first line that the
 * lane has is named, or else the script's.
 */
static int refuse_empty(const struct eject_plan *plan, struct err *err)
{
    const struct script *script = &plan->lesson->script;
    const struct line *first = plan->n > 0     ? plan->acts[0].line
                               : script->n > 0 ? script->lines
                                               : NULL;

    return err_input(err,
                     "%s:%d: no process was found, a line such as `server: "
                     "socket(AF_INET, SOCK_STREAM, 0) = 3` was expected to "
                     "make a program of",
                     plan->lesson->file, first ? first->number : 1);
}

int eject_plan(struct eject_plan *plan, const struct lesson *lesson,
               const struct setting *setting, struct err *err)
{
    const struct script *script = &lesson->script;

    *plan = (struct eject_plan){.lesson = lesson, .setting = setting};
    plan->acts = calloc(script->n + 1, sizeof(*plan->acts));
    if (!plan->acts)
        return err_machine(err, "out of memory");
    for (size_t i = 0; i < script->n; i++)
        if (line_applies(&script->lines[i], setting) &&
            take_line(plan, i, err) != 0)
            return -1;
    if (plan->n_lives == 0)
        return refuse_empty(plan, err);
    return 0;
}

void eject_plan_free(struct eject_plan *plan)
{
    for (size_t i = 0; plan->acts && i < plan->n; i++) {
        if (plan->acts[i].call.def)
            call_free(&plan->acts[i].call);
        if (plan->acts[i].own)
            line_free(plan->acts[i].own);
        free(plan->acts[i].own);
    }
    free(plan->acts);
    free(plan->lives);
    *plan = (struct eject_plan){0};
}

/* ---- programs ---- */

/* Whether a program is called so because its actor is. */
static bool is_actor(const struct eject_plan *plan, const char *name)
{
    for (int i = 0; i < plan->n_lives; i++)
        if (strcmp(plan->lives[plan->lives[i].root].actor, name) == 0)
            return true;
    return false;
}

/*
 * An actor may be called as a file of the folder is, as a file that make(1)
 * reads before its Makefile, or as a target of that. Its program then is
 * called as no other one.
 */
const char *eject_program(const struct eject_plan *plan, int life, char *out,
                          size_t size)
{
    static const char *const taken[] = {"all",      "run",         "clean",
                                        "Makefile", "GNUmakefile", "makefile",
                                        "README",   "steps"};
    const char *actor = plan->lives[plan->lives[life].root].actor;

    snprintf(out, size, "%s", actor);
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(actor, taken[i]) != 0)
            continue;
        snprintf(out, size, "%s-actor", actor);
        for (int n = 2; is_actor(plan, out); n++)
            snprintf(out, size, "%s-actor-%d", actor, n);
    }
    return out;
}

bool eject_is_entry(const struct eject_plan *plan, int life)
{
    return plan->lives[life].parent < 0 || plan->lives[life].execed;
}

bool eject_together(const struct eject_plan *plan, int a, int b)
{
    const struct eject_life *lives = plan->lives;

    return strcmp(lives[lives[a].root].actor, lives[lives[b].root].actor) == 0;
}

int eject_number(const struct eject_plan *plan, int life)
{
    int before = 0, all = 0;

    for (int i = 0; i < plan->n_lives; i++) {
        if (!eject_is_entry(plan, i) || !eject_together(plan, i, life))
            continue;
        all++;
        before += i < life;
    }
    return all > 1 ? before + 1 : 0;
}

bool eject_is_first(const struct eject_plan *plan, int life)
{
    return plan->lives[life].parent < 0 && eject_number(plan, life) <= 1;
}

/* An actor's name may hold a hyphen; a C name may not. */
const char *eject_function_name(const struct eject_plan *plan, int life,
                                char *out, size_t size)
{
    const struct eject_life *one = &plan->lives[life];

    if (eject_is_entry(plan, life))
        snprintf(out, size, "start_%d", eject_number(plan, life));
    else if (one->number == 1)
        snprintf(out, size, "run_%s", one->actor);
    else
        snprintf(out, size, "run_%s_%d", one->actor, one->number);
    for (char *at = out; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    return out;
}

/* ---- files ---- */

const char *eject_makes_file(const struct eject_act *act)
{
    const struct arg *arg = &act->call.args[1];

    if (act->line->kind != LINE_CALL || !call_does(&act->call, CALL_BINDS) ||
        arg->kind != ARG_ADDR || arg->addr.family != AF_UNIX ||
        arg->addr.path[0] == '\0' || arg->addr.path[0] == '@')
        return NULL;
    return arg->addr.path;
}

const char *eject_new_file(const struct eject_plan *plan, size_t act)
{
    const char *path = eject_makes_file(&plan->acts[act]);

    for (size_t i = 0; path && i < act; i++) {
        const char *before = eject_makes_file(&plan->acts[i]);

        if (before && strcmp(before, path) == 0)
            path = NULL;
    }
    return path;
}
