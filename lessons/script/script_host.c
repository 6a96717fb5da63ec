/*
 * script_host.c - observations, what stands behind `HOST$`: the sockets that
 * ss(8) would show there, and the settings that sysctl(8) would.
 *
 *     server$ ss TIME-WAIT *:80 10.0.0.2:* timer:(timewait,50s..60s)
 *     server$ sysctl -n net.ipv4.tcp_fin_timeout = 60
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/translate.h"
#include "lab/world/sysctl.h"
#include "lessons/script/script_inside.h"

/* ---- sysctl ---- */

/* The setting's name, as what stood there for the message. */
static int read_sysctl_name(struct line *line, struct slice name,
                            const char *refused, struct err *err)
{
    if (slice_copy(name, line->sysctl, sizeof(line->sysctl)) &&
        sysctl_is_name(line->sysctl))
        return 0;
    return script_refuse(name, refused, err);
}

/* NAME=VALUE, with blanks around the = or without. */
static int read_sysctl_value(struct line *line, struct slice text,
                             const struct scope *scope, const char *refused,
                             struct err *err)
{
    struct setting setting;
    struct slice value = text;
    bool found;
    struct slice name = slice_trim(slice_cut(&value, '=', &found));
    char *expanded;

    if (!found)
        return script_refuse(text, refused, err);
    if (read_sysctl_name(line, name, refused, err) != 0)
        return -1;
    value = slice_trim(value);
    if (value.len == 0)
        return err_input(err, "no value was found behind the =, one was "
                              "expected");
    line->value = slice_dup(value);
    if (!line->value)
        return err_machine(err, "out of memory");
    /*
     * Only to find an unknown $NAME now; the value is expanded when it is set.
     */
    setting_defaults(&setting, scope);
    expanded = setting_expand(&setting, line->value, err);
    free(expanded);
    return expanded ? 0 : -1;
}

/*
 * NAME=VALUE sets, and VALUE is the rest of the line, blanks included, up to a
 * condition. `-n NAME = VALUE` reads, and `no NAME` looks that there is none.
 */
static int read_sysctl(struct line *line, struct slice text,
                       const struct scope *scope, struct err *err)
{
    bool conditional;
    struct slice all = slice_cut_word(&text, "if", &conditional);
    struct slice what = all, word = slice_word(&what);

    if (conditional && conditions_read(&line->when, text, scope, err) != 0)
        return -1;
    if (!slice_is(word, "-n") && !slice_is(word, "no")) {
        line->kind = LINE_SYSCTL;
        return read_sysctl_value(
            line, all, scope,
            N_("'%.*s' was found, net.ipv4.NAME=VALUE, -n net.ipv4.NAME = "
               "VALUE or no net.ipv4.NAME was expected"),
            err);
    }
    if (slice_is(word, "no")) {
        line->kind = LINE_SYSCTL_NO;
        return read_sysctl_name(
            line, what, N_("'%.*s' was found, net.ipv4.NAME was expected"),
            err);
    }
    line->kind = LINE_SYSCTL_IS;
    return read_sysctl_value(
        line, what, scope,
        N_("'%.*s' was found, net.ipv4.NAME = VALUE was expected"), err);
}

/* ---- ss ---- */

/*
 * What the RFC or netstat(8) calls a state, in any case and with _ for -, or a
 * slip: ss's name; or NULL.
 */
static const char *usual_state(struct slice name)
{
    static const struct {
        const char *other;
        enum tcp_state state;
    } others[] = {
        {"CLOSED", STATE_UNCONN},         {"CLOSE", STATE_UNCONN},
        {"SYN-RECEIVED", STATE_SYN_RECV}, {"ESTABLISHED", STATE_ESTAB},
        {"FIN-WAIT1", STATE_FIN_WAIT_1},  {"FIN-WAIT2", STATE_FIN_WAIT_2},
    };
    struct nearest near = {0};
    char upper[SCRIPT_NAME] = "";
    enum tcp_state state;

    for (size_t i = 0; i < name.len && name.len < sizeof(upper); i++)
        upper[i] =
            name.at[i] == '_' ? '-' : (char)toupper((unsigned char)name.at[i]);
    state = state_find(upper, strlen(upper));
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (strcmp(upper, others[i].other) == 0)
            state = others[i].state;
    if (state != STATE_NONE)
        return state_name(state);
    for (int i = STATE_NONE + 1; i < STATES; i++)
        nearest_try(&near, name.at, name.len, state_name((enum tcp_state)i));
    return near.name;
}

