/*
 * recordingtest.h - what tests of recordings share: a small lesson, a
 * recording of it written by hand, and the lessons that are shipped.
 */
#ifndef TESTS_SUPPORT_RECORDINGTEST_H
#define TESTS_SUPPORT_RECORDINGTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/lesson/embedded.h"
#include "lessons/recording/recording.h"
#include "lessons/runner/runner.h"

/* Line 15 of the file is the script's first. */
static const char lesson_text[] =
    "---\n"
    "id: small\n"
    "title: Small\n"
    "chapter: Tests\n"
    "summary: One sentence.\n"
    "minutes: 1\n"
    "toggles:\n"
    "  - name: v\n"
    "    label: V\n"
    "    values: [a, b]\n"
    "---\n"
    "Prose.\n"
    "\n"
    "```lab\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: bind(3, 10.0.0.1:12000) = 0\n"
    "[v=b] server: listen(3, 5) = 0\n"
    "server: accept(3, _) = ...\n"
    "wire: hold\n"
    "server: SIGKILL\n"
    "```\n";

/* What follows the head; %s is the digest. */
static const char sample[] =
    "{\"recording\":1,\"lesson\":\"small\",\"kernel\":\"Linux 6.1.2\","
    "\"digest\":\"%s\"}\n"
    "[\"lane\",\"v=a\"]\n"
    "[\"line\",1]\n"
    "[\"started\",1000,1,\"server\",\"server\",4711]\n"
    "[\"call\",5,1,\"server\",\"socket\",\"AF_INET, SOCK_STREAM, 0\",3,"
    "[1,3,6,0]]\n"
    "[\"check\",1,3]\n"
    "[\"rest\",2]\n"
    "[\"line\",2]\n"
    "[\"call\",5,2,\"server\",\"bind\",\"3, 10.0.0.1:12000\",\"EADDRINUSE\"]\n"
    "[\"culprit\",1,2,\"server\",\"TIME-WAIT\",\"10.0.0.1:12000\","
    "\"10.0.0.2:40000\",59000,1,\"server fd 3\"]\n"
    "[\"state\",2,\"server\",1,\"LISTEN\",[6,\"10.0.0.1:12000\",\"0.0.0.0:0\"]]"
    "\n"
    "[\"check\",1,\"EADDRINUSE\"]\n"
    "[\"sock\",0,\"server\",1,[1,5,\"keepalive\",2000,3,0]]\n"
    "[\"rest\",0]\n"
    "[\"line\",3]\n"
    "[\"note\",0,3,\"A sentence.\"]\n"
    "[\"rest\",2]\n"
    "[\"line\",4]\n"
    "[\"call\",2,4,\"server\",\"accept\",\"3, _\",null]\n"
    "[\"check\",0,null]\n"
    "[\"rest\",2]\n"
    "[\"line\",5]\n"
    "[\"packet\",3,1,\"held\",\"client\",6,\"10.0.0.2:40000\","
    "\"10.0.0.1:12000\",\"S\",[0,null,0,false,74],\"AQID\"]\n"
    "[\"fate\",9,1,\"held\",1]\n"
    "[\"check\",0]\n"
    "[\"wire\",0,true,false,[1]]\n"
    "[\"rest\",2]\n"
    "[\"line\",6]\n"
    "[\"killed\",3,6,\"server\",\"SIGKILL\"]\n"
    "[\"state\",2,\"server\",1,null]\n"
    "[\"check\",0]\n"
    "[\"rest\",2]\n"
    "[\"end\"]\n";

struct fixture {
    struct lesson *lesson;
    struct recording *recording;
    struct runner *runner;
    struct err err;
    char text[8192]; /* the sample with its digest */
};

static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char digest[DIGEST_TEXT];

    *state = f;
    if (!f)
        return -1;
    f->lesson =
        lesson_parse("small.md", lesson_text, strlen(lesson_text), &f->err);
    if (!f->lesson)
        return -1;
    recording_digest(f->lesson, digest);
    snprintf(f->text, sizeof(f->text), sample, digest);
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;

    runner_close(f->runner);
    recording_close(f->recording);
    lesson_free(f->lesson);
    free(f);
    return 0;
}

static inline struct recording *parse(struct fixture *f, const char *text,
                                      size_t len)
{
    recording_close(f->recording);
    f->err.text[0] = '\0';
    f->recording = recording_parse(f->lesson, "r.json", text, len, &f->err);
    return f->recording;
}

/* The sample must be right; a runner that plays it. */
static inline struct runner *open_sample(struct fixture *f)
{
    struct runner_options options = {.isolation = ISOLATION_AUTO};

    if (!parse(f, f->text, strlen(f->text)))
        fail_msg("%s", f->err.text);
    options.recording = f->recording;
    f->runner = runner_open(f->lesson, &options, &f->err);
    if (!f->runner)
        fail_msg("%s", f->err.text);
    return f->runner;
}

/* Take so many lines of the script. */
static inline const struct lab *play(struct fixture *f, int lines)
{
    struct runner *runner = open_sample(f);

    for (int i = 0; i < lines; i++) {
        runner_advance(runner, true);
        runner_finish(runner);
    }
    return runner_lab(runner, 0);
}

/* Replace the first `from` of the sample by `to`. */
static inline void change(struct fixture *f, const char *from, const char *to)
{
    char *at = strstr(f->text, from);
    char rest[sizeof(f->text)];

    assert_non_null(at);
    snprintf(rest, sizeof(rest), "%s", at + strlen(from));
    snprintf(at, sizeof(f->text) - (size_t)(at - f->text), "%s%s", to, rest);
}

/* The index-th lesson inside of the program; NULL past the last. */
static inline struct lesson *shipped(int index, struct err *err)
{
    const struct embedded *e = &embedded_lessons[index];
    struct lesson *lesson;
    char name[256];

    if (!e->name)
        return NULL;
    snprintf(name, sizeof(name), "nowhere/%s", e->name);
    lesson = lesson_parse(name, e->text, e->len, err);
    if (!lesson)
        fail_msg("%s", err->text);
    return lesson;
}

#endif
