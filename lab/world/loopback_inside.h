/*
 * loopback_inside.h - what the loopback_*.c files share.
 *
 * loopback.c has the network and the way of addresses there and back,
 * loopback_port.c the ports, loopback_known.c what is remembered of sockets,
 * loopback_need.c what is refused whatever the socket, loopback_refuse.c what
 * is refused for what the socket is, loopback_run.c what is done in the actor.
 */
#ifndef LAB_WORLD_LOOPBACK_INSIDE_H
#define LAB_WORLD_LOOPBACK_INSIDE_H

#include <sys/socket.h>

#include "lab/world/loopback.h"

enum { LOOPBACK_OWN = 64 }; /* a host's 127.0.0.N has an N below it */

/* ---- addresses, as scripts have them ---- */

/* 0.0.0.0, 127.0.0.0/8, and 10.0.0.1 or .2, by host. */
bool ip_is_any(const uint8_t ip[4]);
bool ip_is_own(const uint8_t ip[4]);
bool ip_is_host(const uint8_t ip[4], enum host_id host);

/* ---- loopback_run.c ---- */

/* Keep the socket on lo. Returns 0, or -1 with errno set. */
int loopback_tie(int fd);

/* ---- loopback_port.c ---- */

/*
 * A lock of this name that the kernel takes away with the process; -1 where
 * somebody has it, or with errno set.
 */
int loopback_lock(const char *name);

/* Read what the machine says of ports. */
void loopback_port_limits(struct loopback *loopback);

/*
 * Make *port, which a script has, the one that plays it on the caller's host,
 * chosen when it is first asked for; binds says that it is about to be bound.
 * Returns 0, or -1 with ERR_MACHINE.
 */
int loopback_port_out(struct loopback *loopback,
                      const struct loopback_caller *caller, uint16_t *port,
                      bool binds, struct err *err);

/* The host's port that this one plays. */
uint16_t loopback_port_back(struct loopback *loopback, enum host_id host,
                            uint16_t real);

/* The host whose port it plays; HOSTS for none. */
enum host_id loopback_port_host(const struct loopback *loopback, uint16_t real);

void loopback_ports_close(struct loopback *loopback);

/* ---- loopback_known.c ---- */

/* What the actor's descriptor is; NULL: no socket of TCP or UDP. */
struct loopback_known *loopback_find(const struct loopback *loopback,
                                     const void *actor, int fd);

/* The same by its cookie. */
struct loopback_known *loopback_find_cookie(const struct loopback *loopback,
                                            uint64_t cookie);

/* Whether a socket of the host has been bound to the port and is there. */
bool loopback_port_used(const struct loopback *loopback, enum host_id host,
                        uint16_t script);

/* Take note of what a call has done. call is the script's. */
void loopback_note(struct loopback *loopback,
                   const struct loopback_caller *caller,
                   const struct call *call, const struct outcome *outcome);

/* Whether the socket has an address of its own that it sends from. */
bool known_has_source(const struct loopback_known *known);

/*
 * Where a call of this socket (NULL: of none that is known) to dest goes, with
 * 0.0.0.0 replaced by what it stands for, and from where: by the rules of
 * ip(7), as they would hold on a host of its own.
 */
void known_route(const struct loopback_known *known, enum host_id host,
                 const uint8_t dest[4], uint8_t to[4], uint8_t from[4]);

/* ---- loopback_refuse.c ---- */

/*
 * Refuse a connect() or a sendto() that would come out otherwise here. Returns
 * 0 or -1.
 */
int loopback_refuse(const struct loopback_known *known,
                    const struct loopback_caller *caller,
                    const struct call *call, struct err *err);

/* The same for what sends, and how much. */
int loopback_refuse_data(const struct loopback_known *known,
                         const struct loopback_caller *caller,
                         const struct call *call, struct err *err);

/* The same for listen(); known may be NULL. */
int loopback_refuse_listen(const struct loopback_known *known, struct err *err);

#endif
