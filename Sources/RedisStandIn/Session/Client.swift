/// One connection, or one in-process session, as the engine sees it: only touched in a turn.
final class Client {
    typealias ID = Int64

    let id: ID
    let remoteAddress: String
    var localAddress = "127.0.0.1:6379"
    let connectedAt: Int64
    private let output: Output

    /// Where replies go.
    private enum Output {
        /// They are encoded as they come; the connection lives as long as its channel.
        case wire(RedisConnection)
        case process(@Sendable (Delivery) -> Void)
    }

    @exclusivity(unchecked) var user: AccessUser?
    /// Runs the commands of a script of this client.
    @exclusivity(unchecked) private(set) var scriptCaller: Client?
    @exclusivity(unchecked) var tracking: ClientTracking?
    /// A command that `CLIENT PAUSE` put off.
    @exclusivity(unchecked) var postponed: [[UInt8]]?
    @exclusivity(unchecked) var shardChannels = OrderedMap<Void>()
    /// It is sent what changes.
    var isReplica = false
    /// How far replicas must have come for what it wrote, and for what it waits for with `WAIT`.
    var writtenOffset: Int64 = 0
    var awaitedOffset: Int64 = 0
    /// Where it listens itself, when it is a replica.
    var replicaPort: Int64 = 0
    /// It sent `MONITOR`.
    var isMonitoring = false
    var name = ""
    var libraryName = ""
    var libraryVersion = ""
    @exclusivity(unchecked) var version = RESPVersion.resp2
    @exclusivity(unchecked) var database = 0
    var isNoEvict = false
    /// The last command that was run, for `CLIENT LIST`.
    @exclusivity(unchecked) var lastRun: Command?
    var lastCommand: String { lastRun?.name ?? "NULL" }
    @exclusivity(unchecked) var lastActive: Int64

    /// Commands of a session that wait until the one before is answered; a connection keeps its own as bytes.
    @exclusivity(unchecked) var input = RingBuffer<[[UInt8]]>()
    @exclusivity(unchecked) var transaction: Transaction?
    var watched: [LocatedKey] = []
    /// Those of them that were over when they came to be watched.
    var watchedStale: Set<LocatedKey> = []
    /// A watched key has changed.
    var isDirty = false
    @exclusivity(unchecked) var wait: Waiting?
    @exclusivity(unchecked) var channels = OrderedMap<Void>()
    @exclusivity(unchecked) var patterns = OrderedMap<Void>()
    @exclusivity(unchecked) var replyMode = ReplyMode.on
    @exclusivity(unchecked) private(set) var isClosing = false
    /// The last of it was delivered.
    private var isFinished = false
    /// It is in the engine's list of those that may have something to send.
    @exclusivity(unchecked) var isTouched = false
    /// Since when more waits to be sent to it than the soft limit of its class allows.
    var overSoftLimitSince: Int64?
    /// It is closed without being sent what is left.
    var isCutOff = false

    private var outbox: [Outbound] = []
    private let bytes = ReplyBuffer()
    /// How many replies `bytes` holds.
    @exclusivity(unchecked) private var replies = 0

    struct Transaction {
        var queued: [(command: Command, words: [[UInt8]])] = []
        /// How many bytes the queued words have.
        var bytes = 0
        /// A command could not be queued.
        var isAborted = false
        /// The flags of all that is queued.
        var flags: CommandFlags = []
        var mayReplicate = false
        var runsScripts = false

        mutating func queue(_ command: Command, _ words: [[UInt8]], mayReplicate: Bool) {
            queued.append((command, words))
            bytes += words.reduce(0) { $0 + $1.count }
            flags.formUnion(command.flags)
            if mayReplicate { self.mayReplicate = true }
            if command.runsScripts { runsScripts = true }
        }
    }

    /// A blocking command that has not been answered.
    struct Waiting {
        var command: Command
        var words: [[UInt8]]
        var request: WaitRequest
    }

    enum ReplyMode {
        case on, off
        /// Answers all but the next command.
        case skipNext
        case skipping
    }

    private init(id: ID, remoteAddress: String, user: AccessUser?, now: Int64, output: Output) {
        self.id = id
        self.remoteAddress = remoteAddress
        self.user = user
        connectedAt = now
        lastActive = now
        self.output = output
    }

