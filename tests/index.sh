#!/bin/sh
# index.sh - LESSONS.md is true: it lists every lesson as it is, each fact's
# line stands in its lesson, the plans add up, the template works, and no link
# of the documentation leads nowhere.

set -u
. "$(dirname "$0")/shell.sh"

awk -f tests/index.awk lessons/[0-9]*.md LESSONS.md

# ---- the tables of causes ----

awk -f tests/which.awk lessons/words/which.md >"$scratch/tables"
awk '/^## Which of these is mine/ { inside = 1; next }
     inside && /^## / { exit }
     inside && /^### / { begun = 1 }
     inside && begun' LESSONS.md | sed '${/^$/d}' >"$scratch/shown"
check 'the tables of causes are those of lessons/words/which.md' \
    diff "$scratch/shown" "$scratch/tables"

# ---- the template ----

# The first lesson that stands whole in a block of LESSONS.md.
awk '/^````markdown$/ { inside = 1; next }
     /^````$/ && inside { exit }
     inside && !begun && !/^---$/ { inside = 0; next }
     inside { begun = 1; print }' LESSONS.md >"$scratch/01-refused.md"
template() { # template COMMAND...: on it, and it has nothing to say
    "$program" "$@" "$scratch/01-refused.md" >"$scratch/said" 2>&1 &&
        [ ! -s "$scratch/said" ]
}
awk '!inside && /^## / { words = /^## The words/ }
    words && /^```$/ { inside = !inside; next }
    words && inside' LESSONS.md >"$scratch/errnos.md"
check 'the words of the manual are in order' \
    "$program" check "$scratch/errnos.md"
check 'the template is there' test -s "$scratch/01-refused.md"
check 'the template is a lesson that an editor has nothing to say of' \
    template check
check 'the template runs' "$program" run --isolation loopback \
    "$scratch/01-refused.md"
for part in '^toggles:' '^compare:' '^```predict' '^```c ' '^```lab' \
    '^\*\*At work' '^\*\*Read on'; do
    check "the template has $part" grep -q "$part" "$scratch/01-refused.md"
done

# ---- links ----

# The anchors of a file's headings, as they are made from their text.
anchors() {
    sed -n 's/^##* //p' "$1" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9_\n-'
}

# Targets of the links in a file, outside of its code.
links() {
    awk '/^ *```+/ {
             match($0, /`+/)
             if (fence == 0)
                 fence = RLENGTH
             else if (RLENGTH >= fence && RSTART + RLENGTH > length($0))
                 fence = 0
             next
         }
         !fence {
             gsub(/`[^`]*`/, "")
             while (match($0, /\]\([^) ]*\)/)) {
                 print substr($0, RSTART + 2, RLENGTH - 3)
                 $0 = substr($0, RSTART + RLENGTH)
             }
         }' "$1"
}

# There is such a file, and in it such a heading.
leads() { # leads FROM TARGET
    case $2 in
    https://*) return 0 ;;
    '#'*) target=$1 ;;
    *) target=${2%%#*} ;;
    esac
    [ -e "$target" ] || return 1
    case $2 in
    *'#'*) anchors "$target" | grep -qxF -e "${2#*#}" ;;
    esac
}
for file in *.md; do
    links "$file" | sort -u >"$scratch/links"
    : >"$scratch/broken"
    while read -r target; do
        leads "$file" "$target" || echo "$target" >>"$scratch/broken"
    done <"$scratch/links"
    check "every link of $file leads somewhere" \
        sh -c 'cat "$1"; [ ! -s "$1" ]' sh "$scratch/broken"
done
