#!/bin/sh
# keys.sh - key scripts on the whole program: the menu, help, sizes, what a
# failing script says, and what is left in the progress file.

set -u
. "$(dirname "$0")/../shell.sh"

export LC_ALL=C.UTF-8 TERM=xterm-256color
unset LINES COLUMNS

# play_badly WHAT STATUS MESSAGE: it must end so, with this on standard error.
play_badly() {
    cat >"$scratch/play.keys"
    "$program" --keys "$scratch/play.keys" >"$scratch/out" 2>"$scratch/err"
    status=$?
    if [ "$status" -eq "$2" ] && grep -qF -- "$3" "$scratch/err"; then
        pass "$1"
    else
        echo "status $status" >>"$scratch/err"
        fail "$1: expected status $2 and '$3'" "$scratch/err"
    fi
}

# ---- the menu and the help ----

play 'the menu shows the lessons and its keys' <<'KEYS'
@expect lessons done
@expect Address already in use
@expect ? help  q quit
@resize 80 120
@expect The bench: two hosts, no lesson
KEYS

play 'the menu previews the selected lesson' <<'KEYS'
2
@expect Side by side: SO_REUSEADDR off and on.
<Home>
@refuse Side by side
KEYS

play 'help opens, closes, and explains the menu' <<'KEYS'
?
@expect Keys: the menu
<End>
@expect Ctrl-Z
<Esc>
@refuse Keys: the menu
@expect lessons done
<F1>q
@expect lessons done
KEYS

play 'the same keys move in the menu, in the help and in a lesson' <<'KEYS'
G
@expect ▶  B   The bench
gj
@expect ▶  2
k
@expect ▶  1
<C-d>
@refuse ▶  1
<C-u>
@expect ▶  1
?G
@expect Leave the program from anywhere.
g
@expect Keys: the menu
<C-d><C-u><Esc>
2<Enter>
@wait step 0/
<Esc>
@expect lessons done
KEYS

play 'two digits go to a lesson' <<'KEYS'
18
@expect What the number in listen() counts
KEYS

play 'a search finds lessons, says where, and opens one' <<'KEYS'
/eaddrnotavail
@expect -1 EADDRNOTAVAIL
@expect EADDRNOTAVAIL: No such address can be had here
@refuse A server and a client
<C-u>backlog<Enter>
@wait 18 The backlog
q
@expect lessons done
@expect What the number in listen() counts
@expect / search
/xyzzy
@expect No lesson has 'xyzzy'.
<F1>
@expect Keys: the search
<Esc><Esc>
@expect What the number in listen() counts
KEYS

play 'the prompt of a lesson explains a name' 2 <<'KEYS'
@wait step 0/
:explain eaddrinuse<Enter>
@expect EADDRINUSE, errno 98: Address already in use
@expect Which of these is mine?
@expect     do     End it, or take another port: SO_REUSEADDR does not help.
<End>
@expect Other systems, other rules
@refuse Which of these
<Esc>
@expect step 0/
:explain xyzzy<Enter>
@expect nothing is known of 'xyzzy'
<Esc>
@refuse nothing is known
KEYS

play 'an explanation has its table side by side where there is room' 2 <<'KEYS'
@wait step 0/
:explain eaddrinuse<Enter>
@refuse SHOWS
@resize 160 40
@expect users:(("python3",pid=4711,fd=3))                     your own of before.
@expect SHOWS
@resize 80 24
@expect     is     A server that listens there
@refuse SHOWS
<Esc>
@expect step 0/
:explain Python<Enter>
@expect SO_REUSEADDR
@expect `socket.create_server()` and `asyncio.start_server()` set it.
KEYS

play 'the bench names the row of the socket in the way' <<'KEYS'
B:server: socket(AF_INET, SOCK_STREAM, 0)<Enter>
:server: bind(3, 0.0.0.0:12000)<Enter>
:server: listen(3, 5)<Enter>
:b@server: socket(AF_INET, SOCK_STREAM, 0)<Enter>
:b: bind(3, 0.0.0.0:12000)<Enter>
@wait Blocked by LISTEN 0.0.0.0:12000: owned by server fd 3.
@expect listener: End it, or
KEYS

