import Diagnostics
import HTTP
import Kubernetes
import Routing
import Testing

@Suite struct LoadBalancerTests {
    @Test(
        arguments: [
            ("-\nExact /a* -> x:80", [:], ["wildcard-in-path"]), ("-\nPrefix /a? -> x:80", [:], ["wildcard-in-path"]),
            ("-\nImplementationSpecific a -> x:80", [:], ["relative-path"]),
            ("-\nPrefix / -> x:80\nImplementationSpecific /a/* -> z:80", [:], ["shadowed-rule"]),
            ("-\nPrefix / -> x:80\nh\nPrefix /a -> z:80", [:], ["shadowed-rule"]),
            ("h\nPrefix / -> x:80\n-\nPrefix /a -> z:80", [:], []),
            ("-\nPrefix / -> x:80", ["listen-ports": "80"], ["bad-listen-ports"]),
            ("-\nPrefix / -> x:80", ["listen-ports": #"[{"TCP":80}]"#], ["bad-listen-ports"]),
            (
                "-\nPrefix / -> x:80", ["listen-ports": #"[{"HTTP":80},{"HTTPS":80}]"#],
                ["listener-conflict"]
            ),
            ("-\nPrefix / -> x:80", ["listen-ports": #"[{"HTTPS":443}]"#], ["no-certificate"]),
            ("h\nPrefix / -> x:80", ["listen-ports": #"[{"HTTPS":443}]"#], []),
            ("-\nPrefix / -> x:80", ["ssl-redirect": "443"], ["bad-ssl-redirect"]),
            ("-\nPrefix / -> x:80", ["ssl-redirect": "80"], ["bad-ssl-redirect"]),
            ("-\nPrefix / -> x:80", ["group.order": "1001"], ["bad-group-order"]),
            ("-\nPrefix / -> x:80", ["lisen-ports": "[]"], ["unknown-annotation"]),
            ("-\nPrefix / -> x:80", ["jwt-validation": "{}"], ["bad-validation"]),
            (
                "-\nPrefix / -> x:80", ["jwt-validation": #"{"jwksEndpoint":"https://a/k","issuer":"https://a"}"#],
                ["unguarded-listener"]
            ),
            ("-\nPrefix / -> x:80", ["auth-type": "none"], []), ("-\nPrefix / -> x:80", ["transforms.x": "[]"], []),
            ("-\nPrefix / -> x:80", ["inbound-cidrs": "10.0.0.0/8"], ["not-emulated"]),
            ("-\nPrefix / -> x:80", ["conditions.x": "{"], ["bad-condition"]),
            ("-\nPrefix / -> x:80", ["conditions.x": #"[{"field":"cookie"}]"#], ["bad-condition"]),
            (
                "-\nPrefix / -> x:80",
                ["conditions.x": #"[{"field":"path-pattern","pathPatternConfig":{"regexValues":["a"]}}]"#],
                ["mixed-condition"]
            ),
            (
                "-\nPrefix /a -> x:80",
                ["conditions.x": #"[{"field":"path-pattern","pathPatternConfig":{"values":["/1","/2","/3","/4"]}}]"#],
                ["too-many-condition-values"]
            ),
            ("-\nPrefix /a -> x:use-annotation", ["actions.x": "{}"], ["bad-action"]),
            ("-\nPrefix /a -> x:use-annotation", ["actions.x": #"{"type":"authenticate-oidc"}"#], ["bad-action"]),
            (
                "-\nPrefix /a -> x:use-annotation",
                ["actions.x": #"{"type":"redirect","redirectConfig":{"statusCode":"301"}}"#], ["bad-action"]
            ),
            (
                "-\nPrefix /a -> x:use-annotation",
                ["actions.x": #"{"type":"fixed-response","fixedResponseConfig":{"statusCode":404}}"#], ["bad-action"]
            ),
            (
                "-\nPrefix /a -> x:use-annotation",
                [
                    "actions.x":
                        #"{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a","servicePort":80},{"serviceName":"b","servicePort":80,"weight":1}]}}"#
                ], ["bad-action"]
            ),
            ("-\nPrefix /a -> x:use-annotation", [:], ["unknown-action"]),
        ] as [(String, KeyValuePairs<String, String>, [String])])
    func `what the controller refuses is reported`(
        rules: String, annotations: KeyValuePairs<String, String>, expected: [String]
    ) {
        let (built, diagnostics) = loadBalancers(albClass() + ingressText("shop/a", annotations: annotations, rules))
        #expect(diagnostics.map(\.id) == expected)
        let isRefused = diagnostics.contains { $0.severity == .error }
        #expect(built.loadBalancers.isEmpty == isRefused)
    }

    static let refusedAuthentications: [(KeyValuePairs<String, String>, String)] = [
        (["auth-type": "saml"], "bad-authentication"), (["auth-type": "oidc"], "bad-authentication"),
        (["auth-type": "oidc", "auth-idp-oidc": "{}"], "bad-authentication"),
        (["auth-type": "cognito", "auth-idp-cognito": #"{"userPoolARN":"arn:x"}"#], "bad-authentication"),
        (["auth-type": "oidc", "auth-idp-oidc": provider, "auth-session-timeout": "0"], "bad-authentication"),
        (["auth-type": "oidc", "auth-idp-oidc": provider, "auth-session-timeout": "604801"], "bad-authentication"),
        (
            ["auth-type": "oidc", "auth-idp-oidc": provider, "auth-on-unauthenticated-request": "redirect"],
            "bad-authentication"
        ),
        (
            [
                "auth-type": "oidc", "auth-idp-oidc": provider,
                "jwt-validation": #"{"jwksEndpoint":"https://a/k","issuer":"https://a"}"#,
            ], "bad-validation"
        ),
        (["auth-type": "oidc", "auth-idp-oidc": provider, "listen-ports": #"[{"HTTP":80}]"#], "unguarded-listener"),
        (["transforms.x": "{"], "bad-transform"), (["transforms.x": #"[{"type":"rewrite"}]"#], "bad-transform"),
        (
            ["transforms.x": #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[]}}]"#], "bad-transform"
        ),
        (
            [
                "transforms.x":
                    #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"(?=a)","replace":""}]}}]"#
            ], "bad-transform"
        ),
        (
            [
                "transforms.x":
                    #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"(a)\\1","replace":""}]}}]"#
            ], "bad-transform"
        ),
        (
            [
                "transforms.x":
                    #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"(","replace":""}]}}]"#
            ], "bad-transform"
        ),
        (["load-balancer-attributes": "idle_timeout.timeout_seconds=0"], "bad-attribute"),
        (["load-balancer-attributes": "routing.http2.enabled=yes"], "bad-attribute"),
        (["listener-attributes.HTTPS-443": "routing.http.response.server.enabled=no"], "bad-attribute"),
        (["listener-attributes.HTTPS-443": "routing.http.response.x_powered_by.header_value=us"], "bad-attribute"),
        (["load-balancer-attributes": "routing.http.desync_mitigation_mode=off"], "bad-attribute"),
        (
            ["conditions.x": #"[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"Host","values":["a"]}}]"#],
            "bad-condition"
        ),
    ]

    private static let provider =
        #"{"issuer":"https://i","authorizationEndpoint":"https://i/a","tokenEndpoint":"https://i/t","userInfoEndpoint":"https://i/u","secretName":"login"}"#

    @Test(arguments: refusedAuthentications.indices)
    func `authentication, transforms and attributes that mean nothing are refused`(index: Int) {
        let (annotations, expected) = Self.refusedAuthentications[index]
        let hasPorts = annotations.contains { $0.key == "listen-ports" }
        let ports: KeyValuePairs<String, String> = ["listen-ports": #"[{"HTTPS":443}]"#]
        let text = ingressText("shop/a", annotations: annotations, "h\nPrefix / -> x:80")
        let port =
            ingressText("shop/a", annotations: hasPorts ? [:] : ports, "h\nPrefix / -> x:80")
            .split(separator: "\n").first { $0.contains("listen-ports") }.map { "\($0)\n" } ?? ""
        let (built, diagnostics) = loadBalancers(
            albClass() + text.replacing("  annotations:\n", with: "  annotations:\n" + port))
        #expect(diagnostics.map(\.id) == [expected])
        #expect(built.loadBalancers.isEmpty)
    }

    @Test func `an OIDC provider is read with its defaults, and the Service's annotations come first`() throws {
        let service = """
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: x
              namespace: shop
              annotations: { alb.ingress.kubernetes.io/auth-scope: 'openid email' }
            spec: { selector: { a: b }, ports: [{ port: 80 }] }

            """
        let (built, diagnostics) = loadBalancers(
            albClass() + service
                + ingressText(
                    "shop/a",
                    annotations: [
                        "listen-ports": #"[{"HTTPS":443}]"#, "auth-type": "oidc", "auth-idp-oidc": Self.provider,
                        "auth-scope": "openid",
                    ], "h\nPrefix / -> x:80\nPrefix /z -> z:80"))
        #expect(diagnostics == [])
        let rules = try #require(built.loadBalancers.first?.listeners.first?.rules)
        let byScope = rules.map { $0.authentication?.scope }
        #expect(byScope == ["openid", "openid email"])
        let authentication = try #require(rules.first?.authentication)
        #expect(authentication.client == .secret(namespace: "shop", name: "login"))
        #expect(authentication.onUnauthenticatedRequest == .authenticate)
        #expect(authentication.sessionCookie == "AWSELBAuthSessionCookie")
        #expect(authentication.sessionTimeout == .seconds(604_800))
    }

    @Test(arguments: [
        ("pool", "https://pool.auth.eu-west-1.amazoncognito.com/oauth2/authorize"),
        ("login.example.com", "https://login.example.com/oauth2/authorize"),
    ])
    func `a user pool's endpoints follow from its domain`(domain: String, endpoint: String) throws {
        let json =
            #"{"userPoolARN":"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc","userPoolClientID":"c1","userPoolDomain":"\#(domain)"}"#
        let (built, _) = loadBalancers(
            albClass()
                + ingressText(
                    "shop/a",
                    annotations: [
                        "listen-ports": #"[{"HTTPS":443}]"#, "auth-type": "cognito", "auth-idp-cognito": json,
                    ], "h\nPrefix / -> x:80"))
        let authentication = try #require(built.loadBalancers.first?.listeners.first?.rules.first?.authentication)
        #expect(authentication.authorizationEndpoint == endpoint)
        #expect(authentication.issuer == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc")
        #expect(authentication.client == .userPool(id: "c1"))
    }

    @Test func `settings that differ break a whole group`() {
        let (built, diagnostics) = loadBalancers(
            albClass()
                + ingressText("shop/a", annotations: ["group.name": "g", "scheme": "internal"], "-\nPrefix /a -> a:80")
                + ingressText(
                    "shop/b", annotations: ["group.name": "g", "scheme": "internet-facing"], "-\nPrefix /b -> b:80")
                + ingressText("shop/c", "-\nPrefix /c -> c:80"))
        #expect(diagnostics.map(\.id) == ["setting-conflict"])
        #expect(built.loadBalancers.map(\.group) == ["shop/c"])
    }

    @Test func `two default backends break a group`() {
        let backend = "defaultBackend: { service: { name: rest, port: { number: 80 } } }"
        let (_, diagnostics) = loadBalancers(
            albClass() + ingressText("shop/a", annotations: ["group.name": "g"], extra: backend, "-\nPrefix /a -> a:80")
                + ingressText("shop/b", annotations: ["group.name": "g"], extra: backend, "-\nPrefix /b -> b:80"))
        #expect(diagnostics.map(\.id) == ["second-default-backend"])
    }

    @Test func `a class may be closed to a namespace`() {
        let selector = "namespaceSelector:\n  matchLabels: { kubernetes.io/metadata.name: edge }"
        let (built, diagnostics) = loadBalancers(
            albClass(params: selector) + ingressText("shop/a", "-\nPrefix / -> a:80"))
        #expect(diagnostics.map(\.id) == ["namespace-not-selected"])
        #expect(built.loadBalancers.isEmpty)
        let open = loadBalancers(albClass(params: selector) + ingressText("edge/a", "-\nPrefix / -> a:80"))
        #expect(open.diagnostics == [] && open.rules.loadBalancers.count == 1)
    }

    @Test func `a class that is not there is said`() {
        let (built, diagnostics) = loadBalancers(ingressText("shop/a", className: "alp", "-\nPrefix / -> a:80"))
        #expect(diagnostics.map(\.id) == ["unknown-ingress-class"])
        #expect(built.loadBalancers.isEmpty)
    }

    @Test func `more than a hundred rules are too many`() {
        let paths = (1...101).map { "Exact /\($0) -> x:80" }.joined(separator: "\n")
        #expect(
            loadBalancers(albClass() + ingressText("shop/a", "-\n" + paths)).diagnostics.map(\.id) == ["too-many-rules"]
        )
    }

    @Test func `a decision names its rule, its line and its reason`() throws {
        let (rules, _) = loadBalancers(albClass() + ingressText("shop/a", "api.example\nPrefix /content -> content:80"))
        let decision = try #require(rules.decide(Request(.get, "/content/1", authority: "api.example"), port: 80))
        #expect(decision.rule?.priority == 1)
        #expect(decision.span?.file == "edge.yaml")
        #expect(decision.span?.line == 19)
        #expect(decision.reason == "rule 1 (host api.example, path /content or /content/*) of Ingress 'shop/a' fits")
        let other = try #require(rules.decide(Request(.get, "/", authority: "api.example"), port: 80))
        #expect(other.rule == nil && other.span == nil)
        #expect(other.reason == "no rule fits, and there is no default backend")
    }

    @Test func `weights share the requests`() throws {
        let groups = [9, 1, 0].enumerated().map { index, weight in
            ListenerAction.TargetGroup(.external("\(index)"), weight: weight)
        }
        let decision = LoadBalancerDecision(outcome: .forward(groups), rule: nil, span: nil, reason: "")
        let counts = (UInt64(0)..<1000).reduce(into: [0, 0, 0]) { counts, choice in
            guard case .external(let name)? = decision.targetGroup(choice: choice)?.target, let index = Int(name) else {
                return
            }
            counts[index] += 1
        }
        #expect(counts == [900, 100, 0])
        let none = LoadBalancerDecision(outcome: .forward([groups[2]]), rule: nil, span: nil, reason: "")
        #expect(none.targetGroup(choice: 7) == nil)
    }

    @Test func `its own responses look like those of AWS`() async throws {
        let (rules, _) = loadBalancers(
            albClass()
                + ingressText(
                    "shop/a", annotations: ["listen-ports": #"[{"HTTP":80},{"HTTPS":443}]"#, "ssl-redirect": "443"],
                    "h\nPrefix /x -> x:80"))
        let response = try #require(rules.decide(Request(.get, "/x", authority: "h"), port: 80)?.response)
        #expect(response.status == 301)
        #expect(response.fields["server"] == "awselb/2.0")
        #expect(response.fields["location"] == "https://h:443/x")
        let body = String(decoding: try await response.collectedBody(), as: UTF8.self)
        #expect(
            body == "<html>\r\n<head><title>301 Moved Permanently</title></head>\r\n<body>\r\n"
                + "<center><h1>301 Moved Permanently</h1></center>\r\n</body>\r\n</html>\r\n")
        let unavailable = String(
            decoding: try await LoadBalancerResponse.serviceUnavailable.collectedBody(), as: UTF8.self)
        #expect(unavailable.contains("<h1>503 Service Temporarily Unavailable</h1>"))
        let missing = try #require(
            rules.decide(Request(.get, "/y", scheme: "https", authority: "h"), port: 443)?.response)
        #expect(missing.status == 404 && missing.fields["content-type"] == "text/plain; charset=utf-8")
    }

    @Test func `an HTTPS listener knows its certificates and hosts`() {
        let (rules, _) = loadBalancers(
            albClass()
                + ingressText(
                    "shop/a", annotations: ["certificate-arn": "arn:a,arn:b"],
                    extra: "tls:\n- hosts: ['*.example.com']",
                    "api.example.com\nPrefix / -> x:80\napi.example.com\nPrefix /y -> z:80"))
        let listener = rules.loadBalancers.first?.listeners.first
        #expect(listener?.certificates == ["arn:a", "arn:b"])
        #expect(listener?.hosts == ["*.example.com", "api.example.com"])
    }

    // MARK: - Header fields

    @Test func `a listener's attributes change the fields of its responses and of no other's`() throws {
        let (built, diagnostics) = loadBalancers(
            albClass()
                + ingressText(
                    "shop/a",
                    annotations: [
                        "listen-ports": #"[{"HTTP":80},{"HTTP":8080}]"#,
                        "listener-attributes.HTTP-80":
                            "routing.http.response.x_frame_options.header_value=DENY,routing.http.response.server.enabled=false,routing.http.response.content_security_policy.header_value=",
                    ], "-\nPrefix / -> x:80"))
        #expect(diagnostics == [])
        let listeners = try #require(built.loadBalancers.first?.listeners)
        let target = Response(fields: ["x-frame-options": "ALLOWALL", "server": "mine"])
        let page = LoadBalancerResponse.page(404)
        #expect(listeners.map { $0.attributes.applied(to: target).fields["X-Frame-Options"] } == ["DENY", "ALLOWALL"])
        #expect(listeners.map { $0.attributes.applied(to: target).fields["server"] } == ["mine", "mine"])
        #expect(listeners.map { $0.attributes.applied(to: page).fields["server"] } == [nil, "awselb/2.0"])
        #expect(listeners[0].attributes.applied(to: page).fields["content-security-policy"] == nil)
    }

    private let listener = LoadBalancer.Listener(port: 443, protocol: .https, defaultAction: .forward([]))
    private let trace = "1-67a1b2c3-0123456789abcdef01234567"

    @Test func `the client is appended to those who forwarded before`() {
        var request = Request(fields: [
            "x-forwarded-for": "1.1.1.1", "X-Forwarded-For": "2.2.2.2", "x-forwarded-proto": "ftp",
        ])
        request.remoteAddress = "2001:db8::1"
        let forwarded = request.forwardedByLoadBalancer(from: listener, traceID: trace)
        #expect(forwarded.fields.all("x-forwarded-for") == ["1.1.1.1, 2.2.2.2, 2001:db8::1"])
        #expect(forwarded.fields.all("x-forwarded-proto") == ["https"])
        #expect(forwarded.fields["x-forwarded-port"] == "443")
        #expect(forwarded.fields["x-amzn-trace-id"] == "Root=" + trace)
    }

    @Test(arguments: [
        ("Root=1-a-b", "Self=TRACE;Root=1-a-b"), ("Self=1-x-y;Root=1-a-b", "Self=TRACE;Root=1-a-b"),
        ("Root=1-a-b; Parent=2;Sampled=1", "Self=TRACE;Root=1-a-b;Parent=2;Sampled=1"),
        ("Field=1", "Root=TRACE;Field=1"), ("", "Root=TRACE"), (";;", "Root=TRACE"),
    ])
    func `a trace keeps its root and gets a mark`(old: String, expected: String) {
        let request = Request(fields: ["X-Amzn-Trace-Id": old])
        let field = request.forwardedByLoadBalancer(from: listener, traceID: "TRACE").fields["x-amzn-trace-id"]
        #expect(field == expected)
    }
}
