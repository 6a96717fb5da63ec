/*
 * document.c - what becomes of a document that was read; see markdown.h.
 */
#include <stdlib.h>

#include "lessons/lesson/markdown.h"

void para_free(struct para *para)
{
    for (size_t i = 0; i < para->n_spans; i++) {
        free(para->spans[i].text);
        free(para->spans[i].href);
    }
    free(para->spans);
    free(para->info);
    free(para->code);
}

void document_free(struct document *document)
{
    for (size_t i = 0; i < document->n; i++)
        para_free(&document->paras[i]);
    free(document->paras);
    *document = (struct document){0};
}
