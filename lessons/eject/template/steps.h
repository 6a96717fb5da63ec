/*
 * steps.h - keeps the programs of this folder in step with each other, and
 * prints what comes of each call the way strace(1) does.
 *
 * A lesson needs its calls in one order over all programs. So each program
 * waits before each call for a line on its standard input: Enter, when you
 * run it in a terminal; run.sh writes the line when it is that program's
 * turn. The number in front of a call is its place in that order.
 */
#ifndef LESSONS_EJECT_TEMPLATE_STEPS_H
#define LESSONS_EJECT_TEMPLATE_STEPS_H

/* accept4() and its like are beyond what C and POSIX ask for. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lists.h"

/*
 * The two hosts of the lesson. Without run.sh both are this machine: all of
 * 127.0.0.0/8 belongs to it. The variables SERVER and CLIENT name others.
 */
#define SERVER  host_address("SERVER", "127.0.0.1")
#define CLIENT  host_address("CLIENT", "127.0.0.2")
#define SERVER6 host_address("SERVER6", "::1")
#define CLIENT6 host_address("CLIENT6", "::1")

static const char *program_name = "";

static inline const char *host_address(const char *variable,
                                       const char *otherwise)
{
    const char *address = getenv(variable);

    return address ? address : otherwise;
}

/* In a terminal, say what there is to send a signal to. */
static inline void say_pid(void)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "%s: process %ld\n", program_name, (long)getpid());
}

/*
 * Whatever is open besides input, output and errors: sockets begin at 3. A
 * kernel before 5.9 is asked for each (close_range(2)).
 */
static inline void close_rest(void)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 3, ~0U, 0) == 0)
        return;
#endif
    for (int fd = 3; fd < 1024; fd++)
        close(fd);
}

/* Called first: makes this process one like those of the lesson. */
static inline void begin(const char *name)
{
    program_name = name;
    /* A shell starts what runs behind its back with SIGINT ignored. */
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
    close_rest();
    say_pid();
}

/*
 * A child of fork() can't read the lines that its parent waits for. It gets
 * its own from the pipe NAME.steps: `echo >NAME.steps` lets it go on.
 */
static inline void begin_child(const char *name)
{
    const char *folder = getenv("STEPS");
    char path[4096];
    struct stat found;
    int fd;

    program_name = name;
    snprintf(path, sizeof path, "%s/%s.steps", folder ? folder : ".", name);
    if (!folder)
        fprintf(stderr, "%s: waits for `echo >%s` in another terminal\n", name,
                path);
    /* Anything else that is there is another's, and is not written to. */
    /* Closed first: the process may have reached its limit of files. */
    close(STDIN_FILENO);
    if ((mkfifo(path, 0600) < 0 && errno != EEXIST) ||
        (fd = open(path, O_RDWR | O_NOFOLLOW)) < 0 || fstat(fd, &found) < 0 ||
        !S_ISFIFO(found.st_mode)) {
        fprintf(stderr, "%s: %s is no pipe that can be used\n", name, path);
        _exit(2);
    }
    dup2(fd, STDIN_FILENO);
    if (fd != STDIN_FILENO)
        close(fd);
    say_pid();
}

/*
 * What signal() and sigaction() are given: it says that it has run. printf()
 * and its like must not be called from a handler (signal-safety(7)), so the
 * name and the text are put together by hand.
 */
static inline void handler(int number)
{
    int error = errno;
    char line[256];
    size_t at = 0;

    for (const char *c = program_name; *c && at < 200; c++)
        line[at++] = *c;
    for (const char *c = ": handler ran "; *c; c++)
        line[at++] = *c;
    if (number >= 10)
        line[at++] = (char)('0' + number / 10);
    line[at++] = (char)('0' + number % 10);
    line[at++] = '\n';
    if (write(STDERR_FILENO, line, at) < 0)
        _exit(2);
    errno = error;
}

