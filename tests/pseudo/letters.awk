# letters.awk - the pseudo-language's letters, shared by po.awk and lesson.awk.
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
