# commands.sh - what commands print; read in by run.sh.
#
# The lessons and words that they are about are in the pseudo-language here, as
# if they had been written in it.

own=$scratch/own
mkdir -p "$own/words"
for lesson in lessons/[0-9]*.md; do
    strange lesson "$lesson" >"$own/${lesson##*/}"
done
for words in lessons/words/*.md; do
    strange own_words "$words" >"$own/words/${words##*/}"
done

# Names of reports and worlds, of what was found out of them, a unit.
also text tap json junit receipt auto namespace loopback isolation sock_diag min
also "$(sed -n 's/^id: //p' lessons/[0-9]*.md)"
# Names that stand for others, those of causes, sources, programs, code.
also "$(sed -n 's/^also: //p; s/^### //p; s/^ *source: //p' lessons/words/*.md)"
also "$(awk '
    /^```/ { fence = !fence; next }
    fence { print; next }
    {
        n = split($0, part, "`")
        for (i = 2; i <= n; i += 2)
            print part[i]
    }' lessons/words/*.md)"
# Names of actions, of the file that gives them keys, and of the keys' forms.
also "$("$program" keys --format conf | sed -n 's/^# key[.]\([a-z-]*\) .*/\1/p')"
also mdoc conf config
# What the system says is its to translate.
for name in EXDEV ENOENT EISDIR; do
    "$program" explain $name | sed -n 's/^E.*, errno [0-9]*: //p'
done >>"$scratch/phrases"
for phrase in "$scratch" "$(uname -sr)"; do
    echo "$phrase" >>"$scratch/phrases"
done

# ---- help ----

for command in '' run record check explain list doctor eject bench search \
    keys; do
    # shellcheck disable=SC2086
    printed "help-$command" $command --help
done
check 'help is' left "$scratch"/screens/help-*

# ---- what is typed wrong ----

cd "$scratch" || exit 1
also search lessons
xx=0
# wrong ARGUMENT...: what the command line is told, which may name them.
wrong() {
    also "$@"
    printed "wrong.$((xx += 1))" "$@"
}
wrong xqxq
wrong serch
wrong 1 2
wrong 1
wrong bench 1
wrong run
wrong run xqxq
wrong run 2 -s qq
wrong run 2 -s reuse=qq
wrong run 2 -j 0
wrong run 2 --format qq
wrong run 2 --isolation qq
wrong run 2 --pcap /qq/qq.pcap
wrong run --qq
wrong run -j
wrong run --ascii
wrong run --json=qq
wrong eject
wrong eject xqxq
wrong explain xqxq
wrong explain bindd
wrong explain "$(printf 'q %.0s' $(seq 200))"
wrong search
wrong search xqxq
wrong search --json
wrong record xqxq
wrong check xqxq.md
cd "$root" || exit 1
check 'what is said of a wrong command line is' left "$scratch"/screens/wrong.*

# ---- run ----

# Held, failed for several reasons, not run; two lanes.
cat >"$scratch/qq.md" <<'LESSON'
---
title: Qq
chapter: Qq
summary: Qq.
minutes: 1
toggles:
  - name: reuse
    label: Qq
    values: [off, on]
compare: reuse
---

Qq.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0 if reuse=on, -1 EADDRINUSE
next@server: socket(AF_INET, SOCK_STREAM, 0) = 3
next: bind(3, 0.0.0.0:12000) = 0
server: accept(3) = 0
client: socket(AF_INET, SOCK_STREAM, 0) = 4
client: connect(3, 10.0.0.1:12000) = -1 EINPROGRESS
server: getsockname(3, 0.0.0.0:12001) = 0
client: getsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0
server$ ss TIME-WAIT 10.0.0.1:12000
client$ none
wire: none
```
LESSON
# No wire, and what nothing plays.
printf 'wire: hold\nwire: none\n' >"$scratch/qa.lab"
printf 'server: qq(1)\n' >"$scratch/qb.lab"
cd "$scratch" || exit 1
also qa.lab qb.lab missing
for format in text receipt; do
    printed "run-$format" run --format $format \
        --isolation loopback qq.md qa.lab qb.lab missing.lab
    printed "run-lanes-$format" run --format $format qq.md
    printed "run-lesson-$format" run --format $format 2 --lessons "$own"
done
printed run-record record qq.md --to .
printed run-recorded record 2 --to . --lessons "$own"
printed run-again record 2 --to . --lessons "$own"
cd "$root" || exit 1
check 'reports are' left "$scratch"/screens/run-*

# ---- doctor, list, search, explain ----

printed doctor doctor
printed keys keys
printed list list --lessons "$own"
check 'doctor, keys and list are' left "$scratch/screens/doctor" \
    "$scratch/screens/keys" "$scratch/screens/list"

also EXDEV
xx=0
# explained WORD...: what is known of it.
explained() {
    printed "explain.$((xx += 1))" explain --lessons "$own" "$@"
}
explained
for name in EADDRINUSE ECONNRESET EPIPE EXDEV LISTEN TIME-WAIT UNCONN bind poll \
    SO_REUSEADDR SO_RCVBUF tcp_fin_timeout SIGPIPE AF_INET FIN backlog python \
    nginx 'bind: Address already in use' 'xqxq EPIPE'; do
    explained "$name"
done
check 'explain is' left "$scratch"/screens/explain.*

also bindd
printed search-name search --lessons "$own" EADDRINUSE
printed search-words search --lessons "$own" bindd xqxq
check 'search is' left "$scratch"/screens/search-*

# ---- check ----

cd "$scratch" || exit 1
. "$root/tests/pseudo/mistakes.sh"
for file in mistakes/*; do
    printed "check-${file##*/}" check "$file"
done
cd "$root" || exit 1
check 'check is' left "$scratch"/screens/check-*