play 'the prompt goes once its line has run, and stays where it is wrong' <<'KEYS'
B::server: socket(AF_INET, SOCK_STREAM, 0)<Enter>
@refuse Tab complete
@expect socket(AF_INET
:listn(3, 5)<Enter>
@expect Tab complete
@expect :listn(3, 5)
<Esc>
@refuse listn
:<Enter>
@refuse Tab complete
:client: socket(AF_INET, SOCK_STREAM, 0)<Enter>
@wait client
:bind(3, 0.0.0.0:12001)<Enter>
@wait 12001
:server: listen(3, 5)<Enter>
@wait LISTEN
KEYS

play 'the prompt says what may be typed' 2 <<'KEYS'
@wait step 0/
:help<Enter>
@expect Keys: the prompt
<Esc>
@expect step 0/
@refuse Tab complete
KEYS

play 'a lesson opens, explains its keys, and leads back' <<'KEYS'
2<Enter>
@wait step 0/
?
@expect Keys: a lesson
<Esc>
@refuse Keys: a lesson
q
@expect lessons done
KEYS

play 'what helps now is in the line of keys at 80 columns' 2 <<'KEYS'
@wait step 0/
@expect T alone  : line  S code
<Space>
@expect space step  r restart  t flip  T alone  : line  S code  w wire  ? help  q quit
KEYS

play 'keys wait where nothing can be seen' 2 <<'KEYS'
@wait step 0/
@resize 60 10
@expect 60x16 needed, this is 60x10; q quits
<Space><Space>?
@resize 80 24
@expect step 0/
KEYS

# What stands behind the q is never looked at.
for key in q '<Esc>'; do
    play "$key leaves where nothing can be seen" 2 <<KEYS
@wait step 0/
@resize 60 10
$key
@expect no such text
KEYS
done

play 'a lesson named on the command line opens at once' 2 <<'KEYS'
@wait 2 Address already in use
q
@expect lessons done
KEYS

play 'the bench opens from the menu' <<'KEYS'
B
@wait The bench
q
@expect lessons done
KEYS

play 'where one was is remembered' <<'KEYS'
2<Enter>
<Space><Space>
q
@expect You were at step 2.
KEYS

play 'the next start remembers it as well' <<'KEYS'
2
@expect You were at step 2.
KEYS

# ---- sizes ----

play 'a screen that is too small says so and waits' <<'KEYS'
@resize 59 20
@expect 60x16 needed, this is 59x20; q quits
@refuse lessons done
@resize 80 15
@expect 60x16 needed, this is 80x15; q quits
@resize 60 16
@expect lessons done
@resize 20 5
@expect q quits
@resize 1 1
j?<Esc>
@resize 200 60
@expect lessons done
@resize 80 24
@expect lessons done
KEYS

play 'a pane of tmux is enough' <<'KEYS'
@resize 80 23
@expect lessons done
@resize 80 22
@expect lessons done
@expect q quit
?
@expect Keys: the menu
<Esc>
B
@wait The bench
:
@expect Tab complete
@expect F1 help
@refuse ? help
<Esc>
q
@expect lessons done
KEYS

play 'a lesson lives through any size' 2 <<'KEYS'
<Space>
@resize 1 1
<Space>
@resize 200 60
<Space>
@resize 7 90
@resize 300 3
@resize 80 24
@expect server$ ss -tano
KEYS

printf '@expect lessons done\n@save %s/large\n' "$scratch" |
    COLUMNS=120 LINES=40 play 'the size is that of COLUMNS and LINES'
if [ "$(wc -l <"$scratch/large")" -eq 40 ]; then
    pass 'a saved screen has all its rows'
else
    fail 'a saved screen has all its rows' "$scratch/large"
fi

# ---- ASCII ----

printf '2<Enter><Space><Space>\n@save %s/ascii\n' "$scratch" |
    play 'a lesson in ASCII' --ascii
printf '2<Enter><Space><Space>\n@save %s/plain\n' "$scratch" |
    LC_ALL=C play 'a lesson in the C locale'
for kind in ascii plain; do
    if LC_ALL=C grep -q '[^ -~]' "$scratch/$kind"; then
        fail "nothing but ASCII is drawn ($kind)" "$scratch/$kind"
    else
        pass "nothing but ASCII is drawn ($kind)"
    fi
done

# ---- the wire ----

# drawing FILE: a saved screen without what differs between runs and kernels:
# times, ports, the numbers of processes and of blanks and lines.
drawing() {
    sed -e 's/[0-9]\{4,\}/N/g' -e 's/[ ─]\{1,\}/ /g' "$1"
}

# looks_like FILE: the saved screen has these rows, in this order.
looks_like() {
    drawing "$1" >"$scratch/drawing"
    while read -r row; do
        awk -v row="$row" 'found { print } index($0, row) { found = 1 }
            END { exit !found }' "$scratch/drawing" >"$scratch/rest" || {
            echo "no row with '$row' in what is left:"
            cat "$scratch/drawing"
            return 1
        }
        mv "$scratch/rest" "$scratch/drawing"
    done
}

