import Determinism
import JSONTree
import Synchronization

/// The sessions of the handshake era at one endpoint.
final class Sessions: Sendable {
    /// What was agreed with one client.
    struct Session: Sendable {
        let id: String
        let revision: Revision
        /// A session belongs to who opened it.
        let principal: String?
        let clientCapabilities: JSON
        let clientInfo: JSON?
        var level = LogLevel.info
        var lastUse: Timestamp
        /// The open GET streams, which end with the session.
        var streams: [UInt64: AsyncStream<JSON>.Continuation] = [:]
    }

    private struct State {
        var sessions: [String: Session] = [:]
        var nextStream: UInt64 = 0
    }

    private let state = Mutex(State())
    private let clock: InstanceClock
    private let random: SeededRandom

    init(clock: InstanceClock, random: SeededRandom) {
        self.clock = clock
        self.random = random
    }

    /// Opens a session and returns its id; those that were not used for `lifetime` are forgotten.
    func open(
        revision: Revision, principal: String?, clientCapabilities: JSON, clientInfo: JSON?, lifetime: Duration
    ) -> String {
        let now = clock.now
        let id = random.uuid()
        let expired = state.withLock { state in
            let expired = state.sessions.values.filter { now - $0.lastUse > lifetime }
            for session in expired { state.sessions[session.id] = nil }
            state.sessions[id] = Session(
                id: id, revision: revision, principal: principal, clientCapabilities: clientCapabilities,
                clientInfo: clientInfo, lastUse: now)
            return expired
        }
        for session in expired { Self.end(session) }
        return id
    }

    /// The session `id` of `principal`, which counts as used now; nil when there is none.
    func use(_ id: String, principal: String?, lifetime: Duration) -> Session? {
        let now = clock.now
        return state.withLock { state in
            guard let session = state.sessions[id], session.principal == principal, now - session.lastUse <= lifetime
            else { return nil }
            state.sessions[id]?.lastUse = now
            return session
        }
    }

    func setLevel(_ level: LogLevel, of id: String) {
        state.withLock { $0.sessions[id]?.level = level }
    }

    /// Forgets the session and ends its streams.
    func close(_ id: String) {
        if let session = state.withLock({ $0.sessions.removeValue(forKey: id) }) { Self.end(session) }
    }

    /// A stream of server messages that ends with the session, or at once when there is none.
    func stream(of id: String) -> AsyncStream<JSON> {
        let (stream, continuation) = AsyncStream.makeStream(of: JSON.self)
        let number: UInt64? = state.withLock { state in
            guard state.sessions[id] != nil else { return nil }
            state.nextStream &+= 1
            state.sessions[id]?.streams[state.nextStream] = continuation
            return state.nextStream
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.sessions[id]?.streams[number] = nil }
        }
        return stream
    }

    private static func end(_ session: Session) {
        for stream in session.streams.values { stream.finish() }
    }
}
