/*
 * ladder_scene.c - events put straight into the log of a lab on loopback.
 */
#include "tests/support/ladder_scene.h"

#include "tests/support/drawing.h"
#include "tests/support/labtest.h"

int scene_setup(void **state)
{
    static struct scene scene;

    scene = (struct scene){0};
    *state = &scene;
    theme_ascii(false);
    return 0;
}

int scene_teardown(void **state)
{
    struct scene *scene = *state;

    lab_close(scene->lab);
    return 0;
}

struct scene *scene_begin(void **state, enum isolation isolation)
{
    struct scene *scene = *state;

    scene->lab = labtest_open(isolation);
    return scene;
}

void scene_draw(struct scene *scene, int rows, int columns)
{
    ladder_draw(drawing_begin(rows, columns), scene->lab, &scene->ladder);
}

void scene_append(struct scene *scene, const struct event *event)
{
    assert_non_null(log_append(lab_log_write(scene->lab), event));
}

/* A data segment of five bytes from the client, or its fate later on. */
struct packet_event scene_segment(uint64_t id, const char *flags,
                                  enum packet_fate fate)
{
    struct packet_event packet = {.id = id,
                                  .from = HOST_CLIENT,
                                  .to = HOST_SERVER,
                                  .proto = IPPROTO_TCP,
                                  .src.port = SCENE_PORT,
                                  .dst.port = 12000,
                                  .seq = 1,
                                  .ack = 1,
                                  .has_ack = true,
                                  .len = 5,
                                  .fate = fate};

    snprintf(packet.flags, sizeof(packet.flags), "%s", flags);
    return packet;
}

void scene_packet(struct scene *scene, struct packet_event packet)
{
    struct event event = {.kind = EVENT_PACKET, .packet = packet};

    scene_append(scene, &event);
}

void scene_state(struct scene *scene, enum host_id host, enum tcp_state old,
                 enum tcp_state now)
{
    struct event event = {
        .kind = EVENT_STATE,
        .state = {.host = host, .proto = IPPROTO_TCP, .old = old, .now = now}};

    event.state.local.port = host == HOST_CLIENT ? SCENE_PORT : 12000;
    scene_append(scene, &event);
}

void scene_call(struct scene *scene, const char *actor, const char *name,
                const char *args, bool returned)
{
    struct event event = {
        .kind = EVENT_CALL,
        .call = {.host = labtest_host(actor), .returned = returned}};

    snprintf(event.call.actor, CALL_NAME, "%s", actor);
    event.call.name = name;
    event.call.args = strdup(args);
    scene_append(scene, &event);
}
