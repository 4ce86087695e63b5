extension Command {
    /// `BRPOPLPUSH source destination timeout`
    ///
    /// Pop an element from a list, push it to another list and return it; or block until one is available. See
    /// <https://redis.io/commands/brpoplpush/>.
    static let brpoplpush = Command(
        "brpoplpush", arity: 4, flags: [.write, .denyoom, .noscript, .blocking],
        keys: KeyPositions(first: 1, last: 2, step: 1), group: .list, since: "2.2.0",
        summary: "Pop an element from a list, push it to another list and return it; or block until one is available",
        outcome: { call throws(RedisError) in
            try blockingMove(call, .right, .left, deadline: try call.deadline(3))
        })
}
