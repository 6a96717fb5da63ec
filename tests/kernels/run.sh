#!/bin/sh
# run.sh - the program on other kernels than this machine's.
#
#     BUILD=build sh tests/kernels/run.sh [KERNEL...]
#
# KERNEL is 5.10, 6.1, 6.12, backports or sid of Debian; all of them if none is
# named. Of each the newest version for virtual machines is taken. It is started
# by qemu without KVM and without root, with nothing but the program, its
# libraries, the lessons, the wire's scripts and busybox (inside.sh says what is
# run there). Its clock counts instructions, not seconds, so that nothing is late
# because all of it is emulated.
#
# Prints a line for each kernel: how many lessons and scripts passed, failed and
# were not run, what these lacked, and which failed. A kernel that can't be had
# is said in a line and is no failure. $CACHE is a folder for what is
# downloaded; logs are in $BUILD/kernels.

set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root" || exit 1
: "${BUILD:=build}"
: "${CACHE:=${XDG_CACHE_HOME:-/var/cache}/socket-lab-kernels}"
logs=$BUILD/kernels
limit=${TEST_TIMEOUT:-1200}

row() {
    printf '%-10s %-24s %s\n' "$1" "$2" "${3:-}"
}

# Where apt has the packages of this machine from; $MIRROR names another place.
. "$root/tests/systems/mirror.sh"

# fetch URL FILE: whole, or not at all.
fetch() {
    wget -q -O "$2.part" "$1" && mv "$2.part" "$2"
}

# suite KERNEL: what Debian calls the system that has it.
suite() {
    case $1 in
    5.10) echo bullseye-security ;;
    6.1) echo bookworm ;;
    6.12) echo trixie ;;
    backports) echo trixie-backports ;;
    sid) echo sid ;;
    *) return 1 ;;
    esac
}

# listed SUITE: "VERSION NAME PATH" of its kernels for virtual machines and of
# what these come in. Looked for anew once a day.
listed() {
    list=$CACHE/$1.packages
    if [ -z "$(find "$list" -mtime -1 2>/dev/null)" ]; then
        fetch "$archive/dists/$1/main/binary-amd64/Packages.xz" "$list.xz" &&
            xz -dc "$list.xz" | awk '
                /^Package: / { name = $2 }
                /^Version: / { version = $2 }
                /^Filename: / &&
                    name ~ /^linux-(image|base|binary|modules)-[0-9].*-cloud-amd64$/ {
                    print version, name, $2
                }' >"$list" && rm "$list.xz"
    fi
    cat "$list"
}

# newest KERNEL SUITE: the version and the release of the newest one.
newest() {
    listed "$2" | awk -v kernel="$1" '
        $2 ~ /^linux-image-/ && (kernel !~ /^[0-9]/ ||
            index($1, kernel ".") == 1) {
            sub(/^linux-image-/, "", $2)
            print $1, $2
        }' | sort -V | tail -n 1
}

# unpack KERNEL: into $CACHE/KERNEL, unless that is there; sets $version and
# $release.
unpack() {
    suite=$(suite "$1")
    dir=$CACHE/$1
    case $suite in
    *-security) archive=$mirror-security ;;
    *) archive=$mirror ;;
    esac
    read -r version release <<NEWEST
$(newest "$1" "$suite")
NEWEST
    [ -n "$release" ] || return 1
    [ "$(cat "$dir/version" 2>/dev/null)" != "$version" ] || return 0
    rm -rf "$dir" && mkdir -p "$dir" || return 1
    for path in $(listed "$suite" | awk -v version="$version" \
        -v name="-$release" '$1 == version &&
            substr($2, length($2) - length(name) + 1) == name { print $3 }'); do
        fetch "$archive/$path" "$dir.deb" &&
            dpkg-deb -x "$dir.deb" "$dir" || return 1
        rm "$dir.deb"
    done
    echo "$version" >"$dir/version"
}

# with_libraries PROGRAM DIR: copy it, and what it is linked with.
with_libraries() {
    mkdir -p "$2/bin"
    cp "$1" "$2/bin/"
    ldd "$1" | awk '$3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }' |
        while read -r library; do
            mkdir -p "$2$(dirname "$library")"
            cp -L "$library" "$2$library"
        done
}

