#!/bin/sh
# layers.sh - checks that the program is laid out as CONTRIBUTING.md has it:
# each folder is known, includes and calls go to folders below, no files call
# each other in a circle, each foreign library has one home, and the engine and
# the lessons have no mutable globals.
#
# Every rule is tried on a planted violation too, so a checker that sees
# nothing fails.

set -u
cd "$(dirname "$0")/.." || exit 1
case ${BUILD:=build} in
/*) ;;
*) BUILD=$PWD/$BUILD ;;
esac
: "${CC:=cc}"

# The folders that have code, the lowest first; main.c is above them all.
folders='lab/base lab/call lab/log lab/world lab/actor lab/wire lab
    lessons/text lessons/script lessons/lesson lessons/glossary
    lessons/marks lessons/recording lessons/runner lessons/report
    lessons/eject lessons/commands
    widgets/screen widgets/layout widgets/view widgets/config widgets/keys
    widgets/panes widgets/ladder widgets/diagram widgets/prompt widgets/quiz
    widgets/lesson widgets/menu widgets main'

# Headers of the C library and the kernel that any file may use.
system='assert|ctype|dirent|errno|fcntl|fnmatch|ftw|getopt|glob|inttypes'
system="$system|langinfo|libgen|libintl|limits|locale|paths|poll|pthread"
system="$system|pwd|sched|semaphore|signal"
system="$system|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint"
system="$system|stdio|stdlib|stdnoreturn|string|strings|termios|time"
system="$system|unistd|wchar|wctype|sys/[a-z_0-9]+|net/[a-z_]+"
system="$system|netinet/[a-z_0-9]+|arpa/inet|linux/[a-z_0-9]+"

# In awk: folder() of a file, and ranks(), which fills rank[] from the list.
folder_of='
    function folder(file) {
        return sub(/\/[^\/]*$/, "", file) ? file : "main"
    }
    function ranks(folders, name, n, i) {
        n = split(folders, name, " ")
        for (i = 1; i <= n; i++)
            rank[name[i]] = i
    }'

# code ROOT PATTERN: the files of the program, but for what ejected programs
# are made from.
code() {
    (cd "$1" && find main.c lab lessons widgets -name "$2" \
        ! -path '*/template/*' 2>/dev/null)
}

# includes ROOT: print FILE:LINE: INCLUDE for each include that breaks a rule.
includes() {
    code "$1" '*.[ch]' | (
        cd "$1" && xargs grep -Hn '^[[:space:]]*#[[:space:]]*include'
    ) | awk -v system_headers="$system" -v folders="$(echo $folders)" "$folder_of"'
        BEGIN {
            ranks(folders)
            home["symbols.inc"] = "lab/base"
            home["embedded.inc"] = "lessons/lesson"
        }
        function bad() { print place ": " name }
        {
            split($0, part, ":")
            file = part[1]
            place = part[1] ":" part[2]
            name = $0
            sub(/^[^<"]*[<"]/, "", name)
            sub(/[>"].*/, "", name)
            layer = file
            sub(/[\/.].*/, "", layer)
        }
        # Ours: only from the same folder or from one below.
        $0 ~ /include *"/ {
            from = name in home ? home[name] : folder(name)
            if (!(from in rank) || rank[from] > rank[folder(file)])
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
            if (file !~ /^widgets\/screen\//) bad(); next
        }
        name ~ /^md4c/ { if (file != "lessons/lesson/markdown.c") bad(); next }
        name ~ /^(yaml|cyaml)/ {
            if (file != "lessons/lesson/frontmatter.c") bad(); next
        }
        name ~ /^jansson/ {
            if (file !~ /^lessons\/(report\/|recording\/)/ &&
                file !~ /^lessons\/(lesson\/progress|commands\/doctor_json)\.c/)
                bad()
            next
        }
        name ~ /^resolv/ { if (file != "lessons/recording/field.c") bad(); next }
        name !~ "^(" system_headers ")\\.h$" { bad() }'
}

