import Synchronization

/// What is played by something real: parts, or single edges of them.
package final class Swaps: Sendable {
    /// Who is swapped for whom.
    package struct Key: Hashable, Comparable, Sendable {
        /// A workload, a store, a vendor, or the host name of an external that has no mock.
        package var callee: String
        /// The only caller it is swapped for; nil for all.
        package var caller: String?

        package init(callee: String, caller: String?) {
            self.callee = callee
            self.caller = caller
        }

        package static func < (lhs: Key, rhs: Key) -> Bool {
            (lhs.callee, lhs.caller ?? "") < (rhs.callee, rhs.caller ?? "")
        }
    }

    private let targets = Mutex<[Key: SwapTarget]>([:])

    package init() {}

    /// What plays `callee` for `caller`; nil for what is not swapped. A swap of the edge comes before one of the part.
    package func target(of callee: String, from caller: String?) -> SwapTarget? {
        targets.withLock { targets in
            if targets.isEmpty { return nil }
            if let caller, let target = targets[Key(callee: callee, caller: caller)] { return target }
            return targets[Key(callee: callee, caller: nil)]
        }
    }

    package func swap(_ key: Key, for target: SwapTarget) { targets.withLock { $0[key] = target } }

    /// - Returns: whether it was swapped.
    package func swapBack(_ key: Key) -> Bool { targets.withLock { $0.removeValue(forKey: key) != nil } }

    /// All of them, in the order of their names.
    package var all: [(key: Key, target: SwapTarget)] {
        targets.withLock { targets in targets.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
