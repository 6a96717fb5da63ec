# steps.sh - what run.sh is made of: two hosts, and programs kept in step.
#
# Each program waits for a line before each call, and says on its standard
# error what came of it; both are pipes here. HOSTS says where they run:
#
#   namespaces   two network namespaces joined by a virtual cable, made with
#                unshare(1) and ip(8); no root needed where the system lets
#                ordinary users have user namespaces
#   loopback     this machine's own 127.0.0.1; what needs two hosts differs
#   auto         namespaces where they can be had, else loopback (the default)
#
# Needs bash 4.4 or later, awk, and ip and ss of iproute2.

: "${HOSTS:=auto}"
declare -A pid     # of each actor's process
declare -A pipe    # where its lines go: a descriptor of ours
declare -A result  # what an actor has said last, until it is looked at
declare -A counted # what a counter of a host had come to
declare -A waiting # the call that it is blocked in
declare -A handled # how often its handler has run, by actor and signal
declare -a left    # processes that another has taken the place of, or that
                   # did not end as they should have
judged=yes         # until something is needed that only the lab has
as_expected=0
otherwise=0

# ---- two hosts ----

# make_hosts: leave this machine's network, if that is possible.
make_hosts() {
    for tool in ip ss mkfifo awk; do
        command -v $tool >/dev/null || { echo "no $tool here" && exit 3; }
    done
    if [ "$HOSTS" = auto ]; then
        for kind in -Urn -n; do
            if unshare "$kind" ip link set lo up 2>/dev/null; then
                HOSTS=namespaces MADE=$kind exec unshare "$kind" "$BASH" ./run.sh "$@"
            fi
        done
        HOSTS=loopback
    fi
    folder=$(mktemp -d) || exit 3
    trap tidy_up EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mkfifo "$folder/said" "$folder/never" || exit 3
    exec {said}<>"$folder/said" {never}<>"$folder/never"
    : >"$folder/made.files"
    # What the programs want to be told.
    export STEPS=$folder SERVER=127.0.0.1 CLIENT=127.0.0.2 SERVER6=::1 CLIENT6=::1
    if [ "$HOSTS" = namespaces ]; then
        export SERVER=10.0.0.1 CLIENT=10.0.0.2 SERVER6=fd00::1 CLIENT6=fd00::2
        join_hosts || exit 3
    else
        echo "# no namespaces here: on plain loopback, where some steps differ"
    fi
    # From here on bash would only say who was killed, which is shown anyway.
    [ "${1-}" = shell ] || exec 2>/dev/null
}

# We are the server's host; a process that only sleeps keeps the client's.
join_hosts() {
    exec {ready}< <(exec unshare -n sh -c 'echo; exec sleep 1000000')
    keeper=$!
    read -r -u "$ready"
    ip link add eth0 type veth peer name eth0 netns "$keeper" || return 1
    set_up server "$SERVER" "$SERVER6" && set_up client "$CLIENT" "$CLIENT6" &&
        reach_groups server && reach_groups client
}

