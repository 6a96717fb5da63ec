/*
 * main.c - the command line: subcommands and what they print.
 *
 * Options are read first (lessons/commands/options.h), wherever they stand,
 * into one struct that all commands share; the first word that is left names
 * the command. Only then is it known whether the command takes those options,
 * so fits() looks at their letters afterwards. `commands` is the one table of
 * all that: names, options, arguments, code.
 *
 * Exit statuses (run.h) are the same everywhere: 0 all is as expected, 1
 * something was not, 2 what was asked for is wrong, 3 this machine can't do
 * it. What was asked for goes to standard output, all else to standard error.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lab/actor/child.h"
#include "lab/base/nearest.h"
#include "lab/base/translate.h"
#include "lessons/commands/check.h"
#include "lessons/commands/doctor.h"
#include "lessons/commands/explain.h"
#include "lessons/commands/help.h"
#include "lessons/commands/list.h"
#include "lessons/commands/options.h"
#include "lessons/commands/record.h"
#include "lessons/commands/run.h"
#include "lessons/commands/search.h"
#include "lessons/eject/eject.h"
#include "lessons/lesson/catalog.h"
#include "lessons/lesson/progress.h"
#include "lessons/report/report.h"
#include "widgets/app.h"
#include "widgets/config/config.h"
#include "widgets/config/keys_command.h"
#include "widgets/screen/terminal.h"

/* The Makefile says where things are installed; this is for tools that don't.
 */
#ifndef LAB_LOCALE_DIR
#define LAB_LOCALE_DIR "/usr/local/share/locale"
#endif

/* ---- messages ---- */

/* Say what went wrong. Returns the exit status. */
static int failed(const struct err *err)
{
    fprintf(stderr, "socket-lab: %s\n", err->text);
    return err->kind == ERR_INPUT ? STATUS_INPUT : STATUS_MACHINE;
}

/*
 * Make sure that what was printed has arrived: on a full disk, or with nobody
 * at the pipe's other end, only the flush finds out. Returns the exit status.
 */
static int printed(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, _("socket-lab: standard output: %s\n"), strerror(errno));
    return STATUS_FAILED;
}

/* ---- commands ---- */

/*
 * Show it, with the learner's progress read before and kept behind. Progress
 * that can't be read is no reason not to start, and is said on the screen. A
 * signal gives 128 and its number, as sh(1) has it of a program it killed.
 */
static int show(const struct options *options, const struct config *config,
                const struct catalog *catalog, const struct lesson *lesson,
                bool bench)
{
    struct err notice = {.text = ""}, err;
    struct progress *progress = progress_open(&notice);
    struct app_options app = {
        .catalog = catalog,
        .progress = progress,
        .glossary = glossary_open(options->run.lessons),
        .lesson = lesson,
        .bench = bench,
        .isolation = options->run.runner.isolation,
        .ascii = options->ascii,
        .recorded = options->recorded,
        .mouse = config_mouse(config, options->mouse),
        .keys = options->keys,
        .config = config,
        .notice = notice.text,
    };

    if (!progress)
        return failed(&notice);
    int ended = app_run(&app, &err);
    int status = ended < 0 ? failed(&err) : ended > 0 ? 128 + ended : 0;
    if (ended == APP_KEYS_FAILED)
        status = STATUS_FAILED;
    if (progress_save(progress, &err) < 0)
        fprintf(stderr, "socket-lab: %s\n", err.text);
    progress_close(progress);
    glossary_close(app.glossary);
    return status;
}

/* A mistyped word may be near to a command, or be an option without its --. */
static const char *nearest_command(const char *word);

/* No lesson is called so, as *err says. */
static void not_found(const struct catalog *catalog, const char *name,
                      const struct err *err)
{
    const char *near =
        catalog_nearest(catalog, name) ? NULL : nearest_command(name);

    if (near)
        misused("%s: no such command, lesson or file, did you mean "
                "`socket-lab %s`?",
                name, near);
    else
        misused("%s", err->text);
}

