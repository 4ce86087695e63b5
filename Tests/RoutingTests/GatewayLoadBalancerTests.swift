import Diagnostics
import HTTP
import JSONTree
import Kubernetes
import Routing
import Testing

/// A Gateway `edge/gw` of the AWS Load Balancer Controller on ports 80 and 443.
let albGateway =
    """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: GatewayClass
    metadata: { name: alb }
    spec: { controllerName: gateway.k8s.aws/alb }
    ---
    apiVersion: gateway.k8s.aws/v1
    kind: LoadBalancerConfiguration
    metadata: { name: gw, namespace: edge }
    spec:
      scheme: internet-facing
      listenerConfigurations: [{ protocolPort: "HTTPS:443", defaultCertificate: "arn:1", certificates: ["arn:2"] }]

    """
    + gatewayText(
        """
        - { name: http, port: 80, protocol: HTTP }
        - { name: https, port: 443, protocol: HTTPS }
        """, className: "alb"
    ).replacing(
        "  gatewayClassName: alb\n",
        with:
            "  gatewayClassName: alb\n  infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: gw } }\n"
    )

/// A route of it for HTTPS, in its namespace.
func albRoute(_ name: String, hosts: String = "", port: String = "https", _ rules: String) -> String {
    routeText("edge/\(name)", hosts: hosts, parent: ", sectionName: \(port)", rules)
}

@Suite struct GatewayLoadBalancerTests {
    static let cases =
        LoadBalancerCase.scenario(
            "the order of the rules is Gateway API's, whatever that of the routes", .gateway,
            albGateway + albRoute("a", rule(prefix("/"), to: "rest:80"))
                + albRoute("b", hosts: "'*.example.com'", rule(prefix("/long/path"), to: "wild:80"))
                + albRoute(
                    "c", hosts: "api.example.com",
                    rule(prefix("/content"), to: "content:80")
                        + rule(prefix("/content") + ", method: GET", to: "reader:80")
                        + rule(exact("/content"), to: "exact:80") + rule(regex("/c.*x"), to: "regex:80")),
            """
            GET 443 api.example.com /content => exact:80
            GET 443 api.example.com /content/1 => reader:80
            POST 443 api.example.com /content/1 => content:80
            POST 443 api.example.com /contentx => regex:80
            GET 443 api.example.com /long/path => wild:80
            GET 443 a.b.example.com /long/path/1 => wild:80
            GET 443 example.org /long/path => rest:80
            GET 80 api.example.com /content => nothing
            """)
        + LoadBalancerCase.scenario(
            "a redirect of its own listener", .gateway,
            albGateway + albRoute("a", hosts: "api.example.com", rule(prefix("/"), to: "web:80"))
                + albRoute(
                    "b", port: "http",
                    "- filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }]\n"),
            """
            GET 80 api.example.com /a?b=c => 301 https://api.example.com:443/a?b=c
            GET 80 other.example.com /a => 301 https://other.example.com:443/a
            GET 443 api.example.com /a => web:80
            GET 443 other.example.com /a => 404
            """)
        + LoadBalancerCase.scenario(
            "what has no backend is answered with 500", .gateway,
            albGateway + albRoute("a", "- matches: [{ \(prefix("/a")) }]\n"),
            """
            GET 443 api.example.com /a => 500
            GET 443 api.example.com /b => 404
            """)

    @Test(arguments: cases)
    func `a request goes where the controller would send it`(_ testCase: LoadBalancerCase) throws {
        try testCase.check()
    }

    @Test func `certificates, scheme and hosts are those of the objects`() throws {
        let (rules, diagnostics) = loadBalancers(
            albGateway + albRoute("a", hosts: "api.example.com", rule(prefix("/"), to: "web:80")))
        let balancer = try #require(rules.loadBalancers.first)
        #expect(diagnostics == [])
        #expect(balancer.group == "edge/gw" && balancer.scheme == "internet-facing")
        #expect(balancer.listeners.map(\.port) == [443])
        #expect(balancer.listeners.first?.certificates == ["arn:1", "arn:2"])
        #expect(balancer.listeners.first?.hosts == ["api.example.com"])
    }

    static let validation = """
        ---
        apiVersion: gateway.k8s.aws/v1
        kind: ListenerRuleConfiguration
        metadata: { name: token, namespace: edge }
        spec:
          actions:
          - type: jwt-validation
            jwtValidationConfig: { jwksEndpoint: "https://a.example/jwks", issuer: "https://a.example" }

        """
    static let guarded = rule(
        prefix("/"), to: "web:80",
        more:
            "filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: token } }]"
    )

    @Test func `a rule asks for a token where its route names such a configuration`() throws {
        let (rules, diagnostics) = loadBalancers(albGateway + Self.validation + albRoute("a", Self.guarded))
        #expect(diagnostics == [])
        let rule = try #require(rules.loadBalancers.first?.listeners.first?.rules.first)
        #expect(rule.validation == JWTValidation(jwksEndpoint: "https://a.example/jwks", issuer: "https://a.example"))
        #expect(gatewayRoutes(albGateway + Self.validation + albRoute("a", Self.guarded)).diagnostics == [])
    }