if echo 'wire: none' | "$program" run - >"$scratch/out" 2>&1; then
    cd "$scratch" || exit 1
    play 'a handshake is walked through packet by packet' the-handshake <<'KEYS'
@wait step 0/
<Space>
@expect wire flows
@expect space step  : line  S code  p hold  w back
@refuse > deliver
<Space>
@expect What does connect() do?
0
@refuse [S]
<Space>
@expect waits ├─
<Space>
@wait [S.] seq 0 ack 1
@expect wire holds, 1 waits
@expect : line  S code  > deliver  - drop  p hold  + copy
@save ladder
v
@expect SYN-RECEIVED S:12000
@expect SYN-SENT C:
@save states
w<Up>f
@expect Sequence number
q
@refuse Sequence number
<Enter>
@expect Sequence number
<Enter>
@refuse Sequence number
P
@expect What was on the wire is in the-handshake.pcapng.
KEYS
    check 'the ladder shows who has heard what' looks_like ladder <<'ROWS'
server ▲ wire holds, 1 waits client
waited ····[S] seq 0··│ SYN-SENT
connect(3, 10.0.0.1:N) ...
SYN-RECV │◀ waited [S] seq 0 │
[S.] seq 0 ack 1 ┤ waits
Next: a question about connect().
ROWS
    check 'the states stand on the diagram' looks_like states <<'ROWS'
┃LISTEN S:N
┃SYN-RECEIVED S:N
ESTABLISHED
server: LISTEN → SYN-RECEIVED: received SYN
ROWS
    check 'P writes a capture file' test -s the-handshake.pcapng
    cd "$root" || exit 1
else
    skip 'the wire on the screen' "$(tail -n 1 "$scratch/out")"
fi

play 'on loopback the ladder shows calls, and says what is missing' \
    1 --isolation loopback <<'KEYS'
@wait step 0/
<Space>w
@expect no wire on loopback
@expect socket(AF_INET, SOCK_STREAM, 0) = 3
p
@expect The wire can't be held or cut on plain loopback
KEYS

# ---- scripts that don't hold ----

play_badly 'a text that is not there fails the script' 1 \
    'play.keys:2: not on the screen: no such text' <<'KEYS'
j
@expect no such text
KEYS

play_badly 'a text that must not be there fails it' 1 \
    'play.keys:1: on the screen: lessons done' <<'KEYS'
@refuse lessons done
KEYS

play_badly 'a wait has its end' 1 \
    'play.keys:1: not on the screen in time: no such text' <<'KEYS'
@wait no such text
KEYS

play_badly 'a key that there is not is found before anything runs' 2 \
    'play.keys:3: found <Entr>' <<'KEYS'
@expect no such text

<Entr>
KEYS

play_badly 'a file that cannot be written fails the script' 1 \
    "play.keys:1: can't save the screen: No such file or directory" <<KEYS
@save $scratch/nonexistent/screen
KEYS

"$program" --keys "$scratch/nonexistent.keys" >"$scratch/out" 2>"$scratch/err"
if [ $? -eq 2 ] && grep -q 'nonexistent.keys: No such' "$scratch/err"; then
    pass 'a key script that is not there'
else
    fail 'a key script that is not there' "$scratch/err"
fi

# ---- programs of a lesson ----

mkdir "$scratch/ejected"
cd "$scratch/ejected" || exit 1
play 'e writes the programs of every lane, once' 2 <<'KEYS'
e
@expect The C programs are in address-already-in-use-off
@expect address-already-in-use-on
e
@expect address-already-in-use-off is here already
?/C programs<Enter>
@expect Write what the lesson does as C programs
KEYS
check 'each lane has its programs' ls address-already-in-use-off/server.c \
    address-already-in-use-on/copy.c
check 'and those alone' test ! -e address-already-in-use-off/copy.c
cd "$root" || exit 1

