#include "lab/link.h"

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
 * The filter works on raw frames: 12 is the type, 23 IPv4's protocol, 20
 * IPv6's next header, 54 the ICMPv6 type. Multicast listener reports stand
 * behind a hop-by-hop header (RFC 3810 section 5), so next header 0 goes.
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

int link_plain(struct err *err, const char *name)
{
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
