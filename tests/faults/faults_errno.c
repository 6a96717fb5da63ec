/*
 * faults_errno.c - see faults_errno.h.
 */
#include "tests/faults/faults_errno.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/syscall.h>

#define CALL(name) SYS_##name, #name

/*
 * A call that is not here fails with ENOMEM. Those with no errno are not made
 * to fail: they can't, or only where the program is wrong, or the failure does
 * not come back to whoever called (exit_group). Allocations are failed one by
 * one, so brk() and munmap() need not be.
 */
static const struct row {
    int number;
    const char *name;
    int errnos[FAULT_ERRNOS];
} rows[] = {
    {CALL(accept4), {EMFILE, ENOBUFS}},
    {CALL(bind), {EADDRINUSE, ENOMEM}},
    {CALL(brk), {0}},
    {CALL(capset), {EPERM}},
    {CALL(clone), {EAGAIN, ENOMEM}},
#ifdef SYS_clone3
    {CALL(clone3), {EAGAIN, ENOMEM}},
#endif
    {CALL(close), {EIO}},
#ifdef SYS_close_range
    {CALL(close_range), {ENOSYS, EMFILE}},
#endif
    {CALL(dup), {EMFILE}},
    {CALL(dup3), {EMFILE}},
    {CALL(epoll_create1), {EMFILE, ENOMEM}},
    {CALL(epoll_ctl), {ENOMEM, ENOSPC}},
    {CALL(epoll_pwait), {EINTR}},
    {CALL(execve), {0}},
    {CALL(exit), {0}},
    {CALL(exit_group), {0}},
    {CALL(fchdir), {EACCES}},
    {CALL(fcntl), {EMFILE, EINVAL}},
    {CALL(futex), {0}},
    {CALL(getdents64), {ENOMEM, EIO}},
    {CALL(getegid), {0}},
    {CALL(geteuid), {0}},
    {CALL(getpid), {0}},
    {CALL(getppid), {0}},
    {CALL(getrandom), {0}},
    {CALL(getsockopt), {ENOBUFS}},
    {CALL(gettid), {0}},
    {CALL(ioctl), {EPERM, ENOMEM}},
    {CALL(kill), {EPERM}},
    {CALL(madvise), {0}},
    {CALL(mkdirat), {ENOSPC, EACCES}},
    {CALL(mmap), {ENOMEM}},
    {CALL(mount), {EPERM, ENOMEM}},
    {CALL(mprotect), {0}},
    {CALL(munmap), {0}},
    {CALL(newfstatat), {ENOMEM, EACCES}},
    {CALL(openat), {EMFILE, ENFILE, EACCES}},
    {CALL(pidfd_open), {EMFILE, ENOSYS, EPERM}},
    {CALL(ppoll), {EINTR, ENOMEM}},
    {CALL(prctl), {EPERM}},
    {CALL(pread64), {EIO}},
    {CALL(prlimit64), {EPERM}},
    {CALL(read), {EINTR, EIO}},
    {CALL(recvfrom), {EINTR, ENOBUFS}},
    {CALL(recvmsg), {EINTR, ENOMEM}},
    {CALL(rt_sigaction), {0}},
    {CALL(rt_sigprocmask), {0}},
    {CALL(rt_sigreturn), {0}},
    {CALL(sendmsg), {ENOBUFS, ENOMEM}},
    {CALL(sendto), {ENOBUFS, EPERM}},
    {CALL(set_robust_list), {0}},
    {CALL(set_tid_address), {0}},
    {CALL(setns), {EPERM, ENOMEM}},
    {CALL(setpgid), {EPERM}},
    {CALL(sigaltstack), {0}}, /* ASan's, which ends without it */
    {CALL(signalfd4), {EMFILE, ENOMEM}},
    {CALL(socket), {EMFILE, ENOBUFS, EACCES}},
    {CALL(socketpair), {EMFILE, ENFILE}},
    {CALL(uname), {0}},
    {CALL(unshare), {EPERM, ENOSPC, ENOMEM}},
    {CALL(wait4), {EINTR}},
    {CALL(write), {EINTR, ENOSPC}},
#ifdef SYS_rseq
    {CALL(rseq), {0}},
#endif
#ifdef SYS_arch_prctl
    {CALL(arch_prctl), {0}},
#endif
#ifdef SYS_access
    {CALL(access), {EACCES, ENOMEM}},
    {CALL(dup2), {EMFILE}},
    {CALL(epoll_wait), {EINTR}},
    {CALL(getpgrp), {0}},
    {CALL(mkdir), {ENOSPC, EACCES}},
    {CALL(poll), {EINTR, ENOMEM}},
    {CALL(readlink), {EACCES, ENOMEM}},
    {CALL(rename), {ENOSPC, EACCES}},
    {CALL(unlink), {EACCES}},
#endif
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct row *find(int number)
{
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].number == number)
            return &rows[i];
    return NULL;
}

const int *fault_errnos(int number)
{
    static const int usual[FAULT_ERRNOS] = {ENOMEM};
    const struct row *row = find(number);

    return row ? row->errnos : usual;
}

const char *fault_call_name(int number, char *text, unsigned long size)
{
    const struct row *row = find(number);

    if (row)
        return row->name;
    snprintf(text, size, "call %d", number);
    return text;
}
