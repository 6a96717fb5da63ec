/*
 * keyline.c - which keys fit into a row, and drawing them.
 *
 * A view lists its keys by weight, so what does not fit is dropped from the
 * end. Two are never given up for others: without ? and q a learner in a
 * narrow window would be lost.
 */
#include "widgets/view/keyline.h"

#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/mouse.h"

enum {
    GAP = 2, /* columns between two entries */
    NAMES = 128,
};

/* The app's own key, for views that don't list it (app.c, common_key()). */
static const struct key help = {.is = {ACTION_HELP}};

/* The keys that a learner must find even in the narrowest place. */
static bool essential(const struct key *key)
{
    return key_is(key, ACTION_HELP) || key_is(key, ACTION_QUIT);
}

/* Where a text is typed ? is a letter of it, and the row says F1. */
static bool says_help(const struct key *key)
{
    return key_is(key, ACTION_HELP) || (key->keys && !strcmp(key->keys, "F1"));
}

/* Columns of an entry with the gap behind it. */
static int width(const struct key *key)
{
    char names[NAMES];

    key_names(key, false, names, sizeof(names));
    return GAP + glyph_columns(names) + 1 + glyph_columns(_(key_brief(key)));
}

/* Columns of the whole row, were all of them drawn. */
static int width_of_all(const struct key *const *list, int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++)
        sum += width(list[i]);
    return sum;
}

/*
 * Those with a brief text, and help unless the view has a ? of its own: then
 * it has placed it, or (as the help itself) wants none. Returns how many.
 */
static int collect(const struct view *view, const struct key **list)
{
    int rows = key_list(view->keys, list), n = 0;
    bool has_help = false;

    for (int i = 0; i < rows; i++) {
        has_help = has_help || says_help(list[i]);
        if (*key_brief(list[i]) && key_offered(list[i], view))
            list[n++] = list[i];
    }
    if (!has_help && n < MOST_KEYS)
        list[n++] = &help;
    return n;
}

/* Take one off the list's end, an essential one only if no other is left. */
static int drop(const struct key **list, int n)
{
    int last = n - 1;

    while (last > 0 && essential(list[last]))
        last--;
    if (essential(list[last]))
        last = n - 1;
    memmove(&list[last], &list[last + 1],
            (size_t)(n - last - 1) * sizeof(*list));
    return n - 1;
}

/* A click on the name of one key is that key. */
static void click_on(struct area area, const char *name)
{
    int named = key_named(name, strlen(name));

    if (named >= 0)
        mouse_hit(area, named);
}

void keyline_draw(struct area area, const struct view *view)
{
    const struct key *list[MOST_KEYS];
    int n = collect(view, list);
    char names[NAMES];
    int x = 1;

    while (n > 0 && width_of_all(list, n) > area.w)
        n = drop(list, n);
    for (int i = 0; i < n; i++) {
        int first = x;

        key_names(list[i], false, names, sizeof(names));
        x += area_put(area, 0, x, ROLE_KEY, names) + 1;
        x += area_put(area, 0, x, ROLE_PLAIN, _(key_brief(list[i])));
        click_on(area_columns(area, first, x - first), names);
        x += GAP;
    }
}
