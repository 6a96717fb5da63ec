/*
 * fields.c - one walk over the fields that both counts rows and draws them.
 */
#include "widgets/panes/fields.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/log/describe.h"
#include "lab/wire/header.h"
#include "widgets/screen/prose.h"
#include "widgets/view/key.h"

enum {
    SIDE_WIDTH = 100,   /* from here on sentences stand beside the values */
    NAME_COLUMNS = 23,  /* "Option Selective..." and a space */
    VALUE_COLUMNS = 48, /* where the sentences begin then */
    INDENT = 2,
    TEXT = 320,
};

/* The packet's events that matter: the one with its bytes, and the newest. */
struct found {
    const struct event *bytes;
    const struct event *newest;
};

static struct found find_packet(const struct log *log, uint64_t id)
{
    struct found found = {0};

    for (size_t i = log_count(log); id != 0 && !found.bytes && i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_PACKET || event->packet.id != id)
            continue;
        if (!found.newest)
            found.newest = event;
        if (event->packet.frame)
            found.bytes = event;
    }
    return found;
}

/* Which layers come first: what the ladder's arrow is about. */
static const enum header_layer order[] = {
    LAYER_TCP,     LAYER_UDP, LAYER_ICMP, LAYER_ICMP6,
    LAYER_PAYLOAD, LAYER_IP4, LAYER_IP6,  LAYER_ETHERNET,
};

/* The packet in tcpdump's words, and what has become of it. */
static int draw_title(struct area area, int y, const struct event *event)
{
    char text[TEXT] = "";
    FILE *file = fmemopen(text, sizeof(text), "w");
    const char *words = text;

    if (!file)
        return 0;
    describe_event(file, event);
    fclose(file);
    if (strncmp(words, "wire: ", 6) == 0)
        words += 6;
    return prose_text(area, y, INDENT, ROLE_STRONG, words);
}

/* Name and value, and the sentence beside or below them. */
static int draw_field(struct area area, int y, const struct header_field *field)
{
    bool beside = area.w >= SIDE_WIDTH;
    struct area left = beside ? area_columns(area, 0, VALUE_COLUMNS) : area;
    struct area right = beside ? area_columns(area, VALUE_COLUMNS + 1, area.w)
                               : area_columns(area, INDENT, area.w);
    char text[TEXT];
    const char *name = _(field->name);
    int columns = area_most(glyph_columns(name) + INDENT, NAME_COLUMNS);
    int rows, below;

    area_put(area_columns(area, 0, columns), y, 0, ROLE_PLAIN, name);
    rows = prose_text(area_columns(left, columns, left.w), y, 0, ROLE_CODE,
                      field->value);
    snprintf(text, sizeof(text), "%s (%s)", _(field->text), field->source);
    below = prose_text(right, beside ? y : y + rows, 0, ROLE_DIM, text);
    return beside ? area_most(rows, below) : rows + below;
}

/* The field that a row belongs to, while rows are counted; NULL: none asked. */
static void look(struct fields_row *find, int y, int rows,
                 const struct header_field *field)
{
    if (!find || find->row < y || find->row >= y + rows)
        return;
    find->first = y;
    find->rows = rows;
    find->field = *field;
}

static int draw_layer(struct area area, int y, const struct header *header,
                      enum header_layer layer, struct fields_row *find)
{
    int first = y;

    for (int i = 0; i < header->n; i++) {
        if (header->fields[i].layer != layer)
            continue;
        if (y == first)
            area_put(area, y++, 0, ROLE_HEADING, header_layer_name(layer));
        int rows = draw_field(area, y, &header->fields[i]);
        look(find, y, rows, &header->fields[i]);
        y += rows;
    }
    return y - first;
}

static int draw_header(struct area area, int y, const struct found *found,
                       struct fields_row *find)
{
    const struct packet_event *packet = &found->bytes->packet;
    struct header header;
    int first = y;

    header_read(&header, packet->frame, packet->kept);
    y += draw_title(area, y, found->newest);
    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
        y += draw_layer(area, y, &header, order[i], find);
    if (header.cut)
        y += prose_text(area, y, INDENT, ROLE_WARN,
                        _("The rest of its headers can't be read."));
    return y - first;
}

static int draw_none(struct area area, int y)
{
    char text[120];

    key_fill(_("No packet selected: {left} and {right} choose one."), text,
             sizeof text);
    return prose_text(area, y, 0, ROLE_DIM, text);
}

/* The signs for more have the last column, and a free one before it. */
static struct area text_area(struct area area)
{
    return area_columns(area, 0, area.w - 2);
}

int fields_text(const void *of, struct area area, int y)
{
    const struct fields_view *view = of;
    struct found found = find_packet(lab_log(view->lab), view->id);

    area = text_area(area);
    if (area.w <= 0)
        return 0;
    if (found.bytes)
        return draw_header(area, y, &found, NULL);
    if (!found.newest)
        return draw_none(area, y);
    int rows = draw_title(area, y, found.newest);
    return rows + prose_text(area, y + rows, INDENT, ROLE_DIM,
                             _("The log has not kept its bytes."));
}

const struct view_sign fields_signs[] = {
    {.mark = "RFC",
     .text = N_("Where the field is defined: this document, and the section "
                "of it.")},
    {.text = NULL},
};

/* ---- one of them ---- */

/* On an area without rows nothing is drawn, but everything counted. */
bool fields_at(const struct fields_view *view, int width, int row,
               struct fields_row *out)
{
    struct found found = find_packet(lab_log(view->lab), view->id);
    struct area area = text_area((struct area){.w = width});

    *out = (struct fields_row){.row = row};
    if (found.bytes && area.w > 0)
        draw_header(area, 0, &found, out);
    return out->rows > 0;
}

int fields_step(const struct fields_view *view, int width, int row, int step)
{
    struct fields_row at;
    int all = fields_text(view, (struct area){.w = width}, 0), found = -1;

    for (; row >= 0 && row < all && found < 0; row += step)
        if (fields_at(view, width, row, &at) && (step < 0 || at.first == row))
            found = at.first;
    return found;
}

/* What `explain` knows of, for the field by its name. */
static const struct {
    const char *field;
    const char *term;
} terms[] = {
    {"Window", "SO_RCVBUF"},
    {"Option Timestamps", "tcp_timestamps"},
    {"Time to live", "IP_TTL"},
};

const char *fields_term(const struct header_field *field, char *out,
                        size_t size)
{
    if (field->layer == LAYER_TCP && strcmp(field->name, "Flags") == 0) {
        snprintf(out, size, "%.*s", (int)strcspn(field->value, ","),
                 field->value);
        return out;
    }
    for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++)
        if (strcmp(field->name, terms[i].field) == 0)
            return terms[i].term;
    return NULL;
}
