#!/bin/sh
# older.sh - lessons on kernels that can do less than this one, as a preloaded
# library plays them (tests/kernels/older.c). `make kernels` has real ones.
#
# Where a lesson asks what the kernel can do, it holds on each; where it can't,
# it says so before it begins; and what could not be done is nobody's failure.

set -u
. "$(dirname "$0")/../shell.sh"

older=$scratch/older.so
# shellcheck disable=SC2086
if ! $CC $c17 -D_GNU_SOURCE -shared -fPIC -o "$older" tests/kernels/older.c \
    >"$scratch/out" 2>&1; then
    fail 'the library that plays an older kernel is built' "$scratch/out"
    exit 0
fi
cp lessons/09-*.md lessons/11-*.md lessons/18-*.md lessons/20-*.md \
    lessons/39-*.md lessons/41-*.md "$scratch"
cd "$scratch" || exit 1

# on LACKS ARGUMENT...: the program on a kernel that can't do this; the status
# is in $status, what it prints in out and err.
on() {
    lacks=$1
    shift
    OLDER=$lacks LD_PRELOAD=$older \
        ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" \
        "$program" "$@" >out 2>err
    status=$?
    cat err >>out
}

# ends WHAT STATUS [TEXT]: so it must have ended, and said this.
ends() {
    if [ "$status" -eq "$2" ] && { [ $# -lt 3 ] || grep -qF -- "$3" out; }; then
        pass "$1"
    else
        echo "status $status, expected $2; expected: ${3:-}" >>out
        fail "$1" out
    fi
}

# None of them is told by a version, so this one must be able to do all of it.
"$program" run --isolation namespace 9 >out 2>&1
if [ $? -eq 3 ]; then
    skip 'older kernels' 'no private networks here'
    exit 0
fi
on '' doctor
if grep -q '^  \(destroy\|somaxconn\|migrate\|bound\)[^ ]* *no: This kernel' \
    out; then
    skip 'older kernels' 'this kernel itself can not do all of it'
    exit 0
fi
ends 'doctor finds that all lessons work' 0 'all of them work.'

everything='destroy-time-wait somaxconn migrate bound-sockets'
for file in 09 11 18 20 41; do
    on "$everything" run "$file"-*.md
    ends "lesson $file holds without $everything" 0
done
on somaxconn run 18-*.md
ends 'without somaxconn nobody is kept waiting' 0 \
    'late: connect(5, 10.0.0.1:12001) = ... if can=somaxconn, 0'
on destroy run 39-*.md
ends 'lesson 39 says before it begins that ss -K is missing' 3 \
    'CONFIG_INET_DIAG_DESTROY'
check 'and runs nothing' sh -c '! grep "^  ok" out'

on "$everything" doctor
ends 'doctor says what is missing' 0 'bound-sockets      no: This kernel'
ends 'and that timers are not' 0 'timers             yes'
ends 'and which lessons do with less' 0 'do more: 11, 18, 20, 41.'
check 'and does not say that all work' sh -c '! grep "all of them" out'
on destroy doctor
ends 'doctor says which lessons need more' 0 'recorded elsewhere: 39.'
on migrate doctor --json
ends 'doctor --json knows the lessons' 0 '"sharing-a-port": "less"'
ends 'doctor --json knows why' 0 '"migrate": "This kernel'

# The screen shows the recording in its place, and says why.
cat >recorded.keys <<'KEYS'
@expect recorded
@expect CONFIG_INET_DIAG_DESTROY
KEYS
on destroy 39 --keys recorded.keys
ends 'the screen shows lesson 39 as it was recorded' 0

# What was not done is not run, and nothing behind it is a failure.
cat >kill.lab <<'SCRIPT'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0
[can!=ipv6] server: listen(3, 5) = -1 EBADF
server$ ss -K LISTEN *:12000
server: socket(AF_INET, SOCK_STREAM, 0) = 4
server: bind(4, 0.0.0.0:12000) = 0
SCRIPT
on destroy run kill.lab
ends 'ss -K needs what this kernel was built without' 3 \
    'CONFIG_INET_DIAG_DESTROY'
cat >set.lab <<'SCRIPT'
server$ sysctl net.ipv4.no_such_setting=1
server$ ss LISTEN *:12000
SCRIPT
on '' run set.lab
ends 'a sysctl that is missing is the machine'\''s' 3 '0 failed, 2 not run'
on '' run --format receipt set.lab
check 'and has no receipt' sh -c '! grep "A receipt" out'

on migrate record --to "$scratch/there" 11-*.md
ends 'nothing is recorded where something is missing' 3 'not recorded: This'

cat >wrong.lab <<'SCRIPT'
server: socket(AF_INET, SOCK_STREAM, 0) = 3 if can=fly, 4
SCRIPT
on '' check wrong.lab
ends 'a name that is none is a mistake' 2 "wrong.lab:1: 'can=fly' was found"
cat >dead.lab <<'SCRIPT'
[can=migrate] server: start
[can!=migrate] server: killed SIGINT
[can!=migrate] server: socket(AF_INET, SOCK_STREAM, 0) = 3
server$ ss no any *:1
SCRIPT
on '' check dead.lab
ends 'check looks at kernels that can less, too' 2 'dead.lab:3: a call of server'

cat >asks.md <<'LESSON'
---
title: T
chapter: C
summary: S
minutes: 1
---

A question.

```predict
server: socket
What comes of it?

3: Yes.
4: No.
```

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3 if can=migrate, -1 EMFILE
```
LESSON
on '' check asks.md
ends 'and at what they answer' 2 "'-1 EMFILE' was found, but line"
check 'and says what they lack' grep 'with can!=migrate' out

on '' eject 11 ejected
ends 'eject says for which kernel its programs are' 0 'asks about (migrate)'
for name in can=migrate bound-sockets; do
    on '' explain $name
    ends "explain $name" 0 'what a kernel can do'
done
on '' explain somaxconn
ends 'explain somaxconn is about the sysctl' 0 'somaxconn, a sysctl'
