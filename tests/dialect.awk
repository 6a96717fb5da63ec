# dialect.awk - finds in C what is written in another dialect than the rest:
#
#     LC_ALL=C awk -f tests/dialect.awk FILE...
#
# prints FILE:LINE: and what is expected, for
#
# - a pointer that is compared with NULL in a condition, where `p` or `!p` says
#   the same. A comparison whose result is kept or returned is let alone.
# - no blank line between the declarations at the beginning of a block and its
#   first statement.
#
# It reads lines as clang-format leaves them: a block's { ends its line.

FNR == 1 {
    comment = 0
    macro = 0
    depth = 0
    in_block = 0
}

# bare(LINE): without comments, and with nothing in its strings.
function bare(line, out, c, i, quote) {
    out = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (comment) {
            if (substr(line, i, 2) == "*/") {
                comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\")
                i++
            else if (c == quote) {
                quote = ""
                out = out c
            }
        } else if (substr(line, i, 2) == "/*") {
            comment = 1
            i++
        } else if (substr(line, i, 2) == "//") {
            break
        } else {
            if (c == "\"" || c == "'")
                quote = c
            out = out c
        }
    }
    sub(/[ \t]+$/, "", out)
    return out
}

function say(what) { print FILENAME ":" FNR ": " what }

# Whether a declaration begins here: qualifiers, a type, a name, and what can
# come behind a name.
function declares(text) {
    gsub(/^[ \t]+/, "", text)
    while (sub(/^(static|const|volatile|register|_Alignas\([^)]*\)) +/, "", text))
        ;
    if (text ~ /^(return|goto|else|case|do|if|while|for|switch|sizeof|break|continue|default|typedef|extern)[^A-Za-z_0-9]/)
        return text ~ /^(typedef|extern) /
    if (!sub(/^(struct|enum|union) +/, "", text) &&
        sub(/^(unsigned|signed|long|short) +/, "", text)) {
        while (sub(/^(unsigned|signed|long|short|int|char) +/, "", text))
            ;
        return text ~ /^[*A-Za-z_]/
    }
    if (!sub(/^[A-Za-z_][A-Za-z_0-9]*/, "", text))
        return 0
    sub(/^ +const/, "", text)
    if (text ~ /^ +\(\*/)
        return text ~ /^ +\(\*(const )?[A-Za-z_0-9]*(\[[^]]*\])*\)\(/
    if (text !~ /^ +\**[A-Za-z_]/)
        return text ~ /^ *\{$/
    sub(/^ +\**(const +)?\**(const +)?/, "", text)
    sub(/^[A-Za-z_][A-Za-z_0-9]*/, "", text)
    return text ~ /^( =|;|,|\[|\(|$)/
}

# opens(TEXT): the line ends in the { of a block of statements.
function opens(text) {
    return text == "{" || text ~ /(\) |else |do |: |^ *)\{$/
}

# is_value(TEXT): the comparison is no condition, and no part of one: it is
# kept, returned, handed on, or compared itself.
function is_value(text) {
    if (text ~ /\([^()]* [=!]= NULL\) [=!]= /)
        return 1
    return text ~ /NULL(\)*;|,|\)*,|\}.*)$/ &&
        text !~ /^ *(\} )?(if|while|for|else)[ (]|&&|\|\||\?/ &&
        previous !~ /(&&|\|\||\?|^ *for \(.*;)$/
}

function count(text, pattern) { return gsub(pattern, "", text) }

{
    blank = $0 ~ /^[ \t]*$/
    text = bare($0)
    # What the preprocessor has, and macros over several lines.
    if (macro || text ~ /^ *#/) {
        macro = text ~ /\\$/
        next
    }
    if (text ~ /[=!]= NULL/ && !is_value(text))
        say("a comparison with NULL was found, p or !p was expected")
    if (text !~ /^[ \t]*$/)
        previous = text
    if (text ~ /^[ \t]*$/) {
        if (blank && in_block)
            apart = 1
        next
    }
    if (within) {
        # The rest of a declaration.
    } else if (in_block && declares(text)) {
        within = 1
        declared = 1
        apart = 0
        depth = 0
    } else {
        if (in_block && declared && !apart && text !~ /^ *\}/)
            say("a statement was found, a blank line was expected before it")
        in_block = opens(text)
        declared = apart = 0
        next
    }
    depth += count(text, "[[({]") - count(text, "[])}]")
    if (depth <= 0 && text ~ /;$/)
        within = 0
}
