/*
 * header_field.c - reading a header's numbers and adding its fields; what the
 * readers of all layers have in common.
 */
#include <stdarg.h>
#include <stdio.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lab/wire/header_inside.h"

uint16_t header_16(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

uint32_t header_32(const uint8_t *at)
{
    return (uint32_t)header_16(at) << 16 | header_16(at + 2);
}

bool header_has(struct header *header, size_t kept, size_t needed)
{
    header->cut |= kept < needed;
    return kept >= needed;
}

void header_add(struct header *header, const struct meaning_of *meaning,
                const char *format, ...)
{
    struct header_field *field = &header->fields[header->n];
    va_list args;

    if (header->n == HEADER_FIELDS) {
        header->cut = true;
        return;
    }
    header->n++;
    field->layer = meaning->layer;
    field->name = meaning->name;
    field->text = meaning->text;
    field->source = meaning->source;
    va_start(args, format);
    vsnprintf(field->value, sizeof(field->value), format, args);
    va_end(args);
    utf8_trim(field->value);
}

/* ---- payload ---- */

void header_payload(struct header *header, const uint8_t *at, size_t kept,
                    size_t len, const char *source)
{
    const struct meaning_of data = {
        LAYER_PAYLOAD, N_("Data"),
        N_("What the program sent with send() or write()."), source};

    enum { SHOWN = 32 };
    char text[SHOWN + 1];
    size_t n = kept < SHOWN ? kept : SHOWN;

    if (len == 0)
        return;
    for (size_t i = 0; i < n; i++)
        text[i] = (char)(at[i] >= ' ' && at[i] < 0x7f ? at[i] : '.');
    text[n] = '\0';
    header_add(header, &data,
               translate_n("%zu byte: %s%s", "%zu bytes: %s%s", len), len, text,
               n < len ? "..." : "");
}
