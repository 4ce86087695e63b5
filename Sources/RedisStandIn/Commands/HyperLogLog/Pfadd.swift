extension Command {
    /// `PFADD key [element [element ...]]`
    ///
    /// Adds the specified elements to the specified HyperLogLog. See <https://redis.io/commands/pfadd/>.
    static let pfadd = Command(
        "pfadd", arity: -2, flags: [.write, .denyoom, .fast], keys: .one, group: .hyperloglog, since: "2.8.9",
        summary: "Adds the specified elements to the specified HyperLogLog.",
        reply: { call throws(RedisError) in
            let existing = try call.hyperLogLog(call.key(1))
            var log = existing ?? HyperLogLog()
            var changed = existing == nil
            for element in call.rest(from: 2) {
                guard let raised = log.add(element, sparseLimit: call.keyspace.encodings.sparseHyperLogLog) else {
                    throw .damagedHyperLogLog
                }
                if raised { changed = true }
            }
            if changed {
                log.forgetCount()
                call.changeString(call.key(1), log.bytes)
            }
            return .integer(changed ? 1 : 0)
        })
}

extension Invocation {
    /// What the key holds, nil without the key.
    func hyperLogLog(_ key: Key) throws(RedisError) -> HyperLogLog? {
        guard let bytes = try string(key) else { return nil }
        guard let log = HyperLogLog(bytes) else {
            throw RedisError("WRONGTYPE Key is not a valid HyperLogLog string value.")
        }
        return log
    }
}

extension RedisError {
    static let damagedHyperLogLog = RedisError("INVALIDOBJ Corrupted HLL object detected")
}
