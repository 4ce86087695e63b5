extension Command {
    /// `XGROUP SETID key groupname <id|$> [ENTRIESREAD entries_read]`
    ///
    /// Set a consumer group to an arbitrary last delivered ID value. See <https://redis.io/commands/xgroup-setid/>.
    static let xgroupSetid = Command(
        "xgroup|setid", arity: -5, flags: [.write], keys: KeyPositions(first: 2, last: 2, step: 1), group: .stream,
        since: "5.0.0",
        summary: "Set a consumer group to an arbitrary last delivered ID value",
        reply: { call throws(RedisError) in
            let (stream, _) = try call.existingGroup()
            let position = try groupPosition(call, allowsMakingStream: false)
            call.apply(
                .group(
                    call.key(2), call.key(3), lastID: position.lastID ?? stream.lastID,
                    entriesRead: position.entriesRead))
            return .ok
        })
}
