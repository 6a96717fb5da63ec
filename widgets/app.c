/*
 * app.c - the view stack, the event loop, and what all views share: the row
 * of keys, help, Ctrl-C, Ctrl-Z, a terminal that is too small.
 *
 * One thread, one loop, one poll. Everything that can happen is a descriptor
 * (the keyboard, signals by signalfd(2), whatever the views wait for) or a
 * time, so nothing is interrupted half-way and no handler touches the screen.
 * A round is: carry on with what was going on, draw if something has changed,
 * take a key script's next key, sleep. Key handlers never draw and never
 * change the stack; they return flags, and obey() does it when they are out.
 */
#include "widgets/app.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lab/base/clock.h"
#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "widgets/app_draw.h"
#include "widgets/app_keys.h"
#include "widgets/app_pace.h"
#include "widgets/keys/key_player.h"
#include "widgets/lesson/lesson_view.h"
#include "widgets/menu/menu.h"
#include "widgets/menu/welcome.h"
#include "widgets/screen/mouse.h"
#include "widgets/view/help.h"

enum {
    STACK = 8,              /* menu, lesson, help, and room */
    KEYS_A_ROUND = 256,     /* then draw, even if somebody pastes a book */
    CTRL_C = 'c' - 'a' + 1, /* ASCII: Ctrl takes the upper bits away */
    CTRL_L = 'l' - 'a' + 1,
    CTRL_Z = 'z' - 'a' + 1,
    ESCAPE = 0x1b,
};

/* One run of the tutorial; lives on app_run()'s stack. */
struct app {
    const struct app_options *options;
    struct view *stack[STACK]; /* the last one shows and takes the keys */
    int depth;
    struct key_player *player; /* NULL: the keyboard */
    bool terminal;             /* there are keys to read */
    int signals;               /* signalfd(2) */
    bool draw;            /* something has changed since the last drawing */
    struct app_pace pace; /* and whether to wait with that one */
    bool quit;
    int status;      /* for app_run() to return */
    struct err *err; /* the reason that belongs to status */
    char notice[sizeof(((struct err *)0)->text)]; /* until the next key */
    bool said; /* that progress can't be saved */
};

/* The view that shows; NULL only when the last one was closed. */
static struct view *top(struct app *app)
{
    return app->depth > 0 ? app->stack[app->depth - 1] : NULL;
}

/* ---- the stack ---- */

/*
 * Put a view on top, and own it. A view that could not be made is said; one
 * that finds the stack full (which help on help on help would need) is let go.
 */
static void push(struct app *app, struct view *view)
{
    app->draw = true;
    if (!view) {
        snprintf(app->notice, sizeof(app->notice), "%s",
                 _("No memory for that."));
    } else if (app->depth == STACK) {
        view_close(view);
    } else {
        app->stack[app->depth++] = view;
    }
}

/* Say once that what the learner has done can't be kept. */
static void save_progress(struct app *app)
{
    struct err err = {.text = ""};

    if (!app->options->progress || app->said ||
        progress_save(app->options->progress, &err) == 0)
        return;
    app->said = true;
    app->draw = true;
    memcpy(app->notice, err.text, sizeof(app->notice));
}

/* Back to the view below; without one the program is over. */
static void pop(struct app *app)
{
    struct view *view = top(app);

    app->depth--;
    view_close(view);
    app->draw = true;
    app->quit = app->quit || app->depth == 0;
}

/*
 * Do what a key handler asks for. A view that asks for another keeps its place
 * below it, unless it closes at once.
 */
static void obey(struct app *app, unsigned reply)
{
    struct view *view = top(app), *next = view->next;

    view->next = NULL;
    if (reply & VIEW_DRAW)
        app->draw = true;
    if (reply & VIEW_QUIT)
        app->quit = true;
    if (reply & VIEW_CLOSE)
        pop(app);
    if (reply & VIEW_OPEN)
        push(app, next);
}

/* ---- keys ---- */

/* The screen comes back blank, and of another size perhaps. */
static void suspend(struct app *app)
{
    screen_suspend();
    app->draw = true;
}

static void common_key(struct app *app, int key)
{
    if (key == SCREEN_KEY_F1 || action_takes(ACTION_HELP, key))
        push(app, help_view(top(app)));
    else if (action_takes(ACTION_SAVE, key))
        app_save_screen(app->notice, sizeof app->notice);
    else if (action_takes(ACTION_MOUSE, key))
        app_turn_mouse(app->notice, sizeof app->notice);
    else if (key == SCREEN_KEY_PASTE)
        snprintf(app->notice, sizeof app->notice, "%s",
                 _("Nothing is being typed: what was pasted does nothing."));
    else
        return;
    app->draw = true;
}

/* Give the key to the view on top, and do what it says. */
static void give_key(struct app *app, int key)
{
    unsigned reply = view_key(top(app), key);

    if (reply == VIEW_IGNORED)
        common_key(app, key);
    else
        obey(app, reply);
}

