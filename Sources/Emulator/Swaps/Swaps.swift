import Synchronization

/// What is played by something real: parts, or single edges of them.
package final class Swaps: Sendable {
    private struct State {
        var targets: [EdgeKey: SwapTarget] = [:]
        /// How often each part has been swapped, in either direction.
        var counts: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private let connections: StandingConnections

    package init(connections: StandingConnections = StandingConnections()) { self.connections = connections }

    /// What plays `callee` for `caller`; nil for what is not swapped. A swap of the edge comes before one of the part.
    package func target(of callee: String, from caller: String?) -> SwapTarget? {
        state.withLock { state in
            if state.targets.isEmpty { return nil }
            if let caller, let target = state.targets[EdgeKey(callee: callee, caller: caller)] { return target }
            return state.targets[EdgeKey(callee: callee, caller: nil)]
        }
    }

    /// Grows with each swap of `callee`: a connection that was made before leads to what is no longer there.
    func count(of callee: String) -> Int { state.withLock { $0.counts[callee] ?? 0 } }

    /// Connections to what was there before are ended.
    package func swap(_ key: EdgeKey, for target: SwapTarget) {
        state.withLock { state in
            state.targets[key] = target
            state.counts[key.callee, default: 0] += 1
        }
        connections.end(key)
    }

    /// - Returns: whether it was swapped.
    package func swapBack(_ key: EdgeKey) -> Bool {
        let wasSwapped = state.withLock { state in
            guard state.targets.removeValue(forKey: key) != nil else { return false }
            state.counts[key.callee, default: 0] += 1
            return true
        }
        if wasSwapped { connections.end(key) }
        return wasSwapped
    }

    /// All of them, in the order of their names.
    package var all: [(key: EdgeKey, target: SwapTarget)] {
        state.withLock { state in state.targets.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
