import Crypto
import Determinism
import HTTP
import JSONTree
import Routing
import Synchronization

/// The users that a load balancer knows, and those whom it has sent to their identity provider.
///
/// An ALB keeps a session in its cookie, encrypted; here the cookie names it, and the sessions are gone when the instance
/// ends. The cookie is in one part, `<name>-0`.
final class UserSessions: Sendable {
    struct User: Sendable {
        var claims: JSON
        var subject: String
        var accessToken: String
        var issuer: String
        var clientID: String
    }

    /// A log-in that has begun.
    struct Pending: Sendable {
        var authentication: Authentication
        var clientID: String
        var clientSecret: String
        /// Where the user wanted to go.
        var url: String
        var redirectURI: String
        var expiry: Timestamp
    }

    private struct Session {
        var user: User
        var cookie: String
        var expiry: Timestamp
    }

    private struct State {
        var sessions: [String: Session] = [:]
        var pending: [String: Pending] = [:]
    }

    private let clock: InstanceClock
    private let random: SeededRandom
    private let key = P256.Signing.PrivateKey()
    private let keyID: String
    private let state = Mutex(State())

    /// A user has fifteen minutes to log in.
    private static let loginTimeout: Duration = .seconds(900)

    init(clock: InstanceClock, random: SeededRandom) {
        self.clock = clock
        self.random = random
        keyID = random.uuid()
    }

    /// The user of a request's session cookie; nil when it has none, or it has expired.
    func user(of request: Request, _ authentication: Authentication) -> User? {
        guard let id = request.cookies["\(authentication.sessionCookie)-0"] else { return nil }
        let now = clock.now
        return state.withLock { state in
            guard let session = state.sessions[id], session.cookie == authentication.sessionCookie else { return nil }
            if session.expiry > now { return session.user }
            state.sessions[id] = nil
            return nil
        }
    }

    /// Begins a log-in: the value of `state` that comes back with it.
    func begin(_ pending: Pending) -> String {
        let id = random.hex(48)
        let now = clock.now
        var pending = pending
        pending.expiry = now + Self.loginTimeout
        state.withLock { state in
            state.pending = state.pending.filter { $0.value.expiry > now }
            state.pending[id] = pending
        }
        return id
    }

    /// The log-in that `id` began, once; nil when there is none, or it took too long.
    func finish(_ id: String) -> Pending? {
        let now = clock.now
        guard let pending = state.withLock({ $0.pending.removeValue(forKey: id) }), pending.expiry > now else {
            return nil
        }
        return pending
    }

    /// A new session: the `Set-Cookie` for it.
    func open(_ user: User, _ authentication: Authentication) -> String {
        let id = random.hex(64)
        let now = clock.now
        state.withLock { state in
            state.sessions = state.sessions.filter { $0.value.expiry > now }
            state.sessions[id] = Session(
                user: user, cookie: authentication.sessionCookie, expiry: now + authentication.sessionTimeout)
        }
        let age = authentication.sessionTimeout.components.seconds
        return "\(authentication.sessionCookie)-0=\(id); Max-Age=\(age); Path=/; Secure; HttpOnly; SameSite=None"
    }

    /// `request` with what a target is told of `user`: who it is, the access token, and the claims in a signed token.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding
    func identified(_ request: Request, as user: User) -> Request {
        var request = request
        request.fields["x-amzn-oidc-accesstoken"] = user.accessToken
        request.fields["x-amzn-oidc-identity"] = user.subject
        request.fields["x-amzn-oidc-data"] = signedClaims(of: user)
        return request
    }

    /// Unlike other tokens, an ALB's has the padding of base64.
    private func signedClaims(of user: User) -> String? {
        let expiry = clock.now.seconds + 120
        let header: JSON = [
            "typ": "JWT", "kid": .string(keyID), "alg": "ES256", "iss": .string(user.issuer),
            "client": .string(user.clientID),
            "signer": "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/orrery/0",
            "exp": .int(expiry),
        ]
        var payload = user.claims.object ?? JSON.Object()
        payload["exp"] = .int(expiry)
        payload["iss"] = .string(user.issuer)
        let text = Self.part(header.bytes) + "." + Self.part(JSON.object(payload).bytes)
        guard let signature = try? key.signature(for: Array(text.utf8)) else { return nil }
        return text + "." + Self.part(Array(signature.rawRepresentation))
    }

    private static func part(_ bytes: [UInt8]) -> String {
        let text = Base64.url.encode(bytes)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}
