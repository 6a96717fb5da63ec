/*
 * embedded.c - nothing but what lessons/embed.awk made of files.
 */
#include "lessons/embedded.h"

#include "embedded.inc"
