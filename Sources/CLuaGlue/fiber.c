// A piece of work on a stack of its own, which can be left and entered again on the same thread.
#define _GNU_SOURCE
#include "CLuaGlue.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_SIZE ((size_t)16 * 1024 * 1024)

struct LuaFiber {
    ucontext_t inside, outside;
    void *stack;
    void (*body)(void *);
    void *context;
    int isDone;
};

static void enter(unsigned low, unsigned high) {
    LuaFiber *fiber = (LuaFiber *)((uintptr_t)low | (uintptr_t)high << 32);
    fiber->body(fiber->context);
    fiber->isDone = 1;
    swapcontext(&fiber->inside, &fiber->outside);
}

LuaFiber *luaFiberMake(void (*body)(void *), void *context) {
    LuaFiber *fiber = calloc(1, sizeof *fiber);
    if (!fiber) return NULL;
    // The pages are taken when they are touched; the last one is left out of reach.
    fiber->stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (fiber->stack == MAP_FAILED) {
        free(fiber);
        return NULL;
    }
    mprotect(fiber->stack, 4096, PROT_NONE);
    fiber->body = body;
    fiber->context = context;
    getcontext(&fiber->inside);
    fiber->inside.uc_stack.ss_sp = fiber->stack;
    fiber->inside.uc_stack.ss_size = STACK_SIZE;
    uintptr_t address = (uintptr_t)fiber;
    makecontext(&fiber->inside, (void (*)(void))enter, 2, (unsigned)address, (unsigned)(address >> 32));
    return fiber;
}

int luaFiberRun(LuaFiber *fiber) {
    swapcontext(&fiber->outside, &fiber->inside);
    return fiber->isDone;
}

void luaFiberLeave(LuaFiber *fiber) { swapcontext(&fiber->inside, &fiber->outside); }

void luaFiberFree(LuaFiber *fiber) {
    if (!fiber) return;
    munmap(fiber->stack, STACK_SIZE);
    free(fiber);
}
