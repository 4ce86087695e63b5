import Determinism
import JSONTree

/// An issuer's public keys, fetched when needed and kept for a while.
actor KeySource {
    private let clock: InstanceClock
    private let lifetime: Duration
    private let fetch: @Sendable () async throws -> JSON
    private var keys: [VerificationKey] = []
    private var fetchedAt: Timestamp?
    /// Tokens with made-up key ids must not make a flood of fetches.
    private static let shortestPause: Duration = .seconds(10)

    init(clock: InstanceClock, lifetime: Duration, fetch: @escaping @Sendable () async throws -> JSON) {
        self.clock = clock
        self.lifetime = lifetime
        self.fetch = fetch
    }

    /// The keys that may have made a signature: the one named, or, without a name, all of the algorithm.
    ///
    /// - Returns: the keys, and when they were fetched.
    func keys(
        id: String?, algorithm: SigningAlgorithm
    ) async throws(TokenError) -> (keys: [VerificationKey], fetchedAt: Timestamp?) {
        let age = fetchedAt.map { clock.now - $0 }
        if age.map({ $0 > lifetime || $0 < .zero }) ?? true { try await refresh() }
        let found = matching(id, algorithm)
        if found.isEmpty, age.map({ $0 > Self.shortestPause }) ?? false {
            try await refresh()
            return (matching(id, algorithm), fetchedAt)
        }
        return (found, fetchedAt)
    }

    private func matching(_ id: String?, _ algorithm: SigningAlgorithm) -> [VerificationKey] {
        keys.filter { $0.algorithm == algorithm && (id == nil || $0.id == id) }
    }

    private func refresh() async throws(TokenError) {
        do {
            let set = try await fetch()
            guard let entries = set["keys"]?.array else {
                throw TokenError.keysUnavailable("the key set has no 'keys'")
            }
            keys = entries.compactMap(VerificationKey.init(jwk:))
            fetchedAt = clock.now
        } catch let error as TokenError {
            throw error
        } catch {
            throw .keysUnavailable("\(error)")
        }
    }
}
