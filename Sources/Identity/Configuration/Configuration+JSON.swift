package import JSONTree

/// What is wrong with a configuration or a kept state, and where.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A path through the document, such as `clients.0.redirectURIs`; empty for the whole.
    package var path: String
    package var message: String

    package var description: String { path.isEmpty ? message : "'\(path)' \(message)" }
}

extension Configuration {
    /// Reads a configuration from JSON. Secrets may stand in a document of their own, because they are mounted as such.
    ///
    /// ```json
    /// {
    ///   "issuer": "https://auth.example.com",
    ///   "publicBaseURL": "https://api.example.com",
    ///   "audience": "https://api.example.com",
    ///   "resources": ["https://api.example.com/mcp"],
    ///   "accessTokenAlgorithm": "RS256",
    ///   "scopes": { "content.read": "Read your posts" },
    ///   "lifetimes": { "code": 60, "accessToken": 3600, "idToken": 3600, "refreshToken": 2592000 },
    ///   "clients": [{ "id": "portal", "name": "Portal", "secret": "...", "redirectURIs": ["https://app.example.com/cb"],
    ///                 "grants": ["authorization_code", "refresh_token"], "scopes": ["content.read"],
    ///                 "idTokenAlgorithm": "ES256" }],
    ///   "users": [{ "username": "ana", "password": "...", "subject": "u-1", "scopes": ["content.read"],
    ///               "claims": { "name": "Ana", "email": "ana@example.com" } }]
    /// }
    /// ```
    ///
    /// Only `issuer`, a client's `id` and a user's `username` are needed; lifetimes are whole seconds. `secrets` has the
    /// shape `{ "clients": { "portal": "..." }, "users": { "ana": "..." } }` and adds to what stands in `json`.
    ///
    /// - Throws: `ConfigurationError` for a missing or unknown member, a wrong type, an id that stands twice, a user
    ///   without a password, and a redirect URI with a fragment.
    package init(json: JSON, secrets: JSON = [:]) throws(ConfigurationError) {
        let reader = try ConfigurationReader(json, path: "")
        try reader.allow([
            "issuer", "publicBaseURL", "audience", "resources", "accessTokenAlgorithm", "scopes", "lifetimes",
            "clients", "users",
        ])
        guard var issuer = try reader.text("issuer"), issuer.contains("://") else {
            throw ConfigurationError(path: "issuer", message: "must be a URL")
        }
        while issuer.hasSuffix("/") { issuer.removeLast() }
        self.init(issuer: issuer)
        publicBaseURL = try reader.text("publicBaseURL")
        audience = try reader.text("audience")
        resources = try reader.texts("resources") ?? []
        accessTokenAlgorithm = try reader.choice("accessTokenAlgorithm") ?? .rs256
        scopes = try reader.textMembers("scopes").map { Scope($0.name, $0.value) }
        lifetimes = try Self.lifetimes(reader)
        clients = try reader.elements("clients").map { element throws(ConfigurationError) in
            try Self.client(element, secrets: secrets["clients"] ?? [:])
        }
        users = try reader.elements("users").map { element throws(ConfigurationError) in
            try Self.user(element, secrets: secrets["users"] ?? [:])
        }
        try Self.refuseTwice(clients.map(\.id), path: "clients")
        try Self.refuseTwice(users.map(\.username), path: "users")
    }

    private static func lifetimes(_ reader: ConfigurationReader) throws(ConfigurationError) -> Lifetimes {
        var result = Lifetimes()
        guard let lifetimes = try reader.member("lifetimes") else { return result }
        try lifetimes.allow(["code", "accessToken", "idToken", "refreshToken"])
        result.code = try lifetimes.seconds("code") ?? result.code
        result.accessToken = try lifetimes.seconds("accessToken") ?? result.accessToken
        result.idToken = try lifetimes.seconds("idToken") ?? result.idToken
        result.refreshToken = try lifetimes.seconds("refreshToken") ?? result.refreshToken
        return result
    }

    private static func client(_ reader: ConfigurationReader, secrets: JSON) throws(ConfigurationError)
        -> RegisteredClient
    {
        try reader.allow(["id", "name", "secret", "redirectURIs", "grants", "scopes", "idTokenAlgorithm"])
        guard let id = try reader.text("id"), !id.isEmpty else { throw reader.missing("id") }
        let secret = try reader.text("secret") ?? secrets[id]?.string
        let redirects = try reader.texts("redirectURIs") ?? []
        if let bad = redirects.first(where: { !$0.contains(":") || $0.contains("#") }) {
            throw ConfigurationError(
                path: reader.join("redirectURIs"), message: "has '\(bad)', which is not a URI without a fragment")
        }
        var grants: [GrantType] = [.authorizationCode, .refreshToken]
        if let names = try reader.texts("grants") {
            grants = try names.map { name throws(ConfigurationError) in
                guard let grant = GrantType(rawValue: name) else {
                    throw ConfigurationError(
                        path: reader.join("grants"), message: "has '\(name)', which is no grant here")
                }
                return grant
            }
        }
        return RegisteredClient(
            id: id, name: try reader.text("name"), secret: secret.map(Secret.init), redirectURIs: redirects,
            grants: grants, scopes: try reader.texts("scopes") ?? [],
            idTokenAlgorithm: try reader.choice("idTokenAlgorithm") ?? .rs256)
    }

    private static func user(_ reader: ConfigurationReader, secrets: JSON) throws(ConfigurationError) -> User {
        try reader.allow(["username", "password", "subject", "scopes", "claims"])
        guard let username = try reader.text("username"), !username.isEmpty else { throw reader.missing("username") }
        guard let password = try reader.text("password") ?? secrets[username]?.string else {
            throw reader.missing("password")
        }
        return User(
            username: username, password: Secret(password), subject: try reader.text("subject"),
            scopes: try reader.texts("scopes"), claims: try reader.textMembers("claims"))
    }

    private static func refuseTwice(_ names: [String], path: String) throws(ConfigurationError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw ConfigurationError(path: path, message: "has '\(name)' twice")
        }
    }
}
