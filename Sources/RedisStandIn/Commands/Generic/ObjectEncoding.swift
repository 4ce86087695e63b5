import Fidelity

extension Command {
    /// `OBJECT ENCODING key`
    ///
    /// Inspect the internal encoding of a Redis object. See <https://redis.io/commands/object-encoding/>.
    static let objectEncoding = Command(
        "object|encoding", arity: 3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .generic, since: "2.2.3",
        summary: "Inspect the internal encoding of a Redis object",
        fidelity: .approximate("a string is raw when it is longer than 44 bytes, whatever was done to it before"),
        reply: { call throws(RedisError) in
            guard let entry = call.entry(call.key(2), isPeek: true) else { return .null }
            let located = LocatedKey(database: call.client.database, key: call.key(2))
            if case .string = entry.value, call.keyspace.rawStrings.contains(located) { return .text("raw") }
            return .text(encoding(of: entry.value))
        })
}
