/*
 * screen.c - curses, from taking the terminal over to giving it back.
 *
 * All that is drawn goes to stdscr, and one doupdate(3) a round sends what
 * differs from what the terminal shows: a key that moves a selection costs
 * two rows, not a screen. Drawing itself is area.c's.
 *
 * curses wants to be in charge: it catches signals, exits when SIGINT comes,
 * reads keys from a window and draws that window while it does so. Here it is
 * kept to terminfo and the picture. Signals are the app's (quiet_newterm()),
 * keys come from a pad that is never shown, sizes from the kernel.
 *
 * Without a terminal (headless) the same code runs on /dev/null: curses keeps
 * the picture of what it believes to be shown, and that is all that saved
 * screens and tests need.
 */
#include "widgets/screen/screen.h"

#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "widgets/screen/glyph.h"
#include "widgets/screen/mouse.h"
#include "widgets/screen/paste.h"
#include "widgets/screen/rescue.h"

/*
 * How long an Esc waits for the rest of a function key, in ms. They arrive
 * together, also over ssh; curses' own second would be felt.
 */
enum { ESC_MS = 25, SIZE_MAX_CELLS = 1000, CTRL_C = 'c' - 'a' + 1 };

/* The one screen of the program, as curses knows only one at a time. */
static struct {
    SCREEN *curses; /* NULL: not open */
    FILE *in, *out; /* headless: /dev/null, ours to close */
    WINDOW *keys;   /* a pad: reading a key from it draws nothing */
    bool headless;
    bool cursor; /* wanted by this drawing, at: */
    int cursor_y;
    int cursor_x;
} screen;

/* ---- opening ---- */

/* A size from the environment (environ(7)), for a screen without a terminal. */
static int size_from(const char *variable, int otherwise)
{
    const char *text = getenv(variable);
    long size = text ? strtol(text, NULL, 10) : 0;

    return size >= 1 && size <= SIZE_MAX_CELLS ? (int)size : otherwise;
}

/* Signals that curses would handle in its own way, which is to exit. */
static const int curses_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

enum { CURSES_SIGNALS = sizeof(curses_signals) / sizeof(curses_signals[0]) };

/*
 * newterm() without its signal handlers: the app reads signals from a
 * descriptor, and a forked actor must not inherit a handler.
 */
static SCREEN *quiet_newterm(const char *type, FILE *out, FILE *in)
{
    struct sigaction before[CURSES_SIGNALS];
    SCREEN *curses;

    for (int i = 0; i < CURSES_SIGNALS; i++)
        sigaction(curses_signals[i], NULL, &before[i]);
    curses = newterm((char *)type, out, in);
    for (int i = 0; i < CURSES_SIGNALS; i++)
        sigaction(curses_signals[i], &before[i], NULL);
    return curses;
}

/* Any terminal type will do for drawing on nothing; one with colours is best.
 */
static int open_headless(struct err *err)
{
    static const char *const types[] = {"xterm-256color", "xterm", "vt100",
                                        "linux",          "ansi",  "dumb"};

    screen.in = fopen("/dev/null", "r");
    screen.out = fopen("/dev/null", "w");
    if (!screen.in || !screen.out)
        return err_machine(err, "can't open /dev/null to draw on");
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        screen.curses = quiet_newterm(types[i], screen.out, screen.in);
        if (screen.curses)
            return 0;
    }
    return err_machine(err, "terminfo knows no terminal at all here; install "
                            "ncurses-base (or ncurses-terminfo-base)");
}

/* Every way in which a terminal is of no use has its own message. */
static int open_terminal(struct err *err)
{
    const char *type = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_machine(err, "the tutorial needs a terminal for its input "
                                "and output; without one, see socket-lab "
                                "run --help");
    if (!type || !*type)
        return err_machine(err, "TERM is not set; set it to this terminal's "
                                "type, such as TERM=xterm");
    screen.curses = quiet_newterm(type, stdout, stdin);
    if (!screen.curses)
        return err_machine(err,
                           "terminfo does not know the terminal TERM=%s; set "
                           "TERM to one that it knows, such as xterm or vt100",
                           type);
    if (!tigetstr("cup")) { /* no cursor addressing, terminfo(5) */
        endwin();
        delscreen(screen.curses);
        screen.curses = NULL;
        return err_machine(err,
                           "a terminal of TERM=%s can't move its cursor, which "
                           "the tutorial needs; without it, see socket-lab "
                           "run --help",
                           type);
    }
    return 0;
}

/*
 * Keys come one by one, Ctrl-C and Ctrl-Z too; nothing is echoed. In raw(3)
 * mode these two are keys like others and come in their turn among them, so
 * that what was typed before them is done before them. A terminal that does not
 * take that is of no use: no key would come before Enter.
 */
