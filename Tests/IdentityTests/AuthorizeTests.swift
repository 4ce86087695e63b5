import HTTP
import Identity
import JSONTree
import Testing

@Suite struct AuthorizeTests {
    static let redirected: [([(String, String?)], String)] = [
        ([("response_type", nil)], "invalid_request"), ([("response_type", "token")], "unsupported_response_type"),
        ([("response_mode", "fragment")], "invalid_request"), ([("code_challenge", nil)], "invalid_request"),
        ([("code_challenge_method", nil)], "invalid_request"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("code_challenge", "short")], "invalid_request"), ([("scope", "openid nope")], "invalid_scope"),
        ([("scope", "admin")], "invalid_scope"), ([("resource", "https://other.example")], "invalid_target"),
        ([("resource", "api")], "invalid_target"), ([("prompt", "none")], "login_required"),
        ([("request", "x")], "request_not_supported"), ([("request_uri", "x")], "request_uri_not_supported"),
    ]

    @Test(arguments: redirected)
    func `a bad request goes back to the client with its error, state and issuer`(
        _ changes: [(String, String?)], _ code: String
    ) async throws {
        let response = try await Fixture().get("/oauth/authorize", Fixture.changed(Fixture.authorization, changes))
        #expect(response.status == .seeOther)
        #expect(response.fields["location"]?.hasPrefix("https://app.example/cb?") == true)
        #expect(response.returned["error"] == code)
        #expect(response.returned["state"] == "s 1")
        #expect(response.returned["iss"] == "https://auth.example")
        #expect(response.returned["code"] == nil)
    }

    @Test func `a parameter that stands twice is refused`() async throws {
        let response = try await Fixture().get("/oauth/authorize", Fixture.authorization + [("scope", "openid")])
        #expect(response.returned["error"] == "invalid_request")
    }

    static let unsafe: [[(String, String?)]] = [
        [("client_id", nil)], [("client_id", "nobody")], [("redirect_uri", "https://app.example/cb/")],
        [("redirect_uri", "https://app.example/cb?x=1")], [("redirect_uri", "https://evil.example/cb")],
        [("redirect_uri", "http://app.example/cb")],
    ]

    @Test(arguments: unsafe)
    func `without a client and a place that belong together nothing is redirected`(
        _ changes: [(String, String?)]
    ) async throws {
        let response = try await Fixture().get("/oauth/authorize", Fixture.changed(Fixture.authorization, changes))
        #expect(response.status == .badRequest)
        #expect(response.fields["location"] == nil)
    }

    static let loopback: [(String, Bool)] = [
        ("http://127.0.0.1/cb", true), ("http://127.0.0.1:51004/cb", true), ("http://[::1]:8/cb", true),
        ("http://127.0.0.1:9/exact?a=b", true), ("http://127.0.0.1:0/cb", false), ("http://127.0.0.1:70000/cb", false),
        ("http://127.0.0.1:9/other", false), ("https://127.0.0.1:9/cb", false), ("http://localhost:9/cb", false),
        ("http://127.0.0.1.evil.example/cb", false), ("http://127.0.0.1:9@evil.example/cb", false),
        ("http://127.0.0.1:/cb", false), ("http://127.0.0.1:9/exact?a=c", false),
    ]

    @Test(arguments: loopback)
    func `a loopback address fits with any port and nothing else changed`(_ uri: String, _ fits: Bool) async throws {
        let changes: [(String, String?)] = [
            ("client_id", "cli"), ("redirect_uri", uri), ("scope", "content.read"),
        ]
        let response = try await Fixture().get("/oauth/authorize", Fixture.changed(Fixture.authorization, changes))
        #expect(response.status == (fits ? .ok : .badRequest))
    }

    @Test func `the page posts to a relative address and escapes what it shows`() async throws {
        let changes: [(String, String?)] = [("state", "\"><script>"), ("login_hint", "a\"b")]
        let response = try await Fixture().get("/oauth/authorize", Fixture.changed(Fixture.authorization, changes))
        let html = String(decoding: try await response.collectedBody(), as: UTF8.self)
        #expect(html.contains(#"<form method="post" action="authorize">"#))
        #expect(html.contains("Portal &lt;1&gt;"))
        #expect(html.contains("Read your posts"))
        #expect(html.contains(#"value="&quot;&gt;&lt;script&gt;""#))
        #expect(!html.contains("<script>"))
        #expect(html.contains(#"value="a&quot;b""#))
        #expect(response.fields["x-frame-options"] == "DENY")
        #expect(response.fields["cache-control"] == "no-store")
    }

    @Test func `signing in gives a code, the state and the issuer`() async throws {
        let answer = try await Fixture().signIn()
        #expect(answer["code"]?.count == 43)
        #expect(answer["state"] == "s 1")
        #expect(answer["iss"] == "https://auth.example")
    }

    @Test(arguments: [("ana", "wrong"), ("nobody", "correct horse"), ("", "")])
    func `a wrong name or password shows the page again`(_ user: String, _ password: String) async throws {
        let pairs = Fixture.authorization + [("username", user), ("password", password)]
        let response = try await Fixture().post("/oauth/authorize", pairs)
        #expect(response.status == .badRequest)
        let html = String(decoding: try await response.collectedBody(), as: UTF8.self)
        #expect(html.contains("The user name or the password is wrong."))
        #expect(!html.contains("correct horse"))
    }

    @Test func `who cancels is sent back with access_denied`() async throws {
        let response = try await Fixture().post("/oauth/authorize", Fixture.authorization + [("decision", "deny")])
        #expect(response.returned["error"] == "access_denied")
    }

    @Test func `posting checks the request again`() async throws {
        let answer = try await Fixture().signIn([("scope", "admin")])
        #expect(answer["error"] == "invalid_scope")
    }
}
