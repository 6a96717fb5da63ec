#!/bin/sh
# recordings.sh - that every lesson still runs as it was recorded, what
# `socket-lab record` does, and how the screen shows what can't run here.

set -u
. "$(dirname "$0")/../shell.sh"

export LC_ALL=C.UTF-8 TERM=xterm-256color
unset LINES COLUMNS

# status WANT ARGUMENT...: the program ends so.
status() {
    want=$1
    shift
    "$program" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
    got=$?
    [ "$got" -eq "$want" ] || echo "status $got" >>"$scratch/err"
    [ "$got" -eq "$want" ]
}

# says WHAT FILE TEXT
says() {
    if grep -qF -e "$3" "$2"; then
        pass "$1"
    else
        fail "$1: expected '$3'" "$2"
    fi
}

# ---- those that are shipped ----

# A fresh run of each must agree with its recording. On another kernel than
# theirs a difference is the kernel's.
kernel=$(uname -r | sed 's/^\([0-9]*\.[0-9]*\).*/Linux \1./')
fresh=$scratch/fresh
mkdir "$fresh"
cp lessons/recordings/*.json "$fresh"

# agrees: whether the lesson has run as recorded; else why not.
agrees() {
    line=$(sed -n "s|^[^:]*/$name\.json: ||p" "$scratch/out")
    [ "$line" = unchanged ] && return
    grep -F "$lesson: " "$scratch/err" >"$scratch/why"
    echo "$line" >>"$scratch/why"
    echo '`make recordings` records anew what has changed.' >>"$scratch/why"
    return 1
}

# agrees_at_last: a second time where the first came out otherwise, which is
# told. A recording has the order of all that happened, and between two looks at
# the hosts a kernel's timer may go off on a machine that stalls.
agrees_at_last() {
    agrees && return
    sed 's/^/# once: /' "$scratch/why"
    cp "$recording" "$fresh" &&
        "$program" record --to "$fresh" "$lesson" >"$scratch/out.again" \
            2>"$scratch/err.again" || return 1
    [ "$(sed 's/^[^:]*: //' "$scratch/out.again")" = unchanged ]
}

namespaces=
echo 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' |
    "$program" run --isolation namespace - >"$scratch/out" 2>&1 &&
    namespaces=yes
if [ -n "$namespaces" ]; then
    # They wait more than they compute.
    printf '%s\n' lessons/[0-9]*.md | xargs -n 3 -P 4 \
        "$program" record --to "$fresh" >"$scratch/out" 2>"$scratch/err"
    for lesson in lessons/[0-9]*.md; do
        name=${lesson##*/}
        name=${name%.md}
        recording=lessons/recordings/$name.json
        if agrees_at_last; then
            pass "$name runs as it was recorded"
        elif [ -f "$recording" ] && ! grep -qF "\"$kernel" "$recording"; then
            echo "ok - $name # SKIP recorded on another kernel, and $line"
        else
            fail "$name runs as it was recorded" "$scratch/why"
        fi
    done
else
    skip 'lessons run as they were recorded' "$(tr '\n' ' ' <"$scratch/out")"
fi

# ---- record ----

cat >"$scratch/mine.md" <<'MD'
---
title: Mine
chapter: Own
summary: One sentence.
minutes: 1
needs: [wire]
---

First prose.

```lab
wire: hold
client: socket(AF_INET, SOCK_STREAM, 0) = 3
```

Second prose.

```lab
client: connect(3, 10.0.0.1:12000) = ...
wire: [S] client > server
```
MD
sed 's/= 3$/= 7/' "$scratch/mine.md" >"$scratch/wrong.md"

if [ -n "$namespaces" ]; then
    check 'a lesson of your own is recorded' \
        status 0 record "$scratch/mine.md"
    says 'and it is said where' "$scratch/out" \
        "$scratch/recordings/mine.json: recorded"
    cp "$scratch/recordings/mine.json" "$scratch/before"
    check 'recorded again' status 0 record "$scratch/mine.md"
    says 'it is unchanged' "$scratch/out" 'mine.json: unchanged'
    check 'and so is its file' cmp "$scratch/before" \
        "$scratch/recordings/mine.json"

    sed '/^wire: hold/a server: sigaction(SIGUSR1, handler) = 0\
server: SIGUSR1\
server: handler ran SIGUSR1' "$scratch/mine.md" >"$scratch/signal.md"
    check 'a handler that ran is recorded' status 0 record "$scratch/signal.md"
    says 'by its signal' "$scratch/recordings/signal.json" \
        '"server","SIGUSR1"]'
    play 'and is shown' --recorded "$scratch/signal.md" <<'KEYS'
<Space>
@expect handler ran SIGUSR1
KEYS

    check 'a lesson that does not hold' status 1 record "$scratch/wrong.md"
    says 'is told of' "$scratch/err" \
        'wrong.md:13: client: socket(AF_INET, SOCK_STREAM, 0) = 7: expected 7'
    check 'and is not recorded' \
        test ! -e "$scratch/recordings/wrong.json"

    check 'a folder that cannot be' \
        status 2 record --to /proc/nowhere "$scratch/mine.md"
    says 'is told of as well' "$scratch/err" '/proc/nowhere'

    play 'it is shown where it cannot run' --isolation loopback \
        "$scratch/mine.md" <<'KEYS'
@wait step 0/2  recorded on Linux
@expect This machine can't run the lesson, so what you see was recorded on
<Space>
@expect socket(AF_INET, SOCK_STREAM, 0)
<Space>
@expect blocks in connect
w
@expect [S] seq 0
@expect The lesson is done
KEYS

    # What was changed or forged on the wire is recorded as that.
    sed '/^wire: \[S\]/{
a wire: change [S] client > server win:1
a wire: forge [R.] server > client ack:1
}' "$scratch/mine.md" >"$scratch/strange.md"
    check 'a lesson with strangers is recorded' \
        status 0 record "$scratch/strange.md"
    for made in changed forged; do
        check "with what they have $made" \
            grep -q "\"packet\".*,\"$made\"\]" \
            "$scratch/recordings/strange.json"
    done
    check 'recorded again' status 0 record "$scratch/strange.md"
    says 'it is unchanged' "$scratch/out" 'strange.json: unchanged'
    play 'and is shown so' --isolation loopback "$scratch/strange.md" <<'KEYS'
