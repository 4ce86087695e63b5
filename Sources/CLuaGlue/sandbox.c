// The globals of a script: what Redis offers, in tables that a script can read and not change.
//
// Stock Lua has no read-only tables, so a script is given empty ones that read through to the real. Whatever would
// see or change the empty table itself (next, pairs, rawget, rawset, setmetatable, table.insert, ...) is replaced.
#include "host.h"
#include <limits.h>
#include <string.h>

/// Pushes the real table when the value at `index` stands for one, or nothing and returns 0.
static int pushReal(lua_State *lua, int index) {
    if (!lua_istable(lua, index)) return 0;
    if (index < 0) index = lua_gettop(lua) + index + 1;
    lua_getfield(lua, LUA_REGISTRYINDEX, PROTECTED);
    lua_pushvalue(lua, index);
    lua_rawget(lua, -2);
    lua_remove(lua, -2);
    if (lua_istable(lua, -1)) return 1;
    lua_pop(lua, 1);
    return 0;
}

static int refuseChange(lua_State *lua) { return luaL_error(lua, "Attempt to modify a readonly table"); }

static int refuseRead(lua_State *lua) {
    const char *name = lua_tostring(lua, 2);
    if (!name) name = "?";
    return luaL_error(lua, "Script attempted to access nonexistent global variable '%s'", name);
}

/// Puts a read-only stand-in in the place of the table on the top.
static void protect(lua_State *lua) {
    lua_newtable(lua);
    lua_newtable(lua);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, refuseChange);
    lua_setfield(lua, -2, "__newindex");
    lua_setmetatable(lua, -2);
    lua_getfield(lua, LUA_REGISTRYINDEX, PROTECTED);
    lua_pushvalue(lua, -2);
    lua_pushvalue(lua, -4);
    lua_rawset(lua, -3);
    lua_pop(lua, 1);
    lua_remove(lua, -2);
}

/// Reading what the table on the top does not have is an error.
static void refuseMissing(lua_State *lua) {
    lua_newtable(lua);
    lua_pushcfunction(lua, refuseRead);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
}

// MARK: - Functions that would see the stand-in

/// Calls the original, the first upvalue, with the real table in the place of the first argument.
static int readsThrough(lua_State *lua) {
    if (pushReal(lua, 1)) lua_replace(lua, 1);
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, LUA_MULTRET);
    return lua_gettop(lua);
}

/// Calls the original unless it would change a protected table.
static int changes(lua_State *lua) {
    if (pushReal(lua, 1)) {
        // Without a position: no line of the script changes it, a function does.
        lua_pushliteral(lua, "Attempt to modify a readonly table");
        return lua_error(lua);
    }
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, LUA_MULTRET);
    return lua_gettop(lua);
}

static int next(lua_State *lua) {
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 2);
    if (pushReal(lua, 1)) lua_replace(lua, 1);
    if (lua_next(lua, 1)) return 2;
    lua_pushnil(lua);
    return 1;
}

static int getMetatable(lua_State *lua) {
    luaL_checkany(lua, 1);
    if (pushReal(lua, 1)) {
        if (lua_getmetatable(lua, -1)) protect(lua);
        else lua_pushnil(lua);
        return 1;
    }
    if (!lua_getmetatable(lua, 1)) {
        lua_pushnil(lua);
        return 1;
    }
    lua_getfield(lua, -1, "__metatable");
    if (!lua_isnil(lua, -1)) return 1;
    lua_pop(lua, 1);
    // The metatable of strings belongs to all scripts.
    if (!lua_istable(lua, 1)) protect(lua);
    return 1;
}

/// Stock Lua counts the values in an int, which a range that is long enough overflows.
static int unpack(lua_State *lua) {
    luaL_checktype(lua, 1, LUA_TTABLE);
    if (pushReal(lua, 1)) lua_replace(lua, 1);
    int first = luaL_optint(lua, 2, 1);
    int last = lua_isnoneornil(lua, 3) ? (int)lua_objlen(lua, 1) : luaL_checkint(lua, 3);
    if (first > last) return 0;
    int64_t count = (int64_t)last - first + 1;
    if (count >= INT_MAX || !lua_checkstack(lua, (int)count)) return luaL_error(lua, "too many results to unpack");
    for (int64_t index = first; index <= last; index++) {
        lua_rawgeti(lua, 1, (int)index);
    }
    return (int)count;
}

