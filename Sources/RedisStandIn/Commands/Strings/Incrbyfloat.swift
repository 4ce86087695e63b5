extension Command {
    /// `INCRBYFLOAT key increment`
    ///
    /// Increment the float value of a key by the given amount. See <https://redis.io/commands/incrbyfloat/>.
    static let incrbyfloat = Command(
        "incrbyfloat", arity: 3, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "2.6.0",
        summary: "Increment the float value of a key by the given amount",
        reply: { call throws(RedisError) in
            let key = call.key(1)
            let old = try call.string(key)
            guard let number = old.map({ LongDouble(redisLongBytes: $0) }) ?? 0,
                let amount = LongDouble(redisLongBytes: call[2])
            else { throw .notAFloat }
            let sum = number + amount
            if !sum.isFinite { throw .notFinite }
            let text = Array(sum.redisText.utf8)
            call.changeString(key, text)
            return .bulk(text)
        })
}
