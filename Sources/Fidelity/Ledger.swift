import Synchronization

/// What a run touched, and how faithful each of those things was.
///
/// Stand-ins and mocks record here; `orrery fidelity` prints it. Recording is cheap enough for every command.
package final class Ledger: Sendable {
    /// One thing that was used: for example part `cache`, feature `XAUTOCLAIM`.
    package struct Entry: Hashable, Sendable, Comparable {
        package var part: String
        package var feature: String

        package static func < (lhs: Entry, rhs: Entry) -> Bool { (lhs.part, lhs.feature) < (rhs.part, rhs.feature) }
    }

    package struct Touched: Equatable, Sendable {
        package var entry: Entry
        package var fidelity: Fidelity
        package var count: Int
    }

    private let entries = Mutex<[Entry: (fidelity: Fidelity, count: Int)]>([:])

    package init() {}

    package func record(_ feature: String, of part: String, _ fidelity: Fidelity, count: Int = 1) {
        entries.withLock { entries in
            entries[Entry(part: part, feature: feature), default: (fidelity, 0)].count += count
        }
    }

    /// Everything touched so far, by part and feature.
    package var touched: [Touched] {
        entries.withLock { entries in
            entries.map { Touched(entry: $0.key, fidelity: $0.value.fidelity, count: $0.value.count) }
                .sorted { $0.entry < $1.entry }
        }
    }
}
