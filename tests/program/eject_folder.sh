#!/bin/sh
# eject_folder.sh - where `socket-lab eject` writes and where its programs run
# there is something already, or too little room, or a name that is odd: what
# others have made stays, and nothing half done is left. That every lane of
# every lesson compiles and plays is for eject.sh.

set -u
. "$(dirname "$0")/../shell.sh"

# As the Makefile has it, and optimised: then the compiler looks closer.
flags="$c17 -O2"
proofs=$PWD/tests/lessons/glossary/proofs

# Not all systems have a sysctl(8), nor it in everybody's path: here it is of
# no use to whom calls it.
mkdir "$scratch/path"
printf '#!/bin/sh\nexit 127\n' >"$scratch/path/sysctl"
chmod 755 "$scratch/path/sysctl"
PATH=$scratch/path:$PATH

# ---- what can go wrong ----

# refuses STATUS WORDS ARGUMENT...: and leaves nothing behind.
refuses() {
    want=$1 words=$2
    shift 2
    ls -A >"$scratch/before"
    "$program" eject "$@" >"$scratch/said" 2>&1
    got=$?
    cat "$scratch/said"
    ls -A | diff "$scratch/before" - && [ $got -eq "$want" ] &&
        grep -q "$words" "$scratch/said"
}

# A disk that holds the first files, and not all of them.
full_disk() {
    unshare -Urm sh -c '
        mkdir disk && mount -t tmpfs -o size=16k tmpfs disk || exit 1
        "$1" eject 1 disk/folder
        [ $? -eq 3 ] && [ -z "$(ls -A disk)" ]' sh "$program"
}

failures() {
    mkdir "$scratch/work" "$scratch/work/taken"
    cd "$scratch/work" || exit 1
    echo mine >taken/server.c
    check 'a folder that is there is left alone' \
        refuses 2 'is there already' 1 taken
    check 'what was in it stays' grep -q mine taken/server.c
    check 'a folder in a place that there is not' refuses 3 'No such' 1 no/where
    check 'an unknown lesson' refuses 2 'no lesson' nonsense
    check 'an unknown toggle' refuses 2 'toggle' -s nonsense=on 2
    check 'an unknown value' refuses 2 'reuseaddr' -s reuseaddr=maybe 2
    check 'no lesson at all' refuses 2 'takes a lesson'
    check 'three words' refuses 2 'takes a lesson' 1 a b
    for line in 'wait 1ms' 'server$ ss no LISTEN *:80' 'wire: none'; do
        printf '# Only\n\n%s\nwait 1ms\n' "$line" >only.lab
        check "a script without a process: $line" \
            refuses 2 'only.lab:3: no process' only.lab
    done
    printf '# Only\n\nserver: thread(b) = ?\n' >only.lab
    check 'a thread' refuses 2 'only.lab:3: a thread was found' only.lab
    printf '# Only\n\nserver: getsockopt(3, IPPROTO_TCP, TCP_INFO, {rto: 1}) = 0\n' \
        >only.lab
    check 'a member of a struct' refuses 2 'only.lab:3: a member' only.lab
    printf '# Only\n\nserver: sendmsg(3, {"a", "b"}, 0) = 2\n' >only.lab
    check 'a message' refuses 2 'only.lab:3: sendmsg() was found' only.lab
    check 'the name is the lesson'"'"'s' "$program" eject 1
    check 'and has the programs' test -s a-server-and-a-client/client.c
    if unshare -Urm true 2>/dev/null; then
        check 'a full disk, and nothing is left' full_disk
    else
        skip 'a full disk, and nothing is left' 'no user namespaces here'
    fi
}

# An actor may have any name, a string any bytes, and a title any sign.
odd_names() {
    cat >"$scratch/odd.md" <<'LESSON'
---
title: "A title */ with 'quotes', \" and **/ int more; /*"
chapter: Odd
summary: Names that a Makefile knows, and bytes that C does.
minutes: 1
---

Prose with 'quotes', `code` and $dollars.

```lab
run@server: socket(AF_INET, SOCK_DGRAM, 0) = 3
run: bind(3, 127.0.0.1:12000) = 0
all-2@server: socket(AF_INET, SOCK_DGRAM, 0) = 3
all-2: sendto(3, "\x00\x05a%d??/\"\\'"*3, 33, 0, 127.0.0.1:12000) = 33
run: recv(3, "\x00\x05a%d??/\"\\'"*3, 1024, 0) = 33
run: setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {0, 1000}) = 0
all-2: sendto(3, "a@ tab, and a line that is too long for one row", 0, 127.0.0.1:12000) = 47
run: recv(3, "a@ tab, and a line that is too long for one row", 1024, 0) = 47
```
LESSON
    tab=$(printf '\t')
    sed "s/@ tab/$tab tab/" "$scratch/odd.md" >"$scratch/odd-tab.md"
    "$program" eject "$scratch/odd-tab.md" "$scratch/odd" &&
        make -s -C "$scratch/odd" CFLAGS="$flags" all run
}

