import Images
import Kubernetes
import NetworkPolicy
import Determinism

extension Mesh {
    /// Opens a session within the process.
    func connect<Session>(
        to address: StoreAddress, kind: DataLayer.Kind, from caller: Caller, _ open: (Service) async throws -> Session
    ) async throws -> Session {
        guard case .store(let store) = destination(of: address.host, from: caller), data.kind(of: store) == kind else {
            record(
                caller, address.host, kind.rawValue, "connect", "no such host", undeclared(address.host),
                span: span(of: caller), since: clock.now)
            throw NetworkError.nameNotResolved(address.host)
        }
        try await admit(caller, to: store, port: address.port, kind: kind)
        if let target = swaps.target(of: store.metadata.name, from: caller.name) {
            let sentence =
                "'\(store.metadata.name)' is swapped for \(target), which an image in this process cannot reach: "
                + "swap it for the edges of real processes only, with --edge"
            record(caller, store.metadata.name, kind.rawValue, "connect", "refused", sentence, since: clock.now)
            throw NetworkError.connectionRefused(sentence)
        }
        return try await open(store)
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
        let target = swaps.target(of: name, from: caller.name).map { "; swapped for \($0)" } ?? ""
        record(
            caller, name, kind.rawValue, "connect", "connected", decision.reason + target, span: decision.decidingSpan,
            since: start)
    }
}
