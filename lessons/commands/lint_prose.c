/*
 * lint_prose.c - looks at a lesson's prose; see lint.h.
 *
 * Links that lead nowhere, RFCs and manual pages that are not written as
 * everybody writes them, and a lesson that names no source at all.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lessons/commands/lint.h"

/* How far behind its paragraph's first line a word is looked for. */
enum { PARA_BYTES = 16 << 10 };

#define DIGITS "0123456789"

/* The prose while it is looked at. */
struct prose {
    struct slice file;
    struct problems *problems;
    const struct para *para;
    bool has_source; /* something was named that one can read on in */
};

/* ---- places ---- */

/*
 * The file's line of a word: paragraphs only know where they begin. A word
 * that is broken over two lines is said to stand where its paragraph begins.
 */
static int line_of(const struct prose *prose, struct slice word)
{
    struct slice rest = prose->file;
    int number = 1;

    /* Nobody will see more messages, so their lines need not be known. */
    if (prose->problems->n == PROBLEMS_MAX || word.len == 0)
        return prose->para->line;
    while (number < prose->para->line && rest.len > 0) {
        slice_line(&rest);
        number++;
    }
    if (rest.len > PARA_BYTES)
        rest.len = PARA_BYTES;
    while (rest.len > 0) {
        struct slice line = slice_line(&rest);

        if (memmem(line.at, line.len, word.at, word.len))
            return number;
        number++;
    }
    return prose->para->line;
}

/* ---- links ---- */

/* Labels of letters, digits and -, two at least, with dots between. */
static bool is_host(struct slice host)
{
    struct slice rest = host;
    int labels = 0;
    bool more = true;

    while (more) {
        struct slice label = slice_cut(&rest, '.', &more);

        if (label.len == 0 || label.at[0] == '-' ||
            label.at[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!isalnum((unsigned char)label.at[i]) && label.at[i] != '-')
                return false;
        labels++;
    }
    return labels >= 2;
}

/* A port behind a host: empty or a number (RFC 3986, section 3.2.3). */
static bool is_port(struct slice port)
{
    struct slice rest = port;

    slice_span(&rest, DIGITS);
    return rest.len == 0 && port.len <= 5;
}

/*
 * What RFC 3986 lets stand behind the host; a % needs its two digits. Letters
 * of other scripts are let through, as browsers do.
 */
static bool is_path(struct slice path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];

        if (c <= ' ' || c == 0x7f || strchr("<>\"{}|\\^`", c))
            return false;
        if (c == '%' &&
            (i + 2 >= path.len || !isxdigit((unsigned char)path.at[i + 1]) ||
             !isxdigit((unsigned char)path.at[i + 2])))
            return false;
    }
    return true;
}

/* The place that a link leads to. */
static bool is_url(struct slice url)
{
    struct slice host, port;
    size_t n = 0;
    bool has_port;

    if (!slice_take(&url, "https://"))
        return false;
    while (n < url.len && !strchr("/?#", url.at[n]))
        n++;
    port = (struct slice){url.at, n};
    host = slice_cut(&port, ':', &has_port);
    return is_host(host) && (!has_port || is_port(port)) &&
           is_path((struct slice){url.at + n, url.len - n});
}

/* The kernel's own pages are a source; any other page may say anything. */
static void lint_link(struct prose *prose, const char *href)
{
    struct slice url = slice_of(href);

    /* Of any other beginning markdown.c has complained. */
    if (slice_begins(url, "https://") && !is_url(url))
        problems_add(prose->problems, line_of(prose, url),
                     "the link '%.*s' was found, https://HOST/PATH was "
                     "expected",
                     SLICE(url));
    if (strstr(href, "://docs.kernel.org/") ||
        strstr(href, "://www.kernel.org/"))
        prose->has_source = true;
}

/* The text between the blanks around a place in it. */
static struct slice word_at(struct slice text, size_t at)
{
    struct slice word = {text.at + at, text.len - at};

    word = slice_word(&word);
    while (word.at > text.at && word.at[-1] != ' ') {
        word.at--;
        word.len++;
    }
    return word;
}

/*
 * What Markdown could not read as a link stands in the text as it was
 * written: `[text](https://a b)`, or `[text][name]` without that name.
 */
static void lint_link_text(struct prose *prose, struct slice text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        struct slice rest = {text.at + i, text.len - i}, word;

        if (!slice_begins(rest, "](") && !slice_begins(rest, "]["))
            continue;
        word = word_at(text, i);
        problems_add(prose->problems, line_of(prose, word),
                     "'%.*s' was found, [text](https://HOST/PATH) was "
                     "expected",
                     SLICE(word));
        return;
    }
}

