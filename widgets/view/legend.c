/*
 * legend.c - looks for the marks of a table in what was drawn.
 */
#include "widgets/view/legend.h"

#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/area_find.h"

const char *legend_mark(const struct view_sign *sign)
{
    return sign->mark ? _(sign->mark) : theme_sign(sign->sign);
}

static bool is_there(struct area area, const char *mark)
{
    for (int y = 0; y < area.h; y++)
        if (area_find_word(area, y, mark))
            return true;
    return false;
}

static bool has(const struct legend *legend, const struct view_sign *sign)
{
    for (int i = 0; i < legend->n; i++)
        if (!strcmp(legend->signs[i].text, sign->text) &&
            !strcmp(legend_mark(&legend->signs[i]), legend_mark(sign)))
            return true;
    return false;
}

void legend_add(struct legend *legend, struct area area,
                const struct view_sign *table)
{
    for (; table->text && legend->n < LEGEND_MOST; table++)
        if (!has(legend, table) && is_there(area, legend_mark(table)))
            legend->signs[legend->n++] = *table;
    legend->signs[legend->n].text = NULL;
}
