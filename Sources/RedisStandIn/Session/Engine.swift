import Determinism
import Fidelity

/// The server without its sockets: clients, keyspace, subscriptions, and the turns in which commands run.
///
/// It is only touched in a turn, on one thread at a time. A turn takes everything that has come since the last one, runs
/// it, commits the effects to the log, and only then lets the replies leave.
final class Engine {
    let name: String
    let keyspace: Keyspace
    let table: CommandTable
    /// Who may do what.
    let access: AccessControl
    let clock: InstanceClock
    let random: SeededRandom
    let ledger: Ledger
    var settings: Settings
    /// What clients and memory are held to; `CONFIG SET` changes it.
    @exclusivity(unchecked) var limits = Limits() {
        didSet { if limits != oldValue { limitsChanged() } }
    }
    var pubSub = PubSub()
    @exclusivity(unchecked) var waiting = WaitingClients()
    @exclusivity(unchecked) private var watchers: [LocatedKey: [Client.ID]] = [:]
    private var clientsByID: [Client.ID: Client] = [:]
    /// Clients that may have something to send at the end of the turn, in order.
    @exclusivity(unchecked) var touched: [Client] = []
    /// A script that takes long.
    var busy: BusyCommand?
    /// The script was left at least once.
    var wasLeft = false
    /// The turn is one on another thread.
    var isBesideLoop = false
    /// Has `continueBusy` called once the sockets have been looked at.
    var scheduleSoon: () -> Void = {}
    /// Clients that were unblocked in this turn and may have more commands.
    @exclusivity(unchecked) var resumed: [Client] = []
    /// Hashes of the keys of commands that will be next.
    @exclusivity(unchecked) private var upcoming: [UInt32] = []
    /// The command that runs, and for whom.
    @exclusivity(unchecked) var currentCommand: Command?
    @exclusivity(unchecked) var currentClient: Client?
    /// Scripts and functions; made when they are first used.
    private(set) lazy var scripts = Scripts(engine: self)
    /// Other clients' commands are looked at while a script runs.
    @exclusivity(unchecked) var isServingWhileBusy = false
    /// `DEBUG SET-DISABLE-DENY-SCRIPTS`.
    var allowsAllInScripts = false
    /// `DEBUG SET-SKIP-CHECKSUM-VALIDATION`.
    var skipsChecksums = false
    /// What `SHUTDOWN` does beside closing the clients.
    var shutDown: () -> Void = {}
    /// `DEBUG SET-ACTIVE-EXPIRE`.
    var expiresActively = true
    /// The last look at memory found no room.
    var isOutOfMemory = false
    @exclusivity(unchecked) var pause: Pause?
    var postponedClients: [Client] = []
    /// What replicas are sent, while there are any.
    @exclusivity(unchecked) var replication: Replication?
    /// Clients that see every command.
    @exclusivity(unchecked) var monitors: [Client] = []
    @exclusivity(unchecked) var tracking = TrackingTable()
    /// Clients that are told of changes to what they may have cached.
    @exclusivity(unchecked) var trackingClients: [Client] = []
    /// What `notify-keyspace-events` asks for.
    var events: KeyspaceEvents = []
    @exclusivity(unchecked) var statistics = CommandStatistics()
    /// When the command before ended, in the same run of commands: the next one begins then. 0 at the beginning.
    @exclusivity(unchecked) var lastMoment: Int64 = 0
    var errorCounts: [String: Int] = [:]
    var errorReplies = 0
    /// Values that Redis would have left to another thread to free.
    var lazyFreed = 0
    /// `lazyfree-lazy-user-del`: `DEL` is as `UNLINK`.
    var freesLazily = false
    var slowLog = SlowLog()
    var slowLogThreshold: Int64 = 10_000
    var slowLogLimit = 128
    var latency = LatencyMonitor()
    var latencyThreshold: Int64 = 0
    let startedAt: Int64
    /// When `SAVE` last ran, or the start.
    var lastSave: Int64
    @exclusivity(unchecked) var commandsProcessed = 0
    var connectionsReceived = 0
    /// Connections that were turned away because there were too many.
    private(set) var connectionsRejected = 0
    @exclusivity(unchecked) private var usage = CommandUsage()
    /// When clients that do nothing are looked for again.
    var nextIdleCheck: Int64 = 0
    let runID: String

