#!/bin/sh
# eject.sh - what `socket-lab eject` writes is compiled and run: every lane of
# every lesson by gcc and by clang, in CI without one warning; and those that need
# no wire are played by their run.sh, outside of the lab, and must come to the
# results and errnos that the lab itself comes to, call by call.

set -u
. "$(dirname "$0")/../shell.sh"

# As the Makefile has it, and optimised: then the compiler looks closer.
flags="$c17 -O2"
lanes=$scratch/lanes
mkdir "$lanes"

# Not all systems have a sysctl(8), nor it in everybody's path: here it is of
# no use to whom calls it.
mkdir "$scratch/path"
printf '#!/bin/sh\nexit 127\n' >"$scratch/path/sysctl"
chmod 755 "$scratch/path/sysctl"
PATH=$scratch/path:$PATH

# ---- every lane ----

# lanes_of LESSON: the options of each lane, a line each.
lanes_of() {
    compared "$1" | awk '
        BEGIN { n = 1; lane[1] = "" }
        {
            m = 0
            for (i = 1; i <= n; i++)
                for (j = 2; j <= NF; j++)
                    next_lane[++m] = lane[i] " -s " $1 "=" $j
            n = m
            for (i = 1; i <= n; i++)
                lane[i] = next_lane[i]
        }
        END { for (i = 1; i <= n; i++) print lane[i] }'
}

