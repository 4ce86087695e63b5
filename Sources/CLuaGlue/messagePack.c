// `cmsgpack` of scripts: MessagePack, as <https://github.com/msgpack/msgpack/blob/master/spec.md> describes it.
#include "host.h"
#include <math.h>
#include <string.h>

/// Tables deeper than this are packed as nil.
#define NESTING_LIMIT 16
/// Nested data deeper than this is refused.
#define UNPACK_LIMIT 128

// MARK: - Packing

static void addBig(luaL_Buffer *buffer, uint8_t tag, uint64_t value, int size) {
    luaL_addchar(buffer, (char)tag);
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) luaL_addchar(buffer, (char)(value >> shift));
}

static void packInteger(luaL_Buffer *buffer, int64_t value) {
    if (value >= 0) {
        uint64_t number = (uint64_t)value;
        if (number < 128) luaL_addchar(buffer, (char)number);
        else if (number <= 0xFF) addBig(buffer, 0xCC, number, 1);
        else if (number <= 0xFFFF) addBig(buffer, 0xCD, number, 2);
        else if (number <= 0xFFFFFFFF) addBig(buffer, 0xCE, number, 4);
        else addBig(buffer, 0xCF, number, 8);
    } else {
        uint64_t bits = (uint64_t)value;
        if (value >= -32) luaL_addchar(buffer, (char)bits);
        else if (value >= -128) addBig(buffer, 0xD0, bits & 0xFF, 1);
        else if (value >= -32768) addBig(buffer, 0xD1, bits & 0xFFFF, 2);
        else if (value >= -2147483648LL) addBig(buffer, 0xD2, bits & 0xFFFFFFFF, 4);
        else addBig(buffer, 0xD3, bits, 8);
    }
}

static void packNumber(luaL_Buffer *buffer, double value) {
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && floor(value) == value) {
        packInteger(buffer, (int64_t)value);
        return;
    }
    float narrow = (float)value;
    if ((double)narrow == value) {
        uint32_t bits;
        memcpy(&bits, &narrow, sizeof bits);
        addBig(buffer, 0xCA, bits, 4);
    } else {
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        addBig(buffer, 0xCB, bits, 8);
    }
}

static void addHeader(luaL_Buffer *buffer, size_t count, int small, int smallLimit, int tag16) {
    if (count < (size_t)smallLimit) luaL_addchar(buffer, (char)(small | (int)count));
    else if (count <= 0xFFFF) addBig(buffer, (uint8_t)tag16, count, 2);
    else addBig(buffer, (uint8_t)(tag16 + 1), count, 4);
}

/// How many elements the table at `index` has when its keys are 1 to n; -1 when they are not.
static int64_t arrayCount(lua_State *lua, int index) {
    int64_t count = 0, largest = 0;
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        double key = lua_type(lua, -1) == LUA_TNUMBER ? lua_tonumber(lua, -1) : 0;
        if (!(key >= 1 && key < 4294967296.0 && floor(key) == key)) {
            lua_pop(lua, 1);
            return -1;
        }
        if ((int64_t)key > largest) largest = (int64_t)key;
        count++;
    }
    return largest == count ? count : -1;
}

