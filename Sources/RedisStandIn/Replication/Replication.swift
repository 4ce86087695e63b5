/// What replicas are sent: the commands that changed something, in order. See
/// <https://redis.io/docs/management/replication/>.
///
/// It is there while a replica is connected. A replica that attaches gets the whole data first; there is no backlog, so
/// one that comes back gets it anew.
final class Replication {
    private unowned let engine: Engine
    private(set) var replicas: [Replica] = []
    /// How many bytes were ever sent to every replica.
    private(set) var offset: Int64 = 0
    /// What the command that runs has come to; sent when it ends.
    private var pending: [Item] = []
    /// The effects of the innermost command.
    var effects: [Effect] = []
    /// The database of what was sent last.
    private var database: Int?
    /// When replicas are shown again that their master lives, in milliseconds since 1970.
    private(set) var nextPing: Int64

    struct Replica {
        let client: Client
        var port: Int64
        /// How far it says it has come.
        var acknowledged: Int64 = 0
        var acknowledgedAt: Int64
    }

    private struct Item {
        var database: Int
        var words: [[UInt8]]
        /// A key that expired or had to go: no part of what a command does.
        var isLoss: Bool
    }

    init(engine: Engine) {
        self.engine = engine
        nextPing = engine.keyspace.now
        notePing()
    }

    private func notePing() {
        let seconds = max(1, engine.settings.integer("repl-ping-replica-period"))
        nextPing = engine.keyspace.now &+ min(seconds, 3600) * 1000
    }

    // MARK: - Replicas

    func add(_ client: Client) {
        replicas.append(
            Replica(client: client, port: client.replicaPort, acknowledgedAt: engine.keyspace.now))
        client.isReplica = true
        // The next command says which database it is for.
        database = nil
    }

    func remove(_ client: Client) { replicas.removeAll { $0.client === client } }

    func acknowledge(_ offset: Int64, from client: Client) {
        guard let index = replicas.firstIndex(where: { $0.client === client }) else { return }
        replicas[index].acknowledged = offset
        replicas[index].acknowledgedAt = engine.keyspace.now
        for waiting in engine.clients where waiting.wait?.command.name == "wait" {
            let count = count(at: waiting.awaitedOffset)
            let wanted = waiting.wait.flatMap { Int64(redisBytes: $0.words[1]) } ?? 0
            waiting.wait?.request.timeoutReply = .count(count)
            if count >= wanted { engine.endWait(of: waiting, .count(count)) }
        }
    }

    /// How many replicas say that they have come as far as `offset`.
    func count(at offset: Int64) -> Int { replicas.count { $0.acknowledged >= offset } }

    /// Has every replica say how far it has come.
    func askForAcknowledgements() { feed(["REPLCONF", "GETACK", "*"].map { Array($0.utf8) }) }

    // MARK: - Commands

    /// Adds what `command` came to, after its effects have been noted.
    func note(_ command: Command, _ words: [[UInt8]], in database: Int) {
        defer { effects = [] }
        if command.runsScripts || command.name == "exec" { return }
        let isForced = ["publish", "spublish", "flushall", "flushdb"].contains(command.name)
        if effects.isEmpty && !isForced { return }
        for words in propagated(command, words, effects, in: engine.keyspace[database]) {
            pending.append(Item(database: database, words: words, isLoss: false))
        }
    }

    func noteLoss(of key: Key, in database: Int) {
        pending.append(Item(database: database, words: [Array("DEL".utf8), key.bytes], isLoss: true))
    }

    /// Sends what has come together, as one transaction where it is more than one command.
    func flush(for client: Client? = nil) {
        if pending.isEmpty { return }
        defer { client?.writtenOffset = offset }
        let items = pending
        pending = []
        let isTransaction = items.count > 1 && items.contains { !$0.isLoss }
        if isTransaction {
            select(items[0].database)
            feed([Array("MULTI".utf8)])
        }
        for item in items {
            select(item.database)
            feed(item.words)
        }
        if isTransaction { feed([Array("EXEC".utf8)]) }
    }

    /// Shows replicas that their master lives.
    func pingWhenDue() {
        if engine.keyspace.now < nextPing { return }
        notePing()
        feed([Array("PING".utf8)])
    }

    private func select(_ number: Int) {
        if database == number { return }
        database = number
        feed([Array("SELECT".utf8), Array("\(number)".utf8)])
    }

    private func feed(_ words: [[UInt8]]) {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words {
            bytes += Array("$\(word.count)\r\n".utf8)
            bytes += word
            bytes += [0x0D, 0x0A]
        }
        offset += Int64(bytes.count)
        for replica in replicas {
            replica.client.send(raw: bytes)
            engine.touch(replica.client)
        }
    }
}

extension Replication.Replica {
    private var host: String { client.remoteAddress.split(separator: ":").dropLast().joined(separator: ":") }

    /// Its element of `ROLE`.
    var roleReply: RESPValue { .array([.text(host), .text("\(port)"), .text("\(acknowledged)")]) }

    /// Its line of `INFO`.
    func infoText(now: Int64) -> String {
        let lag = max(0, now - acknowledgedAt) / 1000
        return "ip=\(host),port=\(port),state=online,offset=\(acknowledged),lag=\(lag)"
    }
}

extension Engine {
    /// Makes the client a replica; what it is sent from now on is what changes.
    func attach(_ client: Client) {
        let replication = replication ?? Replication(engine: self)
        self.replication = replication
        replication.add(client)
        keyspace.observesEffects = true
    }

    /// There are fewer than `min-replicas-to-write` asks for.
    var lacksReplicas: Bool { (replication?.replicas.count ?? 0) < limits.replicasToWrite }

    /// The last one that goes takes the stream with it.
    func detach(_ client: Client) {
        guard let replication else { return }
        replication.remove(client)
        if !replication.replicas.isEmpty { return }
        self.replication = nil
        keyspace.observesEffects = !events.isEmpty
    }
}
