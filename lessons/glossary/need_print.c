/*
 * need_print.c - what a script may ask of the kernel, for `explain`.
 *
 * `can=migrate`, as it stands in a script, or one of the names that only such
 * conditions have; a name that is a word of its own as well, such as ipv6, is
 * explained as that.
 */
#include "lessons/glossary/need_print.h"

#include "lab/base/host.h"
#include "lab/base/translate.h"
#include "lessons/text/slice.h"
#include "lessons/text/wrap.h"

/* "can=NAME", "can!=NAME" or, if it is no other word, NAME; else NEEDS. */
static enum need need_of(const char *name)
{
    struct slice rest = slice_of(name);
    bool asked = slice_take(&rest, "can=") || slice_take(&rest, "can!=");
    enum need need = need_find(rest.at, rest.len);

    return asked || need >= NEED_DESTROY_TIME_WAIT ? need : NEEDS;
}

bool need_print(FILE *out, int width, const char *name)
{
    enum need need = need_of(name);

    if (need == NEEDS)
        return false;
    fprintf(out, _("%s, what a kernel can do or can't\n"), need_name(need));
    wrap_print(out, width, 4,
               _("A script asks for it by can=NAME or can!=NAME in a "
                 "condition, and a lesson by `needs`. It is found out by "
                 "trying, and `socket-lab doctor` has a row for it."));
    if (isolation_cannot(ISOLATION_LOOPBACK, need))
        wrap_print(out, width, 4, isolation_cannot(ISOLATION_LOOPBACK, need));
    if (need_lack(need)) {
        fprintf(out, "    %s\n", _("Where it is missing:"));
        wrap_print(out, width, 4, need_lack(need));
    }
    return true;
}
