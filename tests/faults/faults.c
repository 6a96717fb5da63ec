/*
 * faults.c - makes each system call or each allocation of a program fail once,
 * and finds what it does then that it must not.
 *
 *     faults NAME [OPTION]... -- PROGRAM ARGUMENT...
 *
 * --allocations LIBRARY  fail allocations, by that preloaded library, instead
 *                        of system calls; --rest: and all behind each as well
 * --most N               so many faults at most, spread over all there are
 * --jobs N               so many at once
 * --scratch DIR          a folder for the runs' own
 * --terminal             on a terminal, where `q` is typed
 * --only FAULT           that one alone, as it was reported
 * --not CALL             none of that system call
 *
 * Prints a TAP line, and before it a line for each fault that went wrong. What
 * must hold whatever fails, is in judge.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/faults_errno.h"
#include "tests/faults/faults_trace.h"

enum { TEXT = 64 << 10, DEADLINE = 30, SITES = 20000 };

/* What the command line asks for. */
struct options {
    const char *name;
    const char *library; /* NULL: system calls */
    const char *scratch;
    const char *only;
    const char *except;
    bool rest;
    bool terminal;
    long most; /* 0: all */
    int jobs;
    char **argv;
};

/* What a run left: what it said, and the files in its folder. */
struct result {
    struct trial trial;
    char out[TEXT];
    char err[TEXT];
    char screen[TEXT]; /* what it has shown at its end, where it draws */
    char files[TEXT];  /* their paths, and of those below cwd the contents */
};

/* All faults there are, and how the program ends without any. */
struct plan {
    struct fault *faults;
    long n;
    struct result clean;
};

/* ---- the folder of a run ---- */

/* nftw(3) hands nothing through to what it calls. */
static struct {
    char *text;
    size_t len;
    size_t skip; /* bytes of the folder's path */
} listing;

/* All but the folder and those in it that every run has. */
static int remove_one(const char *path, const struct stat *stat, int what,
                      struct FTW *place)
{
    (void)stat;
    if (place->level > 1 || what != FTW_DP)
        remove(path);
    return 0;
}

/* Its bytes, as a sum that tells two files apart. */
static unsigned long sum_of(const char *path)
{
    FILE *in = fopen(path, "re");
    unsigned long sum = 5381;
    int c;

    while (in && (c = getc(in)) != EOF)
        sum = sum * 33 + (unsigned long)c;
    if (in)
        fclose(in);
    return sum;
}

static int list_one(const char *path, const struct stat *stat, int what,
                    struct FTW *place)
{
    const char *name = path + listing.skip;
    size_t room = TEXT - listing.len;

    (void)stat;
    (void)place;
    if (what != FTW_F && what != FTW_SL)
        return 0;
    if (strncmp(name, "/cwd/", 5) == 0)
        listing.len += (size_t)snprintf(listing.text + listing.len, room,
                                        "%s %lx\n", name, sum_of(path));
    else if (strcmp(name, "/count") != 0)
        listing.len +=
            (size_t)snprintf(listing.text + listing.len, room, "%s\n", name);
    if (listing.len >= TEXT)
        listing.len = TEXT - 1;
    return 0;
}

/* An empty one, with home, tmp and cwd in it. */
static void make_folder(const char *folder)
{
    static const char *const below[] = {"home", "tmp", "cwd"};
    char path[PATH_MAX];

    mkdir(folder, 0700);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, below[i]);
        mkdir(path, 0700);
    }
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text in the order of what they say, without empty ones. */
static void sort_lines(const char *from, char *text)
{
    char copy[TEXT], *rest = copy, *line;
    char *lines[4096];
    size_t n = 0, len = 0;

    snprintf(copy, sizeof(copy), "%s", from);
    while (n < 4096 && (line = strsep(&rest, "\n")))
        if (*line)
            lines[n++] = line;
    qsort(lines, n, sizeof(lines[0]), compare_lines);
    text[0] = '\0';
    for (size_t i = 0; i < n && len < TEXT; i++)
        len += (size_t)snprintf(text + len, TEXT - len, "%s\n", lines[i]);
}

/* In the order of their names, which folders do not keep. */
static void list_files(const char *folder, char *text)
{
    char unsorted[TEXT] = "";

    listing.text = unsorted;
    listing.len = 0;
    listing.skip = strlen(folder);
    nftw(folder, list_one, 8, FTW_PHYS);
    sort_lines(unsorted, text);
}

