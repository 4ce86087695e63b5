/// One connection, or one in-process session, as the engine sees it. It lives on the engine's thread.
final class Client {
    typealias ID = Int64

    let id: ID
    let remoteAddress: String
    let connectedAt: Int64
    private let deliver: @Sendable (Delivery) -> Void
    /// Told when the client has authenticated: larger requests are then allowed.
    let didAuthenticate: @Sendable () -> Void

    var user: RedisUser?
    var name = ""
    var libraryName = ""
    var libraryVersion = ""
    var version = RESPVersion.resp2
    var database = 0
    var isNoEvict = false
    var lastCommand = "NULL"
    var lastActive: Int64

    /// Commands that wait until the one before is answered.
    var input = RingBuffer<[[UInt8]]>()
    var transaction: Transaction?
    var watched: [LocatedKey] = []
    /// A watched key has changed.
    var isDirty = false
    var wait: Waiting?
    var channels = OrderedMap<Void>()
    var patterns = OrderedMap<Void>()
    var replyMode = ReplyMode.on
    private(set) var isClosing = false
    /// The last of it was delivered.
    private var isFinished = false
    private(set) var outbox: [Outbound] = []

    struct Transaction {
        var queued: [(command: Command, words: [[UInt8]])] = []
        /// A command could not be queued.
        var isAborted = false
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

    init(
        id: ID, remoteAddress: String, user: RedisUser?, now: Int64,
        didAuthenticate: @escaping @Sendable () -> Void, deliver: @escaping @Sendable (Delivery) -> Void
    ) {
        self.id = id
        self.remoteAddress = remoteAddress
        self.user = user
        connectedAt = now
        lastActive = now
        self.deliver = deliver
        self.didAuthenticate = didAuthenticate
    }

    var isSubscribed: Bool { !channels.isEmpty || !patterns.isEmpty }
    var subscriptions: Int { channels.count + patterns.count }

    func send(_ value: RESPValue, _ kind: Outbound.Kind = .reply) {
        outbox.append(Outbound(kind: kind, value: value, version: version))
    }

    func close() { isClosing = true }

    /// Gives the client what has come together for it.
    func flush() {
        if isFinished || (outbox.isEmpty && !isClosing) { return }
        isFinished = isClosing
        let items = outbox
        outbox = []
        deliver(Delivery(items: items, isLast: isClosing))
    }

    /// Replaces every reply that has not left by `error`: what it says has not been kept.
    func withdrawReplies(_ error: RESPValue) {
        for index in outbox.indices where outbox[index].kind == .reply { outbox[index].value = error }
    }
}

/// A key of one database.
struct LocatedKey: Hashable {
    var database: Int
    var key: Key
}
