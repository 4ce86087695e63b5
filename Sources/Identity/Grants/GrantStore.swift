import Determinism
import Synchronization

/// What the server remembers between requests: grants, codes, refresh tokens and which access tokens are out.
///
/// Each function is one atomic step, so that of two clients with the same code or refresh token one is refused. Codes and
/// tokens are kept by fingerprint only.
final class GrantStore: Sendable {
    struct State: Sendable {
        var grants: [String: Grant] = [:]
        var codes: [String: AuthorizationCode] = [:]
        var refreshTokens: [String: RefreshToken] = [:]
        var accessTokens: [String: AccessRecord] = [:]

        /// Ends a grant with everything that came of it.
        mutating func revoke(_ grantID: String) {
            grants[grantID] = nil
            for (jti, record) in accessTokens where record.grantID == grantID {
                accessTokens[jti]?.isRevoked = true
            }
        }
    }

    let state = Mutex(State())

    func add(_ grant: Grant, code: String, _ record: AuthorizationCode, now: Timestamp) {
        state.withLock { state in
            Self.forgetExpired(&state, now: now)
            state.grants[grant.id] = grant
            state.codes[fingerprint(of: code)] = record
        }
    }

    /// Takes the grant of `code`, once, if `check` does not object. A code that comes a second time has been stolen, so
    /// its grant ends (RFC 6749 4.1.2).
    func redeem(
        code: String, now: Timestamp, check: (AuthorizationCode, Grant) throws(OAuthError) -> Void
    ) throws(OAuthError) -> Grant {
        let key = fingerprint(of: code)
        return try state.withLock { state throws(OAuthError) in
            guard let record = state.codes[key] else { throw .unknownCode }
            if record.isUsed {
                state.revoke(record.grantID)
                throw OAuthError(.invalidGrant, "the code was used before; everything issued from it is revoked")
            }
            guard record.expiresAt > now, let grant = state.grants[record.grantID] else { throw .unknownCode }
            try check(record, grant)
            state.codes[key]?.isUsed = true
            return grant
        }
    }

    func add(refreshToken: String, _ record: RefreshToken) {
        state.withLock { $0.refreshTokens[fingerprint(of: refreshToken)] = record }
    }

    /// Takes the grant of a refresh token, once, if `check` does not object. One that comes a second time has been
    /// stolen, so its grant ends (RFC 9700 4.14.2).
    func redeem(
        refreshToken: String, now: Timestamp, check: (Grant) throws(OAuthError) -> Void
    ) throws(OAuthError) -> Grant {
        let key = fingerprint(of: refreshToken)
        return try state.withLock { state throws(OAuthError) in
            guard let record = state.refreshTokens[key] else { throw .unknownRefreshToken }
            if record.isUsed {
                state.revoke(record.grantID)
                throw OAuthError(
                    .invalidGrant, "the refresh token was used before; everything issued with it is revoked")
            }
            guard record.expiresAt > now, let grant = state.grants[record.grantID] else { throw .unknownRefreshToken }
            try check(grant)
            state.refreshTokens[key]?.isUsed = true
            return grant
        }
    }

    /// The grant and the end of a refresh token that still works.
    func active(refreshToken: String, now: Timestamp) -> (Grant, RefreshToken)? {
        state.withLock { state in
            guard let record = state.refreshTokens[fingerprint(of: refreshToken)], !record.isUsed,
                record.expiresAt > now, let grant = state.grants[record.grantID]
            else { return nil }
            return (grant, record)
        }
    }

    /// The grant a refresh token belongs to, used or not.
    func grant(ofRefreshToken token: String) -> Grant? {
        state.withLock { state in
            state.refreshTokens[fingerprint(of: token)].flatMap { state.grants[$0.grantID] }
        }
    }

    func revoke(grant id: String) { state.withLock { $0.revoke(id) } }

    // MARK: - Access tokens

    /// Remembers an access token; one of a grant that has ended meanwhile is revoked from the start.
    func add(accessToken jti: String, _ record: AccessRecord, now: Timestamp) {
        state.withLock { state in
            Self.forgetExpired(&state, now: now)
            var record = record
            if let grant = record.grantID, state.grants[grant] == nil { record.isRevoked = true }
            state.accessTokens[jti] = record
        }
    }

    func revoke(accessToken jti: String) { state.withLock { $0.accessTokens[jti]?.isRevoked = true } }

    /// Whether the token was given out here and not revoked.
    func isActive(accessToken jti: String) -> Bool {
        state.withLock { $0.accessTokens[jti].map { !$0.isRevoked } ?? false }
    }

    /// The user whose grant an access token came of; nil for client credentials.
    func username(ofAccessToken jti: String) -> String? {
        state.withLock { state in
            state.accessTokens[jti]?.grantID.flatMap { state.grants[$0]?.username }
        }
    }

    /// Used codes and refresh tokens stay as long as their grant, so that a replay is still known for one.
    private static func forgetExpired(_ state: inout State, now: Timestamp) {
        state.accessTokens = state.accessTokens.filter { $0.value.expiresAt > now }
        let codes = state.codes.values.filter { $0.expiresAt > now }.map(\.grantID)
        let tokens = state.refreshTokens.values.filter { $0.expiresAt > now }.map(\.grantID)
        let access = state.accessTokens.values.compactMap(\.grantID)
        let alive = Set(codes + tokens + access)
        state.grants = state.grants.filter { alive.contains($0.key) }
        state.codes = state.codes.filter { alive.contains($0.value.grantID) }
        state.refreshTokens = state.refreshTokens.filter { alive.contains($0.value.grantID) }
    }
}

extension OAuthError {
    fileprivate static let unknownCode = OAuthError(.invalidGrant, "the code is unknown or has expired")
    fileprivate static let unknownRefreshToken = OAuthError(
        .invalidGrant, "the refresh token is unknown, has expired, or is revoked")
}
