/*
 * complete.c - from the place of the cursor to what may stand there (offer.h).
 *
 * A line is not parsed for this: unfinished lines don't parse. Four questions
 * are enough: is the cursor in a string, behind the subject, among a call's
 * arguments, behind an equals sign?
 *
 *     server: setsockopt(3, SOL_SOCKET, SO_RE    = -1 EINV
 *     subject deed       arguments               result
 *     server$ ss TIME-WAIT *:80
 *     subject observation
 */
#include "widgets/prompt/complete.h"

#include <ctype.h>
#include <string.h>

#include "lab/call/call.h"
#include "widgets/prompt/offer.h"

/* What all words begin with is certain, and inserted at once. */
static void find_common(struct completions *found)
{
    found->common = found->n ? strlen(found->words[0]) : 0;
    for (int i = 1; i < found->n; i++) {
        size_t same = 0;

        while (same < found->common &&
               found->words[0][same] == found->words[i][same])
            same++;
        found->common = same;
    }
}

/* ---- where the cursor is ---- */

/* How many words from rest on are complete before the one at start. */
static int words_before(const char *rest, const char *start)
{
    int n = 0;

    while (rest < start) {
        size_t len = strcspn(rest, " ");

        if (rest + len >= start)
            break;
        n += len > 0;
        rest += len + strspn(rest + len, " ");
    }
    return n;
}

/* What the part of a line before the cursor has left unfinished. */
struct unfinished {
    const char *call; /* the last ( without its ), NULL for none */
    bool string;      /* a " without its " */
};

/*
 * In a string, brackets are characters like others, and a backslash takes the
 * meaning from a quote that follows it.
 */
static struct unfinished unfinished(const char *line, const char *end)
{
    struct unfinished open = {NULL, false};

    for (; line < end && *line; line++) {
        if (*line == '\\' && open.string && line + 1 < end)
            line++;
        else if (*line == '"')
            open.string = !open.string;
        else if (*line == '(' && !open.string)
            open.call = line;
        else if (*line == ')' && !open.string)
            open.call = NULL;
    }
    return open;
}

/* Where the name of the call begins whose bracket is open. */
static const char *call_begins(const char *line, const char *open)
{
    while (open > line && (isalnum((unsigned char)open[-1]) || open[-1] == '_'))
        open--;
    return open;
}

/*
 * Where the word that ends at end begins. `|` parts the flags of one argument,
 * `:` and `$` end a subject, so what follows each of them is a word anew.
 */
static const char *word_start(const char *line, const char *end)
{
    while (end > line && !strchr(" (,|=:${", end[-1]))
        end--;
    /* A $NAME's word has its $; behind a host's name it is not one. */
    if (end > line && end[-1] == '$' &&
        (end - 1 == line || strchr(" (,|=:{", end[-2])))
        end--;
    return end;
}

/* Whether the word stands behind `can=` or `can!=`. */
static bool behind_can(const char *line, const char *start)
{
    return (start - line >= 4 && !strncmp(start - 4, "can=", 4)) ||
           (start - line >= 5 && !strncmp(start - 5, "can!=", 5));
}

/*
 * A result is being written: the word stands behind an equals sign. Those in
 * strings don't come here, as a call's arguments are recognised before.
 */
static bool behind_equals(const char *line, const char *start)
{
    const char *equals = strrchr(line, '=');

    return equals && equals < start;
}

/* Behind the subject and outside of brackets the words so far say what next. */
static void offer_behind(struct search *search, const char *line,
                         size_t subject, const struct complete_names *names)
{
    const char *start = search->prefix;
    const char *rest = line + subject + 1;
    int words;

    rest += strspn(rest, " ");
    words = words_before(rest, start);
    if (line[subject] == '$' && words > 0 && start[-1] == ':')
        offer_detail(search, line, start, names);
    else if (line[subject] == '$')
        offer_observations(search, rest, words);
    else if (!strncmp(line, "wire:", 5))
        offer_wire(search, rest, words);
    else if (words == 0)
        offer_deeds(search);
    else if (words == 2 && !strncmp(rest, "handler ran ", 12))
        offer_signals(search);
}

/*
 * The subject is what stands before the first : or $; without one, it is what
 * is being typed. The questions go from the narrowest place to the widest: in
 * a string a bracket means nothing, and in brackets an equals sign does not.
 */
void complete_line(const struct complete_names *names, const char *line,
                   size_t cursor, struct completions *found)
{
    const char *end = line + cursor;
    const char *start = word_start(line, end);
    size_t subject = strcspn(line, ":$");
    const char *rest = line + subject + 1;
    struct search search = {start, (size_t)(end - start), found};
    struct unfinished open = unfinished(line, end);

    found->n = 0;
    found->start = (size_t)(start - line);
    if (open.string) {
        /* What is sent is nobody's business but the writer's. */
    } else if (behind_can(line, start)) {
        offer_needs(&search);
    } else if (line + subject >= end) {
        if (start == line)
            offer_subjects(&search, names);
        else if (!strncmp(line, "explain ", 8) && start == line + 8)
            offer_terms(&search, names);
    } else if (*start == '$' && start < end) {
        if (!open.call && line[subject] == ':' && behind_equals(rest, start))
            offer_given(&search, names);
        else
            offer_values(&search, names);
    } else if (open.call && line[subject] == '$') {
        offer_timers(&search);
    } else if (open.call) {
        offer_arguments(&search, call_begins(line, open.call));
    } else if (behind_equals(rest, start)) {
        offer_results(&search);
    } else {
        offer_behind(&search, line, subject, names);
    }
    find_common(found);
}

/* The name is what stands right before the bracket. */
const char *complete_usage(const char *line, size_t cursor,
                           const char **summary)
{
    const char *open = unfinished(line, line + cursor).call;
    const char *start = open ? call_begins(line, open) : NULL;
    size_t len = open ? (size_t)(open - start) : 0;
    char name[COMPLETE_LENGTH];

    if (len == 0 || len >= sizeof(name))
        return NULL;
    memcpy(name, start, len);
    name[len] = '\0';
    return call_usage(name, summary);
}
