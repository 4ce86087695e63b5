extension Command {
    /// `ZMSCORE key member [member ...]`
    ///
    /// Get the score associated with the given members in a sorted set. See <https://redis.io/commands/zmscore/>.
    static let zmscore = Command(
        "zmscore", arity: -3, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "6.2.0",
        summary: "Get the score associated with the given members in a sorted set",
        reply: { call throws(RedisError) in
            let set = try call.sortedSet(call.key(1))
            return .array(call.keys(from: 2).map { member in set?.scores[member].map { .double($0) } ?? .null })
        })
}
