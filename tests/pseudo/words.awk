# words.awk - a pseudo-translation of a file of words.
#
#     awk -f tests/pseudo/letters.awk -f tests/pseudo/words.awk WORDS.md
#
# Sentences are in other letters; headings, names and what is between backticks
# stay, and evidence is left out, since it is the original's.

# As in lesson.awk. Backticks may be opened in one line and closed in the next.
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

/^#/ { item = 0; code = 0; print; next }
/^(also|said|number):/ { next }
/^[ ]+(source|proof):/ { next }
/^- / { item = 1; code = 0; print "- " prose(substr($0, 3)); next }
item && /^ / { print prose($0); next }
# which.md
/^(shows|is|do): / {
    code = 0
    at = index($0, ": ")
    print substr($0, 1, at + 1) prose(substr($0, at + 2))
    next
}
/^(lesson|source|proof): / { print; next }
/^$/ { print; next }
FILENAME ~ /which/ { print prose($0) }
