/*
 * test_loopback_random.c - the same random calls in namespaces and on plain
 * loopback: what comes of each is the same, or it is refused there.
 *
 * A script is made while it runs, from its seed and from what namespaces
 * answer, so that it is about sockets that there are. A call that loopback
 * refuses is made in neither world, and the script goes on: so what comes after
 * it is compared as well. LOOPBACK_SCRIPTS and LOOPBACK_SEED ask for more of
 * them, or others.
 */
#include "tests/support/labtest.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab_inside.h"

enum {
    SCRIPTS = 200,
    STEPS = 24,
    ACTORS = 4,
    FDS = 6,           /* most of an actor's descriptors that are used */
    EPHEMERAL = 30000, /* ports from here on are the kernel's choice */
    TEXT = 4096,
};

enum { SPACES, LOOPBACK, WORLDS };

/* Who makes calls, and the descriptors that it has in namespaces. */
static const struct {
    const char *name;
    enum host_id host;
} actors[ACTORS] = {
    {"server", HOST_SERVER},
    {"client", HOST_CLIENT},
    {"near", HOST_SERVER},
    {"far", HOST_CLIENT},
};

struct script {
    uint32_t random;
    struct lab *labs[WORLDS];
    int fds[ACTORS][FDS];
    int n_fds[ACTORS];
    unsigned calls;        /* that were compared */
    unsigned refused;      /* and those that loopback refused */
    char told[STEPS][200]; /* for the report of a failure */
    int n_told;
};

/* ---- chance ---- */

/* xorshift: the same on every machine. */
static unsigned chance(struct script *script, unsigned n)
{
    uint32_t x = script->random;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    script->random = x;
    return x % n;
}

static const char *one_of(struct script *script, const char *const *texts)
{
    unsigned n = 0;

    while (texts[n])
        n++;
    return texts[chance(script, n)];
}

/* An address, in four of five cases one that a host has. */
static void any_address(struct script *script, enum host_id host, bool binds,
                        char out[64])
{
    static const char *const ports[] = {"12000", "12000", "12000", "12001",
                                        "12001", "0",     "80",    NULL};
    static const char *const odd[] = {"10.0.0.3",  "127.0.0.70", "127.1.2.3",
                                      "224.0.0.9", "192.0.2.1",  "10.0.0.255",
                                      NULL};
    static const char *const own[] = {"127.0.0.1", "127.0.0.1", "127.0.0.2",
                                      NULL};
    static const char *const hosts[] = {"10.0.0.1", "10.0.0.2", NULL};
    const char *ip;
    unsigned kind = chance(script, 20);

    if (kind == 0)
        ip = one_of(script, odd);
    else if (kind < (binds ? 9U : 3U))
        ip = "0.0.0.0";
    else if (kind < (binds ? 13U : 8U))
        ip = one_of(script, own);
    else if (binds && kind < 19)
        ip = hosts[host];
    else
        ip = one_of(script, hosts);
    snprintf(out, 64, "%s:%s", ip, one_of(script, ports));
}

/* A call in which %d is a descriptor and %s an address. */
struct shape {
    unsigned weight;
    const char *format;
    bool names_fd;
    bool names_address;
    bool binds;
};

