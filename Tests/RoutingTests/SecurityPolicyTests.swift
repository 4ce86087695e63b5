import Diagnostics
import HTTP
import JSONTree
import Kubernetes
import Routing
import Testing

@Suite struct SecurityPolicyTests {
    private static func policy(_ name: String, _ targets: String, _ spec: String) -> String {
        let names = name.split(separator: "/")
        return """
            ---
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: SecurityPolicy
            metadata: { name: \(names[1]), namespace: \(names[0]) }
            spec:
              targetRefs: [{ group: gateway.networking.k8s.io, \(targets) }]
            \(indented(spec, by: 2))

            """
    }

    private static let contentSpec = """
        jwt:
          providers:
          - name: auth
            issuer: https://auth.example
            audiences: [api]
            remoteJWKS: { uri: "https://auth.example/jwks" }
            claimToHeaders: [{ header: x-user, claim: sub }, { header: x-tenant, claim: org.tenant }]
        authorization:
          defaultAction: Deny
          rules:
          - name: read
            action: Allow
            operation: { methods: [GET, HEAD] }
            principal: { jwt: { provider: auth, scopes: [content.read] } }
          - name: write
            action: Allow
            operation: { methods: [POST] }
            principal: { jwt: { provider: auth, scopes: [content.read, content.write] } }
          - name: admin
            action: Allow
            principal: { jwt: { provider: auth, claims: [{ name: org.roles, valueType: StringArray, values: [admin, root] }] } }
        """

    private static let manifests =
        envoyGateway
        + routeText(
            "shop/content", "- name: read\n" + indented(rule(prefix("/content"), to: "content:80"), by: 0).replacingDash
        )
        + routeText("shop/open", rule(prefix("/oauth"), to: "auth:80"))
        + policy("shop/content", "kind: HTTPRoute, name: content", contentSpec)

    private func requirement(_ text: String = manifests, path: String = "/content/1") throws -> TokenRequirement? {
        let (routes, diagnostics) = gatewayRoutes(text)
        #expect(diagnostics == [])
        return try #require(routes.match(Request(.get, path))).requirement
    }

    @Test func `a route's policy says which token is asked for`() throws {
        let requirement = try #require(try requirement())
        #expect(requirement.policy == "shop/content")
        #expect(!requirement.isOptional)
        let provider = try #require(requirement.providers.first)
        #expect(provider.name == "auth" && provider.issuer == "https://auth.example" && provider.audiences == ["api"])
        #expect(provider.jwksURI == "https://auth.example/jwks")
        #expect(provider.span?.file == "gateway.yaml")
        #expect(requirement.scopes(for: .get) == ["content.read"])
        #expect(requirement.scopes(for: .post) == ["content.read", "content.write"])
    }

    @Test func `a route without a policy asks for nothing`() throws {
        #expect(try requirement(path: "/oauth/token") == nil)
    }

