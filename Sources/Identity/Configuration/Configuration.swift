/// What an authorization server is told: who it is, who may ask, who may sign in, and how long things last.
package struct Configuration: Sendable {
    /// The issuer's URL without a slash at the end; it is what `iss` says.
    package var issuer: String
    /// Where browsers and clients reach the endpoints, if that is not the issuer's own host.
    package var publicBaseURL: String?
    /// The audience of tokens for which no `resource` was asked; the issuer when nil.
    package var audience: String?
    /// The resources that tokens may be for (RFC 8707); empty allows any absolute URI.
    package var resources: [String] = []
    /// The scopes there are besides OpenID's, with the words a person reads when signing in.
    package var scopes: [Scope] = []
    package var clients: [RegisteredClient] = []
    package var users: [User] = []
    package var lifetimes = Lifetimes()
    package var paths = Paths()
    /// What access tokens are signed with.
    package var accessTokenAlgorithm = SigningAlgorithm.rs256

    package init(issuer: String) { self.issuer = issuer }

    package struct Scope: Hashable, Sendable {
        package var name: String
        package var description: String

        package init(_ name: String, _ description: String = "") {
            self.name = name
            self.description = description
        }
    }

    /// How long what is given out is good for.
    package struct Lifetimes: Hashable, Sendable {
        package var code: Duration = .seconds(60)
        package var accessToken: Duration = .seconds(3600)
        package var idToken: Duration = .seconds(3600)
        /// From its last use: each use gives a new one.
        package var refreshToken: Duration = .seconds(30 * 86_400)

        package init() {}
    }

    /// Where the endpoints are, below the host.
    package struct Paths: Hashable, Sendable {
        package var authorize = "/oauth/authorize"
        package var token = "/oauth/token"
        package var introspect = "/oauth/introspect"
        package var revoke = "/oauth/revoke"
        package var userinfo = "/oauth/userinfo"
        package var jwks = "/oauth/jwks"

        package init() {}
    }

    /// Scopes that OpenID Connect defines; a client may ask for them without having them listed.
    static let openIDScopes = [
        Scope("openid", "Know who you are"), Scope("profile", "See your name"),
        Scope("email", "See your e-mail address"),
        Scope("offline_access", "Stay signed in"),
    ]

    var allScopes: [Scope] { Self.openIDScopes + scopes }
}

/// An application that may ask for tokens.
package struct RegisteredClient: Sendable {
    package var id: String
    /// The name a person reads when signing in.
    package var name: String
    /// nil for a public client, which cannot keep one.
    package var secret: Secret?
    /// Compared exactly; but one with the host 127.0.0.1 or [::1] and `http` fits with any port (RFC 8252 7.3).
    package var redirectURIs: [String]
    package var grants: [GrantType]
    /// What it may ask for, besides OpenID's scopes.
    package var scopes: [String]
    package var idTokenAlgorithm: SigningAlgorithm

    package init(
        id: String, name: String? = nil, secret: Secret? = nil, redirectURIs: [String] = [],
        grants: [GrantType] = [.authorizationCode, .refreshToken], scopes: [String] = [],
        idTokenAlgorithm: SigningAlgorithm = .rs256
    ) {
        self.id = id
        self.name = name ?? id
        self.secret = secret
        self.redirectURIs = redirectURIs
        self.grants = grants
        self.scopes = scopes
        self.idTokenAlgorithm = idTokenAlgorithm
    }
}

/// A way to get tokens.
package enum GrantType: String, CaseIterable, Sendable {
    case authorizationCode = "authorization_code"
    case clientCredentials = "client_credentials"
    case refreshToken = "refresh_token"
}

/// A person who can sign in.
package struct User: Sendable {
    package var username: String
    package var password: Secret
    /// What `sub` says; stable even if the name changes.
    package var subject: String
    /// What this person may give to applications, besides OpenID's scopes; nil for everything.
    package var scopes: [String]?
    /// OpenID claims about the person, as ordered members.
    package var claims: [(name: String, value: String)]

    package init(
        username: String, password: Secret, subject: String? = nil, scopes: [String]? = nil,
        claims: [(name: String, value: String)] = []
    ) {
        self.username = username
        self.password = password
        self.subject = subject ?? username
        self.scopes = scopes
        self.claims = claims
    }
}
