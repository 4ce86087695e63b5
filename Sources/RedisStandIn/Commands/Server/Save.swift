import Fidelity

extension Command {
    /// `SAVE`
    ///
    /// Synchronously save the dataset to disk. See <https://redis.io/commands/save/>.
    static let save = Command(
        "save", arity: 1, flags: [.admin, .noscript, .noAsyncLoading, .noMulti], group: .server, since: "1.0.0",
        summary: "Synchronously save the dataset to disk",
        fidelity: .approximate("every write is kept before it is answered: only the time is noted"),
        reply: { call throws(RedisError) in
            call.engine.lastSave = call.now
            call.keyspace.changes = 0
            return .ok
        })
}
