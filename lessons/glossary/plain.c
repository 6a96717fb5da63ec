/*
 * plain.c - takes the signs off a text; see plain.h.
 */
#include "lessons/glossary/plain.h"

#include <ctype.h>
#include <string.h>

/* Letters beyond ASCII are letters, whatever they are. */
static bool is_letter(unsigned char c)
{
    return isalnum(c) || c >= 0x80;
}

/*
 * A dot between digits belongs to an address or a number. `::` is a word, the
 * IPv6 wildcard, where it is not between names as in Errno::EPIPE or fe80::1.
 */
static size_t word_length(struct slice text, size_t i)
{
    size_t n = 0;

    while (i + n < text.len &&
           (is_letter((unsigned char)text.at[i + n]) ||
            (n > 0 && text.at[i + n] == '.' && i + n + 1 < text.len &&
             isdigit((unsigned char)text.at[i + n - 1]) &&
             isdigit((unsigned char)text.at[i + n + 1]))))
        n++;
    if (n > 0 || i + 1 >= text.len || text.at[i] != ':' ||
        text.at[i + 1] != ':' ||
        (i > 0 && is_letter((unsigned char)text.at[i - 1])))
        return n;
    return 2;
}

/* can't is cant, for it is one word. */
static bool is_apostrophe(struct slice text, size_t i)
{
    return text.at[i] == '\'' && i > 0 && i + 1 < text.len &&
           isalpha((unsigned char)text.at[i - 1]) &&
           isalpha((unsigned char)text.at[i + 1]);
}

static void add_letters(struct plain *plain, struct slice letters)
{
    for (size_t i = 0; i < letters.len; i++)
        plain->text[plain->len++] = (char)tolower((unsigned char)letters.at[i]);
}

/* A word is its letters; an apostrophe and the rest go on with the same. */
static size_t add_word(struct plain *plain, struct slice text, size_t i,
                       size_t n)
{
    struct plain_word *word = &plain->words[plain->n++];
    size_t from = i;

    *word = (struct plain_word){.at = plain->len, .from = from};
    for (;;) {
        add_letters(plain, (struct slice){text.at + i, n});
        i += n;
        if (i >= text.len || !is_apostrophe(text, i))
            break;
        n = word_length(text, ++i);
        if (plain->len + n + 1 >= PLAIN_TEXT)
            break;
    }
    word->len = plain->len - word->at;
    word->to = i;
    plain->text[plain->len++] = ' ';
    return i;
}

void plain_make(struct plain *plain, struct slice text)
{
    plain->source = text;
    plain->n = 0;
    plain->len = 1;
    plain->text[0] = ' ';
    for (size_t i = 0; i < text.len && plain->n < PLAIN_WORDS;) {
        size_t n = word_length(text, i);

        if (n == 0) {
            i++;
            continue;
        }
        if (plain->len + n + 2 >= PLAIN_TEXT)
            break;
        i = add_word(plain, text, i, n);
    }
    plain->text[plain->len] = '\0';
}

struct slice plain_word(const struct plain *plain, int i)
{
    return (struct slice){plain->text + plain->words[i].at,
                          plain->words[i].len};
}

void plain_replace(struct plain *plain, int i, const char *word)
{
    struct plain_word *old = &plain->words[i];
    size_t len = strlen(word), behind = old->at + old->len;

    if (plain->len + len >= PLAIN_TEXT)
        return;
    memmove(plain->text + old->at + len, plain->text + behind,
            plain->len - behind + 1);
    memcpy(plain->text + old->at, word, len);
    plain->len += len - old->len;
    for (int j = i + 1; j < plain->n; j++)
        plain->words[j].at += len - old->len;
    old->len = len;
}

bool plain_is_filler(struct slice word)
{
    static const char fillers[] =
        " a an and are as at be by can cant do does doesnt for from has have "
        "how i if in into is it its me my no not of on or so that the then "
        "there this to was what when where which who why will with you your ";
    char wanted[16];

    if (word.len + 3 > sizeof(wanted))
        return false;
    wanted[0] = ' ';
    memcpy(wanted + 1, word.at, word.len);
    memcpy(wanted + 1 + word.len, " ", 2);
    return strstr(fillers, wanted) != NULL;
}

/* Whether it is what a word ends with in one of its forms. */
static bool is_ending(struct slice letters)
{
    static const char *const endings[] = {"",  "e",  "s",   "es",
                                          "d", "ed", "ing", "er"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (slice_is(letters, endings[i]))
            return true;
    return false;
}

bool plain_akin(struct slice a, struct slice b)
{
    size_t n = 0;

    while (n < a.len && n < b.len && a.at[n] == b.at[n])
        n++;
    if (n == a.len && n == b.len)
        return true;
    return n >= 4 && is_ending((struct slice){a.at + n, a.len - n}) &&
           is_ending((struct slice){b.at + n, b.len - n});
}

int plain_weight(struct slice text)
{
    int weight = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        weight += isdigit(c) ? 1 : is_letter(c) ? 3 : 0;
    }
    return weight;
}
