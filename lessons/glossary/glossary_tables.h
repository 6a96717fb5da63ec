/*
 * glossary_tables.h - the tables of the glossary, for glossary.c alone: a file
 * for what calls give and take, one for the kernel's side, one for ideas.
 *
 * A row without a name ends a table. Within a kind, rows are in alphabetical
 * order, states in the order of a connection's life.
 */
#ifndef LESSONS_GLOSSARY_GLOSSARY_TABLES_H
#define LESSONS_GLOSSARY_GLOSSARY_TABLES_H

#include "lessons/glossary/glossary.h"

extern const struct term glossary_errnos[];    /* glossary_errno.c */
extern const struct term glossary_states[];    /* glossary_state.c */
extern const struct term glossary_calls[];     /* glossary_call.c */
extern const struct term glossary_options[];   /* glossary_option.c */
extern const struct term glossary_sysctls[];   /* glossary_sysctl.c */
extern const struct term glossary_signals[];   /* glossary_constant.c */
extern const struct term glossary_constants[]; /* glossary_constant.c */
extern const struct term glossary_flags[];     /* glossary_state.c */
extern const struct term glossary_ideas[];     /* glossary_idea.c */

#endif
