/*
 * test_event.c - the log of events, and the names in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/log/event.h"

static int open_log(void **state)
{
    *state = log_open();
    return *state ? 0 : -1;
}

static int close_log(void **state)
{
    log_close(*state);
    return 0;
}

static const struct event *append_note(struct log *log, int number)
{
    struct event event = {.kind = EVENT_NOTE, .line = number};
    char text[32];

    snprintf(text, sizeof(text), "note %d", number);
    event.note = strdup(text);
    return log_append(log, &event);
}

static void an_empty_log_has_nothing(void **state)
{
    assert_int_equal(log_count(*state), 0);
    assert_null(log_at(*state, 0));
}

static void events_come_back_in_order(void **state)
{
    append_note(*state, 1);
    append_note(*state, 2);
    assert_int_equal(log_count(*state), 2);
    assert_string_equal(log_at(*state, 0)->note, "note 1");
    assert_string_equal(log_at(*state, 1)->note, "note 2");
    assert_null(log_at(*state, 2));
}

static void an_event_stays_where_it_is(void **state)
{
    enum { MANY = 5000 };
    const struct event *first = append_note(*state, 0);

    for (int i = 1; i < MANY; i++)
        append_note(*state, i);
    assert_ptr_equal(log_at(*state, 0), first);
    assert_string_equal(first->note, "note 0");
    for (int i = 0; i < MANY; i++)
        assert_int_equal(log_at(*state, (size_t)i)->line, i);
}

static void time_goes_forward(void **state)
{
    const struct event *first = append_note(*state, 1);
    const struct event *second = append_note(*state, 2);

    assert_true(first->t >= 0);
    assert_true(second->t >= first->t);
    assert_true(log_now(*state) >= second->t);
}

static void strings_of_every_kind_are_freed(void **state)
{
    struct event call = {.kind = EVENT_CALL};
    struct event check = {.kind = EVENT_CHECK};

    /* The sanitizer build tells if one of them is not. */
    call.call.args = strdup("3");
    check.check.text = strdup("server: start");
    check.check.expected = strdup("");
    check.check.actual = strdup("");
    assert_non_null(log_append(*state, &call));
    assert_non_null(log_append(*state, &check));
    assert_string_equal(log_at(*state, 1)->check.text, "server: start");
}

static void states_are_called_as_in_ss(void **state)
{
    (void)state;
    assert_string_equal(state_name(STATE_NONE), "-");
    assert_string_equal(state_name(STATE_FIN_WAIT_1), "FIN-WAIT-1");
    for (int i = STATE_NONE + 1; i < STATES; i++) {
        const char *name = state_name((enum tcp_state)i);

        assert_int_equal(state_find(name, strlen(name)), i);
    }
}

static void unknown_states_are_none(void **state)
{
    static const char *const names[] = {"",         "-",     "any",
                                        "FIN-WAIT", "estab", "LISTENING"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        assert_int_equal(state_find(names[i], strlen(names[i])), STATE_NONE);
}

static void hosts_fates_and_isolations_have_names(void **state)
{
    (void)state;
    assert_string_equal(fate_name(FATE_HELD), "held");
    assert_string_equal(fate_name(FATE_DELIVERED), "delivered");
    assert_string_equal(fate_name(FATE_DROPPED), "dropped");
    assert_string_equal(fate_name(FATE_DUPLICATED), "duplicated");
    assert_string_equal(host_name(HOST_SERVER), "server");
    assert_int_equal(host_find("client", 6), HOST_CLIENT);
    assert_int_equal(host_find("clients", 7), HOSTS);
    assert_int_equal(host_find("", 0), HOSTS);
    assert_string_equal(isolation_name(ISOLATION_LOOPBACK), "loopback");
    assert_string_equal(isolation_name(ISOLATION_NAMESPACE), "namespace");
}

#define test_with_log(name)                                                    \
    cmocka_unit_test_setup_teardown(name, open_log, close_log)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_with_log(an_empty_log_has_nothing),
        test_with_log(events_come_back_in_order),
        test_with_log(an_event_stays_where_it_is),
        test_with_log(time_goes_forward),
        test_with_log(strings_of_every_kind_are_freed),
        cmocka_unit_test(states_are_called_as_in_ss),
        cmocka_unit_test(unknown_states_are_none),
        cmocka_unit_test(hosts_fates_and_isolations_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
