/*
 * test_lesson_walks.c - all lessons, step by step with their questions, on a
 * small and on a large screen: no row is cut, and what a text speaks of can be
 * seen beside it.
 *
 * They are walked from their recordings, in which nobody waits. All that is
 * wrong with them is listed before the test fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/log/event.h"
#include "lessons/lesson/embedded.h"
#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "widgets/lesson/lesson_inside.h"

enum {
    STEPS = 200, /* keys that no lesson needs */
    TEXT_MOST = 65536,
    LEAST_ROWS = 23, /* from here on a question has room */
    FOUND = 72,      /* of a text, around what is found in it */
};

struct size {
    int rows; /* the line of keys, which is not the view's, included */
    int columns;
};

/* Of all lessons, and of some. */
static const struct size two_sizes[] = {{24, 80}, {60, 200}, {0, 0}};
static const struct size all_sizes[] = {
    {16, 60},  {17, 61},  {23, 80},  {24, 80},  {29, 119}, {40, 120},
    {31, 121}, {44, 159}, {45, 160}, {60, 200}, {71, 233}, {0, 0}};

/* ---- what is on the screen ---- */

/* The byte in a row where that column begins. */
static const char *at_column(const char *row, const char *end, int column)
{
    size_t bytes = glyph_fit(row, column, NULL);

    return row + bytes > end ? end : row + bytes;
}

/* Append an area of the drawn screen to out, with a newline behind each row. */
static void take_area(struct area area, char *out)
{
    const char *row = drawing_text();

    for (int y = 0; *row && y < area.y + area.h; y++) {
        const char *end = row + strcspn(row, "\n");

        if (y >= area.y && area.w > 0) {
            const char *from = at_column(row, end, area.x);
            const char *to = at_column(row, end, area.x + area.w);

            assert_true(strlen(out) + (size_t)(to - from) + 2 < TEXT_MOST);
            strncat(out, from, (size_t)(to - from));
            strcat(out, "\n");
        }
        row = *end ? end + 1 : end;
    }
}

static const char *text_in(struct area area)
{
    static char text[TEXT_MOST];

    text[0] = '\0';
    take_area(area, text);
    return text;
}

/* ---- what is found ---- */

/* What is no mistake, and why. */
static const struct exception {
    const char *lesson;
    const char *words; /* of what is found */
} exceptions[] = {
    /* Its text has four rows. The answers are in sight, and it scrolls. */
    {"11", "* fills the grid"},
    /* "An arrow in the diagram of RFC 9293": the diagram is what shows. */
    {"16", "an arrow in"},
    /* strerror(3) has 39 columns here, and a world has 36 of 80 for it. */
    {"19", "Transport endpoint is already"},
    /* Of FIN-WAIT-2: there is no timer, and none can be seen. */
    {"24", "no timer"},
    /* What one may do at work, after the last step. */
    {"25", "its queue is reset"},
    /* That TIME-WAIT comes with the next step; no timer runs yet. */
    {"26", "its timer has left"},
    /* What would become of a client that the lesson does not have. */
    {"30", "in a queue for"},
    /* What the sockets had: their two calls have just been on the screen. */
    {"32", "SO_REUSEADDR, the old"},
    /* A timer of the other side's delayed ACK, which ss(8) does not show. */
    {"38", "by a timer"},
};

enum { EXCEPTIONS = sizeof exceptions / sizeof *exceptions };

struct walk {
    struct hands *hands;
    const struct size *sizes;
    const struct lesson_view *view;
    const char *name; /* of the lesson's file */
    int found;
    bool needed[EXCEPTIONS];
};

static bool is_exception(struct walk *walk, const char *detail)
{
    for (size_t i = 0; i < EXCEPTIONS; i++)
        if (strncmp(walk->name, exceptions[i].lesson, 2) == 0 &&
            strstr(detail, exceptions[i].words)) {
            walk->needed[i] = true;
            return true;
        }
    return false;
}

