/*
 * prompt.c - a line of text, a cursor in it, and the lines before it.
 *
 * The line is one buffer that never grows: whatever would make it too long is
 * not inserted. All changes go through splice(), which keeps length, cursor
 * and the final NUL together.
 *
 * Places in the line are bytes, but the cursor goes from character to
 * character (before(), behind()); columns are asked for only when drawing.
 * Looking back in the history edits a copy: what was sent once stays as it
 * was, and the line that was being typed waits in draft.
 */
#include "widgets/prompt/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/screen.h"
#include "widgets/view/view.h"

enum {
    LINE_BYTES = 1024, /* of a line, with its NUL */
    HISTORY = 100,     /* lines that are remembered */
    MESSAGE = 600,     /* bytes, as in struct err */
    COLUMNS = 80,      /* that the screen has at least */
    HINT_ROWS = 4,     /* most above the line */
    ESC = 0x1b,
};

/* Ctrl and a letter, as it comes from the terminal. */
#define CTRL_KEY(letter) ((letter) - 'a' + 1)

struct prompt {
    const struct complete_names *names; /* the owner's; may be NULL */
    char text[LINE_BYTES];              /* UTF-8, ends with a NUL */
    size_t len;                         /* strlen(text) */
    size_t cursor;          /* a byte of the text, always a character's first */
    char *history[HISTORY]; /* oldest first; owned */
    int n_history;
    int at;                   /* in the history; n_history: the new line */
    char draft[LINE_BYTES];   /* the new line while older ones are looked at */
    char message[MESSAGE];    /* until the next key; "": none */
    struct completions found; /* of the last Tab */
    bool listed;              /* its words are shown until the next key */
};

struct prompt *prompt_open(const struct complete_names *names)
{
    struct prompt *prompt = calloc(1, sizeof(*prompt));

    if (prompt)
        prompt->names = names;
    return prompt;
}

void prompt_close(struct prompt *prompt)
{
    if (!prompt)
        return;
    for (int i = 0; i < prompt->n_history; i++)
        free(prompt->history[i]);
    free(prompt);
}

const char *prompt_text(const struct prompt *prompt)
{
    return prompt->text;
}

/* ---- editing ---- */

/* Replace len bytes from start on by other ones; the cursor ends up there. */
static void splice(struct prompt *prompt, size_t start, size_t len,
                   const char *bytes, size_t n)
{
    if (prompt->len - len + n >= LINE_BYTES)
        return;
    memmove(prompt->text + start + n, prompt->text + start + len,
            prompt->len - start - len + 1);
    memcpy(prompt->text + start, bytes, n);
    prompt->len = prompt->len - len + n;
    prompt->cursor = start + n;
}

void prompt_set(struct prompt *prompt, const char *text)
{
    size_t len = strnlen(text, LINE_BYTES - 1);

    splice(prompt, 0, prompt->len, text, utf8_whole(text, len));
}

/* Where the character before that byte begins. */
static size_t before(const struct prompt *prompt, size_t at)
{
    do {
        at -= at > 0;
    } while (at > 0 && utf8_goes_on(prompt->text[at]));
    return at;
}

/* Where the character behind that byte begins; stays at the line's end. */
static size_t behind(const struct prompt *prompt, size_t at)
{
    wchar_t character;

    return at + utf8_decode(prompt->text + at, &character);
}

/* Where Ctrl-W deletes from: the word before the cursor and its spaces. */
static size_t word_before(const struct prompt *prompt)
{
    size_t at = prompt->cursor;

    while (at > 0 && prompt->text[at - 1] == ' ')
        at--;
    while (at > 0 && prompt->text[at - 1] != ' ')
        at--;
    return at;
}

/* From start up to, not with, end: bytes that are characters' first. */
static void delete_range(struct prompt *prompt, size_t start, size_t end)
{
    splice(prompt, start, end - start, "", 0);
}

/* Whatever is not a character is no text: control and function keys. */
static enum prompt_reply insert(struct prompt *prompt, int key)
{
    char bytes[UTF8_BYTES];