# places ROOT: each folder that has code and is not in the list, or has more
# than twenty files in C; and each test in a folder that tests nothing.
places() {
    {
        code "$1" '*.[ch]'
        (cd "$1" && find tests -name 'test_*.c' 2>/dev/null)
    } | awk -v folders="$(echo $folders)" "$folder_of"'
        BEGIN { ranks(folders) }
        /^tests\// {
            if (!(substr(folder($0), 7) in rank))
                print $0 ": a folder that has no code"
            next
        }
        !(folder($0) in rank) { print $0 ": a folder that is not in the list" }
        /\.c$/ { files[folder($0)]++ }
        END {
            for (one in files)
                if (files[one] > 20)
                    print one ": " files[one] " files in C, and 20 at most"
        }'
}

# calls ROOT BUILD: "FROM TO FUNCTION" for each function that a file calls, or
# takes the address of, and another one defines, as their objects tell.
calls() {
    code "$1" '*.c' | sed 's/c$/o/' | (cd "$2" && xargs nm -A -P) | awk '
        {
            file = $1
            sub(/\.o:$/, ".c", file)
        }
        $3 == "T" { home[$2] = file }
        $3 == "U" { user[++n] = file; used[n] = $2 }
        END {
            for (i = 1; i <= n; i++)
                if (used[i] in home)
                    print user[i], home[used[i]], used[i]
        }'
}

# upwards: of those calls on standard input, the ones of a folder above.
upwards() {
    awk -v folders="$(echo $folders)" "$folder_of"'
        BEGIN { ranks(folders) }
        rank[folder($1)] < rank[folder($2)] {
            print $1 " calls " $3 "() of " $2
        }'
}

# circles: of those calls, the ones by which a file comes to call itself. A file
# that calls none of the others, or is called by none, is in no circle; once
# those are gone, again and again, few are left, or none.
circles() {
    awk '
        {
            calls[$1, $2] = calls[$1, $2] " " $3 "()"
            file[$1]
            file[$2]
        }
        function left(one, other) {
            for (other in file)
                if ((one, other) in calls)
                    break
            if (!((one, other) in calls))
                return 0
            for (other in file)
                if ((other, one) in calls)
                    return 1
            return 0
        }
        END {
            do {
                gone = 0
                for (one in file)
                    if (!left(one)) {
                        delete file[one]
                        gone = 1
                    }
            } while (gone)
            for (one in file)
                for (other in file)
                    if ((one, other) in calls)
                        way[one, other]
            for (by in file)
                for (one in file)
                    if ((one, by) in way)
                        for (other in file)
                            if ((by, other) in way)
                                way[one, other]
            for (one in file)
                for (other in file)
                    if ((one, other) in calls && (other, one) in way)
                        print one " calls" calls[one, other] " of " other
        }' | sort
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

# found TEXT NUMBER COMMAND...: a test that passes when the command prints that
# many lines.
found() {
    found=$1 number=$2
    shift 2
    "$@" >"$scratch/found"
    if [ "$(wc -l <"$scratch/found")" -eq "$number" ]; then
        echo "ok - $found would be found"
    else
        sed 's/^/# /' "$scratch/found"
        echo "not ok - $found would be found"
    fi
}

# planted FILE INCLUDE: that include in that file must be found.
planted() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/$(dirname "$1")"
    printf '#include <stdio.h>\n#include %s\n' "$2" >"$scratch/tree/$1"
    found "$2 in $1" 1 includes "$scratch/tree"
}

# allowed FILE INCLUDE: that include in that file must not be found.
allowed() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/$(dirname "$1")"
    printf '#include %s\n' "$2" >"$scratch/tree/$1"
    report "$2 in $1 is allowed" "$(includes "$scratch/tree")"
}

# file FILE [TEXT]: it is in the planted tree, with that text.
file() {
    mkdir -p "$scratch/tree/$(dirname "$1")"
    echo "${2:-}" >"$scratch/tree/$1"
}

