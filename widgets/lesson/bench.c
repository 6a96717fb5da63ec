/*
 * bench.c - keys become script lines, played one by one.
 *
 * In a line here, %L stands for the server's listening socket, %A for the one
 * that it accepted last and %C for the client's. They are looked up in the
 * log when the line is due, so each lane has its own numbers.
 */
#include "widgets/lesson/bench.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/translation.h"
#include "widgets/view/key.h"

/*
 * The bench in the language that is asked for; in English, too, where what was
 * found can't be read. Takes over the original.
 */
static struct lesson *translated(struct lesson *original)
{
    struct lesson *found = NULL;
    struct folders folders;
    struct err why;

    if (folders_find(&folders, NULL, &why) == 0 &&
        translation_find(original, &folders, &found, &why) == 0 && found) {
        lesson_free(original);
        original = found;
    }
    folders_free(&folders);
    return original;
}

/* In its prose keys are named by their actions, as in all that is said. */
static void name_keys(struct document *document)
{
    char text[1000];

    for (size_t i = 0; i < document->n; i++) {
        struct para *para = &document->paras[i];

        for (size_t k = 0; k < para->n_spans; k++) {
            key_fill(para->spans[k].text, text, sizeof text);
            char *named = strdup(text);

            if (!named)
                continue;
            free(para->spans[k].text);
            para->spans[k].text = named;
        }
    }
}

struct lesson *bench_lesson(bool twin, struct err *err)
{
    struct lesson *lesson = lesson_parse_head("bench.md", embedded_bench->text,
                                              embedded_bench->len, err);

    if (lesson)
        lesson = translated(lesson);
    if (!lesson || lesson_complete(lesson, err) != 0) {
        lesson_free(lesson);
        return NULL;
    }
    name_keys(&lesson->document);
    if (twin)
        strcpy(lesson->compare, "reuseaddr");
    return lesson;
}

/* ---- what a lane's log says ---- */

/* The number in front of a call's arguments, as close(4) has it. */
static int first_number(const struct call_event *call)
{
    return call->args ? atoi(call->args) : -1;
}

/*
 * The descriptor that the actor's process got last from this call and has not
 * closed since; -1 for none.
 */
static int last_fd(const struct lab *lab, const char *actor, const char *call)
{
    const struct log *log = lab_log(lab);
    bool closed[64] = {false};

    for (size_t i = log_count(log); i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_PROCESS &&
            strcmp(event->process.actor, actor) == 0)
            return -1;
        if (event->kind != EVENT_CALL || event->call.err ||
            !event->call.returned || strcmp(event->call.actor, actor) != 0)
            continue;
        bool closes = strcmp(event->call.name, "close") == 0;
        int fd = closes ? first_number(&event->call) : (int)event->call.ret;
        if (fd < 0 || fd >= 64)
            continue;
        if (closes)
            closed[fd] = true;
        else if (strcmp(event->call.name, call) == 0 && !closed[fd])
            return fd;
    }
    return -1;
}

/* An actor that has never been named is like one that never ran. */
static enum actor_state state_of(const struct lab *lab, const char *name)
{
    const struct actor *actor = lab_find(lab, name);

    return actor ? actor_state(actor) : ACTOR_NONE;
}

/* Asked of the kernel, not of the log: listen() may have been undone since. */
static bool listens(const struct lab *lab)
{
    size_t n;
    const struct sock *socks = lab_sockets(lab, HOST_SERVER, &n);

    for (size_t i = 0; i < n; i++)
        if (socks[i].state == STATE_LISTEN)
            return true;
    return false;
}

/* ---- lines ---- */

static const char *const server_program[] = {
    "server: socket(AF_INET, SOCK_STREAM, 0)",
    "server: setsockopt(%L, SOL_SOCKET, SO_REUSEADDR, $reuseaddr)",
    "[reuseport=on] server: setsockopt(%L, SOL_SOCKET, SO_REUSEPORT, 1)",
    "[linger=on] server: setsockopt(%L, SOL_SOCKET, SO_LINGER, {1, 0})",
    "server: bind(%L, 0.0.0.0:12000)",
    "server: listen(%L, 5)",
    "server: accept(%L, _)",
    NULL,
};

static const char *const client_program[] = {
    "client: socket(AF_INET, SOCK_STREAM, 0)",
    "client: connect(%C, 10.0.0.1:12000)",
    NULL,
};

/* Queues are as long as the longest program; there is nothing to grow. */
static void queue_line(struct bench_queue *queue, const char *line)
{
    if (queue->n < BENCH_LINES)
        queue->lines[queue->n++] = line;
}

static void queue_program(struct bench_queue *queue, const char *const *lines)
{
    queue->program = true;
    for (; *lines; lines++)
        queue_line(queue, *lines);
}