/*
 * The screen; name is the lesson to open, NULL for none. The lesson is looked
 * for before the terminal, and so are the reader's own settings, so that what
 * is wrong with them is told as such in a pipe as well. owned is set only for a
 * lesson that comes from a file of its own: the others belong to the catalog.
 */
static int run_screen(const struct options *options, const char *name,
                      bool bench)
{
    struct err err;
    struct catalog catalog = {0};
    struct lesson *owned = NULL;
    const struct lesson *lesson = NULL;
    struct config config;

    if (config_read(options->config, &config, &err) < 0 ||
        config_choose_theme(&config, options->theme, &err) < 0 ||
        catalog_open(&catalog, options->run.lessons, &err) < 0) {
        config_free(&config);
        return failed(&err);
    }
    config_bind(&config);
    if (name)
        lesson = run_load(name, options->run.lessons, &catalog, &owned, &err);
    int status = STATUS_INPUT;
    if (name && !lesson)
        not_found(&catalog, name, &err);
    else if (!options->keys && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
        misused("this needs a terminal; `socket-lab run` runs lessons without "
                "one");
    else
        status = show(options, &config, &catalog, lesson, bench);
    lesson_free(owned);
    catalog_free(&catalog);
    config_free(&config);
    return status;
}

/* `socket-lab` and `socket-lab LESSON`. */
static int run_menu(const struct options *options)
{
    if (options->run.n_names > 1)
        return misused("one lesson at a time, found '%s' as well",
                       options->run.names[1]);
    return run_screen(
        options, options->run.n_names ? options->run.names[0] : NULL, false);
}

/* `socket-lab bench`. */
static int run_bench(const struct options *options)
{
    return run_screen(options, NULL, true);
}

/* `socket-lab list`; what can't be read is said on standard error. */
static int run_list(const struct options *options)
{
    struct err err;
    struct catalog catalog = {0};

    if (catalog_open(&catalog, options->run.lessons, &err) < 0)
        return failed(&err);
    struct progress *progress = progress_open(&err);
    /* It may have been set aside as damaged, and is not shown then. */
    if (*err.text)
        fprintf(stderr, "socket-lab: %s\n", err.text);
    list_lessons(stdout, &catalog, progress);
    for (size_t i = 0; i < catalog.n_problems; i++)
        fprintf(stderr, "%s\n", catalog.problems[i]);
    progress_close(progress);
    catalog_free(&catalog);
    return printed(STATUS_HELD);
}

/* `socket-lab run`. */
static int run_script(const struct options *options)
{
    char names[128];

    if (options->run.n_names == 0)
        return misused("nothing to run, expected files, lessons or -; "
                       "`socket-lab run --help` says more");
    if (!report_exists(options->run.format))
        return misused("unknown format '%s', expected %s", options->run.format,
                       report_formats(names, sizeof(names), false));
    return run(&options->run);
}

/* `socket-lab record`. */
static int run_record(const struct options *options)
{
    return printed(record(&options->run, options->to));
}

/*
 * `socket-lab check`: what it finds is its output, not an error of its own. The
 * worst file decides the status: statuses grow with what they mean.
 */
static int run_check(const struct options *options)
{
    const struct run_options *run = &options->run;
    int (*check)(const char *, const char *, FILE *, struct err *) =
        options->mark ? check_mark : check_file;
    int status = STATUS_HELD;

    if (options->mark && run->n_names == 0)
        return misused("nothing to mark, expected translations");
    for (int i = 0; i < run->n_names || i == 0; i++) {
        struct err err;
        int found = run->n_names
                        ? check(run->names[i], run->lessons, stdout, &err)
                        : check_shipped(stdout, &err);
        int one = found < 0 ? failed(&err) : found ? STATUS_INPUT : status;

        status = one > status ? one : status;
    }
    return printed(status);
}

/* `socket-lab eject`: the folder's name is the lesson's unless one is given. */
static int run_eject(const struct options *options)
{
    const struct run_options *run = &options->run;
    struct err err;
    struct catalog catalog = {0};
    struct lesson *owned;

    if (run->n_names < 1 || run->n_names > 2)
        return misused("eject takes a lesson, and the folder to make");
    const struct lesson *lesson =
        run_load(run->names[0], run->lessons, &catalog, &owned, &err);
    int status = lesson && eject_lesson(lesson, run->runner.settings,
                                        run->runner.n_settings,
                                        run->n_names > 1 ? run->names[1] : NULL,
                                        stdout, &err) == 0
                     ? printed(STATUS_HELD)
                     : failed(&err);
    lesson_free(owned);
    catalog_free(&catalog);
    return status;
}

/* `socket-lab doctor`. */
static int run_doctor(const struct options *options)
{
    struct err err, why = {.text = ""};
    struct catalog catalog = {0};
    struct config config;
    int status = config_read(options->config, &config, &why);
    const struct doctor_shown shown = {
        .colours = terminal_colours(),
        .config = config.file,
        .config_found = config.found,
        .config_wrong = status < 0 ? why.text : NULL,
    };

    status = catalog_open(&catalog, options->run.lessons, &err) < 0
                 ? failed(&err)
                 : printed(doctor(stdout, &catalog, &shown, options->json));
    catalog_free(&catalog);
    config_free(&config);
    return status;
}

/* `socket-lab keys`. */
static int run_keys(const struct options *options)
{
    return printed(keys_command(stdout, options));
}

/* Columns of the terminal that is printed to, if it is one and has many. */
static int columns(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col > EXPLAIN_COLUMNS)
        return size.ws_col - 2;
    return EXPLAIN_COLUMNS;
}

