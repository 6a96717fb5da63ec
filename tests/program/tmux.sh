#!/bin/sh
# tmux.sh - the program in a real terminal: it starts, a lesson is walked
# through, the window changes its size, an actor is killed, and whatever ends
# or stops the program, the terminal is as it was.
#
# Every wait is for something to be seen on the screen, and has its end.

set -u
. "$(dirname "$0")/../shell.sh"

if ! command -v tmux >/dev/null; then
    skip 'the program in a terminal' 'no tmux here'
    exit 0
fi

terminal() {
    env -u TMUX tmux -u -L lab -f "$scratch/tmux.conf" "$@"
}

screen() {
    terminal capture-pane -p -t lab
}

shows() {
    screen | grep -qF -- "$1"
}

shows_not() {
    ! shows "$1"
}

# see WHAT TEXT: a test that TEXT comes to stand on the screen.
see() {
    if eventually shows "$2"; then
        pass "$1"
    else
        screen >"$scratch/screen"
        fail "$1: expected '$2' on the screen" "$scratch/screen"
    fi
}

keys() {
    terminal send-keys -t lab "$@"
}

# Type a command at the shell.
shell() {
    keys -l "$1"
    keys Enter
}

changed() {
    screen >"$scratch/now"
    ! cmp -s "$scratch/before" "$scratch/now"
}

# step_until TEXT: on through the lesson, questions skipped, until TEXT shows.
step_until() {
    for _ in $(seq 60); do
        screen >"$scratch/before"
        if grep -qF -- "$1" "$scratch/before"; then
            return 0
        elif grep -q '0 skip' "$scratch/before"; then
            keys 0
        else
            keys Space
        fi
        eventually changed || return 1
    done
    return 1
}

# Whether the title is in the first row and the keys are in the last, ROWS.
# tmux itself crops a screen at its top before the program hears of it.
fills() {
    screen >"$scratch/now"
    sed -n 1p "$scratch/now" | grep -q socket-lab &&
        sed -n "${1}p" "$scratch/now" | grep -q 'q quit'
}

# Whether the terminal is the shell's again: the normal screen, a cursor.
shell_screen() {
    [ "$(terminal display -p -t lab \
        '#{alternate_on}#{cursor_flag}#{keypad_flag}#{mouse_any_flag}')" \
        = 0100 ]
}

# All but the size, which is the window's and may follow it a moment later.
same_settings() {
    for one in stty after; do
        sed 's/rows [0-9]*; columns [0-9]*;//' "$scratch/$one" >"$scratch/$one.set"
    done
    diff "$scratch/stty.set" "$scratch/after.set"
}

settings_kept() {
    rm -f "$scratch/after"
    shell "stty -a >$scratch/after; echo >>$scratch/after"
    eventually grep -q '^$' "$scratch/after"
    same_settings
}

# restored HOW: the program is gone, and the terminal is as before it.
restored() {
    if eventually shell_screen; then
        pass "$1: the screen before is back"
    else
        screen >"$scratch/screen"
        fail "$1: the screen before is back" "$scratch/screen"
    fi
    check "$1: the terminal's settings are as before" settings_kept
}

# The process that runs in the terminal's foreground.
program_pid() {
    ps_pid=$(terminal display -p -t lab '#{pane_pid}')
    cat "/proc/$ps_pid/task/$ps_pid/children"
}

start() {
    shell "clear; $program $*"
}

clean_up() {
    terminal kill-server 2>/dev/null
    env -u TMUX tmux -L inner kill-server 2>/dev/null
    rm -rf "$scratch"
}

echo "PS1='ready> '" >"$scratch/profile"
printf 'set -g %s\n' 'status off' 'default-shell /bin/sh' >"$scratch/tmux.conf"
export TMUX_TMPDIR="$scratch/tmp" ENV="$scratch/profile" LC_ALL=C.UTF-8
# Started as it stands: the user's own shell may be none that runs commands. In
# a folder that goes with the test: keys that meet another view may write files.
if ! terminal new-session -d -s lab -c "$scratch" -x 80 -y 24 sh -i ||
    ! eventually shows 'ready>'; then
    fail 'a shell in a terminal'
    exit 1
fi
pass 'a shell in a terminal'
shell "stty -a >$scratch/stty; echo >>$scratch/stty"
eventually grep -q '^$' "$scratch/stty"

# ---- the menu ----

start
see 'the menu lists the lessons' 'Address already in use'
keys q
restored 'q in the menu'

