/*
 * app_pace.c - see app_pace.h.
 */
#include "widgets/app_pace.h"

void app_pace_change(struct app_pace *pace, int64_t now)
{
    pace->latest = now;
    if (pace->first == 0)
        pace->first = now;
}

int64_t app_pace_wait(struct app_pace *pace, bool busy, int64_t now)
{
    int64_t until;

    if (!busy || pace->at_once)
        return 0;
    if (pace->first == 0)
        app_pace_change(pace, now);
    until = pace->latest + APP_PACE_NS;
    if (until > pace->first + APP_PACE_MOST_NS)
        until = pace->first + APP_PACE_MOST_NS;
    return until > now ? until - now : 0;
}
