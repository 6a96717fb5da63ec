/*
 * What a member's values are called depends on its name alone: a state of TCP
 * has a word, an error its errno, an address its dots.
 */
#include "lab/call/call_member.h"

#include <arpa/inet.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lab/base/nearest.h"
#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_show.h"

/* ---- names and words ---- */

/* Words by their numbers; NULL where a number has none. */
static const char *const states[] = {
    NULL,        "ESTABLISHED", "SYN_SENT",     "SYN_RECV",   "FIN_WAIT1",
    "FIN_WAIT2", "TIME_WAIT",   "CLOSE",        "CLOSE_WAIT", "LAST_ACK",
    "LISTEN",    "CLOSING",     "NEW_SYN_RECV", NULL,
};
static const char *const ca_states[] = {"Open",     "Disorder", "CWR",
                                        "Recovery", "Loss",     NULL};
static const char *const origins[] = {"SO_EE_ORIGIN_NONE", "SO_EE_ORIGIN_LOCAL",
                                      "SO_EE_ORIGIN_ICMP", "SO_EE_ORIGIN_ICMP6",
                                      NULL};

enum { CAME = 1 << MEMBER_CAME, BOTH = CAME | 1 << MEMBER_SENT };

/* Those that are no plain numbers, and those of a message. */
static const struct form {
    const char *name;
    enum { NUMBERS, WORDS, ERROR, ADDRESS, ADDRESS6, FLAGS } values;
    const char *const *words; /* of WORDS, and of an ERROR's second number */
    unsigned groups;          /* of enum member_group, a bit each; 0: another
                                 file has the names of that group */
} forms[] = {
    {"state", WORDS, states, 0},
    {"ca_state", WORDS, ca_states, 0},
    {"flags", FLAGS, NULL, CAME},
    {"IP_PKTINFO", ADDRESS, NULL, BOTH},
    {"IP_RECVERR", ERROR, origins, CAME},
    {"IP_TOS", NUMBERS, NULL, BOTH},
    {"IP_TTL", NUMBERS, NULL, BOTH},
    {"IPV6_HOPLIMIT", NUMBERS, NULL, BOTH},
    {"IPV6_PKTINFO", ADDRESS6, NULL, BOTH},
    {"IPV6_RECVERR", ERROR, origins, CAME},
    {"IPV6_TCLASS", NUMBERS, NULL, BOTH},
    {"SCM_CREDENTIALS", NUMBERS, NULL, BOTH},
    {"SCM_RIGHTS", NUMBERS, NULL, BOTH},
};

enum { FORMS = sizeof(forms) / sizeof(*forms) };

static const struct form *form_of(const char *name)
{
    for (int i = 0; i < FORMS; i++)
        if (strcmp(forms[i].name, name) == 0)
            return &forms[i];
    return NULL;
}

/* The index-th name of the group; NULL past the last. */
static const char *group_name(enum member_group group, int index)
{
    if (group == MEMBER_INFO)
        return info_name(index);
    for (int i = 0; i < FORMS; i++)
        if (forms[i].groups & 1U << group && index-- == 0)
            return forms[i].name;
    return NULL;
}

bool member_known(const char *name, enum member_group group, const char **near)
{
    struct nearest nearest = {0};
    const char *known;

    for (int i = 0; (known = group_name(group, i)); i++) {
        if (strcmp(known, name) == 0)
            return true;
        nearest_try(&nearest, name, strlen(name), known);
    }
    *near = nearest.name;
    return false;
}

const char *call_member_name(const char *text, int index)
{
    if (call_named_does(text, CALL_MESSAGES))
        return group_name(call_named_does(text, CALL_SENDS) ? MEMBER_SENT
                                                            : MEMBER_CAME,
                          index);
    if (call_named_does(text, CALL_ASKS_OPTION) && strstr(text, "TCP_INFO"))
        return group_name(MEMBER_INFO, index);
    return NULL;
}

/* The number of a word; false where it is none of them. */
static bool word_value(const char *const *words, const char *text, size_t len,
                       long *value)
{
    for (long i = 0; words[i] || i == 0; i++)
        if (words[i] && strlen(words[i]) == len &&
            memcmp(words[i], text, len) == 0) {
            *value = i;
            return true;
        }
    return false;
}

/* ---- reading ---- */

/* An address without its port, as the four bytes, or four times four, of C. */
static int parse_address(struct member *member, const char *text, size_t len,
                         struct err *err)
{
    bool six = form_of(member->name)->values == ADDRESS6;
    char copy[INET6_ADDRSTRLEN] = "", shown[CALL_SHOWN];
    uint32_t words[4];

