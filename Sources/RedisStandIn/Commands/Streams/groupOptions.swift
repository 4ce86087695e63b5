/// The id and `ENTRIESREAD` of `XGROUP CREATE` and `XGROUP SETID`: `$` is the last entry's.
func groupPosition(
    _ call: Invocation, allowsMakingStream: Bool
) throws(RedisError) -> (lastID: StreamID?, entriesRead: Int64?, makesStream: Bool) {
    var makesStream = false
    var entriesRead: Int64?
    var index = 5
    while index < call.count {
        if allowsMakingStream, call.option(index) == "MKSTREAM" {
            makesStream = true
            index += 1
        } else if call.option(index) == "ENTRIESREAD", index + 1 < call.count {
            let value = try call.integer(index + 1)
            if value < 0, value != -1 { throw RedisError("ERR value for ENTRIESREAD must be positive or -1") }
            entriesRead = value == -1 ? nil : value
            index += 2
        } else {
            throw RedisError.subcommandSyntax(call)
        }
    }
    let isLast = call[4] == [UInt8(ascii: "$")]
    return (isLast ? nil : try call.streamID(4, allowsEnds: true), entriesRead, makesStream)
}

extension RedisError {
    /// `addReplySubcommandSyntaxError` of Redis.
    static func subcommandSyntax(_ call: Invocation) -> RedisError {
        let name = String(decoding: call[1], as: UTF8.self)
        return RedisError(
            "ERR unknown subcommand or wrong number of arguments for '\(name)'. Try \(call.option(0)) HELP.")
    }
}

extension Invocation {
    /// The stream and group of an `XGROUP` or `XINFO` subcommand.
    func existingGroup() throws(RedisError) -> (Stream, ConsumerGroup) {
        guard let stream = try stream(key(2)) else { throw .noKeyForGroup }
        guard let group = stream[group: key(3)] else { throw .noGroup(key(3), key(2)) }
        return (stream, group)
    }
}
