import Fidelity

extension Command {
    /// `DEBUG subcommand [arg ...]`, as far as it says something about this server.
    ///
    /// A container for debugging commands. See <https://redis.io/commands/debug/>.
    static let debug = Command(
        "debug", arity: -2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "1.0.0",
        summary: "A container for debugging commands",
        fidelity: .approximate("what looks at Redis' own memory, allocator and crash handling is left out"),
        reply: { call throws(RedisError) in
            guard let run = debugCommands[call.option(1)] else { throw debugError(call) }
            return try run(call)
        })
}

private func debugError(_ call: Invocation) -> RedisError {
    let name = String(decoding: call[1].prefix(128), as: UTF8.self)
    return RedisError("ERR unknown subcommand or wrong number of arguments for '\(name)'. Try DEBUG HELP.")
}

/// By the name of the subcommand.
private let debugCommands: [String: @Sendable (Invocation) throws(RedisError) -> RESPValue] = [
    "HELP": { _ throws(RedisError) in helpReply("DEBUG", helpTexts["debug"] ?? "") },
    "SLEEP": { call throws(RedisError) in
        let seconds = Double(redisBytes: call[2]) ?? 0
        sleepThread(microseconds: Int64(clamping: Int(max(0, min(seconds, 3600)) * 1_000_000)))
        return .ok
    },
    "SET-ACTIVE-EXPIRE": { call throws(RedisError) in
        call.engine.expiresActively = call[2] == [UInt8(ascii: "1")]
        return .ok
    },
    "SET-DISABLE-DENY-SCRIPTS": { call throws(RedisError) in
        call.engine.allowsAllInScripts = call[2] == [UInt8(ascii: "1")]
        return .ok
    },
    "QUICKLIST-PACKED-THRESHOLD": { call throws(RedisError) in .ok },
    "SET-SKIP-CHECKSUM-VALIDATION": { call throws(RedisError) in
        call.engine.skipsChecksums = call[2] == [UInt8(ascii: "1")]
        return .ok
    },
    "CONFIG-REWRITE-FORCE-ALL": { call throws(RedisError) in .ok },
    "CHANGE-REPL-ID": { call throws(RedisError) in .ok },
    "DROP-CLUSTER-PACKET-FILTER": { call throws(RedisError) in .ok },
    "REPLYBUFFER": { call throws(RedisError) in .ok },
    "PAUSE-CRON": { call throws(RedisError) in .ok },
    "JMAP": { call throws(RedisError) in .ok },
    "LOG": { call throws(RedisError) in
        call.engine.logLine(level: 3, "DEBUG LOG: " + String(decoding: call[2], as: UTF8.self))
        return .ok
    },
    "ERROR": { call throws(RedisError) in throw RedisError(String(decoding: call[2], as: UTF8.self)) },
    "RELOAD": { call throws(RedisError) in try reload(call) },
    "LOADAOF": { call throws(RedisError) in try reload(call) },
    "DIGEST": { call throws(RedisError) in .simple(hex(Digest.ofAll(call.keyspace))) },
    "DIGEST-VALUE": { call throws(RedisError) in
        .array(
            call.keys(from: 2).map { key in
                .simple(hex(call.entry(key, isPeek: true).map { Digest.of($0) } ?? Digest.zero))
            })
    },
    "OBJECT": { call throws(RedisError) in try debugObject(call) },
    "POPULATE": { call throws(RedisError) in try populate(call) },
    "PROTOCOL": { call throws(RedisError) in try protocolExample(call) },
    "STRINGMATCH-LEN": { call throws(RedisError) in
        _ = Glob.matches(Array(repeating: UInt8(ascii: "a"), count: try call.int(2)), pattern: call[3])
        return .ok
    },
    "HTSTATS": { call throws(RedisError) in
        let number = Int(clamping: try call.integer(2))
        guard (0..<Keyspace.databaseCount).contains(number) else { throw RedisError("ERR Out of range database") }
        let count = call.keyspace[number].count
        let text = """
            [Dictionary HT]
            Hash table 0 stats (main hash table):
             table size: \(max(4, count.roundedUpToPowerOfTwo))
             number of elements: \(count)
            [Expires HT]
            Hash table 0 stats (main hash table):
             number of elements: \(call.keyspace[number].expiring)

            """
        return .verbatim(format: "txt", Array(text.utf8))
    },
    "HTSTATS-KEY": { call throws(RedisError) in
        guard let entry = call.entry(call.key(2), isPeek: true) else { throw .noSuchKey }
        let count: Int
        switch entry.value {
        case .hash(let hash) where hash.isLarge: count = hash.fields.count
        case .set(let set) where !set.isIntegers: count = set.members.count
        case .sortedSet(let set) where set.isLarge: count = set.count
        default:
            throw RedisError("ERR The value stored at the specified key is not represented using an hash table")
        }
        let text = """
            Hash table 0 stats (main hash table):
             table size: \(max(4, count.roundedUpToPowerOfTwo))
             number of elements: \(count)

            """
        return .verbatim(format: "txt", Array(text.utf8))
    },
]

