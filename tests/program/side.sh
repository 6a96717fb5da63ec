#!/bin/sh
# side.sh - `run -j`: lessons side by side are reported as if they had run one
# after the other, and end like one.

set -u
. "$(dirname "$0")/../shell.sh"

cd "$scratch" || exit 1
cat >held.lab <<'LAB'
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: close(3) = 0
LAB
cat >failed.lab <<'LAB'
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:12000) = 0
client: close(3) = 0
LAB
# Of no use to anybody for a while: a call that nobody answers.
cat >slow.lab <<'LAB'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 1) = 0
server: accept(3)  = 4 within 600s
LAB

# Times differ from run to run, and nothing else does.
without_times() {
    sed -e 's/ time="[^"]*"//' -e 's/"t":[^,]*,//' -e 's/"pid":[^,]*,//' "$1"
}

# same FORMAT: one after the other and side by side, the same is printed.
same() {
    "$program" run --format "$1" held.lab failed.lab held.lab >one 2>&1
    one=$?
    "$program" run -j 3 --format "$1" held.lab failed.lab held.lab >many 2>&1
    many=$?
    without_times one >one.plain
    without_times many | diff one.plain - && [ $one -eq 1 ] && [ $many -eq 1 ]
}

for format in text tap junit; do
    check "-j prints the same $format" same "$format"
done
check '-j holds where all hold' "$program" run -j 2 held.lab held.lab

numbers() {
    for n in 0 -1 x 1x 257 ''; do
        "$program" run -j "$n" held.lab >out 2>&1
        [ $? -eq 2 ] && grep -q 'expected a number from 1 to 256' out || return 1
    done
}
check '-j takes a number from 1 to 256' numbers

no_room() {
    "$program" run -j 2 held.lab held.lab >/dev/full 2>err
    [ $? -eq 1 ] && grep -q 'writing the report' err
}
check 'a report that can not be written is a failure' no_room

packets() {
    "$program" run -j 3 --isolation namespace --pcap all.pcapng \
        failed.lab failed.lab failed.lab >out 2>&1
    [ $? -eq 1 ] && command -v tcpdump >/dev/null &&
        [ "$(tcpdump -nr all.pcapng 2>/dev/null | grep -c 'Flags \[S\]')" -eq 6 ]
}
if echo 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' |
    "$program" run --isolation namespace - >out 2>&1; then
    check 'one capture holds the packets of all' packets
else
    skip 'one capture holds the packets of all' "$(tail -n 1 out)"
fi

# with FIELD VALUE: the processes whose stat(5) has that value there: field 4
# is the parent, 6 the session. The name, field 2, may hold blanks. Those that
# began first come first (field 22), whatever number was theirs.
with() {
    cat /proc/[0-9]*/stat 2>/dev/null |
        awk -v field="$1" -v value="$2" '{
            pid = $1
            sub(/.*\) /, "")
            if ($(field - 2) == value && $1 != "Z")
                print $(22 - 2), pid
        }' | sort -n | cut -d " " -f 2
}

# The workers of the run whose process is $run, when all are there.
workers() {
    [ "$(with 4 "$run" | wc -l)" -ge 2 ]
}

all_gone() {
    [ -z "$(with 6 "$session")" ]
}

begin_slow() {
    setsid "$program" run -j 2 slow.lab slow.lab held.lab >out 2>err &
    run=$!
    session=$run
    eventually workers
}

ended() {
    begin_slow || return 1
    kill -TERM "$run"
    wait "$run"
    [ $? -eq 143 ] && eventually all_gone
}
check 'SIGTERM ends all of them' ended

killed() {
    begin_slow || return 1
    kill -KILL "$run"
    wait "$run"
    eventually all_gone
}
check 'SIGKILL ends all of them' killed

lost_is_said() {
    grep -q 'slow.lab: the process that ran it was ended from outside' err
}

lost() {
    begin_slow || return 1
    kill -KILL "$(with 4 "$run" | head -n 1)"
    eventually lost_is_said || return 1
    kill -KILL "$(with 4 "$run" | head -n 1)"
    wait "$run"
    [ $? -eq 3 ] && grep -q '2 passed, 0 failed' out &&
        [ "$(grep -c "^slow.lab: this machine can't run it" out)" -eq 2 ] &&
        eventually all_gone
}
check 'a worker that is killed has not failed, and concerns no other' lost
