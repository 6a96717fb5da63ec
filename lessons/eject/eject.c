/*
 * Writes the folder. It is made under a name of its own, filled, and renamed
 * when all is in it, so that nobody ever finds half of a lesson under the name
 * that was asked for: neither after a full disk nor after a Ctrl-C.
 */
#include "lessons/eject/eject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/eject/eject_inside.h"
#include "lessons/lesson/embedded.h"
#include "lessons/text/format.h"

/* ---- files ---- */

/* A folder that is being filled, under a name that nobody looks for. */
struct folder {
    char *path;
    int fd;           /* -1: not made */
    char names[4096]; /* of the files that we have made, a line each */
};

/*
 * Open a new file in it. By the folder's descriptor, not by its path: whoever
 * renames something above does not lead us astray. The umask takes what it
 * takes from the mode, as with any file that a user makes.
 */
static FILE *file_open(struct folder *folder, const char *name, int mode,
                       struct err *err)
{
    size_t used = strlen(folder->names);
    int fd =
        openat(folder->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

    if (fd >= 0)
        snprintf(folder->names + used, sizeof(folder->names) - used, "%s\n",
                 name);
    if (!out) {
        err_machine(err, "%s/%s: %s", folder->path, name, strerror(errno));
        if (fd >= 0)
            close(fd);
    }
    return out;
}

/* A full disk may be told only now. Returns 0 or -1. */
static int file_close(FILE *out, const struct folder *folder, const char *name,
                      struct err *err)
{
    bool broken = ferror(out);

    if (fclose(out) == 0 && !broken)
        return 0;
    return err_machine(err, "%s/%s: %s", folder->path, name,
                       strerror(errno != 0 ? errno : EIO));
}

/*
 * By name what `make` compiles and what it may remove: a pattern would take
 * whatever somebody puts beside it.
 */
static void put_targets(FILE *out, const struct eject_plan *plan)
{
    char name[64];

    fputs("PROGRAMS =", out);
    for (int life = 0; life < plan->n_lives; life++)
        if (eject_is_first(plan, life))
            fprintf(out, " %s", eject_program(plan, life, name, sizeof(name)));
    fputs("\nCHILDREN =", out);
    for (int life = 0; life < plan->n_lives; life++)
        if (!eject_is_entry(plan, life))
            fprintf(out, " %s", plan->lives[life].actor);
    fputs("\n\n", out);
}

/* The files that every lesson has in common. */
static int write_common(struct folder *folder, const struct eject_plan *plan,
                        struct err *err)
{
    for (const struct embedded *one = embedded_eject; one->name; one++) {
        FILE *out = file_open(folder, one->name, 0666, err);

        if (!out)
            return -1;
        if (strcmp(one->name, "Makefile") == 0)
            put_targets(out, plan);
        fwrite(one->text, 1, one->len, out);
        if (file_close(out, folder, one->name, err) != 0)
            return -1;
    }
    return 0;
}

/*
 * A program may play several lives, and is written for the first of them. What
 * went wrong first is what is said.
 */
static int write_programs(struct folder *folder, const struct eject_plan *plan,
                          struct err *err)
{
    for (int life = 0; life < plan->n_lives; life++) {
        char program[64], name[80];

        if (!eject_is_first(plan, life))
            continue;
        snprintf(name, sizeof(name), "%s.c",
                 eject_program(plan, life, program, sizeof(program)));
        FILE *out = file_open(folder, name, 0666, err);
        if (!out)
            return -1;
        int written = eject_write_program(out, plan, life, err);
        if (file_close(out, folder, name, written == 0 ? err : NULL) != 0 ||
            written != 0)
            return -1;
    }
    return 0;
}

/* run.sh, which may be run, or the text. */
static int write_text(struct folder *folder, const char *name, int mode,
                      void (*write)(FILE *, const struct eject_plan *),
                      const struct eject_plan *plan, struct err *err)
{
    FILE *out = file_open(folder, name, mode, err);

    if (!out)
        return -1;
    write(out, plan);
    return file_close(out, folder, name, err);
}

/* All or nothing: the caller takes away what there is of the folder. */
static int write_all(struct folder *folder, const struct eject_plan *plan,
                     struct err *err)
{
    if (write_common(folder, plan, err) != 0 ||
        write_programs(folder, plan, err) != 0 ||
        write_text(folder, "run.sh", 0777, eject_write_run, plan, err) != 0)
        return -1;
    return write_text(folder, "README", 0666, eject_write_readme, plan, err);
}

/* ---- the folder ---- */

/* Take it away again, with our files in it, unless others are in it too. */
static void folder_remove(struct folder *folder)
{
    char *rest = folder->names, *name;

    while ((name = strsep(&rest, "\n")))
        if (*name != '\0')
            unlinkat(folder->fd, name, 0);
    rmdir(folder->path);
}

/* Make it beside what it shall be in the end, so that rename(2) can do it. */
static int folder_make(struct folder *folder, const char *path, struct err *err)
{
    *folder = (struct folder){
        .fd = -1, .path = text_format("%s.%ld", path, (long)getpid())};
    if (!folder->path)
        return err_machine(err, "out of memory");
    if (mkdir(folder->path, 0777) != 0)
        return err_machine(err, "%s: %s", folder->path, strerror(errno));
    folder->fd =
        open(folder->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->fd >= 0)
        return 0;
    err_machine(err, "%s: %s", path, strerror(errno));
    rmdir(folder->path);
    return -1;
}

/*
 * Give it its name, unless something has come to be there meanwhile. Not all
 * filesystems can tell in one go. There a folder of ours keeps the place:
 * rename(2) puts another in the place of an empty one.
 */
static int folder_publish(const struct folder *folder, const char *path,
                          struct err *err)
{
    if (renameat2(AT_FDCWD, folder->path, AT_FDCWD, path, RENAME_NOREPLACE) ==
        0)
        return 0;
    if (errno == EINVAL && mkdir(path, 0777) == 0) {
        if (rename(folder->path, path) == 0)
            return 0;
        err_machine(err, "%s: %s", path, strerror(errno));
        rmdir(path);
        return -1;
    }
    return err_machine(err, "%s: %s", path, strerror(errno));
}

/* Write the folder under another name, and rename it when it is whole. */
static int write_folder(const struct eject_plan *plan, const char *path,
                        struct err *err)
{
    struct folder folder;
    struct stat ignored;

