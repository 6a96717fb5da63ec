#!/bin/sh
# faults.sh - makes the system calls and the allocations of the program fail,
# one in each run, and looks at what becomes of it: no hang, no crash, no wrong
# verdict, nothing left behind, and a sentence that says why (faults.c).
#
# FAULTS=all makes every fault there is, which takes most of an hour; else a
# sample is made, spread evenly over all, that takes at most a minute.

set -u
. "$(dirname "$0")/../shell.sh"

tools=$(dirname "$program")/tests/faults
lesson1=$root/lessons/01-a-server-and-a-client.md
lesson2=$root/lessons/02-address-already-in-use.md

# A script of several processes and of Unix sockets.
cat >"$scratch/forks.lab" <<'LAB'
server: socket(AF_UNIX, SOCK_STREAM, 0) = 3
server: bind(3, unix:/tmp/s) = 0
server: listen(3, 5) = 0
server: fork(worker) = ?
client: socket(AF_UNIX, SOCK_STREAM, 0) = 3
client: connect(3, unix:/tmp/s) = 0
worker: accept(3, _) = 4
worker: send(4, "hello", 5, 0) = 5
client: recv(3, "hello", 10, 0) = 5
server: SIGKILL
server: killed SIGKILL
worker: exit(0)
worker: exited 0
LAB

# A child whose first order is its last.
cat >"$scratch/exits.lab" <<'LAB'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: fork(worker) = ?
worker: exit(0)
worker: exited 0
LAB

# Something to complain of, so that messages are made as well.
cat >"$scratch/wrong.md" <<'LESSON'
---
title: Wrong
chapter: Wrong
summary: Wrong
minutes: 5
toggles:
  - name: nodelay
    label: TCP_NODELAY
    values: [off, on]
compare: nodelay
---

A [link](http://example.org) and no source, rfc 793.

```c server
int main(void) { /* a line that is far too long for a terminal of eighty columns */ }
```

```lab
server: socket(AF_INET, SOCK_STREAM, 0)
server: setsockopt(3, IPPROTO_TCP, TCP_NODELAY, $nodelai) = 0
server: bend(3) = 0
```
LESSON

# Words with every kind of evidence, right and wrong.
cat >"$scratch/errnos.md" <<'WORDS'
# Errnos

## EADDRINUSE
also: Busy

- It is taken.
  source: bind(2), the manual
  proof: address-already-in-use: server: jump

### bind

- By a socket.
  proof: forks.lab: server: listen(3, 5) = 0
WORDS

# The program draws, and keeps where one was; at its end it saves the screen.
cat >"$scratch/menu.keys" <<'KEYS'
2
/bind<Enter>
<Esc>
2<Enter>
<Space><Space><Space>
w
q
@save ../home/screen
KEYS
cat >"$scratch/bench.keys" <<'KEYS'
sc
:client: connect(3, 10.0.0.1:12000)<Enter>
<Esc>w
r
t
@save ../home/screen
KEYS

# inject WHAT MOST OPTION... -- COMMAND...: so many faults, if not all of them.
inject() {
    name=$1 limit=$2
    shift 2
    [ "${FAULTS:-}" != all ] || limit=0
    mkdir -p "$scratch/runs"
    "$tools/faults" "$name" --most "$limit" --jobs "$(nproc)" \
        --scratch "$scratch/runs" "$@"
    rm -rf "$scratch/runs"
}

# Allocations of the run of these arguments.
allocations() {
    what=$1 most=$2
    shift 2
    inject "each allocation of $what" "$most" \
        --allocations "$tools/preload_alloc.so" -- "$program" "$@"
    inject "from each allocation of $what on" "$((most / 3 + 1))" \
        --allocations "$tools/preload_alloc.so" --rest -- "$program" "$@"
}

# System calls of the run of these arguments.
calls() {
    what=$1 most=$2
    shift 2
    # shellcheck disable=SC2086
    inject "each system call of $what" "$most" $but -- "$program" "$@"
}

namespace='--isolation namespace'
if ! echo 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' |
    "$program" run $namespace - >"$scratch/out" 2>&1; then
    skip 'faults in namespaces' "$(tr "\\n" " " <"$scratch/out" | cut -c1-300)"
    namespace='--isolation loopback'
fi

# Under ASan it is its own allocator that gets no memory of mmap(), and aborts.
but=
if nm -D "$program" 2>/dev/null | grep -q ' __asan_init'; then
    but='--not mmap'
    echo 'ok - allocations # SKIP ASan has an allocator of its own in place of' \
        'the one that is made to fail'
else
    allocations 'check' 30 check "$lesson2"
    allocations 'check of what is wrong' 30 check "$scratch/wrong.md"
    allocations 'check of words' 30 check "$scratch/errnos.md"
    allocations 'the list of words' 30 explain
    allocations 'run of lesson 1' 24 run $namespace "$lesson1"
    allocations 'run of forks' 24 run $namespace "$scratch/forks.lab"
    allocations 'eject' 30 eject 2 out
fi
# LeakSanitizer is a tracer itself, and there can be only one (ptrace(2)).
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
calls 'run of lesson 1' 50 run $namespace "$lesson1"
calls 'run of lesson 2' 30 run $namespace "$lesson2"
calls 'run of forks' 40 run $namespace "$scratch/forks.lab"
inject "an exit() that can't be read" 0 --only 2.1:recvmsg:1:ENOMEM -- \
    "$program" run $namespace "$scratch/exits.lab"
calls 'the list of words' 30 explain
calls 'run in loopback' 30 run --isolation loopback "$lesson1"
calls 'the menu' 40 --keys "$scratch/menu.keys"
calls 'the bench' 40 bench --keys "$scratch/bench.keys"
# shellcheck disable=SC2086
inject 'each system call of the menu on a terminal' 24 $but --terminal -- \
    "$program"
