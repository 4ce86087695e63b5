extension Command {
    /// `HSETNX key field value`
    ///
    /// Set the value of a hash field, only if the field does not exist. See <https://redis.io/commands/hsetnx/>.
    static let hsetnx = Command(
        "hsetnx", arity: 4, flags: [.write, .denyoom, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Set the value of a hash field, only if the field does not exist",
        reply: { call throws(RedisError) in
            if try call.hash(call.key(1))?.fields.contains(call.key(2)) == true { return .integer(0) }
            call.apply(.hashSet(call.key(1), [FieldValue(field: call.key(2), value: call[3])]))
            return .integer(1)
        })
}
