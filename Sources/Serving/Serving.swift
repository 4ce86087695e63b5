// Sockets: bind, then run.
//
// A `Listener` is bound before anything starts, so that every address is known; `run` then accepts until its task is
// cancelled. Each connection is a loop in a task of its own: bytes for the wire protocols (`ByteListener`), requests
// and responses for HTTP (`HTTPListener`). A client that misbehaves ends its own connection and nothing else.
