/*
 * Arguments of several members. Descriptors that are ready are compared as a
 * set: in which order a kernel names them is no promise of epoll_wait(2).
 */
#include "lab/call/call_show.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

/* ---- bytes ---- */

/* One byte inside quotes, as C writes it; next is the byte behind it. */
static void print_byte(FILE *out, unsigned char byte, char next)
{
    static const char plain[] = "\n\r\t\\\"";
    static const char letters[] = "nrt\\\"";
    const char *escape = byte ? strchr(plain, byte) : NULL;

    if (escape)
        fprintf(out, "\\%c", letters[escape - plain]);
    else if (byte >= ' ' && byte < 127)
        fputc(byte, out);
    else if (next >= '0' && next <= '7')
        fprintf(out, "\\%03o", byte); /* or it would be read as one number */
    else
        fprintf(out, "\\%o", byte);
}

/*
 * Whether all bytes are the same as the first. Each byte is compared with its
 * neighbour: memcmp() of the block with itself, moved by one. Blocks are
 * megabytes long in lessons on buffers.
 */
static bool all_same(const char *bytes, size_t len)
{
    return len > 0 && memcmp(bytes, bytes + 1, len - 1) == 0;
}

void call_print_bytes(FILE *out, const char *bytes, size_t len, size_t repeat)
{
    size_t total = len * repeat;
    /* Short runs are shown as they are: "aaa" says more than "a"*3. */
    bool one = total > SHOWN_BYTES && all_same(bytes, len);
    size_t shown = one ? 1 : total < SHOWN_BYTES ? total : SHOWN_BYTES;

    fputc('"', out);
    /* Megabytes may be meant: the period is walked, and not written out. */
    for (size_t i = 0; i < shown; i++)
        print_byte(out, (unsigned char)bytes[i % len],
                   i + 1 < shown ? bytes[(i + 1) % len] : '"');
    fputc('"', out);
    if (one)
        fprintf(out, "*%zu", total);
    else if (shown < total)
        fputs("...", out);
}

bool same_bytes(const struct arg *arg, const char *bytes, size_t len)
{
    /* No overflow: the product has been kept below CALL_BYTES_MAX. */
    size_t total = arg->len * arg->repeat;

    if (arg->begins ? len < total : len != total)
        return false;
    for (size_t done = 0; done < total; done += arg->len)
        if (memcmp(arg->bytes, bytes + done, arg->len) != 0)
            return false;
    return true;
}

/* ---- integers ---- */

void show_ints(FILE *out, const int *ints, int n, bool braces)
{
    if (n == 1 && !braces) {
        fprintf(out, "%d", ints[0]);
        return;
    }
    fputc('{', out);
    for (int i = 0; i < n; i++)
        fprintf(out, "%s%d", i ? ", " : "", ints[i]);
    fputc('}', out);
}

/* Whether the integers are what the argument says. */
bool same_ints(const struct arg *arg, const int *ints, int n)
{
    if (arg->kind == ARG_INT)
        return n == 1 && ints[0] == (int)arg->number;
    return arg->n_ints == n &&
           memcmp(arg->ints, ints, (size_t)n * sizeof(*ints)) == 0;
}

/* ---- pieces ---- */

bool show_is_open(const struct arg *arg)
{
    for (int i = 0; i < arg->n_pieces; i++)
        if (arg->pieces[i].begins)
            return true;
    return arg->begins;
}

void show_pieces(FILE *out, const struct arg *arg)
{
    const char *bytes = arg->bytes;

    fputc('{', out);
    for (int i = 0; i < arg->n_pieces; i++) {
        const struct piece *piece = &arg->pieces[i];

        fputs(i ? ", " : "", out);
        call_print_bytes(out, bytes, piece->len, piece->repeat);
        fputs(piece->begins ? "..." : "", out);
        bytes += piece->len;
    }
    fputc('}', out);
}