/// Patterns are matched by recursion: one that is as long as the stack is deep could overflow it.
static int matches(lua_State *lua) {
    size_t count = 0;
    if (lua_type(lua, 2) == LUA_TSTRING && lua_tolstring(lua, 2, &count) && count > 10000) {
        return luaL_error(lua, "pattern too complex");
    }
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, LUA_MULTRET);
    return lua_gettop(lua);
}

/// `loadstring` and `load` take text only: bytecode could do anything to the process.
static int load(lua_State *lua) {
    size_t count = 0;
    const char *code = luaL_checklstring(lua, 1, &count);
    const char *name = luaL_optstring(lua, 2, code);
    if (count > 0 && code[0] == LUA_SIGNATURE[0]) {
        lua_pushnil(lua);
        lua_pushliteral(lua, "bytecode is not allowed");
        return 2;
    }
    // The parser does not hold the name: on the stack, it stays while the code is read.
    lua_settop(lua, 2);
    lua_pushstring(lua, name);
    if (luaL_loadbuffer(lua, code, count, name) == 0) return 1;
    lua_pushnil(lua);
    lua_insert(lua, -2);
    return 2;
}

/// `load` calls a function for the pieces of the code.
static int loadPieces(lua_State *lua) {
    luaL_checktype(lua, 1, LUA_TFUNCTION);
    const char *name = luaL_optstring(lua, 2, "=(load)");
    luaL_Buffer buffer;
    lua_settop(lua, 2);
    luaL_buffinit(lua, &buffer);
    while (1) {
        lua_pushvalue(lua, 1);
        lua_call(lua, 0, 1);
        size_t count = 0;
        const char *piece = lua_isnil(lua, -1) ? NULL : lua_tolstring(lua, -1, &count);
        if (!piece || count == 0) {
            lua_pop(lua, 1);
            break;
        }
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
    lua_pushstring(lua, name);
    lua_replace(lua, 2);
    lua_replace(lua, 1);
    return load(lua);
}

/// An error table that is caught is its text, as scripts written for older versions expect.
static int protectedCall(lua_State *lua) {
    luaL_checkany(lua, 1);
    if (lua_pcall(lua, lua_gettop(lua) - 1, LUA_MULTRET, 0) == 0) {
        lua_pushboolean(lua, 1);
        lua_insert(lua, 1);
        return lua_gettop(lua);
    }
    if (lua_istable(lua, -1)) {
        lua_pushliteral(lua, "err");
        lua_rawget(lua, -2);
        if (lua_isstring(lua, -1)) lua_replace(lua, -2);
        else lua_pop(lua, 1);
    }
    lua_pushboolean(lua, 0);
    lua_insert(lua, -2);
    return 2;
}

/// `bit.tohex`: up to eight digits, capital ones for a negative number of them. The library's own overflows its buffer for
/// the most negative number.
static int toHexadecimal(lua_State *lua) {
    // Adding 2^52 + 2^51 leaves the number modulo 2^32 in the low bits, as everywhere in the library.
    union {
        double number;
        uint64_t bits;
    } value = {.number = luaL_checknumber(lua, 1) + 6755399441055744.0};
    uint32_t number = (uint32_t)value.bits;
    int count = lua_isnone(lua, 2) ? 8 : luaL_checkint(lua, 2);
    const char *digits = count < 0 ? "0123456789ABCDEF" : "0123456789abcdef";
    int length = count <= -8 || count >= 8 ? 8 : count < 0 ? -count : count;
    char text[8];
    for (int index = length - 1; index >= 0; index--, number >>= 4) text[index] = digits[number & 15];
    lua_pushlstring(lua, text, (size_t)length);
    return 1;
}

// MARK: - math.random

static double nextRandom(LuaHost *host) {
    host->randomState = (host->randomState * 0x5DEECE66DULL + 0xB) & 0xFFFFFFFFFFFFULL;
    return (double)((host->randomState >> 17) % 0x7FFFFFFF) / (double)0x7FFFFFFF;
}

static int mathRandom(lua_State *lua) {
    LuaHost *host = hostOf(lua);
    if (!host->isRunning) return luaL_error(lua, "math.random can only be called inside a script invocation");
    double number = nextRandom(host), floorNumber;
    int low = 1, high;
    switch (lua_gettop(lua)) {
    case 0: lua_pushnumber(lua, number); return 1;
    case 1:
        high = luaL_checkint(lua, 1);
        luaL_argcheck(lua, 1 <= high, 1, "interval is empty");
        break;
    case 2:
        low = luaL_checkint(lua, 1);
        high = luaL_checkint(lua, 2);
        luaL_argcheck(lua, low <= high, 2, "interval is empty");
        break;
    default: return luaL_error(lua, "wrong number of arguments");
    }
    floorNumber = number * ((double)high - (double)low + 1);
    lua_pushnumber(lua, (double)(int64_t)floorNumber + low);
    return 1;
}

static int mathRandomSeed(lua_State *lua) {
    LuaHost *host = hostOf(lua);
    if (!host->isRunning) return luaL_error(lua, "math.randomseed can only be called inside a script invocation");
    host->randomState = ((uint64_t)(uint32_t)luaL_checkint(lua, 1) << 16) + 0x330E;
    return 0;
}

// MARK: - Opening

static void wrap(lua_State *lua, const char *name, lua_CFunction function) {
    lua_getfield(lua, -1, name);
    lua_pushcclosure(lua, function, 1);
    lua_setfield(lua, -2, name);
}

static void openLibrary(lua_State *lua, const char *name, lua_CFunction open) {
    lua_pushcfunction(lua, open);
    lua_pushstring(lua, name);
    lua_call(lua, 1, 0);
}

int openSandbox(lua_State *lua) {
    static const char *const removed[] = {"dofile", "loadfile", "print", "newproxy", "module", "require", "package",
                                          "getfenv", "setfenv", NULL};
    static const char *const libraries[] = {"string", "math", "table", "coroutine", "cjson", "bit", "cmsgpack",
                                            "struct", "redis", NULL};
    lua_newtable(lua);
    lua_newtable(lua);
    lua_pushliteral(lua, "k");
    lua_setfield(lua, -2, "__mode");
    lua_setmetatable(lua, -2);
    lua_setfield(lua, LUA_REGISTRYINDEX, PROTECTED);

    openLibrary(lua, "", luaopen_base);
    openLibrary(lua, LUA_TABLIBNAME, luaopen_table);
    openLibrary(lua, LUA_STRLIBNAME, luaopen_string);
    openLibrary(lua, LUA_MATHLIBNAME, luaopen_math);
    extern int luaopen_cjson(lua_State *);
    extern int luaopen_bit(lua_State *);
    lua_pushcfunction(lua, luaopen_cjson);
    lua_call(lua, 0, 1);
    lua_setglobal(lua, "cjson");
    lua_pushcfunction(lua, luaopen_bit);
    lua_call(lua, 0, 1);
    lua_pushcfunction(lua, toHexadecimal);
    lua_setfield(lua, -2, "tohex");
    lua_setglobal(lua, "bit");
    lua_pushcfunction(lua, openPack);
    lua_call(lua, 0, 1);
    lua_setglobal(lua, "cmsgpack");
    lua_pushcfunction(lua, openStruct);
    lua_call(lua, 0, 1);
    lua_setglobal(lua, "struct");

    // Changes to the libraries.
    lua_getglobal(lua, "math");
    lua_pushcfunction(lua, mathRandom);
    lua_setfield(lua, -2, "random");
    lua_pushcfunction(lua, mathRandomSeed);
    lua_setfield(lua, -2, "randomseed");
    lua_pop(lua, 1);
    lua_getglobal(lua, "table");
    wrap(lua, "insert", changes);
    wrap(lua, "remove", changes);
    wrap(lua, "sort", changes);
    wrap(lua, "setn", changes);
    lua_pop(lua, 1);
    lua_getglobal(lua, "string");
    wrap(lua, "find", matches);
    wrap(lua, "match", matches);
    wrap(lua, "gmatch", matches);
    wrap(lua, "gsub", matches);
    lua_pop(lua, 1);

    lua_pushvalue(lua, LUA_GLOBALSINDEX);
    for (int index = 0; removed[index]; index++) {
        lua_pushnil(lua);
        lua_setfield(lua, -2, removed[index]);
    }
    wrap(lua, "rawget", readsThrough);
    wrap(lua, "rawset", changes);
    wrap(lua, "setmetatable", changes);
    lua_pushcfunction(lua, next);
    lua_setfield(lua, -2, "next");
    wrap(lua, "pairs", readsThrough);
    wrap(lua, "ipairs", readsThrough);
    lua_pushcfunction(lua, unpack);
    lua_setfield(lua, -2, "unpack");
    lua_pushcfunction(lua, getMetatable);
    lua_setfield(lua, -2, "getmetatable");
    lua_pushcfunction(lua, load);
    lua_setfield(lua, -2, "loadstring");
    lua_pushcfunction(lua, loadPieces);
    lua_setfield(lua, -2, "load");
    lua_pushcfunction(lua, protectedCall);
    lua_setfield(lua, -2, "pcall");

    for (int index = 0; libraries[index]; index++) {
        lua_getfield(lua, -1, libraries[index]);
        if (hostOf(lua)->isForFunctions && strcmp(libraries[index], "redis") == 0) {
            lua_newtable(lua);
            lua_getfield(lua, LUA_REGISTRYINDEX, "redis.loading");
            refuseMissing(lua);
            protect(lua);
            lua_setfield(lua, -2, "redis");
            refuseMissing(lua);
            lua_setfield(lua, LUA_REGISTRYINDEX, LOADING_GLOBALS);
        }
        protect(lua);
        if (strcmp(libraries[index], "string") == 0) {
            lua_pushliteral(lua, "");
            lua_getmetatable(lua, -1);
            lua_pushvalue(lua, -3);
            lua_setfield(lua, -2, "__index");
            lua_pop(lua, 2);
        }
        lua_setfield(lua, -2, libraries[index]);
    }

    // The real globals, and what scripts have in their place.
    lua_pushvalue(lua, -1);
    lua_setfield(lua, LUA_REGISTRYINDEX, REAL_GLOBALS);
    refuseMissing(lua);
    lua_pushvalue(lua, -1);
    protect(lua);
    lua_pushvalue(lua, -1);
    lua_setfield(lua, -3, "_G");
    lua_replace(lua, LUA_GLOBALSINDEX);
    return 0;
}

int handleError(lua_State *lua) {
    lua_Debug place;
    memset(&place, 0, sizeof place);
    int isKnown = 0;
    for (int level = 1; level <= 2; level++) {
        if (!lua_getstack(lua, level, &place) || !lua_getinfo(lua, "nSl", &place)) break;
        isKnown = 1;
        if (strcmp(place.what, "C") != 0) break;
    }
    if (!lua_istable(lua, 1)) {
        const char *text = lua_tostring(lua, 1);
        if (!text) text = lua_typename(lua, lua_type(lua, 1));
        lua_newtable(lua);
        lua_pushfstring(lua, "ERR %s", text);
        lua_setfield(lua, -2, "err");
        lua_replace(lua, 1);
    }
    lua_settop(lua, 1);
    if (isKnown && !pushReal(lua, 1)) {
        lua_pushstring(lua, "source");
        lua_pushstring(lua, place.source);
        lua_rawset(lua, 1);
        lua_pushstring(lua, "line");
        lua_pushinteger(lua, place.currentline);
        lua_rawset(lua, 1);
        lua_settop(lua, 1);
    }
    return 1;
}
