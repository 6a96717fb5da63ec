/*
 * host.h - the two hosts of a lab and the kinds of world that they live in.
 */
#ifndef LAB_BASE_HOST_H
#define LAB_BASE_HOST_H

#include <stddef.h>

/* Indexes every per-host array of the lab. */
enum host_id {
    HOST_SERVER, /* 10.0.0.1, fd00::1 */
    HOST_CLIENT, /* 10.0.0.2, fd00::2 */
    HOSTS,
};

enum isolation {
    ISOLATION_AUTO,      /* namespaces where they can be had, else loopback */
    ISOLATION_NAMESPACE, /* each host is a network namespace of its own */
    ISOLATION_LOOPBACK,  /* both hosts are addresses of this machine's lo */
};

/*
 * What a world may be unable to give; see lab_cannot(). The first are things
 * that only namespaces give, the rest what not every kernel can do.
 */
enum need {
    NEED_WIRE,      /* holding, dropping and counting packets */
    NEED_SYSCTL,    /* sysctls of one host alone */
    NEED_DESTROY,   /* ss -K (SOCK_DESTROY, sock_diag(7)) */
    NEED_IPV6,      /* IPv6 addresses other than ::1 */
    NEED_SOCKET,    /* sockets other than TCP, UDP over IPv4, and Unix */
    NEED_ADDRESS,   /* addresses beyond those that each host has */
    NEED_MULTICAST, /* groups, and what is sent to them */
    NEED_OPTION,    /* options about devices, ways, sizes of packets */
    NEED_COUNTER,   /* what the kernel counts for one host alone */

    NEED_DESTROY_TIME_WAIT, /* SOCK_DESTROY on a TIME-WAIT */
    NEED_SOMAXCONN,         /* sysctls of net.core in a user namespace */
    NEED_MIGRATE,           /* tcp_migrate_req, with its effect */
    NEED_BOUND,             /* lists of sockets that are only bound */
    NEED_TIMERS,            /* what is left of a socket's timer */
    NEED_PACKET,            /* packet sockets (packet(7)) */
    NEEDS,
};

/* The bit of a need in a set of them, an unsigned. */
#define NEED_BIT(need) (1U << (need))

/* "server" or "client"; never freed. */
const char *host_name(enum host_id host);

/* The host called so (len bytes at name), or HOSTS when there is none. */
enum host_id host_find(const char *name, int len);

/* "namespace" or "loopback" ("auto" before a lab is open); never freed. */
const char *isolation_name(enum isolation isolation);

/* "destroy", "bound-sockets": as scripts and `doctor` call it; never freed. */
const char *need_name(enum need need);

/* The need called so (len bytes at name), or NEEDS when there is none. */
enum need need_find(const char *name, size_t len);

/* All their names as "a, b or c" in out, for messages; returns out. */
const char *need_names(char *out, size_t size);

/*
 * Why a kernel that was tried can't do it, as a sentence; never freed. NULL for
 * what every kernel can do.
 */
const char *need_lack(enum need need);

/*
 * Why a world of that kind can't do that, as a sentence; NULL when it can.
 * Before there is a lab; lab_cannot() knows more. Never freed.
 */
const char *isolation_cannot(enum isolation isolation, enum need need);

#endif
