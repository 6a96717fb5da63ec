#!/bin/sh
# style.sh - checks that all C is written in the one dialect, as far as that can
# be told without a compiler (dialect.awk). clang-format and clang-tidy hold
# the rest, by `make lint`.
#
# It is tried on a text with mistakes too, which it has to find.

set -u
cd "$(dirname "$0")/.." || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

dialect() {
    LC_ALL=C awk -f tests/dialect.awk "$@"
}

find main.c lab lessons widgets tests -name '*.[ch]' >"$scratch/files"
# shellcheck disable=SC2046
dialect $(cat "$scratch/files") >"$scratch/found"
if [ "$(wc -l <"$scratch/files")" -gt 300 ] && [ ! -s "$scratch/found" ]; then
    echo 'ok - all C is in one dialect'
else
    sed 's/^/# /' "$scratch/found"
    echo 'not ok - all C is in one dialect'
fi

# Where a mistake is, the line says so.
cat >"$scratch/wrong.c" <<'C'
static int one(struct thing *p, char **list)
{
    int count = 0;
    if (!p) /* statement */
        return 0;
    while (list[count] != NULL) /* NULL */
        count++;
    for (struct thing *at = p; at->next != NULL && count; at = at->next) { /* NULL */
        const struct other *const *other = &at->other;
        int (*order)(const void *, const void *) = by_name;
        use(other, order); /* statement */
    }
    switch (count) {
    case 1: {
        unsigned int ones[] = {
            1,
            2,
        };
        /* Why this is so. */
        use(ones); /* statement */
    }
    }
    return (p = next(p)) == NULL ? 1 : 0; /* NULL */
}

static void two(void)
{
    va_list args;
    va_start(args, two); /* statement */
    if (both(1) && /* its second line */
        has(one, "a // text") != NULL) { /* NULL */
        struct err err = {0};
        size_t n;
        if (n) /* statement */
            return;
    }
    do {
        bool again = true;
        call(&again); /* statement */
    } while (next() != NULL); /* NULL */
    return a &&
           b != NULL; /* NULL */
}
C
cat >"$scratch/right.c" <<'C'
/* p == NULL in prose */
#define EMPTY(p) \
    ((p) == NULL)

struct pair {
    int one;
    const char *two; /* == NULL where there is none */
};

static const struct pair pairs[] = {
    {1, "p == NULL"},
    {
        2,
        "x",
    },
};

static bool kept(const struct pair *pair)
{
    bool has = pair->two != NULL;
    /* Why. */
    int one = pair->one,
        two = 2;

    call(one, pair->two != NULL);
    another(has);
    two += next(&one) == NULL;
    has |= call(one,
                &two) != NULL;
    if ((pair != NULL) != has)
        pair = (struct pair){.one = 1, .has = has != NULL};
    int later = 1;
    call(later);
    return pair->two != NULL;
}

static void only(void)
{
    int unused;
}

static void at_once(struct pair *pair)
{
    pair->one = 1;
    *pair = (struct pair){
        .one = 1,
    };
    if (!pair) {
        done();
    } else {
        typedef int number;

        a = b * c;
    }
    goto out;
out:
    return;
}
C

dialect "$scratch/wrong.c" | sed 's/^[^:]*:\([0-9]*\): a \(comparison\|statement\).*/\1 \2/' |
    sort -n >"$scratch/said"
sed -n '/\/\* NULL \*\//{=;s/.*/comparison/p;}
    /\/\* statement \*\//{=;s/.*/statement/p;}' "$scratch/wrong.c" |
    paste -d ' ' - - >"$scratch/wanted"
for what in comparison statement; do
    if grep "$what" "$scratch/wanted" >"$scratch/these" && {
        grep "$what" "$scratch/said" | diff "$scratch/these" - >"$scratch/diff"
    }; then
        echo "ok - each wrong $what would be found"
    else
        sed 's/^/# /' "$scratch/diff"
        echo "not ok - each wrong $what would be found"
    fi
done
dialect "$scratch/right.c" >"$scratch/said"
if [ ! -s "$scratch/said" ]; then
    echo 'ok - what is right is let alone'
else
    sed 's/^/# /' "$scratch/said"
    echo 'not ok - what is right is let alone'
fi
