import Crypto
import Determinism
import HTTP
import JSONTree

/// Makes the tokens of one answer of the token endpoint.
struct TokenIssuer: Sendable {
    let server: AuthorizationServer

    private var configuration: Configuration { server.configuration }

    /// An access token of RFC 9068.
    ///
    /// - Parameter grantID: the grant it comes of; nil for client credentials.
    func accessToken(
        clientID: String, subject: String, scopes: [String], resources: [String], grantID: String?
    ) throws(OAuthError) -> String {
        let now = server.clock.now
        let expiry = now + configuration.lifetimes.accessToken
        let id = server.random.uuid()
        let audience = resources.isEmpty ? [configuration.audience ?? configuration.issuer] : resources
        let claims: JSON = [
            "iss": .string(configuration.issuer), "sub": .string(subject),
            "aud": audience.count == 1 ? .string(audience[0]) : JSON(audience), "client_id": .string(clientID),
            "scope": .string(Scopes.join(scopes)), "iat": .int(now.seconds), "exp": .int(expiry.seconds),
            "jti": .string(id),
        ]
        let token = try sign(claims, type: "at+jwt", configuration.accessTokenAlgorithm)
        server.store.add(accessToken: id, AccessRecord(grantID: grantID, expiresAt: expiry), now: now)
        return token
    }

    /// The answer to a grant of a person: access token, ID token where `openid` was given, and a refresh token where the
    /// client may refresh.
    ///
    /// - Parameters:
    ///   - scopes: what this answer's access token may do: all of the grant's, or fewer at a refresh.
    ///   - resources: what it is for: all of the grant's, or fewer.
    func answer(for grant: Grant, client: RegisteredClient, scopes: [String], resources: [String])
        throws(OAuthError) -> JSON
    {
        let accessToken = try accessToken(
            clientID: client.id, subject: grant.subject, scopes: scopes, resources: resources, grantID: grant.id)
        var answer = response(accessToken, scopes: scopes)
        if grant.scopes.contains("openid") {
            answer["id_token"] = .string(try idToken(for: grant, client: client, accessToken: accessToken))
        }
        if client.grants.contains(.refreshToken) {
            let refreshToken = server.random.alphanumeric(43)
            let expiry = server.clock.now + configuration.lifetimes.refreshToken
            server.store.add(refreshToken: refreshToken, RefreshToken(grantID: grant.id, expiresAt: expiry))
            answer["refresh_token"] = .string(refreshToken)
        }
        return answer
    }

    /// The members that every answer of the token endpoint has.
    func response(_ accessToken: String, scopes: [String]) -> JSON {
        [
            "access_token": .string(accessToken), "token_type": "Bearer",
            "expires_in": .int(configuration.lifetimes.accessToken.components.seconds),
            "scope": .string(Scopes.join(scopes)),
        ]
    }

    private func idToken(for grant: Grant, client: RegisteredClient, accessToken: String) throws(OAuthError) -> String {
        let now = server.clock.now
        // OpenID Connect Core 3.1.3.6: the left half of the hash that the signature algorithm uses, SHA-256 for both.
        let hash = Array(SHA256.hash(data: Array(accessToken.utf8)).prefix(16))
        var claims = JSON.compact([
            "iss": .string(configuration.issuer), "sub": .string(grant.subject), "aud": .string(client.id),
            "iat": .int(now.seconds), "exp": .int((now + configuration.lifetimes.idToken).seconds),
            "auth_time": .int(grant.authTime.seconds), "nonce": grant.nonce.map(JSON.string),
            "at_hash": .string(Base64.url.encode(hash)),
        ])
        if let user = server.user(grant.username) {
            for (name, value) in UserInfoEndpoint.claims(of: user, scopes: grant.scopes) { claims[name] = value }
        }
        return try sign(claims, type: "JWT", client.idTokenAlgorithm)
    }

    private func sign(_ claims: JSON, type: String, _ algorithm: SigningAlgorithm) throws(OAuthError) -> String {
        guard let key = server.signer(algorithm), let token = try? JWT.sign(claims, type: type, with: key) else {
            throw OAuthError(.serverError, "there is no key to sign \(algorithm.rawValue) with")
        }
        return token
    }
}

extension AuthorizationServer {
    /// An access token as the token endpoint gives it, for a test or a service account; `subject` is the client itself
    /// when nil.
    package func accessToken(
        client: String, subject: String? = nil, scopes: [String], resources: [String] = []
    ) throws -> String {
        try TokenIssuer(server: self).accessToken(
            clientID: client, subject: subject ?? client, scopes: scopes, resources: resources, grantID: nil)
    }
}
