/*
 * action.c - the table of actions, and which of them a key is.
 */
#include "widgets/view/action.h"

#include <string.h>

#include "lab/base/translate.h"
#include "widgets/screen/glyph.h"
#include "widgets/screen/key.h"

/* clang-format off */

const struct action_row actions[ACTIONS] = {
    [ACTION_UP] = {"up", "Up k", EVERYWHERE, true, NULL,
        N_("A row up: select the one above, or scroll."), N_("Moving")},
    [ACTION_DOWN] = {"down", "Down j", EVERYWHERE, true, NULL,
        N_("A row down."), NULL},
    [ACTION_LEFT] = {"left", "Left h", EVERYWHERE, true, NULL,
        N_("To the left: another column, world, cell or packet."), NULL},
    [ACTION_RIGHT] = {"right", "Right l", EVERYWHERE, true, NULL,
        N_("To the right."), NULL},
    [ACTION_FIRST] = {"first", "Home g", EVERYWHERE, true, NULL,
        N_("To the first row."), NULL},
    [ACTION_LAST] = {"last", "End G", EVERYWHERE, true, NULL,
        N_("To the last row."), NULL},
    [ACTION_HALF_UP] = {"half-up", "Ctrl-U", EVERYWHERE, true, NULL,
        N_("Half a page up."), NULL},
    [ACTION_HALF_DOWN] = {"half-down", "Ctrl-D", EVERYWHERE, true, NULL,
        N_("Half a page down."), NULL},
    [ACTION_PAGE_UP] = {"page-up", "PgUp", EVERYWHERE, true, NULL,
        N_("A page up."), NULL},
    [ACTION_PAGE_DOWN] = {"page-down", "PgDn", EVERYWHERE, true, NULL,
        N_("A page down."), NULL},

    [ACTION_ENTER] = {"enter", "Enter", EVERYWHERE, false, N_("open"),
        N_("Open, answer or choose what is selected; where nothing is, a step "
           "in a lesson."), N_("Everywhere")},
    [ACTION_BACK] = {"back", "Esc", EVERYWHERE, false, N_("back"),
        N_("Back to where you were."), NULL},
    [ACTION_QUIT] = {"quit", "q", EVERYWHERE, false, N_("quit"),
        N_("Back to where you were; from the menu, out of the program."), NULL},
    [ACTION_SEARCH] = {"search", "/", EVERYWHERE, false, N_("search"),
        N_("Search: type a text, and Enter goes to the next row that has it."),
        NULL},
    [ACTION_NEXT] = {"next", "n", EVERYWHERE, false, NULL,
        N_("The next row that has what was searched for."), NULL},
    [ACTION_PREVIOUS] = {"previous", "N", EVERYWHERE, false, NULL,
        N_("The one before."), NULL},
    [ACTION_HELP] = {"help", "? F1", EVERYWHERE, false, N_("help"),
        N_("This help on the keys."), NULL},
    [ACTION_NUMBER] = {"number", "0-9", EVERYWHERE, false, NULL,
        N_("Choose by number: a lesson, an answer, a switch."), NULL},

    [ACTION_BENCH] = {"bench", "B", IN_MENU, false, N_("bench"),
        N_("Open the bench: the same two hosts without a lesson, driven by "
           "keys and by script lines."), N_("The menu")},

    [ACTION_STEP] = {"step", "space", EVERYWHERE & ~IN_MENU, false, N_("step"),
        N_("Take the next step: one group of script lines, in every lane. "
           "Elsewhere: a page down, or change what is selected."),
        N_("A lesson")},
    [ACTION_LINE] = {"line", ".", IN_WORLD, false, NULL,
        N_("Take one script line only."), NULL},
    [ACTION_STEP_BACK] = {"step-back", "b Backspace",
        IN_WORLD | IN_QUESTION | IN_CHOICE, false, N_("back"),
        N_("A step back: the lesson is run again up to there."), NULL},
    [ACTION_JUMP] = {"jump", "J", IN_WORLD, false, NULL,
        N_("Go to a step: the lesson is run up to there. In a world that was "
           "changed by hand, Enter alone has the lesson's own back."), NULL},
    [ACTION_AGAIN] = {"again", "R", IN_WORLD, false, NULL,
        N_("Begin the lesson again."), NULL},
    [ACTION_PROMPT] = {"prompt", ":", IN_WORLD, false, N_("line"),
        N_("Type any script line and have it run in every lane; or explain "
           "and a name, such as explain EPIPE."), NULL},
    [ACTION_RESTART] = {"restart", "r", IN_WORLD, false, N_("restart"),
        N_("Stop the server with SIGINT, start it anew, and have it make its "
           "calls again."), NULL},
    [ACTION_TOGGLE] = {"toggle", "t", IN_WORLD | IN_CHOICE, false, N_("flip"),
        N_("Flip a switch: it acts on the next call that uses it. One that "
           "the lesson compares stays as it is in each world, unless one is "
           "alone."), NULL},
    [ACTION_ALONE] = {"alone", "T", IN_WORLD, false, N_("alone"),
        N_("One world instead of those that are compared, in which every "
           "switch can be flipped while it runs. Again: all of them."), NULL},
    [ACTION_INTERRUPT] = {"interrupt", "i", IN_WORLD, false, NULL,
        N_("Ctrl-C for the server: SIGINT."), NULL},
    [ACTION_KILL] = {"kill", "I", IN_WORLD, false, NULL,
        N_("kill -9 for the server: SIGKILL."), NULL},
    [ACTION_EJECT] = {"eject", "e", IN_WORLD, false, N_("eject"),
        N_("Write what the lesson does as C programs that stand alone, with a "
           "Makefile, into a new folder here; with twin lanes into one for "
           "each."), NULL},
    [ACTION_RECEIPT] = {"receipt", "!", IN_WORLD, false, NULL,
        N_("Where your kernel differs from the lesson: the receipt, to be "
           "saved."), NULL},
    [ACTION_ALIKE] = {"alike", "*", IN_QUESTION, false, N_("all alike"),
        N_("In a grid: put the last choice into all cells that are empty."),
        NULL},

    [ACTION_PANE] = {"pane", "Tab", IN_WORLD | IN_QUESTION, false, N_("pane"),
        N_("The next pane: what moves moves it, and it gets the room that it "
           "needs."), N_("What shows")},
    [ACTION_PANE_BACK] = {"pane-back", "S-Tab", IN_WORLD | IN_QUESTION, false,
        NULL, N_("The pane before."), NULL},
    [ACTION_ZOOM] = {"zoom", "z", IN_WORLD | IN_QUESTION, false, NULL,
        N_("Zoom: that pane gets all of the screen, but for two rows with the "
           "last call and the states. Again, or Esc: back."), NULL},
    [ACTION_HIDE] = {"hide", "Z", IN_WORLD | IN_QUESTION, false, NULL,
        N_("Hide that pane; with none chosen, show all again."), NULL},
    [ACTION_WIRE] = {"wire", "w", IN_WORLD | IN_QUESTION, false, N_("wire"),
        N_("The wire as a ladder of packets. There it can be held, and "
           "packets let through one by one. Again: back."), NULL},
    [ACTION_STATES] = {"states", "v", IN_WORLD | IN_QUESTION, false,
        N_("states"),
        N_("The state diagram of TCP, with the living sockets on it. Again: "
           "back."), NULL},
    [ACTION_SOURCE] = {"source", "S", IN_WORLD | IN_QUESTION, false,
        N_("code"), N_("Show or hide the C program of the actor that runs."),
        NULL},
    [ACTION_FIELDS] = {"fields", "f", IN_WORLD | IN_QUESTION, false,
        N_("fields"),
        N_("The header fields of the selected packet, with a sentence on "
           "each; so does Enter."), NULL},
    [ACTION_LANE] = {"lane", "o", IN_WORLD | IN_QUESTION, false, NULL,
        N_("The other lane, where not all fit beside each other."), NULL},

    [ACTION_HOLD] = {"hold", "p", IN_WORLD, false, N_("hold"),
        N_("Hold the wire: every packet waits. Again: let it flow."),
        N_("The wire")},
    [ACTION_DELIVER] = {"deliver", ">", IN_WORLD, false, N_("deliver"),
        N_("Let the oldest packet that waits through; or, when one that waits "
           "is selected, the oldest like it."), NULL},
    [ACTION_DROP] = {"drop", "-", IN_WORLD, false, N_("drop"),
        N_("Lose it instead."), NULL},
    [ACTION_COPY] = {"copy", "+", IN_WORLD, false, N_("copy"),
        N_("Put a second copy right behind it."), NULL},
    [ACTION_CUT] = {"cut", "#", IN_WORLD, false, N_("cut"),
        N_("Cut the cable: all packets are lost. Again: mend it."), NULL},

    [ACTION_PACKETS] = {"packets", "P", IN_WORLD, false, N_("packets"),
        N_("Write what was on the wire to a file in this folder, for "
           "Wireshark and tcpdump."), N_("Files")},
    [ACTION_SAVE] = {"save", "Y", EVERYWHERE, false, NULL,
        N_("Write the screen as text to a file in this folder; in a receipt, "
           "all of the receipt."), NULL},
    [ACTION_MOUSE] = {"mouse", "M", EVERYWHERE, false, NULL,
        N_("Leave the mouse to the terminal, which selects text with it, or "
           "take its clicks again."), NULL},

    [ACTION_START] = {"start", "s", IN_BENCH, false, N_("start"),
        N_("Start the server: socket, bind, listen, accept."), N_("The bench")},
    [ACTION_CLIENT] = {"client", "c", IN_BENCH, false, N_("client"),
        N_("Start a client, or have it connect once more."), NULL},
    [ACTION_SEND] = {"send", "d", IN_BENCH, false, N_("data"),
        N_("The client sends, the server receives."), NULL},
    [ACTION_REPLY] = {"reply", "D", IN_BENCH, false, NULL,
        N_("The server sends, the client receives."), NULL},
    [ACTION_CLOSE] = {"close", "x", IN_BENCH, false, N_("close"),
        N_("Close the client's socket."), NULL},
    [ACTION_CLOSE_SERVER] = {"close-server", "X", IN_BENCH, false, NULL,
        N_("Close the server's socket of the connection."), NULL},
    [ACTION_ACCEPT] = {"accept", "a", IN_BENCH, false, NULL,
        N_("Have the server accept once more."), NULL},
};

