#!/bin/sh
# chroot.sh - small Debian systems beside this one, to try the program in.
#
#     sh tests/systems/chroot.sh make SUITE DIR    a new one, by debootstrap
#     sh tests/systems/chroot.sh enter DIR COMMAND [ARGUMENT...]
#
# Both need root. `make` prints why where it can't be done, in one line, and
# exits 3. The packages come from where this machine's own come from ($MIRROR
# names another place), and nothing of DIR is left when it fails.
#
# A process whose root is not that of its mount namespace may not make user
# namespaces (user_namespaces(7): EPERM), and these are what the program is
# about. So chroot(2) alone is not enough: `enter` moves DIR to where the root
# is, in a mount namespace of its own, as an initramfs does when the real system
# takes over. pivot_root(8) would do as well, but is not on every system. All
# mounts and all processes in it go with the command.

set -u
. "$(dirname "$0")/mirror.sh"

cannot() {
    echo "$*" >&2
    exit 3
}

# What apt here needs to reach that place, wget and the apt in DIR need too.
proxy_of_apt() {
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    if [ -n "${proxy:-}" ] && [ "$proxy" != DIRECT ]; then
        export http_proxy="$proxy"
        echo "Acquire::http::Proxy \"$proxy\";" >"$1/proxy.conf"
    fi
}

make() {
    suite=$1 dir=$2
    [ "$(id -u)" -eq 0 ] || cannot 'not root'
    command -v debootstrap >/dev/null || cannot 'no debootstrap here'
    from=$(mirror)
    [ -n "$from" ] || cannot 'apt here has no Debian mirror; set MIRROR'
    part=$dir.part
    rm -rf --one-file-system "$part"
    mkdir -p "$part" || cannot "no folder $part"
    proxy_of_apt "$part"
    # Only for the mirror that is asked by https.
    include=
    case $from in https:*) include=--include=ca-certificates ;; esac
    if ! debootstrap --variant=minbase $include "$suite" "$part/root" \
        "$from" >"$dir.log" 2>&1; then
        rm -rf --one-file-system "$part"
        cannot "debootstrap: $(tail -n 1 "$dir.log"), see $dir.log"
    fi
    if [ -f "$part/proxy.conf" ]; then
        mv "$part/proxy.conf" "$part/root/etc/apt/apt.conf.d/99proxy"
    fi
    rm -f "$part/root/var/cache/apt/archives/"*.deb
    mv "$part/root" "$dir" && rmdir "$part"
}

# In the new mount namespace, whose first process this is.
move() {
    mount --rbind "$1" "$1" && cd "$1" || exit 3
    shift
    mount -t proc proc proc && mount --rbind /sys sys &&
        mount --rbind /dev dev || exit 3
    # How names are found is this machine's affair, also inside. What is there
    # may be a link, which would lead out of it.
    for file in /etc/hosts /etc/resolv.conf; do
        [ ! -f $file ] || cmp -s $file .$file ||
            cp --remove-destination $file .$file
    done
    mount --move . / || exit 3
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin \
        HOME=/root TERM="${TERM:-xterm}" chroot . "$@"
}

enter() {
    # Not exec: dash as process 1 must collect what others leave behind.
    exec unshare --mount --pid --ipc --fork --kill-child \
        --propagation private sh "$0" move "$@"
}

case ${1:-} in
make | enter | move) "$@" ;;
*)
    echo 'usage: chroot.sh make SUITE DIR | enter DIR COMMAND...' >&2
    exit 2
    ;;
esac
