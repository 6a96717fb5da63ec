/*
 * Lines about packets on the wire: `wire: ...`.
 *
 * Orders are carried out at once, and the line is over when the hosts have come
 * to rest: what a packet brings about belongs to the line that let it go.
 * `wire: [S.] ...` only looks, and waits for such a packet until its deadline.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/lane.h"

/*
 * What waits on the wire, oldest first. NULL without memory, which the log
 * takes for "".
 */
static char *waiting_text(const struct lab *lab)
{
    char *text = strdup("");
    size_t n = lab_waiting(lab);
    for (size_t i = 0; i < n && text; i++) {
        const struct packet_event *packet = lab_waiting_at(lab, i);
        char *one = packet_text(packet->flags, packet->from, packet->to);
        char *more = text_format("%s%s%s", text, i ? ", " : "", one ? one : "");
        free(one);
        free(text);
        text = more;
    }
    if (n > 0 || !text)
        return text;
    free(text);
    return strdup("nothing waits");
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

void packets_begin(struct lane *lane)
{
    const struct line *line = lane->line;
    struct err err;
    int done = 0;
    if (line->kind == LINE_WIRE_ORDER)
        done = lab_wire(lane->lab, line->order, &err);
    if (line->kind == LINE_WIRE_PACKET)
        done = lab_packet(lane->lab, line->packet_order, &line->packet, &err);
    if (line->kind == LINE_WIRE_ALL)
        done = deliver_all(lane->lab, &err);
    if (done < 0)
        lane_fail(lane, "", strdup(err.text));
}

/* Look for a packet that waits; more of them may still come. */
static void expect_look(struct lane *lane)
{
    const struct packet_pattern *pattern = &lane->line->packet;
    size_t n = lab_waiting(lane->lab);
    bool found = false;
    for (size_t i = 0; i < n && !found; i++)
        found = expect_packet(pattern, lab_waiting_at(lane->lab, i));
    if (!found && !lane_late(lane))
        return;
    lane_finish(lane, (struct verdict){found ? CHECK_PASSED : CHECK_FAILED,
                                       packet_text(pattern->flags,
                                                   pattern->from, pattern->to),
                                       waiting_text(lane->lab)});
}

void packets_look(struct lane *lane, bool rest)
{
    if (!rest && !lane_late(lane))
        return;
    if (lane->line->kind == LINE_WIRE_EXPECT)
        return expect_look(lane);
    if (lane->line->kind != LINE_WIRE_NONE)
        return lane_pass(lane);
    bool none = lab_waiting(lane->lab) == 0;
    lane_finish(lane, (struct verdict){none ? CHECK_PASSED : CHECK_FAILED,
                                       strdup("nothing waits"),
                                       waiting_text(lane->lab)});
}
