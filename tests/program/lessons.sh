#!/bin/sh
# lessons.sh - every lesson is run as its readers run it: in both isolations,
# all lanes together and each lane alone; as root and as an ordinary user.

set -u
. "$(dirname "$0")/../shell.sh"

# Most of a run is waiting for the kernel's timers, so many go on at once.
at_once=16

# runs_of LESSON: a line for each way to run it: whether it says what it needs
# (0: no), how many lanes that are, and the option. First all of it, then each
# value of a compared toggle, alone with all that the other one has.
runs_of() {
    compared "$1" | awk -v needs="$(grep -c '^needs:' "$1")" -v lesson="$1" '
        { names[NR] = $1; values[NR] = $0; n[NR] = NF - 1 }
        END {
            all = 1
            for (i = 1; i <= NR; i++)
                all *= n[i]
            print needs, all, lesson
            for (i = 1; i <= NR; i++) {
                split(values[i], value, " ")
                for (j = 2; j <= n[i] + 1; j++)
                    print needs, all / n[i], lesson, "-s", names[i] "=" value[j]
            }
        }'
}

# plan: every run there is to make, numbered: number, user, isolation, and what
# runs_of() has. The later lessons wait for longer, in namespaces, and are begun
# with.
plan() {
    ls | sort -r | grep '\.md$' | while read -r lesson; do
        runs_of "$lesson"
    done >"$scratch/runs"
    for kind in namespace loopback; do
        for user in $users; do
            [ $kind = loopback ] || [ ! -e "$scratch/no-namespaces-$user" ] ||
                continue
            sed "s/^/$user $kind /" "$scratch/runs"
        done
    done | nl -w 1 -s ' '
}

# some_runs FIRST: every run of the plan whose turn it is, beginning there. What
# they say is kept in two files, behind a line with the run's number.
some_runs() {
    out=$scratch/$1.out err=$scratch/$1.err
    awk -v n="$at_once" -v first="$1" 'NR % n == first % n' "$scratch/plan" |
        while read -r number user kind _ _ lesson option; do
            as=
            [ "$user" = self ] || as=as_nobody
            echo "run $number" >>"$out"
            echo "run $number" >>"$err"
            # shellcheck disable=SC2086
            $as ./socket-lab run --format json --isolation "$kind" $option \
                "$lesson" >>"$out" 2>>"$err" </dev/null
            echo "exit status $?" >>"$err"
            # On a slow machine this takes minutes: say that it goes on.
            echo "# ran: $lesson, $kind $option"
        done
}

# verdicts: a run is good that tells of all its lanes to their end, and nothing
# failed. On plain loopback a lesson that needs more than that is refused, which
# is right only where its front matter says what it needs.
verdicts() {
    {
        cat "$scratch"/*.err
        grep -h '^run \|"event": *"end"\|"ok": *\(false\|null\)' \
            "$scratch"/*.out
        sed 's/^/plan /' "$scratch/plan"
    } | awk -v self="$(id -un)" '
        /^run [0-9]+$/ { number = $2; next }
        /^exit status [0-9]+$/ { status[number] = $3 }
        /^[{].*"event": *"end"/ {
            ends[number]++
            if ($0 !~ /"failed": *0[,}]/ || $0 !~ /"not_run": *0[,}]/ ||
                $0 ~ /"passed": *0[,}]/)
                bad[number] = 1
            next
        }
        !/^plan [0-9]+ (self|nobody) / {
            if (!(number in why))
                why[number] = $0
            said[number] = said[number] "# " $0 "\n"
            next
        }
        {
            what = $7
            sub(/\.md$/, "", what)
            what = what ", " $4 ($8 ? " " $8 " " $9 : "") ", as " \
                ($3 == "self" ? self : "an ordinary user")
            if (status[$2] == "0" && !bad[$2] && ends[$2] == $6)
                print "ok - " what
            else if (status[$2] == "3" && $4 == "loopback" && $5 > 0)
                print "ok - " what " # SKIP " why[$2]
            else
                printf "%snot ok - %s\n", said[$2], what
        }'
}

# try_namespaces USER NAME COMMAND...: whether this user can have them.
try_namespaces() {
    user=$1 name=$2
    shift 2
    echo 'client: socket(AF_INET, SOCK_STREAM, 0) = 3' |
        "$@" run --isolation namespace - >"$scratch/out" 2>&1 && return
    : >"$scratch/no-namespaces-$user"
    skip "lessons in namespaces, as $name" \
        "$(tr "\\n" " " <"$scratch/out" | cut -c1-300)"
}

# A lesson leads to one that there is.
leads=$(sed -n 's/^leads: //p' lessons/*.md | sort -u)
for lesson in $leads; do
    grep -qx "id: $lesson" lessons/*.md || {
        leads=
        echo "# $lesson is no lesson"
    }
done
if [ -n "$leads" ]; then
    pass 'lessons lead to lessons'
else
    fail 'lessons lead to lessons'
fi

# The tree may be where nobody else can look: take along what is needed.
mkdir "$scratch/away"
cp "$program" lessons/*.md "$scratch/away" || {
    fail 'there are lessons'
    exit 1
}
chmod 755 "$scratch" "$scratch/away"
cd "$scratch/away" || exit 1
users=self
try_namespaces self "$(id -un)" ./socket-lab
if [ "$(id -u)" -eq 0 ]; then
    users='self nobody'
    chown -R 65534 "$HOME" "$TMPDIR"
    try_namespaces nobody 'an ordinary user' as_nobody ./socket-lab
fi
plan >"$scratch/plan"
for first in $(seq $at_once); do
    some_runs "$first" &
done
wait
verdicts