/* ss knows no state `any`; it stands for all of them. */
static int read_state(struct line *line, struct slice name, struct err *err)
{
    const char *usual;

    line->any_state = slice_is(name, "any");
    if (!line->any_state)
        line->state = state_find(name.at, name.len);
    if (line->any_state || line->state != STATE_NONE)
        return 0;
    usual = usual_state(name);
    if (usual)
        return err_input(err,
                         "the state '%.*s' was found, one of ss such as LISTEN "
                         "or TIME-WAIT, or any, was expected, did you mean %s?",
                         SLICE(name), usual);
    return err_input(err,
                     "the state '%.*s' was found, one of ss such as LISTEN or "
                     "TIME-WAIT, or any, was expected",
                     SLICE(name));
}

/* Only internet sockets are in sock_diag(7) as the lab asks it. */
static int read_pattern(struct addr *addr, struct slice text,
                        struct script *script, struct err *err)
{
    if (text.len == 0)
        return err_input(err,
                         "the end of the line was found, an address such as "
                         "10.0.0.1:80 or *:* was expected");
    if (addr_parse(addr, text.at, text.len) != 0 || addr->family == AF_UNIX)
        return script_refuse(text,
                             "'%.*s' was found, an address such as "
                             "10.0.0.1:80, [fd00::1]:80 or *:* was expected",
                             err);
    script_note_addr(script, addr);
    return 0;
}

/* STATE LOCAL [PEER] [DETAIL...] */
static int read_socket(struct line *line, struct slice text,
                       struct script *script, struct err *err)
{
    struct slice state = slice_word(&text);
    struct slice local = slice_word(&text);
    struct slice rest = text, peer = slice_word(&rest);

    if (peer.len == 0 || detail_is_one(peer))
        peer = slice_of("*:*");
    else
        text = rest;
    if (read_state(line, state, err) != 0 ||
        read_pattern(&line->local, local, script, err) != 0 ||
        read_pattern(&line->peer, peer, script, err) != 0)
        return -1;
    for (rest = text; detail_is_one(slice_word(&rest)); text = rest)
        if (detail_read(line, slice_word(&text), script, err) != 0)
            return -1;
    return line_read_end(text, err);
}

/* `within` may stand before or behind the condition. */
static int read_ss(struct line *line, struct slice text, struct script *script,
                   const struct scope *scope, struct err *err)
{
    struct slice socket;
    bool conditional;

    line->kind = LINE_SS;
    if (within_read(&line->deadline_ms, &text, err) != 0)
        return -1;
    socket = slice_cut_word(&text, "if", &conditional);
    if (conditional && conditions_read(&line->when, text, scope, err) != 0)
        return -1;
    if (within_read(&line->deadline_ms, &socket, err) != 0)
        return -1;
    text = socket;
    socket = slice_word(&text);
    if (slice_is(socket, "no"))
        line->kind = LINE_SS_NO;
    else if (slice_is(socket, "-K"))
        line->kind = LINE_SS_KILL;
    else
        text =
            (struct slice){socket.at, (size_t)(text.at + text.len - socket.at)};
    return read_socket(line, text, script, err);
}

/* ---- dispatch ---- */

int line_read_host(struct line *line, struct slice host, struct slice text,
                   struct script *script, const struct scope *scope,
                   struct err *err)
{
    struct slice all = text, word = slice_word(&text);

    line->host = host_find(host.at, (int)host.len);
    if (line->host == HOSTS)
        return err_input(err,
                         "'%.*s$' was found, server$ or client$ was expected",
                         SLICE(host));
    if (slice_is(word, "ss"))
        return read_ss(line, text, script, scope, err);
    if (slice_is(word, "sysctl"))
        return read_sysctl(line, text, scope, err);
    if (slice_is(word, "nstat"))
        return line_read_nstat(line, text, scope, err);
    return script_refuse(
        all, "'%.*s' was found, ss, sysctl or nstat was expected", err);
}
