/*
 * doctor_json.c - what the doctor has found, as one JSON object.
 */
#include <jansson.h>

#include "lessons/commands/doctor.h"

/* {"isolation": ..., "available": ..., "why": ..., "can": {...}, ...} */
static json_t *world_json(const struct doctor_world *world)
{
    json_t *can = json_object(), *cannot = json_object();

    for (enum need need = 0; world->works && need < NEEDS; need++) {
        json_object_set_new(can, need_name(need),
                            json_boolean(!world->cannot[need]));
        if (world->cannot[need])
            json_object_set_new(cannot, need_name(need),
                                json_string(world->cannot[need]));
    }
    return json_pack("{s:s, s:b, s:s*, s:o, s:o}", "isolation",
                     isolation_name(world->isolation), "available",
                     world->works, "why", world->works ? NULL : world->why,
                     "can", can, "cannot", cannot);
}

static json_t *sysctls_json(const struct doctor *doctor)
{
    json_t *sysctls = json_object();

    for (int i = 0; i < doctor->n_sysctls; i++)
        json_object_set_new(sysctls, doctor->sysctls[i].name,
                            json_boolean(doctor->sysctls[i].can));
    return sysctls;
}

/* {"id": "works", ...} */
static json_t *lessons_json(const struct doctor *doctor)
{
    static const char *const fates[] = {[FATE_WORKS] = "works",
                                        [FATE_LESS] = "less",
                                        [FATE_RECORDED] = "recorded"};
    json_t *lessons = json_object();

    for (size_t i = 0; doctor->fates && i < doctor->catalog->n; i++)
        json_object_set_new(lessons, doctor->catalog->lessons[i]->id,
                            json_string(fates[doctor->fates[i]]));
    return lessons;
}

void doctor_json(FILE *out, const struct doctor *doctor)
{
    const struct doctor_terminal *terminal = &doctor->terminal;
    json_t *shown = json_pack(
        "{s:b, s:i, s:i, s:s, s:i, s:s, s:s}", "available", terminal->is_there,
        "columns", terminal->columns, "rows", terminal->rows, "TERM",
        terminal->term, "colours", terminal->colours, "locale",
        terminal->locale, "codeset", terminal->codeset);
    json_t *all = json_pack(
        "{s:s, s:s, s:o, s:s?, s:s*, s:[oo], s:o, s:s?, s:o}", "version",
        LAB_VERSION, "kernel", doctor->kernel, "terminal", shown, "config",
        doctor->shown->config_found ? doctor->shown->config : NULL,
        "config_wrong", doctor->shown->config_wrong, "worlds",
        world_json(&doctor->private_world), world_json(&doctor->plain_world),
        "sysctls", sysctls_json(doctor), "world",
        doctor->best ? isolation_name(doctor->best->isolation) : NULL,
        "lessons", lessons_json(doctor));

    if (all && json_dumpf(all, out, JSON_INDENT(2)) == 0)
        fputc('\n', out);
    json_decref(all);
}
