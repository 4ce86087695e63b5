import Determinism
import Diagnostics
import HTTP
import Identity
import Images
import Kubernetes
import NetworkPolicy
import Routing

/// The ALBs at work: rules from the Ingress or Gateway objects, targets from the services they name, tokens and users
/// checked where a rule asks for it.
final class LoadBalancerFront: Sendable {
    /// Where the load balancer is on the internet of this desk.
    static let publicAddress = "203.0.113.1"

    let balancers: [LoadBalancer]
    private let doors: [Door]
    let gateway: GatewayFront
    /// Who calls the targets: an address in the load balancer's own subnets.
    let caller: Caller
    let random: SeededRandom
    let health: TargetHealth
    let patience: TargetPatience
    /// A verifier for each issuer of tokens that a rule names.
    let verifiers: [TokenProvider: TokenVerifier]
    let users: UserAuthentication

    init(
        balancers: [LoadBalancer], gateway: GatewayFront, caller: Caller, random: SeededRandom, health: TargetHealth,
        patience: TargetPatience, verifiers: [TokenProvider: TokenVerifier], users: UserAuthentication
    ) {
        self.balancers = balancers
        doors = balancers.flatMap { balancer in balancer.listeners.map { Door(balancer, $0) } }
        self.gateway = gateway
        self.caller = caller
        self.random = random
        self.health = health
        self.patience = patience
        self.verifiers = verifiers
        self.users = users
    }

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

    /// The attributes of the balancer that listens on `port`; of several, those of the first.
    func attributes(onPort port: Int) -> LoadBalancerAttributes {
        balancers.first { $0.listeners.contains { $0.port == port } }?.attributes ?? LoadBalancerAttributes()
    }

    /// What becomes of a request.
    struct Answer {
        var response: Response
        var reason: String
        /// What the journal says where it is not the status.
        var outcome: String?
        /// The line that decided; nil for that of the rule.
        var span: SourceSpan?
    }

    /// A listener of a load balancer.
    final class Door: Sendable {
        let balancer: LoadBalancer
        let listener: LoadBalancer.Listener
        /// Whether any rule makes users known.
        let knowsUsers: Bool
        /// Where it comes from: the first rule, or the load balancer.
        let span: SourceSpan?

        init(_ balancer: LoadBalancer, _ listener: LoadBalancer.Listener) {
            self.balancer = balancer
            self.listener = listener
            knowsUsers = listener.rules.contains { $0.authentication != nil }
            span = listener.rules.first?.source.span ?? balancer.span
        }
    }

    /// Answers a request that came to the listener on `port`: 80 or 443, whatever port plays it on this desk.
    func respond(to request: Request, port: Int, mesh: Mesh) async -> Response {
        let start = mesh.clock.now
        var ruleSpan: SourceSpan?
        var answer: Answer
        if let door = door(of: request, port: port) {
            switch door.balancer.attributes.admission(of: request) {
            case .refused(let response, let reason): answer = Answer(response: response, reason: reason)
            case .admitted(let request):
                let decision = door.listener.decide(request)
                ruleSpan = decision.span
                answer = await self.answer(request, by: decision, door, mesh)
            }
            ruleSpan = ruleSpan ?? door.span
            answer.response = door.listener.attributes.applied(to: answer.response)
        } else {
            ruleSpan = balancers.first?.span
            let reason = "no load balancer listens on port \(port)"
            answer = Answer(response: LoadBalancerResponse.page(.notFound).explained(reason), reason: reason)
        }
        mesh.record(
            request.remoteAddress.map { "client " + $0 } ?? "client", "alb", "http",
            "\(request.method.rawValue) \(request.scheme)://\(request.host)\(request.target)",
            answer.outcome ?? String(answer.response.status.code), answer.reason, span: answer.span ?? ruleSpan,
            since: start, trace: request.fields["traceparent"])
        return answer.response
    }

    /// Several load balancers have names of their own; here their hosts tell them apart.
    private func door(of request: Request, port: Int) -> Door? {
        let first = doors.first { $0.listener.port == port }
        if balancers.count < 2 { return first }
        let host = request.host
        let named = doors.first { door in
            door.listener.port == port
                && door.balancer.listeners.contains { $0.hosts.contains { Self.matches($0, host) } }
        }
        return named ?? first
    }

    /// What the rule's checks say, and then its action.
    private func answer(
        _ request: Request, by decision: LoadBalancerDecision, _ door: Door, _ mesh: Mesh
    ) async -> Answer {
        var request = request
        var reason = decision.reason
        if door.knowsUsers, request.path == UserAuthentication.callbackPath {
            let (response, reason) = await users.finish(request) { try await mesh.send($0, from: self.caller) }
            return Answer(response: response, reason: reason)
        }
        if let refusal = await refusal(of: request, by: decision) {
            return Answer(
                response: LoadBalancerResponse.unauthorized, reason: refusal, span: decision.validation?.span)
        }
        if let authentication = decision.authentication {
            switch users.judge(request, authentication) {
            case .answered(let response, let why): return Answer(response: response, reason: "\(reason); \(why)")
            case .passed(let known, let why):
                request = known
                reason += "; \(why)"
            }
        }
        if let own = decision.response { return Answer(response: own, reason: reason) }
        return await forward(request, by: decision, door, mesh, reason)
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
}
