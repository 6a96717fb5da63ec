/*
 * test_terminal.c - the program on terminals of many types: what they are sent,
 * what they send, and how they are left.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/pty.h"

enum { QUIET_MS = 200 };

static const char *const menu[] = {NULL};

static int setup(void **state)
{
    static struct pty pty;

    *state = &pty;
    return 0;
}

static int teardown(void **state)
{
    pty_close(*state);
    return 0;
}

static void start(struct pty *pty, const char *term, const char *const words[],
                  const char *text)
{
    assert_int_equal(pty_start(pty, term, 24, 80, words), 0);
    if (!pty_sees(pty, text))
        fail_msg("TERM=%s: expected '%s', found: %s", term ? term : "", text,
                 pty->out);
    pty_quiet(pty, QUIET_MS);
}

/* Where it was turned on, it is turned off behind that. */
static void assert_off(const struct pty *pty, const char *on, const char *off)
{
    const char *at = strstr(pty->out, on), *last = at;

    while (at) {
        last = at;
        at = strstr(at + 1, on);
    }
    if (last && !strstr(last, off))
        fail_msg("'%s' was sent, and no '%s' behind it", on + 1, off + 1);
}

static void assert_left_as_found(const struct pty *pty)
{
    assert_true(pty_is_restored(pty));
    assert_off(pty, "\033[?1049h", "\033[?1049l");
    assert_off(pty, "\033[?1006;1000h", "\033[?1006;1000l");
    assert_off(pty, "\033[?2004h", "\033[?2004l");
    assert_off(pty, "\033[?25l", "\033[?25h");
    assert_off(pty, "\033[?1h", "\033[?1l");
}

/* ---- types ---- */

static void works_on(void **state, const char *term)
{
    struct pty *pty = *state;
    int status;

    start(pty, term, menu, "essons");
    pty_type(pty, "q");
    status = pty_end(pty);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_left_as_found(pty);
}

/*
 * curses does not free what it made for a terminal that it does not know, and
 * libgpm, which it asks for the console's mouse, is gone when leaks are told.
 */
static void forgive_leaks(bool forgiven)
{
    if (forgiven)
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    else
        unsetenv("ASAN_OPTIONS");
}

static void works_on_a_vt100(void **state)
{
    works_on(state, "vt100");
}

static void works_on_the_console(void **state)
{
    forgive_leaks(true);
    works_on(state, "linux");
    forgive_leaks(false);
}

static void works_on_xterm(void **state)
{
    works_on(state, "xterm-256color");
}

/* No terminal is changed, and what is missing is said. */
static void refuses(void **state, const char *term, const char *text)
{
    struct pty *pty = *state;
    int status;

    assert_int_equal(pty_start(pty, term, 24, 80, menu), 0);
    status = pty_end(pty);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    assert_non_null(strstr(pty->out, text));
    assert_null(strstr(pty->out, "\033"));
    assert_true(pty_is_restored(pty));
}

static void refuses_a_dumb_one(void **state)
{
    refuses(state, "dumb", "can't move its cursor");
}

static void refuses_an_unknown_one(void **state)
{
    forgive_leaks(true);
    refuses(state, "no-such-terminal", "does not know");
    forgive_leaks(false);
}

static void refuses_none(void **state)
{
    refuses(state, NULL, "TERM is not set");
}

static void is_ascii_in_the_locale_c(void **state)
{
    struct pty *pty = *state;

    setenv("LC_ALL", "C", 1);
    start(pty, "xterm-256color", menu, "essons");
    setenv("LC_ALL", "C.UTF-8", 1);
    for (size_t i = 0; i < pty->n; i++)
        assert_true((unsigned char)pty->out[i] < 0x80);
}

/* ---- colours ---- */

/*
 * What Debian has only in ncurses-term: colours as red, green and blue, and
 * sixteen of them.
 */
