# index.awk - LESSONS.md against the lessons: what it says of them, what they
# prove, and what is taught with them.
#
#     awk -f tests/index.awk lessons/[0-9]*.md LESSONS.md
#
# Prints TAP lines. A row of the index is made anew from the lesson's front
# matter and from the rows of facts, and must stand there just so.

# ---- output ----

function check(holds, what) {
    print (holds ? "ok - " : "not ok - ") what
}

# ---- a lesson ----

# The value of a key, without quotes.
function value(line) {
    sub(/^[^:]*: */, "", line)
    gsub(/^"|"$/, "", line)
    return line
}

function trim(text) {
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

# `off, on` of `values: [off, on]`.
function values(line) {
    line = value(trim(line))
    gsub(/[][\"]/, "", line)
    return line
}

# What a script line can fail by: a result, an observation, an end.
function says(line) {
    if (line ~ / = \?$/)
        return 0
    return line ~ / = / || line ~ /\$ ss / || line ~ /wire: (\[|none)/ || \
           line ~ /: (killed|exited) / || line ~ /\$ sysctl (no|-n) /
}

# The cell of the toggles; those that are compared in bold.
function toggle_cell(file,   i, cell, name) {
    for (i = 1; i <= toggles[file]; i++) {
        name = "`" toggle[file, i] "`"
        if (compare[file] ~ "(^|[^a-z0-9_-])" toggle[file, i] "($|[^a-z0-9_-])")
            name = "**" name "**"
        cell = cell (i > 1 ? "; " : "") name " " list[file, i]
    }
    return cell
}

function front_matter(file) {
    if ($0 == "---" && ++fences[file] == 2)
        return
    if (/^title:/) title[file] = value($0)
    if (/^chapter:/) chapter[file] = value($0)
    if (/^summary:/) summary[file] = value($0)
    if (/^minutes:/) minutes[file] = value($0)
    if (/^compare:/) compare[file] = value($0)
    if (/^  - name:/) toggle[file, ++toggles[file]] = value($0)
    if (/^    values:/) list[file, toggles[file]] = values($0)
}

FILENAME != "LESSONS.md" && FNR == 1 {
    files[++n_files] = FILENAME
    in_lab = 0
}
FILENAME != "LESSONS.md" {
    if (fences[FILENAME] < 2)
        front_matter(FILENAME)
    else if (/^```/)
        in_lab = /^```lab/
    else if (in_lab)
        script[FILENAME, trim($0)] = 1
    next
}

# ---- LESSONS.md ----

# A row's cells; a | in a cell is written \|.
function cut(row) {
    gsub(/\\\|/, "\001", row)
    n_cells = split(row, cell, / *\| */)
    for (i = 1; i <= n_cells; i++)
        gsub("\001", "|", cell[i])
}

# The file of `[title](file)`, and whether the title is the file's own.
function linked(text) {
    sub(/^.*\]\(/, "", text)
    sub(/\).*$/, "", text)
    return text
}
function named(text, file) {
    return text == "[" title[file] "](" file ")"
}

# A row of facts: number, fact, lesson, line.
function fact(   file, line, why) {
    file = linked(cell[4])
    line = cell[5]
    gsub(/^`|`$/, "", line)
    if (cell[3] != "" && cell[2] in told)
        why = "it is told twice"
    else if (cell[3] == "" && !(cell[2] in told))
        why = "it is not told"
    else if (!named(cell[4], file))
        why = "its lesson is not called so"
    else if (!((file, line) in script))
        why = "its lesson has no such line"
    else if (!says(line))
        why = "nothing is expected there"
    told[cell[2]] = 1
    if (!((file, cell[2]) in counted)) {
        counted[file, cell[2]] = 1
        proves[file] = proves[file] (proves[file] == "" ? "" : ", ") cell[2]
    }
    if (why != "")
        check(0, "fact " cell[2] ": " why ": " line)
    else
        proven[cell[2]] = 1
}

# A plan: its rows' minutes, and the time that each lesson is given.
function plan_row(   file) {
    plan_minutes[plan] += cell[2]
    if (cell[4] == "")
        return
    file = linked(cell[4])
    check(named(cell[4], file) && cell[2] >= minutes[file] + 0, \
          plan ": " title[file] " is called so and fits")
}

# A week of the term.
function week(   rest, file) {
    rest = cell[3]
    while (match(rest, /\]\([^)]*\)/)) {
        file = substr(rest, RSTART + 2, RLENGTH - 3)
        weeks[file]++
        rest = substr(rest, RSTART + RLENGTH)
    }
}

/^#/ { heading = $0; sub(/^#+ /, "", heading) }
/^```+/ {
    match($0, /^`+/)
    if (fence == 0)
        fence = RLENGTH
    else if (RLENGTH >= fence && RLENGTH == length($0))
        fence = 0
    next
}
fence { next }
heading == "The lessons" && /^\*\*/ { chapter_row = $0 }
heading == "The lessons" && /^\| [0-9]+ \|/ {
    listed[$2] = $0
    under[$2] = chapter_row
    in_order[++n_rows] = $2
}
heading == "What they prove" && /^\| M?[0-9]+ \|/ { cut($0); fact() }
heading ~ /^[0-9]+ minutes/ && /^\| [0-9]+ \|/ {
    plan = heading
    cut($0)
    plan_row()
}
heading == "A term" && /^\| [0-9]+ \|/ { cut($0); week() }

# ---- at the end ----

function number_of(file) {
    sub(/^lessons\/0*/, "", file)
    sub(/-.*/, "", file)
    return file
}

function row(file,   cells) {
    cells = "| " number_of(file) " | [" title[file] "](" file ") | " \
            summary[file] " | " minutes[file] " | " toggle_cell(file) " | " \
            proves[file] " |"
    gsub(/  +/, " ", cells)
    return cells
}

function check_lesson(n,   file, number, what) {
    file = files[n]
    number = number_of(file)
    what = file
    sub(/.*\//, "", what)
    check(listed[number] == row(file) && in_order[n] == number, \
          what " is listed as it is")
    if (listed[number] != row(file)) {
        print "#    found " listed[number]
        print "# expected " row(file)
    }
    check(under[number] == "**" chapter[file] "**", \
          what " is listed in its chapter")
    check(proves[file] != "", what " proves something")
    check(weeks[file] == 1, what " has its week in the term")
}

END {
    for (n = 1; n <= n_files; n++)
        check_lesson(n)
    check(n_rows == n_files, "no other lesson is listed")
    for (n = 1; n <= 48; n++)
        check(n in proven, "fact " n " is proven")
    for (n = 49; n <= 200; n++)
        more += n in proven
    check(more >= 12, more " subtler facts are proven, 12 or more")
    for (n = 1; n <= 11; n++)
        check(("M" n) in proven, "myth M" n " is put to the kernel")
    for (plan in plan_minutes) {
        n_plans++
        check(plan_minutes[plan] == plan + 0, plan ", adds up")
    }
    check(n_plans == 2, "two plans have minutes")
}
