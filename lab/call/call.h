/*
 * call.h - the one table of the socket calls that a script can make.
 *
 * Parsing, running, printing and checking a call, the usage text of the help
 * and completion at the prompt all read the same table. Nothing here knows
 * processes: child.c runs a call inside an actor, actor.c asks for it.
 */
#ifndef LAB_CALL_CALL_H
#define LAB_CALL_CALL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lab/base/addr.h"
#include "lab/base/err.h"

enum {
    CALL_ARGS = 6,             /* most arguments of a call */
    CALL_INTS = 8,             /* most members of a struct, `{1, 0}` */
    CALL_SET = 32,             /* most members of a set, `{3, 4}` */
    CALL_ENTRIES = 32,         /* most members of a `{3: POLLIN}` */
    CALL_PIECES = 8,           /* most members of a `{"ab", "cd"}` */
    CALL_MEMBERS = 12,         /* most members of a `{state: LISTEN}` */
    MEMBER_VALUES = 4,         /* most numbers of one of them */
    CALL_NAME = 32,            /* longest actor's name, with its NUL */
    CALL_BYTES_MAX = 16 << 20, /* most bytes that one call may move */
};

/* What stood in an argument's place. */
enum arg_kind {
    ARG_ABSENT,  /* a trailing argument that was left out */
    ARG_ANY,     /* `_` */
    ARG_INT,     /* 3, 0x10, AF_INET, SOCK_STREAM|SOCK_NONBLOCK */
    ARG_ADDR,    /* 10.0.0.1:80 */
    ARG_BYTES,   /* "text\r\n", "x"*65536 */
    ARG_INTS,    /* {1, 0}; {} is one without members */
    ARG_NAME,    /* an actor's name, in fork(B) */
    ARG_GIVEN,   /* $NAME, which is to be the name of what comes there */
    ARG_MAP,     /* {3: POLLIN, 4: POLLIN|POLLOUT} */
    ARG_PIECES,  /* {"ab", "c"*100} */
    ARG_HANDLER, /* the word handler, in signal(SIGUSR1, handler) */
    ARG_MEMBERS, /* {state: ESTABLISHED, unacked: 0..4} */
};

/* A descriptor, and events of it. */
struct entry {
    int fd;
    unsigned events; /* poll(2), epoll_ctl(2) */
};

/* Descriptors with their events; those of select(2) are enum set_bit. */
struct map {
    struct entry entries[CALL_ENTRIES];
    int n;
};

/* A member with a name: of a struct, or of what goes along with a message. */
struct member {
    char name[28]; /* "state", "SCM_RIGHTS" */
    long values[MEMBER_VALUES];
    int n;      /* how many of them; those of an address are its bytes;
                   0: none has come, or there is none */
    bool range; /* what is found must be from the first of them to the second */
};

/* In which sets of select(2) a descriptor is. */
enum set_bit { SET_READ = 1 << 0, SET_WRITE = 1 << 1, SET_EXCEPT = 1 << 2 };

/* Which part of an argument's bytes is one of its pieces. */
struct piece {
    size_t len;    /* of one period; they stand one behind the other */
    size_t repeat; /* how often it stands there, at least 1 */
    bool begins;   /* `"text"...`: more may follow */
};

struct arg {
    enum arg_kind kind;
    long number;      /* ARG_INT */
    struct addr addr; /* ARG_ADDR */
    char *bytes;      /* ARG_BYTES: one period, owned by the call;
                         ARG_PIECES: one of each piece, in a row */
    size_t len;       /*   its length, or theirs */
    size_t repeat;    /*   how often it stands there, at least 1 */
    bool begins;      /*   `"text"...`: more may follow */
    struct piece pieces[CALL_PIECES]; /* ARG_PIECES */
    int n_pieces;
    int ints[CALL_SET]; /* ARG_INTS */
    int n_ints;
    struct member members[CALL_MEMBERS]; /* ARG_MEMBERS */
    int n_members;
    struct map map;     /* ARG_MAP */
    enum arg_kind then; /* what stands behind a `->`; ARG_ABSENT: nothing */
    struct map found;   /*   ARG_MAP, or ARG_INTS with events of 0 */
    size_t given;       /*   and how much of text stands before it */
    /* ARG_NAME; and without its $, what ARG_GIVEN is called, or the port of an
     * ARG_ADDR such as 10.0.0.1:$port, whose any_port is true. */
    char name[CALL_NAME];
    char *text; /* as the script wrote it, trimmed; owned */
};

