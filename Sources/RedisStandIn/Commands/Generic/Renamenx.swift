extension Command {
    /// `RENAMENX key newkey`
    ///
    /// Rename a key, only if the new key does not exist. See <https://redis.io/commands/renamenx/>.
    static let renamenx = Command(
        "renamenx", arity: 3, flags: [.write, .fast], keys: KeyPositions(first: 1, last: 2, step: 1), group: .generic,
        since: "1.0.0",
        summary: "Rename a key, only if the new key does not exist",
        reply: { call throws(RedisError) in
            let (key, destination) = (call.key(1), call.key(2))
            if !call.exists(key) { throw .noSuchKey }
            if key == destination || call.exists(destination) { return .integer(0) }
            call.apply(.rename(key, to: destination))
            return .integer(1)
        })
}
