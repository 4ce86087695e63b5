extension Command {
    /// `LTRIM key start stop`
    ///
    /// Trim a list to the specified range. See <https://redis.io/commands/ltrim/>.
    static let ltrim = Command(
        "ltrim", arity: 4, flags: [.write], keys: .one, group: .list, since: "1.0.0",
        summary: "Trim a list to the specified range",
        reply: { call throws(RedisError) in
            let (start, end) = (try call.integer(2), try call.integer(3))
            guard let list = try call.list(call.key(1)) else { return .ok }
            let count = list.items.count
            guard let kept = range(from: start, to: end, in: count) else {
                call.apply(.delete(call.key(1)))
                return .ok
            }
            if kept.lowerBound > 0 { call.apply(.listPop(call.key(1), .left, kept.lowerBound)) }
            if kept.upperBound < count { call.apply(.listPop(call.key(1), .right, count - kept.upperBound)) }
            return .ok
        })
}