# ---- what is there already ----

# script NAME: a stand-alone script from standard input, ejected and compiled.
script() {
    cat >"$scratch/$1.lab" && "$program" eject "$scratch/$1.lab" "$scratch/$1" >"$scratch/said" &&
        make -s -C "$scratch/$1" CFLAGS="$c17"
}

# differs FOLDER WORDS: its play is no success, and shows these words.
differs() {
    ! timeout 60 make -s -C "$scratch/$1" run >"$scratch/said" 2>&1
    ended=$?
    cat "$scratch/said"
    [ $ended -eq 0 ] && grep -q DIFFERS "$scratch/said" &&
        grep -q "$2" "$scratch/said"
}

# same_file FILE INODE: nobody has put another in its place.
same_file() {
    [ "$(stat -c %i "$1")" = "$2" ]
}

# listening FOLDER SOCKET: a program of another folder listens there; its lines
# come from descriptor 7, and its process is $live.
listening() {
    printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "server: bind(3, unix:$2) = 0" 'server: listen(3, 5) = 0' \
        'server: accept(3, _) = 4' \
        'client: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "client: connect(3, unix:$2) = 0" | script "$1" || return 1
    mkfifo "$scratch/$1/lines" && exec 7<>"$scratch/$1/lines" || return 1
    (cd "$scratch/$1" && exec ./server <lines 2>said) &
    live=$!
    printf '\n\n\n' >&7
    eventually grep -q 'listen(3, 5) = 0' "$scratch/$1/said"
}

# answers FOLDER: and it goes on accepting.
answers() {
    echo >&7
    (cd "$scratch/$1" && printf '\n\n' | ./client) 2>&1 |
        grep 'connect.* = 0$' &&
        eventually grep 'accept(3, _) = 4' "$scratch/$1/said"
}

# Whatever is at the path: a file, a link that leads nowhere, a folder.
others_paths() {
    echo mine >"$1/file"
    ln -s nowhere "$1/link"
    mkdir "$1/folder"
    for kind in file link folder; do
        printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
            "server: bind(3, unix:$1/$kind) = 0" \
            "server: unlink(\"$1/$kind\") = 0" | script "at-$kind" &&
            differs "at-$kind" 'bind.*EADDRINUSE' &&
            grep 'unlink.* = not called' "$scratch/said" || return 1
    done
    grep mine "$1/file" && [ -L "$1/link" ] && [ ! -e "$1/nowhere" ] &&
        [ -d "$1/folder" ]
}

# By hand: what a program has made is gone, and another's is there instead.
replaced() {
    printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "server: bind(3, unix:$1/twice) = 0" \
        'server: socket(AF_UNIX, SOCK_STREAM, 0) = 4' \
        "server: bind(4, unix:$1/kept) = 0" \
        "server: unlink(\"$1/twice\") = 0" | script replaced || return 1
    cd "$scratch/replaced" && mkfifo lines && exec 8<>lines || return 1
    ./server <lines 2>said &
    printf '\n\n\n\n' >&8
    eventually grep -q 'bind(4' said || return 1
    rm "$1/twice" && echo mine >"$1/twice" && printf '\n\n' >&8
    wait $!
    cat said
    grep 'unlink.* = not called' said && [ -S "$1/kept" ] || return 1
    # So does the end of a run.
    # shellcheck disable=SC2016
    bash -c '. ./steps.sh && drop_files made.files' &&
        grep mine "$1/twice" && [ ! -e "$1/kept" ]
}