# eject_all: a folder for each lane, numbered, with what it is in a file beside.
eject_all() {
    n=100
    for lesson in lessons/*.md; do
        lanes_of "$lesson" >"$scratch/of"
        while read -r options; do
            n=$((n + 1))
            echo "$lesson $options" >"$lanes/$n.lane"
            # shellcheck disable=SC2086
            "$program" eject $options "$lesson" "$lanes/$n" || return 1
        done <"$scratch/of"
    done
}

# what FOLDER: "02-address-already-in-use -s reuseaddr=off".
what() {
    sed 's|lessons/||; s|\.md||; s| *$||' "$1.lane"
}

# ---- compilers ----

# together: all different programs in one text, which a compiler goes through
# in a moment. Lanes share most of them. Each has its names for itself, and
# what they include is the same for all.
together() {
    cksum "$lanes"/*/*.c | sort | awk '!seen[$1]++ { print $3 }' |
        while read -r source; do
            n=$((${n:-0} + 1))
            names=$(sed -n 's/^static _Noreturn void \([a-z_0-9A-Z]*\)(.*/\1/p
                s/^int \(main\)(.*/\1/p' "$source" | sort -u)
            for name in $names; do
                echo "#define $name ${name}_$n"
            done
            echo "#include \"$source\""
            for name in $names; do
                echo "#undef $name"
            done
        done >"$scratch/together.c"
    [ "$(grep -c include "$scratch/together.c")" -gt 100 ]
}

# compiles CC
compiles() {
    # shellcheck disable=SC2086
    "$1" $flags -c -o "$scratch/together.o" "$scratch/together.c"
}

check_compiler() {
    if command -v "$1" >/dev/null; then
        check "$1 compiles every program" compiles "$1"
    else
        echo "ok - $1 compiles every program # SKIP no $1 here"
    fi
}

# ---- results ----

# by_lab JSON: actor, call, result and errno of each call, and ... where it
# blocks; not of the last one, which has no result. Which of two actors goes on first is not the point: by actor.
by_lab() {
    sed -n 's/.*"event": *"call".*"actor": *"\([^"]*\)".*"call": *"\([^"]*\)".*"ret": *\([^,]*\), *"errno": *"*\([^",}]*\)"*}.*/\1 \2 \3 \4/p' "$1" |
        sed 's/ null$//; s/ null$/ .../' | grep -v ' fork \| exit ' |
        sort -s -k 1,1
}

# by_programs LOG: the same from what run.sh has printed.
by_programs() {
    sed -n 's/^ *[0-9][0-9]* \([A-Za-z0-9_-]*\): \([a-z0-9]*\)(.*) = \([^(]*\).*/\1 \2 \3/p' "$1" |
        awk '
            BEGIN {
                value["POLLIN"] = 1; value["POLLPRI"] = 2; value["POLLOUT"] = 4
                value["POLLERR"] = 8; value["POLLHUP"] = 16
            }
            $2 == "fork" || $2 == "exit" || $3 == "?" { next }
            $3 ~ /^POLL/ {
                n = split($3, name, "|")
                $3 = 0
                for (i = 1; i <= n; i++)
                    $3 += value[name[i]]
            }
            { print $1, $2, $3 ($4 == "" ? "" : " " $4) }' |
        sort -s -k 1,1
}

# build_all: as the Makefiles would, but each different text once, with what
# all include compiled beforehand (steps.h.gch; included again it guards
# itself), and a link in each folder that has it.
build_all() {
    mkdir "$scratch/bin"
    cp lessons/eject/template/steps.h "$scratch/bin"
    # shellcheck disable=SC2086
    $CC $flags -x c-header "$scratch/bin/steps.h" || return 1
    for folder in $(playable); do
        cksum "$folder"/*.c
    done >"$scratch/sums"
    # shellcheck disable=SC2086
    awk '!seen[$1]++ { print $3, "-o", "'"$scratch/bin/"'" $1 }' \
        "$scratch/sums" |
        xargs -P 4 -L 1 $CC $flags -include "$scratch/bin/steps.h" || return 1
    while read -r sum _ source; do
        ln "$scratch/bin/$sum" "${source%.c}" || return 1
    done <"$scratch/sums"
}

# play FOLDER: run it there and in the lab, and leave a verdict beside it.
play() {
    "$1/run.sh" >"$1.log" 2>&1 &&
        grep -q '^[1-9][0-9]* results as in the lesson, 0 different' "$1.log" ||
        return
    read -r lesson options <"$1.lane"
    # shellcheck disable=SC2086
    "$program" run --format json $options "$lesson" >"$1.json" || return
    by_lab "$1.json" >"$1.lab"
    by_programs "$1.log" >"$1.here"
    [ -s "$1.here" ] || return
    diff "$1.lab" "$1.here" >"$1.diff" && : >"$1.ok"
}

# Without the wire's orders, and without minutes of waiting: lesson 42 looks
# how long a TIME-WAIT lasts.
playable() {
    for run in "$lanes"/*/run.sh; do
        grep -q '^wire \|^limit=[1-9][0-9]' "$run" || dirname "$run"
    done
}

# play_twice FOLDER: a second time where the first came out otherwise. Outside
# of the lab nothing waits for the kernel to come to rest between two steps, and
# machines do stall. What differed is kept, and told.
play_twice() {
    if ! play "$1"; then
        grep -B 1 DIFFERS "$1.log" >"$1.once"
        play "$1"
    fi
    # Minutes may go by here on a slow machine: say that it goes on.
    echo "# played: $(what "$1")"
}

# Several at once: they wait for each other's programs most of the time.
play_all() {
    running=0
    for folder in $(playable); do
        play_twice "$folder" &
        running=$((running + 1))
        [ $((running % 6)) -ne 0 ] || wait
    done
    wait
    for folder in $(playable); do
        if [ -e "$folder.ok" ]; then
            [ ! -e "$folder.once" ] || sed 's/^/# once: /' "$folder.once"
            pass "played as the lab does: $(what "$folder")"
        else
            {
                cat "$folder.log" "$folder.diff"
                grep -B 1 DIFFERS "$folder.log"
            } >"$scratch/why" 2>/dev/null
            fail "played as the lab does: $(what "$folder")" "$scratch/why"
        fi
    done
}

# ---- by hand, and where there are no namespaces ----

# The programs alone: a line on standard input is a step.
by_hand() {
    cd "$lanes/101" || return 1
    yes '' | head -n 2 | ./server 2>"$scratch/hand"
    cat "$scratch/hand"
    grep -q '^server: socket(AF_INET, SOCK_STREAM, 0) = 3$' "$scratch/hand" &&
        [ "$(grep -c ' = ' "$scratch/hand")" -eq 2 ]
}

# In a network that nobody else uses, with nothing but lo.
on_loopback() {
    cd "$lanes/101" || return 1
    unshare -Urn sh -c 'ip link set lo up && HOSTS=loopback ./run.sh'
}

# Ordinary users own no namespace yet, and may make one.
as_a_user() {
    cp -r "$lanes/102" "$scratch/own" || return 1
    mkdir "$scratch/own/tmp"
    chown -R 65534 "$scratch/own"
    chmod 755 "$scratch"
    TMPDIR=$scratch/own/tmp as_nobody make -C "$scratch/own" clean run
}

# ---- what can go wrong ----

# refuses STATUS WORDS ARGUMENT...: and leaves nothing behind.
refuses() {
    want=$1 words=$2
    shift 2
    ls -A >"$scratch/before"
    "$program" eject "$@" >"$scratch/said" 2>&1
    got=$?
    cat "$scratch/said"
    ls -A | diff "$scratch/before" - && [ $got -eq "$want" ] &&
        grep -q "$words" "$scratch/said"
}

# A disk that holds the first files, and not all of them.
full_disk() {
    unshare -Urm sh -c '
        mkdir disk && mount -t tmpfs -o size=16k tmpfs disk || exit 1
        "$1" eject 1 disk/folder
        [ $? -eq 3 ] && [ -z "$(ls -A disk)" ]' sh "$program"
}

failures() {
    mkdir "$scratch/work" "$scratch/work/taken"
    cd "$scratch/work" || exit 1
    echo mine >taken/server.c
    check 'a folder that is there is left alone' \
        refuses 2 'is there already' 1 taken
    check 'what was in it stays' grep -q mine taken/server.c
    check 'a folder in a place that there is not' refuses 3 'No such' 1 no/where
    check 'an unknown lesson' refuses 2 'no lesson' nonsense
    check 'an unknown toggle' refuses 2 'toggle' -s nonsense=on 2
    check 'an unknown value' refuses 2 'reuseaddr' -s reuseaddr=maybe 2
    check 'no lesson at all' refuses 2 'takes a lesson'
    check 'three words' refuses 2 'takes a lesson' 1 a b
    for line in 'wait 1ms' 'server$ ss no LISTEN *:80' 'wire: none'; do
        printf '# Only\n\n%s\nwait 1ms\n' "$line" >only.lab
        check "a script without a process: $line" \
            refuses 2 'only.lab:3: no process' only.lab
    done
    check 'the name is the lesson'"'"'s' "$program" eject 1
    check 'and has the programs' test -s a-server-and-a-client/client.c
    if unshare -Urm true 2>/dev/null; then
        check 'a full disk, and nothing is left' full_disk
    else
        skip 'a full disk, and nothing is left' 'no user namespaces here'
    fi
}

# An actor may have any name, a string any bytes, and a title any sign.
odd_names() {
    cat >"$scratch/odd.md" <<'LESSON'
---
title: "A title */ with 'quotes', \" and **/ int more; /*"
chapter: Odd
summary: Names that a Makefile knows, and bytes that C does.
minutes: 1
---

Prose with 'quotes', `code` and $dollars.

```lab
run@server: socket(AF_INET, SOCK_DGRAM, 0) = 3
run: bind(3, 127.0.0.1:12000) = 0
all-2@server: socket(AF_INET, SOCK_DGRAM, 0) = 3
all-2: sendto(3, "\x00\x05a%d??/\"\\'"*3, 33, 0, 127.0.0.1:12000) = 33
run: recv(3, "\x00\x05a%d??/\"\\'"*3, 1024, 0) = 33
run: setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {0, 1000}) = 0
all-2: sendto(3, "a@ tab, and a line that is too long for one row", 0, 127.0.0.1:12000) = 47
run: recv(3, "a@ tab, and a line that is too long for one row", 1024, 0) = 47
```
LESSON
    tab=$(printf '\t')
    sed "s/@ tab/$tab tab/" "$scratch/odd.md" >"$scratch/odd-tab.md"
    "$program" eject "$scratch/odd-tab.md" "$scratch/odd" &&
        make -s -C "$scratch/odd" CFLAGS="$flags" all run
}

# ---- what is there already ----

# script NAME: a stand-alone script from standard input, ejected and compiled.
script() {
    cat >"$scratch/$1.lab" && "$program" eject "$scratch/$1.lab" "$scratch/$1" >"$scratch/said" &&
        make -s -C "$scratch/$1" CFLAGS="$flags"
}

# differs FOLDER WORDS: its play is no success, and shows these words.
differs() {
    ! timeout 60 make -s -C "$scratch/$1" run >"$scratch/said" 2>&1
    ended=$?
    cat "$scratch/said"
    [ $ended -eq 0 ] && grep -q DIFFERS "$scratch/said" &&
        grep -q "$2" "$scratch/said"
}

# same_file FILE INODE: nobody has put another in its place.
same_file() {
    [ "$(stat -c %i "$1")" = "$2" ]
}

# listening FOLDER SOCKET: a program of another folder listens there; its lines
# come from descriptor 7, and its process is $live.
listening() {
    printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "server: bind(3, unix:$2) = 0" 'server: listen(3, 5) = 0' \
        'server: accept(3, _) = 4' \
        'client: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "client: connect(3, unix:$2) = 0" | script "$1" || return 1
    mkfifo "$scratch/$1/lines" && exec 7<>"$scratch/$1/lines" || return 1
    (cd "$scratch/$1" && exec ./server <lines 2>said) &
    live=$!
    printf '\n\n\n' >&7
    eventually grep -q 'listen(3, 5) = 0' "$scratch/$1/said"
}

# answers FOLDER: and it goes on accepting.
answers() {
    echo >&7
    (cd "$scratch/$1" && printf '\n\n' | ./client) 2>&1 |
        grep 'connect.* = 0$' &&
        eventually grep 'accept(3, _) = 4' "$scratch/$1/said"
}

# Whatever is at the path: a file, a link that leads nowhere, a folder.
others_paths() {
    echo mine >"$1/file"
    ln -s nowhere "$1/link"
    mkdir "$1/folder"
    for kind in file link folder; do
        printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
            "server: bind(3, unix:$1/$kind) = 0" \
            "server: unlink(\"$1/$kind\") = 0" | script "at-$kind" &&
            differs "at-$kind" 'bind.*EADDRINUSE' &&
            grep 'unlink.* = not called' "$scratch/said" || return 1
    done
    grep mine "$1/file" && [ -L "$1/link" ] && [ ! -e "$1/nowhere" ] &&
        [ -d "$1/folder" ]
}

# By hand: what a program has made is gone, and another's is there instead.
replaced() {
    printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "server: bind(3, unix:$1/twice) = 0" \
        'server: socket(AF_UNIX, SOCK_STREAM, 0) = 4' \
        "server: bind(4, unix:$1/kept) = 0" \
        "server: unlink(\"$1/twice\") = 0" | script replaced || return 1
    cd "$scratch/replaced" && mkfifo lines && exec 8<>lines || return 1
    ./server <lines 2>said &
    printf '\n\n\n\n' >&8
    eventually grep -q 'bind(4' said || return 1
    rm "$1/twice" && echo mine >"$1/twice" && printf '\n\n' >&8
    wait $!
    cat said
    grep 'unlink.* = not called' said && [ -S "$1/kept" ] || return 1
    # So does the end of a run.
    # shellcheck disable=SC2016
    bash -c '. ./steps.sh && drop_files made.files' &&
        grep mine "$1/twice" && [ ! -e "$1/kept" ]
}

what_is_there() {
    at=$scratch/at
    mkdir "$at"
    check 'another program listens' listening live "$at/agent.sock"
    inode=$(stat -c %i "$at/agent.sock")
    printf '%s\n' 'server: socket(AF_UNIX, SOCK_STREAM, 0) = 3' \
        "server: bind(3, unix:$at/agent.sock) = 0" | script taken
    check 'its path is in use, which differs' differs taken EADDRINUSE
    check 'which was said before' grep "^# $at/agent.sock is there" \
        "$scratch/said"
    check 'its file stays' same_file "$at/agent.sock" "$inode"
    for want in 0 '?'; do
        echo "server: unlink(\"$at/agent.sock\") = $want" | script "gone-$want"
        check "unlink() = $want is not called for it" \
            differs "gone-$want" 'unlink.* = not called'
    done
    check 'its file stays for unlink() as well' \
        same_file "$at/agent.sock" "$inode"
    check 'and it goes on accepting' answers live
    kill "$live"
    check 'a file, a link and a folder stay' others_paths "$at"
    check 'so does what has come to be there meanwhile' replaced "$at"
}

# Beside the programs may be others, which make must not take for its own.
what_is_beside() {
    "$program" eject -s name=/tmp/socket-lab-stale 14 "$scratch/beside" || return 1
    cd "$scratch/beside" || return 1
    echo 'int main(void) { return 0; }' >mine.c
    echo mine >mine
    echo mine >notes.steps
    make -s && make -s clean && ls && grep mine mine notes.steps mine.c &&
        [ ! -e server ]
}

# Actors that are called as what a folder has, or as another one's program.
same_names() {
    for actor in all all-actor GNUmakefile makefile steps made; do
        echo "$actor@server: socket(AF_INET, SOCK_DGRAM, 0) = 3"
    done | script names && make -s -C "$scratch/names" run clean &&
        [ ! -e "$scratch/names/all-actor" ]
}

# What is set, destroyed or sent must have been.
judged() {
    printf '%s\n' 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3' \
        'server$ sysctl net.ipv4.tcp_fin_timeout=7' \
        'client$ sysctl net.ipv4.tcp_fin_timeout=8' \
        'server$ sysctl -n net.ipv4.tcp_fin_timeout = 7' \
        'client$ sysctl -n net.ipv4.tcp_fin_timeout = 8' \
        'client$ sysctl no net.ipv4.tcp_no_such' | script set &&
        make -s -C "$scratch/set" run
}

check 'every lane is ejected' eject_all
check 'programs of all lanes, each text once' together
check_compiler gcc
check_compiler clang
if unshare -Urn true 2>/dev/null && command -v ss >/dev/null; then
    check 'those without a wire are built' build_all
    play_all
    check 'by hand, a step a line' by_hand
    check 'on plain loopback' on_loopback
    [ "$(id -u)" -ne 0 ] || check 'as an ordinary user' as_a_user
    check 'odd names, bytes and signs' odd_names
    what_is_there
    check 'programs beside ours are let alone' what_is_beside
    check 'actors called as files are' same_names
    check 'sysctls that could be set' judged
    for line in 'sysctl net.ipv4.tcp_fin_timeout=x' 'sysctl net.ipv4.no=1' \
        'sysctl -n net.ipv4.tcp_fin_timeout = 4' 'ss -K ESTAB *:1'; do
        n=$((${n:-0} + 1))
        printf 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3\nclient$ %s\n' \
            "$line" | script "judged-$n"
        check "judged: $line" differs "judged-$n" "^ 2 client. ${line%%[ .]*}"
    done
else
    skip 'the programs are played' 'no user namespaces, or no ss'
fi
failures
