/*
 * script_dead.c - goes through a script as each lane will, and finds calls of
 * actors that the script itself says are dead, and names that have no value.
 *
 * `A: killed SIGINT` and `A: exited 0` say so; until `start`, `restart` or a
 * fork() that makes A anew, A can't make a call. What a call brings about
 * (SIGPIPE, say) is not guessed: the run will show it.
 *
 * A name gets its value from a call that is expected not to fail, or, where it
 * blocks, by the line that says that it returns. Only what the script says
 * counts, here as well.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/script/script_inside.h"

/* One walk through a script in one setting. */
struct walk {
    const struct script *script;
    const struct setting *setting;
    int dead[SCRIPT_ACTORS + 2]; /* the line that says so; 0: alive */
    bool *reported;              /* by index of the line */
    struct problems *problems;
    /* By name of the script, as it has them: who gives it one. */
    enum { GIVEN_NOT, GIVEN_LATER, GIVEN } given[SCRIPT_VALUES];
    char waits[SCRIPT_VALUES][CALL_NAME]; /* GIVEN_LATER: whose call does */
};

/*
 * The place of an actor's entry; the two with fixed homes come last. Every
 * other actor of a script was noted when its first line was read, so one that
 * is none of those before the last is the last.
 */
static int *dead_since(struct walk *walk, const char *actor)
{
    int i = 0;

    if (strcmp(actor, "server") == 0)
        return &walk->dead[SCRIPT_ACTORS];
    if (strcmp(actor, "client") == 0)
        return &walk->dead[SCRIPT_ACTORS + 1];
    while (i < walk->script->n_actors - 1 &&
           strcmp(actor, walk->script->actors[i].name) != 0)
        i++;
    return &walk->dead[i];
}

/*
 * A child that is made anew lives again. The text is looked at before the call
 * is read, which costs much more: this runs for every line and for each value
 * of each toggle.
 */
static void see_fork(struct walk *walk, const struct line *line)
{
    struct call call;

    if (!call_named_does(line->call, CALL_FORKS | CALL_THREADS) ||
        line_call(line, walk->setting, &call, NULL) != 0)
        return;
    if (call_does(&call, CALL_FORKS | CALL_THREADS))
        *dead_since(walk, call.args[0].name) = 0;
    call_free(&call);
}

static void see_call(struct walk *walk, size_t index)
{
    const struct line *line = &walk->script->lines[index];
    int dead = *dead_since(walk, line->actor);

    if (line->kind == LINE_CALL && dead == 0 && line->call)
        see_fork(walk, line);
    if (dead == 0 || walk->reported[index])
        return;
    /* Once a line, however many settings lead to it. */
    walk->reported[index] = true;
    problems_add(walk->problems, line->number,
                 "a call of %s was found, '%s: start' was expected before it: "
                 "%s died at line %d",
                 line->actor, line->actor, line->actor, dead);
}

/* Where the script has the name. Each one in a line is there. */
static int name_index(const struct walk *walk, const char *name)
{
    int i = 0;

    while (i < walk->script->names->n - 1 &&
           strcmp(name, walk->script->names->list[i].name) != 0)
        i++;
    return i;
}

/* What a call that is in now gives, it gives when it returns. */
static void see_return(struct walk *walk, const struct line *line)
{
    struct result want = line_expected(line, walk->setting);

    for (int i = 0; walk->script->names && i < walk->script->names->n; i++)
        if (walk->given[i] == GIVEN_LATER &&
            strcmp(walk->waits[i], line->actor) == 0 &&
            want.kind != RESULT_BLOCKS)
            walk->given[i] = want.value == -1 ? GIVEN_NOT : GIVEN;
}

