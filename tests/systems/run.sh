#!/bin/sh
# run.sh - the program in clean systems of other ages than this one.
#
#     sh tests/systems/run.sh [--unit] [SYSTEM...]
#
# SYSTEM is 12, 13 or sid of Debian; all of them if none is named. In a new
# and empty one, and with each compiler, a clone of what is committed here is
# taken through the README's commands (inside.sh). --unit only builds with gcc
# and runs the tests in C, for which there is time at each change.
#
# Prints a line for each system and compiler. A system that can't be had is
# said in a line and is no failure: exit status 1 is for what did not pass in
# one that could. $CACHE is a folder for the empty systems and what they
# download; both are made anew after two weeks.

set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
: "${CACHE:=${XDG_CACHE_HOME:-/var/cache}/socket-lab-systems}"
what=whole compilers='gcc clang'
if [ "${1:-}" = --unit ]; then
    what=unit compilers=gcc
    shift
fi
[ $# -gt 0 ] || set -- 12 13 sid

# suite SYSTEM: what Debian calls it.
suite() {
    case $1 in
    12) echo bookworm ;;
    13) echo trixie ;;
    sid) echo sid ;;
    *) return 1 ;;
    esac
}

row() {
    printf '%-11s %-6s  %s\n' "$1" "$2" "$3"
}

# none WHY SYSTEM...: not one of them can be had.
none() {
    why=$1
    shift
    for system in "$@"; do
        row "Debian $system" - "can't be had: $why"
    done
    exit 0
}

for system in "$@"; do
    if ! suite "$system" >/dev/null; then
        echo "systems: '$system' was found, 12, 13 or sid was expected" >&2
        exit 2
    fi
done
# What git would not read because somebody else owns it, it may read here.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
printf '[safe]\n\tdirectory = *\n' >"$scratch/gitconfig"
export GIT_CONFIG_GLOBAL="$scratch/gitconfig"

[ "$(id -u)" -eq 0 ] || none 'not root' "$@"
git -C "$root" rev-parse HEAD >/dev/null 2>&1 || none 'no git clone here' "$@"
mkdir -p "$CACHE" 2>/dev/null || none "no folder $CACHE" "$@"
exec 9>"$CACHE/lock"
flock -n 9 || none "another run uses $CACHE" "$@"

# had SUITE: an empty system of it is in the cache; says why not, in a line.
had() {
    if [ -n "$(find "$CACHE/$1/root" -maxdepth 0 -mtime +14 2>/dev/null)" ]
    then
        rm -rf --one-file-system "${CACHE:?}/$1"
    fi
    if [ ! -d "$CACHE/$1/root" ]; then
        sh "$here/chroot.sh" make "$1" "$CACHE/$1/root" 2>"$scratch/why" &&
            touch "$CACHE/$1/root" || return 1
    fi
    sh "$here/chroot.sh" enter "$CACHE/$1/root" true 2>"$scratch/why"
}

clone() {
    git clone -q --bare "$root" "$1/socket-lab.git" &&
        git -C "$1/socket-lab.git" show HEAD:README.md >"$1/README.md"
}

# try SUITE COMPILER: in a copy of the empty system, which goes afterwards.
try() {
    work=$CACHE/$1/work debs=$CACHE/$1/debs archives=var/cache/apt/archives
    rm -rf --one-file-system "$work"
    mkdir -p "$debs" && cp -a "$CACHE/$1/root" "$work" || return 1
    ln "$debs"/*.deb "$work/$archives" 2>/dev/null
    cp "$here/inside.sh" "$work/srv" && clone "$work/srv" || return 1
    # A newcomer says nothing about the compiler, and has gcc.
    other=
    [ "$2" = gcc ] || other=CC=$2
    sh "$here/chroot.sh" enter "$work" env $other \
        sh /srv/inside.sh "$what" /srv >"$CACHE/$1/$2.log" 2>&1 </dev/null
    ln "$work/$archives"/*.deb "$debs" 2>/dev/null
    mv "$work/srv/result" "$scratch/result"
    rm -rf --one-file-system "$work"
}

# found WHAT: what the last try has noted under that name.
found() {
    sed -n "s/^$1 //p" "$scratch/result"
}

# tell SYSTEM COMPILER: its row; 1 if anything in it is not as it should be.
tell() {
    line=$(found versions) good=yes wanted=root
    if [ "$what" = whole ]; then
        line="$line; run: $(found run)"
        [ "$(found run)" = 'menu, q' ] || good=no
        [ "$2" != gcc ] || wanted='root user'
    fi
    for who in $wanted; do
        line="$line; as $who: $(found "$who")"
        case $(found "$who") in
        [1-9]*' passed, 0 failed'*) ;;
        *) good=no ;;
        esac
    done
    row "Debian $1" "$2" "$line"
    [ $good = yes ]
}

# explain LOG: what is not well, from the end of it.
explain() {
    if grep -q ' failed' "$1"; then
        grep -A 12 ', [1-9][0-9]* failed' "$1" | tail -n 60
    else
        tail -n 30 "$1"
    fi | sed 's/^/    | /'
    echo "    | all of it is in $1"
}

trap 'rm -rf "$scratch"; rm -rf --one-file-system "$CACHE"/*/work' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
changed=$(git -C "$root" status --porcelain 2>/dev/null | wc -l)
[ "$changed" -eq 0 ] ||
    echo "systems: $changed files here are not committed, and so not tried"

bad=0
for system in "$@"; do
    suite=$(suite "$system")
    if ! had "$suite"; then
        row "Debian $system" - "can't be had: $(tail -n 1 "$scratch/why")"
        continue
    fi
    for compiler in $compilers; do
        : >"$scratch/result"
        try "$suite" "$compiler"
        tell "$system" "$compiler" && continue
        bad=$((bad + 1))
        explain "$CACHE/$suite/$compiler.log"
    done
done
[ "$bad" -eq 0 ]