static const struct shape shapes[] = {
    {12, "socket(AF_INET, SOCK_STREAM, 0)", false, false, false},
    {3, "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)", false, false, false},
    {7, "socket(AF_INET, SOCK_DGRAM, 0)", false, false, false},
    {22, "bind(%d, %s)", true, true, true},
    {14, "listen(%d, 1)", true, false, false},
    {22, "connect(%d, %s)", true, true, false},
    {6, "accept(%d, *:*)", true, false, false},
    {5, "accept4(%d, *:*, SOCK_NONBLOCK)", true, false, false},
    {10, "close(%d)", true, false, false},
    {8, "setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, 1)", true, false, false},
    {2, "setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, 0)", true, false, false},
    {3, "setsockopt(%d, SOL_SOCKET, SO_REUSEPORT, 1)", true, false, false},
    {2, "setsockopt(%d, SOL_SOCKET, SO_LINGER, {1, 0})", true, false, false},
    {1, "setsockopt(%d, IPPROTO_IP, IP_FREEBIND, 1)", true, false, false},
    {1, "setsockopt(%d, IPPROTO_IP, IP_RECVERR, 1)", true, false, false},
    {1, "setsockopt(%d, IPPROTO_IP, IP_MULTICAST_IF, 0x0100007f)", true, false,
     false},
    {1, "setsockopt(%d, SOL_SOCKET, SO_BINDTOIFINDEX, 1)", true, false, false},
    {12, "getsockname(%d, *:*)", true, false, false},
    {6, "getpeername(%d, *:*)", true, false, false},
    {2, "getsockopt(%d, SOL_SOCKET, SO_ERROR, _)", true, false, false},
    {5, "send(%d, \"hi\", 2, MSG_NOSIGNAL)", true, false, false},
    {3, "send(%d, \"x\"*5000, MSG_NOSIGNAL|MSG_DONTWAIT)", true, false, false},
    {1, "send(%d, \"x\"*50000, MSG_NOSIGNAL|MSG_DONTWAIT)", true, false, false},
    {5, "recv(%d, _, 100, MSG_DONTWAIT)", true, false, false},
    {3, "recv(%d, _, 50000, MSG_DONTWAIT)", true, false, false},
    {3, "recv(%d, _, 50000, 0)", true, false, false},
    {10, "sendto(%d, \"hi\", 2, MSG_NOSIGNAL, %s)", true, true, false},
    {7, "recvfrom(%d, _, 100, MSG_DONTWAIT, *:*)", true, false, false},
    {2, "shutdown(%d, SHUT_WR)", true, false, false},
    {2, "shutdown(%d, SHUT_RDWR)", true, false, false},
    {1, "dup(%d)", true, false, false},
    {2, "poll(%d, POLLIN|POLLOUT, 0)", true, false, false},
};

enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

static const struct shape *any_shape(struct script *script)
{
    unsigned sum = 0, at;
    size_t i = 0;

    for (size_t k = 0; k < SHAPES; k++)
        sum += shapes[k].weight;
    at = chance(script, sum);
    while (at >= shapes[i].weight)
        at -= shapes[i++].weight;
    return &shapes[i];
}

/* A call of the actor; the first of each makes a socket. */
static void any_call(struct script *script, int actor, char out[200])
{
    const struct shape *shape = any_shape(script);
    int n = script->n_fds[actor];
    char address[64];
    int fd;

    if (n == 0 || (n == FDS && !shape->names_fd))
        shape = &shapes[n == 0 ? chance(script, 3) : SHAPES - 1];
    fd = n == 0 ? 3 : script->fds[actor][chance(script, (unsigned)n)];
    any_address(script, actors[actor].host, shape->binds, address);
    if (shape->names_address)
        snprintf(out, 200, shape->format, fd, address);
    else if (shape->names_fd)
        snprintf(out, 200, shape->format, fd);
    else
        snprintf(out, 200, "%s", shape->format);
}

/* A connection to begin with, or a listener, in about half of all scripts. */
static const struct {
    int actor;
    const char *text;
} prelude[] = {
    {0, "socket(AF_INET, SOCK_STREAM, 0)"},
    {0, "bind(3, 0.0.0.0:12000)"},
    {0, "listen(3, 5)"},
    {1, "socket(AF_INET, SOCK_STREAM, 0)"},
    {1, "connect(3, 10.0.0.1:12000)"},
    {0, "accept(3, *:*)"},
};

enum { PRELUDE = sizeof(prelude) / sizeof(prelude[0]) };

/* ---- what came ---- */

/* Ports of the kernel's choice are another each time. */
static void hide_ports(char *text)
{
    char *to = text;

    while (*text) {
        char *end = text;

        *to++ = *text;
        if (*text++ != ':')
            continue;
        if (strtol(text, &end, 10) >= EPHEMERAL) {
            *to++ = '*';
            text = end;
        }
    }
    *to = '\0';
}

