/*
 * test_quiz.c - questions, answers for each lane, and who was right.
 */
#include <curses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/drawing.h"
#include "tests/support/walk.h"
#include "widgets/panes/result_text.h"
#include "widgets/quiz/quiz.h"
#include "widgets/view/view.h"

struct fixture {
    struct walk walk;
    struct quiz quiz;
};

static int setup(void **state)
{
    static struct fixture fixture;

    walk_open(&fixture.walk, walk_reuseaddr, walk_time_wait);
    quiz_open(&fixture.quiz, &fixture.walk.lesson->predicts[0], 0, 2);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    walk_close(&fixture->walk);
    return 0;
}

static void draw_question(struct fixture *fixture)
{
    quiz_draw(drawing_begin(12, 80), 0, &fixture->quiz, fixture->walk.runner);
}

static int draw_verdict(struct fixture *fixture)
{
    return quiz_verdict(drawing_begin(12, 80), 0, &fixture->quiz,
                        fixture->walk.runner, 0);
}

/* Answer in both lanes and let the kernel decide. */
static void play(struct fixture *fixture, int first, int second)
{
    quiz_key(&fixture->quiz, first);
    quiz_key(&fixture->quiz, second);
    walk_steps(&fixture->walk, 5);
    quiz_judge(&fixture->quiz, fixture->walk.runner, NULL);
}

static void asks_without_giving_reasons_away(void **state)
{
    draw_question(*state);
    assert_shows("What does bind() return?");
    assert_shows("Question: SO_REUSEADDR off ");
    assert_shows("1  0");
    assert_shows("2  -1 EADDRINUSE  Address already in use");
    assert_lacks("Busy it is.");
}

/* What was said stands in the heading's line, and short choices in one. */
static void takes_few_rows_where_these_are_few(void **state)
{
    struct fixture *fixture = *state;

    quiz_key(&fixture->quiz, '2');
    fixture->quiz.tight = true;
    draw_question(fixture);
    assert_non_null(strstr(drawing_row(0), "Question: SO_REUSEADDR on "));
    assert_non_null(strstr(drawing_row(0), "SO_REUSEADDR off: -1 EADDRINUSE"));
    assert_string_equal(drawing_row(2),
                        "  1  0   2  -1 EADDRINUSE  Address already in use");
    assert_string_equal(drawing_row(3), "");
    assert_int_equal(drawing_click("1  0"), '1');
    assert_int_equal(drawing_click("Address already"), '2');
}

static void asks_each_lane(void **state)
{
    struct fixture *fixture = *state;

    assert_true(quiz_key(&fixture->quiz, '2'));
    assert_true(quiz_asks(&fixture->quiz));
    draw_question(fixture);
    assert_shows("SO_REUSEADDR off: -1 EADDRINUSE");
    assert_shows("Question: SO_REUSEADDR on ");
    assert_true(quiz_key(&fixture->quiz, '1'));
    assert_false(quiz_asks(&fixture->quiz));
    assert_int_equal(fixture->quiz.answers[0], 1);
    assert_int_equal(fixture->quiz.answers[1], 0);
}

static void takes_the_chosen_answer(void **state)
{
    struct fixture *fixture = *state;

    quiz_key(&fixture->quiz, SCREEN_KEY_DOWN);
    quiz_key(&fixture->quiz, SCREEN_KEY_DOWN);
    quiz_key(&fixture->quiz, '\n');
    quiz_key(&fixture->quiz, SCREEN_KEY_UP);
    quiz_key(&fixture->quiz, SCREEN_KEY_UP);
    quiz_key(&fixture->quiz, '\n');
    assert_int_equal(fixture->quiz.answers[0], 1);
    assert_int_equal(fixture->quiz.answers[1], 0);
}

static void has_chosen_nothing_by_itself(void **state)
{
    struct fixture *fixture = *state;

    draw_question(fixture);
    assert_shows("\xe2\x94\x80 Question: SO_REUSEADDR off \xe2\x94\x80");
    assert_lacks("\xe2\x96\xb6");
    assert_false(quiz_key(&fixture->quiz, '\n'));
    assert_int_equal(fixture->quiz.lane, 0);
    quiz_key(&fixture->quiz, SCREEN_KEY_DOWN);
    draw_question(fixture);
    assert_shows("\xe2\x96\xb6 1  0");
}

static void asks_once_where_all_worlds_are_alike(void **state)
{
    struct fixture *fixture = *state;
    struct predict early = fixture->walk.lesson->predicts[0];

    early.about = 0; /* socket(), which no switch acts on */
    quiz_ask(&fixture->quiz, &early, 0, fixture->walk.runner);
    draw_question(fixture);
    assert_shows("one answer, for all worlds are the same so far");
    assert_lacks("SO_REUSEADDR off");
    quiz_key(&fixture->quiz, '2');
    assert_false(quiz_asks(&fixture->quiz));
    assert_int_equal(fixture->quiz.answers[0], 1);
    assert_int_equal(fixture->quiz.answers[1], 1);
}