    if (lstat(path, &ignored) == 0)
        return err_input(err, "%s is there already; name a folder that is not",
                         path);
    if (folder_make(&folder, path, err) != 0) {
        free(folder.path);
        return -1;
    }
    int result = write_all(&folder, plan, err);
    if (result == 0 && *plan->lost)
        result = err_machine(err, "out of memory");
    if (result == 0)
        result = folder_publish(&folder, path, err);
    if (result != 0)
        folder_remove(&folder);
    close(folder.fd);
    free(folder.path);
    return result;
}

/* A slash at the end of a folder's name is the shell's completion. */
int eject(const struct lesson *lesson, const struct setting *setting,
          const char *path, struct err *err)
{
    struct eject_plan plan;
    size_t len = strlen(path);
    char *bare;
    bool lost = false;

    while (len > 1 && path[len - 1] == '/')
        len--;
    if (len == 0)
        return err_input(err, "a folder without a name was asked for");
    bare = strndup(path, len);
    if (!bare)
        return err_machine(err, "out of memory");
    int result = eject_plan(&plan, lesson, setting, err);
    plan.lost = &lost;
    if (result == 0)
        result = write_folder(&plan, bare, err);
    eject_plan_free(&plan);
    free(bare);
    return result;
}

/* ---- the command ---- */

/* That they are for a kernel which can do what the script asks about. */
static void say_kernel(FILE *out, unsigned asks, const char *path)
{
    char names[256] = "";

    for (enum need need = 0; need < NEEDS; need++) {
        size_t len = strlen(names);

        if (asks & NEED_BIT(need))
            snprintf(names + len, sizeof(names) - len, "%s%s",
                     len > 0 ? ", " : "", need_name(need));
    }
    if (*names)
        fprintf(out,
                _("%s: for a kernel that can do what the script asks about "
                  "(%s); others\ncome out otherwise. `socket-lab doctor` says "
                  "what this one can do.\n"),
                path, names);
}

/* Say what there is now, and what of the lesson is not in it. */
static void sum_up(FILE *out, const struct lesson *lesson,
                   const struct setting *setting, const char *path)
{
    char lane[256];
    int wire = 0, all = 0;

    for (size_t i = 0; i < lesson->script.n; i++) {
        const struct line *line = &lesson->script.lines[i];

        if (!line_applies(line, setting))
            continue;
        all++;
        wire += *eject_nearest(line) != '\0';
    }
    setting_label(setting, lane, sizeof(lane));
    say_kernel(out, lesson->script.asks, path);
    if (*lane)
        fprintf(out, _("%s: the programs of \"%s\", %s\n"), path, lesson->title,
                lane);
    else
        fprintf(out, _("%s: the programs of \"%s\"\n"), path, lesson->title);
    fprintf(out, "    cd %s && make run\n", path);
    fputs(_("plays it; README says how to go through it by hand, and with "
            "strace and ss.\n"),
          out);
    if (wire > 0)
        fprintf(
            out,
            _("%d of its %d steps are orders to the wire, which only the lab "
              "has: they are\npassed over, and results behind them may "
              "differ. README says what comes near.\n"),
            wire, all);
}

int eject_lesson(const struct lesson *lesson, const struct condition *settings,
                 int n, const char *folder, FILE *out, struct err *err)
{
    const char *path = folder ? folder : lesson->id;
    struct setting lanes[LESSON_LANES];

    /* In the first lane what is compared has its first value as well. */
    if (lesson_settings(lesson, settings, n, lanes, err) < 0 ||
        eject(lesson, &lanes[0], path, err) != 0)
        return -1;
    sum_up(out, lesson, &lanes[0], path);
    return 0;
}
