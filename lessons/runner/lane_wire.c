/*
 * Lines about packets on the wire: `wire: ...`.
 *
 * Orders to the wire as a whole are carried out at once. One about a packet
 * waits for it until the line's deadline, as `wire: [S.] ...` does, which only
 * looks: a kernel may delay an ACK by 40 ms and more. The line is over when the
 * hosts have come to rest: what a packet brings about belongs to the line that
 * let it go.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lab/wire/packet.h"
#include "lessons/runner/lane_line.h"

/*
 * What waits on the wire, oldest first. NULL without memory, which the log
 * takes for "".
 */
static char *waiting_text(const struct lane *lane)
{
    static const struct packet_pattern nothing;
    const struct line *line = lane->line;
    bool asks =
        line->kind == LINE_WIRE_EXPECT || line->kind == LINE_WIRE_PACKET;
    const struct lab *lab = lane->lab;
    const struct packet_event *packet;
    struct memory memory;

    if (memory_open(&memory)) {
        for (size_t i = 0; (packet = lab_waiting_at(lab, i)); i++) {
            fputs(i > 0 ? ", " : "", memory.out);
            packet_print(memory.out, packet, asks ? &line->packet : &nothing);
        }
        if (lab_waiting(lab) == 0)
            fputs(_("nothing waits"), memory.out);
    }
    return memory_close(&memory) ? memory.text : NULL;
}

/*
 * What waits now and nothing that it causes: the lab is not pumped between
 * the packets, so that no new one is taken in.
 */
static int deliver_all(struct lab *lab, struct err *err)
{
    const struct packet_pattern any = {.any = true};

    /* Counted once: what comes while it is being delivered is not of now. */
    for (size_t n = lab_waiting(lab); n > 0; n--)
        if (lab_packet(lab, PACKET_DELIVER, &any, err) < 0)
            return -1;
    return 0;
}

/* Whether a packet waits that the line is about; more of them may come. */
static bool found(const struct lane *lane)
{
    size_t n = lab_waiting(lane->lab);

    for (size_t i = 0; i < n; i++)
        if (packet_fits(&lane->line->packet, lab_waiting_at(lane->lab, i)))
            return true;
    return false;
}

/* What the line is about, and what waits in its place. */
static void finish(struct lane *lane, bool there)
{
    const struct packet_pattern *packet = &lane->line->packet;

    lane_finish(lane, verdict_of(there,
                                 packet->any ? strdup(_("a packet that waits"))
                                             : packet_text(packet),
                                 waiting_text(lane)));
}

/* Give the order once its packet is there. */
static void order_packet(struct lane *lane)
{
    const struct line *line = lane->line;
    struct err err;

    if (!found(lane)) {
        if (lane_late(lane))
            finish(lane, false);
        return;
    }
    lane->ordered = true;
    if (line->packet_order == PACKET_CHANGE
            ? lab_change(lane->lab, &line->packet, &line->change, &err) < 0
            : lab_packet(lane->lab, line->packet_order, &line->packet, &err) <
                  0)
        lane_refuse(lane, "", &err);
}

void lane_wire_begin(struct lane *lane)
{
    const struct line *line = lane->line;
    const char *cannot = lab_cannot(lane->lab, NEED_WIRE);
    struct err err;
    int done = 0;

    lane->ordered = false;
    if (cannot)
        return lane_unable(lane, strdup(cannot));
    if (line->kind == LINE_WIRE_ORDER)
        done = lab_wire(lane->lab, line->order, &err);
    if (line->kind == LINE_WIRE_FORGE)
        done = lab_forge(lane->lab, &line->packet, &line->change, &err);
    if (line->kind == LINE_WIRE_ALL)
        done = deliver_all(lane->lab, &err);
    if (done < 0)
        return lane_refuse(lane, "", &err);
    if (line->kind == LINE_WIRE_PACKET)
        order_packet(lane);
}

/* Look for a packet that waits. */
static void expect_look(struct lane *lane)
{
    bool there = found(lane);

    if (there || lane_late(lane))
        finish(lane, there);
}

void lane_wire_look(struct lane *lane)
{
    if (lane->line->kind == LINE_WIRE_EXPECT)
        return expect_look(lane);
    if (lane->line->kind == LINE_WIRE_PACKET && !lane->ordered)
        return order_packet(lane);
    if (lane->line->kind != LINE_WIRE_NONE)
        return lane_pass(lane);
    lane_finish(lane,
                verdict_of(lab_waiting(lane->lab) == 0,
                           strdup(_("nothing waits")), waiting_text(lane)));
}
