import Diagnostics
import HTTP
import Images
import Kubernetes
import NetworkPolicy
import Determinism
import Vendors

extension Mesh {
    /// Sends `request` to the host of its authority, in the name of `caller`.
    ///
    /// - Throws: `NetworkError` when it never reaches anybody.
    func send(_ request: Request, from caller: Caller) async throws -> Response {
        let port = request.port ?? (request.scheme == "https" ? 443 : 80)
        let host = request.host
        switch destination(of: host, from: caller) {
        case .service(let service): return try await send(request, to: service, port: port, from: caller)
        case .store(let store):
            let sentence = "'\(store.metadata.name)' is a data store, which does not speak HTTP"
            record(
                caller, store.metadata.name, "http", summary(request), "refused", sentence, span: store.metadata.span,
                since: clock.now)
            throw NetworkError.connectionRefused(sentence)
        case .loadBalancer:
            let target = Endpoint.address(ip: LoadBalancerFront.publicAddress, hostName: host)
            return try await hop(request, caller, to: "alb", target, port: port) { request in
                await loadBalancer.respond(to: request, port: port, mesh: self)
            }
        case .vendor(let mock):
            let target = Endpoint.address(ip: Internet.address(of: host), hostName: host)
            return try await hop(request, caller, to: mock.api, target, port: port) { await mock.handler($0) }
        case .swapped(let host):
            let target = Endpoint.address(ip: Internet.address(of: host), hostName: host)
            return try await hop(request, caller, to: host, target, port: port) { _ in .problem(.badGateway, host) }
        case .unknown:
            let sentence = undeclared(host)
            record(
                caller, host, "http", summary(request), "no such host", sentence, span: span(of: caller),
                since: clock.now)
            throw NetworkError.nameNotResolved(host)
        }
    }

    /// Why `host` leads nowhere, in one sentence.
    func undeclared(_ host: String) -> String {
        "no such host: '\(host)' is no Service, no load balancer's name and no vendor that the manifests declare"
    }

    /// Sends `request` to a ready pod of `service`.
    func send(_ request: Request, to service: Service, port: Int, from caller: Caller) async throws -> Response {
        let name = service.metadata.name
        guard let servicePort = service.ports.first(where: { $0.port == port }) else {
            let sentence = "Service '\(service.metadata.namespace)/\(name)' has no port \(port)"
            record(
                caller, name, "http", summary(request), "refused", sentence, span: service.metadata.span,
                since: clock.now)
            throw NetworkError.connectionRefused("\(name):\(port)")
        }
        let pods = cluster.pods(of: service)
        let isSwapped = swaps.target(of: pods.first?.workload ?? name, from: caller.name) != nil
        let target = pods.lazy.map { ($0, self.kubelet.status(of: $0)) }.first { isSwapped || $0.1.isReady }
        guard let (pod, status) = target else {
            let first = pods.first
            let reason = first.map { "\($0.name): \(kubelet.status(of: $0).reason ?? "not ready")" }
            let sentence = "\(name) has no ready endpoint (\(reason ?? "its selector chooses no pod"))"
            record(
                caller, name, "http", summary(request), "503", sentence, span: first?.span ?? service.metadata.span,
                since: clock.now)
            throw NetworkError.connectionRefused(sentence)
        }
        let number = pod.number(of: servicePort.targetPort ?? .int(port)) ?? port
        let portName = pod.portName(number)
        let handler = status.handler
        return try await hop(
            request, caller, to: pod, port: number, portName: portName, at: pod.span
        ) { request in
            guard let handler else { return .problem(.serviceUnavailable, "\(pod.name) does not listen") }
            return await handler(request)
        }
    }

    /// One hop to a pod.
    func hop(
        _ request: Request, _ caller: Caller, to pod: Pod, port: Int, portName: String? = nil,
        at calleeSpan: SourceSpan? = nil, _ call: (Request) async -> Response
    ) async throws -> Response {
        try await hop(
            request, caller, to: pod.workload, pod.caller.endpoint, identity: pod.caller.identity, port: port,
            portName: portName, at: calleeSpan, call)
    }

    /// One hop: policy, call, journal.
    ///
    /// - Parameters:
    ///   - calleeSpan: where the callee's manifest stands.
    ///   - call: what answers, unless `callee` is swapped for this caller.
    func hop(
        _ request: Request, _ caller: Caller, to callee: String, _ endpoint: Endpoint, identity: String? = nil,
        port: Int, portName: String? = nil, at calleeSpan: SourceSpan? = nil, _ call: (Request) async -> Response
    ) async throws -> Response {
        let decision = try await admit(
            caller, callee, endpoint, identity: identity, port: port, portName: portName, kind: "http", summary(request)
        )
        let start = clock.now
        var (reason, span) = (decision.reason, decision.decidingSpan)
        let fault = faults.strike(callee, from: caller.name)
        if let fault {
            reason += "; \(Faults.sentence(fault, on: callee))"
            if let delay = fault.delay { try await clock.sleep(for: delay) }
        }
        let response: Response
        if let failure = fault?.failure {
            switch failure {
            case .reset:
                record(
                    caller, callee, "http", summary(request), "reset", reason, span: span, since: start,
                    trace: request.fields["traceparent"])
                throw NetworkError.connectionReset(reason)
            case .status(let code):
                let sentence = fault.map { Faults.sentence($0, on: callee) } ?? ""
                let answer = Response.problem(Status(code), sentence).explained(sentence)
                record(
                    caller, callee, "http", summary(request), "\(code)", reason, span: span, since: start,
                    trace: request.fields["traceparent"])
                return answer
            }
        }
        if let target = swaps.target(of: callee, from: caller.name) {
            response = await target.respond(to: request)
            reason += "; swapped for \(target)"
        } else {
            response = await call(request)
        }
        // Whoever looks for the cause of these finds what answered, not who let the request through.
        if response.status == .notFound || response.status == .serviceUnavailable {
            let cause = response.fields["x-orrery-reason"].map { ": \($0)" } ?? ""
            (reason, span) = ("'\(callee)' itself answered \(response.status)\(cause)", calleeSpan ?? span)
        }
        record(
            caller, callee, "http", summary(request), String(response.status.code), reason, span: span, since: start,
            trace: request.fields["traceparent"])
        return response
    }

    func summary(_ request: Request) -> String { request.method.rawValue + " " + request.target }
}