static void read_text(const char *file, char *text)
{
    FILE *in = fopen(file, "re");
    size_t n = in ? fread(text, 1, TEXT - 1, in) : 0;

    text[n] = '\0';
    if (in)
        fclose(in);
}

/* ---- one run ---- */

/* What the program says goes beside its folder, not into it. */
static int run_one(const struct options *options, const char *folder,
                   const struct fault *fault, struct result *result,
                   void (*seen)(const struct call_site *, void *), void *user)
{
    char out[PATH_MAX], err[PATH_MAX], screen[PATH_MAX];
    struct trace trace = {
        .argv = options->argv,
        .folder = folder,
        .out = out,
        .err = err,
        .preload = options->library,
        .terminal = options->terminal,
        .deadline = DEADLINE,
        .seen = seen,
        .user = user,
    };

    snprintf(out, sizeof(out), "%s.out", folder);
    snprintf(err, sizeof(err), "%s.err", folder);
    snprintf(screen, sizeof(screen), "%s/home/screen", folder);
    unlink(out);
    make_folder(folder);
    if (trace_run(&trace, fault, &result->trial) < 0)
        return -1;
    read_text(out, result->out);
    read_text(err, result->err);
    read_text(screen, result->screen);
    list_files(folder, result->files);
    return 0;
}

/* ---- judging ---- */

/*
 * Words of a verdict: a line did not hold, or this kernel differs. Where
 * something has failed they would blame the script.
 */
static bool blames(const char *text, const char *clean)
{
    static const char *const words[] = {
        "FAILED",   "not ok",   ": expected ", "but expected",
        " differs", "<failure", "receipt",
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strstr(text, words[i]) && !strstr(clean, words[i]))
            return true;
    return false;
}

/*
 * A file that may not be read is named, and that is a mistake of the command
 * line's (2); what is said of a lack is not.
 */
static bool may_be_input(const struct fault *fault)
{
    return fault->site.number >= 0 && !*fault->site.path &&
           (fault->error == EACCES || fault->error == EPERM ||
            fault->error == EIO);
}

/* A report that can't be written ends with 1 (`run --help`). */
static bool may_be_unwritten(const struct fault *fault,
                             const struct trial *trial)
{
    return fault->site.number >= 0 && !*fault->site.path &&
           trial->first_arg == STDOUT_FILENO;
}

/* Who can't say anything, for that is what has failed. */
static bool is_mute(const struct fault *fault, const struct trial *trial)
{
    return fault->site.number >= 0 && trial->first_arg == STDERR_FILENO;
}

/* The lanes of a run go on side by side, and their lines come as they do. */
static bool says_the_same(const char *a, const char *b)
{
    char sorted[2][TEXT];

    sort_lines(a, sorted[0]);
    sort_lines(b, sorted[1]);
    return strcmp(sorted[0], sorted[1]) == 0;
}

/* What is wrong with how it has ended; NULL: nothing. */
static const char *judge_status(const struct fault *fault,
                                const struct result *result,
                                const struct result *clean)
{
    int status = WEXITSTATUS(result->trial.status);

    if (WIFSIGNALED(result->trial.status))
        return "killed by a signal";
    if (status == WEXITSTATUS(clean->trial.status)) {
        if (!says_the_same(result->out, clean->out) &&
            !may_be_unwritten(fault, &result->trial))
            return "ends well, but says something else than without a fault";
        return NULL;
    }
    if (!*result->err && !*result->out && !is_mute(fault, &result->trial))
        return "ends without a word";
    /* The order to save the screen is the test's own. */
    if (status == 1 && strstr(result->err, "can't save the screen"))
        return NULL;
    /* isatty(3) does not tell why it says no. */
    if (status == 2 && strstr(result->err, "this needs a terminal"))
        return NULL;
    if (status == 3 || (status == 2 && may_be_input(fault)) ||
        (status == 1 && may_be_unwritten(fault, &result->trial)))
        return NULL;
    return "wrong exit status";
}

/*
 * Whether all files below `in` are among others. Those that are there without a
 * fault may be there with one: progress, say.
 */
static bool files_known(const char *files, const char *clean, const char *in)
{
    char copy[TEXT], *rest = copy, *line;

    snprintf(copy, sizeof(copy), "%s", files);
    while ((line = strsep(&rest, "\n")))
        if (strncmp(line, in, strlen(in)) == 0 && !strstr(clean, line))
            return false;
    return true;
}

