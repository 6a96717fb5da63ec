# which.awk - the tables of causes as a section of LESSONS.md.
#
#   awk -f tests/which.awk lessons/words/which.md
#
# tests/index.sh compares what this prints with what stands there, from the
# first table's heading to the next section.

function cell(text) {
    gsub(/\|/, "\\|", text)
    return text
}

function end_row() {
    if (row != "")
        printf "| %s | %s | %s | %s |\n", row, cell(part["shows"]),
            cell(part["is"]), cell(part["do"])
    row = ""
}

/^## / {
    end_row()
    printf "%s### %s\n\n", tables++ ? "\n" : "", substr($0, 4)
    begun = 0
    next
}

/^### / {
    end_row()
    if (!begun++)
        print "\n| row | shows | is | do |\n| --- | --- | --- | --- |"
    row = substr($0, 5)
    next
}

row != "" && match($0, /^(shows|is|do): /) {
    part[substr($0, 1, RLENGTH - 2)] = substr($0, RLENGTH + 1)
    next
}

tables && row == "" && !begun && NF

END { end_row() }