# built FILE CALLED...: it has a function of its name, which calls these.
built() {
    built=$1
    name=$(basename "$1" .c)
    shift
    {
        printf 'void %s(void);\n' "$name" "$@"
        printf 'void %s(void)\n{\n' "$name"
        [ $# -eq 0 ] || printf '    %s();\n' "$@"
        echo '}'
    } >"$scratch/text.c"
    file "$built" "$(cat "$scratch/text.c")"
    $CC -c -o "$scratch/tree/${built%c}o" "$scratch/tree/$built"
}

planted_calls() {
    calls "$scratch/tree" "$scratch/tree" | "$1"
}

# Two circles that share a file, one that only calls into them, and one that
# they only call.
plant_circles() {
    rm -rf "$scratch/tree"
    built lab/base/one.c two other below
    built lab/base/two.c one
    built lab/base/other.c third
    built lab/base/third.c one
    built lab/base/above.c one
    built lab/base/below.c
}

plant_folders() {
    rm -rf "$scratch/tree"
    for n in $(seq 21); do
        file "lab/wire/x$n.c"
    done
    file lessons/loose.c
    file lab/new/x.h
    file tests/lab/new/test_x.c
    file tests/test_loose.c
    file tests/lab/wire/test_x.c
    file lessons/eject/template/x.h
}

report 'includes go one way, foreign ones live in one place' \
    "$(includes .)"
report 'each folder is in the list, and none too large' "$(places .)"
calls . "$BUILD" >"$scratch/calls"
if [ "$(wc -l <"$scratch/calls")" -gt 500 ]; then
    echo 'ok - the objects tell who calls whom'
else
    echo 'not ok - the objects tell who calls whom'
fi
report 'calls go to folders below' "$(upwards <"$scratch/calls")"
report 'no files call each other in a circle' "$(circles <"$scratch/calls")"
report 'no mutable globals in lab/' "$(globals $(sources lab))"
report 'no mutable globals in lessons/' "$(globals $(sources lessons))"

report 'streams into memory are those of lab/base/memory.h' "$(lossy .)"

planted lab/base/x.c '"lab/call/call.h"'
planted lab/wire/x.h '"lab/lab.h"'
planted lessons/script/x.c '"lessons/glossary/glossary.h"'
planted widgets/lesson/x.c '"widgets/menu/menu.h"'
planted widgets/x.c '"lab/nowhere/x.h"'
planted widgets/x.c '"x.h"'
planted lab/x.c '"lessons/lesson/lesson.h"'
planted lab/x.h '"widgets/screen/screen.h"'
planted lessons/text/x.c '"widgets/screen/screen.h"'
planted lessons/text/x.c '"main.h"'
planted lab/x.c '<curses.h>'
planted widgets/x.c '<curses.h>'
planted main.c '<ncurses.h>'
planted widgets/x.c '<md4c.h>'
planted lessons/lesson/lesson.c '<md4c.h>'
planted lessons/lesson/lesson.c '<yaml.h>'
planted lab/log/describe.c '<jansson.h>'
planted lab/call/call.c '<libmnl/libmnl.h>'
planted lessons/text/x.c '<linux/tcp.h>'
planted lab/actor/actor.c '<linux/netlink.h>'
planted lab/x.c '<pcap/pcap.h>'
allowed lessons/lesson/markdown.c '<md4c.h>'
allowed lessons/report/report_json.c '<jansson.h>'
allowed widgets/x.c '"lab/log/event.h"'
allowed main.c '"widgets/app.h"'
allowed lab/base/symbol.c '"symbols.inc"'
allowed lab/world/probe.c '<libmnl/libmnl.h>'

plant_folders
found 'folders that are not in the list, or too large' 5 places "$scratch/tree"
plant_circles
found 'circles of calls' 5 planted_calls circles
rm -rf "$scratch/tree"
built lab/base/low.c high
built lab/high.c
found 'a call upwards' 1 planted_calls upwards

mkdir -p "$scratch/tree/lab"
printf 'FILE *f = open_memstream(&text, &len);\n' >"$scratch/tree/lab/x.c"
found 'a stream of open_memstream()' 1 lossy "$scratch/tree"

printf 'static int count;\nint f(void)\n{\n    static char b[9];\n}\n' \
    >"$scratch/x.c"
found 'a mutable global' 2 globals "$scratch/x.c"
