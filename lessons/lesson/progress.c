/*
 * progress.c - see progress.h.
 *
 * The file:
 *
 *     {"version": 1, "welcomed": true, "last": "address-already-in-use",
 *      "lessons": {"address-already-in-use": {
 *          "done": true, "step": 4,
 *          "predictions": {"0 reuseaddr=off": true}}}}
 *
 * Only what this program has changed is put into what the file says when it
 * is written, so that two programs at once keep each other's lessons.
 */
#include "lessons/lesson/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/text/file.h"
#include "lessons/text/format.h"

struct progress {
    char *path;      /* NULL: progress is only in memory */
    json_t *root;    /* what the file says, with the changes */
    json_t *changed; /* an object whose keys are the changed lessons */
    json_t *noted;   /* what was changed beside the lessons, with its values */
    bool complained; /* that it can't be written has been said */
};

/* ---- where the file is ---- */

/*
 * NULL without a home, or without memory. State, not configuration or cache: it
 * should survive, and is nobody's to edit (XDG Base Directory Specification,
 * XDG_STATE_HOME).
 */
static char *file_path(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char *path = NULL, *real;

    if (state && state[0] == '/')
        path = text_format("%s/socket-lab/progress.json", state);
    else if (home && home[0] == '/')
        path = text_format("%s/.local/state/socket-lab/progress.json", home);
    /* Whoever keeps it elsewhere behind a symbolic link keeps the link. */
    real = path ? realpath(path, NULL) : NULL;
    if (!real)
        return path;
    free(path);
    return real;
}

/* The folder of a path, made with those above it; -1 with errno. */
static int make_folders(const char *path)
{
    char *folder = strdup(path);
    int result = 0;

    if (!folder)
        return -1;
    for (char *p = folder + 1; *p != '\0' && result == 0; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        /* 0700 as the specification asks. */
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            result = -1;
        *p = '/';
    }
    free(folder);
    return result;
}

/* ---- reading ---- */

/* The version is for a reader to come, that may know another form. */
static json_t *new_root(void)
{
    return json_pack("{s:i, s:{}}", "version", 1, "lessons");
}

/* What the text says; NULL, with the reason, when it isn't progress. */
static json_t *parse(const char *text, size_t len, struct err *err)
{
    json_error_t why;
    json_t *root = json_loadb(text, len, 0, &why);

    if (!root && !*why.text) {
        /* Of a mistake jansson says which; it has none to say without memory.
         */
        err_machine(err, "out of memory");
        return NULL;
    }
    if (!root) {
        err_input(err, "line %d: %s", why.line, why.text);
        return NULL;
    }
    if (json_is_object(json_object_get(root, "lessons")))
        return root;
    json_decref(root);
    err_input(err, "it has no lessons");
    return NULL;
}

static void set_aside(const char *path, const struct err *why, struct err *err)
{
    char *aside = text_format("%s.damaged", path);

    if (!aside)
        return;
    /* Set aside, never deleted: somebody may be able to mend it by hand. */
    if (rename(path, aside) == 0)
        err_input(err,
                  "%s could not be read (%s). It was set aside as %s, and "
                  "progress begins anew.",
                  path, why->text, aside);
    else
        err_input(err,
                  "%s could not be read (%s), nor set aside (%s). Progress "
                  "begins anew.",
                  path, why->text, strerror(errno));
    free(aside);
}

/* The file stays as it is, whatever the learner does. */
static void leave(struct progress *progress, const struct err *why,
                  struct err *err)
{
    err_input(err, "%s. Progress is not kept.", why->text);
    free(progress->path);
    progress->path = NULL;
}

