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

set -u
build=${BUILD:-build}
limit=${TEST_TIMEOUT:-300}
export BUILD="$build" CMOCKA_MESSAGE_OUTPUT=TAP
logs=$build/tests
mkdir -p "$logs"
passed=0 failed=0 skipped=0

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

for test in "$@"; do
    name=$(basename "$test")
    log=$logs/$name.log
    run_one "$test" >"$log" 2>&1 </dev/null
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
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '  %-28s %4d passed' "$name" "$p"
    [ "$f" -eq 0 ] || printf ', %d failed' "$f"
    [ "$s" -eq 0 ] || printf ', %d skipped' "$s"
    echo
    if [ "$f" -ne 0 ]; then
        grep -v '^ok' "$log" | sed 's/^/    | /' | tail -n 40
    elif [ "$s" -ne 0 ]; then
        grep -i '# *skip' "$log" | sort -u | sed 's/^/    | /' | head -n 8
    fi
done

summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
