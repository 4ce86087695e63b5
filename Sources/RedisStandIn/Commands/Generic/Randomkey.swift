extension Command {
    /// `RANDOMKEY`
    ///
    /// Return a random key from the keyspace. See <https://redis.io/commands/randomkey/>.
    static let randomkey = Command(
        "randomkey", arity: 1, flags: [.readonly], group: .generic, since: "1.0.0",
        summary: "Return a random key from the keyspace",
        reply: { call throws(RedisError) in
            call.keyspace.expireDue()
            let entries = call.keyspace[call.client.database].entries
            return entries.randomElement { call.random(below: $0) }.map { .bulk($0.key.bytes) } ?? .null
        })
}
