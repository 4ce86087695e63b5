import Determinism
import JSONTree

/// What a person gave to an application by signing in. Everything issued from it, over all its refreshes, is one family
/// and is revoked together.
struct Grant: Hashable, Sendable {
    let id: String
    let clientID: String
    let username: String
    let subject: String
    let scopes: [String]
    /// The resources that were asked for; empty when none was named.
    let resources: [String]
    let authTime: Timestamp
    let nonce: String?

    var json: JSON {
        .compact([
            "id": .string(id), "client": .string(clientID), "username": .string(username), "subject": .string(subject),
            "scopes": JSON(scopes), "resources": JSON(resources), "authTime": .int(authTime.microseconds),
            "nonce": nonce.map(JSON.string),
        ])
    }
}

extension Grant {
    /// - Throws: `ConfigurationError` for something that `json` did not give.
    init(json: JSON) throws(ConfigurationError) {
        guard let id = json["id"]?.string, let clientID = json["client"]?.string,
            let username = json["username"]?.string, let subject = json["subject"]?.string,
            let authTime = json["authTime"]?.int
        else { throw ConfigurationError(path: "grants", message: "has an entry that is incomplete") }
        self.init(
            id: id, clientID: clientID, username: username, subject: subject,
            scopes: (json["scopes"]?.array ?? []).compactMap(\.string),
            resources: (json["resources"]?.array ?? []).compactMap(\.string),
            authTime: Timestamp(microseconds: Int64(authTime)), nonce: json["nonce"]?.string)
    }
}

/// An authorization code, remembered by its fingerprint.
struct AuthorizationCode: Hashable, Sendable {
    let grantID: String
    let redirectURI: String
    /// Whether the authorization request named the redirect URI, so that the token request must, too.
    let redirectWasNamed: Bool
    /// The S256 challenge of RFC 7636.
    let challenge: String
    let expiresAt: Timestamp
    var isUsed = false
}

/// A refresh token, remembered by its fingerprint.
struct RefreshToken: Hashable, Sendable {
    let grantID: String
    let expiresAt: Timestamp
    var isUsed = false
}

/// An access token that was given out, by its `jti`.
struct AccessRecord: Hashable, Sendable {
    /// nil for client credentials.
    let grantID: String?
    let expiresAt: Timestamp
    var isRevoked = false
}
