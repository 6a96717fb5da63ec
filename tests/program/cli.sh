#!/bin/sh
# cli.sh - checks the command line of the whole program: exit status, standard
# output, standard error.
#
#     sh tests/program/cli.sh build/socket-lab
#
# Prints TAP. It needs no namespaces: what does is asked for by name.

set -u
program=${1:-${BUILD:-build}/socket-lab}
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
if [ ! -x "$program" ]; then
    echo "not ok - $program can be run"
    exit 1
fi
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
XDG_STATE_HOME=$scratch/state XDG_DATA_HOME=$scratch/data
XDG_CONFIG_HOME=$scratch/config
export XDG_STATE_HOME XDG_DATA_HOME XDG_CONFIG_HOME
unset SOCKET_LAB_LESSONS
bad=0

say() { # say STATUS WHAT
    if [ "$1" -eq 0 ]; then
        echo "ok - $2"
    else
        echo "not ok - $2"
        sed 's/^/# out: /' out
        sed 's/^/# err: /' err
        bad=1
    fi
}

# check WHAT COMMAND...: the command succeeds.
check() {
    what=$1
    shift
    "$@" >out 2>err
    say $? "$what"
}

# status WANT ARGUMENT...: run it, and check its exit status. Its output is
# then in the files out and err.
status() {
    want=$1
    shift
    "$program" "$@" >out 2>err </dev/null
    got=$?
    [ "$got" -eq "$want" ]
    say $? "exit status $want ($got): socket-lab $*"
}

# out TEXT, err TEXT: it stands there. quiet FILE: nothing does.
out() {
    grep -qF -e "$1" out
    say $? "standard output says: $1"
}
err() {
    grep -qF -e "$1" err
    say $? "standard error says: $1"
}
quiet() {
    [ ! -s "$1" ]
    say $? "nothing on $1"
}

# check WHAT COMMAND...: the command succeeds. skip WHAT WHY: it can't be tried.
check() {
    what=$1
    shift
    "$@" >out 2>err
    say $? "$what"
}
skip() {
    [ "${LAB_REQUIRE_NETNS:-0}" != 1 ] || bad=1
    echo "$([ "${LAB_REQUIRE_NETNS:-0}" = 1 ] && echo 'not ')ok - $1 # SKIP $2"
}

cat >good.lab <<'SCRIPT'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 10.0.0.1:12000) = 0
SCRIPT
cat >bad.lab <<'SCRIPT'
toggle reuse off on
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: listen(9, 5) = 0 if reuse=off, -1 EBADF if reuse=on
SCRIPT
echo 'server: sokket(AF_INET, SOCK_STREAM, 0) = 3' >wrong.lab
echo 'server$ sysctl net.ipv4.tcp_fin_timeout=5' >needy.lab
echo 'client: socket(AF_INET, SOCK_STREAM, 0) = ?' >nothing.lab

# ---- what is printed and what is not ----

status 0 --help
out 'usage: socket-lab'
out 'doctor'
quiet err
status 0 --version
out 'socket-lab 0'
for command in bench list run check explain doctor keys; do
    status 0 "$command" --help
    out "usage: socket-lab $command"
done
status 0 list
out 'address-already-in-use'
quiet err
status 0 doctor
out 'Plain loopback'

# A translation that is marked keeps its rights.
mkdir de
cat >one.md <<'MD'
---
title: T
chapter: C
summary: S
minutes: 1
---

