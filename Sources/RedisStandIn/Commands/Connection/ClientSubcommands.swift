extension Command {
    /// The subcommands of `CLIENT`. See <https://redis.io/commands/client/>.
    static let client = Command(
        "client", arity: -2, flags: [], group: .connection, since: "2.4.0",
        summary: "A container for client connection commands",
        subcommands: [
            .clientCaching, .clientGetname, .clientGetredir, .help("client", since: "5.0.0", group: .connection),
            .clientId, .clientInfo, .clientKill, .clientList, .clientNoEvict, .clientPause, .clientReply,
            .clientSetname, .clientTracking, .clientTrackinginfo, .clientUnblock, .clientUnpause,
        ], body: .container)
}
