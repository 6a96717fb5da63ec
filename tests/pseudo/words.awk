# words.awk - a pseudo-translation of a file of words.
#
#     awk -f tests/pseudo/letters.awk -f tests/pseudo/words.awk WORDS.md
#
# Sentences are in other letters; headings, names and what is between backticks
# stay, and evidence is left out, since it is the original's.

/^#/ { item = 0; code = 0; print; next }
/^(also|said|number):/ { next }
/^[ ]+(source|proof):/ { next }
/^- / { item = 1; code = 0; print "- " prose(substr($0, 3)); next }
item && /^ / { print prose($0); next }
# which.md
/^(shows|is|do): / {
    code = 0
    print labelled($0)
    next
}
/^(lesson|source|proof): / { print; next }
/^$/ { print; next }
FILENAME ~ /which/ { print prose($0) }
