/// How `EXPIRE`, `GETEX` and `SET` give a time.
struct ExpiryUnit {
    /// Milliseconds in one.
    var milliseconds: Int64
    /// Counted from now, not from 1970.
    var isRelative: Bool

    static let seconds = ExpiryUnit(milliseconds: 1000, isRelative: true)
    static let millisecondsFromNow = ExpiryUnit(milliseconds: 1, isRelative: true)
    static let unixSeconds = ExpiryUnit(milliseconds: 1000, isRelative: false)
    static let unixMilliseconds = ExpiryUnit(milliseconds: 1, isRelative: false)

    /// By the name of the option of `SET` and `GETEX`.
    static let options: [String: ExpiryUnit] = [
        "EX": .seconds, "PX": .millisecondsFromNow, "EXAT": .unixSeconds, "PXAT": .unixMilliseconds,
    ]

    /// The moment in milliseconds since 1970.
    ///
    /// - Throws: `invalid expire time` when it does not fit.
    func moment(_ value: Int64, now: Int64, command: String) throws(RedisError) -> Int64 {
        let (scaled, overflowed) = value.multipliedReportingOverflow(by: milliseconds)
        if overflowed { throw .invalidExpire(command) }
        if !isRelative { return scaled }
        let (moment, carried) = scaled.addingReportingOverflow(now)
        if carried { throw .invalidExpire(command) }
        return moment
    }
}

/// `EXPIRE key time [NX|XX|GT|LT]` in all its units.
func changeExpiry(_ call: Invocation, _ unit: ExpiryUnit) throws(RedisError) -> RESPValue {
    let key = call.key(1)
    let value = try call.integer(2)
    var conditions: Set<String> = []
    for index in 3..<max(3, call.count) {
        guard ["NX", "XX", "GT", "LT"].contains(call.option(index)) else { throw .unsupportedOption(call[index]) }
        conditions.insert(call.option(index))
    }
    if conditions.contains("NX"), conditions.count > 1 { throw .expireConflict }
    if conditions.isSuperset(of: ["GT", "LT"]) { throw .expireGTLT }
    let moment = try unit.moment(value, now: call.now, command: call.command.name)
    guard let entry = call.entry(key, isPeek: true) else { return .integer(0) }
    let hasExpiry = entry.expiresAt != .max
    if conditions.contains("NX"), hasExpiry { return .integer(0) }
    if conditions.contains("XX"), !hasExpiry { return .integer(0) }
    if conditions.contains("GT"), moment <= entry.expiresAt || !hasExpiry { return .integer(0) }
    if conditions.contains("LT"), hasExpiry, moment >= entry.expiresAt { return .integer(0) }
    call.apply(moment <= call.now ? .delete(key) : .expiry(key, moment))
    return .integer(1)
}

/// What is left of a key's time, or its moment: -2 without the key, -1 without an expiry.
func remainingTime(_ call: Invocation, isAbsolute: Bool, milliseconds: Int64) -> RESPValue {
    guard let entry = call.entry(call.key(1), isPeek: true) else { return .integer(-2) }
    if entry.expiresAt == .max { return .integer(-1) }
    let time = isAbsolute ? entry.expiresAt : max(0, entry.expiresAt &- call.now)
    return .integer(milliseconds == 1 ? time : (time &+ 500) / milliseconds)
}
