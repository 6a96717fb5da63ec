#!/bin/sh
# guard.sh - that tests/run.sh stops a test that hangs, whatever it hangs in,
# and none that only has to wait for the processor.

set -u
. "$(dirname "$0")/shell.sh"

# of_two_seconds NAME: run the script on standard input as the only test, with
# two seconds of its own time between two words. What is said is kept.
of_two_seconds() {
    mkdir -p "$scratch/build"
    cat >"$scratch/$1.sh"
    BUILD=$scratch/build TEST_TIMEOUT=2 sh tests/run.sh "$scratch/$1.sh" \
        >"$scratch/said" 2>&1
}

# stopped NAME: the test has been with all that it began, and that is told as
# its failure.
stopped() {
    if of_two_seconds "$1"; then
        echo 'it passed' >>"$scratch/said"
    fi
    cat "$scratch/said"
    ! grep -ls "$scratch/$1" /proc/[0-9]*/cmdline &&
        grep -q 'stopped: 2 s of its time without a word' "$scratch/said" &&
        grep -q '^1 passed, 1 failed$' "$scratch/said"
}

# held NAME
held() {
    of_two_seconds "$1"
    cat "$scratch/said"
    grep -q '^2 passed, 0 failed$' "$scratch/said"
}

# beside NAME COMMAND...: in the background, in a folder of its own, as most of
# these only wait. What it asks for is on standard input.
beside() {
    cat >"$scratch/$1.in"
    (
        scratch=$scratch/$1
        mkdir "$scratch"
        shift
        "$@" <"$scratch.in"
    ) &
}

beside waits check 'a test that waits for ever is stopped' stopped waits <<'SH'
echo ok - first
mkfifo "$0.never"
sh -c 'trap "" TERM; read -r line <"$1"' sh "$0.never"
SH

beside circle check 'one that runs in a circle is stopped' stopped circle <<'SH'
echo ok - first
sh -c 'while :; do :; done' "$0"
SH

beside polls check \
    'one that waits again and again for what never comes is stopped' \
    stopped polls <<'SH'
echo ok - first
while [ ! -e /nonexistent/file ]; do sleep 0.2; done
SH

beside talks check 'one that goes on for long is not' held talks <<'SH'
echo ok - first
for _ in 1 2 3 4 5 6 7 8; do
    echo '# still there'
    sleep 0.5
done
echo ok - last
SH

# Who is idle has what nobody else wants of its processor: next to nothing where
# one goes round in a circle. One processor is enough for that, other tests need
# the others.
starves() {
    command -v chrt >/dev/null && command -v taskset >/dev/null || return 1
    one=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' \
        /proc/self/status)
    taskset -c "$one" sh -c 'while :; do :; done' &
    busy=$!
    held starved <<SH
echo ok - first
exec taskset -c $one chrt --idle 0 sh -c '
    n=0
    while [ \$n -lt 15000 ]; do n=\$((n + 1)); done
    echo ok - last'
SH
    ended=$?
    kill $busy
    return $ended
}
beside starves check 'one that gets no processor is not' starves </dev/null
wait
