/*
 * key_player.h - a key script at work: what comes next, and whether the screen
 * shows what it must.
 *
 * The app asks for the next key when the screen is drawn and nothing is under
 * way. Everything else that a script orders is done here.
 */
#ifndef WIDGETS_KEYS_KEY_PLAYER_H
#define WIDGETS_KEYS_KEY_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "lab/base/err.h"

struct replay;

/* Read the script. NULL with the reason; replay_close() it. */
struct replay *replay_open(const char *file, struct err *err);
void replay_close(struct replay *replay);

enum replay_next {
    REPLAY_KEY,    /* *key is to be handled */
    REPLAY_DRAW,   /* the screen's size has changed: draw, then ask again */
    REPLAY_WAIT,   /* not yet: see replay_timeout() */
    REPLAY_END,    /* the script is over */
    REPLAY_FAILED, /* *err says at which line what was not so */
};

/*
 * What is next. busy: something is under way; all but @wait then waits for
 * its end.
 */
enum replay_next replay_next(struct replay *replay, bool busy, int *key,
                             struct err *err);

/* ns until the wait that is going on is given up; -1 when there is none. */
int64_t replay_timeout(const struct replay *replay);

#endif
