import Determinism
import HTTP
import Identity
import JSONTree
import Testing

@Suite struct ServerTests {
    // MARK: - Discovery

    @Test func `discovery builds its addresses from the issuer`() async throws {
        let document = try await Fixture().get("/.well-known/oauth-authorization-server").document()
        #expect(document["issuer"] == "https://auth.example")
        #expect(document["token_endpoint"] == "https://auth.example/oauth/token")
        #expect(document["code_challenge_methods_supported"] == ["S256"])
        #expect(document["authorization_response_iss_parameter_supported"] == true)
        #expect(document == (try await Fixture().get("/.well-known/openid-configuration").document()))
    }

    @Test func `a public address replaces the issuer's own, and a path is inserted`() async throws {
        var configuration = Configuration(issuer: "https://auth.example/tenant")
        configuration.publicBaseURL = "https://api.example/edge/"
        let fixture = try Fixture(configuration)
        for path in [
            "/.well-known/oauth-authorization-server/tenant", "/.well-known/openid-configuration/tenant",
            "/tenant/.well-known/openid-configuration", "/.well-known/oauth-authorization-server",
        ] {
            let document = try await fixture.get(path).document()
            #expect(document["issuer"] == "https://auth.example/tenant")
            #expect(document["jwks_uri"] == "https://api.example/edge/oauth/jwks")
        }
    }

    // MARK: - Introspection, revocation, user info

    @Test func `introspection tells what a token says, and nothing about others`() async throws {
        let fixture = try Fixture()
        let tokens = try await fixture.tokens()
        let access = try await fixture.introspect(tokens["access_token"]?.string ?? "")
        #expect(access["active"] == true)
        #expect(access["username"] == "ana")
        #expect(access["client_id"] == "portal")
        let refresh = try await fixture.introspect(tokens["refresh_token"]?.string ?? "")
        #expect(refresh["active"] == true)
        #expect(try await fixture.introspect(tokens["id_token"]?.string ?? "") == ["active": false])
        #expect(try await fixture.introspect("x") == ["active": false])
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await fixture.introspect(tokens["access_token"]?.string ?? "") == ["active": false])
        let open = await fixture.post("/oauth/introspect", [("token", "x"), ("client_id", "cli")])
        #expect(open.status == .unauthorized)
    }

    @Test func `revoking a refresh token ends its grant, an access token only itself`() async throws {
        let fixture = try Fixture()
        let portal = ("portal", "p&s:1")
        let tokens = try await fixture.tokens()
        let access = tokens["access_token"]?.string ?? ""
        let refresh = tokens["refresh_token"]?.string ?? ""
        #expect(await fixture.post("/oauth/revoke", [("token", access)], basic: portal).status == .ok)
        #expect(try await fixture.introspect(access) == ["active": false])
        #expect(try await fixture.introspect(refresh)["active"] == true)
        let foreign = await fixture.post("/oauth/revoke", [("token", refresh)], basic: ("worker", "w"))
        #expect(try await foreign.document()["error"] == "invalid_grant")
        #expect(await fixture.post("/oauth/revoke", [("token", refresh)], basic: portal).status == .ok)
        #expect(try await fixture.introspect(refresh) == ["active": false])
        #expect(await fixture.post("/oauth/revoke", [("token", "unknown")], basic: portal).status == .ok)
        #expect(await fixture.post("/oauth/revoke", [], basic: portal).status == .badRequest)
    }

    @Test func `user info gives what the scopes open`() async throws {
        let fixture = try Fixture()
        func ask(_ token: String?) async -> Response {
            await fixture.get("/oauth/userinfo", fields: token.map { ["authorization": "Bearer \($0)"] } ?? Fields())
        }
        let all = try await fixture.tokens([("scope", "openid profile email")])["access_token"]?.string
        #expect(
            try await ask(all).document() == [
                "sub": "u-1", "preferred_username": "ana", "name": "Ana", "email": "ana@example.com",
                "email_verified": true,
            ])
        let little = try await fixture.tokens([("scope", "openid")])["access_token"]?.string
        #expect(try await ask(little).document() == ["sub": "u-1"])
        let other = try await fixture.tokens([("scope", "content.read")])["access_token"]?.string
        #expect(await ask(other).status == .forbidden)
        #expect(await ask("x").fields["www-authenticate"]?.contains("invalid_token") == true)
        #expect(await ask(nil).fields["www-authenticate"] == "Bearer")
    }

    // MARK: - Keys and state

    @Test func `tokens of an older key verify until it is dropped`() async throws {
        let fixture = try Fixture()
        let token = try fixture.server.accessToken(client: "worker", scopes: [])
        let verifier = fixture.verifier()
        #expect(fixture.server.jwks["keys"]?.array?.count == 2)
        _ = try await verifier.verify(token)
        try fixture.server.rotateKey(.rs256)
        #expect(fixture.server.jwks["keys"]?.array?.count == 3)
        let newer = try fixture.server.accessToken(client: "worker", scopes: [])
        fixture.clock.advance(by: .seconds(11))
        _ = try await verifier.verify(newer)
        _ = try await verifier.verify(token)
    }

    @Test func `keys and state survive in another server`() async throws {
        let fixture = try Fixture()
        let tokens = try await fixture.tokens()
        let used = try await fixture.refresh(tokens["refresh_token"]?.string ?? "").1
        let code = await fixture.signIn()["code"] ?? ""
        let other = try Fixture()
        let state = try JSON.parse(fixture.server.exportedState.text)
        #expect(!state.text.contains(code))
        try other.server.restore(state: state)
        #expect(other.server.exportedState == state)
        #expect(try await other.exchange(code).0 == .ok)
        #expect(try await other.introspect(used["access_token"]?.string ?? "")["active"] == true)
        #expect(try await other.refresh(tokens["refresh_token"]?.string ?? "").1["error"] == "invalid_grant")
        let keys = try KeyRing(exported: try JSON.parse(fixture.server.exportedKeys.text))
        #expect(keys.jwks == fixture.server.jwks)
        #expect(throws: ConfigurationError.self) { try other.server.restore(state: ["codes": 1]) }
        #expect(throws: ConfigurationError.self) { try KeyRing(exported: ["x"]) }
    }

    @Test func `a secret never prints`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.matches("hunter2"))
        #expect(!secret.matches("hunter"))
    }
}
