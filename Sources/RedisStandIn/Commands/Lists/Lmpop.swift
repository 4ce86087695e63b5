extension Command {
    /// `LMPOP numkeys key [key ...] <LEFT|RIGHT> [COUNT count]`
    ///
    /// Pop elements from a list. See <https://redis.io/commands/lmpop/>.
    static let lmpop = Command(
        "lmpop", arity: -4, flags: [.write, .movableKeys], group: .list, since: "7.0.0",
        summary: "Pop elements from a list",
        reply: { call throws(RedisError) in
            let (keys, end, count) = try multiplePopOptions(call, at: 1)
            return try popMultiple(call, keys, end, count) ?? .nullArray
        })
}
