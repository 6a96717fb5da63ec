#!/bin/sh
# wire.sh - runs the scripts of tests/program/wire: every state frozen on the held
# wire, packets lost, doubled, late and out of order, a cable cut.
#
# Each runs with every value of its toggles. The state-*.lab run three times
# more: with the hosts changed for each other, over IPv6, and both, so that
# each state is seen on either side.

set -u
. "$(dirname "$0")/../shell.sh"

# The values of a script's toggle as options: "rfc1337=0 rfc1337=1".
settings() {
    awk '$1 == "toggle" { for (i = 3; i <= NF; i++) print $2 "=" $i }' "$1"
}

# The same script with the two hosts changed for each other.
mirrored() {
    sed -e 's/server/@/g; s/client/server/g; s/@/client/g' \
        -e 's/10\.0\.0\.1/@/g; s/10\.0\.0\.2/10.0.0.1/g' \
        -e 's/@/10.0.0.2/g' "$1"
}

# The same script over IPv6.
over_ipv6() {
    sed -e 's/AF_INET,/AF_INET6,/g' \
        -e 's/10\.0\.0\.\([12]\)/[fd00::\1]/g' "$1"
}

# start WHAT SCRIPT [-s NAME=VALUE]: run it; what came of it is kept.
start() {
    what=$1
    shift
    n=$((n + 1))
    echo "$what" >"$scratch/$n.what"
    "$program" run "$@" >"$scratch/$n.out" 2>&1
    echo $? >"$scratch/$n.status"
}

# told N: say what came of run N.
told() {
    what=$(cat "$scratch/$1.what")
    status=$(cat "$scratch/$1.status")
    case $status in
    0) pass "$what" ;;
    3) skip "$what" "$(tail -n 1 "$scratch/$1.out")" ;;
    *)
        grep -v '^  ok ' "$scratch/$1.out" >"$scratch/why"
        echo "exit status $status" >>"$scratch/why"
        fail "$what" "$scratch/why"
        ;;
    esac
}

n=0
# Those that wait for the kernel's timers run beside each other.
for script in tests/program/wire/lost-*.lab tests/program/wire/cut-*.lab; do
    start "$(basename "$script" .lab)" "$script" &
    n=$((n + 1))
done
wait
for script in tests/program/wire/*.lab; do
    name=$(basename "$script" .lab)
    case $name in
    lost-* | cut-*) continue ;;
    state-*)
        mirrored "$script" >"$scratch/$name-mirrored.lab"
        over_ipv6 "$script" >"$scratch/$name-ipv6.lab"
        over_ipv6 "$scratch/$name-mirrored.lab" \
            >"$scratch/$name-mirrored-ipv6.lab"
        start "$name" "$script"
        for other in mirrored ipv6 mirrored-ipv6; do
            start "$name, $other" "$scratch/$name-$other.lab"
        done
        continue
        ;;
    esac
    if [ -z "$(settings "$script")" ]; then
        start "$name" "$script"
        continue
    fi
    for setting in $(settings "$script"); do
        start "$name, $setting" -s "$setting" "$script"
    done
done
i=1
while [ $i -le $n ]; do
    told $i
    i=$((i + 1))
done

# On plain loopback there is no wire: said at once, and never a pass.
"$program" run --isolation loopback tests/program/wire/flow.lab >"$scratch/out" 2>&1
status=$?
if [ $status -eq 3 ] && grep -q 'wire' "$scratch/out"; then
    pass 'without a wire the scripts are refused'
else
    echo "exit status $status" >>"$scratch/out"
    fail 'without a wire the scripts are refused' "$scratch/out"
fi