    if (len < sizeof(copy))
        memcpy(copy, text, len);
    if (inet_pton(six ? AF_INET6 : AF_INET, copy, words) != 1)
        return err_input(err,
                         six ? N_("found `%s`, expected an address such as "
                                  "fd00::1")
                             : N_("found `%s`, expected an address such as "
                                  "10.0.0.1"),
                         call_shown(shown, text, len));
    member->n = six ? 4 : 1;
    for (int i = 0; i < member->n; i++)
        member->values[i] = words[i];
    return 0;
}

/*
 * `0..3`, `1..` and `..3`, from the one to the other, both included; the dots
 * stand behind the first `from` bytes.
 */
static int parse_range(struct member *member, const char *text, size_t from,
                       size_t len, struct err *err)
{
    const char *to = text + from + 2;
    size_t rest = len - from - 2;
    char shown[CALL_SHOWN];

    member->range = true;
    member->n = 2;
    member->values[0] = LONG_MIN;
    member->values[1] = LONG_MAX;
    if ((from > 0 &&
         call_integer_parse(&member->values[0], text, from, err) < 0) ||
        (rest > 0 && call_integer_parse(&member->values[1], to, rest, err) < 0))
        return -1;
    if (member->values[0] > member->values[1] || from + rest == 0)
        return err_input(err,
                         "found `%s`, expected a range from a number to one "
                         "that is not less, such as 0..3, 1.. or ..3",
                         call_shown(shown, text, len));
    return 0;
}

/* A word that is none of the member's, and one that may have been meant. */
static int unknown_word(const struct form *form, const char *text, size_t len,
                        struct err *err)
{
    const char *const *words = form->words + (form->words[0] ? 0 : 1);
    struct nearest nearest = {0};
    char shown[CALL_SHOWN];

    call_shown(shown, text, len);
    for (int i = 0; words[i]; i++)
        nearest_try(&nearest, text, len, words[i]);
    if (nearest.name)
        return err_input(err,
                         "found `%s`, expected a %s such as %s; did you mean "
                         "%s?",
                         shown, form->name, words[0], nearest.name);
    return err_input(err, "found `%s`, expected a %s such as %s", shown,
                     form->name, words[0]);
}

/* One number, or a word that stands for it. */
static int parse_value(struct member *member, const char *text, size_t len,
                       struct err *err)
{
    const struct form *form = form_of(member->name);
    const char *dots;
    long *value = &member->values[member->n];

    call_trim(&text, &len);
    dots = memmem(text, len, "..", 2);
    if (member->n == MEMBER_VALUES)
        return err_input(err, "%s has at most %d numbers here", member->name,
                         MEMBER_VALUES);
    if (form && form->values == WORDS &&
        word_value(form->words, text, len, value)) {
        member->n++;
        return 0;
    }
    if (dots && member->n == 0)
        return parse_range(member, text, (size_t)(dots - text), len, err);
    if (form && form->values == WORDS && len > 0 && call_is_letter(text[0]))
        return unknown_word(form, text, len, err);
    if (call_integer_parse(value, text, len, err) < 0)
        return -1;
    member->n++;
    return 0;
}

/* Several in braces, which are there already. */
static int parse_values(struct member *member, const char *text, size_t len,
                        struct err *err)
{
    const char *end = text + len - 1;

    for (text++;; text++) {
        const char *comma = memchr(text, ',', (size_t)(end - text));
        const char *stop = comma ? comma : end;

        if (parse_value(member, text, (size_t)(stop - text), err) < 0)
            return -1;
        if (!comma)
            return 0;
        text = comma;
    }
}

/* Whether anything has a member of that name. */
static bool is_member(const char *name)
{
    const char *near;

    return member_known(name, MEMBER_INFO, &near) ||
           member_known(name, MEMBER_SENT, &near) ||
           member_known(name, MEMBER_CAME, &near);
}

/*
 * What an unknown member holds is not read: call_refuse() says which there are,
 * which is what helps. One without a value is `none`.
 */
int member_parse(struct member *member, const char *text, size_t len,
                 struct err *err)
{
    const char *colon = memchr(text, ':', len);
    size_t name = colon ? (size_t)(colon - text) : len;
    const char *value = text + name + 1;
    size_t rest = colon ? len - name - 1 : 0;
    char shown[CALL_SHOWN];
    const struct form *form;

    *member = (struct member){.n = 0};
    call_trim(&text, &name);
    if (colon)
        call_trim(&value, &rest);
    if (!colon || name == 0 || name >= sizeof(member->name) || rest == 0)
        return err_input(err,
                         "found `%s`, expected a member and its value, as in "
                         "state: ESTABLISHED",
                         call_shown(shown, text, len));
    memcpy(member->name, text, name);
    if (!is_member(member->name) || (rest == 4 && !memcmp(value, "none", 4)))
        return 0;
    form = form_of(member->name);
    if (form && (form->values == ADDRESS || form->values == ADDRESS6))
        return parse_address(member, value, rest, err);
    if (value[0] == '{' && value[rest - 1] == '}')
        return parse_values(member, value, rest, err);
    return parse_value(member, value, rest, err);
}

