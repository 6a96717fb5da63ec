/*
 * embedded.c - nothing but what lessons/lesson/embed.awk made of files.
 */
#include "lessons/lesson/embedded.h"

#include "embedded.inc"
