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

set -u
build=${BUILD:-build}
limit=${TEST_TIMEOUT:-300}
jobs=${TEST_JOBS:-$(($(nproc) + 2))}
export BUILD="$build" CMOCKA_MESSAGE_OUTPUT=TAP
logs=$build/tests

# count FILE: print its passes, failures and skips.
count() {
    awk '
        /^(not )?ok .*# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
        /^ok( |$)/ { passed++ }
        /^not ok( |$)/ { failed++ }
        END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# Seconds the slowest may take are bounded, so that nothing hangs for ever.
run_one() {
    case $1 in
    *.sh) timeout -k 10 "$limit" sh "$1" ;;
    *) timeout -k 10 "$limit" "$1" ;;
    esac
}

# report NAME LOG P F S: the line about a test, and what failed or was skipped.
report() {
    printf '  %-28s %4d passed' "$1" "$3"
    [ "$4" -eq 0 ] || printf ', %d failed' "$4"
    [ "$5" -eq 0 ] || printf ', %d skipped' "$5"
    echo
    if [ "$4" -ne 0 ]; then
        grep -v '^ok' "$2" | sed 's/^/    | /' | tail -n 40
    elif [ "$5" -ne 0 ]; then
        grep -i '# *skip' "$2" | sort -u | sed 's/^/    | /' | head -n 8
    fi
}

# run.sh --one TEST: run it, keep its counts beside its log, and report it in
# one piece, since others report at the same time.
if [ "${1:-}" = --one ]; then
    name=$(basename "$2")
    log=$logs/$name.log
    run_one "$2" >"$log" 2>&1 </dev/null
    status=$?
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
    report "$name" "$log" "$p" "$f" "$s" >"$logs/$name.report"
    cat "$logs/$name.report"
    exit 0
fi

mkdir -p "$logs"
for test in "$@"; do
    rm -f "$logs/$(basename "$test").counts"
done
printf '%s\n' "$@" | xargs -n 1 -P "$jobs" sh "$0" --one

# A test whose counts are missing was not run to its end.
passed=0 failed=0 skipped=0
for test in "$@"; do
    p=0 f=1 s=0
    if [ -r "$logs/$(basename "$test").counts" ]; then
        read -r p f s <"$logs/$(basename "$test").counts"
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
