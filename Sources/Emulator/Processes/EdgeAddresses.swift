import HTTP
import Images
import Kubernetes
import Serving
import Synchronization
import RedisStandIn
import PostgresStandIn
import MongoStandIn
import Vendors

/// The addresses of edges, for processes that play a workload from outside: a listener for each dependency of a
/// workload, and a proxy for everything that it calls by name.
///
/// They are opened when a workload's are first asked for, and stay until the instance ends. Their ports are the same at
/// every start where they can be had, so that a file made by `orrery env` stays true.
final class EdgeAddresses: Sendable {
    /// The addresses of one workload.
    struct Opened: Sendable {
        var edges: [Edge]
        var proxy: ListenAddress
    }

    private struct Order: Sendable {
        var pod: Pod
        var settings: ContainerSettings
        var reply: AsyncStream<Result<Opened, any Error>>.Continuation
    }

    private static let firstPort = 20_000
    private static let portsPerWorkload = 64

    private let mesh: Mesh
    private let certificates: LeafCertificates
    private let isIsolated: Bool
    private let opened = Mutex<[String: Opened]>([:])
    private let orders: AsyncStream<Order>
    private let orderSink: AsyncStream<Order>.Continuation

    init(mesh: Mesh, certificates: LeafCertificates, isIsolated: Bool) {
        self.mesh = mesh
        self.certificates = certificates
        self.isIsolated = isIsolated
        (orders, orderSink) = AsyncStream.makeStream(of: Order.self)
    }

    /// The addresses of `pod`'s dependencies, all bound and answering.
    ///
    /// - Throws: `BindError`.
    func addresses(of pod: Pod, _ settings: ContainerSettings) async throws -> Opened {
        if let known = opened.withLock({ $0[pod.key] }) { return known }
        let (reply, sink) = AsyncStream.makeStream(of: Result<Opened, any Error>.self)
        orderSink.yield(Order(pod: pod, settings: settings, reply: sink))
        for await result in reply { return try result.get() }
        throw CancellationError()
    }

    /// All that are open, in the order of the workloads' names.
    var all: [Edge] {
        opened.withLock { opened in opened.sorted { $0.key < $1.key }.flatMap(\.value.edges) }
    }

    // MARK: - Opening

