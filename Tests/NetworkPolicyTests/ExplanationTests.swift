import Diagnostics
import Kubernetes
import NetworkPolicy
import Testing

@Suite struct ExplanationTests {
    private func decide(_ manifests: String, _ line: String) throws -> ReachabilityDecision {
        var diagnostics: [Diagnostic] = []
        let policies = World.policies(manifests, diagnostics: &diagnostics)
        let question = try #require(
            ReachabilityCase(recipe: "", manifests: "", line: line + ": yes").question)
        return policies.decide(
            from: question.source, to: question.destination, port: question.port, portName: question.portName,
            protocol: question.transport)
    }

    private let redis =
        World.policy("data/default-deny", "podSelector: {}\npolicyTypes: [Ingress]")
        + World.policy(
            "data/redis",
            """
            podSelector:
              matchLabels: {app: redis}
            ingress:
            - from:
              - namespaceSelector:
                  matchLabels: {team: shop}
                podSelector:
                  matchLabels: {app: api}
              ports:
              - port: 6379
            """)

    @Test func `an allowed connection names the rule that allows it and its line`() throws {
        let decision = try decide(redis, "api -> redis 6379")
        guard case .allowed(let rule) = decision.ingress else { return #expect(Bool(false), "\(decision)") }
        #expect(rule.name == "redis" && rule.rule == 0 && rule.span?.line == 20)
        #expect(decision.egress == .notIsolated)
        #expect(
            decision.reason == """
                'api' in namespace 'shop' may reach 'redis' in namespace 'data' on TCP 6379: \
                allowed by NetworkPolicy 'data/redis' ingress[0] (policies.yaml:20)
                """)
    }

    @Test func `a wrong pod is told which label is wrong`() throws {
        let decision = try decide(redis, "web -> redis 6379")
        #expect(
            decision.reason == """
                'web' in namespace 'shop' may not reach 'redis' in namespace 'data' on TCP 6379: \
                NetworkPolicy 'data/default-deny' (policies.yaml:2) and NetworkPolicy 'data/redis' (policies.yaml:11) \
                isolate the ingress of 'redis' in namespace 'data', and the nearest rule, \
                NetworkPolicy 'data/redis' ingress[0] (policies.yaml:20), does not fit: \
                on 'web' in namespace 'shop' label 'app' is 'web', not 'api'
                """)
    }

    @Test func `a wrong port is told which ports there are`() throws {
        #expect(
            try decide(redis, "api -> redis 6380").reason.hasSuffix("does not fit: it allows TCP 6379, not TCP 6380"))
        #expect(try decide(redis, "api -> redis 6379 UDP").reason.hasSuffix("it allows TCP 6379, not UDP 6379"))
    }

    @Test func `a wrong namespace is told which label is wrong`() throws {
        let reason = try decide(redis, "stranger -> redis 6379").reason
        #expect(reason.hasSuffix("does not fit: in namespace 'other' label 'team' is 'other', not 'shop'"))
    }

    @Test func `without any rule the sentence says so`() throws {
        let reason = try decide(redis, "api -> db 5432").reason
        #expect(
            reason.hasSuffix(
                "isolates the ingress of 'db' in namespace 'data', and there is no rule that allows anything"))
    }

    @Test func `the nearest of several rules is the one with the right peer`() throws {
        let manifests = World.policy(
            "shop/api",
            """
            podSelector:
              matchLabels: {app: api}
            ingress:
            - from:
              - podSelector:
                  matchLabels: {app: job}
              ports:
              - port: 80
            - from:
              - podSelector:
                  matchLabels: {app: web}
              ports:
              - port: 81
            """)
        let decision = try decide(manifests, "web -> api 80")
        guard case .denied(_, let nearest) = decision.ingress else { return #expect(Bool(false), "\(decision)") }
        #expect(nearest?.rule.rule == 1)
        #expect(nearest?.mismatch == "it allows TCP 81, not TCP 80")
    }

    @Test func `a closed egress hides what the other end would have said`() throws {
        let decision = try decide(
            World.policy("shop/closed", "podSelector: {}\npolicyTypes: [Egress]") + redis, "web -> redis 6379")
        #expect(decision.egress.isDenial)
        #expect(decision.ingress == .notConcerned)
        #expect(decision.isolatingPolicies.map(\.name) == ["closed"])
        #expect(decision.isolatingPolicies.first?.span?.file == "policies.yaml")
    }

    @Test func `an exception is named`() throws {
        let decision = try decide(
            World.policy(
                "shop/out",
                "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16]}"
            ),
            "web -> metadata 80")
        #expect(decision.reason.hasSuffix("169.254.169.254 is in 169.254.0.0/16, which 0.0.0.0/0 excepts"))
    }

    @Test func `the order of the files changes nothing`() throws {
        var diagnostics: [Diagnostic] = []
        let documents = redis.components(separatedByDocument: "---\n")
        let one = World.policies(documents.map { "---\n" + $0 }.joined(), diagnostics: &diagnostics)
        let other = World.policies(documents.reversed().map { "---\n" + $0 }.joined(), diagnostics: &diagnostics)
        for (source, destination) in [("web", "redis"), ("api", "redis"), ("prom", "db")] {
            let from = try #require(World.endpoints[source])
            let to = try #require(World.endpoints[destination])
            let first = one.decide(from: from, to: to, port: 6379)
            let second = other.decide(from: from, to: to, port: 6379)
            #expect(first.isAllowed == second.isAllowed)
            #expect(first.isolatingPolicies.map(\.name) == second.isolatingPolicies.map(\.name))
        }
    }
}

extension String {
    fileprivate func components(separatedByDocument mark: String) -> [String] {
        split(separator: mark).map(String.init)
    }
}
