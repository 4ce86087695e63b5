extension Command {
    /// `XINFO GROUPS key`
    ///
    /// List the consumer groups of a stream. See <https://redis.io/commands/xinfo-groups/>.
    static let xinfoGroups = Command(
        "xinfo|groups", arity: 3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1), group: .stream,
        since: "5.0.0",
        summary: "List the consumer groups of a stream",
        reply: { call throws(RedisError) in
            guard let stream = try call.stream(call.key(2)) else { throw .noSuchKey }
            return .array(
                stream.sortedGroups.map { group in
                    .map([
                        .text("name"), .bulk(group.name.bytes), .text("consumers"), .count(group.consumers.count),
                        .text("pending"), .count(group.pending.count), .text("last-delivered-id"), group.lastID.reply,
                        .text("entries-read"), group.entriesRead.map { .integer($0) } ?? .null, .text("lag"),
                        stream.lag(of: group).map { .integer($0) } ?? .null,
                    ])
                })
        })
}