/*
 * A click on what stands for a key is that key. What else the mouse does is the
 * view's; one that does not know of the wheel is moved by arrow keys.
 */
static void handle_mouse(struct app *app)
{
    const struct mouse *mouse = mouse_last();
    unsigned reply;

    if (mouse->kind == MOUSE_CLICK && mouse->what >= 0 &&
        mouse->what < MOUSE_OWN) {
        give_key(app, mouse->what);
        return;
    }
    reply = view_key(top(app), SCREEN_KEY_MOUSE);
    if (reply != VIEW_IGNORED || mouse->kind == MOUSE_CLICK) {
        obey(app, reply);
        return;
    }
    for (int i = 0; i < MOUSE_WHEEL_ROWS; i++)
        obey(app, view_key(top(app), mouse->kind == MOUSE_WHEEL_UP
                                         ? SCREEN_KEY_UP
                                         : SCREEN_KEY_DOWN));
}

/*
 * The app's own keys can't be taken by a view; the common ones come last, so
 * that a prompt can have its ? and q.
 */
static void handle_key(struct app *app, int key)
{
    switch (key) {
    case CTRL_C: app->quit = true; return;
    case CTRL_Z: suspend(app); return;
    case CTRL_L:
        screen_refit();
        app->draw = true;
        return;
    case SCREEN_KEY_RESIZE: return; /* SIGWINCH says it as well */
    default: break;
    }
    /* What one can't see one must not change, but one must find out. */
    if (!app_has_room()) {
        app->quit = app->quit || key == 'q' || key == ESCAPE;
        return;
    }
    if (app->notice[0]) {
        app->notice[0] = '\0';
        app->draw = true;
    }
    if (key == SCREEN_KEY_MOUSE)
        handle_mouse(app);
    else
        give_key(app, key);
}

/*
 * A key that comes while something is under way moves something, and whoever
 * has pressed it looks for that: no drawing waits for the rest then.
 */
static void take_key(struct app *app, int key)
{
    bool busy = view_busy(top(app)), draw = app->draw;

    app->draw = false;
    handle_key(app, key);
    app->pace.at_once = app->pace.at_once || (busy && app->draw);
    app->draw = app->draw || draw;
}

/*
 * Handle what was typed; true when there may be more. All that waits is taken
 * before the next drawing: held-down keys must not queue up behind drawings.
 */
static bool read_keys(struct app *app)
{
    for (int i = 0; i < KEYS_A_ROUND; i++) {
        int key = app->quit ? -1 : screen_key();

        if (key < 0)
            return false;
        /* A key script's work is not to be disturbed, but can be ended. */
        if (!app->player || key == CTRL_C)
            take_key(app, key);
    }
    return true;
}

/* ---- drawing ---- */

/* The only place where the screen changes. */
static void draw(struct app *app)
{
    app_draw(top(app), app->notice);
    app->draw = false;
    app->pace = (struct app_pace){0};
}

/* How long to wait with the drawing, in ns, if there is one to be made. */
static int64_t put_off(struct app *app)
{
    if (!app->draw)
        return 0;
    return app_pace_wait(&app->pace, view_busy(top(app)), clock_now());
}

/* ---- signals ---- */

/*
 * Blocked as long as the app runs, and read from a descriptor (signalfd(2)
 * wants them blocked, or they would act in their usual way as well).
 */
static void watched_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGWINCH);
    sigaddset(set, SIGTSTP);
    sigaddset(set, SIGCONT);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
}

/* The caller of app_run() decides what the signal means to a shell. */
static void end_by(struct app *app, int signal)
{
    app->quit = true;
    app->status = signal;
}

/* Several of one kind count once: each says all there is to do. */
static void read_signals(struct app *app)
{
    struct signalfd_siginfo info;

    while (read(app->signals, &info, sizeof(info)) == sizeof(info)) {
        switch (info.ssi_signo) {
        case SIGWINCH: screen_refit(); break;
        case SIGTSTP: suspend(app); break;
        case SIGCONT: screen_resume(); break;
        default: end_by(app, (int)info.ssi_signo); break;
        }
        app->draw = true;
    }
}

/* ---- the loop ---- */

/* Let every view carry on, also those that the topmost hides. */
static void pump(struct app *app)
{
    for (int i = 0; i < app->depth; i++) {
        struct view *view = app->stack[i];

        if (!(view_pump(view) & VIEW_DRAW) || view != top(app))
            continue;
        app->draw = true;
        app_pace_change(&app->pace, clock_now());
    }
}

/* End the loop with one of app_run()'s failures; *err has the reason. */
static void fail(struct app *app, int status)
{
    app->quit = true;
    app->status = status;
}

