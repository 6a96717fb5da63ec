/*
 * What stands in braces. Its first member tells what it is: strings are pieces
 * of data, `3: POLLIN` is a descriptor with its events, `state: LISTEN` a
 * member with its name, and all else are the integers of a struct. `A -> B` is
 * what is given to a call, and what must be found in the same place afterwards.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "lab/call/call_arg.h"
#include "lab/call/call_member.h"

/* A part of the script's text. */
struct part {
    const char *text;
    size_t len;
};

/* Reads one member of a list into the argument. */
typedef int member_fn(struct arg *arg, struct part member, struct err *err);

/*
 * The first such character outside of strings and of braces that open behind
 * text; end when there is none.
 */
static const char *find_outside(char wanted, const char *text, const char *end)
{
    bool quoted = false;
    int depth = 0;

    for (; text < end; text++) {
        if (quoted && *text == '\\' && end - text > 1)
            text++;
        else if (*text == '"')
            quoted = !quoted;
        else if (*text == wanted && !quoted && depth <= 0)
            break;
        else if (!quoted)
            depth += (*text == '{') - (*text == '}');
    }
    return text;
}

/* ---- members ---- */

/*
 * An IPv4 address without a port is the integer that C has for it, a struct
 * in_addr: in network order, so that its bytes stand in memory as in the text.
 */
static bool read_in_addr(struct part member, int *value)
{
    char text[INET_ADDRSTRLEN] = "";
    struct in_addr in;

    if (member.len >= sizeof(text) || memchr(member.text, '\0', member.len))
        return false;
    memcpy(text, member.text, member.len);
    if (inet_pton(AF_INET, text, &in) != 1)
        return false;
    memcpy(value, &in, sizeof(in));
    return true;
}

/* An IPv6 address stands for the four integers that a struct in6_addr has. */
static bool read_in6_addr(struct part member, int value[4])
{
    char text[INET6_ADDRSTRLEN] = "";
    struct in6_addr in6;

    if (member.len >= sizeof(text) || memchr(member.text, '\0', member.len))
        return false;
    memcpy(text, member.text, member.len);
    if (inet_pton(AF_INET6, text, &in6) != 1)
        return false;
    memcpy(value, &in6, sizeof(in6));
    return true;
}

static int read_int(struct arg *arg, struct part member, struct err *err)
{
    char shown[CALL_SHOWN];
    int values[4];
    int n = 1;
    long value;

    if (read_in6_addr(member, values)) {
        n = 4;
    } else if (!read_in_addr(member, values)) {
        if (memchr(member.text, '.', member.len))
            return err_input(err,
                             "found `%s`, expected an integer, a constant, or "
                             "an address without a port such as 10.0.0.1",
                             call_shown(shown, member.text, member.len));
        if (call_integer_parse(&value, member.text, member.len, err) < 0)
            return -1;
        values[0] = (int)value;
    }
    if (arg->n_ints + n > CALL_SET)
        return err_input(err, "at most %d descriptors have room here",
                         CALL_SET);
    memcpy(arg->ints + arg->n_ints, values, (size_t)n * sizeof(*values));
    arg->n_ints += n;
    return 0;
}

static int read_entry(struct arg *arg, struct part member, struct err *err)
{
    const char *colon = memchr(member.text, ':', member.len);
    struct map *map = &arg->map;
    char shown[CALL_SHOWN];
    long fd, events;

    if (!colon)
        return err_input(err,
                         "found `%s`, expected a descriptor and its events, "
                         "as in 3: POLLIN",
                         call_shown(shown, member.text, member.len));
    if (call_integer_parse(&fd, member.text, (size_t)(colon - member.text),
                           err) < 0 ||
        call_integer_parse(&events, colon + 1,
                           member.len - (size_t)(colon + 1 - member.text),
                           err) < 0)
        return -1;
    if (map->n == CALL_ENTRIES)
        return err_input(err, "at most %d descriptors have room here",
                         CALL_ENTRIES);
    map->entries[map->n++] = (struct entry){(int)fd, (unsigned)events};
    return 0;
}

/* Whether there is room for this piece behind the others. */
static bool total_fits(const struct arg *arg, const struct arg *one,
                       struct err *err)
{
    size_t total = one->len * one->repeat;

    for (int i = 0; i < arg->n_pieces; i++)
        total += arg->pieces[i].len * arg->pieces[i].repeat;
    if (total > CALL_BYTES_MAX)
        err_input(err, "more than %d bytes in one call", CALL_BYTES_MAX);
    return total <= CALL_BYTES_MAX;
}

