import Determinism
import Images
import Kubernetes
import NetworkPolicy

extension Mesh {
    /// Opens a connection within the process.
    ///
    /// - Returns: the edge that the connection belongs to, and the real server that plays the store for this caller.
    /// - Throws: `NetworkError` when it is not made.
    func connect(
        to address: StoreAddress, kind: DataLayer.Kind, from caller: Caller
    ) async throws -> (StoreEdge, SwapTarget?) {
        guard case .store(let store) = destination(of: address.host, from: caller), data.kind(of: store) == kind else {
            record(
                caller, address.host, kind.rawValue, "connect", "no such host", undeclared(address.host),
                span: span(of: caller), since: clock.now)
            throw NetworkError.nameNotResolved(address.host)
        }
        try await admit(caller, to: store, port: address.port, kind: kind)
        let name = store.metadata.name
        let edge = StoreEdge(mesh: self, store: store, caller: caller, count: swaps.count(of: name))
        return (edge, swaps.target(of: name, from: caller.name))
    }

    /// Judges a connection to `store` and writes it to the journal, whatever becomes of it.
    ///
    /// - Throws: `NetworkError` when it is not made.
    func admit(_ caller: Caller, to store: Service, port: Int, kind: DataLayer.Kind) async throws {
        let name = store.metadata.name
        guard store.ports.contains(where: { $0.port == port }) else {
            record(
                caller, name, kind.rawValue, "connect", "refused", "Service '\(name)' has no port \(port)",
                span: store.metadata.span, since: clock.now)
            throw NetworkError.connectionRefused("\(store.externalName ?? name):\(port)")
        }
        let start = clock.now
        let endpoint = Endpoint.address(ip: data.address(of: store), hostName: store.externalName ?? name)
        let decision = try await admit(
            caller, name, endpoint, port: port, portName: nil, kind: kind.rawValue, "connect")
        let fault = faults.strike(name, from: caller.name)
        var reason = decision.reason + (swaps.target(of: name, from: caller.name).map { "; swapped for \($0)" } ?? "")
        if let fault {
            reason += "; \(Faults.sentence(fault, on: name))"
            if let delay = fault.delay { try await clock.sleep(for: delay) }
        }
        let isReset = fault?.failure != nil
        record(
            caller, name, kind.rawValue, "connect", isReset ? "reset" : "connected", reason,
            span: decision.decidingSpan, since: start)
        if isReset { throw NetworkError.connectionReset(reason) }
    }
}
