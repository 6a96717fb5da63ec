#!/bin/sh
# leftovers.sh - whatever becomes of a run, nothing of it stays behind: no
# process, no network namespace, no file.
#
# Processes are recognised by a mark in their environment, which actors
# inherit, so other programs on the machine do not disturb the test.

set -u
. "$(dirname "$0")/../shell.sh"

mark=leftovers-$$-$(date +%s)
export LAB_TEST_MARK="$mark"

# The marked processes other than this script and what it runs for a moment:
# those whose program is socket-lab. One look has to be cheap, for on a busy
# machine what is looked for is over before a slow one comes to its end.
marked() {
    grep -lszx "LAB_TEST_MARK=$mark" /proc/[0-9]*/environ |
        while IFS=/ read -r _ _ pid _; do
            case $(readlink "/proc/$pid/exe" 2>/dev/null) in
            "$program"*) echo "$pid" ;;
            esac
        done
}

# at_least N: marked processes.
at_least() {
    least=$1
    # shellcheck disable=SC2046
    set -- $(marked)
    [ $# -ge "$least" ]
}

none_marked() {
    [ -z "$(marked)" ]
}

# The network namespaces that marked processes are in or hold open, but not
# this machine's own.
namespaces() {
    own=$(readlink /proc/self/ns/net)
    for pid in $(marked); do
        readlink "/proc/$pid/ns/net"
        for fd in "/proc/$pid/fd"/*; do
            readlink "$fd"
        done
    done 2>/dev/null | grep '^net:' | grep -vxF "$own" | sort -u
}

# Whether anybody on the machine is still in one of the namespaces in FILE,
# or holds one open, as far as this user may look.
none_used() {
    {
        readlink /proc/[0-9]*/ns/net /proc/[0-9]*/fd/*
        lsns --type net --noheadings --output NS | sed 's/.*/net:[&]/'
    } 2>/dev/null | tr -d ' ' | sort -u >"$scratch/now"
    ! grep -qxFf "$1" "$scratch/now"
}

# Files below the folders that the program is given, and in /tmp by its name;
# but for what lesson 14 makes there once it is ejected, which another test may
# play at this moment.
files() {
    (
        cd "$scratch" && find home tmp cwd ! -type d
        find /tmp -maxdepth 1 -name "*socket-lab*" -newer "$scratch/began" \
            ! -name socket-lab-stale ! -name 'socket-lab-test[-.]*' ! -name 'socket-lab-bench-*'
    ) 2>/dev/null | sort
}