/* clang-format on */

/* What the configuration file gave instead; NULL: the action's own. */
static const char *bound[ACTIONS];

enum action action_named(const char *name, size_t len)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        if (strlen(actions[i].name) == len &&
            memcmp(actions[i].name, name, len) == 0)
            return (enum action)i;
    return ACTION_NONE;
}

const char *action_keys(enum action action)
{
    return bound[action] ? bound[action] : actions[action].keys;
}

void action_bind(enum action action, const char *keys)
{
    bound[action] = keys;
}

/* ---- names of keys ---- */

/* Names that are no characters, beside F1 to F12 and Ctrl-A to Ctrl-Z. */
static const struct {
    const char *name;
    int key;
} names[] = {
    {"Enter", '\n'},
    {"Tab", '\t'},
    {"Esc", 0x1b},
    {"Space", ' '},
    {"space", ' '},
    {"Backspace", SCREEN_KEY_BACKSPACE},
    {"Delete", SCREEN_KEY_DELETE},
    {"Insert", SCREEN_KEY_INSERT},
    {"Up", SCREEN_KEY_UP},
    {"Down", SCREEN_KEY_DOWN},
    {"Left", SCREEN_KEY_LEFT},
    {"Right", SCREEN_KEY_RIGHT},
    {"Home", SCREEN_KEY_HOME},
    {"End", SCREEN_KEY_END},
    {"PgUp", SCREEN_KEY_PAGE_UP},
    {"PgDn", SCREEN_KEY_PAGE_DOWN},
    {"PageUp", SCREEN_KEY_PAGE_UP},
    {"PageDown", SCREEN_KEY_PAGE_DOWN},
    {"S-Tab", SCREEN_KEY_BACK_TAB},
};

