extension Command {
    /// `BLMPOP timeout numkeys key [key ...] <LEFT|RIGHT> [COUNT count]`
    ///
    /// Pop elements from a list, or block until one is available. See <https://redis.io/commands/blmpop/>.
    static let blmpop = Command(
        "blmpop", arity: -5, flags: [.write, .blocking, .movableKeys], group: .list, since: "7.0.0",
        summary: "Pop elements from a list, or block until one is available",
        outcome: { call throws(RedisError) in
            let deadline = try call.deadline(1)
            let (keys, end, count) = try multiplePopOptions(call, at: 2)
            if let reply = try popMultiple(call, keys, end, count) { return .reply(reply) }
            return .wait(
                WaitRequest(keys: keys, deadline: deadline, timeoutReply: .nullArray) { call, key throws(RedisError) in
                    guard case .list? = call.entry(key)?.value else { return nil }
                    return try popMultiple(call, [key], end, count)
                })
        })
}
