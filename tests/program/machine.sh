#!/bin/sh
# machine.sh - what this machine withholds is never reported as a failure of
# the script: limits of files and processes, of network namespaces, and
# processes that are ended from outside.
#
# Whether a small limit is enough for a lesson depends on the machine; that it
# holds, or that the machine can't run it, does not.

set -u
. "$(dirname "$0")/../shell.sh"

mkdir "$scratch/away"
cp "$program" lessons/01-*.md lessons/02-*.md "$scratch/away"
chmod 755 "$scratch" "$scratch/away"
if [ "$(id -u)" -eq 0 ]; then
    chown -R 65534 "$HOME" "$TMPDIR"
    as=as_nobody
else
    as=
fi
cd "$scratch/away" || exit 1
lab=$scratch/away/socket-lab

# limited LIMIT ARGUMENT...: run it so, with the limit as prlimit writes it.
limited() {
    limit=$1
    shift
    # LeakSanitizer would need a process more at the end.
    ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" \
        $as prlimit "$limit" -- "$lab" run "$@" >out 2>err </dev/null
}

# no_blame WHAT STATUS: the run has held, or this machine can't run it and says why.
no_blame() {
    what=$1 status=$2
    if grep -q '^  FAILED' out || ! [ "$status" -eq 0 -o "$status" -eq 3 ]; then
        echo "exit status $status" >>out
        fail "$what" out
    elif [ "$status" -eq 3 ] && ! [ -s err ]; then
        fail "$what: it is said what is missing"
    else
        pass "$what"
    fi
}

for lesson in ./0*.md; do
    for n in 16 20 24 32 40 48 64 256; do
        limited "--nofile=$n:$n" "$lesson"
        no_blame "$lesson with $n open files" $?
    done
    for n in 2 3 4 5 6 7 8 10 12; do
        limited "--nproc=$n:$n" "$lesson"
        no_blame "$lesson with $n processes" $?
    done
done

# refused WHAT WORD STATUS: the run can't be made here, for a reason with WORD.
refused() {
    if [ "$3" -eq 3 ] && grep -q -- "$2" err; then
        pass "$1"
    else
        echo "exit status $3" >>err
        fail "$1" err
    fi
}

limited --nofile=64:64 ./01-*.md
refused 'few files: the limit is named' 'ulimit -Hn' $?
limited --nofile=64:64 --isolation loopback ./01-*.md
refused 'few files, on loopback as well' 'ulimit -Hn' $?

# A soft limit is no obstacle: it is raised.
limited --nofile=30: ./01-*.md
status=$?
if [ "$status" -eq 0 ]; then
    pass 'a low soft limit is raised'
else
    fail 'a low soft limit is raised' err
fi

# ---- network namespaces that run out ----

# namespaces N LESSON: run it where N network namespaces may be made.
namespaces() {
    unshare -Ur sh -c "echo $1 >/proc/sys/user/max_net_namespaces &&
        exec '$program' run '$2'" >out 2>err </dev/null
}

cd "$root" || exit 1
one=$(echo "$root"/lessons/01-*.md)
two=$(echo "$root"/lessons/02-*.md)
cd "$scratch/away" || exit 1
if unshare -Urn true 2>/dev/null; then
    for n in 1 2; do
        namespaces "$n" "$one"
        refused "$n network namespaces for a lane: no other world" \
            max_net_namespaces $?
    done
    # Enough for one lane, and not for the two of this lesson.
    for n in 3 4 5; do
        namespaces "$n" "$two"
        refused "$n network namespaces for two lanes: none of them runs" \
            max_net_namespaces $?
        if grep -q '(loopback)' out; then
            fail "$n network namespaces: it did not change to loopback" out
        else
            pass "$n network namespaces: it did not change to loopback"
        fi
    done
else
    skip 'few network namespaces' 'no user namespaces here'
fi

# ---- ended from outside ----

cat >waits.lab <<'LAB'
server: socket(AF_INET, SOCK_DGRAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: recv(3, _, 10, 0) = 10 within 60s
server: close(3) = 0
LAB

# The actors of the run: its children that are called so.
actor_of() {
    cat "/proc/$1/task/$1/children" 2>/dev/null | tr ' ' '\n' |
        while read -r child; do
            [ "$(cat "/proc/$child/comm" 2>/dev/null)" = server ] &&
                echo "$child"
        done
}
waits_in_recv() {
    actor=$(actor_of "$run")
    [ -n "$actor" ] && grep -q '^State:[[:space:]]*S' "/proc/$actor/status" &&
        grep -q 'bind(3' out
}

# killed_outside SIGNAL FORMAT: one waits in its call, and is ended.
killed_outside() {
    "$program" run --format "$2" waits.lab >out 2>err </dev/null &
    run=$!
    if ! eventually waits_in_recv; then
        fail "SIG$1 from outside: it waits" out
        kill "$run"
        wait "$run"
        return
    fi
    kill "-$1" "$actor"
    wait "$run"
    refused "SIG$1 from outside is nobody's failure, $2" \
        "was ended from outside (killed SIG$1)" $?
}

killed_outside KILL text
if grep -q '^  not run *3 ' out && grep -q '^  not run *4 ' out &&
    grep -q "^  unable .*This machine can't run it: server was ended" out; then
    pass 'SIGKILL from outside: the lines are not run'
else
    fail 'SIGKILL from outside: the lines are not run' out
fi
killed_outside TERM tap
if grep -q "^ok 5 - waits.lab # SKIP this machine can't run it" out &&
    [ "$(grep -c '^ok [34] .*# SKIP this machine' out)" -eq 2 ] &&
    ! grep -q '^not ok' out; then
    pass 'SIGTERM from outside, in TAP'
else
    fail 'SIGTERM from outside, in TAP' out
fi

# ---- side by side ----

# No process is left for a worker, and then for an actor: all is reported.
for n in 1 2 3 5 9; do
    limited "--nproc=$n:$n" --format junit -j 3 ./01-*.md ./02-*.md ./01-*.md
    no_blame "three at once with $n processes" $?
    if [ "$(grep -c '<testsuite ' out)" -eq 3 ] && ! grep -q '<failure' out; then
        pass "three at once with $n processes: each is reported"
    else
        fail "three at once with $n processes: each is reported" out
    fi
done
