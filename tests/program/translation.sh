#!/bin/sh
# translation.sh - that what the program says is said in the language that is
# chosen, and in English where there is no translation.

set -u
. "$(dirname "$0")/../shell.sh"
. tests/locale.sh

cat >"$scratch/xx.po" <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "unknown format '%s', expected %s"
msgstr "«%s» ist kein Format, erwartet ist %s"

#, c-format
msgid "%s() takes an integer or a constant here as %s: found %s"
msgstr "%3$s ist hier kein Wert für %2$s von %1$s(): es sei eine Zahl"

#, c-format
msgid "'%.*s' was found, ss, sysctl or nstat was expected"
msgstr "ss, sysctl oder nstat fehlt: da steht «%2$.*1$s»"

#, c-format
msgid "Blocked by %s"
msgstr "Im Wege steht %s"

msgid "delivered"
msgstr "zugestellt"
PO

# said LANGUAGE: what the program says of a wrong option.
said() {
    translated "$1" "$scratch/bin/socket-lab" run --format nonsense 1 2>&1
}

in_the_language() {
    said xx
    said xx | grep -q '«nonsense» ist kein Format, erwartet ist text'
}

# In another order: the last argument stands first.
in_another_order() {
    printf 'server: socket("a", SOCK_STREAM, 0) = 3\n' >"$scratch/order.lab"
    translated xx "$scratch/bin/socket-lab" check "$scratch/order.lab" \
        >"$scratch/said" 2>&1
    cat "$scratch/said"
    grep -q ':1: "a" ist hier kein Wert für DOMAIN von socket(): es sei' \
        "$scratch/said"
}

# A text that is part of a line is two arguments, its length and where it is.
a_part_in_another_order() {
    printf 'server$ netstat\n' >"$scratch/part.lab"
    translated xx "$scratch/bin/socket-lab" check "$scratch/part.lab" \
        >"$scratch/said" 2>&1
    cat "$scratch/said"
    grep -q ':1: ss, sysctl oder nstat fehlt: da steht «netstat»' "$scratch/said"
}

