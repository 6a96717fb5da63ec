/*
 * record.c - see record.h.
 *
 * A lesson is run line by line, as `n` does it on the screen; when all lanes
 * are at rest behind a line, each lane's tape writes what has come of it. Only
 * a whole recording, read back and found to be right, gets to the disk.
 */
#include "lessons/commands/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/recording/recording_inside.h"
#include "lessons/text/file.h"

/* One lesson on its way to a file. */
struct session {
    const struct lesson *lesson;
    struct runner *runner; /* owned */
    struct recording_tape *tapes[RUNNER_LANES];
    struct memory memory;        /* its text is owned: the whole recording */
    struct recording *recording; /* owned: the same, read back */
};

static int no_memory(struct err *err)
{
    return err_machine(err, "out of memory");
}

/* ---- running ---- */

static int open_tapes(struct session *session, struct err *err)
{
    /* A recording is of the real thing: packets, sysctls and all. */
    struct runner_options options = {.isolation = ISOLATION_NAMESPACE};

    session->runner = runner_open(session->lesson, &options, err);
    if (!session->runner)
        return -1;
    for (int i = 0; i < runner_lanes(session->runner); i++) {
        session->tapes[i] =
            recording_tape(session->lesson, runner_lab(session->runner, i));
        if (!session->tapes[i])
            return no_memory(err);
    }
    return 0;
}

/* What has come of a line, in every lane. */
static int write_line(struct session *session, size_t line, struct err *err)
{
    for (int i = 0; i < runner_lanes(session->runner); i++) {
        struct result came = {.kind = RESULT_NONE};

        runner_result(session->runner, line, i, &came);
        lab_refresh(runner_lab(session->runner, i));
        if (recording_write(session->tapes[i], line, &came, err) < 0)
            return -1;
    }
    return 0;
}

static int run_lines(struct session *session, struct err *err)
{
    const struct lesson *lesson = session->lesson;
    struct runner *runner = session->runner;

    while (runner_step(runner) < lesson->n_steps) {
        const struct line *before = runner_line(runner);

        runner_advance(runner, true);
        runner_finish(runner);
        for (int i = 0; i < runner_lanes(runner); i++)
            if (runner_fault(runner, i))
                return err_machine(err, "%s", runner_fault(runner, i));
        /* Questions and prose are steps without a line. */
        const struct line *line = runner_line(runner);
        if (line != before &&
            write_line(session, (size_t)(line - lesson->script.lines), err) < 0)
            return -1;
    }
    return 0;
}

/* ---- the text ---- */

/*
 * "Linux 6.18.44": what stands behind the numbers is the builder's own, and
 * says nothing to anybody else.
 */
static void kernel_name(char *out, size_t size)
{
    struct utsname name;

    uname(&name);
    int numbers = (int)strspn(name.release, "0123456789.");
    snprintf(out, size, "%.20s %.*s", name.sysname, numbers < 40 ? numbers : 40,
             name.release);
}