/* What a parameter takes; _OUT is what must be found there afterwards. */
enum param_kind {
    PARAM_INT,
    PARAM_FD,
    PARAM_LEN, /* an integer from 0 to CALL_BYTES_MAX */
    PARAM_ADDR,
    PARAM_ADDR_OUT,
    PARAM_DATA,
    PARAM_DATA_OUT,
    PARAM_OPTION, /* an integer or a struct of integers */
    PARAM_OPTION_OUT,
    PARAM_ACTOR,
    PARAM_PATH,    /* in quotes, or unix:PATH */
    PARAM_ITSELF,  /* the program that runs already */
    PARAM_COMMAND, /* of fcntl(2), those that take no pointer */
    PARAM_HANDLER, /* handler, SIG_IGN or SIG_DFL */
    PARAM_CONTROL, /* what goes along with a message, cmsg(3) */
    PARAM_CONTROL_OUT,
    PARAM_PIECES,
    PARAM_PIECES_OUT,
    PARAM_LENS,      /* the lengths of pieces, each as PARAM_LEN */
    PARAM_READY_OUT, /* descriptors and what is ready, of epoll_wait(2) */
    PARAM_POLLED,    /* a descriptor; or several and their events, with what
                        is found behind a `->` */
    PARAM_SET,       /* descriptors, with those found behind a `->` */
    PARAM_SECONDS,   /* {seconds, microseconds}; NULL where it is left out */
    PARAM_ENTRIES,   /* an integer up to CALL_ENTRIES */
    PARAM_PAIR_OUT,  /* two new descriptors */
    PARAM_REQUEST,   /* of ioctl(2), those about an int */
    PARAM_REQUEST_VALUE, /* that int, in braces: what is set, or found */
    PARAM_PEER,          /* an address, or AF_UNSPEC */
    PARAM_RESOURCE,      /* RLIMIT_NOFILE */
    PARAM_LIMIT,         /* {soft, hard} */
    PARAM_LABEL,         /* a name in quotes, which is no path */
    PARAM_FD_NEW,        /* the number that a descriptor is to have */
    PARAM_NFDS,          /* an integer up to FD_SETSIZE */
    PARAM_EVENTS,        /* of epoll_ctl(2); NULL where they are left out */
    PARAM_OFFSET,        /* where in a file; NULL where it is left out */
};

/* What a call does, as far as others go by it. */
enum call_trait {
    CALL_ACCEPTS = 1 << 0,       /* accept(), accept4() */
    CALL_ASKS_NAME = 1 << 1,     /* getsockname() */
    CALL_ASKS_OPTION = 1 << 2,   /* getsockopt() */
    CALL_ASKS_PEER = 1 << 3,     /* getpeername() */
    CALL_BINDS = 1 << 4,         /* bind() */
    CALL_CLOSES = 1 << 5,        /* close() */
    CALL_CONNECTS = 1 << 6,      /* connect() */
    CALL_EXECS = 1 << 7,         /* execve() */
    CALL_EXITS = 1 << 8,         /* exit() */
    CALL_FORKS = 1 << 9,         /* fork() */
    CALL_LISTENS = 1 << 10,      /* listen() */
    CALL_MAKES_SOCKET = 1 << 11, /* socket() */
    CALL_ONLY_LOOKS = 1 << 12,   /* sock_diag(7) shows the same after it: it
                                    asks, or its socket has no address yet */
    CALL_POLLS = 1 << 13,        /* poll(), whose result is events */
    CALL_RECEIVES = 1 << 14,     /* recv() and its like */
    CALL_SENDS = 1 << 15,        /* send() and its like */
    CALL_SETS_OPTION = 1 << 16,  /* setsockopt() */
    CALL_SHUTS_DOWN = 1 << 17,   /* shutdown() */
    CALL_SIGNALS = 1 << 18,      /* signal(), sigaction() */
    CALL_UNLINKS = 1 << 19,      /* unlink() */
    CALL_LIMITS = 1 << 20,       /* setrlimit() */
    CALL_GIVES_TWO = 1 << 21,    /* socketpair(), pipe2() */
    CALL_THREADS = 1 << 22,      /* thread() */
    CALL_MESSAGES = 1 << 23,     /* sendmsg(), recvmsg() */
};