# set_up HOST ADDRESS ADDRESS6: a kernel without IPv6 does without.
set_up() {
    on "$1" ip -force -batch - 2>/dev/null <<END
link set lo up
link set eth0 addrgenmode none
address add $2/24 dev eth0
address add $3/64 dev eth0 nodad
address add fe80::${3##*:}/64 dev eth0 nodad
link set eth0 up
END
    on "$1" ip route get "$2" >/dev/null
}

# reach_groups HOST: both ends are up, and a moment later the kernel has noticed
# that there is a link: only then do groups of IPv6 have a route.
reach_groups() {
    local until=$((SECONDS + 5))
    [ -n "$(on "$1" ip -6 -o address show dev eth0)" ] || return 0
    while ! on "$1" ip -6 route get ff15::1 >/dev/null &&
        [ $SECONDS -lt $until ]; do :; done
}

# on HOST COMMAND...
on() {
    local host=$1
    shift
    if [ "$host" = client ] && [ "$HOSTS" = namespaces ]; then
        nsenter -t "$keeper" -n "$@"
    else
        "$@"
    fi
}

# However it ends, no process and no file stays.
tidy_up() {
    for one in "${pid[@]}" "${left[@]}" ${keeper-}; do
        kill -KILL "$one"
    done
    wait
    drop_files "$folder/made.files"
    rm -rf "$folder"
}

# A Unix socket's file stays when its program is gone. Those that this run has
# made (note_file() of steps.h) go with it, and no other: who has made another
# since has it at another inode, or at another time.
drop_files() {
    local made
    while IFS= read -r -d '' made; do
        [ "$(stat -c %d:%i:%.9Z -- "${made#* }")" != "${made%% *}" ] ||
            rm -f -- "${made#* }"
    done <"$1"
}

# uses_files PATH...: where the lesson binds to. What is there already belongs
# to somebody, and perhaps to a program that runs.
uses_files() {
    for one in "$@"; do
        [ ! -e "$one" ] && [ ! -L "$one" ] || echo "# $one is there already," \
            "and is left alone: bind() will find it in use"
    done
}

# A shell on the server's host, to go through the lesson by hand.
hand_over() {
    local user='-U --preserve-credentials'
    [ "$MADE" = -Urn ] || user=
    echo "This is a shell on the host server; \`exit\` leaves it."
    echo "In another terminal this gives one on the host client:"
    echo "    nsenter -t $keeper $user -n --wd=$PWD \\"
    echo "        env SERVER=$SERVER CLIENT=$CLIENT \\"
    echo "            SERVER6=$SERVER6 CLIENT6=$CLIENT6 ${SHELL:-sh}"
    unset STEPS
    "${SHELL:-sh}"
    exit
}

# ---- processes ----

# start ACTOR HOST [NUMBER]: which of the program's starts it is. $as is the
# program where it is not called as the actor is.
start() {
    local actor=$1 where=()
    if [ "$2" = client ] && [ "$HOSTS" = namespaces ]; then
        where=(nsenter -t "$keeper" -n)
    fi
    # Root of a namespace may do what an ordinary user's program may not.
    if [ "$HOSTS" = namespaces ] && command -v setpriv >/dev/null; then
        where+=(setpriv --bounding-set=-all)
    fi
    is_dead "$actor" || left+=("${pid[$actor]}")
    open_pipe "$actor"
    echo "   $actor: starts"
    # What it writes to 1 is in the line of its write() as well.
    # shellcheck disable=SC2086
    "${where[@]}" "./${as:-$actor}" ${3-} \
        <&"${pipe[$actor]}" >/dev/null 2>&"$said" &
    pid[$actor]=$!
}

# open_pipe ACTOR: nobody else has it open, so it is empty.
open_pipe() {
    local fd=${pipe[$1]-}
    [ -z "$fd" ] || exec {fd}>&-
    [ -p "$folder/$1.steps" ] || mkfifo "$folder/$1.steps"
    exec {fd}<>"$folder/$1.steps"
    pipe[$1]=$fd
    unset "waiting[$1]" "result[$1]"
}

# look_at ACTOR: sets $state to S when it sleeps, Z when it is dead, as in ps(1).
look_at() {
    state=Z
    [ -z "${pid[$1]-}" ] || read -r _ _ state _ <"/proc/${pid[$1]}/stat"
    state=${state:-Z}
}

# is_dead ACTOR
is_dead() {
    look_at "$1"
    [ "$state" = Z ]
}

# listen [BEGINNING]: take in a line that a program has said, if there is one.
# Programs write whole lines, so there is no waiting for the rest of it.
listen() {
    local line
    read -r -t 0 -u "$said" || return 1
    IFS= read -r -u "$said" line
    keep "${1-}$line"
}

# keep LINE: what an actor has said; that a handler has run is no result.
keep() {
    local actor=${1%%: *} what=${1#*: }
    if [[ $what == 'handler ran '* ]]; then
        what="$actor $(kill -l "${what##* }")"
        handled[$what]=$((${handled[$what]-0} + 1))
    else
        result[$actor]=$what
    fi
}

# listen_for SECONDS: wait for a line. The time may be up within it.
listen_for() {
    local line
    if IFS= read -r -t "$1" -u "$said" line; then
        keep "$line"
    elif [ "$line" ]; then
        listen "$line" || keep "$line"
    fi
}

# nap SECONDS: nothing ever comes from there.
nap() {
    read -r -t "$1" -u "$never"
}

# await ACTOR SECONDS [RESULT]: until its call has returned; or sleeps in the
# kernel, where that is expected; or the process has died of it.
await() {
    local until=$((SECONDS + $2 + 1))
    # What comes without the lab's wire may be never.
    [ $judged = yes ] || until=$((SECONDS + 1))
    while [ -z "${result[$1]-}" ]; do
        listen && continue
        look_at "$1"
        case $state-${3-} in
        Z-* | S-...) listen || return 1 ;;
        *-... | *-'?') nap 0.002 ;;
        *) listen_for 0.2 ;;
        esac
        # Who could run and gets no processor is not late.
        [ $SECONDS -lt $until ] || [ "$state" = R ] || return 1
    done
}

# ---- what comes of it ----

# in_range FROM..TO NUMBER: either end may be missing. No failure is in one.
in_range() {
    local least=${1%%..*} most=${1##*..}
    [[ $2 =~ ^[0-9]+$ ]] && [ "$2" -ge "${least:-0}" ] &&
        { [ -z "$most" ] || [ "$2" -le "$most" ]; }
}

# like WANTED GOT: `_` and `*` stand for anything, 1..9 for each number of it.
like() {
    local pattern=$1 range=${1##*"= "}
    if [[ $range =~ ^[0-9]*\.\.[0-9]*$ ]]; then
        in_range "$range" "${2##*"= "}" || return 1
        pattern=${1%"$range"}${2##*"= "}
    fi
    pattern=${pattern//\\/\\\\}
    pattern=${pattern//\[/\\[}
    pattern=${pattern//\?/\\?}
    pattern=${pattern//(_/(*}
    pattern=${pattern// _/ *}
    # On loopback the addresses are others, and only results are compared.
    [ "$HOSTS" = namespaces ] || pattern="*${pattern##*" = "}"
    # shellcheck disable=SC2053
    [[ $2 == $pattern ]]
}

# judge STEP WHO WANTED GOT SHOWN
judge() {
    printf '%2s %s%s\n' "$1" "$2" "$5"
    if like "$3" "$4"; then
        as_expected=$((as_expected + 1))
    elif [ $judged = yes ]; then
        otherwise=$((otherwise + 1))
        echo "   DIFFERS: the lesson has ${3#= }"
    else
        echo "   (in the lab: ${3#= })"
    fi
}

# ---- the steps ----

# late ACTOR: the call that it waits in has not returned in the lesson's time.
late() {
    if [ "${waiting[$1]-}" ] && await "$1" 0; then
        echo "   $1: ${result[$1]}"
        unset "waiting[$1]" "result[$1]"
    fi
    [ -n "${waiting[$1]-}" ]
}

# call STEP ACTOR CALL RESULT [SECONDS]
call() {
    local wanted="$3 = $4" got
    if late "$2" || is_dead "$2"; then
        judge "$1" "$2: " "$wanted" '' "$3 can't be called: ${waiting[$2]-dead}"
        return
    fi
    echo >&"${pipe[$2]}"
    await "$2" "${5-2}" "$4"
    got=${result[$2]-}
    unset "result[$2]"
    if [ -z "$got" ] && is_dead "$2"; then
        got="$3 = ?"
    elif [ -z "$got" ]; then
        waiting[$2]=$3
        got="$3 = ..."
    fi
    # Whatever may come of it: that it was not made is no result.
    [ "$4" != '?' ] || [[ $got == *' = not called'* ]] || wanted="${3%%(*}(*"
    judge "$1" "$2: " "$wanted" "${got% (*)}" "$got"
}

# forks STEP ACTOR CHILD: the child has a pipe of its own for its lines.
forks() {
    local said_so
    open_pipe "$3"
    echo >&"${pipe[$2]}"
    await "$2" 2
    said_so=${result[$2]-}
    unset "result[$2]"
    pid[$3]=${said_so##*= }
    # No process, then, and kill(1) would take -1 for all there are.
    [[ ${pid[$3]} != *[!0-9]* ]] || pid[$3]=
    judge "$1" "$2: " 'fork() = *' "$said_so" "$said_so"
}

# back STEP ACTOR RESULT [SECONDS]: the call that it waits in returns now.
back() {
    local call=${waiting[$2]-} got
    await "$2" "${4-2}" "$3"
    got=${result[$2]-}
    [ "$got" ] || got="$call = ..."
    [ "$3" = ... ] || unset "waiting[$2]"
    unset "result[$2]"
    case $3 in
    '?') judge "$1" "$2: " '* = *' "$got" "$got" ;;
    -1*) judge "$1" "$2: " "* = $3" "${got% (*)}" "$got" ;;
    *) judge "$1" "$2: " "${call:-*} = $3" "${got% (*)}" "$got" ;;
    esac
}

# sends STEP ACTOR SIGNAL: to a process, which must be there.
sends() {
    local got='no process'
    is_dead "$2" || { kill "-$3" "${pid[$2]}" && got=sent; }
    judge "$1" '' "= sent" "= $got" "kill -$3 $2"
}

# handles STEP ACTOR SIGNAL: its handler runs for it, or has and no step has
# taken that yet.
handles() {
    local until=$((SECONDS + 3)) one="$2 $3" got='no handler ran'
    while [ "${handled[$one]-0}" = 0 ] && [ $SECONDS -lt $until ]; do
        listen || listen_for 0.2
    done
    if [ "${handled[$one]-0}" -gt 0 ]; then
        handled[$one]=$((handled[$one] - 1))
        got="handler ran SIG$3"
    fi
    judge "$1" "$2: " " = handler ran SIG$3" " = $got" "$got"
}

# stops STEP ACTOR: Ctrl-C, if it runs, and wait until it is gone.
stops() {
    local until=$((SECONDS + 3))
    printf '%2s %s\n' "$1" "kill -INT $2"
    kill -INT "${pid[$2]-}"
    while ! is_dead "$2" && { [ $SECONDS -lt $until ] || [ "$state" = R ]; }; do
        nap 0.01
    done
    wait "${pid[$2]-}"
}

# ends STEP ACTOR killed SIGNAL | exited STATUS
ends() {
    local until=$((SECONDS + 3)) status got
    while ! is_dead "$2" && { [ $SECONDS -lt $until ] || [ "$state" = R ]; }; do
        nap 0.01
    done
    if ! is_dead "$2"; then
        got='still runs'
        left+=("${pid[$2]}")
    else
        wait "${pid[$2]}"
        status=$?
        got="exited $status"
        [ $status -le 128 ] || got="killed $(kill -l $((status - 128)))"
        # Not a child of this shell, so all there is to know is that it ended.
        [ $status -ne 127 ] || got="$3 $4"
    fi
    unset "waiting[$2]" "pid[$2]"
    judge "$1" "$2: " "= $3 $4" "= $got" "$got"
}

# filter LOCAL PEER: as ss wants it, '' for any.
filter() {
    local out='' side=src port=sport address
    for address in "$1" "${2:-*:*}"; do
        [ "${address%:*}" = '*' ] || [ "$HOSTS" != namespaces ] ||
            out="$out and $side ${address%:*}"
        [ "${address##*:}" = '*' ] || out="$out and $port = :${address##*:}"
        side=dst port=dport
    done
    echo "${out# and }"
}

# ss_state STATE [PROTO]: the options of ss that list just these.
ss_state() {
    case $1-${2-} in
    any-) echo "-Htuan" ;;
    any-tcp) echo "-Htan" ;;
    any-udp | UNCONN-*) echo "-Huan" ;;
    ESTAB-udp) echo "-Hun state established" ;;
    LISTEN-*) echo "-Htn state listening" ;;
    ESTAB-*) echo "-Htn state established" ;;
    *) echo "-Htn state ${1,,}" ;;
    esac
}

# details WORD...: sets $peer, and what the step asks beside: $proto, $users, and
# the ranges $recv_q, $send_q and $count, such as 5, 1.. or 1..3; '' for any.
details() {
    peer='' proto='' users='' recv_q='' send_q='' count=''
    for word in "$@"; do
        case $word in
        proto:*) proto=${word#*:} ;;
        users:*) users=${word#*:} ;;
        recv-q:*) recv_q=${word#*:} ;;
        send-q:*) send_q=${word#*:} ;;
        count:*) count=${word#*:} ;;
        *) peer=$word ;;
        esac
    done
}