    @Test(arguments: [
        ("GET", #"{"scope":"content.read"}"#, true), ("GET", #"{"scope":"a content.read b"}"#, true),
        ("HEAD", #"{"scope":["content.read"]}"#, true), ("GET", #"{"scope":"content.readonly"}"#, false),
        ("GET", #"{"scope":""}"#, false), ("GET", "{}", false), ("POST", #"{"scope":"content.read"}"#, false),
        ("POST", #"{"scope":"content.write content.read"}"#, true), ("POST", #"{"scope":"content.write"}"#, false),
        ("PUT", #"{"scope":"content.write content.read"}"#, false),
        ("DELETE", #"{"org":{"roles":["user","admin"]}}"#, true),
        ("DELETE", #"{"org":{"roles":["user"]}}"#, false), ("DELETE", #"{"org":{"roles":"admin"}}"#, false),
        ("DELETE", #"{"org.roles":["root"]}"#, true), ("DELETE", #"{"org":[]}"#, false), ("GET", "[]", false),
    ])
    func `the first rule that fits decides`(method: String, claims: String, expected: Bool) throws {
        let requirement = try #require(try requirement())
        let token = TokenRequirement.VerifiedToken(provider: "auth", claims: try JSON.parse(claims))
        let verdict = requirement.authorize(Request(Method(method)), token: token)
        #expect(verdict.isAllowed == expected, "\(verdict)")
        #expect((requirement.refusal(of: Request(Method(method)), token: token) == nil) == expected)
    }

    @Test func `a refusal says what each rule wants`() throws {
        let requirement = try #require(try requirement())
        let token = TokenRequirement.VerifiedToken(provider: "auth", claims: ["scope": "content.read"])
        guard case .denied(let reason, let span) = requirement.authorize(Request(.post), token: token) else {
            return #expect(Bool(false))
        }
        #expect(span?.file == "gateway.yaml")
        #expect(
            reason == """
                no rule fits, and the default of SecurityPolicy 'shop/content' is Deny: \
                rule 'read' of SecurityPolicy 'shop/content' is not about POST; \
                rule 'write' of SecurityPolicy 'shop/content' wants the scope 'content.write', which the token lacks; \
                rule 'admin' of SecurityPolicy 'shop/content' wants the claim 'org.roles' to be 'admin' or 'root'
                """)
        #expect(!requirement.authorize(Request(.get), token: nil).isAllowed)
        let foreign = TokenRequirement.VerifiedToken(provider: "other", claims: ["scope": "content.read"])
        #expect(!requirement.authorize(Request(.get), token: foreign).isAllowed)
    }

    @Test func `an allowance names the rule and its line`() throws {
        let requirement = try #require(try requirement())
        let token = TokenRequirement.VerifiedToken(provider: "auth", claims: ["scope": "content.read"])
        guard case .allowed(let reason, let span) = requirement.authorize(Request(.get), token: token) else {
            return #expect(Bool(false))
        }
        #expect(reason == "rule 'read' of SecurityPolicy 'shop/content' allows it")
        #expect(span == requirement.authorization?.rules.first?.span)
    }

    @Test func `claims become fields, and forged ones are removed`() throws {
        let requirement = try #require(try requirement())
        let request = Request(fields: ["X-User": "root", "x-tenant": "them", "a": "b"])
        let token = TokenRequirement.VerifiedToken(provider: "auth", claims: ["sub": "ada", "org": ["tenant": 7]])
        #expect(requirement.withClaims(of: token, in: request).fields == ["X-User": "ada", "x-tenant": "7", "a": "b"])
        #expect(requirement.withClaims(of: nil, in: request).fields == ["a": "b"])
    }

    @Test(arguments: [
        ("kind: HTTPRoute, name: content, sectionName: read", "/content", "shop/near"),
        ("kind: HTTPRoute, name: open", "/oauth", "shop/near"),
        ("kind: HTTPRoute, name: open", "/content", "shop/content"),
    ])
    func `the nearest policy replaces the others`(target: String, path: String, expected: String) throws {
        let near = Self.policy("shop/near", target, "authorization: { defaultAction: Allow }")
        let far = Self.policy("edge/far", "kind: Gateway, name: gw", "authorization: { defaultAction: Deny }")
        #expect(try requirement(Self.manifests + far + near, path: path)?.policy == expected)
        let onlyFar = try requirement(Self.manifests + far, path: "/oauth")
        #expect(onlyFar?.policy == "edge/far")
    }

    @Test func `a policy without a target is said`() {
        let lost = Self.policy("shop/lost", "kind: HTTPRoute, name: contents", "authorization: { defaultAction: Deny }")
        let elsewhere = Self.policy("other/gw", "kind: Gateway, name: gw", "authorization: { defaultAction: Deny }")
        let (_, diagnostics) = gatewayRoutes(Self.manifests + lost + elsewhere)
        #expect(diagnostics.map(\.id) == ["unknown-policy-target", "unknown-policy-target"])
    }

    @Test func `a client may be asked for by address and field`() throws {
        let spec = """
            authorization:
              defaultAction: Deny
              rules:
              - action: Deny
                principal: { clientCIDRs: [10.9.0.0/16] }
              - action: Allow
                principal: { clientCIDRs: [10.0.0.0/8], headers: [{ name: x-team, values: [a, b] }] }
            """
        let requirement = try #require(
            try requirement(
                envoyGateway + routeText("shop/r", rule(prefix("/"), to: "s:80"))
                    + Self.policy("shop/p", "kind: HTTPRoute, name: r", spec)))
        #expect(requirement.isOptional && requirement.providers.isEmpty)
        for (address, team, expected) in [
            ("10.1.0.1", "a", true), ("10.1.0.1", "c", false), ("10.9.0.1", "a", false), ("192.0.2.1", "a", false),
        ] {
            var request = Request(fields: ["X-Team": team])
            request.remoteAddress = address
            #expect(requirement.authorize(request, token: nil).isAllowed == expected, "\(address) \(team)")
        }
    }

    @Test func `a browser's question is answered without a token`() throws {
        let cors = """
            cors:
              allowOrigins: ["https://app.example", "https://*.preview.example"]
              allowMethods: [GET, POST]
              allowHeaders: [authorization]
              exposeHeaders: [x-total]
              maxAge: 10m
              allowCredentials: true
            """
        let (routes, diagnostics) = gatewayRoutes(
            envoyGateway + routeText("shop/r", rule(prefix("/"), to: "s:80"))
                + Self.policy("shop/p", "kind: HTTPRoute, name: r", cors))
        #expect(diagnostics == [])
        let match = try #require(routes.match(Request()))
        #expect(match.requirement == nil)
        let policy = try #require(match.cors)
        let question = Request(
            .options, fields: ["Origin": "https://x.preview.example", "Access-Control-Request-Method": "POST"])
        let answer = try #require(policy.preflight(question))
        #expect(answer.status == 200)
        #expect(answer.fields["access-control-allow-origin"] == "https://x.preview.example")
        #expect(answer.fields["access-control-allow-methods"] == "GET, POST")
        #expect(answer.fields["access-control-max-age"] == "600")
        #expect(
            policy.preflight(
                Request(.options, fields: ["Origin": "https://evil.example", "Access-Control-Request-Method": "GET"]))
                == nil)
        #expect(policy.preflight(Request(.get, fields: ["Origin": "https://app.example"])) == nil)
        let page = policy.finished(Response(), for: Request(fields: ["origin": "https://app.example"]))
        #expect(page.fields["access-control-allow-origin"] == "https://app.example")
        #expect(page.fields["access-control-expose-headers"] == "x-total")
        #expect(
            policy.finished(Response(), for: Request(fields: ["origin": "https://app.example.evil"])).fields.count == 0)
    }
}

extension String {
    /// A list item whose dash has become a blank, to stand below a first line of its own.
    fileprivate var replacingDash: String { hasPrefix("-") ? " " + dropFirst() : self }
}
