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
        grep -n '^[[:space:]]*#[[:space:]]*include' *.[ch] lab/*.[ch] \
            lessons/*.[ch] widgets/*.[ch] 2>/dev/null
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
            if (file !~ /^lab\/(probe|netns|rtnl|link|diag)[a-z_]*\.[ch]$/)
                bad()
            next
        }
        name ~ /^linux\// { if (layer != "lab") bad(); next }
        # Foreign libraries, each with its one home.
        name ~ /^(n?curses(w)?|panel|term)(\.h|\/)/ {
            if (layer != "widgets") bad(); next
        }
        name ~ /^md4c/ { if (file != "lessons/markdown.c") bad(); next }
        name ~ /^(yaml|cyaml)/ {
            if (file != "lessons/frontmatter.c") bad(); next
        }
        name ~ /^jansson/ {
            if (file !~ /^lessons\/(report[a-z_]*|recording[a-z_]*|progress)\.[ch]$/)
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

# glibc's stream into memory does not tell what it has lost; lab/memory.h's does.
lossy() {
    (cd "$1" && grep -n 'open_memstream(' main.c lab/*.c lessons/*.c \
        widgets/*.c 2>/dev/null)
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
    mkdir -p "$scratch/tree/lab" "$scratch/tree/lessons" \
        "$scratch/tree/widgets"
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
    mkdir -p "$scratch/tree/lab" "$scratch/tree/lessons" \
        "$scratch/tree/widgets"
    printf '#include %s\n' "$2" >"$scratch/tree/$1"
    report "$2 in $1 is allowed" "$(violations "$scratch/tree")"
}

report 'includes go one way, foreign ones live in one place' \
    "$(violations .)"
report 'no mutable globals in lab/' "$(globals lab/*.[ch])"
report 'no mutable globals in lessons/' "$(globals lessons/*.[ch])"

report 'streams into memory are those of lab/memory.h' "$(lossy .)"

planted lab/x.c '"lessons/lesson.h"'
planted lab/x.h '"widgets/screen.h"'
planted lessons/x.c '"widgets/screen.h"'
planted lessons/x.c '"main.h"'
planted lab/x.c '<curses.h>'
planted main.c '<ncurses.h>'
planted widgets/x.c '<md4c.h>'
planted lessons/lesson.c '<md4c.h>'
planted lessons/lesson.c '<yaml.h>'
planted lab/describe.c '<jansson.h>'
planted lab/call.c '<libmnl/libmnl.h>'
planted lessons/x.c '<linux/tcp.h>'
planted lab/actor.c '<linux/netlink.h>'
planted lab/x.c '<pcap/pcap.h>'
allowed lessons/markdown.c '<md4c.h>'
allowed lessons/report_json.c '<jansson.h>'
allowed widgets/x.c '"lab/event.h"'
allowed lab/probe.c '<libmnl/libmnl.h>'

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
