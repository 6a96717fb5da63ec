#!/bin/sh
# proofs.sh - runs the scripts of tests/lessons/glossary/proofs, which prove
# what a sentence of lessons/words says and no lesson shows: with every value of
# their toggles, as root and as an ordinary user. That each named line stands
# in its script is `socket-lab check`'s to say.

set -u
. "$(dirname "$0")/../shell.sh"

# The values of a script's toggle as options: "cookies=1 cookies=0".
settings() {
    awk '$1 == "toggle" { for (i = 3; i <= NF; i++) print $2 "=" $i }' "$1"
}

# lacks SCRIPT: the first of its settings that this kernel does not have.
lacks() {
    sed -n 's/^[a-z]*\$ sysctl \(net\.[a-z0-9_.]*\)=.*/\1/p' "$1" |
        while read -r name; do
            [ -e "/proc/sys/$(echo "$name" | tr . /)" ] || echo "$name"
        done | head -n 1
}

# run_proof SCRIPT [-s NAME=VALUE]: run it, and say what came of it.
run_proof() {
    what="$(basename "$1" .lab)${3:+, $3}, as $who"
    $as "$lab" run --isolation namespace "$@" >"$own/out" 2>&1
    status=$?
    case $status in
    0) pass "$what" ;;
    3) skip "$what" "$(tail -n 1 "$own/out")" ;;
    *)
        grep -v '^  ok ' "$own/out" >"$own/why"
        echo "exit status $status" >>"$own/why"
        fail "$what" "$own/why"
        ;;
    esac
}

one_proof() {
    missing=$(lacks "$script")
    if [ -n "$missing" ]; then
        echo "ok - $(basename "$script" .lab) # SKIP no $missing here"
        return
    fi
    if [ -z "$(settings "$script")" ]; then
        run_proof "$script"
        return
    fi
    for setting in $(settings "$script"); do
        run_proof "$script" -s "$setting"
    done
}

# Several at once, since most of their time is waiting; each in a folder of its
# own, and told of in one piece. Each of eight takes every eighth script.
all_proofs() {
    at_once=8
    for first in $(seq $at_once); do
        n=0
        for script in $scripts; do
            n=$((n + 1)) own=$scratch/proof-$n
            [ $((n % at_once + 1)) -eq "$first" ] || continue
            mkdir -p "$own"
            one_proof >"$own/said" 2>&1
        done &
    done
    wait
    cat "$scratch"/proof-*/said
}

scripts=$(ls tests/lessons/glossary/proofs/*.lab)

# A script that no sentence names any more is to go.
for script in $scripts; do
    grep -qF "proof: $(basename "$script"): " lessons/words/*.md ||
        basename "$script"
done >"$scratch/unused"
if [ -n "$scripts" ] && [ ! -s "$scratch/unused" ]; then
    pass 'each script proves a sentence'
else
    fail 'each script proves a sentence' "$scratch/unused"
fi

lab=$program
as= who=$(id -un)
all_proofs

if [ "$(id -u)" -eq 0 ]; then
    # The tree may be where nobody else can look: take along what is needed.
    mkdir "$scratch/away"
    cp "$program" tests/lessons/glossary/proofs/*.lab "$scratch/away"
    chmod 755 "$scratch" "$scratch/away"
    chown -R 65534 "$HOME" "$TMPDIR"
    cd "$scratch/away" || exit 1
    lab=$scratch/away/socket-lab
    scripts=$(ls ./*.lab)
    as=as_nobody who='an ordinary user'
    all_proofs
fi
