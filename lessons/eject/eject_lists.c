/*
 * Arguments of several members, which C has no literal for in a call: each is a
 * variable that is filled by statements before it, and looked at behind it.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/eject/eject_inside.h"

/* A descriptor's name in C; in out. */
static const char *fd_name(struct eject_function *f, long number, char *out)
{
    return eject_fd_name(f, number, out, EJECT_NAME);
}

/* ---- pieces ---- */

/*
 * Pieces that repeat are written into the function's room, one behind the
 * other; what stands there once is a literal.
 */
static void put_piece(struct eject_function *f, const struct piece *piece,
                      const char *bytes, int i, size_t *room)
{
    char *literal = eject_literal(f, bytes, piece->len);
    size_t total = piece->len * piece->repeat;

    if (!literal)
        return;
    if (piece->repeat > 1) {
        eject_put_line(f, "fill(data + %zu,\t%zu,\t%s,\t%zu);", *room, total,
                       literal, piece->len);
        eject_put_line(f, "vector[%d] = (struct iovec){data + %zu, %zu};", i,
                       *room, total);
        *room += total;
    } else {
        eject_put_line(f, "vector[%d] = (struct iovec){(char *)%s,\t%zu};", i,
                       literal, total);
    }
    free(literal);
}

void eject_put_pieces(struct eject_function *f, struct eject_pieces *p,
                      const struct arg *arg)
{
    const char *bytes = arg->bytes;
    size_t room = 0;

    f->lists |= LISTS_VECTOR;
    for (int i = 0; i < arg->n_pieces; i++) {
        put_piece(f, &arg->pieces[i], bytes, i, &room);
        bytes += arg->pieces[i].len;
    }
    f->data = room > f->data ? room : f->data;
    fprintf(eject_c_arg(p), "vector,\t%d", arg->n_pieces);
    eject_c_format(eject_shown_arg(p), arg->text);
}

/* Both of readv()'s arguments: what must be found, and the lengths. */
void eject_put_buffers(struct eject_function *f, struct eject_pieces *p,
                       const struct arg *lens, const char *result)
{
    size_t room = 0;
    FILE *format = eject_shown_arg(p);

    f->lists |= LISTS_VECTOR;
    for (int i = 0; i < lens->n_ints; i++) {
        eject_put_line(f, "vector[%d] = (struct iovec){data + %zu, %d};", i,
                       room, lens->ints[i]);
        room += (size_t)lens->ints[i];
    }
    f->data = room + 1 > f->data ? room + 1 : f->data;
    fprintf(eject_c_arg(p), "vector,\t%d", lens->n_ints);
    fputs("%s", format);
    fprintf(p->values, ",\tbuffers(vector, %d, %s)", lens->n_ints, result);
    eject_c_format(eject_shown_arg(p), lens->text);
}

/* ---- descriptors ---- */

void eject_put_epoll_event(struct eject_function *f, struct eject_pieces *p,
                           const struct call *call)
{
    const struct arg *events = &call->args[3];
    char name[EJECT_NAME];

    if (events->kind == ARG_ABSENT) {
        fputs("NULL", eject_c_arg(p));
        return;
    }
    f->lists |= LISTS_EVENT;
    eject_put_line(f,
                   "event = (struct epoll_event){.events = %s,\t"
                   ".data.fd = %s};",
                   events->text, fd_name(f, call->args[2].number, name));
    fputs("&event", eject_c_arg(p));
    eject_c_format(eject_shown_arg(p), events->text);
}

void eject_put_ready(struct eject_function *f, struct eject_pieces *p,
                     const char *result)
{
    f->lists |= LISTS_EVENTS;
    fputs("events", eject_c_arg(p));
    fputs("%s", eject_shown_arg(p));
    fprintf(p->values, ",\tshow_epoll(events, %s)", result);
}

/* What stands before a `->`, as the script has it. */
static void put_given(struct eject_function *f, struct eject_pieces *p,
                      const struct arg *arg)
{
    char *given = strndup(arg->text, arg->given);
    FILE *format = eject_shown_arg(p);

    if (given)
        eject_c_format(format, given);
    else
        f->full = true;
    fputs("%s", format);
    free(given);
}

void eject_put_polled(struct eject_function *f, struct eject_pieces *p,
                      const struct arg *arg, const char *result)
{
    const struct map *map = &arg->map;
    char name[EJECT_NAME];

    f->lists |= LISTS_POLLFDS;
    for (int i = 0; i < map->n; i++)
        eject_put_line(
            f, "fds[%d] = (struct pollfd){.fd = %s,\t.events = %#x};", i,
            fd_name(f, map->entries[i].fd, name), map->entries[i].events);
    fprintf(eject_c_arg(p), "fds,\t%d", map->n);
    put_given(f, p, arg);
    fprintf(p->values, ",\tshow_polled(fds, %d, %s)", map->n, result);
}

void eject_put_set(struct eject_function *f, struct eject_pieces *p,
                   const struct call *call, int i, const char *result)
{
    const struct arg *arg = &call->args[i];
    char name[EJECT_NAME];

    f->lists |= LISTS_SETS;
    eject_put_line(f, "FD_ZERO(&sets[%d]);", i - 1);
    for (int k = 0; k < arg->n_ints; k++)
        eject_put_line(f, "FD_SET(%s,\t&sets[%d]);",
                       fd_name(f, arg->ints[k], name), i - 1);
    fprintf(eject_c_arg(p), "&sets[%d]", i - 1);
    if (arg->n_ints == 0 && arg->then == ARG_ABSENT) {
        fputs("{}", eject_shown_arg(p));
        return;
    }
    put_given(f, p, arg);
    fprintf(p->values, ",\tshow_set(&sets[%d], %ld, %s)", i - 1,
            call->args[0].number, result);
}

/* ---- numbers ---- */

void eject_put_seconds(struct eject_pieces *p, const struct arg *arg)
{
    if (arg->kind == ARG_ABSENT) {
        fputs("NULL", eject_c_arg(p));
        return;
    }
    fprintf(eject_c_arg(p), "&(struct timeval){.tv_sec = %d, .tv_usec = %d}",
            arg->ints[0], arg->ints[1]);
    eject_c_format(eject_shown_arg(p), arg->text);
}

void eject_put_limit(struct eject_pieces *p, const struct arg *arg)
{
    fprintf(eject_c_arg(p),
            "&(struct rlimit){.rlim_cur = (rlim_t)%d, .rlim_max = (rlim_t)%d}",
            arg->ints[0], arg->ints[1]);
    eject_c_format(eject_shown_arg(p), arg->text);
}

void eject_put_pair(struct eject_function *f, struct eject_pieces *p,
                    const char *result)
{
    f->lists |= LISTS_NUMBERS;
    fputs("numbers", eject_c_arg(p));
    fputs("%s", eject_shown_arg(p));
    fprintf(p->values, ",\tshow_numbers(numbers, 2, %s)", result);
}

/* What FIONBIO sets is a literal; what others ask for is looked at. */
void eject_put_number(struct eject_function *f, struct eject_pieces *p,
                      const struct call *call, int i, const char *result)
{
    const struct arg *arg = &call->args[i];

    if (!call_fills(call, i)) {
        fprintf(eject_c_arg(p), "&(int){%d}", arg->ints[0]);
        eject_c_format(eject_shown_arg(p), arg->text);
        return;
    }
    f->lists |= LISTS_NUMBERS;
    fputs("numbers", eject_c_arg(p));
    fputs("%s", eject_shown_arg(p));
    fprintf(p->values, ",\tshow_numbers(numbers, 1, %s)", result);
}
