/*
 * The two things that all arguments are made of: integers, alone or joined by
 * `|`, and strings. What is made of several of them is call_list.c's.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/symbol.h"
#include "lab/call/call_arg.h"

/* isspace(3) and its like depend on the locale; scripts do not. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool call_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool call_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

void call_trim(const char **text, size_t *len)
{
    while (*len > 0 && is_space(**text)) {
        ++*text;
        --*len;
    }
    while (*len > 0 && is_space((*text)[*len - 1]))
        --*len;
}

const char *call_shown(char *out, const char *text, size_t len)
{
    static const char dots[] = "...";
    /* Room for the NUL comes with the dots: sizeof counts it. */
    size_t n = len < CALL_SHOWN ? len : CALL_SHOWN - sizeof(dots);

    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)text[i] < ' ' || text[i] == 127 ? '?' : text[i];
    out[n] = '\0';
    if (n < len)
        memcpy(out + n, dots, sizeof(dots));
    return out;
}

/* ---- integers ---- */

/* A number as in C, which must fit an int or an unsigned int. */
static int parse_number(long *value, const char *text, size_t len,
                        struct err *err)
{
    char shown[CALL_SHOWN];
    char digits[32];
    char *end;
    long long number;

    call_shown(shown, text, len);
    if (len >= sizeof(digits))
        return err_input(err, "%s is no number that a call could take", shown);
    memcpy(digits, text, len);
    digits[len] = '\0';
    errno = 0;
    /*
     * Base 0 reads 0x10 and 010 as C does, which is what a script's reader
     * expects who copies a constant from a header.
     */
    number = strtoll(digits, &end, 0);
    if (*end)
        return err_input(err,
                         "%s is neither a number nor an address such as "
                         "10.0.0.1:80",
                         shown);
    if (errno || number < INT_MIN || number > (long long)UINT_MAX)
        return err_input(err, "%s does not fit into an int", shown);
    *value = (long)number;
    return 0;
}

const char *call_constant_near(const char *text, size_t len)
{
    struct nearest nearest = {0};
    const char *known;

    for (size_t i = 0; (known = symbol_complete("", 0, i)); i++)
        nearest_try(&nearest, text, len, known);
    return nearest.name;
}

/* Names what was written, and a constant that may have been meant. */
static int unknown_constant(const char *name, size_t len, struct err *err)
{
    const char *near = call_constant_near(name, len);
    char shown[CALL_SHOWN];

    call_shown(shown, name, len);
    if (near)
        return err_input(err, "unknown constant %s; did you mean %s?", shown,
                         near);
    return err_input(err,
                     "unknown constant %s, expected a number or a constant "
                     "such as AF_INET",
                     shown);
}

/* A number or the name of a constant. */
static int parse_term(long *value, const char *text, size_t len,
                      struct err *err)
{
    char shown[CALL_SHOWN];
    size_t i = 0;

    call_trim(&text, &len);
    if (len > 0 && (call_is_digit(text[0]) ||
                    (len > 1 && text[0] == '-' && call_is_digit(text[1]))))
        return parse_number(value, text, len, err);
    while (i < len && (call_is_letter(text[i]) || call_is_digit(text[i])))
        i++;
    if (len == 0 || i < len)
        return err_input(err,
                         "found `%s`, expected an integer, a constant, an "
                         "address with its port, a string in quotes, a struct "
                         "such as {1, 0}, or _",
                         call_shown(shown, text, len));
    if (!symbol_value(text, len, value))
        return unknown_constant(text, len, err);
    return 0;
}

/* Terms joined by `|`. */
int call_integer_parse(long *value, const char *text, size_t len,
                       struct err *err)
{
    const char *end = text + len;
    long term = 0;

    *value = 0;
    for (;;) {
        const char *bar = memchr(text, '|', (size_t)(end - text));
        const char *stop = bar ? bar : end;

        if (parse_term(&term, text, (size_t)(stop - text), err) < 0)
            return -1;
        *value |= term;
        if (!bar)
            return 0;
        text = bar + 1;
    }
}

/* ---- bytes ---- */

/*
 * The value of a hexadecimal digit, -1 for any other character. Only letters
 * have their case folded: to set the same bit of a control character would
 * make a digit of it.
 */