static void print_actor(FILE *out, const struct actor *actor)
{
    const struct call *call;
    const struct outcome *outcome = actor_outcome(actor, &call);

    fprintf(out, "%s %d", actor_name(actor), (int)actor_state(actor));
    if (outcome) {
        fprintf(out, " = %ld %d ", outcome->ret, outcome->err);
        fprintf(out, "%s(", call_name(call));
        call_print_args(out, call, outcome);
        fputc(')', out);
    }
    fputc('\n', out);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The host's sockets, a line each, in an order that both worlds have. */
static void print_sockets(FILE *out, const struct lab *lab, enum host_id host)
{
    char local[ADDR_TEXT], peer[ADDR_TEXT];
    char *lines[64];
    size_t n;
    const struct sock *socks = lab_sockets(lab, host, &n);

    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++) {
        assert_int_not_equal(
            asprintf(&lines[i], "%s %s %d %s %s\n", host_name(host),
                     state_name(socks[i].state), socks[i].proto,
                     addr_format(&socks[i].local, local),
                     addr_format(&socks[i].peer, peer)),
            -1);
        hide_ports(lines[i]);
    }
    qsort(lines, n, sizeof(lines[0]), by_text);
    for (size_t i = 0; i < n; i++) {
        fputs(lines[i], out);
        free(lines[i]);
    }
}

/* All that can be seen of a world. */
static void look(struct lab *lab, char out[TEXT])
{
    FILE *file = fmemopen(out, TEXT, "w");

    lab_refresh(lab);
    for (int i = 0; i < ACTORS; i++)
        print_actor(file, lab_find(lab, actors[i].name));
    for (int host = 0; host < HOSTS; host++)
        print_sockets(file, lab, (enum host_id)host);
    fclose(file);
    hide_ports(out);
}

/* ---- a network ---- */

static int write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    ssize_t done = fd < 0 ? -1 : write(fd, text, strlen(text));

    if (fd >= 0)
        close(fd);
    return done < 0 ? -1 : 0;
}

/* A new network has this set for those that are made from it. */
static int make_network(void)
{
    struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int fd, done;

    if (unshare(CLONE_NEWNET) < 0 ||
        write_text("/proc/sys/net/ipv4/tcp_child_ehash_entries", "64") < 0 ||
        unshare(CLONE_NEWNET) < 0)
        return -1;
    fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    done = fd < 0 ? -1 : ioctl(fd, SIOCSIFFLAGS, &lo);
    if (fd >= 0)
        close(fd);
    return done;
}

/*
 * The loopback of a network that has room for few connections: the kernel is
 * asked for them thousands of times, and goes through all the room there is.
 * Ordinary users have this machine's, which is the same and slower.
 */
static int setup(void **state)
{
    int machine = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

    (void)state;
    if (make_network() < 0)
        setns(machine, CLONE_NEWNET);
    close(machine);
    return 0;
}

/* ---- a script ---- */

/*
 * What can be seen must become the same: an acknowledgement may be delayed in
 * one world and not in the other (RFC 1122 section 4.2.3.2).
 */
static void compare(struct script *script, unsigned seed)
{
    static char seen[WORLDS][TEXT];
    const struct timespec moment = {.tv_nsec = 2000000};
    int64_t end = log_now(lab_log(script->labs[0])) + 10000000000;

    do {
        for (int world = 0; world < WORLDS; world++) {
            labtest_rest(script->labs[world]);
            look(script->labs[world], seen[world]);
        }
        if (strcmp(seen[SPACES], seen[LOOPBACK]) == 0)
            return;
        ppoll(NULL, 0, &moment, NULL);
    } while (log_now(lab_log(script->labs[0])) < end);
    for (int i = 0; i < script->n_told; i++)
        print_message("%s\n", script->told[i]);
    fail_msg("seed %u: in namespaces\n%son loopback\n%s", seed, seen[SPACES],
             seen[LOOPBACK]);
}

/* Order it in one world. Returns 0, or -1 with *err. */
static int order(struct lab *lab, int actor, const char *text, struct err *err)
{
    struct call call;

    if (call_parse(&call, text, err) < 0)
        fail_msg("%s: %s", text, err->text);
    if (lab_call(lab, lab_find(lab, actors[actor].name), &call, 0, err) < 0)
        return -1;
    labtest_rest(lab);
    return 0;
}

/* Whether the actor can be given a call. */
static bool is_free(const struct script *script, int actor)
{
    enum actor_state state =
        actor_state(lab_find(script->labs[SPACES], actors[actor].name));

    return state == ACTOR_NONE || state == ACTOR_READY;
}

