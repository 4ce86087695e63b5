extension Command {
    /// `SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]`
    ///
    /// Incrementally iterate the keys space. See <https://redis.io/commands/scan/>.
    static let scan = Command(
        "scan", arity: -2, flags: [.readonly], group: .generic, since: "2.8.0",
        summary: "Incrementally iterate the keys space",
        reply: { call throws(RedisError) in
            let options = try ScanOptions(call, at: 1, allowsType: true)
            let database = call.keyspace[call.client.database]
            let (found, next) = database.entries.scan(from: options.cursor, limit: options.count)
            var keys: [RESPValue] = []
            for (key, entry) in found where options.matches(key) {
                if entry.expiresAt <= call.now {
                    _ = call.keyspace.entry(key, in: call.client.database, isPeek: true)
                    continue
                }
                if let type = options.type, type != entry.value.typeName { continue }
                keys.append(.bulk(key.bytes))
            }
            return options.reply(next: next, keys)
        })
}
