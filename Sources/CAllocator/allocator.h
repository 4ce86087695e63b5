// What the C library's allocator says about itself, which Swift's overlay leaves out.
#pragma once

// The first of them says which C library this is.
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

/// The bytes that are allocated in the whole process, without what the allocator keeps for later.
static inline size_t allocated_bytes(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// Gives memory that is free back to the system.
static inline void return_free_memory(void) { malloc_trim(0); }
#else
static inline size_t allocated_bytes(void) { return 0; }
static inline void return_free_memory(void) {}
#endif