# fitting: of the lines of ss, those with these queues and of this user. The
# first two numbers of a line are Recv-Q and Send-Q.
fitting() {
    awk -v recv="$recv_q" -v send="$send_q" -v users="$users" \
        -v pid="pid=${pid[${users:-none}]-none}," '
        function within(number, range, end) {
            if (range !~ /\.\./)
                return range == "" || number == range
            split(range, end, /\.\./)
            return (end[1] == "" || number + 0 >= end[1] + 0) &&
                   (end[2] == "" || number + 0 <= end[2] + 0)
        }
        users == "none" && /users:/ { next }
        users && users != "none" && !index($0, pid) { next }
        {
            for (i = 1; $i !~ /^[0-9]+$/ && i < NF; i++)
                continue
            if (within($i, recv) && within($(i + 1), send))
                print
        }'
}

# counted RANGE: some if there are so many lines, else none.
counted() {
    local recv_q=$1 send_q='' users=''
    awk 'NF { n++ } END { print n + 0, 0 }' | fitting |
        awk 'END { print NR ? "some" : "none" }'
}

# sees STEP HOST [no] STATE LOCAL [PEER] [DETAIL...]: look with ss until it is
# so, for $limit seconds and some looks at most.
sees() {
    local step=$1 host=$2 want=some filter list got shown
    local peer proto users recv_q send_q count
    local until=$((SECONDS + ${limit:-2} + 1)) looks=0
    shift 2
    if [ "$1" = no ]; then
        want=none
        shift
    fi
    details "${@:3}"
    filter=$(filter "$2" "$peer")
    shown="$(ss_state "$1" "$proto")${users:+ -p}"
    while :; do
        # shellcheck disable=SC2086
        list=$(on "$host" ss $shown ${filter:+"$filter"} | fitting)
        got=none
        [ -z "$list" ] || got=some
        [ -z "$count" ] || got=$(counted "$count" <<<"$list")
        # On a slow machine a look takes long, and time alone says little.
        looks=$((looks + 1))
        [ "$got" = $want ] && break
        [ $SECONDS -lt $until ] || [ $looks -lt 20 ] || break
        nap 0.02
    done
    judge "$step" "$host\$ " "= $want" "= $got" \
        "ss $shown${filter:+ '$filter'}"
    [ -z "$list" ] || sed 's/^/       /' <<<"$list"
}

