/*
 * test_programs.c - the C programs that lessons show make the calls of their
 * scripts: the same calls, with the same constants and ports, and no others.
 *
 * A script's call is looked for in the program of its actor, in every lane;
 * the program's calls are then looked for in the script. A constant may reach
 * a call through a variable, and where lanes differ by more than an argument a
 * comment says so: what is not among a call's arguments has to stand somewhere
 * else in the program. That programs compile is for programs.sh.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/call/call.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/lesson.h"
#include "lessons/script/script_inside.h"

enum { NAMES = 64, WORD = 48, CALLS = 2048 };

/* A call and its arguments: of a script in its words, or of a program. */
struct made {
    char name[WORD];
    char words[NAMES][WORD]; /* constants and numbers among the arguments */
    int n_words;
    int line; /* of the script or of the program */
};

/* What one actor is said to do. */
struct made_list {
    struct made calls[CALLS];
    int n;
};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* ---- words ---- */

/* Whether it is a constant of the headers, such as SO_REUSEADDR. */
static bool is_constant(const char *word)
{
    long value;

    return isupper((unsigned char)word[0]) &&
           symbol_value(word, strlen(word), &value);
}

/*
 * A script shows with MSG_DONTWAIT that there is nothing to wait for, where a
 * program would wait for what it has to do next.
 */
static bool is_way_to_wait(const char *word)
{
    return strcmp(word, "MSG_DONTWAIT") == 0;
}

/* Take the constants and the numbers out of len bytes of arguments. */
static void take_words(struct made *made, const char *text, size_t len)
{
    for (size_t i = 0; i < len && made->n_words < NAMES;) {
        size_t n = 0;

        while (i + n < len && is_word(text[i + n]))
            n++;
        if (n > 0 && n < WORD) {
            char *word = made->words[made->n_words];

            snprintf(word, WORD, "%.*s", (int)n, text + i);
            made->n_words += (is_constant(word) && !is_way_to_wait(word)) ||
                             isdigit((unsigned char)*word);
        }
        i += n > 0 ? n : 1;
    }
}

static bool has_word(const struct made *made, const char *word)
{
    for (int i = 0; i < made->n_words; i++)
        if (strcmp(made->words[i], word) == 0)
            return true;
    return false;
}

/* Whether a word stands anywhere in a text. */
static bool text_has(const char *text, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = text; (at = strstr(at, word)); at += len)
        if ((at == text || !is_word(at[-1])) && !is_word(at[len]))
            return true;
    return false;
}

/* ---- a program ---- */

/* Blank out comments and the inside of strings; lines stay. */
static void blank_out(char *code)
{
    char inside = 0; /* a quote, or * or / for the two kinds of comments */

    for (char *at = code; *at; at++) {
        bool opens = at[0] == '/' && (at[1] == '*' || at[1] == '/');

        if (!inside && (*at == '"' || *at == '\'')) {
            inside = *at;
        } else if (!inside && opens) {
            inside = at[1];
            at[0] = at[1] = ' ';
        } else if (inside == '/' && *at == '\n') {
            inside = 0;
        } else if (inside == '*' && at[0] == '*' && at[1] == '/') {
            at[0] = at[1] = ' ';
            inside = 0;
        } else if (inside == *at && inside != '*' && inside != '/') {
            inside = 0;
        } else if (inside && *at != '\n') {
            if (*at == '\\' && at[1] && inside != '*' && inside != '/')
                *at++ = ' ';
            *at = ' ';
        }
    }
}

/* The length of what stands in the parentheses that open at text. */
static size_t inside_parentheses(const char *text)
{
    int depth = 0;
    size_t i = 0;

    for (; text[i]; i++) {
        depth += text[i] == '(';
        depth -= text[i] == ')';
        if (depth == 0)
            break;
    }
    return i;
}

/* exit() is how a program gives up, and the shell's to see. */
static bool is_call(const char *name)
{
    return call_usage(name, NULL) && strcmp(name, "exit") != 0;
}

/* What a program needs to serve several at once is not about sockets. */
static bool is_socket_call(const char *name)
{
    return strcmp(name, "fork") != 0 && strcmp(name, "poll") != 0 &&
           strcmp(name, "signal") != 0 && strcmp(name, "sigaction") != 0;
}

/* All calls of the table that a program makes. */
static void read_program(struct made_list *list, const char *code)
{
    int line = 1;

    list->n = 0;
    for (const char *at = code; *at && list->n < CALLS; at++) {
        struct made *made = &list->calls[list->n];
        size_t len = 0;

        line += *at == '\n';
        if (!is_word(*at) || (at > code && is_word(at[-1])))
            continue;
        while (is_word(at[len]))
            len++;
        const char *open = at + len + strspn(at + len, " \t\n");
        if (len >= WORD || *open != '(')
            continue;
        *made = (struct made){.line = line};
        memcpy(made->name, at, len);
        if (!is_call(made->name))
            continue;
        take_words(made, open + 1, inside_parentheses(open));
        list->n++;
    }
}

/* ---- a script ---- */

