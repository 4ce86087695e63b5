// What the files of this target share.
#ifndef CLUAGLUE_HOST_H
#define CLUAGLUE_HOST_H

#include "CLuaGlue.h"
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

/// Bytes that grow.
typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
    int failed;
} Buffer;

struct LuaHost {
    lua_State *lua;
    LuaCallbacks callbacks;
    int isForFunctions;
    size_t memory, memoryLimit;
    /// What a callback answered, and what the last call came to.
    Buffer reply, result;
    /// The words of the command that a script calls, and where each is.
    Buffer words, slices;
    int isRunning, isLoading, isKilled;
    /// The script asked for RESP3, and what it returned is an error that was counted.
    int isRESP3, isResultCounted;
    /// 48 bits, as in drand48.
    uint64_t randomState;
};

void bufferClear(Buffer *buffer);
void bufferAppend(Buffer *buffer, const void *bytes, size_t count);
void bufferByte(Buffer *buffer, uint8_t byte);
void bufferCount(Buffer *buffer, size_t count);
void bufferTagged(Buffer *buffer, uint8_t tag, const void *bytes, size_t count);

/// The host of a state, also from within a coroutine.
LuaHost *hostOf(lua_State *lua);

/// Pushes `{err = "CODE text"}`; without a leading '-' the code is ERR.
void pushErrorTable(lua_State *lua, const char *text, size_t count);
int raiseError(lua_State *lua, const char *text);

/// Pushes the value that the encoded bytes are, in the shapes that scripts see.
void pushEncoded(lua_State *lua, const uint8_t *bytes, size_t count);
/// Encodes the value on the top of the stack as a reply, and pops it.
void encodeReply(lua_State *lua, Buffer *buffer, int isRESP3);

/// Adds the globals of a script's world; run inside lua_pcall.
int openSandbox(lua_State *lua);
/// The C function that adds where an error came from.
int handleError(lua_State *lua);
void openRedis(lua_State *lua, const char *version, int versionNumber);
int openPack(lua_State *lua);
int openStruct(lua_State *lua);
int registerFunction(lua_State *lua);

/// Where the real globals are kept in the registry.
#define REAL_GLOBALS "redis.globals"
/// Those of a library that loads.
#define LOADING_GLOBALS "redis.loading.globals"
/// Read-only stand-ins by the tables that they stand for, in the registry.
#define PROTECTED "redis.protected"

#endif
