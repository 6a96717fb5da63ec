/*
 * eject_inside.h - what the parts of eject share.
 *
 * eject_plan.c takes a lane apart into processes and their acts, with
 * eject_given.c for the names of descriptors,
 * eject_program.c writes them as C programs with eject_call.c for the calls,
 * eject_args.c and eject_lists.c for what stands in their brackets, and
 * eject_put.c for lines. eject_script.c writes the
 * script that plays them, eject_readme.c the text on all of it, and eject.c
 * puts it into a folder.
 */
#ifndef LESSONS_EJECT_EJECT_INSIDE_H
#define LESSONS_EJECT_EJECT_INSIDE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lessons/eject/eject.h"

/* ---- eject_plan.c ---- */

/* What a start, a fork() or an execve() makes, up to its end. */
struct eject_life {
    char actor[CALL_NAME];
    enum host_id host;
    int number;  /* among this actor's, from 1 */
    int parent;  /* the life that forks it, or becomes it; -1: it is started */
    bool execed; /* it becomes it */
    bool over;   /* a line says that it has ended */
    int root;    /* the life whose start made its program run, or itself */
};

/* A line of the script that this lane runs. */
struct eject_act {
    const struct line *line;
    struct line *own;   /* what line is where toggles stand in an observation:
                           a copy with their values; owned; NULL: none */
    size_t index;       /* of the line in the script */
    int step;           /* its number in all that is written, from 1 */
    int life;           /* whose it is; -1: a host's, or the wire's */
    int child;          /* fork(), execve(): the life that it makes, else -1 */
    size_t answer;      /* of a call that blocks: the act with what it returns
                           in the end; SIZE_MAX when it never does */
    struct call call;   /* LINE_CALL; owned */
    struct result want; /* of a call, and of one that returns now */
};

/* A whole lane. */
struct eject_plan {
    const struct lesson *lesson;
    const struct setting *setting;
    struct eject_act *acts; /* owned */
    size_t n;
    struct eject_life *lives; /* owned */
    int n_lives;
    struct names given; /* names of descriptors, as eject_give() numbers them */
    bool *lost; /* set by what writes where it has no memory for something: the
                   folder would not be whole then */
};

/* Take the lane apart. Returns 0, or -1; free it in both cases. */
int eject_plan(struct eject_plan *plan, const struct lesson *lesson,
               const struct setting *setting, struct err *err);
void eject_plan_free(struct eject_plan *plan);

/* The name of the program that a life runs in, without ".c"; in out. */
const char *eject_program(const struct eject_plan *plan, int life, char *out,
                          size_t size);

/*
 * The number that a life's program is started with to play it; 0 when it has
 * only one, and is started without.
 */
int eject_number(const struct eject_plan *plan, int life);

/* Whether it is played by a number, not by a parent that goes on in it. */
bool eject_is_entry(const struct eject_plan *plan, int life);

/* Whether both lives run in the same program. */
bool eject_together(const struct eject_plan *plan, int a, int b);

/* Whether this life is the first that its program can be started as. */
bool eject_is_first(const struct eject_plan *plan, int life);

/* The name of the C function that plays a life; in out. */
const char *eject_function_name(const struct eject_plan *plan, int life,
                                char *out, size_t size);

/*
 * The path of the file that an act makes when it succeeds: bind() with a Unix
 * socket's address that is no abstract name (unix(7)). NULL: it makes none.
 */
const char *eject_makes_file(const struct eject_act *act);

/* The same, but NULL where an act before that one makes the same. */
const char *eject_new_file(const struct eject_plan *plan, size_t act);

/* ---- eject_given.c ---- */

/*
 * A descriptor that has a name in the script has a number in the plan that no
 * process ever sees: this, and the index of the act that gives it. It becomes a
 * variable in C.
 */
enum { EJECT_GIVEN = 1 << 30 };

/*
 * Names of anything but descriptors are refused: they get their value when the
 * programs run, in one process, and others would have to know. Returns 0 or -1.
 */
int eject_check_names(const struct eject_plan *plan,
                      const struct eject_act *act, struct err *err);

/* And so is a descriptor's elsewhere, or in another process. */
int eject_check_given(const struct eject_plan *plan,
                      const struct eject_act *act, struct err *err);

/* Number what the act of that index names; call is whose result it is. */
int eject_give(struct eject_plan *plan, size_t act, const struct call *call,
               struct err *err);

/* ---- eject_program.c ---- */

/*
 * Write the program whose first start this life is. Returns 0 or -1.
 */
int eject_write_program(FILE *out, const struct eject_plan *plan, int life,
                        struct err *err);

/* ---- eject_names.c ---- */

enum { EJECT_NAMES = 256, EJECT_NAME = 64 };

/* A variable of a function that is being written. */
struct eject_variable {
    char name[40];
    struct addr addr; /* of an address */
    long number;      /* of a descriptor */
    bool is_addr;
    bool inherited; /* a descriptor that it has from its parent */
};

/* A variable that what is written turns out to need, in this order. */
enum eject_need {
    NEEDS_CHILD = 1,
    NEEDS_RESULT = 2,
    NEEDS_POLLFD = 4,
    NEEDS_ACTION = 8,
    NEEDS_FROM = 16, /* this and those behind it have a size as well */
    NEEDS_VALUE = 32,
    NEEDS_LINGER = 64,
    NEEDS_TIMEVAL = 128,
    NEEDS_INTS = 256,
    NEEDS_NAME = 512,
};

