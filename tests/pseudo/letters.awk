# letters.awk - the pseudo-language's letters, for all that translates into it:
# po.awk, lesson.awk, words.awk and own_words.awk.
#
# Vowels have an accent in it, so that a word without one, on a screen, is a
# word that was not looked up; and text is in brackets and so longer, as most
# languages are beside English.

# strange(TEXT): all of it, in other letters.
function strange(text) {
    gsub(/a/, "á", text)
    gsub(/e/, "é", text)
    gsub(/i/, "í", text)
    gsub(/o/, "ó", text)
    gsub(/u/, "ú", text)
    gsub(/y/, "ý", text)
    gsub(/A/, "Á", text)
    gsub(/E/, "É", text)
    gsub(/I/, "Í", text)
    gsub(/O/, "Ó", text)
    gsub(/U/, "Ú", text)
    gsub(/Y/, "Ý", text)
    return text
}

# except(TEXT, PATTERN): in other letters but for what the pattern matches.
function except(text, pattern,    out) {
    while (match(text, pattern)) {
        out = out strange(substr(text, 1, RSTART - 1)) \
            substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
    }
    return out strange(text)
}

# prose(LINE): a line of prose. Links and what is between backticks stay; these
# may be opened in one line and closed in the next, so `code` is what the line
# ended in, and is set to 0 where a paragraph begins.
function prose(text,    n, part, out, i) {
    n = split(text, part, "`")
    for (i = 1; i <= n; i++) {
        out = out (i > 1 ? "`" : "") \
            (code ? part[i] : except(part[i], "https:[^ )>]*"))
        if (i < n)
            code = !code
    }
    return out
}

# labelled("LABEL: TEXT"): the label stays.
function labelled(line,    at) {
    at = index(line, ": ")
    return substr(line, 1, at + 1) prose(substr(line, at + 2))
}
