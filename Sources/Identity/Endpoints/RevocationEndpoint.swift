import HTTP
import JSONTree

/// `POST /oauth/revoke` (RFC 7009): ends a refresh token with everything that came of its grant, or one access token.
///
/// A token that is not known, or no longer, is answered like one that was revoked.
struct RevocationEndpoint: Sendable {
    let server: AuthorizationServer

    func answer(_ request: Request) -> Response {
        ClientEndpoint(server: server).answer(request) { client, parameters throws(OAuthError) in
            let token = try parameters.required("token")
            if let grant = server.store.grant(ofRefreshToken: token) {
                try check(grant.clientID, is: client)
                server.store.revoke(grant: grant.id)
            } else if let claims = server.verify(own: token), let id = claims.tokenID {
                try check(claims.clientID ?? "", is: client)
                server.store.revoke(accessToken: id)
            }
            return nil
        }
    }

    private func check(_ owner: String, is client: RegisteredClient) throws(OAuthError) {
        if owner != client.id { throw OAuthError(.invalidGrant, "the token was issued to another client") }
    }
}
