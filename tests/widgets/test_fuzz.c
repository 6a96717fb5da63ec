/*
 * test_fuzz.c - the program on a terminal, with keys, clicks, pastes and sizes
 * that make no sense, for as many seconds as $LAB_FUZZ_SECONDS says. It must
 * not crash, hang or fail, and must leave the terminal as it was.
 *
 * $LAB_FUZZ_SEED does the same once more, as far as the machine's pace allows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "lab/base/clock.h"
#include "tests/support/pty.h"

enum { SECONDS = 3, TEXT = 128 };

/* Some of what a terminal sends, and lines for whatever is being typed. */
static const char *const pieces[] = {
    "\033OA",
    "\033OB",
    "\033OC",
    "\033OD",
    "\033[5~",
    "\033[6~",
    "\033OH",
    "\033OF",
    "\033[3~",
    "\033[2~",
    "\033[Z",
    "\033OP",
    "\033",
    "\r",
    "\t",
    " ",
    "  ",
    "\177",
    "\014",
    "2\r",
    "B",
    "w",
    "v",
    "S",
    "z",
    "Z",
    "t1",
    ":",
    "/",
    "n",
    "N",
    "?",
    "q",
    "M",
    "J3\r",
    "R",
    "r",
    "i",
    "I",
    "p",
    ">",
    "-",
    "+",
    "#",
    "f",
    "o",
    "T",
    "!",
    "0",
    "1",
    "2",
    "\033[200~",
    "\033[200~server: close(3)\rclient: close(3)\r\033[201~",
    "\033[201~",
    ":server: close(3)\r",
    ":explain EPIPE\r",
    "/EADDRINUSE\r",
    ":client: connect(3, 10.0.0.1:12000)\r",
    "\xc3\xa9",
    "\xe6\xbc\xa2",
    "\xff",
    "\033[999~",
    "\033[<0;1",
    "\033]11;rgb:0/0/0\033\\",
    "\0331",
    "\025",
};

static unsigned seed;

static int chosen(int n)
{
    return rand_r(&seed) % n;
}

static const char *mouse(char *text)
{
    static const int buttons[] = {0, 0, 0, 1, 2, 64, 64, 65, 65, 35, 200};

    snprintf(text, TEXT, "\033[<%d;%d;%d%c",
             buttons[chosen(sizeof buttons / sizeof *buttons)], chosen(200),
             chosen(70), chosen(4) ? 'M' : 'm');
    return text;
}

static void resize(struct pty *pty)
{
    static const struct winsize sizes[] = {
        {.ws_row = 24, .ws_col = 80},   {.ws_row = 24, .ws_col = 80},
        {.ws_row = 16, .ws_col = 60},   {.ws_row = 22, .ws_col = 80},
        {.ws_row = 30, .ws_col = 120},  {.ws_row = 45, .ws_col = 160},
        {.ws_row = 60, .ws_col = 200},  {.ws_row = 1, .ws_col = 1},
        {.ws_row = 300, .ws_col = 500}, {.ws_row = 25, .ws_col = 121},
    };

    ioctl(pty->fd, TIOCSWINSZ, &sizes[chosen(sizeof sizes / sizeof *sizes)]);
}

/* One thing that somebody does; whatever the program says of it is read. */
static void do_something(struct pty *pty)
{
    char text[TEXT];

    switch (chosen(12)) {
    case 0: resize(pty); break;
    case 1:
    case 2: pty_type(pty, mouse(text)); break;
    case 3: /* any character but Ctrl-C, Ctrl-Z, which have their own tests */
        snprintf(text, sizeof text, "%c", ' ' + chosen('~' - ' ' + 1));
        pty_type(pty, text);
        break;
    default:
        pty_type(pty, pieces[chosen(sizeof pieces / sizeof *pieces)]);
        break;
    }
    pty_quiet(pty, chosen(8) ? 0 : 20);
    if (pty->n > PTY_BYTES / 4)
        pty_forget(pty);
}

static void assert_ended_well(struct pty *pty, unsigned first, int status)
{
    if (status != 0)
        fail_msg("LAB_FUZZ_SEED=%u: status %#x: %s", first, (unsigned)status,
                 pty->n > 3000 ? pty->out + pty->n - 3000 : pty->out);
    assert_true(pty_is_restored(pty));
}

/* It may be over by a q in the menu; Ctrl-C ends it from anywhere. */
static void play(struct pty *pty, unsigned first, int64_t until)
{
    static const char *const lessons[] = {NULL, "2", "24", "37", "bench"};
    const char *words[] = {lessons[chosen(5)], NULL};
    int status;
    bool over = false;

    assert_int_equal(pty_start(pty, "xterm-256color", 24, 80, words), 0);
    assert_true(pty_sees(pty, "\033[?2004h"));
    while (!over && clock_now() < until) {
        do_something(pty);
        over = waitpid(pty->pid, &status, WNOHANG) == pty->pid;
    }
    pty_quiet(pty, 0);
    if (!over) {
        pty_type(pty, "\003");
        status = pty_end(pty);
    }
    pty->pid = 0;
    assert_ended_well(pty, first, status);
    pty_close(pty);
}

static void does_what_nobody_would(void **state)
{
    static struct pty pty;
    const char *seconds = getenv("LAB_FUZZ_SECONDS");
    const char *given = getenv("LAB_FUZZ_SEED");
    unsigned first =
        given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    int64_t until =
        clock_now() +
        (seconds ? strtoll(seconds, NULL, 10) : SECONDS) * INT64_C(1000000000);

    (void)state;
    seed = first;
    printf("# LAB_FUZZ_SEED=%u\n", first);
    fflush(stdout);
    while (clock_now() < until)
        play(&pty, first, until);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_what_nobody_would),
    };

    return cmocka_run_group_tests_name("fuzz", tests, NULL, NULL);
}
