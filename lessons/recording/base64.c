/*
 * base64.c - bytes as text, as RFC 4648 section 4 has it: three bytes are four
 * letters, and `=` stands for what is missing at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "lessons/recording/recording_inside.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
                              "wxyz0123456789+/";

char *base64_write(const uint8_t *bytes, size_t len)
{
    char *text = malloc((len + 2) / 3 * 4 + 1);
    char *at = text;

    for (size_t i = 0; text && i < len; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;

        if (i + 1 < len)
            three |= (uint32_t)bytes[i + 1] << 8;
        if (i + 2 < len)
            three |= bytes[i + 2];
        *at++ = letters[three >> 18];
        *at++ = letters[three >> 12 & 63];
        *at++ = i + 1 < len ? letters[three >> 6 & 63] : '=';
        *at++ = i + 2 < len ? letters[three & 63] : '=';
    }
    if (text)
        *at = '\0';
    return text;
}

/* The six bits that a letter stands for; -1 for what is no letter. */
static int value_of(char letter)
{
    const char *at = letter ? strchr(letters, letter) : NULL;

    return at ? (int)(at - letters) : -1;
}

int base64_read(const char *text, uint8_t *out, size_t size)
{
    size_t len = strlen(text), n = 0;
    size_t pad = 0;

    if (len % 4 != 0)
        return -1;
    while (pad < 2 && pad < len && text[len - pad - 1] == '=')
        pad++;
    if (len / 4 * 3 - pad > size)
        return -1;
    for (size_t i = 0; i < len; i += 4) {
        uint32_t three = 0;

        for (size_t k = i; k < i + 4; k++) {
            int six = k < len - pad ? value_of(text[k]) : 0;

            if (six < 0)
                return -1;
            three = three << 6 | (uint32_t)six;
        }
        for (int shift = 16; shift >= 0 && n < len / 4 * 3 - pad; shift -= 8)
            out[n++] = (uint8_t)(three >> shift);
    }
    return (int)n;
}