/*
 * `socket-lab explain`. A file of words that is wrong is said, and the words
 * are those of the program.
 */
static int run_explain(const struct options *options)
{
    struct err err;
    struct catalog catalog = {0};
    struct glossary *glossary = glossary_open(options->run.lessons);
    const char *problem;
    bool all = options->run.n_names == 0;
    int status = STATUS_HELD;

    if (glossary_read(glossary, &err) < 0 ||
        (!all && catalog_open(&catalog, options->run.lessons, &err) < 0))
        status = failed(&err);
    for (size_t i = 0; (problem = glossary_problem(glossary, i)); i++)
        fprintf(stderr, "%s\n", problem);
    if (status == STATUS_HELD && all)
        list_terms(stdout, glossary);
    else if (status == STATUS_HELD &&
             explain_words(stdout, columns(), &catalog, glossary,
                           options->run.names, options->run.n_names, &err) < 0)
        status = misused("%s; `socket-lab explain` lists the names", err.text);
    catalog_free(&catalog);
    glossary_close(glossary);
    return printed(status);
}

/* `socket-lab search`: what `/` in the menu finds. */
static int run_search(const struct options *options)
{
    struct err err;
    struct catalog catalog = {0};
    struct glossary *glossary = glossary_open(options->run.lessons);
    int status = STATUS_HELD;

    /* Before anything is read: lessons may be there in several languages. */
    if (options->json && options->run.n_names > 0)
        translate_plain(true);
    if (options->run.n_names == 0)
        status = misused("nothing to search for, expected words, or a line in "
                         "quotes; `socket-lab search --help` says more");
    else if (glossary_read(glossary, &err) < 0 ||
             catalog_open(&catalog, options->run.lessons, &err) < 0)
        status = failed(&err);
    if (status == STATUS_HELD) {
        int found =
            search_words(stdout, stderr, &catalog, glossary, options->run.names,
                         options->run.n_names, options->json, &err);

        status = found < 0    ? failed(&err)
                 : found == 0 ? STATUS_FAILED
                              : STATUS_HELD;
    }
    catalog_free(&catalog);
    glossary_close(glossary);
    return printed(status);
}