static const char descriptions[] =
    "lab-direct|direct colours,\n"
    "\tuse=xterm-256color, RGB, colors#0x1000000, pairs#0x10000, ccc@,\n"
    "\tinitc@, oc@,\n"
    "\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48:2::%p1%{65536}%/%d:"
    "%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,\n"
    "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38:2::%p1%{65536}%/%d:"
    "%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,\n"
    "lab-16|sixteen colours,\n"
    "\tuse=xterm-256color, colors#16, pairs#256, ccc@, initc@, oc@,\n"
    "\tsetab=\\E[%?%p1%{8}%<%t%p1%{40}%+%e%p1%{92}%+%;%dm,\n"
    "\tsetaf=\\E[%?%p1%{8}%<%t%p1%{30}%+%e%p1%{82}%+%;%dm,\n";

static void start_described(struct pty *pty, const char *term)
{
    char folder[FOLDER_PATH], command[2 * FOLDER_PATH + 64];

    assert_int_equal(folder_make(folder), 0);
    assert_int_equal(folder_write(folder, "source", descriptions), 0);
    snprintf(command, sizeof command, "tic -x -o '%s' '%s/source' 2>/dev/null",
             folder, folder);
    if (system(command) != 0) {
        folder_remove(folder);
        skip();
    }
    setenv("TERMINFO", folder, 1);
    start(pty, term, (const char *const[]){"--theme", "dark", NULL}, "essons");
    unsetenv("TERMINFO");
    folder_remove(folder);
}

/* 255 of the 256 on 25, as in xterm itself; it was palette number 4 on 4. */
static void has_direct_colours(void **state)
{
    struct pty *pty = *state;

    start_described(pty, "lab-direct");
    assert_non_null(strstr(pty->out, "\033[38:2::238:238:238m"));
    assert_non_null(strstr(pty->out, "\033[48:2::0:95:175m"));
    assert_null(strstr(pty->out, "\033[44m"));
}

static void has_sixteen_colours(void **state)
{
    struct pty *pty = *state;

    start_described(pty, "lab-16");
    assert_non_null(strstr(pty->out, "\033[97m"));
    assert_non_null(strstr(pty->out, "\033[44m"));
}

/* ---- the mouse ---- */

/* Row 5 of the screen, then the wheel, then M. */
static void takes_clicks_by_sgr(void **state)
{
    struct pty *pty = *state;

    start(pty, "xterm-256color", menu, "essons");
    assert_non_null(strstr(pty->out, "\033[?1006;1000h"));
    pty_forget(pty);
    pty_type(pty, "\033[<0;10;6M\033[<0;10;6m");
    assert_true(pty_sees(pty, "\xe2\x96\xb6"));
    pty_type(pty, "\033[<0;10;6M\033[<0;10;6m");
    assert_true(pty_sees(pty, "step 0/"));
    pty_type(pty, "q");
    assert_true(pty_sees(pty, "essons"));
    pty_forget(pty);
    pty_type(pty, "M");
    assert_true(pty_sees(pty, "\033[?1006;1000l"));
    pty_type(pty, "M");
    assert_true(pty_sees(pty, "\033[?1006;1000h"));
}

static void leaves_the_mouse_when_told(void **state)
{
    struct pty *pty = *state;

    start(pty, "xterm-256color", (const char *const[]){"--mouse", "off", NULL},
          "essons");
    assert_null(strstr(pty->out, "1000h"));
}

/* ---- pasting ---- */

static void runs_no_keys_that_are_pasted(void **state)
{
    struct pty *pty = *state;

    start(pty, "xterm-256color", menu, "essons");
    assert_non_null(strstr(pty->out, "\033[?2004h"));
    pty_type(pty, "\033[200~qq\r\rq\033[201~");
    assert_true(pty_sees(pty, "what was pasted does nothing"));
    pty_type(pty, "/\033[200~EMFILE\rq\033[201~");
    assert_true(pty_sees(pty, "EMFILE: what it means"));
    assert_int_equal(kill(pty->pid, 0), 0);
    assert_int_equal(waitpid(pty->pid, NULL, WNOHANG), 0);
}