/* Ports of addresses and the words of integers; what data hold is no matter. */
static void take_args(struct made *made, const struct call *call)
{
    for (int i = 0; i < call->n_args; i++) {
        const struct arg *arg = &call->args[i];
        bool backlog = strcmp(made->name, "listen") == 0 && i == 1;
        bool found = strcmp(made->name, "getsockopt") == 0 && i == 3;

        if (arg->kind == ARG_ADDR && arg->addr.port > 0 &&
            !arg->addr.any_port && made->n_words < NAMES)
            snprintf(made->words[made->n_words++], WORD, "%d", arg->addr.port);
        /* A descriptor's number, a length: the program has its own names. */
        if (arg->kind == ARG_INT &&
            (backlog || isupper((unsigned char)arg->text[0])) && !found)
            take_words(made, arg->text, strlen(arg->text));
    }
}

/* A server learns the port of a peer; it does not choose it. */
static bool chooses_address(const char *name)
{
    return strcmp(name, "bind") == 0 || strcmp(name, "connect") == 0 ||
           strcmp(name, "sendto") == 0;
}

/* All calls of an actor (NULL: of all) in a lane, behind what is there. */
static void read_lane(struct made_list *list, const struct lesson *lesson,
                      const struct setting *setting, const char *actor)
{
    for (size_t i = 0; i < lesson->script.n && list->n < CALLS; i++) {
        const struct line *line = &lesson->script.lines[i];
        struct made *made = &list->calls[list->n];
        struct call call;

        if (line->kind != LINE_CALL || !line_applies(line, setting) ||
            (actor && strcmp(line->actor, actor) != 0))
            continue;
        assert_int_equal(line_call(line, setting, &call, NULL), 0);
        *made = (struct made){.line = line->number};
        snprintf(made->name, WORD, "%s", call_name(&call));
        if (!chooses_address(made->name))
            for (int arg = 0; arg < call.n_args; arg++)
                call.args[arg].addr.port = 0;
        take_args(made, &call);
        list->n += is_call(made->name);
        call_free(&call);
    }
}

/* ---- both ---- */

/*
 * Whether a program has a number of the script: itself, in the other byte
 * order where it forgot htons(), or from its command line.
 */
static bool has_number(const char *code, const char *word)
{
    int number = atoi(word);
    char swapped[16];

    snprintf(swapped, sizeof swapped, "%d",
             (number & 0xff) << 8 | (number >> 8 & 0xff));
    return text_has(code, word) || text_has(code, swapped) ||
           text_has(code, "argv");
}

/* Whether the program makes this call of the script. */
static bool program_makes(const struct made_list *program, const char *text,
                          const struct made *wanted)
{
    for (int i = 0; i < program->n; i++) {
        const struct made *made = &program->calls[i];
        bool all = strcmp(made->name, wanted->name) == 0;

        for (int w = 0; all && w < wanted->n_words; w++) {
            const char *word = wanted->words[w];

            all = has_word(made, word) ||
                  (isdigit((unsigned char)*word) ? has_number(text, word)
                                                 : text_has(text, word));
        }
        if (all)
            return true;
    }
    return false;
}

/* Whether a call of that name has the word; a NULL word is had by any. */
static bool some_has(const struct made_list *script, const char *name,
                     const char *word)
{
    for (int i = 0; i < script->n; i++)
        if (strcmp(script->calls[i].name, name) == 0 &&
            (!word || has_word(&script->calls[i], word)))
            return true;
    return false;
}

/*
 * Whether the script makes this call of the program, with each constant in
 * it: `udp ? SOCK_DGRAM : SOCK_STREAM` is two calls of a script.
 */
static bool script_makes(const struct made_list *script,
                         const struct made *made)
{
    if (!some_has(script, made->name, NULL))
        return false;
    for (int i = 0; i < made->n_words; i++)
        if (is_constant(made->words[i]) &&
            !some_has(script, made->name, made->words[i]))
            return false;
    return true;
}

/* "setsockopt SOL_SOCKET SO_REUSEADDR", for a message. */
static const char *show(const struct made *made)
{
    static char text[512];

    snprintf(text, sizeof text, "%s", made->name);
    for (int i = 0; i < made->n_words; i++) {
        size_t len = strlen(text);

        snprintf(text + len, sizeof text - len, " %s", made->words[i]);
    }
    return text;
}

/* The next setting of all toggles, as a number with a digit for each. */
static bool next_lane(struct setting *setting)
{
    for (int i = 0; i < setting->n; i++) {
        if (++setting->value[i] < setting->toggles[i].n_values)
            return true;
        setting->value[i] = 0;
    }
    return false;
}

/* All calls of an actor (NULL: of all) in every lane. */
static struct made_list *read_script(const struct lesson *lesson,
                                     const char *actor)
{
    struct made_list *list = calloc(1, sizeof *list);
    const struct scope scope = {.toggles = lesson->toggles,
                                .n = lesson->n_toggles};
    struct setting setting;

    assert_non_null(list);
    setting_defaults(&setting, &scope);
    do
        read_lane(list, lesson, &setting, actor);
    while (next_lane(&setting));
    assert_true(list->n < CALLS);
    return list;
}

