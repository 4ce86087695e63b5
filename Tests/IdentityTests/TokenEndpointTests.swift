import Determinism
import HTTP
import Identity
import JSONTree
import Testing

@Suite struct TokenEndpointTests {
    @Test func `a code gives an access token, an ID token and a refresh token`() async throws {
        let fixture = try Fixture()
        let tokens = try await fixture.tokens([("scope", "openid profile email content.read")])
        #expect(tokens["token_type"] == "Bearer")
        #expect(tokens["expires_in"] == 3600)
        #expect(tokens["refresh_token"]?.string?.count == 43)
        let claims = try await fixture.verifier().verify(tokens["access_token"]?.string, scopes: ["content.read"])
        #expect(claims.json.object?.names == ["iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti"])
        #expect(claims.subject == "u-1")
        #expect(claims.clientID == "portal")
        #expect(claims.expiresAt == Timestamp(seconds: 1_795_003_600))
        await #expect(throws: TokenError.wrongAudience(["portal"])) {
            try await fixture.verifier().verify(tokens["id_token"]?.string)
        }
    }

    static let badCodes: [([(String, String?)], Int, String)] = [
        ([("grant_type", nil)], 400, "invalid_request"), ([("grant_type", "password")], 400, "unsupported_grant_type"),
        ([("grant_type", "client_credentials")], 400, "unauthorized_client"), ([("code", nil)], 400, "invalid_request"),
        ([("code", "x")], 400, "invalid_grant"), ([("code_verifier", nil)], 400, "invalid_request"),
        ([("code_verifier", Fixture.challenge)], 400, "invalid_grant"),
        ([("code_verifier", "short")], 400, "invalid_grant"),
        ([("redirect_uri", nil)], 400, "invalid_grant"),
        ([("redirect_uri", "https://app.example/")], 400, "invalid_grant"),
        ([("resource", "https://api.example/mcp")], 400, "invalid_target"),
        ([("client_secret", "p&s:1")], 400, "invalid_request"), ([("client_id", "cli")], 401, "invalid_client"),
    ]

    @Test(arguments: badCodes)
    func `a bad exchange has its error, and the code still works afterwards`(
        _ changes: [(String, String?)], _ status: Int, _ error: String
    ) async throws {
        let fixture = try Fixture()
        let code = await fixture.signIn()["code"] ?? ""
        let (answered, document) = try await fixture.exchange(code, changes)
        #expect(answered.code == status)
        #expect(document["error"]?.string == error)
        #expect(try await fixture.exchange(code).0 == .ok)
    }

    @Test func `a code ends after its minute`() async throws {
        let fixture = try Fixture()
        let code = await fixture.signIn()["code"] ?? ""
        fixture.clock.advance(by: .seconds(60))
        #expect(try await fixture.exchange(code).1["error"] == "invalid_grant")
    }

    @Test func `a code of another client is refused`() async throws {
        let fixture = try Fixture()
        let code = await fixture.signIn()["code"] ?? ""
        let pairs = [
            (name: "grant_type", value: "authorization_code"), ("code", code), ("redirect_uri", Fixture.callback),
            ("code_verifier", Fixture.verifier), ("client_id", "cli"),
        ]
        #expect(try await fixture.post("/oauth/token", pairs).document()["error"] == "invalid_grant")
    }

    @Test func `a code that comes twice ends everything that came of it`() async throws {
        let fixture = try Fixture()
        let code = await fixture.signIn()["code"] ?? ""
        let (_, tokens) = try await fixture.exchange(code)
        #expect(try await fixture.introspect(tokens["access_token"]?.string ?? "")["active"] == true)
        #expect(try await fixture.exchange(code).1["error"] == "invalid_grant")
        #expect(try await fixture.introspect(tokens["access_token"]?.string ?? "") == ["active": false])
        #expect(try await fixture.refresh(tokens["refresh_token"]?.string ?? "").1["error"] == "invalid_grant")
    }

    @Test func `a refresh token turns into a new one, and coming twice ends them all`() async throws {
        let fixture = try Fixture()
        let first = try await fixture.tokens()
        let (status, second) = try await fixture.refresh(first["refresh_token"]?.string ?? "")
        #expect(status == .ok)
        #expect(second["refresh_token"] != first["refresh_token"])
        #expect(second["id_token"] != nil)
        #expect(try await fixture.refresh(first["refresh_token"]?.string ?? "").1["error"] == "invalid_grant")
        #expect(try await fixture.refresh(second["refresh_token"]?.string ?? "").1["error"] == "invalid_grant")
        #expect(try await fixture.introspect(second["access_token"]?.string ?? "") == ["active": false])
    }

    @Test func `a refresh may ask for less and not for more`() async throws {
        let fixture = try Fixture()
        let token = try await fixture.tokens()["refresh_token"]?.string ?? ""
        #expect(try await fixture.refresh(token, [("scope", "content.write")]).1["error"] == "invalid_scope")
        let (_, less) = try await fixture.refresh(token, [("scope", "content.read")])
        #expect(less["scope"] == "content.read")
        let (_, again) = try await fixture.refresh(less["refresh_token"]?.string ?? "")
        #expect(again["scope"] == "openid profile content.read")
    }

    @Test func `a refresh token ends when it was not used for its time`() async throws {
        let fixture = try Fixture()
        let token = try await fixture.tokens()["refresh_token"]?.string ?? ""
        fixture.clock.advance(by: .seconds(30 * 86_400))
        #expect(try await fixture.refresh(token).1["error"] == "invalid_grant")
    }

    @Test func `a person gives only what is theirs`() async throws {
        let fixture = try Fixture()
        let answer = await fixture.signIn([("scope", "openid content.read content.write")], as: ("ben", "b"))
        #expect(try await fixture.exchange(answer["code"] ?? "").1["scope"] == "openid content.read")
    }

    @Test func `a token is for the resources that were asked for`() async throws {
        let fixture = try Fixture()
        let tokens = try await fixture.tokens([("resource", "https://api.example/mcp")])
        let token = tokens["access_token"]?.string
        let claims = try await fixture.verifier(audiences: ["https://api.example/mcp"]).verify(token)
        #expect(claims.audience == ["https://api.example/mcp"])
        await #expect(throws: TokenError.wrongAudience(["https://api.example/mcp"])) {
            try await fixture.verifier().verify(token)
        }
    }

    @Test func `a public client has no secret and needs none`() async throws {
        let fixture = try Fixture()
        let answer = await fixture.signIn([
            ("client_id", "cli"), ("redirect_uri", "http://127.0.0.1:5555/cb"), ("scope", "content.read"),
        ])
        let pairs = [
            (name: "grant_type", value: "authorization_code"), ("code", answer["code"] ?? ""), ("client_id", "cli"),
            ("redirect_uri", "http://127.0.0.1:5555/cb"), ("code_verifier", Fixture.verifier),
        ]
        let tokens = try await fixture.post("/oauth/token", pairs).document()
        #expect(tokens["refresh_token"] != nil)
        #expect(tokens["id_token"] == nil)
    }

    // MARK: - Client credentials and authentication

    @Test func `a service gets a token in its own name and no refresh token`() async throws {
        let fixture = try Fixture()
        let response = await fixture.post(
            "/oauth/token", [("grant_type", "client_credentials")], basic: ("worker", "w"))
        let tokens = try await response.document()
        #expect(response.fields["cache-control"] == "no-store")
        #expect(tokens["scope"] == "content.read content.write")
        #expect(tokens["refresh_token"] == nil)
        #expect(try await fixture.verifier().verify(tokens["access_token"]?.string).subject == "worker")
    }

    static let badClients: [([(name: String, value: String)], (String, String)?, Int, String)] = [
        ([], ("worker", "no"), 401, "invalid_client"), ([], ("nobody", "w"), 401, "invalid_client"),
        ([("client_id", "worker"), ("client_secret", "no")], nil, 401, "invalid_client"),
        ([("client_id", "worker")], nil, 401, "invalid_client"), ([], nil, 401, "invalid_client"),
        ([("client_id", "open"), ("client_secret", "x")], nil, 401, "invalid_client"),
        ([("client_id", "open")], nil, 400, "unauthorized_client"),
        ([("scope", "admin")], ("worker", "w"), 400, "invalid_scope"),
        ([("resource", "https://other.example")], ("worker", "w"), 400, "invalid_target"),
        ([("scope", "content.read"), ("scope", "content.read")], ("worker", "w"), 400, "invalid_request"),
    ]

    @Test(arguments: badClients)
    func `a client that is not who it says, or may not, is refused`(
        _ pairs: [(name: String, value: String)], _ basic: (String, String)?, _ status: Int, _ error: String
    ) async throws {
        let all = [(name: "grant_type", value: "client_credentials")] + pairs
        let response = try await Fixture().post("/oauth/token", all, basic: basic)
        #expect(response.status.code == status)
        #expect(try await response.document()["error"]?.string == error)
        #expect((response.fields["www-authenticate"] != nil) == (status == 401 && basic != nil))
    }

    @Test func `the secret may come in the body`() async throws {
        let pairs = [
            (name: "grant_type", value: "client_credentials"), ("client_id", "worker"), ("client_secret", "w"),
        ]
        #expect(try await Fixture().post("/oauth/token", pairs).status == .ok)
    }

    @Test(arguments: ["portal:p&s:1", "portal:p%26s%3A1", "p%6Frtal:p%26s:1"])
    func `an id and a secret may come as they are or form-encoded`(_ credentials: String) async throws {
        let fixture = try Fixture()
        let token = try await fixture.tokens()["refresh_token"]?.string ?? ""
        let form = Form([("grant_type", "refresh_token"), ("refresh_token", token)])
        let fields: Fields = [
            "content-type": "application/x-www-form-urlencoded",
            "authorization": "Basic " + Base64.standard.encode(credentials.utf8),
        ]
        let request = Request(.post, "/oauth/token", fields: fields, body: Array(form.encoded.utf8))
        #expect(await fixture.server.handler(request).status == .ok)
    }

    @Test func `only forms are read, and only by POST`() async throws {
        let fixture = try Fixture()
        let json = await fixture.server.handler(
            Request(.post, "/oauth/token", fields: ["content-type": "application/json"], body: Array("{}".utf8)))
        #expect(try await json.document()["error"] == "invalid_request")
        let get = await fixture.get("/oauth/token")
        #expect(get.status == .methodNotAllowed)
        #expect(get.fields["allow"] == "POST")
        #expect(await fixture.get("/nowhere").status == .notFound)
    }
}
