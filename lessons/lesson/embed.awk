# embed.awk - writes files as C strings, so that one file is the whole program.
#
#   awk -v list=NAME -f lessons/lesson/embed.awk FILE... </dev/null >build/embedded.inc
#
# NAME is the list's in C, as embedded.h declares it. Each file is called by what
# stands behind the last `/`; with -v below=lessons/ by what stands behind that.
# One string literal for each line of a file: any C17 compiler joins them.
# `?` is escaped because of trigraphs. The list ends with an empty row, which
# also keeps it valid when there is no file at all.

function base(path) {
    if (below != "" && index(path, below) == 1)
        return substr(path, length(below) + 1)
    sub(/.*\//, "", path)
    return path
}

FNR == 1 {
    if (n)
        print ";"
    name[++n] = base(FILENAME)
    printf "static const char %s_%d[] =", list, n
}

{
    gsub(/[\\"?]/, "\\\\&")
    gsub(/\r/, "\\r")
    printf "\n    \"%s\\n\"", $0
}

END {
    if (n)
        print ";"
    print "\nconst struct embedded " list "[] = {"
    for (i = 1; i <= n; i++)
        printf "    {\"%s\", %s_%d, sizeof(%s_%d) - 1},\n", name[i],
            list, i, list, i
    print "    {0, 0, 0},\n};"
}
