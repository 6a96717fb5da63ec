#include "widgets/screen/terminal.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

int terminal_colours(void)
{
    int problem, colours;

    /* The name is from the environment; with a pointer, it only reports. */
    if (setupterm(NULL, STDOUT_FILENO, &problem) == ERR)
        return -1;
    /* tigetnum(3) takes a char * that it does not write to. */
    colours = tigetnum((char[]){"colors"});
    del_curterm(cur_term);
    return colours < 0 ? 0 : colours;
}
