import HTTP
import JSONTree

/// `/oauth/userinfo` (OpenID Connect Core 5.3): what an access token with `openid` may know about its person.
struct UserInfoEndpoint: Sendable {
    let server: AuthorizationServer

    func answer(_ request: Request) -> Response {
        let challenge = Challenge()
        guard let token = request.bearerToken else { return challenge.response(for: .missing) }
        guard let claims = server.verify(own: token) else { return challenge.response(for: .inactive) }
        guard claims.scopes.contains("openid") else {
            return challenge.response(for: .insufficientScope(needed: ["openid"], missing: ["openid"]))
        }
        var answer: JSON = ["sub": claims.subject.map(JSON.string) ?? nil]
        if let user = claims.tokenID.flatMap(server.store.username(ofAccessToken:)).flatMap(server.user) {
            for (name, value) in Self.claims(of: user, scopes: claims.scopes) { answer[name] = value }
        }
        return .json(answer)
    }

    /// The claims that each scope opens (OpenID Connect Core 5.4); a claim of no listed scope belongs to `profile`.
    static func claims(of user: User, scopes: [String]) -> [(name: String, value: JSON)] {
        var result: [(name: String, value: JSON)] = []
        if scopes.contains("profile") {
            result.append(("preferred_username", .string(user.username)))
            result += user.claims.filter { !emailClaims.contains($0.name) }.map { ($0.name, .string($0.value)) }
        }
        if scopes.contains("email"), let email = user.claims.first(where: { $0.name == "email" })?.value {
            let verified = user.claims.first { $0.name == "email_verified" }?.value
            result += [("email", .string(email)), ("email_verified", .bool(verified == "true"))]
        }
        return result
    }

    private static let emailClaims: Set<String> = ["email", "email_verified"]
}