# The words in it are the same, whoever made it; and so it can be read.
recorded_in_english() {
    mkdir "$scratch/recordings"
    for lesson in lessons/01*.md lessons/03*.md; do
        translated xx "$scratch/bin/socket-lab" record "$lesson" \
            --to "$scratch/recordings" || return 1
    done
    grep -h '"delivered"' "$scratch"/recordings/* >"$scratch/said" &&
        ! grep -rn 'zugestellt\|Im Wege' "$scratch/recordings"
}

in_the_second() {
    said yy_ZZ:xx | grep -q '«nonsense» ist kein Format'
}

in_english() {
    said "$1" | grep -q "unknown format 'nonsense', expected text"
}

# LANGUAGE alone chooses nothing (gettext(3)).
in_plain() {
    LC_ALL=$1 LANGUAGE=xx "$scratch/bin/socket-lab" run --format nonsense 1 2>&1 |
        grep -q "unknown format 'nonsense'"
}

if ! make_locale; then
    skip 'translations' 'no locale can be made here (localedef, locales)'
    exit
fi
give_translation xx "$scratch/xx.po"
check 'a message is in the language that is chosen' in_the_language
check 'a translation can have its arguments in another order' in_another_order
check 'and what is part of a line as well' a_part_in_another_order
if unshare -rn true 2>/dev/null; then
    check 'a recording has the same words in each language' recorded_in_english
else
    skip 'a recording in another language' 'no namespaces here'
fi
check 'the first language that there is counts' in_the_second
check 'without a translation it is in English' in_english yy
check 'in the locale C it is in English' in_plain C
check 'and so it is in C.UTF-8' in_plain C.UTF-8

# ---- lessons ----

# put NAME TITLE CHAPTER [CHOICE]: a small lesson in the folder.
put() {
    mkdir -p "$scratch/lessons/${1%/*}"
    cat >"$scratch/lessons/$1" <<MD
---
title: $2
chapter: $3
summary: $2
minutes: 1
---

$2, see tcp(7).

\`\`\`lab
server: socket(AF_INET, SOCK_STREAM, 0) = ${4:-3}
\`\`\`
MD
}

lab() {
    translated "$1" "$scratch/bin/socket-lab" "$2" \
        --lessons "$scratch/lessons" ${3+"$3"} 2>&1
}

# list LANGUAGE: of own lessons, a line each: chapter or number, id, title.
list() {
    lab "$1" list | awk '/^Own|^Eigen/ { own = 1 } own { $3 = $4 = ""; print }'
}

same() {
    echo "$2"
    [ "$1" = "$2" ]
}

put ./90-one.md 'One title' 'Own lessons'
put ./91-two.md 'Two title' 'Own lessons'
put ./92-three.md 'Three title' 'Own lessons'
put xx/91-two.md 'Titel zwei' 'Eigenes'

in_its_place() {
    lab yy_ZZ:xx list | grep -A3 '^Eigenes' | awk '{ print $1, $2, $5, $6 }' \
        >"$scratch/list"
    same "$(cat "$scratch/list")" 'Eigenes   
90 one One title
91 two Titel zwei
92 three Three title'
}

others_in_english() {
    lab yy list | grep -q 'Two title' && ! lab yy list | grep -q Eigenes &&
        ! LC_ALL=C.UTF-8 LANGUAGE=xx "$scratch/bin/socket-lab" list \
            --lessons "$scratch/lessons" | grep -q Eigenes
}

in_the_menu() {
    translated xx "$scratch/bin/socket-lab" --lessons "$scratch/lessons" \
        --keys "$scratch/play.keys"
}

cat >"$scratch/play.keys" <<'KEYS'
<End>
@expect Eigenes
@expect Titel zwei
@expect Three title
91<Enter>
@expect Titel zwei, see tcp(7).
<Space>
@wait socket(AF_INET
KEYS

by_both_titles() {
    lab xx search 'Titel zwei' | grep -q '91  Titel zwei' &&
        lab xx search 'two title' | grep -q '91  Titel zwei'
}

runs() {
    lab xx run two | grep -q 'xx/91-two.md'
}

# broken WHAT: the translation is not used, and why is said.
broken() {
    lab xx list >"$scratch/list"
    grep "$1" "$scratch/list" && grep -q '91 .*Two title' "$scratch/list"
}

check 'a lesson in the language stands in its place' in_its_place
check 'lessons are in English where there is no other' others_in_english
check 'it is in the menu, and is opened there' in_the_menu
check 'the titles of both are found' by_both_titles
check 'it is run by its id' runs
put xx/91-two.md 'Titel zwei' 'Eigenes' 4
check 'one that runs other lines is told' \
    broken "xx/91-two.md:11: .* = 4' was found, .* = 3' was expected"
echo nothing >"$scratch/lessons/xx/91-two.md"
check 'one that is no lesson is told' broken 'xx/91-two.md:1: .* was found'
rm -r "$scratch/lessons"

# The program's own: the recording is the original's.
shipped() {
    translated de_AT "$scratch/bin/socket-lab" --recorded --keys "$scratch/de.keys"
}
cat >"$scratch/de.keys" <<'KEYS'
@expect Erste Begegnung
2<Enter>
@expect Wer hatte die
<Space>
@wait listen(
KEYS
check 'a recording is the same in all languages' shipped
own_of_shipped() {
    mkdir -p "$XDG_DATA_HOME/socket-lab/lessons/xx"
    sed 's/^title: .*/title: Eigene Fassung/' lessons/02-*.md \
        >"$XDG_DATA_HOME/socket-lab/lessons/xx/02-address-already-in-use.md"
    translated xx "$scratch/bin/socket-lab" list | grep 'Eigene Fassung'
}
check "a learner's translation of a shipped lesson is found" own_of_shipped

# ---- words ----

words="$XDG_DATA_HOME/socket-lab/lessons/xx/words"
mkdir -p "$words"
cat >"$words/errnos.md" <<'MD'
# Fehler

## ECONNREFUSED
also: Verbindung abgelehnt

- Dort lauscht niemand.

### connect

- Die andere Seite hat nein gesagt.
MD

explains() {
    translated "$1" "$scratch/bin/socket-lab" explain "$2" >"$scratch/said" 2>&1
    cat "$scratch/said"
    shift 2
    for text in "$@"; do
        grep -q "$text" "$scratch/said" || return 1
    done
}

in_english_without() {
    explains yy ECONNREFUSED && ! grep -q lauscht "$scratch/said"
}

other_sentences() {
    explains xx ECONNREFUSED 'Dort lauscht niemand' 'hat nein gesagt' \
        'errno 111' 'WSAECONNREFUSED' 'connect(2)' && explains xx EPIPE '[a-z]'
}

wrong_words() {
    printf '\n## ENONSENSE\n\n' >>"$words/errnos.md"
    explains xx ECONNREFUSED
    ! grep -q lauscht "$scratch/said" &&
        grep 'xx/words/errnos.md:12: .ENONSENSE. without a sentence' \
            "$scratch/said"
}

# None is looked for behind so many.
in_english_behind() {
    many=$(printf 'a%s:' a b c d e f g h i j k l m n o p)
    explains "${many#aa:}xx" ECONNREFUSED 'Dort lauscht niemand' &&
        explains "${many}xx" ECONNREFUSED && ! grep -q lauscht "$scratch/said"
}

check "an entry's sentences are in the language, its names are kept" \
    other_sentences
check 'the name it has there is found' \
    explains xx 'verbindung abgelehnt' 'Dort lauscht niemand'
check 'the words are in English where there are no others' in_english_without
check 'of a list of any length sixteen languages count' in_english_behind
check 'words that are wrong are told, and not used' wrong_words
