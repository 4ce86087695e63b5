import Determinism
import HTTP
import Identity
import Images
import Kubernetes
import NetworkPolicy
import Routing

/// The ALBs at work: rules from the Ingress or Gateway objects, targets from the services they name, tokens checked where
/// a rule asks for it.
struct LoadBalancerFront: Sendable {
    /// Where the load balancer is on the internet of this desk.
    static let publicAddress = "203.0.113.1"

    let balancers: [LoadBalancer]
    let gateway: GatewayFront
    /// Who calls the targets: an address in the load balancer's own subnets.
    let caller: Caller
    let random: SeededRandom
    let health: TargetHealth
    /// A verifier for each issuer of tokens that a rule names.
    let verifiers: [TokenProvider: TokenVerifier]

    /// Every host name that a certificate is needed for, each once.
    var hosts: [String] {
        var hosts: [String] = []
        for host in balancers.flatMap(\.listeners).flatMap(\.hosts) where !hosts.contains(host) { hosts.append(host) }
        return hosts
    }

    /// Whether `host` is one of the names that a load balancer answers to.
    func answers(for host: String) -> Bool {
        hosts.contains { pattern in
            Self.matches(pattern, host)
        }
    }

    private static func matches(_ pattern: String, _ host: String) -> Bool {
        pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) : pattern.lowercased() == host
    }

    /// Answers a request that came to the listener on `port`: 80 or 443, whatever port plays it on this desk.
    func respond(to request: Request, port: Int, mesh: Mesh) async -> Response {
        let start = mesh.clock.now
        guard let (listener, decision) = decide(request, port: port) else {
            return LoadBalancerResponse.page(.notFound)
        }
        let response: Response
        var reason = decision.reason
        if let refusal = await refusal(of: request, by: decision) {
            response = LoadBalancerResponse.unauthorized
            reason = refusal
        } else if let own = decision.response {
            response = own
        } else if let group = decision.targetGroup(choice: random.next()) {
            let trace = "Root=1-\(String(mesh.clock.now.seconds, radix: 16))-\(random.hex(24))"
            response = await forward(
                request.forwardedByLoadBalancer(from: listener, traceID: trace), to: group, by: decision, mesh)
        } else {
            response = LoadBalancerResponse.serviceUnavailable
        }
        let client = Caller(
            name: request.remoteAddress.map { "client \($0)" } ?? "client", namespace: nil,
            endpoint: .address(ip: nil, hostName: nil))
        mesh.record(
            client, "alb", "http", "\(request.method) \(request.scheme)://\(request.host)\(request.target)",
            "\(response.status.code)", reason,
            span: decision.span ?? listener.rules.first?.source.span, since: start,
            trace: request.fields["traceparent"])
        return response
    }

    private func decide(_ request: Request, port: Int) -> (LoadBalancer.Listener, LoadBalancerDecision)? {
        // Several load balancers have names of their own; here their hosts tell them apart.
        let open = balancers.filter { balancer in balancer.listeners.contains { $0.port == port } }
        let named = open.first { balancer in
            balancer.listeners.flatMap(\.hosts).contains { Self.matches($0, request.host) }
        }
        guard let listener = (named ?? open.first)?.listeners.first(where: { $0.port == port }) else { return nil }
        return (listener, listener.decide(request))
    }

    /// Why the token of a request does not satisfy the rule; nil when it does, or none is asked for.
    private func refusal(of request: Request, by decision: LoadBalancerDecision) async -> String? {
        guard let validation = decision.validation else { return nil }
        guard let verifier = verifiers[TokenProvider(validation)] else { return "nobody verifies tokens" }
        do {
            return validation.mismatch(try await verifier.verify(request.bearerToken).json)
        } catch {
            return error.description
        }
    }

    /// To a healthy target of `group`. A group without one answers 503, as an ALB does.
    private func forward(
        _ request: Request, to group: ListenerAction.TargetGroup, by decision: LoadBalancerDecision, _ mesh: Mesh
    ) async -> Response {
        guard case .service(let namespace, let name, let port) = group.target,
            let service = mesh.cluster.service(name, in: namespace)
        else { return LoadBalancerResponse.fixed(.missingService) }
        guard let servicePort = service.port(port) else { return LoadBalancerResponse.serviceUnavailable }
        let target = "\(namespace)/\(name):\(servicePort.port)"
        let isHealthy = await health.isHealthy(target, group.healthCheck) { path in
            let probe = Request(.get, path, authority: name, fields: ["user-agent": "ELB-HealthChecker/2.0"])
            return await send(probe, to: service, servicePort, number: group.healthCheck.port, mesh).status
        }
        return isHealthy
            ? await send(request, to: service, servicePort, mesh) : LoadBalancerResponse.serviceUnavailable
    }

    /// To a pod of `service`: one of the gateway's, or a workload's own. What the policies drop never answers.
    private func send(
        _ request: Request, to service: Service, _ port: Service.Port, number: Int? = nil, _ mesh: Mesh
    ) async -> Response {
        do {
            guard let pod = mesh.cluster.pods(of: service).first(where: { $0.container == nil }) else {
                return try await mesh.send(request, to: service, port: port.port, from: caller)
            }
            let number = number ?? pod.number(of: port.targetPort ?? .int(port.port)) ?? port.port
            return try await mesh.hop(request, caller, to: pod.workload, pod.endpoint, port: number) {
                await gateway.respond(to: $0, in: pod, mesh: mesh)
            }
        } catch NetworkError.deniedByPolicy {
            return LoadBalancerResponse.gatewayTimeout
        } catch {
            return LoadBalancerResponse.serviceUnavailable
        }
    }
}

extension Service {
    /// The port that an Ingress names by number or name.
    func port(_ port: Ingress.ServicePort) -> Port? {
        switch port {
        case .number(let number): ports.first { $0.port == number }
        case .name(let name): ports.first { $0.name == name }
        }
    }
}
