import Synchronization

/// What a listener knows of the connection, or of the HTTP/2 stream, that a request came on.
package final class ClientConnection: Sendable {
    /// The client's port.
    package let remotePort: Int?
    package let isHTTP2: Bool
    /// As an ALB writes it, `TLSv1.3`; nil for plain HTTP.
    package let tlsVersion: String?

    private struct State {
        var isClosed = false
        var nextObserver = 0
        var observers: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    package init(remotePort: Int? = nil, isHTTP2: Bool = false, tlsVersion: String? = nil) {
        self.remotePort = remotePort
        self.isHTTP2 = isHTTP2
        self.tlsVersion = tlsVersion
    }

    /// Whether the client has closed it.
    package var isClosed: Bool { state.withLock(\.isClosed) }

    /// For whoever watches the connection: the client has closed it.
    package func close() {
        let observers = state.withLock { state in
            state.isClosed = true
            defer { state.observers = [:] }
            return state.observers.values
        }
        for observer in observers { observer() }
    }

    /// Calls `observer` once when the client closes the connection, or at once when it has; the number is for
    /// `forget(_:)`.
    package func whenClosed(_ observer: @escaping @Sendable () -> Void) -> Int? {
        let number: Int? = state.withLock { state in
            if state.isClosed { return nil }
            state.nextObserver += 1
            state.observers[state.nextObserver] = observer
            return state.nextObserver
        }
        if number == nil { observer() }
        return number
    }

    package func forget(_ number: Int?) {
        if let number { state.withLock { $0.observers[number] = nil } }
    }
}
