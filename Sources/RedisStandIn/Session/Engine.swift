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
    /// What clients and memory are held to; `CONFIG SET` changes it.
    var limits = Limits() {
        didSet { if limits != oldValue { limitsChanged() } }
    }
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
    /// Connections that were turned away because there were too many.
    private(set) var connectionsRejected = 0
    private var usage = CommandUsage()
    var memoryGauge = MemoryGauge()
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
        connectionsReceived += 1
        if clientsByID.count >= limits.clients {
            connectionsRejected += 1
            fail(client, .error("ERR max number of clients reached"))
            return
        }
        clientsByID[client.id] = client
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

    /// Closes what came over the wire.
    func closeConnections() {
        for client in clients where client.isConnection { close(client) }
    }

    func touch(_ client: Client) {
        if client.isTouched { return }
        client.isTouched = true
        touched.append(client)
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
        usage.record(in: ledger, of: name)
        // A client whose connection breaks while it is written to is touched again.
        while !touched.isEmpty {
            let clients = touched
            touched = []
            do {
                try keyspace.log?.commit()
            } catch {
                let reply = RESPValue.error("MISCONF Errors writing to the AOF file: \(error)")
                for client in clients { client.withdrawReplies(reply) }
            }
            for client in clients {
                client.flush()
                checkOutput(of: client)
            }
        }
        // Keys that expired while nobody asked.
        try? keyspace.log?.commit()
    }

    /// When the next turn is due without anybody asking.
    var nextDeadline: Int64? {
        guard let expiry = keyspace.nextExpiry else { return waiting.nextDeadline }
        guard let wait = waiting.nextDeadline else { return expiry }
        return min(expiry, wait)
    }

    func note(_ command: Command) { usage.note(command) }

    // MARK: - Input

    /// Runs what a client of this process asks for.
    func receive(_ words: [[UInt8]], from client: Client) {
        client.input.append(words)
        process(client)
    }

    /// Runs the commands that have come from `client`, up to one that waits.
    func process(_ client: Client) {
        touch(client)
        serve(client)
        drainResumed()
    }

    private func serve(_ client: Client) {
        while client.wait == nil, !client.isClosing {
            do throws(ProtocolError) {
                guard let words = try client.nextCommand(limits) else { return }
                run(words, for: client)
                if !waiting.ready.isEmpty { serveReadyKeys() }
            } catch {
                fail(client, error.reply)
            }
        }
    }

    /// The bytes were no requests: the error is the last thing the client gets.
    func fail(_ client: Client, _ error: RESPValue) {
        client.send(error)
        close(client)
    }

    private func drainResumed() {
        while let client = resumed.popLast() { serve(client) }
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
