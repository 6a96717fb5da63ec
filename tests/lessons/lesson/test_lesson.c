/*
 * test_lesson.c - lessons made of front matter, prose and blocks.
 */
#include <unistd.h>

#include "tests/support/lessontest.h"
#include "tests/support/mutate.h"
#include "tests/support/within.h"

static const char sample[] = LESSONTEST_FRONT
    "\n" /* 14 */
    "Some prose.\n"
    "\n"
    "```c server\n"
    "int main(void)\n"
    "{\n"
    "    /* bind(here) comes later */\n"
    "    int s = socket(AF_INET, SOCK_STREAM, 0);\n"
    "    bind(s, 0, 0);\n"
    "    puts(\"accept( )\");\n"
    "    for (;;)\n"
    "        accept (s, 0, 0);\n"
    "}\n"
    "```\n"
    "\n" /* 28 */
    "More of it.\n"
    "\n"
    "```lab\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "\n"
    "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuseaddr) = 0\n"
    "```\n"
    "\n" /* 36 */
    "A question comes.\n"
    "\n"
    "```predict\n"
    "server: bind\n"
    "What will `bind()`\n"
    "return?\n"
    "\n"
    "0: It will\n"
    "  work: `why` not.\n"
    "-1 EADDRINUSE: It will not.\n"
    "```\n"
    "\n" /* 48 */
    "```lab\n"
    "server: bind(3, 0.0.0.0:12000) = 0\n"
    "server: listen(3, 5) = 0\n"
    "server: accept(3, _) = ...\n"
    "```\n"
    "\n" /* 54 */
    "```predict\n"
    "server: accept\n"
    "And accept()?\n"
    "\n"
    "4: Yes.\n"
    "...: No.\n"
    "```\n"
    "\n" /* 62 */
    "Nearly done.\n"
    "\n"
    "```lab\n"
    "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "client: connect(3, 10.0.0.1:12000) = 0\n"
    "server: = 4\n"
    "```\n"
    "\n"
    "```text\n"
    "shown as code\n"
    "```\n"
    "\n"
    "The end.\n";

/* ---- what is read ---- */

static void test_steps(void **state)
{
    static const struct {
        enum step_kind kind;
        size_t prose, n_prose, first_line, n_lines;
    } expected[] = {
        {STEP_RUN, 0, 2, 0, 1},     {STEP_RUN, 0, 2, 1, 1},
        {STEP_PREDICT, 2, 1, 0, 0}, {STEP_RUN, 2, 1, 2, 3},
        {STEP_PREDICT, 3, 0, 0, 0}, {STEP_RUN, 3, 1, 5, 3},
        {STEP_READ, 4, 2, 0, 0},
    };
    const struct lesson *l = lessontest_parse(*state, "t.md", sample);

    assert_int_equal(l->n_steps, 7);
    for (size_t i = 0; i < l->n_steps; i++) {
        const struct step *step = &l->steps[i];

        assert_int_equal(step->kind, expected[i].kind);
        assert_int_equal(step->prose, expected[i].prose);
        assert_int_equal(step->n_prose, expected[i].n_prose);
        assert_int_equal(step->n_lines, expected[i].n_lines);
        if (step->kind == STEP_RUN)
            assert_int_equal(step->first_line, expected[i].first_line);
    }
}

static void test_prose_is_what_remains(void **state)
{
    const struct lesson *l = lessontest_parse(*state, "t.md", sample);

    assert_int_equal(l->document.n, 6);
    assert_string_equal(l->document.paras[1].spans[0].text, "More of it.");
    assert_int_equal(l->document.paras[4].kind, PARA_CODE);
    assert_string_equal(l->document.paras[4].code, "shown as code\n");
    assert_int_equal(l->script.lines[1].number, 34);
    assert_int_equal(l->script.lines[1].group, 1);
    assert_int_equal(l->script.lines[2].group, 2);
}