/* ---- sources ---- */

/* What a name is made of: `tcp_rfc1337` is one, and names no RFC. */
static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* `RFC 9293`, and nothing else: readers search for it as it is written. */
static void lint_rfc(struct prose *prose, struct slice text, size_t at)
{
    struct slice found = {text.at + at, text.len - at}, rest = found, number;
    bool right;

    right = slice_take(&rest, "RFC ");
    if (!right)
        rest = (struct slice){found.at + 3, found.len - 3};
    /* Whatever people put in between. */
    right = slice_span(&rest, " -#._").len == 0 && right;
    number = slice_span(&rest, DIGITS);
    if (number.len == 0) /* RFCs in general */
        return;
    prose->has_source = true;
    found.len -= rest.len;
    if (!right)
        problems_warn(prose->problems, line_of(prose, found),
                      "'%.*s' was found, 'RFC %.*s' was expected", SLICE(found),
                      (int)number.len, number.at);
}

/* The ( of `name(7)`: a section of the manual stands in it (man(1)). */
static bool is_man_page(struct slice text, size_t paren)
{
    size_t end = paren + 2;

    if (paren == 0 || !is_word(text.at[paren - 1]) || end >= text.len ||
        text.at[paren + 1] < '1' || text.at[paren + 1] > '9')
        return false;
    /* Sections have letters behind them too, such as 3p and 2const. */
    while (end < text.len && islower((unsigned char)text.at[end]))
        end++;
    return end < text.len && text.at[end] == ')';
}

/* `man 7 tcp` is what one types; a page is called tcp(7). */
static void lint_man(struct prose *prose, struct slice text, size_t at)
{
    struct slice rest = {text.at + at, text.len - at}, found = rest;
    struct slice section, name;
    size_t n = 0;

    slice_word(&rest);
    section = slice_word(&rest);
    name = rest;
    while (n < name.len && is_word(name.at[n]))
        n++;
    if (section.len != 1 || !isdigit((unsigned char)section.at[0]) || n == 0)
        return;
    found.len = (size_t)(name.at + n - found.at);
    problems_warn(prose->problems, line_of(prose, found),
                  "'%.*s' was found, '%.*s(%c)' was expected", SLICE(found),
                  (int)n, name.at, section.at[0]);
}

/*
 * Forms first, over the whole text. A page of the manual has no other form to
 * warn of, so one is enough, and none is looked for once there is a source.
 */
static void lint_references(struct prose *prose, struct slice text)
{
    for (size_t i = 0; i + 3 < text.len; i++) {
        bool begins = i == 0 || !is_word(text.at[i - 1]);

        if (begins && strncasecmp(text.at + i, "rfc", 3) == 0)
            lint_rfc(prose, text, i);
        else if (begins && strncmp(text.at + i, "man ", 4) == 0)
            lint_man(prose, text, i);
    }
    for (size_t i = 0; i < text.len && !prose->has_source; i++)
        prose->has_source = text.at[i] == '(' && is_man_page(text, i);
}

/* ---- all of it ---- */

/*
 * Span by span, as styles change. In `code` a name is a name: close(3) is a
 * call there, not a page.
 */
static void lint_para(struct prose *prose, const struct para *para)
{
    const char *href = NULL; /* of the span before */

    prose->para = para;

    for (size_t i = 0; i < para->n_spans; i++) {
        const struct span *span = &para->spans[i];

        /* A link with `code` in its text is more than one span. */
        if (span->href && (!href || strcmp(href, span->href) != 0))
            lint_link(prose, span->href);
        href = span->href;
        if (span->style & SPAN_CODE)
            continue;
        lint_link_text(prose, slice_of(span->text));
        lint_references(prose, slice_of(span->text));
    }
}

void lint_prose(const struct lesson *lesson, struct slice file,
                struct problems *problems)
{
    struct prose prose = {.file = file, .problems = problems};

    /* Programs and scripts are not in the document any more (lesson.h). */
    for (size_t i = 0; i < lesson->document.n; i++)
        lint_para(&prose, &lesson->document.paras[i]);
    if (!prose.has_source)
        problems_warn(problems, 0,
                      "no source was found, a page of the manual such as "
                      "tcp(7), an RFC or a page of docs.kernel.org was "
                      "expected in the prose");
}
