/*
 * guides.h - what the folder of words has beside words: the tables of causes
 * (which.h) and the pages on platforms (platform.h).
 *
 * Each file is taken whole from the first folder that has it, else from the
 * program itself. One that is wrong is said, and the next one is taken.
 */
#ifndef LESSONS_GLOSSARY_GUIDES_H
#define LESSONS_GLOSSARY_GUIDES_H

#include "lab/log/event.h"
#include "lessons/glossary/platform.h"
#include "lessons/glossary/which.h"
#include "lessons/lesson/folders.h"

enum { GUIDE_PLATFORMS = 24, GUIDE_PROBLEMS = 16 };

struct guides {
    struct which which;
    struct platform platforms[GUIDE_PLATFORMS];
    size_t n_platforms;
    char *problems[GUIDE_PROBLEMS]; /* of files that are not used; owned */
    size_t n_problems;
};

/*
 * Read all of them. Returns 0, or -1 where the machine lacks what it takes;
 * guides_free() in both cases.
 */
int guides_read(struct guides *guides, const struct folders *folders,
                struct err *err);
void guides_free(struct guides *guides);

/*
 * What to do about a socket in the way, behind the name of its row in the table
 * of EADDRINUSE: " listener: End it, or ...", with a space before it. Prints
 * nothing, and returns false, when the table has no such row.
 */
bool guides_advise(FILE *out, const struct guides *guides,
                   const struct culprit_event *culprit);

/*
 * The same of a bind() that failed where no socket is in the way: the name of a
 * Unix socket is there, or no port is left to choose from.
 */
bool guides_advise_call(FILE *out, const struct guides *guides,
                        const struct call_event *call);

/* The platform that goes by this name; NULL when there is none. */
const struct platform *guides_platform(const struct guides *guides,
                                       const char *name);

#endif
