extension Command {
    /// `DBSIZE`
    ///
    /// Return the number of keys in the selected database. See <https://redis.io/commands/dbsize/>.
    static let dbsize = Command(
        "dbsize", arity: 1, flags: [.readonly, .fast], group: .server, since: "1.0.0",
        summary: "Return the number of keys in the selected database",
        reply: { call throws(RedisError) in
            .count(call.keyspace[call.client.database].count)
        })
}
