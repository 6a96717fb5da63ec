#!/bin/sh
# values.sh - what the kernel chooses, in scripts that are run headless: names for
# it, ranges of results, bytes that begin so, a send that takes a part; as root
# and as an ordinary user, and in the programs that eject writes.

set -u
. "$(dirname "$0")/../shell.sh"

chmod 755 "$scratch"
cp "$program" "$scratch/lab"
lab=$scratch/lab

# By whom: the one who tests, and an ordinary user where that is root.
runs='run_here'
if [ "$(id -u)" -eq 0 ]; then
    runs='run_here run_as_nobody'
    chmod -R 777 "$HOME" "$TMPDIR"
fi
run_here() {
    "$lab" run --isolation namespace "$@"
}
run_as_nobody() {
    as_nobody "$lab" run --isolation namespace "$@"
}
if ! "$lab" run --isolation namespace lessons/01-*.md >"$scratch/probe" 2>&1; then
    skip 'scripts with values' "$(head -n 1 "$scratch/probe")"
    exit 0
fi

# comes WHAT STATUS [OPTION]...: the script on standard input ends so, in $out.
comes() {
    what=$1 status=$2
    shift 2
    cat >"$scratch/script.lab"
    for run in $runs; do
        $run "$@" "$scratch/script.lab" >"$scratch/out" 2>&1
        came=$?
        if [ $came -eq "$status" ]; then
            pass "$what ($run)"
        else
            echo "exit status $came, not $status" >>"$scratch/out"
            fail "$what ($run)" "$scratch/out"
        fi
    done
}

# says WHAT TEXT: the last report has it.
says() {
    if grep -qF -- "$2" "$scratch/out"; then
        pass "$1"
    else
        fail "$1" "$scratch/out"
    fi
}

connected='server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:12000) = 0
server: accept(3, _) = 4'

# ---- ranges, bytes that begin so ----

comes 'ranges and beginnings hold' 0 --format json <<END
$connected
client: send(3, "hello, world", 0) = 12..
server: recv(4, "hell"..., 1024, 0) = 1..12
client: send(3, "x"*4000000, MSG_DONTWAIT) = 1..3999999
server: recv(4, "x"*100..., 4096, 0) = ..4096
server: writev(4, {"x"*100, "abc"}) = 103
client: readv(3, {"x"*40..., "x"*30, "a"...}, {70, 30, 9}) = 103
END
says 'all that came is in the report' \
    '"args":"4, \"hello, world\", 1024, 0","ret":12'
says 'a range is in the report as what was expected' '"expected":"1..3999999"'
cp "$scratch/script.lab" "$scratch/held.lab"

comes 'what is not in the range fails' 1 <<END
$connected
client: send(3, "hello", 0) = 6..9
server: recv(4, "help"..., 1024, 0) = 5
END
says 'the range is named' 'expected 6..9, got 5'
says 'so is the beginning' \
    'DATA is "hello", and does not begin with "help"...: the first 3 of 4 bytes agree'

# ---- names ----

comes 'names of ports, descriptors and lengths hold' 0 --format json <<'END'
server: socket(AF_INET, SOCK_STREAM, 0) = $ls
server: bind($ls, 10.0.0.1:0) = 0
server: getsockname($ls, 10.0.0.1:$port) = 0
server: listen($ls, 5) = 0
server$ ss LISTEN 10.0.0.1:$port
client: socket(AF_INET, SOCK_STREAM, 0) = $c
client: connect($c, 10.0.0.1:$port) = 0
server: accept($ls, 10.0.0.2:$peer) = $conn
server$ ss ESTAB 10.0.0.1:$port 10.0.0.2:$peer
client: send($c, "hello", 0) = $n
server: recv($conn, "hello", $n, 0) = 5
server: close($conn) = 0
END
cp "$scratch/script.lab" "$scratch/names.lab"
says 'a line is in the report as it is written' \
    '"text":"server$ ss LISTEN 10.0.0.1:$port"'
# The port that came in line 3 is the one of lines 5 and 7.
port=$(sed -n 's/.*"line":3,.*"args":"3, 10.0.0.1:\([0-9]*\)".*/\1/p' "$scratch/out")
says 'with the value where it was given' "\"args\":\"3, 10.0.0.1:${port:-none}\""
says 'and where it was expected' "\"expected\":\"LISTEN 10.0.0.1:${port:-none} *:*\""

comes 'names hold in each lane, each its own' 0 <<'END'
toggle spare no yes
[spare=yes] server: dup(2) = $more
server: socket(AF_INET, SOCK_STREAM, 0) = $fd
server: close($fd) = 0
server: close(3) = 0 if spare=yes, -1 EBADF
END
cp "$scratch/script.lab" "$scratch/lanes.lab"
comes 'and in the other lane' 0 -s spare=yes <"$scratch/lanes.lab"

