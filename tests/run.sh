#!/bin/sh
# run.sh - runs test programs and sums up what they say.
#
#     BUILD=build sh tests/run.sh build/tests/test_addr tests/layers.sh ...
#
# Each one reports in TAP lines (cmocka does when asked): "ok - what",
# "not ok - what", "ok - what # SKIP why". One that dies, or ends with a
# failure that it did not report, counts as one failure more. What a program
# printed is kept in $BUILD/tests/NAME.log and shown when something failed.
# The last line is "N passed, N failed", and ", N skipped" if any were.
#
# Most tests wait for the kernel more than they compute, so several run at
# once ($TEST_JOBS); each is reported when it is over.
#
# With TEST_TIMES set, the tests that took longest are listed at the end.
#
# A test that hangs is stopped, whatever it hangs in, and one that is slow for
# want of a processor never is: see guard().

set -u
build=${BUILD:-build}
limit=${TEST_TIMEOUT:-300}
jobs=${TEST_JOBS:-$((3 * $(nproc) + 2))}
export BUILD="$build" CMOCKA_MESSAGE_OUTPUT=TAP
# Some look for what the system says of an errno, which has translations too.
unset LANGUAGE
export LC_ALL=C.UTF-8
logs=$build/tests

# count FILE: print its passes, failures and skips.
count() {
    awk '
        /^(not )?ok .*# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
        /^ok( |$)/ { passed++ }
        /^not ok( |$)/ { failed++ }
        END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# family PID: the process and all that come of it, in one line: for how long
# they have run so far in ticks of 1/100 s, whether one of them could run at
# this moment, and their process ids (proc_pid_stat(5)).
family() {
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v first="$1" '
        {
            pid = $1
            sub(/.*\) /, "")
            state[pid] = $1
            parent[pid] = $2
            ticks[pid] = $12 + $13 + $14 + $15
        }
        function is_one(pid) {
            while (pid > 1 && pid != first)
                pid = parent[pid]
            return pid == first
        }
        END {
            for (pid in state)
                if (is_one(pid)) {
                    sum += ticks[pid]
                    runs += (state[pid] ~ /[RD]/)
                    all = all " " pid
                }
            print sum + 0, runs + 0 all
        }'
}

# guard TEST...: look at those that run, again and again, and stop each that has
# let $limit seconds go by without a word. Only its own time counts: all of it
# while the whole family sleeps, and what they get of the processor while one of
# them could run. So a test that waits for ever is stopped, and one that runs in
# a circle, and none for what others do on this machine. It goes on until the
# file $guarded is gone.
guard() {
    pause=$((limit / 60 + 1))
    while sleep "$pause"; do
        for test; do
            log=$logs/${test##*/}.log
            [ ! -e "$log.pid" ] || look_at "$log"
        done
        kill -0 $$ || rm -f "$guarded"
        [ -e "$guarded" ] || return
    done
}

# look_at LOG: at the test whose process id is in LOG.pid. What was seen before
# is in LOG.seen: hundredths of a second without a word, those that its family
# has run, and how long the log was.
look_at() {
    read -r pid <"$1.pid" || return
    read -r ticks runs all <<FAMILY
$(family "$pid")
FAMILY
    [ -n "$all" ] || return
    words=$(wc -c <"$1")
    spent=0 used=$ticks said=-1
    [ ! -e "$1.seen" ] || read -r spent used said <"$1.seen"
    if [ "$words" -ne "$said" ]; then
        spent=0
    elif [ "$runs" -eq 0 ]; then
        spent=$((spent + pause * 100))
    elif [ "$ticks" -gt "$used" ]; then
        spent=$((spent + ticks - used))
    fi
    echo "$spent $ticks $words" >"$1.seen"
    [ "$spent" -ge $((limit * 100)) ] || return
    echo "not ok - stopped: $limit s of its time without a word" >>"$1"
    # To its end, though we are told to end once the test has ended.
    trap '' TERM
    # shellcheck disable=SC2086
    stop_all $all
    trap - TERM
}

# stop_all PID...: politely first.
stop_all() {
    kill -TERM "$@"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        one_lives "$@" || return
        sleep 1
    done
    kill -KILL "$@"
}

# one_lives PID...
one_lives() {
    for one; do
        ! kill -0 "$one" || return 0
    done
    return 1
}

# run_one TEST: in the foreground, so that Ctrl-C is for it as well.
run_one() {
    case $1 in
    *.sh) set -- sh "$1" ;;
    esac
    sh -c 'echo $$ >"$0.pid"; exec "$@"' "$log" "$@" >>"$log" 2>&1 </dev/null
}

