/*
 * A packet that leaves a host waits in the queue of the processor that sent it
 * (netif_rx(), one backlog each), and each processor empties its own. So two
 * packets of one connection may change places: the ACK that the kernel sends
 * while the wire delivers a FIN, and the FIN that the actor sends when it
 * closes a moment later on another processor. No cable does that, and it is
 * not harmless: the late ACK meets the other side's TIME-WAIT, which answers
 * it, which draws a RST, which ends the TIME-WAIT (RFC 1337).
 *
 * With one processor there is one queue, and it is first in, first out. What
 * is more, while the lab runs, none of its packets can be halfway through the
 * kernel, which makes its finding of rest certain.
 */
#include "lab/world/processor.h"

bool processor_keep(cpu_set_t *before)
{
    cpu_set_t one;
    int here = sched_getcpu();

    /* A machine with more processors than the set has room for: let it be. */
    if (here < 0 || here >= CPU_SETSIZE ||
        sched_getaffinity(0, sizeof(*before), before) < 0 ||
        CPU_COUNT(before) <= 1)
        return false;
    CPU_ZERO(&one);
    CPU_SET(here, &one);
    return sched_setaffinity(0, sizeof(one), &one) == 0;
}

void processor_give_back(const cpu_set_t *before)
{
    /* May fail when processors went away meanwhile; then all is as it was. */
    sched_setaffinity(0, sizeof(*before), before);
}