/* Several lines are shown in the prompt, and wait for Enter. */
static void shows_in_the_prompt_what_is_pasted(void **state)
{
    struct pty *pty = *state;

    start(pty, "xterm-256color", (const char *const[]){"1", NULL}, "step 0/");
    pty_type(pty, ":");
    pty_quiet(pty, QUIET_MS);
    pty_forget(pty);
    pty_type(pty, "\033[200~server: close(9)\rclient: close(8)\r\033[201~");
    assert_true(pty_sees(pty, "close(8)"));
    pty_quiet(pty, QUIET_MS);
    assert_null(strstr(pty->out, "EBADF"));
    pty_type(pty, "\r");
    assert_true(pty_sees(pty, "EBADF"));
}

/* In a lesson the prompt opens for it, and nothing has run. */
static void opens_the_prompt_for_what_is_pasted(void **state)
{
    struct pty *pty = *state;

    start(pty, "xterm-256color", (const char *const[]){"1", NULL}, "step 0/");
    pty_quiet(pty, QUIET_MS);
    pty_forget(pty);
    pty_type(pty, "\033[200~server: close(9)\rclient: close(8)\r\033[201~");
    assert_true(pty_sees(pty, "close(8)"));
    pty_quiet(pty, QUIET_MS);
    assert_null(strstr(pty->out, "EBADF"));
    pty_type(pty, "\033");
    assert_true(pty_sees(pty, "Next:"));
    assert_null(strstr(pty->out, "EBADF"));
}

/* The end of what is pasted may never come: Ctrl-C still ends the program. */
static void ends_within_what_is_pasted(void **state)
{
    struct pty *pty = *state;
    int status;

    start(pty, "xterm-256color", menu, "essons");
    pty_type(pty, "\033[200~qq\003");
    status = pty_end(pty);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_left_as_found(pty);
}

/* ---- sizes and ends ---- */

static void says_what_size_it_needs(void **state)
{
    struct pty *pty = *state;
    struct winsize size = {.ws_row = 5, .ws_col = 20};

    start(pty, "xterm-256color", menu, "essons");
    pty_forget(pty);
    assert_int_equal(ioctl(pty->fd, TIOCSWINSZ, &size), 0);
    assert_true(pty_sees(pty, "needed"));
    pty_type(pty, "q");
    assert_int_equal(pty_end(pty), 0);
    assert_left_as_found(pty);
}

static void ends_by(void **state, int signal, int wanted)
{
    struct pty *pty = *state;
    int status;

    start(pty, "xterm-256color", menu, "essons");
    kill(pty->pid, signal);
    status = pty_end(pty);
    if (wanted)
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == wanted);
    else
        assert_int_not_equal(status, 0);
    assert_left_as_found(pty);
}

static void ends_by_sighup(void **state)
{
    ends_by(state, SIGHUP, 128 + SIGHUP);
}

static void ends_by_sigterm(void **state)
{
    ends_by(state, SIGTERM, 128 + SIGTERM);
}

static void is_restored_by_a_crash(void **state)
{
    ends_by(state, SIGSEGV, 0);
}

static void ends_by_ctrl_c(void **state)
{
    struct pty *pty = *state;

    start(pty, "xterm-256color", menu, "essons");
    pty_type(pty, "\003");
    assert_int_equal(pty_end(pty), 0);
    assert_left_as_found(pty);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(works_on_a_vt100),
        TEST(works_on_the_console),
        TEST(works_on_xterm),
        TEST(refuses_a_dumb_one),
        TEST(refuses_an_unknown_one),
        TEST(refuses_none),
        TEST(is_ascii_in_the_locale_c),
        TEST(has_direct_colours),
        TEST(has_sixteen_colours),
        TEST(takes_clicks_by_sgr),
        TEST(leaves_the_mouse_when_told),
        TEST(runs_no_keys_that_are_pasted),
        TEST(shows_in_the_prompt_what_is_pasted),
        TEST(opens_the_prompt_for_what_is_pasted),
        TEST(ends_within_what_is_pasted),
        TEST(says_what_size_it_needs),
        TEST(ends_by_sighup),
        TEST(ends_by_sigterm),
        TEST(is_restored_by_a_crash),
        TEST(ends_by_ctrl_c),
    };

    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
