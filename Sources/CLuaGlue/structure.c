// `struct` of scripts: C structures as strings, in the format language of <http://www.inf.puc-rio.br/~roberto/struct/>.
#include "host.h"
#include <ctype.h>
#include <string.h>

typedef struct {
    lua_State *lua;
    const char *next;
    int isLittle;
    /// 1 is no alignment.
    size_t alignment;
} Format;

static int readNumber(Format *format, int otherwise) {
    if (!isdigit((unsigned char)*format->next)) return otherwise;
    int number = 0;
    do {
        if (number > (INT32_MAX - 9) / 10) luaL_error(format->lua, "integral size overflow");
        number = number * 10 + (*format->next++ - '0');
    } while (isdigit((unsigned char)*format->next));
    return number;
}

/// How many bytes the option takes; strings are found out elsewhere.
static size_t optionSize(Format *format, char option) {
    switch (option) {
    case 'B':
    case 'b': return 1;
    case 'H':
    case 'h': return 2;
    case 'T':
    case 'L':
    case 'l': return 8;
    case 'f': return 4;
    case 'd': return 8;
    case 'x': return 1;
    case 'c': return (size_t)readNumber(format, 1);
    case 'i':
    case 'I': {
        int size = readNumber(format, 4);
        if (size < 1 || size > 32) luaL_error(format->lua, "integral size %d is larger than limit of %d", size, 32);
        return (size_t)size;
    }
    default: return 0;
    }
}

/// Bytes to skip before an element of `size`.
static size_t padding(const Format *format, char option, size_t size, size_t position) {
    if (size == 0 || option == 'c' || option == 'x' || option == 's') return 0;
    size_t alignment = size > format->alignment ? format->alignment : size;
    if (alignment < 2) return 0;
    if ((alignment & (alignment - 1)) != 0) luaL_error(format->lua, "alignment %d is not a power of 2", (int)alignment);
    return (alignment - (position & (alignment - 1))) & (alignment - 1);
}

static void control(Format *format, char option) {
    switch (option) {
    case ' ': return;
    case '>': format->isLittle = 0; return;
    case '<': format->isLittle = 1; return;
    case '!': {
        int alignment = readNumber(format, 8);
        if (alignment < 1 || (alignment & (alignment - 1)) != 0) {
            luaL_error(format->lua, "alignment is not a power of 2");
        }
        format->alignment = (size_t)alignment;
        return;
    }
    default: luaL_error(format->lua, "invalid format option '%c'", option);
    }
}

static void addBytes(luaL_Buffer *buffer, const uint8_t *little, size_t size, int isLittle) {
    for (size_t index = 0; index < size; index++) luaL_addchar(buffer, (char)little[isLittle ? index : size - 1 - index]);
}

static int packStructure(lua_State *lua) {
    Format format = {lua, luaL_checkstring(lua, 1), 1, 1};
    luaL_Buffer buffer;
    int argument = 2;
    size_t total = 0;
    lua_pushnil(lua);
    luaL_buffinit(lua, &buffer);
    while (*format.next) {
        char option = *format.next++;
        size_t size = optionSize(&format, option);
        for (size_t pad = padding(&format, option, size, total); pad > 0; pad--, total++) luaL_addchar(&buffer, 0);
        switch (option) {
        case 'b':
        case 'B':
        case 'h':
        case 'H':
        case 'l':
        case 'L':
        case 'T':
        case 'i':
        case 'I': {
            double number = luaL_checknumber(lua, argument++);
            uint8_t little[32];
            uint64_t bits = number < 0 ? (uint64_t)(int64_t)(number < -9223372036854775808.0 ? INT64_MIN : (int64_t)number)
                            : number < 18446744073709551616.0 ? (uint64_t)number : UINT64_MAX;
            memset(little, number < 0 ? 0xFF : 0, sizeof little);
            for (size_t index = 0; index < 8; index++) little[index] = (uint8_t)(bits >> (8 * index));
            addBytes(&buffer, little, size, format.isLittle);
            break;
        }
        case 'x': luaL_addchar(&buffer, 0); break;
        case 'f': {
            float number = (float)luaL_checknumber(lua, argument++);
            addBytes(&buffer, (uint8_t *)&number, 4, format.isLittle);
            break;
        }
        case 'd': {
            double number = luaL_checknumber(lua, argument++);
            addBytes(&buffer, (uint8_t *)&number, 8, format.isLittle);
            break;
        }
        case 'c':
        case 's': {
            size_t length = 0;
            const char *text = luaL_checklstring(lua, argument++, &length);
            if (option == 's' || size == 0) size = length;
            luaL_argcheck(lua, length >= size, argument - 1, "string too short");
            luaL_addlstring(&buffer, text, size);
            if (option == 's') {
                luaL_addchar(&buffer, 0);
                size++;
            }
            break;
        }
        default: control(&format, option);
        }
        total += size;
    }
    luaL_pushresult(&buffer);
    return 1;
}

