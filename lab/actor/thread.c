#include "lab/actor/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "lab/actor/descriptors.h"

/* What a new thread is told; it is there until the thread has posted `told`. */
struct birth {
    int channel;
    const char *name;
    void (*life)(int channel, const void *with);
    const void *with;
    pid_t number; /* set by the thread, before `told` */
    sem_t told;
};

/*
 * A handler is told nothing but its signal. So the kernel keeps whose a channel
 * is, in a place that nothing else uses there: whom SIGIO would go to
 * (fcntl(2), F_SETOWN_EX).
 */
static void own(int channel)
{
    const struct f_owner_ex owner = {F_OWNER_TID, gettid()};

    fcntl(channel, F_SETOWN_EX, &owner);
}

int thread_channel(void)
{
    struct f_owner_ex owner;
    pid_t number = gettid();

    for (int fd = ACTOR_FILES; number != getpid() && fd < NEVER_OPEN; fd++)
        if (fcntl(fd, F_GETOWN_EX, &owner) == 0 && owner.type == F_OWNER_TID &&
            owner.pid == number)
            return fd;
    return CHANNEL_AT;
}

static void *thread_main(void *argument)
{
    struct birth *birth = argument;
    const struct birth kept = *birth; /* it is gone once it is told */

    prctl(PR_SET_NAME, birth->name, 0, 0, 0);
    own(birth->channel);
    birth->number = gettid();
    sem_post(&birth->told);
    kept.life(kept.channel, kept.with);
    return NULL;
}

pid_t thread_begin(int channel, const char *name,
                   void (*life)(int channel, const void *with),
                   const void *with)
{
    struct birth birth = {.name = name, .life = life, .with = with};
    pthread_t thread;
    int failed;

    birth.channel = descriptors_put_away(channel);
    if (birth.channel < 0)
        return -1;
    sem_init(&birth.told, 0, 0);
    failed = pthread_create(&thread, NULL, thread_main, &birth);
    if (failed == 0) {
        pthread_detach(thread);
        while (sem_wait(&birth.told) < 0 && errno == EINTR)
            ;
    } else {
        close(birth.channel);
    }
    sem_destroy(&birth.told);
    errno = failed;
    return failed ? -1 : birth.number;
}
