extension Command {
    /// `MIGRATE host port key|"" destination-db timeout [COPY] [REPLACE] [AUTH password|AUTH2 username password]
    /// [KEYS key [key ...]]`
    ///
    /// Atomically transfer a key from a Redis instance to another one. See <https://redis.io/commands/migrate/>.
    static let migrate = Command(
        "migrate", arity: -6, flags: [.write, .movableKeys], keys: KeyPositions(first: 3, last: 3, step: 1),
        group: .generic, since: "2.6.0",
        summary: "Atomically transfer a key from a Redis instance to another one.",
        reply: { call throws(RedisError) in
            let migration = try Migration(call)
            let keys = migration.keys.filter { call.exists($0) }
            if keys.isEmpty { return .simple("NOKEY") }
            return try migration.send(keys, call)
        })
}

/// What a `MIGRATE` asks for.
private struct Migration {
    var isCopy = false
    var replaces = false
    /// The password, or the name and the password.
    var credentials: [[UInt8]] = []
    var keys: [Key]
    let host: String
    let port: Int64
    let database: Int64
    let timeout: Int64

    init(_ call: Invocation) throws(RedisError) {
        keys = [call.key(3)]
        var index = 6
        while index < call.count {
            let rest = call.count - index - 1
            switch call.option(index) {
            case "COPY": isCopy = true
            case "REPLACE": replaces = true
            case "AUTH" where rest >= 1:
                credentials = [call[index + 1]]
                index += 1
            case "AUTH2" where rest >= 2:
                credentials = [call[index + 1], call[index + 2]]
                index += 2
            case "KEYS":
                if !call[3].isEmpty {
                    throw RedisError(
                        "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string")
                }
                keys = call.keys(from: index + 1)
                index = call.count
            default: throw .syntax
            }
            index += 1
        }
        let given = try call.integer(5)
        timeout = given <= 0 ? 1000 : given
        database = try call.integer(4)
        host = String(decoding: call[1], as: UTF8.self)
        port = Int64(redisBytes: call[2]) ?? 0
    }

    /// Sends the keys, and removes those that the other server took.
    func send(_ keys: [Key], _ call: Invocation) throws(RedisError) -> RESPValue {
        var target = try MigrationTarget(host: host, port: port, timeout: timeout)
        var isSent = credentials.isEmpty || target.send([Array("AUTH".utf8)] + credentials)
        isSent = isSent && target.send([Array("SELECT".utf8), Array("\(database)".utf8)])
        for key in keys where isSent {
            guard let entry = call.entry(key, isPeek: true) else { continue }
            let left = entry.expiresAt == .max ? 0 : max(1, entry.expiresAt - call.now)
            let payload = DumpWriter.payload(of: entry.value, encodings: call.keyspace.encodings)
            isSent = target.send(
                [Array("RESTORE".utf8), key.bytes, Array("\(left)".utf8), payload]
                    + (replaces ? [Array("REPLACE".utf8)] : []))
        }
        if !isSent { throw .migrationFailed("writing to target instance") }
        return try takeReplies(&target, keys, call)
    }

    private func takeReplies(
        _ target: inout MigrationTarget, _ keys: [Key], _ call: Invocation
    ) throws(RedisError) -> RESPValue {
        var failure: String?
        /// Whether the other server agreed; nil when it did not say.
        func isAccepted(_ reply: String?) -> Bool? {
            if let reply, reply.hasPrefix("-"), failure == nil { failure = String(reply.dropFirst()) }
            return reply.map { !$0.hasPrefix("-") }
        }
        let lost = RedisError.migrationFailed("reading from target instance")
        var isOpen = true
        for _ in 0..<(credentials.isEmpty ? 1 : 2) {
            guard let isGood = isAccepted(target.reply()) else { throw lost }
            isOpen = isOpen && isGood
        }
        for key in keys {
            // What was taken before the connection broke is gone from here all the same.
            guard let isGood = isAccepted(target.reply()) else { throw lost }
            if isGood, isOpen, !isCopy { call.apply(.delete(key)) }
        }
        if let failure { throw RedisError("ERR Target instance replied with error: \(failure)") }
        return .ok
    }
}
