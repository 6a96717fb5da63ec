#include "lab/base/range.h"

#include <inttypes.h>
#include <stdio.h>

bool range_holds(const struct range *range, int64_t number)
{
    return !range->set || (number >= range->from && number <= range->to);
}

const char *range_format(const struct range *range, bool plus, char *out)
{
    const char *sign = plus && range->from >= 0 ? "+" : "";
    size_t used = 0;

    out[0] = '\0';
    if (!range->set)
        return out;
    if (range->from != INT64_MIN)
        used =
            (size_t)snprintf(out, RANGE_TEXT, "%s%" PRId64, sign, range->from);
    if (range->from == range->to)
        return out;
    used += (size_t)snprintf(out + used, RANGE_TEXT - used, "..");
    if (range->to != INT64_MAX)
        snprintf(out + used, RANGE_TEXT - used, "%" PRId64, range->to);
    return out;
}
