/*
 * test_frontmatter.c - the YAML above a lesson, and what is refused in it.
 */
#include "tests/support/lessontest.h"

static const char sample[] = LESSONTEST_FRONT "\nSome prose.\n";

static void test_frontmatter(void **state)
{
    const struct lesson *l =
        lessontest_parse(*state, "dir/07-other-name.md", sample);

    assert_string_equal(l->id, "small-one");
    assert_string_equal(l->title, "A small one");
    assert_string_equal(l->chapter, "First contact");
    assert_string_equal(l->summary, "It is small.");
    assert_int_equal(l->minutes, 3);
    assert_int_equal(l->order, 7);
    assert_string_equal(l->file, "dir/07-other-name.md");
    assert_int_equal(l->n_toggles, 1);
    assert_string_equal(l->toggles[0].label, "SO_REUSEADDR");
    assert_string_equal(l->toggles[0].values[0], "off");
    assert_string_equal(l->compare, "reuseaddr");
}

static void test_id_from_the_file(void **state)
{
    static const char text[] = "---\ntitle: T\nchapter: C\nsummary: S\n"
                               "minutes: 1\nneeds: [wire, ipv6]\n---\n";
    const struct lesson *l =
        lessontest_parse(*state, "/x/012-late-data.md", text);

    assert_string_equal(l->id, "late-data");
    assert_int_equal(l->order, 12);
    assert_true(l->needs[NEED_WIRE]);
    assert_true(l->needs[NEED_IPV6]);
    assert_false(l->needs[NEED_SYSCTL]);
    l = lessontest_parse(*state, "plain.md", text);
    assert_string_equal(l->id, "plain");
    assert_int_equal(l->order, 0);
}

/* Each need can be written, and comes to be that one alone. */
static void test_every_need_has_a_name(void **state)
{
    char text[256];

    for (int i = 0; i < NEEDS; i++) {
        const struct lesson *l;

        snprintf(text, sizeof(text),
                 "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
                 "needs: [%s]\n---\n",
                 need_name((enum need)i));
        l = lessontest_parse(*state, "t.md", text);
        for (int k = 0; k < NEEDS; k++)
            assert_int_equal(l->needs[k], k == i);
        /* What only a kernel may lack, a world may always have. */
        assert_true(isolation_cannot(ISOLATION_LOOPBACK, (enum need)i) ||
                    need_lack((enum need)i));
        assert_null(isolation_cannot(ISOLATION_NAMESPACE, (enum need)i));
    }
}

static void test_view(void **state)
{
    static const char front[] = "---\ntitle: T\nchapter: C\nsummary: S\n"
                                "minutes: 1\n%s---\n";

    static const struct {
        const char *line;
        enum lesson_shows shows;
    } views[] = {
        {"", SHOWS_CALLS},
        {"view: wire\n", SHOWS_WIRE},
        {"view: states\n", SHOWS_STATES},
    };
    char text[256];

    for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
        snprintf(text, sizeof(text), front, views[i].line);
        assert_int_equal(lessontest_parse(*state, "t.md", text)->shows,
                         views[i].shows);
    }
    /* The wire in sight is no need of it: loopback shows calls and states. */
    assert_false(lessontest_parse(*state, "t.md", text)->needs[NEED_WIRE]);
}

static void test_wrong_frontmatter(void **state)
{
    static const struct {
        const char *from, *to, *message;
    } wrong[] = {
        {"---\nid", "--\nid", "t.md:1: no front matter was found"},
        {"title: A small one\n", "", "t.md:1: no title was found"},
        {"minutes: 3\n", "", "t.md:1: no minutes was found"},
        {"minutes: 3", "minutes: many", "t.md:7: minutes 'many' was found"},
        {"minutes: 3", "minutes: 0", "t.md:7: minutes '0' was found"},
        {"minutes: 3", "minute: 3", "t.md:1: no minutes"},
        {"minutes: 3", "minutes: 3\nauthor: X",
         "t.md:8: the key 'author' was found"},
        {"minutes: 3", "minutes: 3\nminutes: 4",
         "t.md:8: a second minutes was found"},
        {"A small one", "[a, b]", "t.md:3: title as a list"},
        {"A small one", "\"a\\eb\"", "t.md:3: title 'a"},
        {"small-one", "Small One", "t.md:2: id 'Small One' was found"},
        {"small-one", "12", "t.md:2: id '12' was found"},
        {"values: [off, on]", "values: [off]", "t.md:11: 1 values"},
        {"values: [off, on]", "values: off", "t.md:11: values 'off'"},
        {"values: [off, on]", "values: [off, off]", "t.md:11: the value"},
        {"values: [off, on]", "values: [off, 'o n']", "t.md:11: the value"},
        {"    values: [off, on]\n", "", "t.md:9: a toggle without values"},
        {"label:", "lable:", "t.md:10: the key 'lable' was found"},
        {"name: reuseaddr", "name: a b", "t.md:9: the toggle 'a b'"},
        {"compare: reuseaddr", "compare: nagle",
         "t.md:12: compare 'nagle' was found, a toggle was expected: "
         "reuseaddr"},
        {"compare: reuseaddr", "needs: [wire, root]",
         "t.md:12: the need 'root' was found"},
        {"compare: reuseaddr", "needs: wire", "t.md:12: needs 'wire'"},
        {"compare: reuseaddr", "view: ladder",
         "t.md:12: view 'ladder' was found, wire or states was expected"},
        {"compare: reuseaddr", "view: [wire]", "t.md:12: view as a list"},
        {"chapter: First contact", "chapter: a: b", "t.md:4: "},
        {"minutes: 3\n", "minutes: [3\n", "t.md:"},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        lessontest_change_refused(*state, sample, wrong[i].from, wrong[i].to,
                                  wrong[i].message);
    lessontest_refused(*state, "---\ntitle: x\n",
                       "t.md:1: no end of the front matter");
    lessontest_refused(*state, "", "t.md:1: no front matter");
    lessontest_refused(*state, "---\n---\n", "t.md:2: no keys were found");
}

static void test_huge_frontmatter(void **state)
{
    enum { DEEP = 100000 };
    char *text = malloc(DEEP + 20);

    memset(text, '[', DEEP);
    memcpy(text, "---\n", 4);
    strcpy(text + DEEP, "\n---\n");
    lessontest_refused(*state, text, "t.md:3: 99997 bytes of front matter");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LESSONTEST(test_frontmatter),
        LESSONTEST(test_id_from_the_file),
        LESSONTEST(test_every_need_has_a_name),
        LESSONTEST(test_view),
        LESSONTEST(test_wrong_frontmatter),
        LESSONTEST(test_huge_frontmatter),
    };

    return cmocka_run_group_tests_name("frontmatter", tests, NULL, NULL);
}
