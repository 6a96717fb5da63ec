#!/bin/sh
# inside.sh - what a newcomer does, in a system that has nothing yet: the
# README's commands, as they stand there.
#
#     sh inside.sh whole|unit FOLDER
#
# Runs as root in a system that is thrown away afterwards (chroot.sh). FOLDER
# holds README.md and the repository, socket-lab.git. What came of it is
# written to FOLDER/result, a line each of: versions ..., run ..., root ...,
# user ...; the first that is missing is where it ended. `unit` builds with
# -Werror and runs only the tests in C, `whole` also starts the program and
# tests once more as an ordinary user where $CC is not set.

set -u
what=$1 folder=$2
result=$folder/result
: >"$result"

# readme PATTERN: the command of the README that begins so.
readme() {
    sed -n "s/^ *\($1.*\)/\1/p" "$folder/README.md" | sed 's/ *#.*//' | head -n 1
}

# As root, who needs none.
sudo() {
    "$@"
}

# type_in COMMAND: say it, then run it.
type_in() {
    echo "\$ $1"
    eval "$1"
}

# version PACKAGE: without what Debian adds to it.
version() {
    dpkg-query -W -f '${Version}' "$1" 2>/dev/null |
        sed 's/^[0-9]*://; s/[-+].*//'
}

versions() {
    compiler=${CC:-gcc}
    echo "versions $compiler $($compiler -dumpfullversion -dumpversion)," \
        "glibc $(version libc6), cmocka $(version libcmocka-dev)," \
        "md4c $(version libmd4c-dev)" >>"$result"
}

# sum LOG: how `make test` has closed.
sum() {
    grep '^[0-9]* passed, [0-9]* failed' "$1" | tail -n 1
}

# await TEXT: until the terminal shows it, or is gone. The pause is between two
# looks.
await() {
    until grep -q "$1" "$screen" 2>/dev/null; do
        kill -0 $terminal 2>/dev/null || break
        [ "$(date +%s)" -lt $deadline ] || kill $terminal
        sleep 0.1
    done
}

# menu COMMAND: on a terminal it says welcome, as nobody has been here before,
# Enter leads to the menu, and q leaves that.
menu() {
    keys=$folder/keys screen=$folder/screen
    rm -f "$keys" "$screen"
    mkfifo "$keys"
    TERM=xterm script -qefc "stty rows 24 cols 80; $1" "$screen" \
        <"$keys" >/dev/null 2>&1 &
    terminal=$!
    exec 3>"$keys"
    deadline=$(($(date +%s) + 1200))
    await Welcome
    printf '\r' >&3
    await 'Address already in use'
    printf q >&3
    wait $terminal
    status=$?
    exec 3>&-
    tail -n 30 "$screen" | tr -d '\033'
    grep -q 'Address already in use' "$screen" && [ $status -eq 0 ]
}

# tests WHO COMMAND...: run it, and note under WHO what it has closed with.
tests() {
    who=$1
    shift
    "$@" >"$folder/$who.log" 2>&1
    cat "$folder/$who.log"
    echo "$who $(sum "$folder/$who.log")" >>"$result"
}

# Somebody without rights, with a clone of their own.
user() {
    mkdir -p "$folder/user"
    chown -R 65534:65534 "$folder/user" "$folder/socket-lab.git"
    setpriv --reuid 65534 --regid 65534 --clear-groups \
        env HOME="$folder/user" sh -c '
            cd && git clone -q "$1" socket-lab && cd socket-lab && eval "$2"' \
        sh "$folder/socket-lab.git" "$1"
}

# Nobody is there to say yes; what was downloaded serves the next system; and
# a mirror that stands still, as a snapshot does, is as good as any.
cat >/etc/apt/apt.conf.d/99systems <<'END'
APT::Get::Assume-Yes "true";
Binary::apt::APT::Keep-Downloaded-Packages "true";
Acquire::Check-Valid-Until "false";
END
export DEBIAN_FRONTEND=noninteractive LAB_REQUIRE_NETNS=1
MAKEFLAGS="-j$(nproc) --no-print-directory"
export MAKEFLAGS

type_in "$(readme 'sudo apt ')" || exit 1
cd && git clone -q "$folder/socket-lab.git" socket-lab && cd socket-lab ||
    exit 1
run=$(readme 'make deps run') check=$(readme 'make deps test')
if [ "$what" = unit ]; then
    make deps || exit 1
    versions
    tests root make WERROR=1 unit
    exit
fi
menu "$run" && seen='menu, q' || seen='no menu'
versions
echo "run $seen" >>"$result"
tests root type_in "$check"
[ -n "${CC:-}" ] || tests user user "$check"
