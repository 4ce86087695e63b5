import Determinism
import HTTP
import JSONTree

/// `POST /oauth/introspect` (RFC 7662): tells a client with a secret whether a token works, and what it says.
struct IntrospectionEndpoint: Sendable {
    let server: AuthorizationServer

    func answer(_ request: Request) -> Response {
        ClientEndpoint(server: server).answer(request) { client, parameters throws(OAuthError) in
            guard client.secret != nil else {
                throw OAuthError(.invalidClient, "a public client may not look into tokens")
            }
            let token = try parameters.required("token")
            return accessToken(token) ?? refreshToken(token) ?? ["active": false]
        }
    }

    private func accessToken(_ token: String) -> JSON? {
        guard let claims = server.verify(own: token) else { return nil }
        var answer: JSON = ["active": true, "token_type": "Bearer"]
        for (name, value) in claims.json.object?.members ?? [] { answer[name] = value }
        answer["username"] = claims.tokenID.flatMap(server.store.username(ofAccessToken:)).map(JSON.string)
        return answer
    }

    private func refreshToken(_ token: String) -> JSON? {
        guard let (grant, record) = server.store.active(refreshToken: token, now: server.clock.now) else { return nil }
        return [
            "active": true, "iss": .string(server.configuration.issuer), "client_id": .string(grant.clientID),
            "username": .string(grant.username), "sub": .string(grant.subject),
            "scope": .string(Scopes.join(grant.scopes)), "exp": .int(record.expiresAt.seconds),
        ]
    }
}
