extension Command {
    /// `ZREVRANK key member`
    ///
    /// Determine the index of a member in a sorted set, with scores ordered from high to low. See
    /// <https://redis.io/commands/zrevrank/>.
    static let zrevrank = Command(
        "zrevrank", arity: 3, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "2.0.0",
        summary: "Determine the index of a member in a sorted set, with scores ordered from high to low",
        reply: { call throws(RedisError) in
            let set = try call.sortedSet(call.key(1))
            return set?.rank(of: call.key(2)).map { .count((set?.count ?? 0) - 1 - $0) } ?? .null
        })
}
