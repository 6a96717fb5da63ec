# left.awk - the words of screens that no translation has touched.
#
#     awk -f tests/pseudo/left.awk -v known=FILE -v phrases=FILE SCREEN...
#
# In the pseudo-language each vowel has an accent. So a run of plain letters that
# has a vowel is either data, such as the name of a call, or a text that was not
# looked up. All data is in the two files, as words and as phrases. A word that
# is cut where the room ends is passed over. Prints "WORD: the row", each word
# once.

BEGIN {
    while ((getline line < known) > 0)
        is_known[tolower(line)]
    while ((getline line < phrases) > 0)
        phrase[++n] = line
}

# without(TEXT, PHRASE)
function without(text, phrase,    at) {
    while (at = index(text, phrase))
        text = substr(text, 1, at - 1) substr(text, at + length(phrase))
    return text
}

{
    rest = $0
    for (i = 1; i <= n; i++)
        rest = without(rest, phrase[i])
    gsub(/0x[0-9a-f]+/, "", rest)
    gsub(/[A-Za-z]+[ ]*(…|▼)/, "", rest)
    while (match(rest, /[A-Za-z][A-Za-z]+/)) {
        word = tolower(substr(rest, RSTART, RLENGTH))
        rest = substr(rest, RSTART + RLENGTH)
        if (word ~ /[aeiouy]/ && !(word in is_known) && !told[word]++)
            print FILENAME ": " word ": " $0
    }
}