comes 'a toggle stands behind wire: and ss' 0 -s how=drop <<'END'
toggle how deliver drop
toggle at 12000 13000
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:$at) = 0
server: listen(3, 5) = 0
server$ ss LISTEN *:$at
wire: hold
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:$at) = ...
wire: $how [S] client > server
server$ ss no SYN-RECV *:$at
END

comes 'what has no value is not run' 1 <<'END'
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: recv(3, _, 100, 0) = $n
client: send(3, "hello", $n, 0) = ?
client: close(3) = 0
END
says 'with the line that should have given it' \
    'not run: $n has no value: line 2 has not given it one'

comes 'a name that nothing gives is a mistake' 2 <<'END'
server: socket(AF_INET, SOCK_STREAM, 0) = $fd
server: close($df) = 0
END
says 'with file, line and the names that there are' \
    "script.lab:2: '\$df' was found, a toggle or a name that has a value by then was expected: fd"

# ---- questions about what a call fills in ----

cat >"$scratch/which.md" <<'END'
---
title: Which port
chapter: My own
summary: The kernel picks a port.
minutes: 2
---

See ip(7).

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = $fd
server: bind($fd, 10.0.0.1:0) = 0
```

```predict
server: getsockname ADDRESS
Which address has the socket?

10.0.0.1:0: Port 0, as it was asked for.
10.0.0.1:*: A port that the kernel has picked.
```

```lab
server: getsockname($fd, 10.0.0.1:$port) = 0
```
END
check 'check finds nothing wrong with one' "$lab" check "$scratch/which.md"
check 'its script runs' "$lab" run --isolation namespace "$scratch/which.md"
# Which descriptors are ready, and what has come in pieces, as well.
cat >"$scratch/ready.md" <<'END'
---
title: What is ready
chapter: My own
summary: Two sockets, and one of them has something.
minutes: 2
---

See epoll(7).

```lab
server: socketpair(AF_UNIX, SOCK_STREAM, 0, {3, 4}) = 0
server: epoll_create1(0) = 5
server: epoll_ctl(5, EPOLL_CTL_ADD, 3, EPOLLIN) = 0
server: epoll_ctl(5, EPOLL_CTL_ADD, 4, EPOLLIN) = 0
server: writev(3, {"ab", "cdef"}) = 6
```

```predict
server: epoll_wait READY
Which has something?

{3: EPOLLIN}: The one that has sent.
{3: EPOLLIN, 4: EPOLLIN}: Both.
{4: EPOLLIN}: The other one.
```

```lab
server: epoll_wait(5, {4: EPOLLIN}, 8, 0) = 1
```

Read it.

```predict
server: readv PIECES
What is in the buffers?

