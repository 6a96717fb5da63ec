#!/bin/sh
# search.sh - `socket-lab search`, `explain` and what is suggested, as a person
# sees it who has typed some words, or pasted a line.
#
# Where lines lead is tests/lessons/glossary/test_search_table.c's to look at.

set -u
. "$(dirname "$0")/../shell.sh"

cd "$scratch" || exit 1

# says WHAT STATUS TEXT ARGUMENT...: run it; the text stands in what it prints.
says() {
    what=$1 want=$2 text=$3
    shift 3
    "$program" "$@" >out 2>&1
    got=$?
    if [ $got -eq "$want" ] && grep -qF -e "$text" out; then
        pass "$what"
    else
        echo "status $got, '$text' was expected" >>out
        fail "$what" out
    fi
}

# ---- search ----

says 'a lesson comes with its number, title and id' 0 \
    '   2  Address already in use (address-already-in-use)' \
    search 'listen tcp 0.0.0.0:8080: bind: address already in use'
says 'words need no quotes' 0 '(the-backlog)' search accept queue
says 'a name comes with its first sentence' 0 \
    '      EMFILE: The process has as many descriptors as it may have' \
    search Too many open files
says 'a word that stands nowhere is left out, and said' 0 \
    'Left out, for it stands nowhere: frobnicate.' search backlog frobnicate
says 'a mistyped word is read as it was meant, and said' 0 \
    "'adress' is read as 'address'." search adress already in use
says 'both meanings of a number are said' 0 \
    'The number is EADDRINUSE on BSD and macOS, ELNRNG on Linux.' search 48
says 'what is not about sockets is said' 1 \
    'It is about TLS, and no lesson is.' search TLS handshake timeout
says 'without words it is misused' 2 'nothing to search for' search
says 'its help says how it ends' 0 '1 nothing' search --help

says 'a word ends where its line does' 0 \
    'Left out, for it stands nowhere: qwertz, qwertzuiop.' \
    search 'qwertz
backlog
qwertzuiop'

check 'nothing that is found prints nothing' sh -c '
    ! "$1" search qwertzuiop >out 2>err && [ ! -s out ] &&
        grep "nothing is known of .qwertzuiop" err' sh "$program"
check 'of JSON each line is an object' sh -c '
    "$1" search --json "Connection \"refused\" \\ by x" >out 2>err
    grep -c "^{\"lesson\":\"nobody-there\",\"number\":17," out &&
        grep "^{\"name\":\"ECONNREFUSED\",\"text\":" out &&
        ! grep -v "^{.*}$" out' sh "$program"
check 'no sign that a terminal obeys gets out' sh -c '
    "$1" search "$(printf "\033[31mbacklog\tx")" >out 2>&1
    "$1" explain "$(printf "a\033[31mbacklog refused")" >>out 2>&1
    ! tr -d "\n" <out | LC_ALL=C grep "[[:cntrl:]]"' sh "$program"
check 'a line of any length and of any bytes is taken' sh -c '
    "$1" search "$(printf "%5000d" 0)" "$(printf "\377\376(")" "$2"
    [ $? -le 1 ] || exit 1
    "$1" search "$(yes "a b" | head -n 2000)"
    [ $? -le 1 ]' sh "$program" '[[[[((((::::'

# ---- explain ----

says 'explain takes a line' 0 "'address already in use' is known" \
    explain 'listen tcp 0.0.0.0:8080: bind: address already in use'
says 'and says what the name in it means' 0 \
    'EADDRINUSE, errno 98: Address already in use' \
    explain 'bind() to 0.0.0.0:80 failed (98: Address already in use)'
says 'explain says both meanings of a number' 0 \
    'The number is EADDRINUSE on BSD and macOS, ELNRNG on Linux.' explain 48
says 'an option may be without its SO_' 0 'SO_REUSEADDR, a socket option' \
    explain reuseaddr
says 'where no name is known, lessons about it are' 0 \
    '  41  Handing the listener over' explain zero downtime

# ---- what may have been meant ----

says 'a command is suggested' 2 'did you mean `socket-lab list`?' lst
says 'an option is' 2 'did you mean `socket-lab --version`?' version
says 'a lesson is' 2 'did you mean address-already-in-use?' \
    adress-already-in-use
says 'for run as well' 2 'did you mean address-already-in-use?' \
    run adress-already-in-use

# ---- own lessons ----

mkdir own
cat >own/mine.md <<'LESSON'
---
title: Mine
chapter: First contact
summary: One of my own.
minutes: 1
symptoms: frobnication error, the frob hangs
---

```lab
server: socket(AF_INET, SOCK_DGRAM, 0) = 3
```
LESSON
says 'symptoms of an own lesson count' 0 '  45  Mine (mine)' \
    search --lessons own frob hangs
says 'a lesson without a number has one in the list' 0 '  45  mine' \
    list --lessons own
says 'and is run by it' 0 '1 passed' \
    run --isolation loopback --lessons own 45
play 'and selected by it in the menu' --lessons own <<'KEYS'
45
@expect One of my own.
KEYS
sed -i 's/^symptoms.*/symptoms: one, , two/' own/mine.md
says 'an empty symptom is a mistake' 2 \
    'mine.md:6: nothing was found between two commas of symptoms' \
    check own/mine.md

# ---- the screen ----

play 'a pasted line leads to its lesson' <<'KEYS'
/nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)
@wait 2   Address already in use
@expect EADDRINUSE: what it means
<Enter>
@wait step 0/
@expect Address already in use
KEYS
play 'a name that no lesson is about is explained' <<'KEYS'
/OSError: [Errno 24] Too many open files
@wait EMFILE: what it means
<Enter>
@expect EMFILE, errno 24: Too many open files
<Esc>
@expect Too many open files
<Esc>
@expect First contact
KEYS
