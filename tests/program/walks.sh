#!/bin/sh
# walks.sh - three whole lessons and the bench, by the keys that a learner
# presses, on screens of many sizes: what a step is about can be seen on all of
# them, errno and states together.

set -u
. "$(dirname "$0")/../shell.sh"

export LC_ALL=C.UTF-8 TERM=xterm-256color
unset LINES COLUMNS

# seen TEXT...: orders by which each of them must be seen at all sizes.
seen() {
    for size in 60x16 61x17 80x23 119x29 120x30 120x40 121x31 159x44 160x45 \
        200x60 233x71 80x24; do
        echo "@resize ${size%x*} ${size#*x}"
        for text; do
            echo "@expect $text"
        done
    done
}

play 'a server and a client, from the menu to the next lesson' <<KEYS
1<Enter>
@wait step 0/16
<Space>
@expect socket(AF_INET, SOCK_STREAM, 0)  3
<Enter>
@expect bind(3, 0.0.0.0:12000)
<Space>
@expect Question
@refuse ▶ 1
<Down>
@expect ▶ 1  0
3<Space>
$(seen ECONNREFUSED)
@expect ✓
@expect The 5 is the
<Space>
$(seen LISTEN "listen(3, 5)")
@expect Send-Q 5
<Space>
@expect Question
1<Space>
$(seen ESTAB LISTEN)
@expect Recv-Q 1
<Space><Space>
$(seen "recv(3" ... ESTAB)
?
@expect Keys: a lesson
<Esc>
b
@expect step 8/16
<Space>
@expect step 9/16
<Space><Space><Space>
@expect step 12/16
$(seen FIN-WAIT-2 CLOSE-WAIT)
<Space>
@expect blocks in accept
<Space>1<Space>
$(seen TIME-WAIT)
<Space>
@expect To be taken away
@expect Enter opens the next
<Enter>
@wait 2 Address already in use
q
@expect lessons done
KEYS

play 'address already in use, with both worlds in sight' 2 <<KEYS
@wait step 0/14
<Space>
@expect SO_REUSEADDR
$(seen LISTEN "accept(3" "blocks in accept")
<Space>
@expect killed by SIGINT
<Space>
@expect Question: SO_REUSEADDR off
11
@expect You said
<Space>
@expect bind(): 0, right.
<Space>
$(seen ESTAB "connect(3")
<Space><Space>
$(seen FIN-WAIT CLOSE-WAIT)
<Space>
$(seen "TIME-WAIT  ")
<Space>
@expect Question: SO_REUSEADDR off
1
@expect Question: SO_REUSEADDR on
@expect SO_REUSEADDR off: 0
@resize 60 16
@expect Question
@resize 80 24
1<Space>
$(seen EADDRINUSE TIME-WAIT)
@expect SO_REUSEADDR off: -1 EADDRINUSE, you said 0.
@expect SO_REUSEADDR on: 0, right.
@expect no process
w
$(seen EADDRINUSE TIME-WAIT)
v
$(seen EADDRINUSE TIME-WAIT)
v
<Tab><Tab><Tab><Down>
<Enter>
@expect explain
<Esc><Esc>
z
<Esc>
<Space><Space>
$(seen ECONNREFUSED TIME-WAIT)
<Space>
$(seen EADDRINUSE)
<Space>
@expect To be taken away
@expect bind()
KEYS

play 'the last ACK gets lost, on the wire and in two strips' 31 <<KEYS
@wait step 0/12
<Space>
$(seen "close(3)" ESTAB)
<Space>
$(seen FIN-WAIT-2 CLOSE-WAIT)
<Space>
$(seen LAST-ACK TIME-WAIT "[.]")
@expect waits
<Space>
$(seen LAST-ACK TIME-WAIT)
<Space>
@expect Question
22<Space>
$(seen LAST-ACK EADDRINUSE)
w
$(seen LAST-ACK EADDRINUSE)
w
<Space>
$(seen LAST-ACK)
@expect [R]
@resize 119 29
@expect [R]
@resize 233 71
@expect [R]
@resize 80 24
<Space>
@expect Question
12
<Space>
$(seen TIME-WAIT "poll(")
@expect right
v
$(seen TIME-WAIT)
v
<Space>
$(seen ECONNRESET TIME-WAIT)
<Space>
$(seen TIME-WAIT "bind(3")
<Space>
@expect To be taken away
KEYS

play 'a session on the bench' <<KEYS
B
@wait The bench
s
$(seen LISTEN "accept(3")
c
@wait ESTAB
$(seen ESTAB LISTEN)
d
@expect send(
x
$(seen CLOSE-WAIT FIN-WAIT)
X
@wait TIME-WAIT
$(seen TIME-WAIT "close(")
i
@expect killed by SIGINT
t1<Esc>
@expect SO_REUSEADDR on
s
@wait LISTEN
$(seen TIME-WAIT)
:copy@server: socket(AF_INET, SOCK_STREAM, 0)<Enter>
:copy: bind(3, 0.0.0.0:12000)<Enter>
@wait EADDRINUSE
$(seen EADDRINUSE TIME-WAIT)
<Tab><Tab><Tab><Down>
@expect ▶
<Enter>
<Esc>
<Esc>
w
$(seen TIME-WAIT EADDRINUSE)
w
T
s
@wait LISTEN
$(seen LISTEN "accept(3")
q
@expect lessons done
KEYS

# ---- what has no rows at 80 columns ----

play 'packets and hidden states stand in the lines of the frame' --recorded \
    5 <<'KEYS'
@wait step 0/
J10<Enter>
@wait step 10/
@expect wire: <[F.] [F.]> <[.]
@expect ▼ TIME-WAIT
?/The last packets<Enter>
@expect The last packets of this step
/in a line, the<Enter>
@expect in a line, the states
<Esc>
w
@refuse wire: <[F.]
KEYS
