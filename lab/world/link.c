/*
 * The wire's end of a host is a plain veth interface that no stack listens on:
 * the wire namespace has no addresses and forwards nothing. A packet(7) socket
 * takes every frame that arrives there and decides what becomes of it (wire.c).
 * Two things have to be right for that: the socket must see only frames that a
 * host has sent, and the frames must be as they would be on a cable, not as a
 * network card would like them.
 */
#include "lab/world/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINK_BUFFER = 8 << 20 }; /* bytes of frames that may wait in a link */

/*
 * A classic BPF program (socket(7), SO_ATTACH_FILTER) on raw frames. Offsets:
 * 12 is the Ethernet type, 23 IPv4's protocol, 20 IPv6's next header, 54 the
 * ICMPv6 type behind a header without extensions. A jump's last two numbers are
 * how many instructions to pass over when it holds and when it does not.
 *
 * IGMP goes, and of ICMPv6 the types 130 to 143: listener queries and reports,
 * router and neighbour discovery (RFC 4861 section 4, RFC 3810 section 5).
 * Listener reports stand behind a hop-by-hop header, so next header 0 goes as a
 * whole; no lesson sends one. What is left returns 0x40000, as much of the
 * frame as there can be; 0 drops it.
 */
static const struct sock_filter link_filter[] = {
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 0, 2),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_IGMP, 8, 7),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 0, 7),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 20),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_HOPOPTS, 5, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMPV6, 0, 3),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 54),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 144, 1, 0),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 130, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, 0x40000),
    BPF_STMT(BPF_RET | BPF_K, 0),
};

/*
 * bind() comes last, for it is what makes frames arrive (packet(7)): before it
 * nothing could get past the filter that is not there yet.
 * PACKET_IGNORE_OUTGOING is of Linux 4.20; without it each frame that the wire
 * sends on would come back to it.
 */
static int link_set_up(int fd)
{
    struct sock_fprog filter = {
        .len = sizeof(link_filter) / sizeof(link_filter[0]),
        .filter = (struct sock_filter *)link_filter,
    };
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET,
        .sll_protocol = htons(ETH_P_ALL),
    };
    int on = 1;
    int size = LINK_BUFFER;

    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) <
            0 ||
        setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on)) < 0)
        return -1;
    /* The queue of the wire's own ends may not be active yet (netns.c). */
    if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on)) < 0)
        return -1;
    /* Beyond the system's limit only where our rights allow it. */
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    return bind(fd, (struct sockaddr *)&address, sizeof(address));
}

int link_open(struct err *err)
{
    /* Protocol 0: nothing arrives before the filter is in place. */
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return err_machine(err, "no packet socket: %s", strerror(errno));
    if (link_set_up(fd) < 0) {
        err_machine(err, "a packet socket can't be bound: %s", strerror(errno));
        close(fd);
        return -1;
    }
    return fd;
}

/*
 * Sending is not finished in software where a card could do it: the checksum is
 * left blank (TX checksum offload), and segments are left in one piece of up to
 * 64 kB (TSO, GSO). veth passes such a frame on as it is, with a note beside it
 * for the other end; a packet socket that reads and writes the frame loses the
 * note. GRO would join segments on arrival.
 */
int link_plain(struct err *err, const char *name)
{
    /*
     * Checksums first: without them the kernel turns segmentation off itself.
     */
    static const unsigned switches[] = {ETHTOOL_STXCSUM, ETHTOOL_STSO,
                                        ETHTOOL_SGSO, ETHTOOL_SGRO};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ethtool_value value = {0};
    struct ifreq request = {.ifr_data = (char *)&value};

    if (fd < 0)
        return err_machine(err, "socket: %s", strerror(errno));
    strncpy(request.ifr_name, name, sizeof(request.ifr_name) - 1);
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        value.cmd = switches[i];
        /* A switch that this kernel lacks was never on. */
        if (ioctl(fd, SIOCETHTOOL, &request) < 0 && errno != EOPNOTSUPP) {
            err_machine(err, "ethtool on %s: %s", name, strerror(errno));
            close(fd);
            return -1;
        }
    }
    close(fd);
    return 0;
}