/* All pieces stand in one block, one period of each behind the other. */
static int read_piece(struct arg *arg, struct part member, struct err *err)
{
    struct arg one = {0};
    char shown[CALL_SHOWN];
    char *more;
    int done = -1;

    if (member.len == 0 || member.text[0] != '"')
        return err_input(err, "found `%s`, expected a string in quotes",
                         call_shown(shown, member.text, member.len));
    if (arg->n_pieces == CALL_PIECES)
        return err_input(err, "at most %d pieces have room here", CALL_PIECES);
    if (call_bytes_parse(&one, member.text, member.len, err) == 0 &&
        total_fits(arg, &one, err)) {
        more = realloc(arg->bytes, arg->len + one.len + 1);
        if (more) {
            memcpy(more + arg->len, one.bytes, one.len);
            arg->bytes = more;
            arg->len += one.len;
            arg->pieces[arg->n_pieces++] =
                (struct piece){one.len, one.repeat, one.begins};
            done = 0;
        } else {
            err_machine(err, "out of memory");
        }
    }
    free(one.bytes);
    return done;
}

static int read_member(struct arg *arg, struct part member, struct err *err)
{
    if (arg->n_members == CALL_MEMBERS)
        return err_input(err, "at most %d members have room here",
                         CALL_MEMBERS);
    return member_parse(&arg->members[arg->n_members++], member.text,
                        member.len, err);
}

/* ---- lists ---- */

/* What the list is, by its first member. */
static enum arg_kind list_kind(struct part first)
{
    int values[4];

    if (first.len > 0 && first.text[0] == '"')
        return ARG_PIECES;
    if (memchr(first.text, ':', first.len) && !read_in6_addr(first, values))
        return call_is_letter(first.text[0]) ? ARG_MEMBERS : ARG_MAP;
    return ARG_INTS;
}

/* Read the members, from behind the opening brace to before the closing one. */
static int read_members(struct arg *arg, const char *text, const char *end,
                        struct err *err)
{
    member_fn *read = NULL;
    struct part member = {text, (size_t)(end - text)};

    call_trim(&member.text, &member.len);
    arg->kind = ARG_INTS;
    if (member.len == 0)
        return 0;
    for (;; text++) {
        const char *stop = find_outside(',', text, end);

        member = (struct part){text, (size_t)(stop - text)};
        call_trim(&member.text, &member.len);
        if (!read) {
            arg->kind = list_kind(member);
            read = arg->kind == ARG_PIECES    ? read_piece
                   : arg->kind == ARG_MAP     ? read_entry
                   : arg->kind == ARG_MEMBERS ? read_member
                                              : read_int;
        }
        if (read(arg, member, err) < 0)
            return -1;
        if (stop == end)
            return 0;
        text = stop;
    }
}

/* The brace that closes the list that begins at text; NULL for none. */
static const char *closing(const char *text, const char *end)
{
    const char *brace =
        text < end && *text == '{' ? find_outside('}', text + 1, end) : end;

    return brace < end ? brace : NULL;
}

/* `{...}` and nothing behind it. */
static int read_list(struct arg *arg, struct part list, struct err *err)
{
    const char *end = closing(list.text, list.text + list.len);
    char shown[CALL_SHOWN];

    if (!end || end + 1 != list.text + list.len)
        return err_input(err,
                         "found `%s`, expected a list in braces such as {3, 4}",
                         call_shown(shown, list.text, list.len));
    return read_members(arg, list.text + 1, end, err);
}

/* What stands behind a `->`: `_`, or a list of the same kind as before it. */
static int read_found(struct arg *arg, struct part list, struct err *err)
{
    struct arg found = {0};
    int done;

    call_trim(&list.text, &list.len);
    if (list.len == 1 && list.text[0] == '_') {
        arg->then = ARG_ANY;
        return 0;
    }
    if (list.len == 0)
        return err_input(err, "a list such as {3: POLLIN} is missing behind "
                              "the ->");
    done = read_list(&found, list, err);
    arg->then = found.kind;
    arg->found = found.map;
    for (int i = 0; i < found.n_ints; i++)
        arg->found.entries[arg->found.n++].fd = found.ints[i];
    free(found.bytes);
    return done;
}

int call_list_parse(struct arg *arg, const char *text, size_t len,
                    struct err *err)
{
    const char *end = closing(text, text + len);
    struct part list = {text, end ? (size_t)(end + 1 - text) : len};
    struct part rest = {text + list.len, len - list.len};

    arg->given = list.len;
    if (read_list(arg, list, err) < 0)
        return -1;
    call_trim(&rest.text, &rest.len);
    if (rest.len == 0)
        return 0;
    if (rest.len < 2 || memcmp(rest.text, "->", 2) != 0) {
        char shown[CALL_SHOWN];

        return err_input(err, "found `%s` behind a list in braces",
                         call_shown(shown, rest.text, rest.len));
    }
    return read_found(arg, (struct part){rest.text + 2, rest.len - 2}, err);
}
