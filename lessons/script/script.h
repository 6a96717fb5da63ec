/*
 * script.h - the script language read into lines; nothing is run here.
 *
 * The language itself is described in LESSONS.md. `$NAME` stays in a line's
 * text until it runs, so that a toggle acts on the next call that uses it, and
 * a name is worth what the kernel chose.
 */
#ifndef LESSONS_SCRIPT_SCRIPT_H
#define LESSONS_SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"
#include "lab/base/range.h"
#include "lab/call/call.h"
#include "lab/lab.h"
#include "lab/world/counter.h"
#include "lessons/script/toggle.h"

enum { ALTERNATIVES = 16 };

enum result_kind {
    RESULT_NONE,   /* no result was written: anything will do */
    RESULT_VALUE,  /* 0, 3, 1024, -1 EADDRINUSE, POLLIN|POLLHUP */
    RESULT_RANGE,  /* 2000..9000, 2000.., ..9000 */
    RESULT_ANY,    /* ? */
    RESULT_BLOCKS, /* ... */
};

/* One thing that may come of a call. */
struct result {
    enum result_kind kind;
    long value; /* of a range: the least, at least 0 */
    int err;    /* errno, with value -1; 0: any when value is -1 */
    long most;  /* RESULT_RANGE: LONG_MAX where it is open */
    /* `$NAME`, a range of all that is no failure, and what comes is to have
     * this name, without its $; "" else. */
    char name[VALUE_NAME];
};

struct alternative {
    struct result result;
    struct conditions when;
};

enum line_kind {
    LINE_CALL,        /* A: call(args) [= RESULT] */
    LINE_RETURNS,     /* A: = RESULT */
    LINE_START,       /* A: start */
    LINE_RESTART,     /* A: restart */
    LINE_SIGNAL,      /* A: SIGINT */
    LINE_KILLED,      /* A: killed SIGINT */
    LINE_EXITED,      /* A: exited 0 */
    LINE_HANDLER,     /* A: handler ran SIGUSR1 */
    LINE_SS,          /* HOST$ ss STATE LOCAL [PEER] */
    LINE_SS_NO,       /* HOST$ ss no ... */
    LINE_SS_KILL,     /* HOST$ ss -K ... */
    LINE_SYSCTL,      /* HOST$ sysctl NAME=VALUE */
    LINE_SYSCTL_IS,   /* HOST$ sysctl -n NAME = VALUE */
    LINE_SYSCTL_NO,   /* HOST$ sysctl no NAME */
    LINE_NSTAT,       /* HOST$ nstat COUNTER = +1 */
    LINE_WIRE_ORDER,  /* wire: hold, flow, cut, mend */
    LINE_WIRE_PACKET, /* wire: deliver, drop, duplicate [PACKET], change PACKET
                       */
    LINE_WIRE_FORGE,  /* wire: forge PACKET NUMBERS */
    LINE_WIRE_ALL,    /* wire: deliver all */
    LINE_WIRE_EXPECT, /* wire: [S.] server > client */
    LINE_WIRE_NONE,   /* wire: none */
    LINE_WAIT,        /* wait 200ms */
};

/* The notations of the language. */
enum line_family {
    FAMILY_PROCESS, /* ACTOR: ... */
    FAMILY_HOST,    /* HOST$ ... */
    FAMILY_WIRE,    /* wire: ... */
    FAMILY_TIME,    /* wait ... */
};

/* `timer:(timewait,50s..60s)`: a timer that runs, and how long it has left. */
struct timer_pattern {
    enum sock_timer timer; /* TIMER_NONE: whatever the socket has */
    int from_ms;
    int to_ms;
};

/* What stands behind the addresses of an `ss` line; {0}: nothing does. */
struct sock_details {
    struct timer_pattern timer;
    struct range count;  /* so many of them */
    struct range recv_q; /* as ss has them under Recv-Q and Send-Q */
    struct range send_q;
    int proto;            /* IPPROTO_TCP, IPPROTO_UDP; 0: either */
    bool by_user;         /* only with this owner: */
    char user[CALL_NAME]; /* an actor; "": no process has it */
};

/*
 * A line by its kind, which says what of the union is set. Outside of it stands
 * what may be asked of any line.
 */
struct line {
    enum line_kind kind;
    int number; /* in the file, from 1 */
    int group;  /* blank lines separate groups, from 0 */
    char *text; /* as written, without comment and outer space */
    struct conditions
        when;        /* it runs where they hold: first those of
                      * [NAME=VALUE], then those of an observation's if */
    bool bracketed;  /* the first of them stands in brackets */
    int deadline_ms; /* `within`; 2000 without */

    char actor[CALL_NAME]; /* process lines */
    bool has_host;         /* it was written ACTOR@HOST */
    enum host_id host;     /* of the actor, or of the observation; HOSTS for an
                            * actor at the prompt that only the lab knows */
    char *late; /* a line of FAMILY_HOST or FAMILY_WIRE with $NAMEs in it,
                 * behind its brackets; owned; line_resolve(). NULL: none */
    struct alternative *alternatives; /* owned; at most ALTERNATIVES */
    int n_alternatives;               /* 0: any result will do */

