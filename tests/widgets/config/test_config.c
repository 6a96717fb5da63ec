/*
 * test_config.c - the configuration file: what is read, and what is said of a
 * mistake.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "widgets/config/config.h"

static char folder[] = "/tmp/socket-lab-test-XXXXXX";
static char file[64];

static int setup(void **state)
{
    static struct config config;

    config = (struct config){.file = NULL};
    *state = &config;
    return 0;
}

static int teardown(void **state)
{
    config_free(*state);
    unlink(file);
    return 0;
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(file, sizeof(file), "%s/config", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void write_file(const char *text, size_t len)
{
    FILE *out = fopen(file, "w");

    assert_non_null(out);
    fwrite(text, 1, len, out);
    fclose(out);
}

static struct config *read_text(void **state, const char *text)
{
    struct err err = {.text = ""};

    write_file(text, strlen(text));
    if (config_read(file, *state, &err) < 0)
        fail_msg("%s", err.text);
    return *state;
}

/* It is refused, and the message has this behind the file's name. */
static void refuse(void **state, const char *text, const char *message)
{
    struct err err = {.text = ""};

    write_file(text, strlen(text));
    assert_int_equal(config_read(file, *state, &err), -1);
    config_free(*state);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_memory_equal(err.text, file, strlen(file));
    if (strncmp(err.text + strlen(file), message, strlen(message)) != 0)
        fail_msg("'%s' is not '%s'", err.text + strlen(file), message);
}

static void reads_keys_theme_and_mouse(void **state)
{
    struct config *config =
        read_text(state, "# mine\n\n  key.kill =  F9\tI \r\nkey.cut==\n"
                         "theme = high contrast\nmouse = off");

    assert_true(config->found);
    assert_string_equal(config->keys[ACTION_KILL], "F9 I");
    assert_string_equal(config->keys[ACTION_CUT], "=");
    assert_null(config->keys[ACTION_HOLD]);
    assert_string_equal(config->theme, "high contrast");
    assert_int_equal(config->theme_line, 5);
    assert_int_equal(config->mouse_line, 6);
    assert_false(config->mouse);
}

static void says_nothing_where_nothing_is_said(void **state)
{
    struct config *config = read_text(state, "");

    assert_true(config->found);
    assert_null(config->theme);
    assert_int_equal(config->mouse_line, 0);
}

static void says_what_is_wrong_and_where(void **state)
{
    refuse(state, "\nkeys", ":2: found 'keys', expected NAME = VALUE");
    refuse(state, "= x", ":1: found '', expected theme, mouse, or key.");
    refuse(state, "key.kil = x",
           ":1: found 'key.kil', expected key. and the name of an action, did "
           "you mean key.kill?");
    refuse(state, "colour = x", ":1: found 'colour', expected theme, mouse");
    refuse(state, "key. = x", ":1: found 'key.', expected theme, mouse");
    refuse(state, "key.kill =", ":1: found no key, expected names of keys");
    refuse(state, "key.kill = F13", ":1: found 'F13', expected a key");
    refuse(state, "key.kill = Ctrl-C", ":1: found 'Ctrl-C', which is the same");
    refuse(state, "key.kill = u\nkey.kill = v",
           ":2: found 'key.kill' again, it stands in line 1");
    refuse(state, "key.number = x", ":1: found key.number, expected another");
    refuse(state, "mouse = maybe", ":1: found 'maybe', expected on or off");
    refuse(state, "mouse = on\nmouse = on", ":2: found 'mouse' again");
    refuse(state, "theme =", ":1: found nothing, expected a theme's name");
    refuse(state, "theme = a\ntheme = a", ":2: found 'theme' again");
}

/* A key that acts where another has it; elsewhere it may mean another thing. */
static void a_key_means_one_thing_where_it_acts(void **state)
{
    refuse(state, "key.eject = u\nkey.kill = r",
           ":2: found 'r' for kill, which restart has as well");
    refuse(state, "key.kill = j", ":1: found 'j' for kill, which down has");
    refuse(state, "key.kill = 7", ":1: found '7' for kill, which number has");
    refuse(state, "key.kill = Ctrl-M",
           ":1: found 'Ctrl-M' for kill, which "
           "enter has");
    refuse(state, "key.kill = u\nkey.eject = u",
           ":2: found 'u' for eject, which kill has as well");
    /* Two that change places, and one of the menu alone. */
    read_text(state, "key.kill = r\nkey.restart = I\n");
    config_free(*state);
    read_text(state, "key.bench = I\n");
}

/* What can't be read could drive the terminal that it is printed on. */
static void what_is_no_text_is_refused(void **state)
{
    struct err err;

    refuse(state, "\ntheme = \033[31m", ":2: ");
    refuse(state, "key.kill = \033", ":1: ");
    write_file("a\0b", 3);
    assert_int_equal(config_read(file, *state, &err), -1);
}

static void one_that_is_named_must_be_there(void **state)
{
    struct err err;

    assert_int_equal(config_read("/nonexistent/config", *state, &err), -1);
    assert_non_null(strstr(err.text, "/nonexistent/config: No such file"));
}

static void the_usual_one_may_be_missing(void **state)
{
    struct config *config = *state;
    struct err err;
    char nested[96];

    setenv("XDG_CONFIG_HOME", folder, 1);
    assert_int_equal(config_read(NULL, config, &err), 0);
    assert_false(config->found);
    snprintf(nested, sizeof(nested), "%s/socket-lab/config", folder);
    assert_string_equal(config->file, nested);
    config_free(config);
    unsetenv("XDG_CONFIG_HOME");
    setenv("HOME", folder, 1);
    assert_int_equal(config_read(NULL, config, &err), 0);
    snprintf(nested, sizeof(nested), "%s/.config/socket-lab/config", folder);
    assert_string_equal(config->file, nested);
}

static void gives_all_views_the_keys(void **state)
{
    struct config *config = read_text(state, "key.kill = F9 K\n");

    config_bind(config);
    assert_true(action_takes(ACTION_KILL, 'K'));
    assert_false(action_takes(ACTION_KILL, 'I'));
    config_bind(&(struct config){.file = NULL});
    assert_true(action_takes(ACTION_KILL, 'I'));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_keys_theme_and_mouse),
        TEST(says_nothing_where_nothing_is_said),
        TEST(says_what_is_wrong_and_where),
        TEST(a_key_means_one_thing_where_it_acts),
        TEST(what_is_no_text_is_refused),
        TEST(one_that_is_named_must_be_there),
        TEST(the_usual_one_may_be_missing),
        TEST(gives_all_views_the_keys),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
