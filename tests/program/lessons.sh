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

# some_runs FIRST: every run of the plan whose turn it is, beginning there.
some_runs() {
    turn=0
    while read -r number user kind _ _ lesson option; do
        turn=$((turn % at_once + 1))
        [ $turn -eq "$1" ] || continue
        as=
        [ "$user" = self ] || as=as_nobody
        # shellcheck disable=SC2086
        $as ./socket-lab run --format json --isolation "$kind" $option \
            "$lesson" >"$scratch/$number.out" 2>"$scratch/$number.err" </dev/null
        echo "$number $?" >>"$scratch/ended-$1"
        # On a slow machine this takes minutes: say that it goes on.
        echo "# ran: $lesson, $kind $option"
    done <"$scratch/plan"
}

# verdicts: of each run its number, whether it is good, bad or unable, and what
# it is. A good one tells of all its lanes to their end, and nothing failed. On
# plain loopback a lesson that needs more than that is refused, which is right
# only where its front matter says what it needs.
verdicts() {
    {
        cat "$scratch"/ended-*
        echo
        (cd "$scratch" && grep -H '"event": *"end"' ./*.out)
        echo
        cat "$scratch/plan"
    } | awk -v self="$(id -un)" '
        NF == 0 { part++; next }
        !part { status[$1] = $2; next }
        part == 1 {
            number = substr($0, 3) + 0
            ends[number]++
            if ($0 !~ /"failed": *0[,}]/ || $0 !~ /"not_run": *0[,}]/ ||
                $0 ~ /"passed": *0[,}]/)
                bad[number] = 1
            next
        }
        {
            what = $6
            sub(/\.md$/, "", what)
            what = what ", " $3 ($7 ? " " $7 " " $8 : "") ", as " \
                ($2 == "self" ? self : "an ordinary user")
            verdict = "bad"
            if (status[$1] == "0" && !bad[$1] && ends[$1] == $5)
                verdict = "good"
            else if (status[$1] == "3" && $3 == "loopback" && $4 > 0)
                verdict = "unable"
            print $1, verdict, what
        }'
}

report() {
    verdicts | while read -r number verdict what; do
        out=$scratch/$number.out err=$scratch/$number.err
        case $verdict in
        good) pass "$what" ;;
        unable)
            read -r why <"$err"
            echo "ok - $what # SKIP $why"
            ;;
        *)
            grep -h '"ok": *\(false\|null\)' "$out" >>"$err"
            cat "$scratch"/ended-* | sed -n "s/^$number /exit status /p" >>"$err"
            fail "$what" "$err"
            ;;
        esac
    done
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
report
