// What the processor and Linux offer and Swift has no name for. Elsewhere these functions do nothing, and say so.
#pragma once

/// Brings the cache line at `address` nearer, without waiting for it. Any address will do: a wrong one does nothing.
static inline void prefetch(const void *address) { __builtin_prefetch(address); }

#ifdef __linux__
#include <sys/epoll.h>

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
static inline int socket_set_create(void) { return -1; }
static inline int socket_set_add(int set, int socket) { return 0; }
static inline void socket_set_remove(int set, int socket) {}
static inline int socket_set_ready(int set, int *sockets) { return 0; }
#endif
