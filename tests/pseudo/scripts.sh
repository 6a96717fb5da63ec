# scripts.sh - what is said of scripts, lessons and packets; read in by run.sh.

# The figure's own words, tcpdump's, ss's, and names of protocols.
also rcv seq ack len SYN-RECEIVED Ethernet IEEE sysctl x.lab x.md Qq

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
