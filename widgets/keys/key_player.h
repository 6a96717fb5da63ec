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

struct key_player;

/* Read the script. NULL with the reason; key_player_close() it. */
struct key_player *key_player_open(const char *file, struct err *err);
void key_player_close(struct key_player *player);

enum key_player_next {
    PLAYER_KEY,    /* *key is to be handled */
    PLAYER_DRAW,   /* the screen's size has changed: draw, then ask again */
    PLAYER_WAIT,   /* not yet: see key_player_timeout() */
    PLAYER_END,    /* the script is over */
    PLAYER_FAILED, /* *err says at which line what was not so */
};

/*
 * What is next. busy: something is under way; all but @wait then waits for
 * its end.
 */
enum key_player_next key_player_next(struct key_player *player, bool busy,
                                     int *key, struct err *err);

/* ns until the wait that is going on is given up; -1 when there is none. */
int64_t key_player_timeout(const struct key_player *player);

#endif
