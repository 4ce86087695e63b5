extension Command {
    /// The subcommands of `CLIENT`. See <https://redis.io/commands/client/>.
    static let client = Command(
        "client", arity: -2, flags: [], group: .connection, since: "2.4.0",
        summary: "A container for client connection commands",
        subcommands: [
            Command(
                unsupported: "client|caching", arity: 3, group: .connection, since: "6.0.0",
                summary: "Instruct the server about tracking or not keys in the next request",
                reason: "clients are not tracked, paused or cached"),
            .clientGetname,
            Command(
                unsupported: "client|getredir", arity: 2, group: .connection, since: "6.0.0",
                summary: "Get tracking notifications redirection client ID if any",
                reason: "clients are not tracked, paused or cached"),
            Command(
                unsupported: "client|help", arity: 2, group: .connection, since: "5.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .clientId,
            .clientInfo,
            .clientKill,
            .clientList,
            .clientNoEvict,
            Command(
                unsupported: "client|pause", arity: -3, group: .connection, since: "2.9.50",
                summary: "Stop processing commands from clients for some time",
                reason: "clients are not tracked, paused or cached"),
            .clientReply,
            .clientSetname,
            Command(
                unsupported: "client|tracking", arity: -3, group: .connection, since: "6.0.0",
                summary: "Enable or disable server assisted client side caching support",
                reason: "clients are not tracked, paused or cached"),
            Command(
                unsupported: "client|trackinginfo", arity: 2, group: .connection, since: "6.2.0",
                summary: "Return information about server assisted client side caching for the current connection",
                reason: "clients are not tracked, paused or cached"),
            .clientUnblock,
            Command(
                unsupported: "client|unpause", arity: 2, group: .connection, since: "6.2.0",
                summary: "Resume processing of clients that were paused",
                reason: "clients are not tracked, paused or cached"),
        ], body: .container)
}
