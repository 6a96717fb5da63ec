/*
 * embedded.c - nothing but what lessons/embed.awk made of the lessons.
 */
#include "lessons/embedded.h"

#include "embedded.inc"
