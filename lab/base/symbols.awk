# symbols.awk - choose the constants that scripts may use.
#
# Reads what `cc -dM -E lab/base/symbol_headers.h | LC_ALL=C sort` prints and writes
# symbols.inc: one CONSTANT(NAME), ERRNO(NAME), SIGNAL(NAME), ALIAS(NAME) or
# HANDLER(NAME) a line, in the order of strcmp(3). An ALIAS is an errno or a
# signal that is defined by another one's name (EWOULDBLOCK), or whose number
# another one has had before, so that a number has one name; a HANDLER is SIG_IGN or SIG_DFL, a pointer to be cast.
# POSIX awk only.

# Function-like macros have a "(" in the second field and fall through.
$1 == "#define" && $2 ~ /^[A-Z][A-Za-z0-9_]*$/ && NF > 2 {
    name = $2
    text = $0
    sub(/^#define[ \t]+[A-Za-z0-9_]+[ \t]+/, "", text)
    value[name] = text
    order[++count] = name
    next
}

# Macros in lower case or with a leading _ can only be part of a value.
$1 == "#define" && $2 ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && NF > 2 {
    text = $0
    sub(/^#define[ \t]+[A-Za-z0-9_]+[ \t]+/, "", text)
    value[$2] = text
}

# Whether NAME comes down to an integer constant. An enum constant is defined
# as itself (`#define IPPROTO_TCP IPPROTO_TCP`). depth ends circles.
function is_integer(name, depth,    rest, token, before) {
    if (!(name in value) || depth > 8)
        return 0
    if (value[name] == name)
        return 1
    rest = value[name]
    gsub(/sizeof[ ]*\([a-z_ ]+\)/, "1", rest)
    while (match(rest, /[A-Za-z0-9_]+/)) {
        token = substr(rest, RSTART, RLENGTH)
        before = substr(rest, 1, RSTART - 1)
        rest = before "@" substr(rest, RSTART + RLENGTH)
        if (token !~ /^[0-9]/ && !is_integer(token, depth + 1))
            return 0
    }
    # Two values side by side are a cast or a call, which were names once.
    if (rest ~ /@[ ]*[(@]/ || rest ~ /\)[ ]*[(@]/)
        return 0
    return rest ~ /^[-@()|<>+~*&?:= ]+$/ && rest ~ /@/
}

function family(name) {
    if (name ~ /^SIG_(DFL|IGN)$/)
        return "HANDLER"
    if (name ~ /^SIG[A-Z0-9]+$/ && name !~ /^SIG(RTMIN|RTMAX|STKSZ)$/)
        return "SIGNAL"
    if (name ~ /^E[A-Z0-9]+$/ && name !~ /^EPOLL/)
        return "ERRNO"
    if (name ~ /^(SO|SOL|AF|PF|SOCK|MSG|IPPROTO|IP|IPV6|TCP|UDP)_/)
        return "CONSTANT"
    if (name ~ /^(EPOLL|MFD)_/ || name ~ /^EPOLL[A-Z]+$/)
        return "CONSTANT"
    if (name ~ /^(FIONREAD|FIONBIO|SIOCATMARK|SIOCINQ|SIOCOUTQ|SIOCOUTQNSD)$/)
        return "CONSTANT"
    if (name == "RLIMIT_NOFILE")
        return "ENUM"
    if (name ~ /^(SHUT|F|FD|O|SA)_/ || name ~ /^(POLL[A-Z]+|SOMAXCONN)$/)
        return "CONSTANT"
    return ""
}

END {
    print "/* Made by lab/base/symbols.awk from the system's headers. */"
    for (i = 1; i <= count; i++) {
        name = order[i]
        kind = family(name)
        # An enum constant that is defined by another one's name, which awk
        # can't follow.
        if (kind == "ENUM")
            kind = "CONSTANT"
        else if (kind == "" || (kind != "HANDLER" && !is_integer(name, 0)))
            continue
        if (kind == "ERRNO" || kind == "SIGNAL") {
            number = kind " " value[name]
            if (value[name] ~ /^[A-Z]/ || number in taken)
                kind = "ALIAS"
            taken[number] = 1
        }
        print kind "(" name ")"
        written++
    }
    exit written < 100
}
