#!/bin/sh
# eject.sh - what `socket-lab eject` writes is compiled and run: every lane of
# every lesson by gcc and by clang, in CI without one warning; and those that need
# no wire are played by their run.sh, outside of the lab, and must come to the
# results and errnos that the lab itself comes to, call by call. What else a
# folder has to stand is in eject_folder.sh.

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

# read_lane FOLDER: sets $lesson, $options, and $what it is:
# "02-address-already-in-use -s reuseaddr=off".
read_lane() {
    read -r lesson options <"$1.lane"
    what=${lesson#lessons/}
    what=${what%.md}${options:+ $options}
}

# ---- compilers ----

# together: all different programs in one text, which a compiler goes through
# in a moment. Lanes share most of what is in them. Each has its names for
# itself, and what they include is the same for all: steps.h, and nothing else.
# The text can be linked as well: it is then the program of the folder that it
# is started from.
together() {
    cksum "$lanes"/*/*.c >"$scratch/sums"
    ! grep -h '^ *# *include' "$lanes"/*/*.c | grep -v '"steps.h"' || return 1
    {
        awk '!seen[$1]++ { print $3 }' "$scratch/sums" | xargs awk '
            function own(name) {
                if (!(name in names))
                    print "#define " name " " name "_" n
                names[name]
            }
            function whole(    name) {
                if (n) {
                    print "#include \"" source "\""
                    print "static int play_" n "(int argc, char **argv)"
                    print "{ (void)argc, (void)argv; return main" given "; }"
                }
                for (name in names) {
                    print "#undef " name
                    delete names[name]
                }
            }
            FNR == 1 { whole(); source = FILENAME; n++ }
            /^static _Noreturn void [a-zA-Z_0-9]*\(/ {
                sub(/\(.*/, "", $4)
                own($4)
            }
            /^int main\(/ {
                own("main")
                given = /void/ ? "()" : "(argc, argv)"
            }
            END { whole() }'
        echo 'static const struct {'
        echo '    const char *folder; int (*play)(int, char **);'
        echo '} programs[] = {'
        awk '
            !($1 in number) { number[$1] = ++n }
            {
                sub(/\.c$/, "", $3)
                print "    {\"" $3 "\", play_" number[$1] "},"
            }' "$scratch/sums"
        cat <<'C'
};

int main(int argc, char **argv)
{
    char path[4096] = "";

    if (readlink("/proc/self/exe", path, sizeof path - 1) < 0)
        return 1;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (strcmp(programs[i].folder, path) == 0)
            return programs[i].play(argc, argv);
    return 1;
}
C
    } >"$scratch/together.c"
    [ "$(grep -c '^#include' "$scratch/together.c")" -gt 100 ]
}

# compiles CC NAME: what comes of it is kept as that.
compiles() {
    # shellcheck disable=SC2086
    $1 $flags -c -o "$scratch/$2.o" "$scratch/together.c"
}

# All that clang has to say is said once it has parsed.
parses() {
    # shellcheck disable=SC2086
    $1 $flags -fsyntax-only "$scratch/together.c"
}

# check_compiler CC COMMAND...
check_compiler() {
    if command -v "$1" >/dev/null; then
        compiler=$1
        shift
        check "$compiler compiles every program" "$@"
    else
        echo "ok - $1 compiles every program # SKIP no $1 here"
    fi
}

# ---- results ----

# by_lab JSON: actor, call, result and errno of each call, and ... where it
# blocks; not of the last one, which has no result. Which of two actors goes on first is not the point: by actor.
by_lab() {
    sed -n 's/.*"event": *"call".*"actor": *"\([^"]*\)".*"call": *"\([^"]*\)".*"ret": *\([^,]*\), *"errno": *"*\([^",}]*\)"*}.*/\1 \2 \3 \4/p' "$1" |
        sed '/ fork \| exit /d; s/ null$//; s/ null$/ .../' | sort -s -k 1,1
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

# same_program NAME OTHER: such as cc and gcc.
same_program() {
    [ "$(readlink -f "$(command -v "$1")")" = \
        "$(readlink -f "$(command -v "$2")")" ]
}

# build_all: all of them as one file, which has the names of all. That each can
# be made by itself, by its Makefile, is seen further down.
build_all() {
    if same_program "$CC" gcc; then
        one=$scratch/gcc.o
    else
        one=$scratch/own.o
        compiles "$CC" own || return 1
    fi
    # shellcheck disable=SC2086
    $CC -o "$scratch/together" "$one" || return 1
    for folder in $playable; do
        for source in "$folder"/*.c; do
            ln "$scratch/together" "${source%.c}" || return 1
        done
    done
}

# play FOLDER: run it there and in the lab, and leave a verdict beside it.
play() {
    "$1/run.sh" >"$1.log" 2>&1 &&
        grep -q '^[1-9][0-9]* results as in the lesson, 0 different' "$1.log" ||
        return
    # shellcheck disable=SC2086
    "$program" run --format json $options "$lesson" >"$1.json" || return
    by_lab "$1.json" >"$1.lab"
    by_programs "$1.log" >"$1.here"
    [ -s "$1.here" ] || return
    diff "$1.lab" "$1.here" >"$1.diff" && : >"$1.ok"
}

# Without the wire's orders, and without minutes of waiting: lesson 42 looks
# how long a TIME-WAIT lasts.
find_playable() {
    playable=$(grep -L '^wire \|^limit=[1-9][0-9]' "$lanes"/*/run.sh |
        sed 's|/run\.sh$||')
    [ -n "$playable" ]
}

# play_twice FOLDER: a second time where the first came out otherwise. Outside
# of the lab nothing waits for the kernel to come to rest between two steps, and
# machines do stall. What differed is kept, and told.
play_twice() {
    read_lane "$1"
    if ! play "$1"; then
        grep -B 1 DIFFERS "$1.log" >"$1.once"
        play "$1"
    fi
    # Minutes may go by here on a slow machine: say that it goes on.
    echo "# played: $what"
}

# play_some FIRST: each folder whose turn it is, beginning there.
play_some() {
    turn=0
    for folder in $playable; do
        turn=$((turn % at_once + 1))
        [ $turn -ne "$1" ] || play_twice "$folder"
    done
}

# Several at once: they wait for each other's programs most of the time.
play_all() {
    at_once=8
    for first in $(seq $at_once); do
        play_some "$first" &
    done
    wait
    for folder in $playable; do
        read_lane "$folder"
        if [ -e "$folder.ok" ]; then
            [ ! -e "$folder.once" ] || sed 's/^/# once: /' "$folder.once"
            pass "played as the lab does: $what"
        else
            {
                cat "$folder.log" "$folder.diff"
                grep -B 1 DIFFERS "$folder.log"
            } >"$scratch/why" 2>/dev/null
            fail "played as the lab does: $what" "$scratch/why"
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
    # One after the other, also where make is told to run two at once.
    as_nobody make -C "$scratch/own" clean &&
        TMPDIR=$scratch/own/tmp as_nobody make -C "$scratch/own" run
}

# make_call NAME: the calls of a proof, which no lesson makes, as programs.
make_call() {
    "$program" eject "tests/lessons/glossary/proofs/$1.lab" "$scratch/$1" &&
        make -s -C "$scratch/$1" CC="$CC" CFLAGS="$flags -Werror"
}

# play_call NAME: and played.
play_call() {
    make_call "$1" && "$scratch/$1/run.sh" | tee "$scratch/$1.log" &&
        grep -q '^[1-9][0-9]* results as in the lesson, 0 different' \
            "$scratch/$1.log"
}

# ---- all of it ----

for proof in pieces zones multicast-wire multicast-wire6; do
    check "compiled without a warning: $proof.lab" make_call $proof
done
check 'every lane is ejected' eject_all
check 'programs of all lanes, each text once' together
check_compiler gcc compiles gcc gcc
check_compiler clang parses clang
if unshare -Urn true 2>/dev/null && command -v ss >/dev/null; then
    find_playable || fail 'there are some without a wire'
    check 'those without a wire are built' build_all
    play_all
    for proof in epoll poll-several file-limit take-back; do
        check "played as the lab does: $proof.lab" play_call $proof
    done
    check 'by hand, a step a line' by_hand
    check 'on plain loopback' on_loopback
    [ "$(id -u)" -ne 0 ] || check 'as an ordinary user' as_a_user
else
    skip 'the programs are played' 'no user namespaces, or no ss'
fi