# not_done WHY: nor is what comes of it the lesson's from here on.
not_done() {
    echo "   not done: $1"
    judged=no
}

# destroys STEP HOST STATE LOCAL [PEER] [DETAIL...]: needs root of that host, and a kernel
# with CONFIG_INET_DIAG_DESTROY. ss lists those that it has destroyed.
destroys() {
    local filter list got=none shown
    local peer proto users recv_q send_q count
    details "${@:5}"
    filter=$(filter "$4" "$peer")
    shown="ss -K $(ss_state "$3" "$proto") '$filter'"
    if [ "$HOSTS" != namespaces ]; then
        printf '%2s %s\n' "$1" "$2\$ $shown"
        not_done "it could end what others have open"
        return
    elif [ "$users$recv_q$send_q" ]; then
        printf '%2s %s\n' "$1" "$2\$ $shown"
        not_done "ss -K can't choose by queue or by process"
        return
    fi
    # shellcheck disable=SC2046
    list=$(on "$2" ss -K $(ss_state "$3" "$proto") "$filter")
    [ -z "$list" ] || got=some
    judge "$1" "$2\$ " '= some' "= $got" "$shown"
}

# sets STEP HOST NAME VALUE: a sysctl. On loopback it would be the machine's.
# Written as a file, for sysctl(8) is not on everybody's path.
sets() {
    local why got=set
    if [ "$HOSTS" != namespaces ]; then
        printf '%2s %s\n' "$1" "$2\$ sysctl -w $3='$4'"
        not_done "it would change the whole machine"
        return
    fi
    # shellcheck disable=SC2016
    why=$(on "$2" "$BASH" -c 'printf "%s\n" "$2" >"$1"' sets \
        "$(file_of "$3")" "$4" 2>&1) || got="not set"
    judge "$1" "$2\$ " '= set' "= $got" "sysctl -w $3='$4'${why:+: ${why##*: }}"
}