/* What must hold whatever fails. */
static const char *judge(const struct fault *fault, const struct result *result,
                         const struct result *clean)
{
    bool same = result->trial.status == clean->trial.status;
    const char *what;

    if (result->trial.hung)
        return "hangs";
    if (result->trial.left)
        return "leaves a process behind";
    if (result->trial.terminal_left)
        return "leaves the terminal as it should not be";
    what = judge_status(fault, result, clean);
    if (what)
        return what;
    if (blames(result->out, clean->out) || blames(result->err, clean->err) ||
        blames(result->screen, clean->screen))
        return "a verdict that blames the script";
    if (same && !files_known(clean->files, result->files, "/cwd/"))
        return "ends well, but a file is missing";
    if (!files_known(result->files, clean->files, "/"))
        return "leaves a file behind";
    if (!same && strstr(result->files, "/cwd/"))
        return "leaves half of its work behind";
    return NULL;
}

/* ---- the faults that there are ---- */

static void add_fault(struct plan *plan, struct fault fault)
{
    if (plan->n < SITES)
        plan->faults[plan->n++] = fault;
}

/* A call that was seen, with each errno that it can fail with. */
static void see_call(const struct call_site *site, void *user)
{
    const int *errnos = fault_errnos(site->number);

    for (int i = 0; i < FAULT_ERRNOS && errnos[i]; i++)
        add_fault(user, (struct fault){.site = *site, .error = errnos[i]});
}

static long count_allocations(const char *folder)
{
    char path[PATH_MAX], text[TEXT];

    snprintf(path, sizeof(path), "%s/count", folder);
    read_text(path, text);
    return atol(text);
}

/* Run it whole, and note what could have failed. Returns 0 or -1. */
static int make_plan(const struct options *options, struct plan *plan)
{
    struct fault none = {.site.number = -1};
    char folder[PATH_MAX];

    snprintf(folder, sizeof(folder), "%s/clean", options->scratch);
    plan->faults = calloc(SITES, sizeof(*plan->faults));
    if (!plan->faults || run_one(options, folder, &none, &plan->clean,
                                 options->library ? NULL : see_call, plan) < 0)
        return -1;
    for (long i = 1; options->library && i <= count_allocations(folder); i++)
        add_fault(plan, (struct fault){.site.number = -1,
                                       .allocation = i,
                                       .rest = options->rest});
    return 0;
}

/* As it is reported, and as --only takes it. */
static void name_fault(const struct fault *fault, char *text, size_t size)
{
    char call[32];

    if (fault->allocation)
        snprintf(text, size, "%s%ld", fault->rest ? "from " : "",
                 fault->allocation);
    else
        snprintf(text, size, "%s:%s:%d:%s", fault->site.path,
                 fault_call_name(fault->site.number, call, sizeof(call)),
                 fault->site.nth, strerrorname_np(fault->error));
}

/* ---- the runs ---- */

/* The last line of a text, for a report. */
static const char *last_line(char *text)
{
    size_t len = strlen(text);
    char *line;

    while (len > 0 && text[len - 1] == '\n')
        text[--len] = '\0';
    line = strrchr(text, '\n');
    return line ? line + 1 : text;
}

static void report(const struct fault *fault, const char *what,
                   struct result *result)
{
    const struct trial *trial = &result->trial;
    char name[96];

    name_fault(fault, name, sizeof(name));
    printf("# %s: %s", name, what);
    if (trial->left)
        printf(" (%s)", *trial->left_path ? trial->left_path : "itself");
    if (WIFSIGNALED(trial->status))
        printf(" (%s)", strsignal(WTERMSIG(trial->status)));
    else if (!trial->hung)
        printf(" (exit %d)", WEXITSTATUS(trial->status));
    printf(" | %.160s", last_line(result->err));
    printf(" | %.120s\n", last_line(result->out));
    fflush(stdout);
}

/*
 * A machine that is very busy may let a run fail by itself. A fault that does
 * harm does it again.
 */
static bool is_bad(const struct options *options, const struct plan *plan,
                   const char *folder, const struct fault *fault, bool *fired)
{
    static struct result result;
    const char *what;

    for (int i = 0; i < 2; i++) {
        if (run_one(options, folder, fault, &result, NULL, NULL) < 0)
            return true;
        *fired = *fired || result.trial.fired;
        what = judge(fault, &result, &plan->clean);
        if (!what)
            return false;
    }
    report(fault, what, &result);
    return true;
}

