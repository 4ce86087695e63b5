import Fidelity

extension Command {
    /// The subcommands of `MEMORY`. See <https://redis.io/commands/memory/>.
    static let memory = Command(
        "memory", arity: -2, flags: [], group: .server, since: "4.0.0",
        summary: "A container for memory diagnostics commands",
        subcommands: [
            .memoryDoctor, .help("memory", since: "4.0.0"), .memoryMallocStats, .memoryPurge, .memoryStats,
            .memoryUsage,
        ], body: .container)

    static let memoryDoctor = Command(
        "memory|doctor", arity: 2, flags: [], group: .server, since: "4.0.0",
        summary: "Outputs memory problems report",
        fidelity: .approximate("the allocator is not looked into: always the report of a healthy server"),
        reply: { call throws(RedisError) in
            .verbatim(
                format: "txt",
                Array(
                    "Hi Sam, I can't find any memory issue in your instance. I can only account for what occurs on this base.\n"
                        .utf8))
        })

    static let memoryMallocStats = Command(
        "memory|malloc-stats", arity: 2, flags: [], group: .server, since: "4.0.0",
        summary: "Show allocator internal stats",
        fidelity: .approximate("the allocator is the system's, which keeps no statistics"),
        reply: { call throws(RedisError) in
            .verbatim(format: "txt", Array("Stats not supported for the current allocator".utf8))
        })

    static let memoryPurge = Command(
        "memory|purge", arity: 2, flags: [], group: .server, since: "4.0.0",
        summary: "Ask the allocator to release memory",
        reply: { call throws(RedisError) in .ok })

    static let memoryStats = Command(
        "memory|stats", arity: 2, flags: [], group: .server, since: "4.0.0",
        summary: "Show memory usage details",
        fidelity: .approximate("only the process as a whole, keys and scripts are measured"),
        reply: { call throws(RedisError) in
            let engine = call.engine
            let used = Int64(engine.usedMemory)
            let keys = (0..<Keyspace.databaseCount).reduce(0) { $0 + call.keyspace[$1].count }
            var pairs: [RESPValue] = [
                .text("peak.allocated"), .integer(used), .text("total.allocated"), .integer(used),
                .text("startup.allocated"), .integer(0), .text("replication.backlog"), .integer(0),
                .text("clients.slaves"), .integer(0), .text("clients.normal"), .integer(0), .text("cluster.links"),
                .integer(0), .text("aof.buffer"), .integer(0), .text("lua.caches"), .count(engine.scripts.evalMemory),
                .text("functions.caches"), .count(engine.scripts.functionMemory),
            ]
            for number in 0..<Keyspace.databaseCount where call.keyspace[number].count > 0 {
                let count = call.keyspace[number].count
                pairs += [
                    .text("db.\(number)"),
                    .map([
                        .text("overhead.hashtable.main"), .count(count * 56), .text("overhead.hashtable.expires"),
                        .count(call.keyspace[number].expiring * 32), .text("overhead.hashtable.slot-to-keys"),
                        .integer(0),
                    ]),
                ]
            }
            pairs += [
                .text("overhead.total"), .integer(used), .text("keys.count"), .count(keys), .text("keys.bytes-per-key"),
                .integer(keys == 0 ? 0 : used / Int64(keys)), .text("dataset.bytes"), .integer(used),
                .text("dataset.percentage"), .double(100), .text("peak.percentage"), .double(100),
                .text("allocator.allocated"), .integer(used), .text("allocator.active"), .integer(used),
                .text("allocator.resident"), .integer(used), .text("allocator-fragmentation.ratio"), .double(1),
                .text("allocator-fragmentation.bytes"), .integer(0), .text("allocator-rss.ratio"), .double(1),
                .text("allocator-rss.bytes"), .integer(0), .text("rss-overhead.ratio"), .double(1),
                .text("rss-overhead.bytes"), .integer(0), .text("fragmentation"), .double(1),
                .text("fragmentation.bytes"), .integer(0),
            ]
            return .map(pairs)
        })
}
