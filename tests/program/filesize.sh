#!/bin/sh
# filesize.sh - that a file which grows beyond `ulimit -f` (RLIMIT_FSIZE,
# setrlimit(2)) is an error with its reason, wherever the program writes one,
# and that nothing half done is left. By default such a write ends a process.

set -u
. "$(dirname "$0")/../shell.sh"

cd "$scratch" || exit 1
mkdir -p "$XDG_STATE_HOME/socket-lab"
{
    echo 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3'
    # Enough lines that no report fits.
    for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        echo "server: getsockopt(3, SOL_SOCKET, SO_ERROR, 0) = 0 # $n"
    done
} >long.lab
printf '%s\n' 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' \
    'client: connect(3, 10.0.0.1:80) = -1 ECONNREFUSED' \
    'client: connect(3, 10.0.0.1:80) = -1 ECONNREFUSED' \
    'client: connect(3, 10.0.0.1:80) = -1 ECONNREFUSED' \
    'client: connect(3, 10.0.0.1:80) = -1 ECONNREFUSED' >wire.lab

# limited OUT STATUS ARGUMENT...: run with files of one block at most, and with
# this status and reason. Devices such as /dev/null have no limit.
limited() {
    to=$1 want=$2
    shift 2
    (ulimit -f 1 && exec "$program" "$@" >"$to" 2>err)
    got=$?
    cat err
    echo "status $got"
    [ $got -eq "$want" ] && grep 'File too large' err
}

# leaves_nothing COMMAND...: no new file by any name.
leaves_nothing() {
    : >check
    ls -AR >before
    "$@" && ls -AR | diff before -
}

: >err
: >before
for format in text tap json junit; do
    check "a report: $format" limited out 1 run --format $format long.lab
done
check 'reports side by side' limited out 1 run -j 2 long.lab long.lab
for command in list explain --help; do
    check "what is printed: $command" limited out 1 $command
done
check 'what eject writes' leaves_nothing limited /dev/null 3 eject 1 folder
echo '@save screen.txt' >save.keys
check 'a saved screen' limited /dev/null 1 --keys save.keys
rm -f screen.txt

if "$program" run --isolation namespace wire.lab >out 2>&1; then
    check 'a capture' limited /dev/null 1 run --pcap a.pcapng wire.lab
    check 'a capture side by side' \
        limited /dev/null 1 run -j 2 --pcap a.pcapng wire.lab wire.lab
    mkdir recordings
    check 'a recording' \
        leaves_nothing limited /dev/null 2 record --to recordings 1
else
    skip 'captures and recordings' "$(head -n 1 out)"
fi

# An actor is a process like any other.
printf '%s\n' 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3' 'server: SIGXFSZ' \
    'server: killed SIGXFSZ' >killed.lab
check 'an actor is ended by the signal' "$program" run killed.lab

# ---- on the screen ----

# play_limited WHAT ARGUMENT...: the key script on standard input holds, where
# no file can have any content.
play_limited() {
    what=$1
    shift
    cat >play.keys
    check "$what" leaves_nothing sh -c \
        'ulimit -f 0 && exec "$0" "$@" --keys play.keys >/dev/null 2>&1' \
        "$program" "$@"
}

play_limited 'the programs of a lesson' 1 <<'KEYS'
<Space>
e
@expect File too large
KEYS

# A lesson is done, and its receipt can be saved, when its steps are.
cat >wrong.md <<'LESSON'
---
title: A wrong result
chapter: Own
summary: What the kernel does not do.
minutes: 1
---

A socket is made, see socket(2).

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 4
```
LESSON
play_limited 'a receipt' wrong.md <<'KEYS'
<Space>
!
@expect Receipt
Y
@expect File too large
KEYS
# That a step was taken is kept.
play_limited 'progress' 1 <<'KEYS'
<Space>
@wait File too large
KEYS
if "$program" run --isolation namespace wire.lab >out 2>&1; then
    sed 's/^server.*/client: socket(AF_INET, SOCK_STREAM, 0) = 3\
client: connect(3, 10.0.0.1:80) = -1 ECONNREFUSED/' wrong.md >wired.md
    play_limited 'a capture of what is on the screen' wired.md <<'KEYS'
<Space><Space>
w
P
@expect File too large
KEYS
else
    skip 'a capture of what is on the screen' "$(head -n 1 out)"
fi
