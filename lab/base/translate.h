/*
 * translate.h - what the program says to people, in their language.
 *
 * Every sentence stands in the code in English and is looked up by gettext(3)
 * where it is printed. Functions that take the format of a message
 * (err_input(), problems_add(), misused()) look it up themselves; the Makefile
 * names them to xgettext. Everything else is marked where it stands: _("...")
 * is looked up there, N_("...") is in a table and looked up by who reads the
 * table. A number that changes the sentence goes through translate_n().
 *
 * Scripts, names of the kernel's, JSON, TAP and JUnit are the same in
 * all languages.
 */
#ifndef LAB_BASE_TRANSLATE_H
#define LAB_BASE_TRANSLATE_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>

#define _(text)  translate(text)
#define N_(text) text

/* The text in the language of who looks on; never freed, "" stays "". */
static inline const char *translate(const char *text)
    __attribute__((format_arg(1)));
static inline const char *translate(const char *text)
{
    return *text ? gettext(text) : text;
}

/* The text for so many things; both formats take the number. */
static inline const char *translate_n(const char *one, const char *many,
                                      unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));
static inline const char *translate_n(const char *one, const char *many,
                                      unsigned long n)
{
    return ngettext(one, many, n);
}

/*
 * Take the characters and the messages of the locale that the environment asks
 * for (locale(7)); numbers and dates stay as they are. Translations are in the
 * folder `translations` beside the program, or else in `installed`.
 */
void translate_begin(const char *installed);

/*
 * From here on all is English, also what the system says (strerror(3)): what is
 * written next is read by programs. With false again as translate_begin() had
 * it.
 */
void translate_plain(bool plain);

/*
 * The index-th language that is asked for, the one wished for most first, as
 * folders are named by it: "de_AT", "de". From LANGUAGE, or from the locale
 * where that is not set; English ends the list, since that is what is there
 * anyway. False past the last one, past the sixteenth, and where the locale is
 * "C".
 */
bool translate_language(size_t index, char *out, size_t size);

#endif
