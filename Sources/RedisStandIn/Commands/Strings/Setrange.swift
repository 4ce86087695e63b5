extension Command {
    /// `SETRANGE key offset value`
    ///
    /// Overwrite part of a string at key starting at the specified offset. See <https://redis.io/commands/setrange/>.
    static let setrange = Command(
        "setrange", arity: 4, flags: [.write, .denyoom], keys: .one, group: .string, since: "2.2.0",
        summary: "Overwrite part of a string at key starting at the specified offset",
        reply: { call throws(RedisError) in
            let offset = try call.integer(2)
            if offset < 0 { throw .offsetOutOfRange }
            var value = try call.string(call.key(1)) ?? []
            let piece = call[3]
            if piece.isEmpty { return .count(value.count) }
            let end = offset.addingReportingOverflow(Int64(piece.count))
            if end.overflow || end.partialValue > call.engine.limits.bulkLength { throw .tooLongString }
            let (start, stop) = (Int(offset), Int(end.partialValue))
            if value.count < stop { value.append(contentsOf: repeatElement(0, count: stop - value.count)) }
            value.replaceSubrange(start..<stop, with: piece)
            call.changeString(call.key(1), value)
            call.markRaw(call.key(1))
            return .count(value.count)
        })
}
