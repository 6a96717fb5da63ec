#include "lab/base/nearest.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 48 }; /* no known name is longer */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Optimal string alignment: how many letters must be put in, taken out,
 * changed or swapped with their neighbour. Three rows of the usual matrix.
 *
 * rows[i % 3][j] is the distance of a's first i letters from b's first j. It
 * comes from the cell above (take a letter out), the one before (put one in),
 * the one across (change it), or, for neighbours that are swapped, from two
 * rows up and two cells before.
 */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][LONGEST + 1];

    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *higher = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = least(above[j], row[j - 1]) + 1;
            row[j] = least(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], higher[j - 2] + 1);
        }
    }
    return rows[a_len % 3][b_len];
}

/* Whether only letters of the candidate were left out. */
static bool is_shortened(const char *typed, size_t len, const char *candidate)
{
    size_t i = 0;

    for (; *candidate && i < len; candidate++)
        i += typed[i] == *candidate;
    return i == len;
}

void nearest_try(struct nearest *best, const char *typed, size_t len,
                 const char *candidate)
{
    size_t other = strlen(candidate);
    /*
     * Short names have too many neighbours: two changes make "bind" of "send".
     */
    size_t far = len < 6 ? 1 : 2;
    size_t d;

    if (len > LONGEST || other > LONGEST || len + far < other ||
        other + far < len)
        return;
    d = distance(typed, len, candidate, other);
    if (d > far)
        return;
    /* SHUT_RW is no SHUT_RD with another letter, but half of SHUT_RDWR. */
    if (!is_shortened(typed, len, candidate))
        d += 2;
    if (!best->name || d < best->distance) {
        best->name = candidate;
        best->distance = d;
    }
}