See tcp(7).

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
```
MD
cp one.md de/one.md
chmod 666 de/one.md
check 'the rights of a file that is marked stay' sh -c 'umask 077
    "$1" check --mark de/one.md && [ "$(stat -c %a de/one.md)" = 666 ]' \
    sh "$program"

nonsense=$(printf 'a\033\377')
check 'a TERM that is no text' env TERM="$nonsense" "$program" doctor
out ' a??'
check 'the same in JSON' env TERM="$nonsense" "$program" doctor --json
out '"TERM": "a??"'

# Where the system forbids namespaces, it is said which setting does.
# (Root may go without a user namespace, so for that both are forbidden.)
for limits in net 'net user'; do
    if unshare -Ur true 2>/dev/null; then
        unshare -Ur sh -c "for limit in $limits; do
                echo 0 >/proc/sys/user/max_\${limit}_namespaces
            done
            exec '$program' doctor" >out 2>err
        out "see sysctl user.max_${limits##* }_namespaces"
        unshare -Ur sh -c "for limit in $limits; do
                echo 0 >/proc/sys/user/max_\${limit}_namespaces
            done
            exec '$program' run 15" >out 2>err
        err 'this needs namespaces. This machine does not let you'
        err 'must not be 0.'
    else
        skip "doctor, without namespaces: $limits" 'no user namespaces here'
    fi
done
mkdir -p state/socket-lab
echo '{' >state/socket-lab/progress.json
status 0 list
out 'address-already-in-use'
err 'progress.json.damaged'

# ---- what a program may inherit ----

# Whoever ignores SIGCHLD is told of no process's end.
cat >killed.lab <<'SCRIPT'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: SIGKILL
server: killed SIGKILL
SCRIPT
check 'ends of processes are seen, whoever ignores SIGCHLD' \
    env --ignore-signal=CHLD "$program" run killed.lab

# A report that has no descriptor goes into no file that is opened later.
closed() {
    "$program" run --pcap packets.pcapng good.lab >&- 2>closed.err
    [ $? -eq 1 ] && grep -q 'writing the report' closed.err &&
        ! grep -qa 'passed' packets.pcapng
}
if "$program" run --isolation namespace good.lab >/dev/null 2>&1; then
    check 'a closed standard output is a failure' closed
else
    echo 'ok - a closed standard output is a failure # SKIP no namespaces here'
fi

# ---- a command line that is wrong ----

status 2 --no-such-thing
err '--no-such-thing'
err 'socket-lab --help'
quiet out
status 2 no-such-lesson
err 'no-such-lesson'
err 'socket-lab list'
status 2 run
err 'nothing to run'
status 2 run no-such-file.lab
err 'no-such-file.lab'
status 2 run --format yaml good.lab
err 'expected text, tap, json, junit or receipt'
status 2 run --isolation none good.lab
err 'expected auto, namespace or loopback'
status 2 --theme pink
err 'auto, dark, light, high-contrast, colour-blind-safe, mono was expected'
status 2 bench --mouse perhaps
err 'expected on or off'
status 2 run --format
err '--format needs an argument'
status 2 run -s reuse bad.lab
err 'expected NAME=VALUE'
status 2 run -s reuse=maybe bad.lab
err 'maybe'
status 2 run -s no=on bad.lab
err 'bad.lab'
status 2 run --keys x good.lab
err '--keys'
status 2 list too much
status 2 doctor who
status 2 1
err 'socket-lab run'
quiet out
status 2 bench
err 'terminal'

# ---- runs ----

status 0 run good.lab
out '2 passed, 0 failed, 0 not run'
quiet err
status 1 run bad.lab
out 'bad.lab:3: expected 0, got -1 EBADF'
status 0 run -s reuse=on bad.lab
status 0 run --isolation loopback good.lab
out '(loopback)'
# A file that is wrong is an error of its own, and the others run.
status 2 run wrong.lab good.lab no-such-file.lab
err 'wrong.lab:1: '
err 'no-such-file.lab: '
out 'wrong.lab: wrong, nothing of it ran'
out 'no-such-file.lab: wrong, nothing of it ran'
out 'good.lab ('
out '3 files: 2 passed, 0 failed, 0 not run'
out '2 files are wrong'
# Not so an option: nothing runs, whichever file it does not fit.
status 2 run -s reuse=maybe bad.lab wrong.lab
quiet out
# What checks nothing would always be a pass.
status 2 run nothing.lab
err 'nothing.lab: no line that checks anything was found'
cp err said
status 2 check nothing.lab
cmp -s said out
say $? 'check says the same'
echo 'client: socket(AF_INET, SOCK_STREAM, 0)' | "$program" run - >out 2>err
[ $? -eq 2 ]
say $? 'a script from standard input that checks nothing'
status 1 run good.lab bad.lab
out '2 files: 3 passed, 1 failed, 0 not run'
status 3 run --isolation loopback needy.lab
err 'needy.lab: '
status 3 run --isolation loopback good.lab needy.lab
status 1 run --isolation loopback bad.lab needy.lab
# A membership report would leave the machine: no line of it is run.
printf '%s\n' 'server: socket(AF_INET, SOCK_DGRAM, 0) = 3' \
    'server: setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, {117571567, 0, 0})' \
    >group.lab
status 3 run --isolation loopback group.lab
err 'Multicast would leave this machine'
status 3 run --isolation loopback --format json group.lab
! grep -qv '^{"event":"\(begin\|unable\)"' out
say $? 'no line of it is run'
status 0 run --isolation loopback 1
status 0 run --isolation loopback a-server-and-a-client
for format in tap json junit receipt; do
    status 1 run --format "$format" good.lab bad.lab
done
status 1 run --format json bad.lab
! grep -qv '^{"event":"[a-z]*","lane":"reuse=off","t":[0-9.e-]*,.*}$\|^{"event":"begin","lane":"","t":0,.*}$' out
say $? 'JSON has one object a line and nothing else'

"$program" run - <good.lab >out 2>err
say $? 'a script from standard input'
printf 'client: nonsense' | "$program" run - >out 2>err
[ $? -eq 2 ]
say $? 'a wrong script from standard input'
err '1: '

# ---- check ----

status 0 check good.lab bad.lab
quiet out
status 2 check good.lab wrong.lab
out 'wrong.lab:1: '
status 2 check no-such-file.lab
lesson() { # lesson SOURCE: a lesson whose only source it is
    printf -- '---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n---\n\n'
    printf 'See %s.\n\n```lab\nserver: close(3) = -1 EBADF\n```\n' "$1"
}
lesson 'close(2)' >good.md
lesson 'the manual' >warned.md
lesson '[it](https://nowhere)' >broken.md
status 0 check good.md
quiet out
status 0 check warned.md
out 'warned.md: warning: no source was found'
status 2 check warned.md broken.md good.md
out "broken.md:8: the link 'https://nowhere' was found, https://HOST/PATH"
# All that is shipped.
status 0 check
quiet out
mkdir own own/words
word() { # word EVIDENCE: a file of words with it
    printf '# Ideas\n\n## orphan\n\n- Has nobody.\n%s\n' "$1"
}
word '  source: tcp(7)' >own/words/ideas.md
status 0 check own/words/ideas.md
quiet out
word '  proof: good.lab: none' >ideas.md
status 2 check ideas.md
out "ideas.md:6: 'none' was found, a line of the script of good.lab"
status 0 run --isolation loopback warned.md

# ---- explain ----

status 0 explain EADDRINUSE
out 'errno 98: Address already in use'
out '  2  Address already in use'
quiet err
status 0 explain --lessons own orphan
out 'Has nobody.'
quiet err
word '' >own/words/ideas.md
status 0 explain --lessons own orphan
err 'own/words/ideas.md:5: a sentence without evidence was found'
out 'orphan'
status 0 explain time_wait
out 'TIME-WAIT, a state of TCP'
status 0 explain simultaneous open
out 'Both sides call connect()'
status 0 explain
out 'tcp_tw_reuse'
status 2 explain EADRINUSE
err 'did you mean EADDRINUSE?'
quiet out
status 2 explain ''
status 2 explain "$(printf '%5000d' 0)"
quiet out

# ---- what drives a terminal ----

# printable WHAT ARGUMENT...: no escape sequence or bell comes out.
esc=$(printf '\033')
printf -- '---\ntitle: "T\\e[31mred"\nchapter: "C\\a"\nsummary: S\nminutes: 1\n' \
    >"title.md"
printf -- '---\n\nA line.\n' >>title.md
cp good.lab "a${esc}b.lab"
printable() {
    what=$1
    shift
    "$program" "$@" >out 2>err </dev/null
    [ $? -eq 2 ] && grep -q '\\x1b' out err &&
        ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037]')" out err
    say $? "what is printed drives no terminal: $what"
}
printable 'a title' check title.md
printable 'a word' explain "${esc}[31m"
printable 'a file' run "${esc}[31m"
printable 'a file that is there' run "a${esc}b.lab"
printable 'an option' run --format "${esc}[31m" good.lab
mkdir own
cp title.md "own/a${esc}b.md"
"$program" list --lessons own >out 2>err
grep -q '\\x1b' err && ! grep -q "$esc" out err
say $? 'what is printed drives no terminal: list'

# ---- keys and the configuration ----

status 0 keys
out 'kill -9 for the server: SIGKILL.'
out "There is no $XDG_CONFIG_HOME/socket-lab/config"
status 2 keys --format tap
err 'expected text, mdoc or conf'
status 2 keys --config nowhere
err 'nowhere: No such file'
status 2 list --config x
err 'takes no --config'
mkdir -p "$XDG_CONFIG_HOME/socket-lab"
echo 'key.kill = F9 K' >"$XDG_CONFIG_HOME/socket-lab/config"
status 0 keys
out '  F9 K           kill'
out "Read from $XDG_CONFIG_HOME/socket-lab/config."
status 0 keys --format mdoc
out '.It Ic \&I Pq Cm kill'
"$program" keys --format conf >mine.conf 2>err
status 0 keys --format conf
out 'key.kill = F9 K'
out '# key.hold = p'
status 0 keys --config mine.conf
out '  F9 K           kill'
sed 's/^# \(key\|theme\|mouse\)/\1/' mine.conf >whole.conf
status 0 keys --config whole.conf
printf '# two\nkey.kill = r\n' >two.conf
status 2 keys --config two.conf
err "two.conf:2: found 'r' for kill, which restart has as well"
status 2 --config two.conf --keys /dev/null
err 'two.conf:2: found'
status 2 bench --config two.conf --keys /dev/null
err 'two.conf:2: found'
printf 'mouse = off\ntheme = pink\n' >pink.conf
status 2 --config pink.conf
err "pink.conf:2: theme 'pink' was found, auto, dark, light"
status 2 --config pink.conf --theme blue
err "theme 'blue' was found"
printf 'mouse = off\ntheme = mono\n' >mono.conf
echo '@expect Welcome to socket-lab' >mono.keys
status 0 --config mono.conf --keys mono.keys
"$program" doctor >out 2>err
out "settings"
out "read from $XDG_CONFIG_HOME/socket-lab/config"
"$program" doctor --config two.conf >out 2>err
out 'two.conf:2: found'
printf 'key.\033[31m = x\n' >odd.conf
printable 'a configuration' keys --config odd.conf
for command in keys doctor; do
    XDG_CONFIG_HOME="$scratch/${esc}[31m" "$program" $command >out 2>err
    grep -q '\\x1b' out && ! grep -q "$esc" out
    say $? "what is printed drives no terminal: a folder's name, $command"
done
rm -r "$XDG_CONFIG_HOME"

# ---- nothing that is printed turns or hides another text ----

override=$(printf '\342\200\256') nothing=$(printf '\342\200\213')
mkdir turned
cat >turned/01-turned.md <<LESSON
---
title: "A ${override}title, \\u202e and \\u200b"
chapter: Mi${nothing}ne
summary: S${override}
minutes: 1
---

Of EADDRINUSE${override} speaks bind(2).

\`\`\`lab
server: close(3) = -1 EBADF # ${override}
\`\`\`
LESSON
for command in 'list --lessons turned' 'explain --lessons turned EBADF' \
    'check turned/01-turned.md' 'run --isolation loopback turned/01-turned.md' \
    'run --isolation loopback --format tap turned/01-turned.md'; do
    # shellcheck disable=SC2086
    "$program" $command >out 2>err
    [ -s out ] && ! grep -q "$override\|$nothing" out err
    say $? "nothing is turned round: $command"
done
"$program" list --lessons turned >out 2>err
grep -q 'A .*title, .* and ' out
say $? 'the rest of the title is there'

# ---- the report can't be written ----

for command in 'run good.lab' list 'run --format junit good.lab' --help \
    'explain bind' explain; do
    # shellcheck disable=SC2086
    "$program" $command >/dev/full 2>err
    [ $? -eq 1 ] && grep -q 'No space left' err
    say $? "a full disk: $command"
done
{
    "$program" run 1 2>err
    echo $? >code
} | :
[ "$(cat code)" -eq 1 ] && [ -s err ]
say $? 'a closed pipe'

# ---- broken off ----

printf 'wait 20s\nserver: exited 0\n' >long.lab
mkfifo started
# interrupt SIGNAL STATUS: a run that is sent it ends with that status.
interrupt() {
    # What a script puts into the background ignores SIGINT: undo that.
    env --default-signal=INT "$program" run --format json good.lab long.lab \
        >started 2>err &
    pid=$!
    # Once the second line of good.lab is checked, it comes to wait.
    while read -r line; do
        case $line in
        *'"event":"check","lane":"",'*'"line":2,'*) break ;;
        esac
    done <started
    kill -s "$1" "$pid"
    wait "$pid"
    got=$?
    [ "$got" -eq "$2" ]
    say $? "SIG$1 ends a run with $2 ($got)"
    quiet err
}
if env --default-signal=INT true 2>/dev/null; then
    interrupt INT 130
    interrupt TERM 143
else
    echo 'ok - runs that are broken off # SKIP env has no --default-signal'
fi

exit $bad
