# left.awk - the words of screens that no translation has touched.
#
#     awk -f tests/pseudo/left.awk -v known=FILE -v phrases=FILE SCREEN...
#
# In the pseudo-language each vowel has an accent. So a run of plain letters that
# has a vowel is either data, such as the name of a call, or a text that was not
# looked up. All data is in the two files, as words and as phrases; a phrase may go
# on in the next row. A word that is cut where the room ends is passed over, and
# so are the comments of a program, whose pane is on the left. Prints "WORD: the
# row", each word once.

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

# begun(TEXT): TEXT without phrases that begin a cell or stand behind an errno
# and that the end of a cell cuts; how they may go on is in `coming` then.
function begun(text,    part, at, after) {
    for (part in ends)
        while (at = index(text, part)) {
            after = substr(text, at + length(part))
            if (after !~ /^ *(│|├|┌|└|$)/ ||
                substr(text, 1, at - 1) !~ /([A-Z0-9]|│) +$/)
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

# cut_known(WORD, AFTER): whether it is the beginning of a known one, which the
# end of a program's line cuts.
function cut_known(word, after,    name) {
    if (after !~ /^ ?│/)
        return 0
    for (name in is_known)
        if (index(name, word) == 1)
            return 1
    return 0
}

# is_edge(ROW): a pane ends above it.
function is_edge(row) {
    return row ~ /^ ?(─|┌|├|└)/
}

# pass_comments(): takes the comments of a program out of all rows of a screen. A
# pane that has been scrolled may begin or end in the middle of one.
function pass_comments(    i, j, at, left, right, is_open) {
    for (i = 1; i <= n_rows - 2; i++) {
        at = index(rows[i], "│")
        left = at ? substr(rows[i], 1, at - 1) : rows[i]
        right = at ? substr(rows[i], at) : ""
        if (is_edge(left))
            is_open = 0
        gsub(/\/\*([^*]|\*[^\/])*\*\//, "", left)
        if (at = index(left, "*/")) {
            left = substr(left, at + 2)
            for (j = i - 1; !is_open && j >= 1; j--) {
                if (is_edge(rows[j]))
                    break
                rows[j] = index(rows[j], "│") ? \
                    substr(rows[j], index(rows[j], "│")) : ""
                if (was[j] ~ /▲/)
                    break
            }
            is_open = 0
        } else if (is_open) {
            is_open = left !~ /▼/
            left = ""
        }
        if (at = index(left, "/*")) {
            is_open = left !~ /▼/
            left = substr(left, 1, at - 1)
        }
        rows[i] = left right
    }
}

# look(ROW): tells of what is left in it.
function look(row,    i, rest, word) {
    rest = coming ? gone_on(row) : row
    for (i = 1; i <= n; i++)
        rest = without(rest, phrase[i])
    gsub(/0x[0-9a-f]+/, "", rest)
    gsub(/[A-Za-z]+[ ]*(…|▼|▲)/, "", rest)
    rest = begun(rest)
    while (match(rest, /[A-Za-z][A-Za-z]+/)) {
        word = tolower(substr(rest, RSTART, RLENGTH))
        rest = substr(rest, RSTART + RLENGTH)
        if (word ~ /[aeiouy]/ && !(word in is_known) &&
            !cut_known(word, rest) && !told[word]++)
            print screen ": " word ": " row
    }
}

function look_at_screen(    i) {
    pass_comments()
    for (i = 1; i <= n_rows; i++)
        look(rows[i])
    n_rows = 0
    coming = ""
}

FNR == 1 { look_at_screen(); screen = FILENAME }
{ rows[++n_rows] = was[n_rows] = $0 }
END { look_at_screen() }
