import HTTP
import JSONTree

/// The metadata of the server: RFC 8414 and OpenID Connect Discovery, in one document.
enum Discovery {
    /// Where it is found: at the root, and, for an issuer with a path, with that path inserted after the well-known name
    /// (RFC 8414 3) or in front of it (OpenID Connect Discovery 4).
    static func paths(issuer: String) -> [String] {
        let names = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]
        let path = split(issuer).path
        return path.isEmpty ? names : names + names.map { $0 + path } + names.map { path + $0 }
    }

    static func document(for configuration: Configuration) -> JSON {
        let base = configuration.publicBaseURL ?? split(configuration.issuer).origin
        let paths = configuration.paths
        func url(_ path: String) -> JSON { .string((base.hasSuffix("/") ? String(base.dropLast()) : base) + path) }
        let authentication: JSON = ["client_secret_basic", "client_secret_post", "none"]
        return [
            "issuer": .string(configuration.issuer),
            "authorization_endpoint": url(paths.authorize),
            "token_endpoint": url(paths.token),
            "userinfo_endpoint": url(paths.userinfo),
            "jwks_uri": url(paths.jwks),
            "introspection_endpoint": url(paths.introspect),
            "revocation_endpoint": url(paths.revoke),
            "scopes_supported": JSON(configuration.allScopes.map(\.name)),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": JSON(GrantType.allCases.map(\.rawValue)),
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": authentication,
            "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "revocation_endpoint_auth_methods_supported": authentication,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": JSON(SigningAlgorithm.allCases.map(\.rawValue)),
            "claims_supported": [
                "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "name", "given_name", "family_name",
                "preferred_username", "email", "email_verified",
            ],
            "prompt_values_supported": ["none", "login", "consent"],
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "authorization_response_iss_parameter_supported": true,
        ]
    }

    /// Origin and path of a URL, the path without a slash at its end.
    static func split(_ url: String) -> (origin: String, path: String) {
        guard let mark = url.firstRange(of: "://"), let slash = url[mark.upperBound...].firstIndex(of: "/") else {
            return (url, "")
        }
        var path = String(url[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        return (String(url[..<slash]), path)
    }
}
