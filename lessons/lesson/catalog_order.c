/*
 * catalog_order.c - the order of the lessons, and the numbers that are typed
 * for them; see catalog_inside.h.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/lesson/catalog_inside.h"

/* A lesson and what it is sorted by. */
struct place {
    struct lesson *lesson;
    int chapter; /* where its chapter begins: the lowest number in it */
};

/* Lessons without a number come behind those that have one. */
static int number_of(const struct lesson *lesson)
{
    return lesson->order > 0 ? lesson->order : INT_MAX;
}

/* A chapter stands where its first lesson would. */
static int chapter_begin(const struct catalog *catalog, const char *chapter)
{
    int first = INT_MAX;

    for (size_t i = 0; i < catalog->n; i++)
        if (strcmp(catalog->lessons[i]->chapter, chapter) == 0 &&
            number_of(catalog->lessons[i]) < first)
            first = number_of(catalog->lessons[i]);
    return first;
}

/* By chapter, then number, then id: no two lessons are equal. */
static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int x = number_of(a->lesson), y = number_of(b->lesson), order;

    if (a->chapter != b->chapter)
        return a->chapter < b->chapter ? -1 : 1;
    order = strcmp(a->lesson->chapter, b->lesson->chapter);
    if (order != 0)
        return order;
    return x != y ? (x < y ? -1 : 1) : strcmp(a->lesson->id, b->lesson->id);
}

/* One room more than there are lessons, for calloc(0) may return NULL. */
int catalog_sort(struct catalog *catalog, struct err *err)
{
    struct place *places = calloc(catalog->n + 1, sizeof(*places));

    if (!places)
        return err_machine(err, "out of memory");
    for (size_t i = 0; i < catalog->n; i++)
        /* Looked up once for each lesson, not again in every comparison. */
        places[i] = (struct place){
            catalog->lessons[i],
            chapter_begin(catalog, catalog->lessons[i]->chapter),
        };
    qsort(places, catalog->n, sizeof(*places), compare_places);
    for (size_t i = 0; i < catalog->n; i++)
        catalog->lessons[i] = places[i].lesson;
    free(places);
    return 0;
}

void catalog_number(struct catalog *catalog)
{
    int last = 0;

    for (size_t i = 0; i < catalog->n; i++) {
        struct lesson *lesson = catalog->lessons[i];

        lesson->number = lesson->order;
        last = lesson->order > last ? lesson->order : last;
    }
    for (size_t i = 0; i < catalog->n; i++)
        if (catalog->lessons[i]->number == 0 && last < INT_MAX)
            catalog->lessons[i]->number = ++last;
}
