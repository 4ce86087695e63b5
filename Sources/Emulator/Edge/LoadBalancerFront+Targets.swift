import Determinism
import HTTP
import Images
import Kubernetes
import Routing

extension LoadBalancerFront {
    /// To a target group of the rule, and what an ALB makes of what comes back, or does not.
    func forward(
        _ request: Request, by decision: LoadBalancerDecision, _ door: Door, _ mesh: Mesh, _ reason: String
    ) async -> Answer {
        let now = mesh.clock.now.seconds
        guard let group = decision.targetGroup(for: request, choice: random.next(), seconds: now) else {
            return unavailable("\(reason), and the weights of all its target groups are 0")
        }
        if let mismatch = group.mismatch(request) {
            return Answer(response: LoadBalancerResponse.page(464), reason: "\(reason); \(mismatch)")
        }
        guard case .service(let namespace, let name, let port) = group.target else {
            return unavailable("\(reason); the target group \(group.target.title) is outside the manifests")
        }
        guard let service = mesh.cluster.service(name, in: namespace) else {
            let sentence = "there is no Service '\(namespace)/\(name)'"
            return Answer(
                response: LoadBalancerResponse.fixed(.missingService).explained(sentence),
                reason: "\(reason); \(sentence)"
            )
        }
        guard let servicePort = service.port(port) else {
            var answer = unavailable("\(reason); Service '\(namespace)/\(name)' has no such port")
            answer.span = service.metadata.span
            return answer
        }
        guard let sent = decision.transform.map({ $0.applied(to: request) }) ?? request else {
            return Answer(
                response: LoadBalancerResponse.page(.internalServerError),
                reason: "\(reason); its transform makes no host or URL")
        }
        let trace = "1-" + String(now, radix: 16) + "-" + random.hex(24)
        let forwarded = sent.forwardedByLoadBalancer(from: door.listener, door.balancer.attributes, traceID: trace)
        var reason = reason
        if !(await isHealthy(group, service, servicePort, mesh)) {
            // A group without a healthy target sends to all that it has.
            reason += "; no target of \(group.target.title) is healthy, so the load balancer sends to all of them"
        }
        let outcome = await patience.answer(
            within: door.balancer.attributes.idleTimeout, for: request.connection
        ) { await self.send(forwarded, to: service, servicePort, mesh) }
        switch outcome {
        case .answered(let result):
            var response = (try? result.get()) ?? LoadBalancerResponse.badGateway
            if let why = response.fields["x-orrery-reason"], response.status.code >= 500 { reason += "; \(why)" }
            for cookie in group.cookies(mark: trace, seconds: now) { response.fields.append("Set-Cookie", cookie) }
            return Answer(response: response, reason: reason)
        case .timedOut:
            let sentence =
                "the target did not answer within \(door.balancer.attributes.idleTimeout.components.seconds) s"
            return Answer(
                response: LoadBalancerResponse.gatewayTimeout.explained(sentence), reason: "\(reason); \(sentence)")
        case .clientGone:
            return Answer(
                response: LoadBalancerResponse.page(460),
                reason: "\(reason); the client closed the connection before the answer", outcome: "460")
        }
    }

    private func unavailable(_ reason: String) -> Answer {
        Answer(response: LoadBalancerResponse.serviceUnavailable.explained(reason), reason: reason)
    }

    private func isHealthy(
        _ group: ListenerAction.TargetGroup, _ service: Service, _ port: Service.Port, _ mesh: Mesh
    ) async -> Bool {
        let name = service.metadata.name
        let target = service.metadata.namespace + "/" + name + ":" + String(port.port)
        return await health.isHealthy(target, group.healthCheck) { path in
            let probe = Request(.get, path, authority: name, fields: ["user-agent": "ELB-HealthChecker/2.0"])
            let outcome = await patience.answer(within: group.healthCheck.timeout) {
                await self.send(probe, to: service, port, number: group.healthCheck.port, mesh)
            }
            guard case .answered(.success(let response)) = outcome else { return nil }
            return response.status
        }
    }

    /// To a pod of `service`: one of the gateway's, or a workload's own. What the policies drop never answers.
    private func send(
        _ request: Request, to service: Service, _ port: Service.Port, number: Int? = nil, _ mesh: Mesh
    ) async -> Response {
        do {
            guard let pod = mesh.cluster.pods(of: service).first(where: \.isGateway) else {
                let response = try await mesh.send(request, to: service, port: port.port, from: caller)
                return response.isFromNobody
                    ? LoadBalancerResponse.badGateway.explained(response.fields["x-orrery-reason"] ?? "") : response
            }
            let number = number ?? pod.number(of: port.targetPort ?? .int(port.port)) ?? port.port
            return try await mesh.hop(request, caller, to: pod, port: number) {
                await gateway.respond(to: $0, in: pod, mesh: mesh)
            }
        } catch {
            return Self.response(to: error)
        }
    }

    /// What a load balancer makes of a target that it does not reach.
    private static func response(to error: any Error) -> Response {
        switch error as? NetworkError {
        case .deniedByPolicy(let sentence): LoadBalancerResponse.gatewayTimeout.explained(sentence)
        case .connectionReset(let sentence): LoadBalancerResponse.badGateway.explained(sentence)
        default: LoadBalancerResponse.serviceUnavailable.explained("\(error)")
        }
    }
}

extension Response {
    /// Whether it stands for a target outside this process that gave no answer.
    fileprivate var isFromNobody: Bool { status == .badGateway && fields["x-orrery-reason"] != nil }
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
