package import Determinism
package import JSONTree

/// Checks access tokens against the keys of their issuer.
///
/// RS256 and ES256 only, or fewer. The key set is fetched when it is first needed, kept for `keyLifetime`, and fetched again when a
/// token names a key that is not in it (the issuer may have rotated), but not more often than every ten seconds.
package final class TokenVerifier: Sendable {
    package let issuer: String
    /// The token must be for one of these; empty accepts any audience.
    package let audiences: [String]
    /// The algorithms that a token may be signed with.
    package let algorithms: [SigningAlgorithm]
    /// How far the issuer's clock may be off.
    package let leeway: Duration
    private let clock: InstanceClock
    private let keys: KeySource
    private let genuine = GenuineTokens()

    /// - Parameter jwks: fetches the issuer's JSON Web Key Set.
    package init(
        issuer: String, audiences: [String] = [], algorithms: [SigningAlgorithm] = SigningAlgorithm.allCases,
        leeway: Duration = .zero, keyLifetime: Duration = .seconds(300), clock: InstanceClock,
        jwks: @escaping @Sendable () async throws -> JSON
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.algorithms = algorithms
        self.leeway = leeway
        self.clock = clock
        keys = KeySource(clock: clock, lifetime: keyLifetime, fetch: jwks)
    }

    /// The claims of `token`, which must hold all of `scopes`.
    ///
    /// The signature is checked before anything the token says is believed.
    package func verify(_ token: String?, scopes: [String] = []) async throws(TokenError) -> Claims {
        guard let token, !token.isEmpty else { throw .missing }
        let claims = try await genuineClaims(of: token)
        if scopes.isEmpty { return claims }
        let missing = scopes.filter { !claims.scopes.contains($0) }
        guard missing.isEmpty else { throw .insufficientScope(needed: scopes, missing: missing) }
        return claims
    }

    private func genuineClaims(of token: String) async throws(TokenError) -> Claims {
        let now = clock.now
        if let known = genuine[token], keys.fetchedAt(goodAt: now) == known.keysFetchedAt,
            now - leeway < known.expiresAt, known.notBefore.map({ now + leeway >= $0 }) ?? true
        {
            return known.claims
        }
        guard let jwt = JWT(token) else { throw .malformed }
        let name = jwt.header["alg"]?.string ?? ""
        guard let algorithm = SigningAlgorithm(rawValue: name), algorithms.contains(algorithm) else {
            throw .algorithmNotAllowed(name)
        }
        // RFC 7515 4.1.11: an extension that is marked critical and not understood makes the token invalid.
        guard jwt.header["crit"] == nil else { throw .malformed }
        let type = jwt.header["typ"]?.string?.lowercased() ?? ""
        guard Self.types.contains(type) else { throw .wrongType(type) }
        let id = jwt.header["kid"]?.string
        let (candidates, fetchedAt) = try await keys.keys(id: id, algorithm: algorithm)
        guard !candidates.isEmpty else { throw .unknownKey(id ?? "") }
        guard candidates.contains(where: jwt.isSigned(by:)) else { throw .badSignature }
        let claims = Claims(json: jwt.claims)
        try check(claims)
        if let fetchedAt, let expiresAt = claims.expiresAt {
            genuine[token] = GenuineTokens.Entry(
                claims: claims, keysFetchedAt: fetchedAt, expiresAt: expiresAt, notBefore: claims.notBefore)
        }
        return claims
    }

    /// RFC 9068's type, the same as a full media type, and the unspecific one that older issuers use.
    private static let types: Set<String> = ["at+jwt", "application/at+jwt", "jwt", ""]

    private func check(_ claims: Claims) throws(TokenError) {
        guard claims.issuer == issuer else { throw .wrongIssuer(claims.issuer ?? "") }
        guard audiences.isEmpty || claims.audience.contains(where: audiences.contains) else {
            throw .wrongAudience(claims.audience)
        }
        let now = clock.now
        guard let expiry = claims.expiresAt, now - leeway < expiry else { throw .expired }
        if let start = claims.notBefore, now + leeway < start { throw .notYetValid }
        // ID tokens share issuer and keys; what only they have gives them away where the type does not.
        if claims.json["nonce"] != nil || claims.json["at_hash"] != nil { throw .wrongType("id_token") }
    }
}

extension Timestamp {
    fileprivate static func - (lhs: Timestamp, rhs: Duration) -> Timestamp { lhs + (.zero - rhs) }
}
