#!/bin/sh
# eject_calls.sh - that calls which no lesson makes are the same in C: some of
# the proofs are ejected, compiled and played. Lessons are eject.sh's.

set -u
. "$(dirname "$0")/../shell.sh"

# plays NAME OPTIONS...: the script's programs come to what the lab comes to.
plays() {
    script=$1
    shift
    folder=$scratch/$script-$#$*
    "$program" eject "$@" "tests/lessons/glossary/proofs/$script.lab" \
        "$folder" >"$scratch/said" 2>&1 &&
        make -s -C "$folder" CFLAGS="$c17 -O2 -Werror" >>"$scratch/said" 2>&1 &&
        (cd "$folder" && timeout 60 ./run.sh) \
            >>"$scratch/said" 2>&1 &&
        grep -q ' 0 different' "$scratch/said"
}

# play_all: each by its script and its toggles.
play_all() {
    while read -r script options; do
        # shellcheck disable=SC2086
        if plays "$script" $options; then
            pass "$script $options is the same in C"
        else
            fail "$script $options is the same in C" "$scratch/said"
        fi
    done <<'END'
alarm
handlers -s restart=off
string-options
handlers -s restart=on
multicast-wire6
zones
END
}

if unshare -Urn true 2>/dev/null && command -v ss >/dev/null; then
    play_all
else
    skip 'scripts are the same in C' 'no user namespaces, or no ss'
fi
