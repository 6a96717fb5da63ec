/*
 * script_inside.h - what the parts of the script reader share.
 *
 * script_read.c goes through the lines, script_line.c reads one, with
 * script_call.c for its call, script_host.c for what stands behind `HOST$`
 * (script_detail.c has what an `ss` line asks besides, script_nstat.c counters)
 * and script_wire.c for what stands behind `wire:` (script_number.c has a
 * packet's flags and numbers); script_result.c reads what must
 * come of it and what ends a line, script_condition.c where; script_values.c
 * has it read for each value of a toggle. What they find goes into the script
 * of script.c, the toggles of toggle.c and the names of names.c; script_names.c
 * tells which of these a line gives. script_dead.c looks once more at the
 * whole. Nobody else needs this, but for check, which wants every problem
 * instead of the first.
 */
#ifndef LESSONS_SCRIPT_SCRIPT_INSIDE_H
#define LESSONS_SCRIPT_SCRIPT_INSIDE_H

#include "lessons/script/script.h"
#include "lessons/text/problems.h"
#include "lessons/text/slice.h"

/* What a line may name. */
struct scope {
    const struct toggle *toggles;
    int n;
    const struct names *names; /* that have a value by then; NULL: none */
};

/* ---- script_read.c ---- */

/* script_parse() that notes every problem and keeps what it could read. */
void script_read(struct script *script, const char *text, size_t len,
                 int first_line, const struct scope *scope,
                 struct problems *problems);

/*
 * `toggle NAME VALUE VALUE...` lines of a stand-alone script, read into
 * toggles[*n...]; script_read() passes over them. Returns 0 or -1.
 */
int script_read_toggles(const char *text, size_t len, struct toggle *toggles,
                        int *n, struct problems *problems);

/* ---- script.c ---- */

/* A line of a script without its comment and the blanks around it. */
struct slice script_strip(struct slice line);

/* Where the actor lives; HOSTS when no line has said so. */
enum host_id script_actor_host(const struct script *script, struct slice name);

/* Whether an actor may have this name: 0, or -1 with what one may. */
int script_check_actor(struct slice name, struct err *err);

/*
 * Have the actor live there. Returns -1 when it lives on the other host, or
 * when there are too many.
 */
int script_add_actor(struct script *script, struct slice name,
                     enum host_id host, struct err *err);

/* Note what an address in a line asks of the world. */
void script_note_addr(struct script *script, const struct addr *addr);

/* Take lines off the end, down to this many. */
void script_drop_lines(struct script *script, size_t keep);

/* ---- script_line.c ---- */

/* Read one stripped line, which isn't empty. Returns 0 or -1. */
int line_read(struct line *line, struct slice text, struct script *script,
              const struct scope *scope, struct err *err);

/* ---- script_host.c ---- */

/* Read what stands behind `HOST$`: ss, sysctl or nstat, on that host. */
int line_read_host(struct line *line, struct slice host, struct slice text,
                   struct script *script, const struct scope *scope,
                   struct err *err);

/* ---- script_detail.c ---- */

/* Whether a word is such a one, NAME:VALUE, be it known or not. */
bool detail_is_one(struct slice word);

/* Read one of them into line->details. */
int detail_read(struct line *line, struct slice word,
                const struct script *script, struct err *err);

/* Read 5, 1.., ..3 or 1..3, of numbers from 0 to most. */
int range_read(struct range *range, struct slice text, int64_t most);

/* ---- script_nstat.c ---- */

/* Read what stands behind `HOST$ nstat`. */
int line_read_nstat(struct line *line, struct slice text,
                    const struct scope *scope, struct err *err);

/* ---- script_number.c ---- */

/* Flags in any order become those of tcpdump; false for unknown ones. */
bool packet_flags_read(char flags[PACKET_FLAGS], struct slice text);

/* Read win:0 len:5.. and the like into the pattern, up to the text's end. */
int packet_ranges_read(struct packet_pattern *packet, struct slice text,
                       struct err *err);

/* Read seq:+1000 flags:R and the like; forges: of a packet to be forged. */
int packet_change_read(struct packet_change *change, struct slice text,
                       bool forges, bool tcp, struct err *err);