static double readInteger(const uint8_t *bytes, size_t size, int isLittle, int isSigned) {
    uint64_t bits = 0;
    size_t significant = size < 8 ? size : 8;
    for (size_t index = 0; index < significant; index++) {
        bits |= (uint64_t)bytes[isLittle ? index : size - 1 - index] << (8 * index);
    }
    if (!isSigned) return (double)bits;
    if (size < 8 && (bits >> (8 * size - 1)) & 1) bits |= ~(uint64_t)0 << (8 * size);
    return (double)(int64_t)bits;
}

static int unpackStructure(lua_State *lua) {
    Format format = {lua, luaL_checkstring(lua, 1), 1, 1};
    size_t count = 0;
    const uint8_t *bytes = (const uint8_t *)luaL_checklstring(lua, 2, &count);
    lua_Integer offset = luaL_optinteger(lua, 3, 1);
    luaL_argcheck(lua, offset > 0, 3, "offset must be 1 or greater");
    size_t position = (size_t)offset - 1;
    int found = 0;
    while (*format.next) {
        char option = *format.next++;
        size_t size = optionSize(&format, option);
        position += padding(&format, option, size, position);
        luaL_argcheck(lua, size <= count && position <= count - size, 2, "data string too short");
        luaL_checkstack(lua, 2, "too many results");
        const uint8_t *here = bytes + position;
        switch (option) {
        case 'b':
        case 'h':
        case 'l':
        case 'i':
        case 'B':
        case 'H':
        case 'L':
        case 'T':
        case 'I':
            lua_pushnumber(lua, readInteger(here, size, format.isLittle, islower((unsigned char)option)));
            found++;
            break;
        case 'x': break;
        case 'f': {
            uint8_t little[4];
            for (int index = 0; index < 4; index++) little[index] = here[format.isLittle ? index : 3 - index];
            float number;
            memcpy(&number, little, sizeof number);
            lua_pushnumber(lua, number);
            found++;
            break;
        }
        case 'd': {
            uint8_t little[8];
            for (int index = 0; index < 8; index++) little[index] = here[format.isLittle ? index : 7 - index];
            double number;
            memcpy(&number, little, sizeof number);
            lua_pushnumber(lua, number);
            found++;
            break;
        }
        case 'c':
            if (size == 0) {
                if (found == 0 || !lua_isnumber(lua, -1)) luaL_error(lua, "format 'c0' needs a previous size");
                double previous = lua_tonumber(lua, -1);
                lua_pop(lua, 1);
                found--;
                luaL_argcheck(lua, previous >= 0 && previous <= (double)(count - position), 2, "data string too short");
                size = (size_t)previous;
            }
            lua_pushlstring(lua, (const char *)here, size);
            found++;
            break;
        case 's': {
            const uint8_t *end = position < count ? memchr(here, 0, count - position) : NULL;
            if (!end) luaL_error(lua, "unfinished string in data");
            size = (size_t)(end - here) + 1;
            lua_pushlstring(lua, (const char *)here, size - 1);
            found++;
            break;
        }
        default: control(&format, option);
        }
        position += size;
    }
    lua_pushinteger(lua, (lua_Integer)position + 1);
    return found + 1;
}

static int sizeOfStructure(lua_State *lua) {
    Format format = {lua, luaL_checkstring(lua, 1), 1, 1};
    size_t total = 0;
    while (*format.next) {
        char option = *format.next++;
        size_t size = optionSize(&format, option);
        total += padding(&format, option, size, total);
        if (option == 's') return luaL_argerror(lua, 1, "variable-size format in 'size'");
        if (option == 'c' && size == 0) return luaL_argerror(lua, 1, "variable-length format in 'size'");
        if (size == 0) control(&format, option);
        if (size > INT32_MAX - total) return luaL_argerror(lua, 1, "item size too large");
        total += size;
    }
    lua_pushinteger(lua, (lua_Integer)total);
    return 1;
}

int openStruct(lua_State *lua) {
    static const luaL_Reg functions[] = {
        {"pack", packStructure}, {"unpack", unpackStructure}, {"size", sizeOfStructure}, {NULL, NULL},
    };
    lua_newtable(lua);
    for (const luaL_Reg *function = functions; function->name; function++) {
        lua_pushcfunction(lua, function->func);
        lua_setfield(lua, -2, function->name);
    }
    return 1;
}