static void test_predict(void **state)
{
    const struct lesson *l = lessontest_parse(*state, "t.md", sample);
    const struct predict *p = &l->predicts[0];

    assert_int_equal(l->n_predicts, 2);
    assert_int_equal(p->line, 39);
    assert_string_equal(p->actor, "server");
    assert_string_equal(p->call, "bind");
    assert_string_equal(p->question, "What will bind() return?");
    assert_int_equal(p->n_choices, 2);
    assert_string_equal(p->choices[0].sentence, "It will work: why not.");
    assert_int_equal(p->choices[1].result.err, EADDRINUSE);
    assert_string_equal(l->script.lines[p->about].text,
                        "server: bind(3, 0.0.0.0:12000) = 0");
}

static void test_predict_about_a_call_that_returns(void **state)
{
    const struct lesson *l = lessontest_parse(*state, "t.md", sample);

    assert_string_equal(l->script.lines[l->predicts[1].about].text,
                        "server: = 4");
    assert_int_equal(l->predicts[1].choices[1].result.kind, RESULT_BLOCKS);
}

/* From its step on, until another one, questions and the end included. */
static void test_show(void **state)
{
    const struct lesson *l = lessontest_parse(
        *state, "t.md",
        "---\ntitle: T\nchapter: C\nsummary: S.\nminutes: 1\n---\n\nOne.\n\n"
        "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n\nTwo.\n\n"
        "```show\nstates queues\n  owner\n```\n\n"
        "```predict\nserver: close\nWhat?\n\n0: Yes.\n-1 EBADF: No.\n```\n\n"
        "```lab\nserver: close(3) = 0\n```\n\nThree.\n\n"
        "```show\ncalls\n```\n\nThe end.\n");

    assert_int_equal(l->n_steps, 4);
    assert_int_equal(l->steps[0].show.line, 0);
    for (int i = 1; i <= 2; i++) {
        assert_int_equal(l->steps[i].show.panes, SHOW_STATES);
        assert_int_equal(l->steps[i].show.columns, SHOW_QUEUES | SHOW_OWNER);
        assert_int_equal(l->steps[i].n_prose, 1);
    }
    assert_true(l->steps[3].show.line > 0);
    assert_int_equal(l->steps[3].show.panes | l->steps[3].show.columns, 0);
    assert_int_equal(l->steps[3].n_prose, 2);
}

static void test_program(void **state)
{
    const struct lesson *l = lessontest_parse(*state, "t.md", sample);
    const struct program *p = lesson_program(l, "server");

    assert_non_null(p);
    assert_null(lesson_program(l, "client"));
    assert_int_equal(p->line, 17);
    assert_int_equal(program_line(p, "socket", -1), 3);
    assert_int_equal(program_line(p, "bind", -1), 4);
    assert_int_equal(program_line(p, "accept", -1), 7);
    assert_int_equal(program_line(p, "accept", 7), 7);
    assert_int_equal(program_line(p, "listen", -1), -1);
    assert_int_equal(program_line(p, "cept", -1), -1);
}

static void test_standalone_script(void **state)
{
    static const char text[] = "toggle port 80 81\n\nserver: start\n"
                               "server: SIGINT\n\nwire: hold\n";
    const struct lesson *l = lessontest_parse(*state, "/tmp/03-x.lab", text);

    assert_string_equal(l->id, "x");
    assert_string_equal(l->title, "x");
    assert_string_equal(l->compare, "");
    assert_int_equal(l->n_toggles, 1);
    assert_int_equal(l->n_steps, 2);
    assert_int_equal(l->steps[0].kind, STEP_RUN);
    assert_int_equal(l->steps[0].n_lines, 2);
    assert_int_equal(l->steps[1].first_line, 2);
    assert_int_equal(l->script.lines[2].number, 6);
    assert_true(l->needs[NEED_WIRE]);
}

static void test_empty_script(void **state)
{
    assert_int_equal(lessontest_parse(*state, "x.lab", "")->n_steps, 0);
}