/* Replace every %L, %A and %C; false when there is no such socket now. */
static bool fill_line(const char *line, const struct lab *lab, char *out)
{
    size_t used = 0;

    for (; *line && used + 12 < BENCH_LINE; line++) {
        int fd = -1;

        if (*line != '%') {
            out[used++] = *line;
            continue;
        }
        switch (*++line) {
        case 'L': fd = last_fd(lab, "server", "socket"); break;
        case 'A': fd = last_fd(lab, "server", "accept"); break;
        case 'C': fd = last_fd(lab, "client", "socket"); break;
        }
        if (fd < 0)
            return false;
        used += (size_t)snprintf(out + used, BENCH_LINE - used, "%d", fd);
    }
    out[used] = '\0';
    return true;
}

/* ---- keys: what each does in one lane; NULL, or why it can't ---- */

/*
 * Two servers at a time would be another lesson: s starts only what is not
 * running.
 */
static const char *start_server(struct bench_queue *queue,
                                const struct lab *lab)
{
    switch (state_of(lab, "server")) {
    case ACTOR_NONE: break;
    case ACTOR_DEAD: queue_line(queue, "server: start"); break;
    case ACTOR_READY:
    case ACTOR_CALLING:
    case ACTOR_BLOCKED:
    case ACTOR_STOPPED:
        return _("The server runs already: {restart} starts it anew, "
                 "{interrupt} or {kill} ends it.");
    }
    queue_program(queue, server_program);
    return NULL;
}

/* As Ctrl-C and the up arrow in a shell, whatever the server is doing. */
static const char *restart_server(struct bench_queue *queue,
                                  const struct lab *lab)
{
    if (state_of(lab, "server") != ACTOR_NONE)
        queue_line(queue, "server: restart");
    queue_program(queue, server_program);
    return NULL;
}

static const char *signal_server(struct bench_queue *queue,
                                 const struct lab *lab, const char *line)
{
    enum actor_state state = state_of(lab, "server");

    if (state == ACTOR_NONE || state == ACTOR_DEAD)
        return _("No server runs: {start} starts one.");
    queue_line(queue, line);
    return NULL;
}

/*
 * The client's next connection; a server that is not in accept() yet takes it
 * from the queue afterwards, as it does in its loop.
 */
static const char *start_client(struct bench_queue *queue,
                                const struct lab *lab)
{
    enum actor_state state = state_of(lab, "client");

    if (state == ACTOR_CALLING || state == ACTOR_BLOCKED)
        return _("The client is still in a call.");
    if (state == ACTOR_DEAD)
        queue_line(queue, "client: start");
    queue_program(queue, client_program);
    if (state_of(lab, "server") == ACTOR_READY && listens(lab))
        queue_line(queue, "server: accept(%L, _)");
    return NULL;
}

/* Why the actor can't be given a call now; NULL when it can. */
static const char *not_ready(const struct lab *lab, const char *actor)
{
    switch (state_of(lab, actor)) {
    case ACTOR_NONE:
    case ACTOR_DEAD: return _("That program does not run.");
    case ACTOR_CALLING:
    case ACTOR_BLOCKED: return _("That program is still in a call.");
    case ACTOR_STOPPED: return _("That program is stopped.");
    case ACTOR_READY: break;
    }
    return NULL;
}

/*
 * Send something, and have the other side read it where it is free to: a
 * server that sits in accept() leaves it in the receive queue.
 */
static const char *send_data(struct bench_queue *queue, const struct lab *lab,
                             bool from_client)
{
    const char *why = not_ready(lab, from_client ? "client" : "server");

    if (why)
        return why;
    if (last_fd(lab, "client", "socket") < 0 && from_client)
        return _("The client has no socket: {client} connects one.");
    if (last_fd(lab, "server", "accept") < 0 && !from_client)
        return _("The server has no connection: {client} connects a client.");
    queue_line(queue, from_client ? "client: send(%C, \"hello\", 5, 0)"
                                  : "server: send(%A, \"welcome\", 7, 0)");
    if (from_client && !not_ready(lab, "server") &&
        last_fd(lab, "server", "accept") >= 0)
        queue_line(queue, "server: recv(%A, _, 1024, 0)");
    if (!from_client && !not_ready(lab, "client"))
        queue_line(queue, "client: recv(%C, _, 1024, 0)");
    return NULL;
}

/*
 * Whoever closes first will have the TIME-WAIT: there is a key for each side.
 */
static const char *close_socket(struct bench_queue *queue,
                                const struct lab *lab, bool of_client)
{
    const char *why = not_ready(lab, of_client ? "client" : "server");

    if (why)
        return why;
    if (last_fd(lab, of_client ? "client" : "server",
                of_client ? "socket" : "accept") < 0)
        return _("It has no socket to close.");
    queue_line(queue, of_client ? "client: close(%C)" : "server: close(%A)");
    return NULL;
}