{"ab", "cdef"}: What each piece was.
{"abc"..., "def"}: As much as each has room for.
```

```lab
server: readv(4, _, {3, 10}) = 6
server: setsockopt(4, SOL_SOCKET, SO_PASSCRED, 1) = 0
server: sendmsg(3, {"x"}, 0) = 1
server: recvmsg(4, {"x"}, {16}, {SCM_CREDENTIALS: 1..}, 0) = 1
```
END
check 'a question may be about what is ready, and about pieces' \
    "$lab" check "$scratch/ready.md"
check 'and its script runs' "$lab" run --isolation namespace "$scratch/ready.md"

misses() {
    sed -e 's/^10.0.0.1:\*: /127.0.0.1:*: /' -e 's/^10.0.0.1:0: /127.0.0.1:0: /' \
        "$scratch/which.md" >"$scratch/misses.md"
    ! "$lab" check "$scratch/misses.md" >"$scratch/err" 2>&1 &&
        cat "$scratch/err" &&
        grep -qF "misses.md:15: no choice '10.0.0.1:\$port' was found, but line 24 expects it" \
            "$scratch/err"
}
check 'check misses the answer that the script has' misses

export TERM=xterm-256color
unset LINES COLUMNS
cat >"$scratch/which.keys" <<'KEYS'
<Space>
@wait Next: a question
<Space>
@wait Which address has the socket?
@expect 2  10.0.0.1:*
2
<Space>
@wait , right.
@expect getsockname() ADDRESS: 10.0.0.1:
@expect A port that the kernel has picked.
KEYS
check 'on the screen the kernel answers' \
    "$lab" --keys "$scratch/which.keys" "$scratch/which.md"
cat >"$scratch/ready.keys" <<'KEYS'
<Space>
@wait Next: a question
<Space>
@wait Which has something?
@expect 2  {3: EPOLLIN, 4: EPOLLIN}
3
<Space>
@wait , right.
@expect epoll_wait() READY: {4: EPOLLIN}
<Space>
@wait What is in the buffers?
2
<Space>
@wait , right.
@expect readv() PIECES: {"abc", "def"}
KEYS
check 'of a list as well' "$lab" --keys "$scratch/ready.keys" "$scratch/ready.md"
check 'it is recorded' "$lab" record "$scratch/which.md"
check 'and answers from its recording' \
    "$lab" --keys "$scratch/which.keys" --recorded "$scratch/which.md"
same_again() {
    "$lab" record "$scratch/$1.md" | grep -q unchanged
}
check 'another port is no other recording' same_again which
recorded_twice() {
    "$lab" record "$scratch/ready.md" && same_again ready
}
check 'nor is another process where a range is expected' recorded_twice

# ---- at the prompt ----

cat >"$scratch/prompt.keys" <<'KEYS'
:server: socket(AF_INET, SOCK_STREAM, 0) = $fd<Enter>
@wait socket(AF_INET, SOCK_STREAM, 0)  3
:server: bind($fd, 10.0.0.1:0) = 0<Enter>
@wait bind(3, 10.0.0.1:0)
:server: getsockname($fd, 10.0.0.1:$port) = 0<Enter>
@wait getsockname(3, 10.0.0.1:
:server: listen($f<Tab>, 5) = 0<Enter>
@wait listen(3, 5)
:client: socket(AF_INET, SOCK_STREAM, 0) = 3<Enter>
@wait client  pid
:client: connect(3, 10.0.0.1:$po<Tab>) = 0<Enter>
@wait connect(3, 10.0.0.1:
@wait ESTAB
@refuse $port
:client: close($df)<Enter>
@wait '$df' was found, a toggle or a name that has a value
KEYS
check 'names are given, completed and used at the prompt' \
    "$lab" bench --keys "$scratch/prompt.keys"

# ---- eject ----

# refuses LINE NAME: of the script on standard input.
refuses() {
    cat >"$scratch/refused.lab"
    ! "$lab" eject "$scratch/refused.lab" "$scratch/refused" 2>"$scratch/err" &&
        cat "$scratch/err" && [ ! -e "$scratch/refused" ] &&
        grep -q "refused.lab:$1: '\$$2' was found, which gets its value only when" \
            "$scratch/err"
}
check 'eject writes no program of a port that is chosen later' \
    refuses 3 port <"$scratch/names.lab"
check 'nor of a descriptor in another process' refuses 3 fd <<'END'
server: socket(AF_INET, SOCK_STREAM, 0) = $fd
server: fork(child) = ?
child: close($fd) = 0
END
check 'nor of a length' refuses 3 n <<'END'
server: socket(AF_INET, SOCK_STREAM, 0) = $fd
server: listen($fd, 5) = 0
server: send($fd, "x", MSG_NOSIGNAL) = $n
END

if command -v gcc >/dev/null && command -v ip >/dev/null && command -v ss >/dev/null; then
    played() {
        "$lab" eject "$scratch/held.lab" "$scratch/held" &&
            (cd "$scratch/held" && make run) >"$scratch/played" 2>&1
        came=$?
        cat "$scratch/played"
        [ $came -eq 0 ] && grep -q '12 results as in the lesson, 0 different' \
            "$scratch/played"
    }
    check 'ejected programs compare with ranges and beginnings' played
    sed 's/12\.\./13../' "$scratch/held.lab" >"$scratch/other.lab"
    differs() {
        "$lab" eject "$scratch/other.lab" "$scratch/other" || return 1
        (cd "$scratch/other" && make run) >"$scratch/played" 2>&1
        cat "$scratch/played"
        grep -q 'DIFFERS: the lesson has .* = 13\.\.' "$scratch/played"
    }
    check 'and say what is not in the range' differs

    cat >"$scratch/fds.lab" <<'END'
server: socket(AF_INET, SOCK_STREAM, 0) = $ls
server: bind($ls, 0.0.0.0:12000) = 0
server: listen($ls, 5) = 0
server: accept($ls, _) = ...
client: dup(2) = $spare
client: socket(AF_INET, SOCK_STREAM, 0) = $c
client: connect($c, 10.0.0.1:12000) = 0
server: = $conn
server: close($conn) = 0
client: recv($c, "", 10, 0) = 0
END
    named() {
        "$lab" run --isolation namespace "$scratch/fds.lab" || return 1
        "$lab" eject "$scratch/fds.lab" "$scratch/fds" || return 1
        (cd "$scratch/fds" && make run) >"$scratch/played" 2>&1
        cat "$scratch/played"
        grep -q '10 results as in the lesson, 0 different' "$scratch/played" &&
            grep -q 'listen(listener, 5)' "$scratch/fds/server.c" &&
            grep -q 'close(peer)' "$scratch/fds/server.c"
    }
    check 'a descriptor with a name is a variable' named
else
    skip 'ejected programs with ranges' 'gcc, ip and ss are needed'
fi