struct call_def; /* a row of the table, private to the call*.c files */

struct call {
    const struct call_def *def;
    struct arg args[CALL_ARGS];
    int n_args;           /* of def's usage; those left out are ARG_ABSENT */
    bool has_from;        /* on plain loopback: the socket is to be */
    struct in_addr from;  /*   here where the kernel would choose */
    void (*handler)(int); /* what stands for the word handler: set by whoever
                             makes the call, NULL elsewhere */
};

/*
 * The options of a socket that are noted, each one bit. Recordings keep the
 * bits: none may change its meaning.
 */
enum socknote_flag {
    SOCKNOTE_REUSEADDR = 1 << 0,
    SOCKNOTE_REUSEPORT = 1 << 1,
    SOCKNOTE_V6ONLY = 1 << 2,
    SOCKNOTE_FLAGS = (1 << 3) - 1, /* all of them */
};

/* What is asked for such a bit, and what it is called. */
struct socknote_option {
    unsigned flag;
    int level; /* getsockopt(2) */
    int option;
    const char *name; /* "SO_REUSEADDR" */
    bool shown;       /* where it is said how a socket was made */
};

/* One for each flag; behind the last stands one without a name. */
extern const struct socknote_option socknote_options[];

/*
 * What the kernel says of the socket that a call was about, read by the actor
 * itself right after the call (before it, for close and exit): SO_COOKIE,
 * SO_PROTOCOL of socket(7), and the options that are noted. For accept it is
 * the new socket. cookie 0: not a socket, or none any more.
 */
struct socknote {
    uint64_t cookie; /* the same as in sock_diag */
    int fd;          /* the descriptor that was asked, -1 for none */
    int proto;       /* SO_PROTOCOL: IPPROTO_TCP, IPPROTO_UDP, ... */
    unsigned flags;  /* enum socknote_flag: which options are set */
};

/* What came of a call. */
struct outcome {
    int unable;       /* errno: the call could not be made, or what came of it
                         not be learned, for want of memory; 0: all below is
                         what the kernel answered */
    long ret;         /* as the C call returns it; -1 on failure */
    int err;          /* errno when ret is -1, else 0 */
    char *data;       /* bytes received; owned, NULL for none */
    size_t len;       /*   how many */
    struct addr addr; /* an address that was filled in */
    bool has_addr;    /*   whether there is one */
    int ints[CALL_INTS]; /* what getsockopt and its like filled in */
    int n_ints;
    struct map map; /* what is ready, of epoll_wait, poll and select */
    struct member members[CALL_MEMBERS]; /* of TCP_INFO, those asked for; what
                                            came along with a message */
    int n_members;
    struct socknote sock;
};

/*
 * Read `name(args)` from text; everything in it must belong to the call.
 * Returns 0, or -1 with what was found and what was expected in *err. On
 * success the caller frees it with call_free(). A `$NAME` is read wherever it
 * stands: whether it has a value is for the caller to know, call_wants().
 */
int call_parse(struct call *call, const char *text, struct err *err);
void call_free(struct call *call);

/* The call's name, such as "bind"; never freed. */
const char *call_name(const struct call *call);

/* Whether it is for the call to fill in what stands in the i-th place. */
bool call_fills(const struct call *call, int i);

/*
 * Whether the i-th argument is a list of descriptors in which a call says which
 * are ready.
 */
bool call_is_list(const struct call *call, int i);

/*
 * Write such an argument as it should come out: what was given and, unless the
 * call fails, what must be found, in order of the descriptors; `_` for
 * anything.
 */
void call_print_list(FILE *out, const struct call *call, int i, bool fails);

/* Whether the argument has bytes of its own, len of them. */
bool arg_has_bytes(const struct arg *arg);

/* The descriptor that the call is about, -1 where it has none. */
int call_fd(const struct call *call);

/* Where the call is about that descriptor, have it be about another one. */
void call_replace_fd(struct call *call, int fd, int other);

/* What stands in the i-th argument's place, whatever was written there. */
enum param_kind call_param(const struct call *call, int i);

/* Whether the call has one of these traits (enum call_trait). */
bool call_does(const struct call *call, unsigned traits);
/* The same of a call's name, or of a text that begins with `NAME(`. */
bool call_named_does(const char *text, unsigned traits);

