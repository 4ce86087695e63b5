extension Command {
    /// `RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]`
    ///
    /// Create a key using the provided serialized value, previously obtained using DUMP. See
    /// <https://redis.io/commands/restore/>.
    static let restore = Command(
        "restore", arity: -4, flags: [.write, .denyoom], keys: .one, group: .generic, since: "2.6.0",
        summary: "Create a key using the provided serialized value, previously obtained using DUMP.",
        reply: { call throws(RedisError) in try restoreValue(call) })

    /// `RESTORE-ASKING`, which cluster clients send.
    static let restoreAsking = Command(
        "restore-asking", arity: -4, flags: [.write, .denyoom], keys: .one, group: .server, since: "3.0.0",
        summary: "An internal command for migrating keys in a cluster",
        reply: { call throws(RedisError) in try restoreValue(call) })
}

private func restoreValue(_ call: Invocation) throws(RedisError) -> RESPValue {
    let key = call.key(1)
    var replaces = false
    var isAbsolute = false
    var idle: Int64?
    var frequency: Int64?
    var index = 4
    while index < call.count {
        let rest = call.count - index - 1
        switch call.option(index) {
        case "REPLACE": replaces = true
        case "ABSTTL": isAbsolute = true
        case "IDLETIME" where rest >= 1 && frequency == nil:
            idle = try call.integer(index + 1)
            if idle.map({ $0 < 0 }) ?? true { throw RedisError("ERR Invalid IDLETIME value, must be >= 0") }
            index += 1
        case "FREQ" where rest >= 1 && idle == nil:
            frequency = try call.integer(index + 1)
            if frequency.map({ !(0...255).contains($0) }) ?? true {
                throw RedisError("ERR Invalid FREQ value, must be >= 0 and <= 255")
            }
            index += 1
        default: throw .syntax
        }
        index += 1
    }
    let exists = call.entry(key, isPeek: true) != nil
    if exists, !replaces { throw RedisError("BUSYKEY Target key name already exists.") }
    let ttl = try call.integer(2)
    if ttl < 0 { throw RedisError("ERR Invalid TTL value, must be >= 0") }
    guard DumpReader.isIntact(call[3], ignoresChecksum: call.engine.skipsChecksums) else { throw .badDump }
    let effects = try DumpReader.effects(of: call[3], for: key)
    if exists { call.apply(.delete(key)) }
    var moment: Int64?
    if ttl > 0 {
        moment = isAbsolute ? ttl : ttl.addingReportingOverflow(call.now).partialValue
        if let moment, moment <= call.now { return .ok }
    }
    for effect in effects { call.apply(effect) }
    if let moment { call.apply(.expiry(key, moment)) }
    if let idle { call.keyspace.setIdle(key, in: call.client.database, seconds: idle) }
    if let frequency {
        call.keyspace[call.client.database].setFrequency(
            AccessFrequency(counter: UInt8(clamping: frequency), at: call.now), of: key)
    }
    return .ok
}
