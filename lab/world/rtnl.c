/*
 * Each request is a netlink message: a header, the struct of its kind, and
 * attributes, some of which hold others (rtnetlink(7)). It is what ip(8) sends
 * for `ip link add`, `ip link set up` and `ip address add`; libmnl does the
 * alignment. The kernel answers each with one message, an error number that is
 * 0 for success (netlink(7), NLM_F_ACK).
 */
#include "lab/world/rtnl.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"

/* Bytes; the largest, for a veth pair, needs about 150. */
enum { REQUEST_SIZE = 1024 };

/* A request under construction; the buffer is aligned as netlink wants it. */
struct request {
    union {
        struct nlmsghdr header;
        char buffer[REQUEST_SIZE];
    };
};

struct mnl_socket *rtnl_open(struct err *err)
{
    struct mnl_socket *rtnl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);

    if (!rtnl)
        err_machine(err, "no rtnetlink socket: %s", strerror(errno));
    return rtnl;
}

void rtnl_close(struct mnl_socket *rtnl)
{
    mnl_socket_close(rtnl);
}

/* One request is out at a time, so one sequence number will do. */
static struct nlmsghdr *request_begin(struct request *request, uint16_t type,
                                      uint16_t flags)
{
    struct nlmsghdr *header = mnl_nlmsg_put_header(request->buffer);

    header->nlmsg_type = type;
    header->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    header->nlmsg_seq = 1;
    return header;
}

/* Send it and wait for the kernel's word; what names it in the error. */
static int request_end(struct mnl_socket *rtnl, struct request *request,
                       const char *what, struct err *err)
{
    char answer[4096];
    ssize_t got;

    if (mnl_socket_sendto(rtnl, &request->header, request->header.nlmsg_len) <
        0)
        return err_machine(err, "%s: %s", what, strerror(errno));
    got = mnl_socket_recvfrom(rtnl, answer, sizeof(answer));
    if (got < 0 || mnl_cb_run(answer, (size_t)got, 1, 0, NULL, NULL) < 0)
        return err_machine(err, "%s: %s", what, strerror(errno));
    return 0;
}

/*
 * As `ip link add NAME type veth peer name PEER netns FD address MAC` would.
 * The peer is described inside the link's own description, with a header of its
 * own.
 */
int rtnl_veth(struct mnl_socket *rtnl, const char *name, unsigned index,
              const char *peer, const uint8_t peer_mac[6], int peer_ns,
              struct err *err)
{
    struct request request;
    struct nlmsghdr *header =
        request_begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    struct ifinfomsg *link;
    struct nlattr *info;
    struct nlattr *data;
    struct nlattr *inner;

    link = mnl_nlmsg_put_extra_header(header, sizeof(*link));
    link->ifi_index = (int)index;
    mnl_attr_put_strz(header, IFLA_IFNAME, name);
    info = mnl_attr_nest_start(header, IFLA_LINKINFO);
    mnl_attr_put_strz(header, IFLA_INFO_KIND, "veth");
    data = mnl_attr_nest_start(header, IFLA_INFO_DATA);
    inner = mnl_attr_nest_start(header, VETH_INFO_PEER);
    mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
    mnl_attr_put_strz(header, IFLA_IFNAME, peer);
    mnl_attr_put(header, IFLA_ADDRESS, 6, peer_mac);
    mnl_attr_put_u32(header, IFLA_NET_NS_FD, (uint32_t)peer_ns);
    mnl_attr_nest_end(header, inner);
    mnl_attr_nest_end(header, data);
    mnl_attr_nest_end(header, info);
    return request_end(rtnl, &request, _("making a veth pair"), err);
}

bool rtnl_lacks_ipv6(int error)
{
    return error == EAFNOSUPPORT || error == EOPNOTSUPP || error == EACCES;
}

/* The interface's own part for IPv6: no address by itself, RFC 4862. */
static void put_no_ipv6_address(struct nlmsghdr *header)
{
    struct nlattr *spec = mnl_attr_nest_start(header, IFLA_AF_SPEC);
    struct nlattr *inet6 = mnl_attr_nest_start(header, AF_INET6);

    mnl_attr_put_u8(header, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
    mnl_attr_nest_end(header, inet6);
    mnl_attr_nest_end(header, spec);
}

static int up(struct mnl_socket *rtnl, unsigned index, bool ipv6,
              struct err *err)
{
    struct request request;
    struct nlmsghdr *header = request_begin(&request, RTM_NEWLINK, 0);
    struct ifinfomsg *link = mnl_nlmsg_put_extra_header(header, sizeof(*link));

    link->ifi_index = (int)index;
    link->ifi_flags = IFF_UP | IFF_NOARP;
    /* Only these flags are set; all others stay as they are. */
    link->ifi_change = IFF_UP | IFF_NOARP;
    if (ipv6)
        put_no_ipv6_address(header);
    return request_end(rtnl, &request, _("bringing an interface up"), err);
}

/* A kernel refuses the whole request for a family that it does not have. */
int rtnl_up(struct mnl_socket *rtnl, unsigned index, struct err *err)
{
    if (up(rtnl, index, true, err) == 0)
        return 0;
    return rtnl_lacks_ipv6(errno) ? up(rtnl, index, false, err) : -1;
}

/*
 * IFA_LOCAL is the address, IFA_ADDRESS the peer's on a point-to-point link and
 * the same elsewhere; IPv6 goes by either.
 */
int rtnl_address(struct mnl_socket *rtnl, unsigned index, int family,
                 const void *ip, int prefix, struct err *err)
{
    struct request request;
    struct nlmsghdr *header =
        request_begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
    struct ifaddrmsg *address =
        mnl_nlmsg_put_extra_header(header, sizeof(*address));
    size_t size = family == AF_INET ? 4 : 16;

    address->ifa_family = (uint8_t)family;
    address->ifa_prefixlen = (uint8_t)prefix;
    address->ifa_flags = IFA_F_NODAD;
    address->ifa_index = index;
    mnl_attr_put(header, IFA_LOCAL, size, ip);
    mnl_attr_put(header, IFA_ADDRESS, size, ip);
    return request_end(rtnl, &request, _("giving an interface an address"),
                       err);
}

int rtnl_local6(struct mnl_socket *rtnl, unsigned index, const void *ip,
                struct err *err)
{
    struct request request;
    struct nlmsghdr *header =
        request_begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    struct rtmsg *route = mnl_nlmsg_put_extra_header(header, sizeof(*route));

    route->rtm_family = AF_INET6;
    route->rtm_dst_len = 128;
    route->rtm_table = RT_TABLE_LOCAL;
    route->rtm_protocol = RTPROT_KERNEL;
    route->rtm_scope = RT_SCOPE_UNIVERSE;
    route->rtm_type = RTN_LOCAL;
    mnl_attr_put(header, RTA_DST, 16, ip);
    mnl_attr_put_u32(header, RTA_OIF, index);
    return request_end(rtnl, &request, _("making an address local"), err);
}
