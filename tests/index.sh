#!/bin/sh
# index.sh - LESSONS.md lists every lesson that there is, and none that is
# not, with its number, title, file and minutes.

set -u
. "$(dirname "$0")/shell.sh"

# The value of a key of a lesson's front matter.
value() {
    sed -n "s/^$2: *//p" "$1" | head -n 1 | sed "s/^\"\(.*\)\"\$/\1/"
}

n=0
for lesson in lessons/[0-9]*.md; do
    n=$((n + 1))
    name=${lesson##*/}
    number=${name%%-*}
    row="| ${number#0} | [$(value "$lesson" title)]($lesson) |"
    check "$name is listed with its number and title" \
        grep -qF -- "$row" LESSONS.md
    check "$name is listed with its minutes" sh -c \
        'grep -F -- "$1" LESSONS.md | grep -q "| $2 |\$"' sh \
        "$row" "$(value "$lesson" minutes)"
done
check "no other lesson is listed" \
    test "$(grep -c '](lessons/[0-9]' LESSONS.md)" -eq "$n"
