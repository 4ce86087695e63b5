import Determinism
import HTTP
import Images
import Kubernetes
import NetworkPolicy
import Routing

/// The ALBs at work: rules from the Ingress objects, targets from the services they name.
struct LoadBalancerFront: Sendable {
    /// Where the load balancer is on the internet of this desk.
    static let publicAddress = "203.0.113.1"

    let balancers: [LoadBalancer]
    let gateway: GatewayFront
    /// Who calls the targets: an address in the load balancer's own subnets.
    let caller: Caller
    let random: SeededRandom
    let health: TargetHealth

    /// Every host name that a certificate is needed for, each once.
    var hosts: [String] {
        var hosts: [String] = []
        for host in balancers.flatMap(\.listeners).flatMap(\.hosts) where !hosts.contains(host) { hosts.append(host) }
        return hosts
    }

    /// Whether `host` is one of the names that a load balancer answers to.
    func answers(for host: String) -> Bool {
        hosts.contains { pattern in
            pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) : pattern.lowercased() == host
        }
    }

    /// Answers a request that came to the listener on `port`: 80 or 443, whatever port plays it on this desk.
    func respond(to request: Request, port: Int, mesh: Mesh) async -> Response {
        let start = mesh.clock.now
        guard let (listener, decision) = decide(request, port: port) else {
            return LoadBalancerResponse.page(.notFound)
        }
        let response: Response
        if let own = decision.response {
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
            "\(response.status.code)", decision.reason,
            span: decision.span ?? listener.rules.first?.source.span, since: start,
            trace: request.fields["traceparent"])
        return response
    }

    private func decide(_ request: Request, port: Int) -> (LoadBalancer.Listener, LoadBalancerDecision)? {
        for balancer in balancers {
            if let listener = balancer.listeners.first(where: { $0.port == port }) {
                return (listener, listener.decide(request))
            }
        }
        return nil
    }

    /// To a healthy target of `group`. A group without one answers 503, as an ALB does.
    private func forward(
        _ request: Request, to group: ListenerAction.TargetGroup, by decision: LoadBalancerDecision, _ mesh: Mesh
    ) async -> Response {
        guard case .service(let namespace, let name, let port) = group.target,
            let service = mesh.cluster.service(name, in: namespace)
        else { return LoadBalancerResponse.fixed(.missingService) }
        guard let servicePort = service.port(port) else { return LoadBalancerResponse.serviceUnavailable }
        let check = TargetHealth.Check(annotations(of: decision, in: mesh.cluster))
        let target = "\(namespace)/\(name):\(servicePort.port)"
        let isHealthy = await health.isHealthy(target, check) { path in
            let probe = Request(.get, path, authority: name, fields: ["user-agent": "ELB-HealthChecker/2.0"])
            return await send(probe, to: service, servicePort, mesh).status
        }
        return isHealthy
            ? await send(request, to: service, servicePort, mesh) : LoadBalancerResponse.serviceUnavailable
    }

    /// The annotations of the Ingress whose rule decided.
    private func annotations(of decision: LoadBalancerDecision, in cluster: Cluster) -> [ObjectMeta.Pair] {
        guard let source = decision.rule?.source else { return [] }
        return cluster.ingress(source.ingress, in: source.namespace)?.metadata.annotations ?? []
    }

    /// To a pod of `service`: one of the gateway's, or a workload's own. What the policies drop never answers.
    private func send(
        _ request: Request, to service: Service, _ port: Service.Port, _ mesh: Mesh
    ) async -> Response {
        do {
            guard let pod = mesh.cluster.pods(of: service).first(where: { $0.container == nil }) else {
                return try await mesh.send(request, to: service, port: port.port, from: caller)
            }
            let number = pod.number(of: port.targetPort ?? .int(port.port)) ?? port.port
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