    @Test(arguments: [
        (albRoute("a", rule(prefix("/a*"), to: "x:80")), ["wildcard-in-path"]),
        (albRoute("a", guarded), ["unknown-rule-configuration"]),
        (validation + albRoute("a", port: "http", guarded), ["unguarded-listener"]),
        (
            albRoute(
                "a", "- filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 308 } }]\n"),
            ["bad-redirect"]
        ),
        (
            albRoute(
                "a",
                rule(
                    prefix("/"), to: "x:80",
                    more: "filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [a] } }]")),
            ["filter-not-supported"]
        ),
        (
            albRoute("a", rule(prefix("/"), to: "x:80") + rule(prefix("/") + ", method: GET", to: "w:80"))
                + albRoute("b", rule(prefix("/"), to: "z:80")), ["shadowed-rule"]
        ),
        (
            albRoute(
                "a", hosts: (1...101).map { "h\($0).example.com" }.joined(separator: ", "),
                rule(prefix("/"), to: "x:80")),
            ["too-many-rules"]
        ),
    ])
    func `what the controller or AWS refuses is reported`(text: String, ids: [String]) {
        #expect(loadBalancers(albGateway + text).diagnostics.map(\.id) == ids)
    }

    @Test(arguments: [
        ("/a", "path: { type: ReplacePrefixMatch, replacePrefixMatch: /b }", "/a/x?y=1", "api.example.com /b/x?y=1"),
        ("/a", "path: { type: ReplacePrefixMatch, replacePrefixMatch: /b }", "/a", "api.example.com /b"),
        ("/a", "path: { type: ReplacePrefixMatch, replacePrefixMatch: / }", "/a/x", "api.example.com /x"),
        ("/a", "path: { type: ReplacePrefixMatch, replacePrefixMatch: / }", "/a", "api.example.com /"),
        ("/a", "path: { type: ReplaceFullPath, replaceFullPath: /c$1 }", "/a/x?y=1", "api.example.com /c$1?y=1"),
        ("/a.b", "path: { type: ReplacePrefixMatch, replacePrefixMatch: /b }", "/a.b/x", "api.example.com /b/x"),
        ("/a", "hostname: inner.example", "/a/x", "inner.example /a/x"),
    ])
    func `a rewrite of a route is a transform of its rule`(
        path: String, rewrite: String, target: String, expected: String
    ) throws {
        let (rules, diagnostics) = loadBalancers(
            albGateway
                + albRoute(
                    "a",
                    rule(
                        prefix(path), to: "x:80",
                        more: "filters: [{ type: URLRewrite, urlRewrite: { \(rewrite) } }]")))
        #expect(diagnostics == [])
        let request = Request(.get, target, scheme: "https", authority: "api.example.com")
        let transform = try #require(rules.decide(request, port: 443)?.transform)
        let sent = try #require(transform.applied(to: request))
        #expect("\(sent.authority) \(sent.target)" == expected)
    }

    /// A configuration `own`, and a filter that names it.
    private static func configured(_ spec: String) -> String {
        "---\napiVersion: gateway.k8s.aws/v1\nkind: ListenerRuleConfiguration\nmetadata: { name: own, namespace: edge }\nspec:\n"
            + spec.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    private static let filter =
        "filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: own } }]"

    private func onlyRule(_ spec: String, port: String = "https", _ rules: String? = nil) throws -> ListenerRule {
        let (built, diagnostics) = loadBalancers(
            albGateway + Self.configured(spec)
                + albRoute("a", port: port, rules ?? rule(prefix("/"), to: "web:80", more: Self.filter)))
        #expect(diagnostics == [])
        return try #require(built.loadBalancers.first?.listeners.first?.rules.first)
    }

    @Test func `a rule makes users known at a provider of its own`() throws {
        let authentication = try #require(
            try onlyRule(
                """
                actions:
                - type: authenticate-oidc
                  authenticateOIDCConfig:
                    issuer: https://id.example
                    authorizationEndpoint: https://id.example/authorize
                    tokenEndpoint: https://id.example/token
                    userInfoEndpoint: https://id.example/userinfo
                    secret: { name: client }
                    scope: openid email
                    onUnauthenticatedRequest: deny
                    sessionCookieName: own
                    sessionTimeout: 60
                    authenticationRequestExtraParams: { display: page }
                """
            ).authentication)
        #expect(authentication.issuer == "https://id.example" && authentication.scope == "openid email")
        #expect(authentication.client == .secret(namespace: "edge", name: "client"))
        #expect(authentication.onUnauthenticatedRequest == .deny && authentication.sessionCookie == "own")
        #expect(authentication.sessionTimeout == .seconds(60))
        #expect(authentication.extraParameters.map(\.name) == ["display"])
    }

