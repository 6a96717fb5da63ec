# keys.sh - what keys say, in scenes and modes; read in by run.sh.

# What P, e and s write is written here.
before=$PWD
cd "$scratch" || exit 1

# keyed NAME [ARGUMENT...]: as seen(), with the script's lines that end with @.
keyed() {
    sed 's/@$/\n@here/' >"$scratch/keyed.keys"
    seen "$@" <"$scratch/keyed.keys"
}

# What each key says where it can do nothing, and where it can.
keyed bench-keys bench <<'KEYS'
i@
I@
d@
D@
x@
X@
a@
c@
s@
s@
c@
c@
d@
D@
x@
x@
c@
X@
w@
?@
<Esc>p@
c@
>@
-@
p@
<lt>@
P@
v@
?@
<Esc>v/xqxq<Enter>@
1@
t@
?@
<Esc><Esc>T@
1@
t1@
<Esc>:bind(@
<Esc>:server: bind(9, xqxq)<Enter>@
<C-u>server: bind(@
R@
KEYS

# The same of a lesson: its scenes, modes, and messages.
keyed lesson-keys 2 <<'KEYS'
@here
b@
<Space>@
.@
n@
t@
T@
t@
T@
!@
w@
?@
<Esc><Up><Up>f@
?@
<Esc><Esc>p@
<lt>@
>@
<hash>@
o@
P@
P@
w
v@
?@
<Esc>v
J@
?@
<Esc>J99<Enter>@
J9<Enter>@
/xqxq@
?@
<Enter>@
:@
?@
<Esc>:explain xqxq<Enter>@
<Esc>S@
e@
e@
@resize 80 24
@here
<Tab>@
J14<Enter>@
w@
<Esc>J40<Enter>@
<Space>@
!@
KEYS
keyed grid-keys 4 <<'KEYS'
<Space><Space><Space><Space><Space><Space><Space>@
<Space>@
1@
<Enter>@
?@
<Esc>o@
<Enter>@
t@
?@
<Esc><Esc>@
KEYS
keyed recorded-keys --recorded 2 <<'KEYS'
@here
<Space><Space>@
t@
!@
w@
?@
<Esc>p@
v@
?@
<Esc>v
?@
KEYS

# A lesson that is wrong about its kernel, in more lines than are listed.
cat >"$scratch/lessons/differs.md" <<'LESSON'
---
id: qq
title: Qq
chapter: Qq
summary: Qq.
minutes: 1
---

Qq.

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = -1 EMFILE
server: bind(3, 0.0.0.0:12000) = -1 EADDRINUSE
server: listen(3, 1) = -1 EBADF
server: listen(3, 1) = -1 EBADF
server: listen(3, 1) = -1 EBADF
server: listen(3, 1) = -1 EBADF
```
LESSON
keyed differs qq <<'KEYS'
t@
T@
<Space>@
<Space>@
!@
Y@
KEYS
cd "$before" || exit 1
# Files' names.
printf '%s\n' "$scratch/lessons/differs.md" qq-receipt.txt bench.pcapng \
    >>"$scratch/phrases"
check 'what keys of lessons say is' left "$scratch"/screens/*-keys.*
check 'a receipt is' left "$scratch"/screens/differs.*
