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

# shown FILE: the rows below the frame, and in it the cells with the newest
# call. A count down may have gone on; how to scroll is another matter.
shown() {
    sed 's/Down: read on//; s/[0-9]* s left/N s left/g; s/ *$//' "$1" | awk '
        /^│/ { n = split($0, cell, "│")
               for (i = 1; i <= n; i++)
                   if (cell[i] ~ /▶/ && cell[i] !~ /──/) {
                       gsub(/ +/, " ", cell[i]); print cell[i]
                   }
             }
        below && NF { print }
        /^└/ { below = 1 }' | sort
}

# as_on_24: in every step that was saved.
as_on_24() {
    for i in $(seq $steps); do
        shown "$scratch/saved/$i.24" >"$scratch/24"
        for rows in 23 22; do
            shown "$scratch/saved/$i.$rows" >"$scratch/less"
            comm -23 "$scratch/24" "$scratch/less" >"$scratch/missing"
            [ ! -s "$scratch/missing" ] && continue
            echo "step $i on $rows rows lacks:"
            cat "$scratch/missing" "$scratch/saved/$i.$rows"
            return 1
        done
    done
}

# walk LESSON SCENE WHAT
walk() {
    rm -rf "$scratch/saved"
    mkdir "$scratch/saved"
    orders "$2" >"$scratch/walk.keys"
    check "lesson $1, $3" "$program" "$1" --keys "$scratch/walk.keys"
    check "lesson $1, $3: all that is needed is on 22 rows" as_on_24
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
