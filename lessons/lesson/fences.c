/*
 * fences.c - finds the fenced block that never ends.
 *
 * Markdown lets a block without an end run to the end of the file, or to the
 * end of the next block, whose own first line is then text. A lesson would lose
 * steps by it without a word, so it is a mistake here. Only blocks that stand
 * by themselves are looked at: one in a list or a quote ends with that.
 */
#include "lessons/lesson/lesson_inside.h"

/* A line of backticks or tildes (CommonMark 0.31, section 4.5). */
struct fence {
    char mark;         /* ` or ~ */
    size_t length;     /* how many; 0: the line is no fence */
    struct slice info; /* what stands behind them */
};

/* From four blanks on it is indented code. */
static struct fence read_fence(struct slice line)
{
    struct fence fence = {0};
    size_t blanks = slice_span(&line, " ").len;

    if (blanks > 3 || (!slice_begins(line, "`") && !slice_begins(line, "~")))
        return fence;
    fence.mark = line.at[0];
    fence.length = slice_span(&line, fence.mark == '`' ? "`" : "~").len;
    fence.info = slice_trim(line);
    if (fence.length < 3)
        fence.length = 0;
    return fence;
}

/* `text` in one line is a span: no fence of backticks has one behind it. */
static bool opens(const struct fence *fence)
{
    bool found = false;
    struct slice info = fence->info;

    if (fence->length > 0 && fence->mark == '`')
        slice_cut(&info, '`', &found);
    return fence->length > 0 && !found;
}

/*
 * A line that is long enough to end the block but has a word behind it begins
 * the next one: the end of this one is missing.
 */
int fences_check(struct slice body, int body_line, struct problems *problems)
{
    struct fence open = {0};
    int opened = 0, result = 0;

    for (int number = body_line; body.len > 0; number++) {
        struct fence fence = read_fence(slice_line(&body));

        if (open.length == 0 && opens(&fence)) {
            open = fence;
            opened = number;
            continue;
        }
        if (open.length == 0 || fence.mark != open.mark ||
            fence.length < open.length)
            continue;
        if (fence.info.len == 0) {
            open.length = 0;
            continue;
        }
        if (!opens(&fence))
            continue;
        result = problems_add(problems, opened,
                              "a block without an end was found, a line of "
                              "%zu %c was expected before the block in line %d",
                              open.length, open.mark, number);
        open = fence;
        opened = number;
    }
    if (open.length > 0)
        result = problems_add(problems, opened,
                              "a block without an end was found, a line of "
                              "%zu %c was expected below it",
                              open.length, open.mark);
    return result;
}