static int set_modes(struct err *err)
{
    bool taken = raw() != ERR && noecho() != ERR;

    nonl();
    intrflush(stdscr, FALSE);
    typeahead(-1); /* never break a drawing off because a key is waiting */
    if (!getenv("ESCDELAY"))
        set_escdelay(ESC_MS);
    curs_set(0);
    screen.keys = newpad(1, 1);
    if (screen.keys) {
        keypad(screen.keys, TRUE);
        nodelay(screen.keys, TRUE);
    }
    if (!taken && !screen.headless)
        return err_machine(err, "the terminal does not give keys one by one");
    return screen.keys ? 0 : err_machine(err, "no memory for the screen");
}

/*
 * The order matters: the terminal's mode is read before curses changes it, and
 * the rescue is armed as soon as there is something to rescue from.
 */
int screen_open(bool headless, struct err *err)
{
    struct termios before;
    bool known = !headless && tcgetattr(STDIN_FILENO, &before) == 0;

    setlocale(LC_CTYPE, "");
    screen.headless = headless;
    if ((headless ? open_headless(err) : open_terminal(err)) < 0) {
        screen_close();
        return -1;
    }
    if (known)
        rescue_arm(&before);
    if (set_modes(err) < 0) {
        screen_close();
        return -1;
    }
    if (!headless)
        paste_turn(true);
    theme_open(); /* colours can be asked for only now */
    if (headless)
        resize_term(size_from("LINES", 24), size_from("COLUMNS", 80));
    else
        screen_refit();
    return 0;
}

/*
 * Also after a failed screen_open(), with whatever is there. The rescue stands
 * by until the terminal is in order, and not longer; the files are closed
 * when curses has no more use for them.
 */
void screen_close(void)
{
    if (screen.keys)
        delwin(screen.keys);
    if (screen.curses) {
        curs_set(1);
        if (!screen.headless)
            paste_turn(false);
        endwin();
        rescue_disarm();
        delscreen(screen.curses);
    }
    if (screen.in)
        fclose(screen.in);
    if (screen.out)
        fclose(screen.out);
    memset(&screen, 0, sizeof(screen));
}

/* ---- size and stops ---- */

struct area screen_area(void)
{
    return (struct area){0, 0, LINES, COLS};
}

/* clearok(3): what the terminal shows is no longer what curses believes. */
void screen_resize(int rows, int columns)
{
    resize_term(rows, columns);
    clearok(curscr, TRUE);
}

void screen_refit(void)
{
    struct winsize size;

    /* A serial line does not know its size and says 0; terminfo guesses. */
    if (!screen.headless && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_row > 0 && size.ws_col > 0)
        resize_term(size.ws_row, size.ws_col);
    clearok(curscr, TRUE);
}

/* One ioctl a round of the loop: cheaper than being wrong about it. */
bool screen_resized(void)
{
    struct winsize size;

    if (screen.headless || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
        size.ws_row == 0 || size.ws_col == 0 ||
        (size.ws_row == LINES && size.ws_col == COLS))
        return false;
    screen_refit();
    return true;
}

/* Somebody's shell has set the terminal's modes in between. */
void screen_resume(void)
{
    if (screen.headless)
        return;
    reset_prog_mode();
    paste_turn(true);
    screen_refit();
}

