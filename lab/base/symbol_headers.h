/*
 * symbol_headers.h - the headers whose constants scripts may use.
 *
 * Read twice: by the preprocessor alone when symbols.awk makes the table
 * (`cc -dM -E`), and by symbol.c, which takes the values from it.
 */
#ifndef LAB_BASE_SYMBOL_HEADERS_H
#define LAB_BASE_SYMBOL_HEADERS_H

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

/*
 * What the kernel has got since the C library was made. Both define the same
 * structs; only glibc's and the kernel's know of each other.
 */
#ifdef __GLIBC__
#include <linux/errqueue.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/sockios.h>
#endif

#endif
