#!/bin/sh
# systems.sh - what `make systems` says and does, tried without downloading
# anything: what can't be had is a line and no failure, what does not pass in
# a system is one, and namespaces can be made in a root that is not this
# machine's.

set -u
. "$(dirname "$0")/shell.sh"

# ---- what the newcomer types ----

for command in 'sudo apt .*git make' 'make deps run' 'make deps test'; do
    check "the README says how: $command" grep -q "^ *$command" README.md
done
check 'no place to download from is written down' \
    sh -c '! grep -rn "[a-z]://" tests/systems Makefile .ci'

# ---- the program's first start ----

# As inside.sh starts it, where nobody has been before.
if command -v script >/dev/null; then
    mkdir "$scratch/first"
    sed -n '/^# await TEXT/,/^# tests WHO/p' tests/systems/inside.sh \
        >"$scratch/first/menu.sh"
    check 'the welcome and the menu are gone through, and left' \
        env XDG_STATE_HOME="$scratch/first/state" timeout 200 sh -c '
            folder=$1 && . "$folder/menu.sh" && menu "$2"' \
        sh "$scratch/first" "$program"
else
    echo 'ok - the welcome and the menu # SKIP no script(1) here'
fi

# ---- what can't be had ----

sh tests/systems/run.sh 13 14 >"$scratch/out" 2>&1
check 'a system that is not known: exit status 2' test $? -eq 2
check 'and the three that are' \
    grep -q "'14' was found, 12, 13 or sid was expected" "$scratch/out"

# A copy that an ordinary user may read, with a folder that they may write to.
copy=$scratch/copy
mkdir -p "$copy/tests" "$scratch/bin" "$scratch/cache"
cp -R tests/systems "$copy/tests"
chmod -R go=u-w "$copy"
chmod 711 "$scratch"
chmod 1777 "$TMPDIR"
ordinary=
[ "$(id -u)" -ne 0 ] || ordinary='as_nobody'
CACHE=$scratch/cache $ordinary sh "$copy/tests/systems/run.sh" \
    >"$scratch/out" 2>&1
check 'without root: exit status 0' test $? -eq 0
check 'without root: a line for each system' \
    test "$(grep -c "^Debian .* can't be had: not root$" "$scratch/out")" -eq 3

if [ "$(id -u)" -ne 0 ] || ! command -v git >/dev/null; then
    echo 'ok - the rest of make systems # SKIP needs root and git'
    exit 0
fi

# ---- what comes of a system ----

# A clone to be tried, and systems that only say what we want to hear: $SAID
# is what stands in the result of a run, $NONE why there is no system.
(
    cp README.md "$copy" && cd "$copy" && git init -q && git add -A &&
        git -c user.name=me -c user.email=me@here commit -qm all
) >/dev/null 2>&1
cat >"$copy/tests/systems/chroot.sh" <<'END'
if [ "$1" = make ]; then
    [ -z "$NONE" ] || { echo "$NONE" >&2; exit 3; }
    mkdir -p "$3/srv" "$3/var/cache/apt/archives"
elif [ "$3" != true ]; then
    test -d "$2/srv/socket-lab.git" && printf '%b' "$SAID" >"$2/srv/result"
fi
END

# systems STATUS ARGUMENT...: run them, with this exit status.
systems() {
    wanted=$1
    shift
    NONE=$NONE SAID=$SAID CACHE=$scratch/cache \
        sh "$copy/tests/systems/run.sh" "$@" >"$scratch/out" 2>&1
    status=$?
    cat "$scratch/out"
    [ $status -eq "$wanted" ]
}

says() {
    check "it says: $1" grep -q "$1" "$scratch/out"
}

NONE='no debootstrap here' SAID=
check 'a system that can not be had is no failure' systems 0 13
says "^Debian 13 .* can't be had: no debootstrap here$"

NONE=
well='versions gcc 1, glibc 2\nrun menu, q\nroot 9 passed, 0 failed\n'
SAID="${well}user 8 passed, 0 failed, 1 skipped\n"
check 'a system in which all is well' systems 0 13
says '^Debian 13 *gcc *gcc 1, glibc 2; run: menu, q; as root: 9 passed, 0 failed; as user: 8 passed, 0 failed, 1 skipped$'
says '^Debian 13 *clang '
check 'nothing of it is left but what serves the next' \
    test ! -e "$scratch/cache/trixie/work" -a -d "$scratch/cache/trixie/root"

SAID="${well}user 8 passed, 1 failed\n"
check 'a test that fails as an ordinary user is one' systems 1 13
SAID="versions gcc 1\nrun no menu\nroot 9 passed, 0 failed\nuser 8 passed, 0 failed\n"
check 'a program that does not start is one' systems 1 13
SAID='versions gcc 1\nrun menu, q\n'
check 'tests that say nothing at the end are one' systems 1 13
SAID=''
check 'a system in which nothing can be built is one' systems 1 13
SAID='versions gcc 1\nroot 9 passed, 0 failed\n'
check 'of --unit only that is asked' systems 0 --unit 13 sid
SAID='versions gcc 1\nroot 9 passed, 2 failed\n'
check 'and it can fail' systems 1 --unit sid

# ---- a root that is not this machine's ----

# debootstrap fails, so nothing may stay.
printf '#!/bin/sh\nmkdir -p "$3"; echo "E: no such mirror"; exit 1\n' \
    >"$scratch/bin/debootstrap"
chmod 755 "$scratch/bin/debootstrap"
MIRROR=/nowhere PATH="$scratch/bin:$PATH" sh tests/systems/chroot.sh \
    make sid "$scratch/none" >"$scratch/out" 2>&1
check 'debootstrap fails: exit status 3' test $? -eq 3
says '^debootstrap: E: no such mirror'
check 'and no system is left' \
    test ! -e "$scratch/none" -a ! -e "$scratch/none.part"

# This machine's own root, seen from another place, is one.
mkdir "$scratch/root"
in_it() {
    unshare --mount sh -c '
        mount --rbind / "$1" && root=$1 && shift &&
            sh tests/systems/chroot.sh enter "$root" "$@"' \
        sh "$scratch/root" "$@"
}
exits_with() {
    wanted=$1
    shift
    "$@"
    [ $? -eq "$wanted" ]
}
if ! unshare --mount --pid --fork mount --bind / "$scratch/root" 2>/dev/null
then
    echo 'ok - what enter makes # SKIP no mounts can be made here'
    exit 0
fi
check 'enter runs a command' in_it true
check 'and hands on its exit status' exits_with 7 in_it sh -c 'exit 7'
check 'it sees its own processes only' in_it sh -c \
    'test "$(readlink /proc/1/ns/pid)" = "$(readlink /proc/self/ns/pid)"'
check 'user namespaces can be made there, as root' \
    in_it unshare --user --map-root-user --net true
check 'and by an ordinary user' in_it setpriv --reuid 65534 --regid 65534 \
    --clear-groups unshare --user --map-root-user --net true
