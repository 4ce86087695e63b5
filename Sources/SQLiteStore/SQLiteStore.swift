// SQLite as the stand-ins use it: connections, statements, transactions and copies of a database, and nothing of SQL
// itself. It calls the C library directly, because a wrapper costs several times the call.
//
// A `Connection` is not `Sendable`: it lives on one thread. Whatever runs on Swift's cooperative threads reaches it
// through a `DatabaseThread`, so that a call that waits for the disk never stops the others.