/* Say what is missing where. Returns 1. */
static int lacks(const struct lesson *lesson, int line, const char *who,
                 const struct made *made)
{
    print_error("%s:%d: %s lacks %s\n", lesson->file, line, who, show(made));
    return 1;
}

/*
 * Compare a program with its actor's lines, and then with everybody's: several
 * actors may play one program. Returns how many calls differ.
 */
static int compare(const struct lesson *lesson, const struct program *program)
{
    struct made_list *own = read_script(lesson, program->actor);
    struct made_list *all = read_script(lesson, NULL);
    struct made_list *code = calloc(1, sizeof *code);
    char *text = strdup(program->code);
    int bad = 0;

    assert_true(code && text);
    blank_out(text);
    read_program(code, text);
    for (int i = 0; i < own->n; i++)
        if (!program_makes(code, program->code, &own->calls[i]))
            bad += lacks(lesson, own->calls[i].line, program->actor,
                         &own->calls[i]);
    for (int i = 0; i < code->n; i++)
        if (is_socket_call(code->calls[i].name) &&
            !script_makes(all, &code->calls[i]))
            bad += lacks(lesson, program->line + code->calls[i].line,
                         "the script", &code->calls[i]);
    free(own);
    free(all);
    free(code);
    free(text);
    return bad;
}

/* ---- tests ---- */

/* Calls of every program of a lesson that comes with the program. */
static void programs_make_the_calls_of_scripts(void **state)
{
    int bad = 0, n = 0;

    (void)state;
    for (const struct embedded *one = embedded_lessons; one->name; one++) {
        struct err err;
        struct lesson *lesson =
            lesson_parse(one->name, one->text, one->len, &err);

        assert_non_null(lesson);
        for (int i = 0; i < lesson->n_programs; i++, n++)
            bad += compare(lesson, &lesson->programs[i]);
        lesson_free(lesson);
    }
    assert_true(n > 0);
    assert_int_equal(bad, 0);
}

/*
 * The screen marks a line for each call of an actor with a program: the next
 * one that makes it, and from the top again in a new process.
 */
static int marked(const struct lesson *lesson, const struct program *program,
                  const struct setting *setting)
{
    int line = -1, bad = 0;

    for (size_t i = 0; i < lesson->script.n; i++) {
        const struct line *one = &lesson->script.lines[i];
        struct call call;

        if (strcmp(one->actor, program->actor) != 0 ||
            !line_applies(one, setting))
            continue;
        if (one->kind == LINE_START || one->kind == LINE_RESTART)
            line = -1;
        if (one->kind != LINE_CALL)
            continue;
        assert_int_equal(line_call(one, setting, &call, NULL), 0);
        int first = program_line(program, call_name(&call), -1);
        int next = program_line(program, call_name(&call), line);
        /* Behind the line before; else none is behind it, and it is first. */
        if (next < 0 || (next <= line && next != first)) {
            print_error("%s:%d: no line of %s's program for %s()\n",
                        lesson->file, one->number, program->actor,
                        call_name(&call));
            bad++;
        }
        line = next;
        call_free(&call);
    }
    return bad;
}

static void a_line_is_marked_for_each_call(void **state)
{
    int bad = 0;

    (void)state;
    for (const struct embedded *one = embedded_lessons; one->name; one++) {
        struct err err;
        struct lesson *lesson =
            lesson_parse(one->name, one->text, one->len, &err);
        const struct scope scope = {.toggles = lesson->toggles,
                                    .n = lesson->n_toggles};
        struct setting setting;

        setting_defaults(&setting, &scope);
        do
            for (int i = 0; i < lesson->n_programs; i++)
                bad += marked(lesson, &lesson->programs[i], &setting);
        while (next_lane(&setting));
        lesson_free(lesson);
    }
    assert_int_equal(bad, 0);
}

/* The comparison sees what it is there to see. */
static void differences_are_found(void **state)
{
    static const char text[] =
        "---\ntitle: T\nchapter: C\nsummary: S.\nminutes: 1\n---\n\nText.\n\n"
        "```c server\nlisten(fd, 5); /* bind(fd) */ accept(fd, 0, 0);\n"
        "send(fd, \"recv(1)\", 1, MSG_OOB); connect(fd, htons(12000));\n```\n\n"
        "```lab\nserver: listen(3, 6)\nserver: accept(3)\nserver: recv(3, _, "
        "1, 0)\nserver: send(3, \"x\", 1, 0)\nserver: connect(3, "
        "10.0.0.1:12000)\n```\n";
    struct err err;
    struct lesson *lesson = lesson_parse("t.md", text, sizeof text - 1, &err);

    (void)state;
    assert_non_null(lesson);
    /* listen's 6, recv; and MSG_OOB. */
    assert_int_equal(compare(lesson, &lesson->programs[0]), 3);
    lesson_free(lesson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_make_the_calls_of_scripts),
        cmocka_unit_test(a_line_is_marked_for_each_call),
        cmocka_unit_test(differences_are_found),
    };

    return cmocka_run_group_tests_name("programs", tests, NULL, NULL);
}
