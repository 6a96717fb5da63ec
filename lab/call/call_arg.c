/*
 * What an argument is can be seen from how it begins: a quote, a brace, `_`,
 * an address, and all else is an integer. So each kind has its own reader,
 * and none has to guess.
 */
#include "lab/call/call_arg.h"

#include <string.h>

#include "lab/base/symbol.h"

/* A letter, then letters, digits and hyphens. */
static int parse_actor(struct arg *arg, const char *text, size_t len,
                       struct err *err)
{
    char shown[CALL_SHOWN];
    size_t i = 0;

    arg->kind = ARG_NAME;
    while (i < len && (call_is_letter(text[i]) ||
                       (i > 0 && (call_is_digit(text[i]) || text[i] == '-'))))
        i++;
    if (len == 0 || i < len || len >= CALL_NAME)
        return err_input(err, "`%s` is no name for an actor",
                         call_shown(shown, text, len));
    memcpy(arg->name, text, len);
    return 0;
}

/*
 * `$NAME` into the argument's name: a letter or _, then digits as well. No -
 * may be in it: what it would end at could not be told.
 */
static bool take_name(struct arg *arg, const char *text, size_t len)
{
    size_t i = 1;

    if (len < 2 || len > CALL_NAME || text[0] != '$' || call_is_digit(text[1]))
        return false;
    while (i < len && (call_is_letter(text[i]) || call_is_digit(text[i])))
        i++;
    if (i < len)
        return false;
    memcpy(arg->name, text + 1, len - 1);
    return true;
}

/* HOST:$NAME, a pattern for any port, which is to have that name. */
static bool take_port_name(struct arg *arg, const char *text, size_t len)
{
    const char *dollar = memchr(text, '$', len);
    char pattern[ADDR_TEXT];
    size_t host = dollar ? (size_t)(dollar - text) : 0;

    if (host < 2 || dollar[-1] != ':' || host + 2 > sizeof(pattern))
        return false;
    memcpy(pattern, text, host);
    pattern[host] = '*';
    return addr_parse(&arg->addr, pattern, host + 1) == 0 &&
           take_name(arg, dollar, len - host);
}

static bool is_word(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len &&
           (call_is_letter(text[i]) || (i > 0 && call_is_digit(text[i]))))
        i++;
    return i == len && len > 0;
}

/*
 * A word that is no constant: handler, or a name. Where no constant may have
 * been meant it stays a name, so that whoever places it says what can stand
 * there.
 */
static bool take_word(struct arg *arg, const char *text, size_t len,
                      enum param_kind where)
{
    bool handles = where == PARAM_HANDLER;
    long value;

    if (!is_word(text, len) || symbol_value(text, len, &value) ||
        (!handles && call_constant_near(text, len)))
        return false;
    arg->kind =
        handles && len == strlen("handler") && memcmp(text, "handler", len) == 0
            ? ARG_HANDLER
            : ARG_NAME;
    return true;
}

/* Whether it would be an address if it had a port. */
static bool lacks_port(const char *text, size_t len)
{
    struct addr addr;
    char with_port[ADDR_TEXT];

    if (len + 3 > sizeof(with_port))
        return false;
    memcpy(with_port, text, len);
    memcpy(with_port + len, ":0", 2);
    return addr_parse(&addr, with_port, len + 2) == 0;
}

/*
 * The text is kept in every case, since messages and the log show an argument
 * as it was written. The order of the questions matters: a string may hold what
 * looks like an address, and 10.0.0.1:80 would be a number with something
 * behind it.
 */
int call_arg_parse(struct arg *arg, const char *text, size_t len,
                   enum param_kind where, struct err *err)
{
    char shown[CALL_SHOWN];

    arg->text = strndup(text, len);
    if (!arg->text)
        return err_machine(err, "out of memory");
    if (where == PARAM_ACTOR)
        return parse_actor(arg, text, len, err);
    if (len == 1 && text[0] == '_') {
        arg->kind = ARG_ANY;
        return 0;
    }
    if (len > 0 && text[0] == '"')
        return call_bytes_parse(arg, text, len, err);
    if (len > 1 && text[0] == '{')
        return call_list_parse(arg, text, len, err);
    if (addr_parse(&arg->addr, text, len) == 0 ||
        take_port_name(arg, text, len)) {
        arg->kind = ARG_ADDR;
        return 0;
    }
    if (take_name(arg, text, len)) {
        arg->kind = ARG_GIVEN;
        return 0;
    }
    if (take_word(arg, text, len, where))
        return 0;
    arg->kind = ARG_INT;
    /* Said here, or the message would complain of a malformed number. */
    if (lacks_port(text, len) &&
        (where == PARAM_OPTION || where == PARAM_OPTION_OUT))
        return err_input(err,
                         "%s stands in braces here, as a member of a struct "
                         "such as {239.1.2.3, 10.0.0.1}",
                         call_shown(shown, text, len));
    if (lacks_port(text, len))
        return err_input(err, "%s needs a port, as in %s:80",
                         call_shown(shown, text, len), shown);
    return call_integer_parse(&arg->number, text, len, err);
}