static void test_mark_and_crlf(void **state)
{
    const struct lesson *l = lessontest_parse(
        *state, "t.md",
        "\xef\xbb\xbf---\r\ntitle: T\r\nchapter: C\r\nsummary: S\r\n"
        "minutes: 1\r\n---\r\n\r\nProse.\r\n\r\n```lab\r\n"
        "server: start\r\n\r\nserver: SIGINT\r\n```\r\n");

    assert_string_equal(l->title, "T");
    assert_int_equal(l->n_steps, 2);
    assert_string_equal(l->script.lines[0].text, "server: start");
    assert_int_equal(l->script.lines[0].number, 11);
}

static void test_lacks(void **state)
{
    const char *why = "";

    assert_int_equal(
        lesson_lacks(lessontest_parse(*state, "x.lab", "server: start"),
                     ISOLATION_LOOPBACK, &why),
        NEEDS);
    assert_null(why);
    assert_int_equal(
        lesson_lacks(lessontest_parse(*state, "x.lab", "wire: hold"),
                     ISOLATION_LOOPBACK, &why),
        NEED_WIRE);
    assert_non_null(why);
    assert_int_equal(
        lesson_lacks(lessontest_parse(*state, "x.lab", "wire: hold"),
                     ISOLATION_NAMESPACE, &why),
        NEEDS);
}

/* ---- what is refused ---- */