extension Int {
    fileprivate var roundedUpToPowerOfTwo: Int {
        self < 2 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}

/// Every value goes through its dump and back, as through a file.
private func reload(_ call: Invocation) throws(RedisError) -> RESPValue {
    let options = Set(call.rest(from: 2).map(Invocation.upperCased))
    for option in options where !["NOFLUSH", "MERGE", "NOSAVE"].contains(option) {
        throw RedisError("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.")
    }
    let isEmpty = call.engine.scripts.libraries.isEmpty && call.keyspace.databases.allSatisfy { $0.count == 0 }
    if options.contains("NOFLUSH"), !options.contains("MERGE"), !isEmpty {
        throw RedisError("ERR Error trying to load the RDB dump, check server logs.")
    }
    for number in 0..<Keyspace.databaseCount {
        let entries = Array(call.keyspace[number].entries.elements)
        for (key, entry) in entries {
            let payload = DumpWriter.payload(of: entry.value, encodings: call.keyspace.encodings)
            let effects = try DumpReader.effects(of: payload, for: key)
            call.keyspace.apply(.delete(key), in: number)
            if entry.expiresAt <= call.now { continue }
            for effect in effects { call.keyspace.apply(effect, in: number) }
            if entry.expiresAt != .max { call.keyspace.apply(.expiry(key, entry.expiresAt), in: number) }
        }
    }
    return .ok
}

private func debugObject(_ call: Invocation) throws(RedisError) -> RESPValue {
    // Also one whose time has come, while it is still there.
    guard let entry = call.keyspace[call.client.database].entries[call.key(2)] else { throw .noSuchKey }
    let size = DumpWriter.payload(of: entry.value, encodings: call.keyspace.encodings).count - 11
    let idle = max(0, call.now - entry.accessedAt) / 1000
    var text =
        "Value at:0x7f0000000000 refcount:1 encoding:\(encoding(of: entry.value)) serializedlength:\(size) lru:\(entry.accessedAt / 1000 & 0xFFFFFF) lru_seconds_idle:\(idle)"
    if case .list(let list) = entry.value {
        text +=
            " ql_nodes:1 ql_avg_node:\(list.items.count).00 ql_listpack_max:\(call.keyspace.encodings.listPack) ql_compressed:0 ql_uncompressed_size:\(size)"
    }
    return .simple(text)
}

private func populate(_ call: Invocation) throws(RedisError) -> RESPValue {
    let count = try call.int(2)
    let prefix = call.count > 3 ? call[3] : Array("key".utf8)
    let size = call.count > 4 ? try call.int(4) : 0
    for index in 0..<max(0, count) {
        let key = Key(prefix + Array(":\(index)".utf8))
        if call.exists(key) { continue }
        var value = Array("value:\(index)".utf8)
        if size > 0 { value = Array(value.prefix(size)) + Array(repeating: 0, count: max(0, size - value.count)) }
        call.apply(.string(key, value, expiresAt: nil))
    }
    return .ok
}

private func protocolExample(_ call: Invocation) throws(RedisError) -> RESPValue {
    let isOld = call.client.version == .resp2
    let numbers: [RESPValue] = [.integer(0), .integer(1), .integer(2)]
    switch call.option(2) {
    case "STRING": return .text("Hello World")
    case "INTEGER": return .integer(12345)
    case "DOUBLE": return .double(3.141)
    case "NULL": return .null
    case "ARRAY": return .array(numbers)
    case "SET": return .set(numbers)
    case "MAP": return .map(numbers.flatMap { [$0, .bool($0.integer == 1)] })
    case "ATTRIB":
        return .attributed([
            .text("key-popularity"), .array([.text("key:123"), .integer(90)]),
            .text("Some real reply following the attribute"),
        ])
    case "PUSH":
        if isOld { throw RedisError("ERR RESP2 does not exist for push") }
        call.client.send(.push([.text("server-cpu-usage"), .integer(42)]), .message)
        return .null
    case "VERBATIM": return .verbatim(format: "txt", Array("This is a verbatim\nstring".utf8))
    case "TRUE": return .bool(true)
    case "FALSE": return .bool(false)
    case "BIGNUM": return .bigNumber("1234567999999999999999999999999999999")
    default:
        throw RedisError(
            "ERR Wrong protocol type name. Please use one of the following: string|integer|double|null|array|set|map|attrib|push|verbatim|true|false"
        )
    }
}