/* The file's root, NULL when there is none that can be read. */
static json_t *read_file(struct progress *progress, struct err *err)
{
    struct err why;
    json_t *root;
    char *text;
    size_t len;

    errno = 0;
    if (text_read_kept(progress->path, N_("progress"), &text, &len, &why) !=
        0) {
        /*
         * The first run: no file is the usual thing, and nothing to tell. To
         * look again would be too late: another program may have made it.
         */
        if (errno == ENOENT)
            return NULL;
        /* Not ours to replace: somebody else's file, or a folder. */
        leave(progress, &why, err);
        return NULL;
    }
    root = parse(text, len, &why);
    free(text);
    if (root)
        return root;
    /* What there was no memory to read is not damaged. */
    if (why.kind == ERR_MACHINE)
        leave(progress, &why, err);
    else
        set_aside(progress->path, &why, err);
    return NULL;
}

struct progress *progress_open(struct err *err)
{
    struct progress *progress = calloc(1, sizeof(*progress));

    err->text[0] = '\0';
    if (!progress) {
        err_machine(err, "out of memory");
        return NULL;
    }
    progress->path = file_path();
    if (!progress->path)
        err_input(err, "HOME is not set: progress is not kept.");
    else
        progress->root = read_file(progress, err);
    if (!progress->root)
        progress->root = new_root();
    /* Whoever had a file, if only a damaged one, has been here before. */
    if (err->text[0])
        json_object_set_new(progress->root, "welcomed", json_true());
    progress->changed = json_object();
    progress->noted = json_object();
    if (!progress->root || !progress->changed || !progress->noted) {
        progress_close(progress);
        err_machine(err, "out of memory");
        return NULL;
    }
    return progress;
}

void progress_close(struct progress *progress)
{
    if (!progress)
        return;
    json_decref(progress->root);
    json_decref(progress->changed);
    json_decref(progress->noted);
    free(progress->path);
    free(progress);
}

/* ---- asking ---- */

/* jansson takes NULL for "no such object" throughout, so none is checked. */
static json_t *find_lesson(const struct progress *progress, const char *lesson)
{
    return json_object_get(json_object_get(progress->root, "lessons"), lesson);
}

bool progress_done(const struct progress *progress, const char *lesson)
{
    return json_is_true(json_object_get(find_lesson(progress, lesson), "done"));
}

size_t progress_step(const struct progress *progress, const char *lesson)
{
    json_int_t step = json_integer_value(
        json_object_get(find_lesson(progress, lesson), "step"));

    return step > 0 ? (size_t)step : 0;
}

const char *progress_last(const struct progress *progress)
{
    const char *last =
        json_string_value(json_object_get(progress->root, "last"));

    return last ? last : "";
}

bool progress_welcomed(const struct progress *progress)
{
    return json_is_true(json_object_get(progress->root, "welcomed"));
}

void progress_predictions(const struct progress *progress, const char *lesson,
                          int *right, int *made)
{
    json_t *predictions =
        json_object_get(find_lesson(progress, lesson), "predictions");
    const char *key;
    json_t *value;

    *right = *made = 0;
    json_object_foreach(predictions, key, value)
    {
        /* Other kinds of values are neither: somebody has edited the file. */
        *right += json_is_true(value);
        *made += json_is_boolean(value);
    }
}

/* ---- changing ---- */

/* The object called so in another one, made if need be; NULL: no memory. */
static json_t *child(json_t *parent, const char *name)
{
    json_t *found = json_object_get(parent, name);

    if (json_is_object(found))
        return found;
    json_object_set_new(parent, name, json_object());
    return json_object_get(parent, name);
}

/*
 * Takes over value. Without memory it is forgotten, which harms nobody. Into
 * the root, for asking, and the lesson's id into `changed`, for writing.
 */
static void set(struct progress *progress, const char *lesson,
                const char *group, const char *name, json_t *value)
{
    json_t *object = child(json_object_get(progress->root, "lessons"), lesson);

    if (group)
        object = child(object, group);
    /* What is known already is no change: the file is not written for it. */
    if (json_equal(json_object_get(object, name), value)) {
        json_decref(value);
        return;
    }
    json_object_set_new(object, name, value);
    json_object_set_new(progress->changed, lesson, json_true());
}

