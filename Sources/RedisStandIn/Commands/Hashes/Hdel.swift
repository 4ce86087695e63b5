extension Command {
    /// `HDEL key field [field ...]`
    ///
    /// Delete one or more hash fields. See <https://redis.io/commands/hdel/>.
    static let hdel = Command(
        "hdel", arity: -3, flags: [.write, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Delete one or more hash fields",
        reply: { call throws(RedisError) in
            guard let hash = try call.hash(call.key(1)) else { return .integer(0) }
            var fields: [Key] = []
            for field in call.keys(from: 2) where hash.fields.contains(field) && !fields.contains(field) {
                fields.append(field)
            }
            if !fields.isEmpty { call.apply(.hashDelete(call.key(1), fields)) }
            return .count(fields.count)
        })
}
