# po.awk - a pseudo-translation of the program's texts.
#
#     msgen FILE.pot | awk -f tests/pseudo/letters.awk -f tests/pseudo/po.awk
#
# Each text is put in brackets and in other letters; conversions of printf(3),
# escapes and {ACTION}, in whose place a key comes, stay.

# One piece of a text, as it stands between quotes. Help has @FORMATS@ in it,
# in whose place a list comes.
function piece(text) {
    return except(text, \
        "%[-+ #0]*[0-9*]*([.][0-9*]+)?(hh|h|ll|l|z|j|t)?[a-zA-Z%]|\\\\.|@[A-Z]+@|[{][a-z-]+[}]")
}

# The text that was gathered: brackets inside of the blanks and line ends that
# it begins and ends with, which msgfmt(1) compares.
function put(    before, after) {
    if (!keyword)
        return
    match(text, /^( |\\n)*/)
    before = substr(text, 1, RLENGTH)
    text = substr(text, RLENGTH + 1)
    match(text, /( |\\n)*$/)
    after = substr(text, RSTART)
    text = substr(text, 1, RSTART - 1)
    # What has nothing but conversions is the same in all languages.
    if (piece(text) == text)
        printf "%s \"%s\"\n", keyword, before text after
    else
        printf "%s \"%s⟦%s⟧%s\"\n", keyword, before, piece(text), after
    keyword = ""
}

# The header comes first, before the first empty line, and stays as it is.
/^$/ && !begun { begun = 1 }
!begun { print; next }

{
    quoted = $0
    sub(/^[^"]*"/, "", quoted)
    sub(/"$/, "", quoted)
}
/^msgstr/ {
    put()
    keyword = $1
    text = quoted
    next
}
/^"/ && keyword {
    text = text quoted
    next
}
{
    put()
    print
}
END { put() }