/* Wait for a line. Not with stdio: its buffer would be the child's as well. */
static inline void wait_for_line(void)
{
    char c = 0;

    while (c != '\n')
        if (read(STDIN_FILENO, &c, 1) != 1 && errno != EINTR)
            _exit(0);
}

/* In a terminal, say what is waited for; a child's lines come from elsewhere.
 */
static inline void prompt(const char *what, int number)
{
    if (!isatty(STDERR_FILENO))
        return;
    if (number > 0)
        fprintf(stderr, "%s: step %d, %s()", program_name, number, what);
    else
        fprintf(stderr, "%s: that was all", program_name);
    fputs(isatty(STDIN_FILENO) ? ", Enter " : "\n", stderr);
}

/* Wait for one's turn to make this call. */
static inline void step(int number, const char *call)
{
    prompt(call, number);
    wait_for_line();
}

/* The lesson asks no more of this process. It stays, with what it has open. */
static inline _Noreturn void stay(void)
{
    prompt("", 0);
    wait_for_line();
    exit(0);
}

/*
 * A Unix socket's file has a path that others may use as well. So these
 * programs note which files they have made, and remove no others. A note is
 * the file's device, inode and time, and its path: all of it is the same only
 * for the same file, even where the path is given away and taken again.
 */
static inline FILE *open_notes(const char *mode)
{
    const char *folder = getenv("STEPS");
    char path[4096];

    snprintf(path, sizeof path, "%s/made.files", folder ? folder : ".");
    return fopen(path, mode);
}

/* What tells a file from all others; "" when there is none. */
static inline const char *file_mark(const char *path)
{
    static char mark[100];
    struct stat found;

    mark[0] = '\0';
    if (lstat(path, &found) == 0)
        snprintf(mark, sizeof mark, "%llu:%llu:%lld.%09ld ",
                 (unsigned long long)found.st_dev,
                 (unsigned long long)found.st_ino,
                 (long long)found.st_ctim.tv_sec, found.st_ctim.tv_nsec);
    return mark;
}

/* bind() has returned this: if it was 0, it has made the file. */
static inline void note_file(long result, const char *path)
{
    int error = errno;
    FILE *notes = result == 0 ? open_notes("a") : NULL;

    if (notes) {
        fprintf(notes, "%s%s%c", file_mark(path), path, '\0');
        fclose(notes);
    }
    errno = error;
}

/* Whether one of these programs has made the file. */
static inline int is_noted(const char *mark)
{
    FILE *notes = open_notes("r");
    char *note = NULL;
    size_t size = 0;
    int found = 0;

    while (notes && !found && getdelim(&note, &size, '\0', notes) > 0)
        found = strncmp(note, mark, strlen(mark)) == 0;
    free(note);
    if (notes)
        fclose(notes);
    return found;
}

/* What done() prints in the place of a result. */
enum { NOT_CALLED = -2 };

/*
 * unlink(2), but for a file that is not of these programs: then it is not
 * called. Without a file the kernel says so.
 */
static inline long unlink_noted(const char *path)
{
    const char *mark = file_mark(path);

    return *mark && !is_noted(mark) ? NOT_CALLED : unlink(path);
}

