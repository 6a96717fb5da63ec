/*
 * test_lesson_select.c - rows of calls and sockets that are selected in a
 * lesson: where the cursor is, what is said of them, and what Enter explains.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "tests/support/walk.h"
#include "widgets/view/help.h"

/* The lesson of panes' tests, two worlds, at this step. */
static struct hands *open_at(void **state, int step)
{
    struct hands *hands = *state;

    hands_open(hands, walk_reuseaddr, walk_time_wait);
    for (int i = 0; i < step; i++)
        hands_press(hands, ' ');
    return hands;
}

/* How many cells from this one on look selected. */
static int run_at(int row, int column)
{
    /* The colour of a cell beyond ASCII can't be asked for so. */
    chtype mask = A_ATTRIBUTES & ~A_COLOR;
    chtype want = (chtype)theme_attr(ROLE_SELECTED) & mask;
    int n = 0;

    while (column + n < COLS && (mvinch(row, column + n) & mask) == want)
        n++;
    return n;
}

/* Where the selected row begins, all of which is marked; false for none. */
static bool find_selected(int *row, int *column)
{
    for (*row = 1; *row < LINES; ++*row)
        for (*column = 0; *column < COLS; ++*column)
            if (run_at(*row, *column) >= 36)
                return true;
    return false;
}

static void assert_selected(const char *text, bool right)
{
    int row, column;

    assert_true(find_selected(&row, &column));
    assert_int_equal(column > 38, right);
    if (!strstr(drawing_row(row), text))
        fail_msg("\"%s\" is not selected:\n%s", text, drawing_text());
}

static void selects_only_where_tab_has_led(void **state)
{
    struct hands *hands = open_at(state, 1);
    int row, column;

    assert_false(find_selected(&row, &column));
    hands_type(hands, "\t\t");
    hands_press(hands, SCREEN_KEY_UP);
    assert_selected("accept(", false);
    hands_press(hands, SCREEN_KEY_UP);
    assert_selected("listen(", false);
    hands_press(hands, 'j');
    assert_selected("accept(", false);
    hands_press(hands, 'l');
    assert_selected("accept(", true);
    assert_int_equal(hands_press(hands, 0x1b), VIEW_DRAW);
    assert_false(find_selected(&row, &column));
}

static void says_what_a_call_waits_for(void **state)
{
    struct hands *hands = open_at(state, 1);

    hands_type(hands, "\t\tk");
    assert_shows("server blocks in accept() on LISTEN 0.0.0.0:12000.");
    assert_shows("Enter explains accept.");
    hands_type(hands, "\tj");
    assert_selected("LISTEN", false);
    assert_shows("server blocks in accept() on LISTEN 0.0.0.0:12000.");
    assert_shows("Enter explains LISTEN.");
}

/* The sockets of the client come behind those of the server. */
static void goes_from_host_to_host(void **state)
{
    struct hands *hands = open_at(state, 2);

    hands_type(hands, "\t\t\tj");
    assert_selected("LISTEN", false);
    hands_type(hands, "jj");
    int row, column;
    assert_true(find_selected(&row, &column));
    assert_non_null(strstr(drawing_row(row), "10.0.0.1:12000"));
    hands_type(hands, "kk");
    assert_selected("LISTEN", false);
}

/* A state of the diagram is selected as a row is. */
static void selects_a_state(void **state)
{
    struct hands *hands = open_at(state, 1);

    hands_press(hands, 'v');
    hands_press(hands, SCREEN_KEY_BACK_TAB);
    hands_press(hands, SCREEN_KEY_DOWN);
    assert_shows("Enter explains CLOSED.");
    hands_press(hands, SCREEN_KEY_DOWN);
    assert_shows("Enter explains LISTEN.");
    hands_press(hands, SCREEN_KEY_END);
    assert_shows("Enter explains TIME-WAIT.");
    hands_press(hands, 0x1b);
    assert_lacks("Enter explains");
}

