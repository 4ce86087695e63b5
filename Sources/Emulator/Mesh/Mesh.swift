import Determinism
import Diagnostics
import HTTP
import Images
import Kubernetes
import MongoStandIn
import NetworkPolicy
import PostgresStandIn
import RedisStandIn
import Vendors

/// Carries every call of an instance: it resolves the name, asks the network policies, writes the journal, and calls
/// what answers.
struct Mesh: Sendable {
    let cluster: Cluster
    let policies: PolicySet
    let kubelet: Kubelet
    let data: DataLayer
    let internet: Internet
    /// The load balancer, for callers outside the cluster and for pods that call the system by its public name.
    let loadBalancer: LoadBalancerFront
    let journal: Journal
    let clock: InstanceClock

    /// The network as the container of `pod` sees it.
    func network(of pod: Pod) -> ContainerNetwork {
        network(of: Caller(pod))
    }

    func network(of caller: Caller) -> ContainerNetwork {
        ContainerNetwork(
            send: { try await send($0, from: caller) },
            redis: { address in
                try await connect(to: address, kind: .redis, from: caller) { try await data.redis($0, address) }
            },
            postgres: { address in
                try await connect(to: address, kind: .postgres, from: caller) { try await data.postgres($0, address) }
            },
            mongo: { address in
                try await connect(to: address, kind: .mongo, from: caller) { try await data.mongo($0, address) }
            })
    }

    // MARK: - HTTP

    /// Sends `request` to the host of its authority, in the name of `caller`.
    ///
    /// - Throws: `NetworkError` when it never reaches anybody.
    func send(_ request: Request, from caller: Caller) async throws -> Response {
        let port = request.port ?? (request.scheme == "https" ? 443 : 80)
        if let namespace = caller.namespace, let service = cluster.service(named: request.host, from: namespace),
            service.type == .clusterIP
        {
            return try await send(request, to: service, port: port, from: caller)
        }
        if loadBalancer.answers(for: request.host) {
            let target = Endpoint.address(ip: LoadBalancerFront.publicAddress, hostName: request.host)
            return try await hop(request, caller, to: "alb", target, port: port) { request in
                await loadBalancer.respond(to: request, port: port, mesh: self)
            }
        }
        if let mock = internet.mock(for: request.host) {
            let target = Endpoint.address(ip: Internet.address(of: request.host), hostName: request.host)
            return try await hop(request, caller, to: mock.api, target, port: port) { await mock.handler($0) }
        }
        record(caller, request.host, "http", summary(request), "no such host", since: clock.now)
        throw NetworkError.nameNotResolved(request.host)
    }

    /// Sends `request` to a ready pod of `service`.
    func send(_ request: Request, to service: Service, port: Int, from caller: Caller) async throws -> Response {
        guard let servicePort = service.ports.first(where: { $0.port == port }) else {
            throw NetworkError.connectionRefused("\(service.metadata.name):\(port)")
        }
        let pods = cluster.pods(of: service)
        guard let pod = pods.first(where: { kubelet.status(of: $0).isReady }) else {
            let reason = pods.first.map { "\($0.name): \(kubelet.status(of: $0).reason ?? "not ready")" }
            let sentence = "\(service.metadata.name) has no ready endpoint" + (reason.map { " (\($0))" } ?? "")
            record(caller, service.metadata.name, "http", summary(request), "503", sentence, since: clock.now)
            throw NetworkError.connectionRefused(sentence)
        }
        let number = pod.number(of: servicePort.targetPort ?? .int(port)) ?? port
        let portName = pod.container?.ports.first { $0.containerPort == number }?.name
        return try await hop(request, caller, to: pod.workload, pod.endpoint, port: number, portName: portName) {
            request in
            guard let handler = kubelet.status(of: pod).handler else {
                return .problem(.serviceUnavailable, "\(pod.name) does not listen")
            }
            return await handler(request)
        }
    }

    /// One hop: policy, call, journal.
    func hop(
        _ request: Request, _ caller: Caller, to callee: String, _ endpoint: Endpoint, port: Int,
        portName: String? = nil, _ call: (Request) async -> Response
    ) async throws -> Response {
        let start = clock.now
        try admit(caller, callee, endpoint, port: port, portName: portName, kind: "http", summary(request))
        let response = await call(request)
        record(
            caller, callee, "http", summary(request), "\(response.status.code)", since: start,
            trace: request.fields["traceparent"])
        return response
    }

    private func summary(_ request: Request) -> String { "\(request.method) \(request.target)" }

    // MARK: - Stores

    private func connect<Session>(
        to address: StoreAddress, kind: DataLayer.Kind, from caller: Caller, _ open: (Service) async throws -> Session
    ) async throws -> Session {
        let named = caller.namespace.flatMap { cluster.service(named: address.host, from: $0) }
        guard let store = cluster.store(at: address.host) ?? named, data.kind(of: store) == kind else {
            throw NetworkError.nameNotResolved(address.host)
        }
        guard store.ports.contains(where: { $0.port == address.port }) else {
            throw NetworkError.connectionRefused("\(address.host):\(address.port)")
        }
        let endpoint = Endpoint.address(ip: data.address(of: store), hostName: address.host)
        try admit(
            caller, store.metadata.name, endpoint, port: address.port, portName: nil, kind: kind.rawValue, "connect")
        return try await open(store)
    }

    // MARK: - Policies and journal

    /// - Throws: `NetworkError.deniedByPolicy` when no policy allows the connection.
    private func admit(
        _ caller: Caller, _ callee: String, _ endpoint: Endpoint, port: Int, portName: String?, kind: String,
        _ summary: String
    ) throws {
        let decision = policies.decide(from: caller.endpoint, to: endpoint, port: port, portName: portName)
        if decision.isAllowed { return }
        record(
            caller, callee, kind, summary, "denied", decision.reason, span: decision.isolatingPolicy?.span,
            since: clock.now)
        throw NetworkError.deniedByPolicy(decision.reason)
    }

    func record(
        _ caller: Caller, _ callee: String, _ kind: String, _ summary: String, _ outcome: String,
        _ reason: String? = nil, span: SourceSpan? = nil, since start: Timestamp, trace: String? = nil
    ) {
        journal.record(
            Journal.Entry(
                number: 0, time: start, caller: caller.name, callee: callee, kind: kind, summary: summary,
                outcome: outcome, reason: reason, span: span,
                microseconds: (clock.now - start).wholeMicroseconds, trace: trace))
    }
}
