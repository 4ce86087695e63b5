import Diagnostics
import HTTP
import Kubernetes
import Routing
import Testing

@Suite struct GatewayTests {
    private let open = "- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }"

    private func ids(_ text: String) -> [String] { gatewayRoutes(text).diagnostics.map(\.id) }

    @Test func `what attaches to nothing is said`() {
        let plain = rule(prefix("/"), to: "a:80")
        #expect(ids(routeText("shop/r", plain)) == ["unknown-gateway"])
        #expect(ids(gatewayText(open) + routeText("shop/r", plain)) == ["unknown-gateway-class"])
        #expect(ids(envoyGateway + routeText("shop/r", parent: ", sectionName: https", plain)) == ["unknown-listener"])
        #expect(ids(envoyGateway + routeText("shop/r", parent: ", port: 81", plain)) == ["unknown-listener"])
        #expect(
            ids(
                gatewayClassText + gatewayText("- { name: http, port: 80, protocol: HTTP }")
                    + routeText("shop/r", plain))
                == ["route-not-allowed"])
        let hosted =
            "- { name: http, hostname: a.example, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }"
        #expect(
            ids(gatewayClassText + gatewayText(hosted) + routeText("shop/r", hosts: "b.example", plain)) == [
                "no-matching-hostname"
            ])
        #expect(ids(envoyGateway + routeText("shop/r", plain)) == [])
    }

    @Test(arguments: [
        ("- backendRefs: [{ name: a }]", ["bad-backend"]),
        ("- backendRefs: [{ name: a, namespace: data, port: 80 }]", ["bad-backend"]),
        (
            "- matches: [{ path: { type: RegularExpression, value: '/(' } }]\n  backendRefs: [{ name: a, port: 80 }]",
            ["broken-route"]
        ),
        ("- matches: [{ path: { type: Exact, value: a } }]\n  backendRefs: [{ name: a, port: 80 }]", ["broken-route"]),
        ("- filters: [{ type: CORS }]\n  backendRefs: [{ name: a, port: 80 }]", ["bad-field", "broken-route"]),
        (
            "- filters: [{ type: RequestRedirect, requestRedirect: { port: 81 } }]\n  backendRefs: [{ name: a, port: 80 }]",
            ["broken-route"]
        ),
    ])
    func `a rule that cannot be served is said`(rules: String, expected: [String]) {
        let (routes, diagnostics) = gatewayRoutes(envoyGateway + routeText("shop/r", rules))
        #expect(diagnostics.map(\.id) == expected)
        #expect(diagnostics.allSatisfy { $0.span?.file == "gateway.yaml" })
        guard case .failure(500, _)? = routes.match(Request(.get, "/("))?.outcome ?? .failure(500, reason: "") else {
            return #expect(Bool(false))
        }
    }

    @Test func `a match names its rule, its line and its reason`() throws {
        let (routes, _) = gatewayRoutes(
            envoyGateway
                + routeText("shop/r", rule(prefix("/a"), to: "a:80") + rule(prefix("/b") + ", method: GET", to: "b:80"))
        )
        let match = try #require(routes.match(Request(.get, "/b")))
        #expect(match.route.rule == 1 && match.route.match == 0 && match.route.name == "r")
        #expect(match.route.span?.line == 24)
        #expect(match.reason == "HTTPRoute 'shop/r' rules[1] fits: path prefix /b, method GET")
        #expect(
            routes.summary == [
                "*:80 path prefix /b, method GET -> HTTPRoute 'shop/r' rules[1]",
                "*:80 path prefix /a -> HTTPRoute 'shop/r' rules[0]",
            ])
    }

    @Test func `weights share the requests`() throws {
        let (routes, _) = gatewayRoutes(
            envoyGateway
                + routeText(
                    "shop/r",
                    "- backendRefs: [{ name: a, port: 80, weight: 3 }, { name: b, port: 80 }, { name: c, port: 80, weight: 0 }]"
                ))
        let match = try #require(routes.match(Request()))
        let services = (UInt64(0)..<8).compactMap { match.backend(choice: $0)?.service }
        #expect(services == ["a", "a", "a", "b", "a", "a", "a", "b"])
    }

    @Test func `one gateway and one port may be asked`() {
        let two = """
            - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
            - { name: other, port: 81, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
            """
        let (routes, _) = gatewayRoutes(
            gatewayClassText + gatewayText(two)
                + routeText("shop/r", parent: ", port: 81", rule(prefix("/"), to: "a:80")))
        #expect(routes.match(Request(), port: 81) != nil)
        #expect(routes.match(Request(), port: 80) == nil)
        #expect(routes.match(Request(), gateway: ("edge", "gw")) != nil)
        #expect(routes.match(Request(), gateway: ("edge", "other")) == nil)
    }

    @Test func `responses are changed on their way back, and copies are recorded`() throws {
        let filters = """
            filters:
            - { type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: a, value: '1' }], remove: [server] } }
            - { type: RequestMirror, requestMirror: { backendRef: { name: shadow, port: 81 } } }
            - { type: RequestMirror, requestMirror: { backendRef: { name: some, port: 81 }, percent: 25 } }
            - { type: RequestMirror, requestMirror: { backendRef: { name: few, port: 81 }, fraction: { numerator: 1, denominator: 1000 } } }
            """
        let (routes, diagnostics) = gatewayRoutes(
            envoyGateway + routeText("shop/r", rule(prefix("/"), to: "a:80", more: filters)))
        #expect(diagnostics == [])
        let match = try #require(routes.match(Request()))
        let backend = try #require(match.backend(choice: 0))
        let response = match.finished(Response(fields: ["Server": "x", "b": "2"]), from: backend)
        #expect(response.fields == ["b": "2", "a": "1"])
        #expect(match.mirrors.map(\.backend.service) == ["shadow", "some", "few"])
        let copies = match.mirrors.map { mirror in (0..<2000).count { mirror.share.includes(choice: $0) } }
        #expect(copies == [2000, 500, 2])
    }

    @Test func `time limits come from the rule, else from the policy, else from Envoy`() throws {
        let policy = """
            ---
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: BackendTrafficPolicy
            metadata: { name: t, namespace: edge }
            spec:
              targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: gw }]
              timeout: { http: { requestTimeout: 20s } }
              retry: { numRetries: 3 }

            """
        let slow = rule(prefix("/slow"), to: "a:80", more: "timeouts: { request: 0s, backendRequest: 500ms }")
        let routes = routeText("shop/r", slow + rule(prefix("/"), to: "a:80"))
        let without = gatewayRoutes(envoyGateway + routes).routes
        let with = gatewayRoutes(envoyGateway + routes + policy).routes
        #expect(without.match(Request(.get, "/"))?.requestTimeout == .seconds(15))
        #expect(with.match(Request(.get, "/"))?.requestTimeout == .seconds(20))
        #expect(with.match(Request(.get, "/"))?.trafficPolicy?.retry?.numRetries == 3)
        let match = try #require(with.match(Request(.get, "/slow")))
        #expect(match.requestTimeout == nil && match.backendTimeout == .milliseconds(500))
    }

    @Test(arguments: [
        ("0s", 0), ("500ms", 500), ("15s", 15_000), ("1m", 60_000), ("1h30m", 5_400_000), ("1h2m3s4ms", 3_723_004),
    ])
    func `a duration is read`(text: String, milliseconds: Int) {
        #expect(gatewayDuration(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "10", "s", "1.5s", "-1s", "1d", "123456s", "1s1s1s1s1s", "1 s", "٣s"])
    func `what is no duration is refused`(_ text: String) { #expect(gatewayDuration(text) == nil) }

    // MARK: - Before a route is looked for

    private func admitted(_ request: Request) -> Request? {
        guard case .admitted(let admitted) = GatewayAdmission(request, requestID: "fresh") else { return nil }
        return admitted
    }

    @Test(arguments: [
        ("/", "/"), ("/a", "/a"), ("//a///b", "/a/b"), ("/a/./b", "/a/b"), ("/a/../b", "/b"), ("/../../a", "/a"),
        ("/a/", "/a/"),
        ("/a/.", "/a/"), ("/a/b/..", "/a/"), ("/..", "/"), ("/a%20b", "/a%20b"), ("/a..b", "/a..b"), ("//", "/"),
    ])
    func `a path is put in order`(path: String, expected: String) {
        #expect(admitted(Request(.get, path))?.path == expected)
    }

    @Test func `an escaped slash is sent round`() {
        guard case .redirect(let response) = GatewayAdmission(Request(.get, "/a%2Fb%5cc%25?x=%2F"), requestID: "")
        else {
            return #expect(Bool(false))
        }
        #expect(response.status == 307)
        #expect(response.fields["location"] == "/a/b\\c%25?x=%2F")
    }

    @Test func `an escaped slash leads to no other host`() {
        guard case .redirect(let response) = GatewayAdmission(Request(.get, "/%2fevil.example"), requestID: "") else {
            return #expect(Bool(false))
        }
        #expect(response.fields["location"] == "/evil.example")
    }

    @Test func `a peer inside may say who asked, one outside may not`() {
        var request = Request(fields: [
            "x-forwarded-for": "1.1.1.1", "x-request-id": "old", "x-envoy-secret": "1", "x-forwarded-proto": "https",
        ])
        request.remoteAddress = "10.0.1.5"
        let inside = admitted(request)?.fields
        #expect(inside?["x-forwarded-for"] == "1.1.1.1,10.0.1.5")
        #expect(
            inside?["x-request-id"] == "old" && inside?["x-envoy-secret"] == "1"
                && inside?["x-forwarded-proto"] == "http")
        request.remoteAddress = "203.0.113.9"
        let outside = admitted(request)?.fields
        #expect(outside?["x-request-id"] == "fresh" && outside?["x-envoy-secret"] == nil)
        #expect(outside?["x-envoy-external-address"] == "203.0.113.9")
        #expect(admitted(Request())?.fields["x-request-id"] == "fresh")
    }

    @Test func `a refusal cannot be broken out of`() {
        let response = GatewayResponse.unauthorized("Jwt is missing", for: Request(.get, "/a\"b\r\n", authority: "h"))
        #expect(response.fields["www-authenticate"] == "Bearer realm=\"http://h/ab\"")
        #expect(response.status == 401)
    }
}