void screen_suspend(void)
{
    sigset_t stop, before;

    if (screen.headless)
        return;
    curs_set(1);
    paste_turn(false);
    endwin();
    /*
     * To the whole group, as the terminal's own Ctrl-Z: the shell waits for
     * make, where make started us, and would not learn that we alone stopped.
     * The signal is blocked and pending until it is let through here.
     */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigprocmask(SIG_BLOCK, &stop, &before);
    kill(0, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    screen_resume();
}

/* ---- drawing and keys ---- */

/* The whole picture is drawn anew; curses finds what has changed in it. */
void screen_begin(void)
{
    /* Attributes of the last drawing must not colour the blanks. */
    attrset(A_NORMAL);
    erase();
    screen.cursor = false;
    mouse_begin();
}

/* Kept until the drawing is over: whatever is drawn after it moves it. */
void screen_cursor(struct area area, int y, int x)
{
    if (y < 0 || y >= area.h || x < 0 || x >= area.w)
        return;
    screen.cursor = true;
    screen.cursor_y = area.y + y;
    screen.cursor_x = area.x + x;
}

/*
 * wnoutrefresh(3) and doupdate(3) in place of refresh(3): the cursor's look
 * changes between the two, when curses already knows where it will stand.
 */
void screen_end(void)
{
    /* Where it can't be hidden it rests in the corner. */
    if (screen.cursor)
        move(screen.cursor_y, screen.cursor_x);
    else
        move(LINES - 1, COLS - 1);
    wnoutrefresh(stdscr);
    curs_set(screen.cursor);
    doupdate();
}

/* What curses calls the keys that we have names for. */
static const struct {
    int curses;
    int key;
} keys[] = {
    {KEY_UP, SCREEN_KEY_UP},
    {KEY_DOWN, SCREEN_KEY_DOWN},
    {KEY_LEFT, SCREEN_KEY_LEFT},
    {KEY_RIGHT, SCREEN_KEY_RIGHT},
    {KEY_HOME, SCREEN_KEY_HOME},
    {KEY_FIND, SCREEN_KEY_HOME}, /* a VT220's Home and End are Find and */
    {KEY_END, SCREEN_KEY_END},   /* Select to terminfo */
    {KEY_SELECT, SCREEN_KEY_END},
    {KEY_PPAGE, SCREEN_KEY_PAGE_UP},
    {KEY_NPAGE, SCREEN_KEY_PAGE_DOWN},
    {KEY_BACKSPACE, SCREEN_KEY_BACKSPACE},
    {KEY_DC, SCREEN_KEY_DELETE},
    {KEY_IC, SCREEN_KEY_INSERT},
    {KEY_BTAB, SCREEN_KEY_BACK_TAB},
    {KEY_RESIZE, SCREEN_KEY_RESIZE},
    {KEY_ENTER, '\n'},
    {KEY_MOUSE, SCREEN_KEY_MOUSE},
};

static int named_key(int curses)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].curses == curses)
            return keys[i].key;
    if (curses >= KEY_F(1) && curses <= KEY_F(12))
        return SCREEN_KEY_F1 + curses - KEY_F(1);
    return SCREEN_KEY_OTHER;
}

/*
 * Its end may come later, in another round. Should it never come, Ctrl-C still
 * ends the program.
 */
static int pasted(void)
{
    wint_t key;

    for (;;) {
        switch (wget_wch(screen.keys, &key)) {
        case OK:
            if (key == CTRL_C) {
                paste_end();
                return CTRL_C;
            }
            paste_add(key == '\r' ? '\n' : key);
            break;
        case KEY_CODE_YES:
            if (key == PASTE_ENDS) {
                paste_end();
                return SCREEN_KEY_PASTE;
            }
            break;
        default: return -1;
        }
    }
}

/*
 * The same number may be a character or a key: curses tells which it is.
 * Enter is CR without icrnl (nonl()), Backspace BS or DEL.
 */
int screen_key(void)
{
    wint_t key;

    if (paste_goes_on())
        return pasted();
    switch (wget_wch(screen.keys, &key)) {
    case OK:
        return key == '\r'                  ? '\n'
               : key == '\b' || key == 0x7f ? SCREEN_KEY_BACKSPACE
                                            : (int)key;
    case KEY_CODE_YES:
        if (key == PASTE_BEGINS) {
            paste_begin();
            return pasted();
        }
        if (key == KEY_MOUSE && !mouse_take())
            return SCREEN_KEY_OTHER;
        return named_key((int)key);
    default: return -1;
    }
}

/* ---- the screen as text ---- */

/*
 * The characters of one cell as UTF-8: a letter, and what combines with it.
 * Returns the columns it takes, so that a wide character's second cell, which
 * holds it once more, is passed over.
 */
static int save_cell(FILE *out, int y, int x, int *blanks)
{
    cchar_t cell;
    wchar_t chars[CCHARW_MAX + 1] = {0};
    attr_t attrs;
    short pair;
    int columns;

    if (mvin_wch(y, x, &cell) == ERR ||
        getcchar(&cell, chars, &attrs, &pair, NULL) == ERR)
        return 1;
    if (!chars[0] || (chars[0] == L' ' && !chars[1])) {
        (*blanks)++;
        return 1;
    }
    /* Blanks are written only when something follows them. */
    if (*blanks > 0)
        fprintf(out, "%*s", *blanks, "");
    *blanks = 0;
    for (int i = 0; i < CCHARW_MAX && chars[i]; i++) {
        char bytes[UTF8_BYTES];

        fwrite(bytes, 1, utf8_encode(chars[i], bytes), out);
    }
    columns = glyph_of(chars[0], false).columns;
    return columns > 1 ? columns : 1;
}

/* The cursor is put back: reading a cell moves it. */
void screen_save(FILE *out)
{
    int cursor_y, cursor_x;

    getyx(stdscr, cursor_y, cursor_x);
    for (int y = 0; y < LINES; y++) {
        int blanks = 0;

        for (int x = 0; x < COLS;)
            x += save_cell(out, y, x, &blanks);
        putc('\n', out);
    }
    move(cursor_y, cursor_x);
}
