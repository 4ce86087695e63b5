extension Command {
    /// `OBJECT FREQ key`
    ///
    /// Get the logarithmic access frequency counter of a Redis object. See <https://redis.io/commands/object-freq/>.
    static let objectFreq = Command(
        "object|freq", arity: 3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1), group: .generic,
        since: "4.0.0",
        summary: "Get the logarithmic access frequency counter of a Redis object",
        reply: { call throws(RedisError) in
            guard let entry = call.entry(call.key(2), isPeek: true) else { return .null }
            if call.engine.limits.eviction.countsFrequency {
                return .integer(Int64(entry.frequency.value(at: call.now, call.engine.limits.frequency)))
            }
            throw RedisError(
                "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."
            )
        })
}