# report NAME LOG P F S: the line about a test, and what failed or was skipped.
report() {
    line=$(printf '  %-28s %4d passed' "$1" "$3")
    [ "$4" -eq 0 ] || line="$line, $4 failed"
    [ "$5" -eq 0 ] || line="$line, $5 skipped"
    echo "$line"
    if [ "$4" -ne 0 ]; then
        grep -v '^ok' "$2" | sed 's/^/    | /' | tail -n 40
    elif [ "$5" -ne 0 ]; then
        grep -i '# *skip' "$2" | sort -u | sed 's/^/    | /' | head -n 8
    fi
}

# hundredths: of a second that this machine has been up.
hundredths() {
    read -r up _ </proc/uptime
    echo "${up%.*}${up#*.}"
}

# took BEGAN: hundredths of a second since then, and those of a processor that
# what this shell has waited for has used. `times` says that in its second
# line (0m1.250000s 0m0.500000s), of the shell that it is called in.
took() {
    times >"$logs/$name.times"
    tr ms '  ' <"$logs/$name.times" |
        awk -v time=$(($(hundredths) - $1)) 'NR == 2 {
            printf "%d %d\n", time, ($1 + $3) * 6000 + ($2 + $4) * 100 }'
    rm "$logs/$name.times"
}

# slowest: the tests that took longest, and what each of them used.
slowest() {
    echo 'The slowest: seconds, and of them on a processor'
    for test in "$@"; do
        name=${test##*/}
        [ ! -r "$logs/$name.took" ] || echo "$name $(cat "$logs/$name.took")"
    done | sort -k 2,2nr | awk '
        NR <= 16 { printf "  %-28s %7.2f %7.2f\n", $1, $2 / 100, $3 / 100 }
        { processor += $3 }
        END { printf "  %-28s %7s %7.2f\n", "all", "", processor / 100 }'
}

# run.sh --one TEST: run it, keep its counts beside its log, and report it in
# one piece, since others report at the same time.
if [ "${1:-}" = --one ]; then
    name=${2##*/}
    log=$logs/$name.log
    : >"$log"
    [ -z "${TEST_TIMES:-}" ] || began=$(hundredths)
    run_one "$2"
    status=$?
    [ -z "${TEST_TIMES:-}" ] || took "$began" >"$logs/$name.took"
    rm -f "$log.pid" "$log.seen"
    read -r p f s <<COUNTS
$(count "$log")
COUNTS
    if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
        echo "not ok - $name ended with status $status" >>"$log"
        f=1
    elif [ $((p + f + s)) -eq 0 ]; then
        echo "not ok - $name reported no test" >>"$log"
        f=1
    fi
    echo "$p $f $s" >"$logs/$name.counts"
    said=$(report "$name" "$log" "$p" "$f" "$s")
    printf '%s\n' "$said"
    exit 0
fi

mkdir -p "$logs"
for test; do
    name=${test##*/}
    for old in counts took log.pid log.seen; do
        [ ! -e "$logs/$name.$old" ] || rm "$logs/$name.$old"
    done
done
guarded=$logs/guarded.$$
: >"$guarded"
guard "$@" >/dev/null 2>&1 </dev/null &
guard=$!
printf '%s\n' "$@" | xargs -n 1 -P "$jobs" sh "$0" --one
rm "$guarded"
kill "$guard" 2>/dev/null
wait "$guard" 2>/dev/null

# A test whose counts are missing was not run to its end.
passed=0 failed=0 skipped=0
for test in "$@"; do
    p=0 f=1 s=0
    if [ -r "$logs/${test##*/}.counts" ]; then
        read -r p f s <"$logs/${test##*/}.counts"
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
[ -z "${TEST_TIMES:-}" ] || slowest "$@"
summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
