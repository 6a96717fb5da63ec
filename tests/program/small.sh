#!/bin/sh
# small.sh - lessons on 23 and 22 rows, such as a pane of tmux has on a screen
# of 24: whatever is explained, asked and answered, and the call that is the
# newest, are there as they are on 24. Each step is drawn in all three sizes.

set -u
. "$(dirname "$0")/../shell.sh"

steps=24

# orders SCENE: walk on, and answer what is asked with the first answer.
orders() {
    [ -z "$1" ] || echo "$1"
    for i in $(seq $steps); do
        for rows in 24 23 22; do
            printf '@resize 80 %s\n@save %s/%s.%s\n' \
                $rows "$scratch/saved" "$i" $rows
        done
        echo '@resize 80 24'
        [ $((i % 2)) -eq 0 ] && echo '<Enter>' || echo '<Space>'
    done
}

# as_on_24: in every step that was saved, what counts on 24 rows is on fewer: the
# rows below the frame, and in it the cells with the newest call. A count down
# may have gone on; how to scroll is another matter.
as_on_24() {
    # shellcheck disable=SC2046
    awk '
        # A row, or a cell, that is the same as before is another one.
        function shown(text) {
            times[FILENAME, text]++
            text = text SUBSEP times[FILENAME, text]
            has[FILENAME, text]
            of[FILENAME, rows[FILENAME]++] = text
        }
        FNR == 1 { below = 0 }
        { screen[FILENAME] = screen[FILENAME] $0 "\n" }
        {
            sub(/Down: read on|Tab: more to read/, "")
            gsub(/[0-9]* s left/, "N s left")
            sub(/ *$/, "")
        }
        /^│/ {
            cells = split($0, cell, "│")
            for (i = 1; i <= cells; i++)
                if (cell[i] ~ /▶/ && cell[i] !~ /──/) {
                    gsub(/ +/, " ", cell[i])
                    shown(cell[i])
                }
        }
        below && NF { shown($0) }
        /^└/ { below = 1 }
        END {
            for (step = 1; step <= '$steps'; step++)
                for (less = 23; less >= 22; less--) {
                    bad = !((step ".24") in screen)
                    for (i = 0; i < rows[step ".24"]; i++)
                        if (!((step "." less, of[step ".24", i]) in has)) {
                            print "lacks " of[step ".24", i]
                            bad = 1
                        }
                    if (bad) {
                        print "step " step " on " less " rows is"
                        print screen[step "." less]
                        exit 1
                    }
                }
        }' $(ls)
}

# walk LESSON SCENE WHAT
walk() {
    rm -rf "$scratch/saved"
    mkdir "$scratch/saved"
    orders "$2" >"$scratch/walk.keys"
    check "lesson $1, $3" "$program" "$1" --keys "$scratch/walk.keys"
    cd "$scratch/saved" || exit 1
    check "lesson $1, $3: all that is needed is on 22 rows" as_on_24
    cd "$root" || exit 1
}

# Twins, a matrix with questions in a grid, many culprits, the wire, states.
for lesson in 2 3 4 11 15 24 30 40; do
    walk $lesson '' calls
done
walk 15 w 'the wire'
walk 24 w 'the wire'
walk 24 v 'the states'
walk 2 v 'the states'
walk 1 p 'the program'