what_is_there() {
    at=$scratch/at
    mkdir "$at"
    check 'another program listens' listening live "$at/agent.sock"
    inode=$(stat -c %i "$at/agent.sock")
    printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "server: bind(3, unix:$at/agent.sock) = 0" | script taken
    check 'its path is in use, which differs' differs taken EADDRINUSE
    check 'which was said before' grep "^# $at/agent.sock is there" \
        "$scratch/said"
    check 'its file stays' same_file "$at/agent.sock" "$inode"
    for want in 0 '?'; do
        echo "server: unlink(\"$at/agent.sock\") = $want" | script "gone-$want"
        check "unlink() = $want is not called for it" \
            differs "gone-$want" 'unlink.* = not called'
    done
    check 'its file stays for unlink() as well' \
        same_file "$at/agent.sock" "$inode"
    check 'and it goes on accepting' answers live
    kill "$live"
    check 'a file, a link and a folder stay' others_paths "$at"
    check 'so does what has come to be there meanwhile' replaced "$at"
}

# Beside the programs may be others, which make must not take for its own.
what_is_beside() {
    "$program" eject -s name=/tmp/socket-lab-stale 14 "$scratch/beside" || return 1
    cd "$scratch/beside" || return 1
    echo 'int main(void) { return 0; }' >mine.c
    echo mine >mine
    echo mine >notes.steps
    make -s && make -s clean && ls && grep mine mine notes.steps mine.c &&
        [ ! -e server ]
}

# Actors that are called as what a folder has, or as another one's program.
same_names() {
    for actor in all all-actor GNUmakefile makefile steps made; do
        echo "$actor@server: socket(AF_INET, SOCK_DGRAM, 0) = 3"
    done | script names && make -s -C "$scratch/names" run &&
        make -s -C "$scratch/names" clean &&
        [ ! -e "$scratch/names/all-actor" ]
}

# What is set, destroyed or sent must have been.
judged() {
    printf '%s\n' 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3' \
        'server$ sysctl net.ipv4.tcp_fin_timeout=7' \
        'client$ sysctl net.ipv4.tcp_fin_timeout=8' \
        'server$ sysctl -n net.ipv4.tcp_fin_timeout = 7' \
        'client$ sysctl -n net.ipv4.tcp_fin_timeout = 8' \
        'client$ sysctl no net.ipv4.tcp_no_such' | script set &&
        make -s -C "$scratch/set" run
}

# All that poll() found is named, by the lab and by the programs.
polled() {
    printf '%s\n' 'server: socket(AF_INET, SOCK_STREAM, 0) = 3' \
        'server: bind(3, 10.0.0.1:12000) = 0' 'server: listen(3, 5) = 0' \
        'client: socket(AF_INET, SOCK_STREAM, 0) = 3' \
        'client: connect(3, 10.0.0.1:12000) = 0' 'server: accept(3, _) = 4' \
        'client: shutdown(3, SHUT_WR) = 0' \
        'server: poll(4, POLLIN|POLLRDHUP, 1000) = POLLIN|POLLRDHUP' |
        script poll && make -s -C "$scratch/poll" run >"$scratch/said" &&
        grep 'poll.*= POLLIN|POLLRDHUP$' "$scratch/said"
}

# Sockets are told apart by their queues, by who has them, and counted.
queued() {
    grep -v '^wire\|send-q:5 users:client' "$1" | script queues &&
        make -s -C "$scratch/queues" run
}

# How far the kernel's counters have come.
counted() {
    script counters <"$proofs/counters.lab" &&
        make -s -C "$scratch/counters" run
}

if unshare -Urn true 2>/dev/null && command -v ss >/dev/null; then
    check 'odd names, bytes and signs' odd_names
    what_is_there
    check 'programs beside ours are let alone' what_is_beside
    check 'actors called as files are' same_names
    check 'sysctls that could be set' judged
    check 'all events of poll()' polled
    check 'counters' counted
    check 'queues, owners and how many' \
        queued "$proofs/queues.lab"
    for line in 'sysctl net.ipv4.tcp_fin_timeout=x' 'sysctl net.ipv4.no=1' \
        'sysctl -n net.ipv4.tcp_fin_timeout = 4' 'ss -K ESTAB *:1' \
        'ss any *:* count:7' 'ss any *:* recv-q:1..' 'ss any *:* users:server' 'nstat UdpNoPorts = +1'; do
        n=$((${n:-0} + 1))
        printf 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3\nclient$ %s\n' \
            "$line" | script "judged-$n"
        check "judged: $line" differs "judged-$n" "^ 2 client. ${line%%[ .]*}"
    done
else
    skip 'programs beside others are played' 'no user namespaces, or no ss'
fi
failures
