extension Command {
    /// `PFCOUNT key [key ...]`
    ///
    /// Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s). See
    /// <https://redis.io/commands/pfcount/>.
    static let pfcount = Command(
        "pfcount", arity: -2, flags: [.readonly], keys: .all, group: .hyperloglog, since: "2.8.9",
        summary: "Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s).",
        reply: { call throws(RedisError) in
            if call.count > 2 {
                return .integer(Int64(clamping: HyperLogLog.estimate(try unitedRegisters(call, call.keys(from: 1)))))
            }
            guard var log = try call.hyperLogLog(call.key(1)) else { return .integer(0) }
            if let count = log.cachedCount { return .integer(Int64(clamping: count)) }
            guard let registers = log.registers else { throw .damagedHyperLogLog }
            let count = HyperLogLog.estimate(registers)
            log.cache(count)
            call.changeString(call.key(1), log.bytes)
            return .integer(Int64(clamping: count))
        })

    /// `PFMERGE destkey [sourcekey [sourcekey ...]]`
    ///
    /// Merge N different HyperLogLogs into a single one. See <https://redis.io/commands/pfmerge/>.
    static let pfmerge = Command(
        "pfmerge", arity: -2, flags: [.write, .denyoom], keys: .all, group: .hyperloglog, since: "2.8.9",
        summary: "Merge N different HyperLogLogs into a single one.",
        reply: { call throws(RedisError) in
            let keys = call.keys(from: 1)
            var isDense = false
            for key in keys { if try call.hyperLogLog(key)?.isDense == true { isDense = true } }
            let registers = try unitedRegisters(call, keys)
            var log = try call.hyperLogLog(call.key(1)) ?? HyperLogLog()
            if isDense, !log.makeDense() { throw .damagedHyperLogLog }
            for (index, value) in registers.enumerated() where value > 0 {
                if log.raise(index, to: value, sparseLimit: call.keyspace.encodings.sparseHyperLogLog) == nil {
                    throw .damagedHyperLogLog
                }
            }
            log.forgetCount()
            call.changeString(call.key(1), log.bytes)
            return .ok
        })
}

/// The highest of the registers of several keys.
private func unitedRegisters(_ call: Invocation, _ keys: [Key]) throws(RedisError) -> [UInt8] {
    var united = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
    for key in keys {
        guard let log = try call.hyperLogLog(key) else { continue }
        if !log.raise(&united) { throw .damagedHyperLogLog }
    }
    return united
}
