# own_words.awk - a file of words, or a page, as if written in the
# pseudo-language.
#
#     awk -f tests/pseudo/letters.awk -f tests/pseudo/own_words.awk errnos.md
#
# Sentences are in other letters; names, sources, proofs and programs stay.

FNR == 1 { page = FILENAME ~ /\/(docker|go|java|nginx|node|python|rust)\.md$/ }
/^```/ { fence = !fence; print; next }
/^# Which/ || (page && /^## /) { print strange($0); next }
fence || /^#|^$/ || /^ *(also|said|number|source|proof|lesson): / {
    code = 0
    print
    next
}
/^(shows|is|do): / { print labelled($0); next }
/^- / { print "- " prose(substr($0, 3)); next }
{ print prose($0) }
