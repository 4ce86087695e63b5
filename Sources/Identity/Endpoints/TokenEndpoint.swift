import Determinism
import HTTP
import JSONTree

/// `POST /oauth/token`: gives tokens for a code, a client's own credentials or a refresh token.
struct TokenEndpoint: Sendable {
    let server: AuthorizationServer

    /// One way to get tokens.
    ///
    /// - Returns: the answer's members.
    typealias Exchange = @Sendable (TokenEndpoint, RegisteredClient, Parameters) throws(OAuthError) -> JSON

    private static let exchanges: [GrantType: Exchange] = [
        .authorizationCode: exchangeCode,
        .clientCredentials: exchangeClientCredentials,
        .refreshToken: exchangeRefreshToken,
    ]

    func answer(_ request: Request) -> Response {
        ClientEndpoint(server: server).answer(request) { client, parameters throws(OAuthError) in
            let name = try parameters.required("grant_type")
            guard let type = GrantType(rawValue: name), let exchange = Self.exchanges[type] else {
                throw OAuthError(.unsupportedGrantType, "'\(name)' is no grant of this server")
            }
            guard client.grants.contains(type) else {
                throw OAuthError(.unauthorizedClient, "the client may not use \(name)")
            }
            return try exchange(self, client, parameters)
        }
    }
}

/// RFC 6749 4.1.3 with RFC 7636 4.5: the code, where it was sent to, and the verifier behind the challenge.
private let exchangeCode: TokenEndpoint.Exchange = { endpoint, client, parameters throws(OAuthError) in
    let code = try parameters.required("code")
    let verifier = try parameters.required("code_verifier")
    let redirect = parameters["redirect_uri"]
    let asked = parameters.resources
    let store = endpoint.server.store
    let grant = try store.redeem(code: code, now: endpoint.server.clock.now) { record, grant throws(OAuthError) in
        guard grant.clientID == client.id else {
            throw OAuthError(.invalidGrant, "the code was issued to another client")
        }
        guard redirect == record.redirectURI || (redirect == nil && !record.redirectWasNamed) else {
            throw OAuthError(.invalidGrant, "'redirect_uri' is not the one the code was sent to")
        }
        guard PKCE.isVerifier(verifier), PKCE.challenge(of: verifier) == record.challenge else {
            throw OAuthError(.invalidGrant, "'code_verifier' does not fit the challenge")
        }
        try checkSubset(asked, of: grant.resources)
    }
    return try TokenIssuer(server: endpoint.server).answer(
        for: grant, client: client, scopes: grant.scopes, resources: asked.isEmpty ? grant.resources : asked)
}

/// RFC 6749 6 with rotation: the old token is used up, and a new one comes with the answer.
private let exchangeRefreshToken: TokenEndpoint.Exchange = { endpoint, client, parameters throws(OAuthError) in
    let token = try parameters.required("refresh_token")
    let asked = parameters.resources
    let scopes = parameters["scope"].map(Scopes.split)
    let grant = try endpoint.server.store.redeem(refreshToken: token, now: endpoint.server.clock.now) {
        grant throws(OAuthError) in
        guard grant.clientID == client.id else {
            throw OAuthError(.invalidGrant, "the refresh token was issued to another client")
        }
        if let wider = scopes?.first(where: { !grant.scopes.contains($0) }) {
            throw OAuthError(.invalidScope, "'\(wider)' was not granted")
        }
        try checkSubset(asked, of: grant.resources)
    }
    return try TokenIssuer(server: endpoint.server).answer(
        for: grant, client: client, scopes: scopes ?? grant.scopes, resources: asked.isEmpty ? grant.resources : asked)
}

/// RFC 6749 4.4: the client on its own behalf.
private let exchangeClientCredentials: TokenEndpoint.Exchange = { endpoint, client, parameters throws(OAuthError) in
    guard client.secret != nil else { throw OAuthError(.unauthorizedClient, "a public client has no credentials") }
    let scopes = parameters["scope"].map(Scopes.split) ?? client.scopes
    if let unknown = scopes.first(where: { !client.scopes.contains($0) }) {
        throw OAuthError(.invalidScope, "the client may not ask for '\(unknown)'")
    }
    try checkResources(parameters.resources, endpoint.server.configuration)
    let issuer = TokenIssuer(server: endpoint.server)
    let token = try issuer.accessToken(
        clientID: client.id, subject: client.id, scopes: scopes, resources: parameters.resources, grantID: nil)
    return issuer.response(token, scopes: scopes)
}

private func checkSubset(_ asked: [String], of granted: [String]) throws(OAuthError) {
    if let other = asked.first(where: { !granted.contains($0) }) {
        throw OAuthError(.invalidTarget, "'\(other)' was not part of the authorization")
    }
}

/// RFC 8707 2: a resource is an absolute URI without a fragment, and one that this server gives tokens for.
func checkResources(_ resources: [String], _ configuration: Configuration) throws(OAuthError) {
    for resource in resources {
        let isAbsolute = resource.firstRange(of: "://").map { $0.lowerBound > resource.startIndex } ?? false
        guard isAbsolute, !resource.contains("#") else {
            throw OAuthError(.invalidTarget, "'\(resource)' is not an absolute URI without a fragment")
        }
        guard configuration.resources.isEmpty || configuration.resources.contains(resource) else {
            throw OAuthError(.invalidTarget, "'\(resource)' is not a resource of this server")
        }
    }
}
