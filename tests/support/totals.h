/*
 * totals.h - the checks of all lanes together.
 */
#ifndef TESTS_SUPPORT_TOTALS_H
#define TESTS_SUPPORT_TOTALS_H

#include "lessons/runner/runner.h"

static inline struct end_event runner_totals(const struct runner *runner)
{
    struct end_event totals = {0};

    for (int i = 0; i < runner_lanes(runner); i++) {
        struct end_event lane = runner_lane_totals(runner, i);

        totals.passed += lane.passed;
        totals.failed += lane.failed;
        totals.not_run += lane.not_run;
    }
    return totals;
}

#endif