/* F1 to F12; -1 for anything else. */
static int function_key(const char *name, size_t len)
{
    int number = 0;

    if (len < 2 || len > 3 || name[0] != 'F')
        return -1;
    for (size_t i = 1; i < len; i++) {
        if (name[i] < '0' || name[i] > '9')
            return -1;
        number = number * 10 + name[i] - '0';
    }
    return number >= 1 && number <= 12 ? SCREEN_KEY_F1 + number - 1 : -1;
}

/* Terminals send the same for these as for Enter and Backspace. */
static int same_key(int control)
{
    return control == '\r'   ? '\n'
           : control == '\b' ? SCREEN_KEY_BACKSPACE
                             : control;
}

/* Ctrl-X and C-x are x without its upper bits, as ASCII has it; else -1. */
static int control_key(const char *name, size_t len)
{
    size_t prefix = len == 6 && memcmp(name, "Ctrl-", 5) == 0 ? 5
                    : len == 3 && memcmp(name, "C-", 2) == 0  ? 2
                                                              : 0;
    int letter = prefix ? name[prefix] | 0x20 : 0;

    return letter >= 'a' && letter <= 'z' ? same_key(letter - 'a' + 1) : -1;
}

int key_named(const char *name, size_t len)
{
    int key = control_key(name, len);
    wchar_t character;

    if (key >= 0)
        return key;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i].name) == len && !memcmp(names[i].name, name, len))
            return names[i].key;
    if (len > 0 && utf8_decode(name, &character) == len)
        return (int)character;
    return function_key(name, len);
}

size_t action_next_name(const char **names)
{
    *names += strspn(*names, " ");
    return strcspn(*names, " ");
}

/* ---- which action a key is ---- */

bool action_takes(enum action action, int key)
{
    const char *name = action_keys(action);
    size_t len;

    if (action == ACTION_NUMBER)
        return key >= '0' && key <= '9';
    for (; (len = action_next_name(&name)) > 0; name += len)
        if (key_named(name, len) == key)
            return true;
    return false;
}

int action_key(enum action action, int key)
{
    const char *name = actions[action].keys;
    size_t len = action_next_name(&name);

    return action == ACTION_NUMBER ? key : key_named(name, len);
}

enum action action_of(int key, unsigned places)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        if (actions[i].places & places && action_takes((enum action)i, key))
            return (enum action)i;
    return ACTION_NONE;
}
