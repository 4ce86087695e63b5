// Redis' scripting environment over Lua 5.1.
//
// Lua reports errors with longjmp, which must not cross a Swift frame. So Swift never calls Lua: it calls these
// functions, which enter Lua only through lua_pcall, and Lua calls Swift only through the callbacks below, which
// return a status; whatever raises an error is a C frame of this target.
//
// Values travel between the two as bytes, a tag and its content, numbers in the machine's order:
//   i int64 | d double | s length bytes | + length bytes (status) | - length bytes (error) | n nil | N nil array
//   t f booleans | a count elements | m count pairs | e count elements (set) | v three bytes, length bytes (verbatim)
//   b length bytes (big number)
// Lengths and counts are uint32.
#ifndef CLUAGLUE_H
#define CLUAGLUE_H

#include <stddef.h>
#include <stdint.h>

typedef struct LuaHost LuaHost;

/// Bytes that belong to the caller.
typedef struct {
    const uint8_t *bytes;
    size_t count;
} LuaSlice;

/// What a script may ask of the server. `context` is what `luaHostMake` was given.
typedef struct {
    void *context;
    /// Runs a command and answers through `luaHostReply`. Nonzero: it never ran.
    int (*call)(void *context, const LuaSlice *words, int count);
    /// 0: the user may run it, 1: may not, 2: no such command.
    int (*aclCheck)(void *context, const LuaSlice *words, int count);
    void (*log)(void *context, int level, LuaSlice text);
    void (*setRESP)(void *context, int version);
    /// Called now and then while a script runs; nonzero ends it with the text given by `luaHostReply`.
    int (*interrupt)(void *context);
    /// SHA-1 of `text` as forty hexadecimal digits.
    void (*sha1)(void *context, LuaSlice text, char *digits);
    /// While a library loads: keeps the function. Nonzero: the reply is an error.
    int (*registerFunction)(void *context, LuaSlice name, LuaSlice description, int hasDescription, const LuaSlice *flags,
                            int flagCount, int reference);
} LuaCallbacks;

/// A Lua state with Redis' sandbox. `forFunctions` makes that of libraries, where KEYS and ARGV are arguments.
/// Returns NULL without memory. `memoryLimit` is in bytes.
LuaHost *luaHostMake(LuaCallbacks callbacks, int forFunctions, size_t memoryLimit, const char *version, int versionNumber);
void luaHostFree(LuaHost *host);

/// Bytes that Lua uses.
size_t luaHostMemory(const LuaHost *host);

/// Gives the bytes that the callback now running answers with.
void luaHostReply(LuaHost *host, const uint8_t *bytes, size_t count);

/// The encoded result, or the error's text, of the function below that ran last. Valid until the next.
LuaSlice luaHostResult(const LuaHost *host);

/// Whether the result is an error that was counted when a command of the script failed.
int luaHostResultIsCounted(const LuaHost *host);

/// Compiles `code` as `chunk` and returns a reference to it, or -1 with the message as result.
int luaHostCompile(LuaHost *host, LuaSlice code, const char *chunk);
void luaHostForget(LuaHost *host, int reference);

/// What running a script came to.
typedef enum {
    /// The encoded value is the result.
    luaOutcomeValue,
    /// The result is `err`, NUL, `source`, NUL, `line`, NUL and `1` when the error was counted already.
    luaOutcomeError,
    /// Lua itself failed, for example for want of memory: the result is the message.
    luaOutcomeFailure,
} LuaOutcome;

/// Runs a compiled script or a registered function.
LuaOutcome luaHostRun(LuaHost *host, int reference, const LuaSlice *keys, int keyCount, const LuaSlice *arguments,
                      int argumentCount);

/// Runs a compiled library, whose `redis.register_function` may be used meanwhile.
LuaOutcome luaHostLoadLibrary(LuaHost *host, int reference);

/// Work on a stack of its own. While a script takes long, the thread leaves it to look at what other clients want.
typedef struct LuaFiber LuaFiber;

/// NULL without memory.
LuaFiber *luaFiberMake(void (*body)(void *context), void *context);
/// Enters the work, or enters it again, and returns 1 when it is done, 0 when it was left.
int luaFiberRun(LuaFiber *fiber);
/// Leaves the work; called from within it.
void luaFiberLeave(LuaFiber *fiber);
void luaFiberFree(LuaFiber *fiber);

#endif
