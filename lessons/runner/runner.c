/*
 * The runner knows which line is next and whether all lanes are done with the
 * last one; how one lane runs a line is told in lane_line.c. run_lines() is the
 * story from the first line to the last.
 *
 * It moves through the script with two indexes: `next` is the line to begin,
 * `until` is behind the last one that may be begun for now. A step sets
 * `until`, and run_lines() does the rest. Commands wait until the step is
 * over, since a script line must not find the world changed under it.
 */
#include "lessons/runner/runner.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/clock.h"
#include "lab/base/translate.h"
#include "lessons/runner/command.h"
#include "lessons/runner/lane_line.h"

/* Whose line is under way, or whose is next. */
enum turn {
    TURN_NONE,
    TURN_SCRIPT,
    TURN_COMMAND, /* the first of the queue */
};

struct runner {
    const struct lesson *lesson;       /* not owned */
    const struct recording *recording; /* not owned; NULL: it runs */
    struct lane lanes[RUNNER_LANES];
    int n_lanes;
    size_t step;             /* the next that is not taken yet */
    size_t next;             /* the script line that runs next */
    size_t until;            /* behind the last that is to run for now */
    const struct line *line; /* the script line that ran last */
    struct command *queue;   /* owned; the first may be under way */
    enum turn turn;          /* what is under way */
    bool ended;              /* the logs have their end event */
};

/* ---- opening ---- */

int runner_check(const struct lesson *lesson,
                 const struct runner_options *options, struct err *err)
{
    struct setting settings[RUNNER_LANES];

    if (lesson_settings(lesson, options->settings, options->n_settings,
                        settings, err) < 0)
        return -1;
    const char *why;
    /* AUTO may turn out either way, which only a lab can tell. */
    if (!options->recording && options->isolation != ISOLATION_AUTO &&
        lesson_lacks(lesson, options->isolation, &why) != NEEDS)
        return err_machine(err, "%s", why);
    return 0;
}

/* A reason as a sentence behind another; what the lab says of itself is none.
 */
static int tell_both(const char *why, const char *reason, struct err *err)
{
    size_t len = strlen(reason);

    if (len == 0)
        return err_machine(err, "%s", why);
    return err_machine(err, "%s %c%s%s", why, toupper((unsigned char)*reason),
                       reason + 1, reason[len - 1] == '.' ? "" : ".");
}

/*
 * Whether this very lab gives all that the lesson needs. A world that was asked
 * for by name was checked before it was made; this is for AUTO, and for what
 * only the machine knows (IPv6).
 */
static int meets_needs(const struct lesson *lesson, const struct lab *lab,
                       struct err *err)
{
    for (enum need need = 0; need < NEEDS; need++) {
        const char *why = lab_cannot(lab, need);

        if (!lesson->needs[need] || !why)
            continue;
        return tell_both(why, lab_fallback_reason(lab), err);
    }
    return 0;
}

/*
 * Lanes are compared, so all have worlds of one kind. Where one had to fall
 * back and another had not, this machine does have the better kind, and not
 * enough of it.
 */
static int is_like_first(const struct runner *runner, int lane, struct err *err)
{
    const struct lab *first = runner->lanes[0].lab;
    const struct lab *lab = runner->lanes[lane].lab;

    if (lab_isolation(lab) == lab_isolation(first))
        return 0;
    return tell_both(_("This machine has no private networks for all lanes."),
                     lab_fallback_reason(lab)[0] ? lab_fallback_reason(lab)
                                                 : lab_fallback_reason(first),
                     err);
}

/* What has to be known of the kernel before the lesson begins, as bits. */
static unsigned asked(const struct lesson *lesson)
{
    unsigned asks = lesson->script.asks;

    for (enum need need = 0; need < NEEDS; need++)
        asks |= lesson->needs[need] ? NEED_BIT(need) : 0;
    return asks;
}

/* Open a lab for each combination of what is compared, or just one. */
static int open_lanes(struct runner *runner,
                      const struct runner_options *options, struct err *err)
{
    const struct lesson *lesson = runner->lesson;
    struct setting settings[RUNNER_LANES];
    int n = lesson_settings(lesson, options->settings, options->n_settings,
                            settings, err);

    if (n < 0)
        return -1;
    for (int i = 0; i < n; i++) {
        /*
         * Counted before it is open, so that runner_close() frees it in any
         * case.
         */
        struct lane *lane = &runner->lanes[runner->n_lanes++];

        if (lane_open(lane, lesson, &settings[i], options, err) < 0)
            return -1;
    }
    /* All worlds are in the making by now; they take their time together. */
    for (int i = 0; i < n; i++)
        if (lab_finish(runner->lanes[i].lab, err) < 0 ||
            is_like_first(runner, i, err) < 0 ||
            lane_learn(&runner->lanes[i], asked(lesson),
                       i > 0 ? &runner->lanes[0] : NULL, err) < 0 ||
            meets_needs(lesson, runner->lanes[i].lab, err) < 0)
            return -1;
    return 0;
}