/* Say it, with the place. */
static void say(struct walk *walk, const char *what, const char *detail)
{
    if (is_exception(walk, detail))
        return;
    walk->found++;
    print_error("%.2s at %dx%d, step %zu/%zu: %s: %s\n", walk->name,
                walk->hands->columns, walk->hands->rows + 1,
                runner_step(walk->view->runner), walk->hands->lesson->n_steps,
                what, detail);
}

/* ---- rows that are cut ---- */

static const char ellipsis[] = "\u2026";

/* A row of the text that has the sign for what was cut, NULL for none. */
static const char *cut_row(const char *text)
{
    static char row[1024];

    for (; *text; text += strcspn(text, "\n") + 1) {
        snprintf(row, sizeof row, "%.*s", (int)strcspn(text, "\n"), text);
        if (strstr(row, ellipsis))
            return row;
    }
    return NULL;
}

static void is_whole(struct walk *walk, const char *what, struct area area)
{
    const char *row = cut_row(text_in(area));

    if (row)
        say(walk, what, row);
}

/*
 * A call may lose arguments where it stands with its result: what is in
 * parentheses is left out here.
 */
static void calls_are_whole(struct walk *walk, const char *what,
                            struct area area)
{
    static char text[TEXT_MOST];
    size_t len = 0;
    int depth = 0;

    for (const char *at = text_in(area); *at; at++) {
        depth -= *at == ')' || *at == '\n' ? depth : 0;
        if (depth == 0)
            text[len++] = *at;
        depth += *at == '(';
    }
    text[len] = '\0';
    const char *row = cut_row(text);
    if (row)
        say(walk, what, row);
}

/* What stands in the first and the last line of a frame. */
static void lines_are_whole(struct walk *walk, struct area frame)
{
    is_whole(walk, "a cut title", area_rows(frame, 0, 1));
    is_whole(walk, "a cut line", area_rows(frame, frame.h - 1, 1));
}

static void rows_are_whole(struct walk *walk)
{
    const struct lesson_view *view = walk->view;
    const struct layout *layout = &view->layout;

    is_whole(walk, "a cut title", (struct area){0, 0, 1, walk->hands->columns});
    is_whole(walk, "a cut text", layout->text);
    is_whole(walk, "a cut foot", layout->foot);
    is_whole(walk, "a cut source", layout->source);
    is_whole(walk, "cut states", layout->states);
    calls_are_whole(walk, "cut calls", view->calls);
    calls_are_whole(walk, "a cut strip", layout->strip);
    calls_are_whole(walk, "a cut wire", layout->wire);
    if (layout->worlds.h > 0)
        is_whole(walk, "cut sockets", view->sockets);
    lines_are_whole(walk, layout->worlds);
    lines_are_whole(walk, layout->wire);
    lines_are_whole(walk, layout->states);
    if (view->mode == MODE_QUIZ && view->unexplained &&
        walk->hands->rows + 1 >= LEAST_ROWS)
        say(walk, "a question that is not whole", text_in(layout->text));
}

/* ---- what texts are about ---- */

/* The words of a step: its paragraphs, and its question where one is asked. */
static const char *words_of(const struct walk *walk)
{
    static char text[TEXT_MOST];
    const struct lesson_view *view = walk->view;
    const struct lesson *lesson = view->lesson;
    const struct step *step = &lesson->steps[view->page];

    text[0] = '\0';
    for (size_t i = step->prose; i < step->prose + step->n_prose; i++) {
        const struct para *para = &lesson->document.paras[i];

        for (size_t k = 0; k < para->n_spans; k++)
            strncat(text, para->spans[k].text, TEXT_MOST - 1 - strlen(text));
        strncat(text, "\n", TEXT_MOST - 1 - strlen(text));
    }
    if (view->mode == MODE_QUIZ)
        strncat(text, view->quiz->predict->question,
                TEXT_MOST - 1 - strlen(text));
    return text;
}

/* The worlds as the screen shows them, without the text. Of the diagram, where
 * all states stand, only the lines around it count. */
static const char *shown_of(const struct walk *walk)
{
    static char text[TEXT_MOST];
    const struct layout *layout = &walk->view->layout;

    text[0] = '\0';
    take_area(layout->worlds, text);
    take_area(layout->wire, text);
    take_area(layout->strip, text);
    take_area(area_rows(layout->states, 0, 1), text);
    take_area(area_rows(layout->states, layout->states.h - 1, 1), text);
    return text;
}