    init(
        name: String, keyspace: Keyspace, table: CommandTable, users: [RedisUser], clock: InstanceClock,
        random: SeededRandom, ledger: Ledger
    ) {
        self.name = name
        self.keyspace = keyspace
        self.table = table
        access = AccessControl(users, table: table)
        self.clock = clock
        self.random = random
        self.ledger = ledger
        settings = Settings()
        keyspace.now = clock.now.milliseconds
        startedAt = keyspace.now
        lastSave = keyspace.now
        runID = random.hex(40)
        keyspace.didChange = { [unowned self] database, key in noteChange(in: database, key) }
        keyspace.willReplace = { [unowned self] database in markWatchers(of: database) }
        keyspace.didApply = { [unowned self] effect, database, isNew in
            noteEffect(effect, in: database, isNew: isNew)
        }
        keyspace.didLose = { [unowned self] database, key, loss in
            switch loss {
            case .expired: notify(.expired, "expired", key, in: database)
            case .evicted: notify(.evicted, "evicted", key, in: database)
            }
            replication?.noteLoss(of: key, in: database)
        }
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
        for (channel, _) in client.shardChannels.elements { pubSub.unsubscribe(client.id, fromShard: channel) }
        stopTracking(client)
        monitors.removeAll { $0 === client }
        if replication != nil { detach(client) }
        postponedClients.removeAll { $0 === client }
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
    var defaultUser: AccessUser? { access.implicitUser }

    func resetStatistics() {
        commandsProcessed = 0
        connectionsReceived = 0
        connectionsRejected = 0
        statistics.reset()
        errorCounts = [:]
        errorReplies = 0
        lazyFreed = 0
        keyspace.resetCounts()
    }

    // MARK: - Turns

    /// Takes the time of this turn; keys whose time has come are gone.
    func beginTurn() {
        // Time stands still while a script runs.
        if busy != nil { return }
        keyspace.now = clock.now.milliseconds
        if let next = keyspace.nextExpiry, next <= keyspace.now, expiresActively, pause == nil { expireDueKeys() }
        if let pause, pause.until <= keyspace.now { resume() }
        if let next = waiting.nextDeadline, next <= keyspace.now { endOverdueWaits() }
        if limits.idleSeconds > 0, nextIdleCheck <= keyspace.now { closeIdleClients() }
        replication?.flush()
        replication?.pingWhenDue()
        serveReadyKeys()
    }

    /// Keeps what the turn changed, and then gives every client its replies.
    func endTurn() {
        if busy != nil {
            for client in touched { client.flush() }
            touched = []
            return
        }
        closeBooks()
        // A client whose connection breaks while it is written to is touched again.
        while !touched.isEmpty {
            commit { try keyspace.log?.commit() }
            let clients = touched
            touched = []
            for client in clients {
                client.flush()
                checkOutput(of: client)
            }
        }
        // Keys that expired while nobody asked.
        try? keyspace.log?.commit()
    }

    /// Whether a turn may be had on another thread: nothing is going on that concerns more than the one who asks.
    var mayRunBesideLoop: Bool {
        busy == nil && pause == nil && replication == nil && monitors.isEmpty && trackingClients.isEmpty
            && limits.memory == 0
    }

    /// Ends a turn on another thread. False when there is something left for the loop's next turn: what clients on the
    /// wire are sent, and commands of clients that no longer wait.
    func endTurnBesideLoop() -> Bool {
        closeBooks()
        commit { try keyspace.log?.commit() }
        let clients = touched
        touched = clients.filter(\.isConnection)
        for client in clients where !client.isConnection { client.flush() }
        return touched.isEmpty && resumed.isEmpty
    }

    private func closeBooks() {
        drainResumed()
        sendBroadcasts()
        usage.record(in: ledger, of: name)
    }

    /// Keeps what was done for those who are touched; what cannot be kept is not answered with success.
    func commit(_ write: () throws -> Void) {
        do {
            try write()
        } catch {
            let reply = RESPValue.error("MISCONF Errors writing to the AOF file: \(error)")
            for client in touched { client.withdrawReplies(reply) }
        }
    }

    /// When the next turn is due without anybody asking.
    var nextDeadline: Int64? {
        var next = waiting.nextDeadline
        if let expiry = keyspace.nextExpiry, expiresActively, pause == nil { next = min(next ?? .max, expiry) }
        if let pause { next = min(next ?? .max, pause.until) }
        if limits.idleSeconds > 0 { next = min(next ?? .max, nextIdleCheck) }
        if let replication { next = min(next ?? .max, replication.nextPing) }
        return next
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
        if busy == nil { drainResumed() }
    }

    private func serve(_ client: Client) {
        lastMoment = 0
        var prefetched = 0
        while client.wait == nil, client !== busy?.client, client.postponed == nil || pause == nil, !client.isClosing {
            do throws(ProtocolError) {
                if prefetched == 0 { prefetched = prefetchKeys(for: client) }
                guard let words = try client.takeCommand(limits) else { return }
                prefetched -= 1
                run(words, for: client)
                if busy == nil, !waiting.ready.isEmpty { serveReadyKeys() }
            } catch {
                fail(client, error.reply)
            }
        }
    }

    /// Commands whose keys are brought nearer together, and how many hashes that are at most.
    private static let prefetchedCommands = 16
    private static let prefetchedKeys = 64
    /// What is shorter is one small command.
    private static let shortInput = 64

    /// Has the keys of a client's next commands brought nearer to the processor; returns for how many commands that will
    /// do.
    private func prefetchKeys(for client: Client) -> Int {
        let database = keyspace[client.database]
        if !database.entries.isWorthPrefetching || client.inputBytes <= Self.shortInput {
            return Self.prefetchedCommands
        }
        upcoming.removeAll(keepingCapacity: true)
        let commands = client.lookAhead(Self.prefetchedCommands) { word in
            if upcoming.count >= Self.prefetchedKeys { return }
            let hash = OrderedMap<Database.Entry>.hash(word)
            if hash != upcoming.last { upcoming.append(hash) }
        }
        if upcoming.count > 1 { database.prefetch(upcoming) }
        return max(1, commands)
    }

    /// The bytes were no requests: the error is the last thing the client gets.
    func fail(_ client: Client, _ error: RESPValue) {
        client.send(error)
        close(client)
    }

    private func drainResumed() {
        // What they sent may be anything, scripts too.
        if isBesideLoop { return }
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
        // The command before may have taken its time.
        keyspace.now = max(keyspace.now, clock.now.milliseconds)
        while !waiting.ready.isEmpty {
            for key in waiting.takeReady() {
                for id in waiting.clients(waitingFor: key) {
                    guard let client = client(id), let wait = client.wait else { continue }
                    let invocation = Invocation(
                        engine: self, client: client, command: wait.command, words: wait.words)
                    let start = monotonicMicroseconds()
                    do throws(RedisError) {
                        // What it changes is told to the others at once, to itself after its reply.
                        let outer = currentClient
                        currentClient = client
                        defer { currentClient = outer }
                        replication?.effects = []
                        defer { replication?.flush() }
                        if let reply = try wait.request.retry(invocation, key.key) {
                            replication?.note(wait.command, wait.words, in: client.database)
                            noteTime(since: start, wait.command, wait.words, client)
                            endWait(of: client, reply)
                        }
                        if hasInvalidations { sendInvalidations() }
                    } catch {
                        noteTime(since: start, wait.command, wait.words, client)
                        noteError(error.text)
                        statistics.noteFailure(of: wait.command)
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
        client.watchedStale = []
        client.isDirty = false
    }

    private func noteChange(in database: Int, _ key: Key?) {
        invalidate(key)
        if !waiting.isEmpty { waiting.noteChange(in: database, key) }
        if watchers.isEmpty { return }
        if let key {
            let located = LocatedKey(database: database, key: key)
            for id in watchers[located] ?? [] {
                guard let client = client(id) else { continue }
                // It was over already: that it is gone now is no change.
                if keyspace.isLosing, client.watchedStale.remove(located) != nil { continue }
                client.isDirty = true
            }
        } else {
            markWatchers(of: database)
        }
    }

    /// Before and after a database is replaced as a whole: whoever watches a key that is there sees it change.
    private func markWatchers(of database: Int) {
        for (watched, ids) in watchers where watched.database == database {
            guard let entry = keyspace[database].entries[watched.key] else { continue }
            for id in ids {
                if entry.expiresAt > keyspace.now {
                    client(id)?.isDirty = true
                } else {
                    client(id)?.watchedStale.insert(watched)
                }
            }
        }
    }
}
