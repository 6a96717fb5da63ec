#!/bin/sh
# install.sh - `make install` puts everything in its place, the program works
# from there, and `make uninstall` takes away what it put there and no more.

set -u
. "$(dirname "$0")/shell.sh"

: "${MAKE:=make}"
stage=$scratch/stage
prefix=${PREFIX:-/usr/local}
lessons=$stage$prefix/share/socket-lab/lessons
documents=$stage$prefix/share/doc/socket-lab

stage_make() {
    $MAKE --no-print-directory BUILD="$BUILD" DESTDIR="$stage" "$@" \
        >"$scratch/make" 2>&1
}

check 'make install' stage_make install
check 'the program is installed' test -x "$stage$prefix/bin/socket-lab"
check 'the man page is installed, with the keys' \
    grep -q 'Cm kill' "$stage$prefix/share/man/man1/socket-lab.1"
for document in README.md LESSONS.md LICENSE; do
    check "$document is installed" cmp $document "$documents/$document"
done
(cd lessons && ls ./*.md) >"$scratch/want"
(cd "$lessons" && ls ./*.md) >"$scratch/have"
check 'every lesson is installed' cmp "$scratch/want" "$scratch/have"
(cd lessons/words && ls) >"$scratch/want"
(cd "$lessons/words" && ls) >"$scratch/have"
check 'every file of words is installed' cmp "$scratch/want" "$scratch/have"
translations() {
    (cd "$1" && ls ./*/[0-9]*.md ./*/words/*.md 2>/dev/null)
}
translations lessons >"$scratch/want"
translations "$lessons" >"$scratch/have"
check 'every translation is installed' cmp "$scratch/want" "$scratch/have"
(cd lessons/recordings && ls) >"$scratch/want"
(cd "$lessons/recordings" && ls) >"$scratch/have"
check 'every recording is installed' cmp "$scratch/want" "$scratch/have"

# Far from the tree, so that only what was installed can be found.
mkdir "$scratch/far"
cp "$stage$prefix/bin/socket-lab" "$scratch/far"
cd "$scratch/far" || exit 1
check 'a copy of the program lists its lessons' \
    sh -c './socket-lab list | grep -q "Address already in use"'
printf '@wait recorded on Linux\n' >keys
check 'a copy of the program shows its recordings' \
    ./socket-lab --recorded --keys keys 2
check '--lessons takes the installed folder' \
    sh -c "./socket-lab --lessons '$lessons' list | grep -q 'TIME-WAIT'"
check 'a copy of the program explains its words' \
    sh -c './socket-lab explain EADDRINUSE | grep -q "does not share"'
sed -i 's/does not share/will not share/' "$lessons/words/errnos.md"
check 'a sentence that was mended needs no compiler' \
    sh -c "./socket-lab explain --lessons '$lessons' EADDRINUSE |
        grep -q 'will not share'"
cd "$root" || exit 1

echo mine >"$lessons/99-mine.md"
check 'make uninstall' stage_make uninstall
find "$stage" -type f >"$scratch/left"
echo "$lessons/99-mine.md" >"$scratch/want"
check "uninstall leaves a teacher's own lesson and nothing else" \
    cmp "$scratch/want" "$scratch/left"
rm "$lessons/99-mine.md"
check 'make uninstall once more' stage_make uninstall
check 'its own folders are gone' test ! -e "$stage$prefix/share/socket-lab" \
    -a ! -e "$documents"

if command -v man >/dev/null; then
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z \
        "$BUILD/socket-lab.1" 2>"$scratch/man" >"$scratch/page"
    check 'the man page has no warnings' test ! -s "$scratch/man"
    check 'the man page has the keys' grep -q 'SIGKILL' "$scratch/page"
else
    echo 'ok - the man page has no warnings # SKIP no man here'
fi