struct runner *runner_open(const struct lesson *lesson,
                           const struct runner_options *options,
                           struct err *err)
{
    if (runner_check(lesson, options, err) < 0)
        return NULL;
    struct runner *runner = calloc(1, sizeof(*runner));
    if (!runner) {
        err_machine(err, "out of memory");
        return NULL;
    }
    runner->lesson = lesson;
    runner->recording = options->recording;
    if (open_lanes(runner, options, err) == 0)
        return runner;
    runner_close(runner);
    return NULL;
}

void runner_close(struct runner *runner)
{
    if (!runner)
        return;
    while (runner->queue)
        runner->queue = command_drop(runner->queue);
    /* All actors die at once; then each lab waits for its own. */
    for (int i = 0; i < runner->n_lanes; i++)
        if (runner->lanes[i].lab)
            lab_end(runner->lanes[i].lab);
    for (int i = 0; i < runner->n_lanes; i++)
        lane_close(&runner->lanes[i]);
    free(runner);
}

/* ---- lanes ---- */

const struct lesson *runner_lesson(const struct runner *runner)
{
    return runner->lesson;
}

int runner_lanes(const struct runner *runner)
{
    return runner->n_lanes;
}

struct lab *runner_lab(const struct runner *runner, int lane)
{
    return runner->lanes[lane].lab;
}

const struct setting *runner_setting(const struct runner *runner, int lane)
{
    return &runner->lanes[lane].setting;
}

const char *runner_lane_name(const struct runner *runner, int lane)
{
    return runner->lanes[lane].name;
}

const char *runner_fault(const struct runner *runner, int lane)
{
    return lab_fault(runner->lanes[lane].lab);
}

int runner_alive(const struct runner *runner, struct err *err)
{
    if (!runner->recording)
        return 0;
    return err_input(err,
                     "This is a recording, made on %s: it can be walked "
                     "through, and nothing in it can be changed.",
                     recording_kernel(runner->recording));
}

int runner_toggle(struct runner *runner, int lane, const char *name,
                  const char *value, struct err *err)
{
    if (runner_alive(runner, err) < 0)
        return -1;
    return lane_toggle(&runner->lanes[lane], name, value, err);
}

/* ---- stepping ---- */

size_t runner_step(const struct runner *runner)
{
    return runner->step;
}

const struct line *runner_line(const struct runner *runner)
{
    return runner->line;
}

/* Between two lines of a step nothing is under way, and yet it is busy. */
bool runner_busy(const struct runner *runner)
{
    return runner->turn == TURN_SCRIPT || runner->next < runner->until ||
           runner->queue;
}

void runner_advance(struct runner *runner, bool one_line)
{
    const struct lesson *lesson = runner->lesson;

    if (runner_busy(runner) || runner->step >= lesson->n_steps)
        return;
    const struct step *step = &lesson->steps[runner->step];
    /* There is nothing to run: to have read it is all. */
    if (step->kind != STEP_RUN || step->n_lines == 0) {
        runner->step++;
        return;
    }
    size_t end = step->first_line + step->n_lines;
    /* What is left of a step that was begun line by line, or all of it. */
    if (runner->next < step->first_line)
        runner->next = step->first_line;
    runner->until = one_line ? runner->next + 1 : end;
}

/* The line is over in all lanes: with its last the step is. */
static void line_over(struct runner *runner)
{
    const struct step *step = &runner->lesson->steps[runner->step];

    if (runner->turn == TURN_SCRIPT &&
        runner->next >= step->first_line + step->n_lines)
        runner->step++;
    if (runner->turn == TURN_COMMAND)
        runner->queue = command_over(runner->queue);
    runner->turn = TURN_NONE;
}

/* The script's next line, as far as its step goes, or one that was typed. */
static enum turn next_turn(struct runner *runner)
{
    if (runner->next < runner->until) {
        runner->line = &runner->lesson->script.lines[runner->next++];
        return TURN_SCRIPT;
    }
    return runner->queue ? TURN_COMMAND : TURN_NONE;
}

/*
 * Begin what was typed in one lane. A replay stops where one of its calls has
 * failed: what follows would only fail for that reason.
 */
static void begin_command(const struct command *command, struct lane *lane,
                          int index)
{
    if (command->first)
        lane->call_failed = false;
    const struct line *line = command_line(command, index);

    if (line && !(command->replay && lane->call_failed))
        lane_line_begin(lane, line,
                        command->replay ? ORIGIN_REPLAY : ORIGIN_COMMAND);
}

/*
 * The whole of a run. Line by line: all lanes are given the order, then each
 * takes in what comes of it until its line is over, which is when its check is
 * in the log. A step is over with its last line, and runner_advance() says
 * which lines may be begun. Nothing waits in here: where the line is not over
 * this returns, and is called again as soon as runner_fds() or
 * runner_timeout() say so. A line that is over at once leads to the next one.
 */
