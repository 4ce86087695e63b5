import Fidelity

extension Command {
    /// `MEMORY USAGE key [SAMPLES count]`
    ///
    /// Estimate the memory usage of a key. See <https://redis.io/commands/memory-usage/>.
    static let memoryUsage = Command(
        "memory|usage", arity: -3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1), group: .server,
        since: "4.0.0",
        summary: "Estimate the memory usage of a key",
        fidelity: .approximate("an estimate from the sizes of keys and values"),
        reply: { call throws(RedisError) in
            if call.count != 3 {
                guard call.count == 5, call.option(3) == "SAMPLES" else { throw .syntax }
                if try call.integer(4) < 0 { throw .syntax }
            }
            guard let entry = call.entry(call.key(2), isPeek: true) else { return .null }
            return .count(call[2].count + 48 + size(of: entry.value))
        })
}