static void asks_of_each_where_a_switch_has_acted(void **state)
{
    struct fixture *fixture = *state;

    quiz_ask(&fixture->quiz, &fixture->walk.lesson->predicts[0], 0,
             fixture->walk.runner);
    assert_false(fixture->quiz.together);
    draw_question(fixture);
    assert_shows("Question: SO_REUSEADDR off ");
}

static void says_once_more_what_was_wrong(void **state)
{
    struct fixture *fixture = *state;
    struct area area = drawing_begin(12, 80);

    play(fixture, '2', '2');
    int rows = quiz_wrong(area, 0, &fixture->quiz, fixture->walk.runner);
    assert_int_equal(rows, 2);
    assert_shows("What does bind() return?");
    assert_shows("SO_REUSEADDR on: 0, you said -1 EADDRINUSE.");
    assert_lacks("SO_REUSEADDR off");
}

static void has_nothing_to_say_of_right_answers(void **state)
{
    struct fixture *fixture = *state;

    play(fixture, '2', '1');
    assert_int_equal(quiz_wrong(drawing_begin(12, 80), 0, &fixture->quiz,
                                fixture->walk.runner),
                     0);
}

static void takes_an_answer_back(void **state)
{
    struct fixture *fixture = *state;

    assert_false(quiz_key(&fixture->quiz, 'b'));
    quiz_key(&fixture->quiz, '2');
    assert_true(quiz_key(&fixture->quiz, 'b'));
    assert_int_equal(fixture->quiz.lane, 0);
    assert_int_equal(fixture->quiz.answers[0], ANSWER_NONE);
}

static void passes_other_keys_on(void **state)
{
    struct fixture *fixture = *state;

    assert_false(quiz_key(&fixture->quiz, '3'));
    assert_false(quiz_key(&fixture->quiz, ' '));
    assert_false(quiz_key(&fixture->quiz, 'q'));
    assert_int_equal(fixture->quiz.lane, 0);
}

static void waits_for_the_kernel(void **state)
{
    struct fixture *fixture = *state;

    quiz_key(&fixture->quiz, '2');
    quiz_key(&fixture->quiz, '1');
    walk_steps(&fixture->walk, 4);
    assert_false(quiz_judge(&fixture->quiz, fixture->walk.runner, NULL));
    assert_int_equal(draw_verdict(fixture), 0);
    walk_steps(&fixture->walk, 1);
    assert_true(quiz_judge(&fixture->quiz, fixture->walk.runner, NULL));
    assert_false(quiz_judge(&fixture->quiz, fixture->walk.runner, NULL));
}

static void says_who_was_right(void **state)
{
    play(*state, '2', '1');
    assert_true(draw_verdict(*state) > 0);
    assert_shows("SO_REUSEADDR off: -1 EADDRINUSE, right.");
    assert_shows("SO_REUSEADDR on: 0, right.");
    assert_shows("Busy it is.");
    assert_shows("Free it is.");
}

static void says_who_was_wrong_and_why(void **state)
{
    play(*state, '1', '0');
    draw_verdict(*state);
    assert_shows("SO_REUSEADDR off: -1 EADDRINUSE, you said 0.");
    assert_shows("Busy it is.");
    assert_shows("Free it is.");
    assert_lacks("SO_REUSEADDR on");
}

/* Verdicts too wide for one row count as two, or the reasons are cut. */
static void counts_the_rows_it_draws(void **state)
{
    struct fixture *fixture = *state;

    play(fixture, '1', '2');
    int rows = quiz_verdict((struct area){.w = 78}, 0, &fixture->quiz,
                            fixture->walk.runner, 0);
    assert_int_equal(rows,
                     quiz_verdict(drawing_begin(12, 78), 0, &fixture->quiz,
                                  fixture->walk.runner, 0));
    assert_int_equal(rows, 4);
}

static void says_nothing_of_skipped_questions(void **state)
{
    play(*state, '0', '0');
    assert_int_equal(draw_verdict(*state), 0);
}

/* Asked in one lane only, of a call whose result has a name in scripts. */
static const char waits_for_room[] =
    "First prose.\n\n"
    "```lab\n"
    "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "```\n\n"
    "```predict\n"
    "client: poll\n"
    "What does poll() report?\n\n"
    "POLLOUT|POLLHUP: It never had a peer.\n"
    "...: It waits.\n"
    "```\n\n"
    "```lab\n"
    "[reuseaddr=on] client: poll(3, POLLOUT, -1) = POLLOUT|POLLHUP\n"
    "```\n";

static void asks_only_where_the_line_runs(void **state)
{
    struct fixture *fixture = *state;
    struct quiz *quiz = &fixture->quiz;

    walk_close(&fixture->walk);
    walk_open(&fixture->walk, walk_reuseaddr, waits_for_room);
    quiz_ask(quiz, &fixture->walk.lesson->predicts[0], 0, fixture->walk.runner);
    draw_question(fixture);
    assert_shows("Question: SO_REUSEADDR on ");
    assert_lacks("SO_REUSEADDR off");
    assert_false(quiz_key(quiz, 'b'));
    quiz_key(quiz, '2');
    assert_false(quiz_asks(quiz));
    quiz_said(drawing_begin(12, 80), 0, quiz, fixture->walk.runner, 0);
    assert_shows("You said SO_REUSEADDR on: blocks");
    assert_true(quiz_key(quiz, 'b'));
    assert_int_equal(quiz->lane, 1);
}

