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
#include "lab/base/translate.h"
#include "widgets/keys/key_script.h"
#include "widgets/screen/screen.h"

/*
 * How long a script waits for a text while nothing is under way, in s. What is
 * under way comes to its own end, which takes as long as this machine takes.
 */
enum { TEXT_SECONDS = 5 };

static const int64_t second = 1000000000; /* in ns */

struct key_player {
    char *file; /* its name, for messages; owned */
    struct key_script script;
    size_t at; /* the next order */
    int64_t
        deadline; /* of the wait that is going on, by clock_now(); 0: none */
};

/* key_player_close() copes with what is only half there. */
struct key_player *key_player_open(const char *file, struct err *err)
{
    struct key_player *player = calloc(1, sizeof(*player));

    if (!player || !(player->file = strdup(file)))
        err_machine(err, "no memory for the key script");
    else if (key_script_load(&player->script, file, err) == 0)
        return player;
    key_player_close(player);
    return NULL;
}

void key_player_close(struct key_player *player)
{
    if (!player)
        return;
    key_script_free(&player->script);
    free(player->file);
    free(player);
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
static enum key_player_next fail(const struct key_player *player,
                                 struct err *err, const char *what,
                                 const char *text)
{
    err_input(err, "%s:%d: %s%s", player->file,
              player->script.orders[player->at].line, what, text);
    return PLAYER_FAILED;
}

/* Whether the wait that is going on (begun here if need be) is too long. */
static bool too_long(struct key_player *player)
{
    if (!player->deadline)
        player->deadline = clock_now() + TEXT_SECONDS * second;
    return clock_now() >= player->deadline;
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
static enum key_player_next carry_out(struct key_player *player, bool busy,
                                      int *key, struct err *err)
{
    const struct order *order = &player->script.orders[player->at];
    bool expected = order->kind == ORDER_EXPECT;

    switch (order->kind) {
    case ORDER_KEY: *key = order->key; return PLAYER_KEY;
    case ORDER_RESIZE:
        screen_resize(order->rows, order->columns);
        return PLAYER_DRAW;
    case ORDER_SAVE:
        if (save(order->text) < 0)
            return fail(player, err, _("can't save the screen: "),
                        strerror(errno));
        return PLAYER_DRAW;
    case ORDER_WAIT:
        if (on_screen(order->text))
            return PLAYER_DRAW;
        if (!busy && too_long(player))
            return fail(player, err, _("not on the screen in time: "),
                        order->text);
        return PLAYER_WAIT;
    case ORDER_EXPECT:
    case ORDER_REFUSE:
        if (on_screen(order->text) == expected)
            return PLAYER_DRAW;
        return fail(player, err,
                    expected ? _("not on the screen: ") : _("on the screen: "),
                    order->text);
    }
    return PLAYER_END;
}

/*
 * An order that was carried out is passed; one that still waits comes again
 * the next time, with its deadline running.
 */
enum key_player_next key_player_next(struct key_player *player, bool busy,
                                     int *key, struct err *err)
{
    enum key_player_next next;

    if (player->at >= player->script.n)
        return PLAYER_END;
    if (busy && player->script.orders[player->at].kind != ORDER_WAIT)
        return PLAYER_WAIT;
    if (busy)
        player->deadline = 0;
    next = carry_out(player, busy, key, err);
    if (next == PLAYER_KEY || next == PLAYER_DRAW) {
        player->at++;
        player->deadline = 0;
    }
    return next;
}

/* 0 when the time is over: the app then asks again, and is told of it. */
int64_t key_player_timeout(const struct key_player *player)
{
    return player->deadline ? clock_left(player->deadline, clock_now()) : -1;
}
