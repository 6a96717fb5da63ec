# mistakes.sh - files that are wrong, for what check says of them, into the
# folder `mistakes` here; read in by commands.sh.

mkdir -p mistakes
front='---
title: Qq
chapter: Qq
summary: Qq.
minutes: 1
toggles:
  - name: tt
    label: Tt
    values: [off, on]
compare: tt
---
'

printf 'toggle qq\njmp\nserver: start\nserver: QQ\nqq: close(3)\n' \
    >mistakes/script.lab
{
    printf 'toggle tt on off\ntoggle qq 1 2\n'
    for line in 'server: close()' 'server: close(q' 'server: bind(3)' \
        'server: close(3) = ' 'server: close(3) = q' 'server$ ss QQ' \
        'server$ ss LISTEN' 'server$ sysctl qq=1' 'server$ qq' 'wire: qq' \
        'wire: hold qq' 'wait q' 'wait 99h' 'server: SIGQQ' 'server: killed' \
        'server: exited q' 'qq:' '[qq=on] server: start' '[tt=qq] wire: hold' \
        'server: close(3) = 0 if qq=on' 'server: socket(AF_QQ, 1, 0)' \
        'server: send(3, "qq, 1, 0)' 'server: close(99999999999)' \
        'server: bind(3, 10.0.0.1:99999)' 'server: bind(3, qq:1)' 'server$'; do
        echo "$line"
    done
} >mistakes/lines.lab
printf -- '---\ntitle: Qq\nchapter: Qq\nminutes: q\n---\n\n<b>\n\n```lab\njmp\n```\n' \
    >mistakes/front.md
printf -- '---\ntitle: [q\n' >mistakes/yaml.md
printf 'Qq.\n' >mistakes/none.md
printf '\177ELF\002\001\377\376' >mistakes/binary.md
: >mistakes/nothing.lab
{
    printf '%s' "$front"
    cat <<'LESSON'
[q](http://q.q) [q](https://qq) [q][q] RFC9293 man 7 tcp [q](02-qq.md)

```c client
int main(void) { xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; }
```

```predict
server: socket
Qq?

3: Qq.
...: Qq.
```

```lab
server: socket(AF_INET, SOCK_STREAM, 0) = 3 if tt=off, -1 EPERM if tt=on
server: close(3)
```

```labs
server: start
```

```lab
wait 1ms
```
LESSON
} >mistakes/prose.md
{
    printf '%s' "$front"
    printf 'Qq.\n\n```lab\nserver: start\n'
} >mistakes/open.md
{
    printf '%s' "$front"
    printf 'Qq.\n\n```lab\nserver: exited 0\n```\n'
} >mistakes/source.md

item='- Qq.
  source: tcp(7)
'
{
    printf '# Qq\n\n## EQQ\nalso:\nqq: q\nnumber: q\n\n%s' "$item"
    printf '## EPERM\nnumber: 1\nalso: EQQ\n\n- Qq.\n'
    printf '### jmp\n\n%s### read\n\n%s### bind\n\n%s### bind\n\n%s' \
        "$item" "$item" "$item" "$item"
    printf '## EACCES\n\n- Qq.\n  source: qq\n  source: tcp(0)\n'
    printf '  proof: qq\n  proof: qq: q\n  proof: qq.lab: q\n'
    printf '  proof: two-servers-one-port: server: jmp\n'
    printf '  proof: two-servers-one-port: server: bind\n'
    printf '  qq\nqq\n\nqq\n'
} >mistakes/errnos.md
printf '## qq\n\n%s' "$item" >mistakes/states.md
printf '# Qq\n\n## qq\n\n## qx\n\n- %01200d\n  source: tcp(7)\n' 0 \
    >mistakes/ideas.md
printf '# Qq\n\n## EPERM\nQq.\n\n### qq\nshows: q\nis:\nqq: q\nlesson: qq\n' \
    >mistakes/which.md
printf '# Qq\nalso:\n\n## \nqq\n- Qq.\n' >mistakes/python.md

# What is quoted of them is no text, and neither are the words of their format.
also shows is do
(echo mistakes/*; cat mistakes/*) | tr -cs 'A-Za-z' '\n' >>"$scratch/known"
