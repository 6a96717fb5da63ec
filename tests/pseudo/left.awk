# left.awk - the words of screens that no translation has touched.
#
#     awk -f tests/pseudo/left.awk -v known=FILE -v phrases=FILE SCREEN...
#
# In the pseudo-language each vowel has an accent. So a run of plain letters that
# has a vowel is either data, such as the name of a call, or a text that was not
# looked up. All data is in the two files, as words and as phrases; a phrase may go
# on in the next row. A word that is cut where the room ends is passed over, and
# so are the comments of a program on the left. Prints "WORD: the row", each word
# once.

BEGIN {
    while ((getline line < known) > 0)
        is_known[tolower(line)]
    while ((getline line < phrases) > 0) {
        phrase[++n] = line
        for (i = 1; i < length(line); i++)
            if (substr(line, i + 1, 1) == " ")
                ends[substr(line, 1, i)] = ends[substr(line, 1, i)] "\n" \
                    substr(line, i + 2)
    }
}

# without(TEXT, PHRASE)
function without(text, phrase,    at) {
    while (at = index(text, phrase))
        text = substr(text, 1, at - 1) substr(text, at + length(phrase))
    return text
}

# begun(TEXT): TEXT without phrases that begin behind an errno's name or number
# and that the end of a cell cuts; how they may go on is in `coming` then.
function begun(text,    part, at, after) {
    for (part in ends)
        while (at = index(text, part)) {
            after = substr(text, at + length(part))
            if (after !~ /^ *(│|├|┌|└|$)/ ||
                substr(text, 1, at - 1) !~ /[A-Z0-9] +$/)
                break
            text = substr(text, 1, at - 1) after
            coming = coming ends[part]
        }
    return text
}

# gone_on(TEXT): TEXT without the end of such a phrase, where it begins with one.
function gone_on(text,    n, end, i, longest) {
    sub(/^ +/, "", text)
    n = split(coming, end, "\n")
    for (i = 1; i <= n; i++)
        if (index(text, end[i]) == 1 && length(end[i]) > longest)
            longest = length(end[i])
    coming = ""
    return substr(text, longest + 1)
}

{
    rest = coming ? gone_on($0) : $0
    # Comments of a program, in its pane on the left.
    sub(/^( *|▶ *)\* [^│]*/, "", rest)
    gsub(/\/\*[^│]*/, "", rest)
    for (i = 1; i <= n; i++)
        rest = without(rest, phrase[i])
    gsub(/0x[0-9a-f]+/, "", rest)
    gsub(/[A-Za-z]+[ ]*(…|▼|▲)/, "", rest)
    rest = begun(rest)
    while (match(rest, /[A-Za-z][A-Za-z]+/)) {
        word = tolower(substr(rest, RSTART, RLENGTH))
        rest = substr(rest, RSTART + RLENGTH)
        if (word ~ /[aeiouy]/ && !(word in is_known) && !told[word]++)
            print FILENAME ": " word ": " $0
    }
}
