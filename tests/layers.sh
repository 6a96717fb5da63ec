#!/bin/sh
# layers.sh - checks that includes go one way and each foreign library has
# one home, and that the engine and the lessons have no mutable globals.
#
#     lab <- lessons <- widgets <- main
#
# Every rule is tried on a planted violation too, so a checker that sees
# nothing fails.

set -u
cd "$(dirname "$0")/.." || exit 1

# Headers of the C library and the kernel that any file may use.
system='assert|ctype|dirent|errno|fcntl|fnmatch|ftw|getopt|glob|inttypes'
system="$system|langinfo|libgen|limits|locale|paths|poll|pwd|sched|signal"
system="$system|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint"
system="$system|stdio|stdlib|stdnoreturn|string|strings|termios|time"
system="$system|unistd|wchar|wctype|sys/[a-z_0-9]+|net/[a-z_]+"
system="$system|netinet/[a-z_0-9]+|arpa/inet|linux/[a-z_0-9]+"

# violations ROOT: print FILE: INCLUDE for each include that breaks a rule.
violations() {
    (
        cd "$1" || exit
        find main.c lab lessons widgets -name '*.[ch]' \
            ! -path '*/template/*' 2>/dev/null |
            xargs grep -Hn '^[[:space:]]*#[[:space:]]*include'
    ) | awk -v system_headers="$system" '
        function bad() { print place ": " name }
        {
            split($0, part, ":")
            file = part[1]
            place = part[1] ":" part[2]
            name = $0
            sub(/^[^<"]*[<"]/, "", name)
            sub(/[>"].*/, "", name)
            layer = file
            if (!sub(/\/.*/, "", layer))
                layer = "main"
        }
        # Ours: only from the same layer or from one below.
        $0 ~ /include *"/ {
            home = name
            if (home == "symbols.inc")
                home = "lab/"
            if (home == "embedded.inc")
                home = "lessons/"
            if (!sub(/\/.*/, "", home) || !(home in rank) ||
                rank[home] > rank[layer])
                bad()
            next
        }
        # Kernel interfaces belong to the engine, netlink to few of its files.
        name ~ /^(linux\/(netlink|rtnetlink|sock_diag|inet_diag|if_link|veth)\.h|libmnl\/.*)$/ {
            if (file !~ /^lab\/world\/(probe|netns|rtnl|link)[a-z_]*\.[ch]$/)
                bad()
            next
        }
        name ~ /^linux\// { if (layer != "lab") bad(); next }
        # Foreign libraries, each with its one home.
        name ~ /^(n?curses(w)?|panel|term)(\.h|\/)/ {
            if (layer != "widgets") bad(); next
        }
        name ~ /^md4c/ { if (file != "lessons/lesson/markdown.c") bad(); next }
        name ~ /^(yaml|cyaml)/ {
            if (file != "lessons/lesson/frontmatter.c") bad(); next
        }
        name ~ /^jansson/ {
            if (file !~ /^lessons\/(report\/|recording\/|lesson\/progress\.c)/)
                bad()
            next
        }
        name !~ "^(" system_headers ")\\.h$" { bad() }
        BEGIN {
            rank["lab"] = 1
            rank["lessons"] = 2
            rank["widgets"] = 3
            rank["main"] = 4
        }'
}

# sources FOLDER: its files in C, but for what ejected programs are made from.
sources() {
    find "$1" -name '*.[ch]' ! -path '*/template/*'
}

# glibc's stream into memory does not tell what it has lost; that of
# lab/base/memory.h does.
lossy() {
    (cd "$1" && grep -rn --include='*.c' 'open_memstream(' main.c lab lessons \
        widgets 2>/dev/null)
}

globals() {
    LC_ALL=C awk -v globals=1 -f tests/metrics.awk "$@"
}

# report TEXT OUTPUT: a test that passes when OUTPUT is empty.
report() {
    if [ -z "$2" ]; then
        echo "ok - $1"
    else
        echo "$2" | sed 's/^/# /'
        echo "not ok - $1"
    fi
}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# planted FILE INCLUDE: that include in that file must be found.
planted() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/$(dirname "$1")"
    printf '#include <stdio.h>\n#include %s\n' "$2" >"$scratch/tree/$1"
    if [ "$(violations "$scratch/tree" | wc -l)" -eq 1 ]; then
        echo "ok - $2 in $1 would be found"
    else
        echo "not ok - $2 in $1 would be found"
    fi
}

# allowed FILE INCLUDE: that include in that file must not be found.
allowed() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/$(dirname "$1")"
    printf '#include %s\n' "$2" >"$scratch/tree/$1"
    report "$2 in $1 is allowed" "$(violations "$scratch/tree")"
}

report 'includes go one way, foreign ones live in one place' \
    "$(violations .)"
report 'no mutable globals in lab/' "$(globals $(sources lab))"
report 'no mutable globals in lessons/' "$(globals $(sources lessons))"

report 'streams into memory are those of lab/base/memory.h' "$(lossy .)"

planted lab/x.c '"lessons/lesson/lesson.h"'
planted lab/x.h '"widgets/screen/screen.h"'
planted lessons/x.c '"widgets/screen/screen.h"'
planted lessons/x.c '"main.h"'
planted lab/x.c '<curses.h>'
planted main.c '<ncurses.h>'
planted widgets/x.c '<md4c.h>'
planted lessons/lesson/lesson.c '<md4c.h>'
planted lessons/lesson/lesson.c '<yaml.h>'
planted lab/log/describe.c '<jansson.h>'
planted lab/call/call.c '<libmnl/libmnl.h>'
planted lessons/x.c '<linux/tcp.h>'
planted lab/actor/actor.c '<linux/netlink.h>'
planted lab/x.c '<pcap/pcap.h>'
allowed lessons/lesson/markdown.c '<md4c.h>'
allowed lessons/report/report_json.c '<jansson.h>'
allowed widgets/x.c '"lab/log/event.h"'
allowed lab/world/probe.c '<libmnl/libmnl.h>'

mkdir -p "$scratch/tree/lab"
printf 'FILE *f = open_memstream(&text, &len);\n' >"$scratch/tree/lab/x.c"
if [ "$(lossy "$scratch/tree" | wc -l)" -eq 1 ]; then
    echo 'ok - a stream of open_memstream() would be found'
else
    echo 'not ok - a stream of open_memstream() would be found'
fi

printf 'static int count;\nint f(void)\n{\n    static char b[9];\n}\n' \
    >"$scratch/x.c"
if [ "$(globals "$scratch/x.c" | wc -l)" -eq 2 ]; then
    echo 'ok - a mutable global would be found'
else
    echo 'not ok - a mutable global would be found'
fi
