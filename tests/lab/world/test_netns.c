/* Namespaces where a process has few descriptors left. */
#include "tests/support/labtest.h"

#include <sys/resource.h>
#include <unistd.h>

#include "lab/world/netns.h"

/* Take the world while so many more descriptors may be opened. */
static int finish_with_room_for(int room, struct err *err)
{
    struct netns_making making;
    struct netns netns;
    struct rlimit before;
    struct rlimit few;
    int lowest;
    int got;

    assert_int_equal(netns_begin(&making, err), 0);
    getrlimit(RLIMIT_NOFILE, &before);
    lowest = dup(making.channel);
    close(lowest);
    few = before;
    few.rlim_cur = (rlim_t)lowest + (rlim_t)room;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    got = netns_finish(&making, &netns, err);
    setrlimit(RLIMIT_NOFILE, &before);
    netns_close(&netns);
    return got;
}

/* A world that came in part would have its hosts mixed up. */
static void test_a_part_of_the_descriptors_is_no_world(void **state)
{
    struct err err = {.text = ""};
    int before;

    (void)state;
    labtest_need(ISOLATION_NAMESPACE);
    before = labtest_descriptors();
    for (int room = 0; room < 5; room++) {
        err.text[0] = '\0';
        assert_int_equal(finish_with_room_for(room, &err), -1);
        assert_int_equal(err.kind, ERR_MACHINE);
        assert_string_not_equal(err.text, "");
        assert_int_equal(labtest_descriptors(), before);
    }
    assert_int_equal(finish_with_room_for(16, &err), 0);
    assert_int_equal(labtest_descriptors(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_part_of_the_descriptors_is_no_world),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
