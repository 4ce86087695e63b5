import Serving
import Synchronization

/// The connections of real clients to the stores, by edge: they are ended when what they lead to is no longer there.
package final class StandingConnections: Sendable {
    private struct State {
        var connections: [UInt64: (edge: EdgeKey, connection: AcceptedConnection)] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Keeps `connection` until it is closed.
    func add(_ connection: AcceptedConnection, of edge: EdgeKey) {
        let number = state.withLock { state in
            state.next += 1
            state.connections[state.next] = (edge, connection)
            return state.next
        }
        connection.whenClosed { [self] in state.withLock { $0.connections[number] = nil } }
    }

    /// Closes those of `key`, which is an edge or all edges of a part, and of them those that `isMeant` chooses.
    func end(_ key: EdgeKey, where isMeant: () -> Bool = { true }) {
        let found = state.withLock { state in
            state.connections.values.filter { entry in
                entry.edge.callee == key.callee && (key.caller == nil || key.caller == entry.edge.caller)
            }
        }
        for entry in found where isMeant() { entry.connection.close() }
    }
}
