import Diagnostics
package import HTTP
import Kubernetes
import NetworkPolicy
import Routing

extension Plan {
    /// The way of a request through the manifests, decision by decision, until something answers it.
    ///
    /// - Parameter caller: the workload that sends it; nil for a client on the internet.
    /// - Throws: `UnknownPart` for a caller that is no workload.
    package func explain(_ request: Request, from caller: String? = nil) throws -> [ExplainedHop] {
        var way = Way(plan: self)
        guard let caller else {
            way.enterLoadBalancer(request)
            return way.hops
        }
        guard let pod = cluster.pods.first(where: { $0.workload == caller }) else {
            throw UnknownPart(name: caller, known: cluster.pods.map(\.workload))
        }
        way.leave(pod.caller, request)
        return way.hops
    }
}

/// A request on its way; it ends where something answers.
private struct Way {
    let plan: Plan
    var hops: [ExplainedHop] = []

    private var cluster: Cluster { plan.cluster }

    private mutating func pass(_ kind: ExplainedHop.Kind, _ at: String, _ decision: String, _ span: SourceSpan?) {
        hops.append(ExplainedHop(kind: kind, at: at, decision: decision, goesOn: true, span: span))
    }

    private mutating func end(_ kind: ExplainedHop.Kind, _ at: String, _ decision: String, _ span: SourceSpan?) {
        hops.append(ExplainedHop(kind: kind, at: at, decision: decision, goesOn: false, span: span))
    }

    // MARK: - From the internet

    mutating func enterLoadBalancer(_ request: Request) {
        let port = request.port ?? (request.scheme == "https" ? 443 : 80)
        let listeners = plan.parts.loadBalancers.lazy.flatMap(\.listeners).filter { $0.port == port }
        guard let listener = listeners.first else {
            return end(.loadBalancer, "alb", "nothing listens on port \(port)", nil)
        }
        let decision = listener.decide(request)
        if let validation = decision.validation {
            pass(
                .token, "alb", "\(decision.reason), and asks for a token of \(validation.issuer)",
                validation.span ?? decision.span)
        }
        if let authentication = decision.authentication {
            pass(
                .token, "alb",
                "\(decision.reason), and makes users known at \(authentication.authorizationEndpoint); without a session it does '\(authentication.onUnauthenticatedRequest.rawValue)'",
                decision.span)
        }
        switch decision.outcome {
        case .fixedResponse(let fixed):
            end(.loadBalancer, "alb", "\(decision.reason): it answers \(fixed.status) itself", decision.span)
        case .redirect(let target):
            end(.loadBalancer, "alb", "\(decision.reason): it redirects to \(target.location)", decision.span)
        case .forward(let groups):
            guard let group = groups.first(where: { $0.weight > 0 }) ?? groups.first else {
                return end(.loadBalancer, "alb", "\(decision.reason), and no target group is there: 503", decision.span)
            }
            guard let sent = decision.transform.map({ $0.applied(to: request) }) ?? request else {
                return end(
                    .loadBalancer, "alb", "\(decision.reason), and its transform makes no host or URL: 500",
                    decision.span)
            }
            let change =
                sent.target == request.target && sent.authority == request.authority
                ? "" : ", and makes it \(sent.authority)\(sent.target)"
            pass(.loadBalancer, "alb", decision.reason + change, decision.span)
            forward(sent, to: group)
        }
    }

    private mutating func forward(_ request: Request, to group: ListenerAction.TargetGroup) {
        guard case .service(let namespace, let name, let port) = group.target else {
            return end(.service, "alb", "the target group is outside the manifests", nil)
        }
        guard let service = cluster.service(name, in: namespace), let servicePort = service.port(port) else {
            return end(.service, name, "there is no Service '\(namespace)/\(name)' with that port: 503", nil)
        }
        enter(service, port: servicePort.port, request, from: plan.parts.loadBalancerCaller)
    }

    // MARK: - From a workload

    mutating func leave(_ caller: Caller, _ request: Request) {
        let port = request.port ?? (request.scheme == "https" ? 443 : 80)
        if let service = caller.namespace.flatMap({ cluster.service(named: request.host, from: $0) }),
            service.type == .clusterIP
        {
            return enter(service, port: port, request, from: caller)
        }
        let host = request.host
        let isOwn = plan.parts.loadBalancers.flatMap(\.listeners).flatMap(\.hosts).contains { $0.lowercased() == host }
        let address = isOwn ? LoadBalancerFront.publicAddress : Internet.address(of: host)
        let endpoint = Endpoint.address(ip: address, hostName: host)
        guard judge(caller, endpoint, port: port, portName: nil, at: host) else { return }
        if isOwn { return enterLoadBalancer(request) }
        end(.answer, host, "it leaves the cluster for \(host)", nil)
    }

