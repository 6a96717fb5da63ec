#include "lab/base/clock.h"

#include <time.h>

int64_t clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_sooner(int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

int64_t clock_left(int64_t until, int64_t now)
{
    return until > now ? until - now : 0;
}

int clock_poll(struct pollfd *pfds, nfds_t n, int64_t ns)
{
    const struct timespec wait = {ns / 1000000000, ns % 1000000000};

    return ppoll(pfds, n, ns < 0 ? NULL : &wait, NULL);
}
