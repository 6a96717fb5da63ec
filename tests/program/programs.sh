#!/bin/sh
# programs.sh - the C programs that lessons show compile, each by itself and
# as it stands: gcc and clang, C17. With WERROR=1, as in CI, without a warning;
# elsewhere a warning is a newer compiler's. Whether they make the calls of
# their scripts is for test_programs.c.

set -u
. "$(dirname "$0")/../shell.sh"

# Write each ```c ACTOR block of the lessons to a file of its own.
write_programs() {
    mkdir "$scratch/c"
    awk -v folder="$scratch/c" '
        FNR == 1 { name = FILENAME; gsub(/.*\/|\.md$/, "", name); on = 0 }
        on && /^```/ { on = 0; close(out); next }
        /^```c +[A-Za-z]/ { on = 1; out = folder "/" name "-" $2 ".c"; next }
        on { print >out }' lessons/*.md
}

# compile CC OPTION: an optimizing gcc sees more than one that only parses,
# while all that clang has to say is said once it has parsed.
compile() {
    # shellcheck disable=SC2086
    (cd "$scratch/c" && "$1" $c17 "$2" -S ./*.c)
}

write_programs
check 'lessons show programs' \
    test -s "$scratch/c/01-a-server-and-a-client-server.c"
for compiler in gcc clang; do
    [ $compiler = gcc ] && option=-O1 || option=-fsyntax-only
    if command -v $compiler >/dev/null; then
        check "$compiler compiles every program of the lessons" \
            compile $compiler $option
    else
        echo "ok - $compiler compiles the programs # SKIP no $compiler here"
    fi
done
# What compiles a mistake would compile anything.
echo 'int main(void) { int unused; }' >"$scratch/c/bad.c"
check 'a program with a warning is found' sh -c '! "$@"' sh \
    $CC $c17 -Werror -c -o "$scratch/bad.o" "$scratch/c/bad.c"