static int hex_digit(char c)
{
    if (call_is_digit(c))
        return c - '0';
    c |= ' ';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Up to three octal digits at *text, which ends at end. */
static char parse_octal(const char **text, const char *end)
{
    int value = 0;

    for (int i = 0; i < 3 && *text < end && **text >= '0' && **text <= '7'; i++)
        value = value * 8 + (*(*text)++ - '0');
    return (char)value;
}

/*
 * What stands behind a backslash, as in C: n r t a b f v, quotes, octal, and
 * x with two hexadecimal digits. Returns 0 or -1.
 */
static int parse_escape(char *byte, const char **text, const char *end)
{
    /* The n-th letter stands for the n-th value. */
    static const char letters[] = "nrtabfv\\\"'";
    static const char values[] = "\n\r\t\a\b\f\v\\\"'";
    const char *letter;

    if (*text == end)
        return -1;
    if (**text >= '0' && **text <= '7') {
        *byte = parse_octal(text, end);
        return 0;
    }
    if (**text == 'x' && end - *text > 2 && hex_digit((*text)[1]) >= 0 &&
        hex_digit((*text)[2]) >= 0) {
        *byte = (char)(hex_digit((*text)[1]) * 16 + hex_digit((*text)[2]));
        *text += 3;
        return 0;
    }
    letter = **text ? strchr(letters, **text) : NULL;
    if (!letter)
        return -1;
    *byte = values[letter - letters];
    ++*text;
    return 0;
}

/*
 * The inside of a string, from behind its opening quote. Sets *text behind
 * its closing one.
 */
static int parse_string(struct arg *arg, const char **text, const char *end,
                        struct err *err)
{
    const char *at = *text;

    /*
     * An escape is never shorter than the byte that it stands for, so what is
     * left of the text is room enough.
     */
    arg->bytes = malloc((size_t)(end - at) + 1);
    if (!arg->bytes)
        return err_machine(err, "out of memory");
    while (at < end && *at != '"') {
        char byte = *at++;

        if (byte == '\\' && parse_escape(&byte, &at, end) < 0)
            return err_input(err, "unknown escape in a string; there are "
                                  "\\n \\r \\t \\0 \\x41 \\\\ \\\"");
        arg->bytes[arg->len++] = byte;
    }
    if (at == end)
        return err_input(err, "a string is not closed");
    *text = at + 1;
    return 0;
}

/* `...` at the end: the bytes only begin so, as strace(1) writes it. */
static void parse_begins(struct arg *arg, size_t *len, const char *text)
{
    static const char dots[] = "...";
    size_t n = sizeof(dots) - 1;

    arg->begins = *len >= n && memcmp(text + *len - n, dots, n) == 0;
    if (arg->begins)
        *len -= n;
}

/* What may stand behind a string: nothing, `*N`, `...` or both. */
static int parse_repeat(struct arg *arg, const char *text, size_t len,
                        struct err *err)
{
    char shown[CALL_SHOWN];
    size_t n = 0;

    arg->repeat = 1;
    call_trim(&text, &len);
    call_shown(shown, text, len);
    parse_begins(arg, &len, text);
    call_trim(&text, &len);
    if (len == 0)
        return 0;
    if (*text++ != '*')
        return err_input(err, "found `%s` behind a string, expected *N or ...",
                         shown);
    len--;
    call_trim(&text, &len);
    if (len == 0)
        return err_input(err, "expected a number behind the `*`");
    for (size_t i = 0; i < len; i++) {
        if (!call_is_digit(text[i]) || n > CALL_BYTES_MAX)
            return err_input(err, "`%s` is no number to repeat a string by",
                             shown);
        n = n * 10 + (size_t)(text[i] - '0');
    }
    /*
     * `"x"*0` is no bytes at all. repeat stays 1 then, so that nobody has to
     * care for a product of two zeros.
     */
    if (n == 0)
        arg->len = 0;
    else
        arg->repeat = n;
    return 0;
}

/* Only one period is kept: 16 MiB of "x" cost nothing before they are sent. */
int call_bytes_parse(struct arg *arg, const char *text, size_t len,
                     struct err *err)
{
    const char *end = text + len;

    arg->kind = ARG_BYTES;
    text++;
    if (parse_string(arg, &text, end, err) < 0 ||
        parse_repeat(arg, text, (size_t)(end - text), err) < 0)
        return -1;
    if (arg->len > 0 && arg->repeat > CALL_BYTES_MAX / arg->len)
        return err_input(err, "more than %d bytes in one call", CALL_BYTES_MAX);
    return 0;
}
