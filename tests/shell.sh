# shell.sh - what the tests in shell share; read in by them with `.`.
#
# Sets $program (as a full path) and $scratch (a folder that goes with the
# test), with HOME, TMPDIR and the XDG folders inside it, so that no test
# reads or writes what is the user's own; $CC, and $c17, its options.

cd "$(dirname "$0")" || exit 1
until [ -e Makefile ]; do
    cd .. || exit 1
done
root=$(pwd)
case ${BUILD:=build} in
/*) program=$BUILD/socket-lab ;;
*) program=$root/$BUILD/socket-lab ;;
esac
scratch=$(mktemp -d "${TMPDIR:-/tmp}/socket-lab-test-XXXXXX") || exit 1
mkdir "$scratch/home" "$scratch/tmp" || exit 1
export HOME="$scratch/home" TMPDIR="$scratch/tmp"
export XDG_STATE_HOME="$HOME/state" XDG_DATA_HOME="$HOME/data"
# Somebody who has started it before: the first start has a welcome.
mkdir -p "$XDG_STATE_HOME/socket-lab" || exit 1
echo '{"version": 1, "welcomed": true, "lessons": {}}' \
    >"$XDG_STATE_HOME/socket-lab/progress.json"
export XDG_CONFIG_HOME="$HOME/config"
unset SOCKET_LAB_LESSONS NO_COLOR COLORFGBG
# What they look for is in English, whatever language is chosen here.
unset LANGUAGE
export LC_ALL=C.UTF-8
# What the program was built with. A warning about C that is tried is a
# failure only where it is one in the build.
: "${CC:=cc}"
c17='-std=c17 -Wall -Wextra'
[ "${WERROR:-}" != 1 ] || c17="$c17 -Werror"

# Called at the end, however it comes; a test may put its own in its place.
clean_up() {
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

pass() {
    echo "ok - $1"
}

# fail WHAT [FILE]: with what FILE holds to explain it.
fail() {
    [ $# -lt 2 ] || sed 's/^/# /' "$2" | tail -n 30
    echo "not ok - $1"
}

# skip WHAT WHY; a failure where everything must run.
skip() {
    if [ "${LAB_REQUIRE_NETNS:-0}" = 1 ]; then
        echo "# $2"
        echo "not ok - $1"
    else
        echo "ok - $1 # SKIP $2"
    fi
}

# check WHAT COMMAND...: passes when the command succeeds.
check() {
    what=$1
    shift
    if "$@" >"$scratch/check" 2>&1; then
        pass "$what"
    else
        fail "$what" "$scratch/check"
    fi
}

# play WHAT [ARGUMENT...]: the key script on standard input must hold.
play() {
    what=$1
    shift
    cat >"$scratch/play.keys"
    check "$what" "$program" "$@" --keys "$scratch/play.keys"
}

# eventually COMMAND...: try again and again until it succeeds. How often is
# bounded, not how long: a slow machine is slow in trying, too. On a quick one
# that is more than a minute. The pause is between two looks; nothing is timed
# by it.
eventually() {
    tries=1200
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.05
    done
}

# As an ordinary user with access to nothing but $scratch: COMMAND...
as_nobody() {
    setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# compared LESSON: what it compares, a line a toggle: "old off on".
compared() {
    awk '
        /^---$/ && ++fences == 2 { exit }
        { gsub(/["\047]/, "") }
        /^compare:/ { gsub(/[][,]/, " "); n = split($0, compare, " ") }
        /- name:/ { name = $3 }
        /^ *values:/ {
            gsub(/^ *values:|[][,]/, " ")
            values[name] = $0
        }
        END {
            for (i = 2; i <= n; i++)
                print compare[i], values[compare[i]]
        }' "$1"
}
