import Determinism
import HTTP
import Identity
import JSONTree

/// A server with a portal, a command-line tool, a service and two people.
struct Fixture: Sendable {
    let clock = InstanceClock(frozenAt: Timestamp(seconds: 1_795_000_000))
    let server: AuthorizationServer

    /// RSA keys take a while to make; the tests share theirs.
    static let keys = Result { try KeyRing.generate() }

    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    static let callback = "https://app.example/cb"

    static var configuration: Configuration {
        var configuration = Configuration(issuer: "https://auth.example")
        configuration.audience = "https://api.example"
        configuration.resources = ["https://api.example", "https://api.example/mcp"]
        configuration.scopes = [.init("content.read", "Read your posts"), .init("content.write"), .init("admin")]
        configuration.clients = [
            RegisteredClient(
                id: "portal", name: "Portal <1>", secret: Secret("p&s:1"), redirectURIs: [callback],
                scopes: ["content.read", "content.write"], idTokenAlgorithm: .es256),
            RegisteredClient(
                id: "cli", redirectURIs: ["http://127.0.0.1/cb", "http://[::1]:1/cb", "http://127.0.0.1:7/exact?a=b"],
                scopes: ["content.read"]),
            RegisteredClient(
                id: "worker", secret: Secret("w"), grants: [.clientCredentials],
                scopes: ["content.read", "content.write"]),
            RegisteredClient(id: "open", grants: [.clientCredentials], scopes: ["content.read"]),
        ]
        configuration.users = [
            User(
                username: "ana", password: Secret("correct horse"), subject: "u-1",
                claims: [("name", "Ana"), ("email", "ana@example.com"), ("email_verified", "true")]),
            User(username: "ben", password: Secret("b"), scopes: ["content.read"]),
        ]
        return configuration
    }

    init(_ configuration: Configuration = Fixture.configuration) throws {
        server = AuthorizationServer(
            configuration: configuration, keys: try Self.keys.get(), clock: clock, random: SeededRandom(seed: 3))
    }

    // MARK: - Requests

    static let authorization: [(name: String, value: String)] = [
        ("response_type", "code"), ("client_id", "portal"), ("redirect_uri", callback),
        ("scope", "openid profile content.read"), ("state", "s 1"), ("nonce", "n"), ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]

    /// `base` with other values; a nil value takes the parameter out.
    static func changed(
        _ base: [(name: String, value: String)], _ changes: [(String, String?)]
    ) -> [(name: String, value: String)] {
        var result = base
        for (name, value) in changes {
            let place = result.firstIndex { $0.name == name }
            switch (place, value) {
            case (let place?, let value?): result[place].value = value
            case (let place?, nil): result.remove(at: place)
            case (nil, let value?): result.append((name, value))
            case (nil, nil): break
            }
        }
        return result
    }

    func get(_ path: String, _ pairs: [(name: String, value: String)] = [], fields: Fields = Fields()) async -> Response
    {
        await server.handler(Request(.get, pairs.isEmpty ? path : "\(path)?\(Form(pairs).encoded)", fields: fields))
    }

    func post(
        _ path: String, _ pairs: [(name: String, value: String)], basic: (String, String)? = nil
    ) async -> Response {
        var fields: Fields = ["content-type": "application/x-www-form-urlencoded"]
        if let basic {
            let credentials = "\(basic.0.percentEncoded()):\(basic.1.percentEncoded())"
            fields["authorization"] = "Basic " + Base64.standard.encode(credentials.utf8)
        }
        return await server.handler(Request(.post, path, fields: fields, body: Array(Form(pairs).encoded.utf8)))
    }

    /// Signs in and returns the parameters that come back to the client.
    func signIn(
        _ changes: [(String, String?)] = [], as user: (String, String) = ("ana", "correct horse")
    ) async -> Form {
        let pairs = Self.changed(Self.authorization, changes) + [("username", user.0), ("password", user.1)]
        return (await post("/oauth/authorize", pairs)).returned
    }

    /// Exchanges a code as the portal does.
    func exchange(_ code: String, _ changes: [(String, String?)] = []) async throws -> (Status, JSON) {
        let pairs = Self.changed(
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.callback),
                ("code_verifier", Self.verifier),
            ], changes)
        let response = await post("/oauth/token", pairs, basic: ("portal", "p&s:1"))
        return (response.status, try await response.document())
    }

    func refresh(_ token: String, _ changes: [(String, String?)] = []) async throws -> (Status, JSON) {
        let pairs = Self.changed([("grant_type", "refresh_token"), ("refresh_token", token)], changes)
        let response = await post("/oauth/token", pairs, basic: ("portal", "p&s:1"))
        return (response.status, try await response.document())
    }

    /// The tokens of a whole sign-in.
    func tokens(_ changes: [(String, String?)] = []) async throws -> JSON {
        let answer = await signIn(changes)
        return try await exchange(answer["code"] ?? "").1
    }

    func introspect(_ token: String) async throws -> JSON {
        try await post("/oauth/introspect", [("token", token)], basic: ("worker", "w")).document()
    }

    func verifier(audiences: [String] = ["https://api.example"]) -> TokenVerifier {
        TokenVerifier(issuer: "https://auth.example", audiences: audiences, clock: clock) { [server] in server.jwks }
    }
}

extension Response {
    func document() async throws -> JSON {
        let bytes = try await collectedBody()
        return bytes.isEmpty ? .null : try JSON.parse(bytes)
    }

    /// The parameters of the place this response redirects to.
    var returned: Form {
        let parts = (fields["location"] ?? "").split(separator: "?", maxSplits: 1)
        return Form(parsing: parts.count > 1 ? String(parts[1]) : "")
    }
}
