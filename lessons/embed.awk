# embed.awk - writes lessons as C strings, so that one file is the whole program.
#
#   awk -f lessons/embed.awk lessons/*.md </dev/null >build/embedded.inc
#
# One string literal for each line of a lesson: any C17 compiler joins them.
# `?` is escaped because of trigraphs. The list ends with an empty row, which
# also keeps it valid when there is no lesson at all.

function base(path) {
    sub(/.*\//, "", path)
    return path
}

FNR == 1 {
    if (n)
        print ";"
    name[++n] = base(FILENAME)
    printf "static const char embedded_%d[] =", n
}

{
    gsub(/[\\"?]/, "\\\\&")
    gsub(/\r/, "\\r")
    printf "\n    \"%s\\n\"", $0
}

END {
    if (n)
        print ";"
    print "\nconst struct embedded embedded_lessons[] = {"
    for (i = 1; i <= n; i++)
        printf "    {\"%s\", embedded_%d, sizeof(embedded_%d) - 1},\n",
            name[i], i, i
    print "    {0, 0, 0},\n};"
}
