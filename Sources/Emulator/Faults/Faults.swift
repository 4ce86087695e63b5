import Determinism
import Synchronization

/// The faults that somebody asked for, by part or by edge. They are declared, listed and taken back; none comes by itself.
package final class Faults: Sendable {
    private let faults = Mutex<[EdgeKey: Fault]>([:])
    private let random: SeededRandom
    private let connections: StandingConnections

    init(random: SeededRandom, connections: StandingConnections) {
        self.random = random
        self.connections = connections
    }

    /// The fault that strikes this call; nil for none. One of the edge comes before one of the part.
    func strike(_ callee: String, from caller: String) -> Fault? {
        let fault = faults.withLock { faults -> Fault? in
            if faults.isEmpty { return nil }
            return faults[EdgeKey(callee: callee, caller: caller)] ?? faults[EdgeKey(callee: callee, caller: nil)]
        }
        return fault.flatMap { strikes($0) ? $0 : nil }
    }

    private func strikes(_ fault: Fault) -> Bool {
        fault.share >= 1 || Double(random.next() >> 11) * 0x1p-53 < fault.share
    }

    /// A reset breaks off the connections that stand, too, or its share of them.
    package func declare(_ fault: Fault, at key: EdgeKey) {
        faults.withLock { $0[key] = fault }
        if fault.failure == .reset { connections.end(key) { strikes(fault) } }
    }

    /// - Returns: whether there was one.
    package func clear(_ key: EdgeKey) -> Bool { faults.withLock { $0.removeValue(forKey: key) != nil } }

    /// All of them, in the order of their names.
    package var all: [(key: EdgeKey, fault: Fault)] {
        faults.withLock { faults in faults.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}

extension Faults {
    /// The sentence of a call that a fault has struck.
    static func sentence(_ fault: Fault, on callee: String) -> String {
        let what =
            switch fault.failure {
            case .status(let code): "an answer of \(code)"
            case .reset: "a broken connection"
            case nil: "a delay"
            }
        return "a fault declared for '\(callee)' makes it \(what)"
    }
}
