/*
 * recording.h - a lesson's run as it was on another machine, to be walked
 * through where this one can't give what the lesson needs.
 *
 * A recording is a text of JSON lines; its format is in LESSONS.md. It belongs
 * to one script: a digest of that tells when the lesson has changed since. It
 * is shown, never tested against: `socket-lab run` knows nothing of it.
 */
#ifndef LESSONS_RECORDING_RECORDING_H
#define LESSONS_RECORDING_RECORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"
#include "lessons/lesson/lesson.h"

enum { RECORDING_MAX = 1 << 20 }; /* bytes that a recording may have */

struct recording;

/*
 * The lesson's recording: the file in the folder `recordings` beside the
 * lesson's own, or else the copy inside of the program. All of it is read and
 * found to be right. NULL with "FILE:LINE: what is wrong" or, where there is
 * none at all, a sentence that says so. The lesson must outlive it.
 */
struct recording *recording_open(const struct lesson *lesson, struct err *err);

/* The same of a file. */
struct recording *recording_load(const struct lesson *lesson, const char *path,
                                 struct err *err);

/* The same of a text; name (a file's) is for messages. */
struct recording *recording_parse(const struct lesson *lesson, const char *name,
                                  const char *text, size_t len,
                                  struct err *err);

void recording_close(struct recording *recording);

/* Whether recording_open() would find something, right or wrong. */
bool recording_exists(const struct lesson *lesson);

/*
 * Where the lesson's recording is kept: in the folder, or (NULL) in
 * `recordings` beside the lesson's own file. To be freed; NULL without memory.
 */
char *recording_path(const struct lesson *lesson, const char *folder);

/* Where it was made: "Linux 6.18.44". */
const char *recording_kernel(const struct recording *recording);

/* "Linux 6.18", into out; returns out. */
char *recording_version(const struct recording *recording, char *out,
                        size_t size);

/* The lesson that it is of. */
const struct lesson *recording_lesson(const struct recording *recording);

/* The index-th lane's name, NULL past the last. */
const char *recording_lane_name(const struct recording *recording, int lane);

/* The lane of that name ("reuseaddr=off"), -1 when there is none. */
int recording_lane(const struct recording *recording, const char *name);

/*
 * Have a line of the script (by its index) happen in a recorded lab, in which
 * those before it have happened. Sets *came to what came of its call, or to
 * RESULT_NONE. Returns 0, or -1 without memory.
 */
int recording_play(const struct recording *recording, int lane, size_t line,
                   struct lab *lab, struct result *came, struct err *err);

/* What a recording must say of the lesson's script, into out[DIGEST_TEXT]. */
enum { DIGEST_TEXT = 17 };
void recording_digest(const struct lesson *lesson, char *out);

/*
 * Whether two recordings of one lesson tell the same: the same calls with the
 * same results, and behind each line the same sockets, actors and waiting
 * packets. Process ids, ports that the kernel picks, times, the order of what
 * happens at once, and results that the script does not name are free. Returns
 * 0; or -1 with the first difference, b's being what is found and a's what was
 * expected.
 */
int recording_compare(const struct recording *a, const struct recording *b,
                      struct err *err);

#endif
