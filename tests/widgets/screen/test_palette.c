/*
 * test_palette.c - each theme can be read, with as many colours as there may
 * be and on whatever it is made for, and which one is taken by itself.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "widgets/screen/palette.h"

/* ---- contrast, as WCAG 2 defines it ---- */

static double linear(int value)
{
    double part = value / 255.0;

    return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(int rgb)
{
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

static double contrast(int one, int other)
{
    double a = luminance(one) + 0.05, b = luminance(other) + 0.05;

    return a > b ? a / b : b / a;
}

static void computes_what_is_known(void **state)
{
    (void)state;
    assert_true(fabs(contrast(0, 0xffffff) - 21) < 0.01);
    assert_true(fabs(contrast(0x767676, 0xffffff) - 4.54) < 0.01);
    assert_int_equal(palette_rgb(16), 0x000000);
    assert_int_equal(palette_rgb(25), 0x005faf);
    assert_int_equal(palette_rgb(231), 0xffffff);
    assert_int_equal(palette_rgb(243), 0x767676);
}

/* ---- what terminals make of the first 16 colours ---- */

static const int shades[][16] = {
    /* xterm(1), XTerm-col.ad and the defaults */
    {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd,
     0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff,
     0x00ffff, 0xffffff},
    /* the console of Linux, which is VGA's: drivers/tty/vt/vt.c */
    {0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa,
     0xaaaaaa, 0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff,
     0x55ffff, 0xffffff},
};

enum { SHADES = sizeof shades / sizeof *shades };

/* What is behind the text where the theme leaves that to the terminal. */
static const int dark_grounds[] = {
    0x000000, 0x1e1e1e, 0x282c34, 0x300a24, 0x002b36, 0x2e3436,
};
static const int light_grounds[] = {0xffffff, 0xeeeeee, 0xfdf6e3};

static int rgb(int colour, enum depth depth, int kind)
{
    return depth == DEPTH_256 ? palette_rgb(colour) : shades[kind][colour];
}

static void assert_seen(const struct palette *palette, enum role role,
                        enum depth depth, int text, int behind)
{
    double least = strcmp(palette->name, "high-contrast") == 0 ? 7 : 4.5;

    if (contrast(text, behind) < least)
        fail_msg("%s, role %d, depth %d: #%06x on #%06x is %.2f:1, expected "
                 "%.1f:1",
                 palette->name, role, depth, text, behind,
                 contrast(text, behind), least);
}

/* With few colours a terminal's own background is one of them. */
static void assert_seen_on(const struct palette *palette, enum role role,
                           enum depth depth, int text, enum ground ground)
{
    const int *grounds = ground == GROUND_DARK ? dark_grounds : light_grounds;
    int n = ground == GROUND_DARK ? sizeof dark_grounds / sizeof *grounds
                                  : sizeof light_grounds / sizeof *grounds;

    for (int i = 0; i < (depth == DEPTH_256 ? n : 1); i++)
        assert_seen(palette, role, depth, text, grounds[i]);
}

/* A colour on the terminal's own background must suit it. */
static void reads_role(const struct palette *palette, enum role role,
                       enum depth depth, int kind)
{
    const struct look *look = &palette->looks[role];
    int text = look->text.of[depth], behind = look->behind.of[depth];

    if (text == OWN) {
        /* Nobody knows the terminal's own text's colour. */
        assert_int_equal(behind, OWN);
        return;
    }
    text = rgb(text, depth, kind);
    if (behind != OWN)
        assert_seen(palette, role, depth, text, rgb(behind, depth, kind));
    else if (palette->ground != GROUND_UNKNOWN)
        assert_seen_on(palette, role, depth, text, palette->ground);
    else {
        assert_seen(palette, role, depth, text, 0x000000);
        assert_seen(palette, role, depth, text, 0xffffff);
    }
}

/* The lines around panes say nothing, and may be weak. */
static void reads_on_its_grounds(void **state)
{
    (void)state;
    for (const struct palette *one = palettes; one->name; one++)
        for (int role = 0; role < ROLES; role++)
            for (int depth = 0; depth < DEPTHS && role != ROLE_FRAME; depth++)
                for (int kind = 0; kind < SHADES; kind++)
                    reads_role(one, (enum role)role, (enum depth)depth, kind);
}

static bool same(const struct palette *palette, enum role one, enum role other,
                 enum depth depth)
{
    const struct look *a = &palette->looks[one], *b = &palette->looks[other];

    return a->text.of[depth] == b->text.of[depth] &&
           a->behind.of[depth] == b->behind.of[depth] &&
           palette_attributes(palette, one, depth) ==
               palette_attributes(palette, other, depth);
}

/* Words and signs say it too, but an error should stand out. */
static void tells_what_matters_apart(void **state)
{
    static const enum role roles[] = {ROLE_PLAIN, ROLE_ERROR, ROLE_WARN,
                                      ROLE_DIFF};

    (void)state;
    for (const struct palette *one = palettes; one->name; one++)
        for (int depth = 0; depth < DEPTHS; depth++)
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < i; j++)
                    if (same(one, roles[i], roles[j], (enum depth)depth))
                        fail_msg("%s, depth %d: roles %d and %d look alike",
                                 one->name, depth, roles[i], roles[j]);
}

/* ---- colour-blindness ---- */

/*
 * What someone without one kind of cones sees, by F. Vienot, H. Brettel and J.
 * Mollon (1999): red and green become one axis, blue stays. What is left of a
 * difference is that of this axis and of blue.
 */
static double seen_apart(int one, int other, bool protan)
{
    double red = protan ? 0.11238 : 0.29275, green = 1 - red, sum = 0;
    double a[2] = {red * linear(one >> 16) + green * linear(one >> 8 & 255),
                   linear(one & 255)};
    double b[2] = {red * linear(other >> 16) + green * linear(other >> 8 & 255),
                   linear(other & 255)};

    for (int i = 0; i < 2; i++)
        sum += fabs(cbrt(a[i]) - cbrt(b[i]));
    return sum;
}

static void is_safe_for_the_colour_blind(void **state)
{
    (void)state;
    for (const struct palette *one = palettes; one->name; one++) {
        int right = one->looks[ROLE_OK].text.of[DEPTH_256];
        int wrong = one->looks[ROLE_ERROR].text.of[DEPTH_256];

        if (strcmp(one->name, "colour-blind-safe") != 0 || right == OWN)
            continue;
        for (int protan = 0; protan < 2; protan++)
            assert_true(seen_apart(palette_rgb(right), palette_rgb(wrong),
                                   protan) > 0.5);
    }
}

/* ---- choosing ---- */

static void assert_chosen(const char *name, enum ground ground,
                          const char *wanted, enum ground made_for)
{
    const struct palette *found = palette_find(name, ground);

    assert_non_null(found);
    assert_string_equal(found->name, wanted);
    assert_int_equal(found->ground, made_for);
}

static void finds_the_theme_for_the_ground(void **state)
{
    (void)state;
    assert_chosen("auto", GROUND_DARK, "dark", GROUND_DARK);
    assert_chosen("auto", GROUND_LIGHT, "light", GROUND_LIGHT);
    assert_chosen("auto", GROUND_UNKNOWN, "auto", GROUND_UNKNOWN);
    assert_chosen("dark", GROUND_LIGHT, "dark", GROUND_DARK);
    assert_chosen("colour-blind-safe", GROUND_LIGHT, "colour-blind-safe",
                  GROUND_LIGHT);
    assert_chosen("colour-blind-safe", GROUND_UNKNOWN, "colour-blind-safe",
                  GROUND_UNKNOWN);
    assert_null(palette_find("pink", GROUND_DARK));
}

static void reads_colorfgbg(void **state)
{
    static const struct {
        const char *text;
        enum ground ground;
    } rows[] = {
        {NULL, GROUND_UNKNOWN},         {"", GROUND_UNKNOWN},
        {"15;0", GROUND_DARK},          {"0;15", GROUND_LIGHT},
        {"7;8", GROUND_DARK},           {"0;7", GROUND_LIGHT},
        {"0;default;15", GROUND_LIGHT}, {"0;default", GROUND_UNKNOWN},
        {"0;", GROUND_UNKNOWN},         {"0;16", GROUND_UNKNOWN},
        {"15", GROUND_UNKNOWN},         {"15;0x", GROUND_UNKNOWN},
        {"15;-1", GROUND_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(palette_ground(rows[i].text), rows[i].ground);
}

static void lists_each_theme_once(void **state)
{
    char names[128];

    (void)state;
    assert_string_equal(theme_names(names, sizeof names),
                        "auto, dark, light, high-contrast, colour-blind-safe, "
                        "mono");
    assert_int_equal(theme_choose("pink"), -1);
    assert_int_equal(theme_choose("mono"), 0);
    assert_int_equal(theme_choose(NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computes_what_is_known),
        cmocka_unit_test(reads_on_its_grounds),
        cmocka_unit_test(tells_what_matters_apart),
        cmocka_unit_test(is_safe_for_the_colour_blind),
        cmocka_unit_test(finds_the_theme_for_the_ground),
        cmocka_unit_test(reads_colorfgbg),
        cmocka_unit_test(lists_each_theme_once),
    };

    return cmocka_run_group_tests_name("palette", tests, NULL, NULL);
}