    // MARK: - Within the cluster

    /// - Returns: whether the connection is allowed.
    private mutating func judge(
        _ caller: Caller, _ endpoint: Endpoint, port: Int, portName: String?, at callee: String
    ) -> Bool {
        let decision = plan.parts.policies.decide(
            from: caller.endpoint, to: endpoint, port: port, portName: portName)
        if decision.isAllowed {
            pass(.policy, callee, decision.reason, decision.decidingSpan)
        } else {
            end(.policy, callee, decision.reason, decision.decidingSpan)
        }
        return decision.isAllowed
    }

    private mutating func enter(_ service: Service, port: Int, _ request: Request, from caller: Caller) {
        let title = "Service '\(service.metadata.namespace)/\(service.metadata.name)'"
        guard let servicePort = service.ports.first(where: { $0.port == port }) else {
            return end(.service, service.metadata.name, "\(title) has no port \(port)", service.metadata.span)
        }
        guard let pod = cluster.pods(of: service).first else {
            return end(
                .service, service.metadata.name, "the selector of \(title) chooses no pod: 503", service.metadata.span)
        }
        let number = pod.number(of: servicePort.targetPort ?? .int(port)) ?? port
        pass(
            .service, service.metadata.name, "\(title) port \(port) leads to port \(number) of \(pod.name)",
            servicePort.span ?? service.metadata.span)
        let portName = pod.portName(number)
        guard judge(caller, pod.caller.endpoint, port: number, portName: portName, at: pod.workload) else { return }
        if let container = pod.container {
            end(
                .pod, pod.workload, "\(pod.name) answers, from the image \(container.image)",
                container.span ?? pod.span)
        } else {
            enterGateway(request, pod)
        }
    }

    private mutating func enterGateway(_ request: Request, _ pod: Pod) {
        let admitted: Request
        switch GatewayAdmission(request, requestID: "explain") {
        case .redirect(let response):
            return end(
                .gateway, pod.workload, "it redirects to \(response.fields["location"] ?? "another path")", pod.span)
        case .admitted(let request): admitted = request
        }
        let found =
            if let ingressClass = pod.annotations[Cluster.ingressClassAnnotation] {
                plan.parts.ingressRoutes[ingressClass]?.match(admitted)
            } else {
                plan.parts.gatewayRoutes.match(admitted, gateway: (pod.namespace, pod.workload))
            }
        guard let match = found else {
            return end(.gateway, pod.workload, "no route fits \(request.host)\(request.path): 404", pod.span)
        }
        if let requirement = match.requirement {
            pass(.token, pod.workload, sentence(requirement, admitted), requirement.span)
        }
        switch match.outcome {
        case .redirect(let target):
            end(.gateway, pod.workload, "\(match.reason): it redirects to \(target.location)", match.route.span)
        case .failure(let status, let reason):
            end(.gateway, pod.workload, "\(match.reason): it answers \(status), because \(reason)", match.route.span)
        case .forward:
            guard let backend = match.backend(choice: 0), backend.fault == nil,
                let service = cluster.service(backend.service, in: backend.namespace)
            else {
                return end(.gateway, pod.workload, "\(match.reason), but its backend is not there", match.route.span)
            }
            pass(.gateway, pod.workload, match.reason, match.route.span)
            let named = backend.portName.flatMap { name in service.ports.first { $0.name == name }?.port }
            enter(service, port: named ?? backend.port, match.forwarded(admitted, to: backend), from: pod.caller)
        }
    }

    /// What a request must carry to pass.
    private func sentence(_ requirement: TokenRequirement, _ request: Request) -> String {
        let issuers = requirement.providers.compactMap(\.issuer).joined(separator: " or ")
        let scopes = requirement.scopes(for: request.method)
        let needed = scopes.isEmpty ? "" : " with the scope \(scopes.joined(separator: " "))"
        let who = issuers.isEmpty ? "no token" : "a token of \(issuers)\(needed)"
        return "SecurityPolicy '\(requirement.policy)' asks for \(who)" + (requirement.isOptional ? ", if any" : "")
    }
}
