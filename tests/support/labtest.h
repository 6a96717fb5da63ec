/*
 * labtest.h - what tests with a living lab share: opening one, or skipping
 * where this machine has none to give, and giving it orders as text.
 */
#ifndef TESTS_SUPPORT_LABTEST_H
#define TESTS_SUPPORT_LABTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/labopen.h"

/*
 * Open a lab, for the caller to close. Without namespaces the test is skipped,
 * or fails where LAB_REQUIRE_NETNS is set.
 */
static inline struct lab *labtest_open(enum isolation isolation)
{
    struct err err;
    struct lab *lab = lab_open(isolation, &err);

    if (lab)
        return lab;
    print_message("no lab: %s\n", err.text);
    if (getenv("LAB_REQUIRE_NETNS"))
        fail();
    skip();
    return NULL;
}

/*
 * A fixture for tests with a lab each. The test itself opens it, by
 * labtest_begin(): cmocka takes a skip() in a setup for an error.
 */
static inline int labtest_setup(void **state)
{
    *state = NULL;
    return 0;
}

static inline int labtest_teardown(void **state)
{
    lab_close(*state);
    return 0;
}

/* Begin a test that needs namespaces; labtest_teardown() closes its lab. */
static inline struct lab *labtest_begin(void **state)
{
    *state = labtest_open(ISOLATION_NAMESPACE);
    return *state;
}

/* For a test that opens no lab itself: the same skip, where there is none. */
static inline void labtest_need(enum isolation isolation)
{
    lab_close(labtest_open(isolation));
}

/* How many descriptors this process has, and one more that looks. */
static inline int labtest_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int n = 0;

    assert_non_null(folder);
    while (readdir(folder))
        n++;
    closedir(folder);
    return n;
}

/*
 * Wait for news from the lab, a millisecond at most. How often is bounded, not
 * how long: that says nothing on a machine that has much else to do.
 */
static inline void labtest_wait(struct lab *lab, int *waits)
{
    struct pollfd wait = {.fd = lab_fd(lab), .events = POLLIN};
    struct timespec most = {0, 1000000};

    assert_true(++*waits < 100000);
    ppoll(&wait, 1, &most, NULL);
}

/* Pump until the lab is at rest. */
static inline void labtest_rest(struct lab *lab)
{
    int waits = 0;

    while (lab_pump(lab) == LAB_BUSY)
        labtest_wait(lab, &waits);
}

static inline enum host_id labtest_host(const char *actor)
{
    return strcmp(actor, "client") == 0 ? HOST_CLIENT : HOST_SERVER;
}

/* Give an actor a call and wait for rest. Returns the actor. */
static inline struct actor *labtest_call(struct lab *lab, const char *name,
                                         const char *text)
{
    struct actor *actor = lab_find(lab, name);
    struct call call;
    struct err err = {0};

    if (!actor)
        actor = lab_actor(lab, name, labtest_host(name), &err);
    if (call_parse(&call, text, &err) < 0 ||
        lab_call(lab, actor, &call, 0, &err) < 0)
        fail_msg("%s: %s: %s", name, text, err.text);
    labtest_rest(lab);
    return actor;
}

/* The same, and what comes of it: the return value, or minus errno. */
static inline long labtest_result(struct lab *lab, const char *name,
                                  const char *text)
{
    const struct outcome *outcome =
        actor_outcome(labtest_call(lab, name, text), NULL);

    if (!outcome)
        fail_msg("%s: %s has not returned", name, text);
    return outcome->ret < 0 ? -outcome->err : outcome->ret;
}

/* How many sockets of a host are in that state. */
static inline int labtest_count(struct lab *lab, enum host_id host,
                                enum tcp_state state)
{
    size_t n;
    const struct sock *socks;
    int found = 0;

    lab_refresh(lab);
    socks = lab_sockets(lab, host, &n);
    for (size_t i = 0; i < n; i++)
        found += socks[i].state == state;
    return found;
}

/* Pump until a host has a socket in that state. */
static inline void labtest_await(struct lab *lab, enum host_id host,
                                 enum tcp_state state)
{
    int waits = 0;

    while (lab_pump(lab) == LAB_BUSY || labtest_count(lab, host, state) == 0)
        labtest_wait(lab, &waits);
}

/* An ACK may be delayed by 40 ms: pump until a packet waits on the wire. */
static inline void labtest_await_packet(struct lab *lab)
{
    int waits = 0;

    while (lab_pump(lab) == LAB_BUSY || lab_waiting(lab) == 0)
        labtest_wait(lab, &waits);
}

/*
 * A listening server and a connected client, each in descriptor 3; the
 * server's end of the connection is 4.
 */
static inline void labtest_connect(struct lab *lab)
{
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     0);
    assert_int_equal(labtest_result(lab, "server", "listen(3, 5)"), 0);
    assert_int_equal(
        labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)"), 0);
    assert_int_equal(labtest_result(lab, "server", "accept(3)"), 4);
}

/* Wait for a packet on a wire that is held, and let the oldest one through. */
static inline void labtest_deliver(struct lab *lab)
{
    static const struct packet_pattern any = {.any = true};
    struct err err = {0};

    labtest_await_packet(lab);
    if (lab_packet(lab, PACKET_DELIVER, &any, &err) < 0)
        fail_msg("%s", err.text);
    labtest_rest(lab);
}

#endif
