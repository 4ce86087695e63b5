import Diagnostics
import HTTP
import Kubernetes
import Routing
import Testing

/// One request and what a load balancer does with it: `GET 443 api.example.com /content?x=1 name:value => content:80`.
///
/// A port is written `443/h2` for a request that came by HTTP/2; `%20` stands for a blank in a field's value. The client is
/// 198.51.100.7, port 40000.
struct LoadBalancerCase: Sendable, CustomStringConvertible {
    /// The public page that an answer follows.
    enum Page: String, Sendable, CaseIterable {
        case ingressSpec = "guide/ingress/spec/"
        case groups = "guide/ingress/annotations/#group.order"
        case listeners = "guide/ingress/annotations/#traffic-listening"
        case conditionAnnotations = "guide/ingress/annotations/#conditions"
        case actionAnnotations = "guide/ingress/annotations/#actions"
        case gateway = "guide/gateway/l7gateway/"
        case transforms = "guide/ingress/annotations/#transforms"
        case conditions = "application/rule-condition-types.html"
        case ruleTransforms = "application/rule-transforms.html"
        case forwardedFields = "application/x-forwarded-headers.html"
        case attributes = "application/edit-load-balancer-attributes.html"
        case stickiness = "application/edit-target-group-attributes.html"
        case protocolVersions = "application/load-balancer-target-groups.html"
        case tracing = "application/load-balancer-request-tracing.html"
        case codes = "application/load-balancer-troubleshooting.html"
        case desync = "github.com/aws/http-desync-guardian/blob/main/docs/README.md"
    }

    /// What of the answer is looked at.
    enum View: Sendable {
        /// A Service with its port, a status, a status with the address of a redirect, or `nothing` where no listener is.
        case decision
        /// Service, host and target as they reach the target, and these fields, `-` for none; a status where the load
        /// balancer answers itself.
        case forwarded([String] = [])
        /// The target group that a client with the cookie of the rightmost group gets, and the names of new cookies.
        case sticky
    }

    var scenario: String
    var page: Page
    var view: View
    var manifests: String
    var line: String

    var description: String { "\(scenario): \(line) (\(page.rawValue))" }

    static func scenario(
        _ name: String, _ page: Page, _ manifests: String, view: View = .decision, _ lines: String
    ) -> [LoadBalancerCase] {
        lines.split(separator: "\n").map {
            LoadBalancerCase(scenario: name, page: page, view: view, manifests: manifests, line: String($0))
        }
    }

    /// Left and right side in words; nil when the line has a slip of the pen.
    private var sides: (request: [String], expected: String)? {
        guard let arrow = line.firstRange(of: " => ") else { return nil }
        let words = line[..<arrow.lowerBound].split(separator: " ").map(String.init)
        return words.count >= 4 ? (words, String(line[arrow.upperBound...])) : nil
    }

    func check() throws {
        let (rules, diagnostics) = loadBalancers(manifests)
        #expect(diagnostics.filter { $0.severity == .error } == [])
        let (words, expected) = try #require(sides)
        let port = try #require(Int(words[1].prefix { $0.isNumber }))
        var request = Request(
            Method(words[0]), words[3], scheme: port == 443 ? "https" : "http",
            authority: words[2] == "-" ? "" : words[2])
        request.remoteAddress = "198.51.100.7"
        request.connection = ClientConnection(
            remotePort: 40000, isHTTP2: words[1].hasSuffix("/h2"), tlsVersion: port == 443 ? "TLSv1.3" : nil)
        for field in words.dropFirst(4) {
            let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            request.fields.append(String(parts[0]), String(parts[1]).percentDecoded())
        }
        let decision = rules.decide(request, port: port)
        let answer =
            switch view {
            case .decision: Self.text(of: decision)
            case .forwarded(let names): Self.forwarded(request, port: port, rules, names)
            case .sticky: try Self.sticky(request, try #require(decision))
            }
        #expect(answer == expected, "\(decision?.reason ?? "")")
    }

    private static func text(of decision: LoadBalancerDecision?) -> String {
        switch decision?.outcome {
        case nil: "nothing"
        case .fixedResponse(let fixed): "\(fixed.status.code)"
        case .redirect(let target): "\(target.status.code) \(target.location)"
        case .forward(let groups): groups.map(name).joined(separator: " ")
        }
    }

    private static func name(of group: ListenerAction.TargetGroup) -> String {
        switch group.target {
        case .external(let name): name
        case .service(_, let name, .number(let port)): "\(name):\(port)"
        case .service(_, let name, .name(let port)): "\(name):\(port)"
        }
    }

    private static func forwarded(_ request: Request, port: Int, _ rules: LoadBalancerRules, _ names: [String])
        -> String
    {
        guard let balancer = rules.loadBalancers.first(where: { $0.listeners.contains { $0.port == port } }),
            let listener = balancer.listeners.first(where: { $0.port == port })
        else { return "nothing" }
        switch balancer.attributes.admission(of: request) {
        case .refused(let response, _): return "\(response.status.code)"
        case .admitted(let request):
            let decision = listener.decide(request)
            guard let group = decision.targetGroup(choice: 0) else { return text(of: decision) }
            if group.mismatch(request) != nil { return "464" }
            guard let sent = decision.transform.map({ $0.applied(to: request) }) ?? request else { return "500" }
            let forwarded = sent.forwardedByLoadBalancer(from: listener, balancer.attributes, traceID: "1-a-b")
            let fields = names.map { name in
                let values = forwarded.fields.all(name)
                return " \(name)=" + (values.isEmpty ? "-" : values.joined(separator: "|"))
            }
            return "\(name(of: group)) \(forwarded.authority) \(forwarded.target)\(fields.joined())"
        }
    }

    private static func sticky(_ request: Request, _ decision: LoadBalancerDecision) throws -> String {
        guard case .forward(let groups) = decision.outcome, let last = groups.last else { return text(of: decision) }
        let cookies = last.cookies(mark: "m", seconds: 1000).map { String($0.prefix { $0 != ";" }) }
        var request = request
        let now = Int64(request.fields["x-now"] ?? "") ?? 1000
        if let cookie = cookies.first(where: { $0.hasPrefix("AWSALBTG=") }), request.fields["x-fresh"] == nil {
            request.fields["cookie"] = "a=b; \(cookie)"
        }
        let chosen = try #require(decision.targetGroup(for: request, choice: 0, seconds: now))
        let names = cookies.map { String($0.prefix { $0 != "=" }) }
        return ([name(of: chosen)] + names).joined(separator: " ")
    }
}
