/*
 * keys_command.h - `socket-lab keys`: the table of actions, as text for
 * people, as a section of the manual page (mdoc(7)), or as a configuration to
 * start from.
 */
#ifndef WIDGETS_CONFIG_KEYS_COMMAND_H
#define WIDGETS_CONFIG_KEYS_COMMAND_H

#include <stdio.h>

#include "lessons/commands/options.h"

/*
 * Print it, with the keys of the configuration file but in the manual's page.
 * Returns the exit status.
 */
int keys_command(FILE *out, const struct options *options);

#endif
