/*
 * recording.c - a recording found, gone through once, and played line by line.
 *
 * Reading it whole is playing it whole, in labs that are thrown away: so what
 * can be opened can be played to its end, and only where each line of each
 * lane begins in the text has to be kept.
 */
#include "lessons/recording/recording.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/lesson_inside.h"
#include "lessons/recording/recording_inside.h"
#include "lessons/text/file.h"
#include "lessons/text/format.h"

/* The lines of the script in one lane. */
struct recorded_lane {
    char name[LANE_NAME];
    const char **lines; /* where each begins; one more is the end; owned */
};

struct recording {
    const struct lesson *lesson; /* not owned */
    char *text;                  /* owned */
    char kernel[64];
    struct recorded_lane lanes[LESSON_LANES];
    int n_lanes;
};

/* ---- what it belongs to ---- */

/* FNV-1a: it has to tell versions of a lesson apart, not to keep secrets. */
static uint64_t add_text(uint64_t digest, const char *text)
{
    do {
        digest ^= (unsigned char)*text;
        digest *= UINT64_C(0x100000001b3);
    } while (*text++);
    return digest;
}

/* Where a line stands in the file is left out: prose may be mended. */
void recording_digest(const struct lesson *lesson, char *out)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);

    for (int i = 0; i < lesson->n_toggles; i++) {
        digest = add_text(digest, lesson->toggles[i].name);
        for (int k = 0; k < lesson->toggles[i].n_values; k++)
            digest = add_text(digest, lesson->toggles[i].values[k]);
    }
    digest = add_text(digest, lesson->compare);
    digest = add_text(digest, lesson->across);
    for (size_t i = 0; i < lesson->script.n; i++)
        digest = add_text(digest, lesson->script.lines[i].text);
    snprintf(out, DIGEST_TEXT, "%016llx", (unsigned long long)digest);
}

/* ---- reading it through ---- */

/* A reader's way through the text. */
struct reading {
    struct recording *recording;
    const char *name; /* of the file */
    struct slice rest;
    int number; /* of the file's line */
    struct recording_play play;
    struct setting setting; /* of the lane */
    size_t lines;           /* of the lane that have begun */
    bool ended;             /* the last record has been read */
};

