/*
 * Texts of the languages that eject writes: C, the shell, and scripts.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/log/describe.h"
#include "lessons/eject/eject_inside.h"

/* ---- strings ---- */

/*
 * Octal with three digits ends by itself: "\x05apple" would be read as one
 * long number. `?` is escaped because of trigraphs.
 */
void eject_c_string(FILE *out, const char *bytes, size_t len)
{
    fputc('"', out);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];

        if (byte == '\n')
            fputs("\\n", out);
        else if (byte < ' ' || byte >= 127)
            fprintf(out, "\\%03o", byte);
        else if (byte == '"' || byte == '\\' || byte == '?')
            fprintf(out, "\\%c", byte);
        else
            fputc(byte, out);
    }
    fputc('"', out);
}

void eject_c_format(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        /* A real tab is where eject_put_line() may break the line. */
        if (*text == '\t') {
            fputs("\\t", out);
            continue;
        }
        if (*text == '%')
            fputc('%', out);
        if (*text == '"' || *text == '\\' || *text == '?')
            fputc('\\', out);
        fputc(*text, out);
    }
}

void eject_shell_word(FILE *out, const char *text)
{
    fputc('\'', out);
    for (; *text != '\0'; text++)
        if (*text == '\'')
            fputs("'\\''", out);
        else
            fputc(*text, out);
    fputc('\'', out);
}

/* ---- results ---- */

char *eject_result(const struct eject_act *act, const struct call *call,
                   char *out, size_t size)
{
    const struct result *want = &act->want;
    bool events = want->kind == RESULT_VALUE && want->value > 0 && call &&
                  call_does(call, CALL_POLLS) && call->args[0].kind == ARG_INT;

    struct result plain = *want;

    plain.name[0] = '\0'; /* a name is any number that is no failure */
    result_format(&plain, out, size);
    FILE *text = events ? fmemopen(out, size, "w") : NULL;
    if (text) {
        struct call_event came = {
            .name = call_name(call), .returned = true, .ret = want->value};

        describe_result(text, &came);
        fclose(text);
    }
    return out;
}

/* ---- what a call prints ---- */

/*
 * `"text"...` as run.sh has it, for which `*` is anything: the quotes that come
 * are closed further on, or there are that many of one byte.
 */
static void expected_begin(FILE *out, const struct arg *arg)
{
    struct memory memory;

    if (memory_open(&memory))
        call_print_bytes(memory.out, arg->bytes, arg->len, arg->repeat);
    if (!memory_close(&memory)) {
        fputc('_', out);
        return;
    }
    char *end = strrchr(memory.text, '"');

    fprintf(out, "%.*s*", (int)(end - memory.text), memory.text);
    free(memory.text);
}

/* Bytes that come are quoted by steps.h as by the lab, if any can come. */
static void expected_data(FILE *out, const struct arg *arg, bool fails)
{
    if (fails)
        fputc('_', out);
    else if (arg->begins)
        expected_begin(out, arg);
    else
        call_print_bytes(out, arg->bytes, arg->len, arg->repeat);
}

/* The same of what has come in several pieces. */
static void expected_pieces(FILE *out, const struct arg *arg)
{
    struct arg one = {.bytes = arg->bytes};

    fputc('{', out);
    for (int i = 0; i < arg->n_pieces; i++) {
        one.len = arg->pieces[i].len;
        one.repeat = arg->pieces[i].repeat;
        one.begins = arg->pieces[i].begins;
        fputs(i > 0 ? ", " : "", out);
        expected_data(out, &one, false);
        one.bytes += one.len;
    }
    fputc('}', out);
}

/*
 * An address that a call is given. A zone that is no interface there has no
 * name any more once C has it, and so may be missing in what is printed.
 */
static void expected_addr(FILE *out, const struct addr *addr)
{
    bool known = strcmp(addr->zone, "eth0") == 0 ||
                 strcmp(addr->zone, "lo") == 0 || !addr->zone[0];
    struct addr shown = *addr;
    char text[ADDR_TEXT];
    int host;

    if (!known)
        shown.zone[0] = '\0';
    addr_format(&shown, text);
    host = known ? 0 : (int)strcspn(text, "]");
    fprintf(out, "%.*s%s%s", host, text, known ? "" : "*", text + host);
}

