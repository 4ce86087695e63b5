extension Command {
    /// `PERSIST key`
    ///
    /// Remove the expiration from a key. See <https://redis.io/commands/persist/>.
    static let persist = Command(
        "persist", arity: 2, flags: [.write, .fast], keys: .one, group: .generic, since: "2.2.0",
        summary: "Remove the expiration from a key",
        reply: { call throws(RedisError) in
            let key = call.key(1)
            guard let entry = call.entry(key), entry.expiresAt != .max else { return .integer(0) }
            call.apply(.expiry(key, nil))
            return .integer(1)
        })
}