play 'the wire has the prompt, the code and one world in its key line' 2 <<'KEYS'
@wait step 0/
w
@expect space step  : line  S code  T alone  p hold  w back
v
@expect space step  : line  S code  T alone  p hold  v back
KEYS

# ---- keys of one's own ----

cat >"$scratch/own.conf" <<'CONF'
key.prompt = ;
key.bench = z
key.step = F2
key.start = F3
key.alone = F4
CONF
play 'keys come from the configuration, in views, key line and help' \
    2 --config "$scratch/own.conf" <<'KEYS'
@wait F2 step
@expect ; line
<Space>
@expect step 0/
<F2>
@expect step 1/
;explain EPIPE<Enter>
@expect EPIPE, errno 32
<Esc>?
@expect F2 Enter
<Esc>q
@expect z bench
z
@wait No server runs: F3 starts it.
KEYS

play 'what is to be tried at the end is said with those keys' \
    2 --config "$scratch/own.conf" <<'KEYS'
@wait step 0/
J14<Enter>
@wait step 14/14
<Tab>z
@expect F4 leaves one world
KEYS

# ---- the screen as text ----

mkdir "$scratch/shots"
cd "$scratch/shots" || exit 1
play 'Y writes what stands on the screen, and over nothing' 2 <<'KEYS'
@wait step 0/
Y
@expect The screen is in screen.txt.
Y
@expect The screen is in screen-2.txt.
j
@refuse The screen is in
KEYS
check 'as it stands there' grep -q 'step 0/' screen.txt
cd "$root" || exit 1

# ---- the way through ----

play 'a lesson ends with what to take away, and leads on' 2 <<'KEYS'
@wait step 0/
J14<Enter>
@wait step 14/14
@expect To be taken away:
@expect The lesson is done: Enter opens the next one, q leads back.
<Tab>z
@expect To be tried by hand:
@expect What comes of it is lesson 4: Both runs need it.
@expect Enter opens the next: 3 What TIME-WAIT is
r
@wait What comes of that is lesson 4: Both runs need it.
<Enter>
@wait step 0/13
@expect 3 What TIME-WAIT is
q
@expect lessons done
KEYS

play 'what is next is whole in a narrow column' 2 <<'KEYS'
@resize 120 30
@wait step 0/
J14<Enter>
@wait step 14/14
@expect Enter opens the next: 3 What
@expect TIME-WAIT is
@refuse What TIME…
@refuse TIME-WAI…
KEYS

play 'one world alone leads on at the end as well' 2 <<'KEYS'
@wait step 0/
TJ14<Enter>
@wait step 14/14
@expect What comes of that is lesson 4: Both runs need it.
KEYS

rm -r "$XDG_STATE_HOME"
play 'the first start has a welcome, and two keys lead to lesson 1' <<'KEYS'
@expect Welcome to socket-lab
@expect Two keys lead to lesson 1:
<Enter><Enter>
@wait step 0/
@expect 1 A server and a client
<Space>
@wait step 1/
KEYS

play 'what was left in the middle is gone on with' <<'KEYS'
@refuse Welcome
@expect Go on: 1 A server and a client, step 1
<Enter>
@wait step 1/
@expect socket(AF_INET, SOCK_STREAM, 0)
<Space>
@wait step 2/
q
@expect Go on: 1 A server and a client, step 2
KEYS

sed -i 's/"step": [0-9]*/"step": 99/' "$XDG_STATE_HOME"/socket-lab/progress.json
play 'nobody is led to a step that the lesson does not have' <<'KEYS'
@refuse Go on
@refuse 99
<Enter>
@wait step 0/
@refuse 99
J<Enter>
@wait step 0/
KEYS

# ---- progress that can't be kept ----

echo 'no progress' >"$scratch/file"
export XDG_STATE_HOME="$scratch/file"
play 'progress that cannot be kept is said, until the next key' <<'KEYS'
@expect Progress is not kept.
j
@refuse Progress is not kept.
2<Enter>
<Space>
q
@refuse Progress is not kept.
KEYS

export XDG_STATE_HOME="$scratch/damaged"
mkdir -p "$scratch/damaged/socket-lab"
echo '{bad' >"$scratch/damaged/socket-lab/progress.json"
play 'a damaged progress file is set aside and said' <<'KEYS'
@expect progress.json.damaged
@expect ? help  q quit
KEYS
play 'and not said again' <<'KEYS'
@refuse progress.json.damaged
KEYS
