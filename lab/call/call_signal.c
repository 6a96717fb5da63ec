/*
 * The calls about signals. What a handler does is not the script's: `handler`
 * stands for the one function that whoever makes the calls has for all of them,
 * and which reports that it has run.
 */
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "lab/call/call_run.h"

/* A signal's disposition (signal(7)) as it stands in the i-th argument. */
static __sighandler_t run_handler(const struct call *call, int i)
{
    if (call->args[i].kind == ARG_HANDLER)
        return call->handler;
    return run_int(call, i) == (int)(intptr_t)SIG_IGN ? SIG_IGN : SIG_DFL;
}

/*
 * The kernel counts whole seconds, and has one such timer a process. What it
 * gives is what was left of the alarm before, 0 for none (alarm(2)).
 */
long run_alarm(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return (long)alarm((unsigned)run_int(call, 0));
}

/* Without SA_RESTART a call that the handler interrupts fails with EINTR. */
long run_sigaction(const struct call *call, struct outcome *outcome)
{
    struct sigaction action = {.sa_handler = run_handler(call, 1),
                               .sa_flags = run_int(call, 2)};

    (void)outcome;
    sigemptyset(&action.sa_mask);
    return sigaction(run_int(call, 0), &action, NULL);
}

/*
 * Gives 0 for success; the handler that was there before is of no use here.
 * The C library adds SA_RESTART (signal(2), "Portability").
 */
long run_signal(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    if (signal(run_int(call, 0), run_handler(call, 1)) == SIG_ERR)
        return -1;
    return 0;
}
