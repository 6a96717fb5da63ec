#!/bin/busybox sh
# inside.sh - process 1 of a system that tests/kernels/run.sh has started.
#
# Runs, as an ordinary user, what the program has to say of this kernel, the
# lessons and the wire's scripts, and switches the machine off. Each is told by
# a line "@ passed|failed|unable NAME"; what failed is shown before it.

/bin/busybox --install -s /bin
export PATH=/bin HOME=/tmp TERM=linux LC_ALL=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
mount -t tmpfs tmp /tmp
chmod 1777 /tmp
ln -s /proc/self/fd /dev/fd 2>/dev/null
echo 'nobody:x:65534:65534:nobody:/tmp:/bin/sh' >/etc/passwd
echo 'nogroup:x:65534:' >/etc/group
echo 0 >/proc/sys/kernel/printk
depmod
# What is built in, or not there, is no failure.
for module in ipv6 veth tun dummy inet_diag tcp_diag udp_diag raw_diag unix_diag \
    af_packet af_packet_diag netlink_diag sctp; do
    modprobe $module 2>/dev/null
done
ip link set lo up

as_user() {
    su -s /bin/sh nobody -c "$1"
}

# tried NAME FILE
tried() {
    as_user "socket-lab run '$2'" >/tmp/out 2>&1
    case $? in
    0) echo "@ passed $1" ;;
    3) tail -n 1 /tmp/out; echo "@ unable $1" ;;
    *) grep -v '^  ok ' /tmp/out; echo "@ failed $1" ;;
    esac
}

uname -r
as_user 'socket-lab doctor'
for file in /lessons/[0-9]*.md /wire/*.lab; do
    name=${file##*/}
    tried "${name%.*}" "$file"
done
echo '@@ over'
poweroff -f
