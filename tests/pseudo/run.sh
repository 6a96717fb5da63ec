#!/bin/sh
# run.sh - that all the program says can be translated.
#
#     BUILD=build sh tests/pseudo/run.sh
#
# Makes a translation into a language that nobody speaks (letters.awk), of the
# program's texts, the lessons and the words; goes through the screens and
# commands in it, and tells of each word that is neither in that language nor
# data: the name of a call, a word of a script, a program's.

set -u
. "$(dirname "$0")/../shell.sh"
. tests/locale.sh

language=qps
export SOCKET_LAB_LESSONS="$scratch/lessons"
export TERM=xterm-256color
unset LINES COLUMNS

strange() {
    awk -f tests/pseudo/letters.awk -f "tests/pseudo/$1.awk" "$2"
}

# translate: all of it, into $scratch.
translate() {
    msgen "$BUILD/socket-lab.pot" -o "$scratch/english.po" &&
        strange po "$scratch/english.po" >"$scratch/strange.po" &&
        give_translation $language "$scratch/strange.po" || return 1
    mkdir -p "$scratch/lessons/$language/words"
    cp -R lessons/words "$scratch/lessons/"
    for lesson in lessons/[0-9]*.md; do
        cp "$lesson" "$scratch/lessons/"
        strange lesson "$lesson" >"$scratch/lessons/$language/${lesson##*/}"
    done
    strange lesson widgets/lesson/bench.md \
        >"$scratch/lessons/$language/bench.md"
    for words in errnos states calls options sysctls signals constants flags \
        ideas which; do
        strange words "lessons/words/$words.md" \
            >"$scratch/lessons/$language/words/$words.md"
    done
}

# right: check finds nothing wrong with them, and nothing that is older.
right() {
    for file in "$scratch/lessons/$language"/[0-9]*.md \
        "$scratch/lessons/$language"/words/*s.md; do
        "$program" check --mark "$file" || return 1
    done
    "$program" check "$scratch/lessons/$language"/[0-9]*.md \
        "$scratch/lessons/$language"/words/*.md >"$scratch/found"
    result=$?
    cat "$scratch/found"
    [ $result = 0 ] && ! grep -q older "$scratch/found"
}

# data: what is the same in every language: the words of fences and of what is
# between backticks, the names that the glossary has, files' names; and what
# the system says of an errno, a phrase a line, which is its to translate.
data() {
    {
        sed 's|/\*.*||; /^ \*/d' lessons/[0-9]*.md | awk '
            /^```/ { fence = !fence || $0 != "```"; name = fence ? $0 : ""; next }
            fence && name !~ /predict/ { print; next }
            fence && /^[^ ].*: / { print $1, $2 }
            !fence {
                n = split($0, part, "`")
                for (i = 2; i <= n; i += 2)
                    print part[i]
            }'
        awk '/^---$/ { n++; said = 0 }
            /^[^ ]/ { said = /^(title|chapter|summary|remember|try|symptoms):/ }
            n == 1 && !said && !/^    label:/' lessons/[0-9]*.md
        grep -oh 'https:[^ )>]*' lessons/[0-9]*.md
        sed -n 's/^### //p' lessons/words/which.md
        "$program" explain
        ls lessons
        cat tests/pseudo/data
    } | tr -cs 'A-Za-z' '\n' | sort -fu >"$scratch/known"
    for name in $("$program" explain | grep -o '\bE[A-Z]*\b'); do
        "$program" explain "$name" | sed -n 's/^E.*, errno [0-9]*: //p'
    done | sort -u >"$scratch/phrases"
}

# also WORD...: is data as well.
also() {
    printf '%s\n' "$@" | tr -cs 'A-Za-z' '\n' >>"$scratch/known"
}

# seen NAME [ARGUMENT...]: the screens that the key script on standard input
# saves by @here are kept. What keys write into the folder goes with the test.
n=0
seen() {
    what=$1
    shift
    awk -v name="$scratch/screens/$what" '
        /^@here$/ { print "@save " name "." ++n; next }
        { print }' >"$scratch/play.keys"
    [ "${1-}" = bench ] || set -- "$@" --lessons "$scratch/lessons"
    cd "$scratch/written" || exit
    translated $language "$scratch/bin/socket-lab" "$@" \
        --keys "$scratch/play.keys" \
        >"$scratch/said" 2>&1 ||
        sed "s|^|# $what: |" "$scratch/said"
    cd "$root" || exit
}

# printed NAME ARGUMENT...: what a command prints.
printed() {
    what=$1
    shift
    translated $language "$scratch/bin/socket-lab" "$@" \
        >"$scratch/screens/$what" 2>&1 </dev/null
}

# left FILE...: none of them has a word that was not looked up.
left() {
    awk -f tests/pseudo/left.awk -v known="$scratch/known" \
        -v phrases="$scratch/phrases" "$@" >"$scratch/left"
    sed "s|$scratch/screens/||" "$scratch/left"
    [ ! -s "$scratch/left" ]
}

# walk: all steps of a lesson, each question answered with the first answer.
walk() {
    echo '@resize 120 40'
    for _ in $(seq 30); do
        printf '@here\n1<Space>\n'
    done
    printf '?\n@here\n<Esc>\n'
}

if ! make_locale; then
    skip 'the pseudo-language' 'no locale can be made here (localedef, locales)'
    exit
fi
mkdir "$scratch/screens" "$scratch/written"
check 'all texts are translated into the pseudo-language' translate
check 'lessons and words in it are right' right
data

seen menu <<'KEYS'
@here
?
@here
<Esc>/backlog
@here
<C-u>xqxq
@here
<F1>
@here
<Esc><Esc><End>
@here
@resize 200 60
@here
KEYS
check 'the menu is' left "$scratch"/screens/menu.*

seen bench bench <<'KEYS'
@here
?
@here
<Esc>:
@here
explain eaddrinuse<Enter>
@here
<Esc>xqxq<Enter>
@here
<Esc>
@resize 200 60
@here
KEYS
check 'the bench is' left "$scratch"/screens/bench.*
. tests/pseudo/keys.sh

for lesson in lessons/[0-9]*.md; do
    name=$(basename "$lesson" .md)
    walk | seen "$name" "$name"
    check "$name is" left "$scratch/screens/$name".*
done

. tests/pseudo/commands.sh
. tests/pseudo/scripts.sh
. tests/pseudo/looks.sh
