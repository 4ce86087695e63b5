extension Command {
    /// `XGROUP CREATE key groupname <id|$> [MKSTREAM] [ENTRIESREAD entries_read]`
    ///
    /// Create a consumer group. See <https://redis.io/commands/xgroup-create/>.
    static let xgroupCreate = Command(
        "xgroup|create", arity: -5, flags: [.write, .denyoom], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .stream, since: "5.0.0",
        summary: "Create a consumer group",
        reply: { call throws(RedisError) in
            let key = call.key(2)
            let position = try groupPosition(call, allowsMakingStream: true)
            if try call.stream(key) == nil {
                if !position.makesStream { throw .noKeyForGroup }
                call.apply(.stream(key, lastID: .zero, entriesAdded: 0, maxDeletedID: .zero))
            }
            guard let stream = try call.stream(key) else { throw .noKeyForGroup }
            if stream[group: call.key(3)] != nil { throw .groupExists }
            call.apply(
                .group(
                    key, call.key(3), lastID: position.lastID ?? stream.lastID, entriesRead: position.entriesRead))
            return .ok
        })
}