    if (key < ' ' || key == 0x7f || key >= SCREEN_KEYS)
        return PROMPT_IGNORED;
    splice(prompt, prompt->cursor, 0, bytes, utf8_encode((wchar_t)key, bytes));
    return PROMPT_DRAW;
}

/* ---- history ---- */

/*
 * Show the line that is so far from the one that shows now; at either end of
 * the history nothing happens. Leaving the new line keeps it as the draft.
 */
static void recall(struct prompt *prompt, int direction)
{
    int at = prompt->at + direction;

    if (at < 0 || at > prompt->n_history)
        return;
    if (prompt->at == prompt->n_history)
        memcpy(prompt->draft, prompt->text, LINE_BYTES);
    prompt->at = at;
    prompt_set(prompt,
               at == prompt->n_history ? prompt->draft : prompt->history[at]);
}

/* A line that was just repeated is worth one place, an empty one none. */
static void remember(struct prompt *prompt)
{
    int n = prompt->n_history;
    char *line;

    if (prompt->len == 0 ||
        (n > 0 && !strcmp(prompt->history[n - 1], prompt->text)))
        return;
    line = strdup(prompt->text);
    if (!line) /* a line that can't be recalled is no reason to stop */
        return;
    if (n == HISTORY) {
        free(prompt->history[0]);
        memmove(prompt->history, prompt->history + 1,
                (HISTORY - 1) * sizeof(*prompt->history));
        n--;
    }
    prompt->history[n] = line;
    prompt->n_history = n + 1;
}

void prompt_accept(struct prompt *prompt)
{
    remember(prompt);
    prompt->at = prompt->n_history;
    prompt_set(prompt, "");
}

void prompt_say(struct prompt *prompt, const char *text)
{
    snprintf(prompt->message, sizeof(prompt->message), "%s", text);
}

/* ---- completion ---- */

/*
 * Insert what all candidates have in common; list them if that is nothing, as
 * bash(1) does at the second Tab. The list is a snapshot: it goes with the
 * next key, and so can't show words that no longer fit.
 */
static void complete(struct prompt *prompt)
{
    struct completions *found = &prompt->found;
    size_t typed;

    complete_line(prompt->names, prompt->text, prompt->cursor, found);
    typed = prompt->cursor - found->start;
    if (found->n > 0 && found->common > typed)
        splice(prompt, found->start, typed, found->words[0], found->common);
    else
        prompt->listed = found->n > 1;
}

/* ---- keys ---- */

/* On an empty line it takes the : away, and with it the prompt. */
static enum prompt_reply backspace(struct prompt *prompt)
{
    if (prompt->len == 0)
        return PROMPT_LEAVE;
    delete_range(prompt, before(prompt, prompt->cursor), prompt->cursor);
    return PROMPT_DRAW;
}

/*
 * The keys of readline(3), where they have a meaning for one line. Any key
 * takes away what was said, also one that means nothing here.
 */
enum prompt_reply prompt_key(struct prompt *prompt, int key)
{
    prompt->message[0] = '\0';
    prompt->listed = false;
    switch (key) {
    case '\n': return PROMPT_ENTER;
    case ESC: return PROMPT_LEAVE;
    case SCREEN_KEY_BACKSPACE: return backspace(prompt);
    case '\t': complete(prompt); break;
    case SCREEN_KEY_LEFT:
    case CTRL_KEY('b'): prompt->cursor = before(prompt, prompt->cursor); break;
    case SCREEN_KEY_RIGHT:
    case CTRL_KEY('f'): prompt->cursor = behind(prompt, prompt->cursor); break;
    case SCREEN_KEY_HOME:
    case CTRL_KEY('a'): prompt->cursor = 0; break;
    case SCREEN_KEY_END:
    case CTRL_KEY('e'): prompt->cursor = prompt->len; break;
    case SCREEN_KEY_DELETE:
    case CTRL_KEY('d'):
        delete_range(prompt, prompt->cursor, behind(prompt, prompt->cursor));
        break;
    case CTRL_KEY('u'): delete_range(prompt, 0, prompt->cursor); break;
    case CTRL_KEY('k'):
        delete_range(prompt, prompt->cursor, prompt->len);
        break;
    case CTRL_KEY('w'):
        delete_range(prompt, word_before(prompt), prompt->cursor);
        break;
    case SCREEN_KEY_UP:
    case CTRL_KEY('p'): recall(prompt, -1); break;
    case SCREEN_KEY_DOWN:
    case CTRL_KEY('n'): recall(prompt, 1); break;
    default: return insert(prompt, key);
    }
    return PROMPT_DRAW;
}