static void run_lines(struct runner *runner)
{
    do {
        bool over = true;

        for (int i = 0; i < runner->n_lanes; i++) {
            struct lane *lane = &runner->lanes[i];

            /* Without a line too: what happens belongs into the log. */
            lane->rests = lab_pump(lane->lab) == LAB_REST;
            if (lane->line)
                lane_line_look(lane);
            /* What comes by itself has come, and the line waits for more. */
            if (lane->line && lane->rests)
                lab_time_passes(lane->lab);
            over = over && !lane->line;
        }
        if (!over)
            return;
        line_over(runner);
        runner->turn = next_turn(runner);
        for (int i = 0; i < runner->n_lanes; i++) {
            struct lane *lane = &runner->lanes[i];

            if (runner->turn == TURN_SCRIPT)
                lane_line_begin(lane, runner->line, ORIGIN_SCRIPT);
            else if (runner->turn == TURN_COMMAND)
                begin_command(runner->queue, lane, i);
        }
    } while (runner->turn != TURN_NONE);
}

void runner_pump(struct runner *runner)
{
    /* Nobody has asked for the next line: as long as that, time passes. */
    for (int i = 0; i < runner->n_lanes && !runner_busy(runner); i++)
        lab_no_line(runner->lanes[i].lab);
    run_lines(runner);
}

int runner_fds(const struct runner *runner, struct pollfd *pfds)
{
    for (int i = 0; i < runner->n_lanes; i++)
        /* Nobody hears any more what one has to say that was given up. */
        pfds[i] = (struct pollfd){
            .fd = runner_fault(runner, i) ? -1 : lab_fd(runner->lanes[i].lab),
            .events = POLLIN};
    return runner->n_lanes;
}

/*
 * Descriptors tell of what happens in the labs; what is left are deadlines,
 * looks at timers, and lines that nobody has begun yet.
 */
int64_t runner_timeout(const struct runner *runner)
{
    int64_t wait = -1;

    if (runner_busy(runner) && runner->turn == TURN_NONE)
        return 0;
    for (int i = 0; i < runner->n_lanes; i++)
        wait = clock_sooner(wait, lane_line_timeout(&runner->lanes[i]));
    return wait;
}

void runner_finish(struct runner *runner)
{
    run_lines(runner);
    while (runner_busy(runner)) {
        struct pollfd pfds[RUNNER_LANES];

        clock_poll(pfds, (nfds_t)runner_fds(runner, pfds),
                   runner_timeout(runner));
        run_lines(runner);
    }
}

/* ---- commands ---- */

/*
 * Put a list of commands behind those that wait. The queue is short: a line
 * that was typed, or a replay's few calls. Returns -1 where there is none.
 */
static int enqueue(struct runner *runner, struct command *commands)
{
    struct command **end = &runner->queue;

    while (*end)
        end = &(*end)->next;
    *end = commands;
    return commands ? 0 : -1;
}

int runner_command(struct runner *runner, int lane, const char *text,
                   struct err *err)
{
    struct command *command;

    if (runner_alive(runner, err) < 0)
        return -1;
    command = command_read(runner->lanes, runner->n_lanes, lane, runner->queue,
                           text, err);
    for (int i = 0; command && i < runner->n_lanes; i++)
        if (lane_learn(&runner->lanes[i], command->scripts[i].asks, NULL, err) <
            0) {
            command_drop(command);
            return -1;
        }
    return enqueue(runner, command);
}

int runner_replay(struct runner *runner, const char *actor, struct err *err)
{
    if (runner_alive(runner, err) < 0)
        return -1;
    return enqueue(runner,
                   command_replay(runner->lanes, runner->n_lanes, actor, err));
}

/* ---- results ---- */

struct end_event runner_lane_totals(const struct runner *runner, int lane)
{
    return runner->lanes[lane].totals;
}

void runner_end(struct runner *runner)
{
    /*
     * A run that was broken off has no end, and says so by not having the
     * event.
     */
    if (runner->ended || runner->step < runner->lesson->n_steps)
        return;
    runner->ended = true;
    for (int i = 0; i < runner->n_lanes; i++) {
        struct lane *lane = &runner->lanes[i];
        struct event event = {.kind = EVENT_END, .end = lane->totals};

        if (!log_append(lab_log_write(lane->lab), &event))
            lab_give_up(lane->lab, "out of memory");
    }
}

bool runner_result(const struct runner *runner, size_t line, int lane,
                   struct result *result)
{
    if (line >= runner->lesson->script.n)
        return false;
    *result = runner->lanes[lane].came[line];
    return result->kind != RESULT_NONE;
}

/*
 * A line that does not apply in a lane never comes to have a result there: then
 * nobody can have been right or wrong.
 */
bool runner_predicted(const struct runner *runner, size_t predict, int lane,
                      struct result *result)
{
    size_t about = runner->lesson->predicts[predict].about;

    return runner_result(runner, about, lane, result);
}