    /// Opens what is asked for, one after the other, and accepts on all of it until the task is cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await order in orders {
                let key = order.pod.key
                if let known = opened.withLock({ $0[key] }) {
                    order.reply.yield(.success(known))
                    continue
                }
                do {
                    let (result, accepting) = try await open(order)
                    for accept in accepting { group.addTask { try await accept() } }
                    opened.withLock { $0[key] = result }
                    order.reply.yield(.success(result))
                } catch {
                    order.reply.yield(.failure(error))
                }
            }
        }
    }

    private typealias Accepting = @Sendable () async throws -> Void

    private func open(_ order: Order) async throws -> (Opened, [Accepting]) {
        let pod = order.pod
        let index = mesh.cluster.pods.firstIndex { $0.name == pod.name && $0.namespace == pod.namespace } ?? 0
        var port = Self.firstPort + index * Self.portsPerWorkload
        let end = port + Self.portsPerWorkload
        var accepting: [Accepting] = []
        let proxy = try await bound(&port, until: end) { address in
            try await ProxyListener.bind(address, certificates: certificates) { [mesh] host, port in
                mesh.verdict(onConnecting: pod.caller, to: host, port: port)
            }
        }
        accepting.append { [mesh] in try await proxy.run { await mesh.answer($0, from: pod.caller) } }
        var edges: [Edge] = []
        for mentioned in mesh.mentionedAddresses(in: order.settings.environment, from: pod.caller) {
            let (edge, accept) = try await openEdge(mentioned, of: pod, port: &port, until: end)
            edges.append(edge)
            accepting.append(accept)
        }
        return (Opened(edges: edges, proxy: proxy.address), accepting)
    }

    private func openEdge(
        _ mentioned: (address: MentionedAddress, destination: Destination), of pod: Pod, port: inout Int, until end: Int
    ) async throws -> (Edge, Accepting) {
        let mesh = mesh
        let caller = pod.caller
        let isTLS = ["https", "wss"].contains(mentioned.address.scheme)
        var edge = Edge(
            caller: pod.workload, callee: mentioned.destination.name, kind: .http, host: mentioned.address.host,
            port: mentioned.address.port, scheme: isTLS ? "https" : "http", address: ListenAddress(port: 0))
        guard case .store(let service) = mentioned.destination,
            let store = mesh.data.stores.first(where: { $0.name == service.metadata.name })
        else {
            let listener = try await bound(&port, until: end) { try await HTTPListener.bind($0) }
            edge.address = listener.address
            let opened = edge
            return (
                edge,
                { try await listener.run { await mesh.answer($0.addressed(to: opened), from: caller) } }
            )
        }
        let context = try certificates.context(for: [edge.host, "localhost", "127.0.0.1"])
        let listener = try await bound(&port, until: end) {
            try await store.server.bind($0, optionalTLS: context)
        }
        edge.kind = store.kind.edgeKind
        edge.address = listener.address
        let number = edge.port
        let guarded = listener.intercepted { connection in
            // What is refused stands in the journal by then.
            guard (try? await mesh.admit(caller, to: service, port: number, kind: store.kind)) != nil else {
                return .refuse
            }
            guard (try? await connection.paced { mesh.passage(from: caller, to: service) }) != nil else {
                return .refuse
            }
            mesh.connections.add(connection, of: EdgeKey(callee: store.name, caller: caller.name))
            guard let target = mesh.swaps.target(of: store.name, from: caller.name) else { return .serve }
            return .divert { try await mesh.relay($0, to: target, for: store, from: caller) }
        }
        return (
            edge,
            {
                switch store.server {
                case .redis(let server): try await server.run(on: guarded)
                case .postgres(let server): try await server.run(on: guarded)
                case .mongo(let server): try await server.run(on: guarded)
                }
            }
        )
    }

    /// Binds at the next of the workload's ports, or at a free one when it is taken or none is left.
    private func bound<Listener>(
        _ port: inout Int, until end: Int, _ bind: (ListenAddress) async throws -> Listener
    ) async throws -> Listener {
        let wanted = port
        port += 1
        if isIsolated || wanted >= end { return try await bind(ListenAddress(port: 0)) }
        do {
            return try await bind(ListenAddress(port: wanted))
        } catch let error as BindError where error.isInUse {
            return try await bind(ListenAddress(port: 0))
        }
    }
}

extension Mesh {
    /// The dependencies that the variables of a container mention, each once, in the order of the variables' names.
    ///
    /// The system's own public name is none: it is how the system calls itself, as the issuer of tokens does, and a
    /// process reaches it through its proxy.
    func mentionedAddresses(
        in variables: [String: String], from caller: Caller
    ) -> [(address: MentionedAddress, destination: Destination)] {
        var found: [(address: MentionedAddress, destination: Destination)] = []
        for name in variables.keys.sorted() {
            guard let address = MentionedAddress(in: name, variables),
                !found.contains(where: { $0.address.host == address.host && $0.address.port == address.port })
            else { continue }
            let destination = destination(of: address.host, from: caller)
            switch destination {
            case .service, .store, .vendor: found.append((address, destination))
            case .swapped, .loadBalancer, .unknown: break
            }
        }
        return found
    }
}

extension Destination {
    /// As the journal calls it.
    var name: String {
        switch self {
        case .service(let service), .store(let service): service.metadata.name
        case .loadBalancer: "alb"
        case .vendor(let mock): mock.api
        case .swapped(let host): host
        case .unknown: ""
        }
    }
}

extension DataLayer.Kind {
    var edgeKind: Edge.Kind {
        switch self {
        case .redis: .redis
        case .postgres: .postgres
        case .mongo: .mongo
        }
    }
}

extension Request {
    /// The request as it goes to the edge's callee: with its name instead of this machine's address.
    fileprivate func addressed(to edge: Edge) -> Request {
        var request = self
        request.scheme = edge.scheme
        request.authority = edge.authority
        request.fields["host"] = edge.authority
        return request
    }
}
