package import Determinism
package import HTTP
package import JSONTree
import Synchronization

/// An OAuth 2 and OpenID Connect authorization server.
///
/// Its endpoints stand in `Configuration.Paths`; the metadata documents below `/.well-known/`. Everything it answers is
/// marked as not to be stored, except public metadata and keys.
package final class AuthorizationServer: Sendable {
    package let configuration: Configuration
    let store = GrantStore()
    let clock: InstanceClock
    let random: SeededRandom
    private let ring: Mutex<KeyRing>
    private let routes: [String: Route]

    /// - Parameter keys: one for each signature algorithm at least; a new ring where none was kept.
    package init(configuration: Configuration, keys: KeyRing, clock: InstanceClock, random: SeededRandom) {
        self.configuration = configuration
        self.clock = clock
        self.random = random
        ring = Mutex(keys)
        routes = Self.routes(for: configuration)
    }

    package var handler: Handler { { await self.answer($0) } }

    // MARK: - Routes

    /// An endpoint and the methods it knows.
    struct Route: Sendable {
        var methods: [Method]
        var answer: @Sendable (AuthorizationServer, Request) -> Response
    }

    private static func routes(for configuration: Configuration) -> [String: Route] {
        let paths = configuration.paths
        var routes: [String: Route] = [
            paths.authorize: Route(methods: [.get, .post]) { AuthorizeEndpoint(server: $0).answer($1) },
            paths.token: Route(methods: [.post]) { TokenEndpoint(server: $0).answer($1) },
            paths.introspect: Route(methods: [.post]) { IntrospectionEndpoint(server: $0).answer($1) },
            paths.revoke: Route(methods: [.post]) { RevocationEndpoint(server: $0).answer($1) },
            paths.userinfo: Route(methods: [.get, .post]) { UserInfoEndpoint(server: $0).answer($1) },
            paths.jwks: Route(methods: [.get]) { server, _ in .json(server.jwks, fields: publicCaching) },
        ]
        for path in Discovery.paths(issuer: configuration.issuer) {
            routes[path] = Route(methods: [.get]) { server, _ in
                .json(Discovery.document(for: server.configuration), fields: publicCaching)
            }
        }
        return routes
    }

    private static let publicCaching: Fields = ["cache-control": "public, max-age=60"]

    private func answer(_ request: Request) async -> Response {
        guard let route = routes[request.path] else {
            return .problem(.notFound, "there is nothing at \(request.path)")
        }
        let method = request.method == .head ? Method.get : request.method
        guard route.methods.contains(method) else {
            var response = Response.problem(.methodNotAllowed, "\(request.path) does not know \(request.method)")
            response.fields["allow"] = route.methods.map(\.rawValue).joined(separator: ", ")
            return response
        }
        var response = route.answer(self, request)
        if response.fields["cache-control"] == nil {
            response.fields["cache-control"] = "no-store"
            response.fields["pragma"] = "no-cache"
        }
        return response
    }

    // MARK: - Keys

    /// The public keys, as `/oauth/jwks` shows them.
    package var jwks: JSON { ring.withLock { $0.jwks } }

    /// The private keys, to be kept as a secret; `KeyRing(exported:)` reads them.
    package var exportedKeys: JSON { ring.withLock { $0.exported } }

    /// Signs with a new key from now on; tokens signed with the two before it still verify. An RSA key takes a good part
    /// of a second to make, in which the old ones go on signing.
    package func rotateKey(_ algorithm: SigningAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        ring.withLock { $0.rotate(to: key) }
    }

    func signer(_ algorithm: SigningAlgorithm) -> SigningKey? { ring.withLock { $0.signer(algorithm) } }

    /// Checks the server's own tokens.
    func verify(own token: String) -> Claims? {
        guard let jwt = JWT(token), jwt.header["typ"]?.string == "at+jwt",
            let algorithm = jwt.header["alg"]?.string.flatMap(SigningAlgorithm.init(rawValue:))
        else { return nil }
        let keys = (jwks["keys"]?.array ?? []).compactMap(VerificationKey.init(jwk:))
        let isSigned = keys.contains {
            $0.algorithm == algorithm && $0.id == jwt.header["kid"]?.string && jwt.isSigned(by: $0)
        }
        let claims = Claims(json: jwt.claims)
        guard isSigned, claims.issuer == configuration.issuer, let expiry = claims.expiresAt, clock.now < expiry,
            let id = claims.tokenID, store.isActive(accessToken: id)
        else { return nil }
        return claims
    }

    // MARK: - State

    /// Grants and the fingerprints of codes and tokens, for a snapshot; keys are exported on their own.
    package var exportedState: JSON { store.exported }

    /// Goes back to what `exportedState` gave.
    ///
    /// - Throws: `ConfigurationError`; then nothing has changed.
    package func restore(state: JSON) throws { try store.restore(state) }

    // MARK: - Registrations

    func client(_ id: String) -> RegisteredClient? { configuration.clients.first { $0.id == id } }

    func user(_ username: String) -> User? { configuration.users.first { $0.username == username } }
}
