// What the processor and Linux offer and Swift has no name for. Elsewhere these functions do nothing, and say so.
#pragma once

/// Brings the cache line at `address` nearer, without waiting for it. Any address will do: a wrong one does nothing.
static inline void prefetch(const void *address) { __builtin_prefetch(address); }

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// glibc declares it only for those who ask for its extensions before they include anything.
int sched_getcpu(void);

/// The processor that this thread runs on now, counted from 0.
static inline int current_processor(void) {
    int processor = sched_getcpu();
    return processor < 0 ? 0 : processor;
}

static inline int processor_count(void) {
    long count = sysconf(_SC_NPROCESSORS_CONF);
    return count < 1 ? 1 : (int)count;
}

/// Has the heaps grow by 64 MiB at a time: for a program that makes many small values and then ends.
static inline void grow_heap_in_large_pieces(void) { mallopt(M_TOP_PAD, 64 << 20); }

/// Runs `command` with this program's environment, no signal blocked, in a process that the system ends with SIGTERM when
/// the calling thread ends, however that comes about. Writes the process to `child`; returns 0, or the error number.
static inline int spawn_bound(pid_t *child, const char *file, char *const command[]) {
    int report[2];
    if (pipe(report) != 0) return errno;
    for (int end = 0; end < 2; end++) fcntl(report[end], F_SETFD, FD_CLOEXEC);
    pid_t parent = getpid();
    pid_t process = fork();
    if (process == 0) {
        // Only what may be called between fork and exec of a program with threads.
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(0);
        execvp(file, command);
        int reason = errno;
        if (write(report[1], &reason, sizeof reason) < 0) _exit(126);
        _exit(127);
    }
    int error = process < 0 ? errno : 0;
    close(report[1]);
    if (process > 0) {
        *child = process;
        // Nothing comes when the command runs: the pipe is closed by exec.
        if (read(report[0], &error, sizeof error) == sizeof error) waitpid(process, NULL, 0);
    }
    close(report[0]);
    return error;
}

/// A set of sockets that can be asked which of them have something to read; -1 when there are no more descriptors.
static inline int socket_set_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

/// Whether it was added.
static inline int socket_set_add(int set, int socket) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    return epoll_ctl(set, EPOLL_CTL_ADD, socket, &event) == 0;
}

static inline void socket_set_remove(int set, int socket) { epoll_ctl(set, EPOLL_CTL_DEL, socket, 0); }

/// Writes up to 256 sockets that have something to read now; returns how many.
static inline int socket_set_ready(int set, int *sockets) {
    struct epoll_event events[256];
    int count = epoll_wait(set, events, 256, 0);
    for (int index = 0; index < count; index++) sockets[index] = events[index].data.fd;
    return count < 0 ? 0 : count;
}
#else
static inline int current_processor(void) { return 0; }
static inline int processor_count(void) { return 1; }
static inline void grow_heap_in_large_pieces(void) {}
static inline int socket_set_create(void) { return -1; }
static inline int socket_set_add(int set, int socket) { return 0; }
static inline void socket_set_remove(int set, int socket) {}
static inline int socket_set_ready(int set, int *sockets) { return 0; }
#endif