/* The same for what is no lesson's. */
static void note(struct progress *progress, const char *name, json_t *value)
{
    if (!json_equal(json_object_get(progress->root, name), value)) {
        json_object_set(progress->root, name, value);
        json_object_set(progress->noted, name, value);
    }
    json_decref(value);
}

void progress_set_welcomed(struct progress *progress)
{
    note(progress, "welcomed", json_true());
}

void progress_set_last(struct progress *progress, const char *lesson)
{
    note(progress, "last", json_string(lesson));
}

void progress_set_done(struct progress *progress, const char *lesson)
{
    set(progress, lesson, NULL, "done", json_true());
}

void progress_set_step(struct progress *progress, const char *lesson,
                       size_t step)
{
    set(progress, lesson, NULL, "step", json_integer((json_int_t)step));
}

void progress_set_prediction(struct progress *progress, const char *lesson,
                             size_t question, const char *lane, bool right)
{
    char *name = text_format("%zu %s", question, lane);

    if (!name)
        return;
    set(progress, lesson, "predictions", name, json_boolean(right));
    free(name);
}

/* ---- writing ---- */

/*
 * The folder's descriptor, locked: two programs then write one after the
 * other. One that can't have the lock at once goes on without it; the file
 * is replaced as a whole in any case.
 */
static int lock_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = strndup(path, (size_t)(slash - path) + 1);
    int fd = -1;

    if (folder)
        fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        flock(fd, LOCK_EX | LOCK_NB);
    free(folder);
    return fd;
}

/*
 * What the file says now with this program's changes; NULL without memory. A
 * lesson that somebody has done meanwhile stays done.
 */
static json_t *merge(const struct progress *progress)
{
    /* Read again, since another program may have written it meanwhile. */
    json_t *root = json_load_file(progress->path, 0, NULL), *lessons;
    const char *id;
    json_t *ignored;

    lessons = json_object_get(root, "lessons");
    if (!json_is_object(lessons)) {
        json_decref(root);
        return json_deep_copy(progress->root);
    }
    json_object_foreach(progress->changed, id, ignored)
    {
        json_t *ours = json_deep_copy(find_lesson(progress, id));
        bool done =
            json_is_true(json_object_get(json_object_get(lessons, id), "done"));

        /* A file without it would replace one that may have it. */
        if ((done && json_object_set_new(ours, "done", json_true()) != 0) ||
            json_object_set_new(lessons, id, ours) != 0) {
            json_decref(root);
            return NULL;
        }
    }
    if (json_object_update(root, progress->noted) != 0) {
        json_decref(root);
        return NULL;
    }
    return root;
}

/* Returns -1 with errno. */
static int write_file(struct progress *progress)
{
    json_t *root = merge(progress);
    char *text =
        root ? json_dumps(root, JSON_INDENT(2) | JSON_SORT_KEYS) : NULL;
    int result = -1;

    errno = ENOMEM;
    if (text)
        result = text_replace(progress->path, text, strlen(text), 0600);
    free(text);
    if (result != 0) {
        json_decref(root);
        return -1;
    }
    /* The merged one: what the other program has done is known here now. */
    json_decref(progress->root);
    progress->root = root;
    json_object_clear(progress->changed);
    json_object_clear(progress->noted);
    return 0;
}

/* make_folders() comes first in each try: somebody may have cleaned up. */
int progress_save(struct progress *progress, struct err *err)
{
    int lock, result;

    err->text[0] = '\0';
    if (!progress->path || (json_object_size(progress->changed) == 0 &&
                            json_object_size(progress->noted) == 0))
        return 0;
    result = make_folders(progress->path);
    if (result == 0) {
        lock = lock_folder(progress->path);
        result = write_file(progress);
        if (lock >= 0)
            close(lock);
    }
    if (result == 0) {
        progress->complained = false;
        return 0;
    }
    if (progress->complained)
        return 0;
    progress->complained = true;
    return err_machine(err, "%s could not be written: %s", progress->path,
                       strerror(errno));
}