    union {
        char *call; /* LINE_CALL: `name(args)`, with its $NAMEs; owned */
        int signal; /* LINE_SIGNAL, LINE_KILLED, LINE_HANDLER */
        int status; /* LINE_EXITED */
        struct {    /* LINE_SS* */
            bool any_state; /* `any` */
            enum tcp_state state;
            struct addr local; /* patterns */
            struct addr peer;
            struct sock_details details;
        };
        struct {              /* LINE_SYSCTL* */
            char sysctl[128]; /* name */
            char *value;      /* with its $NAMEs; NULL for _NO; owned */
        };
        struct { /* LINE_NSTAT */
            char counter[COUNTER_NAME];
            struct range since; /* the look before */
        };
        enum wire_order order; /* LINE_WIRE_ORDER */
        struct {               /* LINE_WIRE_PACKET, _EXPECT, _FORGE */
            enum packet_order packet_order;
            struct packet_pattern packet;
            struct packet_change change; /* PACKET_CHANGE, LINE_WIRE_FORGE */
        };
        int wait_ms; /* LINE_WAIT */
    };
};

/* Where an actor lives, once a line has said so. */
struct script_actor {
    char name[CALL_NAME];
    enum host_id host;
};

enum { SCRIPT_ACTORS = 64, SCRIPT_LINES = 100000, SCRIPT_LINE_MAX = 64 << 10 };

struct script {
    struct line *lines;
    size_t n;
    int n_groups;
    size_t room;       /* of lines */
    bool needs[NEEDS]; /* what its lines ask of the world */
    unsigned asks;     /* what its conditions ask of the kernel (can=NEED), as
                        * bits, NEED_BIT() */
    struct script_actor actors[SCRIPT_ACTORS];
    int n_actors;
    struct names *names; /* those that its lines give, with a value that each
                          * might have: reading a line needs one; NULL: none.
                          * Most scripts have none, and all lessons are open */
};

/*
 * Append the lines of text to *script (zeroed at first). name and first_line
 * are for messages; toggles are those that $NAME and conditions may use.
 * Groups go on from script->n_groups. Each call is read once for every value
 * of the toggles in it, so a wrong one is found before anything runs. Returns
 * 0, or -1 with "NAME:LINE: what was found, what was expected"; the script is
 * then as it was before. first_line 0 is the prompt: an actor that no line
 * has introduced may be one that the lab has, and messages begin with NAME:.
 */
int script_parse(struct script *script, const char *name, const char *text,
                 size_t len, int first_line, const struct toggle *toggles,
                 int n_toggles, struct err *err);
void script_free(struct script *script);

/*
 * Note a name that a line gives, with a value that it might have. Returns -1
 * when there are too many.
 */
int script_note_name(struct script *script, const char *name, const char *value,
                     struct err *err);

/* Which notation a kind of line is in. */
enum line_family line_family(enum line_kind kind);

/*
 * Whether the line can fail by what the kernel does. What only gives an order
 * can't: it holds as soon as it is given. An order about a packet, a socket or
 * a setting has to find it, and fails without; a call may say what must come.
 */
bool line_proves(const struct line *line);

/*
 * The line's call with every $NAME replaced by its value (on is 1, off is 0),
 * read by call_parse(). Returns 0 or -1.
 */
int line_call(const struct line *line, const struct setting *setting,
              struct call *call, struct err *err);

/* Whether it runs only where the kernel can do it: `[can=NEED]`. */
bool line_asks(const struct line *line);

/* What of a line holds $NAMEs, or may: its call, its value, all of an
 * observation that has some; NULL for none. */
const char *line_template(const struct line *line);

/*
 * A line that has `late`, with what that is worth in this setting: the same
 * line otherwise. Returns 0, or -1 with the reason; line_free() it in both
 * cases.
 */
int line_resolve(const struct line *line, const struct setting *setting,
                 struct line *resolved, struct err *err);
void line_free(struct line *line);

enum { LINE_NAMES = 16 };

/* A name that stands in a line, and what for. */
struct line_name {
    char name[VALUE_NAME];
    bool given;    /* what comes is to have it, where it has no value */
    bool returned; /* what the call returns is to have it, in any case */
};

/*
 * The names in a line in this setting, whose own names do not matter: first
 * those of its arguments, then that of the result that it expects. Returns how
 * many, at most LINE_NAMES; -1 without memory.
 */
int line_names(const struct line *line, const struct setting *setting,
               struct line_name *names);

/*
 * The value of a LINE_SYSCTL* with every $NAME replaced, to be freed; NULL
 * without memory.
 */
char *line_sysctl_value(const struct line *line, const struct setting *setting);

/* Whether the line runs at all in this setting: all its conditions hold. */
bool line_applies(const struct line *line, const struct setting *setting);

/*
 * The result that is expected in this setting; kind RESULT_NONE when any will
 * do: none is written, or alternatives of which none holds.
 */
struct result line_expected(const struct line *line,
                            const struct setting *setting);

/*
 * Read a RESULT (`-1 EADDRINUSE`, `0`, `?`, `...`) from len bytes. Returns 0
 * or -1.
 */
int result_parse(struct result *result, const char *text, size_t len,
                 struct err *err);

/* Write it as scripts do into out; returns out. */
char *result_format(const struct result *result, char *out, size_t size);

/* Whether they say the same. */
bool result_equal(const struct result *a, const struct result *b);

/* Whether a returned call gives it (never true for RESULT_BLOCKS). */
bool result_match(const struct result *result, long ret, int err);

/* Whether it says what a call returns, and so that it does return. */
bool result_returns(const struct result *result);

/*
 * Whether a choice may be right where this result is expected. A range leaves
 * open what comes, so that one of its numbers is enough.
 */
bool result_offers(const struct result *choice, const struct result *expected);

#endif