/* A name of the line that the script has not given a value. */
static void refuse_name(struct walk *walk, size_t index, const char *name)
{
    const struct line *line = &walk->script->lines[index];
    char lane[256];

    if (walk->reported[index])
        return;
    walk->reported[index] = true;
    setting_label(walk->setting, lane, sizeof(lane));
    if (lane[0])
        problems_add(walk->problems, line->number,
                     "'$%s' was found, which has no value by then with %s: a "
                     "line above that gives it one was expected",
                     name, lane);
    else
        problems_add(walk->problems, line->number,
                     "'$%s' was found, which has no value by then: a line "
                     "above that gives it one was expected",
                     name);
}

/* Which names have a value behind the line, and whether it uses others. */
static void see_names(struct walk *walk, size_t index)
{
    const struct line *line = &walk->script->lines[index];
    struct result want = line_expected(line, walk->setting);
    struct line_name names[LINE_NAMES];
    int n = walk->script->names && walk->script->names->n > 0
                ? line_names(line, walk->setting, names)
                : 0;

    if (n < 0)
        problems_no_memory(walk->problems);
    if (line->kind == LINE_RETURNS)
        see_return(walk, line);
    for (int i = 0; i < n; i++) {
        int at = name_index(walk, names[i].name);

        if (!names[i].given && !names[i].returned) {
            if (walk->given[at] != GIVEN)
                refuse_name(walk, index, names[i].name);
        } else if (want.kind == RESULT_BLOCKS && walk->given[at] != GIVEN) {
            walk->given[at] = GIVEN_LATER;
            memcpy(walk->waits[at], line->actor, CALL_NAME);
        } else if (want.kind != RESULT_VALUE || want.value != -1) {
            walk->given[at] = GIVEN;
        }
    }
}

static void see_line(struct walk *walk, size_t index)
{
    const struct line *line = &walk->script->lines[index];

    if (!line_applies(line, walk->setting))
        return;
    see_names(walk, index);
    if (line->actor[0] == '\0')
        return;
    if (line->kind == LINE_CALL || line->kind == LINE_RETURNS)
        see_call(walk, index);
    else if (line->kind == LINE_START || line->kind == LINE_RESTART)
        *dead_since(walk, line->actor) = 0;
    else if (line->kind == LINE_KILLED || line->kind == LINE_EXITED)
        *dead_since(walk, line->actor) = line->number;
}

static void walk_script(struct walk *walk, const struct setting *setting)
{
    walk->setting = setting;
    memset(walk->dead, 0, sizeof(walk->dead));
    memset(walk->given, 0, sizeof(walk->given));
    for (size_t i = 0; i < walk->script->n; i++)
        see_line(walk, i);
}

/*
 * On a kernel that can do everything, and on those that each lack one of the
 * things that the script asks about.
 */
static void walk_kernels(struct walk *walk, const struct setting *lane)
{
    struct setting setting = *lane;

    walk_script(walk, &setting);
    for (enum need need = 0; need < NEEDS; need++) {
        setting.lacks = walk->script->asks & NEED_BIT(need);
        if (setting.lacks)
            walk_script(walk, &setting);
    }
}

/*
 * Each toggle takes each of its values, with the rest at their defaults. All
 * combinations could be very many, so only those of the lanes are tried.
 */
void script_check_lives(const struct script *script, const struct scope *scope,
                        const struct setting *lanes, int n,
                        struct problems *problems)
{
    struct walk walk = {.script = script, .problems = problems};
    struct setting setting;

    if (script->n == 0)
        return;
    walk.reported = calloc(script->n, sizeof(*walk.reported));
    if (!walk.reported) {
        problems_no_memory(problems);
        return;
    }
    setting_defaults(&setting, scope);
    walk_script(&walk, &setting);
    for (int i = 0; i < scope->n; i++) {
        for (int v = 1; v < scope->toggles[i].n_values; v++) {
            setting.value[i] = v;
            walk_script(&walk, &setting);
        }
        setting.value[i] = 0;
    }
    for (int i = 0; i < n; i++)
        walk_kernels(&walk, &lanes[i]);
    free(walk.reported);
}
