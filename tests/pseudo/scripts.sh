# scripts.sh - what is said of scripts, lessons and packets; read in by run.sh.

# The figure's own words, tcpdump's, ss's, and names of protocols.
also rcv seq ack len SYN-RECEIVED Ethernet IEEE sysctl x.lab x.md Qq
# What usages of calls and members of structs name.
also ACTOR PIECES unacked

# ---- mistakes, a script a line ----

n_wrong=0
while IFS= read -r line; do
    also "$line"
    printf '%s\n' "$line" >"$scratch/x.lab"
    n_wrong=$((n_wrong + 1))
    (cd "$scratch" && printed "mistake.$n_wrong" check x.lab)
done <<'LINES'
qq
xx: close(3)
x@qq: close(3)
wire: close(3)
server: foo()
server: bindd(3, *:1)
server: bind(3
server: send(3, "x
server: bind(3, 10.0.0.1:80, 4) = 0
server: bind(3, *:80)
server: bind(3, "x") = 0
server: send(3, 4, 5, 6)
server: recv(3, "x", -1, 0)
server: fork(server)
server: fcntl(3, F_SETLK, 0)
server: execve("/bin/sh")
server: signal(SIGINT, 7)
server: unlink("@x")
server: unlink("../x")
server: close("\q")
server: close("x"*y)
server: close(1.5)
server: close(999999999999)
server: close(SO_REUSEADR)
server: close({1,2,3,4,5,6,7,8,9,10})
server: close(,)
server: close() xx
server: close(3) = xx
server: close(3) = EBADF
server: close(3) = 0 if
server: close(3) = 0 if qq=on
server: close(3) = 0, 1
server: SIGXX
server: killed 9
server: exited 999
server: qq
server$ qq
server$ ss FOO *:80
server$ ss ESTABLISHED *:80
server$ ss LISTEN
server$ ss LISTEN xx
server$ ss LISTEN *:80 timer:(xx)
server$ sysctl kernel.x=1
server$ sysctl net.ipv4.tcp_sack=
server$ sysctl -n xx
server$ sysctl no xx
wire: qq
wire: [Q] server > client
wire: [S] client > client
wait 5
wait 5000s
toggle
toggle x
toggle x on on
[x=on] wait 5s
server: poll(3, 1000) = 1
server: poll({3}, 1000) = 1
server: poll({3: POLLIN}, POLLIN, 1000) = 1
server: poll({3: POLLIN} ->, 1000) = 1
server: select(2000, {3}, {}, {}, {1, 0}) = 1
server: select(5, {3000}, {}, {}, {1, 0}) = 1
server: select(5, {3}, {}, {}, {1}) = 1
server: epoll_wait(3, _, 999, 0) = 1
server: socketpair(AF_UNIX, SOCK_STREAM, 0, {1}) = 0
server: setrlimit(RLIMIT_CPU, {8, 8}) = 0
server: setrlimit(RLIMIT_NOFILE, {8}) = 0
server: ioctl(3, SIOCGIFADDR, _) = 0
server: ioctl(3, FIONREAD, {1, 2}) = 0
server: writev(3, {"a" "b"}) = 2
server: writev(3, 4) = 2
server: readv(3, {-1}, _) = 2
server: sendmsg(3, {"a"}, {SCM_RIGHT: 4}, 0) = 1
server: sendmsg(3, {"a"}, {SCM_RIGHTS: 1..4}, 0) = 1
server: getsockopt(3, SOL_SOCKET, TCP_INFO, {state: LISTEN}) = 0
server: getsockopt(3, IPPROTO_TCP, TCP_INFO, {stat: LISTEN}) = 0
server: getsockopt(3, IPPROTO_TCP, TCP_INFO, {state: QQ}) = 0
server: connect(3, 7) = 0
server: signal(SIGUSR1, qq) = 0
server: memfd_create("x"*3, 0) = 3
server: send(3, $x, 0) = 1
server: close($fd) = 0
server: close(3) = $9
server: close(3) = 9..2
server: thread(server) = ?
server: handler rann SIGUSR1
server: handler ran qq
server$ nstat Qq = +1
server$ nstat TcpExtListenOverflow = +1
server$ nstat TcpExtListenOverflows = qq
server$ nstat TcpExtListenOverflows
server$ ss LISTEN *:80 users:qq
server$ ss LISTEN *:80 users:sever
server$ ss LISTEN *:80 proto:qq
server$ ss LISTEN *:80 count:qq
server$ ss LISTEN *:80 recv-p:1
server$ ss LISTEN *:80 qq:1
server$ ss LISTEN *:80 count:1 count:1
server$ ss no LISTEN *:80 count:1
wire: change [P.] client > server
wire: change [P.] client > server seqq:1
wire: change [P.] client > server qq:1
wire: change [P.] client > server seq:qq
wire: change [P.] client > server byte:qq
wire: change [P.] client > server ttl:999
wire: change udp client > server seq:1
wire: forge [Q] client > server
wire: forge udp client > server
wire: [P.] client > server len:qq
LINES
check 'what is said of scripts is' left "$scratch"/screens/mistake.*

# ---- a lesson with many ----

cat >"$scratch/x.md" <<'LESSON'
---
titel: x
title: [a]
chapter: 1
toggles:
  - name: a
    values: x
needs: [foo, wire]
minutes: 900
compare: [a, b, c]
view: foo
---

<b>Qq</b>

| q | q |
|---|---|
| 1 | 2 |

![q](q)

```lab qq
server: socket(AF_INET, SOCK_STREAM, 0)
```

```predict
server: qq()
```
LESSON
also titel foo "$(sed -n 's/^\([a-z]*\):.*/\1/p' "$scratch/x.md")" name label \
    id symptoms summary
(cd "$scratch" && printed wrong-lesson check x.md)
check 'what is said of a lesson is' left "$scratch/screens/wrong-lesson"

# ---- what runs otherwise ----

cat >"$scratch/x.lab" <<'LAB'
server: = 3
client: exited 0
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 10.0.0.1:12000) = -1 EADDRINUSE
server: listen(3, 5) = 0
server: accept(3, _) = ...
server: close(3) = 0
server$ ss ESTAB *:80 timer:(on)
server$ sysctl -n net.ipv4.tcp_sack = 7
wire: [S] client > server
wire: hold
wire: deliver
client: start
client: exit(0)
client: close(3) = 0
LAB
also "$(cat "$scratch/x.lab")" namespace
echo "$(uname -sr)" >>"$scratch/phrases"
(cd "$scratch" && printed otherwise run x.lab)
check 'what runs otherwise is' left "$scratch/screens/otherwise"

# ---- the wire, a packet, the states ----

seen wire 2 <<'KEYS'
<Space><Space><Space>0<Space><Space>0<Space><Space>0<Space><Space>0<Space><Space>
w
@here
<Up><Up>f
@here
<PageDown>
@here
@resize 120 60
@here
<Esc>v
@here
@resize 80 24
@here
KEYS
check 'the wire is' left "$scratch"/screens/wire.*
