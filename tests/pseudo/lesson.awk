# lesson.awk - a pseudo-translation of a lesson.
#
#     awk -f tests/pseudo/letters.awk -f tests/pseudo/lesson.awk LESSON.md
#
# Titles, prose and questions are in other letters; scripts, programs, links, what
# is between backticks and the results of choices stay.

NR == 1 && /^---$/ { front = 1; print; next }
front && /^---$/ { front = 0; print; next }
# A text of it may go on in lines that are indented.
front && /^[^ ]/ { said = /^(title|chapter|summary|remember|try|symptoms): / }
front && (/^    label: / || (said && /^[^ ]/)) {
    code = 0
    print labelled($0)
    next
}
front && said { print prose($0); next }
front { print; next }

/^```/ {
    fence = fence ? "" : substr($0, 4)
    asked = 0
    code = 0
    print
    next
}
fence == "predict" && !asked { asked = 1; print; next }
fence == "predict" && /^[^ ].*: / && answers { print labelled($0); next }
fence == "predict" && /^$/ { answers = 1; print; next }
fence == "predict" { print prose($0); next }
fence { print; next }
{ answers = 0 }
/^$/ { code = 0; print; next }
{ print prose($0) }
