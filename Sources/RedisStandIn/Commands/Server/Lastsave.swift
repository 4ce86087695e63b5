extension Command {
    /// `LASTSAVE`
    ///
    /// Get the UNIX time stamp of the last successful save to disk. See <https://redis.io/commands/lastsave/>.
    static let lastsave = Command(
        "lastsave", arity: 1, flags: [.loading, .stale, .fast], group: .server, since: "1.0.0",
        summary: "Get the UNIX time stamp of the last successful save to disk",
        reply: { call throws(RedisError) in
            .integer(call.engine.lastSave / 1000)
        })
}
