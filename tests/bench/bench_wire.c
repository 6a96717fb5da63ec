/*
 * bench_wire.c - what the wire costs those who use it: packets a second, the
 * delay of a round trip, the time of a long transfer.
 *
 * Two processes of the benchmark's own, one on each host, do nothing but send
 * and receive, while the lab relays. They get onto the hosts through the
 * namespaces of an actor (setns(2)).
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lab/lab.h"
#include "tests/bench/bench.h"
#include "tests/support/labopen.h"

enum {
    PINGS = 2001,
    BULK = 100000000, /* bytes */
    PORT = 7000,
};

static bool enter(pid_t pid, const char *space, int kind)
{
    char path[64];
    int fd;
    bool done;

    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)pid, space);
    fd = open(path, O_RDONLY);
    done = fd >= 0 && setns(fd, kind) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

/* Our user namespace may be the actor's own already, which is an error. */
static void enter_host(const struct lab *lab, enum host_id host)
{
    pid_t pid = actor_pid(lab_find(lab, host_name(host)));

    enter(pid, "user", CLONE_NEWUSER);
    if (!enter(pid, "net", CLONE_NEWNET))
        _exit(1);
}

static struct sockaddr_in server_address(const char *ip)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(PORT)};

    inet_pton(AF_INET, ip, &address.sin_addr);
    return address;
}

/* Send every datagram back, for as long as we are let live. */
static void echo(int fd)
{
    struct sockaddr_in from;
    socklen_t len = sizeof from;
    char byte;

    while (recvfrom(fd, &byte, 1, 0, (struct sockaddr *)&from, &len) == 1)
        sendto(fd, &byte, 1, 0, (struct sockaddr *)&from, len);
}

/* Answer pings, and take in one connection's bytes, saying when it is over. */
static void serve(int ready)
{
    struct sockaddr_in any = server_address("0.0.0.0");
    int udp = socket(AF_INET, SOCK_DGRAM, 0);
    int tcp = socket(AF_INET, SOCK_STREAM, 0);
    char *buffer = malloc(1 << 20);

    if (!buffer || bind(udp, (struct sockaddr *)&any, sizeof any) < 0 ||
        bind(tcp, (struct sockaddr *)&any, sizeof any) < 0 ||
        listen(tcp, 1) < 0 || write(ready, "r", 1) != 1)
        _exit(1);
    if (fork() == 0)
        echo(udp);
    for (;;) {
        int fd = accept(tcp, NULL, NULL);

        while (recv(fd, buffer, 1 << 20, 0) > 0)
            ;
        close(fd);
    }
}

static double ping(const char *ip)
{
    struct sockaddr_in to = server_address(ip);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    double us[PINGS];
    char byte = 'x';

    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        return NAN;
    for (int i = 0; i < PINGS; i++) {
        int64_t began = bench_now();

        if (send(fd, &byte, 1, 0) != 1 || recv(fd, &byte, 1, 0) != 1)
            return NAN;
        us[i] = (double)(bench_now() - began) / 1e3;
    }
    close(fd);
    return bench_median(us, PINGS);
}

/* Send it all and wait until the other side has closed: it has it all. */
static void transfer(void)
{
    struct sockaddr_in to = server_address("10.0.0.1");
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char *buffer = calloc(1, 1 << 20);
    long left = BULK;
    char byte;

    if (!buffer || connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        _exit(1);
    while (left > 0) {
        ssize_t put =
            send(fd, buffer, left < 1 << 20 ? (size_t)left : 1 << 20, 0);

        if (put <= 0)
            _exit(1);
        left -= put;
    }
    shutdown(fd, SHUT_WR);
    _exit(recv(fd, &byte, 1, 0) == 0 ? 0 : 1);
}

/* Start a process on a host; body runs there and ends by _exit(). */
static pid_t start(const struct lab *lab, enum host_id host, void (*body)(int),
                   int fd)
{
    pid_t pid = fork();

    if (pid == 0) {
        setpgid(0, 0);
        enter_host(lab, host);
        body(fd);
        _exit(0);
    }
    return pid;
}

static void ping_wire(int fd)
{
    double us = ping("10.0.0.1");

    if (write(fd, &us, sizeof us) != sizeof us)
        _exit(1);
}

static void ping_loopback(int fd)
{
    double us = ping("127.0.0.1");

    if (write(fd, &us, sizeof us) != sizeof us)
        _exit(1);
}

static void transfer_body(int fd)
{
    (void)fd;
    transfer();
}

/* Relay until the process has ended; whether it ended well. */
static bool relay(struct lab *lab, pid_t pid)
{
    struct timespec most = {0, 1000000};
    int status;

    while (waitpid(pid, &status, WNOHANG) == 0) {
        struct pollfd wait = {.fd = lab_fd(lab), .events = POLLIN};

        ppoll(&wait, 1, &most, NULL);
        lab_pump(lab);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A ping's round trip in the middle, in µs, seen from a host. */
static double measure_ping(struct lab *lab, enum host_id from,
                           void (*body)(int))
{
    double us = NAN;
    int pipes[2];

    if (pipe(pipes) < 0)
        return NAN;
    if (!relay(lab, start(lab, from, body, pipes[1])) ||
        read(pipes[0], &us, sizeof us) != sizeof us)
        us = NAN;
    close(pipes[0]);
    close(pipes[1]);
    return us;
}

static void measure_transfer(struct lab *lab)
{
    size_t before = log_count(lab_log(lab));
    int64_t began = bench_now();
    bool went = relay(lab, start(lab, HOST_CLIENT, transfer_body, -1));
    double s = (double)(bench_now() - began) / 1e9;
    double packets = (double)(log_count(lab_log(lab)) - before);

    bench_row("100 MB through the wire", went ? BULK / 1e6 / s : NAN, -1,
              "MB/s", "");
    bench_row("packets relayed", went ? packets / s / 1e3 : NAN, -1, "k/s",
              "in that transfer, both directions");
}

/* Both hosts get an actor, and with it a door. */
static bool open_doors(struct lab *lab)
{
    struct err err;

    for (int host = 0; host < HOSTS; host++) {
        struct actor *actor = lab_actor(lab, host_name((enum host_id)host),
                                        (enum host_id)host, &err);

        if (!actor || lab_start(lab, actor, 0, &err) < 0)
            return false;
    }
    while (lab_pump(lab) == LAB_BUSY) {
        struct pollfd wait = {.fd = lab_fd(lab), .events = POLLIN};

        poll(&wait, 1, 1);
    }
    return true;
}

void bench_wire(void)
{
    struct err err;
    struct lab *lab = lab_open(ISOLATION_NAMESPACE, &err);
    int ready[2];
    pid_t server = -1;
    char byte;

    if (!lab || pipe(ready) < 0 || !open_doors(lab)) {
        bench_row("the wire", NAN, -1, "", lab ? "no actors" : err.text);
        lab_close(lab);
        return;
    }
    server = start(lab, HOST_SERVER, serve, ready[1]);
    close(ready[1]);
    if (read(ready[0], &byte, 1) == 1) {
        double wire = measure_ping(lab, HOST_CLIENT, ping_wire);
        double own = measure_ping(lab, HOST_SERVER, ping_loopback);
        char note[80];

        snprintf(note, sizeof note,
                 "a round trip of %.0f us, without the wire %.0f", wire, own);
        bench_row("delay that the wire adds", wire - own, 100, "us", note);
        measure_transfer(lab);
    }
    close(ready[0]);
    kill(-server, SIGKILL);
    waitpid(server, NULL, 0);
    lab_close(lab);
}