# nothing_left WHAT: the three checks after a run.
nothing_left() {
    eventually none_marked ||
        ps_marked >"$scratch/why"
    if none_marked; then
        pass "$1: no process is left"
    else
        fail "$1: no process is left" "$scratch/why"
        for pid in $(marked); do
            kill -9 "$pid"
        done
    fi
    if [ -s "$scratch/seen" ]; then
        if eventually none_used "$scratch/seen"; then
            pass "$1: no network namespace is left"
        else
            fail "$1: no network namespace is left" "$scratch/seen"
        fi
    fi
    files >"$scratch/files"
    if [ ! -s "$scratch/files" ]; then
        pass "$1: no file is left"
    else
        fail "$1: no file is left" "$scratch/files"
        (cd "$scratch" && rm -rf home/* home/.[!.]* tmp/* cwd/*)
    fi
    : >"$scratch/seen"
}

ps_marked() {
    for pid in $(marked); do
        grep -H '^\(Name\|State\|PPid\)' "/proc/$pid/status"
    done
}

# whole WHAT WANTED COMMAND...: run it to its end, which must be WANTED.
whole() {
    what=$1 wanted=$2
    shift 2
    (cd "$scratch/cwd" && "$@") >"$scratch/out" 2>&1 </dev/null
    status=$?
    if [ "$status" -eq "$wanted" ]; then
        pass "$what: exit status $wanted"
    else
        echo "exit status $status" >>"$scratch/out"
        fail "$what: exit status $wanted" "$scratch/out"
    fi
    nothing_left "$what"
}

# killed WHAT SIGNAL ISOLATION [SCRIPT]: a run that is in the middle of a script, with
# two actors in it, gets the signal.
killed() {
    (
        cd "$scratch/cwd" &&
            exec "$program" run --isolation "$3" "${4-$scratch/long.lab}"
    ) >"$scratch/out" 2>&1 </dev/null &
    victim=$!
    if ! eventually at_least 3; then
        fail "$1: the run is under way" "$scratch/out"
        kill -9 "$victim"
        wait "$victim" 2>/dev/null
        return
    fi
    namespaces >"$scratch/seen"
    if [ "$3" = namespace ] && [ ! -s "$scratch/seen" ]; then
        fail "$1: its namespaces are seen"
    fi
    kill -"$2" "$victim"
    wait "$victim" 2>/dev/null
    nothing_left "$1"
}

clean_up() {
    for pid in $(marked); do
        kill -9 "$pid"
    done
    rm -rf "$scratch"
}

mkdir "$scratch/cwd"
rm -r "$XDG_STATE_HOME" # what is found in here is to be the program's
: >"$scratch/seen"
: >"$scratch/began"

cat >"$scratch/long.lab" <<'LAB'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0
server: signal(SIGTERM, SIG_IGN) = 0
server: accept(3, _) = ...
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:12000) = 0
server: = 4
client: recv(3, _, 10, 0) = ...
wait 600s
LAB

cat >"$scratch/socket-files.lab" <<LAB
server: socket(AF_UNIX, SOCK_STREAM, 0) = 3
server: bind(3, unix:/tmp/socket-lab-$mark) = 0
server: listen(3, 5) = 0
client: socket(AF_UNIX, SOCK_STREAM, 0) = 3
client: bind(3, unix:socket-lab-too) = 0
client: connect(3, unix:/tmp/socket-lab-$mark) = 0
server: accept(3, unix:socket-lab-too) = 4
client: recv(3, _, 10, 0) = ...
LAB
{
    cat "$scratch/socket-files.lab"
    echo 'wait 600s'
} >"$scratch/long-files.lab"

cat >"$scratch/fails.lab" <<'LAB'
server: socket(AF_INET, SOCK_STREAM, 0) = 77
server: bind(3, 0.0.0.0:12000) = -1 EACCES
server: listen(3, 5) = 0
server: accept(3, _) = 4 within 50ms
server: close(3) = 0
LAB

cat >"$scratch/hard.lab" <<'LAB'
server: signal(SIGINT, SIG_IGN)
server: signal(SIGTERM, SIG_IGN)
server: signal(SIGHUP, SIG_IGN)
server: fork(copy) = ?
copy: socket(AF_INET, SOCK_DGRAM, 0) = 3
copy: recv(3, _, 10, 0) = ...
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: SIGSTOP
LAB

kinds='namespace loopback'
if ! echo 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' |
    "$program" run --isolation namespace - >"$scratch/out" 2>&1; then
    skip 'leftovers in namespaces' "$(tr "\\n" " " <"$scratch/out" | cut -c1-300)"
    kinds=loopback
fi

for kind in $kinds; do
    whole "a lesson, $kind" 0 "$program" run --isolation "$kind" \
        "$root/lessons/02-address-already-in-use.md"
    whole "socket files, $kind" 0 "$program" run --isolation "$kind" \
        "$scratch/socket-files.lab"
    whole "socket files of two runs at once, $kind" 0 sh -c \
        '"$@" & "$@"; first=$?; wait $! && exit $first' sh \
        "$program" run --isolation "$kind" "$scratch/socket-files.lab" \
        "$root/lessons/14-the-socket-that-is-a-file.md"
    whole "a script that fails, $kind" 1 "$program" run \
        --isolation "$kind" "$scratch/fails.lab"
    whole "actors that ignore signals, $kind" 0 "$program" run \
        --isolation "$kind" "$scratch/hard.lab"
    killed "SIGKILL in the middle, $kind" KILL "$kind"
    killed "SIGKILL with socket files, $kind" KILL "$kind" \
        "$scratch/long-files.lab"
    killed "SIGTERM in the middle, $kind" TERM "$kind"
    killed "SIGHUP in the middle, $kind" HUP "$kind"
done
echo 'server: bend(3)' >"$scratch/wrong.lab"
whole 'a script with a mistake' 2 "$program" run "$scratch/wrong.lab"
whole 'a command line with a mistake' 2 "$program" run --isolation moon 1
