/*
 * prompt.c - a line of text, a cursor in it, and the lines before it
 * (history.h).
 *
 * The line is one buffer that never grows: whatever would make it too long is
 * not inserted. All changes go through splice(), which keeps length, cursor
 * and the final NUL together.
 *
 * Places in the line are bytes, but the cursor goes from character to
 * character (before(), behind()); columns are asked for only when drawing.
 * Looking back in the history edits a copy: what was sent once stays as it
 * was, and the line that was being typed waits in draft. Looking for one, as
 * Ctrl-R does, shows each line that is found as the line itself.
 */
#include "widgets/prompt/prompt_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/screen.h"
#include "widgets/view/view.h"

enum {
    BLOCK_BYTES = 1 << 16, /* of a block, with its NUL */
    ESC = 0x1b,
};

/* Ctrl and a letter, as it comes from the terminal. */
#define CTRL_KEY(letter) ((letter) - 'a' + 1)

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
    history_free(&prompt->history);
    free(prompt->block);
    free(prompt);
}

const char *prompt_text(const struct prompt *prompt)
{
    return prompt->block ? prompt->block : prompt->text;
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

/* Show the line that is there in the history, or the new line. */
static void show_line(struct prompt *prompt, int at)
{
    prompt->at = at;
    prompt_set(prompt, at == prompt->history.n ? prompt->draft
                                               : prompt->history.lines[at]);
}

/* The new line is what one comes back to. */
static void keep_draft(struct prompt *prompt)
{
    if (prompt->at == prompt->history.n)
        memcpy(prompt->draft, prompt->text, LINE_BYTES);
}

/*
 * Show the line that is so far from the one that shows now; at either end of
 * the history nothing happens.
 */
static void recall(struct prompt *prompt, int direction)
{
    int at = prompt->at + direction;

    if (at < 0 || at > prompt->history.n)
        return;
    keep_draft(prompt);
    show_line(prompt, at);
}

/* From that line of the history back; what shows stays where there is none. */
static void seek_before(struct prompt *prompt, int before)
{
    int at = history_find(&prompt->history, before, prompt->sought);

    if (at >= 0)
        show_line(prompt, at);
}

/* Ctrl-R begins to look, and then goes on to the one before. */
static void seek(struct prompt *prompt)
{
    if (prompt->seeking) {
        seek_before(prompt, prompt->at);
        return;
    }
    keep_draft(prompt);
    prompt->seeking = true;
    prompt->sought[0] = '\0';
}

/* Forget what is pasted, typed and looked for; the new line is next. */
static void empty(struct prompt *prompt)
{
    free(prompt->block);
    prompt->block = NULL;
    prompt->seeking = false;
    prompt->at = prompt->history.n;
    prompt_set(prompt, "");
}

void prompt_accept(struct prompt *prompt)
{
    if (!prompt->block)
        history_add(&prompt->history, prompt->text);
    empty(prompt);
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

/* ---- a block ---- */

/* The lines that are to be run, without blank ones at either end. */
static char *block_of(const char *typed, const char *text, size_t len)
{
    size_t used = strlen(typed);
    char *block = used + len < BLOCK_BYTES ? malloc(used + len + 1) : NULL;

    if (!block)
        return NULL;
    memcpy(block, typed, used);
    for (size_t i = 0; i < len; i++)
        block[used + i] = text[i] == '\r' ? '\n' : text[i];
    block[used + len] = '\0';
    return block;
}

void prompt_paste(struct prompt *prompt, const char *text)
{
    size_t len = strlen(text);

    while (len > 0 && strchr("\r\n", text[len - 1]))
        len--;
    while (len > 0 && strchr("\r\n", *text)) {
        text++;
        len--;
    }
    if (strcspn(text, "\r\n") >= len && !prompt->block) {
        splice(prompt, prompt->cursor, 0, text, len);
        return;
    }
    char *block = block_of(prompt_text(prompt), text, len);
    if (!block) {
        prompt_say(prompt, _("That is more than can be run at once."));
        return;
    }
    empty(prompt);
    prompt->block = block;
}

/* A block is run or dropped; it is not edited. */
static enum prompt_reply block_key(struct prompt *prompt, int key)
{
    switch (key) {
    case '\n': return PROMPT_ENTER;
    case ESC:
    case SCREEN_KEY_BACKSPACE:
        empty(prompt);
        return key == ESC ? PROMPT_LEAVE : PROMPT_DRAW;
    default: return PROMPT_IGNORED;
    }
}

/* ---- keys ---- */

/*
 * While Ctrl-R looks for a line: characters are looked for. False for a key
 * that is for the line which was found.
 */
static bool seek_key(struct prompt *prompt, int key)
{
    size_t len = strlen(prompt->sought);
    char bytes[UTF8_BYTES];

    if (key == SCREEN_KEY_BACKSPACE) {
        while (len > 0 && utf8_goes_on(prompt->sought[len - 1]))
            len--;
        prompt->sought[len - (len > 0)] = '\0';
    } else if (key >= ' ' && key != 0x7f && key < SCREEN_KEYS) {
        size_t n = utf8_encode((wchar_t)key, bytes);

        if (len + n < SOUGHT) {
            memcpy(prompt->sought + len, bytes, n);
            prompt->sought[len + n] = '\0';
        }
    } else {
        prompt->seeking = key == CTRL_KEY('r');
        return false;
    }
    seek_before(prompt, prompt->history.n);
    return true;
}

/* Nothing of it is left for the next time. */
static enum prompt_reply leave(struct prompt *prompt)
{
    empty(prompt);
    return PROMPT_LEAVE;
}

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
    if (prompt->block)
        return block_key(prompt, key);
    if (prompt->seeking && seek_key(prompt, key))
        return PROMPT_DRAW;
    switch (key) {
    case '\n': return PROMPT_ENTER;
    case ESC: return leave(prompt);
    case CTRL_KEY('r'): seek(prompt); break;
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
