// The `redis` table of scripts and libraries.
#include "host.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void pushErrorTable(lua_State *lua, const char *text, size_t count) {
    lua_newtable(lua);
    lua_pushliteral(lua, "err");
    if (count > 0 && text[0] == '-') {
        text++;
        count--;
        if (memchr(text, ' ', count)) lua_pushlstring(lua, text, count);
        else {
            lua_pushliteral(lua, "ERR ");
            lua_pushlstring(lua, text, count);
            lua_concat(lua, 2);
        }
    } else {
        lua_pushliteral(lua, "ERR ");
        lua_pushlstring(lua, text, count);
        lua_concat(lua, 2);
    }
    lua_rawset(lua, -3);
}

int raiseError(lua_State *lua, const char *text) {
    pushErrorTable(lua, text, strlen(text));
    return lua_error(lua);
}

// MARK: - Commands

/// Takes all arguments off the stack, for a call may have as many as fit there. NULL with an error table on the stack.
static LuaSlice *words(lua_State *lua, int count) {
    LuaHost *host = hostOf(lua);
    const char *failure = NULL;
    bufferClear(&host->words);
    bufferClear(&host->slices);
    for (int index = 1; index <= count && !failure; index++) {
        char digits[64];
        size_t length = 0;
        const char *text = digits;
        if (lua_type(lua, index) == LUA_TNUMBER) {
            // Lua's own conversion would lose digits.
            length = (size_t)snprintf(digits, sizeof digits, "%.17g", lua_tonumber(lua, index));
        } else if (lua_type(lua, index) == LUA_TSTRING) {
            text = lua_tolstring(lua, index, &length);
        } else {
            failure = "Lua redis lib command arguments must be strings or integers";
            break;
        }
        // Addresses follow when all words have their place.
        LuaSlice slice = {(const uint8_t *)(uintptr_t)host->words.count, length};
        bufferAppend(&host->words, text, length);
        bufferAppend(&host->slices, &slice, sizeof slice);
    }
    if (!failure && (host->words.failed || host->slices.failed)) failure = "not enough memory";
    lua_settop(lua, 0);
    if (failure) {
        pushErrorTable(lua, failure, strlen(failure));
        return NULL;
    }
    LuaSlice *slices = (LuaSlice *)(void *)host->slices.bytes;
    for (int index = 0; index < count; index++) slices[index].bytes = host->words.bytes + (uintptr_t)slices[index].bytes;
    return slices;
}

static int call(lua_State *lua, int raises) {
    LuaHost *host = hostOf(lua);
    if (!host->isRunning) return raiseError(lua, "redis.call/pcall can only be called inside a script invocation");
    int count = lua_gettop(lua);
    if (count == 0) {
        const char *text = "Please specify at least one argument for this redis lib call";
        pushErrorTable(lua, text, strlen(text));
        return raises ? lua_error(lua) : 1;
    }
    LuaSlice *slices = words(lua, count);
    if (!slices) return raises ? lua_error(lua) : 1;
    int refused = host->callbacks.call(host->callbacks.context, slices, count);
    if (refused) {
        pushErrorTable(lua, (const char *)host->reply.bytes, host->reply.count);
        lua_pushliteral(lua, "ignore_error_stats_update");
        lua_pushboolean(lua, 1);
        lua_rawset(lua, -3);
        return raises ? lua_error(lua) : 1;
    }
    int isError = host->reply.count > 0 && host->reply.bytes[0] == '-';
    pushEncoded(lua, host->reply.bytes, host->reply.count);
    return isError && raises ? lua_error(lua) : 1;
}

static int redisCall(lua_State *lua) { return call(lua, 1); }
static int redisPcall(lua_State *lua) { return call(lua, 0); }

static int aclCheck(lua_State *lua) {
    LuaHost *host = hostOf(lua);
    if (!host->isRunning) return raiseError(lua, "redis.acl_check_cmd can only be called inside a script invocation");
    int count = lua_gettop(lua);
    if (count == 0) return raiseError(lua, "Please specify at least one argument for this redis.acl_check_cmd() call");
    LuaSlice *slices = words(lua, count);
    if (!slices) return lua_error(lua);
    int answer = host->callbacks.aclCheck(host->callbacks.context, slices, count);
    if (answer == 2) return raiseError(lua, "Invalid command passed to redis.acl_check_cmd()");
    lua_pushboolean(lua, answer == 0);
    return 1;
}

// MARK: - Small ones

static int sha1Hex(lua_State *lua) {
    if (lua_gettop(lua) != 1) return raiseError(lua, "wrong number of arguments");
    LuaHost *host = hostOf(lua);
    LuaSlice text = {NULL, 0};
    text.bytes = (const uint8_t *)lua_tolstring(lua, 1, &text.count);
    char digits[40];
    host->callbacks.sha1(host->callbacks.context, text, digits);
    lua_pushlstring(lua, digits, sizeof digits);
    return 1;
}

static int errorReply(lua_State *lua) {
    if (lua_gettop(lua) != 1 || lua_type(lua, 1) != LUA_TSTRING) {
        const char *text = "wrong number or type of arguments";
        pushErrorTable(lua, text, strlen(text));
        return 1;
    }
    const char *text = lua_tostring(lua, 1);
    if (text[0] != '-') text = lua_pushfstring(lua, "-%s", text);
    size_t count = strlen(text);
    while (count > 0 && (text[count - 1] == '\r' || text[count - 1] == '\n')) count--;
    pushErrorTable(lua, text, count);
    return 1;
}

