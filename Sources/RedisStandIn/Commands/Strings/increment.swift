/// Adds `amount` to the number at `key`, which is 0 when missing.
func increment(_ call: Invocation, by amount: Int64) throws(RedisError) -> RESPValue {
    let key = call.key(1)
    let old = try call.string(key)
    guard let number = old.map({ Int64(redisBytes: $0) }) ?? 0 else { throw .notAnInteger }
    let (sum, overflowed) = number.addingReportingOverflow(amount)
    if overflowed { throw .overflow }
    call.changeString(key, Array(String(sum).utf8))
    return .integer(sum)
}
