# looks.sh - what explains itself on screens: the welcome, all of the help with
# its signs, panes that are chosen, the settings, and packets and signals that no
# lesson has; read in by run.sh.

# ---- the first start ----

fresh=$scratch/fresh
mkdir -p "$fresh"
(
    export XDG_STATE_HOME="$fresh"
    seen welcome <<'KEYS'
@here
?
@here
<Esc><Enter><Enter><Space><Space><Esc>
@here
KEYS
)
check 'the welcome is' left "$scratch"/screens/welcome.*

# ---- a packet that is changed, one that is forged, a handler, a thread ----

cat >"$scratch/lessons/odd.md" <<'LESSON'
---
id: odd
title: Qq
chapter: Qq
summary: Qq.
minutes: 1
---

Qq.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:12000) = 0
server: accept(3, _) = 4
server: signal(SIGUSR1, handler) = 0
server: SIGUSR1
server: handler ran SIGUSR1
server: thread(q) = ?
```

```lab
wire: hold
client: send(3, "qq", 0) = 2
wire: change [P.] client > server byte:0=72
wire: deliver
wire: forge [R] client > server seq:+1
wire: flow
```
LESSON
seen odd odd <<'KEYS'
@resize 160 60
<Space>
@here
<Space>
@here
w
@here
f
@here
<Down>
@here
<Esc>v
@here
KEYS
check 'odd packets, a handler and a thread are' left "$scratch"/screens/odd.*

# ---- panes, rows, signs ----

# looked NAME: the same lesson at its end; what stands before @ at a line's end is
# played, and the screen then kept.
looked() {
    {
        echo '@resize 160 120'
        echo '<Space><Space>'
        sed 's/@$/\n@here/'
    } >"$scratch/looked.keys"
    seen "looks-$1" odd <"$scratch/looked.keys"
}
looked help <<'KEYS'
?@
KEYS
looked rows <<'KEYS'
<Tab><Tab>@
<Down>@
<Enter>@
?@
KEYS
looked sockets <<'KEYS'
<Tab><Tab><Tab><Down>@
<Enter>@
KEYS
looked panes <<'KEYS'
<Tab><Tab>z@
?@
<Esc><Tab>@
z
Z@
Z@
KEYS
looked wire <<'KEYS'
w?@
<Esc><Up>f@
?@
KEYS
looked states <<'KEYS'
v?@
<Esc>@
KEYS
looked prompt <<'KEYS'
:?@
<C-u>server: close(99)<Enter>@
:<Up>@
<C-r>close@
<F1>@
KEYS
looked mouse <<'KEYS'
M@
M@
Y@
t@
?@
KEYS
# A file's name.
also screen.txt
check 'panes, rows and signs are' left "$scratch"/screens/looks-*

# ---- settings ----

n_wrong=0
while IFS= read -r line; do
    also "$line"
    printf '%s\n' "$line" >"$scratch/qq.conf"
    printed "settings-$((n_wrong += 1))" keys --config "$scratch/qq.conf"
done <<'LINES'
key.hodl = x
qq = x
key.hold
key.hold =
key.hold = qqq
key.hold = Ctrl-C
key.number = x
key.drop = >
theme =
theme = qq
mouse = qq
LINES
printf 'mouse = on\nmouse = off\n' >"$scratch/qq.conf"
printed settings-twice --config "$scratch/qq.conf"
printed settings-none keys --config "$scratch/none.conf"
printed settings-format keys --format qq
printf 'mouse = on\n' >"$scratch/qq.conf"
printed settings-doctor doctor --config "$scratch/qq.conf"
printed settings-theme --theme qq
printed settings-mouse --mouse qq
also auto dark light high-contrast colour-blind-safe mono
printf '%s\n' "$scratch/qq.conf" "$scratch/none.conf" >>"$scratch/phrases"
check 'what is said of settings is' left "$scratch"/screens/settings-*
