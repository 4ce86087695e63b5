extension Command {
    /// `RPOPLPUSH source destination`
    ///
    /// Remove the last element in a list, prepend it to another list and return it. See
    /// <https://redis.io/commands/rpoplpush/>.
    static let rpoplpush = Command(
        "rpoplpush", arity: 3, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: 2, step: 1), group: .list,
        since: "1.2.0",
        summary: "Remove the last element in a list, prepend it to another list and return it",
        reply: { call throws(RedisError) in
            try call.moveElement(call.key(1), .right, call.key(2), .left).map { .bulk($0) } ?? .null
        })
}
