# metrics.awk - how the code measures up to the figures it is written by.
#
#     LC_ALL=C awk -f tests/metrics.awk FILE.c FILE.h ...
#
# Prints a table: what, the program, its tests, the figure to be near; and one
# of the folders: files, functions, lines of code, which are those that are
# neither blank nor all comment. With -v globals=1 it prints each mutable global
# as FILE:LINE: TEXT and nothing else, with -v bare=1 each prototype without a
# comment. Reads C as clang-format leaves it; strings and comments are taken out
# sign by sign, so braces and words in them do not count.

# The code of a line, without comments and with strings emptied. Sets
# commented when any part of the line is a comment.
function code_of(line,    out, i, n, c, two, quote) {
    out = ""
    commented = in_comment
    quote = ""
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        two = substr(line, i, 2)
        if (in_comment) {
            if (two == "*/") {
                in_comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\")
                i++
            else if (c == quote) {
                quote = ""
                out = out c
            }
        } else if (two == "/*") {
            in_comment = commented = 1
            i++
        } else if (two == "//") {
            commented = 1
            break
        } else {
            if (c == "\"" || c == "'")
                quote = c
            out = out c
        }
    }
    return out
}

# Whether a declaration (up to its = or ;) is of something that can change.
function is_mutable(text,    tail) {
    sub(/[=;].*/, "", text)
    gsub(/__attribute__ *\(\(.*\)\)/, "", text)
    gsub(/\{[^}]*\}/, "", text)
    if (text ~ /^ *(typedef|extern|_Static_assert)/)
        return 0
    # A type without a declarator, or a function.
    if (text ~ /^ *(static )?(const )?(struct|union|enum)( [A-Za-z_0-9]+)? *$/)
        return 0
    if (text ~ /\(/ && text !~ /\( *\*/)
        return 0
    tail = text
    if (match(text, /\*[^*]*$/))
        tail = substr(text, RSTART)
    return tail !~ /(^|[^A-Za-z_0-9])const([^A-Za-z_0-9]|$)/
}

function global(text) {
    if (!is_mutable(text))
        return
    mutable[layer]++
    sub(/^ */, "", text)
    sub(/ *[=;].*/, "", text)
    if (globals)
        print FILENAME ":" FNR ": " text
}

# A function is over: keep its length under its group.
function function_end(    lines) {
    lines = FNR - first_line + 1
    n_functions[group]++
    folder_functions[folder]++
    lengths[group, n_functions[group]] = lines
    if (lines > limit)
        n_long[group]++
    if (lines > longest[group]) {
        longest[group] = lines
        longest_at[group] = FILENAME ":" first_line
    }
}

# A header's statement is over: a prototype counts, and is documented when a
# comment stands at the head of its block of lines or on its own line.
function statement_end(    is_prototype) {
    is_prototype = header && statement ~ /\(/ && statement !~ /\( *\*/ &&
                   statement !~ /^ *(typedef|_Static_assert|static)/
    if (is_prototype) {
        prototypes[group]++
        if (block_comment)
            documented[group]++
        else if (bare)
            print FILENAME ":" FNR ": " statement
    } else if (!header) {
        global(statement)
    }
    statement = ""
}

# Carry the statement at file level on by one line's code.
function scan(code,    i, n, c) {
    n = length(code)
    for (i = 1; i <= n; i++) {
        c = substr(code, i, 1)
        if (c == "{") {
            if (depth == 0) {
                in_function = statement ~ /\) *$/ && statement !~ /=/
                first_line = in_function ? statement_line : first_line
            }
            depth++
        } else if (c == "}") {
            depth--
            if (depth == 0 && in_function) {
                function_end()
                in_function = 0
                statement = ""
            } else if (depth == 0)
                statement = statement "{}"
        } else if (depth == 0) {
            if (statement == "" && c != " ")
                statement_line = FNR
            if (statement != "" || c != " ")
                statement = statement c
            if (c == ";")
                statement_end()
        }
    }
    if (depth == 0 && statement != "")
        statement = statement " "
}

function median(group,    i, j, n, value) {
    n = n_functions[group]
    for (i = 2; i <= n; i++) {
        value = lengths[group, i]
        for (j = i - 1; j > 0 && lengths[group, j] > value; j--)
            lengths[group, j + 1] = lengths[group, j]
        lengths[group, j + 1] = value
    }
    return n ? lengths[group, int((n + 1) / 2)] : 0
}

function file_end() {
    if (file == "" || header)
        return
    n_files[group]++
    file_lines[group] += file_length
    if (file_length > 500)
        n_big[group]++
    if (file_length > biggest[group]) {
        biggest[group] = file_length
        biggest_name[group] = file
    }
}

function percent(part, whole) {
    return whole ? sprintf("%.1f %%", 100 * part / whole) : "-"
}

function row(what, program, tests, figure) {
    printf "%-26s %10s %10s   %s\n", what, program, tests, figure
}

BEGIN { limit = 45 }

FNR == 1 {
    file_end()
    file = FILENAME
    header = file ~ /\.h$/
    folder = file
    if (!sub(/\/[^\/]*$/, "", folder))
        folder = "main"
    layer = folder
    sub(/\/.*/, "", layer)
    group = layer == "tests" ? "tests" : "program"
    if (!(folder in folder_files))
        folders[++n_folders] = folder
    folder_files[folder] += !header
    depth = in_comment = in_function = preprocessor = block_comment = 0
    statement = ""
}

{
    file_length = FNR
    columns = $0
    gsub(/[\200-\277]/, "", columns)
    if (length(columns) > 80)
        wide[group]++
    code = code_of($0)
    total[group]++
    if (commented)
        comments[group]++
    if (code !~ /^ *$/) {
        coded[group]++
        folder_code[folder]++
    }
    if (code ~ /^ *$/ && !commented)
        block_comment = 0
    else if (commented)
        block_comment = 1
    # Preprocessor lines and those that go on from them are no statements.
    if (preprocessor || code ~ /^ *#/) {
        preprocessor = code ~ /\\$/
        next
    }
    if (in_function && code ~ /^ *static /)
        global(code)
    scan(code)
}

END {
    file_end()
    if (globals || bare)
        exit
    p = "program"
    t = "tests"
    row("", p, t, "to be near")
    row("functions", n_functions[p] + 0, n_functions[t] + 0, "")
    row("  lines, median", median(p), median(t), "12")
    row("  longer than 45 lines", percent(n_long[p], n_functions[p]),
        percent(n_long[t], n_functions[t]), "nearly none")
    row("  longest", longest[p] + 0, longest[t] + 0, longest_at[p])
    row(".c files", n_files[p] + 0, n_files[t] + 0, "")
    row("  lines, average",
        n_files[p] ? int(file_lines[p] / n_files[p]) : 0,
        n_files[t] ? int(file_lines[t] / n_files[t]) : 0, "220")
    row("  longer than 500 lines", n_big[p] + 0, n_big[t] + 0, "rarely")
    row("  longest", biggest[p] + 0, biggest[t] + 0, biggest_name[p])
    row("lines", total[p] + 0, total[t] + 0, "")
    row("  of code", coded[p] + 0, coded[t] + 0, "")
    row("  with a comment", percent(comments[p], total[p]),
        percent(comments[t], total[t]), "a quarter")
    row("  wider than 80 columns", wide[p] + 0, wide[t] + 0, "none")
    row("prototypes documented", percent(documented[p], prototypes[p]), "",
        "all of " prototypes[p] + 0)
    row("mutable globals: lab", mutable["lab"] + 0, "", "none")
    row("  lessons", mutable["lessons"] + 0, "", "none")
    row("  widgets", mutable["widgets"] + 0, "", "few")
    row("  main", mutable["main"] + 0, "", "few")
    printf "\n%-26s %10s %10s %10s\n", "", ".c files", "functions", "code"
    for (i = 1; i <= n_folders; i++) {
        folder = folders[i]
        printf "%-26s %10d %10d %10d\n", folder, folder_files[folder],
            folder_functions[folder], folder_code[folder]
    }
}