/* {"recording": 1, "lesson": ID, "kernel": TEXT, "digest": TEXT} */
static int read_head(struct reading *reading, json_t *head, struct err *err)
{
    struct recording *recording = reading->recording;
    const struct lesson *lesson = recording->lesson;
    const char *id, *kernel, *digest;
    char current[DIGEST_TEXT];
    json_error_t why;
    int version;

    if (json_unpack_ex(head, &why, JSON_STRICT, "{s:i, s:s, s:s, s:s}",
                       "recording", &version, "lesson", &id, "kernel", &kernel,
                       "digest", &digest) < 0)
        return err_input(err, "found no recording: %s", why.text);
    if (version != RECORDING_VERSION)
        return err_input(err, "found a recording of version %d, expected %d",
                         version, RECORDING_VERSION);
    if (strcmp(id, lesson->id) != 0)
        return err_input(err, "found a recording of '%s', expected '%s'", id,
                         lesson->id);
    recording_digest(lesson, current);
    if (strcmp(digest, current) != 0)
        return err_input(err,
                         "found a recording of another version of the script; "
                         "`socket-lab record` makes it anew");
    for (const char *c = kernel; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return err_input(err, "found no kernel's name");
    if (!slice_copy(slice_of(kernel), recording->kernel,
                    sizeof(recording->kernel)))
        return err_input(err, "found a very long kernel's name");
    return 0;
}

/* The values that a lane's name says, which must say all of them. */
static int read_setting(struct reading *reading, const char *name,
                        struct err *err)
{
    const struct lesson *lesson = reading->recording->lesson;
    struct slice rest = slice_of(name);
    char label[LANE_NAME];
    bool more = rest.len > 0;

    reading->setting =
        (struct setting){.toggles = lesson->toggles, .n = lesson->n_toggles};
    while (more) {
        struct slice value = slice_cut(&rest, ',', &more);
        char left[SCRIPT_NAME], right[SCRIPT_NAME];
        bool found;

        struct slice toggle = slice_cut(&value, '=', &found);

        if (!found || !slice_copy(toggle, left, sizeof(left)) ||
            !slice_copy(value, right, sizeof(right)) ||
            setting_set(&reading->setting, left, right, err) < 0)
            break;
    }
    setting_label(&reading->setting, label, sizeof(label));
    if (strcmp(label, name) != 0)
        return err_input(err,
                         "found lane '%s', expected the value of every "
                         "toggle",
                         name);
    return 0;
}

/* A line is over with its rest, and checked unless the lane has none such. */
static int end_line(struct reading *reading, struct err *err)
{
    const struct line *line = reading->play.line;

    if (!line)
        return 0;
    if (!reading->play.over)
        return err_input(err, "found the end of a line, expected its rest");
    if (reading->play.checked != line_applies(line, &reading->setting))
        return err_input(
            err, reading->play.checked
                     ? N_("found a line with a check, expected none in this "
                          "lane")
                     : N_("found a line without a check, expected one"));
    return 0;
}

/* A lane is whole when it has every line of the script. */
static int end_lane(struct reading *reading, const char *at, struct err *err)
{
    struct recording *recording = reading->recording;
    size_t n = recording->lesson->script.n;

    if (recording->n_lanes == 0)
        return 0;
    if (end_line(reading, err) < 0)
        return -1;
    if (reading->lines < n)
        return err_input(err,
                         "found the end of a lane behind line %zu, "
                         "expected all %zu of the script",
                         reading->lines, n);
    recording->lanes[recording->n_lanes - 1].lines[n] = at;
    lab_close(reading->play.lab);
    reading->play.lab = NULL;
    return 0;
}

/* ["lane", NAME] */
static int read_lane(struct reading *reading, json_t *record, const char *at,
                     struct err *err)
{
    struct recording *recording = reading->recording;
    const char *name = json_string_value(json_array_get(record, 1));
    struct recorded_lane *lane = &recording->lanes[recording->n_lanes];

    if (end_lane(reading, at, err) < 0)
        return -1;
    if (!name || json_array_size(record) != 2 ||
        recording->n_lanes == LESSON_LANES ||
        recording_lane(recording, name) >= 0 ||
        strlen(name) >= sizeof(lane->name))
        return err_input(err,
                         "found a lane that can't be, expected at most %d "
                         "with names of their own",
                         LESSON_LANES);
    if (read_setting(reading, name, err) < 0)
        return -1;
    lane->lines = calloc(recording->lesson->script.n + 1, sizeof(*lane->lines));
    reading->play = (struct recording_play){.lesson = recording->lesson,
                                            .lab = recorded_open(err)};
    reading->lines = 0;
    strcpy(lane->name, name);
    recording->n_lanes++;
    if (lane->lines && reading->play.lab)
        return 0;
    return err_machine(err, "out of memory");
}

/* ["line", NUMBER], in the order of the script. */
static int read_line(struct reading *reading, json_t *record, const char *at,
                     struct err *err)
{
    struct recording *recording = reading->recording;
    const struct script *script = &recording->lesson->script;
    size_t next = reading->lines;

    if (end_line(reading, err) < 0)
        return -1;
    if (recording->n_lanes == 0 || next == script->n ||
        json_array_size(record) != 2 ||
        json_integer_value(json_array_get(record, 1)) != (json_int_t)next + 1)
        return err_input(err, "found a line that is not the script's next one");
    recording->lanes[recording->n_lanes - 1].lines[next] = at;
    reading->play.line = &script->lines[next];
    reading->play.checked = reading->play.over = false;
    reading->lines++;
    return 0;
}

/* ["end"] */
static int read_end(struct reading *reading, const char *at, struct err *err)
{
    if (end_lane(reading, at, err) < 0)
        return -1;
    if (reading->recording->n_lanes == 0)
        return err_input(err, "found the end, expected a lane");
    reading->ended = true;
    return 0;
}

/* One line of the file: the head, a step of the structure, or what happened. */
static int read_record(struct reading *reading, json_t *record, const char *at,
                       struct err *err)
{
    const char *name = json_string_value(json_array_get(record, 0));

    if (reading->number == 1)
        return read_head(reading, record, err);
    if (reading->ended)
        return err_input(err, "found more, expected nothing behind the end");
    if (name && strcmp(name, "lane") == 0)
        return read_lane(reading, record, at, err);
    if (name && strcmp(name, "line") == 0)
        return read_line(reading, record, at, err);
    if (name && strcmp(name, "end") == 0)
        return read_end(reading, at, err);
    if (!reading->play.line)
        return err_input(err, "found a record outside of a line");
    return recording_read(&reading->play, record, err);
}

static json_t *parse(struct slice line, struct err *err)
{
    json_error_t why;
    json_t *record =
        json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, &why);

    /* Of a mistake jansson says which; it has none to say without memory. */
    if (!record && !*why.text)
        err_machine(err, "out of memory");
    else if (!record)
        err_input(err, "%s", why.text);
    return record;
}

/* The next line of the file. */
static int read_next(struct reading *reading, struct err *err)
{
    struct slice line = slice_line(&reading->rest);

    reading->number++;
    json_t *record = parse(line, err);
    if (!record)
        return -1;
    int done = read_record(reading, record, line.at, err);
    json_decref(record);
    return done;
}

