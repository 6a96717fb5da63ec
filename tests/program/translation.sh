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
PO

# said LANGUAGE: what the program says of a wrong option.
said() {
    translated "$1" "$scratch/bin/socket-lab" run --format nonsense 1 2>&1
}

in_the_language() {
    said xx
    said xx | grep -q '«nonsense» ist kein Format, erwartet ist text'
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
check 'the first language that there is counts' in_the_second
check 'without a translation it is in English' in_english yy
check 'in the locale C it is in English' in_plain C
check 'and so it is in C.UTF-8' in_plain C.UTF-8