/* Whether it is there as a word of its own. */
static bool has_word(const char *text, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        char before = at > text ? at[-1] : ' ', after = at[len];

        if (!isalnum((unsigned char)before) && before != '-' &&
            !isalnum((unsigned char)after) && after != '-')
            return true;
    }
    return false;
}

static bool in_state(const struct lab *lab, enum tcp_state state)
{
    for (int host = 0; host < HOSTS; host++) {
        size_t n;
        const struct sock *socks = lab_sockets(lab, (enum host_id)host, &n);

        for (size_t i = 0; i < n; i++)
            if (socks[i].state == state)
                return true;
    }
    return false;
}

/* A state that is named, and that some socket is in, can be seen. */
static void states_are_seen(struct walk *walk, const char *words,
                            const char *shown)
{
    struct runner *runner = walk->view->runner;

    for (int i = 0; i < STATES; i++) {
        enum tcp_state state = (enum tcp_state)i;
        const char *name = state_name(state);
        bool is = false;

        for (int lane = 0; lane < runner_lanes(runner); lane++)
            is = is || in_state(runner_lab(runner, lane), state);
        if (is && has_word(words, name) && !has_word(shown, name))
            say(walk, "a state that is named and not seen", name);
    }
}

/* What a text is about, and where it can be seen; both are patterns. */
static const struct about {
    const char *words;
    const char *seen;
    enum tcp_state state; /* of a socket that it is about; STATES: of any */
    const char *packet;   /* that the last step must have had; NULL: none */
} abouts[] = {
    {"Recv-Q|Send-Q|[^-]queue", "Recv-Q", STATES, NULL},
    {"no process|[^-]owner", "no process| fd [0-9]", STATES, NULL},
    {"SO_REUSEADDR[^.:]*TIME-WAIT|TIME-WAIT[^.:]*SO_REUSEADDR", "SO_REUSEADDR",
     STATE_TIME_WAIT, NULL},
    {"persist", "persist", STATES, NULL},
    {"[^-]timer", "[Tt]imer|timewait| [0-9]+[sm]", STATES, NULL},
    {"[Oo]n the wire", "wire", STATES, ""},
    {"ladder|arrow", "server[ -]+client", STATES, ""},
};

/* Packets, as texts call them, and the flag by which they are known. */
static const struct {
    const char *words;
    const char *flag;
} packets[] = {
    {"FIN([^-]|$)", "F"},
    {"SYN([^-]|$)", "S"},
    {"reset", "R"},
};

static bool matches(const char *pattern, const char *text, char *found)
{
    regex_t regex;
    regmatch_t match;

    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED), 0);
    bool is = regexec(&regex, text, 1, &match, 0) == 0;
    regfree(&regex);
    if (is && found)
        snprintf(found, FOUND, "%.*s", FOUND - 1,
                 text + match.rm_so - (match.rm_so > 20 ? 20 : 0));
    return is;
}

/* Whether some world has a socket of that state now. */
static bool is_there(const struct walk *walk, enum tcp_state state)
{
    struct runner *runner = walk->view->runner;

    for (int lane = 0; lane < runner_lanes(runner); lane++)
        for (int i = 0; i < STATES; i++)
            if ((state == STATES || (int)state == i) &&
                in_state(runner_lab(runner, lane), (enum tcp_state)i))
                return true;
    return false;
}

/* Whether the last step of a world had such a packet. */
static bool had_packet(const struct walk *walk, const char *flag)
{
    const struct lesson_view *view = walk->view;

    for (int lane = 0; lane < runner_lanes(view->runner); lane++) {
        const struct log *log = lab_log(runner_lab(view->runner, lane));
        const struct event *event;

        for (size_t i = view->since[lane]; (event = log_at(log, i)); i++)
            if (event->kind == EVENT_PACKET &&
                strstr(event->packet.flags, flag))
                return true;
    }
    return false;
}