/// Packs the value at `index` into a string that is left on the stack. One string for each value keeps the stack as
/// luaL_Buffer wants it.
static void pack(lua_State *lua, int index, int level) {
    luaL_checkstack(lua, 12, "in function pack");
    luaL_Buffer buffer;
    if (lua_type(lua, index) == LUA_TTABLE && level < NESTING_LIMIT) {
        int64_t count = arrayCount(lua, index);
        int pieces = 0, isMap = count < 0;
        // Pieces are joined by lua_concat in groups, for the stack is not endless.
        lua_newtable(lua);
        int list = lua_gettop(lua);
        if (isMap) {
            count = 0;
            lua_pushnil(lua);
            while (lua_next(lua, index)) {
                pack(lua, lua_gettop(lua) - 1, level + 1);
                pack(lua, lua_gettop(lua) - 1, level + 1);
                lua_concat(lua, 2);
                lua_rawseti(lua, list, ++pieces);
                lua_pop(lua, 1);
                count++;
            }
        } else {
            for (int position = 1; position <= count; position++) {
                lua_rawgeti(lua, index, position);
                pack(lua, lua_gettop(lua), level + 1);
                lua_rawseti(lua, list, ++pieces);
                lua_pop(lua, 1);
            }
        }
        luaL_buffinit(lua, &buffer);
        addHeader(&buffer, (size_t)count, isMap ? 0x80 : 0x90, 16, isMap ? 0xDE : 0xDC);
        for (int position = 1; position <= pieces; position++) {
            lua_rawgeti(lua, list, position);
            luaL_addvalue(&buffer);
        }
        luaL_pushresult(&buffer);
        lua_remove(lua, list);
        return;
    }
    size_t count = 0;
    const char *text = NULL;
    int type = lua_type(lua, index);
    double number = 0;
    int truth = lua_toboolean(lua, index);
    if (type == LUA_TSTRING) text = lua_tolstring(lua, index, &count);
    if (type == LUA_TNUMBER) number = lua_tonumber(lua, index);
    luaL_buffinit(lua, &buffer);
    switch (type) {
    case LUA_TSTRING:
        if (count < 32) luaL_addchar(&buffer, (char)(0xA0 | count));
        else if (count <= 0xFF) addBig(&buffer, 0xD9, count, 1);
        else if (count <= 0xFFFF) addBig(&buffer, 0xDA, count, 2);
        else addBig(&buffer, 0xDB, count, 4);
        luaL_addlstring(&buffer, text, count);
        break;
    case LUA_TNUMBER: packNumber(&buffer, number); break;
    case LUA_TBOOLEAN: luaL_addchar(&buffer, (char)(truth ? 0xC3 : 0xC2)); break;
    default: luaL_addchar(&buffer, (char)0xC0);
    }
    luaL_pushresult(&buffer);
}

static int packAll(lua_State *lua) {
    int count = lua_gettop(lua);
    if (count == 0) return luaL_argerror(lua, 0, "MessagePack pack needs input.");
    luaL_checkstack(lua, count + 2, "Too many arguments for MessagePack pack.");
    for (int index = 1; index <= count; index++) pack(lua, index, 0);
    lua_concat(lua, count);
    return 1;
}

// MARK: - Unpacking

typedef struct {
    lua_State *lua;
    const uint8_t *next, *end;
} Input;

static uint64_t readBig(Input *input, int size) {
    if (input->end - input->next < size) luaL_error(input->lua, "Missing bytes in input.");
    uint64_t value = 0;
    for (int index = 0; index < size; index++) value = value << 8 | *input->next++;
    return value;
}

static void unpackString(Input *input, uint64_t count) {
    if ((uint64_t)(input->end - input->next) < count) luaL_error(input->lua, "Missing bytes in input.");
    lua_pushlstring(input->lua, (const char *)input->next, (size_t)count);
    input->next += count;
}

static void unpack(Input *input, int level);

static void unpackElements(Input *input, uint64_t count, int isMap, int level) {
    lua_State *lua = input->lua;
    if (level > UNPACK_LIMIT) luaL_error(lua, "Bad data format in input.");
    luaL_checkstack(lua, 6, "in function unpack");
    lua_newtable(lua);
    for (uint64_t index = 1; index <= count; index++) {
        if (isMap) {
            unpack(input, level + 1);
            unpack(input, level + 1);
            if (lua_isnil(lua, -2) || (lua_isnumber(lua, -2) && lua_tonumber(lua, -2) != lua_tonumber(lua, -2))) {
                luaL_error(lua, "Bad data format in input.");
            }
        } else {
            lua_pushnumber(lua, (lua_Number)index);
            unpack(input, level + 1);
        }
        lua_rawset(lua, -3);
    }
}

