/*
 * Process lines: `ACTOR: ...`, whose actors make calls, start and end.
 *
 * Five ways lead out of a line. It held or did not: then it has run. It could
 * not be run, because an earlier line came out otherwise than the script
 * expects (the actor is dead, or stuck in a call): then it is "not run", which
 * blames the earlier line. Or it makes no sense at that place of the script,
 * whatever happened before: then it has failed, for the mistake is its own. Or
 * this machine can't do it, which ends the lane: then nobody has failed.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/runner/lane_line.h"
#include "lessons/text/format.h"

/* ---- whether the line's actor can do it ---- */

/* The role of the line's actor; roles may move when a new one is made. */
static struct role *line_role(struct lane *lane)
{
    return &lane->roles[lane->role];
}

/*
 * A sentence about the line's actor and where its last call stands: of_line
 * takes the actor's name and a line's number; of_command, for what did not
 * stand in the script, the name alone.
 */
static char *about_call(struct lane *lane, const char *of_line,
                        const char *of_command)
{
    const char *name = actor_name(lane->actor);
    int line = line_role(lane)->call_line;

    return line > 0 ? text_format(translate(of_line), name, line)
                    : text_format(translate(of_command), name);
}

/*
 * The process was ended from outside of the script: by whom, nobody here knows,
 * but the kernel itself does it where memory has run out (SIGKILL).
 */
static void unable_killed(struct lane *lane)
{
    int status;
    enum process_what what = actor_end(lane->actor, &status);
    char *end = end_text(what, status);

    lane_unable(lane, text_format(_("%s was ended from outside (%s)"),
                                  actor_name(lane->actor), end ? end : "?"));
    free(end);
}

/*
 * The actor has no process any more. Where the script itself ended it, to
 * use it again is the script's mistake; else it is what an earlier line led
 * to, and this one is not run.
 */
static void refuse_dead(struct lane *lane)
{
    const char *name = actor_name(lane->actor);
    int status;
    enum process_what what = actor_end(lane->actor, &status);

    if (actor_was_killed(lane->actor) && !line_role(lane)->ended)
        return unable_killed(lane);
    char *end = end_text(what, status);
    if (line_role(lane)->ended)
        lane_fail(lane, _("a running process"),
                  text_format(_("%s has none (%s); `%s: start` gives it one"),
                              name, end ? end : _("ended"), name));
    else
        lane_skip(lane, text_format(_("%s is gone (%s)"), name,
                                    end ? end : _("ended")));
    free(end);
}

/* The actor can't take an order; whatever led to that, the line is not run. */
static void refuse_stuck(struct lane *lane, enum actor_state state)
{
    if (state == ACTOR_STOPPED)
        lane_skip(lane,
                  text_format(_("%s is stopped"), actor_name(lane->actor)));
    else
        lane_skip(lane,
                  about_call(lane, N_("%s is still in the call of line %d"),
                             N_("%s is still in the call of a command")));
}

/* Whether the script gives that actor a host anywhere, as in `b@server:`. */
static bool has_host(const struct script *script, const char *name)
{
    for (size_t i = 0; i < script->n; i++)
        if (script->lines[i].has_host &&
            strcmp(script->lines[i].actor, name) == 0)
            return true;
    return false;
}

/*
 * Find the line's actor, or make it. An actor that only a fork() can make,
 * and that is not there, is left out. Returns whether the line goes on.
 *
 * Besides `server` and `client`, an actor is made by the first line that names
 * its host, or by fork().
 */
static bool cast(struct lane *lane)
{
    const struct line *line = lane->line;
    struct err err;

    lane->role = role_find(lane, line->actor);
    if (lane->role == SIZE_MAX) {
        lane->role = 0;
        lane_unable(lane, strdup(_("out of memory")));
        return false;
    }
    struct actor *known = lab_find(lane->lab, line->actor);
    bool own_host = host_find(line->actor, (int)strlen(line->actor)) != HOSTS;
    if (!known && !line->has_host && !own_host &&
        !has_host(&lane->lesson->script, line->actor)) {
        lane_skip(lane, text_format(_("no fork() or thread() has made %s"),
                                    line->actor));
        return false;
    }
    lane->actor = known && !line->has_host
                      ? known
                      : lab_actor(lane->lab, line->actor, line->host, &err);
    if (!lane->actor) {
        lane_refuse(lane, "", &err);
        return false;
    }
    return true;
}

/* ---- calls ---- */

/* Keep what came of a script's line, for the predictions about it. */
static void keep_result(struct lane *lane, enum result_kind kind, long ret,
                        int err)
{
    const struct script *script = &lane->lesson->script;

    if (!lane->command)
        lane->came[lane->line - script->lines] =
            (struct result){.kind = kind, .value = ret, .err = err};
}

/*
 * The actor's process has ended, and the line with it. An end that came from
 * outside is only judged where the line expects it.
 */
