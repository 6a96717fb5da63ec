/*
 * A C program for an actor: a function for each of its starts, and one for
 * each child that it forks. A program that is started once has all of it in
 * main(), as a program of that size should.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/eject/eject_inside.h"

/* ---- declarations ---- */

/*
 * inet_addr(3) is old, and can't tell 255.255.255.255 from a failure. But it is
 * an expression, which inet_pton(3) is not, and so the whole address can be
 * read in one place.
 */
static void put_four(FILE *out, const struct eject_variable *one)
{
    fprintf(out,
            "    struct sockaddr_in %s = {\n"
            "        .sin_family = AF_INET,\n"
            "        .sin_port = htons(%d),\n"
            "        .sin_addr.s_addr = ",
            one->name, one->addr.port);
    if (addr_is_wildcard(&one->addr)) {
        fputs("htonl(INADDR_ANY)", out);
    } else {
        fputs("inet_addr(", out);
        eject_put_host(out, &one->addr);
        fputs(")", out);
    }
    fputs(",\n    };\n", out);
}

/*
 * The rest of the members, and so the wildcard, are zero. Any other address is
 * filled in by a statement behind the declarations.
 */
static void put_six(FILE *out, const struct eject_variable *one)
{
    fprintf(out,
            "    struct sockaddr_in6 %s = {\n"
            "        .sin6_family = AF_INET6,\n"
            "        .sin6_port = htons(%d),\n",
            one->name, one->addr.port);
    if (one->addr.zone[0])
        fprintf(out, "        .sin6_scope_id = if_nametoindex(\"%s\"),\n",
                one->addr.zone);
    fputs("    };\n", out);
}

/*
 * The zero byte in front of an abstract name (unix(7)) is written as @ in a
 * script, as ss(8) shows it.
 */
static void put_path(FILE *out, const struct eject_variable *one)
{
    char path[sizeof(one->addr.path)];
    size_t len = strlen(one->addr.path);

    memcpy(path, one->addr.path, len);
    if (len > 0 && path[0] == '@')
        path[0] = '\0';
    fprintf(out,
            "    struct sockaddr_un %s = {\n"
            "        .sun_family = AF_UNIX,\n"
            "        .sun_path = ",
            one->name);
    eject_c_string(out, path, len);
    fputs(",\n    };\n", out);
}

/*
 * Those that the process opens in one line, as `int listener, peer;`. One that
 * it has from before keeps its number: a fork() copies the table of descriptors
 * as it is, and an execve() leaves it (fork(2), execve(2)).
 */
static void put_descriptors(FILE *out, const struct eject_function *f)
{
    const char *before = "    int ";

    for (int i = 0; i < f->n_variables; i++) {
        if (f->variables[i].is_addr || f->variables[i].inherited)
            continue;
        fprintf(out, "%s%s", before, f->variables[i].name);
        before = ", ";
    }
    if (before[0] == ',')
        fputs(";\n", out);
    for (int i = 0; i < f->n_variables; i++)
        if (f->variables[i].inherited)
            fprintf(out, "    int %s = %ld; /* open %s */\n",
                    f->variables[i].name, f->variables[i].number,
                    f->plan->lives[f->life].execed ? "before, perhaps"
                                                   : "in the parent");
}

/* Addresses first: they are what a reader wants to know before all else. */
static void put_addresses(FILE *out, const struct eject_function *f)
{
    for (int i = 0; i < f->n_variables; i++) {
        const struct eject_variable *one = &f->variables[i];

        if (one->is_addr && one->addr.family == AF_UNIX)
            put_path(out, one);
        else if (one->is_addr && one->addr.family == AF_INET6)
            put_six(out, one);
        else if (one->is_addr)
            put_four(out, one);
    }
}

/* The declarations of what the body turned out to need. */
static void put_variables(FILE *out, const struct eject_function *f)
{
    static const char *const needed[] = {
        "pid_t child", /* in the order of enum eject_need */
        "long result",
        "struct pollfd pollfd",
        "struct sigaction action",
        "struct sockaddr_storage from",
        "int value = 0",
        "struct linger linger = {0}",
        "struct timeval timeval = {0}",
        "int ints[8] = {0}",
        "char name[256]",
    };

    static const char *const lists[] = {
        "struct iovec vector[8]", /* in the order of enum eject_list */
        "struct epoll_event event", "struct epoll_event events[32]",
        "struct pollfd fds[32]",    "fd_set sets[3]",
        "int numbers[2] = {0}",
    };

    put_addresses(out, f);
    put_descriptors(out, f);
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (f->needs & 1u << i)
            fprintf(out, "    %s;\n", needed[i]);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (f->lists & 1u << i)
            fprintf(out, "    %s;\n", lists[i]);
    if (f->needs >= NEEDS_FROM)
        fputs("    socklen_t size;\n", out);
    if (f->data > 0) /* static: a megabyte does not belong on the stack */
        fprintf(out, "    %schar data[%zu];\n", f->data > 4096 ? "static " : "",
                f->data);
    for (int i = 0; i < f->n_variables; i++) {
        const struct eject_variable *one = &f->variables[i];

        if (!one->is_addr || one->addr.family != AF_INET6 ||
            addr_is_wildcard(&one->addr))
            continue;
        fputs("\n    inet_pton(AF_INET6, ", out);
        eject_put_host(out, &one->addr);
        fprintf(out, ", &%s.sin6_addr);\n", one->name);
    }
}

/* ---- functions ---- */

