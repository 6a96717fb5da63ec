#!/bin/sh
# build.sh - what the Makefile promises to those who build: warnings stop
# nobody who has not asked for it, CPPFLAGS reach every file, the compiler that
# is asked for is installed, a broken translation is none to ship, and the folder
# that it is built in is not part of the program.

set -u
. "$(dirname "$0")/shell.sh"

: "${MAKE:=make}"

# copy_tree FOLDER: the sources, and nothing that was built.
copy_tree() {
    mkdir -p "$1" &&
        cp -R Makefile socket-lab.1 ./*.c lab lessons widgets tests "$1"
}

# build FOLDER TARGET-OR-VARIABLE...: nothing that this make was told is told
# to that one, but for the compiler.
build() {
    folder=$1
    shift
    env -u MAKEFLAGS -u CPPFLAGS -u CFLAGS $MAKE --no-print-directory \
        -j "$(nproc)" -C "$folder" CC="$CC" BUILD=build "$@"
}

# fails_with WORD COMMAND...: it fails, and says why with this word.
fails_with() {
    word=$1
    shift
    ! "$@" >"$scratch/why" 2>&1 && grep -q "$word" "$scratch/why"
}

# ---- warnings ----

tree=$scratch/tree
copy_tree "$tree" || exit 1
echo 'static int nobody_calls_this(void) { return 0; }' >>"$tree/lab/base/err.c"
check 'a warning does not stop a build' build "$tree" build/lab/base/err.o
check 'with WERROR=1 it does' \
    fails_with nobody_calls_this build "$tree" WERROR=1 build/lab/base/err.o

# ---- CPPFLAGS ----

for file in main lab/base/err lessons/text/slice widgets/screen/area \
    tests/support/mutate; do
    [ -s "$tree/$file.c" ] || fail "$file.c is there"
    printf '#ifdef STOP_HERE\n#error "stopped"\n#endif\n' >>"$tree/$file.c"
    check "CPPFLAGS reach $file.c" fails_with stopped \
        build "$tree" CPPFLAGS=-DSTOP_HERE "build/$file.o"
done
mkdir "$scratch/include"
cp lab/base/symbol_headers.h "$scratch/include/before.h"
echo '#define SO_OF_ANOTHER_SYSTEM 77' >>"$scratch/include/before.h"
check 'CPPFLAGS reach the names of constants' build "$tree" \
    CPPFLAGS="-include $scratch/include/before.h -I." build/symbols.inc
check 'and what they define can be used' \
    grep -q 'SO_OF_ANOTHER_SYSTEM' "$tree/build/symbols.inc"

# ---- translations ----

mkdir "$tree/po"
cat >"$tree/po/xx.po" <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"

#, c-format
msgid "pid %d"
msgstr "Prozess %s"
PO
messages=build/translations/xx/LC_MESSAGES/socket-lab.mo
check 'a translation that takes a number for a text stops a build' \
    fails_with 'xx.po:7' build "$tree" "$messages"
sed 's/Prozess %s/Prozess %d/' "$tree/po/xx.po" >"$tree/right.po"
mv "$tree/right.po" "$tree/po/xx.po"
check 'a right one does not' build "$tree" "$messages"
rm -r "$tree/po"

# ---- what is installed ----

# A package manager that only says what it was asked for, so what is missing
# stays so.
mkdir "$scratch/bin"
printf '#!/bin/sh\nshift; echo "asked for: $* ."\n' >"$scratch/bin/apt-get"
printf '#!/bin/sh\nexec "$@"\n' >"$scratch/bin/sudo"
chmod 755 "$scratch/bin/apt-get" "$scratch/bin/sudo"
deps() {
    env CC="$1" PATH="$scratch/bin:$PATH" sh tests/deps.sh >"$scratch/why" 2>&1
    status=$?
    cat "$scratch/why"
    grep -q "asked for:.* $2 " "$scratch/why" && [ $status -eq 1 ]
}
check 'make deps with a clang that is missing installs clang' \
    deps /nowhere/clang-77 clang
check 'with a gcc that is missing, behind another command, gcc' \
    deps 'env gcc-77' gcc

# ---- names ----

# `make -n` says what would be run.
build "$tree" -n test >"$scratch/test" 2>&1
build "$tree" -n check >"$scratch/alias" 2>&1
check '`make test` runs the tests' grep -q 'tests/run.sh' "$scratch/test"
check '`make check` is `make test`' cmp "$scratch/test" "$scratch/alias"

# ---- some of the tests ----

# runs WORDS TEST...: `make test T=WORDS` would run these tests, and no other.
runs() {
    build "$tree" -n test T="$1" >"$scratch/why" || return 1
    shift
    sed -n 's/.* sh tests\/run\.sh//p' "$scratch/why" | tr -s ' ' '\n' |
        grep . >"$scratch/runs"
    printf '%s\n' "$@" | diff - "$scratch/runs"
}
check 'T= takes the tests that have the word in their names' \
    runs eject_f tests/program/eject_folder.sh
check 'or one of the words' runs 'recording_b guard' tests/guard.sh \
    build/tests/lessons/recording/test_recording_bad
check 'and builds no other test' sh -c '! grep -q test_slice "$1"' sh \
    "$scratch/why"
check 'a word that none has is a mistake' \
    fails_with 'no test is named nonsense' build "$tree" test T='guard nonsense'

# ---- two folders ----

# A file of each folder, and those that are made from what is generated or are
# told a path. They are linked without the others, which takes a moment; what
# comes of it can't run.
few_files() {
    find lab lessons widgets -type f ! -name '*.c' -o -path '*/template/*'
    find lab lessons widgets -name '*.c' ! -path '*/template/*' | sort | awk '
        {
            folder = $0
            sub(/[^\/]*$/, "", folder)
            if (!seen[folder]++ || /\/(symbol|embedded|folders)\.c$/)
                print
        }'
}

# Optimising would only take time.
one=$scratch/one two="$scratch/another folder"
few_files >"$scratch/few"
for folder in "$one" "$two"; do
    mkdir "$folder" && cp Makefile ./*.c "$folder" &&
        tar -cf - -T "$scratch/few" | tar -xf - -C "$folder" || exit 1
done
link=LDFLAGS=-Wl,--unresolved-symbols=ignore-all
check 'it is built in a folder' \
    build "$one" "$link" OPT='-O0 -g' build/socket-lab
check 'and in one whose name has a blank' \
    build "$two" "$link" OPT='-O0 -g' build/socket-lab
check 'both programs are equal, byte by byte' \
    cmp "$one/build/socket-lab" "$two/build/socket-lab"
check 'no folder of theirs is in it' sh -c '! grep -qF "$1" "$2"' sh \
    "$scratch" "$one/build/socket-lab"
check 'nor in the program that is tested this folder' \
    sh -c '! grep -qF "$1/l" "$2"' sh "$root" "$program"