@wait step 0/2  recorded on Linux
<Space>
<Space>
w
@expect changed
@expect [S] seq 0 changed
@expect [R.] seq 0 ack 1 forged
KEYS
    sed 's/Second prose/Other prose/' "$scratch/mine.md" >"$scratch/x"
    cp "$scratch/x" "$scratch/mine.md"
    play 'prose may be mended' --recorded "$scratch/mine.md" <<'KEYS'
@wait step 0/2  recorded on Linux
KEYS
    sed 's/:12000/:12001/' "$scratch/x" >"$scratch/mine.md"
    play 'a script that has changed has no recording' --recorded \
        "$scratch/mine.md" <<'KEYS'
@wait another version of
@refuse recorded on
KEYS
    cp "$scratch/x" "$scratch/mine.md"
    head -n 7 "$scratch/before" >"$scratch/recordings/mine.json"
    play 'one that is cut short is told of with its line' --recorded \
        "$scratch/mine.md" <<'KEYS'
@wait mine.json:7: found the end of the file
KEYS
    : >"$scratch/recordings/mine.json"
    play 'an empty one, too' --recorded "$scratch/mine.md" <<'KEYS'
@wait mine.json:0: found the end of the file
KEYS
    rm "$scratch/recordings/mine.json"
else
    skip 'recording a lesson of your own' 'no namespaces'
fi

check 'a lesson that there is not' status 2 record no-such-lesson
says 'is told of by name' "$scratch/err" 'no-such-lesson'
check '--to is of record only' status 2 run --to x 1

# ---- on the screen ----

play 'without a recording that is said' --recorded "$scratch/mine.md" <<'KEYS'
@wait There is no recording of this lesson.
KEYS

check 'a recording is no test: run refuses as before' \
    status 3 run --isolation loopback 15

play 'keys that would change something say what it is' 15 --recorded <<'KEYS'
@wait recorded on Linux
<Space>
r
@expect This is a recording, made on Linux
<Space>
0
p
@expect This is a recording, made on Linux
:server: SIGINT<Enter>
@expect This is a recording, made on Linux
<Esc>?
@expect Keys: a recording, the wire
<Esc>b
@expect recorded on Linux
R
@expect step 0/
KEYS

play 'predictions are judged by what was recorded' \
    address-already-in-use --recorded <<'KEYS'
@wait recorded on Linux
J2<Enter>
@expect step 2/
<Space>12
@expect You said SO_REUSEADDR off: 0, SO_REUSEADDR on: -1 EADDRINUSE
<Space>
@expect SO_REUSEADDR off: 0, right.
@expect SO_REUSEADDR on: 0, you said -1 EADDRINUSE.
KEYS