static void names_what_poll_reports(void **state)
{
    struct fixture *fixture = *state;
    struct quiz *quiz = &fixture->quiz;

    walk_close(&fixture->walk);
    walk_open(&fixture->walk, walk_reuseaddr, waits_for_room);
    quiz_ask(quiz, &fixture->walk.lesson->predicts[0], 0, fixture->walk.runner);
    draw_question(fixture);
    assert_shows("1  POLLOUT|POLLHUP");
    quiz_key(quiz, '2');
    walk_steps(&fixture->walk, 3);
    quiz_judge(quiz, fixture->walk.runner, NULL);
    draw_verdict(fixture);
    assert_shows("SO_REUSEADDR on: POLLOUT|POLLHUP, you said blocks.");
}

/* A call of which is asked what it fills in, and not what it returns. */
static const char fills_in[] =
    "Words.\n\n```predict\nserver: getsockname ADDRESS\nWhich address?\n\n"
    "0.0.0.0:0: None yet.\n0.0.0.0:80: The usual one.\n"
    "-1 EINVAL: Not even that.\n```\n\n"
    "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: getsockname(3, _) = 0\n```\n";

static void asks_what_a_call_fills_in(void **state)
{
    struct fixture *fixture = *state;
    struct quiz *quiz = &fixture->quiz;

    walk_close(&fixture->walk);
    walk_open(&fixture->walk, walk_reuseaddr, fills_in);
    quiz_ask(quiz, &fixture->walk.lesson->predicts[0], 0, fixture->walk.runner);
    draw_question(fixture);
    assert_shows("1  0.0.0.0:0");
    assert_shows("3  -1 EINVAL  Invalid argument");
    quiz_key(quiz, '2');
    walk_steps(&fixture->walk, 2);
    quiz_judge(quiz, fixture->walk.runner, NULL);
    draw_verdict(fixture);
    assert_shows("getsockname() ADDRESS: 0.0.0.0:0, you said 0.0.0.0:80.");
    assert_shows("None yet.");
    assert_shows("The usual one.");
}

static void compares_results(void **state)
{
    struct choice blocks = {.result = {.kind = RESULT_BLOCKS}};
    struct choice fails = {
        .result = {.kind = RESULT_VALUE, .value = -1, .err = 98}};
    struct came zero = {.result = {.kind = RESULT_VALUE}};
    struct came blocked = {.result = blocks.result};
    struct came failed = {.result = fails.result};

    (void)state;
    assert_true(result_choice_right(&blocks, &blocked));
    assert_false(result_choice_right(&blocks, &zero));
    assert_true(result_choice_right(&fails, &failed));
    assert_false(result_choice_right(&fails, &zero));
    assert_false(result_choice_right(&fails, &blocked));
}

/* The row of an answer is the key that gives it; the cursor is on the
 * chosen. */
static void answers_by_clicks(void **state)
{
    struct fixture *fixture = *state;

    draw_question(fixture);
    assert_lacks("\xe2\x96\xb6");
    assert_cursor_at("1  ");
    quiz_key(&fixture->quiz, SCREEN_KEY_DOWN);
    draw_question(fixture);
    assert_cursor_at("\xe2\x96\xb6 1");
    assert_int_equal(drawing_click("\xe2\x96\xb6 1"), '1');
    quiz_key(&fixture->quiz, SCREEN_KEY_DOWN);
    draw_question(fixture);
    assert_cursor_at("\xe2\x96\xb6 2");
    assert_int_equal(drawing_click("\xe2\x96\xb6 2"), '2');
}

int main(void)
{
#define LAB_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(asks_without_giving_reasons_away),
        LAB_TEST(takes_few_rows_where_these_are_few),
        LAB_TEST(asks_each_lane),
        LAB_TEST(answers_by_clicks),
        LAB_TEST(takes_the_chosen_answer),
        LAB_TEST(has_chosen_nothing_by_itself),
        LAB_TEST(asks_once_where_all_worlds_are_alike),
        LAB_TEST(asks_of_each_where_a_switch_has_acted),
        LAB_TEST(takes_an_answer_back),
        LAB_TEST(says_once_more_what_was_wrong),
        LAB_TEST(has_nothing_to_say_of_right_answers),
        LAB_TEST(passes_other_keys_on),
        LAB_TEST(waits_for_the_kernel),
        LAB_TEST(says_who_was_right),
        LAB_TEST(says_who_was_wrong_and_why),
        LAB_TEST(counts_the_rows_it_draws),
        LAB_TEST(says_nothing_of_skipped_questions),
        LAB_TEST(asks_only_where_the_line_runs),
        LAB_TEST(names_what_poll_reports),
        LAB_TEST(asks_what_a_call_fills_in),
        cmocka_unit_test(compares_results),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
