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
msgid "'%.*s' was found, ss or sysctl was expected"
msgstr "ss oder sysctl fehlt: da steht «%2$.*1$s»"

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
    grep -q ':1: ss oder sysctl fehlt: da steht «netstat»' "$scratch/said"
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
