#include "host.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: - Memory

/// Lua's allocator: past the limit it has no memory, which Lua reports as an error of the script.
static void *allocate(void *context, void *old, size_t oldSize, size_t size) {
    LuaHost *host = context;
    if (!old) oldSize = 0;
    if (size == 0) {
        host->memory -= oldSize;
        free(old);
        return NULL;
    }
    if (size > oldSize && size - oldSize > host->memoryLimit - host->memory) return NULL;
    void *memory = realloc(old, size);
    if (memory) host->memory += size - oldSize;
    return memory;
}

LuaHost *hostOf(lua_State *lua) {
    void *host = NULL;
    lua_getallocf(lua, &host);
    return host;
}

size_t luaHostMemory(const LuaHost *host) { return host->memory; }

// MARK: - Making

struct Opening {
    const char *version;
    int versionNumber;
};

static int openAll(lua_State *lua) {
    struct Opening *opening = lua_touserdata(lua, 1);
    lua_settop(lua, 0);
    openRedis(lua, opening->version, opening->versionNumber);
    return openSandbox(lua);
}

LuaHost *luaHostMake(LuaCallbacks callbacks, int forFunctions, size_t memoryLimit, const char *version,
                     int versionNumber) {
    LuaHost *host = calloc(1, sizeof *host);
    if (!host) return NULL;
    host->callbacks = callbacks;
    host->isForFunctions = forFunctions;
    host->memoryLimit = memoryLimit;
    host->randomState = 0x1234ABCD330E;
    host->lua = lua_newstate(allocate, host);
    struct Opening opening = {version, versionNumber};
    if (!host->lua || lua_cpcall(host->lua, openAll, &opening) != 0) {
        luaHostFree(host);
        return NULL;
    }
    return host;
}

void luaHostFree(LuaHost *host) {
    if (!host) return;
    if (host->lua) lua_close(host->lua);
    free(host->reply.bytes);
    free(host->result.bytes);
    free(host->words.bytes);
    free(host->slices.bytes);
    free(host);
}

void luaHostReply(LuaHost *host, const uint8_t *bytes, size_t count) {
    bufferClear(&host->reply);
    bufferAppend(&host->reply, bytes, count);
}

int luaHostResultIsCounted(const LuaHost *host) { return host->isResultCounted; }

LuaSlice luaHostResult(const LuaHost *host) { return (LuaSlice){host->result.bytes, host->result.count}; }

// MARK: - Compiling

struct Compiling {
    LuaSlice code;
    const char *chunk;
    int reference;
};

static int compile(lua_State *lua) {
    struct Compiling *compiling = lua_touserdata(lua, 1);
    if (compiling->code.count > 0 && compiling->code.bytes[0] == LUA_SIGNATURE[0]) {
        return luaL_error(lua, "bytecode is not allowed");
    }
    // The parser does not hold the name: on the stack, it stays while the code is read.
    lua_pushstring(lua, compiling->chunk);
    if (luaL_loadbuffer(lua, (const char *)compiling->code.bytes, compiling->code.count, compiling->chunk) != 0) {
        return lua_error(lua);
    }
    compiling->reference = luaL_ref(lua, LUA_REGISTRYINDEX);
    return 0;
}

int luaHostCompile(LuaHost *host, LuaSlice code, const char *chunk) {
    struct Compiling compiling = {code, chunk, -1};
    bufferClear(&host->result);
    if (lua_cpcall(host->lua, compile, &compiling) != 0) {
        size_t count = 0;
        const char *text = lua_tolstring(host->lua, -1, &count);
        if (text) bufferAppend(&host->result, text, count);
        lua_settop(host->lua, 0);
        return -1;
    }
    return compiling.reference;
}

void luaHostForget(LuaHost *host, int reference) { luaL_unref(host->lua, LUA_REGISTRYINDEX, reference); }

// MARK: - Running

struct Run {
    LuaHost *host;
    int reference;
    const LuaSlice *keys, *arguments;
    int keyCount, argumentCount, isLibrary, outcome;
};

static void pushArray(lua_State *lua, const LuaSlice *slices, int count) {
    lua_createtable(lua, count, 0);
    for (int index = 0; index < count; index++) {
        lua_pushlstring(lua, (const char *)slices[index].bytes, slices[index].count);
        lua_rawseti(lua, -2, index + 1);
    }
}

static void setRealGlobal(lua_State *lua, const char *name) {
    lua_getfield(lua, LUA_REGISTRYINDEX, REAL_GLOBALS);
    lua_insert(lua, -2);
    lua_setfield(lua, -2, name);
    lua_pop(lua, 1);
}