    @Test func `a rule makes users known at a user pool`() throws {
        let authentication = try #require(
            try onlyRule(
                """
                actions:
                - type: authenticate-cognito
                  authenticateCognitoConfig:
                    userPoolArn: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a
                    userPoolClientId: client
                    userPoolDomain: shop
                """
            ).authentication)
        #expect(authentication.tokenEndpoint == "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token")
        #expect(authentication.issuer == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a")
    }

    @Test func `a rule keeps clients with a group, and gives a redirect its query`() throws {
        let sticky = try onlyRule(
            "actions: [{ type: forward, forwardConfig: { targetGroupStickinessConfig: { enabled: true, durationSeconds: 60 } } }]"
        )
        guard case .forward(let groups) = sticky.action else { return #expect(Bool(false), "it does not forward") }
        #expect(groups.map(\.stickiness) == [TargetGroupStickiness(duration: .seconds(60))])
        let moved = try onlyRule(
            "actions: [{ type: redirect, redirectConfig: { query: moved=1 } }]", port: "http",
            "- filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }, { type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: own } }]\n"
        )
        guard case .redirect(let redirect) = moved.action else { return #expect(Bool(false), "it does not redirect") }
        #expect(redirect.query == "moved=1")
    }

    @Test func `a condition is about all matches of a rule, or about some`() throws {
        let text =
            albGateway
            + Self.configured(
                """
                conditions:
                - { field: source-ip, sourceIPConfig: { values: [10.0.0.0/8] }, matchIndexes: [1] }
                """)
            + albRoute(
                "a",
                "- matches: [{ \(prefix("/a")) }, { \(prefix("/b")) }]\n  backendRefs: [{ name: web, port: 80 }]\n  \(Self.filter)\n"
            )
        let (built, diagnostics) = loadBalancers(text)
        #expect(diagnostics == [])
        func status(_ path: String, from address: String) -> Bool {
            let request = Request(
                .get, path, scheme: "https", authority: "a.example", remoteAddress: address)
            return built.decide(request, port: 443)?.rule != nil
        }
        #expect(status("/a", from: "192.0.2.1") && status("/b", from: "10.1.1.1") && !status("/b", from: "192.0.2.1"))
        #expect(
            loadBalancers(text.replacing("10.0.0.0/8", with: "everywhere")).diagnostics.map(\.id) == ["bad-source"])
    }

    @Test func `a listener's configuration changes the fields of its responses`() throws {
        let (built, diagnostics) = loadBalancers(
            albGateway.replacing(
                #"certificates: ["arn:2"]"#,
                with:
                    #"certificates: ["arn:2"], listenerAttributes: [{ key: routing.http.response.strict_transport_security.header_value, value: max-age=60 }]"#
            ) + albRoute("a", hosts: "api.example.com", rule(prefix("/"), to: "web:80")))
        #expect(diagnostics == [])
        let listener = try #require(built.loadBalancers.first?.listeners.first)
        #expect(listener.attributes.applied(to: Response()).fields["strict-transport-security"] == "max-age=60")
    }

    @Test func `a configuration of another group is none`() {
        let (rules, diagnostics) = loadBalancers(
            albGateway.replacing("gateway.k8s.aws/v1", with: "eks.amazonaws.com/v1")
                + albRoute("a", hosts: "api.example.com", rule(prefix("/"), to: "web:80")))
        #expect(diagnostics.map(\.id) == ["unknown-load-balancer-configuration"])
        #expect(rules.loadBalancers == [])
    }

    @Test func `EKS Auto Mode reads the same objects in its own group`() {
        let text = albGateway.replacing("gateway.k8s.aws/alb", with: "eks.amazonaws.com/gateway-alb")
            .replacing("gateway.k8s.aws/v1", with: "eks.amazonaws.com/v1")
            .replacing("group: gateway.k8s.aws", with: "group: eks.amazonaws.com")
        let (rules, diagnostics) = loadBalancers(
            text + albRoute("a", hosts: "api.example.com", rule(prefix("/"), to: "web:80")))
        #expect(diagnostics == [])
        #expect(rules.loadBalancers.first?.listeners.first?.certificates == ["arn:1", "arn:2"])
    }

    @Test(
        arguments: [
            (#"{"scope":"a b"}"#, nil), (#"{"scope":"ab"}"#, "'a'"), (#"{"scope":["a","b"]}"#, "'a'"), ("{}", "'a'"),
        ] as [(String, String?)])
    func `a claim is read in its own form only`(claims: String, missing: String?) throws {
        let validation = JWTValidation(
            jwksEndpoint: "", issuer: "", additionalClaims: [.init("scope", .spaceSeparatedValues, ["a"])])
        let mismatch = validation.mismatch(try .parse(claims))
        #expect((mismatch == nil) == (missing == nil))
        if let missing { #expect(mismatch?.contains(missing) == true) }
    }
}
