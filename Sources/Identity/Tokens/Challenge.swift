package import HTTP
package import JSONTree

/// What a request without a good token is answered with (RFC 6750 3, RFC 9728 5.1).
package struct Challenge: Hashable, Sendable {
    package var realm: String?
    /// The URL of the protected resource's metadata, from which a client learns where to get a token.
    package var resourceMetadata: String?
    /// The scopes to ask for when there is no token yet.
    package var scopes: [String]

    package init(realm: String? = nil, resourceMetadata: String? = nil, scopes: [String] = []) {
        self.realm = realm
        self.resourceMetadata = resourceMetadata
        self.scopes = scopes
    }

    /// The value of `WWW-Authenticate`. A request without any token is told no error code, as RFC 6750 3.1 asks.
    package func header(for error: TokenError) -> String {
        var parameters: [(String, String)] = []
        if let realm { parameters.append(("realm", realm)) }
        switch error {
        case .missing:
            if !scopes.isEmpty { parameters.append(("scope", Scopes.join(scopes))) }
        case .insufficientScope(let needed, _):
            parameters += [
                ("error", "insufficient_scope"), ("error_description", error.description),
                ("scope", Scopes.join(needed)),
            ]
        case .malformed, .algorithmNotAllowed, .unknownKey, .badSignature, .wrongIssuer, .wrongAudience, .wrongType,
            .expired, .notYetValid, .inactive, .keysUnavailable:
            parameters += [("error", "invalid_token"), ("error_description", error.description)]
            if !scopes.isEmpty { parameters.append(("scope", Scopes.join(scopes))) }
        }
        if let resourceMetadata { parameters.append(("resource_metadata", resourceMetadata)) }
        if parameters.isEmpty { return "Bearer" }
        return "Bearer " + parameters.map { "\($0.0)=\"\(Self.quoted($0.1))\"" }.joined(separator: ", ")
    }

    /// 401, 403 for missing scopes, or 503 when the keys could not be fetched; with a problem document.
    package func response(for error: TokenError) -> Response {
        let status: Status =
            switch error {
            case .insufficientScope: .forbidden
            case .keysUnavailable: .serviceUnavailable
            case .missing, .malformed, .algorithmNotAllowed, .unknownKey, .badSignature, .wrongIssuer, .wrongAudience,
                .wrongType, .expired, .notYetValid, .inactive:
                .unauthorized
            }
        var response = Response.problem(status, error.description)
        if status != .serviceUnavailable { response.fields["www-authenticate"] = header(for: error) }
        return response
    }

    /// The metadata document of a protected resource (RFC 9728), which `resourceMetadata` leads to.
    package static func metadata(
        resource: String, authorizationServers: [String], scopes: [String], name: String? = nil
    ) -> JSON {
        .compact([
            "resource": .string(resource), "authorization_servers": JSON(authorizationServers),
            "scopes_supported": JSON(scopes), "bearer_methods_supported": ["header"],
            "resource_name": name.map(JSON.string),
        ])
    }

    /// The text of a quoted string in the characters that RFC 6750 allows; others, which may come from a token, become `?`.
    private static func quoted(_ text: String) -> String {
        String(
            decoding: text.utf8.map { byte in
                byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                    ? byte : UInt8(ascii: "?")
            }, as: UTF8.self)
    }
}
