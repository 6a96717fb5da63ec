/*
 * key_player.c - one order after the other, whenever the app asks.
 *
 * Texts are looked for in what screen_save() writes, so a script sees what a
 * learner sees and nothing else.
 *
 * There is no sleeping anywhere: an order that can't be carried out yet is
 * simply the next one again when the app comes round, and the app comes round
 * whenever something happens. Time only limits that, so that a script that
 * waits in vain ends with a message instead of hanging a test.
 */
#include "widgets/keys/key_player.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/clock.h"
#include "lab/base/memory.h"
#include "widgets/keys/key_script.h"
#include "widgets/screen/screen.h"

/*
 * How long a script waits for a text while nothing is under way, in s. What is
 * under way comes to its own end, which takes as long as this machine takes.
 */
enum { TEXT_SECONDS = 5 };

static const int64_t second = 1000000000; /* in ns */

struct replay {
    char *file; /* its name, for messages; owned */
    struct key_script script;
    size_t at;        /* the next order */
    int64_t deadline; /* of the wait that is going on, by clock_now(); 0: none */
};

/* replay_close() copes with what is only half there. */
struct replay *replay_open(const char *file, struct err *err)
{
    struct replay *replay = calloc(1, sizeof(*replay));

    if (!replay || !(replay->file = strdup(file)))
        err_machine(err, "no memory for the key script");
    else if (key_script_load(&replay->script, file, err) == 0)
        return replay;
    replay_close(replay);
    return NULL;
}

void replay_close(struct replay *replay)
{
    if (!replay)
        return;
    key_script_free(&replay->script);
    free(replay->file);
    free(replay);
}

/* The screen as text, to be freed; NULL without memory. */
static char *screen_text(void)
{
    struct memory memory;

    if (memory_open(&memory))
        screen_save(memory.out);
    return memory_close(&memory) ? memory.text : NULL;
}

/* Within one row: a text that is broken over two is not found. */
static bool on_screen(const char *wanted)
{
    char *text = screen_text();
    bool found = text && strstr(text, wanted);

    free(text);
    return found;
}

/* End the script with "FILE:LINE: what text" for the order that is next. */
static enum replay_next fail(const struct replay *replay, struct err *err,
                             const char *what, const char *text)
{
    err_input(err, "%s:%d: %s%s", replay->file,
              replay->script.orders[replay->at].line, what, text);
    return REPLAY_FAILED;
}

/* Whether the wait that is going on (begun here if need be) is too long. */
static bool too_long(struct replay *replay)
{
    if (!replay->deadline)
        replay->deadline = clock_now() + TEXT_SECONDS * second;
    return clock_now() >= replay->deadline;
}

/* A full disk is told by fflush() at the latest. Returns 0, or -1 with errno.
 */
static int save(const char *file)
{
    FILE *out = fopen(file, "we");
    int error;

    if (!out)
        return -1;
    screen_save(out);
    error = fflush(out) != 0 || ferror(out) ? errno : 0;
    if (fclose(out) != 0 && !error)
        error = errno;
    errno = error;
    return error ? -1 : 0;
}

/*
 * The order that is next, when nothing is under way, or a @wait. An order about
 * the screen asks for a drawing behind it, though nothing changed: that is how
 * the next order's turn comes without a key.
 */
static enum replay_next carry_out(struct replay *replay, bool busy, int *key,
                                  struct err *err)
{
    const struct order *order = &replay->script.orders[replay->at];

    switch (order->kind) {
    case ORDER_KEY: *key = order->key; return REPLAY_KEY;
    case ORDER_RESIZE:
        screen_resize(order->rows, order->columns);
        return REPLAY_DRAW;
    case ORDER_SAVE:
        if (save(order->text) < 0)
            return fail(replay, err,
                        "can't save the screen: ", strerror(errno));
        return REPLAY_DRAW;
    case ORDER_WAIT:
        if (on_screen(order->text))
            return REPLAY_DRAW;
        if (!busy && too_long(replay))
            return fail(replay, err,
                        "not on the screen in time: ", order->text);
        return REPLAY_WAIT;
    case ORDER_EXPECT:
        if (!on_screen(order->text))
            return fail(replay, err, "not on the screen: ", order->text);
        return REPLAY_DRAW;
    case ORDER_REFUSE:
        if (on_screen(order->text))
            return fail(replay, err, "on the screen: ", order->text);
        return REPLAY_DRAW;
    }
    return REPLAY_END;
}

/*
 * An order that was carried out is passed; one that still waits comes again
 * the next time, with its deadline running.
 */
enum replay_next replay_next(struct replay *replay, bool busy, int *key,
                             struct err *err)
{
    enum replay_next next;

    if (replay->at >= replay->script.n)
        return REPLAY_END;
    if (busy && replay->script.orders[replay->at].kind != ORDER_WAIT)
        return REPLAY_WAIT;
    if (busy)
        replay->deadline = 0;
    next = carry_out(replay, busy, key, err);
    if (next == REPLAY_KEY || next == REPLAY_DRAW) {
        replay->at++;
        replay->deadline = 0;
    }
    return next;
}

/* 0 when the time is over: the app then asks again, and is told of it. */
int64_t replay_timeout(const struct replay *replay)
{
    int64_t left = replay->deadline ? replay->deadline - clock_now() : -1;

    return !replay->deadline || left > 0 ? left : 0;
}