static void test_wrong_blocks(void **state)
{
    static const struct {
        const char *from, *to, *message;
    } wrong[] = {
        {"server: listen(3, 5) = 0", "server: listne(3, 5) = 0", "t.md:51: "},
        {"```lab\nclient", "```lab now\nclient", "t.md:65: 'now' was found"},
        {"```lab\nclient", "```show\nwire queue\n```\n\n```lab\nclient",
         "t.md:66: 'queue' was found, calls, wire,"},
        {"```lab\nclient", "```show\n\n```\n\n```lab\nclient",
         "t.md:65: an empty block was found"},
        {"```lab\nclient", "```show wire\n\n```\n\n```lab\nclient",
         "t.md:65: "},
        {"client: socket", "toggle a b c\nclient: socket",
         "t.md:66: a toggle line"},
        {"```c server", "```c ser ver", "t.md:17: the actor 'ser ver'"},
        {"```text", "```c server", "t.md:71: a second program of server"},
        {"server: bind\n", "server bind\n", "t.md:40: 'server bind'"},
        {"server: bind\n", "server: bond\n", "t.md:40: 'server: bond'"},
        {"server: bind\n", "client: bind\n",
         "t.md:39: a question on 'client: bind' was found"},
        {"What will `bind()`\nreturn?\n", "", "t.md:41: no question"},
        {"0: It will\n", "zero: It will\n", "t.md:44: 'zero' was found"},
        {"0: It will\n", "0 It will\n", "t.md:44: '0 It will' was found"},
        {"-1 EADDRINUSE: It will not.\n", "0: Again.\n",
         "t.md:46: the choice '0' was found twice"},
        {"-1 EADDRINUSE: It will not.\n", "", "t.md:39: 1 choices"},
        {"Nearly done.", "<b>Nearly</b>", "t.md:63: HTML was found"},
        {"Nearly done.", "Nearly \x01 done.", "t.md:63: a control"},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        lessontest_change_refused(*state, sample, wrong[i].from, wrong[i].to,
                                  wrong[i].message);
}

static void test_call_of_the_dead(void **state)
{
    struct lessontest *f = *state;
    const char *text = "toggle t a b\nserver: SIGINT\nserver: killed SIGINT\n"
                       "[t=b] server: start\nserver: close(3)\n";

    assert_null(lesson_parse("t.lab", text, strlen(text), &f->err));
    assert_string_equal(f->err.text,
                        "t.lab:5: a call of server was found, 'server: "
                        "start' was expected before it: server died at line "
                        "3");
    lessontest_parse(f, "t.lab",
                     "server: exited 0\nserver: start\nserver: close(3)\n"
                     "server: exited 0\nserver: restart\nserver: close(3)\n"
                     "server: fork(b)\nb: exited 0\nserver: fork(b)\n"
                     "b: close(3)\n");
}

static void test_first_problem_is_the_topmost(void **state)
{
    struct lessontest *f = *state;
    const char *text = "server: jump\ntoggle a\n";

    assert_null(lesson_parse("t.lab", text, strlen(text), &f->err));
    assert_memory_equal(f->err.text, "t.lab:1: ", 9);
}

/* ---- files ---- */

static void test_load(void **state)
{
    struct lessontest *f = *state;
    char name[] = "/tmp/test_lesson.XXXXXX";
    int fd = mkstemp(name);

    assert_return_code(fd, errno);
    assert_int_equal(write(fd, "server: start", 13), 13);
    f->lesson = lesson_load(name, &f->err);
    assert_non_null(f->lesson);
    assert_int_equal(f->lesson->n_steps, 1);
    assert_return_code(ftruncate(fd, (4 << 20) + 1), errno);
    assert_null(lesson_load(name, &f->err));
    assert_non_null(strstr(f->err.text, "more than 4 MiB"));
    close(fd);
    unlink(name);
    assert_null(lesson_load(name, &f->err));
    assert_non_null(strstr(f->err.text, "No such file"));
    assert_null(lesson_load("/tmp", &f->err));
    assert_non_null(strstr(f->err.text, "Is a directory"));
}

/* A menu needs the head alone; the rest comes when it is asked for. */
static void test_head_first(void **state)
{
    struct err err;
    struct lesson *l =
        lesson_parse_head("07-x.md", sample, strlen(sample), &err);
    const char *id;

    (void)state;
    assert_non_null(l);
    id = l->id;
    assert_int_equal(l->order, 7);
    assert_int_equal(l->n_steps, 0);
    assert_int_equal(lesson_complete(l, &err), 0);
    assert_true(l->n_steps > 0);
    assert_ptr_equal(l->id, id);
    assert_int_equal(lesson_complete(l, &err), 0);
    lesson_free(l);
}

/* What is wrong below the head is said when it is read, and harms nothing. */
static void test_head_of_a_broken_lesson(void **state)
{
    static const char broken[] = "---\ntitle: T\nchapter: C\nsummary: S\n"
                                 "minutes: 1\n---\n\n```lab\nno line\n```\n";
    struct err err;
    struct lesson *l =
        lesson_parse_head("b.md", broken, sizeof(broken) - 1, &err);

    (void)state;
    assert_non_null(l);
    assert_int_equal(lesson_complete(l, &err), -1);
    assert_non_null(strstr(err.text, "b.md:9: "));
    assert_string_equal(l->title, "T");
    assert_int_equal(lesson_complete(l, &err), -1);
    lesson_free(l);
    assert_null(lesson_parse_head("b.md", "---\ntitle: T\n", 13, &err));
}

static void test_mutations(void **state)
{
    struct lessontest *f = *state;
    uint32_t seed = 4711;
    int accepted = 0;

    for (int i = 0; i < 2000; i++) {
        size_t len;
        char *text = mutate(sample, sizeof(sample) - 1, &len, &seed);
        struct lesson *lesson;

        f->err.text[0] = '\0';
        lesson = lesson_parse("t.md", text, len, &f->err);
        if (!lesson)
            assert_memory_equal(f->err.text, "t.md", 4);
        accepted += lesson != NULL;
        lesson_free(lesson);
        free(text);
    }
    assert_within(accepted, 1, 1999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LESSONTEST(test_steps),
        LESSONTEST(test_prose_is_what_remains),
        LESSONTEST(test_predict),
        LESSONTEST(test_predict_about_a_call_that_returns),
        LESSONTEST(test_show),
        LESSONTEST(test_program),
        LESSONTEST(test_standalone_script),
        LESSONTEST(test_empty_script),
        LESSONTEST(test_mark_and_crlf),
        LESSONTEST(test_lacks),
        LESSONTEST(test_wrong_blocks),
        LESSONTEST(test_call_of_the_dead),
        LESSONTEST(test_first_problem_is_the_topmost),
        LESSONTEST(test_load),
        LESSONTEST(test_head_first),
        LESSONTEST(test_head_of_a_broken_lesson),
        LESSONTEST(test_mutations),
    };

    return cmocka_run_group_tests_name("lesson", tests, NULL, NULL);
}