/// `err`, `source`, `line` and whether it was counted, from the error on the top.
static void describeError(lua_State *lua, LuaHost *host) {
    static const char *const fields[] = {"err", "source", "line"};
    for (int index = 0; index < 3; index++) {
        lua_pushstring(lua, fields[index]);
        lua_rawget(lua, -2);
        size_t count = 0;
        const char *text = lua_tolstring(lua, -1, &count);
        if (text) bufferAppend(&host->result, text, strlen(text));
        bufferByte(&host->result, 0);
        lua_pop(lua, 1);
    }
    lua_pushstring(lua, "ignore_error_stats_update");
    lua_rawget(lua, -2);
    bufferByte(&host->result, lua_toboolean(lua, -1) ? '1' : '0');
    lua_pop(lua, 1);
}

/// An error of a command that the script returns was counted when the command failed.
static void noteWhetherCounted(lua_State *lua, LuaHost *host) {
    if (!lua_istable(lua, -1)) return;
    lua_pushstring(lua, "ignore_error_stats_update");
    lua_rawget(lua, -2);
    host->isResultCounted = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
}

static int runProtected(lua_State *lua) {
    struct Run *run = lua_touserdata(lua, 1);
    lua_settop(lua, 0);
    lua_pushcfunction(lua, handleError);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, run->reference);
    int arguments = 0;
    if (run->host->isForFunctions) {
        // While it loads, a library sees nothing but its own redis table.
        lua_getmetatable(lua, LUA_GLOBALSINDEX);
        lua_getfield(lua, LUA_REGISTRYINDEX, run->isLibrary ? LOADING_GLOBALS : REAL_GLOBALS);
        lua_setfield(lua, -2, "__index");
        lua_pop(lua, 1);
    }
    if (!run->isLibrary) {
        pushArray(lua, run->keys, run->keyCount);
        if (!run->host->isForFunctions) setRealGlobal(lua, "KEYS");
        pushArray(lua, run->arguments, run->argumentCount);
        if (!run->host->isForFunctions) setRealGlobal(lua, "ARGV");
        arguments = run->host->isForFunctions ? 2 : 0;
    }
    int status = lua_pcall(lua, arguments, 1, 1);
    // What encodes the result calls no code of the script.
    lua_sethook(lua, NULL, 0, 0);
    if (status == 0) {
        if (run->isLibrary) return 0;
        noteWhetherCounted(lua, run->host);
        encodeReply(lua, &run->host->result, run->host->isRESP3);
    } else if (lua_istable(lua, -1)) {
        describeError(lua, run->host);
        run->outcome = luaOutcomeError;
    } else {
        run->outcome = luaOutcomeFailure;
        const char *text = lua_tostring(lua, -1);
        if (!text) text = "execution failure";
        bufferAppend(&run->host->result, text, strlen(text));
    }
    return 0;
}

/// Asks now and then whether the script may go on; once it may not, every line of it fails.
static void interrupt(lua_State *lua, lua_Debug *event) {
    (void)event;
    LuaHost *host = hostOf(lua);
    if (!host->isKilled && host->callbacks.interrupt(host->callbacks.context) == 0) return;
    if (!host->isKilled) {
        host->isKilled = 1;
        lua_sethook(lua, interrupt, LUA_MASKLINE, 0);
    }
    pushErrorTable(lua, (const char *)host->reply.bytes, host->reply.count);
    lua_error(lua);
}

static LuaOutcome run(struct Run *run) {
    LuaHost *host = run->host;
    bufferClear(&host->result);
    host->isKilled = 0;
    host->isRESP3 = 0;
    host->isResultCounted = 0;
    host->isRunning = !run->isLibrary;
    host->isLoading = run->isLibrary;
    lua_sethook(host->lua, interrupt, LUA_MASKCOUNT, 100000);
    int status = lua_cpcall(host->lua, runProtected, run);
    lua_sethook(host->lua, NULL, 0, 0);
    host->isRunning = host->isLoading = 0;
    if (status != 0) {
        bufferClear(&host->result);
        const char *text = lua_tostring(host->lua, -1);
        if (!text) text = "execution failure";
        bufferAppend(&host->result, text, strlen(text));
        run->outcome = luaOutcomeFailure;
    } else if (host->result.failed) {
        bufferClear(&host->result);
        bufferAppend(&host->result, "not enough memory", 17);
        run->outcome = luaOutcomeFailure;
    }
    lua_settop(host->lua, 0);
    return run->outcome;
}

LuaOutcome luaHostRun(LuaHost *host, int reference, const LuaSlice *keys, int keyCount, const LuaSlice *arguments,
                      int argumentCount) {
    struct Run values = {host, reference, keys, arguments, keyCount, argumentCount, 0, luaOutcomeValue};
    return run(&values);
}

LuaOutcome luaHostLoadLibrary(LuaHost *host, int reference) {
    struct Run values = {host, reference, NULL, NULL, 0, 0, 1, luaOutcomeValue};
    return run(&values);
}