static bool is_wanted(const struct options *options, const struct plan *plan,
                      long i)
{
    char name[96];

    if (options->except &&
        strcmp(fault_call_name(plan->faults[i].site.number, name, sizeof(name)),
               options->except) == 0)
        return false;
    if (options->only) {
        name_fault(&plan->faults[i], name, sizeof(name));
        return strcmp(name, options->only) == 0;
    }
    /* Spread evenly: the i-th is taken where it begins a new share. */
    return !options->most || options->most >= plan->n ||
           i * options->most / plan->n != (i - 1) * options->most / plan->n ||
           i == 0;
}

/* Every jobs-th of those that are wanted. Returns how many went wrong. */
static void work(const struct options *options, const struct plan *plan,
                 int job, int to)
{
    long numbers[3] = {0}; /* bad, injected, not come to */
    long turn = 0;
    char folder[PATH_MAX];

    snprintf(folder, sizeof(folder), "%s/job%d", options->scratch, job);
    for (long i = 0; i < plan->n; i++) {
        bool fired = plan->faults[i].allocation > 0;

        if (!is_wanted(options, plan, i) || turn++ % options->jobs != job)
            continue;
        numbers[0] += is_bad(options, plan, folder, &plan->faults[i], &fired);
        numbers[fired ? 1 : 2]++;
    }
    if (write(to, numbers, sizeof(numbers)) != sizeof(numbers))
        _exit(1);
    _exit(0);
}

/* Each job is a process: a tracer hears only of what it traces itself. */
static int run_all(const struct options *options, const struct plan *plan)
{
    long sums[3] = {0}, numbers[3];
    int ends[2], ended = 0;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    fflush(stdout);
    for (int job = 0; job < options->jobs; job++)
        if (fork() == 0)
            work(options, plan, job, ends[1]);
    close(ends[1]);
    for (; read(ends[0], numbers, sizeof(numbers)) == sizeof(numbers); ended++)
        for (int i = 0; i < 3; i++)
            sums[i] += numbers[i];
    while (wait(NULL) > 0)
        ;
    printf("# %s: of %ld faults %ld were made, %ld did not come to it\n",
           options->name, plan->n, sums[1], sums[2]);
    printf("%s - %s\n",
           ended == options->jobs && sums[0] == 0 && sums[1] > 0 ? "ok"
                                                                 : "not ok",
           options->name);
    return 0;
}

/* ---- the command ---- */

static bool read_options(struct options *options, int argc, char **argv)
{
    static const struct option table[] = {
        {"allocations", required_argument, NULL, 'a'},
        {"rest", no_argument, NULL, 'r'},
        {"most", required_argument, NULL, 'm'},
        {"jobs", required_argument, NULL, 'j'},
        {"scratch", required_argument, NULL, 's'},
        {"terminal", no_argument, NULL, 't'},
        {"only", required_argument, NULL, 'o'},
        {"not", required_argument, NULL, 'n'},
        {0},
    };
    int letter;

    *options = (struct options){.name = argc > 1 ? argv[1] : NULL, .jobs = 2};
    optind = 2;
    while ((letter = getopt_long(argc, argv, "+", table, NULL)) != -1)
        switch (letter) {
        case 'a': options->library = optarg; break;
        case 'r': options->rest = true; break;
        case 'm': options->most = atol(optarg); break;
        case 'j': options->jobs = atoi(optarg); break;
        case 's': options->scratch = optarg; break;
        case 't': options->terminal = true; break;
        case 'o': options->only = optarg; break;
        case 'n': options->except = optarg; break;
        default: return false;
        }
    options->argv = argv + optind;
    return optind < argc && options->scratch && options->jobs > 0;
}

int main(int argc, char **argv)
{
    static struct plan plan;
    struct options options;

    if (!read_options(&options, argc, argv)) {
        fputs("usage: faults NAME --scratch DIR [OPTION]... -- PROGRAM "
              "[ARGUMENT]...\n",
              stderr);
        return 2;
    }
    if (!options.library && !trace_possible()) {
        printf("ok - %s # SKIP not known how to change calls here\n",
               options.name);
        return 0;
    }
    if (make_plan(&options, &plan) < 0) {
        printf("not ok - %s\n# ptrace: %s\n", options.name, strerror(errno));
        return 1;
    }
    if (plan.n == 0) {
        printf("# exit %d: %s\nnot ok - %s\n",
               WEXITSTATUS(plan.clean.trial.status), plan.clean.err,
               options.name);
        return 1;
    }
    return run_all(&options, &plan) < 0;
}
