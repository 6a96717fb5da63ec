/*
 * translate.c - see translate.h.
 *
 * In the locale "C" nothing is translated, whatever LANGUAGE says; C.UTF-8 is
 * the same locale with more characters. Some versions of glibc see that
 * otherwise, so the domain is not even opened there.
 */
#include "lab/base/translate.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "socket-lab"
#define BESIDE "translations"

/* More languages than anybody reads: for each of them files are looked for. */
enum { LANGUAGES = 16 };

static bool is_plain(const char *locale)
{
    return !locale || strcmp(locale, "C") == 0 ||
           strcmp(locale, "POSIX") == 0 || strncmp(locale, "C.", 2) == 0;
}

/* The folder beside the program, where it is run from where it was built. */
static bool find_beside(char *path, size_t size)
{
    ssize_t len = readlink("/proc/self/exe", path, size - sizeof("/" BESIDE));
    char *slash;

    if (len <= 0 || (size_t)len >= size - sizeof("/" BESIDE))
        return false;
    path[len] = '\0';
    slash = strrchr(path, '/');
    if (!slash)
        return false;
    strcpy(slash, "/" BESIDE);
    return access(path, X_OK) == 0;
}

void translate_begin(const char *installed)
{
    char beside[PATH_MAX];

    setlocale(LC_CTYPE, "");
    if (is_plain(setlocale(LC_MESSAGES, "")))
        return;
    bindtextdomain(DOMAIN,
                   find_beside(beside, sizeof(beside)) ? beside : installed);
    /* What has no letter there is written with others, "ae" (iconv(1)). */
    bind_textdomain_codeset(
        DOMAIN, strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? "UTF-8" : "ASCII");
    textdomain(DOMAIN);
}

void translate_plain(bool plain)
{
    setlocale(LC_MESSAGES, plain ? "C" : "");
}

/* The length of the language's name up to the encoding: "de_AT.UTF-8" is 5. */
static size_t name_length(const char *name)
{
    return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789_-");
}

/* The language alone, without the country: "de_AT" is 2. */
static size_t short_length(const char *name)
{
    size_t whole = name_length(name), len = strcspn(name, "_");

    return len < whole ? len : whole;
}

bool translate_language(size_t index, char *out, size_t size)
{
    const char *locale = setlocale(LC_MESSAGES, NULL);
    const char *wished = getenv("LANGUAGE");

    if (is_plain(locale) || index >= LANGUAGES)
        return false;
    for (wished = wished && *wished ? wished : locale; *wished;
         wished += strspn(wished, ":")) {
        size_t lens[] = {name_length(wished), short_length(wished)};

        if (lens[1] == 2 && strncmp(wished, "en", 2) == 0)
            return false;
        /* Both where there is a country, once where there is none. */
        for (int i = lens[0] == lens[1]; i < 2 && lens[1] > 0; i++)
            if (index-- == 0) {
                if (lens[i] >= size)
                    return false;
                memcpy(out, wished, lens[i]);
                out[lens[i]] = '\0';
                return true;
            }
        wished += strcspn(wished, ":");
    }
    return false;
}
