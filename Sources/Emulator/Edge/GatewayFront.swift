import Determinism
import HTTP
import Identity
import Images
import JSONTree
import Kubernetes
import NetworkPolicy
import Routing

/// The in-cluster gateways at work. Envoy Gateway's: routes, token checks, filters. Those of a plain Ingress class: its
/// routes, and nothing that only some controllers do.
final class GatewayFront: Sendable {
    let routes: GatewayRoutes
    /// By the name of their class.
    let ingressRoutes: [String: IngressRoutes]
    /// The path that each gateway answers itself, by its namespace and name: the `healthCheck` of its
    /// ClientTrafficPolicy.
    let healthPaths: [String: String]
    let clock: InstanceClock
    let random: SeededRandom
    let patience: TargetPatience
    let limits = LocalRateLimit()
    /// A verifier for each provider of tokens.
    let verifiers: [TokenProvider: TokenVerifier]

    init(
        routes: GatewayRoutes, ingressRoutes: [String: IngressRoutes], healthPaths: [String: String],
        clock: InstanceClock, random: SeededRandom, patience: TargetPatience,
        verifiers: [TokenProvider: TokenVerifier]
    ) {
        self.routes = routes
        self.ingressRoutes = ingressRoutes
        self.healthPaths = healthPaths
        self.clock = clock
        self.random = random
        self.patience = patience
        self.verifiers = verifiers
    }

    /// Answers a request that reached the gateway's pod.
    func respond(to request: Request, in pod: Pod, mesh: Mesh) async -> Response {
        let healthPath = healthPaths[pod.key]
        if request.path == healthPath ?? pod.annotations[Cluster.healthPathAnnotation] {
            return Response(.ok, fields: ["server": "envoy"])
        }
        let start = clock.now
        let admitted: Request
        switch GatewayAdmission(request, requestID: random.uuid()) {
        case .redirect(let response): return response
        case .admitted(let request): admitted = request
        }
        let ingressClass = pod.annotations[Cluster.ingressClassAnnotation]
        let found =
            if let ingressClass {
                ingressRoutes[ingressClass]?.match(admitted)
            } else {
                routes.match(admitted, gateway: (pod.namespace, pod.workload))
            }
        guard let match = found else {
            mesh.record(
                pod.caller, "-", "http", mesh.summary(request), "404", "no route fits",
                span: pod.span, since: start)
            return ingressClass == nil ? GatewayResponse.notFound : Response(.notFound)
        }
        if let answer = match.cors?.preflight(admitted) { return answer }
        var (response, reason) = await respond(to: admitted, by: match, in: pod, mesh: mesh)
        if let cors = match.cors { response = cors.finished(response, for: admitted) }
        mesh.record(
            pod.caller, match.title, "http", mesh.summary(request), String(response.status.code), reason,
            span: match.route.span, since: start, trace: request.fields["traceparent"])
        return response
    }

    private func respond(
        to request: Request, by match: GatewayMatch, in pod: Pod, mesh: Mesh
    ) async -> (Response, reason: String) {
        var request = request
        if let requirement = match.requirement {
            switch await check(request, requirement) {
            case .refused(let response, let reason): return (response, reason)
            case .passed(let checked): request = checked
            }
        }
        if let policy = match.trafficPolicy, !limits.admits(request, by: policy, seconds: clock.now.seconds) {
            return (GatewayResponse.rateLimited, "BackendTrafficPolicy '\(policy.metadata.name)' lets no more through")
        }
        switch match.outcome {
        case .redirect(let target): return (GatewayResponse.redirect(to: target), match.reason)
        case .failure(let status, let reason): return (Response(status, fields: ["server": "envoy"]), reason)
        case .forward:
            guard let backend = match.backend(choice: random.next()), backend.fault == nil else {
                return (GatewayResponse.noBackend, match.reason)
            }
            return await forward(request, to: backend, of: match, in: pod, mesh: mesh)
        }
    }

