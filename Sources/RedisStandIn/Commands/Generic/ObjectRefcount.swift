import Fidelity

extension Command {
    /// `OBJECT REFCOUNT key`
    ///
    /// Get the number of references to the value of the key. See <https://redis.io/commands/object-refcount/>.
    static let objectRefcount = Command(
        "object|refcount", arity: 3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .generic, since: "2.2.3",
        summary: "Get the number of references to the value of the key",
        fidelity: .approximate("shared integers are not shared here: always 1"),
        reply: { call throws(RedisError) in
            call.entry(call.key(2), isPeek: true) == nil ? .null : .integer(1)
        })
}