/* ---- the way in ---- */

/*
 * A subcommand; the first one is what runs without any. What --help says of one
 * is in lessons/commands/help.
 */
struct command {
    const char *name;
    const char *options; /* letters of those that it takes */
    bool words;          /* it takes other words, too */
    int (*run)(const struct options *options); /* returns the exit status */
};

static const struct command commands[] = {
    {"", "liakrcyu", true, run_menu},    {"bench", "iakcyu", false, run_bench},
    {"list", "l", false, run_list},      {"run", "jsfpil", true, run_script},
    {"record", "tl", true, run_record},  {"check", "lm", true, run_check},
    {"explain", "l", true, run_explain}, {"eject", "sl", true, run_eject},
    {"search", "lo", true, run_search},  {"doctor", "loc", false, run_doctor},
    {"keys", "fc", false, run_keys},
};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const char *nearest_command(const char *word)
{
    static const char *const options[] = {"--version", "--help"};
    struct nearest best = {0};

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        if (strcmp(options[i] + 2, word) == 0)
            return options[i];
    for (int i = 1; i < N_COMMANDS; i++)
        nearest_try(&best, word, strlen(word), commands[i].name);
    return best.name;
}

/* The command that the first word names; the first row where it names none. */
static const struct command *find_command(const char *word)
{
    for (int i = 1; word && i < N_COMMANDS; i++)
        if (strcmp(commands[i].name, word) == 0)
            return &commands[i];
    return &commands[0];
}

/* Whether the command takes all that was given. */
static int fits(const struct command *command, const struct options *options)
{
    char name[64];

    for (const char *letter = options->given; *letter; letter++)
        if (!strchr(command->options, *letter) && !strchr("hV", *letter))
            return misused("socket-lab%s%s takes no %s; its --help lists what "
                           "it takes",
                           *command->name ? " " : "", command->name,
                           option_name(*letter, name, sizeof(name)));
    if (!command->words && options->run.n_names > 0)
        return misused("%s takes no '%s'", command->name,
                       options->run.names[0]);
    return 0;
}

/*
 * Descriptors 0 to 2 may be closed. The next file that is opened, or a socket,
 * would take such a number and be read or written as if it were the standard
 * one. What stands in for it can't be used: that it was closed is still told.
 */
static int hold_standard(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        int way = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", way) != fd)
            return -1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    /* Before anything else: this may be an actor, not the tutorial. */
    child_resume(argc, argv);
    translate_begin(LAB_LOCALE_DIR);
    /* A closed pipe is an error of the write, and reported as such. */
    signal(SIGPIPE, SIG_IGN);
    /* So is a file that grows beyond RLIMIT_FSIZE: EFBIG (setrlimit(2)). */
    signal(SIGXFSZ, SIG_IGN);
    /* Whoever started us ignoring it would get no exit status (waitpid(2)). */
    signal(SIGCHLD, SIG_DFL);
    if (hold_standard() < 0) {
        fprintf(stderr, _("socket-lab: the standard descriptors: %s\n"),
                strerror(errno));
        return STATUS_MACHINE;
    }
    struct options options = {.run = {.format = "text"}};
    int status = options_read(&options, argc, argv);
    if (status)
        return status;

    const struct command *command =
        find_command(optind < argc ? argv[optind] : NULL);
    /* getopt_long() has moved all other words behind the options. */
    int first = optind + (command != &commands[0]);
    options.run.names = argv + first;
    options.run.n_names = argc - first;
    /* Who asks for help gets it, whatever else is wrong with the line. */
    if (options.help) {
        help_print(stdout, command->name);
        return printed(STATUS_HELD);
    }
    if (options.version) {
        puts("socket-lab " LAB_VERSION);
        return printed(STATUS_HELD);
    }
    status = fits(command, &options);
    return status ? status : command->run(&options);
}
