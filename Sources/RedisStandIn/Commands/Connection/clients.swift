/// One line of `CLIENT LIST`, without its line end. `request` is what the command that runs takes on the wire.
func clientLine(_ client: Client, now: Int64, request: Int = 0) -> String {
    let fields: [(String, String)] = [
        ("id", "\(client.id)"), ("addr", client.remoteAddress), ("laddr", client.localAddress), ("fd", "8"),
        ("name", client.name), ("age", "\(max(0, now - client.connectedAt) / 1000)"),
        ("idle", "\(max(0, now - client.lastActive) / 1000)"), ("flags", clientFlags(client)),
        ("db", "\(client.database)"), ("sub", "\(client.channels.count)"), ("psub", "\(client.patterns.count)"),
        ("ssub", "\(client.shardChannels.count)"),
        ("multi", client.transaction.map { "\($0.queued.count)" } ?? "-1"), ("qbuf", "\(client.inputBytes + request)"),
        ("qbuf-free", "0"), ("argv-mem", "0"), ("multi-mem", "\(client.queuedBytes)"), ("rbs", "1024"), ("rbp", "0"),
        ("obl", "0"), ("oll", "0"), ("omem", "\(client.outputBytes)"), ("tot-mem", "0"), ("events", "r"),
        ("cmd", client.lastCommand), ("user", client.user?.name ?? "(superuser)"),
        ("redir", "\(client.tracking?.redirect ?? -1)"), ("resp", "\(client.version.rawValue)"),
    ]
    return fields.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
}

private func clientFlags(_ client: Client) -> String {
    var flags = client.isReplica ? "S" : ""
    if client.isMonitoring { flags += "O" }
    if client.isSubscribed { flags += "P" }
    if client.transaction != nil { flags += "x" }
    if client.wait != nil || client.postponed != nil { flags += "b" }
    if let tracking = client.tracking {
        flags += "t"
        if tracking.isRedirectBroken { flags += "R" }
        if tracking.isBroadcast { flags += "B" }
    }
    if client.isDirty { flags += "d" }
    if client.isClosing { flags += "c" }
    if client.isNoEvict { flags += "e" }
    return flags.isEmpty ? "N" : flags
}

private let clientKinds: [String: @Sendable (Client) -> Bool] = [
    "NORMAL": { !$0.isSubscribed && !$0.isReplica }, "PUBSUB": { $0.isSubscribed }, "MASTER": { _ in false },
    "REPLICA": { $0.isReplica }, "SLAVE": { $0.isReplica },
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
        case "LADDR": targets.removeAll { $0.localAddress != value }
        case "USER":
            guard call.engine.access[value] != nil else {
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
