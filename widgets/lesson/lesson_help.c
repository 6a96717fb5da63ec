/*
 * lesson_help.c - what the keys do, for the key line and the help.
 *
 * The key line shows those with a brief text, the first ones where it is
 * narrow, so each table begins with what matters most in its scene. Rows that
 * several tables have are written once, as macros. In the help a row without
 * a key is blank, and one that ends in a colon is the heading of a group.
 */
#include <string.h>

#include "widgets/lesson/lesson_inside.h"

/* clang-format off */

#define GROUP(name, text) {"", NULL, ""}, {name, NULL, text}
#define END {NULL, NULL, NULL}

/* ---- the wire ---- */

#define WIRE_ORDERS \
    GROUP("The wire:", "orders go to the wire of every lane."), \
    {">", "deliver", \
     "Let the oldest packet that waits through; or, when one that waits is " \
     "selected, the oldest like it."}, \
    {"-", "drop", "Lose it instead."}, \
    {"h", "hold", "Hold the wire: every packet waits. Again: let it flow."}, \
    {"+", "copy", "Put a second copy right behind it."}

#define CAPTURE \
    {"P", "save", \
     "Write what was on the wire to a file in this folder, for Wireshark " \
     "and tcpdump."}

#define OTHER_LANE \
    {"o", NULL, "The other lane, where not all fit beside each other."}

#define WIRE_MORE \
    {"#", "cut", "Cut the cable: all packets are lost. Again: mend it."}, \
    CAPTURE, OTHER_LANE

#define LADDER_LOOK \
    {"w", "back", "Back to the calls and the lists of sockets."}, \
    {"f", "look", \
     "The header fields of the selected packet, with a sentence on each."}, \
    {"v", "states", "The state diagram instead."}, \
    {"Up Down", "select", "Select the packet before, or the one after."}, \
    {"PageUp PageDown", NULL, "Scroll; so do Home and End."}

#define LADDER_KEYS WIRE_ORDERS, LADDER_LOOK, WIRE_MORE

#define STATES_LOOK \
    {"v", "back", "Back to the calls and the lists of sockets."}, \
    {"w", "wire", "The wire as a ladder of packets instead."}

#define STATES_KEYS WIRE_ORDERS, STATES_LOOK, WIRE_MORE

#define SCENE_KEYS \
    {"w", "wire", \
     "The wire as a ladder of packets. There it can be held, and packets " \
     "let through one by one. Again: back."}, \
    {"v", "states", \
     "The state diagram of TCP, with the living sockets on it. Again: back."}

/* ---- a lesson ---- */

#define STEP \
    {"space", "step", \
     "Take the next step: one group of script lines, in every lane. Enter " \
     "does the same."}

#define STEP_BACK \
    {"b", "back", "A step back: the lesson is run again up to there."}

#define CHANGE \
    {"r", "restart", \
     "Stop the server with SIGINT, start it anew, and have it make its calls " \
     "again."}, \
    {"t", "toggle", \
     "Flip a switch: it acts on the next call that uses it. One that the " \
     "lesson compares stays as it is in each world: see l."}

#define SOURCE_AND_PANE \
    {"c", "source", "Show or hide the C program of the actor that runs."}, \
    {"Tab", "pane", \
     "The next pane: the arrow keys scroll it, and it gets the room that it " \
     "needs."}

#define EJECT \
    {"e", "eject", \
     "Write what the lesson does as C programs that stand alone, with a " \
     "Makefile, into a new folder here; with twin lanes into one for each."}, \
    {"n", NULL, "Take one script line only; so does the full stop."}

#define LEAVE \
    {"R", NULL, "Begin the lesson again."}, \
    {"q", "quit", "Back to the lessons. Where you are is remembered."}

#define LESSON_REST \
    {":", "line", \
     "Type any script line and have it run in every lane; or explain and a " \
     "name, such as explain EPIPE."}, \
    SOURCE_AND_PANE, EJECT, \
    {"d", NULL, \
     "Where your kernel differs from the lesson: the receipt, to be saved."}, \
    {"l", NULL, \
     "One world instead of those that are compared, in which every switch " \
     "can be flipped while it runs. Again: all of them."}, \
    {"g", NULL, "Go to a step: the lesson is run up to there."}, \
    {"i", NULL, "Ctrl-C for the server: SIGINT."}, \
    {"k", NULL, "kill -9 for the server: SIGKILL."}, \
    LEAVE

