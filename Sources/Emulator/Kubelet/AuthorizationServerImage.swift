import Determinism
import Dispatch
import HTTP
import Identity
import Images
import JSONTree

/// The authorization server that comes with the emulator: any workload whose component is `authorization-server` runs
/// it, unless a local image of the workload's own is registered.
///
/// It is told everything by its environment: `OAUTH_ISSUER`, `OAUTH_CLIENTS` (a JSON array of client metadata with the
/// names of RFC 7591), `OAUTH_SCOPES` (separated by blanks), `OAUTH_SIGNING_ALGORITHM` (`ES256` unless it says `RS256`,
/// the one that a load balancer can check). Users, client secrets and signing keys are mounted secrets:
/// those whose names end in `-users`, `-client-secrets` and `-signing-keys`.
let authorizationServerImage = LocalImage("orrery/authorization-server") { container in
    let issuer = try container.setting("OAUTH_ISSUER")
    var configuration = Configuration(issuer: issuer)
    configuration.audience = issuer
    configuration.scopes = (container.environment["OAUTH_SCOPES"] ?? "").split(separator: " ").map { .init(String($0)) }
    let secrets = try mountedJSON("-client-secrets", in: container) ?? [:]
    configuration.clients =
        try JSON.parse(try container.setting("OAUTH_CLIENTS")).array?.compactMap { metadata in
            client(metadata, secrets: secrets)
        } ?? []
    configuration.users = (try mountedJSON("-users", in: container)?.array ?? []).compactMap(user)
    let keys = try mountedJSON("-signing-keys", in: container).map { try KeyRing(exported: $0) } ?? .generate()
    let algorithm = container.environment["OAUTH_SIGNING_ALGORITHM"].flatMap(SigningAlgorithm.init) ?? .es256
    configuration.accessTokenAlgorithm = algorithm
    let server = AuthorizationServer(
        configuration: configuration, keys: keys, clock: container.clock, random: container.random)

    if !keys.signs(algorithm) { try await addKey(algorithm, to: server) }

    var router = Router()
    router.on(.get, "/livez") { _ in .text("alive\n") }
    router.on(.get, "/readyz") { _ in .text("ready\n") }
    let probes = router.handler
    return RunningImage(
        handler: { request in
            request.path == "/livez" || request.path == "/readyz"
                ? await probes(request) : await server.handler(request)
        },
        run: {
            // OpenID Connect wants every server to have RS256, and no client here asks for it: the key costs more than the
            // whole start, and many instances start at a time. Where RS256 is the algorithm, a second key would sign what
            // those who fetched the keys a moment ago cannot check.
            try await container.clock.sleep(for: .seconds(60))
            if algorithm != .rs256, !keys.signs(.rs256) { try await addKey(.rs256, to: server) }
            while true { try await container.clock.sleep(for: .seconds(86_400)) }
        })
}

/// Gives the server a key of `algorithm` while it is already at work: an RSA key takes longer to make than everything
/// else takes to start.
private func addKey(_ algorithm: SigningAlgorithm, to server: AuthorizationServer) async throws {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .utility).async {
            continuation.resume(with: Result { try server.rotateKey(algorithm) })
        }
    }
}

/// The JSON document in the mounted secret whose name ends in `suffix`; nil when none is mounted.
private func mountedJSON(_ suffix: String, in container: Container) throws -> JSON? {
    let ending = suffix + "/value"
    guard let path = container.files.keys.filter({ $0.hasSuffix(ending) }).min() else { return nil }
    return try JSON.parse(try container.file(path))
}

private func client(_ metadata: JSON, secrets: JSON) -> RegisteredClient? {
    guard let id = metadata["client_id"]?.string else { return nil }
    let isPublic = metadata["token_endpoint_auth_method"]?.string == "none"
    let secret = isPublic ? nil : (secrets[id] ?? secrets["*"])?.string
    return RegisteredClient(
        id: id, name: metadata["client_name"]?.string, secret: secret.map { Secret($0) },
        redirectURIs: (metadata["redirect_uris"]?.array ?? []).compactMap(\.string),
        grants: (metadata["grant_types"]?.array ?? []).compactMap { $0.string.flatMap(GrantType.init) },
        scopes: (metadata["scope"]?.string ?? "").split(separator: " ").map(String.init), idTokenAlgorithm: .es256)
}

private func user(_ document: JSON) -> User? {
    guard let username = document["username"]?.string, let password = document["password"]?.string else { return nil }
    return User(
        username: username, password: Secret(password), subject: document["subject"]?.string,
        claims: document["name"]?.string.map { [("name", $0)] } ?? [])
}