static void unpack(Input *input, int level) {
    lua_State *lua = input->lua;
    luaL_checkstack(lua, 6, "in function unpack");
    uint8_t tag = (uint8_t)readBig(input, 1);
    if (tag < 0x80) lua_pushnumber(lua, tag);
    else if (tag < 0x90) unpackElements(input, tag & 15, 1, level);
    else if (tag < 0xA0) unpackElements(input, tag & 15, 0, level);
    else if (tag < 0xC0) unpackString(input, tag & 31);
    else if (tag >= 0xE0) lua_pushnumber(lua, (int8_t)tag);
    else
        switch (tag) {
        case 0xC0: lua_pushnil(lua); break;
        case 0xC2: lua_pushboolean(lua, 0); break;
        case 0xC3: lua_pushboolean(lua, 1); break;
        case 0xC4:
        case 0xD9: unpackString(input, readBig(input, 1)); break;
        case 0xC5:
        case 0xDA: unpackString(input, readBig(input, 2)); break;
        case 0xC6:
        case 0xDB: unpackString(input, readBig(input, 4)); break;
        case 0xCA: {
            uint32_t bits = (uint32_t)readBig(input, 4);
            float value;
            memcpy(&value, &bits, sizeof value);
            lua_pushnumber(lua, value);
            break;
        }
        case 0xCB: {
            uint64_t bits = readBig(input, 8);
            double value;
            memcpy(&value, &bits, sizeof value);
            lua_pushnumber(lua, value);
            break;
        }
        case 0xCC: lua_pushnumber(lua, (lua_Number)readBig(input, 1)); break;
        case 0xCD: lua_pushnumber(lua, (lua_Number)readBig(input, 2)); break;
        case 0xCE: lua_pushnumber(lua, (lua_Number)readBig(input, 4)); break;
        case 0xCF: lua_pushnumber(lua, (lua_Number)readBig(input, 8)); break;
        case 0xD0: lua_pushnumber(lua, (int8_t)readBig(input, 1)); break;
        case 0xD1: lua_pushnumber(lua, (int16_t)readBig(input, 2)); break;
        case 0xD2: lua_pushnumber(lua, (int32_t)readBig(input, 4)); break;
        case 0xD3: lua_pushnumber(lua, (lua_Number)(int64_t)readBig(input, 8)); break;
        case 0xDC: unpackElements(input, readBig(input, 2), 0, level); break;
        case 0xDD: unpackElements(input, readBig(input, 4), 0, level); break;
        case 0xDE: unpackElements(input, readBig(input, 2), 1, level); break;
        case 0xDF: unpackElements(input, readBig(input, 4), 1, level); break;
        default: luaL_error(lua, "Bad data format in input.");
        }
}

/// `limit` 0 is all of it, without the offset that the others return first.
static int unpackFrom(lua_State *lua, int64_t limit, int64_t offset) {
    size_t count = 0;
    const uint8_t *bytes = (const uint8_t *)luaL_checklstring(lua, 1, &count);
    if (offset < 0 || limit < 0) {
        return luaL_error(lua, "Invalid request to unpack with offset of %d and limit of %d.", (int)offset, (int)limit);
    }
    if ((uint64_t)offset > count) {
        return luaL_error(lua, "Start offset %d greater than input length %d.", (int)offset, (int)count);
    }
    Input input = {lua, bytes + offset, bytes + count};
    lua_settop(lua, 1);
    int found = 0;
    if (limit > 0) lua_pushnil(lua);
    while (input.next < input.end && (limit == 0 || found < limit)) {
        luaL_checkstack(lua, 6, "in function mp_unpack");
        unpack(&input, 0);
        found++;
    }
    if (limit == 0) return found;
    lua_pushnumber(lua, input.next == input.end ? -1 : (lua_Number)(input.next - bytes));
    lua_replace(lua, 2);
    return found + 1;
}

static int unpackAll(lua_State *lua) { return unpackFrom(lua, 0, 0); }
static int unpackOne(lua_State *lua) { return unpackFrom(lua, 1, (int64_t)luaL_optinteger(lua, 2, 0)); }
static int unpackSome(lua_State *lua) {
    return unpackFrom(lua, (int64_t)luaL_checkinteger(lua, 2), (int64_t)luaL_optinteger(lua, 3, 0));
}

int openPack(lua_State *lua) {
    static const luaL_Reg functions[] = {
        {"pack", packAll}, {"unpack", unpackAll}, {"unpack_one", unpackOne}, {"unpack_limit", unpackSome}, {NULL, NULL},
    };
    lua_newtable(lua);
    for (const luaL_Reg *function = functions; function->name; function++) {
        lua_pushcfunction(lua, function->func);
        lua_setfield(lua, -2, function->name);
    }
    lua_pushliteral(lua, "cmsgpack");
    lua_setfield(lua, -2, "_NAME");
    lua_pushliteral(lua, "lua-cmsgpack 0.4.0");
    lua_setfield(lua, -2, "_VERSION");
    return 1;
}