/* Which descriptors there are now, as namespaces see it. */
static void keep_fds(struct script *script, int actor, const char *text)
{
    const struct outcome *outcome =
        actor_outcome(lab_find(script->labs[SPACES], actors[actor].name), NULL);
    int *fds = script->fds[actor], *n = &script->n_fds[actor];
    int fd = -1, kept = 0;

    if (!outcome || outcome->ret < 0)
        return;
    if (strncmp(text, "socket", 6) == 0 || strncmp(text, "accept", 6) == 0 ||
        strncmp(text, "dup", 3) == 0) {
        if (*n < FDS)
            fds[(*n)++] = (int)outcome->ret;
        return;
    }
    if (sscanf(text, "close(%d)", &fd) != 1)
        return;
    for (int i = 0; i < *n; i++)
        if (fds[i] != fd)
            fds[kept++] = fds[i];
    *n = kept;
}

/* End the actor's process in both worlds, and begin a new one. */
static void die(struct script *script, int actor)
{
    struct err err;

    for (int world = 0; world < WORLDS; world++) {
        struct lab *lab = script->labs[world];
        struct actor *who = lab_find(lab, actors[actor].name);

        if (actor_state(who) == ACTOR_NONE)
            continue;
        assert_int_equal(lab_signal(lab, who, SIGKILL, &err), 0);
        while (actor_state(who) != ACTOR_DEAD) {
            lab_stir(lab);
            labtest_rest(lab);
        }
        assert_int_equal(lab_start(lab, who, 0, &err), 0);
        labtest_rest(lab);
    }
    script->n_fds[actor] = 0;
}

static void make(struct script *script, unsigned seed, int actor,
                 const char *text)
{
    char *told = script->told[script->n_told++];
    struct err err;

    snprintf(told, sizeof(script->told[0]), "%s: %.150s", actors[actor].name,
             text);
    if (order(script->labs[LOOPBACK], actor, text, &err) < 0) {
        if (err.kind != ERR_MACHINE)
            fail_msg("seed %u: %s: %s", seed, told, err.text);
        strcat(told, " refused");
        script->refused++;
        return;
    }
    assert_int_equal(order(script->labs[SPACES], actor, text, &err), 0);
    keep_fds(script, actor, text);
    compare(script, seed);
    script->calls++;
}

static void step(struct script *script, unsigned seed)
{
    int actor = (int)chance(script, ACTORS);
    char text[200];

    if (chance(script, 40) == 0 || !is_free(script, actor)) {
        snprintf(script->told[script->n_told++], sizeof(script->told[0]),
                 "%s: killed", actors[actor].name);
        die(script, actor);
        compare(script, seed);
        return;
    }
    any_call(script, actor, text);
    make(script, seed, actor, text);
}

/* Run the script of a seed, and add to what is counted. */
static void run_script(unsigned seed, unsigned *calls, unsigned *refused)
{
    static const enum isolation kinds[WORLDS] = {ISOLATION_NAMESPACE,
                                                 ISOLATION_LOOPBACK};
    struct script script = {.random = seed * 2654435761U + 1};
    struct err err;

    for (int world = 0; world < WORLDS; world++) {
        script.labs[world] = labtest_open(kinds[world]);
        for (int i = 0; i < ACTORS; i++)
            assert_non_null(lab_actor(script.labs[world], actors[i].name,
                                      actors[i].host, &err));
    }
    for (unsigned i = chance(&script, 2) * chance(&script, PRELUDE + 1); i > 0;
         i--)
        make(&script, seed, prelude[script.n_told].actor,
             prelude[script.n_told].text);
    while (script.n_told < STEPS)
        step(&script, seed);
    for (int world = 0; world < WORLDS; world++)
        lab_close(script.labs[world]);
    *calls += script.calls;
    *refused += script.refused;
}

static unsigned asked(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);

    return text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static void the_same_or_refused(void **state)
{
    unsigned n = asked("LOOPBACK_SCRIPTS", SCRIPTS);
    unsigned seed = asked("LOOPBACK_SEED", 1);
    unsigned calls = 0, refused = 0;

    (void)state;
    for (unsigned i = 0; i < n; i++)
        run_script(seed + i, &calls, &refused);
    print_message("%u scripts: %u calls came out alike, %u were refused\n", n,
                  calls, refused);
    /* A loopback that refuses everything would pass as well. */
    assert_true(refused < calls / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_or_refused),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