/* "EADDRINUSE" for 98. */
static inline const char *errno_name(int number)
{
    static const struct {
        int number;
        const char *name;
    } names[] = {
#define E(name) {name, #name}
        E(EPERM),           E(ENOENT),
        E(EINTR),           E(EIO),
        E(EBADF),           E(EAGAIN),
        E(ENOMEM),          E(EACCES),
        E(EFAULT),          E(EBUSY),
        E(EEXIST),          E(ENODEV),
        E(ENOTDIR),         E(EINVAL),
        E(ENFILE),          E(EMFILE),
        E(ENOSPC),          E(ESPIPE),
        E(EPIPE),           E(EDOM),
        E(ERANGE),          E(ENAMETOOLONG),
        E(ENOTSOCK),        E(EDESTADDRREQ),
        E(EMSGSIZE),        E(EPROTOTYPE),
        E(ENOPROTOOPT),     E(EPROTONOSUPPORT),
        E(ESOCKTNOSUPPORT), E(EOPNOTSUPP),
        E(EPFNOSUPPORT),    E(EAFNOSUPPORT),
        E(EADDRINUSE),      E(EADDRNOTAVAIL),
        E(ENETDOWN),        E(ENETUNREACH),
        E(ENETRESET),       E(ECONNABORTED),
        E(ECONNRESET),      E(ENOBUFS),
        E(EISCONN),         E(ENOTCONN),
        E(ESHUTDOWN),       E(ETIMEDOUT),
        E(ECONNREFUSED),    E(EHOSTDOWN),
        E(EHOSTUNREACH),    E(EALREADY),
        E(EINPROGRESS),     E(EPROTO),
#undef E
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].number == number)
            return names[i].name;
    return "E?";
}

/*
 * Print a call with its result, as in
 *     server: bind(3, 0.0.0.0:12000) = -1 EADDRINUSE (Address already in use)
 * One write(2) for all of it, so that lines of two programs never mix.
 */
static inline void print_call(const char *result, const char *format,
                              va_list args)
{
    char line[1024];
    int len = snprintf(line, sizeof line, "%s: ", program_name);

    vsnprintf(line + len, sizeof line - (size_t)len, format, args);
    fprintf(stderr, "%s = %s\n", line, result);
}

/* The call has returned this. Right behind it: errno is of the last call. */
__attribute__((format(printf, 2, 3))) static inline void
done(long result, const char *format, ...)
{
    int error = errno;
    char text[256];
    va_list args;

    snprintf(text, sizeof text, "%ld", result);
    if (result == -1)
        snprintf(text, sizeof text, "-1 %s (%s)", errno_name(error),
                 strerror(error));
    else if (result == NOT_CALLED)
        snprintf(text, sizeof text,
                 "not called (the file is not of these programs)");
    va_start(args, format);
    print_call(text, format, args);
    va_end(args);
}

/* poll() has returned, with these events on its one descriptor. */
__attribute__((format(printf, 3, 4))) static inline void
done_poll(int ready, int revents, const char *format, ...)
{
    static const struct {
        int bit;
        const char *name;
    } bits[] = {{POLLIN, "POLLIN"},    {POLLPRI, "POLLPRI"},
                {POLLOUT, "POLLOUT"},  {POLLRDHUP, "POLLRDHUP"},
                {POLLERR, "POLLERR"},  {POLLHUP, "POLLHUP"},
                {POLLNVAL, "POLLNVAL"}};
    char text[128] = "";
    va_list args;

    for (size_t i = 0; ready > 0 && i < sizeof bits / sizeof bits[0]; i++)
        if (revents & bits[i].bit)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
                     *text ? "|" : "", bits[i].name);
    if (ready == 0)
        snprintf(text, sizeof text, "0");
    else if (ready < 0)
        snprintf(text, sizeof text, "-1 %s", errno_name(errno));
    va_start(args, format);
    print_call(text, format, args);
    va_end(args);
}

/* This call does not return. */
__attribute__((format(printf, 1, 2))) static inline void
leaving(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_call("?", format, args);
    va_end(args);
}

/* Called first after execve(): here is what has come of that. */
static inline void begin_again(const char *name)
{
    program_name = name;
    fprintf(stderr, "%s: execve(\"/proc/self/exe\") = 0\n", name);
}

/* One byte of a string, as C writes it; next is the byte behind it. */
static inline int put_byte(char *out, size_t room, unsigned char byte,
                           char next)
{
    static const char plain[] = "\n\r\t\\\"";
    static const char letters[] = "nrt\\\"";
    const char *escape = byte ? strchr(plain, byte) : NULL;

    if (escape)
        return snprintf(out, room, "\\%c", letters[escape - plain]);
    if (byte >= ' ' && byte < 127)
        return snprintf(out, room, "%c", byte);
    return snprintf(out, room, next >= '0' && next <= '7' ? "\\%03o" : "\\%o",
                    byte);
}