/* What stands in an argument's place once the call has returned. */
static void expected_arg(FILE *out, const struct call *call, int i, bool fails)
{
    const struct arg *arg = &call->args[i];

    if (call_is_list(call, i)) {
        call_print_list(out, call, i, fails);
        return;
    }
    if (fails && call_fills(call, i) && arg->kind != ARG_ADDR) {
        fputc('_', out);
        return;
    }
    /* A number is printed, and not a name that the script may have for it. */
    if (call_param(call, i) == PARAM_OPTION_OUT && arg->kind == ARG_INT)
        fprintf(out, "%d", (int)arg->number);
    else if (call_param(call, i) == PARAM_FD && arg->number >= EJECT_GIVEN)
        fputc('*', out); /* whatever it is there */
    else if (call_param(call, i) == PARAM_DATA_OUT && arg->kind == ARG_BYTES)
        expected_data(out, arg, fails);
    else if (call_param(call, i) == PARAM_PIECES_OUT && arg->kind == ARG_PIECES)
        expected_pieces(out, arg);
    else if (call_param(call, i) != PARAM_PATH && arg->kind == ARG_ADDR)
        expected_addr(out, &arg->addr);
    else
        fputs(arg->text, out);
}

void eject_expected(FILE *out, const struct eject_act *act)
{
    const struct call *call = &act->call;
    bool fails = act->want.kind == RESULT_VALUE && act->want.value == -1;
    const char *between = "";

    fprintf(out, "%s(", call_name(call));
    for (int i = 0; i < call->n_args; i++) {
        if (call->args[i].kind == ARG_ABSENT)
            continue;
        fputs(between, out);
        between = ", ";
        expected_arg(out, call, i, fails);
    }
    fputc(')', out);
}

/* ---- prose ---- */

enum { PROSE_WIDTH = 78 };

/* A paragraph that is being written. */
struct wrap {
    FILE *out;
    const char *prefix;
    size_t column; /* 0: nothing of the paragraph is written yet */
};

/* One word, on this line if it fits. */
static void put_word(struct wrap *wrap, const char *word, size_t len)
{
    if (wrap->column > 0 && wrap->column + 1 + len > PROSE_WIDTH) {
        fputc('\n', wrap->out);
        wrap->column = 0;
    }
    if (wrap->column == 0) {
        fputs(wrap->prefix, wrap->out);
        wrap->column = strlen(wrap->prefix);
    } else {
        fputc(' ', wrap->out);
        wrap->column++;
    }
    fwrite(word, 1, len, wrap->out);
    wrap->column += len;
}

/* A paragraph's text is that of its spans, one behind the other. */
static char *para_text(const struct para *para)
{
    struct memory memory;

    if (memory_open(&memory))
        for (size_t i = 0; i < para->n_spans; i++)
            fputs(para->spans[i].text, memory.out);
    return memory_close(&memory) ? memory.text : NULL;
}

/* Spans may end within a word: `bind()`, say, and a full stop. */
static void put_para(FILE *out, const struct eject_plan *plan,
                     const struct para *para, const char *prefix)
{
    struct wrap wrap = {.out = out, .prefix = prefix};
    char *text = para_text(para);

    if (!text)
        *plan->lost = true;
    for (const char *at = text; at && *at != '\0';) {
        size_t len = strcspn(at, " \n");

        if (len > 0)
            put_word(&wrap, at, len);
        at += len + (at[len] != '\0');
    }
    fputc('\n', out);
    free(text);
}

bool eject_prose(FILE *out, const struct eject_plan *plan, size_t step,
                 const char *prefix)
{
    const struct lesson *lesson = plan->lesson;
    const struct step *one = &lesson->steps[step];
    bool any = false;

    /* Groups of one block share their prose: it is said before the first. */
    if (step > 0 && one->prose == lesson->steps[step - 1].prose)
        return false;
    for (size_t i = 0; i < one->n_prose; i++) {
        const struct para *para = &lesson->document.paras[one->prose + i];

        if (para->kind == PARA_CODE)
            continue;
        if (any)
            fprintf(out, "%.*s\n", (int)strcspn(prefix, " "), prefix);
        put_para(out, plan, para, prefix);
        any = true;
    }
    return any;
}
