#!/bin/sh
# worlds.sh - what is marked on the screens of lessons that run in several
# worlds: what differs between these, and nothing that is the same.

set -u
. "$(dirname "$0")/../shell.sh"

export LC_ALL=C.UTF-8 TERM=xterm-256color
unset LINES COLUMNS

"$program" run --isolation namespace 23 >"$scratch/out" 2>&1
if [ $? -eq 3 ]; then
    skip 'what differs between worlds' "$(tail -n 1 "$scratch/out")"
    exit
fi

play 'arguments and sockets differ, where results do not' <<'KEYS'
6<Enter>
<Space><Space>00<Space><Space><Space>
@expect step 5/18
@expect ≠ bind(3, 0.0.0.0:57390)
@expect ≠ bind(3, 0.0.0.0:12000)
@expect LISTEN≠←   0.0.0.0:57390
@expect LISTEN≠←   0.0.0.0:12000
@refuse ≠ socket(
@refuse ≠ listen(
@refuse ≠accept(
KEYS

play 'of four worlds, two with the same result are told from the odd one' <<'KEYS'
4<Enter>
<Space><Space><Space><Space>
@expect step 4/8
@refuse ≠4
<Space>1*<Enter><Space>
@expect step 6/8
@expect 1: old off, new off
@expect 2: old off, new on
@expect ▶≠bind(3, 0.0.0.0:12000)  EADDRINUSE
@refuse EADDRINUSE ≠1
o
@expect 3: old on, new off
@expect 4: old on, new on
@expect ▶≠bind(3, 0.0.0.0:12000)  EADDRINUSE
@expect ≠1-3
@expect UNCONN≠1-3
KEYS

play 'a wrong answer says what came and what was said' <<'KEYS'
4<Enter>
<Space><Space><Space><Space><Space>1*<Enter><Space>
@expect ✗ -1 EADDRINUSE, you: 0
@expect ✓ 0, right
@refuse ≠ -1
KEYS

play 'what only one world does is marked, step after step' <<'KEYS'
40<Enter>
<Space>
@expect ≠ fcntl(3, F_GETFD)                0
@expect ≠ fcntl(3, F_GETFD)                1
@refuse ≠ bind(
@refuse LISTEN≠
<Space><Space><Space><Space>00<Space>
@expect step 6/15
@expect ▶≠bind(3, 0.0.0.0:12000)           0
@expect )  EADDRINUSE
@expect UNCONN≠
@refuse TIME-WAIT≠
KEYS

play 'sysctls stand in the panes of their hosts' <<'KEYS'
23<Enter>
<Space>
@expect │ ≠ tcp_tw_reuse=2,
@expect │ ≠ tcp_tw_reuse=1,
@resize 200 60
@expect ─ ≠ tcp_tw_reuse=2 ─
@expect tcp_syn_retries=15
KEYS

play 'the help explains the signs that show' <<'KEYS'
4<Enter>
?<End>
@refuse ✗
q<Space><Space><Space><Space>
@expect step 4/8
<Space>1*<Enter><Space>
@expect step 6/8
?
@resize 80 90
@expect On this screen
@expect ≠
@expect ✗
KEYS
