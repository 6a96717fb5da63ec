/* What stands in /proc/net as bytes, and counters of hosts. */
#include "tests/support/labtest.h"

#include "lab/world/counter.h"

/* "Name=value " for each counter. */
static bool append(void *data, const char *name, int64_t value)
{
    char *out = data;

    sprintf(out + strlen(out), "%s=%lld ", name, (long long)value);
    return strcmp(name, "TcpExtLast") != 0;
}

static void assert_walk(const char *text, const char *wanted)
{
    char out[256] = "";

    counter_walk(text, append, out);
    assert_string_equal(out, wanted);
}

static void test_reads_the_files(void **state)
{
    (void)state;
    assert_walk("Tcp: MaxConn InSegs\nTcp: -1 5\nUdp: NoPorts\nUdp: 7\n",
                "TcpMaxConn=-1 TcpInSegs=5 UdpNoPorts=7 ");
    assert_walk("Ip6InReceives                   \t12\nUdp6NoPorts\t3\n",
                "Ip6InReceives=12 Udp6NoPorts=3 ");
    assert_walk("TcpExt: Last Other\nTcpExt: 1 2\nUdp: A\nUdp: 1\n",
                "TcpExtLast=1 ");
}

/* Whatever stands there, nothing is read beyond its end. */
static void test_reads_what_is_odd(void **state)
{
    (void)state;
    assert_walk("", "");
    assert_walk("\n\n", "");
    assert_walk("Tcp: A B C\nTcp: 1 2", "TcpA=1 TcpB=2 ");
    assert_walk("Tcp: A\nTcp: x\nUdp: B\nUdp: 3 4", "UdpB=3 ");
    assert_walk("Tcp: A\nUdp: 1\n", "");
    assert_walk("Tcp:\nTcp:\n", "");
    assert_walk("Tcp: A", "");
    assert_walk("Icmp6 one\n9\n: 5\n:\n", "");
    assert_walk(
        "T: "
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        " B\nT: 1 2\n",
        "TB=2 ");
}

/* One host's counter, and how far it has come. */
static void assert_counts(struct lab *lab, enum host_id host, int64_t wanted)
{
    int64_t now, since;
    struct err err;

    if (lab_counter(lab, host, "TcpActiveOpens", &now, &since, &err) != 1)
        fail_msg("the counter was not read");
    assert_int_equal(since, wanted);
    assert_int_equal(lab_counted(lab, host, "TcpActiveOpens", now, &err), 0);
}

static void test_counts_for_each_host(void **state)
{
    struct lab *lab = labtest_begin(state);
    int64_t now, since;
    struct err err;

    assert_counts(lab, HOST_CLIENT, 0);
    labtest_connect(lab);
    labtest_rest(lab);
    int before = labtest_descriptors();
    assert_counts(lab, HOST_CLIENT, 1);
    assert_counts(lab, HOST_CLIENT, 0);
    assert_counts(lab, HOST_SERVER, 0);
    assert_int_equal(
        lab_counter(lab, HOST_SERVER, "TcpPassiveOpens", &now, &since, &err),
        1);
    assert_int_equal(since, 1);
    assert_int_equal(
        lab_counter(lab, HOST_SERVER, "NoSuchThing", &now, &since, &err), 0);
    assert_int_equal(labtest_descriptors(), before);
}

static void test_no_counters_on_loopback(void **state)
{
    struct lab *lab = *state = labtest_open(ISOLATION_LOOPBACK);
    int64_t now, since;
    struct err err;

    assert_int_equal(
        lab_counter(lab, HOST_SERVER, "TcpInSegs", &now, &since, &err), -1);
    assert_non_null(strstr(err.text, "nstat needs namespaces"));
}

#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, labtest_setup, labtest_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_the_files),
        cmocka_unit_test(test_reads_what_is_odd),
        LAB_TEST(test_counts_for_each_host),
        LAB_TEST(test_no_counters_on_loopback),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
