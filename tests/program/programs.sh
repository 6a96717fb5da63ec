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

# An optimizing gcc sees more than one that only parses.
gcc_compiles() {
    # shellcheck disable=SC2086
    gcc $c17 -O1 -S ./*.c
}

# All that clang has to say is said once it has parsed. To begin a process for
# each file takes it five times as long as that; -### says what it would begin,
# quoted for a shell and with the file in the end, and that takes them all, each
# by itself.
clang_compiles() {
    # shellcheck disable=SC2086
    begins=$(clang $c17 -fsyntax-only -### ./01-*-server.c 2>&1 | tail -n 1)
    case $begins in
    *'"-cc1"'*) eval "$begins ./*.c" ;;
    *) clang $c17 -fsyntax-only ./*.c ;;
    esac
}

# compile COMPILER: every program.
compile() {
    (cd "$scratch/c" && "$1_compiles")
}

write_programs
check 'lessons show programs' \
    test -s "$scratch/c/01-a-server-and-a-client-server.c"
for compiler in gcc clang; do
    if command -v $compiler >/dev/null; then
        check "$compiler compiles every program of the lessons" \
            compile $compiler
    else
        echo "ok - $compiler compiles the programs # SKIP no $compiler here"
    fi
done
# What compiles a mistake would compile anything.
echo 'int main(void) { int unused; }' >"$scratch/c/bad.c"
check 'a program with a warning is found' sh -c '! "$@"' sh \
    $CC $c17 -Werror -c -o "$scratch/bad.o" "$scratch/c/bad.c"