/* The server's loop goes round: the next connection, or the wait for it. */
static const char *accept_next(struct bench_queue *queue, const struct lab *lab)
{
    const char *why = not_ready(lab, "server");

    if (why)
        return why;
    if (!listens(lab))
        return _("The server does not listen.");
    queue_line(queue, "server: accept(%L, _)");
    return NULL;
}

/* Fill a lane's queue with what the key means there. */
static const char *begin(struct bench_queue *queue, const struct lab *lab,
                         int key)
{
    switch (key) {
    case 's': return start_server(queue, lab);
    case 'r': return restart_server(queue, lab);
    case 'i': return signal_server(queue, lab, "server: SIGINT");
    case 'I': return signal_server(queue, lab, "server: SIGKILL");
    case 'c': return start_client(queue, lab);
    case 'd': return send_data(queue, lab, true);
    case 'D': return send_data(queue, lab, false);
    case 'x': return close_socket(queue, lab, true);
    case 'X': return close_socket(queue, lab, false);
    case 'a': return accept_next(queue, lab);
    }
    return "";
}

/*
 * Lanes may have gone different ways: what one can do, another can't. It is
 * an error only if none can.
 */
int bench_key(struct bench *bench, struct runner *runner, int key,
              struct err *err)
{
    const char *why = NULL;
    bool begun = false;

    for (int i = 0; i < runner_lanes(runner); i++) {
        struct bench_queue *queue = &bench->queues[i];
        const struct lab *lab = runner_lab(runner, i);

        *queue = (struct bench_queue){.since = log_count(lab_log(lab))};
        const char *cannot = begin(queue, lab, key);
        if (cannot)
            why = cannot;
        else
            begun = true;
    }
    return begun ? 0 : err_input(err, "%s", why ? why : "");
}

/* ---- playing ---- */

/* The call that failed since the line before began, NULL for none. */
static const struct call_event *failure(const struct log *log, size_t since)
{
    for (size_t i = log_count(log); i-- > since;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL)
            return event->call.err ? &event->call : NULL;
    }
    return NULL;
}

/* The lane's next line, with its sockets filled in; false at the end. */
static bool next_line(struct bench_queue *queue, const struct lab *lab,
                      char *out)
{
    const struct call_event *failed = failure(lab_log(lab), queue->since);

    queue->since = log_count(lab_log(lab));
    if (queue->next >= queue->n)
        return false;
    if (failed && queue->program) {
        /* As the C programs do: perror(), and out. */
        queue->n = queue->next = 0;
        snprintf(out, BENCH_LINE, "%s: exit(1)", failed->actor);
        return true;
    }
    if (fill_line(queue->lines[queue->next++], lab, out))
        return true;
    queue->n = queue->next = 0;
    return false;
}

/* Each lane's next line may differ, once one of its calls has failed. */
int bench_pump(struct bench *bench, struct runner *runner, struct err *err)
{
    char lines[RUNNER_LANES][BENCH_LINE];
    int n = runner_lanes(runner), same = 0;

    if (runner_busy(runner))
        return 0;
    for (int i = 0; i < n; i++) {
        if (!next_line(&bench->queues[i], runner_lab(runner, i), lines[i]))
            lines[i][0] = '\0';
        same += strcmp(lines[i], lines[0]) == 0;
    }
    /* One order for all keeps the lanes in lockstep. */
    if (same == n)
        return lines[0][0] ? runner_command(runner, -1, lines[0], err) : 0;
    for (int i = 0; i < n; i++)
        if (lines[i][0] && runner_command(runner, i, lines[i], err) < 0)
            return -1;
    return 0;
}

bool bench_busy(const struct bench *bench)
{
    for (int i = 0; i < RUNNER_LANES; i++)
        if (bench->queues[i].next < bench->queues[i].n)
            return true;
    return false;
}

/* Whether the actor runs in any lane: keys act where they can. */
static bool runs(const struct runner *runner, const char *name)
{
    for (int i = 0; i < runner_lanes(runner); i++) {
        enum actor_state state = state_of(runner_lab(runner, i), name);

        if (state != ACTOR_NONE && state != ACTOR_DEAD)
            return true;
    }
    return false;
}

const char *bench_hint(const struct runner *runner)
{
    const struct lab *lab = runner_lab(runner, 0);

    if (!runs(runner, "server"))
        return _("No server runs: {start} starts it.");
    if (!runs(runner, "client"))
        return _("The server runs: {client} connects a client, {interrupt} is "
                 "Ctrl-C for it.");
    if (last_fd(lab, "client", "socket") < 0)
        return _("The client has closed: {client} connects again, {restart} "
                 "restarts the "
                 "server.");
    return _("{send} and {reply} send, {close} closes at the client, "
             "{close-server} at the server, {accept} accepts.");
}
