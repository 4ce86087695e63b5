import Fidelity

extension Command {
    /// `BGSAVE [SCHEDULE]`
    ///
    /// Asynchronously save the dataset to disk. See <https://redis.io/commands/bgsave/>.
    static let bgsave = Command(
        "bgsave", arity: -1, flags: [.admin, .noscript, .noAsyncLoading], group: .server, since: "1.0.0",
        summary: "Asynchronously save the dataset to disk",
        fidelity: .approximate("every write is kept before it is answered: only the time is noted"),
        reply: { call throws(RedisError) in
            if call.count > 2 || (call.count == 2 && call.option(1) != "SCHEDULE") { throw .syntax }
            call.engine.lastSave = call.now
            call.keyspace.changes = 0
            return .simple("Background saving started")
        })
}
