extension Command {
    /// `LMOVE source destination <LEFT|RIGHT> <LEFT|RIGHT>`
    ///
    /// Pop an element from a list, push it to another list and return it. See <https://redis.io/commands/lmove/>.
    static let lmove = Command(
        "lmove", arity: 5, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: 2, step: 1), group: .list,
        since: "6.2.0",
        summary: "Pop an element from a list, push it to another list and return it",
        reply: { call throws(RedisError) in
            let (from, to) = (try call.listEnd(3), try call.listEnd(4))
            return try call.moveElement(call.key(1), from, call.key(2), to).map { .bulk($0) } ?? .null
        })
}
