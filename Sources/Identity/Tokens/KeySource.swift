import Determinism
import JSONTree
import Synchronization

/// An issuer's public keys, fetched when needed and kept for a while.
final class KeySource: Sendable {
    private struct State {
        var keys: [VerificationKey] = []
        var fetchedAt: Timestamp?
    }

    private let clock: InstanceClock
    private let lifetime: Duration
    private let fetch: @Sendable () async throws -> JSON
    private let state = Mutex(State())
    /// Tokens with made-up key ids must not make a flood of fetches.
    private static let shortestPause: Duration = .seconds(10)

    init(clock: InstanceClock, lifetime: Duration, fetch: @escaping @Sendable () async throws -> JSON) {
        self.clock = clock
        self.lifetime = lifetime
        self.fetch = fetch
    }

    /// When the keys were fetched that are still good at `now`; nil when they have to be fetched first.
    func fetchedAt(goodAt now: Timestamp) -> Timestamp? {
        guard let fetchedAt = state.withLock(\.fetchedAt) else { return nil }
        let age = now - fetchedAt
        return age > lifetime || age < .zero ? nil : fetchedAt
    }

    /// The keys that may have made a signature: the one named, or, without a name, all of the algorithm.
    ///
    /// - Returns: the keys, and when they were fetched.
    func keys(
        id: String?, algorithm: SigningAlgorithm
    ) async throws(TokenError) -> (keys: [VerificationKey], fetchedAt: Timestamp?) {
        let age = state.withLock(\.fetchedAt).map { clock.now - $0 }
        if age.map({ $0 > lifetime || $0 < .zero }) ?? true { try await refresh() }
        let found = matching(id, algorithm)
        if found.keys.isEmpty, age.map({ $0 > Self.shortestPause }) ?? false {
            try await refresh()
            return matching(id, algorithm)
        }
        return found
    }

    private func matching(
        _ id: String?, _ algorithm: SigningAlgorithm
    ) -> (keys: [VerificationKey], fetchedAt: Timestamp?) {
        state.withLock { state in
            (state.keys.filter { $0.algorithm == algorithm && (id == nil || $0.id == id) }, state.fetchedAt)
        }
    }

    private func refresh() async throws(TokenError) {
        do {
            let set = try await fetch()
            guard let entries = set["keys"]?.array else {
                throw TokenError.keysUnavailable("the key set has no 'keys'")
            }
            let keys = entries.compactMap(VerificationKey.init(jwk:))
            state.withLock { $0 = State(keys: keys, fetchedAt: clock.now) }
        } catch let error as TokenError {
            throw error
        } catch {
            throw .keysUnavailable("\(error)")
        }
    }
}
