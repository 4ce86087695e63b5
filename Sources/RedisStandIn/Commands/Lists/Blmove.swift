extension Command {
    /// `BLMOVE source destination <LEFT|RIGHT> <LEFT|RIGHT> timeout`
    ///
    /// Pop an element from a list, push it to another list and return it; or block until one is available. See
    /// <https://redis.io/commands/blmove/>.
    static let blmove = Command(
        "blmove", arity: 6, flags: [.write, .denyoom, .noscript, .blocking],
        keys: KeyPositions(first: 1, last: 2, step: 1), group: .list, since: "6.2.0",
        summary: "Pop an element from a list, push it to another list and return it; or block until one is available",
        outcome: { call throws(RedisError) in
            let (from, to) = (try call.listEnd(3), try call.listEnd(4))
            return try blockingMove(call, from, to, deadline: try call.deadline(5))
        })
}