static void write_head(const struct lesson *lesson, FILE *out)
{
    char digest[DIGEST_TEXT], kernel[64];

    recording_digest(lesson, digest);
    kernel_name(kernel, sizeof(kernel));
    json_t *head =
        json_pack("{s:i, s:s, s:s, s:s}", "recording", RECORDING_VERSION,
                  "lesson", lesson->id, "kernel", kernel, "digest", digest);
    json_dumpf(head, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(head);
}

/* One lane behind the other; a reader would have to sort them out else. */
static int write_lanes(struct session *session, FILE *out, struct err *err)
{
    for (int i = 0; i < runner_lanes(session->runner); i++) {
        const char *text = recording_text(session->tapes[i]);
        json_t *lane =
            json_pack("[ss]", "lane", runner_lane_name(session->runner, i));

        if (!text || json_dumpf(lane, out, JSON_COMPACT) < 0) {
            json_decref(lane);
            return no_memory(err);
        }
        fprintf(out, "\n%s", text);
        json_decref(lane);
    }
    fputs("[\"end\"]\n", out);
    return 0;
}

/* Put it together, and read it as it will be read. */
static int make_text(struct session *session, struct err *err)
{
    struct memory *memory = &session->memory;
    const struct lesson *lesson = session->lesson;
    int done = no_memory(err);

    if (memory_open(memory)) {
        write_head(lesson, memory->out);
        done = write_lanes(session, memory->out, err);
    }
    if (!memory_close(memory))
        done = no_memory(err);
    if (done == 0)
        session->recording = recording_parse(lesson, lesson->file, memory->text,
                                             memory->len, err);
    return session->recording ? 0 : -1;
}

/* ---- the file ---- */

/* The folder that a file is to be in; what is above it must be there. */
static int make_folder(const char *path, struct err *err)
{
    char *folder = strdup(path);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    int done = folder ? 0 : no_memory(err);

    if (slash)
        *slash = '\0';
    if (slash && mkdir(folder, 0777) < 0 && errno != EEXIST)
        done = err_system(err, errno, "%s", folder);
    free(folder);
    return done;
}

/*
 * Whether the file at path tells the same as the run; else, why it has to be
 * written, into *why.
 */
static bool is_current(const struct session *session, const char *path,
                       struct err *why)
{
    struct recording *old = recording_load(session->lesson, path, why);
    bool same = old && recording_compare(old, session->recording, why) == 0;

    recording_close(old);
    return same;
}

/* Replace what is out of date, and say which it was. */
static int keep(const struct session *session, const char *path,
                struct err *err)
{
    struct err why;
    bool there = access(path, F_OK) == 0;

    if (is_current(session, path, &why)) {
        printf(_("%s: unchanged\n"), path);
        return 0;
    }
    if (make_folder(path, err) < 0)
        return -1;
    if (text_replace(path, session->memory.text, session->memory.len, 0666) < 0)
        return err_system(err, errno, "%s", path);
    if (there)
        printf(_("%s: recorded anew: %s\n"), path, why.text);
    else
        printf(_("%s: recorded\n"), path);
    return 0;
}

/* ---- one lesson, and all ---- */

static void session_close(struct session *session)
{
    for (int i = 0; i < RUNNER_LANES; i++)
        recording_tape_free(session->tapes[i]);
    runner_close(session->runner);
    recording_close(session->recording);
    free(session->memory.text);
}

/* Whether there is a folder beside the lesson; *err says why there is none. */
static int has_place(const struct lesson *lesson, struct err *err)
{
    const char *file = lesson->original ? lesson->original : lesson->file;

    if (access(file, F_OK) == 0)
        return 0;
    return err_input(err, "it is no file; --to DIR says where its recording "
                          "is to go");
}

/*
 * A recording is shown where something is missing, so it is made where nothing
 * is: what a script does without stays untold on the screen then, but stands in
 * the lesson. Returns 0, or -1 with the reason.
 */
static int is_able(const struct session *session, struct err *err)
{
    const struct lab *lab = runner_lab(session->runner, 0);

    for (enum need need = 0; need < NEEDS; need++) {
        const char *why = lab_cannot(lab, need);

        if ((session->lesson->script.asks & NEED_BIT(need)) && why)
            return err_machine(err, "%s", why);
    }
    return 0;
}

/* Its own status: a lesson that does not hold is no reason not to go on. */
static int record_lesson(const struct lesson *lesson, const char *to)
{
    struct session session = {.lesson = lesson};
    char *path = recording_path(lesson, to);
    int status = STATUS_HELD;
    struct err err;

    int done = !path ? no_memory(&err) : to ? 0 : has_place(lesson, &err);

    /* What a lab says goes into the recording, which is read anywhere. */
    translate_plain(true);
    if (done < 0 || open_tapes(&session, &err) < 0 ||
        is_able(&session, &err) < 0)
        status = err.kind == ERR_INPUT ? STATUS_INPUT : STATUS_MACHINE;
    else if (run_lines(&session, &err) < 0)
        status = err.kind == ERR_MACHINE ? STATUS_MACHINE : STATUS_FAILED;
    else if (make_text(&session, &err) < 0)
        status = err.kind == ERR_INPUT ? STATUS_INPUT : STATUS_MACHINE;
    translate_plain(false);
    if (status == STATUS_HELD && keep(&session, path, &err) < 0)
        status = err.kind == ERR_INPUT ? STATUS_INPUT : STATUS_MACHINE;
    if (status != STATUS_HELD)
        fprintf(stderr, _("%s: not recorded: %s\n"), lesson->file, err.text);
    fflush(stdout); /* in order with what is said of the next */
    session_close(&session);
    free(path);
    return status;
}

/* Statuses grow with what they mean, but for those of a lesson's own. */
static int worse(int a, int b)
{
    return a > b ? a : b;
}

/* NULL is one that can't be read, for the reason in *why. */
static int record_read(const struct lesson *lesson, const char *to,
                       const struct err *why)
{
    if (lesson)
        return record_lesson(lesson, to);
    fprintf(stderr, "%s\n", why->text);
    return STATUS_INPUT;
}

static int record_all(const char *lessons, const char *to,
                      struct catalog *catalog)
{
    struct err err;
    int status = STATUS_HELD;

    if (catalog_open(catalog, lessons, &err) < 0) {
        fprintf(stderr, "socket-lab: %s\n", err.text);
        return STATUS_INPUT;
    }
    for (size_t i = 0; i < catalog->n; i++) {
        struct lesson *lesson = catalog->lessons[i];
        bool whole = lesson_complete(lesson, &err) == 0;

        status = worse(status, record_read(whole ? lesson : NULL, to, &err));
    }
    return status;
}

int record(const struct run_options *options, const char *to)
{
    struct catalog catalog = {0};
    int status = STATUS_HELD;

    if (options->n_names == 0)
        status = record_all(options->lessons, to, &catalog);
    for (int i = 0; i < options->n_names; i++) {
        struct lesson *owned;
        struct err err;
        const struct lesson *lesson = run_load(
            options->names[i], options->lessons, &catalog, &owned, &err);

        status = worse(status, record_read(lesson, to, &err));
        lesson_free(owned);
    }
    catalog_free(&catalog);
    return status;
}