/* How many of the bytes went into the n-th buffer, and *at where they begin. */
static size_t buffer_part(const struct arg *lens, int n, size_t came,
                          size_t *at)
{
    size_t len = 0;

    *at = 0;
    for (int i = 0; i <= n && i < lens->n_ints; i++) {
        *at += len;
        len = (size_t)lens->ints[i];
        if (len > came - *at)
            len = came - *at;
    }
    return n < lens->n_ints ? len : 0;
}

/* Buffers into which nothing came any more are left out. */
void show_pieces_found(FILE *out, const struct call *call, int i,
                       const struct outcome *outcome)
{
    const struct arg *lens = &call->args[i + 1];
    size_t at;

    fputc('{', out);
    for (int n = 0; n < lens->n_ints; n++) {
        size_t len = buffer_part(lens, n, outcome->len, &at);

        if (len == 0 && n > 0)
            break;
        fputs(n ? ", " : "", out);
        call_print_bytes(out, outcome->data + at, len, 1);
    }
    fputc('}', out);
}

bool same_pieces(const struct call *call, int i, const struct outcome *outcome)
{
    const struct arg *arg = &call->args[i];
    const struct arg *lens = &call->args[i + 1];
    char *bytes = arg->bytes;
    size_t at, seen = 0;

    for (int n = 0; n < arg->n_pieces; n++) {
        const struct piece *piece = &arg->pieces[n];
        struct arg one = {.bytes = bytes,
                          .len = piece->len,
                          .repeat = piece->repeat,
                          .begins = piece->begins};
        size_t len = buffer_part(lens, n, outcome->len, &at);

        if (!same_bytes(&one, outcome->data + at, len))
            return false;
        bytes += piece->len;
        seen += len;
    }
    return arg->kind == ARG_PIECES && seen == outcome->len;
}

/* ---- what a call fills in ---- */

/* Whether it is for the call to fill in what stands there. */
bool call_fills(const struct call *call, int i)
{
    enum param_kind kind = call_param(call, i);

    return kind == PARAM_ADDR_OUT || kind == PARAM_DATA_OUT ||
           kind == PARAM_OPTION_OUT || kind == PARAM_PIECES_OUT ||
           kind == PARAM_CONTROL_OUT || kind == PARAM_READY_OUT ||
           kind == PARAM_PAIR_OUT ||
           (kind == PARAM_REQUEST_VALUE && call->args[1].number != FIONBIO);
}

/* ---- descriptors ---- */

void call_print_events(FILE *out, unsigned events, bool epoll)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        {POLLIN, "POLLIN"},     {POLLPRI, "POLLPRI"},
        {POLLOUT, "POLLOUT"},   {POLLRDHUP, "POLLRDHUP"},
        {POLLERR, "POLLERR"},   {POLLHUP, "POLLHUP"},
        {POLLNVAL, "POLLNVAL"}, {EPOLLONESHOT, "POLLONESHOT"},
        {EPOLLET, "POLLET"},
    };
    const char *separator = "";

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (!(events & names[i].bit))
            continue;
        fprintf(out, "%s%s%s", separator, epoll ? "E" : "", names[i].name);
        separator = "|";
        events &= ~names[i].bit;
    }
    if (events || !*separator)
        fprintf(out, events ? "%s%#x" : "%s%u", separator, events);
}

bool call_is_list(const struct call *call, int i)
{
    enum param_kind kind = call_param(call, i);

    return kind == PARAM_READY_OUT || kind == PARAM_SET ||
           (kind == PARAM_POLLED && call->args[i].kind != ARG_INT);
}

bool show_list_wanted(const struct call *call, int i)
{
    const struct arg *arg = &call->args[i];

    if (call_param(call, i) == PARAM_READY_OUT)
        return arg->kind != ARG_ANY;
    return arg->then == ARG_MAP || arg->then == ARG_INTS;
}

