/*
 * offer.c - the tables behind each place of a line, gone through for the words
 * that begin like the one that is being typed. They are small (a few hundred
 * words), so nothing is indexed.
 */
#include "widgets/prompt/offer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/host.h"
#include "lab/base/symbol.h"
#include "lab/call/call.h"
#include "lab/world/counter.h"
#include "lab/world/probe.h"
#include "lessons/glossary/glossary.h"
#include "lessons/glossary/guides.h"

/* One more than the highest number that is tried for a name. */
enum {
    ERRNOS = 200, /* Linux has errnos up to 133, errno(3) */
    SIGNALS = 32, /* real-time signals begin here, signal(7) */
};

/* ---- collecting ---- */

/* Hosts and actors may have the same name. */
static bool known(const struct completions *found, const char *word)
{
    for (int i = 0; i < found->n; i++) {
        if (!strcmp(found->words[i], word))
            return true;
    }
    return false;
}

/*
 * Offer a word (printf-like): kept if it begins with what was typed. Words end
 * with what must follow them, a space or a bracket, so that one Tab does it.
 */
static void offer(struct search *search, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void offer(struct search *search, const char *format, ...)
{
    struct completions *found = search->found;
    char word[COMPLETE_LENGTH];
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(word, sizeof(word), format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof(word) || found->n == COMPLETE_WORDS)
        return;
    if (strncmp(word, search->prefix, search->len) != 0 || known(found, word))
        return;
    memcpy(found->words[found->n++], word, sizeof(word));
}

/* words ends with NULL. */
static void offer_all(struct search *search, const char *const *words)
{
    for (; *words; words++)
        offer(search, "%s", *words);
}

/* ---- what may stand where ---- */

/* At the line's beginning: who does it. */
void offer_subjects(struct search *search, const struct complete_names *names)
{
    for (int i = 0; names && i < names->n_actors; i++)
        offer(search, "%s: ", names->actors[i]);
    for (int host = 0; host < HOSTS; host++) {
        offer(search, "%s: ", host_name((enum host_id)host));
        offer(search, "%s$ ", host_name((enum host_id)host));
    }
    offer(search, "wire: ");
    offer(search, "wait ");
    offer(search, "explain ");
}

/* Languages and servers that have a page. */
static void offer_platforms(struct search *search, const struct guides *guides)
{
    for (size_t i = 0; i < guides->n_platforms; i++)
        offer(search, "%s", guides->platforms[i].name);
}

/* Behind `explain `: names of the glossary that are one word. */
void offer_terms(struct search *search, const struct complete_names *names)
{
    const struct term *term;

    for (size_t i = 0; names && (term = glossary_at(names->glossary, i)); i++)
        if (!strchr(term->name, ' '))
            offer(search, "%s", term->name);
    if (names)
        offer_platforms(search, glossary_guides(names->glossary));
}

/* Names by number; there is a ? in what a number without one is called. */
static void offer_names(struct search *search, const char *(*name)(int),
                        int most)
{
    for (int number = 1; number < most; number++)
        if (!strchr(name(number), '?'))
            offer(search, "%s", name(number));
}

/* Behind `ACTOR: `: a call, or what a process can be told. */
void offer_deeds(struct search *search)
{
    const char *name;

    for (int i = 0; (name = call_table_name(i)); i++) {
        const char *usage = call_usage(name, NULL);

        /* With an argument in quotes it is one that is always the same. */
        if (strchr(usage, '"'))
            offer(search, "%s", usage);
        else
            offer(search, "%s(", name);
    }
    offer(search, "start");
    offer(search, "restart");
    offer(search, "handler ran ");
    offer_signals(search);
}

/* Behind `handler ran `. */
void offer_signals(struct search *search)
{
    offer_names(search, symbol_signal, SIGNALS);
}

/* A $NAME that a line above has given: where a result is, once more. */
void offer_given(struct search *search, const struct complete_names *names)
{
    const struct names *values = names ? names->values : NULL;

    for (int i = 0; values && i < values->n; i++)
        offer(search, "$%s", values->list[i].name);
}

/* Behind a $ elsewhere: toggles as well. */
void offer_values(struct search *search, const struct complete_names *names)
{
    for (int i = 0; names && i < names->n_toggles; i++)
        offer(search, "$%s", names->toggles[i]);
    offer_given(search, names);
}

/* Words that one call knows and no other: handlers, members in braces. */
static void offer_words(struct search *search, const char *call)
{
    bool braced = memchr(call, '{', (size_t)(search->prefix - call));
    const char *name;

    if (call_named_does(call, CALL_SIGNALS))
        offer(search, "handler");
    for (int i = 0; braced && (name = call_member_name(call, i)); i++)
        offer(search, "%s: ", name);
}

/* Among a call's arguments, once one is begun: constants. */
void offer_arguments(struct search *search, const char *call)
{
    const char *symbol;

    if (search->len == 0)
        return;
    offer_words(search, call);
    for (size_t i = 0;
         i < COMPLETE_WORDS &&
         (symbol = symbol_complete(search->prefix, search->len, i));
         i++)
        offer(search, "%s", symbol);
    offer_signals(search);
}

/*
 * Behind `= `. Only errnos, and only once an E is typed: what a call returns
 * is for the writer to know, and all errnos at once would fill the screen.
 */
void offer_results(struct search *search)
{
    if (search->len == 0 || search->prefix[0] != 'E')
        return;
    offer_names(search, symbol_errno, ERRNOS);
}

/* Within `timer:(`, which stands behind a socket's addresses. */
void offer_timers(struct search *search)
{
    for (enum sock_timer timer = TIMER_ON; timer <= TIMER_PERSIST; timer++)
        offer(search, "%s", timer_name(timer));
}

/* Behind a socket's addresses, once one is begun: most lines have none. */
static void offer_details(struct search *search)
{
    static const char *const details[] = {
        "timer:(", "count:", "recv-q:", "send-q:", "proto:", "users:", NULL};

    if (search->len > 0)
        offer_all(search, details);
}

/* Whether `word` stands right before the place at start. */
static bool behind(const char *line, const char *start, const char *word)
{
    size_t len = strlen(word);

    return (size_t)(start - line) >= len && !strncmp(start - len, word, len);
}

/* Behind a detail's colon: who, and which protocol. */
void offer_detail(struct search *search, const char *line, const char *start,
                  const struct complete_names *names)
{
    static const char *const protocols[] = {"tcp", "udp", NULL};

    if (behind(line, start, " proto:"))
        offer_all(search, protocols);
    if (!behind(line, start, " users:"))
        return;
    for (int i = 0; names && i < names->n_actors; i++)
        offer(search, "%s", names->actors[i]);
    offer(search, "none");
}

static bool offer_counter(void *data, const char *name, int64_t value)
{
    (void)value;
    offer(data, "%s", name);
    return true;
}

/* Behind `nstat `, once one is begun: the kernel's own list is long. */
static void offer_counters(struct search *search, int words)
{
    if (words == 1 && search->len > 0)
        counter_walk_here(offer_counter, search);
}

/*
 * Behind `sysctl `. What a host has there would be a thousand names; most that
 * lessons are about begin alike.
 */
static void offer_sysctls(struct search *search, const char *rest, int words)
{
    static const char *const sysctls[] = {"no ", "-n ", "net.ipv4.", NULL};

    if (words == 1)
        offer_all(search, sysctls);
    else if (words == 2 &&
             (!strncmp(rest, "no ", 3) || !strncmp(rest, "-n ", 3)))
        offer_all(search, sysctls + 2);
}

/*
 * Behind `HOST$ `: ss(8) with a state, or a sysctl(8); words is how many stand
 * there already. A state ends with a space for the addresses.
 */
void offer_observations(struct search *search, const char *rest, int words)
{
    static const char *const states[] = {
        "no ",       "-K ",       "any ",        "LISTEN ",     "SYN-SENT ",
        "SYN-RECV ", "ESTAB ",    "FIN-WAIT-1 ", "FIN-WAIT-2 ", "CLOSE-WAIT ",
        "CLOSING ",  "LAST-ACK ", "TIME-WAIT ",  "UNCONN ",     NULL};

    if (words == 0) {
        offer(search, "ss ");
        offer(search, "sysctl ");
        offer(search, "nstat ");
        return;
    }
    if (strncmp(rest, "nstat ", 6) == 0)
        offer_counters(search, words);
    if (strncmp(rest, "sysctl ", 7) == 0)
        offer_sysctls(search, rest + 7, words);
    if (strncmp(rest, "ss ", 3) != 0)
        return;
    rest += 3;
    /* `no` and `-K` are followed by a state like `ss` itself. */
    if (words == 1)
        offer_all(search, states);
    else if (words == 2 &&
             (!strncmp(rest, "no ", 3) || !strncmp(rest, "-K ", 3)))
        offer_all(search, states + 2);
    else if (words >= 3)
        offer_details(search);
}

/* What a script may ask of the kernel. */
void offer_needs(struct search *search)
{
    for (enum need need = 0; need < NEEDS; need++)
        offer(search, "%s", need_name(need));
}

/* Behind a packet, once it is begun: what its numbers are, or are to be. */
static void offer_numbers(struct search *search, const char *rest)
{
    static const char *const ranges[] = {"win:", "len:", "seq:", "ack:", NULL};
    static const char *const changes[] = {
        "seq:", "ack:", "win:", "flags:", "ttl:", "byte:", NULL};
    static const char *const forged[] = {
        "seq:", "ack:", "win:", "ttl:", "len:", NULL};

    if (search->len == 0 || !strchr(rest, '>'))
        return;
    offer_all(search, !strncmp(rest, "change ", 7)  ? changes
                      : !strncmp(rest, "forge ", 6) ? forged
                                                    : ranges);
}

/* Behind `wire: `; packets are the writer's own. */
void offer_wire(struct search *search, const char *rest, int words)
{
    static const char *const orders[] = {
        "hold", "flow", "deliver", "drop",   "duplicate", "cut",
        "mend", "none", "change ", "forge ", NULL};

    if (words == 0)
        offer_all(search, orders);
    else if (words == 1 && !strncmp(rest, "deliver ", 8))
        offer(search, "all");
    else if (words >= 4)
        offer_numbers(search, rest);
}
