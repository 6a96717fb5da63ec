/*
 * test_glossary.c - that every name in the lessons' scripts is explained, that
 * names are found however they are written, and who shows them.
 */
#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lab/base/symbol.h"
#include "lab/call/call.h"
#include "lessons/commands/explain.h"
#include "lessons/commands/list.h"
#include "lessons/glossary/glossary_where.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/lesson_inside.h"

/* Every lesson that is shipped, and what explain() has printed. */
struct fixture {
    struct catalog catalog;
    struct glossary *glossary;
    char *text;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct catalog *catalog = &fixture->catalog;
    size_t n = 0;
    struct err err;

    while (embedded_lessons[n].name)
        n++;
    catalog->lessons = calloc(n + 1, sizeof(*catalog->lessons));
    for (; catalog->n < n; catalog->n++) {
        const struct embedded *e = &embedded_lessons[catalog->n];

        catalog->lessons[catalog->n] =
            lesson_parse(e->name, e->text, e->len, &err);
        if (!catalog->lessons[catalog->n])
            fail_msg("%s", err.text);
    }
    fixture->glossary = glossary_open(NULL);
    *state = fixture;
    return fixture->glossary ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    catalog_free(&fixture->catalog);
    glossary_close(fixture->glossary);
    free(fixture->text);
    free(fixture);
    return 0;
}

/* The term of that very name and kind, NULL when there is none. */
static const struct term *term_of(struct glossary *glossary,
                                  enum term_kind kind, const char *name)
{
    const struct term *terms[GLOSSARY_SAME];
    size_t n = glossary_find(glossary, name, terms);

    for (size_t i = 0; i < n; i++)
        if (terms[i]->kind == kind && strcmp(terms[i]->name, name) == 0)
            return terms[i];
    return NULL;
}

/* What explain() prints; fails where it knows nothing. */
static const char *explained(struct fixture *fixture, const char *name)
{
    size_t size;
    FILE *out;
    struct err err;

    free(fixture->text);
    out = open_memstream(&fixture->text, &size);
    if (explain(out, 78, &fixture->catalog, fixture->glossary, name, &err) != 0)
        fail_msg("%s", err.text);
    fclose(out);
    return fixture->text;
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* ---- all that scripts name ---- */

/* A line of a lesson, while it is looked through. */
struct place {
    struct glossary *glossary;
    const struct lesson *lesson;
    const struct line *line;
    size_t names; /* that were looked up */
};

/* It must be known, and the line be seen to show it. */
static void assert_known(struct place *place, enum term_kind kind,
                         const char *name, bool shown)
{
    const struct term *term = term_of(place->glossary, kind, name);

    place->names++;
    if (!term)
        fail_msg("%s:%d: nothing explains %s", place->lesson->file,
                 place->line->number, name);
    if (shown && !shows_in_line(place->lesson, place->line, term))
        fail_msg("%s:%d: does not show %s", place->lesson->file,
                 place->line->number, name);
}

/* A name in capitals that the headers define. */
static void look_at_word(struct place *place, const char *word)
{
    long value;

    if (!symbol_value(word, strlen(word), &value))
        return;
    if (symbol_signal_value(word, strlen(word)))
        assert_known(place, TERM_SIGNAL, word, true);
    else if (symbol_errno_value(word, strlen(word)))
        assert_known(place, TERM_ERRNO, word, true);
    else if (term_of(place->glossary, TERM_OPTION, word))
        assert_known(place, TERM_OPTION, word, true);
    else
        assert_known(place, TERM_CONSTANT, word, true);
}

/* Each name of a call, which is text as it will run. */
static void look_at_words(struct place *place, const char *text)
{
    char word[64];

    while (*text) {
        size_t len = 0;

        while (isalnum((unsigned char)text[len]) || text[len] == '_')
            len++;
        if (len > 0 && len < sizeof(word)) {
            memcpy(word, text, len);
            word[len] = '\0';
            look_at_word(place, word);
        }
        text += len ? len : 1;
    }
}

/* The call with every value that its toggles can have. */
static void look_at_call(struct place *place)
{
    struct slice name = line_call_name(place->line);
    struct setting setting = {.toggles = place->lesson->toggles,
                              .n = place->lesson->n_toggles};
    char text[64];
    struct err err;

    assert_true(slice_copy(name, text, sizeof(text)));
    assert_known(place, TERM_CALL, text, true);
    for (int toggle = 0; toggle < setting.n || toggle == 0; toggle++) {
        int values = setting.n ? setting.toggles[toggle].n_values : 1;

        for (int i = 0; i < values; i++) {
            char *call;

            setting.value[toggle] = i;
            call = setting_expand_call(&setting, place->line->call, &err);
            assert_non_null(call);
            look_at_words(place, call);
            free(call);
        }
        setting.value[toggle] = 0;
    }
}

static void look_at_errnos(struct place *place)
{
    for (int i = 0; i < place->line->n_alternatives; i++) {
        const struct result *result = &place->line->alternatives[i].result;

        if (result->err)
            assert_known(place, TERM_ERRNO, symbol_errno(result->err), true);
    }
}

static void look_at_flags(struct place *place)
{
    static const char *const names[] = {"SSYN", "FFIN", "RRST", "PPSH", ".ACK"};
    const char *flags = place->line->packet.flags;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strchr(flags, names[i][0]))
            assert_known(place, TERM_FLAG, names[i] + 1, true);
}