/* ---- writing ---- */

/* The i-th number as a word, if it has one; else as it is. */
static void print_value(FILE *out, const struct form *form,
                        const struct member *member, int i)
{
    long value = member->values[i];
    const char *word = NULL;
    bool words =
        form && (form->values == WORDS || (form->values == ERROR && i == 1));

    for (long k = 0; words && k <= value && (k == 0 || form->words[k]); k++)
        word = k == value ? form->words[k] : NULL;
    if (form && form->values == ERROR && i == 0)
        word = symbol_errno((int)value);
    if (word)
        fputs(word, out);
    else
        fprintf(out, "%ld", value);
}

static void print_address(FILE *out, const struct member *member)
{
    char text[INET6_ADDRSTRLEN] = "";
    uint32_t words[4] = {0};

    for (int i = 0; i < member->n; i++)
        words[i] = (uint32_t)member->values[i];
    fputs(inet_ntop(member->n == 4 ? AF_INET6 : AF_INET, words, text,
                    sizeof(text)),
          out);
}

static void print_flags(FILE *out, long value)
{
    static const struct {
        long bit;
        const char *name;
    } names[] = {
        {MSG_OOB, "MSG_OOB"},           {MSG_CTRUNC, "MSG_CTRUNC"},
        {MSG_TRUNC, "MSG_TRUNC"},       {MSG_EOR, "MSG_EOR"},
        {MSG_ERRQUEUE, "MSG_ERRQUEUE"}, {MSG_CMSG_CLOEXEC, "MSG_CMSG_CLOEXEC"},
    };
    const char *separator = "";

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (!(value & names[i].bit))
            continue;
        fprintf(out, "%s%s", separator, names[i].name);
        separator = "|";
        value &= ~names[i].bit;
    }
    if (value || !*separator)
        fprintf(out, "%s%ld", separator, value);
}

void member_print(FILE *out, const struct member *member)
{
    const struct form *form = form_of(member->name);

    fprintf(out, "%s: %s", member->name, member->n == 0 ? "none" : "");
    if (member->n == 0)
        return;
    if (form && form->values == FLAGS)
        return print_flags(out, member->values[0]);
    if (form && (form->values == ADDRESS || form->values == ADDRESS6))
        return print_address(out, member);
    fputs(member->n > 1 ? "{" : "", out);
    for (int i = 0; i < member->n; i++) {
        fputs(i ? ", " : "", out);
        print_value(out, form, member, i);
    }
    fputs(member->n > 1 ? "}" : "", out);
}

/* ---- comparing ---- */

bool member_holds(const struct member *wanted, const struct member *found)
{
    if (strcmp(wanted->name, found->name) != 0)
        return false;
    if (found->n == 0 || wanted->n == 0)
        return found->n == wanted->n;
    if (wanted->range)
        return found->values[0] >= wanted->values[0] &&
               found->values[0] <= wanted->values[1];
    if (!(form_of(found->name) && form_of(found->name)->values == ERROR) &&
        wanted->n != found->n)
        return false;
    for (int i = 0; i < wanted->n; i++)
        if (i >= found->n || wanted->values[i] != found->values[i])
            return false;
    return true;
}

/* Of those with the same name, the one that the script's i-th is about. */
static const struct member *found_for(const struct arg *arg, int i,
                                      const struct outcome *outcome)
{
    const char *name = arg->members[i].name;
    int before = 0;

    for (int k = 0; k < i; k++)
        before += strcmp(arg->members[k].name, name) == 0;
    for (int k = 0; k < outcome->n_members; k++)
        if (strcmp(outcome->members[k].name, name) == 0 && before-- == 0)
            return &outcome->members[k];
    return NULL;
}

bool same_members(const struct arg *arg, const struct outcome *outcome)
{
    for (int i = 0; i < arg->n_members; i++) {
        const struct member *found = found_for(arg, i, outcome);
        bool none = arg->members[i].n == 0;

        if (none ? !!found : !found || !member_holds(&arg->members[i], found))
            return false;
    }
    return true;
}

/*
 * Where the script names some, only those: struct tcp_info has sixty. A message
 * has few, and all of them are shown, but flags of 0 where nobody asked.
 */
void show_members_found(FILE *out, const struct arg *arg,
                        const struct outcome *outcome)
{
    const char *separator = "";

    fputc('{', out);
    for (int i = 0; i < outcome->n_members; i++) {
        fputs(separator, out);
        member_print(out, &outcome->members[i]);
        separator = ", ";
    }
    for (int i = 0; i < arg->n_members; i++)
        if (!found_for(arg, i, outcome)) {
            fprintf(out, "%s%s: none", separator, arg->members[i].name);
            separator = ", ";
        }
    fputc('}', out);
}