/*
 * What was received: "hello", or the first 32 bytes and ... as in strace, or
 * "x"*1000 for many of the same. `_` when nothing could be.
 */
static inline const char *quote(const char *bytes, long len)
{
    static char text[200];
    long same = 1, shown = len < 32 ? len : 32;
    size_t at = 1;

    if (len < 0)
        return "_";
    while (same < len && bytes[same] == bytes[0])
        same++;
    if (len > 32 && same == len)
        shown = 1;
    text[0] = '"';
    for (long i = 0; i < shown; i++)
        at += (size_t)put_byte(text + at, sizeof text - at,
                               (unsigned char)bytes[i],
                               i + 1 < shown ? bytes[i + 1] : '"');
    snprintf(text + at, sizeof text - at, "\"");
    if (shown < len && same == len)
        snprintf(text + at, sizeof text - at, "\"*%ld", len);
    else if (shown < len)
        snprintf(text + at, sizeof text - at, "\"...");
    return text;
}

/* The same for what readv() has put into several buffers. */
static inline const char *buffers(const struct iovec *vector, int n,
                                  long result)
{
    static char text[8 * 200];
    size_t len = 1;

    if (result < 0)
        return "_";
    snprintf(text, sizeof text, "{");
    for (int i = 0; i < n && (i == 0 || result > 0); i++) {
        long part =
            (long)vector[i].iov_len < result ? (long)vector[i].iov_len : result;

        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s",
                                i > 0 ? ", " : "",
                                quote(vector[i].iov_base, part));
        result -= part;
    }
    snprintf(text + len, sizeof text - len, "}");
    return text;
}

/* An address as lessons write it: 10.0.0.1:80, [fd00::1]:80, unix:/tmp/s. */
static inline const char *show(const void *address, size_t size)
{
    static char text[160];
    char host[INET6_ADDRSTRLEN];

    /* Copied, for what is pointed to may be smaller than the largest kind. */
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
        struct sockaddr_un path;
    } at = {.path = {0}};
    size_t start = offsetof(struct sockaddr_un, sun_path);
    int len;

    size = size < sizeof at ? size : sizeof at;
    len = size > start ? (int)(size - start) : 0;
    memcpy(&at, address, size);
    if (at.any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &at.four.sin_addr, host, sizeof host);
        snprintf(text, sizeof text, "%s:%d", host, ntohs(at.four.sin_port));
    } else if (at.any.sa_family == AF_INET6) {
        char name[IF_NAMESIZE];
        int zone = at.six.sin6_scope_id != 0 &&
                   if_indextoname(at.six.sin6_scope_id, name);

        inet_ntop(AF_INET6, &at.six.sin6_addr, host, sizeof host);
        snprintf(text, sizeof text, "[%s%s%s]:%d", host, zone ? "%" : "",
                 zone ? name : "", ntohs(at.six.sin6_port));
    } else if (len > 1 && at.path.sun_path[0] == '\0') {
        /* An abstract name has no file; lessons write its zero byte as @. */
        snprintf(text, sizeof text, "unix:@%.*s", len - 1,
                 at.path.sun_path + 1);
    } else {
        snprintf(text, sizeof text, "unix:%.*s", len, at.path.sun_path);
    }
    return text;
}

/* The same for one that the kernel filled in, if the call succeeded. */
static inline const char *found(long result, const void *address, size_t size)
{
    return result < 0 ? "_" : show(address, size);
}

/* Fill len bytes with a text, again and again. */
static inline void fill(char *bytes, size_t len, const char *text, size_t n)
{
    for (size_t i = 0; i < len; i++)
        bytes[i] = text[i % n];
}

#endif
