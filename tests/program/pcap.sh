#!/bin/sh
# pcap.sh - what --pcap writes is read back with tcpdump: all of it, from both
# hosts' sides, with checksums that are right.

set -u
. "$(dirname "$0")/../shell.sh"

if ! command -v tcpdump >/dev/null 2>&1; then
    skip "captures are readable" "no tcpdump here"
    exit 0
fi

script=$scratch/script.lab
cat >"$script" <<'EOF'
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0
client: socket(AF_INET, SOCK_STREAM, 0) = 3
wire: hold
client: connect(3, 10.0.0.1:12000) = ...
wire: [S] client > server
wire: drop
wire: flow
client: = 0 within 5s
client: send(3, "x"*3000, 3000, 0) = 3000
client: close(3) = 0
EOF

"$program" run --pcap "$scratch/a.pcapng" "$script" >"$scratch/run" 2>&1
status=$?
if [ $status -eq 3 ]; then
    skip "captures are readable" "$(cat "$scratch/run")"
    exit 0
fi
check "a run with --pcap passes" test $status -eq 0

tcpdump -nvr "$scratch/a.pcapng" >"$scratch/all" 2>"$scratch/tcpdump.err"
check "tcpdump reads it" test $? -eq 0

count() {
    grep -c -- "$1" "$scratch/all"
}

# The lost SYN was seen by its sender only, the one after it by both.
check "a lost packet is in its sender's view only" \
    test "$(count 'Flags \[S\],')" -eq 3
check "what was delivered is in both views" \
    test "$(count 'Flags \[S\.\],')" -eq 2
check "every checksum is right" test "$(count incorrect)" -eq 0
check "checksums were looked at" test "$(count '(correct)')" -gt 8
for host in server client; do
    check "the interface of the $host is named" \
        grep -aq "$host" "$scratch/a.pcapng"
done

"$program" run --pcap "$scratch/lanes.pcapng" 2 >"$scratch/run" 2>&1
for lane in reuseaddr=off reuseaddr=on; do
    check "lane $lane has interfaces of its own" \
        grep -aq "server $lane" "$scratch/lanes.pcapng"
done

# Every flag that there is, as the wire names it and as tcpdump does: the same.
cat >"$scratch/flags.lab" <<'EOF'
server$ sysctl net.ipv4.tcp_ecn=1
client$ sysctl net.ipv4.tcp_ecn=1
server: socket(AF_INET, SOCK_STREAM, 0) = 3
server: bind(3, 0.0.0.0:12000) = 0
server: listen(3, 5) = 0
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:12000) = 0
client: send(3, "x", 1, MSG_OOB) = 1
client: close(3) = 0
client: socket(AF_INET, SOCK_STREAM, 0) = 3
client: connect(3, 10.0.0.1:9) = -1 ECONNREFUSED
EOF
"$program" run --format json --pcap "$scratch/flags.pcapng" \
    "$scratch/flags.lab" >"$scratch/json" 2>&1
sed -n 's/.*"event":"packet".*"flags":"\([^"]*\)".*/\1/p' "$scratch/json" |
    LC_ALL=C sort -u >"$scratch/flags.json"
tcpdump -nr "$scratch/flags.pcapng" 2>"$scratch/tcpdump.err" |
    sed -n 's/.*Flags \[\([^]]*\)\].*/\1/p' |
    LC_ALL=C sort -u >"$scratch/flags.tcpdump"
check "flags are those of tcpdump" \
    diff "$scratch/flags.json" "$scratch/flags.tcpdump"
for flags in SEW S.E P.U F. R.; do
    check "among them [$flags]" grep -qxF "$flags" "$scratch/flags.json"
done

# What a stranger made: its receiver alone has seen it, and finds it in order.
"$program" run --pcap "$scratch/strange.pcapng" \
    tests/lessons/glossary/proofs/changed.lab >"$scratch/run" 2>&1
tcpdump -nvvr "$scratch/strange.pcapng" >"$scratch/all" 2>"$scratch/tcpdump.err"
check "a changed packet has two faces" \
    test "$(count 'ttl 1,')" -eq 1
check "whose checksums are right" test "$(count 'incorrect\|bad')" -eq 0
check "and a comment" grep -aq 'changed on the wire' "$scratch/strange.pcapng"
"$program" run --pcap "$scratch/strange.pcapng" \
    tests/lessons/glossary/proofs/blind-reset.lab >"$scratch/run" 2>&1
tcpdump -nvvr "$scratch/strange.pcapng" >"$scratch/all" 2>"$scratch/tcpdump.err"
check "a forged packet is in its receiver's view only" \
    test "$(count 'Flags \[R\],')" -eq 3
check "with a checksum that is right" \
    test "$(count 'Flags \[R\], cksum 0x[0-9a-f]* (correct)')" -eq 3
check "and a comment as well" grep -aq 'no host has sent' "$scratch/strange.pcapng"

"$program" run --pcap "$scratch/none/a.pcapng" "$script" >"$scratch/out" \
    2>"$scratch/err"
check "a file that can't be made is an error" test $? -eq 2
check "nothing runs then" test ! -s "$scratch/out"
check "the message names the file" grep -q none/a.pcapng "$scratch/err"
if [ -w /dev/full ]; then
    "$program" run --pcap /dev/full "$script" >"$scratch/out" 2>"$scratch/err"
    check "a full disk fails the run" test $? -eq 1
    check "a full disk is said" grep -q "/dev/full" "$scratch/err"
fi