static void finish_ended(struct lane *lane, struct verdict verdict)
{
    lane->hindered = actor_was_killed(lane->actor);
    if (verdict.result != CHECK_FAILED || !lane->hindered || lane->command)
        return lane_finish(lane, verdict);
    verdict_drop(&verdict);
    unable_killed(lane);
}

/* The process of the line's actor ended inside the call. */
static void call_died(struct lane *lane, const struct result *want)
{
    int status;
    enum process_what what = actor_end(lane->actor, &status);

    lane->call_failed = true;
    finish_ended(lane, expect_death(want, what, status));
}

/*
 * What the kernel answers where it has run out of something itself. It is an
 * answer, and a line may expect it; where none does, it says nothing of
 * sockets. Of setsockopt(), ENOBUFS is: it tells of a limit of the option's own
 * (ip(7), IP_ADD_MEMBERSHIP).
 */
static bool ran_out(const struct call *call, const struct outcome *outcome)
{
    const char *name = call_name(call);

    return outcome->ret == -1 &&
           (outcome->err == ENOMEM || outcome->err == ENFILE ||
            (outcome->err == ENOBUFS && strcmp(name, "setsockopt") != 0));
}

/* The call of the line has returned. */
static void call_returned(struct lane *lane, const struct result *want,
                          const struct call *call,
                          const struct outcome *outcome)
{
    struct verdict verdict = expect_return(want, call, outcome);

    lane->call_failed = outcome->ret == -1;
    lane_names_take(lane, want, call, outcome);
    if (verdict.result == CHECK_FAILED && ran_out(call, outcome) &&
        !lane->command) {
        verdict_drop(&verdict);
        return lane_unable(
            lane, text_format(_("%s() of %s: %s"), call_name(call),
                              actor_name(lane->actor), strerror(outcome->err)));
    }
    keep_result(lane, RESULT_VALUE, outcome->ret, outcome->err);
    lane_finish(lane, verdict);
}

/*
 * A LINE_CALL or LINE_RETURNS waits for its actor's call. One that has
 * returned waits for rest all the same: the states that its sockets come to
 * belong to the line. One that blocks, and was to return, has until the
 * deadline, for timers may still bring it on.
 */
static void call_look(struct lane *lane)
{
    struct role *role = line_role(lane);
    struct result want = line_expected(lane->line, &lane->setting);
    const struct call *call;
    const struct outcome *outcome = actor_outcome(lane->actor, &call);
    bool dead = actor_state(lane->actor) == ACTOR_DEAD;
    bool back = outcome || dead;
    bool waits = !back && result_returns(&want);

    if (waits && !lane_late(lane))
        return;

    /* A call that is still out may be claimed by a `= RESULT` line below. */
    role->unclaimed = !back;
    if (outcome) {
        call_returned(lane, &want, call, outcome);
    } else if (dead) {
        call_died(lane, &want);
    } else {
        /* Of a `= RESULT` line that still waits as well: it may be asked. */
        keep_result(lane, RESULT_BLOCKS, 0, 0);
        lane_finish(lane, expect_blocked(&want));
    }
}

/* For a replay. Without memory it stops short. */
static void note_call(struct lane *lane, struct role *role)
{
    char *text = lane_names_call(lane);

    if (text)
        role_call(role, text);
    free(text);
}

/*
 * Order the call. Until it is known to be made it counts as failed, so that a
 * replay does not go on behind a line that was refused.
 */
static void call_begin(struct lane *lane)
{
    const struct line *line = lane->line;
    enum actor_state state = actor_state(lane->actor);

    lane->call_failed = true;
    if (state == ACTOR_DEAD)
        return refuse_dead(lane);
    if (state != ACTOR_NONE && state != ACTOR_READY)
        return refuse_stuck(lane, state);

    struct err err;
    /* Read now, not before: a toggle may have been turned since. */
    struct call call;
    if (line_call(line, &lane->setting, &call, &err) < 0)
        return lane_refuse(lane, "", &err);
    struct role *role = line_role(lane);
    bool ends = call_does(&call, CALL_EXITS);
    if (lab_call(lane->lab, lane->actor, &call, line->number, &err) < 0)
        return lane_refuse(lane, "", &err);
    role->call_line = line->number;
    role->unclaimed = false;
    role->ended = ends;
    lane->call_failed = false;
    if (!lane->replayed)
        note_call(lane, role);
}

/* `A: = RESULT`: the call may still be out, or have returned since. */
static void returns_begin(struct lane *lane)
{
    const struct role *role = line_role(lane);
    enum actor_state state = actor_state(lane->actor);

    /* lane_process_look() will wait for it, if it has not returned yet. */
    if (role->unclaimed)
        return;
    if (state == ACTOR_DEAD)
        return refuse_dead(lane);
    if (role->last_failed)
        return lane_skip(lane,
                         about_call(lane, N_("%s is in no call: see line %d"),
                                    N_("%s is in no call: see a command")));
    struct result want = line_expected(lane->line, &lane->setting);
    char text[64];
    lane_fail(lane, result_format(&want, text, sizeof(text)),
              text_format(_("%s is in no call, and has no return that no line "
                            "has claimed"),
                          lane->line->actor));
}