static void look_at_line(struct place *place)
{
    const struct line *line = place->line;

    look_at_errnos(place);
    switch (line->kind) {
    case LINE_CALL: look_at_call(place); break;
    case LINE_SIGNAL:
    case LINE_KILLED:
    case LINE_HANDLER:
        assert_known(place, TERM_SIGNAL, symbol_signal(line->signal), true);
        break;
    case LINE_SS:
    case LINE_SS_KILL:
    case LINE_SS_NO:
        if (!line->any_state)
            assert_known(place, TERM_STATE, state_name(line->state),
                         line->kind != LINE_SS_NO);
        break;
    case LINE_SYSCTL:
    case LINE_SYSCTL_IS:
    case LINE_SYSCTL_NO:
        assert_known(place, TERM_SYSCTL, strrchr(line->sysctl, '.') + 1, true);
        break;
    case LINE_NSTAT: assert_known(place, TERM_TOOL, line->counter, true); break;
    case LINE_WIRE_PACKET:
    case LINE_WIRE_FORGE:
    case LINE_WIRE_EXPECT: look_at_flags(place); break;
    case LINE_RETURNS:
    case LINE_START:
    case LINE_RESTART:
    case LINE_EXITED:
    case LINE_WIRE_ORDER:
    case LINE_WIRE_ALL:
    case LINE_WIRE_NONE:
    case LINE_WAIT: break;
    }
}

static void every_name_in_a_script_is_explained(void **state)
{
    const struct catalog *catalog = &((struct fixture *)*state)->catalog;
    struct place place = {.glossary = ((struct fixture *)*state)->glossary};

    for (size_t i = 0; i < catalog->n; i++) {
        place.lesson = catalog->lessons[i];
        for (size_t j = 0; j < place.lesson->script.n; j++) {
            place.line = &place.lesson->script.lines[j];
            look_at_line(&place);
        }
    }
    /* That it has looked at something. */
    assert_true(place.names > 50 * catalog->n);
}

/* ---- all that the prose names ---- */

/*
 * The kernel's own functions and constants, the lessons' own functions, and a
 * setting of Solaris: who wants them explained has a longer way to go.
 */
static bool is_elsewhere(const char *word)
{
    static const char *const names[] = {
        "TCP_DELACK_MIN",     "TCP_TIMEWAIT_LEN", "inet_shutdown",
        "sk_acceptq_is_full", "tcp_twsk_unique",  "tcp_time_wait_interval",
        "send_all",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strcmp(word, names[i]) == 0)
            return true;
    return false;
}

