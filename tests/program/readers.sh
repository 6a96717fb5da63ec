#!/bin/sh
# readers.sh - that people read help and reports in their language, and programs
# read the same in all of them: JSON, TAP, JUnit, recordings.

set -u
. "$(dirname "$0")/../shell.sh"
. tests/locale.sh
: "${MAKE:=make}"

# In a language that nobody speaks, in which everything is translated.
translate() {
    env -u MAKEFLAGS $MAKE --no-print-directory BUILD="$BUILD" \
        POT="$scratch/all.pot" "$scratch/all.pot" >"$scratch/out" 2>&1 &&
        msgen "$scratch/all.pot" -o "$scratch/all.po" &&
        awk -f tests/pseudo/letters.awk -f tests/pseudo/po.awk \
            "$scratch/all.po" >"$scratch/strange.po" &&
        give_translation qps "$scratch/strange.po"
}

if ! make_locale; then
    skip 'readers' 'no locale can be made here (localedef, locales)'
    exit
fi
check 'all texts are translated' translate

# strange ARGUMENT...; english ARGUMENT...: run the program in that language.
strange() {
    translated qps "$scratch/bin/socket-lab" "$@"
}
english() {
    LC_ALL=C "$scratch/bin/socket-lab" "$@"
}

# ---- help ----

# Its first line and its last, so all between; and the list that is put in.
help_is_strange() {
    for command in '' bench check doctor eject explain keys list record run search; do
        # shellcheck disable=SC2086
        strange $command --help >"$scratch/help" || return 1
        head -n 1 "$scratch/help" | grep -q '^⟦úságé: sóckét-láb' || return 1
        tail -n 1 "$scratch/help" | grep -q '⟧$' || return 1
        ! grep -q 'usage\|status\|FORMATS' "$scratch/help" || return 1
    done
    strange run --help | grep -q 'text, tap, json, junit'
}
check 'help is translated' help_is_strange

# ---- reports ----

mkdir -p "$scratch/lessons/qps"
cat >"$scratch/lessons/lanes.md" <<'LESSON'
---
title: Two lanes of all
chapter: Tests
summary: One sentence.
minutes: 1
toggles:
  - name: reuse
    label: SO_REUSEADDR
    values: [off, on]
compare: reuse
---

Prose.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0 if reuse=on, -1 EADDRINUSE
next@server: socket(AF_INET, SOCK_STREAM, 0) = 3
next: bind(3, 0.0.0.0:12000) = 0
server: accept(3) = ...
client: socket(AF_INET, SOCK_STREAM, 0) = 4
client: connect(3, 10.0.0.1:12000) = 0
server$ ss TIME-WAIT 10.0.0.1:12000 within 50ms
server: exited 1 within 50ms
```
LESSON
awk -f tests/pseudo/letters.awk -f tests/pseudo/lesson.awk \
    "$scratch/lessons/lanes.md" >"$scratch/lessons/qps/lanes.md"
cd "$scratch" || exit 1
echo 'server: nonsense' >wrong.lab
printf 'wire: hold\nwire: none\n' >needy.lab
printf 'client: close(9) = 0\nwire: none\n' >fails.lab

# What differs from run to run: times, process ids, ports.
plain() {
    sed -e 's/ time="[^"]*"//' -e 's/"t":[^,]*,//' -e 's/"pid":[^,]*,//' \
        -e 's/\(10\.0\.0\.[12]\):[0-9]*/\1:PORT/g'
}

# report LANGUAGE FORMAT [OPTION...]
report() {
    "$1" run --format "$2" --lessons lessons lanes wrong.lab missing.lab \
        needy.lab fails.lab ${3:+"$3" "$4"} 2>err
    echo "status $?"
}

# same FORMAT [OPTION...]: byte for byte, but for what differs each time.
same() {
    report english "$@" | plain >english.out
    report strange "$@" | plain >strange.out
    grep -q 'fails\.lab' english.out && grep -q '^status 2' english.out &&
        grep -q 'EADDRINUSE' english.out && cmp english.out strange.out
}

# Which it would be in any format that forgot to say that it is data.
people() {
    report strange text >strange.out
    grep -q '^  ⟦FÁÍLÉD⟧' strange.out && ! grep -q 'passed' strange.out
}
check 'the report for people is translated' people
for format in json tap junit; do
    check "$format is the same in each language" same $format
    check "$format is, side by side" same $format -j 4
    check "$format is, on plain loopback" same $format --isolation loopback
done

found_alike() {
    for words in EADDRINUSE 'address already in use' 'two lanes'; do
        english search --json --lessons lessons "$words" >english.out 2>err
        strange search --json --lessons lessons "$words" >strange.out 2>err
        [ -s english.out ] && cmp english.out strange.out || return 1
    done
}
check 'so is what a search finds, as JSON' found_alike

# A recording is shown in every language, and was made in one.
recorded() {
    strange record --to . 2 >out 2>err || return 1
    grep -q '⟦.*: récórdéd⟧' out && ! grep -q '⟦' ./*.json
}
if english run 2 >out 2>&1; then
    check 'so is a recording' recorded
else
    skip 'so is a recording' "$(tail -n 1 out)"
fi
