extension Command {
    /// `OBJECT REFCOUNT key`
    ///
    /// Get the number of references to the value of the key. See <https://redis.io/commands/object-refcount/>.
    static let objectRefcount = Command(
        "object|refcount", arity: 3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .generic, since: "2.2.3",
        summary: "Get the number of references to the value of the key",
        reply: { call throws(RedisError) in
            guard let entry = call.entry(call.key(2), isPeek: true) else { return .null }
            // Small integers are one object for all.
            if case .string(let bytes) = entry.value, let number = Int64(redisBytes: bytes),
                (0..<10_000).contains(number)
            {
                return .integer(Int64(Int32.max))
            }
            return .integer(1)
        })
}
