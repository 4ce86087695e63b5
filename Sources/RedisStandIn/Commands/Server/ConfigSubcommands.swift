extension Command {
    /// The subcommands of `CONFIG`. See <https://redis.io/commands/config/>.
    static let config = Command(
        "config", arity: -2, flags: [], group: .server, since: "2.0.0",
        summary: "A container for server configuration commands",
        subcommands: [
            .configGet,
            .help("config", since: "5.0.0", group: .server),
            .configResetstat,
            .configRewrite,
            .configSet,
        ], body: .container)
}

extension Command {
    /// `CONFIG REWRITE`
    ///
    /// Rewrite the configuration file with the in memory configuration. See
    /// <https://redis.io/commands/config-rewrite/>.
    static let configRewrite = Command(
        "config|rewrite", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.8.0",
        summary: "Rewrite the configuration file with the in memory configuration",
        reply: { call throws(RedisError) in throw RedisError("ERR The server is running without a config file") })
}
