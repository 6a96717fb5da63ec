/* Each of them ends in something that is said at the foot of the screen. */
#include "widgets/app_keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "widgets/screen/mouse.h"
#include "widgets/screen/new_file.h"
#include "widgets/screen/screen.h"

void app_turn_mouse(char *notice, size_t size)
{
    bool wanted = !mouse_is_on();
    const char *text = _("This terminal does not report a mouse.");

    if (mouse_turn(wanted))
        text = _("Clicks and the wheel are taken here; M leaves them to the "
                 "terminal.");
    else if (!wanted)
        text = _("The mouse is the terminal's, which selects text with it; M "
                 "takes clicks again.");
    snprintf(notice, size, "%s", text);
}

void app_save_screen(char *notice, size_t size)
{
    char name[64] = "screen.txt";
    struct memory memory;

    if (memory_open(&memory))
        screen_save(memory.out);
    if (!memory_close(&memory))
        errno = ENOMEM;
    else if (new_file_text("screen", memory.text, name, sizeof(name)) == 0)
        errno = 0;
    snprintf(notice, size,
             errno ? _("%s can't be written: %s.") : _("The screen is in %s."),
             name, strerror(errno));
    free(memory.text);
}
