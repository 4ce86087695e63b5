extension Command {
    /// `HINCRBY key field increment`
    ///
    /// Increment the integer value of a hash field by the given number. See <https://redis.io/commands/hincrby/>.
    static let hincrby = Command(
        "hincrby", arity: 4, flags: [.write, .denyoom, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Increment the integer value of a hash field by the given number",
        reply: { call throws(RedisError) in
            let amount = try call.integer(3)
            let old = try call.hash(call.key(1))?.fields[call.key(2)]
            guard let number = old.map({ Int64(redisBytes: $0) }) ?? 0 else { throw .hashNotAnInteger }
            let (sum, overflowed) = number.addingReportingOverflow(amount)
            if overflowed { throw .overflow }
            call.apply(.hashSet(call.key(1), [FieldValue(field: call.key(2), value: Array(String(sum).utf8))]))
            return .integer(sum)
        })
}
