/*
 * rescue.c - crash handlers that do as little as they can.
 *
 * They write what was fetched before, set the terminal's mode, put the old
 * handler back and let the crash happen again: the exit status, the core file
 * and a sanitizer's report are as they would be without us.
 */
#include "widgets/screen/rescue.h"

#include <curses.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "widgets/screen/mouse.h"
#include "widgets/screen/paste.h"

static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS,
                              SIGFPE,  SIGILL,  SIGQUIT};

enum { CRASHES = sizeof(crashes) / sizeof(crashes[0]), STACK = 1 << 14 };

/* Read by signal handlers: complete before owner is set. */
static struct {
    volatile sig_atomic_t owner; /* pid; 0: disarmed */
    struct termios before;
    char reset[256]; /* what puts the terminal's state back */
    size_t n_reset;
    struct sigaction old[CRASHES];
} rescue;

/* A crash by an overflow has no other stack to run a handler on. */
static char crash_stack[STACK];

/* Append a text without its padding, such as "$<5>". */
static void add_text(const char *text)
{
    while (*text && rescue.n_reset < sizeof(rescue.reset)) {
        if (text[0] == '$' && text[1] == '<' && strchr(text, '>'))
            text = strchr(text, '>') + 1;
        else
            rescue.reset[rescue.n_reset++] = *text++;
    }
}

/* Append a string of terminfo, where it has one of that name. */
static void add_string(const char *name)
{
    const char *text = tigetstr((char *)name);

    if (text && text != (const char *)-1)
        add_text(text);
}

/* Only async-signal-safe calls. A forked child is not the owner. */
static void restore(void)
{
    if (rescue.owner != getpid())
        return;
    rescue.owner = 0;
    if (write(STDOUT_FILENO, rescue.reset, rescue.n_reset) < 0) {
        /* Nobody is left who could be told. */
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
}

/*
 * The old handlers are back before anything else may go wrong here. A signal
 * from kill(2) (si_code at most 0) does not come again by itself, as that of a
 * faulting instruction does.
 */
static void on_crash(int signal, siginfo_t *info, void *context)
{
    (void)context;
    restore();
    for (int i = 0; i < CRASHES; i++) {
        if (crashes[i] == signal)
            sigaction(signal, &rescue.old[i], NULL);
    }
    /* The kernel's own signal comes again by itself when we return. */
    if (info->si_code <= 0)
        raise(signal);
}

/* A sanitizer's report ends the program by _exit(); it calls this first. */
extern void __sanitizer_set_death_callback(void (*callback)(void))
    __attribute__((weak));

/* Handlers run on a stack of their own: the usual one may be what is full. */
static void set_stack(void)
{
    stack_t now;
    stack_t ours = {.ss_sp = crash_stack, .ss_size = sizeof(crash_stack)};

    /* A sanitizer may have brought its own. */
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
        sigaltstack(&ours, NULL);
}

void rescue_arm(const struct termios *before)
{
    struct sigaction action = {
        .sa_sigaction = on_crash,
        .sa_flags = SA_SIGINFO | SA_ONSTACK,
    };

    char mouse[64];

    rescue.before = *before;
    rescue.n_reset = 0;
    add_text(mouse_off_text(mouse, sizeof mouse));
    add_text(paste_off_text());
    add_string("sgr0");  /* attributes */
    add_string("op");    /* colours */
    add_string("cnorm"); /* the cursor */
    add_string("rmkx");  /* the keypad's mode */
    add_string("rmcup"); /* the alternate screen */
    sigemptyset(&action.sa_mask);
    set_stack();
    for (int i = 0; i < CRASHES; i++)
        sigaction(crashes[i], &action, &rescue.old[i]);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(restore);
    rescue.owner = getpid();
}

/*
 * The owner goes first: from then on a crash leaves the terminal alone. Its
 * mode is set once more, for curses does not tell whether endwin(3) could.
 */
void rescue_disarm(void)
{
    if (!rescue.owner)
        return;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &rescue.before);
    rescue.owner = 0;
    for (int i = 0; i < CRASHES; i++)
        sigaction(crashes[i], &rescue.old[i], NULL);
}
