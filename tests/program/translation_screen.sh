#!/bin/sh
# translation_screen.sh - that a screen is in the language that is chosen: its
# keys, what it is called in the help, and numbers with the form they ask for.

set -u
. "$(dirname "$0")/../shell.sh"
. tests/locale.sh

export TERM=xterm-256color
unset LINES COLUMNS

cat >"$scratch/xx.po" <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "step"
msgstr "Schritt"

msgid "0 to 9"
msgstr "0 bis 9"

msgid "a lesson, the wire"
msgstr "eine Lektion, die Leitung"

msgid "The lesson:"
msgstr "Die Lektion:"

msgid "Next: %s  and %d more"
msgid_plural "Next: %s  and %d more"
msgstr[0] "Dann: %s  und %d Zeile"
msgstr[1] "Dann: %s  und %d Zeilen"

msgid "%2d/%d right"
msgstr "%2d von %d Fragen sind richtig"

msgid "%3d min"
msgstr "%3d Minuten"
PO

cat >"$scratch/steps.md" <<'LESSON'
---
id: steps
title: Steps
chapter: Steps
summary: Two of them.
minutes: 4
---

Two lines.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: close(3) = 0
```

Three lines.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: close(3) = 0
server: close(3) = -1 EBADF
```
LESSON

# played ARGUMENT...: play the key script on standard input.
played() {
    cat >"$scratch/play.keys"
    translated xx "$scratch/bin/socket-lab" --lessons "$scratch" "$@" \
        --keys "$scratch/play.keys"
}

in_a_lesson() {
    played steps <<'KEYS'
@resize 80 100
@expect space Schritt
w?
@expect eine Lektion, die Leitung
@expect Die Lektion:
<Esc>J
@expect 0 bis 9
KEYS
}

# One line more than the first, and then two.
in_numbers() {
    played steps <<'KEYS'
@expect und 1 Zeile
@refuse Zeilen
<Space>
@expect und 2 Zeilen
KEYS
}

# Longer words get more columns, and the titles less.
in_columns() {
    played <<'KEYS'
@resize 80 24
/three lines
@expect 4 Minuten
KEYS
}

if ! make_locale; then
    skip 'translated screens' 'no locale can be made here (localedef, locales)'
    exit
fi
give_translation xx "$scratch/xx.po"
check "a lesson's keys and their help are translated" in_a_lesson
check 'a number has the form that it asks for' in_numbers
check 'a translation may be longer than English' in_columns
