// The Model Context Protocol: a server that people define tools and resources on, and a client.
//
// `MCPServer` is a value; its `handler()` answers one endpoint (say `/mcp`) in both eras of the Streamable HTTP
// transport: the stateless revision 2026-07-28, where every request brings its version, capabilities and metadata along,
// and the handshake revisions 2025-03-26 to 2025-11-25 with `initialize` and sessions. A tool is defined once and serves
// both. `MCPClient` speaks the newer era first and falls back to the handshake.
//
// Neither sees a socket: the server is a `Handler`, and the client is given a function that sends a request. Time and
// ids are injected. Tool arguments are checked against the tool's JSON Schema before the tool runs.
// https://modelcontextprotocol.io/specification/2026-07-28
