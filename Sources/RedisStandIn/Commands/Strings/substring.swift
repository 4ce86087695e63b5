/// `GETRANGE key start end`, which once was `SUBSTR`.
func substring(_ call: Invocation) throws(RedisError) -> RESPValue {
    let (start, end) = (try call.integer(2), try call.integer(3))
    guard let value = try call.string(call.key(1)) else { return .bulk([]) }
    if start < 0, end < 0, start > end { return .bulk([]) }
    // An end before the start of the string is its first byte.
    let last = end < 0 ? max(0, end &+ Int64(value.count)) : end
    guard let range = range(from: start, to: last, in: value.count) else { return .bulk([]) }
    return .bulk(Array(value[range]))
}