/*
 * Play on from the key script; the screen is up to date. What is under way in
 * the topmost view is waited for, so a script needs no pauses of its own and
 * plays alike on fast and on slow machines.
 */
static void play(struct app *app)
{
    bool busy = view_busy(top(app));
    int key;

    switch (key_player_next(app->player, busy, &key, app->err)) {
    case PLAYER_KEY: handle_key(app, key); break;
    case PLAYER_DRAW: break;
    case PLAYER_WAIT: return;
    case PLAYER_END: app->quit = true; break;
    case PLAYER_FAILED: fail(app, APP_KEYS_FAILED); break;
    }
    app->draw = true; /* come round again without waiting */
}

/* How long nothing needs to be done, in ns; -1: until something happens. */
static int64_t longest_wait(struct app *app)
{
    int64_t wait = -1;

    if (app->draw)
        wait = put_off(app);
    for (int i = 0; i < app->depth; i++)
        wait = clock_sooner(wait, view_timeout(app->stack[i]));
    if (app->player)
        wait = clock_sooner(wait, key_player_timeout(app->player));
    return wait;
}

/*
 * Sleep until there is something to do; fds[0] and [1] are the app's, the rest
 * the views', which look at theirs when pump() comes round. poll(2) passes
 * over a negative descriptor, so the array has the same shape without a
 * keyboard.
 */
static void await(struct app *app)
{
    struct pollfd fds[2 + STACK * VIEW_FDS] = {
        {.fd = app->signals, .events = POLLIN},
        {.fd = app->terminal ? STDIN_FILENO : -1, .events = POLLIN},
    };
    nfds_t n = 2;

    for (int i = 0; i < app->depth; i++)
        n += (nfds_t)view_fds(app->stack[i], fds + n);
    if (clock_poll(fds, n, longest_wait(app)) < 0)
        return;
    if (fds[0].revents)
        read_signals(app);
    if (fds[1].revents & POLLIN)
        app->draw = read_keys(app) || app->draw;
    /* The terminal is gone: a window was closed, a connection broke. */
    if (fds[1].revents & (POLLHUP | POLLERR | POLLNVAL))
        end_by(app, SIGHUP);
}

/*
 * Views carry on first, so that what a key has begun is on the screen in the
 * same round, and nothing is drawn twice. What was done is kept at once, but
 * behind the drawing, so that nobody waits for a disk; not even a crash makes
 * a learner begin anew.
 */
static void loop(struct app *app)
{
    while (!app->quit) {
        pump(app);
        if (screen_resized())
            app->draw = true;
        if (app->draw && put_off(app) == 0)
            draw(app);
        save_progress(app);
        if (app->player)
            play(app);
        if (!app->quit)
            await(app);
    }
}

/* ---- beginning and end ---- */

/* Once, before whoever has not asked for anything yet. */
static void welcome(struct app *app)
{
    push(app, welcome_view(app->options));
    progress_set_welcomed(app->options->progress);
}

/* The menu lies below a lesson that was asked for: q leads there. */
static void open_views(struct app *app)
{
    const struct app_options *options = app->options;

    if (options->notice)
        snprintf(app->notice, sizeof(app->notice), "%s", options->notice);
    push(app, menu_view(options));
    if (app->depth > 0 && (options->lesson || options->bench))
        push(app, lesson_view(options, options->lesson));
    else if (app->depth > 0 && options->progress &&
             !progress_welcomed(options->progress))
        welcome(app);
    if (app->depth == 0)
        fail(app, err_machine(app->err, "no memory for the menu"));
}

/*
 * What was opened last is closed first. A key script draws on nothing unless
 * both ends are a terminal: then there is somebody who wants to watch it.
 */
static void run_on_screen(struct app *app)
{
    bool headless =
        app->options->keys && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));

    theme_ascii(app->options->ascii);
    if (screen_open(headless, app->err) < 0) {
        app->status = -1;
        return;
    }
    app->terminal = !headless;
    mouse_turn(app->terminal && app->options->mouse);
    open_views(app);
    loop(app);
    while (app->depth > 0)
        pop(app);
    screen_close();
}

/*
 * The script is read before the terminal is touched. Signals are blocked
 * before curses starts, so that none can end the program in between, and let
 * through again when the terminal has been given back: one that came in the
 * last moment then acts as it would on any program.
 */
int app_run(const struct app_options *options, struct err *err)
{
    struct app app = {.options = options, .err = err, .signals = -1};
    sigset_t watched, before;

    if (options->keys && !(app.player = key_player_open(options->keys, err)))
        return -1;
    watched_signals(&watched);
    sigprocmask(SIG_BLOCK, &watched, &before);
    app.signals = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
    if (app.signals < 0) {
        app.status = err_machine(err, "signalfd: %s", strerror(errno));
    } else {
        run_on_screen(&app);
        close(app.signals);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    key_player_close(app.player);
    return app.status;
}