/* Of the forms of names no word of English is: SO_, tcp_, name(), SIGINT. */
static bool is_name(const char *word, const char *behind)
{
    static const char *const begin[] = {
        "SO_",   "TCP_", "MSG_", "IP_", "IPV6_", "O_",  "SHUT_",
        "SOCK_", "tcp_", "ip_",  "AF_", "F_",    "FD_",
    };

    for (size_t i = 0; i < sizeof(begin) / sizeof(*begin); i++)
        if (strncmp(word, begin[i], strlen(begin[i])) == 0 &&
            word[strlen(begin[i])])
            return true;
    return strncmp(behind, "()", 2) == 0 ||
           symbol_signal_value(word, strlen(word)) ||
           symbol_errno_value(word, strlen(word));
}

static bool is_explained(struct glossary *glossary, const char *word)
{
    const struct term *terms[GLOSSARY_SAME];

    return glossary_find(glossary, word, terms) > 0 || glossary_errno(word);
}

/* Returns how many names stand in the passage. */
static size_t look_at_passage(struct glossary *glossary,
                              const struct lesson *lesson,
                              const struct passage *passage)
{
    size_t names = 0;
    char word[64];

    for (const char *at = passage->text; *at;) {
        size_t len = 0;

        while (isalnum((unsigned char)at[len]) || at[len] == '_')
            len++;
        snprintf(word, sizeof(word), "%.*s", (int)len, at);
        at += len ? len : 1;
        if (len == 0 || !is_name(word, at) || is_elsewhere(word))
            continue;
        names++;
        if (!is_explained(glossary, word))
            fail_msg("%s:%d: nothing explains %s", lesson->file, passage->line,
                     word);
    }
    return names;
}

/* Programs may call what is theirs; scripts were looked at above. */
static void every_name_in_the_prose_is_explained(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;
    const struct catalog *catalog = &((struct fixture *)*state)->catalog;
    size_t names = 0;

    for (size_t i = 0; i < catalog->n; i++) {
        struct passages passages;
        struct err err;

        assert_int_equal(passages_read(&passages, catalog->lessons[i], &err),
                         0);
        for (size_t j = 0; j < passages.n; j++)
            if (passages.list[j].kind != PASSAGE_PROGRAM &&
                passages.list[j].kind != PASSAGE_SCRIPT)
                names += look_at_passage(glossary, catalog->lessons[i],
                                         &passages.list[j]);
        passages_free(&passages);
    }
    assert_true(names > 10 * catalog->n);
}

/* ---- the glossary itself ---- */

/* A term that no lesson speaks of would send a learner nowhere. */
static void every_idea_is_in_a_lesson(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;
    const struct catalog *catalog = &((struct fixture *)*state)->catalog;
    bool found[512] = {false};
    const struct term *term;

    for (size_t i = 0; i < catalog->n; i++) {
        struct passages passages;
        const struct passage *passage;
        struct err err;

        assert_int_equal(passages_read(&passages, catalog->lessons[i], &err),
                         0);
        for (size_t j = 0; (term = glossary_at(glossary, j)); j++) {
            shows_first(catalog->lessons[i], &passages, term, &passage);
            assert_true(j < 512);
            found[j] |= passage != NULL;
        }
        passages_free(&passages);
    }
    for (size_t j = 0; (term = glossary_at(glossary, j)); j++)
        if (term->kind == TERM_IDEA && !found[j])
            fail_msg("no lesson speaks of %s", term->name);
}

static void every_term_has_sentences_and_a_source(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;
    const struct term *term;

    for (size_t i = 0; (term = glossary_at(glossary, i)); i++) {
        if (term->text[strlen(term->text) - 1] != '.')
            fail_msg("%s: no sentence: %s", term->name, term->text);
        if (!strstr(term->source, "(") && !strstr(term->source, "RFC ") &&
            !strstr(term->source, "ip-sysctl"))
            fail_msg("%s: no source: %s", term->name, term->source);
        if (term_of(glossary, term->kind, term->name) != term)
            fail_msg("%s is there twice", term->name);
    }
}

/* ---- names ---- */

/* The name of the first term that this means, "" when there is none. */
static const char *found(void **state, const char *name)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;
    const struct term *terms[GLOSSARY_SAME];

    return glossary_find(glossary, name, terms) > 0 ? terms[0]->name : "";
}

