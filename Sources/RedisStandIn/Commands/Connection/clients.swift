/// One line of `CLIENT LIST`, without its line end.
func clientLine(_ client: Client, now: Int64) -> String {
    let flags =
        if client.wait != nil { "b" } else if client.transaction != nil { "x" } else if client.isSubscribed { "P" } else
        {
            "N"
        }
    let fields: [(String, String)] = [
        ("id", "\(client.id)"), ("addr", client.remoteAddress), ("laddr", "127.0.0.1:6379"), ("fd", "8"),
        ("name", client.name), ("age", "\(max(0, now - client.connectedAt) / 1000)"),
        ("idle", "\(max(0, now - client.lastActive) / 1000)"), ("flags", flags), ("db", "\(client.database)"),
        ("sub", "\(client.channels.count)"), ("psub", "\(client.patterns.count)"), ("ssub", "0"),
        ("multi", client.transaction.map { "\($0.queued.count)" } ?? "-1"), ("qbuf", "0"), ("qbuf-free", "0"),
        ("argv-mem", "0"), ("multi-mem", "0"), ("rbs", "1024"), ("rbp", "0"), ("obl", "0"), ("oll", "0"),
        ("omem", "0"), ("tot-mem", "0"), ("events", "r"), ("cmd", client.lastCommand),
        ("user", client.user?.name ?? "default"), ("redir", "-1"), ("resp", "\(client.version.rawValue)"),
    ]
    return fields.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
}

private let clientKinds: [String: @Sendable (Client) -> Bool] = [
    "NORMAL": { !$0.isSubscribed }, "PUBSUB": { $0.isSubscribed }, "MASTER": { _ in false },
    "REPLICA": { _ in false }, "SLAVE": { _ in false },
]

private func clientKind(_ word: [UInt8]) throws(RedisError) -> @Sendable (Client) -> Bool {
    guard let kind = clientKinds[Invocation.upperCased(word)] else {
        throw RedisError("ERR Unknown client type '\(String(decoding: word, as: UTF8.self))'")
    }
    return kind
}

/// The clients that `CLIENT LIST` is asked for.
func clientsToList(_ call: Invocation) throws(RedisError) -> [Client] {
    if call.count == 2 { return call.engine.clients }
    if call.count == 4, call.option(2) == "TYPE" {
        let isOfKind = try clientKind(call[3])
        return call.engine.clients.filter(isOfKind)
    }
    guard call.count > 3, call.option(2) == "ID" else { throw .syntax }
    var found: [Client] = []
    for index in 3..<call.count {
        let id = try call.integer(index, or: RedisError("ERR Invalid client ID"))
        if let client = call.engine.client(id) { found.append(client) }
    }
    return found
}

/// The clients that the filters of the new form of `CLIENT KILL` leave.
func clientsToKill(_ call: Invocation) throws(RedisError) -> [Client] {
    var targets = call.engine.clients
    var skipsMe = true
    var index = 2
    while index < call.count {
        guard index + 1 < call.count else { throw .syntax }
        let value = String(decoding: call[index + 1], as: UTF8.self)
        switch call.option(index) {
        case "ID":
            guard let id = Int64(redisBytes: call[index + 1]), id > 0 else {
                throw RedisError("ERR client-id should be greater than 0")
            }
            targets.removeAll { $0.id != id }
        case "ADDR": targets.removeAll { $0.remoteAddress != value }
        case "LADDR": targets.removeAll { _ in value != "127.0.0.1:6379" }
        case "USER":
            guard call.engine.users.contains(where: { $0.name == value }) else {
                throw RedisError("ERR No such user '\(value)'")
            }
            targets.removeAll { $0.user?.name != value }
        case "TYPE":
            let isOfKind = try clientKind(call[index + 1])
            targets.removeAll { !isOfKind($0) }
        case "SKIPME":
            let answers = ["YES": true, "NO": false]
            guard let answer = answers[call.option(index + 1)] else { throw .syntax }
            skipsMe = answer
        default: throw .syntax
        }
        index += 2
    }
    return skipsMe ? targets.filter { $0 !== call.client } : targets
}