/* In which of select()'s sets the i-th argument's descriptors are. */
static unsigned set_bit(const struct call *call, int i)
{
    unsigned bit = SET_READ;

    while (--i >= 0)
        bit <<= call_param(call, i) == PARAM_SET;
    return bit;
}

/* What was ready of what the i-th argument is about. */
static struct map ready_of(const struct call *call, int i,
                           const struct outcome *outcome)
{
    unsigned bit = set_bit(call, i);
    struct map ready = {.n = 0};

    if (call_param(call, i) != PARAM_SET)
        return outcome->map;
    for (int k = 0; k < outcome->map.n; k++)
        if (outcome->map.entries[k].events & bit)
            ready.entries[ready.n++].fd = outcome->map.entries[k].fd;
    return ready;
}

/* For qsort(3): by descriptor, then by events. */
static int by_descriptor(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    if (a->fd != b->fd)
        return a->fd < b->fd ? -1 : 1;
    return a->events < b->events ? -1 : a->events > b->events;
}

/* `{4: EPOLLIN, 5: EPOLLIN}`, by descriptor. */
static void print_map(FILE *out, struct map map, enum param_kind kind)
{
    qsort(map.entries, (size_t)map.n, sizeof(*map.entries), by_descriptor);
    fputc('{', out);
    for (int k = 0; k < map.n; k++) {
        fprintf(out, "%s%d", k ? ", " : "", map.entries[k].fd);
        if (kind == PARAM_SET)
            continue;
        fputs(": ", out);
        call_print_events(out, map.entries[k].events, kind == PARAM_READY_OUT);
    }
    fputc('}', out);
}

/* Where nothing was asked about, it need not be said that nothing was found. */
static bool is_nothing(const struct arg *arg)
{
    return arg->then == ARG_ABSENT && arg->n_ints == 0 && arg->map.n == 0;
}

void show_list_found(FILE *out, const struct call *call, int i,
                     const struct outcome *outcome)
{
    print_map(out, ready_of(call, i, outcome), call_param(call, i));
}

bool show_list_given(FILE *out, const struct call *call, int i)
{
    const struct arg *arg = &call->args[i];

    if (call_param(call, i) == PARAM_READY_OUT)
        return true;
    fprintf(out, "%.*s", (int)arg->given, arg->text);
    if (is_nothing(arg))
        return false;
    fputs(" -> ", out);
    return true;
}

void show_list_expected(FILE *out, const struct call *call, int i)
{
    const struct arg *arg = &call->args[i];
    enum param_kind kind = call_param(call, i);

    if (show_list_wanted(call, i))
        print_map(out, kind == PARAM_READY_OUT ? arg->map : arg->found, kind);
    else
        fputc('_', out);
}

void call_print_list(FILE *out, const struct call *call, int i, bool fails)
{
    const struct arg *arg = &call->args[i];

    if (!fails && show_list_given(out, call, i))
        show_list_expected(out, call, i);
    else if (fails && call_param(call, i) == PARAM_READY_OUT)
        fputc('_', out);
    else if (fails)
        fprintf(out, "%.*s", (int)arg->given, arg->text);
}

bool same_list(const struct call *call, int i, const struct outcome *outcome)
{
    const struct arg *arg = &call->args[i];
    bool out = call_param(call, i) == PARAM_READY_OUT;
    struct map wanted = out ? arg->map : arg->found;
    struct map ready = ready_of(call, i, outcome);

    if (!show_list_wanted(call, i) || wanted.n != ready.n)
        return false;
    qsort(wanted.entries, (size_t)wanted.n, sizeof(*wanted.entries),
          by_descriptor);
    qsort(ready.entries, (size_t)ready.n, sizeof(*ready.entries),
          by_descriptor);
    for (int k = 0; k < wanted.n; k++)
        if (by_descriptor(&wanted.entries[k], &ready.entries[k]) != 0)
            return false;
    return true;
}
