/*
 * bench_text.c - the same Markdown as any lesson's, only without steps.
 */

#include "widgets/bench_text.h"

/* clang-format off */
#define FRONT \
    "---\n" \
    "id: bench\n" \
    "title: The bench\n" \
    "chapter: The bench\n" \
    "summary: A server and a client at your fingertips, without a lesson.\n" \
    "minutes: 1\n" \
    "toggles:\n" \
    "  - name: reuseaddr\n" \
    "    label: SO_REUSEADDR\n" \
    "    values: [off, on]\n" \
    "  - name: reuseport\n" \
    "    label: SO_REUSEPORT\n" \
    "    values: [off, on]\n" \
    "  - name: linger\n" \
    "    label: \"SO_LINGER {1, 0}\"\n" \
    "    values: [off, on]\n"

#define BODY \
    "---\n" \
    "\n" \
    "Two hosts, and nothing on them yet. You are the two programs: each key below\n" \
    "makes them go through their next system calls, and the kernel answers.\n" \
    "\n" \
    "- `s` starts the server: socket, setsockopt, bind, listen, accept.\n" \
    "- `c` starts a client that connects, `d` has it send something to the server,\n" \
    "  `D` the other way round.\n" \
    "- `x` closes the client's socket, `X` the server's one of that connection, `a`\n" \
    "  lets the server accept again.\n" \
    "- `i` is Ctrl-C for the server, `k` is kill -9, and `r` starts it anew.\n" \
    "- `1`, `2` and `3` flip the switches. A switch acts on the next call that uses\n" \
    "  it, so flip first and start then.\n" \
    "- `l` puts SO_REUSEADDR off and on side by side, `C` shows the C programs.\n" \
    "- `:` takes any script line, such as `client: shutdown(3, SHUT_WR)`.\n" \
    "\n" \
    "A good beginning: `s` `c` `i` `x` `s`.\n" \
    "\n" \
    "```c server\n" \
    "/* server [reuseaddr] [reuseport] [linger]: sends back what it hears. */\n" \
    "#include <arpa/inet.h>\n" \
    "#include <stdio.h>\n" \
    "#include <stdlib.h>\n" \
    "#include <sys/socket.h>\n" \
    "#include <unistd.h>\n" \
    "\n" \
    "int main(int argc, char **argv)\n" \
    "{\n" \
    "    struct sockaddr_in here = {\n" \
    "        .sin_family = AF_INET,\n" \
    "        .sin_port = htons(12000),\n" \
    "        .sin_addr.s_addr = htonl(INADDR_ANY),\n" \
    "    };\n" \
    "    int reuseaddr = argc > 1, reuseport = argc > 2;\n" \
    "    struct linger linger = {.l_onoff = argc > 3, .l_linger = 0};\n" \
    "    char text[1024];\n" \
    "    ssize_t n;\n" \
    "\n" \
    "    int listener = socket(AF_INET, SOCK_STREAM, 0);\n" \
    "    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuseaddr,\n" \
    "               sizeof reuseaddr);\n" \
    "    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &reuseport,\n" \
    "               sizeof reuseport);\n" \
    "    setsockopt(listener, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);\n" \
    "    if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0) {\n" \
    "        perror(\"bind\");\n" \
    "        exit(1);\n" \
    "    }\n" \
    "    listen(listener, 5);\n" \
    "\n" \
    "    for (;;) {\n" \
    "        int peer = accept(listener, NULL, NULL);\n" \
    "        while ((n = recv(peer, text, sizeof text, 0)) > 0)\n" \
    "            send(peer, text, n, 0);\n" \
    "        close(peer);\n" \
    "    }\n" \
    "}\n" \
    "```\n" \
    "\n" \
    "```c client\n" \
    "#include <arpa/inet.h>\n" \
    "#include <stdio.h>\n" \
    "#include <stdlib.h>\n" \
    "#include <sys/socket.h>\n" \
    "#include <unistd.h>\n" \
    "\n" \
    "int main(void)\n" \
    "{\n" \
    "    struct sockaddr_in there = {\n" \
    "        .sin_family = AF_INET,\n" \
    "        .sin_port = htons(12000),\n" \
    "    };\n" \
    "    char text[1024];\n" \
    "    ssize_t n;\n" \
    "\n" \
    "    inet_pton(AF_INET, \"10.0.0.1\", &there.sin_addr);\n" \
    "    int fd = socket(AF_INET, SOCK_STREAM, 0);\n" \
    "    if (connect(fd, (struct sockaddr *)&there, sizeof there) < 0) {\n" \
    "        perror(\"connect\");\n" \
    "        exit(1);\n" \
    "    }\n" \
    "    send(fd, \"hello\", 5, 0);\n" \
    "    while ((n = recv(fd, text, sizeof text, 0)) > 0)\n" \
    "        printf(\"%.*s\\n\", (int)n, text);\n" \
    "    close(fd);\n" \
    "}\n" \
    "```\n"
/* clang-format on */

const char *bench_text(bool twin)
{
    return twin ? FRONT "compare: reuseaddr\n" BODY : FRONT BODY;
}
