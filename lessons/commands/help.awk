# help.awk - the paragraphs of help texts, for xgettext(1).
#
#     awk -f lessons/commands/help.awk lessons/commands/help/*.txt
#
# Each paragraph is one N_("..."), as help.c looks it up.

# The paragraph that was gathered, with the place where it begins.
function put() {
    if (n)
        printf "# %d \"%s\"\nN_(%s\")\n", first, file, text
    n = 0
}

FNR == 1 || /^$/ {
    put()
}
/^$/ {
    next
}
{
    gsub(/[\\"]/, "\\\\&")
    if (n++) {
        text = text "\\n\"\n\"" $0
    } else {
        text = "\"" $0
        first = FNR
        file = FILENAME
    }
}
END { put() }
