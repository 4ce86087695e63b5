import Serving

/// Which ports an instance listens on.
///
/// Each thing has a port of its own that is the same at every start: the one its real server has, where it has one, and
/// the next ones for more of the kind. A port that somebody else has is replaced by the one 10000 above it.
struct Ports {
    /// Takes a free port for everything, so that many instances run side by side.
    let areIsolated: Bool
    private var next: [Int: Int] = [:]

    init(areIsolated: Bool) { self.areIsolated = areIsolated }

    /// Binds with `bind` at the next port from `base`.
    ///
    /// - Throws: `BindError` when neither the port nor its replacement can be had.
    mutating func bound<Listener>(
        from base: Int, _ bind: (ListenAddress) async throws -> Listener
    ) async throws -> Listener {
        if areIsolated { return try await bind(ListenAddress(port: 0)) }
        let port = base + next[base, default: 0]
        next[base, default: 0] += 1
        do {
            return try await bind(ListenAddress(port: port))
        } catch let error as BindError where error.isInUse {
            return try await bind(ListenAddress(port: port + 10_000))
        }
    }
}