#define SCROLL_KEYS \
    {"Up Down", NULL, "Scroll the prose, or the pane that Tab has chosen."}, \
    {"PageUp PageDown", NULL, "The same by a page."}, \
    {"Left Right", NULL, \
     "Other lanes, where not all fit beside each other; in a lesson with a " \
     "grid, the cell before or the next one, as o does."}

const struct key_help lesson_calls_keys[] = {
    STEP, STEP_BACK, CHANGE, SCENE_KEYS, LESSON_REST, SCROLL_KEYS, END,
};

const struct key_help lesson_ladder_keys[] = {
    STEP, LADDER_KEYS,
    GROUP("The lesson:", "as without the wire."),
    STEP_BACK, CHANGE, LESSON_REST, END,
};

const struct key_help lesson_states_keys[] = {
    STEP, STATES_KEYS,
    GROUP("The lesson:", "as without the diagram; arrows scroll the prose."),
    STEP_BACK, CHANGE, LESSON_REST, END,
};

/* ---- a recording: what changes nothing ---- */

#define RECORDED_BACK {"b", "back", "A step back."}

#define RECORDED_REST \
    SOURCE_AND_PANE, EJECT, \
    {"g", NULL, "Go to a step."}, \
    {":", NULL, "Have a name explained, such as explain EPIPE."}, \
    LEAVE, \
    GROUP("A recording:", \
          "it shows what happened on another machine. Keys that would change " \
          "something (r, t, l, i, k, script lines, orders to the wire) say " \
          "so.")

const struct key_help recorded_calls_keys[] = {
    STEP, RECORDED_BACK,
    {"w", "wire", "The wire as a ladder of packets. Again: back."},
    {"v", "states",
     "The state diagram of TCP, with the sockets on it. Again: back."},
    SCROLL_KEYS, RECORDED_REST, END,
};

const struct key_help recorded_ladder_keys[] = {
    STEP, LADDER_LOOK, CAPTURE, OTHER_LANE,
    GROUP("The lesson:", "as without the wire."),
    RECORDED_BACK, RECORDED_REST, END,
};

const struct key_help recorded_states_keys[] = {
    STEP, STATES_LOOK, CAPTURE, OTHER_LANE,
    GROUP("The lesson:", "as without the diagram; arrows scroll the prose."),
    RECORDED_BACK, RECORDED_REST, END,
};

/* ---- what is typed ---- */

const struct key_help prompt_keys[] = {
    {"Enter", "run", "Have the line run; what is wrong with it is said."},
    {"Tab", "complete", "Complete a word, or show what could stand there."},
    {"Up Down", "earlier lines", "The lines that were typed before."},
    {"Esc", "back", "Leave the prompt; so does Backspace on an empty line."},
    {"F1", "help", "This help: ? is a sign like others in a line."},
    {"?", NULL, "Stands for anything in a line: client: fork(b) = ?"},
    END,
};

const struct key_help goto_keys[] = {
    {"0 to 9", "number", "The number of a step; none goes where you were."},
    {"Enter", "go", "The lesson is run up to there."},
    {"Esc", "back", "Stay where you are."},
    END,
};

const struct key_help toggles_keys[] = {
    {"Up Down", "choose", "Choose a switch."},
    {"Enter", "flip", "Flip it: it acts on the next call that uses it."},
    {"1 to 9", NULL, "Flip that one."},
    {"Esc", "back", "Leave them as they are."},
    END,
};

/* ---- a question, and a packet ---- */

const struct key_help quiz_keys[] = {
    {"Up Down", "choose", "Choose an answer."},
    {"Enter", "answer", "Answer what is chosen."},
    {"1 to 6", NULL, "Answer at once."},
    {"s", "skip", "Leave it unanswered."},
    {"b", "back", "Take the last answer back, or go a step back."},
    {"w", "wire", "The wire as a ladder of packets. Again: back."},
    {"v", "states", "The state diagram of TCP. Again: back."},
    {"Tab", "pane", "The next pane; PageUp and PageDown scroll it."},
    {"c", "source", "Show or hide the C program of the actor that runs."},
    OTHER_LANE,
    {"q", "quit", "Back to the lessons."},
    END,
};

