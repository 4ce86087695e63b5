extension Command {
    /// `RENAME key newkey`
    ///
    /// Rename a key. See <https://redis.io/commands/rename/>.
    static let rename = Command(
        "rename", arity: 3, flags: [.write], keys: KeyPositions(first: 1, last: 2, step: 1), group: .generic,
        since: "1.0.0",
        summary: "Rename a key",
        reply: { call throws(RedisError) in
            let (key, destination) = (call.key(1), call.key(2))
            if !call.exists(key) { throw .noSuchKey }
            if key != destination { call.apply(.rename(key, to: destination)) }
            return .ok
        })
}