# file_of NAME: where a sysctl is.
file_of() {
    echo "/proc/sys/${1//.//}"
}

# has STEP HOST NAME VALUE: what a sysctl is set to.
has() {
    local got
    got=$(on "$2" cat "$(file_of "$3")" | tr -s '\t ' ' ')
    judge "$1" "$2\$ " "= $4" "= $got" "sysctl -n $3 = $got"
}

# unknown STEP HOST NAME: this kernel has no such sysctl.
unknown() {
    local got=none
    ! on "$2" test -e "$(file_of "$3")" || got=some
    judge "$1" "$2\$ " '= none' "= $got" "sysctl $3: $got"
}

# counter HOST NAME: what the kernel has counted for the host, as nstat(8) shows
# it: two lines for each part, with names and values, or a line for each.
counter() {
    on "$1" awk -v wanted="$2" '
        $1 == wanted { print $2 }
        $1 !~ /:$/ { next }
        $1 != part { part = $1; split($0, names); next }
        {
            part = ""
            for (i = 2; i <= NF; i++)
                if (substr($1, 1, length($1) - 1) names[i] == wanted)
                    print $i
        }' /proc/self/net/netstat /proc/self/net/snmp /proc/self/net/snmp6
}

# counts STEP HOST NAME RANGE: how far it has come since the step before that
# looked at it, or since the hosts were made.
counts() {
    local until=$((SECONDS + ${limit:-2} + 1)) now came got
    if [ "$HOSTS" != namespaces ]; then
        printf '%2s %s\n' "$1" "$2\$ nstat $3"
        not_done "it counts for the whole machine"
        return
    fi
    while :; do
        now=$(counter "$2" "$3")
        came=$((${now:-0} - ${counted[$2 $3]:-0}))
        got=$(recv_q=$4 send_q='' users='' fitting <<<"$came 0")
        [ -z "$got" ] && [ $SECONDS -lt $until ] || break
        nap 0.05
    done
    counted[$2 $3]=$now
    judge "$1" "$2\$ " "= ${got:+some}" "= ${now:+some}" "nstat $3: +$came"
}

# wire STEP ORDER CLOSEST: only the lab can do that; what comes near it.
wire() {
    printf '%2s %s\n' "$1" "wire: $2"
    [ $judged = no ] ||
        not_done "from here on results may differ from the lesson's"
}

# pause STEP SECONDS
pause() {
    printf '%2s %s\n' "$1" "sleep $2"
    sleep "$2"
}

# The last line of run.sh.
sum_up() {
    echo
    echo "$as_expected results as in the lesson, $otherwise different."
    [ $judged = yes ] || echo "Some steps need what only the lab has."
    [ $otherwise -eq 0 ]
    exit
}
