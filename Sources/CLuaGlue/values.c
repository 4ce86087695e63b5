// Values between Lua and the encoded bytes that CLuaGlue.h describes.
#include "host.h"
#include <string.h>

// MARK: - From the server

typedef struct {
    const uint8_t *next, *end;
} Reader;

static uint32_t readCount(Reader *reader) {
    uint32_t number = 0;
    if ((size_t)(reader->end - reader->next) < sizeof number) {
        reader->next = reader->end;
        return 0;
    }
    memcpy(&number, reader->next, sizeof number);
    reader->next += sizeof number;
    return number;
}

static LuaSlice readBytes(Reader *reader) {
    size_t count = readCount(reader), left = (size_t)(reader->end - reader->next);
    if (count > left) count = left;
    LuaSlice slice = {reader->next, count};
    reader->next += count;
    return slice;
}

static void pushSlice(lua_State *lua, LuaSlice slice) { lua_pushlstring(lua, (const char *)slice.bytes, slice.count); }

static void setField(lua_State *lua, const char *name) {
    lua_pushstring(lua, name);
    lua_insert(lua, -2);
    lua_rawset(lua, -3);
}

static void pushValue(lua_State *lua, Reader *reader) {
    luaL_checkstack(lua, 8, "reply is nested too deep");
    if (reader->next == reader->end) {
        lua_pushnil(lua);
        return;
    }
    uint8_t tag = *reader->next++;
    switch (tag) {
    case 'i': {
        int64_t number = 0;
        if ((size_t)(reader->end - reader->next) >= sizeof number) memcpy(&number, reader->next, sizeof number);
        reader->next += sizeof number;
        lua_pushnumber(lua, (lua_Number)number);
        return;
    }
    case 'd': {
        double number = 0;
        if ((size_t)(reader->end - reader->next) >= sizeof number) memcpy(&number, reader->next, sizeof number);
        reader->next += sizeof number;
        lua_newtable(lua);
        lua_pushnumber(lua, number);
        setField(lua, "double");
        return;
    }
    case 's': pushSlice(lua, readBytes(reader)); return;
    case '+':
        lua_newtable(lua);
        pushSlice(lua, readBytes(reader));
        setField(lua, "ok");
        return;
    case '-': {
        LuaSlice text = readBytes(reader);
        lua_newtable(lua);
        pushSlice(lua, text);
        setField(lua, "err");
        lua_pushboolean(lua, 1);
        setField(lua, "ignore_error_stats_update");
        return;
    }
    case 'b':
        lua_newtable(lua);
        pushSlice(lua, readBytes(reader));
        setField(lua, "big_number");
        return;
    case 'v': {
        const char *format = (const char *)reader->next;
        if (reader->end - reader->next < 3) reader->next = reader->end;
        else reader->next += 3;
        lua_newtable(lua);
        lua_newtable(lua);
        pushSlice(lua, readBytes(reader));
        setField(lua, "string");
        lua_pushlstring(lua, format, 3);
        setField(lua, "format");
        setField(lua, "verbatim_string");
        return;
    }
    case 't':
    case 'f': lua_pushboolean(lua, tag == 't'); return;
    // A missing value is false in RESP2, nil in RESP3.
    case 'n': lua_pushboolean(lua, 0); return;
    case 'N': lua_pushnil(lua); return;
    case 'a': {
        uint32_t count = readCount(reader);
        lua_createtable(lua, count < 65536 ? (int)count : 65536, 0);
        for (uint32_t index = 0; index < count && reader->next < reader->end; index++) {
            pushValue(lua, reader);
            lua_rawseti(lua, -2, (int)index + 1);
        }
        return;
    }
    case 'm':
    case 'e': {
        uint32_t count = readCount(reader);
        lua_newtable(lua);
        lua_newtable(lua);
        for (uint32_t index = 0; index < count && reader->next < reader->end; index++) {
            pushValue(lua, reader);
            if (tag == 'm') pushValue(lua, reader);
            else lua_pushboolean(lua, 1);
            if (lua_isnil(lua, -2)) lua_pop(lua, 2);
            else lua_rawset(lua, -3);
        }
        setField(lua, tag == 'm' ? "map" : "set");
        return;
    }
    default: lua_pushnil(lua);
    }
}

void pushEncoded(lua_State *lua, const uint8_t *bytes, size_t count) {
    Reader reader = {bytes, bytes + count};
    pushValue(lua, &reader);
}

// MARK: - From a script

/// Pushes `table[name]`, without metamethods, and says whether it has that type; if not, pops it.
static int field(lua_State *lua, int table, const char *name, int type) {
    lua_pushstring(lua, name);
    lua_rawget(lua, table);
    if (lua_type(lua, -1) == type) return 1;
    lua_pop(lua, 1);
    return 0;
}