static int statusReply(lua_State *lua) {
    if (lua_gettop(lua) != 1 || lua_type(lua, 1) != LUA_TSTRING) {
        const char *text = "wrong number or type of arguments";
        pushErrorTable(lua, text, strlen(text));
        return 1;
    }
    lua_newtable(lua);
    lua_pushliteral(lua, "ok");
    lua_pushvalue(lua, 1);
    lua_rawset(lua, -3);
    return 1;
}

static int logLine(lua_State *lua) {
    LuaHost *host = hostOf(lua);
    int count = lua_gettop(lua);
    if (count < 2) return raiseError(lua, "redis.log() requires two arguments or more.");
    if (!lua_isnumber(lua, 1)) return raiseError(lua, "First argument must be a number (log level).");
    double level = lua_tonumber(lua, 1);
    if (!(level >= 0 && level <= 3)) return raiseError(lua, "Invalid debug level.");
    luaL_Buffer buffer;
    luaL_buffinit(lua, &buffer);
    for (int index = 2; index <= count; index++) {
        size_t length = 0;
        const char *text = lua_tolstring(lua, index, &length);
        if (!text) continue;
        if (index > 2) luaL_addchar(&buffer, ' ');
        luaL_addlstring(&buffer, text, length);
    }
    luaL_pushresult(&buffer);
    LuaSlice text = {NULL, 0};
    text.bytes = (const uint8_t *)lua_tolstring(lua, -1, &text.count);
    host->callbacks.log(host->callbacks.context, (int)level, text);
    return 0;
}

static int setRESP(lua_State *lua) {
    LuaHost *host = hostOf(lua);
    if (!host->isRunning) return raiseError(lua, "redis.setresp can only be called inside a script invocation");
    if (lua_gettop(lua) != 1) return raiseError(lua, "redis.setresp() requires one argument.");
    double version = lua_tonumber(lua, 1);
    if (version != 2 && version != 3) return raiseError(lua, "RESP version must be 2 or 3.");
    host->isRESP3 = version == 3;
    host->callbacks.setRESP(host->callbacks.context, (int)version);
    return 0;
}

static int setReplication(lua_State *lua) {
    if (!hostOf(lua)->isRunning) {
        return raiseError(lua, "redis.set_repl can only be called inside a script invocation");
    }
    if (lua_gettop(lua) != 1) return raiseError(lua, "redis.set_repl() requires two arguments.");
    int flags = (int)lua_tointeger(lua, 1);
    if ((flags & ~3) != 0) {
        return raiseError(lua, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
    }
    return 0;
}

static int replicateCommands(lua_State *lua) {
    lua_pushboolean(lua, 1);
    return 1;
}

static int nothing(lua_State *lua) {
    (void)lua;
    return 0;
}

static int breakpoint(lua_State *lua) {
    lua_pushboolean(lua, 0);
    return 1;
}

// MARK: - Opening

static const luaL_Reg loading[] = {
    {"log", logLine}, {"register_function", registerFunction}, {NULL, NULL},
};

static const luaL_Reg running[] = {
    {"call", redisCall}, {"pcall", redisPcall}, {"sha1hex", sha1Hex}, {"error_reply", errorReply},
    {"status_reply", statusReply}, {"log", logLine}, {"setresp", setRESP}, {"set_repl", setReplication},
    {"acl_check_cmd", aclCheck}, {NULL, NULL},
};

static void setConstants(lua_State *lua, const char *version, int versionNumber) {
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"LOG_DEBUG", 0}, {"LOG_VERBOSE", 1}, {"LOG_NOTICE", 2}, {"LOG_WARNING", 3}, {"REPL_NONE", 0},
        {"REPL_AOF", 1}, {"REPL_SLAVE", 2}, {"REPL_REPLICA", 2}, {"REPL_ALL", 3},
    };
    for (size_t index = 0; index < sizeof constants / sizeof constants[0]; index++) {
        lua_pushinteger(lua, constants[index].value);
        lua_setfield(lua, -2, constants[index].name);
    }
    lua_pushstring(lua, version);
    lua_setfield(lua, -2, "REDIS_VERSION");
    lua_pushinteger(lua, versionNumber);
    lua_setfield(lua, -2, "REDIS_VERSION_NUM");
}

static void setFunctions(lua_State *lua, const luaL_Reg *functions) {
    for (; functions->name; functions++) {
        lua_pushcfunction(lua, functions->func);
        lua_setfield(lua, -2, functions->name);
    }
}

void openRedis(lua_State *lua, const char *version, int versionNumber) {
    lua_newtable(lua);
    setFunctions(lua, running);
    setConstants(lua, version, versionNumber);
    if (hostOf(lua)->isForFunctions) {
        lua_newtable(lua);
        setFunctions(lua, loading);
        setConstants(lua, version, versionNumber);
        lua_setfield(lua, LUA_REGISTRYINDEX, "redis.loading");
    } else {
        lua_pushcfunction(lua, breakpoint);
        lua_setfield(lua, -2, "breakpoint");
        lua_pushcfunction(lua, nothing);
        lua_setfield(lua, -2, "debug");
        lua_pushcfunction(lua, replicateCommands);
        lua_setfield(lua, -2, "replicate_commands");
    }
    lua_setglobal(lua, "redis");
}