/* ---- script_wire.c ---- */

/* Read what stands behind `wire:`. */
int line_read_wire(struct line *line, struct slice text, struct script *script,
                   struct err *err);

/* ---- script_call.c ---- */

/* Read `call(args) [= RESULT]`. */
int line_read_call(struct line *line, struct slice text, struct script *script,
                   const struct scope *scope, struct err *err);

/* ---- script_condition.c ---- */

/* NAME=VALUE and NAME=VALUE, of toggles that there are; behind others. */
int conditions_read(struct conditions *conditions, struct slice text,
                    const struct scope *scope, struct err *err);

/* The bit of the need that it asks about (NEED_BIT()), 0: a toggle. */
unsigned condition_need(const struct condition *condition);

/* Whether all of them do. */
bool conditions_hold(const struct conditions *conditions,
                     const struct setting *setting);

/* ---- script_values.c ---- */

/* Try to read a line in a setting. Returns 0 or -1. */
typedef int script_try(struct script *script, const struct line *line,
                       const struct setting *setting, struct err *err);

/*
 * Try it with each value of each toggle that text names, as far as the line's
 * conditions leave it open; once where it names none.
 */
int script_try_values(struct script *script, const struct line *line,
                      const char *text, const struct scope *scope,
                      script_try *try, struct err *err);

/* Say in *err which name of text had the value that it tells of. Returns -1. */
int script_with_name(struct err *err, const char *text,
                     const struct scope *scope);

/* The toggles of the line's conditions get the values that these say. */
int script_set_fixed(struct setting *setting, const struct line *line,
                     struct err *err);

/* ---- script_dead.c ---- */

/*
 * Note each call of an actor that the script says is dead, in any of the n
 * lanes or with another value of any one toggle.
 */
void script_check_lives(const struct script *script, const struct scope *scope,
                        const struct setting *lanes, int n,
                        struct problems *problems);

/* ---- script_result.c ---- */

/*
 * The grammar of messages: "'%.*s' was found, EXPECTED was expected", behind
 * the file's name and the line's number. The whole sentence is the format, so
 * that it can be translated. Returns -1.
 */
int script_refuse(struct slice found, const char *format, struct err *err);

/* Nothing may be left of a line. */
int line_read_end(struct slice rest, struct err *err);

/* `5s` or `200ms`, at most ten minutes. */
int duration_read(int *ms, struct slice text, struct err *err);

/* Take `within 5s` off the end of *text, if it is there. */
int within_read(int *deadline_ms, struct slice *text, struct err *err);

/* RESULT [if ...], ... */
int alternatives_read(struct line *line, struct slice text,
                      const struct scope *scope, struct err *err);

/* ---- toggle.c ---- */

/* Append a toggle without values; its label is its name. */
int toggle_add(struct toggle *toggles, int *n, struct slice name,
               struct err *err);
int toggle_add_value(struct toggle *toggle, struct slice value,
                     struct err *err);

/* The names of toggles as "a, b or c" in out. */
void toggle_names(const struct scope *scope, char *out, size_t size);

/* Every toggle at its default. */
void setting_defaults(struct setting *setting, const struct scope *scope);

/*
 * text with every $NAME outside of strings replaced by its value, to be
 * freed. NULL, with the reason, for an unknown name.
 */
char *setting_expand(const struct setting *setting, const char *text,
                     struct err *err);

/*
 * The same of a call, where a $NAME without a value may be for what comes: it
 * stays as it is.
 */
char *setting_expand_call(const struct setting *setting, const char *text,
                          struct err *err);

/* Say that a $NAME has no value, and which names have one. Returns -1. */
int setting_refuse_name(const struct setting *setting, struct slice written,
                        struct err *err);

/* Whether a $NAME of this toggle stands in text. */
bool text_uses_toggle(const char *text, const struct scope *scope, int toggle);

/*
 * The next $NAME in *text that is no toggle, without its $; *text is then
 * behind it. Empty where there is none any more.
 */
struct slice text_next_name(const char **text, const struct scope *scope);

#endif