static void things_are_seen(struct walk *walk, const char *words,
                            const char *shown)
{
    char found[FOUND], pattern[32];

    for (size_t i = 0; i < sizeof abouts / sizeof *abouts; i++)
        if (matches(abouts[i].words, words, found) &&
            is_there(walk, abouts[i].state) &&
            (!abouts[i].packet || had_packet(walk, abouts[i].packet)) &&
            !matches(abouts[i].seen, shown, NULL) && !is_exception(walk, found))
            say(walk, "it is spoken of and not seen", found);
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        snprintf(pattern, sizeof pattern, "\\[[A-Z.]*%s", packets[i].flag);
        if (matches(packets[i].words, words, found) &&
            had_packet(walk, packets[i].flag) && !matches(pattern, shown, NULL))
            say(walk, "a packet is spoken of and not seen", found);
    }
}

/* ---- the walk ---- */

static void look(struct walk *walk)
{
    const char *words = words_of(walk);

    for (const struct size *size = walk->sizes; size->rows > 0; size++) {
        hands_resize(walk->hands, size->rows - 1, size->columns);
        rows_are_whole(walk);
        if (walk->sizes == all_sizes)
            continue;
        const char *shown = shown_of(walk);
        states_are_seen(walk, words, shown);
        things_are_seen(walk, words, shown);
    }
    hands_resize(walk->hands, 23, 80);
}

static void open_lesson(struct walk *walk, const struct embedded *e)
{
    struct hands *hands = walk->hands;
    struct err err = {.text = ""};

    hands->options.recorded = true;
    hands->lesson = lesson_parse(e->name, e->text, e->len, &err);
    assert_non_null(hands->lesson);
    hands->view = lesson_view(&hands->options, hands->lesson);
    assert_non_null(hands->view);
    walk->view = (const struct lesson_view *)hands->view;
    walk->name = e->name;
    hands_resize(hands, 23, 80);
    assert_non_null(walk->view->runner);
}

/* On small screens verdicts have to be whole as well. */
static void go_on(struct walk *walk)
{
    const struct lesson_view *view = walk->view;

    if (view->mode != MODE_QUIZ)
        hands_press(walk->hands, ' ');
    else if (walk->sizes != all_sizes)
        hands_press(walk->hands, '0');
    else
        hands_type(walk->hands, view->quiz->columns > 0 ? "1*\n" : "1");
}

static void walk_lesson(struct walk *walk, const struct embedded *e)
{
    bool over = false;

    open_lesson(walk, e);
    for (int i = 0; i < STEPS && !over; i++) {
        over = lesson_is_over(walk->view);
        look(walk);
        go_on(walk);
    }
    assert_true(over);
    view_close(walk->hands->view);
    lesson_free(walk->hands->lesson);
    walk->hands->view = NULL;
    walk->hands->lesson = NULL;
}

static void lessons_show_what_they_speak_of(void **state)
{
    struct walk walk = {.hands = *state, .sizes = two_sizes};

    for (const struct embedded *e = embedded_lessons; e->name; e++)
        walk_lesson(&walk, e);
    for (size_t i = 0; i < EXCEPTIONS; i++)
        if (!walk.needed[i])
            fail_msg("nothing needs the exception \"%s\" of lesson %s",
                     exceptions[i].words, exceptions[i].lesson);
    assert_int_equal(walk.found, 0);
}

/* A lesson with one world, some with two, with four, and on the wire. */
static void no_row_is_cut_at_any_size(void **state)
{
    static const char *const some[] = {"01-", "02-", "04-", "08-", "31-"};
    struct walk walk = {.hands = *state, .sizes = all_sizes};

    for (const struct embedded *e = embedded_lessons; e->name; e++)
        for (size_t i = 0; i < sizeof some / sizeof *some; i++)
            if (strncmp(e->name, some[i], 3) == 0)
                walk_lesson(&walk, e);
    assert_int_equal(walk.found, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lessons_show_what_they_speak_of,
                                        hands_setup, hands_teardown),
        cmocka_unit_test_setup_teardown(no_row_is_cut_at_any_size, hands_setup,
                                        hands_teardown),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
