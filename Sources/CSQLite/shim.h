#pragma once
#include <sqlite3.h>

/// Stops SQLite from counting the memory it takes: every allocation would take a lock that all threads share. Only before
/// the library is first used.
static inline int sqlite3_stop_counting_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