static void appendTop(lua_State *lua, Buffer *buffer, uint8_t tag) {
    size_t count = 0;
    const char *text = lua_tolstring(lua, -1, &count);
    bufferTagged(buffer, tag, text, text ? count : 0);
}

static void encodeInteger(Buffer *buffer, double value) {
    int64_t number = value >= 9223372036854775808.0 || value < -9223372036854775808.0 || value != value
                         ? INT64_MIN
                         : (int64_t)value;
    bufferByte(buffer, 'i');
    bufferAppend(buffer, &number, sizeof number);
}

/// The pairs or members of the table on the top; each is encoded as a value.
static void encodeElements(lua_State *lua, Buffer *buffer, uint8_t tag, int isRESP3) {
    int table = lua_gettop(lua);
    size_t start = buffer->count;
    uint32_t count = 0;
    bufferByte(buffer, tag);
    bufferCount(buffer, 0);
    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        lua_pushvalue(lua, -2);
        encodeReply(lua, buffer, isRESP3);
        if (tag == 'm') {
            lua_pushvalue(lua, -1);
            encodeReply(lua, buffer, isRESP3);
        }
        lua_pop(lua, 1);
        count++;
    }
    if (!buffer->failed) memcpy(buffer->bytes + start + 1, &count, sizeof count);
}

static void encodeArray(lua_State *lua, Buffer *buffer, int table, int isRESP3) {
    size_t start = buffer->count;
    uint32_t count = 0;
    bufferByte(buffer, 'a');
    bufferCount(buffer, 0);
    while (1) {
        lua_rawgeti(lua, table, (int)count + 1);
        if (lua_isnil(lua, -1)) break;
        encodeReply(lua, buffer, isRESP3);
        count++;
    }
    lua_pop(lua, 1);
    if (!buffer->failed) memcpy(buffer->bytes + start + 1, &count, sizeof count);
}

static void encodeTable(lua_State *lua, Buffer *buffer, int isRESP3) {
    int table = lua_gettop(lua);
    if (field(lua, table, "err", LUA_TSTRING)) {
        const char *text = lua_tostring(lua, -1);
        bufferTagged(buffer, '-', text, strlen(text));
    } else if (field(lua, table, "ok", LUA_TSTRING)) {
        const char *text = lua_tostring(lua, -1);
        bufferTagged(buffer, '+', text, strlen(text));
    } else if (field(lua, table, "double", LUA_TNUMBER)) {
        double number = lua_tonumber(lua, -1);
        bufferByte(buffer, 'd');
        bufferAppend(buffer, &number, sizeof number);
    } else if (field(lua, table, "big_number", LUA_TSTRING)) {
        appendTop(lua, buffer, 'b');
    } else if (field(lua, table, "map", LUA_TTABLE)) {
        encodeElements(lua, buffer, 'm', isRESP3);
    } else if (field(lua, table, "set", LUA_TTABLE)) {
        encodeElements(lua, buffer, 'e', isRESP3);
    } else if (field(lua, table, "verbatim_string", LUA_TTABLE)) {
        int verbatim = lua_gettop(lua);
        if (field(lua, verbatim, "format", LUA_TSTRING) && field(lua, verbatim, "string", LUA_TSTRING)) {
            char format[3] = {' ', ' ', ' '};
            size_t count = 0;
            const char *text = lua_tolstring(lua, -2, &count);
            memcpy(format, text, count < 3 ? count : 3);
            bufferByte(buffer, 'v');
            bufferAppend(buffer, format, 3);
            text = lua_tolstring(lua, -1, &count);
            bufferCount(buffer, count);
            bufferAppend(buffer, text, count);
        } else {
            encodeArray(lua, buffer, table, isRESP3);
        }
    } else {
        encodeArray(lua, buffer, table, isRESP3);
    }
    lua_settop(lua, table);
}

void encodeReply(lua_State *lua, Buffer *buffer, int isRESP3) {
    if (!lua_checkstack(lua, 8)) {
        bufferTagged(buffer, '-', "ERR reached lua stack limit", 27);
        lua_pop(lua, 1);
        return;
    }
    switch (lua_type(lua, -1)) {
    case LUA_TSTRING: appendTop(lua, buffer, 's'); break;
    case LUA_TNUMBER: encodeInteger(buffer, lua_tonumber(lua, -1)); break;
    case LUA_TBOOLEAN:
        if (isRESP3) bufferByte(buffer, lua_toboolean(lua, -1) ? 't' : 'f');
        else if (lua_toboolean(lua, -1)) encodeInteger(buffer, 1);
        else bufferByte(buffer, 'n');
        break;
    case LUA_TTABLE: encodeTable(lua, buffer, isRESP3); break;
    default: bufferByte(buffer, 'n');
    }
    lua_pop(lua, 1);
}