/* ---- drawing ---- */

/*
 * Rows of the message, on the narrowest screen: the owner leaves prompt_rows()
 * free before it knows the width, and one row too many does no harm.
 */
static int message_rows(const char *message)
{
    return area_wrap((struct area){.w = COLUMNS}, 0, ROLE_ERROR, message);
}

/*
 * Lay the candidates out in rows of so many columns, and draw those that the
 * area holds (none, to count only). Returns the rows.
 */
static int draw_words(const struct prompt *prompt, struct area area,
                      int columns)
{
    int y = 0;
    int x = 1;

    for (int i = 0; i < prompt->found.n; i++) {
        const char *word = prompt->found.words[i];
        int width = glyph_columns(word);

        if (x > 1 && x + width >= columns) {
            x = 1;
            y++;
        }
        area_put(area, y, x, ROLE_CODE, word);
        x += width + 2;
    }
    return y + 1;
}

int prompt_rows(const struct prompt *prompt)
{
    const struct area nowhere = {0, 0, 0, 0};
    const char *summary;
    int rows;

    if (prompt->message[0])
        rows = message_rows(prompt->message);
    else if (prompt->listed)
        rows = draw_words(prompt, nowhere, COLUMNS);
    else
        rows = complete_usage(prompt->text, prompt->cursor, &summary) != NULL;
    return 1 + area_least(rows, HINT_ROWS);
}

/* What stands above the line. */
static void draw_hint(const struct prompt *prompt, struct area area)
{
    const char *summary = "";
    const char *usage;
    bool more = false; /* than the area holds */

    if (prompt->message[0]) {
        more = area_wrap(area, 0, ROLE_ERROR, prompt->message) > area.h;
    } else if (prompt->listed) {
        more = draw_words(prompt, area, area.w) > area.h;
    } else if ((usage =
                    complete_usage(prompt->text, prompt->cursor, &summary))) {
        int x = 1 + area_put(area, 0, 1, ROLE_CODE, usage);

        area_put(area, 0, x + 2, ROLE_DIM, translate(summary));
    }
    if (more)
        area_sign(area, area.h - 1, area.w - 1, ROLE_FRAME, SIGN_ELLIPSIS);
}

/*
 * The line, moved to the left if the cursor would not be on it, by whole
 * characters and no more than needed. Nothing remembers by how much: it follows
 * from the cursor each time.
 */
static void draw_line(const struct prompt *prompt, struct area row)
{
    struct area text = area_columns(row, 1, row.w - 1);
    size_t first = 0;
    char head[LINE_BYTES];
    int x;

    area_put(row, 0, 0, ROLE_KEY, ":");
    memcpy(head, prompt->text, prompt->cursor);
    head[prompt->cursor] = '\0';
    while ((x = glyph_columns(head + first)) >= text.w && head[first])
        first = behind(prompt, first);
    area_put(text, 0, 0, ROLE_PLAIN, prompt->text + first);
    screen_cursor(text, 0, x);
}

/* Its rows are blanked first: a pane may have drawn there. */
void prompt_draw(const struct prompt *prompt, struct area area)
{
    int rows = area_least(prompt_rows(prompt), area.h);
    struct area hint;

    hint = area_rows(area, area.h - rows, rows - 1);
    for (int y = 0; y < rows; y++)
        area_fill(area, area.h - 1 - y, ROLE_PLAIN);
    draw_hint(prompt, hint);
    draw_line(prompt, area_rows(area, area.h - 1, 1));
}