const struct key_help grid_keys[] = {
    {"arrows", "move", "Go to another cell; h, j, k and l do the same."},
    {"1-6", "fill", "Put this choice into the cell, and go to the next one."},
    {"space", "change", "The next choice for this cell, and then none."},
    {"a", "all alike", "Put the last choice into all cells that are empty."},
    {"Enter", "done", "Go on; cells that are empty are not judged."},
    {"s", "skip", "Go on with what there is."},
    {"b", "back", "Empty the cell; in an empty one, go a step back."},
    {"w", "wire", "The wire as a ladder of packets. Again: back."},
    {"v", "states", "The state diagram of TCP. Again: back."},
    {"Tab", "pane", "The next pane; PageUp and PageDown scroll it."},
    {"c", NULL, "Show or hide the C program of the actor that runs."},
    {"o", NULL, "Look at another cell's world."},
    {"q", "quit", "Back to the lessons."},
    END,
};

const struct key_help fields_keys[] = {
    {"f", "back", "Back to the ladder; so does Esc."},
    {"Up Down", "scroll", "Scroll the fields."},
    {"PageUp PageDown", NULL, "The same by a page; Home and End."},
    {"Left Right", "other packets", "The packet before, or the one after."},
    {"w", "calls", "Back to the calls and the lists of sockets."},
    {"v", NULL, "The state diagram."},
    {"q", "quit", "Back to the lessons."},
    GROUP("All the while:", "steps and orders as on the ladder, such as"),
    {"space", NULL, "Take the next step of the lesson."},
    {"> - +", NULL, "Deliver this packet, lose it or copy it, if it waits."},
    {"h #", NULL, "Hold the wire or let it flow; cut the cable or mend it."},
    END,
};

/* ---- the bench ---- */

#define PROGRAMS \
    {"s", "start", "Start the server: socket, bind, listen, accept."}, \
    {"c", "client", "Start a client, or have it connect once more."}

#define TALK \
    {"d", "data", "The client sends, the server receives."}, \
    {"x", "close", "Close the client's socket."}

#define SIGNALS \
    {"r", "restart", "SIGINT for the server, and start it anew."}, \
    {"i", "^C", "Ctrl-C for the server: SIGINT."}, \
    {"k", "kill", "kill -9 for the server: SIGKILL."}, \
    {"1-3", "flip", "Flip SO_REUSEADDR (1), SO_REUSEPORT (2), SO_LINGER (3)."}

#define BENCH_REST \
    {"l", "twins", "SO_REUSEADDR off and on side by side, or not."}, \
    {":", "line", \
     "Type any script line; or explain and a name, such as explain EPIPE."}, \
    {"D", NULL, "The server sends, the client receives."}, \
    {"X", NULL, "Close the server's socket of the connection."}, \
    {"a", NULL, "Have the server accept once more."}, \
    {"C", NULL, "Show or hide the C program of the actor that runs."}, \
    {"R", NULL, "Clear the bench: two new hosts."}, \
    {"Tab", NULL, "The next pane, to be scrolled by the arrow keys."}, \
    {"q", "quit", "Back to the lessons."}

const struct key_help bench_calls_keys[] = {
    PROGRAMS, SIGNALS, SCENE_KEYS, TALK, BENCH_REST,
    {"Up Down", NULL, "Scroll the pane."},
    END,
};

const struct key_help bench_ladder_keys[] = {
    PROGRAMS, LADDER_KEYS,
    GROUP("The hosts:", "as without the wire."),
    TALK, SIGNALS, BENCH_REST, END,
};

const struct key_help bench_states_keys[] = {
    PROGRAMS, STATES_KEYS,
    GROUP("The hosts:", "as without the diagram."),
    TALK, SIGNALS, BENCH_REST, END,
};

/* clang-format on */

bool lesson_offers(const struct view *base, const struct key_help *key)
{
    const struct lesson_view *view = (const struct lesson_view *)base;
    bool one = key->keys[0] && !key->keys[1];

    if (!view->runner || !one)
        return true;
    if (strchr(">-h+#", key->keys[0]))
        return !lab_cannot(runner_lab(view->runner, 0), NEED_WIRE);
    return key->keys[0] != 't' || view->lesson->n_toggles > 0;
}