    convenience init(id: ID, remoteAddress: String, user: AccessUser?, now: Int64, connection: RedisConnection) {
        self.init(id: id, remoteAddress: remoteAddress, user: user, now: now, output: .wire(connection))
    }

    convenience init(
        id: ID, remoteAddress: String, user: AccessUser?, now: Int64, deliver: @escaping @Sendable (Delivery) -> Void
    ) {
        self.init(id: id, remoteAddress: remoteAddress, user: user, now: now, output: .process(deliver))
    }

    /// A client in whose name a script of `caller` runs commands; it gets no replies.
    static func forScript(of caller: Client, now: Int64) -> Client {
        let client = Client(
            id: caller.id, remoteAddress: caller.remoteAddress, user: caller.user, now: now, deliver: { _ in })
        client.database = caller.database
        client.scriptCaller = caller.scriptCaller ?? caller
        return client
    }

    var isScript: Bool { scriptCaller != nil }

    /// What was put off, or else what came next.
    func takeCommand(_ limits: Limits) throws(ProtocolError) -> [[UInt8]]? {
        if let words = postponed {
            postponed = nil
            return words
        }
        return try nextCommand(limits)
    }

    /// It came over the wire.
    var isConnection: Bool { if case .wire = output { true } else { false } }
    var isSubscribed: Bool { !channels.isEmpty || !patterns.isEmpty || !shardChannels.isEmpty }
    var subscriptions: Int { channels.count + patterns.count }
    var queuedBytes: Int { transaction?.bytes ?? 0 }

    /// How many bytes this turn has brought it.
    var unflushedBytes: Int { bytes.count }

    /// How many bytes wait to be run, and to be sent.
    var inputBytes: Int {
        switch output {
        case .wire(let connection): connection.unreadBytes
        case .process: 0
        }
    }

    var outputBytes: Int {
        switch output {
        case .wire(let connection): bytes.count + connection.unsentBytes
        case .process: 0
        }
    }

    /// The next command to run; nil when there is none.
    func nextCommand(_ limits: Limits) throws(ProtocolError) -> [[UInt8]]? {
        switch output {
        case .wire(let connection): try connection.nextCommand(self, limits)
        case .process: input.popFirst()
        }
    }

    /// See `RequestDecoder.lookAhead`.
    func lookAhead(_ commands: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        switch output {
        case .wire(let connection): connection.lookAhead(commands, body)
        case .process: 0
        }
    }

    func send(_ value: RESPValue, _ kind: Outbound.Kind = .reply) {
        switch output {
        case .wire:
            RESPEncoder(version: version).encode(value, into: bytes)
            if kind == .reply { replies += 1 }
        case .process: outbox.append(Outbound(kind: kind, value: value, version: version))
        }
    }

    /// Sends bytes that are no reply; only over the wire.
    func send(raw: [UInt8]) { if case .wire = output { raw.withUnsafeBytes { bytes.write($0) } } }

    func close() { isClosing = true }

    /// Gives the client what has come together for it.
    func flush() {
        isTouched = false
        if isFinished { return }
        switch output {
        case .wire(let connection):
            if bytes.count > 0, !isCutOff { connection.send(bytes.bytes, isLast: isClosing) }
            bytes.removeAll()
            replies = 0
            if isClosing { connection.end(atOnce: isCutOff) }
        case .process(let deliver):
            if outbox.isEmpty, !isClosing { return }
            let items = outbox
            outbox = []
            deliver(Delivery(items: items, isLast: isClosing))
        }
        isFinished = isClosing
    }

    /// Replaces every reply that has not left by `error`: what it says has not been kept.
    func withdrawReplies(_ error: RESPValue) {
        switch output {
        case .wire:
            bytes.removeAll()
            for _ in 0..<replies { RESPEncoder(version: version).encode(error, into: bytes) }
        case .process:
            for index in outbox.indices where outbox[index].kind == .reply { outbox[index].value = error }
        }
    }
}

/// A key of one database.
struct LocatedKey: Hashable {
    var database: Int
    var key: Key
}
