import Determinism
import Fidelity

/// The server without its sockets: clients, keyspace, subscriptions, and the turns in which commands run.
///
/// It lives on one thread. A turn takes everything that has come since the last one, runs it, commits the effects to
/// the log, and only then lets the replies leave.
final class Engine {
    let name: String
    let keyspace: Keyspace
    let table: CommandTable
    let users: [RedisUser]
    let clock: InstanceClock
    let random: SeededRandom
    let ledger: Ledger
    var settings: Settings
    var pubSub = PubSub()
    var waiting = WaitingClients()
    private var watchers: [LocatedKey: [Client.ID]] = [:]
    private var clientsByID: [Client.ID: Client] = [:]
    /// Clients that may have something to send at the end of the turn, in order.
    private var touched: [Client] = []
    /// Clients that were unblocked in this turn and may have more commands.
    private var resumed: [Client] = []
    let startedAt: Int64
    /// When `SAVE` last ran, or the start.
    var lastSave: Int64
    var commandsProcessed = 0
    var connectionsReceived = 0
    let runID: String

    init(
        name: String, keyspace: Keyspace, table: CommandTable, users: [RedisUser], clock: InstanceClock,
        random: SeededRandom, ledger: Ledger
    ) {
        self.name = name
        self.keyspace = keyspace
        self.table = table
        self.users = users
        self.clock = clock
        self.random = random
        self.ledger = ledger
        settings = Settings()
        keyspace.now = clock.now.milliseconds
        startedAt = keyspace.now
        lastSave = keyspace.now
        runID = random.hex(40)
        keyspace.didChange = { [unowned self] database, key in noteChange(in: database, key) }
    }

    // MARK: - Clients

    func client(_ id: Client.ID) -> Client? { clientsByID[id] }

    /// In the order of their ids.
    var clients: [Client] { clientsByID.values.sorted { $0.id < $1.id } }
    var clientCount: Int { clientsByID.count }

    func add(_ client: Client) {
        clientsByID[client.id] = client
        connectionsReceived += 1
    }

    /// Forgets the client and all it waited or listened for; what it was sent before still leaves.
    func close(_ client: Client) {
        client.close()
        touch(client)
        stopWaiting(client)
        unwatch(client)
        for (channel, _) in client.channels.elements { pubSub.unsubscribe(client.id, from: channel) }
        for (pattern, _) in client.patterns.elements { pubSub.unsubscribe(client.id, fromPattern: pattern) }
        clientsByID[client.id] = nil
    }

    func touch(_ client: Client) {
        if touched.last !== client { touched.append(client) }
    }

    /// The user a new connection has without `AUTH`; nil when it must authenticate.
    var defaultUser: RedisUser? { users.first { $0.name == "default" && $0.password == nil } }

    // MARK: - Turns

    /// Takes the time of this turn; keys whose time has come are gone.
    func beginTurn() {
        keyspace.now = clock.now.milliseconds
        if let next = keyspace.nextExpiry, next <= keyspace.now { keyspace.expireDue() }
        if let next = waiting.nextDeadline, next <= keyspace.now { endOverdueWaits() }
        serveReadyKeys()
    }

    /// Keeps what the turn changed, and then gives every client its replies.
    func endTurn() {
        drainResumed()
        do {
            try keyspace.log?.commit()
        } catch {
            let reply = RESPValue.error("MISCONF Errors writing to the AOF file: \(error)")
            for client in touched { client.withdrawReplies(reply) }
        }
        for client in touched { client.flush() }
        touched.removeAll(keepingCapacity: true)
    }

    /// When the next turn is due without anybody asking.
    var nextDeadline: Int64? {
        [keyspace.nextExpiry, waiting.nextDeadline].compactMap(\.self).min()
    }

    // MARK: - Input

    func receive(_ commands: [[[UInt8]]], from client: Client) {
        touch(client)
        if client.wait == nil, client.input.isEmpty {
            for (index, words) in commands.enumerated() {
                if client.isClosing { return }
                if client.wait != nil {
                    for rest in commands[index...] { client.input.append(rest) }
                    return
                }
                run(words, for: client)
                serveReadyKeys()
            }
        } else {
            for words in commands { client.input.append(words) }
        }
        drainResumed()
    }

    /// The bytes were no requests: the error is the last thing the client gets.
    func fail(_ client: Client, _ error: RESPValue) {
        client.send(error)
        close(client)
    }

    private func drainResumed() {
        while let client = resumed.popLast() {
            while client.wait == nil, !client.isClosing, let words = client.input.popFirst() {
                run(words, for: client)
                serveReadyKeys()
            }
        }
    }

    // MARK: - Waiting

    func startWaiting(_ client: Client, _ waiting: Client.Waiting) {
        client.wait = waiting
        self.waiting.add(client.id, waiting.request, in: client.database)
    }

    func stopWaiting(_ client: Client) {
        guard let wait = client.wait else { return }
        waiting.remove(client.id, wait.request, in: client.database)
        client.wait = nil
    }

    /// Ends the client's blocking command with `reply`; its next commands run.
    func endWait(of client: Client, _ reply: RESPValue) {
        stopWaiting(client)
        touch(client)
        answer(client, .reply(reply))
        resumed.insert(client, at: 0)
    }

    private func endOverdueWaits() {
        for id in waiting.overdue(at: keyspace.now) {
            guard let client = client(id), let wait = client.wait else { continue }
            endWait(of: client, wait.request.timeoutReply)
        }
        drainResumed()
    }

    /// Lets waiting clients try again whose keys have changed: first come, first served, key by key.
    func serveReadyKeys() {
        if waiting.ready.isEmpty { return }
        while !waiting.ready.isEmpty {
            for key in waiting.takeReady() {
                for id in waiting.clients(waitingFor: key) {
                    guard let client = client(id), let wait = client.wait else { continue }
                    let invocation = Invocation(
                        engine: self, client: client, command: wait.command, words: wait.words)
                    do throws(RedisError) {
                        if let reply = try wait.request.retry(invocation, key.key) { endWait(of: client, reply) }
                    } catch {
                        endWait(of: client, .error(error.text))
                    }
                }
            }
        }
    }

    // MARK: - Watching

    func watch(_ key: LocatedKey, _ client: Client) {
        if client.watched.contains(key) { return }
        client.watched.append(key)
        watchers[key, default: []].append(client.id)
    }

    func unwatch(_ client: Client) {
        for key in client.watched {
            watchers[key]?.removeAll { $0 == client.id }
            if watchers[key]?.isEmpty == true { watchers[key] = nil }
        }
        client.watched = []
        client.isDirty = false
    }

    private func noteChange(in database: Int, _ key: Key?) {
        if !waiting.isEmpty { waiting.noteChange(in: database, key) }
        if watchers.isEmpty { return }
        if let key {
            for id in watchers[LocatedKey(database: database, key: key)] ?? [] { client(id)?.isDirty = true }
        } else {
            for (watched, ids) in watchers where watched.database == database {
                for id in ids { client(id)?.isDirty = true }
            }
        }
    }
}
