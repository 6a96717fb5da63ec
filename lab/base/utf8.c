/*
 * A character's first byte says how many there are, and each of the others
 * brings six bits (RFC 3629 section 3):
 *
 *     0xxxxxxx
 *     110xxxxx 10xxxxxx
 *     1110xxxx 10xxxxxx 10xxxxxx
 *     11110xxx 10xxxxxx 10xxxxxx 10xxxxxx
 *
 * Text comes from learners' files and off the wire, so every byte may be wrong.
 */
#include "lab/base/utf8.h"

#include <string.h>

/*
 * How many bytes a character takes by its first one; 0: can't be a first. 0xc0
 * and 0xc1 would only begin characters that one byte can hold, and what begins
 * with 0xf5 or more is beyond Unicode.
 */
static size_t length_of(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

/*
 * Whether a value of that many bytes could not have been written shorter, and
 * is a character: UTF-16's surrogates are none.
 */
static bool is_valid(uint32_t value, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = value >= 0xd800 && value < 0xe000;

    return value >= least[length] && value < 0x110000 && !surrogate;
}

size_t utf8_read(const char *text, size_t len, uint32_t *character)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = length_of(bytes[0]);
    uint32_t value = bytes[0];

    if (character)
        *character = value;
    if (length == 0 || length > len)
        return 0;
    if (length > 1)
        value &= 0x7fU >> length;
    for (size_t i = 1; i < length; i++) {
        if (!utf8_goes_on(text[i])) /* the text's NUL ends here too */
            return 0;
        value = value << 6 | (bytes[i] & 0x3f);
    }
    if (!is_valid(value, length))
        return 0;
    if (character)
        *character = value;
    return length;
}

size_t utf8_decode(const char *text, wchar_t *character)
{
    uint32_t value = 0;
    size_t length = *text ? utf8_read(text, UTF8_BYTES, &value) : 1;

    *character = (wchar_t)(length ? value : UTF8_REPLACEMENT);
    return !*text ? 0 : length ? length : 1;
}

/* From the last byte to the first: what is left then goes beside its mark. */
size_t utf8_encode(wchar_t character, char out[UTF8_BYTES])
{
    uint32_t value = (uint32_t)character;
    size_t length = value < 0x80      ? 1
                    : value < 0x800   ? 2
                    : value < 0x10000 ? 3
                                      : 4;
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (value & 0x3f));
        value >>= 6;
    }
    out[0] = (char)(marks[length] | value);
    return length;
}

bool utf8_goes_on(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t utf8_whole(const char *text, size_t n)
{
    while (n > 0 && utf8_goes_on(text[n]))
        n--;
    return n;
}

void utf8_trim(char *text)
{
    size_t last = strlen(text);

    while (last > 0 && utf8_goes_on(text[last - 1]))
        last--;
    /* A byte that begins a character which is not whole. */
    if (last > 0 && (unsigned char)text[last - 1] >= 0xc0 &&
        utf8_read(text + last - 1, UTF8_BYTES, NULL) == 0)
        text[last - 1] = '\0';
}
