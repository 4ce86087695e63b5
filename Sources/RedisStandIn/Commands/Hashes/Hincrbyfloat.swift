extension Command {
    /// `HINCRBYFLOAT key field increment`
    ///
    /// Increment the float value of a hash field by the given amount. See <https://redis.io/commands/hincrbyfloat/>.
    static let hincrbyfloat = Command(
        "hincrbyfloat", arity: 4, flags: [.write, .denyoom, .fast], keys: .one, group: .hash, since: "2.6.0",
        summary: "Increment the float value of a hash field by the given amount",
        reply: { call throws(RedisError) in
            guard let amount = LongDouble(redisLongBytes: call[3]) else { throw .notAFloat }
            if !amount.isFinite { throw RedisError("ERR value is NaN or Infinity") }
            let old = try call.hash(call.key(1))?.fields[call.key(2)]
            guard let number = old.map({ LongDouble(redisLongBytes: $0) }) ?? 0 else { throw .hashNotAFloat }
            let sum = number + amount
            if !sum.isFinite { throw .notFinite }
            let text = Array(sum.redisText.utf8)
            call.apply(.hashSet(call.key(1), [FieldValue(field: call.key(2), value: text)]))
            return .bulk(text)
        })
}