/*
 * Whether a call of that name, with these arguments, has events as its result:
 * poll() of one descriptor.
 */
bool call_gives_events(const char *name, const char *args);

/* Write events by name, `POLLIN|POLLHUP`; with "E" before each for epoll. */
void call_print_events(FILE *out, unsigned events, bool epoll);

/*
 * What a C program may name the descriptor that it gives, such as "peer"; NULL
 * where it gives none. Never freed.
 */
const char *call_gives(const struct call *call);

/*
 * What strace(1) is told so that it shows the call; NULL where %network has it,
 * close and exit_group. Never freed.
 */
const char *call_traced(const struct call *call);

/*
 * Make the call in this process; blocks where the call blocks. Fills
 * *outcome, whose data the caller frees with outcome_free(). Not for fork,
 * execve and exit. The socket's note is filled as well.
 */
void call_run(const struct call *call, struct outcome *outcome);
void outcome_free(struct outcome *outcome);

/*
 * Write len bytes, repeat times in a row, as a script would: in quotes and
 * escaped, at most 32 of them and `...` behind (as strace(1) does), or `"x"*N`
 * for many of the same.
 */
void call_print_bytes(FILE *out, const char *bytes, size_t len, size_t repeat);

/*
 * Write what stands between a call's parentheses as strace(1) would. Without an
 * outcome it is written as the script has it. With one, what it filled in
 * stands in place of what the script expected there, `_` where that is nothing;
 * long data is cut as in strace.
 */
void call_print_args(FILE *out, const struct call *call,
                     const struct outcome *outcome);

/*
 * Whether what the outcome filled in is what stands in the call's arguments.
 * Returns 0; or -1 and says in *err which argument held what instead.
 * The return value and errno are not looked at.
 */
int call_check(const struct call *call, const struct outcome *outcome,
               struct err *err);

/*
 * The name, without its $, of the i-th argument for what the call gives there;
 * NULL where it has none.
 */
const char *call_name_at(const struct call *call, int i);

/*
 * The first `$NAME`, without its $, that stands where the call takes a value
 * and gives none, so that it can't be made; NULL: there is none.
 */
const char *call_wants(const struct call *call);

/*
 * What the outcome has there that call_name_at() names, as scripts write it,
 * into value[ADDR_TEXT]. False where it has nothing, or not what was expected.
 */
bool call_value(const struct call *call, int i, const struct outcome *outcome,
                char *value);

/* ---- questions about what a call fills in (call_fill.c) ---- */

/*
 * The index of what a call of that name fills in and the usage names so,
 * "ADDRESS"; the first that it fills in where name is NULL. -1: there is none.
 */
int call_fill_at(const char *call, const char *name);
/* What the usage calls that one; never freed. */
const char *call_fill_name(const char *call, int i);

/*
 * Whether text may be said of it: an address or a pattern, bytes or how they
 * begin, integers. Returns 0, or -1 with what was expected.
 */
int call_fill_check(const char *call, int i, const char *text, struct err *err);

/*
 * Whether both may stand for the same: what a pattern leaves open, in either
 * of them, is the same as anything.
 */
bool call_fill_same(const char *a, const char *b);

/*
 * What came there, into out; args is what an event has of the call that has
 * returned. False where nothing was filled in.
 */
bool call_fill_came(const char *call, const char *args, int i, char *out,
                    size_t size);

/*
 * The call's row as a number, and the row of that number, 0 or -1: for a
 * process whose table lies at another place in its memory.
 */
int call_number(const struct call *call);
int call_set_number(struct call *call, int number);

/* The index-th call (from 0) in alphabetical order; NULL past the last. */
const char *call_table_name(int index);

/*
 * The index-th name that a member may have in a call that begins so, such as
 * `sendmsg(3, {"ab"}, {`; NULL past the last, and where there are none.
 */
const char *call_member_name(const char *text, int index);

/* The call that it shares its errors with: "recv" for "read", else itself. */
const char *call_kin(const char *name);

/*
 * "bind(FD, ADDRESS)" for a name, and in *summary one line on what it does
 * with its man page, in English (translate.h); NULL for an unknown name. Never
 * freed.
 */
const char *call_usage(const char *name, const char **summary);

#endif
