/* What is found out by trying, in a network of the child's own. */
#include "tests/support/labtest.h"

#include "lab/world/trial.h"

/* Each alone says the same as all at once, and nothing stays behind. */
static void test_trials_do_not_depend_on_each_other(void **state)
{
    struct lab *lab = labtest_begin(state);
    int before = labtest_descriptors();
    struct err err;

    assert_int_equal(lab_try(lab, ~0U, NULL, &err), 0);
    for (enum need need = 0; need < NEEDS; need++) {
        struct netns_making making;
        struct netns netns;
        unsigned lacks;

        if (!(trial_known() & NEED_BIT(need)))
            continue;
        assert_int_equal(netns_begin(&making, &err), 0);
        assert_int_equal(netns_finish(&making, &netns, &err), 0);
        assert_int_equal(trial_run(&netns, NEED_BIT(need), &lacks, &err), 0);
        netns_close(&netns);
        assert_int_equal(lacks != 0, lab_cannot(lab, need) != NULL);
    }
    assert_int_equal(labtest_descriptors(), before);
}

/* The child's sysctls and sockets are nobody else's. */
static void test_the_hosts_stay_as_they_are(void **state)
{
    struct lab *lab = labtest_begin(state);
    static const char name[] = "net.ipv4.tcp_migrate_req";
    char value[128];
    struct err err;
    size_t n;

    assert_int_equal(lab_try(lab, ~0U, NULL, &err), 0);
    if (lab_sysctl_read(lab, HOST_SERVER, name, value, &err) > 0)
        assert_string_equal(value, "0");
    lab_refresh(lab);
    lab_sockets(lab, HOST_SERVER, &n);
    assert_int_equal(n, 0);
}

#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, labtest_setup, labtest_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LAB_TEST(test_trials_do_not_depend_on_each_other),
        LAB_TEST(test_the_hosts_stay_as_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
