extension Command {
    /// `APPEND key value`
    ///
    /// Append a value to a key. See <https://redis.io/commands/append/>.
    static let append = Command(
        "append", arity: 3, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "2.0.0",
        summary: "Append a value to a key",
        reply: { call throws(RedisError) in
            let value = (try call.string(call.key(1)) ?? []) + call[2]
            if value.count > call.engine.limits.bulkLength { throw .tooLongString }
            let isOld = value.count > call[2].count || call.exists(call.key(1))
            call.changeString(call.key(1), value)
            if isOld { call.markRaw(call.key(1)) }
            return .count(value.count)
        })
}