static int read_all(struct reading *reading, struct err *err)
{
    while (reading->rest.len > 0)
        if (read_next(reading, err) < 0)
            return err_prefix(err, "%s:%d", reading->name, reading->number);
    if (!reading->ended)
        return err_input(err,
                         "%s:%d: found the end of the file, expected the "
                         "recording's",
                         reading->name, reading->number);
    return 0;
}

struct recording *recording_parse(const struct lesson *lesson, const char *name,
                                  const char *text, size_t len, struct err *err)
{
    struct recording *recording;

    if (len > RECORDING_MAX) {
        err_input(err, "%s: found more than 1 MiB, expected a recording", name);
        return NULL;
    }
    recording = calloc(1, sizeof(*recording));
    if (recording)
        recording->text = slice_dup((struct slice){text, len});
    if (!recording || !recording->text) {
        err_machine(err, "out of memory");
        recording_close(recording);
        return NULL;
    }
    recording->lesson = lesson;
    struct reading reading = {
        .recording = recording, .name = name, .rest = {recording->text, len}};
    int done = read_all(&reading, err);
    if (reading.play.lab)
        lab_close(reading.play.lab);
    if (done == 0)
        return recording;
    recording_close(recording);
    return NULL;
}

void recording_close(struct recording *recording)
{
    if (!recording)
        return;
    for (int i = 0; i < recording->n_lanes; i++)
        free(recording->lanes[i].lines);
    free(recording->text);
    free(recording);
}

/* ---- where it is ---- */

char *recording_path(const struct lesson *lesson, const char *folder)
{
    /* A translation has the script of the original, and so its recording. */
    const char *file = lesson->original ? lesson->original : lesson->file;
    const char *base = file_base(file);
    const char *dot = strrchr(base, '.');
    int stem = dot ? (int)(dot - base) : (int)strlen(base);
    int above = (int)(base - file);

    return folder ? text_format("%s/%.*s.json", folder, stem, base)
                  : text_format("%.*srecordings/%.*s.json", above, file, stem,
                                base);
}

struct recording *recording_load(const struct lesson *lesson, const char *path,
                                 struct err *err)
{
    struct recording *recording = NULL;
    char *text;
    size_t len;

    if (text_read_kept(path, N_("a recording"), &text, &len, err) < 0)
        return NULL;
    recording = recording_parse(lesson, path, text, len, err);
    free(text);
    return recording;
}

struct recording *recording_open(const struct lesson *lesson, struct err *err)
{
    char *path = recording_path(lesson, NULL);
    struct recording *recording = NULL;

    if (!path) {
        err_machine(err, "out of memory");
        return NULL;
    }
    const struct embedded *inside =
        embedded_find(embedded_recordings, file_base(path));
    if (access(path, F_OK) == 0)
        recording = recording_load(lesson, path, err);
    else if (inside)
        recording =
            recording_parse(lesson, path, inside->text, inside->len, err);
    else
        err_input(err, "There is no recording of this lesson.");
    free(path);
    return recording;
}

bool recording_exists(const struct lesson *lesson)
{
    char *path = recording_path(lesson, NULL);
    bool exists = path && (access(path, F_OK) == 0 ||
                           embedded_find(embedded_recordings, file_base(path)));

    free(path);
    return exists;
}

/* ---- what it says ---- */

const char *recording_kernel(const struct recording *recording)
{
    return recording->kernel;
}

/* The third number is for those who build kernels. */
char *recording_version(const struct recording *recording, char *out,
                        size_t size)
{
    snprintf(out, size, "%s", recording->kernel);
    char *dot = strchr(out, '.');
    dot = dot ? strchr(dot + 1, '.') : NULL;
    if (dot)
        *dot = '\0';
    return out;
}

const struct lesson *recording_lesson(const struct recording *recording)
{
    return recording->lesson;
}

const char *recording_lane_name(const struct recording *recording, int lane)
{
    return lane < recording->n_lanes ? recording->lanes[lane].name : NULL;
}

int recording_lane(const struct recording *recording, const char *name)
{
    for (int i = 0; i < recording->n_lanes; i++)
        if (strcmp(recording->lanes[i].name, name) == 0)
            return i;
    return -1;
}

int recording_play(const struct recording *recording, int lane, size_t line,
                   struct lab *lab, struct result *came, struct err *err)
{
    const char *const *lines = recording->lanes[lane].lines;
    struct slice rest = {lines[line], (size_t)(lines[line + 1] - lines[line])};
    struct recording_play play = {.lesson = recording->lesson,
                                  .line =
                                      &recording->lesson->script.lines[line],
                                  .lab = lab};

    slice_line(&rest); /* ["line", NUMBER] */
    while (rest.len > 0) {
        json_t *record = parse(slice_line(&rest), err);
        int done = record ? recording_read(&play, record, err) : -1;

        json_decref(record);
        if (done < 0)
            return -1;
    }
    *came = play.came;
    return 0;
}