/* The same for lists, each of which is a variable as well. */
enum eject_list {
    LISTS_VECTOR = 1,
    LISTS_EVENT = 2,
    LISTS_EVENTS = 4,
    LISTS_POLLFDS = 8,
    LISTS_SETS = 16,
    LISTS_NUMBERS = 32,
};

/* A function that is being written, and what it turned out to need. */
struct eject_function {
    FILE *out; /* its body */
    const struct eject_plan *plan;
    int life;
    struct eject_variable variables[EJECT_NAMES];
    int n_variables;
    size_t data;    /* bytes that it receives or makes at once; 0: none */
    unsigned needs; /* of enum eject_need, joined by | */
    unsigned lists; /* of enum eject_list */
    bool full;      /* more variables than there is room for */
};

/* A descriptor of the script as the function knows it; in out. */
const char *eject_fd_name(struct eject_function *f, long number, char *out,
                          size_t size);

/* The variable that takes what the act of that index returns; in out. */
const char *eject_result_name(struct eject_function *f, size_t act, char *out,
                              size_t size);

/*
 * What an address of IP is to the lesson, whatever its port, for the names of
 * variables: "server", "client6", "any", "other".
 */
const char *eject_addr_role(const struct addr *addr);

/* The variable that holds an address. */
const char *eject_addr_name(struct eject_function *f, const struct addr *addr);

/* How many bytes of it count, as C says it; in out. */
void eject_addr_size(const struct addr *addr, const char *name, char *out,
                     size_t size);

/* ---- eject_put.c ---- */

/*
 * Write a statement into the body. A tab in it is a blank, or a new line below
 * the first argument where the next piece would not fit.
 */
void eject_put_line(struct eject_function *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Bytes in quotes as eject_c_string() writes them, to be freed; NULL without
 * memory, which is noted.
 */
char *eject_literal(struct eject_function *f, const char *bytes, size_t len);

/* What is put together while the arguments are gone through. */
struct eject_pieces {
    FILE *c;      /* the arguments in C */
    FILE *format; /* done()'s format */
    FILE *values; /* and what goes into it */
    bool any;     /* something stands in c */
    bool shown;   /* something stands in format */
};

/* Write an address of IP, without its port, as inet_pton(3) takes it in C. */
void eject_put_host(FILE *out, const struct addr *addr);

/* Begin an argument of the C call, and one of what is printed. */
FILE *eject_c_arg(struct eject_pieces *p);
FILE *eject_shown_arg(struct eject_pieces *p);

/* ---- eject_args.c ---- */

/*
 * Add the i-th argument of a call, whose result goes into a variable of that
 * name.
 */
void eject_put_arg(struct eject_function *f, struct eject_pieces *p,
                   const struct call *call, int i, const char *result);

/* ---- eject_lists.c: the same for arguments of several members ---- */

void eject_put_pieces(struct eject_function *f, struct eject_pieces *p,
                      const struct arg *arg);
void eject_put_buffers(struct eject_function *f, struct eject_pieces *p,
                       const struct arg *lens, const char *result);
void eject_put_epoll_event(struct eject_function *f, struct eject_pieces *p,
                           const struct call *call);
void eject_put_ready(struct eject_function *f, struct eject_pieces *p,
                     const char *result);
void eject_put_polled(struct eject_function *f, struct eject_pieces *p,
                      const struct arg *arg, const char *result);
void eject_put_set(struct eject_function *f, struct eject_pieces *p,
                   const struct call *call, int i, const char *result);
void eject_put_seconds(struct eject_pieces *p, const struct arg *arg);
void eject_put_limit(struct eject_pieces *p, const struct arg *arg);
void eject_put_pair(struct eject_function *f, struct eject_pieces *p,
                    const char *result);
void eject_put_number(struct eject_function *f, struct eject_pieces *p,
                      const struct call *call, int i, const char *result);

/* ---- eject_call.c ---- */

/* Write a call, the act of that index, and what waits for it. */
void eject_write_call(struct eject_function *function, size_t act);

/* ---- eject_text.c ---- */

/* Bytes in quotes, as C writes them, each for itself. */
void eject_c_string(FILE *out, const char *bytes, size_t len);

/* A script's text in the inside of a C format. */
void eject_c_format(FILE *out, const char *text);

/* A result as scripts write it, with the names of poll()'s events. */
char *eject_result(const struct eject_act *act, const struct call *call,
                   char *out, size_t size);

/* Text in single quotes for the shell. */
void eject_shell_word(FILE *out, const char *text);

/*
 * The prose that stands before this step of the lesson, wrapped, every line
 * behind a prefix. Returns whether there was any.
 */
bool eject_prose(FILE *out, const struct eject_plan *plan, size_t step,
                 const char *prefix);

/* The call as steps.h will print it, where its addresses are the lab's. */
void eject_expected(FILE *out, const struct eject_act *act);

/* ---- eject_script.c ---- */

/* The script that plays the lane. */
void eject_write_run(FILE *out, const struct eject_plan *plan);

/* The lesson's title and the lane, in one line: "Title, with old=off". */
void eject_title(FILE *out, const struct eject_plan *plan);

/* "INT" for SIGINT, as kill(1) wants it. */
const char *eject_signal(int number);

/*
 * What an `ss` line asks beside state and addresses, as it is written there,
 * each word behind a blank.
 */
void eject_details(FILE *out, const struct line *line);

/* The shell command that comes nearest to a line of the wire's. */
const char *eject_nearest(const struct line *line);

/* ---- eject_readme.c ---- */

/*
 * The text on the folder: how to play it, by itself and by hand, and how to
 * look at it with strace and ss.
 */
void eject_write_readme(FILE *out, const struct eject_plan *plan);

#endif
