extension Command {
    /// `XSETID key last-id [ENTRIESADDED entries_added] [MAXDELETEDID max_deleted_entry_id]`
    ///
    /// An internal command for replicating stream values. See <https://redis.io/commands/xsetid/>.
    static let xsetid = Command(
        "xsetid", arity: -3, flags: [.write, .denyoom, .fast], keys: .one, group: .stream, since: "5.0.0",
        summary: "An internal command for replicating stream values",
        reply: { call throws(RedisError) in
            let id = try call.streamID(2)
            var added: Int64?
            var maxDeleted: StreamID?
            var index = 3
            while index < call.count {
                guard index + 1 < call.count else { throw .syntax }
                switch call.option(index) {
                case "ENTRIESADDED":
                    let value = try call.integer(index + 1)
                    if value < 0 { throw RedisError("ERR entries_added must be positive") }
                    added = value
                case "MAXDELETEDID":
                    let value = try call.streamID(index + 1)
                    if id < value {
                        throw RedisError(
                            "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id")
                    }
                    maxDeleted = value
                default: throw .syntax
                }
                index += 2
            }
            guard let stream = try call.stream(call.key(1)) else { throw .noSuchKey }
            if let last = stream.entries.last {
                if id < last.id {
                    throw RedisError("ERR The ID specified in XSETID is smaller than the target stream top item")
                }
                if let added, added < stream.entries.count {
                    throw RedisError(
                        "ERR The entries_added specified in XSETID is smaller than the target stream length")
                }
            }
            if id < stream.maxDeletedID {
                throw RedisError("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id")
            }
            call.apply(
                .stream(
                    call.key(1), lastID: id, entriesAdded: added ?? stream.entriesAdded,
                    maxDeletedID: maxDeleted ?? stream.maxDeletedID))
            return .ok
        })
}