/* Enter opens a page above the lesson, and takes no step. */
static void enter_explains_and_takes_no_step(void **state)
{
    const struct catalog none = {.n = 0};
    struct glossary *glossary = glossary_open(NULL);
    struct hands *hands = open_at(state, 1);

    hands->options.glossary = glossary;
    hands->options.catalog = &none;
    hands_type(hands, "\t\tkk");
    assert_true(hands_press(hands, '\n') & VIEW_OPEN);
    assert_non_null(hands->view->next);
    view_draw(hands->view->next, drawing_begin(23, 80));
    assert_shows("listen(FD");
    view_close(hands->view->next);
    hands->view->next = NULL;
    hands_settle(hands);
    assert_shows("step 1/");
    assert_selected("listen(", false);
    /* Without a selected row Enter goes on. */
    hands_press(hands, 0x1b);
    hands_press(hands, '\n');
    assert_shows("step 2/");
    hands->options.glossary = NULL;
    glossary_close(glossary);
}

/* The help has what this screen shows, and nothing else. */
static void help_explains_what_shows(void **state)
{
    struct hands *hands = open_at(state, 1);
    struct view *help = help_view(hands->view);

    assert_non_null(help);
    view_draw(help, drawing_begin(120, 80));
    assert_shows("On this screen");
    assert_shows("The call blocks: it has not returned.");
    assert_shows("A call blocks until something happens to this socket.");
    assert_lacks("Recv-Q");
    assert_lacks("bound only");
    assert_lacks("A right answer.");
    view_close(help);
    hands_press(hands, 'v');
    help = help_view(hands->view);
    view_draw(help, drawing_begin(120, 80));
    assert_shows("A socket of the server's host");
    assert_lacks("The call blocks: it has not returned.");
    view_close(help);
}

/* ---- the mouse ---- */

static void click_on(struct hands *hands, const char *text)
{
    assert_true(drawing_click(text) >= 0);
    hands_press(hands, SCREEN_KEY_MOUSE);
}

/* A click selects its socket, and Enter explains that; of calls, its world. */
static void a_click_selects_its_row(void **state)
{
    struct hands *hands = open_at(state, 2);

    click_on(hands, "LISTEN");
    assert_selected("LISTEN", false);
    assert_shows("Enter explains LISTEN.");
    hands_type(hands, "l");
    assert_selected("LISTEN", true);
    click_on(hands, "accept(3, 10");
    hands_press(hands, 'k');
    assert_selected("connect(", false);
    assert_shows("Enter explains connect.");
}

/* ---- the fields of a packet ---- */

/* At its SYN, or another packet of that connection. */
static struct hands *open_fields(void **state, const char *keys)
{
    struct hands *hands = open_at(state, 2);

    hands_press(hands, 'w');
    hands_press(hands, SCREEN_KEY_HOME);
    hands_type(hands, keys);
    hands_press(hands, '\n');
    assert_shows("Source port");
    return hands;
}

/* Down to the field of that name, one by one. */
static void select_field(struct hands *hands, const char *name)
{
    char text[80];

    snprintf(text, sizeof text, "Enter explains %s.", name);
    for (int i = 0; i < 40 && !strstr(drawing_text(), text); i++)
        hands_press(hands, 'j');
    assert_shows(text);
    assert_selected(name, false);
}

static void fields_are_selected_one_by_one(void **state)
{
    struct hands *hands = open_fields(state, "k");

    hands_press(hands, 'j');
    assert_selected("Source port", false);
    hands_press(hands, 'j');
    assert_selected("Destination port", false);
    hands_press(hands, 'k');
    assert_selected("Source port", false);
    hands_press(hands, 'k');
    assert_selected("Source port", false);
    hands_press(hands, 'G');
    hands_press(hands, 'j');
    assert_selected("Type", false);
    hands_press(hands, 'g');
    assert_selected("Source port", false);
}

static void enter_explains_a_field(void **state)
{
    const struct catalog none = {.n = 0};
    struct glossary *glossary = glossary_open(NULL);
    struct hands *hands = open_fields(state, "k");

    hands->options.glossary = glossary;
    hands->options.catalog = &none;
    select_field(hands, "Flags");
    assert_int_equal(hands_press(hands, '\n'), VIEW_OPEN | VIEW_DRAW);
    struct view *page = hands->view->next;
    assert_non_null(page);
    view_draw(page, drawing_begin(23, 80));
    assert_shows("Flags: ");
    assert_shows("a flag of a packet");
    view_close(page);
    hands->options.glossary = NULL;
    glossary_close(glossary);
}