/* All calls of a process; the last one says whether it goes by itself. */
static void put_acts(struct eject_function *f)
{
    const struct eject_plan *plan = f->plan;
    bool leaves = false;

    for (size_t i = 0; i < plan->n; i++) {
        const struct eject_act *act = &plan->acts[i];

        if (act->life != f->life || act->line->kind != LINE_CALL)
            continue;
        eject_write_call(f, i);
        leaves = call_does(&act->call, CALL_EXITS);
    }
    if (!leaves)
        fputs("\n    stay();\n", f->out);
}

/*
 * The body is written first, into memory: only then is it known which
 * variables it needs.
 */
static int put_body(FILE *out, const struct eject_plan *plan, int life,
                    const char *begins)
{
    struct eject_function f = {.plan = plan, .life = life};
    const char *actor = plan->lives[life].actor;
    struct memory memory;

    if (memory_open(&memory)) {
        f.out = memory.out;
        put_acts(&f);
    }
    if (!memory_close(&memory) || f.full) {
        free(memory.text);
        return -1;
    }
    put_variables(out, &f);
    if (begins)
        fprintf(out, "\n    %s(\"%s\");\n", begins, actor);
    fputs(memory.text, out);
    fputs("}\n", out);
    free(memory.text);
    return 0;
}

/* A function that plays one process. */
static int put_function(FILE *out, const struct eject_plan *plan, int life)
{
    char name[64];
    bool child = !eject_is_entry(plan, life);

    eject_function_name(plan, life, name, sizeof(name));
    if (child)
        fprintf(out, "\n/* %s, a child of %s. */\n", plan->lives[life].actor,
                plan->lives[plan->lives[life].parent].actor);
    else if (plan->lives[life].execed)
        fprintf(out, "\n/* What %s does after its execve(). */\n",
                plan->lives[life].actor);
    else
        fprintf(out, "\n/* Start %d of %s. */\n", eject_number(plan, life),
                plan->lives[life].actor);
    fprintf(out, "static _Noreturn void %s(void)\n{\n", name);
    return put_body(out, plan, life, child ? "begin_child" : NULL);
}

/* The functions of all processes but the one that main() itself plays. */
static int put_functions(FILE *out, const struct eject_plan *plan, int first)
{
    bool once = eject_number(plan, first) == 0;
    const char *before = "\n";
    char name[64];

    for (int i = 0; i < plan->n_lives; i++) {
        if (!eject_together(plan, i, first) || eject_is_entry(plan, i))
            continue;
        fprintf(out, "%sstatic _Noreturn void %s(void);\n", before,
                eject_function_name(plan, i, name, sizeof(name)));
        before = "";
    }
    for (int i = 0; i < plan->n_lives; i++)
        if (eject_together(plan, i, first) && !(once && i == first) &&
            put_function(out, plan, i) != 0)
            return -1;
    return 0;
}

/*
 * main() of a program with several starts: its argument says which. A server
 * that is started anew is another process of the same program, and the lesson
 * may have it make other calls than before.
 */
static void put_main(FILE *out, const struct eject_plan *plan, int first)
{
    char name[64];
    int n = 0;

    fprintf(out, "\nint main(int argc, char **argv)\n"
                 "{\n"
                 "    int start = argc > 1 ? atoi(argv[1]) : 1;\n"
                 "\n"
                 "    switch (start) {\n");
    for (int i = 0; i < plan->n_lives; i++) {
        if (!eject_together(plan, i, first) || !eject_is_entry(plan, i))
            continue;
        n++;
        fprintf(out,
                "    case %d:\n"
                "        %s(\"%s\");\n"
                "        %s();\n",
                n, plan->lives[i].execed ? "begin_again" : "begin",
                plan->lives[i].actor,
                eject_function_name(plan, i, name, sizeof(name)));
    }
    fprintf(out,
            "    }\n"
            "    fprintf(stderr, \"usage: %%s [NUMBER], from 1 to %d\\n\", "
            "argv[0]);\n"
            "    return 2;\n"
            "}\n",
            n);
}

/* Within a comment: nothing in it may end it, begin another, or be no text. */
static void put_comment(FILE *out, const char *text)
{
    char before = '\0';

    for (; *text != '\0'; before = *text++) {
        if ((unsigned char)*text < ' ')
            continue;
        if ((before == '*' && *text == '/') || (before == '/' && *text == '*'))
            fputc(' ', out);
        fputc(*text, out);
    }
}

/* What stands above the program. */
static void put_head(FILE *out, const struct eject_plan *plan, int first)
{
    char program[64], lane[256];

    fprintf(out, "/*\n * %s.c - what %s does in \"",
            eject_program(plan, first, program, sizeof(program)),
            plan->lives[first].actor);
    put_comment(out, plan->lesson->title);
    setting_label(plan->setting, lane, sizeof(lane));
    fprintf(out, "\"%s", *lane != '\0' ? ",\n * with " : "");
    put_comment(out, lane);
    fputs(".\n *\n", out);
    if (eject_number(plan, first) > 0)
        fputs(" * It is started several times: the argument says which time "
              "it is.\n",
              out);
    fputs(" * step() waits for Enter, done() prints the call; see steps.h.\n"
          " */\n"
          "#include \"steps.h\"\n",
          out);
}

int eject_write_program(FILE *out, const struct eject_plan *plan, int first,
                        struct err *err)
{
    bool once = eject_number(plan, first) == 0;

    put_head(out, plan, first);
    int written = put_functions(out, plan, first);
    if (!once)
        put_main(out, plan, first);
    else
        fputs("\nint main(void)\n{\n", out);
    if (once && written == 0)
        written = put_body(out, plan, first, "begin");
    if (written != 0)
        err_machine(err, "a program has too many variables, or memory ran out");
    return written;
}
