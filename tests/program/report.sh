#!/bin/sh
# report.sh - the reports of the whole program: the same each time, and read by
# those who read them: prove(1) of Perl, and xmllint(1) by the rules of a build
# server (junit.dtd).

set -u
. "$(dirname "$0")/../shell.sh"

cd "$scratch" || exit 1
# All that can come of a line, in two lanes: held, failed, not run; with text
# that TAP and XML have to write otherwise.
cat >lanes.md <<'LESSON'
---
title: "Two <lanes> & more"
chapter: Tests
summary: One sentence.
minutes: 1
toggles:
  - name: reuse
    label: SO_REUSEADDR
    values: [off, on]
compare: reuse
---

Prose.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0 if reuse=on, -1 EADDRINUSE
server: accept(3) = ...
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:12000) = 0
server: = 4
client: send(3, "<#> TODO \\ # SKIP", 17, 0) = 17
server: recv(4, "<#> TODO \\ # SKIP", 100, 0) = 17
client: recv(3, _, 1, MSG_DONTWAIT) = 1
server: accept(3) = ...
server: getsockname(3, 0.0.0.0:12000) = 0
client: getpeername(3, 10.0.0.1:12000) = 0
```
LESSON
cat >held.lab <<'LAB'
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: close(3) = 0
LAB
echo 'client: nonsense("<&>\t\001") # TODO' >wrong.lab
echo 'server: start' >nothing.lab
# Refused where there is no wire, which plain loopback has not.
printf 'wire: hold\nwire: none\n' >needy.lab
odd=$(printf 'odd\033\t\377\303\251 # TODO.lab')
files='lanes.md wrong.lab held.lab missing.lab nothing.lab needy.lab'

# report FORMAT [OPTION...]: all of them, and one whose name is odd.
report() {
    format=$1
    shift
    # shellcheck disable=SC2086
    "$program" run --isolation loopback --format "$format" "$@" $files "$odd" \
        2>"$scratch/err"
}

# Two lanes in private networks.
packets() {
    "$program" run --isolation namespace --format json lanes.md 2>&1
}

# What differs from run to run: times, process ids, ports, the day.
plain() {
    sed -e 's/ time="[^"]*"//' -e 's/"t":[^,]*,//' -e 's/"pid":[^,]*,//' \
        -e 's/\(10\.0\.0\.[12]\):[0-9]*/\1:PORT/g' -e 's/^date .*//' "$1"
}

# ---- the same each time ----

# alike FORMAT OPTION...: three times the same, and exit status 2.
alike() {
    for n in 1 2 3; do
        report "$@" >"$1.$n"
        [ $? -eq 2 ] || return 1
        plain "$1.$n" >"$1.plain.$n"
    done
    cmp "$1.plain.1" "$1.plain.2" && cmp "$1.plain.1" "$1.plain.3"
}

packets_alike() {
    for n in 1 2 3 4 5; do
        packets >packets.$n
        plain packets.$n >packets.plain.$n
        cmp packets.plain.1 packets.plain.$n || return 1
    done
    grep -q '"event":"packet"' packets.1
}

# beside FORMAT: side by side, all is as if one had run after the other.
beside() {
    cp "$1.plain.1" "$1.one"
    alike "$1" -j 4 && cmp "$1.one" "$1.plain.1"
}

# Whatever does not hold is told once a lane or file.
told() {
    case $1 in
    json) grep -c '"ok":\(false\|null\)\|"event":"error"\|"event":"unable"' \
        "json.1" ;;
    tap) grep -c '^not ok\|# SKIP this machine' "tap.1" ;;
    junit) grep -c '<failure \|<skipped \|<error ' "junit.1" ;;
    text) grep -c '^  FAILED\|^  not run\|: wrong, \|^[^ ]*: this machine' \
        "text.1" ;;
    esac
}

for format in text tap json junit receipt; do
    check "$format is the same each time" alike $format
    check "$format is the same with -j" beside $format
done
# Packets as well, and calls that return at once.
if "$program" run --isolation namespace held.lab >check 2>&1; then
    check 'json is the same each time, with packets' packets_alike
else
    skip 'json is the same each time, with packets' "$(tail -n 1 check)"
fi
# Three lines of a lane that has failed, two of the other; four files that are
# wrong, and one that needs more than there is.
for format in text tap json junit; do
    n=$(told $format)
    check "$format tells all that did not hold ($n)" test "$n" -eq 10
done

first_is_begin() {
    for file in $files; do
        grep "\"file\":\"$file\"" json.1 | head -n 1 |
            grep -q '^{"event":"begin","lane":"","t":0,"file":"[^"]*","kernel":"'"$(uname -r)"'","isolation":"loopback","version":"' || return 1
    done
    [ "$(grep -c '"event":"begin"' json.1)" -eq 7 ] && ! grep -v '"file":"' json.1
}
check 'each file begins with where it runs, and each object names it' \
    first_is_begin

# lane_after_lane FORMAT BEFORE: the lines of a lane stand together, and each
# lane once. The lane stands behind what the pattern BEFORE fits.
lane_after_lane() {
    [ "$(sed -n "s/^$2\(reuse=[a-z]*\).*/\1/p" "$1.1" | uniq |
        tr '\n' ' ')" = 'reuse=off reuse=on ' ]
}
check 'text tells of lane after lane' lane_after_lane text '  [a-zA-Z ]* '
check 'tap tells of lane after lane' lane_after_lane tap '[^(]*('
check 'junit tells of lane after lane' lane_after_lane junit \
    ' *<testcase classname="lanes.md ('
check 'json tells of lane after lane' lane_after_lane json '.*"lane":"'

# ---- TAP ----

# by_prove WANT FILE...: what prove(1) says of a report: a file is its output.
by_prove() {
    want=$1
    shift
    prove --exec cat "$@" >proved 2>&1
    [ $? -eq "$want" ]
}

proves() {
    cp tap.1 all.tap
    by_prove 1 all.tap && grep -q 'Failed 9/35 ' proved &&
        grep -q 'less 1 skipped' proved && ! grep -qi 'parse err\|todo' proved ||
        return 1
    "$program" run --isolation loopback --format tap held.lab needy.lab \
        >skip.tap 2>/dev/null
    by_prove 0 skip.tap
}
if command -v prove >/dev/null; then
    check 'prove reads tap: what fails, and what is skipped' proves
else
    echo 'ok - prove reads tap # SKIP no prove here'
fi

# ---- JUnit ----

count() {
    xmllint --xpath "string(count($1))" junit.xml
}

# What each suite says of itself is what it has.
counts() {
    suites=$(count '//testsuite')
    [ "$suites" -eq 7 ] || return 1
    for suite in $(seq "$suites"); do
        for of in tests:testcase failures:testcase/failure \
            errors:testcase/error skipped:testcase/skipped; do
            said=$(xmllint --xpath \
                "string(//testsuite[$suite]/@${of%%:*})" junit.xml)
            [ "$said" = "$(count "//testsuite[$suite]/${of#*:}")" ] || return 1
        done
    done
}

same_text() {
    [ "$(count '//failure')" -gt 0 ] &&
        [ "$(count '//failure[not(starts-with(., @message))]')" -eq 0 ] &&
        [ "$(count '//error[. != @message]')" -eq 0 ] &&
        [ "$(count '//skipped[not(starts-with(., @message))]')" -eq 0 ]
}

classes() {
    [ "$(count '//testcase[not(starts-with(@classname, ../@file))]')" -eq 0 ] &&
        [ "$(count '//testcase[@classname = "lanes.md (reuse=on)"]')" -eq 14 ]
}

if command -v xmllint >/dev/null; then
    cp junit.1 junit.xml
    check 'junit is valid by the rules of a build server' \
        xmllint --noout --dtdvalid "$root/tests/program/junit.dtd" junit.xml
    check 'each suite has as many cases as it says' counts
    check 'the message is the text of the element as well' same_text
    check 'the class of a case is its file and its lane' classes
    check 'no two cases have the same name' test \
        "$(count '//testcase')" -eq "$(grep -o '<testcase classname="[^"]*" name="[^"]*"' \
            junit.xml | sort -u | wc -l)"
else
    echo 'ok - junit is valid # SKIP no xmllint here'
fi
