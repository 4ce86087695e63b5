extension Command {
    /// `MOVE key db`
    ///
    /// Move a key to another database. See <https://redis.io/commands/move/>.
    static let move = Command(
        "move", arity: 3, flags: [.write, .fast], keys: .one, group: .generic, since: "1.0.0",
        summary: "Move a key to another database",
        reply: { call throws(RedisError) in
            let key = call.key(1)
            let number = try call.integer(2)
            guard (0..<Int64(Keyspace.databaseCount)).contains(number) else { throw .databaseOutOfRange }
            if Int(number) == call.client.database { throw .sameObjects }
            if !call.exists(key) || call.keyspace.entry(key, in: Int(number)) != nil { return .integer(0) }
            call.apply(.move(key, toDatabase: Int(number)))
            return .integer(1)
        })
}