static void names_are_found_however_they_are_written(void **state)
{
    static const char *const pairs[][2] = {
        {"eaddrinuse", "EADDRINUSE"},
        {"98", "EADDRINUSE"},
        {"Address already in use", "EADDRINUSE"},
        {"EWOULDBLOCK", "EAGAIN"},
        {"time_wait", "TIME-WAIT"},
        {"Time Wait", "TIME-WAIT"},
        {"ESTABLISHED", "ESTAB"},
        {"SYN_RECEIVED", "SYN-RECV"},
        {"so_reuseaddr", "SO_REUSEADDR"},
        {"bind()", "bind"},
        {"bind(2)", "bind"},
        {"Listen", "LISTEN"},
        {"listen", "listen"},
        {"net.ipv4.tcp_tw_reuse", "tcp_tw_reuse"},
        {"/proc/sys/net/core/somaxconn", "somaxconn"},
        {"[R.]", "RST"},
        {"rst", "RST"},
        {"half close", "half-close"},
        {"Nagle", "Nagle's algorithm"},
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        assert_string_equal(found(state, pairs[i][0]), pairs[i][1]);
}

static void what_is_no_name_is_not_found(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;
    char huge[5000];

    memset(huge, 'x', sizeof(huge) - 1);
    huge[sizeof(huge) - 1] = '\0';
    assert_string_equal(found(state, ""), "");
    assert_string_equal(found(state, " "), "");
    assert_string_equal(found(state, "("), "");
    assert_string_equal(found(state, "///"), "");
    assert_string_equal(found(state, "99999"), "");
    assert_string_equal(found(state, "-1"), "");
    assert_string_equal(found(state, huge), "");
    assert_null(glossary_nearest(glossary, huge));
    assert_null(glossary_nearest(glossary, "xyzzy"));
    assert_string_equal(glossary_nearest(glossary, "EADRINUSE"), "EADDRINUSE");
    assert_string_equal(glossary_nearest(glossary, "tcp_tw_resue"),
                        "tcp_tw_reuse");
}

/* ---- what an errno means of a call ---- */

static void what_the_lessons_meet_has_a_meaning(void **state)
{
    static const struct {
        const char *call;
        int err;
    } met[] = {
        {"bind", EADDRINUSE},
        {"bind", EADDRNOTAVAIL},
        {"bind", EACCES},
        {"bind", EINVAL},
        {"bind", ENOTSOCK},
        {"bind", EBADF},
        {"listen", EADDRINUSE},
        {"listen", EOPNOTSUPP},
        {"accept", EINVAL},
        {"accept", EAGAIN},
        {"accept", ECONNABORTED},
        {"accept", EMFILE},
        {"accept4", EAGAIN},
        {"accept", EINTR},
        {"connect", ECONNREFUSED},
        {"connect", ETIMEDOUT},
        {"connect", EADDRNOTAVAIL},
        {"connect", EINPROGRESS},
        {"connect", EALREADY},
        {"connect", EISCONN},
        {"connect", ECONNABORTED},
        {"connect", ENETUNREACH},
        {"connect", EHOSTUNREACH},
        {"connect", EAFNOSUPPORT},
        {"recv", ECONNRESET},
        {"recv", ECONNREFUSED},
        {"recv", ENOTCONN},
        {"recv", EAGAIN},
        {"read", ECONNRESET},
        {"recvfrom", EAGAIN},
        {"send", EPIPE},
        {"send", ECONNRESET},
        {"send", ECONNREFUSED},
        {"send", EDESTADDRREQ},
        {"sendto", EMSGSIZE},
        {"write", EPIPE},
        {"shutdown", ENOTCONN},
        {"getpeername", ENOTCONN},
        {"setsockopt", ENOPROTOOPT},
        {"setsockopt", EINVAL},
        {"getsockopt", ENOPROTOOPT},
        {"close", EBADF},
        {"socket", EAFNOSUPPORT},
        {"socket", EPROTONOSUPPORT},
        {"dup", EMFILE},
    };
    struct glossary *glossary = ((struct fixture *)*state)->glossary;

    for (size_t i = 0; i < sizeof(met) / sizeof(*met); i++) {
        const char *text = glossary_says(glossary, met[i].call, met[i].err);

        if (strcmp(text, strerror(met[i].err)) == 0)
            fail_msg("nothing on %s() = -1 %s", met[i].call,
                     symbol_errno(met[i].err));
        assert_int_equal(text[strlen(text) - 1], '.');
        assert_true(strlen(text) < 300);
    }
}

static void kin_calls_say_the_same(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;

    assert_string_equal(glossary_says(glossary, "write", EPIPE),
                        glossary_says(glossary, "send", EPIPE));
    assert_string_equal(glossary_says(glossary, "accept4", EINVAL),
                        glossary_says(glossary, "accept", EINVAL));
    assert_string_not_equal(glossary_says(glossary, "bind", EADDRINUSE),
                            glossary_says(glossary, "listen", EADDRINUSE));
}

static void without_a_meaning_the_errno_speaks(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;

    assert_string_equal(glossary_says(glossary, "bind", 0), "");
    assert_string_equal(glossary_says(glossary, "bind", EXDEV),
                        strerror(EXDEV));
    assert_string_equal(glossary_says(glossary, "nothing", EXDEV),
                        strerror(EXDEV));
}

/* ---- what is printed ---- */

static void an_errno_is_told_by_call_and_by_lesson(void **state)
{
    const char *text = explained(*state, "eaddrinuse");

    assert_says(text, "EADDRINUSE, errno 98: Address already in use");
    assert_says(text, "\n    bind: A socket has it, or a connection");
    assert_says(text, "\n    listen: Another socket listens");
    assert_says(text, "\n   2  Address already in use\n");
    assert_says(text, ": server: bind(3, 0.0.0.0:12000) = -1 EADDRINUSE");
    assert_null(strstr(text, "\n   1  "));
}

/* An errno may stand in a script as its number, read from SO_ERROR. */
static void an_errno_is_seen_in_so_error(void **state)
{
    struct err err;
    const char *script =
        "client: getsockopt(3, SOL_SOCKET, SO_ERROR, 111) = 0\n";
    struct lesson *lesson = lesson_parse("x.lab", script, strlen(script), &err);
    struct glossary *glossary = ((struct fixture *)*state)->glossary;

    assert_non_null(lesson);
    assert_true(shows_in_line(lesson, lesson->script.lines,
                              term_of(glossary, TERM_ERRNO, "ECONNREFUSED")));
    assert_false(shows_in_line(lesson, lesson->script.lines,
                               term_of(glossary, TERM_ERRNO, "ETIMEDOUT")));
    lesson_free(lesson);
}

static void a_state_is_told_with_its_ways(void **state)
{
    const char *text = explained(*state, "time_wait");

    assert_says(text, "TIME-WAIT, a state of TCP");
    assert_says(text, "from CLOSING: received ACK of its FIN (RFC 9293 3.6)");
    assert_says(text, "to CLOSED: 2MSL are over");
}

static void a_call_is_told_with_its_errors(void **state)
{
    const char *text = explained(*state, "read");

    assert_says(text, "read(FD, DATA, LEN), a call");
    assert_says(text, "\n    ECONNRESET: The peer broke the connection off");
}

/* Two things of one name are both told. */
static void a_call_and_a_state_of_one_name_are_both_told(void **state)
{
    const char *text = explained(*state, "listen");

    assert_says(text, "listen(FD, BACKLOG), a call");
    assert_says(text, "LISTEN, a state of TCP");
}

static void an_idea_is_told_with_the_sentence_that_names_it(void **state)
{
    const char *text = explained(*state, "orphan");

    assert_says(text, "      From now on the connection is an orphan");
    assert_null(strstr(text, "No lesson shows it."));
}

/* What poll() returns stands behind its call, or in a line of its own. */
static void a_flag_that_is_returned_is_shown(void **state)
{
    const char *text = explained(*state, "POLLERR");

    assert_says(text, "  19  ");
    assert_says(text, "client: = POLLOUT if listening=yes, "
                      "POLLOUT|POLLERR|POLLHUP if listening=no\n");
    text = explained(*state, "POLLHUP");
    assert_says(text, "  31  ");
    assert_says(text, "server: poll(4, 0, 0) = POLLHUP if timewait=on");
}

/* What a script does not show is looked for in the prose. */
static void a_name_of_the_prose_is_told_with_its_sentence(void **state)
{
    const char *text = explained(*state, "SO_SNDTIMEO");

    assert_says(text, "SO_SNDTIMEO, a socket option\n");
    assert_says(text, "Lessons that speak of it");
    assert_says(text, "  36  ");
    assert_null(strstr(text, "No lesson shows it."));
    text = explained(*state, "writev()");
    assert_says(text, "writev(FD, {DATA}), a call\n");
    assert_says(text, "  38  ");
}

/* How often a part stands in a text. */
static int count(const char *text, const char *part)
{
    int n = 0;

    while ((text = strstr(text, part))) {
        text += strlen(part);
        n++;
    }
    return n;
}

/* Though two calls may say the same of it. */
static void no_errno_of_a_call_is_told_twice(void **state)
{
    struct glossary *glossary = ((struct fixture *)*state)->glossary;
    const struct term *term;
    const char *call;

    for (int i = 0; (call = call_table_name(i)); i++) {
        const char *text = explained(*state, call);

        for (size_t j = 0; (term = glossary_at(glossary, j)); j++) {
            char row[128];

            snprintf(row, sizeof(row), "\n    %s: ", term->name);
            if (count(text, row) > 1)
                fail_msg("%s: twice %s", call, row);
        }
    }
    assert_int_equal(count(explained(*state, "EAFNOSUPPORT"), "bind"), 1);
    assert_says(explained(*state, "EAFNOSUPPORT"), "bind, connect: The");
}

static void an_errno_of_no_lesson_is_told_in_the_systems_words(void **state)
{
    const char *text = explained(*state, "enospc");

    assert_says(text, "ENOSPC, errno 28: No space left on device");
    assert_says(text, "No lesson shows it.");
}

static void an_unknown_name_is_an_error_with_a_hint(void **state)
{
    struct fixture *fixture = *state;
    struct err err;

    assert_int_equal(explain(stdout, 78, &fixture->catalog, fixture->glossary,
                             "SO_RESUEADDR", &err),
                     -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.text, "nothing is known of 'SO_RESUEADDR', did you "
                                  "mean SO_REUSEADDR?");
    assert_int_equal(explain(stdout, 78, &fixture->catalog, fixture->glossary,
                             "xyzzy", &err),
                     -1);
    assert_string_equal(err.text, "nothing is known of 'xyzzy'");
}

/* No line wider than a terminal, no name left out, no space at an end. */
static void the_list_has_every_term(void **state)
{
    struct fixture *fixture = *state;
    const struct term *term;
    size_t size;
    FILE *out = open_memstream(&fixture->text, &size);

    list_terms(out, fixture->glossary);
    fclose(out);
    for (size_t i = 0; (term = glossary_at(fixture->glossary, i)); i++)
        assert_says(fixture->text, term->name);
    assert_null(strstr(fixture->text, " \n"));
    for (char *line = strtok(fixture->text, "\n"); line;
         line = strtok(NULL, "\n"))
        assert_true(strlen(line) < 80);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_name_in_a_script_is_explained),
        TEST(every_name_in_the_prose_is_explained),
        TEST(every_idea_is_in_a_lesson),
        TEST(every_term_has_sentences_and_a_source),
        TEST(names_are_found_however_they_are_written),
        TEST(what_is_no_name_is_not_found),
        TEST(what_the_lessons_meet_has_a_meaning),
        TEST(kin_calls_say_the_same),
        TEST(without_a_meaning_the_errno_speaks),
        TEST(an_errno_is_told_by_call_and_by_lesson),
        TEST(an_errno_is_seen_in_so_error),
        TEST(a_state_is_told_with_its_ways),
        TEST(a_call_is_told_with_its_errors),
        TEST(a_call_and_a_state_of_one_name_are_both_told),
        TEST(an_idea_is_told_with_the_sentence_that_names_it),
        TEST(a_flag_that_is_returned_is_shown),
        TEST(a_name_of_the_prose_is_told_with_its_sentence),
        TEST(no_errno_of_a_call_is_told_twice),
        TEST(an_errno_of_no_lesson_is_told_in_the_systems_words),
        TEST(an_unknown_name_is_an_error_with_a_hint),
        TEST(the_list_has_every_term),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
