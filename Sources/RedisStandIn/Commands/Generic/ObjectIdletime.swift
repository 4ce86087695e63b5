extension Command {
    /// `OBJECT IDLETIME key`
    ///
    /// Get the time since a Redis object was last accessed. See <https://redis.io/commands/object-idletime/>.
    static let objectIdletime = Command(
        "object|idletime", arity: 3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .generic, since: "2.2.3",
        summary: "Get the time since a Redis object was last accessed",
        reply: { call throws(RedisError) in
            guard let entry = call.entry(call.key(2), isPeek: true) else { return .null }
            return .integer(max(0, call.now - entry.accessedAt) / 1000)
        })
}
