#!/bin/sh
# lessons.sh - every lesson is run as its readers run it: in both isolations,
# all lanes together and each lane alone; as root and as an ordinary user.

set -u
. "$(dirname "$0")/../shell.sh"

# ran FILE LANES: whether a JSON report tells of that many whole lanes.
ran() {
    awk -v want="$2" '
        /"event": *"end"/ {
            ends++
            if ($0 !~ /"failed": *0[,}]/ || $0 !~ /"not_run": *0[,}]/)
                bad = 1
            if ($0 ~ /"passed": *0[,}]/)
                bad = 1
        }
        END { exit bad || ends != want }' "$1"
}

# run_lesson WHO ISOLATION LESSON LANES [-s NAME=VALUE]
run_lesson() {
    who=$1 isolation=$2 lesson=$3 lanes=$4
    shift 4
    what=${lesson##*/}
    what="${what%.md}, $isolation${1:+ $*}, as $who"
    $as "$lab" run --format json --isolation "$isolation" "$@" "$lesson" \
        >"$own/out" 2>"$own/err"
    status=$?
    if [ $status -eq 0 ] && ran "$own/out" "$lanes"; then
        pass "$what"
        return
    fi
    if [ $status -eq 3 ] && may_lack "$lesson" "$isolation"; then
        echo "ok - $what # SKIP $(head -n 1 "$own/err")"
        return
    fi
    grep -h '"ok": *\(false\|null\)' "$own/out" >>"$own/err"
    echo "exit status $status" >>"$own/err"
    fail "$what" "$own/err"
}

# On plain loopback a lesson that needs more than that is refused, which is
# right only where its front matter says what it needs.
may_lack() {
    [ "$2" = loopback ] && grep -q '^needs:' "$1"
}

# Each value of a compared toggle, alone with all that the other one has.
each_value() {
    while read -r toggle values; do
        set -- $values
        for value in "$@"; do
            run_lesson "$who" "$kind" "$lesson" $((all / $#)) \
                -s "$toggle=$value"
        done
    done <"$own/compared"
}

one_lesson() {
    compared "$lesson" >"$own/compared"
    all=1
    while read -r _ values; do
        set -- $values
        all=$((all * $#))
    done <"$own/compared"
    run_lesson "$who" "$kind" "$lesson" "$all"
    each_value
}

# Several at once, since most of their time is waiting; each in a folder of its
# own, and told of in one piece. Each of eight takes every eighth lesson.
all_lessons() {
    at_once=8
    for first in $(seq $at_once); do
        n=0
        for lesson in $lessons; do
            n=$((n + 1)) own=$scratch/lesson-$n
            [ $((n % at_once + 1)) -eq "$first" ] || continue
            mkdir -p "$own"
            one_lesson >"$own/said" 2>&1
        done &
    done
    wait
    cat "$scratch"/lesson-*/said
}

# Both kinds of world for one user: $as (a prefix) and $who (its name).
both_kinds() {
    kind=loopback
    all_lessons
    kind=namespace
    if echo 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' |
        $as "$lab" run --isolation namespace - >"$scratch/out" 2>&1; then
        all_lessons
    else
        skip "lessons in namespaces, as $who" \
            "$(tr "\\n" " " <"$scratch/out" | cut -c1-300)"
    fi
}

lab=$program
lessons=$(ls lessons/*.md)
if [ -z "$lessons" ]; then
    fail 'there are lessons'
    exit 1
fi
as= who=$(id -un)
both_kinds

if [ "$(id -u)" -eq 0 ]; then
    # The tree may be where nobody else can look: take along what is needed.
    mkdir "$scratch/away"
    cp "$program" lessons/*.md "$scratch/away"
    chmod 755 "$scratch" "$scratch/away"
    chown -R 65534 "$HOME" "$TMPDIR"
    cd "$scratch/away" || exit 1
    lab=$scratch/away/socket-lab
    lessons=$(ls ./*.md)
    as=as_nobody who='an ordinary user'
    both_kinds
fi
