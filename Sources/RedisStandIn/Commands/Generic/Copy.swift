extension Command {
    /// `COPY source destination [DB destination-db] [REPLACE]`
    ///
    /// Copy a key. See <https://redis.io/commands/copy/>.
    static let copy = Command(
        "copy", arity: -3, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: 2, step: 1), group: .generic,
        since: "6.2.0",
        summary: "Copy a key",
        reply: { call throws(RedisError) in
            let (key, destination) = (call.key(1), call.key(2))
            var database = call.client.database
            var replaces = false
            var index = 3
            while index < call.count {
                if call.option(index) == "REPLACE" {
                    replaces = true
                    index += 1
                } else if call.option(index) == "DB", index + 1 < call.count {
                    let number = try call.integer(index + 1)
                    guard (0..<Int64(Keyspace.databaseCount)).contains(number) else { throw .databaseOutOfRange }
                    database = Int(number)
                    index += 2
                } else {
                    throw .syntax
                }
            }
            if key == destination, database == call.client.database { throw .sameObjects }
            guard let entry = call.entry(key) else { return .integer(0) }
            if call.keyspace.entry(destination, in: database) != nil {
                if !replaces { return .integer(0) }
                call.keyspace.apply(.delete(destination), in: database)
            }
            for effect in copies(of: entry.value, to: destination) { call.keyspace.apply(effect, in: database) }
            if entry.expiresAt != .max { call.keyspace.apply(.expiry(destination, entry.expiresAt), in: database) }
            return .integer(1)
        })
}
