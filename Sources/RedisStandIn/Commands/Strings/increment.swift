/// Adds `amount` to the number at `key`, which is 0 when missing.
func increment(_ call: Invocation, by amount: Int64) throws(RedisError) -> RESPValue {
    let key = call.key(1)
    let old = call.entry(key)
    var number: Int64 = 0
    if let old {
        guard case .string(let bytes) = old.value else { throw .wrongType }
        guard let value = Int64(redisBytes: bytes) else { throw .notAnInteger }
        number = value
    }
    let (sum, overflowed) = number.addingReportingOverflow(amount)
    if overflowed { throw .overflow }
    let expiresAt = old.flatMap { $0.expiresAt == .max ? nil : $0.expiresAt }
    call.apply(.string(key, sum.redisBytes, expiresAt: expiresAt))
    return .integer(sum)
}
