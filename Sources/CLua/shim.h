// Debian's Lua 5.1, which is what Redis embeds, with the libraries of it that Redis offers to scripts.
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
#include <lua-bitop.h>
#include <lua-cjson.h>