/* Of what has no name in the glossary the header's RFC is what there is. */
static void enter_explains_a_field_without_a_name(void **state)
{
    struct hands *hands = open_fields(state, "k");

    select_field(hands, "Sequence number");
    assert_int_equal(hands_press(hands, '\n'), VIEW_OPEN | VIEW_DRAW);
    struct view *page = hands->view->next;
    assert_non_null(page);
    view_draw(page, drawing_begin(23, 80));
    assert_shows("Sequence number: ");
    assert_shows("RFC 9293");
    view_close(page);
}

/* ---- what the help says of this screen ---- */

static void draw_help(struct hands *hands)
{
    struct view *help = help_view(hands->view);

    assert_non_null(help);
    view_draw(help, drawing_begin(120, 100));
    view_close(help);
}

static void help_explains_the_fields(void **state)
{
    struct hands *hands = open_fields(state, "k");

    draw_help(hands);
    assert_shows("signs and columns on the screen");
    assert_shows("Where the field is defined");
    assert_shows("ACK: it only acknowledges.");
}

static void help_explains_the_strip(void **state)
{
    struct hands *hands = open_at(state, 2);

    hands_press(hands, 'w');
    draw_help(hands);
    assert_shows("States of the sockets on the server's host.");
}

/* The two rows that a scene leaves of the calls say what the calls said. */
static void the_strip_knows_who_is_gone(void **state)
{
    struct hands *hands = open_at(state, 1);

    hands_press(hands, 'w');
    assert_true(rows_with("accept(3, _)  ...") == 1);
    hands_press(hands, 'I');
    assert_true(rows_with("accept(3, _)  ?") == 1);
}

/* ---- rows that nothing else needs ---- */

/* What the step's calls do, as far as it fits in whole. */
static void free_rows_say_what_calls_do(void **state)
{
    struct glossary *glossary = glossary_open(NULL);
    struct hands *hands = open_at(state, 1);

    hands->options.glossary = glossary;
    hands_resize(hands, 29, 120);
    assert_shows("accept(): Takes the next");
    assert_shows("listen(): Makes the socket");
    hands_resize(hands, 15, 60);
    assert_lacks("accept(): Takes");
    hands->options.glossary = NULL;
    glossary_close(glossary);
}

/* ---- a question on the smallest screen ---- */

/* The name of the next world comes into sight with its answers. */
static void the_next_world_is_in_sight(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, walk_reuseaddr,
               "Prose.\n\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuseaddr) = 0"
               "\n```\n\n```predict\nserver: close\n"
               "A first sentence of it, which is as long as the row.\n"
               "A second sentence of it, and a third one. What comes?\n\n"
               "0: Yes.\n-1 EBADF: No.\n```\n\n"
               "```lab\nserver: close(3) = 0\n```\n");
    hands_resize(hands, 15, 60);
    hands_type(hands, "  \t2");
    assert_shows("Question: SO_REUSEADDR on");
    assert_shows("1  0");
    assert_shows("2  -1 EBADF");
}

int main(void)
{
#define LESSON(name)                                                           \
    cmocka_unit_test_setup_teardown(name, hands_setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        LESSON(selects_only_where_tab_has_led),
        LESSON(says_what_a_call_waits_for),
        LESSON(goes_from_host_to_host),
        LESSON(selects_a_state),
        LESSON(enter_explains_and_takes_no_step),
        LESSON(help_explains_what_shows),
        LESSON(help_explains_the_fields),
        LESSON(a_click_selects_its_row),
        LESSON(free_rows_say_what_calls_do),
        LESSON(the_strip_knows_who_is_gone),
        LESSON(the_next_world_is_in_sight),
        LESSON(help_explains_the_strip),
        LESSON(fields_are_selected_one_by_one),
        LESSON(enter_explains_a_field),
        LESSON(enter_explains_a_field_without_a_name),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