/* ---- processes ---- */

/*
 * A LINE_KILLED or LINE_EXITED waits for the end. At rest only, so that the
 * sockets which the end closes have changed too.
 */
static void end_look(struct lane *lane)
{
    int status = 0;
    bool dead = actor_state(lane->actor) == ACTOR_DEAD;

    if (!dead && !lane_late(lane))
        return;
    if (!dead)
        return lane_finish(lane, expect_end(lane->line, PROCESS_STARTED, 0));
    line_role(lane)->ended = true;
    enum process_what what = actor_end(lane->actor, &status);
    finish_ended(lane, expect_end(lane->line, what, status));
}

/*
 * A LINE_HANDLER waits for the handler. A process that has ended runs no
 * handler any more: how it ended tells more then.
 */
static void handler_look(struct lane *lane)
{
    struct role *role = line_role(lane);
    int signal = lane->line->signal, status;
    int ran = role_take_handler(role, lab_log(lane->lab), signal);
    struct verdict verdict = expect_handler(lane->line, ran);
    bool dead = actor_state(lane->actor) == ACTOR_DEAD;

    if (ran != signal && dead) {
        enum process_what what = actor_end(lane->actor, &status);

        free(verdict.actual);
        verdict.actual = end_text(what, status);
        return finish_ended(lane, verdict);
    }
    if (ran == signal || lane_late(lane))
        return lane_finish(lane, verdict);
    verdict_drop(&verdict);
}

/* An actor that never ran can't have ended, nor run a handler. */
static void end_begin(struct lane *lane)
{
    if (actor_state(lane->actor) == ACTOR_NONE)
        lane_fail(lane,
                  lane->line->kind == LINE_HANDLER ? _("a running process")
                                                   : _("an ended process"),
                  text_format(_("%s never had one"), lane->line->actor));
}

/*
 * A new process for the line's actor, which has none. Its descriptors begin at
 * 3 again and its life is empty; sockets that the kernel keeps (TIME-WAIT) are
 * what is left of the old one.
 */
static void start_process(struct lane *lane)
{
    struct err err;

    lane->waits_to_start = false;
    if (lab_start(lane->lab, lane->actor, lane->line->number, &err) < 0)
        return lane_refuse(lane, _("a new process"), &err);
    role_start(line_role(lane), lane->replayed, log_count(lab_log(lane->lab)));
}

/* After a signal of the script's, the end is the script's own doing. */
static void signal_begin(struct lane *lane, int signal)
{
    struct err err;

    if (actor_state(lane->actor) == ACTOR_DEAD)
        return refuse_dead(lane);
    if (lab_signal(lane->lab, lane->actor, signal, &err) < 0)
        return lane_refuse(lane, "", &err);
    line_role(lane)->ended = true;
}

/*
 * Ctrl-C first if it runs; the new process comes when the old is gone. SIGINT
 * rather than SIGKILL, since that is what people press. Its default action ends
 * the process (signal(7)); one that ignores it is not restarted.
 */
static void restart_begin(struct lane *lane)
{
    enum actor_state state = actor_state(lane->actor);

    if (state == ACTOR_NONE || state == ACTOR_DEAD)
        return start_process(lane);
    lane->waits_to_start = true;
    signal_begin(lane, SIGINT);
}

/* What was sent SIGINT is waited for, then started. */
static void restart_look(struct lane *lane)
{
    if (!lane->waits_to_start) {
        lane_pass(lane);
    } else if (actor_state(lane->actor) == ACTOR_DEAD) {
        start_process(lane);
    } else if (lane_late(lane)) {
        lane_fail(lane, _("the process gone after SIGINT"),
                  text_format(_("%s still runs"), lane->line->actor));
    }
}

void lane_process_begin(struct lane *lane)
{
    if (!cast(lane) || !lane_names_ready(lane))
        return;
    if (lane->line->kind == LINE_CALL)
        call_begin(lane);
    else if (lane->line->kind == LINE_RETURNS)
        returns_begin(lane);
    else if (lane->line->kind == LINE_START)
        start_process(lane);
    else if (lane->line->kind == LINE_RESTART)
        restart_begin(lane);
    else if (lane->line->kind == LINE_SIGNAL)
        signal_begin(lane, lane->line->signal);
    else
        end_begin(lane);
}

void lane_process_look(struct lane *lane)
{
    enum line_kind kind = lane->line->kind;

    if (kind == LINE_CALL || kind == LINE_RETURNS)
        call_look(lane);
    else if (kind == LINE_KILLED || kind == LINE_EXITED)
        end_look(lane);
    else if (kind == LINE_HANDLER)
        handler_look(lane);
    else if (kind == LINE_RESTART)
        restart_look(lane);
    else
        lane_pass(lane); /* LINE_START, LINE_SIGNAL */
}
