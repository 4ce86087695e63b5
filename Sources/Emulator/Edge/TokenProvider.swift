import Determinism
import HTTP
import Identity
import Images
import JSONTree
import Kubernetes

/// What tells one issuer of tokens from another, for those who check them: the gateway and the load balancer.
struct TokenProvider: Hashable {
    var issuer: String
    /// Empty accepts any audience.
    var audiences: [String]
    var jwksURI: String
    /// An ALB knows RS256 only.
    var algorithms: [SigningAlgorithm]

    /// The keys' address tells nearly all of them apart, and it is asked for on each request.
    func hash(into hasher: inout Hasher) { hasher.combine(jwksURI) }

    init(_ provider: SecurityPolicy.Provider) {
        issuer = provider.issuer ?? ""
        audiences = provider.audiences
        jwksURI = provider.jwksURI
        algorithms = SigningAlgorithm.allCases
    }

    init(_ validation: JWTValidation) {
        issuer = validation.issuer
        audiences = []
        jwksURI = validation.jwksEndpoint
        algorithms = [.rs256]
    }
}

/// A verifier for each of `providers`, which fetches keys over the mesh in the name of `caller`.
func tokenVerifiers(
    for providers: [TokenProvider], caller: Caller, _ mesh: MeshReference, clock: InstanceClock
) -> [TokenProvider: TokenVerifier] {
    var verifiers: [TokenProvider: TokenVerifier] = [:]
    for provider in providers where verifiers[provider] == nil {
        verifiers[provider] = TokenVerifier(
            issuer: provider.issuer, audiences: provider.audiences, algorithms: provider.algorithms, clock: clock
        ) {
            guard let request = Request(url: provider.jwksURI) else {
                throw NetworkError.nameNotResolved(provider.jwksURI)
            }
            let response = try await mesh.send(request, from: caller)
            return try JSON.parse(try await response.collectedBody())
        }
    }
    return verifiers
}
