// `redis.register_function`, which a library calls while it loads.
#include "host.h"
#include <string.h>
#include <strings.h>

#define FLAG_LIMIT 16

struct Registration {
    LuaSlice name, description, flags[FLAG_LIMIT];
    int hasDescription, flagCount, callback;
};

static LuaSlice sliceAt(lua_State *lua, int index) {
    LuaSlice slice = {NULL, 0};
    slice.bytes = (const uint8_t *)lua_tolstring(lua, index, &slice.count);
    return slice;
}

/// Reads the flags of the table at `index`; the strings stay alive in that table.
static const char *readFlags(lua_State *lua, int index, struct Registration *registration) {
    for (int position = 1;; position++) {
        lua_rawgeti(lua, index, position);
        if (lua_isnil(lua, -1)) {
            lua_pop(lua, 1);
            return NULL;
        }
        if (lua_type(lua, -1) != LUA_TSTRING || registration->flagCount == FLAG_LIMIT) {
            lua_pop(lua, 1);
            return "unknown flag given";
        }
        registration->flags[registration->flagCount++] = sliceAt(lua, -1);
        lua_pop(lua, 1);
    }
}

static const char *readNamed(lua_State *lua, struct Registration *registration) {
    if (!lua_istable(lua, 1)) {
        return "calling redis.register_function with a single argument is only applicable to Lua table (representing "
               "named arguments).";
    }
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        if (lua_type(lua, -2) != LUA_TSTRING) return "named argument key given to redis.register_function is not a string";
        const char *key = lua_tostring(lua, -2);
        int value = lua_gettop(lua);
        if (strcasecmp(key, "function_name") == 0) {
            if (lua_type(lua, value) != LUA_TSTRING) {
                return "function_name argument given to redis.register_function must be a string";
            }
            registration->name = sliceAt(lua, value);
        } else if (strcasecmp(key, "description") == 0) {
            if (lua_type(lua, value) != LUA_TSTRING) {
                return "description argument given to redis.register_function must be a string";
            }
            registration->description = sliceAt(lua, value);
            registration->hasDescription = 1;
        } else if (strcasecmp(key, "callback") == 0) {
            if (lua_type(lua, value) != LUA_TFUNCTION) {
                return "callback argument given to redis.register_function must be a function";
            }
            lua_pushvalue(lua, value);
            registration->callback = luaL_ref(lua, LUA_REGISTRYINDEX);
        } else if (strcasecmp(key, "flags") == 0) {
            if (!lua_istable(lua, value)) {
                return "flags argument to redis.register_function must be a table representing function flags";
            }
            const char *error = readFlags(lua, value, registration);
            if (error) return error;
        } else {
            return "unknown argument given to redis.register_function";
        }
        lua_pop(lua, 1);
    }
    if (!registration->name.bytes) return "redis.register_function must get a function name argument";
    if (registration->callback == LUA_NOREF) return "redis.register_function must get a callback argument";
    return NULL;
}

static const char *readPositional(lua_State *lua, struct Registration *registration) {
    if (lua_type(lua, 1) != LUA_TSTRING) return "first argument to redis.register_function must be a string";
    if (lua_type(lua, 2) != LUA_TFUNCTION) return "second argument to redis.register_function must be a function";
    registration->name = sliceAt(lua, 1);
    lua_pushvalue(lua, 2);
    registration->callback = luaL_ref(lua, LUA_REGISTRYINDEX);
    return NULL;
}

int registerFunction(lua_State *lua) {
    LuaHost *host = hostOf(lua);
    int count = lua_gettop(lua);
    if (count < 1 || count > 2) return raiseError(lua, "wrong number of arguments to redis.register_function");
    if (!host->isLoading) return raiseError(lua, "redis.register_function can only be called on FUNCTION LOAD command");
    struct Registration registration;
    memset(&registration, 0, sizeof registration);
    registration.callback = LUA_NOREF;
    const char *error = count == 1 ? readNamed(lua, &registration) : readPositional(lua, &registration);
    if (!error) {
        int refused = host->callbacks.registerFunction(
            host->callbacks.context, registration.name, registration.description, registration.hasDescription,
            registration.flags, registration.flagCount, registration.callback);
        if (!refused) return 0;
        luaL_unref(lua, LUA_REGISTRYINDEX, registration.callback);
        pushErrorTable(lua, (const char *)host->reply.bytes, host->reply.count);
        return lua_error(lua);
    }
    luaL_unref(lua, LUA_REGISTRYINDEX, registration.callback);
    return raiseError(lua, error);
}