# with_modules SUITE DIR: those of its modules that a lab may need, unpacked.
with_modules() {
    from=$(find "$CACHE/$1" -type d -path "*/lib/modules/$release" | head -n 1)
    to=$2/lib/modules/$release
    mkdir -p "$to"
    # For depmod(8); some of the packages don't have them.
    cp "$from"/modules.builtin "$from"/modules.order "$to/" 2>/dev/null
    (cd "$from" && find kernel \( -path 'kernel/net/ipv[46]/*' -o \
        -path 'kernel/net/unix/*' -o -path 'kernel/net/packet/*' -o \
        -path 'kernel/net/netlink/*' -o -path 'kernel/net/sctp/*' -o \
        -path 'kernel/net/core/*' -o -path 'kernel/net/sched/*' -o \
        -path 'kernel/lib/libcrc32c*' -o -path 'kernel/net/802/*' -o \
        -name 'veth.ko*' -o -name 'tun.ko*' -o -name 'dummy.ko*' \) -type f) |
        while read -r module; do
            mkdir -p "$to/$(dirname "$module")"
            case $module in
            *.xz) xz -dc "$from/$module" >"$to/${module%.xz}" ;;
            *) cp "$from/$module" "$to/$module" ;;
            esac
        done
}

# image SUITE: the system that is started, as an archive on standard output.
image() {
    rm -rf "$logs/$1.root"
    mkdir -p "$logs/$1.root" && (
        cd "$logs/$1.root" && mkdir bin dev proc sys tmp root etc
    )
    with_libraries "$BUILD/socket-lab" "$logs/$1.root"
    cp "$busybox" "$logs/$1.root/bin/busybox"
    with_modules "$1" "$logs/$1.root"
    mkdir "$logs/$1.root/lessons" "$logs/$1.root/wire"
    cp lessons/*.md "$logs/$1.root/lessons/"
    cp tests/program/wire/*.lab "$logs/$1.root/wire/"
    cp tests/kernels/inside.sh "$logs/$1.root/init"
    chmod 755 "$logs/$1.root/init"
    (cd "$logs/$1.root" && find . | cpio --quiet -o -H newc -R 0:0)
    rm -rf "$logs/$1.root"
}

# start SUITE: until it has switched itself off.
start() {
    image "$1" | gzip -1 >"$logs/$1.image"
    timeout --foreground "$limit" qemu-system-x86_64 -nographic -no-reboot \
        -nodefaults -serial stdio -m 768 -cpu max -accel tcg \
        -icount shift=0,sleep=off \
        -kernel "$(find "$CACHE/$1" -name 'vmlinuz*' | head -n 1)" \
        -initrd "$logs/$1.image" \
        -append 'console=ttyS0 quiet panic=-1 random.trust_cpu=on' \
        </dev/null >"$logs/$1.log" 2>&1
    rm -f "$logs/$1.image"
}

# told SUITE VERSION: the line of that kernel. Returns whether none failed.
told() {
    tr -d '\r' <"$logs/$1.log" | awk '
        /^@ / { n[$2]++; if ($2 == "failed") failed = failed " " $3 }
        /^@ unable / { why[n["unable"]] = $3 ": " last }
        /^@@ over/ { over = 1 }
        { last = $0 }
        END {
            printf "%d passed, %d failed, %d not run%s\n", n["passed"],
                n["failed"], n["unable"], failed ? ":" failed : ""
            for (i = 1; i <= n["unable"]; i++)
                print "\n" why[i]
            if (!over)
                print "it did not come to its end"
            exit !over || n["failed"] > 0 || !n["passed"]
        }' >"$logs/$1.sum"
    ended=$?
    row "$1" "$2" "$(paste -s -d ' ' "$logs/$1.sum")"
    return $ended
}

# cannot WHY: no kernel can be started here.
cannot() {
    row kernels "can't be had: $1"
    exit 0
}

[ $# -gt 0 ] || set -- 5.10 6.1 6.12 backports sid
for kernel in "$@"; do
    if ! suite "$kernel" >/dev/null; then
        echo "kernels: '$kernel' was found, 5.10, 6.1, 6.12, backports or" \
            'sid was expected' >&2
        exit 2
    fi
done
mirror=$(mirror)
busybox=$(command -v busybox)
for tool in qemu-system-x86_64 busybox cpio wget xz dpkg-deb; do
    command -v $tool >/dev/null || cannot "no $tool here (tests/deps.sh kernels)"
done
[ -n "$mirror" ] || cannot 'apt here has no Debian mirror; set MIRROR'
[ "$(uname -m)" = x86_64 ] || cannot 'the kernels are for x86_64'
mkdir -p "$CACHE" "$logs" || exit 1
mirror=${mirror%/}

status=0
for kernel in "$@"; do
    if ! unpack "$kernel"; then
        row "$kernel" "can't be had from $mirror"
        continue
    fi
    start "$kernel"
    told "$kernel" "$version" || status=1
done
exit $status