    private func forward(
        _ request: Request, to backend: GatewayMatch.Backend, of match: GatewayMatch, in pod: Pod, mesh: Mesh
    ) async -> (Response, reason: String) {
        guard let service = mesh.cluster.service(backend.service, in: backend.namespace) else {
            return (GatewayResponse.noBackend, "there is no Service '\(backend.namespace)/\(backend.service)'")
        }
        let named = service.ports.first { $0.name != nil && $0.name == backend.portName }
        do {
            let forwarded = match.forwarded(request, to: backend)
            for mirror in match.mirrors where mirror.share.includes(choice: random.next()) {
                mesh.mirrors.send(forwarded.mirrored, to: mirror.backend, from: pod.caller)
            }
            let answer = try await within(match.requestTimeout) {
                try await mesh.send(forwarded, to: service, port: named?.port ?? backend.port, from: pod.caller)
            }
            guard let response = answer else {
                return (GatewayResponse.upstreamTimeout, "\(match.reason); its timeout passed")
            }
            return (match.finished(response, from: backend), match.reason)
        } catch NetworkError.deniedByPolicy(let sentence) {
            return (Self.explained(GatewayResponse.upstreamFailure("connection timeout"), sentence), sentence)
        } catch NetworkError.connectionReset(let sentence) {
            return (Self.explained(GatewayResponse.upstreamFailure("connection termination"), sentence), sentence)
        } catch {
            return (Self.explained(GatewayResponse.noHealthyUpstream, "\(error)"), "\(error)")
        }
    }

    /// What `body` returns; nil when the limit passes first on the instance's clock.
    private func within(
        _ limit: Duration?, _ body: @escaping @Sendable () async throws -> Response
    ) async throws -> Response? {
        guard let limit else { return try await body() }
        switch await patience.answer(within: limit, body) {
        case .answered(let result): return try result.get()
        case .timedOut, .clientGone: return nil
        }
    }

    /// With the reason in a field that only this desk's gateway sends: in a cluster one would have to look for it.
    private static func explained(_ response: Response, _ reason: String) -> Response {
        var response = response
        response.fields["x-orrery-reason"] = String(
            reason.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 ? Character($0) : "?" })
        return response
    }

    // MARK: - Tokens

    private enum Check {
        case passed(Request)
        case refused(Response, reason: String)
    }

    private func check(_ request: Request, _ requirement: TokenRequirement) async -> Check {
        var token: TokenRequirement.VerifiedToken?
        if !requirement.providers.isEmpty {
            switch await verify(request.bearerToken, requirement.providers) {
            case .success(let verified): token = verified
            case .failure(.missing) where requirement.isOptional: break
            case .failure(let error):
                return .refused(
                    GatewayResponse.unauthorized(error.envoySentence, for: request), reason: error.description)
            }
        }
        if let reason = requirement.refusal(of: request, token: token) {
            return .refused(GatewayResponse.accessDenied, reason: reason)
        }
        return .passed(requirement.withClaims(of: token, in: request))
    }

    /// The token as the first provider that takes it sees it; the last provider's error when none does.
    private func verify(
        _ token: String?, _ providers: [SecurityPolicy.Provider]
    ) async -> Result<TokenRequirement.VerifiedToken, TokenError> {
        var failure = TokenError.missing
        for provider in providers {
            guard let verifier = verifiers[TokenProvider(provider)] else { continue }
            do {
                let claims = try await verifier.verify(token)
                return .success(.init(provider: provider.name, claims: claims.json))
            } catch {
                failure = error
            }
        }
        return .failure(failure)
    }
}

extension TokenError {
    /// As Envoy's JWT filter words it.
    fileprivate var envoySentence: String {
        switch self {
        case .missing: "Jwt is missing"
        case .malformed, .wrongType: "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"
        case .algorithmNotAllowed: "Jwt header [alg] is not supported"
        case .unknownKey: "Jwks doesn't have key to match kid or alg from Jwt"
        case .badSignature: "Jwt verification fails"
        case .wrongIssuer: "Jwt issuer is not configured"
        case .wrongAudience: "Audiences in Jwt are not allowed"
        case .expired: "Jwt is expired"
        case .notYetValid: "Jwt not yet valid"
        case .inactive, .insufficientScope: "Jwt verification fails"
        case .keysUnavailable: "Jwks remote fetch is failed"
        }
    }
}
