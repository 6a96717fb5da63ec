/*
 * lesson_titles.c - what stands in the lines of the frame.
 */
#include <string.h>

#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/sockets.h"

enum { PACKETS_TEXT = 96 };

/* Append, and cut what does not fit; two spaces set it off. */
static void add(char *out, size_t size, const char *text)
{
    size_t len = strlen(out);

    snprintf(out + len, size - len, "%s%s", len > 0 ? "  " : "", text);
}

static const char *lane_title(const struct lesson_view *view,
                              enum lesson_scene scene, int lane, char *out,
                              size_t size)
{
    if (runner_lanes(view->runner) > 1)
        return difference_label(view->runner, lane, out, size);
    return translate(lesson_scenes[scene].title);
}

void lesson_title_column(const struct lesson_view *view,
                         enum lesson_scene scene, int lane, bool marked,
                         int columns, char *out, size_t size)
{
    char label[128], number[16] = "";
    const char *title = lane_title(view, scene, lane, label, sizeof label);

    if (runner_lanes(view->runner) > 2)
        snprintf(number, sizeof number, "%d: ", lane + 1);
    const char *mark = marked ? theme_sign(SIGN_CURRENT) : "";
    snprintf(out, size, "%s%s%s%s", mark, marked ? " " : "", number, title);
    /* The title is what tells worlds apart. */
    if (number[0] && glyph_columns(out) > columns)
        snprintf(out, size, "%s%d %s", mark, lane + 1, title);
}

void lesson_title_host(const struct lab *lab, enum host_id host, char *out,
                       size_t size)
{
    snprintf(out, size, "%s$ %s", host_name(host), sockets_command(lab, host));
}

static void add_toggle(char *out, size_t size, const struct setting *setting,
                       int index)
{
    const struct toggle *toggle = &setting->toggles[index];
    char text[128];

    snprintf(text, sizeof text, "%s %s",
             toggle->label[0] ? toggle->label : toggle->name,
             toggle->values[setting->value[index]]);
    add(out, size, text);
}

void lesson_title_lanes(const struct lesson_view *view, int first, int shown,
                        char *out, size_t size)
{
    struct matrix matrix;
    bool next = view->scene != SCENE_CALLS || matrix_of(&matrix, view->runner);
    int lanes = runner_lanes(view->runner);
    char text[160];

    out[0] = '\0';
    if (shown == lanes)
        return;
    if (shown == 1)
        snprintf(text, sizeof text,
                 next ? _("lane %d of %d, {lane}: the next")
                      : _("lane %d of %d"),
                 first + 1, lanes);
    else
        snprintf(text, sizeof text,
                 next ? _("lanes %d to %d of %d, {lane}: the next")
                      : _("lanes %d to %d of %d"),
                 first + 1, first + shown, lanes);
    key_fill(text, out, size);
}

void lesson_title_frame(const struct lesson_view *view, int first, int shown,
                        char *out, size_t size)
{
    const struct setting *setting = runner_setting(view->runner, 0);
    int lanes = runner_lanes(view->runner);
    char text[160];

    out[0] = '\0';
    for (int i = 0; i < setting->n; i++)
        if (lanes == 1 ||
            !lesson_compares(view->lesson, setting->toggles[i].name))
            add_toggle(out, size, setting, i);
    lesson_title_lanes(view, first, shown, text, sizeof text);
    if (text[0])
        add(out, size, text);
    lesson_fresh_mark(view, text, sizeof text);
    if (text[0])
        add(out, size, text);
}

/* With a %zu where packets wait. */
static const char *wire_text(const struct lab *lab, bool brief, size_t waiting)
{
    if (lab_wire_cut(lab) && waiting == 0)
        return brief ? _("is cut") : _("wire is cut");
    if (lab_wire_cut(lab))
        return brief ? translate_n("is cut, %zu waits", "is cut, %zu wait",
                                   waiting)
                     : translate_n("wire is cut, %zu waits",
                                   "wire is cut, %zu wait", waiting);
    if (lab_wire_held(lab) && waiting == 0)
        /* TRANSLATORS: the wire holds packets. */
        return brief ? _("holds") : _("wire holds");
    if (lab_wire_held(lab))
        return brief
                   ? translate_n("holds, %zu waits", "holds, %zu wait", waiting)
                   : translate_n("wire holds, %zu waits",
                                 "wire holds, %zu wait", waiting);
    /* TRANSLATORS: packets on the wire. */
    return waiting > 0 ? translate_n("%zu waits", "%zu wait", waiting) : "";
}

void lesson_title_wire(const struct lab *lab, bool brief, char *out,
                       size_t size)
{
    size_t waiting = lab_waiting(lab);

    if (lab_cannot(lab, NEED_WIRE)) {
        snprintf(out, size, "%s", brief ? "" : _("no wire on loopback"));
        return;
    }
    snprintf(out, size, wire_text(lab, brief, waiting), waiting);
}

/* "[F.]>"; whose packet never came has no arrow's head. */
static void packet_text(const struct packet_event *packet, char *out,
                        size_t size)
{
    bool lost = packet->fate == FATE_DROPPED, held = packet->fate == FATE_HELD;
    const char *end = lost ? "x" : held ? "|" : NULL;

    if (packet->from == HOST_SERVER)
        snprintf(out, size, "[%s]%s", packet->flags, end ? end : ">");
    else
        snprintf(out, size, "%s[%s]", end ? end : "<", packet->flags);
}

/* Whether a later event says what became of it. */
static bool is_newest(const struct log *log, size_t index)
{
    const struct event *event = log_at(log, index), *later;

    for (size_t i = index + 1; (later = log_at(log, i)); i++)
        if (later->kind == EVENT_PACKET && later->packet.id == event->packet.id)
            return false;
    return true;
}

/* An acknowledgement and nothing else. */
static bool is_bare(const struct packet_event *packet)
{
    return strcmp(packet->flags, ".") == 0 && packet->len == 0;
}

/* Into list, from the newest back. Returns whether all of them had room. */
static bool list_packets(const struct log *log, size_t since, int columns,
                         bool bare, char list[PACKETS_TEXT])
{
    char one[32], longer[PACKETS_TEXT];

    list[0] = '\0';
    for (size_t i = log_count(log); i-- > since;) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_PACKET || !event->packet.flags[0] ||
            (!bare && is_bare(&event->packet)) || !is_newest(log, i))
            continue;
        packet_text(&event->packet, one, sizeof one);
        snprintf(longer, sizeof longer, " %s%s", one, list);
        if (glyph_columns(longer) > columns)
            return false;
        snprintf(list, PACKETS_TEXT, "%s", longer);
    }
    return true;
}

/* Bare acknowledgements first give way, then what is older. */
void lesson_title_packets(const struct lab *lab, size_t since, int columns,
                          char *out, size_t size)
{
    static const char head[] = "wire:";
    const struct log *log = lab_log(lab);
    char list[PACKETS_TEXT];

    columns = area_least(columns, PACKETS_TEXT - 1) - (int)strlen(head);
    out[0] = '\0';
    if (!list_packets(log, since, columns, true, list))
        list_packets(log, since, columns, false, list);
    if (list[0])
        snprintf(out, size, "%s%s", head, list);
}