# A line is pasted, which is many keys at once.
start
see 'the menu is there for a search' '/ search'
terminal set-buffer 'dial tcp 127.0.0.1:5432: connect: connection refused'
keys /
see 'a search begins' 'an error as it was printed'
terminal paste-buffer -t lab
see 'a pasted line leads to its lesson' '▶ 17   Nobody there'
see 'and to what the name in it means' 'ECONNREFUSED: what it means'
keys C-u
keys -l 'Too many open files'
see 'what no lesson is about is explained' '▶      EMFILE: what it means'
keys Enter
see 'in full' 'EMFILE, errno 24: Too many open files'
keys q
see 'and behind it is the search again' '/Too many open files'
keys Escape
see 'the list is as it was' '/ search'
keys q
restored 'q in the menu after a search'

start --no-such-option
see 'an unknown option is said on the shell' 'unknown option --no-such-option'
restored 'an unknown option'

# ---- lesson 2 ----

start 2
see 'lesson 2 opens' '2 Address already in use'
if step_until 'Blocked by'; then
    pass 'lesson 2 comes to what blocks the address'
else
    screen >"$scratch/screen"
    fail 'lesson 2 comes to what blocks the address' "$scratch/screen"
fi
see 'the errno is shown' ')  EADDRINUSE'
see 'the TIME-WAIT is shown' 'TIME-WAIT'

terminal resize-window -t lab -x 60 -y 12
see 'a small window says so' '60x16 needed'
check 'a small window shows no lesson' eventually shows_not 'TIME-WAIT'
terminal resize-window -t lab -x 100 -y 40
see 'a large window shows the lesson again' 'TIME-WAIT'
check 'the lesson fills a large window' eventually fills 40
terminal resize-window -t lab -x 80 -y 24
check 'the lesson fills the first size again' eventually fills 24
see 'with all that it showed' 'TIME-WAIT'

# As many meet it: in a pane whose tmux has the last row for itself.
terminal resize-window -t lab -x 80 -y 15
see 'what is needed is said' '60x16 needed, this is 80x15; q quits'
terminal resize-window -t lab -x 80 -y 24

# And clicks, until it is stopped.
takes_clicks() {
    [ "$(terminal display -p -t lab '#{mouse_any_flag}')" = 1 ]
}
check 'the lesson takes clicks' takes_clicks
keys C-z
see 'Ctrl-Z gives the shell back' 'Stopped'
check 'stopped: the screen before is back' eventually shell_screen
shell fg
see 'fg brings the lesson back' 'TIME-WAIT'
check 'and it takes clicks again' eventually takes_clicks

keys C-c
restored 'Ctrl-C'

# ---- a pane of 23 rows ----

# tmux within the terminal: its row of status is the last of the 24.
echo 'set -g status-right "the row of tmux"' >"$scratch/inner.conf"
shell "clear; TMUX= tmux -u -L inner -f $scratch/inner.conf new '$program 2'"
see 'tmux has a row of its own' 'the row of tmux'
see 'lesson 2 opens on 23 rows' '2 Address already in use'
if step_until 'Blocked by'; then
    pass 'lesson 2 comes to what blocks the address on 23 rows'
else
    screen >"$scratch/screen"
    fail 'lesson 2 comes to what blocks the address on 23 rows' \
        "$scratch/screen"
fi
see 'the errno is shown on 23 rows' ')  EADDRINUSE'
check 'and the keys are in the last of them' eventually fills 23
keys C-c
see 'the pane ends with the program' '[exited]'

# Where there is less, q is the way out.
terminal resize-window -t lab -x 80 -y 14
start 2
see 'too few rows' '60x16 needed, this is 80x14; q quits'
keys q
# In a window of 24 rows the same key would only go back to the lessons.
eventually shell_screen
terminal resize-window -t lab -x 80 -y 24
restored 'q in a window that is too small'

# ---- an actor is killed from outside ----

start 1
see 'lesson 1 opens' '1 A server and a client'
step_until 'running'
actor=$(screen | sed -n 's/.*server  pid \([0-9]*\).*/\1/p' | head -n 1)
check 'the screen names the server'\''s process' test -n "$actor"
check 'it is a process' kill -9 "${actor:-none}"
see 'kill -9 of the server is seen' 'killed by SIGKILL'
keys q
see 'q goes back to the lessons' 'Enter open'
keys q
restored 'q after a lesson'

# ---- other ends ----

for signal in TERM HUP SEGV ABRT; do
    start 2
    see "lesson 2 for SIG$signal" '2 Address already in use'
    step_until 'listen(3'
    kill -$signal $(program_pid)
    restored "SIG$signal"
done
